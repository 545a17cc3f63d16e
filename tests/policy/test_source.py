"""Reading a module by its tokens finds what the engine's own parser finds: packages, rules, calls, nesting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import regorus

from mlgate.policy import source
from mlgate.shipped import shipped
from tests.policy.small import FILES, other

SHIPPED = sorted(shipped("policies").rglob("*.rego"))
TRICKY = """# a module with what readers stumble over
package mlgate.lib.tricky

import data.mlgate.lib.evidence
import data.mlgate.lib.evidence as proof

import rego.v1

default allowed := false

allowed if {
	not _is_barred(input.person) # count(1)
	every item in evidence.approved("a ( [ {") {
		item.body["count("] == count([1, {"x": {2, 3}}])
	}
}

default share(_) := 0

share(x) := round(x * 100) / 100 if x > 0

else := abs(
	x,
) if x < 0

_is_barred(person) if person in {name | some name in proof.approved(`raw " count(`)[_].body.names}

table[key].inner := value if some key, value in {"a": (1 + 2) * 3, "b": to_number("4")}

words contains concat("", [upper("x"), sprintf("%s (", ["y"])])

nested := [[[[[[[[[[[[1]]]]]]]]]]]]

negative := -1 - -2

text := "quote \\" count( # no comment"
"""

MODULES = {
    "tricky": TRICKY,
    "another control": other(1),
    **{name: text for name, text in FILES.items() if name.endswith(".rego")},
    **{path.relative_to(shipped("policies")).as_posix(): path.read_text("utf-8") for path in SHIPPED},
}


def parsed(text: str) -> Any:
    engine = regorus.Engine()
    engine.add_policy("m.rego", text)
    return json.loads(engine.get_ast_as_json())[0]["ast"]


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def dotted(reference: Any) -> str:
    ((kind, body),) = reference.items()
    if kind == "Var":
        return body["value"]
    if kind == "RefDot":
        return f"{dotted(body['refr'])}.{body['field'][1]}"
    return dotted(body["refr"])


def calls(ast: Any) -> list[tuple[str, int]]:
    found = [node["Call"] for node in nodes(ast) if "Call" in node]
    return sorted((dotted(call["fcn"]), len(call["params"])) for call in found)


def heads(ast: Any) -> set[str]:
    """The names of rules, up to their first bracket."""
    found: set[str] = set()
    for rule in ast["rules"]:
        ((kind, body),) = rule.items()
        reference = body["refr"] if kind == "Default" else next(iter(body["head"].values()))["refr"]
        while next(iter(reference)) == "RefBrack" or _is_inside_brackets(reference):
            reference = next(iter(reference.values()))["refr"]
        found.add(dotted(reference))
    return found


def _is_inside_brackets(reference: Any) -> bool:
    return any("RefBrack" in node for node in nodes(reference))


@pytest.mark.parametrize("name", MODULES)
def test_calls_are_those_that_the_parser_finds(name):
    found = source.read(name, MODULES[name])
    assert found.faults == []
    named = sorted((call.name, call.arguments) for call in found.calls if call.name != "set")
    assert named == calls(parsed(MODULES[name])), "set() alone is no call to the parser, but the empty set"


@pytest.mark.parametrize("name", MODULES)
def test_package_and_rules_are_those_that_the_parser_finds(name):
    ast = parsed(MODULES[name])
    found = source.read(name, MODULES[name])
    assert ".".join(found.package) == dotted(ast["package"]["refr"])
    assert {".".join(rule) for rule in found.rules} == heads(ast)


def test_the_lines_are_those_of_the_text():
    found = source.read("m", TRICKY)
    lines = TRICKY.split("\n")
    assert all(call.name.split(".")[-1] in lines[call.line - 1] for call in found.calls)
    assert all(lines[rule.line - 1].removeprefix("default ").startswith(rule.name[0]) for rule in found.rules.values())


def test_imports_go_by_their_last_name_or_their_alias():
    path = ("data", "mlgate", "lib", "evidence")
    assert source.read("m", TRICKY).imports == {"evidence": path, "proof": path}


def test_a_function_has_the_arguments_of_its_definitions():
    rules = source.read("m", TRICKY).rules
    assert list(rules["share",].arities) == [1]
    assert list(rules["allowed",].arities) == [None]


def test_names_in_texts_and_comments_are_not_used():
    rules = source.read("m", TRICKY).rules
    assert "count" not in rules["text",].uses
    assert set(rules["_is_barred",].uses) == {"person", "name", "proof.approved", "_"}
