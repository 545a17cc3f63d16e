package mlgate.controls.classification.derogation_test

import data.mlgate.controls.classification.derogation
import data.mlgate.story_test as story

_claim := object.union(story.answers, {
	"profiling": false,
	"derogation": {"conditions": ["a"], "no_significant_risk": true, "not_materially_influencing": true},
	"declared_tier": "minimal",
})

_reason := "It assigns a folder name, and nothing else."

_body := {
	"conditions": ["a"],
	"conditions_reasoning": {"a": _reason},
	"no_significant_risk_reasoning": "A wrong folder is noticed by whoever opens it.",
	"not_materially_influencing_reasoning": "No decision about a loan uses the folder at all.",
	"profiling": false,
	"approved_by": "u-gov",
	"registration_ref": "EU-AI-2026-17",
}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_found(facts) := found if {
	found := derogation.findings with input as facts
}

_claiming(facts, documents) := story.holding(story.answering(facts, _claim), "derogation_assessment", documents)

_of(facts, changes) := _found(_claiming(facts, [_document(object.union(_body, changes))]))

_at_g3(changes) := _of(story.model, changes)

_g4 := story.moving(story.model, "pre_production", "production")

_finding(code, args) := {"code": code, "scope": "", "args": args}

_missing := {_finding("evidence_missing", {"type": "derogation_assessment"})}

_unreasoned(conditions) := _finding("condition_unreasoned", {"conditions": conditions, "limit": 40})

test_the_claim_lowers_the_tier if {
	data.mlgate.classification.tier == "minimal" with input as story.answering(story.model, _claim)
}

test_a_whole_assessment_passes if {
	_at_g3({}) == set()
	_of(story.system, {}) == set()
	_of(_g4, {}) == set()
}

test_who_claims_nothing_assesses_nothing if {
	_found(story.model) == set()
	_found(story.answering(story.model, story.light_answers)) == set()
	_found(story.answering(story.model, object.union(_claim, {"profiling": true}))) == set()
	_found(story.answering(story.model, object.union(story.light_answers, {"derogation": _claim.derogation}))) == set()
	_found(story.filing(story.model, [])) == set()
	_found(story.holding(story.model, "derogation_assessment", [_document({})])) == set()
}

test_a_claim_without_an_assessment_is_refused if {
	_found(story.answering(story.model, _claim)) == _missing
	_found(story.answering(story.system, _claim)) == _missing
	_found(_claiming(story.model, [object.union(_document(_body), {"status": "in_review"})])) == _missing
	_found(_claiming(story.model, [object.union(_document(_body), {"subject": "use-case/B"})])) == _missing
}

test_the_claim_of_a_draft_is_judged_as_well if {
	draft := object.union(story.questionnaire("use-case/A", _claim), {"status": "draft"})
	_found(story.filing(story.model, [draft, story.questionnaire("use-case/A", story.answers)])) == _missing
}

test_the_governance_officer_approves_it if {
	wrong := {_finding("evidence_wrong_approver", {"type": "derogation_assessment", "roles": "governance_officer"})}
	_found(_claiming(story.model, [story.document("use-case/A", "u-owner", "governance_officer", _body)])) == wrong
	_found(_claiming(story.model, [object.union(_document(_body), {"created_by": "u-gov"})])) == wrong
}

test_a_date_ahead_is_refused if {
	ahead := {_finding("evidence_from_the_future", {"type": "derogation_assessment"})}
	_found(_claiming(story.model, [object.union(_document(_body), {"recorded_at": "2026-11-12T09:00:01Z"})])) == ahead
	_found(_claiming(story.model, [object.union(_document(_body), {"recorded_at": story.now})])) == set()
}

test_a_life_that_policy_data_sets_ends if {
	found := _at_g3({}) with data.config.evidence.derogation_assessment.max_days as {"minimal": 10}
	found == {_finding("evidence_stale", {"type": "derogation_assessment", "days": 64, "limit": 10})}
}

test_a_condition_of_article_6_3_is_named if {
	every none in [null, [], "a", 7, {}] {
		_at_g3({"conditions": none}) == {_finding("condition_missing", {}), _finding("condition_not_assessed", {"conditions": "a"})}
	}
}

test_there_are_four_conditions if {
	every odd in ["e", "A", "", 1, null, ["a"]] {
		_at_g3({"conditions": ["a", odd]}) == {_finding("condition_unknown", {})}
	}
	every letter in ["b", "c", "d"] {
		_at_g3({"conditions": ["a", letter], "conditions_reasoning": {letter: _reason}}) == set()
	}
}

