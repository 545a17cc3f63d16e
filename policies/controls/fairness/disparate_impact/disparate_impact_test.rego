package mlgate.controls.fairness.disparate_impact_test

import data.mlgate.controls.fairness.disparate_impact

_subject := "model/scorer/1"

_document(status, created_at, body) := {
	"subject": _subject,
	"grade": "measured",
	"status": status,
	"created_by": "svc-pipeline",
	"created_at": created_at,
	"recorded_at": created_at,
	"approved_by": [{"person": "u-val", "role": "model_validator"}],
	"body": body,
}

_facts(check, evidence) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": check},
	"subject": {"ref": _subject, "kind": "model"},
	"use_cases": [],
	"evidence": evidence,
	"directory": {"people": {
		"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"},
		"svc-pipeline": {"kind": "service", "roles": [], "reporting_line": null},
	}},
}

_at_gate(groups) := _facts(null, {"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": groups})]})

_in_production(body) := _facts("MON", {
	"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]})],
	"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", body)],
})

_findings(facts) := found if {
	found := disparate_impact.findings with input as facts
}

# Half of all are good; of every group, only good cases are approved.
_group(value, n, approved) := {"attribute": "sex", "value": value, "reference": "ref", "n": n, "n_good": n / 2, "n_bad": n / 2, "good_approved": approved, "bad_rejected": n / 2}

_reference := _group("ref", 2000, 800)

_low(ratio) := {"code": "ratio_low", "scope": "sex=x", "args": {"ratio": ratio, "limit": 0.8}}

_high(ratio) := {"code": "ratio_high", "scope": "sex=x", "args": {"ratio": ratio, "limit": 1.25}}

_missing := {"code": "groups_missing", "scope": "", "args": {}}

test_equal_rates_pass if _findings(_at_gate([_reference, _group("x", 1000, 400)])) == set()

test_four_fifths_is_enough_and_a_case_less_is_not if {
	_findings(_at_gate([_reference, _group("x", 1000, 320)])) == set()
	_findings(_at_gate([_reference, _group("x", 1000, 319)])) == {_low(0.7975)}
}

test_five_quarters_is_allowed_and_a_case_more_is_not if {
	_findings(_at_gate([_reference, _group("x", 1000, 500)])) == set()
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 500), {"bad_rejected": 499})])) == {_high(1.2525)}
}

_differs(field, claimed, counted) := {"code": "claim_differs", "scope": "sex=x", "args": {"field": field, "claimed": claimed, "counted": counted}}

test_a_claimed_ratio_is_not_believed if {
	claimed := object.union(_group("x", 1000, 300), {"di_ratio": 1, "approval_rate": 0.4})
	_findings(_at_gate([_reference, claimed])) == {_low(0.75), _differs("di_ratio", 1, 0.75), _differs("approval_rate", 0.4, 0.3)}
}

test_a_claim_may_be_rounded_to_a_thousandth if {
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"di_ratio": 1.001, "approval_rate": 0.399, "eod": 0.5})])) == set()
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"di_ratio": 1.0011})])) == {_differs("di_ratio", 1.0011, 1)}
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"approval_rate": "0.4"})])) == {_differs("approval_rate", "0.4", 0.4)}
}

test_a_small_group_is_judged_too if {
	_findings(_at_gate([_reference, _group("x", 10, 1)])) == {_low(0.25)}
	_findings(_at_gate([_reference, object.union(_group("x", 0, 0), {"n": 1, "n_good": 1})])) == {_low(0)}
}

test_a_group_that_nobody_of_is_approved_is_judged if _findings(_at_gate([_reference, _group("x", 1000, 0)])) == {_low(0)}

test_an_empty_group_has_no_ratio if {
	_findings(_at_gate([_reference, _group("x", 0, 0)])) == {{"code": "group_empty", "scope": "sex=x", "args": {}}}
}

test_counts_that_contradict_are_denied_and_not_judged if {
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 100), {"n": 999})])) == {{
		"code": "counts_inconsistent",
		"scope": "sex=x",
		"args": {"reason": "n is not n_good plus n_bad"},
	}}
}

test_no_groups_are_missing_groups if {
	_findings(_at_gate([])) == {_missing}
	_findings(_at_gate(null)) == {_missing}
	_findings(_at_gate("none")) == {_missing}
}

test_no_report_is_missing_evidence if {
	_findings(_facts(null, {})) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fairness_report"}}}
	_findings(_facts("MON", {})) == {{"code": "evidence_missing", "scope": "", "args": {"type": "monitoring_report"}}}
}

test_in_production_the_counts_of_monitoring_are_judged if {
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 400)]})) == set()
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 300)]})) == {_low(0.75)}
	_findings(_in_production({})) == {_missing}
}

test_before_production_monitoring_is_not_read if {
	facts := _facts(null, {
		"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": [_reference]})],
		"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]})],
	})
	_findings(facts) == set()
}

test_only_the_newest_monitoring_report_is_judged if {
	facts := _facts("MON", {"monitoring_report": [
		_document("in_review", "2027-02-28T00:00:00Z", {"groups": [_reference]}),
		_document("in_review", "2027-01-28T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]}),
	]})
	_findings(facts) == set()
}

test_an_old_monitoring_report_is_stale_and_still_judged if {
	facts := _facts("MON", {"monitoring_report": [_document("in_review", "2027-01-20T00:00:00Z", {"groups": [_reference, _group("x", 1000, 300)]})]})
	_findings(facts) == {_low(0.75), {"code": "evidence_stale", "scope": "", "args": {"type": "monitoring_report", "days": 40, "limit": 35}}}
}

test_monitoring_leaves_out_no_group_that_was_measured if {
	_findings(_in_production({"groups": [_reference]})) == {{"code": "group_unmonitored", "scope": "sex=x", "args": {}}}
	others := [object.union(group, {"attribute": "region"}) | some group in [_reference, _group("x", 1000, 400)]]
	_findings(_in_production({"groups": others})) == {
		{"code": "group_unmonitored", "scope": "sex=ref", "args": {}},
		{"code": "group_unmonitored", "scope": "sex=x", "args": {}},
	}
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 400), _group("y", 1000, 400)]})) == set()
}
