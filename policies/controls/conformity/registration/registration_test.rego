package mlgate.controls.conformity.registration_test

import data.mlgate.controls.conformity.registration
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := registration.findings with input as facts
}

_body := {"scheme": "art49_1", "id": "EU-AI-2026-1", "at": "2026-11-01T09:00:00Z"}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "eu_db_registration", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_under(scheme, changes) := _found(story.answering(_holding([_document(object.union(_body, {"scheme": scheme}))]), object.union(story.answers, changes)))

_all := ["art49_1", "art49_2", "art49_3", "national_pt2"]

_only(schemes, changes) if {
	every scheme in _all {
		_under(scheme, changes) == {_finding("scheme_wrong", {"scheme": scheme, "schemes": concat(" or ", schemes)}) | not scheme in schemes}
	}
}

_public := {"deployer": {"public_body": true}}

test_the_paragraph_is_that_of_the_system if {
	_only(["art49_1"], {})
	_only(["art49_1"], {"annex_iii": ["2", "5b"]})
	_only(["national_pt2"], {"annex_iii": ["2"]})
	_only(["national_pt2"], object.union(_public, {"annex_iii": ["2"]}))
	_only(["art49_3"], object.union(_public, {"role": "deployer"}))
	_only(["art49_1"], {"role": "deployer"})
	_only(["art49_1", "art49_3"], _public)
	_only(["art49_2"], _claim)
	_only(_all, {"profiling": null})
}

test_what_is_high_by_annex_i_alone_is_in_no_register if {
	machinery := {"annex_iii": [], "annex_i": {"listed": true, "is_product": true, "third_party_assessment": true}}
	_found(story.answering(_g4, object.union(story.answers, machinery))) == set()
	_only(["art49_1"], object.union(machinery, {"annex_iii": ["5b"]}))
}

test_other_paragraphs_are_unknown if {
	every scheme in ["art49_4", null, 49, ["art49_1"]] {
		_with({"scheme": scheme}) == {_finding("scheme_unknown", {})}
	}
}

test_it_has_an_identifier_and_a_moment_that_is_past if {
	_with({"at": "2026-11-12T09:00:00Z"}) == set()
	every said in [null, "", "tbd", "pending", "no1", 7, ["EU-AI-2026-1"]] {
		_of(object.union(object.remove(_body, ["id"]), {"id": said})) == {_finding("registration_incomplete", {"parts": "id"})}
	}
	every at in ["2026-11-12T09:00:01Z", "2026-11-01", null, 7] {
		_with({"at": at}) == {_finding("registration_incomplete", {"parts": "at"})}
	}
	_of({}) == {_finding("scheme_unknown", {}), _finding("registration_incomplete", {"parts": "at, id"})}
}

_claim := object.union(story.answers, {
	"profiling": false,
	"derogation": {"conditions": ["a"], "no_significant_risk": true, "not_materially_influencing": true},
	"declared_tier": "minimal",
})

test_below_high_only_a_claim_of_the_derogation_is_registered if {
	_found(story.answering(_g4, story.light_answers)) == set()
	_found(story.answering(_g4, _claim)) == {_finding("evidence_missing", {"type": "eu_db_registration"})}
	_under("art49_2", _claim) == set()
}

test_what_is_not_classified_is_registered_as_well if {
	every scheme in _all { _found(story.filing(_holding([_document(object.union(_body, {"scheme": scheme}))]), [])) == set() }
	_found(story.filing(_g4, [])) == {_finding("evidence_missing", {"type": "eu_db_registration"})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "eu_db_registration"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "eu_db_registration", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "eu_db_registration"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, "2026-13-40T00:00:00Z"] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

_both(documents) := story.holding(
	object.union(
		story.filing(_g4, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", story.answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"eu_db_registration",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "eu_db_registration"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "eu_db_registration"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"id": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("registration_incomplete", {"parts": "id"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("registration_incomplete", {"parts": "id"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "eu_db_registration"}))}
}

_living(documents, days) := found if {
	found := registration.findings with input as _holding(documents) with data.config.evidence.eu_db_registration.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "eu_db_registration", "days": 10, "limit": 10})}
}

_classified(answers) := story.filing(_both([_document(_body)]), [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", answers)])

test_each_use_case_is_registered_for_itself if {
	_found(_classified(story.light_answers)) == set()
	_found(_classified(object.union(story.answers, {"is_ai_system": false}))) == set()
	missing := {_scoped("use-case/B", _finding("evidence_missing", {"type": "eu_db_registration"}))}
	_found(_classified(_claim)) == missing
	_found(_classified(object.union(story.answers, {"profiling": null}))) == missing
}

test_what_a_use_case_files_that_need_not_is_not_judged if {
	facts := story.holding(_classified(story.light_answers), "eu_db_registration", [_document(_body), _of_other({})])
	_found(facts) == set()
}

test_a_model_of_no_use_case_is_registered if {
	_found(object.union(_g4, {"use_cases": []})) == {_finding("evidence_missing", {"type": "eu_db_registration"})}
	own := object.union(_document({"scheme": "art49_1"}), {"subject": "model/scorer/1"})
	_found(object.union(_holding([own]), {"use_cases": []})) == {_finding("registration_incomplete", {"parts": "at, id"})}
}

test_an_identifier_has_four_characters if {
	_found(_holding([_document(object.union(_body, {"id": "EU-7"}))])) == set()
	_found(_holding([_document(object.union(_body, {"id": "EU7"}))])) == {_finding("registration_incomplete", {"parts": "id"})}
}
