"""What moves: a use case or one version of a model."""

from __future__ import annotations

from dataclasses import dataclass

from mlgate.errors import Fault, InputError
from mlgate.model.value import SUBJECT_PATTERN
from mlgate.model.vocabulary import Kind

IN_FORCE = "in-force"
"""The chain that names what is in force; it has no stages and is nobody's subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A parsed subject reference; ``chain`` is the chain its entries belong to."""

    ref: str
    kind: Kind
    chain: str
    name: str
    version: int | None = None


def subject(ref: str, where: str = "subject") -> Subject:
    """Parse ``use-case/<id>`` or ``model/<group>/<version>``; raises InputError naming ``where``."""
    match = SUBJECT_PATTERN.fullmatch(ref)
    if match is None:
        raise InputError(
            [Fault(where, f"{ref[:80]!r} is neither use-case/<id> nor model/<group>/<version>")],
            hint="for example use-case/UC-CR-001 or model/credit-risk-scorer/2",
        )
    if match["use_case"]:
        return Subject(ref, Kind.USE_CASE, ref, match["use_case"])
    return Subject(ref, Kind.MODEL, f"model/{match['group']}", match["group"], int(match["version"]))
