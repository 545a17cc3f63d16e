package mlgate.lib.contents_test

import data.mlgate.lib.contents

test_what_says_something_is_given if {
	every value in ["text", "7", "n/a", " Ω ", ["x"], ["x", {"y": "z"}], {"x": "y"}, {"x": ["y"]}, {"x": {"y": ["z"]}}, {"x": [{"y": ["z"]}]}, {"x": [["z"]]}, {"x": "y", "z": null}, "To do: nothing."] {
		contents.is_given(value)
	}
}

test_what_says_nothing_is_not if {
	every value in ["", "  ", "-", "?!", null, false, true, 0, 7, 1.5, [], {}, [null], ["x", null], ["x", ""], [[]], [7], {"x": null}, {"x": 1}, {"x": true}, {"x": ["", {}]}, {"x": [[[[["too deep"]]]]]}] {
		not contents.is_given(value)
	}
}

test_a_word_for_work_to_be_done_says_nothing if {
	every value in ["TBD", " todo ", "To be defined", ["tba"], {"x": "XXX"}] {
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

test_a_text_says_something_from_a_length_on if {
	contents.says("  four ", 4)
	every value in ["  fou   ", "", null, 4, ["four"], {"four": "four"}] {
		not contents.says(value, 4)
	}
}

test_a_digest_has_its_algorithm_and_all_of_its_digits if {
	whole := concat("", ["sha256:", concat("", ["0123456789abcdef" | some _ in numbers.range(1, 4)])])
	contents.is_digest(whole)
	every value in [substring(whole, 0, 70), concat("", [whole, "0"]), substring(whole, 7, -1), upper(whole), "sha256:x", "", null, 7, [whole]] {
		not contents.is_digest(value)
	}
}

test_a_short_answer_is_none if {
	body := {"a": "  four ", "b": ["fo", "r"], "c": "fou", "d": ["n", "a"], "e": ["four", ""], "f": {"four": "four"}, "g": null, "h": [{"x": "four"}]}
	contents.short(body, {"a", "b", "c", "d", "e", "f", "g", "h", "i"}, 4) == ["c", "d", "e", "f", "g", "h", "i"]
}
