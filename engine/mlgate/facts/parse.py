"""Bytes → facts: strict JSON, the shape of the model, and what the shape cannot say. Every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from pydantic import JsonValue, ValidationError

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import Fault, InputError
from mlgate.facts import faults, strict
from mlgate.model.facts import EvidenceFacts, Facts, FactsDocument
from mlgate.model.subject import subject
from mlgate.model.value import instant

LARGEST_FACTS = 4 * strict.MEBIBYTE
LARGEST_DOCUMENT = strict.MEBIBYTE

_HINT = "schemas/facts.schema.json describes facts; examples/ has some"


def parse(data: bytes, source: str) -> Facts:
    """The facts that the bytes stand for, at most 4 MiB. Raises InputError with every fault found.

    A fault's place is ``source: evidence.fairness_report[0].status``. What the model fills in (a version of 1) is
    part of the facts, of their canonical bytes and of their digest.
    """
    value = strict.read(data, source, LARGEST_FACTS)
    try:
        found = FactsDocument.model_validate_json(canonical(value))
    except ValidationError as error:
        raise InputError(faults.located(error, source, FactsDocument), hint=_HINT) from None
    unsaid = [Fault(strict.place(source, where), what) for where, what in _unsaid(found)]
    if unsaid:
        raise InputError(unsaid, hint=_HINT)
    whole = canonical(found.model_dump(mode="json", by_alias=True))
    return Facts(found, whole, digest_bytes(whole))


def document(data: bytes, source: str) -> dict[str, JsonValue]:
    """The body of one document, at most 1 MiB: a JSON object. Raises InputError with every fault found."""
    value: Any = strict.read(data, source, LARGEST_DOCUMENT)
    if not isinstance(value, dict):
        raise InputError([Fault(source, "is not a JSON object")], hint="a document is one object: { … }")
    return cast("dict[str, JsonValue]", value)


def _unsaid(found: FactsDocument) -> Iterator[tuple[str, str]]:
    """What the types do not say: (place, what is wrong)."""
    if (found.request.to_stage is None) == (found.request.check is None):
        yield "request", "asks either for a stage (to_stage) or for a check, exactly one of them"
    if subject(found.subject.ref).kind is not found.subject.kind:
        yield "subject.kind", f"is {found.subject.kind}, which {found.subject.ref} is not"
    for kind, items in found.evidence.items():
        yield from _unordered(f"evidence.{kind}", items)
    yield from _unordered("incidents", found.incidents)
    yield from _unordered("changes", found.changes)


def _unordered(where: str, items: tuple[EvidenceFacts, ...]) -> Iterator[tuple[str, str]]:
    """Policies read the newest document first, so the order is part of what is asked for."""
    for index, (newer, older) in enumerate(pairwise(items), start=1):
        if instant(newer.recorded_at) < instant(older.recorded_at):
            yield f"{where}[{index}].recorded_at", "is later than that of the one before; the newest comes first"