test_every_condition_that_is_claimed_is_assessed if {
	both := object.union(_claim, {"derogation": {"conditions": ["a", "d"]}})
	facts := story.holding(story.answering(story.model, both), "derogation_assessment", [_document(_body)])
	_found(facts) == {_finding("condition_not_assessed", {"conditions": "d"})}
	unknown := object.union(_claim, {"derogation": {"conditions": ["a", "x"]}})
	_found(story.holding(story.answering(story.model, unknown), "derogation_assessment", [_document(_body)])) == set()
	older := [story.questionnaire("use-case/A", answers) | some answers in [_claim, both]]
	_found(story.holding(story.filing(story.model, older), "derogation_assessment", [_document(_body)])) == set()
	_at_g3({"conditions": ["b"], "conditions_reasoning": {"b": _reason}}) == {_finding("condition_not_assessed", {"conditions": "a"})}
}

test_each_condition_has_its_reason if {
	every nothing in [null, "", "n/a", 7, true, [_reason]] {
		_at_g3({"conditions_reasoning": {"a": nothing}}) == {_unreasoned("a")}
	}
	_at_g3({"conditions": ["a", "c", "b"]}) == {_unreasoned("b, c")}
	every odd in [null, "none", [], 7] { _at_g3({"conditions_reasoning": odd}) == {_unreasoned("a")} }
	_found(_claiming(story.model, [_document(object.remove(_body, ["conditions_reasoning"]))])) == {_unreasoned("a")}
}

test_a_reason_has_forty_characters if {
	forty := "0123456789012345678901234567890123456789"
	_at_g3({"conditions_reasoning": {"a": forty}}) == set()
	less := "012345678901234567890123456789012345678"
	_at_g3({"conditions_reasoning": {"a": less}}) == {_unreasoned("a")}
	_at_g3({"conditions_reasoning": {"a": concat("", [less, "   "])}}) == {_unreasoned("a")}
	_at_g3({"no_significant_risk_reasoning": forty}) == set()
	_at_g3({"no_significant_risk_reasoning": less}) == {_finding("reasoning_missing", {"parts": "no_significant_risk_reasoning", "limit": 40})}
}

test_risk_and_influence_are_reasoned_about if {
	every part in ["no_significant_risk_reasoning", "not_materially_influencing_reasoning"] {
		every nothing in [null, "", "none", 7, true, [_reason], {}] {
			_at_g3({part: nothing}) == {_finding("reasoning_missing", {"parts": part, "limit": 40})}
		}
	}
	both := "no_significant_risk_reasoning, not_materially_influencing_reasoning"
	_at_g3({"no_significant_risk_reasoning": null, "not_materially_influencing_reasoning": null}) == {_finding("reasoning_missing", {"parts": both, "limit": 40})}
}

test_profiling_is_denied_and_not_merely_unmentioned if {
	every odd in [true, null, "no", 0, []] { _at_g3({"profiling": odd}) == {_finding("profiling_not_denied", {})} }
	_found(_claiming(story.model, [_document(object.remove(_body, ["profiling"]))])) == {_finding("profiling_not_denied", {})}
}

test_who_approved_is_who_is_named if {
	every other in [null, "", "u-biz", "u-author", 7, ["u-gov"]] {
		_at_g3({"approved_by": other}) == {_finding("approver_differs", {})}
	}
	second := object.union(_document(object.union(_body, {"approved_by": "u-biz"})), {"approved_by": [
		{"person": "u-gov", "role": "governance_officer", "at": story.now},
		{"person": "u-biz", "role": "business_risk_owner", "at": story.now},
	]})
	_found(_claiming(story.model, [second])) == {_finding("approver_differs", {})}
}

test_the_registration_is_named_before_production if {
	every none in [null, "", "  ", 7, ["EU-AI-2026-17"]] {
		_of(_g4, {"registration_ref": none}) == {_finding("registration_missing", {})}
		_at_g3({"registration_ref": none}) == set()
	}
	_found(_claiming(_g4, [_document(object.remove(_body, ["registration_ref"]))])) == {_finding("registration_missing", {})}
}

test_the_reading_that_is_followed_says_from_when if {
	before := _of(_g4, {"registration_ref": null}) with data.config.legal.art49_2.followed as "2026-11-13"
	before == set()
	same := _of(_g4, {"registration_ref": null}) with data.config.legal.art49_2.followed as "2026-11-12"
	same == {_finding("registration_missing", {})}
}

_registered(body) := _found(story.holding(
	_claiming(_g4, [_document(_body)]),
	"eu_db_registration",
	[_document(body)],
))

