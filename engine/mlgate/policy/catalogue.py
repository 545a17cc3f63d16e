"""The controls of a bundle: which apply, and what each of their findings means. Settled once, before any decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from mlgate.model.vocabulary import FindingEffect, Gate, Kind, Tier
from mlgate.policy.message import Message


class CodeMeaning(NamedTuple):
    """One code of a control: its effect by tier and gate, and its words."""

    effects: Mapping[tuple[Tier, Gate], FindingEffect]
    message: Message
    remediation: str


class Control(NamedTuple):
    """One control of a loaded bundle. ``path`` is the rule the host reads; ``starts`` is null where it always holds.

    ``warns_before`` tells whether it speaks before its duty begins, as warnings; ``on_deny`` names the action that a
    deny asks for at a gate, ``evidence`` the types that it reads.
    """

    id: str
    path: str
    file: str
    title: str
    kinds: frozenset[Kind]
    gates: frozenset[Gate]
    tiers: frozenset[Tier]
    starts: datetime | None
    warns_before: bool
    is_waivable: bool
    after_denies: bool
    on_deny: Mapping[Gate, str]
    references: tuple[str, ...]
    evidence: tuple[str, ...]
    codes: Mapping[str, CodeMeaning]

    def is_in_force(self, now: datetime) -> bool:
        """Whether its duty has begun: the earlier of the legal and the company's date, at midnight UTC."""
        return self.starts is None or now >= self.starts

    def applies(self, kind: Kind, gate: Gate, tier: Tier, now: datetime) -> bool:
        """Whether a subject of this kind and tier must answer it at this gate; undetermined answers them all."""
        return (
            gate in self.gates
            and kind in self.kinds
            and (tier in self.tiers or tier is Tier.UNDETERMINED)
            and (self.warns_before or self.is_in_force(now))
        )


class Catalogue:
    """The controls of a bundle, by id."""

    def __init__(self, controls: Iterable[Control]) -> None:
        self.controls: Mapping[str, Control] = {control.id: control for control in sorted(controls, key=lambda c: c.id)}

    def applicable(self, kind: Kind, gate: Gate, tier: Tier, now: datetime) -> tuple[Control, ...]:
        """The controls that a subject of this kind and tier must answer at this gate on this day, by id."""
        return tuple(control for control in self.controls.values() if control.applies(kind, gate, tier, now))
