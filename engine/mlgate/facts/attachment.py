"""Documents on their way in: attached to a subject, or laid over what is attached, for a dry run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from pydantic import JsonValue

from mlgate.canonical import digest
from mlgate.facts.collect import Views
from mlgate.facts.documents import validate
from mlgate.facts.parse import document
from mlgate.model.facts import Approver
from mlgate.model.lifecycle import Lifecycle
from mlgate.model.view import EvidenceHead, View
from mlgate.model.vocabulary import DocumentStatus, Grade, Kind

_PROJECTED = frozenset({"evaluation_report", "monitoring_report"})
"""Types whose plain numbers become the metrics of the stage record."""

OVERLAY = "system:overlay"
"""Who wrote a document that is only laid over for a dry run: nobody in the directory."""

Body = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One JSON document to attach: its type, its raw bytes, and where they came from (for messages)."""

    type: str
    data: bytes
    source: str

    def body(self) -> Body:
        """The document, strictly parsed and true to its schema; raises InputError with every fault."""
        body = document(self.data, self.source)
        validate(self.type, body, self.source)
        return body

    def metrics(self, body: Body, *, keyed: bool) -> dict[str, float | int | str]:
        """What the stage record shows of a document: plain numbers, the endpoint, and the status of a keyed one."""
        metrics: dict[str, float | int | str] = {}
        if self.type in _PROJECTED:
            metrics |= {name: number for name, number in body.items() if _is_number(number)}
        words = ["endpoint"] if self.type in _PROJECTED else []
        words += ["status"] if keyed else []
        return metrics | {name: word for name in words if isinstance(word := body.get(name), str)}


def overlaid(
    views: Views, ref: str, attachments: Sequence[Attachment], lifecycle: Lifecycle, approvers: tuple[Approver, ...]
) -> tuple[dict[str, View], dict[str, Body]]:
    """Views in which the attachments are the newest documents, and their bodies by digest.

    Each counts as written by nobody in particular and approved by all of ``approvers`` (at least one); it hangs where
    its type hangs.
    """
    stand, bodies = dict(views), dict[str, Body]()
    for attachment in attachments:
        body = attachment.body()
        bodies[digest(body)] = body
        for holder in _holders(attachment.type, ref, stand, lifecycle):
            stand[holder] = _with(stand[holder], attachment.type, digest(body), approvers)
    return stand, bodies


def _holders(kind: str, ref: str, views: Mapping[str, View], lifecycle: Lifecycle) -> tuple[str, ...]:
    """Where a document of this type hangs: on the use cases where it is about the system, else on the subject."""
    view = views.get(ref)
    if view is None:
        return ()
    if view.kind is Kind.USE_CASE or kind not in lifecycle.shared:
        return (ref,)
    return tuple(link.other for link in view.links if link.active)


def _with(view: View, kind: str, digest_: str, approvers: tuple[Approver, ...]) -> View:
    head = EvidenceHead(
        digest=digest_,
        grade=Grade.DECLARED,
        status=DocumentStatus.APPROVED,
        created_by=OVERLAY,
        created_at=approvers[0].at,
        recorded_at=approvers[0].at,
        approved_by=approvers,
        version=view.evidence_count.get(kind, 0) + 1,
        metrics={},
    )
    return view.model_copy(update={"evidence": {**view.evidence, kind: (head, *view.evidence.get(kind, ()))}})


def _is_number(value: JsonValue) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