test_it_is_the_registration_that_is_filed if {
	_registered({"scheme": "art49_2", "id": "EU-AI-2026-17"}) == set()
	_registered({"scheme": "art49_1", "id": "EU-AI-2026-18"}) == set()
	differs := {_finding("registration_differs", {"named": "EU-AI-2026-17", "filed": "EU-AI-2026-18"})}
	_registered({"scheme": "art49_2", "id": "EU-AI-2026-18"}) == differs
	_registered({"scheme": "art49_2", "id": 7}) == {_finding("registration_differs", {"named": "EU-AI-2026-17", "filed": ""})}
	_registered({"scheme": "art49_2"}) == {_finding("registration_differs", {"named": "EU-AI-2026-17", "filed": ""})}
	other := [_document({"scheme": "art49_2", "id": "EU-AI-2026-18"})]
	_found(story.holding(_claiming(story.model, [_document(_body)]), "eu_db_registration", other)) == set()
	unnamed := _claiming(_g4, [_document(object.union(_body, {"registration_ref": " "}))])
	_found(story.holding(unnamed, "eu_db_registration", other)) == {_finding("registration_missing", {})}
}

_of_b(document) := object.union(document, {"subject": "use-case/B"})

test_each_use_case_has_its_own_registration if {
	second := _of_b(_document(object.union(_body, {"registration_ref": "EU-AI-2026-18"})))
	facts := story.moving(_both(_claim, [_document(_body), second]), "pre_production", "production")
	registrations := [_document({"scheme": "art49_2", "id": "EU-AI-2026-17"}), _of_b(_document({"scheme": "art49_2", "id": "EU-AI-2026-18"}))]
	_found(story.holding(facts, "eu_db_registration", registrations)) == set()
	swapped := [_of_b(registrations[0]), _document({"scheme": "art49_2", "id": "EU-AI-2026-18"})]
	{finding.scope | some finding in _found(story.holding(facts, "eu_db_registration", swapped))} == {"use-case/A", "use-case/B"}
}

test_an_empty_assessment_lacks_everything if {
	_found(_claiming(_g4, [_document({})])) == {
		_finding("condition_missing", {}),
		_finding("condition_not_assessed", {"conditions": "a"}),
		_finding("reasoning_missing", {"parts": "no_significant_risk_reasoning, not_materially_influencing_reasoning", "limit": 40}),
		_finding("profiling_not_denied", {}),
		_finding("approver_differs", {}),
		_finding("registration_missing", {}),
	}
}

_scoped(scope, finding) := object.union(finding, {"scope": scope})

_both(other_answers, documents) := story.holding(
	object.union(
		story.filing(story.model, [story.questionnaire("use-case/A", _claim), story.questionnaire("use-case/B", other_answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"derogation_assessment",
	documents,
)

test_each_use_case_that_claims_files_its_own if {
	other := object.union(_document(_body), {"subject": "use-case/B"})
	_found(_both(_claim, [_document(_body), other])) == set()
	_found(_both(_claim, [_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "derogation_assessment"}))}
	_found(_both(story.light_answers, [_document(_body)])) == set()
	_found(_both(story.light_answers, [other])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "derogation_assessment"}))}
	flawed := object.union(_document(object.union(_body, {"profiling": null})), {"subject": "use-case/B"})
	_found(_both(_claim, [_document(_body), flawed])) == {_scoped("use-case/B", _finding("profiling_not_denied", {}))}
	_found(_both(story.light_answers, [_document(_body), flawed])) == set()
}

test_a_copy_on_the_model_stands_for_no_use_case if {
	copied := object.union(_document(_body), {"subject": "model/scorer/1"})
	_found(_claiming(story.model, [copied])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "derogation_assessment"}))}
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", -1, true, [], [null], ["x"], [[]], {}, {"x": 1}] {
			is_set(_found(_claiming(_g4, [_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

_dpia(ref, profiling) := object.union(story.document(ref, "u-dpo", "data_protection_officer", {"profiling": profiling}), {"status": "in_review"})

_beside(documents) := _found(story.holding(_claiming(story.model, [_document(_body)]), "dpia", documents))

test_an_impact_assessment_contradicts_the_claim if {
	contradicted := {_finding("profiling_contradicted", {})}
	_beside([_dpia("use-case/A", true)]) == contradicted
	_beside([_dpia("model/scorer/1", true)]) == contradicted
	every answer in [false, null, "true"] { _beside([_dpia("use-case/A", answer)]) == set() }
	_beside([_dpia("use-case/B", true)]) == set()
}
