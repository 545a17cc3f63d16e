package mlgate.waivers_test

import data.mlgate.story_test as story
import data.mlgate.waivers

_waiver := {
	"id": "WVR-1",
	"control": "FAIR-003",
	"subject": "model/scorer/1",
	"scopes": ["age=65+"],
	"reason": "few cases",
	"compensating_controls": ["manual review"],
	"granted_by": [{"person": "u-gov", "role": "governance_officer"}, {"person": "u-biz", "role": "business_risk_owner"}],
	"granted_at": "2026-11-01T09:00:00Z",
	"expires_at": "2027-01-30T09:00:00Z",
	"renews": null,
	"authenticated": true,
}

_but(changes) := object.union(_waiver, changes)

_faults(waiver) := codes if {
	codes := waivers.faults(waiver) with input as object.union(story.model, {"waivers": [waiver]})
}

_faults_in(facts) := codes if codes := waivers.faults(facts.waivers[0]) with input as facts

_valid(facts) := rows if rows := waivers.valid with input as facts

_with(waiver) := object.union(story.model, {"waivers": [waiver]})

test_a_waiver_of_the_full_life_granted_by_both_roles_stands if {
	_faults(_waiver) == set()
	_valid(_with(_waiver)) == {{"id": "WVR-1", "control": "FAIR-003", "scope": "age=65+"}}
}

test_a_waiver_ends_at_its_moment if {
	_valid(_with(_but({"expires_at": "2026-11-12T09:00:00Z"}))) == set()
	count(_valid(_with(_but({"expires_at": "2026-11-12T09:00:01Z"})))) == 1
}

_watched(waiver) := object.union(_with(waiver), {"subject": {"stage": "production"}, "request": {"to_stage": null, "check": "MON"}})

test_in_production_a_waiver_excuses_seven_days_more if {
	row := {"id": "WVR-1", "control": "FAIR-003", "scope": "age=65+"}
	_valid(_watched(_but({"granted_at": "2026-10-01T09:00:00Z", "expires_at": "2026-11-12T09:00:00Z"}))) == {row}
	_valid(_watched(_but({"granted_at": "2026-10-01T09:00:00Z", "expires_at": "2026-11-05T09:00:01Z"}))) == {row}
	_valid(_watched(_but({"granted_at": "2026-10-01T09:00:00Z", "expires_at": "2026-11-05T09:00:00Z"}))) == set()
	_valid(_watched(_but({"expires_at": "2026-11-12T09:00:00Z", "reason": ""}))) == set()
	_valid(_watched(_waiver)) == {row}
}

test_each_fault_has_its_code if {
	_faults(_but({"control": "RSK-002"})) == {"never_waivable"}
	_faults(_but({"expires_at": "2027-01-30T09:00:01Z"})) == {"too_long"}
	_faults(_but({"granted_at": "2026-11-12T09:00:01Z"})) == {"not_begun"}
	_faults(_but({"subject": "model/scorer/2"})) == {"other_subject"}
	_faults(_but({"compensating_controls": []})) == {"no_compensating_control"}
	_faults(_but({"reason": ""})) == {"no_reason"}
	_faults(_but({"authenticated": false})) == {"unauthenticated"}
}

test_a_shorter_life_of_the_control_goes_before_that_of_the_tier if {
	_faults(_but({"control": "RSK-001", "expires_at": "2026-12-01T09:00:00Z"})) == set()
	_faults(_but({"control": "RSK-001", "expires_at": "2026-12-01T09:00:01Z"})) == {"too_long"}
}

test_grantors_are_who_the_directory_says if {
	_faults(_but({"granted_by": [{"person": "u-gov", "role": "governance_officer"}]})) == {"grantor_missing"}
	_faults(_but({"granted_by": [
		{"person": "u-gov", "role": "model_owner"},
		{"person": "u-biz", "role": "business_risk_owner"},
	]})) == {"grantor_missing"}
	_faults(_but({"granted_by": [
		{"person": "u-gov", "role": "governance_officer"},
		{"person": "u-gov", "role": "business_risk_owner"},
	]})) == {"grantor_missing"}
	_faults(_but({"granted_by": array.concat(_waiver.granted_by, [{"person": "u-asks", "role": "model_owner"}])})) == {"granted_by_applicant"}
	_faults(_but({"granted_by": array.concat(_waiver.granted_by, [{"person": "u-author", "role": "model_owner"}])})) == {"granted_by_applicant"}
}

test_one_person_does_not_stand_for_two_roles if {
	both := {"directory": {"people": {"u-gov": {"roles": ["governance_officer", "business_risk_owner"]}}}}
	waiver := _but({"granted_by": [
		{"person": "u-gov", "role": "governance_officer"},
		{"person": "u-gov", "role": "business_risk_owner"},
	]})
	codes := waivers.faults(waiver) with input as object.union(_with(waiver), both)
	codes == {"grantor_missing"}
}

test_a_minimal_system_needs_its_model_owner_only if {
	waiver := _but({"granted_by": [{"person": "u-owner", "role": "model_owner"}]})
	light := story.answering(_with(waiver), story.light_answers)
	codes := waivers.faults(waiver) with input as light
	codes == set()
}

test_nothing_excuses_while_the_tier_is_undetermined if {
	"never_waivable" in _faults_in(story.filing(_with(_waiver), []))
	_valid(story.filing(_with(_waiver), [])) == set()
	"renewed_too_often" in _faults_in(story.filing(_with(_but({"renews": "WVR-0"})), []))
}

test_renewals_are_counted if {
	first := _but({"id": "WVR-0", "granted_at": "2026-08-01T09:00:00Z", "expires_at": "2026-10-30T09:00:00Z", "renews": "WVR-00"})
	again := _but({"renews": "WVR-0"})
	codes := waivers.faults(again) with input as object.union(story.model, {"waivers": [again]})
	codes == set()
	more := waivers.faults(again) with input as object.union(story.model, {"waivers": [first, again]})
	more == {"renewed_too_often"}
}

test_a_renewal_that_does_not_call_itself_one_is_counted if {
	first := _but({"id": "WVR-0", "granted_at": "2026-05-01T09:00:00Z", "expires_at": "2026-07-29T09:00:00Z"})
	second := _but({"id": "WVR-A", "granted_at": "2026-08-01T09:00:00Z", "expires_at": "2026-10-29T09:00:00Z"})
	elsewhere := object.union(second, {"scopes": ["sex=female"]})
	another := object.union(second, {"id": "WVR-C", "control": "FAIR-002"})
	third := _but({"id": "WVR-B"})
	once := waivers.faults(third) with input as object.union(story.model, {"waivers": [first, elsewhere, another, third]})
	once == set()
	twice := waivers.faults(third) with input as object.union(story.model, {"waivers": [first, second, third]})
	twice == {"renewed_too_often"}
}
