package mlgate.controls.governance.earlier_rejections_test

import data.mlgate.controls.governance.earlier_rejections
import data.mlgate.story_test as story

_decision := "0123456789abcdef0123456789abcdef"

_rejection(findings, read) := {"decision_id": _decision, "gate": "G4", "at": "2026-11-05T09:00:00Z", "findings": findings, "read": read}

_finding(control, code, scope) := {"control": control, "code": code, "scope": scope}

_fria := _rejection([_finding("RSK-002", "evidence_missing", "")], {"RSK-002": {"fria": ["sha256:0000"]}})

_vote := _rejection([_finding("GOV-002", "vote_rejected", "governance_officer")], {})

_document(digest, changes) := object.union_n([
	story.document("use-case/A", "u-biz", "business_risk_owner", {}),
	{"digest": digest, "recorded_at": "2026-11-06T09:00:00Z"},
	changes,
])

_facts(rejections, evidence, denies) := object.union(story.model, {"rejections": rejections, "evidence": evidence, "denies": denies})

_found(facts) := found if found := earlier_rejections.findings with input as facts

_new := {"fria": [_document("sha256:1111", {})]}

_scope := concat("/", [_decision, "RSK-002"])

_words := {"control": "RSK-002", "gate": "G4", "at": "2026-11-05T09:00:00Z"}

_denied := {"code": "still_denied", "scope": _scope, "args": _words}

_unchanged := {"code": "evidence_unchanged", "scope": _scope, "args": object.union(_words, {"types": "fria"})}

test_without_a_rejection_nothing_is_to_be_closed if {
	_found(_facts([], {}, [{"control": "RSK-002", "scope": ""}])) == set()
	_found(story.model) == set()
}

test_new_evidence_and_no_deny_close_a_finding if {
	_found(_facts([_fria], _new, [])) == set()
	_found(_facts([_fria], _new, [{"control": "RSK-001", "scope": ""}])) == set()
}

test_a_control_that_denies_closes_nothing if {
	_found(_facts([_fria], _new, [{"control": "RSK-002", "scope": "another"}])) == {_denied}
	_found(_facts([_fria], {}, [{"control": "RSK-002", "scope": ""}])) == {_denied, _unchanged}
}

test_old_evidence_closes_nothing if {
	_found(_facts([_fria], {}, [])) == {_unchanged}
	_found(_facts([_fria], {"fria": [_document("sha256:0000", {})]}, [])) == {_unchanged}
}

test_new_evidence_has_to_count if {
	every changes in [
		{"status": "in_review"},
		{"created_by": "u-biz"},
		{"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]},
	] {
		_found(_facts([_fria], {"fria": [_document("sha256:1111", changes)]}, [])) == {_unchanged}
	}
}

test_one_of_several_types_is_enough_and_those_are_named if {
	both := _rejection([_finding("FAIR-003", "group_small", "age=65+")], {"FAIR-003": {"fairness_report": [], "fria": ["sha256:0000"]}})
	_found(_facts([both], _new, [])) == set()
	some finding in _found(_facts([both], {}, []))
	finding.args.types == "fairness_report, fria"
	finding.scope == concat("/", [_decision, "FAIR-003", "age=65+"])
}

test_a_control_that_reads_no_evidence_is_closed_when_it_is_silent if {
	silent := _rejection([_finding("GOV-003", "approver_is_author", "u-author")], {})
	_found(_facts([silent], {}, [])) == set()
	{finding.code | some finding in _found(_facts([silent], {}, [{"control": "GOV-003", "scope": "x"}]))} == {"still_denied"}
	older := object.remove(silent, ["read"])
	_found(_facts([older], {}, [])) == set()
}

test_incidents_and_changes_are_evidence if {
	every type, list in {"incident": "incidents", "change_record": "changes"} {
		rejection := _rejection([_finding("MON-005", "incident_open", "INC-1")], {"MON-005": {type: ["sha256:0000"]}})
		_codes(object.union(_facts([rejection], {}, []), {list: []})) == {"evidence_unchanged"}
		role := {"incident": ["u-gov", "governance_officer"], "change_record": ["u-owner", "model_owner"]}[type]
		new := object.union(_document("sha256:1111", {}), {"approved_by": [{"person": role[0], "role": role[1], "at": story.now}]})
		_codes(object.union(_facts([rejection], {}, []), {list: [new]})) == set()
	}
}

_codes(facts) := {finding.code | some finding in _found(facts)}

test_a_valid_waiver_stands_for_the_deny if {
	rejection := _rejection([_finding("FAIR-003", "group_small", "age=65+")], {"FAIR-003": {"fria": []}})
	deny := {"control": "FAIR-003", "scope": "age=65+"}
	waiver := {
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
	waived := object.union(_facts([rejection], _new, [deny]), {"waivers": [waiver]})
	_codes(waived) == set()
	_codes(object.union(waived, {"denies": [deny, {"control": "FAIR-003", "scope": "sex=x"}]})) == {"still_denied"}
	_codes(object.union(waived, {"waivers": [object.union(waiver, {"expires_at": story.now})]})) == {"still_denied"}
}

test_a_vote_against_is_answered_by_newer_evidence_that_names_it if {
	unanswered := {{
		"code": "vote_unanswered",
		"scope": concat("/", [_decision, "GOV-002", "governance_officer"]),
		"args": {"control": "GOV-002", "gate": "G4", "at": "2026-11-05T09:00:00Z", "decision": _decision},
	}}
	_found(_facts([_vote], {}, [])) == unanswered
	_found(_facts([_vote], _new, [])) == unanswered
	answer := _document("sha256:1111", {"body": {"closes": ["f", _decision]}})
	_found(_facts([_vote], {"fria": [answer]}, [])) == set()
	_found(_facts([_vote], {"fria": [answer]}, [{"control": "GOV-002", "scope": "model_owner"}])) == set()
	every changes in [{"recorded_at": "2026-11-05T09:00:00Z"}, {"status": "in_review"}, {"body": {"closes": _decision}}, {"body": {"closes": null}}, {"body": {"closes": ["f"]}}] {
		_found(_facts([_vote], {"fria": [object.union(answer, changes)]}, [])) == unanswered
	}
}

test_every_rejection_is_closed_by_itself if {
	second := object.union(_fria, {"decision_id": "f", "gate": "G3"})
	count(_found(_facts([_fria, second], {}, []))) == 2
}

test_only_a_vote_against_is_answered_as_a_vote if {
	read := {"GOV-002": {"fria": ["sha256:0000"]}, "RSK-002": {"fria": ["sha256:0000"]}}
	_codes(_facts([_rejection(_vote.findings, read)], {}, [])) == {"vote_unanswered"}
	every finding in [_finding("GOV-002", "vote_missing", ""), _finding("RSK-002", "vote_rejected", "")] {
		_codes(_facts([_rejection([finding], read)], {}, [])) == {"evidence_unchanged"}
	}
}

test_what_was_there_before_the_rejection_is_not_new if {
	_found(_facts([_fria], {"fria": [_document("sha256:1111", {"recorded_at": "2026-11-05T09:00:00Z"})]}, [])) == {_unchanged}
	_found(_facts([_fria], {"fria": [_document("sha256:1111", {"recorded_at": "2026-11-05T09:00:01Z"})]}, [])) == set()
}
