"""Laws that hold for any story: views are the fold of their chains, records are the visits, numbers have no gaps."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgate.errors import IntegrityError
from mlgate.model.entry import Body
from mlgate.model.subject import IN_FORCE
from mlgate.model.vocabulary import DocumentStatus, EffectState, Gate, Stage, Verdict
from mlgate.table.chain import verify
from mlgate.table.projection import fold, in_force
from mlgate.table.sqlite import SqliteTable
from tests.table.sqlite.everything import holds_together
from tests.table.story import (
    CHAIN,
    DESCRIBE,
    GRANT,
    MODEL,
    RESTRICT,
    USE_CASE,
    Desk,
    approval,
    decided,
    deployed,
    document,
    evidence,
    linked,
    model,
    proposed,
    put_in_force,
    revoked,
    settled,
    use_case,
    vote,
    waiver,
)

Step = Callable[[Desk], Body]
SUBJECTS = [MODEL, "model/credit-risk-scorer/3", USE_CASE]
KINDS = ["evaluation_report", "monitoring_report", "incident", "change_record"]
stages, gates, names = st.sampled_from(Stage), st.sampled_from(Gate), st.sampled_from(["one", "two", "three"])


def _decided(ref: str, verdict: Verdict, stage: Stage | None, gate: Gate) -> Step:
    change = {Verdict.APPROVED: GRANT, Verdict.PENDING: DESCRIBE, Verdict.REJECTED: RESTRICT}[verdict]
    moves_to = None if verdict is Verdict.PENDING else stage
    asked = None if ref == USE_CASE else change
    return lambda desk: decided(desk.views[ref], verdict, asked, to_stage=stage, moves_to=moves_to, gate=gate)


def _settled(ref: str, state: EffectState, back_to: Stage | None) -> Step:
    back = back_to if state in {EffectState.REFUSED, EffectState.LAPSED} else None
    return lambda desk: settled(
        desk.views[ref], state, undoes=desk.views[ref].decision_id if back else None, back_to=back
    )


def _evidence(ref: str, kind: str, name: str, status: str) -> Step:
    keyed = kind in {"incident", "change_record"}
    metrics = {"status": status} if keyed else {"auc": len(status) / 7, "n": 1.0}
    draft = DocumentStatus.DRAFT if status == "open" else DocumentStatus.IN_REVIEW
    return lambda _: evidence(kind, document(name), ref, key=name if keyed else None, metrics=metrics, status=draft)


STEPS = st.one_of(
    st.builds(_decided, st.sampled_from(SUBJECTS), st.sampled_from(Verdict), st.none() | stages, gates),
    st.builds(_settled, st.sampled_from(SUBJECTS), st.sampled_from([*EffectState][2:]), st.none() | stages),
    st.builds(_evidence, st.sampled_from(SUBJECTS), st.sampled_from(KINDS), names, st.sampled_from(["open", "closed"])),
    st.builds(
        lambda ref, kind, name: lambda _: approval(kind, document(name), ref),
        st.sampled_from(SUBJECTS),
        st.sampled_from(KINDS),
        names,
    ),
    st.builds(
        lambda ref, name, gate: lambda desk: vote(ref, desk.views[ref].visit, person=f"u-{name}", gate=gate),
        st.sampled_from(SUBJECTS),
        names,
        gates,
    ),
    st.builds(lambda ref, name: lambda _: waiver(name, ref), st.sampled_from(SUBJECTS), names),
    st.builds(lambda ref, name: lambda _: revoked(name, ref), st.sampled_from(SUBJECTS), names),
    st.builds(lambda ref, active: lambda _: linked(ref, active=active), st.sampled_from(SUBJECTS[:2]), st.booleans()),
    st.builds(lambda ref: lambda desk: deployed(desk.views[ref]), st.sampled_from(SUBJECTS[:2])),
    st.builds(lambda name: lambda _: use_case(name=name), names),
    st.builds(lambda name: lambda _: model(owner=f"u-{name}"), names),
    st.builds(lambda name: lambda _: put_in_force(name), names),
    st.builds(lambda name: lambda _: proposed(name), names),
)


def _tell(desk: Desk, steps: list[Step]) -> None:
    """Take every step that fits; one that does not (no effect to settle, no such document) is refused and left out."""
    desk.add(use_case(), model(), model(SUBJECTS[1]), linked())
    for step in steps:
        try:
            desk.add(step(desk))
        except (IntegrityError, StopIteration):
            desk.views.update(desk.table.read(SUBJECTS).views)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=25))
def test_stored_views_are_the_fold_of_their_chains(steps):
    """The same story told again is the same chains: nothing in them came from elsewhere."""
    with tempfile.TemporaryDirectory() as folder, SqliteTable(Path(folder) / "governance.db", create=True) as table:
        desk = Desk(table)
        _tell(desk, steps)
        holds_together(table)
        assert table.read([]).in_force == reduce(in_force, table.entries(IN_FORCE), None)
    with tempfile.TemporaryDirectory() as folder, SqliteTable(Path(folder) / "again.db", create=True) as table:
        again = Desk(table)
        _tell(again, steps)
        assert again.heads == desk.heads


@settings(max_examples=100, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_what_must_hold_of_any_view(steps):
    desk = Desk()
    entries = [*desk.add(use_case(), model(), model(SUBJECTS[1]), linked())]
    for step in steps:
        before = dict(desk.views)
        try:
            entries += desk.add(step(desk))
        except (IntegrityError, StopIteration):
            assert desk.views == before
    verify(CHAIN, [entry for entry in entries if entry.chain == CHAIN])
    for view in desk.views.values():
        numbers = [effect.number for effect in view.open_effects]
        assert numbers == sorted(set(numbers))
        assert not numbers or numbers[-1] <= view.effect_number
        assert all(effect.entry for effect in view.open_effects)
        assert view.visit == view.visits[view.stage]
        assert all(
            later.version < newer.version for heads in view.evidence.values() for newer, later in pairwise(heads)
        )
        assert all(len(heads) <= 12 for heads in view.evidence.values())
        for shelf in (view.incidents, view.changes):
            assert len({head.key for head in shelf}) == len(shelf)
        voices = [(held.person, held.role, held.gate) for held in view.votes]
        assert len(voices) == len(set(voices))


@settings(max_examples=100, deadline=None)
@given(st.lists(STEPS, max_size=30))
def test_a_fold_changes_one_view_and_none_that_it_was_given(steps):
    desk = Desk()
    desk.add(use_case(), model(), model(SUBJECTS[1]), linked())
    for step in steps:
        given_views = {ref: view.model_copy(deep=True) for ref, view in desk.views.items()}
        held = dict(desk.views)
        try:
            entries = desk.add(step(desk))
        except (IntegrityError, StopIteration):
            continue
        assert held == given_views
        for entry in entries[:1]:
            changed = fold(held, entry)
            assert len(changed) == (0 if entry.chain == IN_FORCE else 1)
            assert all(view.updated_at == entry.recorded_at for view in changed.values())
