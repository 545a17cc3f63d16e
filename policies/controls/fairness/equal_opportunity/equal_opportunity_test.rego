package mlgate.controls.fairness.equal_opportunity_test

import data.mlgate.controls.fairness.equal_opportunity

_subject := "model/scorer/1"

_document(status, created_at, body) := {
	"subject": _subject,
	"grade": "measured",
	"status": status,
	"created_by": "svc-pipeline",
	"created_at": created_at,
	"recorded_at": created_at,
	"approved_by": [{"person": "u-val", "role": "model_validator"}],
	"body": body,
}

_facts(check, evidence) := {
	"now": "2027-03-01T00:00:00Z",
	"request": {"check": check},
	"subject": {"ref": _subject, "kind": "model"},
	"use_cases": [],
	"evidence": evidence,
	"directory": {"people": {
		"u-val": {"kind": "person", "roles": ["model_validator"], "reporting_line": "risk"},
		"svc-pipeline": {"kind": "service", "roles": [], "reporting_line": null},
	}},
}

_at_gate(groups) := _facts(null, {"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": groups})]})

_in_production(body) := _facts("MON", {
	"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]})],
	"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", body)],
})

_findings(facts) := found if {
	found := equal_opportunity.findings with input as facts
}

# Half of all are good; no bad case is approved.
_group(value, n, approved) := {"attribute": "sex", "value": value, "reference": "ref", "n": n, "n_good": n / 2, "n_bad": n / 2, "good_approved": approved, "bad_rejected": n / 2}

_reference := _group("ref", 2000, 800)

_over(gap) := {"code": "gap_over_limit", "scope": "sex=x", "args": {"gap": gap, "limit": 0.1}}

_near(gap) := {"code": "gap_near_limit", "scope": "sex=x", "args": {"gap": gap}}

_missing := {"code": "groups_missing", "scope": "", "args": {}}

test_equal_rates_pass if _findings(_at_gate([_reference, _group("x", 1000, 400)])) == set()

test_a_twentieth_passes_and_a_case_more_warns_on_either_side if {
	_findings(_at_gate([_reference, _group("x", 1000, 375)])) == set()
	_findings(_at_gate([_reference, _group("x", 1000, 374)])) == {_near(-0.052)}
	_findings(_at_gate([_reference, _group("x", 1000, 425)])) == set()
	_findings(_at_gate([_reference, _group("x", 1000, 426)])) == {_near(0.052)}
}

test_a_tenth_warns_and_a_case_more_is_denied_on_either_side if {
	_findings(_at_gate([_reference, _group("x", 1000, 350)])) == {_near(-0.1)}
	_findings(_at_gate([_reference, _group("x", 1000, 349)])) == {_over(-0.102)}
	_findings(_at_gate([_reference, _group("x", 1000, 450)])) == {_near(0.1)}
	_findings(_at_gate([_reference, _group("x", 1000, 451)])) == {_over(0.102)}
}

_differs(field, claimed, counted) := {"code": "claim_differs", "scope": "sex=x", "args": {"field": field, "claimed": claimed, "counted": counted}}

test_a_claimed_difference_is_not_believed if {
	claimed := object.union(_group("x", 1000, 300), {"eod": 0, "tpr_favourable": 0.8})
	_findings(_at_gate([_reference, claimed])) == {_over(-0.2), _differs("eod", 0, -0.2), _differs("tpr_favourable", 0.8, 0.6)}
}

test_a_claim_may_be_rounded_to_a_thousandth if {
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"eod": -0.001, "tpr_favourable": 0.801, "di_ratio": 0.5})])) == set()
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"eod": 0.0011})])) == {_differs("eod", 0.0011, 0)}
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 400), {"tpr_favourable": true})])) == {_differs("tpr_favourable", true, 0.8)}
}

test_bad_cases_that_are_approved_count_for_nothing if {
	generous := object.union(_group("x", 1000, 300), {"bad_rejected": 0})
	_findings(_at_gate([_reference, generous])) == {_over(-0.2)}
}

