package mlgate.controls.documentation.agreement_test

import data.mlgate.controls.documentation.agreement
import data.mlgate.story_test as story

_found(facts) := found if {
	found := agreement.findings with input as facts
}

_registered := object.union(story.model, {"subject": {"package_arn": "arn:p/scorer/1"}})

_card := {
	"model_overview": {"model_version": 1},
	"model_package_details": {"model_package_arn": "arn:p/scorer/1", "model_package_group_name": "scorer", "model_package_version": 1},
	"intended_uses": {"risk_rating": "High"},
	"evaluation_details": [{"name": "Test", "metric_groups": [{"name": "binary", "metric_data": [_metric("auc", 0.78), _metric("recall_bad", 0.6)]}]}],
}

_report := {"artifact_digest": "sha256:bbbb", "auc": 0.78, "recall_bad": 0.9, "brier": 0.13, "confusion": {"tp": 600, "fp": 400, "fn": 400, "tn": 8600}}

_metric(name, value) := {"name": name, "type": "number", "value": value}

_approved(body) := [story.document("model/scorer/1", "u-validator", "model_validator", body)]

_carded(body) := [story.document("model/scorer/1", "u-owner", "model_owner", body)]

_facts(card, report) := story.holding(story.holding(_registered, "model_card", _carded(card)), "evaluation_report", _approved(report))

_of(card) := _found(_facts(card, _report))

_with(changes) := _of(object.union(_card, changes))

_stating(metrics) := _with({"evaluation_details": [{"name": "Test", "metric_groups": [{"name": "binary", "metric_data": metrics}]}]})

_plain(code, scope) := {"code": code, "scope": scope, "args": {}}

_finding(code, args) := {"code": code, "scope": "", "args": args}

_bound := ["fairness_report", "robustness_report", "explainability_report", "validation_report", "load_test", "artifact_scan"]

_roles := {
	"fairness_report": ["u-validator", "model_validator"],
	"robustness_report": ["u-sec", "security_reviewer"],
	"explainability_report": ["u-validator", "model_validator"],
	"validation_report": ["u-gov", "governance_officer"],
	"load_test": ["u-owner", "model_owner"],
	"artifact_scan": ["u-sec", "security_reviewer"],
}

_filed(type, body) := object.union(
	story.holding(_facts(_card, _report), type, [story.document("model/scorer/1", _roles[type][0], _roles[type][1], body)]),
	{"directory": {"people": {"u-sec": {"kind": "person", "roles": ["security_reviewer"], "reporting_line": "security"}}}},
)

_about(type) := {"scope": type, "args": {"type": type}}

test_documents_that_agree_pass if _of(_card) == set()

test_every_report_is_about_the_registered_artifact if {
	every type in _bound {
		_found(_filed(type, {"artifact_digest": "sha256:bbbb"})) == set()
		_found(_filed(type, {"artifact_digest": "sha256:b"})) == {object.union(_about(type), {"code": "artifact_differs"})}
		_found(_filed(type, {})) == {object.union(_about(type), {"code": "artifact_unnamed"})}
	}
}

test_the_evaluation_of_another_artifact_is_none_of_this if {
	_found(_facts(_card, object.union(_report, {"artifact_digest": "sha256:aaaa"}))) == {object.union(_about("evaluation_report"), {"code": "artifact_differs"})}
	every wrong in [null, 7, true, ["sha256:bbbb"]] {
		_found(_facts(_card, object.union(_report, {"artifact_digest": wrong}))) == {object.union(_about("evaluation_report"), {"code": "artifact_unnamed"})}
	}
}

test_a_report_that_does_not_count_is_not_held_against_it if {
	draft := object.union(story.document("model/scorer/1", "u-validator", "model_validator", {}), {"status": "draft"})
	_found(story.holding(_facts(_card, _report), "fairness_report", [draft])) == set()
}

test_the_card_names_the_registered_package if {
	every wrong in ["arn:p/scorer/2", null, 7, true] { _with({"model_package_details": {"model_package_arn": wrong}}) == {_plain("package_differs", "")} }
	every wrong in [null, "scorer/1", [], true] { _with({"model_package_details": wrong}) == {_plain("package_differs", "")} }
}

test_where_no_package_is_registered_the_card_names_none if {
	facts := object.union(_facts(_card, _report), {"subject": {"package_arn": null}})
	_found(facts) == {_plain("package_differs", "")}
	without := object.union(_card, {"model_package_details": {"model_package_arn": null}})
	_found(object.union(_facts(without, _report), {"subject": {"package_arn": null}})) == set()
}

test_the_card_names_the_registered_group if {
	_with({"model_package_details": {"model_package_group_name": null}}) == set()
	every wrong in ["fraud", "", 7] { _with({"model_package_details": {"model_package_group_name": wrong}}) == {_finding("group_differs", {"said": wrong, "registered": "scorer"})} }
}

