"""Controls against controls: METADATA field by field, and whether the rules read otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from mlgate.model.vocabulary import FindingEffect, Gate, Tier
from mlgate.policy import metadata, source
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import CodeMeaning, Control
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
            yield from _codes(control, old.bundle.catalogue.controls[control], new.bundle.catalogue.controls[control])
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
        pair = [sorted(map(str, getattr(side, name))) for side in (old, new)]
        if pair[0] != pair[1]:
            yield Change(Section.CONTROL, control, name, by_members(*pair, more=_STRICTER), *pair)
    yield from _dates(control, old, new)
    if old.waivable != new.waivable:
        direction = by_size(_longest(old), _longest(new), more=_LOOSER)
        yield Change(Section.WAIVERS, control, "waivable", direction, _json(old.waivable), _json(new.waivable))
    for gate in Gate:
        pair = [side.on_deny.get(gate) for side in (old, new)]
        if pair[0] != pair[1]:
            direction = _OPEN if None not in pair else _LOOSER if pair[1] is None else _STRICTER
            yield Change(Section.CONTROL, control, f"on a deny at {gate}", direction, *pair)
    for name in ("title", "description"):
        if getattr(before, name) != getattr(after, name):
            yield Change(Section.CONTROL, control, name, _OPEN, getattr(before, name), getattr(after, name))
    for name in _WORDS:
        if getattr(old, name) != getattr(new, name):
            yield Change(Section.CONTROL, control, name, _OPEN, _json(getattr(old, name)), _json(getattr(new, name)))


def _dates(control: str, old: Custom, new: Custom) -> Iterator[Change]:
    """Dates by what they do: the earlier of the two is the one from which a control denies."""
    starts = [min((day for day in (c.legal_from, c.policy_from) if day), default="") for c in (old, new)]
    moved = by_size(*starts, more=_LOOSER) if starts[0] != starts[1] else _OPEN
    for name in ("legal_from", "policy_from"):
        pair = [getattr(side, name) for side in (old, new)]
        if pair[0] != pair[1]:
            note = f"denies from {starts[1] or 'ever'}, before that from {starts[0] or 'ever'}" if moved is not _OPEN else ""
            yield Change(Section.DATE, control, name, moved, *pair, note)
    if old.before != new.before:
        direction = _STRICTER if new.before == "warn" else _LOOSER
        yield Change(Section.DATE, control, "before its date", direction, old.before, new.before)


def _longest(custom: Custom) -> float:
    if isinstance(custom.waivable, Waivable):
        return custom.waivable.max_days
    return 0 if custom.waivable == "never" else inf


def _codes(control: str, old: Control, new: Control) -> Iterator[Change]:
    for name in sorted({*old.codes, *new.codes}):
        before, after = old.codes.get(name), new.codes.get(name)
        if before is None or after is None:
            direction = _LOOSER if after is None else _STRICTER
            yield Change(Section.CONTROL, control, f"code {name}", direction, _strictest(before), _strictest(after))
            continue
        yield from _effects(control, name, before, after)
        for what, pair in (
            ("message", [code.message for code in (before, after)]),
            ("remediation", [code.remediation for code in (before, after)]),
        ):
            if pair[0] != pair[1] and not (what == "remediation" and not _is_own(name, before, after, old, new)):
                yield Change(Section.CONTROL, control, f"{what} of {name}", _OPEN, *map(_text, pair))


def _is_own(name: str, before: CodeMeaning, after: CodeMeaning, old: Control, new: Control) -> bool:
    """Whether the remediation of a code changed by itself, not with that of its whole control."""
    rest = [
        {code.remediation for key, code in side.codes.items() if key != name} for side in (old, new)
    ]
    return before.remediation not in rest[0] or after.remediation not in rest[1]


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
        state = [None if package not in side.said else "there" for side in (old, new)]
        note = f"used by {', '.join(_resting(package, new) or _resting(package, old)) or 'no control'}"
        pair = state if None in state else [None, None]
        yield Change(Section.RULES, ".".join(package), "rules", _OPEN, *pair, note)


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


def _text(value: Any) -> str:
    """A message or a text, as it was written."""
    if isinstance(value, str):
        return value
    written = "".join(f"{text}{{{name}{':' + spec if spec else ''}}}" for text, name, spec in value.parts)
    return written + value.tail


def _json(value: Any) -> Any:
    if hasattr(value, "document"):
        return value.document()
    return list(value) if isinstance(value, tuple) else value
