# METADATA
# title: Fairness
# description: |-
#   Outcomes per protected group, recomputed from counts; a claimed rate is only compared. Favourable is approved and good.
#   A group whose counts contradict each other, or that has nothing sound to be compared with, is a finding and never a
#   pass. All groups of an attribute are compared with the same one, else each could be its own measure.
package mlgate.lib.fairness

import data.mlgate.lib.evaluation
import data.mlgate.lib.measures

# How many groups a report may have: the limit of its schema.
most := 500

# What is wrong with the groups of a report: `groups_missing` and `counts_inconsistent`, the latter by group.
faults(body) := {{"code": "groups_missing", "scope": "", "args": {}} |
	count(_groups(body)) == 0
} | ({{"code": "counts_inconsistent", "scope": "", "args": {"reason": reason}} |
	some reason in _faults_of_all(body)
} | {{"code": "counts_inconsistent", "scope": scope(group), "args": {"reason": concat("; ", sort(reasons))}} |
	groups := _named(body)
	references := _references(groups)
	some group in groups
	reasons := _reasons(group, references)
	count(reasons) > 0
})

# The groups whose counts are sound, each with its scope and the group it is compared with.
pairs(body) := [{"scope": scope(group), "group": group, "reference": reference} |
	groups := _named(body)
	references := _references(groups)
	some group in groups
	count(_reasons(group, references)) == 0
	some reference in _references_of(group, references)
]

# The claims among `fields` that the counts of sound groups do not bear out to a thousandth: findings `claim_differs`.
contradicted(body, fields) := {{"code": "claim_differs", "scope": pair.scope, "args": {"field": field, "claimed": claimed, "counted": measures.rounded(rate)}} |
	some pair in pairs(body)
	some field, rate in _rates(pair)
	field in fields
	claimed := object.get(pair.group, field, null)
	claimed != null
	not evaluation.agree(claimed, rate)
}

# The named groups whose size is a count, sound or not.
counted(body) := [group | some group in _named(body); measures.is_count(object.get(group, "n", null))]

# The groups that a report before production measured and this one leaves out, by scope; none where it has no groups, which
# is a fault of its own.
left_out(body, earlier) := {scope(group) | some group in _named(earlier)} - {scope(group) | some group in _named(body)} if {
	count(_named(body)) > 0
} else := set()

scope(group) := concat("=", [group.attribute, group.value])

# Approved among all; of a group that is not empty.
approval_rate(group) := ((group.good_approved + group.n_bad) - group.bad_rejected) / group.n

# Approved among good; of a group with good cases.
tpr_favourable(group) := group.good_approved / group.n_good

_groups(body) := groups if {
	groups := object.get(body, "groups", null)
	is_array(groups)
	count(groups) <= most
} else := []

_named(body) := [group | some group in _groups(body); _is_named(group)]

_is_named(group) if {
	every key in ["attribute", "value", "reference"] {
		is_string(group[key])
		group[key] != ""
	}
}

# The groups that are their own reference, by attribute and place: to be looked up, not searched for every group.
_references(groups) := object.union_n([{group.attribute: {format_int(place, 10): group}} |
	some place, group in groups
	group.value == group.reference
])

_faults_of_all(body) := {"a group without attribute, value or reference" |
	count(_named(body)) < count(_groups(body))
} | {"a group reported twice" |
	groups := _named(body)
	count({[group.attribute, group.value] | some group in groups}) < count(groups)
}

# What is wrong with a group: its own counts, or what it is compared with.
_reasons(group, references) := _contradictions(group) | _faults_of_reference(group, _references_of(group, references))

_references_of(group, references) := object.get(references, group.attribute, {})

_faults_of_reference(group, held) := {"no single reference group"} if {
	count(held) != 1
} else := {"the reference group is another one than that of the attribute" |
	some reference in held
	reference.value != group.reference
} | {"the reference group has no good or no approved cases, or no sound counts" |
	some reference in held
	not _is_comparable(reference)
}

_is_comparable(group) if {
	count(_contradictions(group)) == 0
	group.n_good > 0
	approval_rate(group) > 0
}

_contradictions(group) := {"not all counts are whole numbers"} if {
	not _has_counts(group)
} else := {reason | some reason, broken in _checks(group); broken}

_has_counts(group) if {
	every key in ["n", "n_good", "n_bad", "good_approved", "bad_rejected"] {
		measures.is_count(object.get(group, key, null))
	}
}

_checks(group) := {
	"n is not n_good plus n_bad": group.n != (group.n_good + group.n_bad),
	"more good cases approved than there are": group.good_approved > group.n_good,
	"more bad cases rejected than there are": group.bad_rejected > group.n_bad,
}

# The rates of a group that its counts and those of its reference make: of nothing, there is none.
_rates(pair) := object.union_n([_of_all(pair), _of_good(pair), _of_bad(pair)])

_of_all(pair) := {
	"approval_rate": approval_rate(pair.group),
	"di_ratio": approval_rate(pair.group) / approval_rate(pair.reference),
} if {
	pair.group.n > 0
} else := {}

_of_good(pair) := {
	"tpr_favourable": tpr_favourable(pair.group),
	"eod": tpr_favourable(pair.group) - tpr_favourable(pair.reference),
} if {
	pair.group.n_good > 0
} else := {}

_of_bad(pair) := {"recall_bad": pair.group.bad_rejected / pair.group.n_bad} if {
	pair.group.n_bad > 0
} else := {}
