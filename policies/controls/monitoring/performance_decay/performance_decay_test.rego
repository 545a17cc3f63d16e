package mlgate.controls.monitoring.performance_decay_test

import data.mlgate.controls.monitoring.performance_decay

_subject := "model/scorer/1"

_document(status, created_at, body) := {
	"subject": _subject,
	"grade": "measured",
	"status": status,
	"created_by": "svc-monitor",
	"created_at": created_at,
	"recorded_at": created_at,
	"approved_by": [{"person": "u-val", "role": "model_validator"} | status == "approved"],
	"body": body,
}

_facts(evidence) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": "MON"},
	"subject": {"ref": _subject, "kind": "model"},
	"use_cases": [],
	"evidence": evidence,
	"directory": {"people": {
		"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"},
		"svc-monitor": {"kind": "service", "roles": [], "reporting_line": null},
	}},
}

_findings(evidence) := found if {
	found := performance_decay.findings with input as _facts(evidence)
}

_of(monitoring, evaluation) := _findings({
	"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", monitoring)],
	"evaluation_report": [_document("approved", "2026-11-28T00:00:00Z", evaluation)],
})

_validated := {"auc": 0.79}

_drop(code, drop) := {"code": code, "scope": "", "args": {"drop": drop}}

_plain(code) := {"code": code, "scope": "", "args": {}}

_malformed(field) := {"code": "malformed", "scope": "", "args": {"field": field}}

test_performance_that_holds_passes if {
	_of({"auc_current": 0.79}, _validated) == set()
	_of({"auc_current": 0.95}, _validated) == set()
}

test_a_drop_at_the_lower_limit_warns_and_less_does_not if {
	_of({"auc_current": 0.7601}, _validated) == set()
	_of({"auc_current": 0.76}, _validated) == {_drop("drop_near_limit", 0.03)}
}

test_a_drop_at_the_upper_limit_is_denied_and_less_warns if {
	_of({"auc_current": 0.7401}, _validated) == {_drop("drop_near_limit", 0.0499)}
	_of({"auc_current": 0.74}, _validated) == {_drop("drop_over_limit", 0.05)}
	_of({"auc_current": 0}, _validated) == {_drop("drop_over_limit", 0.79)}
}

test_the_drop_is_from_what_was_evaluated_not_from_what_is_claimed if {
	wrong := {"code": "auc_validated_wrong", "scope": "", "args": {"auc": 0.79}}
	_of({"auc_current": 0.7, "auc_validated": 0.7}, _validated) == {wrong, _drop("drop_over_limit", 0.09)}
	_of({"auc_current": 0.79, "auc_validated": 0.792}, _validated) == {wrong}
	_of({"auc_current": 0.79, "auc_validated": 0.791}, _validated) == set()
	_of({"auc_current": 0.79, "auc_validated": null}, _validated) == set()
}

test_labels_that_have_not_matured_warn if {
	_of({}, _validated) == {_plain("labels_immature")}
	_of({"auc_current": null}, _validated) == {_plain("labels_immature")}
}

test_an_evaluation_without_auc_gives_nothing_to_compare_with if {
	_of({"auc_current": 0.7}, {}) == {_plain("auc_missing")}
	_of({"auc_current": 0.7, "auc_validated": 0.7}, {"auc": null}) == {_plain("auc_missing")}
}

test_what_is_no_share_is_malformed if {
	every wrong in ["0.7", true, -0.1, 1.1, [0.7], {}] {
		_of({"auc_current": wrong}, _validated) == {_malformed("monitoring_report.auc_current")}
		_of({"auc_current": 0.79, "auc_validated": wrong}, _validated) == {_malformed("monitoring_report.auc_validated")}
		_of({"auc_current": 0.79}, {"auc": wrong}) == {_malformed("evaluation_report.auc")}
	}
}

test_each_report_can_be_missing if {
	missing := {type: {"code": "evidence_missing", "scope": "", "args": {"type": type}} | some type in ["monitoring_report", "evaluation_report"]}
	_findings({}) == {missing.monitoring_report, missing.evaluation_report}
	_findings({"evaluation_report": [_document("approved", "2026-11-28T00:00:00Z", _validated)]}) == {missing.monitoring_report}
	_findings({"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", {"auc_current": 0.7})]}) == {missing.evaluation_report}
}

test_only_the_newest_report_counts if {
	_findings({
		"monitoring_report": [
			_document("in_review", "2027-02-28T00:00:00Z", {"auc_current": 0.79}),
			_document("in_review", "2027-01-28T00:00:00Z", {"auc_current": 0.5}),
		],
		"evaluation_report": [_document("approved", "2026-11-28T00:00:00Z", _validated)],
	}) == set()
}

test_an_old_report_is_stale_and_still_judged if {
	_findings({
		"monitoring_report": [_document("in_review", "2027-01-20T00:00:00Z", {"auc_current": 0.7})],
		"evaluation_report": [_document("approved", "2026-11-28T00:00:00Z", _validated)],
	}) == {
		_drop("drop_over_limit", 0.09),
		{"code": "evidence_stale", "scope": "", "args": {"type": "monitoring_report", "days": 40, "limit": 35}},
	}
}
