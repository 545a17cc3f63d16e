"""Tests of the small bundle: one of every outcome, and of every reason to fail."""

from __future__ import annotations

TESTS = """package mlgate.controls.fairness.gap_test

import data.mlgate.controls.fairness.gap

# Für die Stellen: keine Bytes für Zeichen halten.
_facts(gaps) := {"evidence": {"report": [{"status": "approved", "body": {"gaps": gaps}}]}}

_over(scope, found) := {"code": "gap_over_limit", "scope": scope, "args": {"gap": found, "limit": 0.1}}

test_passes if gap.findings == set() with input as _facts({"größe": 0.1})

test_compares_two_sets if {
	facts := _facts({"größe": 0.3, "age": 0.2})
	count(gap.findings) == 2 with input as facts
	gap.findings == {_over("age", 0.2), _over("sex", 0.4)} with input as facts
}

test_iterates if {
	every value in [0, 0.1, 0.2, "x"] {
		gap.findings == set() with input as _facts({"age": value})
	}
}

test_is_undefined if input.nothing == 1

test_says_nothing_more if {
	count(gap.findings) > 7 with input as _facts({})
}

test_is_assigned := gap._limit == 0.2

test_is_a_set contains 1

test_compares_objects if {
	{"a": 1, "ö": {"b": 2}, "b": 2} == object.union({"a": 1, "ö": {"b": 2}}, {"b": 3, "c": 4})
}

test_compares_in_brackets if (gap._limit == 0.2)

test_divides if 1 / count(gap.findings) == 1 with input as _facts({})

todo_test_later if false
"""

FILE = "controls/fairness/gap/gap_test.rego"
