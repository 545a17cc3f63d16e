"""Facts from the table: the present view of a subject and what it hangs together with. Pure: bodies are handed in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.errors import NotFoundError
from mlgate.facts.digest import subject_digest
from mlgate.model.facts import (
    EvidenceFacts,
    Facts,
    FactsDocument,
    ModelFacts,
    RegistryFacts,
    RequestFacts,
    SubjectFacts,
    UseCaseFacts,
    WaiverFacts,
)
from mlgate.model.lifecycle import Lifecycle
from mlgate.model.people import Directory
from mlgate.model.request import Request
from mlgate.model.value import instant
from mlgate.model.view import EvidenceHead, View
from mlgate.model.vocabulary import DocumentStatus, Gate, Kind, RegistryKind

Views = Mapping[str, View]
Evidence = dict[str, tuple[EvidenceFacts, ...]]

_OF_USE_CASES = {"owner", "deputy", "line_of_business", "project", "intended_purpose"}
_OF_MODELS = {"owner", "authors", "model_risk"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What a request is judged in: policy data, the kind of registry, the people, the moment (RFC 3339)."""

    lifecycle: Lifecycle
    registry: RegistryKind
    excerpt: Callable[[Collection[str]], Directory]
    now: str


def related(ref: str, views: Views) -> frozenset[str]:
    """The refs whose views the facts of ``ref`` rest on, as far as ``views`` shows it: its use cases, their models."""
    refs = {ref}
    subject = views.get(ref)
    if subject is None:
        return frozenset(refs)
    systems = [ref] if subject.kind is Kind.USE_CASE else [link.other for link in subject.links if link.active]
    refs.update(systems)
    for system in systems:
        if system in views:
            refs.update(link.other for link in views[system].links)
    return frozenset(refs)


def bodies_needed(ref: str, views: Views, lifecycle: Lifecycle) -> frozenset[str]:
    """The digests of the documents whose bodies the facts will carry."""
    return frozenset(head.digest for _, _, head in _heads(ref, views, lifecycle))


def collect(request: Request, views: Views, bodies: Mapping[str, dict[str, JsonValue]], situation: Situation) -> Facts:
    """The facts of one request, as the table stands.

    ``views`` holds at least `related`; ``bodies`` at least `bodies_needed`. Raises NotFoundError for a subject that is
    not registered.
    """
    view = _registered(request.subject, views)
    lifecycle = situation.lifecycle
    evidence = _evidence(view, views, bodies, lifecycle)
    document = FactsDocument.model_construct(
        schema_="facts/1",
        now=situation.now,
        request=RequestFacts.model_construct(
            to_stage=request.to_stage,
            check=request.check,
            requester=request.requester.person,
            reason=request.reason,
            replaces=request.replaces,
        ),
        subject=_subject(view, views, request, evidence, situation),
        use_cases=tuple(_use_case(system, views) for system in _systems(view, views)),
        evidence={kind: found for kind, found in evidence.items() if kind not in lifecycle.keyed},
        approvals=view.votes,
        waivers=view.waivers,
        rejections=view.rejections,
        incidents=evidence.get("incident", ()),
        changes=evidence.get("change_record", ()),
        registry=RegistryFacts(kind=situation.registry),
        directory=situation.excerpt(()),
    )
    people = frozenset(_people(document))
    document = document.model_copy(update={"directory": situation.excerpt(people)})
    data = canonical(document.model_dump(mode="json", by_alias=True))
    return Facts(document, data, digest_bytes(data))


def current_digest(request: Request, views: Views, situation: Situation) -> str:
    """The subject digest that a vote on this request binds to now; needs no bodies."""
    view = _registered(request.subject, views)
    heads = ((kind, head.digest, head.status) for kind, _, head in _heads(view.ref, views, situation.lifecycle))
    return _digest(view, views, request, heads, situation)


def gate_of(request: Request, lifecycle: Lifecycle) -> Gate:
    """The gate that policy data names for the target stage; for what is asked in place, its own."""
    if request.to_stage is None:
        return Gate(request.check or Gate.MON)
    return lifecycle.gates[request.to_stage]


def _registered(ref: str, views: Views) -> View:
    try:
        return views[ref]
    except KeyError:
        kind = "use-case" if ref.startswith("use-case/") else "model"
        raise NotFoundError(f"{ref} is not in the governance table", hint=f"mlgate {kind} register {ref}") from None


def _systems(view: View, views: Views) -> list[View]:
    if view.kind is Kind.USE_CASE:
        return [view]
    return [views[link.other] for link in view.links if link.active and link.other in views]


