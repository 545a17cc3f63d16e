package mlgate.controls.performance.discrimination_test

import data.mlgate.controls.performance.discrimination

_subject := "model/scorer/1"

_facts(evidence) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": null},
	"subject": {"ref": _subject, "kind": "model"},
	"use_cases": [],
	"evidence": evidence,
	"directory": {"people": {"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"}}},
}

_report(body) := {"evaluation_report": [{
	"subject": _subject,
	"grade": "measured",
	"status": "approved",
	"created_by": "svc-pipeline",
	"created_at": "2027-02-20T00:00:00Z",
	"recorded_at": "2027-02-20T00:00:00Z",
	"approved_by": [{"person": "u-val", "role": "model_validator"}],
	"body": body,
}]}

_findings(evidence) := found if {
	found := discrimination.findings with input as _facts(evidence)
}

_of(changes) := _findings(_report(object.union({"auc": 0.78, "auc_ci_low": 0.76, "auc_ci_high": 0.8}, changes)))

_malformed(field) := {"code": "malformed", "scope": "", "args": {"field": field}}

_low(auc) := {"code": "auc_low", "scope": "", "args": {"auc": auc, "limit": 0.7}}

_ci_low(low) := {"code": "auc_ci_low", "scope": "", "args": {"auc_ci_low": low, "limit": 0.67}}

_inconsistent(auc) := {"code": "interval_inconsistent", "scope": "", "args": {"auc": auc}}

test_a_model_that_discriminates_passes if _of({}) == set()

test_the_limit_of_auc_is_enough_and_less_is_not if {
	_of({"auc": 0.7, "auc_ci_low": 0.68}) == set()
	_of({"auc": 0.6999, "auc_ci_low": 0.68}) == {_low(0.6999)}
}

test_the_limit_of_the_interval_is_enough_and_less_is_not if {
	_of({"auc_ci_low": 0.67}) == set()
	_of({"auc_ci_low": 0.6699}) == {_ci_low(0.6699)}
}

test_both_can_be_low if _of({"auc": 0.6, "auc_ci_low": 0.55}) == {_low(0.6), _ci_low(0.55)}

test_what_is_not_measured_is_missing if {
	_findings(_report({})) == {{"code": "auc_missing", "scope": "", "args": {}}, {"code": "auc_ci_missing", "scope": "", "args": {}}}
	_of({"auc": null}) == {{"code": "auc_missing", "scope": "", "args": {}}}
	_of({"auc_ci_low": null}) == {{"code": "auc_ci_missing", "scope": "", "args": {}}}
	_of({"auc_ci_high": null}) == set()
}

test_what_is_no_share_is_malformed if {
	every wrong in ["0.9", true, 1.5, -0.1, [0.9], {"value": 0.9}] {
		_of({"auc": wrong}) == {_malformed("auc")}
		_of({"auc_ci_low": wrong}) == {_malformed("auc_ci_low")}
		_of({"auc_ci_high": wrong}) == {_malformed("auc_ci_high")}
	}
}

test_an_interval_holds_what_it_is_about if {
	_of({"auc_ci_low": 0.79}) == {_inconsistent(0.78)}
	_of({"auc_ci_high": 0.77}) == {_inconsistent(0.78)}
	_of({"auc_ci_low": 0.78, "auc_ci_high": 0.78}) == set()
}

test_no_report_is_missing_evidence if {
	_findings({}) == {{"code": "evidence_missing", "scope": "", "args": {"type": "evaluation_report"}}}
}
