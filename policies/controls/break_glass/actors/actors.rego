# METADATA
# scope: package
# title: Break-glass takes two people
# description: |-
#   The engineer on call and a governance officer, or a deputy, act together: two different people who hold these roles in
#   the directory and signed, by their votes at this gate, exactly what is asked. A stop takes one person who holds a role
#   that may stop, and asking for it is enough.
# custom:
#   control: BRK-002
#   subjects: [model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [BG]
#   evidence: [break_glass]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs: {eu_ai_act: ["Art 14(4)(e)", "Art 26(2)"], nist_ai_rmf: ["GOVERN 2.1", "MANAGE 2.4"], iso_42001: ["A.3.2"], sr: ["11-7 VI"]}
#   remediation: Let the engineer on call and a governance officer or deputy both vote on it.
#   codes:
#     signature_missing: {effect: approval, message: "signature missing: {roles}"}
#     one_person: {effect: deny, message: "{scope} signed in both roles: two people act"}
#     vote_against: {effect: deny, message: "{scope} voted against it as {role}"}
#     actor_unsigned: {effect: deny, message: "{scope} is named as acting as {role}, and did not sign as that"}
#     stop_unentitled: {effect: deny, message: "nobody who holds one of {roles} asked for the stop or signed it"}
package mlgate.controls.break_glass.actors

import data.mlgate.lib.break_glass
import data.mlgate.lib.contents
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains {"code": "signature_missing", "scope": part, "args": {"roles": concat(" or ", roles)}} if {
	not _is_stop
	some part in ["on_call", "officer"]
	roles := data.config.break_glass.roles[part]
	count(_signers(part)) == 0
}

findings contains {"code": "one_person", "scope": person, "args": {}} if {
	not _is_stop
	count(_signers("on_call") | _signers("officer")) == 1
	some person in (_signers("on_call") & _signers("officer"))
}

findings contains {"code": "vote_against", "scope": vote.person, "args": {"role": vote.role}} if {
	not _is_stop
	some vote in _counted
	vote.decision == "rejected"
	vote.role in (_roles("on_call") | _roles("officer"))
}

findings contains {"code": "actor_unsigned", "scope": actor.person, "args": {"role": actor.role}} if {
	not _is_stop
	some document in data.mlgate.lib.break_glass.asked
	some named in contents.list(object.get(document.body, "actors", null))
	actor := {field: _text(object.get(contents.object_of(named), field, null)) | some field in ["person", "role"]}
	count([vote | some vote in _signed; vote.person == actor.person; vote.role == actor.role]) == 0
}

findings contains {"code": "stop_unentitled", "scope": "", "args": {"roles": concat(", ", data.config.break_glass.roles.stop)}} if {
	_is_stop
	count(_signers("stop") | _asking) == 0
}

default _is_stop := false

_is_stop if {
	some document in data.mlgate.lib.break_glass.asked
	break_glass.is_stop(document)
}

_roles(part) := {role | some role in data.config.break_glass.roles[part]}

# Who asks for it and may stop.
_asking contains input.request.requester if {
	some role in data.config.break_glass.roles.stop
	people.holds(input.request.requester, role)
}

_signers(part) := {vote.person | some vote in _signed; vote.role in _roles(part)}

_signed contains vote if {
	some vote in _counted
	vote.decision == "approved"
}

# The latest vote of each person in each role on what is asked now; of two of one moment, both.
_counted contains vote if {
	some vote in _cast
	count([later | some later in _cast; _outdoes(later, vote)]) == 0
}

_outdoes(later, vote) if {
	later.person == vote.person
	later.role == vote.role
	clock.moment(later.at) > clock.moment(vote.at)
}

_cast contains vote if {
	some vote in input.approvals
	vote.gate == "BG"
	vote.subject_digest == input.subject.digest
	clock.age_days(vote.at) >= 0
	people.counts(vote)
	people.holds(vote.person, vote.role)
}

_text(value) := value if is_string(value)

_text(value) := "nobody" if not is_string(value)