def _heads(ref: str, views: Views, lifecycle: Lifecycle) -> Iterator[tuple[str, str, EvidenceHead]]:
    """(type, subject, head) of every document the facts carry: newest first within a type and subject."""
    view = views.get(ref)
    if view is None:
        return
    owners = {view.ref: view} | {system.ref: system for system in _systems(view, views)}
    for owner in owners.values():
        for kind, heads in owner.evidence.items():
            for place, head in enumerate(heads):
                if place < lifecycle.windows.get(kind, 1) or (kind in lifecycle.standing and head.approved_by):
                    yield kind, owner.ref, head
        for head in owner.incidents:
            yield "incident", owner.ref, head
        for head in owner.changes:
            yield "change_record", owner.ref, head


def _evidence(view: View, views: Views, bodies: Mapping[str, dict[str, JsonValue]], lifecycle: Lifecycle) -> Evidence:
    found: dict[str, list[EvidenceFacts]] = {}
    for kind, owner, head in _heads(view.ref, views, lifecycle):
        found.setdefault(kind, []).append(
            EvidenceFacts.model_construct(
                digest=head.digest,
                subject=owner,
                grade=head.grade,
                status=head.status,
                created_by=head.created_by,
                created_at=head.created_at,
                recorded_at=head.recorded_at,
                approved_by=head.approved_by,
                version=head.version,
                body=bodies[head.digest],
            )
        )
    newest_first = {
        kind: sorted(items, key=lambda item: instant(item.recorded_at), reverse=True) for kind, items in found.items()
    }
    return {kind: tuple(items) for kind, items in sorted(newest_first.items())}


def _digest(
    view: View,
    views: Views,
    request: Request,
    documents: Iterable[tuple[str, str, DocumentStatus]],
    situation: Situation,
) -> str:
    reviewed = situation.lifecycle.reviewed.get(gate_of(request, situation.lifecycle), ())
    now = instant(situation.now)
    return subject_digest(
        ref=view.ref,
        visit=view.visit,
        from_stage=view.stage,
        to_stage=request.to_stage,
        artifacts=[view.artifact_digest] if view.artifact_digest else [],
        evidence=[held for kind, held, status in documents if kind in reviewed and status is not DocumentStatus.DRAFT],
        waivers=[digest(_terms(waiver)) for waiver in view.waivers if instant(waiver.expires_at) > now],
        details={owner.ref: _details(owner) for owner in (view, *_systems(view, views))},
    )


def _terms(waiver: WaiverFacts) -> object:
    """What was granted; who joins as a grantor does not change it."""
    return waiver.model_dump(mode="json", exclude={"granted_by", "authenticated"})


def _details(view: View) -> object:
    """What is registered of a subject, as far as facts carry it."""
    if view.kind is Kind.USE_CASE:
        return view.model_dump(mode="json", include=_OF_USE_CASES)
    return view.model_dump(mode="json", include=_OF_MODELS)


def _subject(view: View, views: Views, request: Request, evidence: Evidence, situation: Situation) -> SubjectFacts:
    documents = ((kind, item.digest, item.status) for kind, items in evidence.items() for item in items)
    return SubjectFacts.model_construct(
        ref=view.ref,
        kind=view.kind,
        stage=view.stage,
        visit=view.visit,
        status=view.status,
        digest=_digest(view, views, request, documents, situation),
        artifact_digest=view.artifact_digest,
        authors=view.authors,
        owner=view.owner,
        model_risk=view.model_risk,
        package_arn=view.package.arn if view.package else None,
        passed=view.passed,
    )


def _use_case(system: View, views: Views) -> UseCaseFacts:
    models: list[ModelFacts] = []
    for link in sorted(system.links, key=lambda link: link.other):
        model = views[link.other]
        models.append(
            ModelFacts.model_construct(
                ref=model.ref,
                role=link.role,
                stage=model.settled_stage,
                status=model.status,
                active=link.active,
            )
        )
    return UseCaseFacts.model_construct(
        ref=system.ref,
        stage=system.stage,
        owner=system.owner,
        deputy=system.deputy,
        line_of_business=system.line_of_business,
        project=system.project,
        intended_purpose=system.intended_purpose,
        models=tuple(models),
    )


def _people(document: FactsDocument) -> Iterator[str]:
    """Everybody whom the facts name: only these come along from the directory."""
    yield document.request.requester
    yield from document.subject.authors
    for system in document.use_cases:
        yield from (person for person in (system.owner, system.deputy) if person)
    if document.subject.owner:
        yield document.subject.owner
    for vote in document.approvals:
        yield vote.person
    for waiver in document.waivers:
        yield from (grantor.person for grantor in waiver.granted_by)
    for items in (*document.evidence.values(), document.incidents, document.changes):
        for item in items:
            yield item.created_by
            yield from (approver.person for approver in item.approved_by)
            yield from _named(item.body)


def _named(value: JsonValue) -> Iterator[str]:
    """People a document may name, wherever it does; the excerpt keeps those that the directory knows."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _named(item)
        case dict():
            for item in value.values():
                yield from _named(item)
        case _:
            return
