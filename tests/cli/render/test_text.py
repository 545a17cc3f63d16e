from __future__ import annotations

import re

import pytest

from mlgate.cli.render.report import Report, cited
from mlgate.cli.render.text import Terminal, text
from mlgate.model.decision import Decision
from mlgate.model.vocabulary import EffectState
from tests.cli.decisions import APPROVED, CHECKED, HELD, HOSTILE, PENDING, decision

REJECTED = decision()


@pytest.mark.parametrize("width", [40, 60, 100, 120])
def test_a_rejection_reads_well_at_every_width(golden, width):
    golden(f"rejected-{width}.txt", text(Report(REJECTED), Terminal(width)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("approved", APPROVED),
        ("pending", PENDING),
        ("checked", CHECKED),
        ("held", HELD),
        ("not-yet", APPROVED.model_copy(update={"effect": EffectState.INTENDED})),
        ("refused", APPROVED.model_copy(update={"effect": EffectState.REFUSED})),
        ("lapsed", APPROVED.model_copy(update={"effect": EffectState.LAPSED})),
    ],
)
def test_every_outcome_says_what_happened_and_what_to_type_next(golden, name, shown):
    golden(f"{name}.txt", text(Report(shown), Terminal(100)))


@pytest.mark.parametrize("shown", [REJECTED, APPROVED, PENDING, CHECKED, HELD, HOSTILE])
@pytest.mark.parametrize("width", [40, 51, 72, 84, 100, 120])
def test_no_line_is_wider_than_the_terminal(shown: Decision, width):
    lines = text(Report(shown), Terminal(width)).splitlines()
    commands = ("mlgate ", "    ")
    assert [line for line in lines if len(line) > width and not line.startswith(commands)] == []


def test_colour_only_supports_what_the_words_say():
    coloured = text(Report(REJECTED), Terminal(100, colour=True))
    assert "\x1b[31;1mREJECTED\x1b[0m" in coloured
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).split("\n"))
    assert bare == text(Report(REJECTED), Terminal(100))


def test_what_an_applicant_wrote_cannot_drive_the_terminal():
    shown = text(Report(HOSTILE), Terminal(100))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[2J" in shown


def test_the_narrowest_terminal_has_forty_columns():
    assert Terminal(1).width == 40
    assert Terminal(1000).width == 120


def test_references_that_begin_alike_are_told_together():
    given = (
        "AI Act Art 9(8)",
        "AI Act Art 15(1)",
        "AI Act Annex IV 2(g)",
        "NIST AI RMF MEASURE 2.3",
        "SR 11-7 V",
        "SR 11-7 V",
    )
    assert cited(given) == ("AI Act Art 9(8), 15(1), Annex IV 2(g)", "NIST AI RMF MEASURE 2.3", "SR 11-7 V")
    assert cited(()) == ()