test_a_small_group_is_judged_too if {
	_findings(_at_gate([_reference, _group("x", 10, 1)])) == {_over(-0.6)}
	_findings(_at_gate([_reference, _group("x", 2, 0)])) == {_over(-0.8)}
}

test_a_group_without_good_cases_has_no_difference if {
	empty := {{"code": "group_empty", "scope": "sex=x", "args": {}}}
	_findings(_at_gate([_reference, _group("x", 0, 0)])) == empty
	_findings(_at_gate([_reference, object.union(_group("x", 100, 0), {"n": 50, "n_good": 0})])) == empty
}

test_each_group_is_a_finding_of_its_own if {
	_findings(_at_gate([_reference, _group("x", 1000, 300), object.union(_group("y", 1000, 370), {})])) == {
		_over(-0.2),
		{"code": "gap_near_limit", "scope": "sex=y", "args": {"gap": -0.06}},
	}
}

test_the_limit_agreed_for_a_use_case_is_the_limit if {
	facts := object.union(_at_gate([_reference, _group("x", 1000, 360)]), {"use_cases": [{"ref": "use-case/STRICT"}]})
	strict := {"STRICT": {"thresholds": {"fairness.eod_deny": 0.06}}}
	found := equal_opportunity.findings with input as facts with data.config.use_cases as strict
	found == {{"code": "gap_over_limit", "scope": "sex=x", "args": {"gap": -0.08, "limit": 0.06}}}
}

test_counts_that_contradict_are_denied_and_not_judged if {
	_findings(_at_gate([_reference, object.union(_group("x", 1000, 100), {"n": 999})])) == {{
		"code": "counts_inconsistent",
		"scope": "sex=x",
		"args": {"reason": "n is not n_good plus n_bad"},
	}}
}

test_no_groups_are_missing_groups if {
	_findings(_at_gate([])) == {_missing}
	_findings(_at_gate(null)) == {_missing}
	_findings(_at_gate("none")) == {_missing}
}

test_no_report_is_missing_evidence if {
	_findings(_facts(null, {})) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fairness_report"}}}
	_findings(_facts("MON", {})) == {{"code": "evidence_missing", "scope": "", "args": {"type": "monitoring_report"}}}
}

test_in_production_the_counts_of_monitoring_are_judged if {
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 400)]})) == set()
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 300)]})) == {_over(-0.2)}
	_findings(_in_production({})) == {_missing}
}

test_before_production_monitoring_is_not_read if {
	facts := _facts(null, {
		"fairness_report": [_document("approved", "2027-02-20T00:00:00Z", {"groups": [_reference]})],
		"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]})],
	})
	_findings(facts) == set()
}

test_only_the_newest_monitoring_report_is_judged if {
	facts := _facts("MON", {"monitoring_report": [
		_document("in_review", "2027-02-28T00:00:00Z", {"groups": [_reference]}),
		_document("in_review", "2027-01-28T00:00:00Z", {"groups": [_reference, _group("x", 1000, 10)]}),
	]})
	_findings(facts) == set()
}

test_an_old_monitoring_report_is_stale_and_still_judged if {
	facts := _facts("MON", {"monitoring_report": [_document("in_review", "2027-01-20T00:00:00Z", {"groups": [_reference, _group("x", 1000, 300)]})]})
	_findings(facts) == {_over(-0.2), {"code": "evidence_stale", "scope": "", "args": {"type": "monitoring_report", "days": 40, "limit": 35}}}
}

test_monitoring_leaves_out_no_group_that_was_measured if {
	_findings(_in_production({"groups": [_reference]})) == {{"code": "group_unmonitored", "scope": "sex=x", "args": {}}}
	others := [object.union(group, {"attribute": "region"}) | some group in [_reference, _group("x", 1000, 400)]]
	_findings(_in_production({"groups": others})) == {
		{"code": "group_unmonitored", "scope": "sex=ref", "args": {}},
		{"code": "group_unmonitored", "scope": "sex=x", "args": {}},
	}
	_findings(_in_production({"groups": [_reference, _group("x", 1000, 400), _group("y", 1000, 400)]})) == set()
}
