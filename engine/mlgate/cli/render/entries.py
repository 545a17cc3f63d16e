"""Entries of the record as one line each, and subjects as a card."""

from __future__ import annotations

from collections.abc import Iterator

from mlgate.cli.render.report import SHORT, moment
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
from mlgate.model.view import View


def short(digest: str) -> str:
    """The first hex digits of a digest or id, enough to type."""
    return digest.removeprefix("sha256:")[:SHORT]


def row(entry: Entry) -> tuple[str, str, str, str]:
    """When, who, about what, what."""
    return moment(entry.recorded_at), entry.actor.person, about(entry), sentence(entry)


def about(entry: Entry) -> str:
    """The subject of an entry, or the chain where it has none; a link stands on both its chains."""
    if isinstance(entry.body, ModelLinked) and entry.chain == entry.body.use_case:
        return entry.chain
    return getattr(entry.body, "subject", entry.chain)


def sentence(entry: Entry) -> str:  # noqa: PLR0911, PLR0912, C901 - one line per kind of entry
    """What the entry says, in a few words."""
    body = entry.body
    match body:
        case UseCaseRegistered():
            return f"registered: {body.name}"
        case ModelRegistered():
            return f"registered: artifact {short(body.artifact_digest)}"
        case ModelLinked():
            return _linked(entry.chain, body)
        case EvidenceAdded():
            return f"{body.type} {short(body.digest)} added ({body.grade}, {body.status})"
        case EvidenceApproved():
            return f"{body.type} {short(body.digest)} approved as {body.approver.role}"
        case VoteCast():
            return f"vote as {body.vote.role} at {body.vote.gate}: {body.vote.decision}"
        case WaiverGranted():
            waiver = body.waiver
            return f"waiver {waiver.id} of {waiver.control} granted as {waiver.granted_by[-1].role}"
        case WaiverRevoked():
            return f"waiver {body.id} revoked: {body.reason}"
        case Decided():
            return _decided(body)
        case Settled():
            undone = f"; back to {body.back_to}" if body.back_to else ""
            return f"registry update {body.outcome.number} {body.outcome.state}{undone}"
        case Deployed():
            return f"deployed to {body.endpoint}"
        case ChangeProposed():
            return f"policies {body.bundle.revision} ({short(body.bundle.digest)}) proposed as {body.role}"
        case PutInForce():
            alone = " by one person" if body.single_person else ""
            return f"policies {body.bundle.revision} ({short(body.bundle.digest)}) put in force{alone}"


def _linked(chain: str, body: ModelLinked) -> str:
    belongs = "belongs" if body.active else "no longer belongs"
    if chain == body.use_case:
        return f"{body.subject} {belongs} to it ({body.role})"
    return f"{belongs} to {body.use_case} ({body.role})"


def _decided(body: Decided) -> str:
    decision = body.decision
    move = f"to {decision.to_stage}" if decision.to_stage else "in place"
    return f"{decision.verdict} at {decision.gate}, {move}: {short(decision.decision_id or '')}"


def fields(view: View) -> Iterator[tuple[str, str]]:
    """A subject as it stands, field by field; empty ones too."""
    yield "stage", f"{view.stage}, {view.status}" + (f", visit {view.visit}" if view.visit > 1 else "")
    yield "name", view.name if view.kind == "use-case" else ""
    yield "owner", view.owner or ""
    yield "deputy", view.deputy or ""
    yield "line of business", view.line_of_business or ""
    yield "project", view.project or ""
    yield "purpose", view.intended_purpose or ""
    yield "model risk", view.model_risk or ""
    yield "authors", ", ".join(view.authors)
    yield "package", view.package.arn if view.package else ""
    yield "artifact", short(view.artifact_digest or "")
    yield "registry", _registry(view)
    yield "endpoint", view.endpoint or ""
    for link in view.links:
        yield ("use case" if view.kind == "model" else "model"), f"{link.other} ({link.role})" + _unless(link.active)
    for kind, heads in sorted(view.evidence.items()):
        yield kind, " · ".join(f"{short(head.digest)} {head.status}" for head in heads)
    for vote in view.votes:
        yield f"vote {vote.gate}", f"{vote.decision} by {vote.person} as {vote.role}, {moment(vote.at)}"
    for waiver in view.waivers:
        yield "waiver", f"{waiver.id}: {waiver.control} {', '.join(waiver.scopes)} until {moment(waiver.expires_at)}"
    for incident in view.incidents:
        yield "incident", f"{incident.key or short(incident.digest)} {incident.status}"
    yield "decision", short(view.decision_id or "")
    yield "updated", f"{moment(view.updated_at)} by {view.updated_by}"


def _registry(view: View) -> str:
    waiting = f"{len(view.open_effects)} update(s) not applied yet" if view.open_effects else ""
    if view.standing is None:
        return waiting
    lifecycle = view.standing.lifecycle
    stage = f", {lifecycle.stage}/{lifecycle.stage_status}" if lifecycle else ""
    return " · ".join(part for part in (f"{view.standing.approval_status}{stage}", waiting) if part)


def _unless(is_active: bool) -> str:  # noqa: FBT001 - one word for one truth
    return "" if is_active else ", no longer"
