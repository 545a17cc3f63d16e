"""Present views are the fold of entries: nothing in them that no entry says.

Every entry changes the views of its own chain alone; `project` gives the views that a whole chain folds to, and
`records` the stage records that follow from a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgate.errors import IntegrityError
from mlgate.model.effect import Lifecycle, Standing
from mlgate.model.entry import (
    ChangeProposed,
    Decided,
    Deployed,
    Entry,
    EvidenceAdded,
    EvidenceApproved,
    ModelLinked,
    ModelRegistered,
    PutInForce,
    Settled,
    UseCaseRegistered,
    VoteCast,
    WaiverGranted,
    WaiverRevoked,
)
from mlgate.model.subject import subject
from mlgate.model.view import InForce, Link, Proposal, View
from mlgate.model.vocabulary import Kind, Stage, Status
from mlgate.table import documents, moves
from mlgate.table.records import records

__all__ = ["fold", "in_force", "project", "records"]

Fields = Mapping[str, object]
Views = Mapping[str, View]
Change = (
    ModelLinked
    | EvidenceAdded
    | EvidenceApproved
    | VoteCast
    | WaiverGranted
    | WaiverRevoked
    | Decided
    | Settled
    | Deployed
)


def fold(views: Views, entry: Entry) -> Views:
    """The views that ``entry`` changes, as they stand after it; ``views`` holds at least the one it is about.

    Raises IntegrityError for an entry that does not fit: on another chain than its subject's, about a subject that is
    not registered, a vote of another visit, an effect out of number, an approval of a document that does not stand.
    """
    body = entry.body
    if isinstance(body, ChangeProposed | PutInForce):
        return {}
    ref = _about(entry, body)
    view = views.get(ref)
    if isinstance(body, UseCaseRegistered | ModelRegistered):
        registered = _new(entry, body) if view is None else _again(view, body)
        return {ref: _told(registered, entry, {})}
    if view is None:
        raise IntegrityError(f"{entry.chain} entry {entry.sequence}: {ref} is not registered")
    return {ref: _told(view, entry, _fields(view, entry, body))}


def project(entries: Iterable[Entry]) -> dict[str, View]:
    """The views that the entries of a chain fold to, from the first one on."""
    views: dict[str, View] = {}
    for entry in entries:
        views.update(fold(views, entry))
    return views


def in_force(held: InForce | None, entry: Entry) -> InForce | None:
    """What is in force after an entry, given what was before it."""
    body = entry.body
    if isinstance(body, ChangeProposed):
        return None if held is None else _proposed(held, entry, body)
    if not isinstance(body, PutInForce):
        return held
    return InForce(
        bundle=body.bundle,
        directory=body.directory,
        registry=body.registry,
        signers=body.signers,
        single_person=body.single_person,
        since=entry.recorded_at,
        by=entry.actor.person,
    )


def _proposed(held: InForce, entry: Entry, body: ChangeProposed) -> InForce:
    """A person wants one change at a time: the newest takes the place of an earlier one."""
    person = entry.actor.person
    proposal = Proposal(
        bundle=body.bundle,
        directory=body.directory,
        signer=body.signer,
        person=person,
        role=body.role,
        at=entry.recorded_at,
    )
    others = tuple(other for other in held.proposals if other.person != person)
    return held.model_copy(update={"proposals": (*others, proposal)})


def _about(entry: Entry, body: Change | UseCaseRegistered | ModelRegistered) -> str:
    """The subject whose view changes: of a link, the end whose chain this is."""
    refs = (body.subject, body.use_case) if isinstance(body, ModelLinked) else (body.subject,)
    for ref in refs:
        if subject(ref).chain == entry.chain:
            return ref
    raise IntegrityError(f"{entry.chain} entry {entry.sequence}: {body.kind} of {body.subject} is on the wrong chain")


def _told(view: View, entry: Entry, fields: Fields) -> View:
    return view.model_copy(update={**fields, "updated_at": entry.recorded_at, "updated_by": entry.actor.person})


def _fields(view: View, entry: Entry, body: Change) -> Fields:  # noqa: PLR0911 - one line per kind of entry
    """The fields of a registered subject's view that an entry changes."""
    match body:
        case Decided():
            return moves.decided(view, entry, body)
        case Settled():
            return moves.settled(view, body)
        case Deployed():
            return moves.deployed(view, entry, body)
        case EvidenceAdded():
            return documents.added(view, entry, body)
        case EvidenceApproved():
            return documents.approved(view, body)
        case VoteCast():
            return _voted(view, body)
        case ModelLinked():
            return _linked(view, body)
        case WaiverGranted():
            return _granted(view, body)
        case WaiverRevoked():
            return {"waivers": tuple(held for held in view.waivers if held.id != body.id)}


def _new(entry: Entry, body: UseCaseRegistered | ModelRegistered) -> View:
    named = subject(body.subject)
    first: Stage = body.first_stage
    view = View(
        ref=body.subject,
        kind=named.kind,
        name=named.name,
        stage=first,
        visit=1,
        status=Status.PENDING,
        settled_stage=first,
        visits={first: 1},
        owner=body.owner,
        updated_at=entry.recorded_at,
        updated_by=entry.actor.person,
    )
    registered = _again(view, body)
    if isinstance(body, UseCaseRegistered):
        return registered
    return registered.model_copy(update={"standing": _standing(body)})


def _again(view: View, body: UseCaseRegistered | ModelRegistered) -> View:
    """The details as registered last. A registration changes neither where the subject stands nor what was settled."""
    if (view.kind is Kind.USE_CASE) is not isinstance(body, UseCaseRegistered):
        raise IntegrityError(f"{body.subject} is a {view.kind}, and {body.kind} is about another kind")
    if isinstance(body, UseCaseRegistered):
        taken = ("name", "owner", "deputy", "line_of_business", "project", "intended_purpose")
    else:
        taken = ("package", "artifact", "artifact_digest", "authors", "owner", "model_risk")
    return view.model_copy(update={name: getattr(body, name) for name in taken})


def _standing(body: ModelRegistered) -> Standing:
    """The registry as it was found, before any effect: number 0, no entry."""
    lifecycle = None
    if body.lifecycle_stage is not None and body.lifecycle_status is not None:
        lifecycle = Lifecycle(stage=body.lifecycle_stage, stage_status=body.lifecycle_status)
    return Standing(approval_status=body.approval_status, lifecycle=lifecycle, number=0, entry="")


def _linked(view: View, body: ModelLinked) -> Fields:
    other = body.use_case if view.ref == body.subject else body.subject
    link = Link(other=other, role=body.role, active=body.active)
    if all(held.other != other for held in view.links):
        return {"links": (*view.links, link)}
    return {"links": tuple(link if held.other == other else held for held in view.links)}


def _voted(view: View, body: VoteCast) -> Fields:
    vote = body.vote
    if body.visit != view.visit:
        raise IntegrityError(
            f"{view.ref}: a vote of visit {body.visit}, but this is visit {view.visit} of {view.stage}"
        )
    voice = (vote.person, vote.role, vote.gate)
    others = tuple(held for held in view.votes if (held.person, held.role, held.gate) != voice)
    return {"votes": (*others, vote)}


def _granted(view: View, body: WaiverGranted) -> Fields:
    waiver = body.waiver
    if all(held.id != waiver.id for held in view.waivers):
        return {"waivers": (*view.waivers, waiver)}
    return {"waivers": tuple(waiver if held.id == waiver.id else held for held in view.waivers)}
