# METADATA
# title: Intersections
# description: |-
#   Outcomes for every combination of the values of two attributes, as counted in a fairness report, held against the
#   counts of the groups that they are parts of. More than two attributes at once may be reported and are not judged.
package mlgate.lib.intersections

import data.mlgate.lib.contents
import data.mlgate.lib.fairness
import data.mlgate.lib.measures

# The pairs of attributes ("age,sex") of which not every combination of sound groups is reported.
missing(body) := {concat(",", [one.attribute, other.attribute]) |
	groups := _groups(body)
	there := {_scope(_named(entry)) | some entry in _entries(body)}
	some one in groups
	some other in groups
	one.attribute < other.attribute
	between := _between(one, other)
	not between in there
}

# What is wrong with the counts: [scope, reason]. A cell has no more cases than either of its groups; the cells of a group
# have no fewer in all than the group, but may have more, for the values of an attribute may overlap.
faults(body) := (_faults_of_entries(body) | _excesses(body)) | _shortfalls(body)

# Every sound cell that was reported once, with the one that it is compared with: that of the reference groups of both attributes. A cell has its
# scope ("age=18-24,sex=male") and its counts.
compared(body) := [[cell, table[scope]] |
	groups := {_key([group.attribute, group.value]): group | some group in _groups(body)}
	table := _table(body)
	some cell in table
	scope := _scope([[group.attribute, group.reference] | some key in cell.keys; group := groups[key]])
	scope in object.keys(table)
]

_counts := ["n", "n_good", "n_bad", "good_approved", "bad_rejected"]

_groups(body) := [pair.group | some pair in fairness.pairs(body)]

# The sound cells by scope.
_table(body) := {cell.scope: cell |
	some entry in _sound(body)
	named := _named(entry)
	cell := object.union(object.filter(entry, _counts), {"scope": _scope(named), "keys": [_key(pair) | some pair in named]})
}

_sound(body) := [entry |
	entries := _entries(body)
	twice := _repeated(entries)
	some entry in entries
	count(_contradictions(entry)) == 0
	not _scope(_named(entry)) in twice
]

_repeated(entries) := {scope |
	scopes := sort([_scope(_named(entry)) | some entry in entries])
	some place, scope in scopes
	place > 0
	scopes[place - 1] == scope
}

_faults_of_entries(body) := {[_scope(_named(entry)), concat("; ", sort(reasons))] |
	some entry in _entries(body)
	reasons := _contradictions(entry)
	count(reasons) > 0
} | {[scope, "reported twice"] | some scope in _repeated(_entries(body))}

_excesses(body) := {[cell.scope, "more cases than in a group that it is part of"] |
	groups := {_key([group.attribute, group.value]): group | some group in _groups(body)}
	some cell in _table(body)
	some key in cell.keys
	group := groups[key]
	some field in _counts
	cell[field] > group[field]
}

# Only where the cells of a group are all there: what is not reported is missing.
_shortfalls(body) := {[_key([one.attribute, one.value]), concat(" ", ["fewer cases by", attribute, "than in the group"])] |
	groups := _groups(body)
	table := _table(body)
	attributes := {group.attribute | some group in groups}
	some one in groups
	some attribute in attributes
	attribute != one.attribute
	others := [other | some other in fairness.counted(body); other.attribute == attribute]
	parts := [table[_between(one, other)].n | some other in others]
	count(parts) == count(others)
	sum(parts) < one.n
}

# The entries that name a value of exactly two attributes.
_entries(body) := [entry |
	some entry in contents.list(object.get(body, "intersections", null))
	is_object(entry)
	count(_named(entry)) == 2
]

_named(entry) := [[attribute, value] |
	some attribute, value in contents.object_of(object.get(entry, "attributes", null))
	is_string(value)
]

_between(one, other) := _scope([[one.attribute, one.value], [other.attribute, other.value]])

_scope(named) := concat(",", sort([_key(pair) | some pair in named]))

_key([attribute, value]) := concat("=", [attribute, value])

_contradictions(entry) := {"not all counts are whole numbers"} if {
	not _has_counts(entry)
} else := {reason | some reason, broken in _checks(entry); broken}

_has_counts(entry) if {
	every key in _counts {
		measures.is_count(object.get(entry, key, null))
	}
}

_checks(entry) := {
	"n is not n_good plus n_bad": entry.n != (entry.n_good + entry.n_bad),
	"more good cases approved than there are": entry.good_approved > entry.n_good,
	"more bad cases rejected than there are": entry.bad_rejected > entry.n_bad,
}
