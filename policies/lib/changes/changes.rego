# METADATA
# title: Changes
# description: |-
#   Whether a change is a substantial modification, and where the gates start again, computed from its kind by the table of
#   policy data. What a record leaves open counts against it: an unknown kind is substantial, a figure that was not measured
#   has moved, a limit that no plan names is none.
package mlgate.lib.changes

import data.mlgate.lib.contents
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

# What a change is called: its id, or the digest of its document where it gives none.
name(document) := id if {
	id := object.get(document.body, "change_id", null)
	is_string(id)
	id != ""
} else := document.digest

kind(document) := word if {
	word := object.get(document.body, "kind", null)
	is_string(word)
} else := "unknown"

# Nanoseconds of the moment of the change; undefined where the record gives none that has come.
moment(document) := clock.moment(changed_at) if {
	changed_at := object.get(document.body, "changed_at", null)
	clock.is_moment(changed_at)
	clock.age_days(changed_at) >= 0
}

is_substantial(document) if _rule(document).substantial == "always"

is_substantial(document) if {
	_rule(document).substantial == "outside_limits"
	not _is_inside_limits(document.body)
}

is_substantial(document) if {
	_rule(document).substantial == "figures_moved"
	not _is_small_move(object.get(document.body, "max_metric_move", null))
}

# What moves figures is not what its kind says; a record that tells of no move is believed to have made none.
is_substantial(document) if {
	_rule(document).substantial == "figures_told_moved"
	move := object.get(document.body, "max_metric_move", null)
	move != null
	not _is_small_move(move)
}

# The gate that the gates start again at; null where there is nothing to repeat.
restart(document) := object.get(_rule(document), "restart_substantial", _rule(document).restart) if is_substantial(document)

restart(document) := _rule(document).restart if not is_substantial(document)

# The types that have to be younger than the change, with the gate from which on, and whether one has to be there.
renewals(document) := data.config.changes.renew if is_substantial(document)

renewals(document) := {type: object.union(data.config.changes.renew[type], {"required": true}) |
	some type in object.get(_rule(document), "renew", [])
} if {
	not is_substantial(document)
}

_rule(document) := object.get(data.config.changes.kinds, kind(document), {"substantial": "always", "restart": "G1"})

_is_inside_limits(body) if {
	contents.is_given(object.get(body, "predetermined_plan_ref", null))
	is_string(body.predetermined_plan_ref)
	body.within_predetermined_limits == true
}

_is_small_move(move) if {
	measures.is_rate(move)
	limit := parameters.value("change.figures_max_move")
	not measures.is_above(move, limit)
}
