package mlgate.controls.validation.independent_validation_test

import data.mlgate.controls.validation.independent_validation

_subject := "model/scorer/1"

_people := {
	"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"},
	"u-gov": {"kind": "person", "roles": ["governance_officer"], "reporting_line": "compliance"},
	"u-own": {"kind": "person", "roles": ["model_owner", "model_validator"], "reporting_line": "lending"},
	"u-one": {"kind": "person", "roles": ["data_scientist", "model_validator"], "reporting_line": "science"},
	"u-two": {"kind": "person", "roles": ["data_scientist"], "reporting_line": "science"},
	"u-new": {"kind": "person", "roles": ["data_scientist"], "reporting_line": null},
	"u-mate": {"kind": "person", "roles": ["model_validator"], "reporting_line": "science"},
	"u-free": {"kind": "person", "roles": ["model_validator"], "reporting_line": null},
	"svc": {"kind": "service", "roles": ["model_validator"], "reporting_line": "platform"},
}

_body := {
	"validator": "u-val",
	"reporting_line": "risk",
	"conceptual_soundness": "pass",
	"ongoing_monitoring": "pass",
	"outcomes_analysis": "pass",
	"findings": [],
	"opinion": "fit",
	"next_due": null,
}

_document := {
	"subject": _subject,
	"grade": "declared",
	"status": "approved",
	"created_by": "u-val",
	"created_at": "2027-02-20T00:00:00Z",
	"recorded_at": "2027-02-20T00:00:00Z",
	"approved_by": [{"person": "u-gov", "role": "governance_officer"}],
	"body": _body,
}

_facts(authors, documents) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": null, "requester": "u-two"},
	"subject": {"ref": _subject, "kind": "model", "authors": authors, "owner": "u-own"},
	"use_cases": [],
	"evidence": {"validation_report": documents},
	"directory": {"people": _people},
}

_findings(facts) := found if {
	found := independent_validation.findings with input as facts
}

_of(changes) := _findings(_facts(["u-one"], [object.union(_document, {"body": object.union(_body, changes)})]))

# Named by the report and a signatory of it.
_by(validator) := object.union(_document, {
	"approved_by": array.concat(_document.approved_by, [{"person": validator, "role": "model_validator"}]),
	"body": object.union(_body, {"validator": validator}),
})

_named(validator) := object.union(_document, {"body": object.union(_body, {"validator": validator})})

_plain(code) := {"code": code, "scope": "", "args": {}}

_parts(names) := {"code": "parts_not_passed", "scope": "", "args": {"parts": names}}

_interested(person) := {"code": "validator_not_independent", "scope": "", "args": {"person": person}}

_same_line(author) := {"code": "same_reporting_line", "scope": "", "args": {"author": author}}

_open(number) := {"code": "findings_open", "scope": "", "args": {"number": number}}

test_an_independent_validation_that_finds_it_fit_passes if {
	_of({}) == set()
	_of({"opinion": "fit_with_conditions", "conditions": ["A yearly review."]}) == set()
}

test_no_report_is_missing_evidence if {
	_findings(_facts(["u-one"], [])) == {{"code": "evidence_missing", "scope": "", "args": {"type": "validation_report"}}}
}

test_a_report_that_its_author_approves_does_not_count if {
	own := object.union(_document, {"approved_by": [{"person": "u-val", "role": "governance_officer"}]})
	_findings(_facts(["u-one"], [own])) == {{"code": "evidence_wrong_approver", "scope": "", "args": {"type": "validation_report", "roles": "governance_officer"}}}
}

test_a_year_is_fresh_and_a_day_more_is_stale if {
	_findings(_facts(["u-one"], [_dated("2026-03-01T00:00:00Z")])) == set()
	_findings(_facts(["u-one"], [_dated("2026-02-28T00:00:00Z")])) == {{"code": "evidence_stale", "scope": "", "args": {"type": "validation_report", "days": 366, "limit": 365}}}
}

_dated(moment) := object.union(_document, {"created_at": moment})

test_the_validator_is_a_person_with_the_role if {
	_findings(_facts(["u-one"], [_by("u-gov")])) == {_plain("validator_unknown")}
	_findings(_facts(["u-one"], [_by("svc")])) == {_plain("validator_unknown")}
	every nobody in ["u-else", "", null, 7, ["u-val"], {"name": "u-val"}] {
		_findings(_facts(["u-one"], [_by(nobody)])) == {_plain("validator_unknown"), _same_line("u-one")}
	}
}

test_who_built_owns_or_asks_does_not_validate if {
	_findings(_facts(["u-one"], [_by("u-one")])) == {_interested("u-one"), _same_line("u-one")}
	_findings(_facts(["u-one"], [_by("u-own")])) == {_interested("u-own")}
	asking := object.union(_facts(["u-one"], [_document]), {"request": {"check": null, "requester": "u-val"}})
	_findings(asking) == {_interested("u-val")}
}

