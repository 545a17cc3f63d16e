# METADATA
# scope: package
# title: Not worse than the champion
# description: |-
#   Beside the champion on live traffic, the new version is not worse: the difference of AUC, recomputed from pairs
#   counted on the same cases, with a margin of 1e-9, after enough days or enough cases whose outcome is known. Where the
#   evaluation report declares no champion, no test is filed, and no other version of the group serves, there is nothing
#   to compare with.
# custom:
#   control: PERF-004
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G4]
#   evidence: [ab_test_report, evaluation_report]
#   parameters: [performance.champion_delta_min, performance.trial_days_min, performance.trial_cases_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 9(6)-(8)", "Art 60 (real-world tests)"], nist_ai_rmf: ["MEASURE 2.3", "MEASURE 4.3"], iso_42001: ["A.6.2.4", "A.6.2.5"], sr: ["11-7 V (benchmarking)"]}
#   remediation: Run the A/B or shadow test longer, or keep the champion.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     champion_unnamed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{champion} serves and was not tested against"}
#     champions_differ: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "tested against {tested}, evaluated against {evaluated}"}
#     champion_unmeasured: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "champion {champion} is declared and not measured"}
#     challenger_other: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the test is about {challenger}"}
#     mode_unknown: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the test is neither ab nor shadow"}
#     counts_unsound: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the test cannot be recomputed: {reason}"}
#     period_unsound: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "started_at and ended_at are no period that is over"}
#     too_short: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{days} days and {n} cases with outcomes, {days_limit} days or {n_limit} cases needed"}
#     claim_differs: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{field} claimed as {claimed}, counted as {counted}"}
#     auc_worse: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "auc {delta:.4f} against the champion, {limit} allowed"}
package mlgate.controls.performance.champion

import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

# Whether there is a champion is said by the evaluation report.
findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains finding if {
	count(_expected) > 0
	some finding in evidence.faults("ab_test_report")
}

findings contains {"code": "champion_unnamed", "scope": "", "args": {"champion": champion}} if {
	some body in _trials
	some champion in data.mlgate.lib.champions.serving
	_champion(body) != champion
}

findings contains {"code": "champions_differ", "scope": "", "args": {"tested": _champion(body), "evaluated": evaluated}} if {
	some body in _trials
	_champion(body) != ""
	some evaluated in data.mlgate.lib.champions.named
	_champion(body) != evaluated
}

findings contains {"code": "champion_unmeasured", "scope": "", "args": {"champion": champion}} if {
	some body in _trials
	_champion(body) == ""
	some champion in _expected
}

findings contains {"code": "champion_unmeasured", "scope": "", "args": {"champion": _champion(body)}} if {
	some body in _trials
	_champion(body) != ""
	object.get(body, "arms", null) == null
}

findings contains {"code": "challenger_other", "scope": "", "args": {"challenger": challenger}} if {
	some body in _trials
	challenger := object.get(body, "challenger", "nothing")
	challenger != data.mlgate.lib.champions.challenger
}

findings contains {"code": "mode_unknown", "scope": "", "args": {}} if {
	some body in _trials
	not object.get(body, "mode", null) in {"ab", "shadow"}
}

findings contains {"code": "counts_unsound", "scope": "", "args": {"reason": concat("; ", sort(reasons))}} if {
	some body in _trials
	_champion(body) != ""
	object.get(body, "arms", null) != null
	reasons := _contradictions(body)
	count(reasons) > 0
}

findings contains {"code": "period_unsound", "scope": "", "args": {}} if {
	some body in _trials
	not _has_period(body)
}

findings contains {"code": "too_short", "scope": "", "args": {"days": days, "n": cases, "days_limit": days_limit, "n_limit": n_limit}} if {
	some body in _measured
	_has_period(body)
	days := _days(body)
	cases := _cases(body)
	days_limit := parameters.value("performance.trial_days_min")
	n_limit := parameters.value("performance.trial_cases_min")
	days < days_limit
	cases < n_limit
}

