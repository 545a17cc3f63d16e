"""What the page of one control shows, taken from the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mlgate.model.vocabulary import Gate, Tier
from mlgate.policy.limits import Place, mapping
from mlgate.policy.metadata import Waivable
from mlgate.policy.pages import words
from mlgate.policy.pages.cases import Case, Finding
from mlgate.policy.pages.frameworks import Framework, titles
from mlgate.policy.pages.library import Authored, Library

_UNKNOWN = "mlgate has no schema for it, so it cannot be filed"
_OWN = ("thresholds", "use_cases", "evidence", "lifecycle", "waivers")
_STRICTER = {"higher": "higher", "lower": "lower", "union": "all of them"}
"""Policy data that has a section of its own on the page."""


class Evidence(NamedTuple):
    """One type of document a control reads; ``schema`` is None where there is none."""

    type: str
    title: str
    schema: Path | None
    approvers: str
    life: str
    holder: str
    reviewed: str
    note: str


class Limit(NamedTuple):
    """One threshold: its default, where else it is set, which way is stricter, where it comes from."""

    name: str
    default: str
    others: tuple[tuple[str, str], ...]
    stricter: str
    source: str


class Law(NamedTuple):
    """One reference and what it is called, where a list knows it."""

    source: str
    reference: str
    title: str


class Grant(NamedTuple):
    """How a waiver is had in one tier."""

    tier: str
    days: str
    grantors: str
    renewals: str


class Flag(NamedTuple):
    """What is not settled; ``readings`` are what is held of it, why, and whether policy follows it."""

    text: str
    readings: tuple[tuple[str, str, bool], ...] = ()


class Reading(NamedTuple):
    """A place of policy data that the rules read, what stands there, and the comment on it."""

    place: str
    value: str
    note: str


def law(item: Authored, known: Sequence[Framework]) -> tuple[Law, ...]:
    """Where the duty comes from, in METADATA's order."""
    labels = {framework.key: framework.label for framework in known}
    refs = item.metadata.custom.refs
    return tuple(
        Law(labels.get(key, "other"), reference, titles(known, key, reference))
        for key in type(refs).model_fields
        for reference in getattr(refs, key)
    )


def evidence(item: Authored, library: Library) -> tuple[Evidence, ...]:
    """The documents that the control reads, and what policy data asks of each."""
    return tuple(document(type_, library) for type_ in item.metadata.custom.evidence)


def document(type_: str, library: Library) -> Evidence:
    """One type of document."""
    config = mapping(library.bundle.data.get("config"))
    row = mapping(mapping(config.get("evidence")).get(type_))
    facts = mapping(mapping(config.get("lifecycle")).get("facts"))
    gates = [gate for gate, types in mapping(facts.get("reviewed")).items() if type_ in types]
    approvers = words.listed(row.get("approvers", ()), "or")
    measured = "; a machine's measurement counts without" if row.get("measured_suffices") is True else ""
    return Evidence(
        type=type_,
        title=_title(library.schemas.get(type_)),
        schema=library.schemas.get(type_),
        approvers=(approvers + measured) if approvers else "policy data names nobody",
        life=_life(mapping(row.get("max_days"))),
        holder="the use case" if type_ in facts.get("shared", ()) else "the subject itself",
        reviewed=" ".join(sorted(map(str, gates))) or "none",
        note=library.comments.get(("config", "evidence", type_), "") if type_ in library.schemas else _UNKNOWN,
    )


def _title(schema: Path | None) -> str:
    import json  # noqa: PLC0415 - few pages need it

    return str(mapping(json.loads(schema.read_bytes())).get("title", "")) if schema else ""


def _life(days: Mapping[str, Any]) -> str:
    """``365 days``, or by tier where the tiers differ."""
    if not days:
        return "no limit of its own"
    by_tier = {str(tier): days[tier] for tier in Tier if tier in days}
    if len(set(by_tier.values())) == 1 and len(by_tier) > 1:
        return f"{next(iter(by_tier.values()))} days"
    return ", ".join(f"{tier} {number} days" for tier, number in by_tier.items())


def limits(item: Authored, library: Library) -> tuple[Limit, ...]:
    """The thresholds that METADATA names, as they are in force."""
    return tuple(limit(name, library) for name in item.metadata.custom.parameters)


def limit(name: str, library: Library) -> Limit:
    """One threshold."""
    found = library.limits
    written = found.written()
    others = [(str(place), words.value(value)) for (place, key), value in written.items() if key == name and any(place)]
    return Limit(
        name=name,
        default=words.value(written[Place(), name]) if (Place(), name) in written else "not in the thresholds",
        others=tuple(others),
        stricter=_STRICTER.get(str(found.stricter.get(name)), "not said"),
        source=library.comments.get(("config", "thresholds", "default", name), ""),
    )


