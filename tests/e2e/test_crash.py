"""Killed at any step of commit, apply and settle, the gate loses nothing and approves nothing by itself."""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import replace

import pytest

from mlgate.compose import House
from mlgate.model.vocabulary import Stage
from tests.e2e.place import READY_FOR_QA, Place, ask, decisions, is_whole
from tests.table.processes import NEEDS_FORK, alone, die, start

pytestmark = NEEDS_FORK
LATER = "2026-10-20T09:05:00Z"


class _Countdown:
    """Kills its process at the step when the count is down."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def statement(self, sql: str) -> None:
        """Reading is no step: what is killed before the first write is killed before it began."""
        if not sql.lstrip().upper().startswith(("SELECT", "WITH", "PRAGMA")):
            self.step()

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            die()


class _Watched:
    """The registry, with a step before and after each call: before it is sent, and after it took effect."""

    def __init__(self, registry: object, countdown: _Countdown) -> None:
        self._registry, self._countdown = registry, countdown

    def __getattr__(self, name: str):
        def call(*args, **kwargs):
            self._countdown.step()
            result = getattr(self._registry, name)(*args, **kwargs)
            self._countdown.step()
            return result

        return call


def _armed(opened: House, countdown: _Countdown) -> House:
    """The same house; every SQL statement that writes, begins or ends, and every registry call, is a step."""
    opened.table._database._connection.set_trace_callback(countdown.statement)
    registry = _Watched(opened.registry, countdown)
    return replace(opened, registry=registry, governor=replace(opened.governor, registry=registry))


def _approve(opened: House) -> str:
    decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
    return f"{decision.decision_id} {decision.verdict} {decision.effect}"


def _reject(opened: House) -> str:
    owner = opened.acting_as("u-priya.nair")
    owner = replace(owner, governor=opened.governor)
    decision = owner.reject(ask(owner, Stage.QA, "ci-1"), role="model_owner")
    return f"{decision.decision_id} {decision.verdict} {decision.effect}"


def _killed_at(place: Place, gate, step: int) -> bool:
    def work() -> str:
        with place.open(READY_FOR_QA) as opened:
            return gate(_armed(opened, _Countdown(step)))

    return alone(work) is None


def _recovers(place: Place, gate) -> None:
    """After reconcile all promises hold; asking again gives the one decision there is, and sends nothing twice."""
    with place.open(LATER) as opened:
        for _ in opened.reconcile():
            pass
        first = decisions(opened.table.entries("model/credit-risk-scorer"))
        answer = gate(opened)
        again = decisions(opened.table.entries("model/credit-risk-scorer"))
        assert len(again) == 1
        assert first in ([], again), "a decision is never lost and never made twice"
        assert answer.split()[0] == again[0].body.decision.decision_id
        assert answer.endswith("applied")
        is_whole(place, opened)
    assert place.updates() == ["1"], "the effect reached the registry exactly once"


@pytest.mark.parametrize("gate", [_approve, _reject])
def test_killed_at_every_step_the_gate_recovers(ready, gate):
    place, step = ready.place, 1
    while True:
        ready.restore()
        killed = _killed_at(place, gate, step)
        _recovers(place, gate)
        if not killed:
            break
        step += 1
    statements_and_calls = 25
    assert step > statements_and_calls


def test_killed_at_random_moments_the_gate_recovers(ready):
    place, chance, killed = ready.place, random.Random(20261020), 0
    for _ in range(200):
        ready.restore()
        gate = chance.choice([_approve, _reject])

        def work(gate=gate) -> str:
            with place.open(READY_FOR_QA) as opened:
                return gate(opened)

        child, reading = start(work)
        time.sleep(chance.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as pipe:
            killed += not pipe.read()
        os.waitpid(child, 0)
        _recovers(place, gate)
    assert killed > 20, "the kills came while the gate was at work"
