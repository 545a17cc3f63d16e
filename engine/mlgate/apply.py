"""Effects: bring the registry to what the newest entry asks, and record what became of it.

- Nothing is sent that is not durable in the table.
- Applying converges on the newest effect: older ones settle as superseded, unsent.
- A granting effect needs the artifact unchanged and the registry as last settled, and is sent before ``apply_by``;
  a grant that cannot be applied undoes its move.
- A restricting effect is never refused.
- The registry has no compare-and-set: after a write, registry and table are read again, and the newest effect is put
  back over an older one that arrived late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import InputError, NotFoundError, RegistryError, RegistryUnreachableError
from mlgate.ledger import Ledger, Reading, chain_of
from mlgate.model.effect import (
    METADATA_DECISION,
    METADATA_ENTRY,
    METADATA_NUMBER,
    Effect,
    Outcome,
    PackageRef,
    PackageState,
    RegistryFault,
    Standing,
)
from mlgate.model.entry import Decided, Settled
from mlgate.model.people import Actor
from mlgate.model.value import instant
from mlgate.model.view import View
from mlgate.model.vocabulary import EffectState, Kind, Stage
from mlgate.registry.interface import ModelRegistry

APPROVED = "Approved"
"""SageMaker's ``ModelApprovalStatus`` of a version that may be deployed."""

_NAMES = (METADATA_DECISION, METADATA_ENTRY, METADATA_NUMBER)


class Stray(StrEnum):
    """A package that the table does not explain."""

    BYPASS = "bypass"
    DRIFT = "drift"
    STALE_EFFECT = "stale_effect"
    ARTIFACT_CHANGED = "artifact_changed"
    DELETED = "deleted"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Finding:
    """One package that differs from what its entries say, and how; ``mended`` where reconcile put it right."""

    subject: str
    stray: Stray
    detail: str
    mended: bool


