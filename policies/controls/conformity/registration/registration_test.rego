package mlgate.controls.conformity.registration_test

import data.mlgate.controls.conformity.registration
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := registration.findings with input as facts
}

_body := {"scheme": "art49_1", "id": "EU-AI-1", "at": "2026-11-01T09:00:00Z"}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "eu_db_registration", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_registration_under_each_paragraph_passes if {
	every scheme in ["art49_1", "art49_2", "art49_3", "national_pt2"] { _with({"scheme": scheme}) == set() }
}

test_other_paragraphs_are_unknown if {
	every scheme in ["art49_4", null, 49, ["art49_1"]] {
		_with({"scheme": scheme}) == {_finding("scheme_unknown", {})}
	}
}

test_it_has_an_identifier_and_a_moment_that_is_past if {
	_with({"at": "2026-11-12T09:00:00Z"}) == set()
	_with({"id": null}) == {_finding("registration_incomplete", {"parts": "id"})}
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
	_found(story.answering(_holding([_document(_body)]), _claim)) == set()
}

test_what_is_not_classified_is_registered_as_well if {
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
