# METADATA
# title: Moves
# description: |-
#   What kind of move a request asks for, by the order of stages in policy data. `retired` is outside that order: it is
#   reached from anywhere and left for nowhere.
package mlgate.lib.moves

# The place of a stage in the life of a kind, from 0; -1 for a stage that is not in its order.
position(kind, stage) := max({place | some place, name in data.config.lifecycle.order[kind]; name == stage} | {-1})

# The place of the stage that the subject is in, and of the one that is asked for.
here := position(input.subject.kind, input.subject.stage)

there := position(input.subject.kind, input.request.to_stage)

# Whether the subject would go forward, to the very next stage, or back.
is_forward if {
	here >= 0
	there > here
}

is_next if {
	is_forward
	there == here + 1
}

is_back if {
	there >= 0
	there < here
}
