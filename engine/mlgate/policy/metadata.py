"""What a control says of itself: the METADATA comment above its package, pinned by ``schemas/control.schema.json``."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from mlgate.errors import Fault
from mlgate.model.value import ControlId, EvidenceType, Text, Value
from mlgate.model.vocabulary import FindingEffect, Gate, Kind, Tier
from mlgate.policy import notation
from mlgate.policy.message import parse
from mlgate.policy.source import Source

_OPENING = "# METADATA"


def _real_date(text: str) -> str:
    date.fromisoformat(text)
    return text


def _plain_message(text: str) -> str:
    parse(text)
    return text


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]
"""A date as ``2027-12-02``: it begins at midnight UTC."""

Message = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_plain_message)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=512)]
CodeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Parameter = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
ActionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,62}$")]


class EffectCase(Value):
    """One line of an ordered list of effects: it holds for these tiers and gates, or for all where none are named."""

    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)] | None = None
    gates: Annotated[tuple[Gate, ...], Field(min_length=1)] | None = None
    effect: FindingEffect


class Code(Value):
    """One thing a control may find: how grave it is, and how it reads. The first case that matches decides."""

    effect: FindingEffect | Annotated[tuple[EffectCase, ...], Field(min_length=1)]
    message: Message
    remediation: Line | None = None


class Waivable(Value):
    """How long a waiver of this control may last."""

    max_days: Annotated[int, Field(ge=1, le=366)]


class References(Value):
    """Where the duty comes from; ``other`` holds whole references of any other source."""

    eu_ai_act: tuple[Line, ...] = ()
    nist_ai_rmf: tuple[Line, ...] = ()
    iso_42001: tuple[Line, ...] = ()
    sr: tuple[Line, ...] = ()
    other: tuple[Line, ...] = ()


class Custom(Value):
    """The part of METADATA that is mlgate's own."""

    control: ControlId
    subjects: Annotated[tuple[Kind, ...], Field(min_length=1)]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    gates: Annotated[tuple[Gate, ...], Field(min_length=1)]
    evidence: tuple[EvidenceType, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    legal_from: Day | None
    policy_from: Day | None
    before: Literal["silent", "warn"]
    uncertain: Text | None = None
    waivable: Waivable | Literal["never", "tier_max"]
    on_deny: dict[Gate, ActionName] = Field(default_factory=dict[Gate, str])
    after_denies: bool = False
    core: bool
    refs: References
    remediation: Line
    codes: Annotated[dict[CodeName, Code], Field(min_length=1)]


class Metadata(Value):
    """A METADATA block, whole."""

    scope: Literal["package"]
    title: Line
    description: Text
    custom: Custom


def read(source: Source) -> Metadata | list[Fault]:
    """The METADATA of a control, or all that is wrong with it, each by its line."""
    text, first_line = block(source)
    if text is None:
        return [Fault(f"{source.path}:{source.package_line}", "a control without METADATA: what it is, and how grave")]
    reading = notation.read(text, source.path, first_line)
    if reading.faults:
        return reading.faults
    value: object = reading.value
    if not isinstance(value, dict):
        return [Fault(f"{source.path}:{first_line}", "METADATA is a mapping: title, description, scope, custom")]
    try:
        return Metadata.model_validate_json(json.dumps(value))
    except ValidationError as error:
        return [_fault(source.path, reading, detail) for detail in error.errors(include_url=False)]


def is_declared(source: Source) -> bool:
    """Whether a module bears METADATA that names a control."""
    return any(line.startswith("#") and line.lstrip("# ").startswith("control:") for line in source.text.splitlines())


def block(source: Source) -> tuple[str | None, int]:
    """The YAML of the last METADATA comment before the package, and its first line."""
    lines = source.text.split("\n")[: source.package_line - 1]
    starts = [number for number, line in enumerate(lines) if line.rstrip() == _OPENING]
    if not starts or not all(line.startswith("#") for line in lines[starts[-1] :] if line.strip()):
        return None, 1
    first = starts[-1] + 1
    return "\n".join(line[1:].removeprefix(" ") for line in lines[first:]), first + 1


def _fault(path: str, reading: notation.Reading, detail: Any) -> Fault:
    place = tuple(part for part in detail["loc"] if not _is_branch(part))
    name = ".".join(str(part) for part in place)
    what = {"missing": "is missing", "extra_forbidden": "is not a word of METADATA"}.get(detail["type"])
    if what is None:
        what = str(detail["msg"]).removeprefix("Value error, ").replace("Input should be", "should be")
    return Fault(f"{path}:{reading.line(place)}", f"METADATA {name}: {what}")


def _is_branch(part: str | int) -> bool:
    """Whether a step of a location is pydantic's name for one branch of a union, not a key of the document."""
    return isinstance(part, str) and (
        part.startswith(("tuple[", "literal[", "function-", "constrained-")) or part in _BRANCHES
    )


_BRANCHES = frozenset({"FindingEffect", "Waivable", "enum", "str"})
