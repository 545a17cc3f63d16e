"""Places in the schemas of facts and documents, as far as fields and enumerations go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from mlgate.shipped import shipped

FACTS = "facts"
_KEYED = {"incidents": "incident", "changes": "change_record"}
"""Lists of facts that hold documents of one type."""
ANY = "*"
"""The type of a document that a rule keeps under its type, whichever that is."""
_BODY, _EVIDENCE = "body", "evidence"
_BESIDE_FACTS = frozenset({"denies"})
"""What the host lays beside the facts for controls that are asked last."""


class Place(NamedTuple):
    """A place in one schema; ``evidence`` is the type of the documents that it is about, where that is known."""

    schema: str
    pointer: tuple[str, ...] = ()
    evidence: str | None = None

    def named(self) -> str:
        """How messages call it."""
        return "input" if self.schema == FACTS else f"a {self.schema}"


class Unknown(NamedTuple):
    """A field that no alternative of a place allows."""

    place: Place


def field(place: Place, name: str) -> list[Place] | Unknown | None:
    """The places of a field; Unknown where the schema has no such field, None where it leaves open what there is."""
    found: list[Place] = []
    is_closed = False
    for one, schema in _alternatives(place):
        properties: Mapping[str, Any] = schema.get("properties", {})
        more, pattern = _more(schema)
        if name in properties:
            found.append(_inside(one, name, "properties", name))
        elif isinstance(more, dict):
            found.append(_inside(one, name, *pattern))
        elif properties and more is False:
            is_closed = True
        elif _is_object(schema):
            return None
    if found:
        return [body for one in found for body in _bodies(one)] or None
    if place == Place(FACTS) and name in _BESIDE_FACTS:
        return None
    return Unknown(place) if is_closed else None


def fields(place: Place) -> list[Place]:
    """The places of every value of an object or a list."""
    found: list[Place] = []
    for one, schema in _alternatives(place):
        if isinstance(schema.get("items"), dict):
            found.append(one._replace(pointer=(*one.pointer, "items")))
        more, pattern = _more(schema)
        if isinstance(more, dict):
            found.append(_inside(one, ANY if is_by_type(one) else None, *pattern))
    return found


def is_by_type(place: Place) -> bool:
    """Whether a place holds documents by their types."""
    return place.schema == FACTS and place.pointer == ("properties", _EVIDENCE)


def words(place: Place) -> frozenset[str] | None:
    """The texts that a place may hold, null aside; None where it may hold others."""
    found: set[str] = set()
    for _, schema in _alternatives(place):
        if "const" in schema:
            found.add(str(schema["const"]))
        elif "enum" in schema:
            found |= {str(word) for word in schema["enum"]}
        elif schema.get("type") != "null":
            return None
    return frozenset(found)


def _inside(place: Place, name: str | None, *steps: str) -> Place:
    pointer = (*place.pointer, *steps)
    evidence = place.evidence
    if place.schema == FACTS and name is not None:
        if is_by_type(place):
            evidence = name
        elif place.pointer == ():
            evidence = _KEYED.get(name)
    return Place(place.schema, pointer, evidence)


def _more(schema: Mapping[str, Any]) -> tuple[Any, tuple[str, ...]]:
    """The schema of fields that are not named one by one, and the way to it."""
    for pattern, more in schema.get("patternProperties", {}).items():
        return more, ("patternProperties", pattern)
    return schema.get("additionalProperties"), ("additionalProperties",)


def _bodies(place: Place) -> Iterator[Place]:
    """A body is described by the schema of its document's type, where that is known."""
    if place.schema == FACTS and place.pointer[-1:] == (_BODY,):
        if place.evidence is not None and _document(place.evidence) is not None:
            yield Place(place.evidence)
    else:
        yield place


def _alternatives(place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """What a place may be, with references followed."""
    schema = _at(place)
    if schema is None:
        return
    if "$ref" in schema:
        pointer = tuple(schema["$ref"].removeprefix("#/").split("/"))
        yield from _alternatives(place._replace(pointer=pointer))
        return
    branches = [(key, number) for key in ("anyOf", "oneOf", "allOf") for number in range(len(schema.get(key, ())))]
    for key, number in branches:
        yield from _alternatives(place._replace(pointer=(*place.pointer, key, str(number))))
    if not branches or "properties" in schema:
        yield place, schema


def _at(place: Place) -> Mapping[str, Any] | None:
    value: Any = _document(place.schema)
    for step in place.pointer:
        if isinstance(value, list):
            value = cast("Any", value)[int(step)]
        elif isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(step)
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else None


def _is_object(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") in {"object", None} and "enum" not in schema and "const" not in schema


@cache
def _document(name: str) -> Mapping[str, Any] | None:
    folder = shipped("schemas")
    path = folder / "facts.schema.json" if name == FACTS else folder / "documents" / f"{name}.schema.json"
    if not name.replace("_", "").isalnum() or not path.is_file():
        return None
    found: Mapping[str, Any] = json.loads(path.read_bytes())
    return found


def names(place: Place) -> list[str]:
    """The fields of a place."""
    return [name for _, schema in _alternatives(place) for name in schema.get("properties", {})]
