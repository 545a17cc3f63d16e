"""One change between two bundles."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, cast


class Direction(StrEnum):
    """What a change does to what is asked; ``open`` where that cannot be told by looking."""

    LOOSER = "looser"
    STRICTER = "stricter"
    OPEN = "open"

    @property
    def opposite(self) -> Direction:
        """Looser for stricter, and the other way round."""
        return {Direction.LOOSER: Direction.STRICTER, Direction.STRICTER: Direction.LOOSER}.get(self, self)


class Section(StrEnum):
    """What a change is about, in the order in which changes are told."""

    CONTROL = "control"
    RULES = "rules"
    THRESHOLD = "threshold"
    DATE = "date"
    APPROVALS = "approvals"
    EVIDENCE = "evidence"
    WAIVERS = "waivers"
    LIFECYCLE = "lifecycle"
    DATA = "data"
    MANIFEST = "manifest"


class Change(NamedTuple):
    """``subject`` names what changed (a control, a limit, a path of data), ``what`` which side of it.

    ``old`` and ``new`` are JSON values, None where there is nothing; ``note`` adds what a reviewer would look up.
    """

    section: Section
    subject: str
    what: str
    direction: Direction
    old: Any = None
    new: Any = None
    note: str = ""

    def document(self) -> dict[str, Any]:
        """The JSON form."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in self._asdict().items()}


def by_size(old: object, new: object, *, more: Direction) -> Direction:
    """The direction of a number, or of a date as text, that grew or shrank, where more of it means ``more``."""
    if isinstance(old, bool) or isinstance(new, bool):
        return Direction.OPEN
    if isinstance(old, int | float) and isinstance(new, int | float):
        return more if new > old else more.opposite
    if isinstance(old, str) and isinstance(new, str):
        return more if new > old else more.opposite
    return Direction.OPEN


def by_members(old: Any, new: Any, *, more: Direction) -> Direction:
    """The direction of a list that gained or lost members, where each one more means ``more``.

    What is replaced counts as looser: something that was asked is asked no more.
    """
    before, after = members(old), members(new)
    found = {more for _ in after - before} | {more.opposite for _ in before - after}
    if Direction.LOOSER in found:
        return Direction.LOOSER
    return Direction.STRICTER if found else Direction.OPEN


def members(value: object) -> set[str]:
    """The members of a list, as text; none where it is no list."""
    return set(map(str, cast("list[object]", value))) if isinstance(value, list) else set()
