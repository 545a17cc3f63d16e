"""Every schema of a document is told apart by its examples: what passes, and what fails where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mlgate.shipped import shipped

DOCUMENTS = shipped("schemas") / "documents"
EXAMPLES = DOCUMENTS / "examples"
TYPES = sorted(path.name.removesuffix(".schema.json") for path in DOCUMENTS.glob("*.schema.json"))
FAULTS = json.loads((EXAMPLES / "faults.json").read_text("utf-8"))


def schema(kind: str) -> Any:
    return json.loads((DOCUMENTS / f"{kind}.schema.json").read_text("utf-8"))


def faults(kind: str, body: Any) -> list[tuple[str, str]]:
    """(path, keyword) of everything that is wrong with ``body``."""
    validator = Draft202012Validator(schema(kind), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [(fault.json_path, str(fault.validator)) for fault in validator.iter_errors(body)]


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a schema, itself included."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


@pytest.mark.parametrize("kind", TYPES)
def test_a_schema_is_one_and_says_what_it_is_about(kind: str):
    described = schema(kind)
    Draft202012Validator.check_schema(described)
    assert described["$id"] == f"urn:mlgate:document:{kind}:1"
    assert described["title"]
    assert described["description"]


@pytest.mark.parametrize("kind", TYPES)
def test_no_object_of_a_document_takes_unknown_fields(kind: str):
    described = [node for node in nodes(schema(kind)) if isinstance(node.get("properties"), dict)]
    assert [node for node in described if node.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("kind", TYPES)
def test_every_text_and_list_of_a_document_is_bounded(kind: str):
    unbounded = [
        node
        for node in nodes(schema(kind))
        if (node.get("type") == "string" and "maxLength" not in node)
        or (node.get("type") in ("array", ["array", "null"]) and "maxItems" not in node)
    ]
    assert unbounded == []


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_example_of_a_schema_passes_it(kind: str):
    described = schema(kind)
    validator = Draft202012Validator(described, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for node in nodes(described):
        for example in node.get("examples", ()) if "properties" not in node else ():
            assert validator.evolve(schema=node | {"$defs": described.get("$defs", {})}).is_valid(example), example


@pytest.mark.parametrize("kind", TYPES)
def test_the_valid_example_passes_and_is_the_schema_s_own(kind: str):
    example = read(EXAMPLES / f"{kind}.valid.json")
    assert schema(kind)["examples"] == [example]
    assert faults(kind, example) == []


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_an_invalid_example_fails_at_the_named_place_and_nowhere_else(name: str):
    found = faults(name.partition(".")[0], read(EXAMPLES / name))
    assert {path for path, _ in found} == {FAULTS[name]["path"]}
    assert FAULTS[name]["keyword"] in {keyword for _, keyword in found}


def test_every_example_belongs_to_a_type_and_every_type_has_both_kinds():
    names = {path.name for path in EXAMPLES.glob("*.json")} - {"faults.json"}
    assert {name for name in names if ".invalid-" in name} == set(FAULTS)
    assert {name.partition(".")[0] for name in names if name.endswith(".valid.json")} == set(TYPES)
    assert {name.partition(".")[0] for name in FAULTS} == set(TYPES)
