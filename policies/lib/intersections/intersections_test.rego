package mlgate.lib.intersections_test

import data.mlgate.lib.intersections

_counts(n, approved) := {"n": n, "n_good": n / 2, "n_bad": n / 2, "good_approved": approved, "bad_rejected": 0}

_group(attribute, value, reference, n) := object.union(_counts(n, n / 4), {"attribute": attribute, "value": value, "reference": reference})

_cell(attributes, n) := object.union(_counts(n, n / 4), {"attributes": attributes})

_body := {
	"groups": [_group("sex", "f", "m", 40), _group("sex", "m", "m", 40), _group("age", "young", "old", 40), _group("age", "old", "old", 40)],
	"intersections": [_cell({"sex": sex, "age": age}, 20) | some sex in ["f", "m"]; some age in ["young", "old"]],
}

test_a_whole_table_lacks_nothing if {
	intersections.missing(_body) == set()
	intersections.faults(_body) == set()
}

test_every_cell_is_compared_with_that_of_both_references if {
	found := {[cell.scope, reference.scope] | some [cell, reference] in intersections.compared(_body)}
	found == {[scope, "age=old,sex=m"] | some scope in ["age=young,sex=f", "age=old,sex=f", "age=young,sex=m", "age=old,sex=m"]}
	count(intersections.compared(object.union(_body, {"intersections": array.slice(_body.intersections, 0, 3)}))) == 0
}

test_of_one_attribute_there_is_no_combination if {
	intersections.missing({"groups": array.slice(_body.groups, 0, 2)}) == set()
}

test_three_attributes_at_once_are_not_judged if {
	three := object.union(_body, {"intersections": array.concat(_body.intersections, [_cell({"sex": "f", "age": "old", "region": "north"}, 9000)])})
	intersections.faults(three) == set()
	intersections.missing(three) == set()
}

test_a_cell_of_no_group_is_compared_with_nothing if {
	strange := object.union(_body, {"intersections": array.concat(_body.intersections, [_cell({"sex": "f", "age": "unborn"}, 20)])})
	intersections.faults(strange) == set()
	count(intersections.compared(strange)) == 4
}
