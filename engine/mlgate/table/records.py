"""Stage records: one per visit of a subject to a stage, as people read the table.

- The record of the present visit follows the view.
- A visit that the subject leaves forwards is ``approved``.
- A move backwards closes as ``rejected`` the visit it leaves and the newest visit of every stage in between: whoever
  filters the records for an approval finds none that was taken away. Past visits never count for a gate.
- A closed record shows what was known when it was closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.view import EvidenceHead, StageRecord, View
from mlgate.model.vocabulary import DocumentStatus, Kind, Stage, Status

_ORDER = {stage: place for place, stage in enumerate(Stage)}
_UNSEEN = frozenset({DocumentStatus.DRAFT, DocumentStatus.WITHDRAWN})
Metrics = dict[str, float | int | str]


def records(view: View, before: View | None = None, views: Mapping[str, View] | None = None) -> tuple[StageRecord, ...]:
    """The stage records to put in place when ``view`` takes the place of ``before`` (None: a new subject).

    ``views`` may hold the model's use cases: the record names the first one it is active in.
    """
    system = _use_case(view, views or {})
    metrics = _metrics(view, monitoring=False), _metrics(view, monitoring=True)
    visits = [(view.stage, view.visit, view.status), *_closed(view, before)]
    return tuple(_record(view, system, metrics, visit) for visit in visits)


def _closed(view: View, before: View | None) -> Iterator[tuple[Stage, int, Status]]:
    """The visits that are over since ``before``, and how they ended."""
    if before is None or (before.stage, before.visit) == (view.stage, view.visit):
        return
    ended = {(before.stage, before.visit)}
    for stage, newest in view.visits.items():
        ended.update((stage, visit) for visit in range(before.visits.get(stage, 0) + 1, newest + 1))
        if _ORDER[view.stage] < _ORDER[stage] < _ORDER[before.stage]:
            ended.add((stage, newest))
    ended.discard((view.stage, view.visit))
    for stage, visit in sorted(ended):
        left_forwards = _ORDER[stage] < _ORDER[view.stage]
        yield stage, visit, Status.APPROVED if left_forwards else Status.REJECTED


def _record(
    view: View, system: View | None, metrics: tuple[Metrics, Metrics], visit: tuple[Stage, int, Status]
) -> StageRecord:
    stage, number, status = visit
    model = view.kind is Kind.MODEL
    named = subject(view.ref)
    return StageRecord(
        subject=view.ref,
        stage=stage,
        visit=number,
        status=status,
        use_case_id=subject(system.ref).name if system else None,
        use_case_name=system.name if system else None,
        use_case_stage=(system.stage if model else stage) if system else None,
        model_group=named.name if model else None,
        model_version=named.version,
        model_owner=view.owner if model else None,
        model_lob=system.line_of_business if system else None,
        model_project=system.project if system else None,
        model_stage=stage if model else None,
        model_status=status if model else None,
        model_risk=view.model_risk,
        eu_tier=view.risk_tier or (system.risk_tier if system else None),
        validation_metrics=metrics[0],
        monitoring_metrics=metrics[1],
        audit_timestamp=view.updated_at,
        audit_user=view.updated_by,
    )


def _use_case(view: View, views: Mapping[str, View]) -> View | None:
    if view.kind is Kind.USE_CASE:
        return view
    return next((views[link.other] for link in view.links if link.active and link.other in views), None)


def _metrics(view: View, *, monitoring: bool) -> Metrics:
    """The metrics of the newest document that carries any; monitoring ones name their endpoint."""
    carrying = [
        head
        for heads in view.evidence.values()
        for head in heads
        if _carries(head) and ("endpoint" in head.metrics) is monitoring
    ]
    return max(carrying, key=lambda head: (instant(head.recorded_at), head.version)).metrics if carrying else {}


def _carries(head: EvidenceHead) -> bool:
    return bool(head.metrics) and head.status not in _UNSEEN
