# METADATA
# title: Break-glass
# description: |-
#   The emergency actions on record: of each the newest version that is more than a draft, and what it says. The one that is
#   asked for is the newest of all.
package mlgate.lib.break_glass

import data.mlgate.lib.contents
import data.mlgate.lib.time as clock

# All documents at hand that are more than drafts, newest first.
filed := [document |
	some document in object.get(input.evidence, "break_glass", [])
	document.subject == input.subject.ref
	count({document.status} & {"draft", "withdrawn"}) == 0
]

# The action that is asked for: the newest document, or none.
asked := array.slice(filed, 0, 1)

# Of each action its newest version, for what is asked of it afterwards.
actions := [document |
	some place, document in filed
	count([newer | some newer in array.slice(filed, 0, place); name(newer) == name(document)]) == 0
]

# All versions of an action at hand. A later one takes nothing back of what an earlier one said was done, when, and by whom.
versions(document) := {document} | {version | some version in filed; name(version) == name(document)}

# Nothing but a stop, by every version.
only_stops(document) if {
	every version in versions(document) { is_stop(version) }
}

# All moments that the versions of an action say it started at.
starts(document) := {started_at |
	some version in versions(document)
	some started_at in started(version)
}

# What an action is called: its id, or the digest of its document where it gives none.
name(document) := id if {
	id := object.get(document.body, "break_glass_id", null)
	is_string(id)
	id != ""
} else := document.digest

# The action in a word; "" for one that policy data does not name.
action(document) := word if {
	word := object.get(document.body, "action", null)
	is_string(word)
	word in data.config.break_glass.actions
} else := ""

is_stop(document) if action(document) in data.config.break_glass.stops

# When it started: one moment that has come, or none.
started(document) := {started_at |
	started_at := object.get(document.body, "started_at", null)
	is_past(started_at)
}

is_past(value) if {
	clock.is_moment(value)
	clock.age_days(value) >= 0
}

# Whoever acted, by any version and by its envelope.
actors(document) := {person |
	some version in versions(document)
	some actor in contents.list(object.get(version.body, "actors", null))
	person := contents.object_of(actor).person
} | {version.created_by | some version in versions(document)}
