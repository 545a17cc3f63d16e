"""Two bundles side by side, for people: what becomes looser first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from mlgate.policy.difference.change import Change, Direction
from mlgate.policy.difference.compare import Difference

_HEADINGS = {
    Direction.LOOSER: "Looser",
    Direction.STRICTER: "Stricter",
    Direction.OPEN: "To be read",
}
_ABOUT = {
    Direction.LOOSER: "Something that was asked is asked less, later, or no more.",
    Direction.STRICTER: "Something more is asked, or sooner.",
    Direction.OPEN: "Whether it is looser or stricter cannot be told by looking.",
}
_LONGEST = 60
_SHORT = 12


def text(difference: Difference) -> str:
    """For a terminal."""
    return "".join(f"{line}\n" for line in _text(difference))


def markdown(difference: Difference) -> str:
    """For a pull request."""
    return "".join(f"{line}\n" for line in _markdown(difference))


def _text(difference: Difference) -> Iterator[str]:
    yield f"policies {_name(difference.old)} → {_name(difference.new)}"
    if not difference.changes:
        yield "\nNothing changed."
    for direction, heading in _HEADINGS.items():
        changes = difference.of(direction)
        if changes:
            yield f"\n{heading} {len(changes)}"
        subjects = max((len(change.subject) for change in changes), default=0)
        for change in changes:
            yield f"  {change.subject:<{subjects}}  {change.what}: {_change(change)}"
            if change.note:
                yield f"  {'':<{subjects}}    {change.note}"


def _markdown(difference: Difference) -> Iterator[str]:
    yield f"## Policies {_name(difference.old)} → {_name(difference.new)}"
    if not difference.changes:
        yield "\nNothing changed."
    for direction, heading in _HEADINGS.items():
        changes = difference.of(direction)
        if not changes:
            continue
        yield f"\n### {heading} ({len(changes)})\n\n{_ABOUT[direction]}\n"
        yield "| | What | Before | After | |\n|---|---|---|---|---|"
        for change in changes:
            cells = (change.subject, change.what, _value(change.old), _value(change.new), change.note)
            yield f"| {' | '.join(map(_cell, cells))} |"


def _name(reference: Any) -> str:
    return f"{reference.revision} ({reference.digest.removeprefix('sha256:')[:_SHORT]})"


def _change(change: Change) -> str:
    if change.old is None and change.new is None:
        return "changed"
    old, new = _value(change.old), _value(change.new)
    return f"{_cut(old)} → {_cut(new)}"


def _value(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(_value, cast("list[object]", value))) or "none"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _cut(text_: str) -> str:
    line = " ".join(text_.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _cell(text_: str) -> str:
    return " ".join(text_.split()).replace("|", "\\|").replace("<", "&lt;")