@dataclass(frozen=True, slots=True)
class Applier:
    """Brings registry and table together, in the name of ``actor``."""

    ledger: Ledger
    registry: ModelRegistry
    actor: Actor

    def converge(self, ref: str) -> tuple[Outcome, ...]:
        """Settle the open effects of a model version; the outcomes recorded, oldest first.

        An effect that cannot be finished now stays open (``intended``, with the reason). Raises nothing of the
        registry's: the entry stands, and reconcile finishes what is left.
        """
        outcomes: list[Outcome] = []
        while (view := self._view(ref)) is not None and view.open_effects:
            *older, newest = view.open_effects
            outcome = _superseded(older[0]) if older else self._finish(view, newest)
            if outcome.state is not EffectState.INTENDED:
                outcomes.append(self._settle(outcome))
            elif self._is_newest(newest):
                return (*outcomes, outcome)
        if outcomes:
            self._guard(ref, outcomes[-1].number)
        return tuple(outcomes)

    def recorded(self, ref: str, number: int) -> Outcome | None:
        """What the record says became of an effect; None while it is open."""
        for entry in self.ledger.table.entries(chain_of(ref)):
            body = entry.body
            if isinstance(body, Settled) and (body.subject, body.outcome.number) == (ref, number):
                return body.outcome
        return None

    def reconcile(self) -> Iterator[Outcome | Finding]:
        """Finish what is open, hold every package against its entries, and look for approvals without any."""
        refs = [view.ref for view in self.ledger.table.subjects() if view.kind is Kind.MODEL]
        for ref in refs:
            yield from self.converge(ref)
            try:
                finding = self._compare(ref)
            except RegistryError as error:
                finding = Finding(ref, Stray.UNREAD, error.message, mended=False)
            if finding is not None:
                yield finding
        yield from self._unknown(frozenset(refs))

    def _unknown(self, known: frozenset[str]) -> Iterator[Finding]:
        """Approved packages that were never registered. What cannot be listed is named, never counted as nothing."""
        try:
            for state in self.registry.packages():
                if state.package.subject not in known and state.approval_status == APPROVED:
                    detail = "approved in the registry, and never registered here"
                    yield Finding(state.package.subject, Stray.BYPASS, detail, mended=False)
        except RegistryError as error:
            yield Finding("every group", Stray.UNREAD, error.message, mended=False)

    def _view(self, ref: str) -> View | None:
        return self.ledger.table.read([ref]).views.get(ref)

    def _is_newest(self, effect: Effect) -> bool:
        view = self._view(effect.subject)
        return view is not None and view.effect_number == effect.number and bool(view.open_effects)

    def _finish(self, view: View, effect: Effect) -> Outcome:
        """Send one effect where that is right, and say what became of it."""
        try:
            return self._attempt(view, effect)
        except RegistryError as error:
            return _outcome(effect, EffectState.INTENDED, error.message)
        except (NotFoundError, InputError) as error:
            return _outcome(
                effect, EffectState.REFUSED if effect.change.granting else EffectState.LAPSED, error.message
            )

    def _attempt(self, view: View, effect: Effect) -> Outcome:
        package = _package(view)
        state = self.registry.describe(package)
        if _shows(state, effect):
            return _outcome(effect, EffectState.APPLIED, "the registry shows it", state)
        if effect.change.granting:
            late = effect.apply_by is not None and self.ledger.clock() > instant(effect.apply_by)
            if late:
                return _outcome(effect, EffectState.LAPSED, f"not applied by {effect.apply_by}")
            fault = self._fault(view, state)
            if fault is not None:
                return _outcome(effect, EffectState.REFUSED, fault)
        return self._send(package, effect)

    def _fault(self, view: View, state: PackageState) -> str | None:
        """Why a grant must not be sent: something else changed the package since it was last settled."""
        if not _stands(state, view.standing) and not self._is_late(state, view):
            return f"{RegistryFault.REGISTRY_CHANGED}: the registry shows {_words(state)}, which no entry asked for"
        if not _is_measured(view, self.registry):
            return f"{RegistryFault.ARTIFACT_CHANGED}: the package no longer runs what was registered"
        return None

    def _send(self, package: PackageRef, effect: Effect) -> Outcome:
        try:
            self.registry.update(package, effect)
        except RegistryUnreachableError:
            state = self.registry.describe(package)
            if not _shows(state, effect):
                raise
        state = self.registry.describe(package)
        if _shows(state, effect):
            return _outcome(effect, EffectState.APPLIED, "", state)
        return _outcome(effect, EffectState.INTENDED, f"the registry shows {_words(state)} after the write")

    def _settle(self, outcome: Outcome) -> Outcome:
        """Append the outcome, once; a grant that did not come about takes its move back.

        Where another process settled the effect first, its outcome is the one that counts.
        """
        effects: list[Effect] = []

        def body(reading: Reading) -> Iterable[tuple[str, Settled]]:
            view = reading.views[outcome.subject]
            effects[:] = [held for held in view.open_effects if held.number == outcome.number]
            for effect in effects:
                back = self._back(effect) if _failed_grant(effect, outcome) else None
                undoes = effect.decision_id if back else None
                yield outcome.subject, Settled(subject=effect.subject, outcome=outcome, undoes=undoes, back_to=back)

        if self.ledger.append((outcome.subject,), body, actor=self.actor):
            return outcome
        return self.recorded(outcome.subject, outcome.number) or outcome

    def _back(self, effect: Effect) -> Stage | None:
        """The stage that the decision behind a grant moved the subject from; None where nothing moved."""
        decided = self.ledger.table.decision(effect.decision_id).body
        if isinstance(decided, Decided) and decided.decision.moves_to is not None:
            return decided.decision.from_stage
        return None

    def _compare_artifact(self, view: View, state: PackageState) -> Finding | None:
        """Behind an approved version stands what was measured; nobody else's artifact is read."""
        if state.approval_status != APPROVED:
            return None
        try:
            if _is_measured(view, self.registry):
                return None
        except (NotFoundError, InputError) as error:
            return Finding(view.ref, Stray.ARTIFACT_CHANGED, error.message, mended=False)
        return Finding(view.ref, Stray.ARTIFACT_CHANGED, "it no longer runs what was registered", mended=False)

    def _guard(self, ref: str, number: int) -> None:
        """Where a newer effect was settled meanwhile, what was sent here may have arrived after it: put it back."""
        view = self._view(ref)
        if view is not None and view.effect_number != number and not view.open_effects:
            with suppress(RegistryError):  # reconcile tries again; the entry stands
                self._compare(ref)

    def _is_late(self, state: PackageState, view: View) -> bool:
        """Whether the package shows exactly an older effect of its own: a late writer, not a stranger."""
        standing = view.standing
        for entry in self.ledger.table.entries(chain_of(view.ref)):
            effect = getattr(entry.body, "effect", None)
            if not isinstance(effect, Effect) or effect.subject != view.ref or effect.number >= view.effect_number:
                continue
            sent = effect.model_copy(update={"entry": entry.hash})
            if _shows(state, sent):
                return sent.change.approval_status is not None or _same_fields(state, standing)
        return False

    def _compare(self, ref: str) -> Finding | None:
        """Hold one package against its view; an effect older than the newest is overwritten with the newest."""
        view = self._view(ref)
        if view is None or view.package is None or view.open_effects:
            return None
        try:
            state = self.registry.describe(view.package)
        except NotFoundError as error:
            return Finding(ref, Stray.DELETED, error.message, mended=False)
        if _stands(state, view.standing):
            return self._compare_artifact(view, state)
        newest = view.newest_effect
        if newest is not None and self._is_late(state, view):
            self.registry.update(view.package, newest)
            mended = _shows(self.registry.describe(view.package), newest)
            return Finding(ref, Stray.STALE_EFFECT, f"an older effect had overwritten effect {newest.number}", mended)
        permissive = state.approval_status == APPROVED and (
            view.standing is None or view.standing.approval_status != APPROVED
        )
        stray = Stray.BYPASS if permissive else Stray.DRIFT
        return Finding(ref, stray, f"the registry shows {_words(state)}, which no entry asked for", mended=False)


