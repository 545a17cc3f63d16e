"""Small wrongs done to the policies, one at a time: what a slip of the pen, or somebody with a purpose, would change.

- a comparison is flipped: ``<`` and ``<=``, ``>`` and ``>=``, ``==`` and ``!=``;
- a condition is dropped: a line of a body, or the one condition after ``if``;
- a union loses a part, an intersection becomes a union;
- a number in a rule or a threshold in policy data is changed by a little.

The text is changed, not the tree, so that a survivor can be read as a diff. Tests and METADATA stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FLIPS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ", " & ": " | "}

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_NUMBER = re.compile(r"(?<![\w.\[\"])(\d+(?:\.\d+)?)(?![\w.\]\"])")
_STRUCTURE = re.compile(r"^(some |every |import |package |default |[\]})]|#|.*[\[{(,|]$|.*:=|.*\bas\b)")
_ONE_LINE = re.compile(r"(?<= if )(?!\{)(?P<condition>.+)$")
_LIMIT = re.compile(r"(?<=value: )(\d+(?:\.\d+)?)(?=,)")
_SHARE = 0.01


@dataclass(frozen=True)
class Mutant:
    """One changed file: where, what was there, what is there now."""

    file: str
    line: int
    before: str
    after: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}: {self.before.strip()} → {self.after.strip()}"

    @property
    def key(self) -> str:
        """What it is known by: the lines themselves, for their numbers move."""
        return f"{self.file}: {self.before.strip()} → {self.after.strip()}"


def of_rules(file: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for changed in _changed(line, depth=_depth(lines, number)):
            yield Mutant(file, number + 1, line, changed, "\n".join([*lines[:number], changed, *lines[number + 1 :]]))


def of_limits(file: str, text: str) -> Iterator[Mutant]:
    """Every limit of a data file, a hundredth more and a hundredth less (a whole number: one more, one less)."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for found in _LIMIT.finditer(line):
            for changed in _nearby(found[1]):
                after = line[: found.start()] + changed + line[found.end() :]
                yield Mutant(file, number + 1, line, after, "\n".join([*lines[:number], after, *lines[number + 1 :]]))


def _nearby(number: str) -> tuple[str, str]:
    if "." in number:
        return f"{float(number) * (1 + _SHARE):g}", f"{float(number) * (1 - _SHARE):g}"
    return str(int(number) + 1), str(int(number) - 1)


def _depth(lines: list[str], number: int) -> int:
    return len(lines[number]) - len(lines[number].lstrip("\t"))


def _changed(line: str, *, depth: int) -> Iterator[str]:
    """The line, wrong in one way after the other."""
    if line.lstrip().startswith(("#", "package ", "import ")) or not line.strip():
        return
    texts = [found.span() for found in _TEXT.finditer(line)]

    def is_text(place: int) -> bool:
        return any(start <= place < end for start, end in texts)

    for old, new in FLIPS.items():
        for found in re.finditer(re.escape(old), line):
            if not is_text(found.start()):
                yield line[: found.start()] + new + line[found.end() :]
    for found in _NUMBER.finditer(line):
        if not is_text(found.start()):
            yield line[: found.start()] + str(float(found[1]) + 1).removesuffix(".0") + line[found.end() :]
    if depth and not _STRUCTURE.match(line.strip()):
        yield "\t" * depth + "true"
    if one := _ONE_LINE.search(line):
        yield line[: one.start()] + "true"
