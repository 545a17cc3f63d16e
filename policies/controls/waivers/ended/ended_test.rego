package mlgate.controls.waivers.ended_test

import data.mlgate.controls.waivers.ended
import data.mlgate.story_test as story

_waiver := {
	"id": "WVR-1",
	"control": "FAIR-003",
	"subject": "model/scorer/1",
	"scopes": ["age=65+"],
	"reason": "few cases",
	"compensating_controls": ["manual review"],
	"granted_by": [{"person": "u-gov", "role": "governance_officer"}, {"person": "u-biz", "role": "business_risk_owner"}],
	"granted_at": "2026-10-01T09:00:00Z",
	"expires_at": "2026-11-12T09:00:00Z",
	"renews": null,
	"authenticated": true,
}

_deny := {"control": "FAIR-003", "scope": "age=65+"}

_facts(waivers, denies) := object.union(story.model, {
	"waivers": waivers,
	"denies": denies,
	"subject": {"stage": "production"},
	"request": {"to_stage": null, "check": "MON"},
})

_found(waivers, denies) := {[finding.code, finding.scope] | some finding in found} if {
	found := ended.findings with input as _facts(waivers, denies)
}

_ending(changes) := _found([object.union(_waiver, changes)], [_deny])

test_seven_days_of_warning_and_then_the_end if {
	_ending({}) == {["ended_lately", "WVR-1"]}
	_ending({"expires_at": "2026-11-05T09:00:01Z"}) == {["ended_lately", "WVR-1"]}
	_ending({"expires_at": "2026-11-05T09:00:00Z"}) == {["ended", "WVR-1"]}
	_ending({"expires_at": "2026-11-12T09:00:01Z"}) == set()
}

test_the_words_are_given if {
	found := ended.findings with input as _facts([_waiver], [_deny])
	found == {{"code": "ended_lately", "scope": "WVR-1", "args": {"control": "FAIR-003", "expires_at": "2026-11-12T09:00:00Z", "days": 7}}}
}

test_what_excused_nothing_ends_without_a_word if {
	_found([_waiver], []) == set()
	_found([_waiver], [{"control": "FAIR-003", "scope": "sex=x"}]) == set()
	_found([_waiver], [{"control": "FAIR-002", "scope": "age=65+"}]) == set()
	without := ended.findings with input as object.remove(_facts([_waiver], []), ["denies"])
	without == set()
}

test_what_had_a_fault_never_stood if _ending({"reason": ""}) == set()

test_a_renewal_ends_the_matter if {
	renewal := object.union(_waiver, {"id": "WVR-2", "renews": "WVR-1", "granted_at": "2026-11-11T09:00:00Z", "expires_at": "2026-12-11T09:00:00Z"})
	_found([_waiver, renewal], [_deny]) == set()
	other := object.union(renewal, {"scopes": ["sex=x"]})
	_found([_waiver, other], [_deny]) == {["ended_lately", "WVR-1"]}
}
