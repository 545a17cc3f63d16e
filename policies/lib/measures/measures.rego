# METADATA
# title: Measures
# description: |-
#   What counts as a count and as a rate, and how numbers are compared. Documents are not believed to have the types
#   that their schemas ask for. Quotients are doubles: every comparison with a limit leaves a margin of 1e-9, so that a
#   value at the limit is judged the same by every engine.
package mlgate.lib.measures

margin := 0.000000001

# A whole number from 0 to the largest that a double holds exactly.
is_count(value) if {
	is_number(value)
	value >= 0
	value <= 9007199254740991
	floor(value) == value
}

is_rate(value) if {
	is_number(value)
	value >= 0
	value <= 1
}

is_below(value, limit) if value < limit - margin

is_above(value, limit) if value > limit + margin

# Four places, for messages: engines differ in the last digits of a quotient.
rounded(value) := round(value * 10000) / 10000