test_who_built_it_does_not_file_the_report_in_the_name_of_another if {
	_findings(_facts(["u-one"], [object.union(_document, {"created_by": "u-one"})])) == {_interested("u-one"), _unsigned("u-val")}
}

test_a_report_speaks_only_for_who_filed_or_approved_it if {
	_findings(_facts(["u-one"], [_named("u-own")])) == {_interested("u-own"), _unsigned("u-own")}
	_findings(_facts(["u-one"], [object.union(_document, {"created_by": "svc"})])) == {_unsigned("u-val")}
	signed := object.union(_by("u-val"), {"created_by": "svc"})
	_findings(_facts(["u-one"], [signed])) == set()
}

_unsigned(person) := {"code": "validator_did_not_sign", "scope": "", "args": {"person": person}}

test_a_validator_reports_in_another_line_than_every_author if {
	_findings(_facts(["u-one", "u-two"], [_by("u-mate")])) == {_same_line("u-one"), _same_line("u-two")}
	_findings(_facts(["u-gov", "u-two"], [_by("u-mate")])) == {_same_line("u-two")}
}

test_an_unknown_line_is_not_independent if {
	_findings(_facts(["u-one"], [_by("u-free")])) == {_same_line("u-one")}
	_findings(_facts(["u-new"], [_document])) == {_same_line("u-new")}
	_findings(_facts(["u-new"], [_by("u-free")])) == {_same_line("u-new")}
	_findings(_facts(["u-else"], [_document])) == {_same_line("u-else")}
}

test_the_line_that_a_report_claims_is_not_read if {
	claimed := object.union(_by("u-mate"), {"body": object.union(_body, {"validator": "u-mate", "reporting_line": "risk"})})
	_findings(_facts(["u-one"], [claimed])) == {_same_line("u-one")}
}

test_below_the_high_tier_the_same_line_is_allowed if {
	found := independent_validation.findings with input as _facts(["u-one"], [_by("u-mate")])
		with data.mlgate.classification.tier as "limited"
	found == set()
}

test_nobody_is_independent_of_authors_who_are_unknown if {
	_findings(_facts([], [_document])) == {_plain("authors_unknown")}
	{finding.code | some finding in _findings(_facts([], []))} == {"evidence_missing"}
}

test_every_part_has_to_pass if {
	every wrong in ["fail", "na", null, true, 1, ["pass"]] {
		_of({"conceptual_soundness": wrong}) == {_parts("conceptual_soundness")}
		_of({"ongoing_monitoring": wrong}) == {_parts("ongoing_monitoring")}
		_of({"outcomes_analysis": wrong}) == {_parts("outcomes_analysis")}
	}
	_of({"conceptual_soundness": "na", "outcomes_analysis": "fail"}) == {_parts("conceptual_soundness, outcomes_analysis")}
}

test_an_opinion_is_one_of_three_and_not_fit_denies if {
	_of({"opinion": "not_fit"}) == {_plain("not_fit")}
	every none in [null, "", "Fit", true, 1, ["fit"]] {
		_of({"opinion": none}) == {_plain("opinion_missing")}
	}
}

test_an_open_grave_finding_denies if {
	_of({"findings": [{"id": "1", "severity": "high", "status": "open"}]}) == {_open(1)}
	_of({"findings": [{"id": "1", "severity": "critical", "status": "open"}, {"id": "2", "severity": "high", "status": "open"}]}) == {_open(2)}
	_of({"findings": [{"id": "1", "severity": "high", "status": "closed"}, {"id": "2", "severity": "medium", "status": "open"}, {"id": "3", "severity": "low", "status": "open"}]}) == set()
}

test_what_is_not_closed_is_open_and_what_is_not_minor_is_grave if {
	_of({"findings": [{"id": "1", "severity": "high"}]}) == {_open(1)}
	_of({"findings": [{"id": "1"}]}) == {_open(1)}
	_of({"findings": [{"id": "1", "severity": ["low"], "status": "Closed"}]}) == {_open(1)}
}

test_findings_are_a_list_of_findings if {
	every wrong in [null, "none", 0, {}, ["high"], [null], [[]]] {
		_of({"findings": wrong}) == {_plain("findings_malformed")}
	}
}

test_a_body_without_anything_is_all_of_it if {
	_findings(_facts(["u-one"], [object.union(object.remove(_document, ["body"]), {"body": {}})])) == {
		_plain("validator_unknown"),
		_same_line("u-one"),
		_parts("conceptual_soundness, ongoing_monitoring, outcomes_analysis"),
		_plain("opinion_missing"),
		_plain("findings_malformed"),
	}
}

test_an_opinion_with_conditions_names_them if {
	_of({"opinion": "fit_with_conditions", "conditions": ["No loans over 25 000 EUR."]}) == set()
	every wrong in [null, [], [""], "", 7, ["TBD"]] {
		_of({"opinion": "fit_with_conditions", "conditions": wrong}) == {{"code": "conditions_missing", "scope": "", "args": {}}}
	}
	_of({"opinion": "fit", "conditions": []}) == set()
}