def _is_measured(view: View, registry: ModelRegistry) -> bool:
    """Whether the package still runs what was measured at registration."""
    artifact = registry.artifact(_package(view), known=view.artifact)
    return digest_bytes(canonical(artifact.document())) == view.artifact_digest


def _superseded(effect: Effect) -> Outcome:
    return _outcome(effect, EffectState.SUPERSEDED, "a newer effect exists")


def _package(view: View) -> PackageRef:
    if view.package is None:
        raise NotFoundError(f"{view.ref} has no package in a registry")
    return view.package


def _outcome(effect: Effect, state: EffectState, reason: str, shown: PackageState | None = None) -> Outcome:
    standing = None
    if state is EffectState.APPLIED and shown is not None:
        standing = Standing(
            approval_status=shown.approval_status, lifecycle=shown.lifecycle, number=effect.number, entry=effect.entry
        )
    return Outcome(subject=effect.subject, number=effect.number, state=state, reason=reason, standing=standing)


def _shows(state: PackageState, effect: Effect) -> bool:
    """Whether the registry shows exactly this effect: its metadata, and every field that it sets."""
    named = all(state.metadata.get(name) == effect.metadata[name] for name in _NAMES)
    change = effect.change
    status = change.approval_status is None or state.approval_status == change.approval_status
    lifecycle = change.stage is None or (
        state.lifecycle is not None
        and (state.lifecycle.stage, state.lifecycle.stage_status) == (change.stage, change.stage_status)
    )
    return named and status and lifecycle


def _stands(state: PackageState, standing: Standing | None) -> bool:
    """Whether the registry is as last settled."""
    return (
        standing is not None
        and _same_fields(state, standing)
        and (standing.number == 0 or state.metadata.get(METADATA_ENTRY) == standing.entry)
    )


def _same_fields(state: PackageState, standing: Standing | None) -> bool:
    return standing is not None and (state.approval_status, state.lifecycle) == (
        standing.approval_status,
        standing.lifecycle,
    )


def _failed_grant(effect: Effect, outcome: Outcome) -> bool:
    return effect.change.granting and outcome.state in {EffectState.REFUSED, EffectState.LAPSED}


def _words(state: PackageState) -> str:
    stage = f", {state.lifecycle.stage}/{state.lifecycle.stage_status}" if state.lifecycle else ""
    return f"{state.approval_status}{stage}"
