package mlgate.controls.governance.ownership_test

import data.mlgate.controls.governance.ownership
import data.mlgate.story_test as story

_found(facts) := found if {
	found := ownership.findings with input as facts
}

_with(changes) := _found(object.union(story.system, {"use_cases": [object.union(story.use_case, changes)]}))

_missing(field) := {"code": "field_missing", "scope": field, "args": {}}

test_two_known_people_and_a_line_of_business_pass if _found(story.system) == set()

test_every_field_is_asked_for if {
	_with({"owner": null}) == {_missing("owner")}
	_with({"deputy": null}) == {_missing("deputy")}
	_with({"line_of_business": null}) == {_missing("line_of_business")}
	_with({"owner": null, "deputy": null, "line_of_business": null}) == {
		_missing("owner"),
		_missing("deputy"),
		_missing("line_of_business"),
	}
}

test_blanks_and_other_types_name_nobody if {
	_with({"line_of_business": "  "}) == {_missing("line_of_business")}
	_with({"owner": 7}) == {_missing("owner")}
	_with({"deputy": ["u-other"]}) == {_missing("deputy")}
}

test_a_use_case_that_the_facts_lack_names_nobody if {
	whole := {_missing("owner"), _missing("deputy"), _missing("line_of_business")}
	_found(object.union(story.system, {"use_cases": []})) == whole
	_with({"ref": "use-case/B"}) == whole
}

test_a_stranger_or_a_service_is_not_accountable if {
	_with({"owner": "u-nobody"}) == {{"code": "person_unknown", "scope": "owner", "args": {"person": "u-nobody"}}}
	_with({"deputy": "svc"}) == {{"code": "person_unknown", "scope": "deputy", "args": {"person": "svc"}}}
}

test_nobody_is_their_own_deputy if {
	_with({"deputy": "u-owner"}) == {{"code": "deputy_is_owner", "scope": "deputy", "args": {"person": "u-owner"}}}
}
