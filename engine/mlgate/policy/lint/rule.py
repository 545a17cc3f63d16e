"""What a lint says: rules, each with an example of what it finds and of how to write it, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlgate.policy.lint.reading import Reading


class Level(StrEnum):
    """How grave: an ``error`` can turn or lose a decision, or keeps the bundle out; a ``warning`` misleads a reader."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One thing to mend. ``file`` is inside the bundle; ``line`` and ``column`` count from 1, None where not known."""

    rule: str
    file: str
    line: int | None
    column: int | None
    what: str


class Example(NamedTuple):
    """Lines of one file of a bundle, as they would be written in it."""

    file: str
    text: str


class Rule(NamedTuple):
    """One rule: ``title`` says what it finds, ``why`` what that would do, ``how`` what to write instead."""

    id: str
    level: Level
    title: str
    why: str
    how: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


Check = Callable[["Reading"], Iterator[Finding]]

CONTROL = "controls/example/score/score.rego"
"""The control that examples are written in."""


def inside(rule: Rule, file: str, line: int | None, what: str, column: int | None = None) -> Finding:
    """A finding of a rule."""
    return Finding(rule.id, file, line, column, what)


def in_control(text: str) -> tuple[Example, ...]:
    """An example that is one control's."""
    return (Example(CONTROL, text),)
