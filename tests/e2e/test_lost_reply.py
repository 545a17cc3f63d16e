"""A commit whose reply is lost: the request is read before anything else is believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlgate.errors import TableError
from mlgate.model.vocabulary import Stage
from tests.e2e.place import READY_FOR_QA, ask, decisions, is_whole

CHAIN = "model/credit-risk-scorer"


class _Unlucky:
    """The table; the next commit with a request fails after it was written, or before."""

    def __init__(self, table, *, after: bool) -> None:
        self._table, self._after, self._left = table, after, 1

    def __getattr__(self, name):
        return getattr(self._table, name)

    def commit(self, commit) -> None:
        if commit.request is None or not self._left:
            self._table.commit(commit)
            return
        self._left -= 1
        if self._after:
            self._table.commit(commit)
        raise TableError("the disk did not answer", hint="ask again")


def _with(opened, table):
    ledger = replace(opened.governor.ledger, table=table)
    return replace(opened, table=table, governor=replace(opened.governor, ledger=ledger))


def test_a_commit_that_was_written_is_the_decision(place):
    with place.open(READY_FOR_QA) as opened:
        unlucky = _with(opened, _Unlucky(opened.table, after=True))
        decision = unlucky.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "applied")
        (made,) = decisions(opened.table.entries(CHAIN))
        assert made.body.decision.decision_id == decision.decision_id
        is_whole(place, opened)


def test_a_commit_that_was_not_written_is_an_error_and_asked_again_the_one_decision(place):
    with place.open(READY_FOR_QA) as opened:
        unlucky = _with(opened, _Unlucky(opened.table, after=False))
        with pytest.raises(TableError):
            unlucky.gate(ask(opened, Stage.QA, "ci-1"))
        assert decisions(opened.table.entries(CHAIN)) == []
        assert place.updates() == []
        assert unlucky.gate(ask(opened, Stage.QA, "ci-1")).effect == "applied"
        assert len(decisions(opened.table.entries(CHAIN))) == 1
        is_whole(place, opened)
