package mlgate.controls.fairness.group_size_test

import data.mlgate.controls.fairness.group_size

_subject := "model/scorer/1"

_facts(evidence) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": null},
	"subject": {"ref": _subject, "kind": "model"},
	"use_cases": [],
	"evidence": evidence,
	"directory": {"people": {"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"}}},
}

_report(groups) := {"fairness_report": [{
	"subject": _subject,
	"grade": "measured",
	"status": "approved",
	"created_by": "svc-pipeline",
	"created_at": "2027-02-20T00:00:00Z",
	"recorded_at": "2027-02-20T00:00:00Z",
	"approved_by": [{"person": "u-val", "role": "model_validator"}],
	"body": {"groups": groups},
}]}

_findings(evidence) := found if {
	found := group_size.findings with input as _facts(evidence)
}

_group(value, n, n_good) := {"attribute": "age", "value": value, "reference": "25-64", "n": n, "n_good": n_good, "n_bad": n - n_good, "good_approved": n_good, "bad_rejected": 0}

_reference := _group("25-64", 4000, 3000)

_small(scope, n) := {"code": "group_too_small", "scope": scope, "args": {"n": n, "limit": 100}}

_few_good(scope, n) := {"code": "too_few_good", "scope": scope, "args": {"n": n, "limit": 30}}

test_a_hundred_cases_with_thirty_good_are_evidence if _findings(_report([_reference, _group("65+", 100, 30)])) == set()

test_a_case_less_is_not if _findings(_report([_reference, _group("65+", 99, 47)])) == {_small("age=65+", 99)}

test_a_good_case_less_is_not if _findings(_report([_reference, _group("65+", 100, 29)])) == {_few_good("age=65+", 29)}

test_both_shortages_are_named if {
	_findings(_report([_reference, _group("65+", 20, 10)])) == {_small("age=65+", 20), _few_good("age=65+", 10)}
}

test_an_empty_group_is_not_enough if {
	_findings(_report([_reference, _group("65+", 0, 0)])) == {_small("age=65+", 0), _few_good("age=65+", 0)}
}

test_a_reference_group_has_to_be_large_as_well if _findings(_report([_group("25-64", 60, 40)])) == {_small("age=25-64", 60)}

test_each_group_is_a_finding_of_its_own if {
	_findings(_report([_reference, _group("65+", 61, 47), _group("18-24", 50, 40)])) == {_small("age=65+", 61), _small("age=18-24", 50)}
}

test_counts_that_contradict_are_denied_and_not_judged if {
	_findings(_report([_reference, object.union(_group("65+", 20, 10), {"n": 200})])) == {{
		"code": "counts_inconsistent",
		"scope": "age=65+",
		"args": {"reason": "n is not n_good plus n_bad"},
	}}
}

test_no_groups_and_no_report_are_missing if {
	_findings(_report([])) == {{"code": "groups_missing", "scope": "", "args": {}}}
	_findings(_report({"age": 100})) == {{"code": "groups_missing", "scope": "", "args": {}}}
	_findings({}) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fairness_report"}}}
}

_document(body) := {
	"subject": _subject,
	"grade": "declared",
	"status": "approved",
	"created_by": "u-author",
	"created_at": "2027-02-20T00:00:00Z",
	"recorded_at": "2027-02-20T00:00:00Z",
	"approved_by": [{"person": "u-val", "role": "model_validator"}, {"person": "u-owner", "role": "model_owner"}],
	"body": body,
}

_findings_about(groups, attributes, tested) := found if {
	evidence := object.union(_report(groups), {
		"dataset_datasheet": [_document({"protected_attributes": attributes})],
		"evaluation_report": [_document({"n_test": tested})],
	})
	facts := object.union(_facts(evidence), {"directory": {"people": {"u-owner": {"kind": "person", "roles": ["model_owner"], "reporting_line": "lending"}}}})
	found := group_size.findings with input as facts
}

test_a_report_on_every_case_and_attribute_is_whole if {
	_findings_about([_reference, _group("65+", 100, 30)], ["age"], 4100) == set()
}

test_a_group_left_out_is_missed_by_its_cases if {
	_findings_about([_reference], ["age"], 4061) == {{"code": "cases_uncounted", "scope": "age", "args": {"n": 4000, "expected": 4061}}}
}

test_overlapping_groups_count_more if _findings_about([_reference, _group("65+", 100, 30)], ["age"], 4000) == set()

test_an_attribute_left_out_is_unmeasured if {
	_findings_about([_reference], ["age", "sex"], 4000) == {{"code": "attribute_unmeasured", "scope": "sex", "args": {}}}
}

test_attributes_are_held_against_each_other if {
	sex := object.union(_group("male", 4100, 3000), {"attribute": "sex", "reference": "male"})
	_findings(_report([_reference, sex])) == {{"code": "cases_uncounted", "scope": "age", "args": {"n": 4000, "expected": 4100}}}
}

test_declarations_of_the_wrong_type_declare_nothing if {
	_findings_about([_reference], "age", "many") == {{"code": "attributes_undeclared", "scope": "", "args": {}}}
	_findings_about([_reference], [7, "age"], 4000) == set()
}

test_a_datasheet_declares_what_is_protected if {
	every wrong in [[], null, [7], {"age": true}] {
		_findings_about([_reference], wrong, 4000) == {{"code": "attributes_undeclared", "scope": "", "args": {}}}
	}
}
