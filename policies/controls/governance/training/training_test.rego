package mlgate.controls.governance.training_test

import data.mlgate.controls.governance.training
import data.mlgate.story_test as story

_record(person, changes) := object.union(
	{
		"person": person,
		"course": "ai_literacy",
		"completed_at": "2026-09-01T09:00:00Z",
		"expires_at": "2027-09-01T09:00:00Z",
		"attested_by": "u-trainer",
	},
	changes,
)

_document(records) := story.document("use-case/A", "u-gov", "governance_officer", {"records": records})

_voted := story.voting(story.model, [story.vote("model_owner", "u-owner")])

_found(facts, documents) := found if {
	found := training.findings with input as story.holding(facts, "training_record", documents)
}

_of(changes) := _found(_voted, [_document([_record("u-owner", changes)])])

_untrained := {{"code": "untrained", "scope": "u-owner", "args": {}}}

_own := {{"code": "own_attestor", "scope": "u-owner", "args": {}}}

test_who_is_trained_approves if {
	_of({}) == set()
	_of({"course": "human_oversight"}) == set()
}

test_nobody_approves_nobody_is_asked if {
	_found(story.model, []) == set()
	_found(story.voting(story.model, [object.union(story.vote("model_owner", "u-owner"), {"decision": "rejected"})]), []) == set()
	_found(story.voting(story.model, [object.union(story.vote("model_owner", "u-owner"), {"gate": "G2"})]), []) == set()
}

test_a_record_is_needed_that_an_officer_approved if {
	_found(_voted, []) == {{"code": "evidence_missing", "scope": "", "args": {"type": "training_record"}}} | _untrained
	wrong := object.union(_document([_record("u-owner", {})]), {"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]})
	{finding.code | some finding in _found(_voted, [wrong])} == {"evidence_wrong_approver", "untrained"}
}

test_another_course_or_person_does_not_count if {
	every course in ["first_aid", "", null, 1, ["ai_literacy"]] {
		_of({"course": course}) == _untrained
	}
	_found(_voted, [_document([_record("u-other", {})])]) == _untrained
	every person in [null, 1, ["u-owner"]] {
		_of({"person": person}) == _untrained
	}
}

test_a_record_is_in_force_until_its_end if {
	_of({"expires_at": "2026-11-12T09:00:01Z"}) == set()
	_of({"expires_at": story.now}) == _untrained
	_of({"completed_at": story.now}) == set()
	_of({"completed_at": "2026-11-12T09:00:01Z"}) == _untrained
	_of({"completed_at": "2025-11-13T09:00:00Z"}) == set()
	_of({"completed_at": "2025-11-12T09:00:00Z"}) == _untrained
	_found(object.union(_voted, {"now": "2026-11-12T00:00:00Z"}), [_document([_record("u-owner", {"completed_at": "2025-11-12T09:00:00Z"})])]) == _untrained
	every wrong in [null, "2027-09-01", 1] {
		_of({"expires_at": wrong}) == _untrained
		_of({"completed_at": wrong}) == _untrained
	}
}

test_nobody_is_their_own_attestor if {
	every attestor in ["u-owner", "", null, 1, ["u-trainer"]] {
		_of({"attested_by": attestor}) == _own
	}
	own := object.union(_document([_record("u-owner", {})]), {"created_by": "u-owner"})
	_found(_voted, [own]) == _own
}

_officer := story.voting(story.moving(story.model, "pre_production", "production"), [object.union(story.vote("governance_officer", "u-gov"), {"gate": "G4"})])

test_an_officer_needs_another_officer if {
	alone := _document([_record("u-gov", {})])
	_found(_officer, [alone]) == {{"code": "own_attestor", "scope": "u-gov", "args": {}}}
	second := {"directory": {"people": {"u-gov2": {"kind": "person", "roles": ["governance_officer"], "reporting_line": "compliance"}}}}
	both := object.union(alone, {"approved_by": array.concat(alone.approved_by, [{"person": "u-gov2", "role": "governance_officer", "at": story.now}])})
	_found(object.union(_officer, second), [both]) == set()
	claimed := object.union(alone, {"approved_by": array.concat(alone.approved_by, [{"person": "u-gov2", "role": "data_scientist", "at": story.now}])})
	other := object.union(alone, {"approved_by": array.concat(alone.approved_by, [{"person": "u-sec", "role": "security_reviewer", "at": story.now}])})
	_found(_officer, [other]) == {{"code": "own_attestor", "scope": "u-gov", "args": {}}}
	_found(object.union(_officer, second), [claimed]) == {{"code": "own_attestor", "scope": "u-gov", "args": {}}}
	_found(_officer, [both]) == {{"code": "own_attestor", "scope": "u-gov", "args": {}}}
	writer := object.union(both, {"created_by": "u-gov2"})
	_found(object.union(_officer, second), [writer]) == {{"code": "own_attestor", "scope": "u-gov", "args": {}}}
}

test_one_good_record_of_several_is_enough if {
	old := _record("u-owner", {"expires_at": "2026-01-01T00:00:00Z"})
	_found(_voted, [_document([old, "x", null, _record("u-owner", {"attested_by": "u-owner"}), _record("u-owner", {})])]) == set()
}

test_what_is_no_list_of_records_trains_nobody if {
	every records in [null, "x", {}, 7] {
		_found(_voted, [_document(records)]) == _untrained
	}
}
