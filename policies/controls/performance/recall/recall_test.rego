package mlgate.controls.performance.recall_test

import data.mlgate.controls.performance.recall

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
	found := recall.findings with input as _facts(evidence)
}

_body(tp, fp, fn, tn) := {"n_test": sum([tp, fp, fn, tn]), "n_bad": tp + fn, "confusion": {"tp": tp, "fp": fp, "fn": fn, "tn": tn}}

_of(tp, fp, fn, tn) := _findings(_report(_body(tp, fp, fn, tn)))

_recall_low(value) := {"code": "recall_low", "scope": "", "args": {"recall": value, "limit": 0.6}}

_precision_low(value) := {"code": "precision_low", "scope": "", "args": {"precision": value, "limit": 0.4}}

_plain(code) := {"code": code, "scope": "", "args": {}}

_inconsistent(field) := {"code": "counts_inconsistent", "scope": "", "args": {"field": field}}

test_the_limits_are_enough if _of(600, 900, 400, 8100) == set()

test_a_bad_case_missed_more_is_too_little_recall if _of(599, 600, 401, 8400) == {_recall_low(0.599)}

test_a_good_case_refused_more_is_too_little_precision if _of(600, 901, 400, 8099) == {_precision_low(0.3997)}

test_both_can_be_low if _of(100, 900, 900, 8100) == {_recall_low(0.1), _precision_low(0.1)}

_differs(field, claimed, counted) := {"code": "claim_differs", "scope": field, "args": {"field": field, "claimed": claimed, "counted": counted}}

test_a_claimed_recall_is_not_believed if {
	claimed := object.union(_body(100, 100, 900, 8900), {"recall_bad": 0.9, "precision_bad": 0.9})
	_findings(_report(claimed)) == {_recall_low(0.1), _differs("recall_bad", 0.9, 0.1), _differs("precision_bad", 0.9, 0.5)}
}

test_a_claim_may_be_rounded_to_a_thousandth if {
	body := _body(600, 400, 400, 8600)
	_findings(_report(object.union(body, {"recall_bad": 0.601, "precision_bad": 0.599}))) == set()
	_findings(_report(object.union(body, {"recall_bad": 0.6011}))) == {_differs("recall_bad", 0.6011, 0.6)}
	_findings(_report(object.union(body, {"precision_bad": "0.6"}))) == {_differs("precision_bad", "0.6", 0.6)}
	_findings(_report(object.union(body, {"recall_bad": null}))) == set()
}

test_a_matrix_without_bad_cases_has_no_recall if {
	_of(0, 5, 0, 100) == {_plain("recall_unknown"), _precision_low(0)}
}

test_a_model_that_rejects_nobody_has_no_precision if {
	_of(0, 0, 100, 900) == {_plain("precision_unknown"), _recall_low(0)}
}

test_an_empty_matrix_measures_nothing if _of(0, 0, 0, 0) == {_plain("recall_unknown"), _plain("precision_unknown")}

test_a_matrix_adds_up_to_the_test_set if {
	body := _body(700, 300, 300, 8700)
	_findings(_report(object.union(body, {"n_test": 9999}))) == {_inconsistent("n_test")}
	_findings(_report(object.union(body, {"n_bad": 999}))) == {_inconsistent("n_bad")}
	_findings(_report({"confusion": body.confusion})) == {_inconsistent("n_test"), _inconsistent("n_bad")}
}

test_a_matrix_is_four_counts if {
	every wrong in [{}, {"tp": 1, "fp": 1, "fn": 1}, {"tp": 1.5, "fp": 1, "fn": 1, "tn": 1}, {"tp": -1, "fp": 1, "fn": 1, "tn": 1}, {"tp": "1", "fp": 1, "fn": 1, "tn": 1}, [1, 2, 3, 4], "none", 4, true] {
		_findings(_report({"confusion": wrong})) == {_plain("confusion_malformed")}
	}
}

test_no_matrix_and_no_report_are_missing if {
	_findings(_report({})) == {_plain("confusion_missing")}
	_findings(_report({"confusion": null})) == {_plain("confusion_missing")}
	_findings({}) == {{"code": "evidence_missing", "scope": "", "args": {"type": "evaluation_report"}}}
}

test_fraud_is_asked_for_more_recall_and_less_precision if {
	facts := object.union(_facts(_report(_body(65, 200, 35, 9700))), {"use_cases": [{"ref": "use-case/FRAUD"}]})
	found := recall.findings with input as facts with data.config.use_cases as {"FRAUD": {"overlays": ["fraud"]}}
	found == {{"code": "recall_low", "scope": "", "args": {"recall": 0.65, "limit": 0.7}}}
}

test_one_case_is_a_rate if {
	_of(0, 900, 1, 8100) == {_recall_low(0), _precision_low(0)}
	_of(0, 1, 400, 8100) == {_recall_low(0), _precision_low(0)}
}

test_other_claims_are_judged_elsewhere if {
	calibrated := {"calibration_bins": [{"n": 100, "n_bad": 50, "mean_score": 0.5}], "ece": 0.4}
	_findings(_report(object.union(_body(600, 900, 400, 8100), calibrated))) == set()
}
