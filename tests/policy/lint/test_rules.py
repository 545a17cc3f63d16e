"""Every rule of the lint finds what its bad example shows, and not what its good one does."""

from __future__ import annotations

import random

import pytest

from mlgate.errors import Fault
from mlgate.policy.lint import RULES, lint
from mlgate.policy.lint.rule import Rule
from tests.policy.lint.small import files

EACH = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def found(examples=()) -> list[str]:
    """The rules that find something in the small bundle with these examples."""
    given = files(examples)
    if any("\udce9" in text for text in given.texts.values()):
        texts = {name: text for name, text in given.texts.items() if "\udce9" not in text}
        given = given._replace(texts=texts, faults=(Fault("lib/limits/limits.rego", "is not UTF-8: byte 5"),))
    return [f"{item.rule}" for item in lint(given).findings]


def test_nothing_is_found_in_the_small_bundle():
    assert lint(files()).findings == ()


@EACH
def test_a_rule_shows_how_to_write_it(rule: Rule):
    assert any(example.text for example in rule.good)
    assert all(text.endswith(".") for text in (rule.title, rule.why, rule.how))


@EACH
def test_a_rule_finds_its_bad_example(rule: Rule):
    assert rule.id in found(rule.bad)


@EACH
def test_a_rule_leaves_its_good_example_alone(rule: Rule):
    assert rule.id not in found(rule.good)


@pytest.mark.parametrize("number", range(60))
def test_a_bundle_with_any_lines_lost_is_read_all_the_same(number: int):
    chance = random.Random(number)
    given = files()
    texts = {
        name: "".join(line for line in text.splitlines(keepends=True) if chance.random() > number / 200)
        for name, text in given.texts.items()
    }
    assert lint(given._replace(texts=texts)).files == len(texts)
