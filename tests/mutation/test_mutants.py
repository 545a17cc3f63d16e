"""What the mutation run takes for a small wrong, and that the tests beside the policies notice it."""

from __future__ import annotations

import random

from tests.mutation.mutants import of_limits, of_rules
from tests.mutation.run import KILLED, SURVIVED, explained, judge, mutants

RULE = """package x

# A comment with a < b is left alone.
findings contains {"code": "a == b"} if {
	some item in input.items
	item.count < 30
	is_string(item.name)
	total := item.count
}

is_small(item) if item.count <= 2
"""


def test_comparisons_are_flipped_numbers_changed_and_conditions_dropped():
    assert [mutant.after.strip() for mutant in of_rules("x.rego", RULE)] == [
        "item.count <= 30",
        "item.count < 31",
        "true",
        "true",
        "is_small(item) if item.count < 2",
        "is_small(item) if item.count <= 3",
        "is_small(item) if true",
    ]


def test_a_limit_becomes_a_little_more_and_a_little_less():
    text = "default:\n  a: {value: 0.5, stricter: higher}\n  b: {value: 100, stricter: lower}\n"
    assert [mutant.after.split("value: ")[1].split(",")[0] for mutant in of_limits("data.yaml", text)] == [
        "0.505", "0.495", "101", "99",
    ]  # fmt: skip


def test_what_survives_is_explained_in_full_sentences():
    known = {mutant.key for mutant in mutants()}
    told = explained()
    assert {key for key in told if key not in known} == set()
    assert all(len(why.split()) > 3 and why.endswith(".") for why in told.values())


def test_a_handful_of_wrongs_is_noticed():
    """The whole run is `make mutate`; here thirty of its mutants, always the same ones while the policies are."""
    chosen = [mutant for mutant in mutants() if mutant.file.startswith("controls/")]
    fates = {mutant.key: fate for mutant, fate in map(judge, random.Random(3).sample(chosen, 30))}
    assert KILLED in fates.values()
    assert {key for key, fate in fates.items() if fate == SURVIVED} <= set(explained())
