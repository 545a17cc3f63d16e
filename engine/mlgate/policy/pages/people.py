"""Who votes, who approves evidence, who grants waivers: the tables of policy data, for one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mlgate.model.vocabulary import Gate, Kind, Tier
from mlgate.policy.limits import mapping
from mlgate.policy.pages import words
from mlgate.policy.pages.control import Evidence, Grant, document, grant
from mlgate.policy.pages.library import Library


class Row(NamedTuple):
    """The votes that one kind and tier needs, by gate in the order of ``gates``."""

    kind: str
    tier: str
    cells: tuple[str, ...]


def gates(library: Library) -> tuple[Gate, ...]:
    """The gates at which somebody votes, or at which it is said that nobody does."""
    found = {gate for tiers in _matrix(library).values() for row in mapping(tiers).values() for gate in mapping(row)}
    return tuple(gate for gate in Gate if gate in found)


def votes(library: Library) -> tuple[Row, ...]:
    """The matrix, kinds and tiers in the order of the vocabulary."""
    matrix = _matrix(library)
    return tuple(
        Row(words.KINDS[kind], str(tier), tuple(_cell(mapping(mapping(matrix[kind])[tier]), g) for g in gates(library)))
        for kind in Kind
        for tier in Tier
        if tier in mapping(matrix.get(kind))
    )


def _cell(row: Mapping[str, Any], gate: Gate) -> str:
    if gate not in row:
        return "denies"
    return "<br>".join(map(str, row[gate])) or "nobody"


def evidence(library: Library) -> tuple[Evidence, ...]:
    """Every type of document that policy data knows."""
    return tuple(document(type_, library) for type_ in sorted(_config(library, "evidence")))


def grants(library: Library) -> tuple[Grant, ...]:
    """How a waiver is had, by tier."""
    rows = mapping(_config(library, "waivers").get("tiers"))
    return tuple(grant(tier, mapping(rows[tier]), None) for tier in Tier if tier in rows)


def _matrix(library: Library) -> Mapping[str, Any]:
    return _config(library, "approvals")


def _config(library: Library, name: str) -> Mapping[str, Any]:
    return mapping(mapping(library.bundle.data.get("config")).get(name))
