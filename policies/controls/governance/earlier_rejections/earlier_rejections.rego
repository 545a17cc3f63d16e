# METADATA
# scope: package
# title: Earlier rejection findings closed
# description: |-
#   Each finding of a rejection that sent the subject back is closed: its control denies no longer, waived denies apart, and
#   where it reads evidence, some of that is new and counts. A person's vote against is closed by newer evidence that counts
#   and names the decision in `closes`. Denials in place need no closing. Controls that this gate does not ask are judged
#   as at their own gate.
# custom:
#   control: GOV-008
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   after_denies: true
#   core: true
#   refs: {eu_ai_act: ["Art 20"], nist_ai_rmf: ["MANAGE 4.2"], iso_42001: ["A.6.2.6"], sr: ["11-7 V"]}
#   remediation: Close each finding with evidence before asking again.
#   codes:
#     still_denied: {effect: deny, message: "{control}, for which {gate} sent it back on {at}, still denies"}
#     evidence_unchanged: {effect: deny, message: "{control}, for which {gate} sent it back on {at}, has no new evidence before it: {types}"}
#     vote_unanswered: {effect: deny, message: "no newer evidence names {decision} in closes: the vote of {at} against it at {gate} is unanswered"}
package mlgate.controls.governance.earlier_rejections

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if {
	some [rejection, closing] in _to_close
	not _is_vote(closing)
	count([deny | some deny in _open_denies; deny.control == closing.control]) > 0
	finding := {"code": "still_denied", "scope": _scope(rejection, closing), "args": _words(rejection, closing)}
}

findings contains finding if {
	some [rejection, closing] in _to_close
	not _is_vote(closing)
	read := object.get(object.get(rejection, "read", {}), closing.control, {})
	count(read) > 0
	count(_renewed(read, rejection)) == 0
	finding := {"code": "evidence_unchanged", "scope": _scope(rejection, closing), "args": object.union(_words(rejection, closing), {"types": concat(", ", sort(object.keys(read)))})}
}

findings contains finding if {
	some [rejection, closing] in _to_close
	_is_vote(closing)
	count(_answers(rejection)) == 0
	finding := {"code": "vote_unanswered", "scope": _scope(rejection, closing), "args": object.union(_words(rejection, closing), {"decision": rejection.decision_id})}
}

_to_close contains [rejection, closing] if {
	some rejection in input.rejections
	some closing in rejection.findings
}

_is_vote(closing) if {
	closing.control == "GOV-002"
	closing.code == "vote_rejected"
}

_words(rejection, closing) := {"control": closing.control, "gate": rejection.gate, "at": rejection.at}

_scope(rejection, closing) := concat("/", [part | some part in [rejection.decision_id, closing.control, closing.scope]; part != ""])

# The denies of this evaluation that no waiver excuses.
_open_denies := [deny |
	some deny in object.get(input, "denies", [])
	count([row | some row in data.mlgate.waivers.valid; row.control == deny.control; row.scope == deny.scope]) == 0
]

# The documents that count now, were filed after the rejection, and were not before the control then: what was there
# earlier and comes back is not new.
_renewed(read, rejection) := {document.digest |
	some type, digests in read
	some document in _held(type)
	evidence.counts(type, document)
	count({document.digest} & {digest | some digest in digests}) == 0
	clock.moment(document.recorded_at) > clock.moment(rejection.at)
}

_held("incident") := input.incidents

_held("change_record") := input.changes

_held(type) := object.get(input.evidence, type, []) if count({type} & {"incident", "change_record"}) == 0

# What counts, was filed after the rejection, and says that it answers it.
_answers(rejection) := {document.digest |
	some type in (object.keys(input.evidence) | {"incident", "change_record"})
	some document in _held(type)
	evidence.counts(type, document)
	clock.moment(document.recorded_at) > clock.moment(rejection.at)
	some named in contents.list(object.get(document.body, "closes", null))
	named == rejection.decision_id
}
