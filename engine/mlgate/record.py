"""Appends: registrations, evidence, votes, waivers, deployments. Each is one commit; what it needs is checked first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mlgate.apply import APPROVED
from mlgate.canonical import canonical, digest_bytes
from mlgate.directory import DirectoryFile
from mlgate.errors import Fault, InputError, IntegrityError, NotFoundError, StaleVoteError, UsageError
from mlgate.facts.attachment import Attachment
from mlgate.facts.collect import Situation, current_digest, gate_of
from mlgate.ledger import Ledger, Reading, account, require_in_force
from mlgate.model.effect import Effect
from mlgate.model.entry import (
    Body,
    Deployed,
    Entry,
    EvidenceAdded,
    EvidenceApproved,
    ModelLinked,
    ModelRegistered,
    UseCaseRegistered,
    VoteCast,
    WaiverGranted,
    WaiverRevoked,
)
from mlgate.model.facts import ApprovalFacts, Approver, Grantor, WaiverFacts
from mlgate.model.people import Actor, IdentityKind, Person
from mlgate.model.request import Request
from mlgate.model.subject import subject
from mlgate.model.value import instant, timestamp
from mlgate.model.view import View
from mlgate.model.vocabulary import DocumentStatus, Grade, Kind, ModelRisk, ModelRole, Stage
from mlgate.policy.interface import Policy
from mlgate.registry.interface import ModelRegistry

Bodies = Callable[[Reading], Iterable[tuple[str, Body]]]


@dataclass(frozen=True, slots=True)
class Recorder:
    """Appends entries in the name of ``actor``. Every method returns the entry it appended.

    Policies and directory shape what is entered (where a life begins, what a machine measured), so all but ending a
    waiver raise NotInForceError where the configured ones are not in force.
    """

    ledger: Ledger
    registry: ModelRegistry
    policy: Policy
    directory: DirectoryFile
    actor: Actor

    def register_use_case(
        self,
        ref: str,
        *,
        name: str,
        owner: str | None,
        deputy: str | None,
        line_of_business: str | None,
        project: str | None,
        intended_purpose: str | None,
    ) -> Entry:
        """Enter a use case in its first stage, or change its details."""
        if subject(ref).kind is not Kind.USE_CASE:
            raise UsageError(f"{ref} is not a use case", hint="for example use-case/UC-CR-001")
        body = UseCaseRegistered(
            subject=ref,
            name=name,
            owner=owner,
            deputy=deputy,
            line_of_business=line_of_business,
            project=project,
            intended_purpose=intended_purpose,
            first_stage=self.policy.lifecycle.first_stage[Kind.USE_CASE],
        )
        return self._append(ref, lambda _: [(ref, body)])

    def register_model(
        self,
        ref: str,
        *,
        use_cases: Sequence[tuple[str, ModelRole]],
        owner: str | None,
        model_risk: ModelRisk | None,
        authors: Sequence[str],
    ) -> Entry:
        """Enter a model version as the registry holds it, measure its artifact, and link it to its use cases.

        Raises IntegrityError for a version that is approved already: no decision stands behind it.
        """
        named = subject(ref)
        if named.kind is not Kind.MODEL:
            raise UsageError(f"{ref} is not a model version", hint="for example model/credit-risk-scorer/2")
        package = self.registry.package(named)
        state = self.registry.describe(package)
        artifact = self.registry.artifact(package)
        registered = ModelRegistered(
            subject=ref,
            package=package,
            artifact=artifact,
            artifact_digest=digest_bytes(canonical(artifact.document())),
            authors=tuple(authors),
            owner=owner,
            model_risk=model_risk,
            approval_status=state.approval_status,
            lifecycle_stage=state.lifecycle.stage if state.lifecycle else None,
            lifecycle_status=state.lifecycle.stage_status if state.lifecycle else None,
            first_stage=self.policy.lifecycle.first_stage[Kind.MODEL],
        )
        links = [ModelLinked(subject=ref, use_case=system, role=role, active=True) for system, role in use_cases]

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            require_in_force(reading, registry=account(self.registry, reading))
            held = reading.views.get(ref)
            yield ref, _born(registered) if held is None else _again(held, registered)
            for linked in links:
                _known(linked.use_case, reading)
                if held is not None:
                    _may_join(held, linked, registered.first_stage)
                yield ref, linked
                yield linked.use_case, linked

        return self._append(ref, body, *(linked.use_case for linked in links))

    def add_evidence(
        self, ref: str, attachment: Attachment, *, draft: bool = False, created_at: datetime | None = None
    ) -> Entry:
        """Attach a document. The grade follows from who brings it: measured by a service, declared by a person.

        The same document again is no new entry. ``created_at`` is the claimed date of an older document.
        """
        body = attachment.body()
        data = canonical(body)
        digest = digest_bytes(data)
        keyed = self.policy.lifecycle.keyed.get(attachment.type)
        metrics = attachment.metrics(body, keyed=keyed is not None)

        def entry(reading: Reading) -> Iterable[tuple[str, Body]]:
            view = _known(ref, reading)
            if any(head.digest == digest for head in view.evidence.get(attachment.type, ())[:1]):
                return
            if created_at is not None and created_at > instant(reading.now):
                raise InputError([Fault(attachment.source, f"created_at {timestamp(created_at)} lies in the future")])
            yield (
                ref,
                EvidenceAdded(
                    subject=ref,
                    type=attachment.type,
                    digest=digest,
                    grade=Grade.MEASURED if self._person().kind is IdentityKind.SERVICE else Grade.DECLARED,
                    status=DocumentStatus.DRAFT if draft else DocumentStatus.IN_REVIEW,
                    created_by=self.actor.person,
                    created_at=timestamp(created_at) if created_at else reading.now,
                    metrics=metrics,
                    key=str(body[keyed]) if keyed else None,
                ),
            )

        entries = self.ledger.append((ref,), self._in_force(entry), actor=self.actor, blobs={digest: data})
        return entries[0] if entries else self._added(ref, digest)

    def approve_evidence(self, prefix: str, *, role: str, of: str | None = None) -> Entry:
        """Approve a document in a role that the actor holds; ``of`` names the subject where several hold it."""
        self._may_act_as(role)
        document = self._document(prefix, of)

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            if document.type not in _kinds(_known(document.subject, reading), document.digest):
                raise UsageError(
                    f"{document.digest[:19]} of {document.subject} no longer stands: it was closed or replaced",
                    hint=f"mlgate show {document.subject}",
                )
            approver = Approver(person=self.actor.person, role=role, at=reading.now)
            yield (
                document.subject,
                EvidenceApproved(
                    subject=document.subject, type=document.type, digest=document.digest, approver=approver
                ),
            )

        return self._append(document.subject, body)

    def vote(
        self, request: Request, *, role: str, decision: str = "approved", reason: str | None, seen: str | None
    ) -> Entry:
        """Vote on a move in a role that the actor holds; ``seen`` is the digest the voter saw (None: as it stands)."""
        return self._append(
            request.subject, lambda reading: [self.ballot(reading, request, role, decision, reason, seen)]
        )

    def ballot(  # noqa: PLR0917 - a vote has this many parts, and all are needed
        self, reading: Reading, request: Request, role: str, decision: str, reason: str | None, seen: str | None
    ) -> tuple[str, VoteCast]:
        """The vote as an entry body on a reading. Raises StaleVoteError when ``seen`` is not current."""
        self._may_act_as(role)
        view = _known(request.subject, reading)
        current = current_digest(request, reading.views, self.situation(reading))
        if seen is not None and not _matches(seen, current):
            raise StaleVoteError(
                f"the vote is on {seen[:23]}, but {request.subject} now has digest {current[:23]}",
                hint="look again at what changed, then vote on what you saw",
            )
        vote = ApprovalFacts.model_validate(
            {
                "role": role,
                "person": self.actor.person,
                "decision": decision,
                "gate": gate_of(request, self.policy.lifecycle),
                "subject_digest": current,
                "at": reading.now,
                "reason": reason,
                "authenticated": self.actor.authenticated,
            }
        )
        return request.subject, VoteCast(subject=request.subject, visit=view.visit, vote=vote)

    def grant_waiver(
        self,
        ref: str,
        *,
        id: str,  # noqa: A002 - the waiver's field has this name in every document
        control: str,
        scopes: Sequence[str],
        reason: str,
        compensating_controls: Sequence[str],
        expires_at: datetime,
        role: str,
        renews: str | None,
    ) -> Entry:
        """Grant a waiver, or join an open one of the same id and content as a further grantor."""
        self._may_act_as(role)
        grantor = Grantor(person=self.actor.person, role=role)

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            held = next((waiver for waiver in _known(ref, reading).waivers if waiver.id == id), None)
            if held is not None and grantor in held.granted_by:
                raise UsageError(f"{self.actor.person} has granted {id} as {role} already")
            waiver = WaiverFacts(
                id=id,
                control=control,
                subject=ref,
                scopes=tuple(scopes),
                reason=reason,
                compensating_controls=tuple(compensating_controls),
                granted_by=(*(held.granted_by if held else ()), grantor),
                granted_at=held.granted_at if held else reading.now,
                expires_at=timestamp(expires_at),
                renews=renews,
                authenticated=self.actor.authenticated and (held is None or held.authenticated),
            )
            if held is not None and _terms(held) != _terms(waiver):
                raise UsageError(
                    f"waiver {id} of {ref} exists with other terms",
                    hint="repeat its terms exactly to join as a grantor, or choose another id",
                )
            yield ref, WaiverGranted(subject=ref, waiver=waiver)

        return self._append(ref, body)

    def revoke_waiver(self, id: str, *, subject: str, reason: str) -> Entry:  # noqa: A002 - as above
        """End a waiver before its time."""

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            if all(waiver.id != id for waiver in _known(subject, reading).waivers):
                raise NotFoundError(f"{subject} has no waiver {id}", hint=f"mlgate waiver list {subject}")
            yield subject, WaiverRevoked(subject=subject, id=id, reason=reason)

        return self.ledger.append((subject,), body, actor=self.actor)[0]

    def deployed(self, ref: str, *, endpoint: str) -> Entry:
        """Report that a version serves. Only one whose production grant is applied can be deployed."""
        change = self.policy.lifecycle.deployed

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            view = _known(ref, reading)
            is_live = view.moved_by == view.production_decision and view.settled_stage == view.stage
            if view.production_decision is None or not is_live or view.open_effects:
                raise UsageError(
                    f"{ref} has no production approval that is applied in the registry",
                    hint=f"mlgate gate {ref} --to {Stage.PRODUCTION}, or mlgate reconcile if it was approved",
                )
            effect = None
            if change is not None:
                effect = Effect(
                    subject=ref,
                    number=view.effect_number + 1,
                    change=change,
                    description=f"Deployed to {endpoint}, reported by {self.actor.person}"[:1024],
                    decision_id=view.production_decision,
                    apply_by=None,
                )
            yield ref, Deployed(subject=ref, endpoint=endpoint, decision_id=view.production_decision, effect=effect)

        return self._append(ref, body)

    def situation(self, reading: Reading) -> Situation:
        """What a request is judged in, at the moment of the reading."""
        kind = account(self.registry, reading).kind
        return Situation(self.policy.lifecycle, kind, self.directory.excerpt, reading.now)

    def _append(self, ref: str, body: Bodies, *more: str) -> Entry:
        return self.ledger.append((ref, *more), self._in_force(body), actor=self.actor)[0]

    def _in_force(self, body: Bodies) -> Bodies:
        def guarded(reading: Reading) -> Iterable[tuple[str, Body]]:
            require_in_force(reading, policies=self.policy.reference.digest, directory=self.directory.digest)
            return body(reading)

        return guarded

    def _added(self, ref: str, digest: str) -> Entry:
        return next(
            entry
            for entry in self.ledger.table.entries(subject(ref).chain)
            if isinstance(entry.body, EvidenceAdded) and (entry.body.subject, entry.body.digest) == (ref, digest)
        )

    def _document(self, prefix: str, of: str | None) -> EvidenceAdded:
        """The document that is meant: somebody may have filed the same bytes elsewhere, as something else."""
        added = self.ledger.table.evidence(prefix).body
        if not isinstance(added, EvidenceAdded):
            raise NotFoundError(f"no evidence has a digest that starts with {prefix}")
        holders = sorted(
            (view.ref, kind)
            for view in self.ledger.table.subjects()
            for kind in _kinds(view, added.digest)
            if of in {None, view.ref}
        )
        if len(holders) > 1:
            raise UsageError(
                f"{added.digest[:19]} is held by {' and '.join(f'{ref} as {kind}' for ref, kind in holders[:2])}",
                hint="say whose document you approve with --subject, or have it filed anew",
            )
        if not holders and of not in {None, added.subject}:
            raise NotFoundError(f"{of} holds no document {added.digest[:19]}", hint=f"mlgate show {of}")
        ref, kind = next(iter(holders), (added.subject, added.type))
        return added.model_copy(update={"subject": ref, "type": kind})

    def _person(self) -> Person:
        try:
            return self.directory.people[self.actor.person]
        except KeyError:
            raise UsageError(
                f"{self.actor.person} is not in the directory", hint="add the person to the directory file"
            ) from None

    def _may_act_as(self, role: str) -> None:
        person = self._person()
        if person.kind is IdentityKind.SERVICE:
            raise UsageError(
                f"{self.actor.person} is a service, and services do not vote, approve or grant",
                hint="ask a person who holds the role",
            )
        if role not in person.roles:
            held = ", ".join(person.roles) or "none"
            raise UsageError(
                f"{self.actor.person} does not hold the role {role} (holds: {held})",
                hint="act in a role you hold, or ask somebody who holds it",
            )


def _known(ref: str, reading: Reading) -> View:
    try:
        return reading.views[ref]
    except KeyError:
        kind = subject(ref).kind
        raise NotFoundError(f"{ref} is not in the governance table", hint=f"mlgate {kind} register {ref}") from None


def _kinds(view: View, digest: str) -> frozenset[str]:
    """As which types the view still carries a document."""
    shelves = (*view.evidence.items(), ("incident", view.incidents), ("change_record", view.changes))
    return frozenset(kind for kind, heads in shelves if any(head.digest == digest for head in heads))


def _born(registered: ModelRegistered) -> ModelRegistered:
    if registered.approval_status == APPROVED:
        raise IntegrityError(
            f"{registered.subject} is Approved in the registry already, and no decision says so",
            hint="set it to PendingManualApproval, then register it and ask for its gates",
        )
    return registered


def _again(view: View, registered: ModelRegistered) -> ModelRegistered:
    """Details may change; what was measured may not, and nobody is struck from the authors."""
    if (view.package, view.artifact_digest) != (registered.package, registered.artifact_digest):
        raise IntegrityError(
            f"{view.ref} no longer is what was registered: its package or artifact changed",
            hint="register what it is now as a new version; mlgate reconcile shows what stands behind this one",
        )
    return registered.model_copy(update={"authors": tuple(sorted({*view.authors, *registered.authors}))})


def _may_join(view: View, linked: ModelLinked, begins: Stage) -> None:
    """What was decided about a version was decided for its use cases of then: it would carry another one along."""
    if view.stage != begins and all(link.other != linked.use_case for link in view.links):
        raise UsageError(
            f"{view.ref} is in {view.stage}, and nothing was decided about it for {linked.use_case}",
            hint=f"link a version while it is in {begins}, or register a new version",
        )


def _matches(seen: str, current: str) -> bool:
    """Whether ``seen`` is the digest, or at least its first sixteen hex digits, with or without the prefix."""
    bare = seen.removeprefix("sha256:")
    shortest = 16
    return len(bare) >= shortest and current.removeprefix("sha256:").startswith(bare)


def _terms(waiver: WaiverFacts) -> object:
    return waiver.model_dump(exclude={"granted_by", "granted_at", "authenticated"})
