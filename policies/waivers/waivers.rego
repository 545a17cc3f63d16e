# METADATA
# title: Waivers
# description: |-
#   Which waivers stand, and what is wrong with one that does not. A waiver is judged by the directory and by policy data,
#   never by what it claims of itself. One piece of logic serves the plan (which waivers excuse) and WVR-001 (why one fails).
package mlgate.waivers

import data.mlgate.lib.people
import data.mlgate.lib.time as clock

# One row per scope of every waiver that stands now.
valid contains {"id": waiver.id, "control": waiver.control, "scope": scope} if {
	some waiver in input.waivers
	is_valid(waiver)
	some scope in waiver.scopes
}

# In production a waiver that ended excuses for some days more, so that there is time to act; WVR-002 says so.
valid contains {"id": waiver.id, "control": waiver.control, "scope": scope} if {
	data.mlgate.request.gate == "MON"
	some waiver in input.waivers
	ended_lately(waiver)
	some scope in waiver.scopes
}

# Whether a waiver that had no fault ended, not longer ago than policy data allows for.
ended_lately(waiver) if {
	has_expired(waiver)
	count(faults(waiver)) == 0
	clock.age_days(waiver.expires_at) < data.config.waivers.grace_days
}

# Every check has to say no: one that says nothing leaves the waiver without effect.
is_valid(waiver) if {
	not has_expired(waiver)
	checks := _checks(waiver)
	count([broken | some broken in checks; broken == false]) == count(checks)
}

has_expired(waiver) if clock.moment(waiver.expires_at) <= data.mlgate.lib.time.now

# What is wrong with a waiver, apart from its end: a set of codes.
faults(waiver) := {code | some code, broken in _checks(waiver); broken}

_checks(waiver) := {
	"never_waivable": longest(waiver.control) == 0,
	"too_long": [longest(waiver.control) == 0, clock.days_between(waiver.granted_at, waiver.expires_at) > longest(waiver.control)] == [false, true],
	"not_begun": clock.moment(waiver.granted_at) > data.mlgate.lib.time.now,
	"other_subject": waiver.subject != input.subject.ref,
	"no_compensating_control": count(waiver.compensating_controls) == 0,
	"no_reason": waiver.reason == "",
	"unauthenticated": {waiver | people.counts(waiver)} == set(),
	"grantor_missing": count(_missing_roles(waiver)) > 0,
	"granted_by_applicant": count(_grantors(waiver) & _applicants) > 0,
	"renewed_too_often": _renewals(waiver, input.waivers) > _rules.renewals,
}

# The longest life of a waiver of this control, in days; 0 for never.
longest(control) := min([_rules.max_days, object.get(data.config.waivers.controls, control, _rules.max_days)])

_rules := object.get(data.config.waivers.tiers, data.mlgate.classification.tier, {"max_days": 0, "granted_by": [], "renewals": 0})

_grantors(waiver) := {grantor.person | some grantor in waiver.granted_by}

_applicants := {input.request.requester} | {author | some author in input.subject.authors}

# The roles whose grant is missing: each has to be held by a grantor who holds no other one of them here.
_missing_roles(waiver) := {role |
	some role in _rules.granted_by
	count({person | some person in _granting(waiver, role)}) == 0
} | {"a second person" | count(_all_granting(waiver)) < count(_rules.granted_by)}

_granting(waiver, role) := {grantor.person |
	some grantor in waiver.granted_by
	grantor.role == role
	people.holds(grantor.person, role)
}

_all_granting(waiver) := {person | some role in _rules.granted_by; some person in _granting(waiver, role)}

# How many waivers came before this one: those at hand that excused a scope of it earlier, and those that it or they say
# they renew. What calls itself new is judged like what calls itself a renewal.
_renewals(waiver, held) := count(_line(_before(waiver, held), waiver))

_line(earlier, waiver) := {before.id | some before in earlier} | {later.renews |
	some later in array.concat(earlier, [waiver])
	later.renews != null
}

_before(waiver, held) := [earlier |
	some earlier in held
	earlier.id != waiver.id
	earlier.control == waiver.control
	shared := {scope | some scope in earlier.scopes} & {scope | some scope in waiver.scopes}
	count(shared) > 0
	clock.moment(earlier.granted_at) < clock.moment(waiver.granted_at)
]