test_the_card_names_the_registered_version if {
	_with({"model_overview": {"model_version": 2}}) == {_finding("version_differs", {"said": 2, "registered": 1})}
	_with({"model_package_details": {"model_package_version": 2}}) == {_finding("version_differs", {"said": 2, "registered": 1})}
	_with({"model_overview": {"model_version": "1"}}) == {_finding("version_differs", {"said": "1", "registered": 1})}
	_with({"model_overview": null}) == set()
	_with({"model_overview": {"model_version": null}, "model_package_details": {"model_package_version": null}}) == {_plain("version_missing", "")}
}

test_the_rating_follows_from_the_tier if {
	every wrong in ["Medium", "Low", "Unknown", "high", null, 7] { _with({"intended_uses": {"risk_rating": wrong}}) == {_finding("rating_differs", {"said": wrong, "expected": "High"})} }
	_with({"intended_uses": null}) == {_finding("rating_differs", {"said": "not", "expected": "High"})}
	_found(story.answering(_facts(_card, _report), story.light_answers)) == {_finding("rating_differs", {"said": "High", "expected": "Low"})}
	low := object.union(_card, {"intended_uses": {"risk_rating": "Low"}})
	_found(story.answering(_facts(low, _report), story.light_answers)) == set()
	chat := object.union(story.light_answers, {"art50": {"interacts_with_persons": true}, "declared_tier": "limited"})
	medium := object.union(_card, {"intended_uses": {"risk_rating": "Medium"}})
	_found(story.answering(_facts(medium, _report), chat)) == set()
}

test_a_figure_on_the_card_was_measured_to_a_thousandth if {
	every auc in [0.781, 0.779] { _stating([_metric("auc", auc)]) == set() }
	every auc in [0.7811, 0.7789, 78] { _stating([_metric("auc", auc)]) == {{"code": "metric_differs", "scope": "auc", "args": {"said": auc, "measured": 0.78}}} }
}

test_the_card_is_held_against_the_counts_not_the_claim if {
	_stating([_metric("auc", 0.78), _metric("recall_bad", 0.9)]) == {{"code": "metric_differs", "scope": "recall_bad", "args": {"said": 0.9, "measured": 0.6}}}
}

test_the_card_states_the_auc if {
	_stating([_metric("brier", 0.13)]) == {_plain("metric_missing", "auc")}
	every wrong in [null, [], "good", [null], ["auc"], [{"value": 0.78}], [{"name": 7}]] { _stating(wrong) == {_plain("metric_missing", "auc")} }
	every wrong in [null, [], "good", [null], [{"metric_groups": null}], [{"metric_groups": ["auc"]}], [{"metric_groups": [{"metric_data": 7}]}]] {
		_of(object.union(object.remove(_card, ["evaluation_details"]), {"evaluation_details": wrong})) == {_plain("metric_missing", "auc")}
	}
}

test_a_figure_that_is_no_number_is_malformed if {
	every wrong in ["0.78", null, true, [0.78]] { _stating([_metric("auc", wrong)]) == {_plain("metric_malformed", "auc")} }
	_stating([_metric("auc", 0.78), _metric("curve", [[0, 1]])]) == set()
}

test_a_figure_that_nobody_measured_is_shown if {
	_stating([_metric("auc", 0.78), _metric(7, 0.95)]) == set()
	_stating([_metric("auc", 0.78), _metric("AUC", 0.95)]) == {_plain("metric_unmeasured", "AUC")}
}

test_neither_card_nor_evaluation_may_be_missing if {
	_found(_registered) == {_finding("evidence_missing", {"type": "model_card"}), _finding("evidence_missing", {"type": "evaluation_report"})}
	_found(story.holding(_registered, "model_card", _carded(_card))) == {_finding("evidence_missing", {"type": "evaluation_report"})}
	without := object.union(_card, {"evaluation_details": []})
	_found(story.holding(_registered, "model_card", _carded(without))) == {_finding("evidence_missing", {"type": "evaluation_report"})}
	_found(_facts(without, object.remove(_report, ["auc"]))) == set()
	_found(story.holding(_registered, "evaluation_report", _approved(_report))) == {_finding("evidence_missing", {"type": "model_card"})}
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	card := object.union(_carded(_card)[0], {"created_by": "u-owner"})
	_found(story.holding(_facts(_card, _report), "model_card", [card])) == {_finding("evidence_wrong_approver", {"type": "model_card", "roles": "model_owner"})}
}

test_documents_out_of_their_time_are_told if {
	ahead := object.union(_carded(_card)[0], {"created_at": "2026-11-12T09:00:01Z"})
	_found(story.holding(_facts(_card, _report), "model_card", [ahead])) == {_finding("evidence_from_the_future", {"type": "model_card"})}
	living := {"high": 10, "limited": 10, "minimal": 10}
	old := object.union(_carded(_card)[0], {"created_at": "2026-11-01T09:00:00Z", "recorded_at": "2026-11-01T09:00:00Z"})
	found := agreement.findings with input as story.holding(_facts(_card, _report), "model_card", [old]) with data.config.evidence.model_card.max_days as living
	found == {_finding("evidence_stale", {"type": "model_card", "days": 11, "limit": 10})}
}
