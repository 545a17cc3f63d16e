# METADATA
# title: Votes
# description: |-
#   The votes that count at this gate: by people whom the directory gives the role, and whom somebody vouches for. A service
#   is nobody's vote. Of one person in one role the latest counts.
package mlgate.lib.votes

import data.mlgate.classification
import data.mlgate.lib.people
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock
import data.mlgate.request

# The roles that have to vote.
required := {role | some role in _row}

has_matrix if is_array(_row)

_row := data.config.approvals[input.subject.kind][tiers.column(classification.tier)][request.gate]

# The latest counting vote of each person in a role.
latest(role) := {vote |
	some vote in cast
	vote.role == role
	count([later |
		some later in cast
		later.role == role
		later.person == vote.person
		clock.moment(later.at) > clock.moment(vote.at)
	]) == 0
}

# Every vote at this gate that counts, whatever it says and whenever it was cast.
cast := [vote |
	some vote in input.approvals
	vote.gate == request.gate
	people.holds(vote.person, vote.role)
	people.counts(vote)
]

# Votes at this gate that stand: for what is asked now, in a role that is required.
standing := {vote |
	some role in required
	some vote in latest(role)
	approves(vote)
}

approves(vote) if {
	vote.decision == "approved"
	vote.subject_digest == input.subject.digest
}
