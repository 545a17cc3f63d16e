"""What METADATA and policy data say, in words for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from mlgate.model.vocabulary import Gate, Kind, Tier
from mlgate.policy.limits import Data, mapping
from mlgate.policy.metadata import Code, Custom, Waivable

SHORT = 80
"""Characters of a value that a table shows whole."""

KINDS = {Kind.USE_CASE: "use cases", Kind.MODEL: "models"}
_TIERS = {Tier.OUT_OF_SCOPE: "out of scope"}
_ACTIONS = {"send_back": "sends the subject back", "demote": "demotes"}
_IN_PLACE = {Gate.MON: "checks in production", Gate.BG: "break-glass"}


def listed(words: Iterable[str], last: str = "and") -> str:
    """``a, b and c``."""
    *first, end = list(words) or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def tiers(found: Sequence[Tier]) -> str:
    """The tiers, gravest first."""
    return ", ".join(_TIERS.get(tier, str(tier)) for tier in Tier if tier in found)


def gate(found: Gate, data: Data) -> str:
    """``G3 (into pre_production)``: which move is which gate is policy data."""
    gates = mapping(mapping(mapping(mapping(data.get("config")).get("lifecycle")).get("facts")).get("gates"))
    stage = next((f"into {stage}" for stage, name in gates.items() if name == found), _IN_PLACE.get(found, ""))
    return f"{found} ({stage})" if stage else str(found)


def gates(found: Sequence[Gate]) -> str:
    """The gates, in the order of a life."""
    return " ".join(str(item) for item in Gate if item in found)


def effect(code: Code) -> str:
    """``warn for minimal; warn at G2; else deny``: the first that fits decides."""
    if isinstance(code.effect, str):
        return f"**{code.effect}**"
    cases = [
        " ".join(
            part
            for part in (
                f"**{case.effect}**",
                f"for {listed(case.tiers)}" if case.tiers else "",
                f"at {listed(case.gates)}" if case.gates else "",
            )
            if part
        )
        for case in code.effect
    ]
    if len(cases) > 1 and code.effect[-1].tiers is None and code.effect[-1].gates is None:
        cases[-1] = f"else {cases[-1]}"
    return "; ".join(cases)


def start(custom: Custom) -> str:
    """From which day the control holds: the law's or the company's, whichever comes first."""
    days = [day for day in (custom.policy_from, custom.legal_from) if day is not None]
    return min(days, default="always")


def dates(custom: Custom) -> str:
    """The two dates in sentences, and what the control does before the earlier."""
    law, company = custom.legal_from, custom.policy_from
    parts = [
        f"The law asks for it from {law}." if law else "No day is set on which a law starts to ask for it.",
        f"The company denies from {company}, by its own policy." if company else "",
        "The company does not deny before the law does." if law and not company else "",
        "It holds always." if not law and not company else _before(custom),
    ]
    return " ".join(part for part in parts if part)


def _before(custom: Custom) -> str:
    what = "its denies are warnings" if custom.before == "warn" else "it is not asked"
    return f"Before {start(custom)} {what}."


def waivable(custom: Custom) -> str:
    """How long a waiver of this control may last at most, without the tier's own limit."""
    if isinstance(custom.waivable, Waivable):
        return f"up to {custom.waivable.max_days} days"
    return "never" if custom.waivable == "never" else "as long as the tier allows"


def value(found: Any) -> str:
    """A value of policy data on one line: text as it is, the rest as JSON."""
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, sort_keys=True)


def action(name: str) -> str:
    """What an action of ``on_deny`` does."""
    return _ACTIONS.get(name, f"asks for `{name}`")