def overlays(library: Library) -> tuple[tuple[str, str], ...]:
    """Use cases and the overlays they take, where they take any."""
    use_cases = mapping(mapping(library.bundle.data.get("config")).get("use_cases"))
    pairs = [(use_case, ", ".join(library.limits.overlays(use_case))) for use_case in sorted(use_cases)]
    return tuple((use_case, found) for use_case, found in pairs if found)


def on_deny(item: Authored, library: Library) -> tuple[str, ...]:
    """What a deny does besides rejecting, by gate, with the stage that policy data names."""
    lifecycle = mapping(mapping(library.bundle.data.get("config")).get("lifecycle"))
    return tuple(
        f"At {gate} a deny {words.action(name)}{_target(name, gate, item, lifecycle)}."
        for gate, name in item.metadata.custom.on_deny.items()
    )


def _target(action: str, gate: Gate, item: Authored, lifecycle: Mapping[str, Any]) -> str:
    rows = mapping(lifecycle.get(action))
    found = [(kind, mapping(rows.get(kind)).get(gate)) for kind in item.metadata.custom.subjects]
    moves = [f"{words.KINDS[kind]} to {stage}" for kind, stage in found if stage]
    stays = [words.KINDS[kind] for kind, stage in found if not stage]
    return "".join((f": {words.listed(moves)}" if moves else "", f" ({words.listed(stays)} stay)" if stays else ""))


def grants(item: Authored, library: Library) -> tuple[Grant, ...]:
    """Who grants a waiver of this control, and for how long, by tier."""
    custom = item.metadata.custom
    if custom.waivable == "never":
        return ()
    own = custom.waivable.max_days if isinstance(custom.waivable, Waivable) else None
    rows = mapping(mapping(mapping(library.bundle.data.get("config")).get("waivers")).get("tiers"))
    return tuple(grant(tier, mapping(rows.get(tier)), own) for tier in Tier if tier in custom.tiers)


def grant(tier: Tier, row: Mapping[str, Any], own: int | None) -> Grant:
    """How a waiver is had in a tier, of a control that allows ``own`` days at most, or sets no limit of its own."""
    if not row:
        return Grant(str(tier), "none", "nobody", "none")
    days = min(number for number in (row.get("max_days"), own) if isinstance(number, int))
    return Grant(
        str(tier), f"{days} days", words.listed(row.get("granted_by", ())) or "nobody", str(row.get("renewals", "none"))
    )


def readings(item: Authored, library: Library) -> tuple[Reading, ...]:
    """Further policy data that the rules rest on: small things in full, tables by name."""
    return tuple(_readings(item, library))


def _readings(item: Authored, library: Library) -> Iterator[Reading]:
    for place in item.reads:
        found: Any = library.bundle.data
        for key in place:
            found = mapping(found).get(key) if isinstance(key, str) else None
        if found is None or place[0] != "config" or len(place) == 1 or place[1] in _OWN:
            continue
        shown = words.value(found)
        name = ".".join(map(str, place))
        yield Reading(name, shown if len(shown) <= words.SHORT else "a table", library.comments.get(place, ""))


def flags(item: Authored, library: Library) -> tuple[Flag, ...]:
    """What is not settled about the law: METADATA's own word, then the entries of the legal data that concern it.

    An entry says ``uncertain``; it concerns the controls that it names, and those whose rules read it.
    """
    own = item.metadata.custom.uncertain
    legal = mapping(mapping(library.bundle.data.get("config")).get("legal"))
    found = [
        _flag(row)
        for place, row in _entries(legal, ("config", "legal"))
        if item.control.id in row.get("controls", ()) or any(read[: len(place)] == place for read in item.reads)
    ]
    return (*([Flag(own)] if own else ()), *found)


def _entries(data: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The entries that bear the word ``uncertain``, at any depth."""
    for key, value in data.items():
        row = mapping(value)
        if isinstance(row.get("uncertain"), str):
            yield (*place, key), row
        else:
            yield from _entries(row, (*place, key))


def _flag(row: Mapping[str, Any]) -> Flag:
    followed = row.get("followed")
    readings = mapping(row.get("readings")).items()
    return Flag(row["uncertain"], tuple((str(name), words.value(why), name == followed) for name, why in readings))


def cases(item: Authored, library: Library) -> tuple[tuple[Path, Case, tuple[Finding, ...]], ...]:
    """The worked cases in which this control speaks, with what it says."""
    found = (
        (path, case, tuple(finding for finding in case.findings if finding.control == item.control.id))
        for path, case in library.cases
    )
    return tuple((path, case, findings) for path, case, findings in found if findings)
