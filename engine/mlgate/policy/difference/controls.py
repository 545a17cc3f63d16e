"""Controls against controls: METADATA field by field, and whether the rules read otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple, cast

from mlgate.model.value import Value
from mlgate.model.vocabulary import FindingEffect, Gate, Tier
from mlgate.policy import metadata, source
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import CodeMeaning
from mlgate.policy.declaration import CONTROLS, FINDINGS
from mlgate.policy.difference.change import Change, Direction, Section, by_members, by_size
from mlgate.policy.metadata import Custom, Metadata, Waivable
from mlgate.policy.rules import Rules
from mlgate.policy.source import Name, Source

_LOOSER, _STRICTER, _OPEN = Direction.LOOSER, Direction.STRICTER, Direction.OPEN
_STRICTNESS = (FindingEffect.WARN, FindingEffect.APPROVAL, FindingEffect.DENY)
_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*')
_PACKAGE = re.compile(r"^package[ \t].*$", re.MULTILINE)
_MEMBERS = ("subjects", "tiers", "gates", "evidence")
_WORDS = ("parameters", "uncertain", "after_denies", "core", "refs", "remediation")


class Side(NamedTuple):
    """A bundle as far as its controls go: by id, METADATA and package; by package, what the rules say."""

    bundle: Bundle
    rules: Rules
    metadata: Mapping[str, Metadata]
    packages: Mapping[str, Name]
    said: Mapping[Name, Sequence[tuple[str, Sequence[str]]]]


def side(bundle: Bundle) -> Side:
    """Read the modules of a bundle."""
    sources = [source.read(name, text) for name, text in bundle.modules.items()]
    found = [(item, metadata.read(item)) for item in sources if item.package[: len(CONTROLS)] == CONTROLS]
    known = [(item, read) for item, read in found if isinstance(read, Metadata)]
    return Side(
        bundle,
        Rules.of(sources),
        {read.custom.control: read for _, read in known},
        {read.custom.control: item.package for item, read in known},
        _said(sources),
    )


def users(found: Side) -> Mapping[str, tuple[str, ...]]:
    """Limit → the controls that name it among their parameters."""
    names = {name for item in found.metadata.values() for name in item.custom.parameters}
    return {name: tuple(sorted(c for c, m in found.metadata.items() if name in m.custom.parameters)) for name in names}


def compare(old: Side, new: Side) -> Iterator[Change]:
    """All differences of controls and rules."""
    for control in sorted({*old.metadata, *new.metadata}):
        before, after = old.metadata.get(control), new.metadata.get(control)
        if before is None or after is None:
            yield _whole(control, before, after)
        else:
            yield from _fields(control, before, after)
            yield from _codes(control, old, new)
            if old.said[old.packages[control]] != new.said[new.packages[control]]:
                yield Change(Section.RULES, control, "rules", _OPEN, note="read the change of its rules")
    yield from _libraries(old, new)


def _whole(control: str, before: Metadata | None, after: Metadata | None) -> Change:
    if after is None:
        assert before is not None
        return Change(Section.CONTROL, control, "control", _LOOSER, before.title, None, "asked no more")
    return Change(Section.CONTROL, control, "control", _STRICTER, None, after.title, "asked from now on")


def _fields(control: str, before: Metadata, after: Metadata) -> Iterator[Change]:
    old, new = before.custom, after.custom
    for name in _MEMBERS:
        was, is_now = (sorted(map(str, getattr(side, name))) for side in (old, new))
        if was != is_now:
            yield Change(Section.CONTROL, control, name, by_members(was, is_now, more=_STRICTER), was, is_now)
    yield from _dates(control, old, new)
    yield from _on_deny(control, old, new)
    if old.waivable != new.waivable:
        direction = by_size(_longest(old), _longest(new), more=_LOOSER)
        yield Change(Section.WAIVERS, control, "waivable", direction, _json(old.waivable), _json(new.waivable))
    yield from _words(control, before, after, ("title", "description"))
    yield from _words(control, old, new, _WORDS)


def _words(control: str, old: Value, new: Value, names: Sequence[str], what: str = "") -> Iterator[Change]:
    """Fields that people read, and that change nothing by themselves."""
    for name in names:
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield Change(Section.CONTROL, control, what + name, _OPEN, _json(was), _json(is_now))


def _on_deny(control: str, old: Custom, new: Custom) -> Iterator[Change]:
    for gate in Gate:
        was, is_now = old.on_deny.get(gate), new.on_deny.get(gate)
        if was != is_now:
            direction = _OPEN if was and is_now else _STRICTER if is_now else _LOOSER
            yield Change(Section.CONTROL, control, f"on a deny at {gate}", direction, was, is_now)


def _dates(control: str, old: Custom, new: Custom) -> Iterator[Change]:
    """Dates by what they do: the earlier of the two is the one from which a control denies."""
    first, then = _start(old), _start(new)
    moved = by_size(first, then, more=_LOOSER) if first != then else _OPEN
    note = f"it denies from {then or 'ever'}, before from {first or 'ever'}" if first != then else ""
    for name in ("legal_from", "policy_from"):
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield Change(Section.DATE, control, name, moved, was, is_now, note)
    if old.before != new.before:
        direction = _STRICTER if new.before == "warn" else _LOOSER
        yield Change(Section.DATE, control, "before its date", direction, old.before, new.before)


def _start(custom: Custom) -> str:
    return min((day for day in (custom.legal_from, custom.policy_from) if day), default="")


def _longest(custom: Custom) -> float:
    if isinstance(custom.waivable, Waivable):
        return custom.waivable.max_days
    return 0 if custom.waivable == "never" else inf


def _codes(control: str, old: Side, new: Side) -> Iterator[Change]:
    effects = [side.bundle.catalogue.controls[control].codes for side in (old, new)]
    words = [side.metadata[control].custom.codes for side in (old, new)]
    for name in sorted({*effects[0], *effects[1]}):
        before, after = effects[0].get(name), effects[1].get(name)
        if before is None or after is None:
            direction = _LOOSER if after is None else _STRICTER
            yield Change(Section.CONTROL, control, f"code {name}", direction, _strictest(before), _strictest(after))
        else:
            yield from _effects(control, name, before, after)
            yield from _words(control, words[0][name], words[1][name], ("message", "remediation"), f"code {name}, ")


def _effects(control: str, name: str, before: CodeMeaning, after: CodeMeaning) -> Iterator[Change]:
    """Effects by tier and gate, those that changed alike told together."""
    cells: dict[tuple[FindingEffect, FindingEffect], list[tuple[Tier, Gate]]] = {}
    for cell in before.effects.keys() & after.effects.keys():
        pair = before.effects[cell], after.effects[cell]
        if pair[0] != pair[1] and cell[0] is not Tier.UNDETERMINED:
            cells.setdefault(pair, []).append(cell)
    for (was, is_now), where in sorted(cells.items()):
        direction = _STRICTER if _STRICTNESS.index(is_now) > _STRICTNESS.index(was) else _LOOSER
        tiers = ", ".join(str(tier) for tier in Tier if any(tier is cell[0] for cell in where))
        gates = ", ".join(str(gate) for gate in Gate if any(gate is cell[1] for cell in where))
        yield Change(Section.CONTROL, control, f"code {name}", direction, str(was), str(is_now), f"{tiers} at {gates}")


def _strictest(code: CodeMeaning | None) -> str | None:
    return str(max(code.effects.values(), key=_STRICTNESS.index)) if code else None


def _libraries(old: Side, new: Side) -> Iterator[Change]:
    """Rules outside controls, with the controls that rest on them."""
    for package in sorted({*old.said, *new.said}):
        if package[: len(CONTROLS)] == CONTROLS or old.said.get(package) == new.said.get(package):
            continue
        was, is_now = ("there" if package in side.said else None for side in (old, new))
        note = f"used by {', '.join(_resting(package, new) or _resting(package, old)) or 'no control'}"
        if was == is_now:
            was = is_now = None
        yield Change(Section.RULES, ".".join(package), "rules", _OPEN, was, is_now, note)


def _resting(package: Name, found: Side) -> list[str]:
    return sorted(
        control
        for control, start in found.packages.items()
        if any(path[: len(package)] == package for path in found.rules.reachable((*start, FINDINGS)))
    )


def _said(sources: Sequence[Source]) -> Mapping[Name, Sequence[tuple[str, Sequence[str]]]]:
    """Package → what its modules say, without comments, spacing and the place of their files."""
    found: dict[Name, list[tuple[str, Sequence[str]]]] = {}
    for item in sources:
        found.setdefault(item.package, []).append(_normal(item.text))
    return {package: sorted(texts) for package, texts in found.items()}


def _normal(text: str) -> tuple[str, Sequence[str]]:
    """A module's rules: the code with strings taken out, spacing folded, and the strings as they are."""
    strings: list[str] = []

    def bare(match: re.Match[str]) -> str:
        if match.group()[0] == "#":
            return ""
        strings.append(match.group())
        return '""'

    code = _PACKAGE.sub("", _PIECE.sub(bare, text), count=1)
    return "\n".join(" ".join(line.split()) for line in code.split("\n") if line.strip()), strings


def _json(value: object) -> Any:
    if isinstance(value, Value):
        return value.document()
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
