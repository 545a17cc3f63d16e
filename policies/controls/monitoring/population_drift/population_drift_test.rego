package mlgate.controls.monitoring.population_drift_test

import data.mlgate.controls.monitoring.population_drift

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
	found := population_drift.findings with input as _facts(evidence)
}

_baseline := [520, 520, 520, 520, 520, 520, 520, 520, 520, 520]

_body(bins) := {"captured_at": "2027-02-28T00:00:00Z", "n_current": sum(bins), "baseline_bins": _baseline, "current_bins": bins}

_of(body) := _findings({"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", body)]})

_still := _body(_baseline)

_watch := _body([230, 300, 370, 440, 510, 575, 640, 700, 760, 820])

_shifted := _body([150, 215, 290, 370, 450, 540, 640, 740, 850, 955])

_psi(code, value) := {"code": code, "scope": "", "args": {"psi": value}}

_incomplete(reason) := {"code": "psi_incomplete", "scope": "", "args": {"reason": reason}}

_unsound := {"code": "captured_at_unsound", "scope": "", "args": {}}

# An index of one pair of bins, as if it were the limit: what is at a limit has reached it.
_with_limits(warn, deny) := found if {
	found := population_drift.findings with input as _facts({"monitoring_report": [_document("in_review", "2027-02-28T00:00:00Z", _watch)]})
		with data.config.thresholds.default as {
			"monitoring.psi_warn": {"value": warn, "stricter": "lower"},
			"monitoring.psi_deny": {"value": deny, "stricter": "lower"},
			"monitoring.psi_bins": {"value": 10, "stricter": "higher"},
		}
}

test_a_population_that_stays_passes if {
	_of(_still) == set()
	_of(_body([505, 509, 512, 516, 520, 523, 526, 528, 530, 531])) == set()
}

test_a_population_that_moves_is_watched if _of(_watch) == {_psi("psi_raised", 0.1385)}

test_a_population_that_moved_away_is_denied if _of(_shifted) == {_psi("psi_high", 0.2798)}

test_an_index_at_a_limit_has_reached_it if {
	index := 0.13852454850906679
	_with_limits(index, 0.25) == {_psi("psi_raised", 0.1385)}
	_with_limits(index + 0.00000001, 0.25) == set()
	_with_limits(0.1, index) == {_psi("psi_high", 0.1385)}
	_with_limits(0.1, index + 0.00000001) == {_psi("psi_raised", 0.1385)}
}

test_a_claim_may_be_rounded_and_no_more if {
	_of(object.union(_still, {"psi_score": 0.005})) == set()
	_of(object.union(_still, {"psi_score": 0.0051})) == {_psi("psi_claimed_wrong", 0)}
	_of(object.union(_shifted, {"psi_score": 0.2798})) == {_psi("psi_high", 0.2798)}
	_of(object.union(_shifted, {"psi_score": 0.01})) == {_psi("psi_high", 0.2798), _psi("psi_claimed_wrong", 0.2798)}
	_of(object.union(_still, {"psi_score": null})) == set()
	every wrong in ["0", true, [0], {}, 1e300] {
		_of(object.union(_still, {"psi_score": wrong})) == {_psi("psi_claimed_wrong", 0)}
	}
}

test_an_empty_bin_is_no_error if _of(_body([0, 520, 520, 520, 520, 520, 520, 520, 520, 520])) == {_psi("psi_high", 0.694)}

test_bins_are_lists_of_counts if {
	every wrong in [null, [], "bins", 10, {"0": 520}, [520, 520], array.concat(_baseline, ["x"]), array.concat(_baseline, [-1]), array.concat(_baseline, [0.5])] {
		_of(object.union(_still, {"baseline_bins": wrong})) == {_incomplete("baseline_bins is not a list of counts, or too short")}
		_of(object.union(_still, {"current_bins": wrong})) == {_incomplete("current_bins is not a list of counts, or too short")}
	}
	nine := [1, 1, 1, 1, 1, 1, 1, 1, 1]
	_of({"captured_at": "2027-02-28T00:00:00Z", "n_current": 9, "baseline_bins": nine, "current_bins": nine}) == {_incomplete("baseline_bins is not a list of counts, or too short; current_bins is not a list of counts, or too short")}
	_of({"captured_at": "2027-02-28T00:00:00Z", "n_current": 0}) == {_incomplete("baseline_bins is not a list of counts, or too short; current_bins is not a list of counts, or too short")}
}

test_more_bins_than_the_limit_asks_are_welcome if {
	bins := array.concat(_baseline, [520])
	_of(object.union(_body(bins), {"baseline_bins": bins})) == set()
	hundred := [52 | some _ in numbers.range(1, 100)]
	_of(object.union(_body(hundred), {"baseline_bins": hundred})) == set()
	more := array.concat(hundred, [52])
	_of(object.union(_body(more), {"baseline_bins": hundred})) == {_incomplete("current_bins is not a list of counts, or too short")}
}

test_bins_agree_in_number_and_with_the_sample if {
	_of(_body(array.concat(_baseline, [520]))) == {_incomplete("the bins differ in number")}
	_of(object.union(_still, {"n_current": 5199})) == {_incomplete("n_current is not the sum of current_bins")}
	_of(object.remove(_still, ["n_current"])) == {_incomplete("n_current is not the sum of current_bins")}
	_of(object.union(_still, {"n_current": "5200"})) == {_incomplete("n_current is not the sum of current_bins")}
	_of(_body([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])) == {_incomplete("no cases in the bins")}
}

test_no_report_is_missing_evidence if {
	_findings({}) == {{"code": "evidence_missing", "scope": "", "args": {"type": "monitoring_report"}}}
}

test_a_report_past_its_age_is_stale_and_past_twice_its_age_lapsed if {
	_at("2027-01-25T00:00:00Z") == set()
	_at("2027-01-24T00:00:00Z") == {_stale(36)}
	_at("2026-12-21T00:00:00Z") == {_stale(70)}
	_at("2026-12-20T00:00:00Z") == {_stale(71), _lapsed(71)}
}

test_an_old_capture_in_a_new_report_is_lapsed if {
	_of(object.union(_still, {"captured_at": "2026-12-21T00:00:00Z"})) == set()
	_of(object.union(_still, {"captured_at": "2026-12-20T00:00:00Z"})) == {_lapsed(71)}
	_of(object.union(_still, {"captured_at": "2024-02-29T00:00:00+02:00"})) == {_lapsed(1096)}
}

test_a_capture_is_a_moment_that_has_come if {
	every wrong in [null, 7, "", "yesterday", "2027-02-28", "2027-03-02T00:00:00Z", "2027-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "9999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2027-02-28T00:00:00+99:99", "2024-02-29T00:00:00+24:00"] {
		_of(object.union(_still, {"captured_at": wrong})) == {_unsound}
	}
	_of(object.remove(_still, ["captured_at"])) == {_unsound}
	_of(object.union(_still, {"captured_at": "2027-03-01T00:00:00Z"})) == set()
}

_at(moment) := _findings({"monitoring_report": [_document("in_review", moment, object.union(_still, {"captured_at": moment}))]})

_stale(days) := {"code": "evidence_stale", "scope": "", "args": {"type": "monitoring_report", "days": days, "limit": 35}}

_lapsed(days) := {"code": "monitoring_lapsed", "scope": "", "args": {"days": days, "limit": 35}}
