# METADATA
# scope: package
# title: Service levels
# description: |-
#   At the rate that is expected, 95 of 100 requests are answered in time and nearly all of them well: rate, errors and
#   percentile are recomputed from counted requests, with a margin of 1e-9. Only what is known to be in time counts as in
#   time: the latencies need a limit at the one that is asked for, or below.
# custom:
#   control: PERF-006
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G4]
#   evidence: [load_test]
#   parameters: [performance.p95_ms_max, performance.error_rate_max]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 15(4) (resilience)"], nist_ai_rmf: ["MEASURE 2.4", "MANAGE 2.2"], iso_42001: ["A.4.5", "A.6.2.5"], sr: ["11-7 IV (implementation)"]}
#   remediation: Scale out or slim down the model.
#   codes:
#     evidence_missing: {effect: warn, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: warn, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: warn, message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     counts_unsound: {effect: warn, message: "the load test cannot be recomputed: {reason}"}
#     rate_low: {effect: warn, message: "tested at {rps} requests per second, {target} are expected"}
#     errors_high: {effect: warn, message: "error rate {rate:.4f} above {limit}"}
#     too_slow: {effect: warn, message: "{share:.4f} of requests answered within {limit} ms, 0.95 needed"}
#     claim_differs: {effect: warn, message: "p95_ms claimed as {claimed}, counted between {low} and {high}"}
package mlgate.controls.performance.service_levels

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("load_test")

findings contains {"code": "counts_unsound", "scope": "", "args": {"reason": concat("; ", sort(reasons))}} if {
	some document in evidence.documents("load_test")
	reasons := _contradictions(document.body)
	count(reasons) > 0
}

findings contains {"code": "rate_low", "scope": "", "args": {"rps": measures.rounded(rps), "target": body.target_rps}} if {
	some body in _tests
	rps := body.requests / body.duration_seconds
	measures.is_below(rps, body.target_rps)
}

findings contains {"code": "errors_high", "scope": "", "args": {"rate": measures.rounded(rate), "limit": limit}} if {
	some body in _tests
	rate := body.errors / body.requests
	limit := parameters.value("performance.error_rate_max")
	measures.is_above(rate, limit)
}

findings contains {"code": "too_slow", "scope": "", "args": {"share": measures.rounded(share), "limit": limit}} if {
	some body in _tests
	limit := parameters.value("performance.p95_ms_max")
	share := _within(body, limit) / body.requests
	measures.is_below(share, 0.95)
}

findings contains {"code": "claim_differs", "scope": "", "args": {"claimed": claimed, "low": low, "high": high}} if {
	some body in _tests
	claimed := object.get(body, "p95_ms", null)
	claimed != null
	high := min([step.up_to_ms | some step in body.latencies; _is_enough(body, step.up_to_ms)])
	low := max({0} | {step.up_to_ms | some step in body.latencies; step.up_to_ms < high})
	not _lies_between(claimed, low, high)
}

_tests := [document.body |
	some document in evidence.documents("load_test")
	count(_contradictions(document.body)) == 0
]

_contradictions(body) := {reason | some reason, broken in _shapes(body); broken} if {
	true in {broken | some broken in _shapes(body)}
} else := {reason | some reason, broken in _checks(body); broken}

_shapes(body) := {
	"requests or errors is no count": count([field | some field in ["requests", "errors"]; not measures.is_count(object.get(body, field, null))]) > 0,
	"no requests": object.get(body, "requests", null) == 0,
	"duration_seconds or target_rps is no number above 0": count([field | some field in ["duration_seconds", "target_rps"]; not _is_positive(object.get(body, field, null))]) > 0,
	"latencies is no list of limits and counts": count([step | some step in _steps(body); not _is_step(step)]) > 0,
	"no latencies": count(_steps(body)) == 0,
}

_checks(body) := {
	"more errors than requests": body.errors > body.requests,
	"latencies do not add up to requests": sum([step.n | some step in body.latencies]) != body.requests,
	"latencies are not in order": [step.up_to_ms | some step in body.latencies] != sort([limit | some limit in {step.up_to_ms | some step in body.latencies}]),
}

_steps(body) := contents.list(object.get(body, "latencies", null))

_is_step(step) if {
	is_object(step)
	_is_positive(object.get(step, "up_to_ms", null))
	measures.is_count(object.get(step, "n", null))
}

_is_positive(value) if {
	is_number(value)
	value > 0
}

# How many requests are known to have been answered within a limit.
_within(body, limit) := sum([step.n | some step in body.latencies; step.up_to_ms <= limit])

_is_enough(body, limit) if {
	share := _within(body, limit) / body.requests
	not measures.is_below(share, 0.95)
}

_lies_between(claimed, low, high) if {
	is_number(claimed)
	claimed >= low
	claimed <= high
}
