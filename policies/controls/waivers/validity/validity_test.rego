package mlgate.controls.waivers.validity_test

import data.mlgate.controls.waivers.validity
import data.mlgate.story_test as story

_waiver := {
	"id": "WVR-1",
	"control": "FAIR-003",
	"subject": "model/scorer/1",
	"scopes": ["age=65+"],
	"reason": "61 cases until January",
	"compensating_controls": ["Every refusal is reviewed."],
	"granted_by": [{"person": "u-gov", "role": "governance_officer"}, {"person": "u-biz", "role": "business_risk_owner"}],
	"granted_at": "2026-11-10T09:00:00Z",
	"expires_at": "2027-02-05T09:00:00Z",
	"renews": null,
	"authenticated": true,
}

_deny := {"control": "FAIR-003", "scope": "age=65+"}

_held(held, denies) := object.union(story.model, {"waivers": held, "denies": denies})

_found(facts) := {[finding.scope, finding.code] | some finding in found} if {
	found := validity.findings with input as facts
}

_with(changes) := _found(_held([object.union(_waiver, changes)], [_deny]))

_says(code) := {["WVR-1", code]}

test_a_good_waiver_has_no_fault if _with({}) == set()

test_the_words_are_given if {
	found := validity.findings with input as _held([object.union(_waiver, {"reason": ""})], [_deny])
	found == {{"code": "no_reason", "scope": "WVR-1", "args": {
		"control": "FAIR-003",
		"tier": "high",
		"longest": 90,
		"granted_at": "2026-11-10T09:00:00Z",
		"expires_at": "2027-02-05T09:00:00Z",
	}}}
}

test_only_waivers_that_match_a_deny_are_judged if {
	bad := object.union(_waiver, {"compensating_controls": []})
	_found(_held([bad], [])) == set()
	_found(_held([bad], [{"control": "FAIR-003", "scope": "age=18-24"}])) == set()
	_found(_held([bad], [{"control": "FAIR-002", "scope": "age=65+"}])) == set()
	_found(object.union(story.model, {"waivers": [bad]})) == set()
	_found(_held([object.union(bad, {"subject": "model/scorer/2"})], [_deny])) == set()
	_found(_held([], [_deny])) == set()
}

test_a_waiver_of_several_scopes_is_judged_once if {
	both := [_deny, {"control": "FAIR-003", "scope": "sex=female"}]
	bad := object.union(_waiver, {"scopes": ["age=65+", "sex=female"], "reason": ""})
	_found(_held([bad], both)) == _says("no_reason")
}

test_a_waiver_ends_at_its_end if {
	_with({"expires_at": story.now}) == _says("expired")
	_with({"expires_at": "2026-11-12T09:00:01Z"}) == set()
	_with({"expires_at": "2026-11-11T09:00:00Z", "reason": ""}) == _says("expired")
}

test_in_production_its_end_is_told_by_another_control if {
	ended := _held([object.union(_waiver, {"expires_at": story.now})], [_deny])
	_found(object.union(ended, {"subject": {"stage": "production"}, "request": {"to_stage": null, "check": "MON"}})) == set()
}

test_a_waiver_lasts_no_longer_than_tier_and_control_allow if {
	_with({"expires_at": "2027-02-08T09:00:00Z"}) == set()
	_with({"expires_at": "2027-02-08T09:00:01Z"}) == _says("too_long")
	short := object.union(_waiver, {"control": "FAIR-002"})
	_found(_held([short], [{"control": "FAIR-002", "scope": "age=65+"}])) == _says("too_long")
}

test_a_waiver_begins_now_at_the_latest if {
	_with({"granted_at": story.now}) == set()
	_with({"granted_at": "2026-11-12T09:00:01Z"}) == _says("not_begun")
}

test_some_controls_are_never_waived if {
	prohibited := object.union(_waiver, {"control": "CLS-002", "scopes": ["c"]})
	_found(_held([prohibited], [{"control": "CLS-002", "scope": "c"}])) == _says("never_waivable")
}

test_a_waiver_needs_a_compensating_control_and_a_reason if {
	_with({"compensating_controls": []}) == _says("no_compensating_control")
	_with({"reason": ""}) == _says("no_reason")
}

test_every_grantor_that_the_tier_asks_for_grants if {
	gov := {"person": "u-gov", "role": "governance_officer"}
	biz := {"person": "u-biz", "role": "business_risk_owner"}
	every granted in [
		[],
		[gov],
		[biz],
		[gov, {"person": "u-owner", "role": "business_risk_owner"}],
		[gov, {"person": "u-nobody", "role": "business_risk_owner"}],
		[biz, {"person": "u-biz", "role": "governance_officer"}],
	] {
		_with({"granted_by": granted}) == _says("grantor_missing")
	}
}

test_applicants_do_not_excuse_themselves if {
	every person in ["u-asks", "u-author"] {
		own := object.union(_waiver, {"granted_by": array.concat(_waiver.granted_by, [{"person": person, "role": "model_owner"}])})
		_found(_held([own], [_deny])) == _says("granted_by_applicant")
	}
}

test_nobody_vouches_for_a_claim if {
	_with({"authenticated": false}) == _says("unauthenticated")
	sandbox := object.union(_held([object.union(_waiver, {"authenticated": false})], [_deny]), {"registry": {"kind": "sandbox"}})
	_found(sandbox) == set()
}

test_a_waiver_is_renewed_once_at_tier_high if {
	first := object.union(_waiver, {"id": "WVR-0", "granted_at": "2026-08-20T09:00:00Z", "expires_at": "2026-11-11T09:00:00Z"})
	second := object.union(_waiver, {"renews": "WVR-0"})
	_found(_held([first, second], [_deny])) == {["WVR-0", "expired"]}
	third := object.union(_waiver, {"id": "WVR-2", "renews": "WVR-1", "granted_at": "2026-11-12T08:00:00Z"})
	_found(_held([first, second, third], [_deny])) == {["WVR-0", "expired"], ["WVR-2", "renewed_too_often"]}
}

test_a_lighter_tier_is_lighter_on_waivers if {
	light := story.answering(_held([object.union(_waiver, {"granted_by": [{"person": "u-owner", "role": "model_owner"}]})], [_deny]), story.light_answers)
	_found(light) == set()
}

test_while_nothing_is_settled_nothing_is_waived if {
	["WVR-1", "never_waivable"] in _found(story.filing(_held([_waiver], [_deny]), []))
}
