"""The way of one request: facts → findings → decision → table.commit → registry.apply → table.settle.

- The decision is durable before any effect is sent.
- A commit is conditional on everything the facts rest on, and on what is in force; who loses a race reads again.
- The same request id with the same content is answered once; a pending answer is evaluated anew and linked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import JsonValue

from mlgate.apply import Applier, Finding
from mlgate.canonical import canonical, digest_bytes
from mlgate.decide import decide, outcome
from mlgate.directory import DirectoryFile
from mlgate.errors import RegistryUnreachableError, RequestReusedError, TableError, UsageError
from mlgate.facts.attachment import Attachment, overlaid
from mlgate.facts.collect import Situation, bodies_needed, collect
from mlgate.ledger import Draft, Ledger, Reading, account, contend, require_in_force
from mlgate.model.decision import Decision, Evaluation
from mlgate.model.effect import Effect, Outcome
from mlgate.model.entry import Body, Decided, Entry, VoteCast
from mlgate.model.facts import Approver, Facts, FactsDocument, Read
from mlgate.model.people import Actor
from mlgate.model.request import Request
from mlgate.model.value import instant, timestamp
from mlgate.model.view import View
from mlgate.model.vocabulary import DocumentStatus, EffectState, FindingEffect, FindingStatus, Grade, Kind, Verdict
from mlgate.policy.interface import Policy
from mlgate.registry.interface import ModelRegistry
from mlgate.table.interface import RequestKey, RequestRecord

ROLLUP = Actor(person="system:rollup", authenticated=True, via="mlgate")
"""Who asks when a model's approval may move its use case: nobody's vote."""

Bodies = Mapping[str, dict[str, JsonValue]]
Before = Callable[[Reading], Sequence[tuple[str, Body]]]
Told = Callable[[Decision], None]


@dataclass(frozen=True, slots=True)
class Governor:
    """Decides requests over one table, one registry and one bundle.

    ``schemas`` gives all schemas as one canonical document; it is asked for only when something is recorded.
    """

    ledger: Ledger
    registry: ModelRegistry
    policy: Policy
    directory: DirectoryFile
    schemas: Callable[[], bytes]

    def check(self, request: Request, *, overlays: Sequence[Attachment] = (), at: datetime | None = None) -> Decision:
        """A dry run: evaluates, writes nothing. ``overlays`` stand in for documents that are not attached yet.

        An overlay counts as approved by everybody in the directory, for a dry run asks what the document is worth once
        it is approved. ``at`` judges the present situation at another moment.
        """
        reading = self.ledger.read(request.subject)
        if at is not None:
            reading = replace(reading, now=timestamp(at))
        views, bodies = self._overlaid(request, reading, overlays)
        facts = collect(request, views, bodies, self._situation(reading))
        return self._decide(facts, self.policy.evaluate(facts), request, dry_run=True)

    def gate(self, request: Request, *, before: Before = lambda _: (), told: Told = lambda _: None) -> Decision:
        """Evaluate, record, and only then flip; ``effect`` says what became of it.

        ``before`` gives entries that belong into the same commit (a rejecting vote). ``told`` hears what the roll-up
        of each use case came to: a recorded decision where it approves, advice (a dry run) where it does not. Raises
        NotInForceError, RequestReusedError, NotFoundError, ConflictError, UsageError for a vote against that would
        approve, and what engine and table raise; of the registry only RegistryUnreachableError, where a new grant is
        asked for while an earlier one is not applied yet.
        """
        decided = self._decided(request, before)
        if isinstance(decided, Decision):
            return decided
        return self._carry_out(decided, request.requester, told)

    def reconcile(self, actor: Actor) -> Iterator[Outcome | Finding]:
        """Finish what a crash left: open effects, late effects, roll-ups; and name what no entry explains."""
        yield from Applier(self.ledger, self.registry, actor).reconcile()
        for view in self.ledger.table.subjects():
            if view.kind is Kind.USE_CASE and any(link.active for link in view.links):
                self._roll_up(view)

    def _decided(self, request: Request, before: Before, *, only_approvals: bool = False) -> Decided | Decision:
        """The recorded decision of a request; a bare decision is one that was not worth recording."""
        answered = self._answered(request)
        if answered is not None and answered.verdict != Verdict.PENDING:
            return self._recorded(answered)
        self._finish_open(request)
        return contend(lambda: self._commit(request, before, only_approvals=only_approvals))

    def _commit(self, request: Request, before: Before, *, only_approvals: bool) -> Decided | Decision:
        answered = self._answered(request)
        if answered is not None and answered.verdict != Verdict.PENDING:
            return self._recorded(answered)
        reading = self.ledger.read(request.subject)
        self._in_force(reading)
        draft = self.ledger.draft(reading, request.requester)
        for ref, body in before(reading):
            draft.add(ref, body)
        facts = collect(request, draft.views, self._bodies(request, draft.views), self._situation(reading))
        evaluation = self.policy.evaluate(facts)
        decision = self._decide(facts, evaluation, request, dry_run=False)
        _heed(draft, decision)
        if only_approvals and decision.verdict is not Verdict.APPROVED:
            return decision.model_copy(update={"decision_id": None, "dry_run": True})
        body, blobs = self._body(request, draft, decision, facts, evaluation, answered)
        entry = draft.add(request.subject, body)
        self._write(draft, request, blobs, answered)
        return _named(body, entry)

    def _finish_open(self, request: Request) -> None:
        """What an earlier decision left open is finished before the next one is made on top of it."""
        view = self.ledger.table.read([request.subject]).views.get(request.subject)
        if view is not None and view.open_effects:
            Applier(self.ledger, self.registry, request.requester).converge(view.ref)

    def _write(
        self, draft: Draft, request: Request, blobs: Mapping[str, bytes], answered: RequestRecord | None
    ) -> None:
        """Commit; after a failure whose outcome is unknown, the request is read before anything else is believed."""
        attempt = answered.attempt + 1 if answered else 1
        try:
            self.ledger.commit(draft, blobs=blobs, request=_key(request), attempt=attempt)
        except TableError:
            held = self._answered(request)
            decision_id = _decided(draft).decision.decision_id
            if held is None or held.decision_id != decision_id:
                raise

    def _body(  # noqa: PLR0917 - everything that a decision rests on
        self,
        request: Request,
        draft: Draft,
        decision: Decision,
        facts: Facts,
        evaluation: Evaluation,
        answered: RequestRecord | None,
    ) -> tuple[Decided, dict[str, bytes]]:
        raw = canonical(evaluation.raw)
        schemas = self.schemas()
        body = Decided(
            subject=request.subject,
            decision=decision,
            request_digest=request.digest(),
            reason=request.reason,
            replaces=request.replaces,
            raw_digest=digest_bytes(raw),
            directory_digest=self.directory.digest,
            schemas_digest=digest_bytes(schemas),
            supersedes=answered.decision_id if answered else None,
            effect=_effect(draft.views[request.subject], decision, evaluation),
            read=_read(facts.document, decision, evaluation),
        )
        blobs = {
            facts.digest: facts.canonical,
            body.raw_digest: raw,
            decision.policy.digest: self.policy.document,
            self.directory.digest: self.directory.document,
            body.schemas_digest: schemas,
        }
        return body, blobs

    def _carry_out(self, decided: Decided, actor: Actor, told: Told) -> Decision:
        """Apply the effect of a recorded decision, then let an applied grant move its use cases."""
        decision, effect = decided.decision, decided.effect
        if effect is None:
            return decision
        try:
            state = self._apply(effect, actor)
        except TableError:
            state = EffectState.INTENDED
        if state is EffectState.APPLIED and effect.change.granting:
            views = self.ledger.read(decision.subject).views
            for link in views[decision.subject].links:
                advice = self._roll_up(views[link.other]) if link.active else None
                if advice is not None:
                    told(advice)
        return decision.model_copy(update={"effect": state})

    def _apply(self, effect: Effect, actor: Actor) -> EffectState:
        applier = Applier(self.ledger, self.registry, actor)
        outcomes = {outcome.number: outcome for outcome in applier.converge(effect.subject)}
        found = outcomes.get(effect.number) or applier.recorded(effect.subject, effect.number)
        if found is None:
            return EffectState.INTENDED
        if found.state is EffectState.APPLIED and effect.change.granting and not self._still_granted(effect):
            return EffectState.SUPERSEDED
        return found.state

    def _still_granted(self, effect: Effect) -> bool:
        """Whether no later effect took the approval away: an old request asked again must not seem to hold."""
        standing = self.ledger.read(effect.subject).views[effect.subject].standing
        return standing is not None and standing.approval_status == effect.change.approval_status

    def _roll_up(self, system: View) -> Decision | None:
        """Ask the next gate of a use case; recorded where it approves, advice where it does not."""
        to_stage = self.policy.lifecycle.forward.get(system.stage)
        if to_stage is None:
            return None
        request = Request(
            subject=system.ref,
            to_stage=to_stage,
            check=None,
            requester=ROLLUP,
            reason="all active models of the use case were approved",
            replaces=None,
            request_id=f"rollup/{system.ref}/{system.stage}/{system.visit}",
        )
        decided = self._decided(request, lambda _: (), only_approvals=True)
        return decided if isinstance(decided, Decision) else decided.decision

    def _decide(self, facts: Facts, evaluation: Evaluation, request: Request, *, dry_run: bool) -> Decision:
        return decide(
            facts,
            evaluation,
            policy=self.policy.reference,
            engine=self.policy.engine,
            mlgate=self.ledger.mlgate,
            request_id=None if dry_run else request.request_id,
            dry_run=dry_run,
        )

    def _situation(self, reading: Reading) -> Situation:
        kind = account(self.registry, reading).kind
        return Situation(self.policy.lifecycle, kind, self.directory.excerpt, reading.now)

    def _in_force(self, reading: Reading) -> None:
        """What this gate runs under must be what the table says is in force."""
        require_in_force(
            reading,
            policies=self.policy.reference.digest,
            directory=self.directory.digest,
            registry=account(self.registry, reading),
        )

    def _bodies(self, request: Request, views: Mapping[str, View]) -> dict[str, dict[str, JsonValue]]:
        needed = bodies_needed(request.subject, views, self.policy.lifecycle)
        return {digest: json.loads(data) for digest, data in self.ledger.table.blobs(needed).items()}

    def _overlaid(
        self, request: Request, reading: Reading, overlays: Sequence[Attachment]
    ) -> tuple[Mapping[str, View], Bodies]:
        approvers = tuple(
            Approver(person=name, role=role, at=reading.now)
            for name, person in self.directory.people.items()
            for role in person.roles
        )
        views, extra = overlaid(reading.views, request.subject, overlays, self.policy.lifecycle, approvers)
        stored = bodies_needed(request.subject, views, self.policy.lifecycle) - extra.keys()
        return views, {digest: json.loads(data) for digest, data in self.ledger.table.blobs(stored).items()} | extra

    def _answered(self, request: Request) -> RequestRecord | None:
        if request.request_id is None:
            return None
        held = self.ledger.table.answered(request.requester.person, request.request_id)
        if held is not None and held.key.digest != request.digest():
            raise RequestReusedError(
                f"request id {request.request_id} was used before for another request",
                hint="give every request an id of its own; the same id only repeats the same request",
            )
        return held

    def _recorded(self, answered: RequestRecord) -> Decided:
        entry = self.ledger.table.decision(answered.decision_id)
        if not isinstance(entry.body, Decided):
            raise TableError(f"{answered.decision_id} is not a decision")
        body = entry.body
        return (
            body
            if body.effect is None
            else body.model_copy(update={"effect": body.effect.model_copy(update={"entry": entry.hash})})
        )


def _key(request: Request) -> RequestKey | None:
    if request.request_id is None:
        return None
    return RequestKey(request.requester.person, request.request_id, request.digest())


def _decided(draft: Draft) -> Decided:
    return next(entry.body for entry in draft.entries if isinstance(entry.body, Decided))


def _heed(draft: Draft, decision: Decision) -> None:
    """Whoever votes against in the same commit must not bring about the approval, where policy counts no such vote."""
    against = [
        entry.body.vote
        for entry in draft.entries
        if isinstance(entry.body, VoteCast) and entry.body.vote.decision == "rejected"
    ]
    if against and decision.verdict is Verdict.APPROVED:
        raise UsageError(
            f"a vote as {against[0].role} does not count at {decision.gate}, and nothing else stands against it",
            hint="ask somebody who holds a role that this gate asks for",
        )


def _named(body: Decided, entry: Entry) -> Decided:
    """The body whose effect names the entry that asks for it."""
    if body.effect is None:
        return body
    return body.model_copy(update={"effect": body.effect.model_copy(update={"entry": entry.hash})})


def _effect(view: View, decision: Decision, evaluation: Evaluation) -> Effect | None:
    """The numbered effect that a decision asks for; None for use cases and where policy leaves the registry alone."""
    change = evaluation.plan.effects.get(outcome(decision, evaluation.plan))
    if change is None or view.kind is not Kind.MODEL or decision.decision_id is None:
        return None
    waits = any(effect.change.granting for effect in view.open_effects)
    if waits and change.granting:
        raise RegistryUnreachableError(
            f"an earlier approval of {view.ref} is not applied in the registry yet", hint="mlgate reconcile"
        )
    if waits and change.approval_status is None:
        return None  # a mere description would supersede the grant
    apply_by = None
    if change.granting:
        seconds = evaluation.plan.apply_within_seconds
        apply_by = timestamp(instant(decision.evaluated_at) + timedelta(seconds=seconds))
    return Effect(
        subject=view.ref,
        number=view.effect_number + 1,
        change=change,
        description=_description(decision),
        decision_id=decision.decision_id,
        apply_by=apply_by,
    )


def _read(document: FactsDocument, decision: Decision, evaluation: Evaluation) -> Read:
    """What the controls that send a subject back had before them, for whoever judges later whether it is new."""
    if decision.verdict is not Verdict.REJECTED or decision.moves_to is None:
        return {}
    denying = {
        finding.control
        for finding in decision.findings
        if finding.effect is FindingEffect.DENY and finding.status is FindingStatus.OPEN
    }
    held = {**document.evidence, "incident": document.incidents, "change_record": document.changes}
    return {
        control: {
            kind: tuple(
                item.digest
                for item in held.get(kind, ())
                if item.status is DocumentStatus.APPROVED or item.grade is Grade.MEASURED
            )
            for kind in evaluation.reads[control]
        }
        for control in sorted(denying)
        if evaluation.reads.get(control)
    }


def _description(decision: Decision) -> str:
    """What the registry shows a person: verdict, gate, what blocks, and where to look."""
    blocks = sorted(
        {finding.control for finding in decision.findings if finding.effect != "warn" and finding.status == "open"}
    )
    because = f": {', '.join(blocks)}" if blocks else ""
    where = f"mlgate decision {decision.decision_id}, policies {decision.policy.revision}"
    return f"{decision.verdict} at {decision.gate}{because} ({where})"[:1024]
