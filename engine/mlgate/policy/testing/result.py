"""What became of each test, in the words of ``opa test``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue


class Outcome(StrEnum):
    """A test is ``passed`` where it is true, ``skipped`` where its name begins with ``todo_``."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Case:
    """One test: ``file`` is its path inside the bundle, ``package`` is dotted and without ``data``."""

    file: str
    line: int
    package: str
    name: str

    @property
    def path(self) -> str:
        """The rule."""
        return f"data.{self.package}.{self.name}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Why a test is not true: the line and text of its first statement that is not, and what can be said of that.

    ``missing`` is expected and was not found, ``extra`` was found and not expected; ``notes`` are whole sentences.
    """

    line: int
    text: str
    missing: Sequence[str] = ()
    extra: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a test, in how many seconds; ``message`` says what went wrong where it is an error.

    ``is_overrun`` tells that its worker had to be ended.
    """

    case: Case
    outcome: Outcome
    seconds: float = 0
    message: str = ""
    difference: Difference | None = None
    is_overrun: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one control: its place, the codes it declares, and each set of codes that its findings bore in some test."""

    control: str
    place: str
    declared: frozenset[str]
    sets: frozenset[tuple[str, ...]]

    @property
    def silent(self) -> Sequence[str]:
        """The codes that no test has it emit."""
        return sorted(self.declared.difference(*self.sets))

    @property
    def passes(self) -> bool:
        """Whether it found nothing in some test."""
        return () in self.sets


@dataclass(frozen=True)
class Counted:
    """What tests ran through: by module the lines that ran and those that did not; what was seen of each control."""

    lines: Mapping[str, tuple[frozenset[int], frozenset[int]]]
    seen: Sequence[Seen]


def differing(found: JsonValue, expected: JsonValue) -> tuple[list[str], list[str]]:
    """Two values, as lines: what is missing of the expected one, what is too much in the other.

    Of lists (sets come as sorted lists) and of objects only the members that differ are told.
    """
    match found, expected:
        case list(), list():
            return _without(expected, found), _without(found, expected)
        case dict(), dict():
            return list(_fields(expected, found)), list(_fields(found, expected))
        case _:
            return [_line(expected)], [_line(found)]


def _without(these: list[JsonValue], those: list[JsonValue]) -> list[str]:
    rest = [_line(one) for one in those]
    left: list[str] = []
    for line in map(_line, these):
        if line in rest:
            rest.remove(line)
        else:
            left.append(line)
    return left


def _fields(these: Mapping[str, JsonValue], those: Mapping[str, JsonValue]) -> Iterator[str]:
    for name, value in these.items():
        if name not in those or _line(those[name]) != _line(value):
            yield f"{json.dumps(name, ensure_ascii=False)}: {_line(value)}"


def _line(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
