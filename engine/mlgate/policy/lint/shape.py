"""What is known of a value before anything runs: its texts, its fields, its place in a schema."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mlgate.policy.lint.schema import ANY, Place
from mlgate.policy.source import Name


@dataclass(frozen=True, slots=True)
class Open:
    """Anything."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A number, a truth value, null, or a collection with nothing in it: no field, and no text."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text as written in a module: file, line, column."""

    value: str
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Texts:
    """One of some texts that are written in modules."""

    texts: frozenset[Text]


@dataclass(frozen=True, slots=True)
class Facts:
    """A value at one of some places of facts or documents; ``assured`` are fields that conditions have asked for."""

    places: frozenset[Place]
    assured: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Many:
    """A list, a set, or an object whose keys are not known: what its keys and its values are."""

    key: Shape
    item: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """An object with known fields."""

    fields: tuple[tuple[str, Shape], ...]
    keys: frozenset[Text]


@dataclass(frozen=True, slots=True)
class Package:
    """A path below ``data`` that is not yet a rule's."""

    path: Name


Shape = Open | Plain | Texts | Facts | Many | Record | Package

OPEN = Open()
PLAIN = Plain()


def join(one: Shape, other: Shape) -> Shape:  # noqa: PLR0911 - one for each kind
    """What is known of a value that is either."""
    if one == other or isinstance(other, Plain):
        return one
    if isinstance(one, Plain):
        return other
    match one, other:
        case Texts(), Texts():
            return Texts(one.texts | other.texts)
        case Facts(), Facts():
            return Facts(one.places | other.places, one.assured & other.assured)
        case Many(), Many():
            return Many(join(one.key, other.key), join(one.item, other.item))
        case Record(), Record() if dict(one.fields).keys() == dict(other.fields).keys():
            others = dict(other.fields)
            fields = tuple((name, join(shape, others[name])) for name, shape in one.fields)
            return Record(fields, one.keys | other.keys)
        case _:
            return OPEN


def of_type(shape: Shape, kind: str) -> Shape:
    """What was said of documents of whichever type, of those of one."""
    match shape:
        case Texts():
            return Texts(frozenset(replace(text, value=kind) if text.value == ANY else text for text in shape.texts))
        case Facts():
            places = (one._replace(evidence=kind) if one.evidence == ANY else one for one in shape.places)
            return Facts(frozenset(places), shape.assured)
        case Many():
            return Many(of_type(shape.key, kind), of_type(shape.item, kind))
        case Record():
            return Record(tuple((name, of_type(item, kind)) for name, item in shape.fields), shape.keys)
        case _:
            return shape


def all_of(shapes: list[Shape]) -> Shape:
    """The join of many; of none, nothing."""
    found: Shape = PLAIN
    for shape in shapes:
        found = join(found, shape)
    return found