findings contains {"code": "claim_differs", "scope": "days", "args": {"field": "days", "claimed": claimed, "counted": _days(body)}} if {
	some body in _trials
	_has_period(body)
	claimed := object.get(body, "days", null)
	claimed != null
	claimed != _days(body)
}

findings contains {"code": "claim_differs", "scope": "n", "args": {"field": "n", "claimed": claimed, "counted": _cases(body)}} if {
	some body in _measured
	claimed := object.get(body, "n", null)
	claimed != null
	not _holds(claimed, _cases(body))
}

findings contains {"code": "claim_differs", "scope": "delta_auc", "args": {"field": "delta_auc", "claimed": claimed, "counted": measures.rounded(delta)}} if {
	some body in _measured
	claimed := object.get(body, "delta_auc", null)
	claimed != null
	delta := _delta(body)
	not evaluation.agree(claimed, delta)
}

findings contains {"code": "auc_worse", "scope": "", "args": {"delta": measures.rounded(_delta(body)), "limit": limit}} if {
	some body in _measured
	limit := parameters.value("performance.champion_delta_min")
	measures.is_below(_delta(body), limit)
}

# The champions that somebody or something names, other than the test itself; "" is one without a sound name.
_expected := data.mlgate.lib.champions.named | data.mlgate.lib.champions.serving

_trials := [document.body | some document in evidence.documents("ab_test_report")]

# The tests against a champion whose counts are sound.
_measured := [body |
	some body in _trials
	_champion(body) != ""
	count(_contradictions(body)) == 0
]

_champion(body) := champion if {
	champion := object.get(body, "champion", null)
	is_string(champion)
} else := ""

_contradictions(body) := {"the counts of both versions are not given"} if {
	not _has_arms(object.get(body, "arms", null))
} else := {reason | some reason, broken in _checks(body); broken}

_has_arms(arms) if {
	is_object(arms)
	every name in ["champion", "challenger"] {
		_is_arm(object.get(arms, name, null))
	}
}

_is_arm(arm) if {
	is_object(arm)
	every field in ["n_good", "n_bad", "concordant", "tied"] {
		measures.is_count(object.get(arm, field, null))
	}
}

_checks(body) := {
	"no good or no bad cases": min([_pairs(body.arms.champion), _pairs(body.arms.challenger)]) == 0,
	"more concordant and tied pairs than pairs": max([_excess(body.arms.champion), _excess(body.arms.challenger)]) > 0,
	"in shadow mode both versions judge the same cases": _differs_in_shadow(body),
}

_pairs(arm) := arm.n_good * arm.n_bad

_excess(arm) := (arm.concordant + arm.tied) - _pairs(arm)

_differs_in_shadow(body) if {
	body.mode == "shadow"
	[body.arms.champion.n_good, body.arms.champion.n_bad] != [body.arms.challenger.n_good, body.arms.challenger.n_bad]
} else := false

# The share of pairs of a good and a bad case that are ranked right: the area under the ROC curve (Mann and Whitney).
_auc(arm) := (arm.concordant + (arm.tied / 2)) / _pairs(arm)

_delta(body) := _auc(body.arms.challenger) - _auc(body.arms.champion)

_cases(body) := min([(arm.n_good + arm.n_bad) | some arm in [body.arms.champion, body.arms.challenger]])

_holds(claimed, cases) if {
	measures.is_count(claimed)
	claimed >= cases
}

_has_period(body) if {
	every field in ["started_at", "ended_at"] {
		clock.is_moment(object.get(body, field, null))
		clock.age_days(object.get(body, field, null)) >= 0
	}
	clock.days_between(body.started_at, body.ended_at) >= 0
}

# To whole days, for a test that ends a second before midnight has run for that day.
_days(body) := round(clock.days_between(body.started_at, body.ended_at))
