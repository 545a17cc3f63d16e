"""How evidence changes a view.

- Documents stand newest first within their type; the newest twelve of a type are kept, and the newest twelve that
  somebody approved: no number of drafts pushes out what was signed.
- A newer version that is not a draft supersedes approved earlier ones; an approval does so too. Monitoring reports are
  a series: they stand beside each other.
- Incidents and change records are told apart by their key: the newest of each key stands, open or closed, for who may
  close one is policy's to say. Of those that say ``closed`` and were approved, the twelve closed last are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgate.errors import IntegrityError
from mlgate.model.entry import Entry, EvidenceAdded, EvidenceApproved
from mlgate.model.facts import Approver
from mlgate.model.view import EvidenceHead, View
from mlgate.model.vocabulary import DocumentStatus

_KEPT = 12
_KEYED = {"incident": "incidents", "change_record": "changes"}
_SERIES = frozenset({"monitoring_report"})

Heads = tuple[EvidenceHead, ...]


def added(view: View, entry: Entry, body: EvidenceAdded) -> Mapping[str, object]:
    """The fields of the view that a new document changes."""
    count = view.evidence_count | {body.type: view.evidence_count.get(body.type, 0) + 1}
    shelf = _shelf(body)
    if shelf is not None:
        return {"evidence_count": count, shelf: _with_key(getattr(view, shelf), _head(body, entry, 0))}
    earlier = view.evidence.get(body.type, ())
    if body.status is not DocumentStatus.DRAFT and body.type not in _SERIES:
        earlier = _superseded(earlier)
    heads = _kept((_head(body, entry, count[body.type]), *earlier))
    return {"evidence_count": count, "evidence": view.evidence | {body.type: heads}}


def approved(view: View, body: EvidenceApproved) -> Mapping[str, object]:
    """The fields that an approval changes; IntegrityError where the view holds no such document."""
    shelf = _KEYED.get(body.type)
    if shelf is not None and any(head.digest == body.digest for head in getattr(view, shelf)):
        return {shelf: _approve(getattr(view, shelf), body, series=True)}
    heads = view.evidence.get(body.type, ())
    return {"evidence": view.evidence | {body.type: _approve(heads, body, series=body.type in _SERIES)}}


def _shelf(body: EvidenceAdded) -> str | None:
    return None if body.key is None else _KEYED.get(body.type)


def _head(body: EvidenceAdded, entry: Entry, version: int) -> EvidenceHead:
    return EvidenceHead(
        digest=body.digest,
        grade=body.grade,
        status=body.status,
        created_by=body.created_by,
        created_at=body.created_at,
        recorded_at=entry.recorded_at,
        approved_by=(),
        version=version,
        metrics=body.metrics,
        key=body.key,
    )


def _with_key(heads: Heads, new: EvidenceHead) -> Heads:
    """The documents after ``new``, which takes the place of the one with its key."""
    earlier = next((head.version for head in heads if head.key == new.key), 0)
    others = tuple(head for head in heads if head.key != new.key)
    done = [head.key for head in others if head.metrics.get("status") == "closed" and head.approved_by]
    kept = tuple(head for head in others if head.key not in done[_KEPT - 1 :])
    return (new.model_copy(update={"version": earlier + 1}), *kept)


def _kept(heads: Heads) -> Heads:
    signed = [head.version for head in heads if head.approved_by][:_KEPT]
    return tuple(head for place, head in enumerate(heads) if place < _KEPT or head.version in signed)


def _superseded(heads: Iterable[EvidenceHead]) -> Heads:
    return tuple(
        head.model_copy(update={"status": DocumentStatus.SUPERSEDED})
        if head.status is DocumentStatus.APPROVED
        else head
        for head in heads
    )


def _approve(heads: Heads, body: EvidenceApproved, *, series: bool) -> Heads:
    place = next((place for place, head in enumerate(heads) if head.digest == body.digest), None)
    if place is None:
        raise IntegrityError(
            f"{body.subject} has no {body.type} with digest {body.digest} among the documents that stand",
            hint="approve the newest version of the document",
        )
    newer, head, older = heads[:place], heads[place], heads[place + 1 :]
    overtaken = not series and any(item.status is DocumentStatus.APPROVED for item in newer)
    status = DocumentStatus.SUPERSEDED if overtaken else DocumentStatus.APPROVED
    approver: tuple[Approver, ...] = (*head.approved_by, body.approver)
    return (
        *newer,
        head.model_copy(update={"status": status, "approved_by": approver}),
        *(older if series else _superseded(older)),
    )
