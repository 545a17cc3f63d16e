"""Messages of findings: plain names and format specs, nothing that reaches into a value.

``"{scope}: difference {gap:.4f} beyond {limit}"``. A conversion, an attribute, an index or a nested field is refused
when the bundle is loaded; an argument that the rule did not give, when the message is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, NamedTuple

from mlgate.errors import EvaluationError

_SPEC = re.compile(r"([<>^]?\d{1,2})?[+]?,?(\.\d{1,2})?[dfeg%s]?")


class Message(NamedTuple):
    """A message taken apart: (text before, name, format spec), and the text after the last."""

    parts: tuple[tuple[str, str, str], ...]
    tail: str

    @property
    def names(self) -> frozenset[str]:
        """The arguments it needs, ``scope`` among them where it is named."""
        return frozenset(name for _, name, _ in self.parts)

    def write(self, scope: str, args: Mapping[str, Any]) -> str:
        """The text; raises EvaluationError for an argument that is missing or of the wrong kind."""
        written: list[str] = []
        for text, name, spec in self.parts:
            value = scope if name == "scope" else args.get(name, _MISSING)
            if value is _MISSING:
                raise EvaluationError(f"the message needs the argument {name!r}, and the rule does not give it")
            written += (text, _formatted(name, value, spec))
        written.append(self.tail)
        return "".join(written)


_MISSING = object()


def parse(text: str) -> Message:
    """Take a message apart; raises ValueError saying what is wrong with it."""
    parts: list[tuple[str, str, str]] = []
    tail = ""
    for literal, name, spec, conversion in Formatter().parse(text):
        tail += literal
        if name is None:
            continue
        if not name.isidentifier() or conversion is not None:
            raise ValueError(f"{{{name}}} is not a plain name")
        if not _SPEC.fullmatch(spec or ""):
            raise ValueError(f"{{{name}:{spec}}} has a format that is not allowed")
        parts.append((tail, name, spec or ""))
        tail = ""
    return Message(tuple(parts), tail)


def _formatted(name: str, value: Any, spec: str) -> str:
    plain = _plain(name, value)
    try:
        return format(plain, spec)
    except ValueError:
        raise EvaluationError(f"the argument {name!r} is {plain!r}, which the format {spec!r} does not fit") from None


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    if isinstance(value, str | int | float):
        return value
    raise EvaluationError(f"the argument {name!r} is not a text, a number or a truth value")
