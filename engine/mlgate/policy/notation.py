"""YAML, as far as JSON goes: no key twice, no dates, no anchors, no words that YAML 1.1 reads as true.

Policy data and METADATA are read by OPA as well; what two readers could take for different things is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from mlgate.errors import Fault

Place = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,15})")
_FLOAT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,2})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_ELSEWHERE = re.compile(r"[yYnN]|[-+]?(0[oO][0-7_]+|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d+)?)")
"""Bare words that are a text to this reader of YAML, and a truth value or a number to OPA's."""
_LARGEST_INTEGER = 2**53 - 1
_DEEPEST = 32
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Reading:
    """A value read from YAML; ``lines`` holds the line of every key and item, ``faults`` all that was refused."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict[Place, int])
    faults: list[Fault] = field(default_factory=list[Fault])

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(text: str, source: str, first_line: int = 1) -> Reading:
    """Read one YAML document; faults are named ``source:line``, counting from ``first_line``."""
    reading = Reading()
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        reading.faults.append(Fault(f"{source}:{first_line + line}", f"is not YAML: {error.problem or error.context}"))
        return reading
    except yaml.YAMLError as error:
        reading.faults.append(Fault(source, f"is not YAML: {str(error).splitlines()[0]}"))
        return reading
    if node is not None:
        reading.value = _Reader(reading, source, first_line).plain(node, ())
    return reading


class _Reader:
    """Node → plain value, noting lines and faults on the way."""

    def __init__(self, reading: Reading, source: str, first_line: int) -> None:
        self.reading = reading
        self.source = source
        self.first_line = first_line
        self.seen: set[int] = set()

    def plain(self, node: yaml.Node, place: Place) -> Any:
        line = self.first_line + node.start_mark.line
        self.reading.lines.setdefault(place, line)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line)
        if id(node) in self.seen:
            return self._fault(line, "an anchor used twice; write the value out")
        self.seen.add(id(node))
        if len(place) > _DEEPEST:
            return self._fault(line, f"nested deeper than {_DEEPEST} levels")
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self.first_line + key_node.start_mark.line
            key = self.plain(key_node, (*place, "")) if isinstance(key_node, yaml.ScalarNode) else None
            self.reading.lines.pop((*place, ""), None)
            if not isinstance(key, str):
                self._fault(line, f"the key {_shown(key_node)} is not a text; quote it")
                continue
            if key in found:
                self._fault(line, f"the key {key!r} stands here twice")
                continue
            self.reading.lines[(*place, key)] = line
            found[key] = self.plain(value_node, (*place, key))
        return found

    def _scalar(self, node: yaml.ScalarNode, line: int) -> Any:
        kind = node.tag.rpartition(":")[2]
        text = str(node.value)
        if kind == "str":
            if not node.style and _ELSEWHERE.fullmatch(text):
                return self._fault(line, f"{text[:40]!r} is a text here and not so in OPA; quote it")
            return text
        if kind in {"bool", "null"} and text in _WORDS:
            return _WORDS[text]
        if kind == "int" and _INTEGER.fullmatch(text) and abs(int(text)) <= _LARGEST_INTEGER:
            return int(text)
        if kind == "float" and _FLOAT.fullmatch(text):
            return float(text)
        return self._fault(
            line, f"{text[:40]!r} can be read as a {_NAMES.get(kind, kind)}; quote it, or write it as JSON does"
        )

    def _fault(self, line: int, what: str) -> None:
        self.reading.faults.append(Fault(f"{self.source}:{line}", what))


_NAMES = {"bool": "truth value", "int": "number", "float": "number", "timestamp": "date", "merge": "merge key"}


def _shown(node: yaml.Node) -> str:
    return repr(node.value)[:40] if isinstance(node, yaml.ScalarNode) else "here"
