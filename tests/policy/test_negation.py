"""``not`` over something that may be missing is found, and over what is always there is left alone."""

from __future__ import annotations

import json

import pytest
import regorus

from mlgate.policy.negation import lint

MODULE = """package mlgate.lib.probe

import data.mlgate.lib.other
import data.mlgate.lib.other as alias

rule if {{
	some bound in input.waivers
	{statement}
}}

default defaulted := 0

defaulted := 1 if input.evidence.x

unsure := 1 if input.evidence.x

sure := 3

also_sure := count([1, sure_set])

a_set contains 1 if input.evidence.x

f(x) if x

default total(_) := 0

total(x) := 1 if x > 3

either(x) := x if is_object(x)

either(x) := {{}} if not is_object(x)

half(x) := x if is_object(x)

half(x) := {{}} if not is_array(x)

doubtful(x) := x if is_object(x)

doubtful(x) := input.evidence.v if not is_object(x)

plain(x) := object.get(x, "k", null)
"""
OTHER = "package mlgate.lib.other\n\nlist contains 1\n\nmaybe := 1 if input.evidence.x\n\nf(x) if x\n"


def found(statement: str) -> list[str]:
    engine = regorus.Engine()
    engine.add_policy("probe.rego", MODULE.format(statement=statement))
    engine.add_policy("other.rego", OTHER)
    return [fault.where for fault in lint(json.loads(engine.get_ast_as_json()))]


@pytest.mark.parametrize(
    "statement",
    [
        "not f(input.evidence.v)",
        "not other.f(bound.n)",
        'not input.evidence.v in {"a"}',
        "not bound in input.evidence.v",
        "not input.evidence.v > 1",
        "not bound.n == 1",
        "not data.config.q[input.evidence.v]",
        "not a_set[bound.n]",
        "not count(input.evidence.v) == 1",
        "not 1 + input.evidence.v == 2",
        'not {"a": input.evidence.v} == bound',
        "not f([1, bound.x])",
        "not f(unsure)",
        "not f(other.maybe)",
        "not f(alias.maybe)",
        "not f(f(bound))",
        "not f(input.unknown)",
        "not f(input.denies)",
        "not f(bound.body.n)",
        "not f(half(bound))",
        "not f(doubtful(bound))",
        "x := [y | some y in [1]; not f(bound.x)]",
        "every y in [1] { not f(bound.x) }",
    ],
)
def test_what_the_engines_could_decide_differently_is_found(statement):
    assert found(statement) == ["probe.rego:8"]


@pytest.mark.parametrize(
    "statement",
    [
        "not input.evidence.v",
        "not bound.x.y",
        "not unsure",
        "not other.maybe",
        "not f(bound)",
        "not f(bound.scopes)",
        "not f(either(bound))",
        "not f(plain(bound))",
        'not f("x")',
        "not bound in a_set",
        "not bound in other.list",
        "not alias.list[bound]",
        "not f(defaulted)",
        "not f(sure)",
        "not f(total(bound))",
        "not f(input.subject.ref)",
        'not input.request.requester in {"u-ann"}',
        'not f(object.get(input.evidence, "x", []))',
        "not count([y | some y in input.evidence.v]) == 1",
        "not f(data.config.thresholds)",
        "not bound == {1, 2}",
        "not bound > 1",
        "f(input.evidence.v)",
    ],
)
def test_what_is_always_there_is_left_alone(statement):
    assert found(statement) == []
