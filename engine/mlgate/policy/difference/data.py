"""Policy data against policy data: every leaf that differs, told by what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from mlgate.policy.difference.change import Change, Direction, Section, by_members, by_size, members
from mlgate.policy.limits import Data, Limits, Place, mapping

Path = tuple[str, ...]
_ABSENT = object()
_LOOSER, _STRICTER, _OPEN = Direction.LOOSER, Direction.STRICTER, Direction.OPEN
_ALL_NAMED = "*"


class Leaf(NamedTuple):
    """A place of data whose value differs; None where there is nothing."""

    path: Path
    old: Any
    new: Any


class Sides(NamedTuple):
    """The limits before and after, and the controls that name each limit afterwards."""

    old: Limits
    new: Limits
    users: Mapping[str, tuple[str, ...]]


def compare(old: Mapping[str, Any], new: Mapping[str, Any], users: Mapping[str, tuple[str, ...]]) -> Iterator[Change]:
    """All differences of data."""
    sides = Sides(Limits(old), Limits(new), users)
    for leaf in _leaves(dict(old), dict(new), ()):
        yield from _told(leaf, sides)


def _leaves(old: object, new: object, path: Path) -> Iterator[Leaf]:
    if _branches(old, new) or _branches(new, old):
        before, after = mapping(old), mapping(new)
        for key in sorted({*before, *after}):
            yield from _leaves(before.get(key, _ABSENT), after.get(key, _ABSENT), (*path, key))
    elif old != new or type(old) is not type(new):
        yield Leaf(path, None if old is _ABSENT else old, None if new is _ABSENT else new)


def _branches(side: object, other: object) -> bool:
    """Whether there is something below, on this side, and nothing else than more or less of it on the other."""
    return isinstance(side, dict) and bool(cast("Data", side)) and (isinstance(other, dict) or other is _ABSENT)


def _told(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    for pattern, tell in _KNOWN:
        if len(pattern) == len(leaf.path) and all(
            part in {_ALL_NAMED, key} for part, key in zip(pattern, leaf.path, strict=True)
        ):
            yield from tell(leaf, sides)
            return
    yield _plain(Section.LIFECYCLE if leaf.path[:2] == ("config", "lifecycle") else Section.DATA, leaf, _OPEN)


def _plain(section: Section, leaf: Leaf, direction: Direction, note: str = "") -> Change:
    return Change(section, ".".join(leaf.path), "value", direction, leaf.old, leaf.new, note)


def _limit(leaf: Leaf, sides: Sides, place: Place, name: str) -> Change:
    """A limit by what is in force at its place, so that an override that goes falls back to what holds without it."""
    before, after = sides.old.in_force(place, name), sides.new.in_force(place, name)
    stricter = sides.new.stricter.get(name) or sides.old.stricter.get(name)
    direction = _OPEN if before == after else _by_flag(str(stricter), before, after)
    users = ", ".join(sides.users.get(name, ())) or "no control names it"
    fallback = "" if leaf.new is not None or after is None else f"; {after} holds without it"
    return Change(Section.THRESHOLD, name, str(place), direction, leaf.old, leaf.new, users + fallback)


def _by_flag(stricter: str, before: object, after: object) -> Direction:
    """The direction of a limit, by the word that says which way is stricter."""
    if stricter == "union":
        return by_members(before, after, more=_STRICTER)
    more = {"higher": _STRICTER, "lower": _LOOSER}.get(stricter)
    return by_size(before, after, more=more) if more else _OPEN


def _default(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    yield _limit(leaf, sides, Place(), leaf.path[3])


def _overlay(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    yield _limit(leaf, sides, Place(overlay=leaf.path[3]), leaf.path[4])


def _agreed(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    yield _limit(leaf, sides, Place(use_case=leaf.path[2]), leaf.path[4])


def _of_model(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    yield _limit(leaf, sides, Place(use_case=leaf.path[2], group=leaf.path[4]), leaf.path[5])


def _which_is_stricter(leaf: Leaf, _: Sides) -> Iterator[Change]:
    yield Change(Section.THRESHOLD, leaf.path[3], "which way is stricter", _OPEN, leaf.old, leaf.new)


def _overlays(leaf: Leaf, sides: Sides) -> Iterator[Change]:
    """Other overlays of a use case, and each limit that is another one through them."""
    use_case = leaf.path[2]
    yield Change(Section.THRESHOLD, use_case, "overlays", _OPEN, leaf.old, leaf.new)
    place = Place(use_case=use_case)
    for name in sorted(sides.old.names | sides.new.names):
        before, after = sides.old.in_force(place, name), sides.new.in_force(place, name)
        is_overlaid = any(
            (Place(overlay=overlay), name) in limits.written()
            for limits in (sides.old, sides.new)
            for overlay in limits.overlays(use_case)
        )
        if is_overlaid and before != after:
            yield _limit(Leaf(leaf.path, before, after), sides, place, name)


def _votes(leaf: Leaf, _: Sides) -> Iterator[Change]:
    kind, tier, gate = leaf.path[2:]
    direction = by_members(leaf.old, leaf.new, more=_STRICTER)
    if leaf.new is None:
        direction = _STRICTER
    elif leaf.old is None:
        direction = _LOOSER
    silent = "where nothing is said, the gate denies" if None in (leaf.old, leaf.new) else ""
    yield Change(Section.APPROVALS, f"{kind}, {tier}", f"votes at {gate}", direction, leaf.old, leaf.new, silent)


def _approvers(leaf: Leaf, _: Sides) -> Iterator[Change]:
    direction = by_members(leaf.old or [], leaf.new or [], more=_LOOSER)
    gone, come = members(leaf.old) - members(leaf.new), members(leaf.new) - members(leaf.old)
    note = "other roles than before" if gone and come else ""
    yield Change(Section.EVIDENCE, leaf.path[2], "who approves it", direction, leaf.old, leaf.new, note)


def _life(leaf: Leaf, _: Sides) -> Iterator[Change]:
    direction = by_size(leaf.old, leaf.new, more=_LOOSER)
    if leaf.new is None or leaf.old is None:
        direction = _LOOSER if leaf.new is None else _STRICTER
    yield Change(Section.EVIDENCE, leaf.path[2], f"days it lives, {leaf.path[4]}", direction, leaf.old, leaf.new)


def _measured(leaf: Leaf, _: Sides) -> Iterator[Change]:
    direction = {True: _LOOSER, False: _STRICTER}[leaf.new is True]
    yield Change(Section.EVIDENCE, leaf.path[2], "a measurement counts without approval", direction, leaf.old, leaf.new)


def _waiver(leaf: Leaf, _: Sides) -> Iterator[Change]:
    tier, field = leaf.path[3:]
    if field == "granted_by":
        direction = by_members(leaf.old or [], leaf.new or [], more=_STRICTER)
    else:
        direction = by_size(leaf.old or 0, leaf.new or 0, more=_LOOSER)
    yield Change(Section.WAIVERS, f"tier {tier}", field, direction, leaf.old, leaf.new)


def _own_waiver(leaf: Leaf, _: Sides) -> Iterator[Change]:
    direction = by_size(leaf.old, leaf.new, more=_LOOSER)
    if leaf.new is None or leaf.old is None:
        direction = _LOOSER if leaf.new is None else _STRICTER
    note = "where nothing is said, the tier's limit holds" if None in (leaf.old, leaf.new) else ""
    yield Change(Section.WAIVERS, leaf.path[3], "days a waiver lasts", direction, leaf.old, leaf.new, note)


def _legal(leaf: Leaf, _: Sides) -> Iterator[Change]:
    yield _plain(Section.DATE, leaf, by_size(leaf.old, leaf.new, more=_LOOSER))


def _reviewed(leaf: Leaf, _: Sides) -> Iterator[Change]:
    direction = by_members(leaf.old or [], leaf.new or [], more=_STRICTER)
    yield Change(Section.LIFECYCLE, leaf.path[4], "what votes bind to", direction, leaf.old, leaf.new)


_KNOWN: tuple[tuple[Path, Callable[[Leaf, Sides], Iterator[Change]]], ...] = tuple(
    (("config", *pattern.split("/")), tell)
    for pattern, tell in {
        "thresholds/default/*/value": _default,
        "thresholds/default/*/stricter": _which_is_stricter,
        "thresholds/overlays/*/*": _overlay,
        "use_cases/*/thresholds/*": _agreed,
        "use_cases/*/models/*/*": _of_model,
        "use_cases/*/overlays": _overlays,
        "approvals/*/*/*": _votes,
        "evidence/*/approvers": _approvers,
        "evidence/*/max_days/*": _life,
        "evidence/*/measured_suffices": _measured,
        "waivers/tiers/*/*": _waiver,
        "waivers/controls/*": _own_waiver,
        "legal/*": _legal,
        "lifecycle/facts/reviewed/*": _reviewed,
    }.items()
)
"""Which places of data mean something that can be told; ``*`` stands for one name. The rest is told by its path."""
