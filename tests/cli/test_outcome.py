from __future__ import annotations

import pytest

from mlgate.cli.outcome import exit_code
from mlgate.model.vocabulary import EffectState, Verdict
from tests.cli.decisions import FINDINGS, decision

WARNING, WAIVED = (FINDINGS[0],), (FINDINGS[4],)


@pytest.mark.parametrize(
    ("verdict", "effect", "code"),
    [
        (Verdict.APPROVED, EffectState.APPLIED, 0),
        (Verdict.APPROVED, EffectState.NONE, 0),
        (Verdict.APPROVED, EffectState.INTENDED, 3),
        (Verdict.APPROVED, EffectState.LAPSED, 3),
        (Verdict.APPROVED, EffectState.REFUSED, 6),
        (Verdict.APPROVED, EffectState.SUPERSEDED, 6),
        (Verdict.REJECTED, EffectState.APPLIED, 1),
        (Verdict.REJECTED, EffectState.NONE, 1),
        (Verdict.REJECTED, EffectState.SUPERSEDED, 1),
        (Verdict.REJECTED, EffectState.INTENDED, 3),
        (Verdict.PENDING, EffectState.NONE, 5),
        (Verdict.PENDING, EffectState.APPLIED, 5),
        (Verdict.PENDING, EffectState.INTENDED, 3),
    ],
)
def test_each_outcome_that_needs_another_reaction_has_another_code(verdict, effect, code):
    assert exit_code(decision(verdict=verdict, effect=effect, findings=())) == code


def test_warnings_fail_only_where_they_were_to_fail_and_only_an_approval():
    approved = decision(verdict=Verdict.APPROVED, findings=WARNING)
    assert exit_code(approved) == 0
    assert exit_code(approved, fail_on_warn=True) == 4
    assert exit_code(decision(verdict=Verdict.REJECTED, findings=WARNING), fail_on_warn=True) == 1


def test_an_excused_finding_is_no_warning():
    assert exit_code(decision(verdict=Verdict.APPROVED, findings=WAIVED), fail_on_warn=True) == 0
