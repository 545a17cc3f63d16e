package mlgate.lib.contents_test

import data.mlgate.lib.contents

test_what_says_something_is_given if {
	every value in ["text", 0, 1.5, true, ["x"], {"x": 1}] {
		contents.is_given(value)
	}
}

test_what_says_nothing_is_not if {
	every value in ["", "  ", null, false, [], {}] {
		not contents.is_given(value)
	}
}

test_missing_names_are_sorted if {
	contents.missing({"b": "x", "a": null}, {"c", "b", "a"}) == ["a", "c"]
}

test_wrong_types_are_empty if {
	contents.list("x") == []
	contents.list(["x"]) == ["x"]
	contents.object_of([]) == {}
	contents.object_of({"x": 1}) == {"x": 1}
}
