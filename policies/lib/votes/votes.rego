# METADATA
# title: Votes
# description: |-
#   The votes that count at the gate of a request. A vote counts in a required role that the directory gives its voter,
#   made by a person, vouched for, at this gate, and not dated ahead. Of one person's votes in one role the latest counts.
#   It is current while it binds to the subject as it stands, and stale afterwards, whichever way it went.
package mlgate.lib.votes

import data.mlgate.lib.people
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

# The roles that have to vote, as policy data says by kind, tier and gate; null where it says nothing. Going back asks
# for nobody's vote: it only takes permission away.
required := [] if _is_back

required := object.get(data.config.approvals, [input.subject.kind, tiers.column(data.mlgate.classification.tier), data.mlgate.request.gate], null) if not _is_back

# The same as a set; empty where policy data says nothing, which GOV-002 denies.
default roles := set()

roles := {role | some role in required} if is_array(required)

# What was cast at this gate in a required role, whether it counts or not.
cast contains vote if {
	some vote in input.approvals
	vote.gate == data.mlgate.request.gate
	vote.role in roles
}

# The votes that count, current and stale.
counted contains vote if {
	some vote in _eligible
	not _is_outdone(vote)
}

current contains vote if {
	some vote in counted
	vote.subject_digest == input.subject.digest
}

approving contains vote if {
	some vote in current
	vote.decision == "approved"
}

rejecting contains vote if {
	some vote in current
	vote.decision == "rejected"
}

stale := counted - current

# What was cast with a date after now: it does not count, and GOV-004 says so.
ahead contains vote if {
	some vote in cast
	clock.moment(vote.at) > data.mlgate.lib.time.now
}

_eligible contains vote if {
	some vote in (cast - ahead)
	people.counts(vote)
	people.holds(vote.person, vote.role)
}

_is_outdone(vote) if {
	some other in _eligible
	other.person == vote.person
	other.role == vote.role
	clock.moment(other.at) > clock.moment(vote.at)
}

default _is_back := false

_is_back if data.mlgate.lib.moves.is_back
