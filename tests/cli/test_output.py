from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from mlgate.cli.output import Output, deliver, say, terminal
from mlgate.cli.render.report import Report
from tests.cli.decisions import APPROVED, decision

REPORT = Report(decision())


def test_each_format_goes_to_its_own_place(capsys, tmp_path):
    deliver(REPORT, [Output("text", None), Output("json", tmp_path / "d.json"), Output("markdown", tmp_path / "d.md")])
    assert capsys.readouterr().out.startswith("REJECTED")
    assert json.loads((tmp_path / "d.json").read_text()) == REPORT.decision.document()
    assert (tmp_path / "d.md").read_text().startswith("## REJECTED")


def test_github_also_appends_to_the_summary_of_the_step(capsys, monkeypatch, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    deliver(REPORT, [Output("github", None)])
    assert capsys.readouterr().out.startswith("::error title=REJECTED")
    assert summary.read_text().startswith("before\n## REJECTED")


def test_a_summary_that_cannot_be_written_is_mentioned_and_no_more(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    deliver(REPORT, [Output("github", None)])
    assert "GITHUB_STEP_SUMMARY" in capsys.readouterr().err


def test_what_is_no_terminal_gets_no_colour_and_a_width_of_its_own(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert (terminal().width, terminal().colour) == (100, False)
    monkeypatch.setenv("COLUMNS", "60")
    assert terminal().width == 60


class _Tty(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("name", "value", "colour"), [("NO_COLOR", "1", False), ("TERM", "dumb", False), ("X", "", True)]
)
def test_a_terminal_gets_colour_unless_somebody_minds(monkeypatch, name, value, colour):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    assert terminal(_Tty()).colour is colour


def test_a_terminal_without_unicode_gets_ascii(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    say("qa → pre_production · “x” ü\n")
    assert raw.getvalue() == b'qa -> pre_production - "x" \\xfc\n'


def test_json_stays_json_on_a_terminal_without_unicode(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    shown = decision(requester="u-tom.berg", findings=(REPORT.decision.findings[0].model_copy(
        update={"message": "größer → 3"}),))  # fmt: skip
    deliver(Report(shown), [Output("json", None)])
    assert json.loads(raw.getvalue()) == shown.document()


def test_an_approval_without_findings_is_short(capsys):
    deliver(Report(APPROVED), [Output("text", None)])
    assert len(capsys.readouterr().out.splitlines()) <= 6


def test_a_report_that_cannot_be_written_says_that_the_decision_stands(tmp_path):
    from mlgate.errors import MlgateError  # noqa: PLC0415 - one test, one error

    gone = tmp_path / "gone"
    gone.mkdir()
    output = Output("json", gone / "d.json")
    Path(gone).rmdir()
    with pytest.raises(MlgateError, match="cannot be written") as refused:
        deliver(REPORT, [output])
    assert "what was decided stands" in refused.value.hint
