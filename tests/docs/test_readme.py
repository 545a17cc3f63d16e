"""What the README shows is what the program prints, and every command in it runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mlgate.cli.app import root
from mlgate.shipped import shipped

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
_ID = re.compile(r"\b[0-9a-f]{12,}\b")


def _run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {"NO_COLOR": "1", "COLUMNS": "100", "PATH": os.environ["PATH"], "HOME": str(cwd)}
    command = [sys.executable, "-m", "mlgate", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=plain | environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    done = _run("demo", cwd=tmp_path_factory.mktemp("demo"))
    assert done.returncode == 0, done.stderr
    return done.stdout


def _commands() -> list[str]:
    return [line.strip() for line in README.splitlines() if re.match(r"^    (mlgate|make) ", line)]


def test_the_demo_prints_what_the_readme_shows(told):
    shown = re.findall(r"<!-- demo -->\n```\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 2
    for excerpt in shown:
        assert excerpt.strip()
        assert _ID.sub("<id>", excerpt) in _ID.sub("<id>", told)


def test_the_demo_records_before_it_flips(told):
    """Refused, closed, approved, recorded, flipped: in that order."""
    order = [
        told.index("REJECTED   model/credit-risk-scorer/2   qa → pre_production"),
        told.index("evidence add model/credit-risk-scorer/2"),
        told.index("APPROVED   model/credit-risk-scorer/2   qa → pre_production"),
        told.index("is Approved · PreProduction/Approved"),
    ]
    assert order == sorted(order)


def test_every_command_is_in_the_table_and_every_row_is_a_command():
    rows = re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)
    context = click.Context(root)
    assert sorted(rows) == sorted(root.list_commands(context))


def test_the_commands_for_a_repository_of_ones_own_run_in_turn(tmp_path):
    in_turn = ("mlgate init", "mlgate use-case", "mlgate check use-case")
    commands = [command for command in _commands() if command.startswith(in_turn)]
    codes = [_run(*shlex.split(command)[1:], cwd=tmp_path).returncode for command in commands]
    assert codes == [0, 0, 1], "a use case without a questionnaire is refused"


def test_the_check_of_a_facts_file_runs(tmp_path):
    shutil.copytree(shipped("examples"), tmp_path / "examples", ignore=shutil.ignore_patterns("documents"))
    (command,) = [command for command in _commands() if "--facts" in command]
    done = _run(*shlex.split(command)[1:], cwd=tmp_path)
    assert done.returncode == 1
    assert "FAIR-003" in done.stdout


def test_the_gate_step_runs_in_a_pipeline(ready, tmp_path):
    """In the project of the story; what it decides today depends on the day, that it decides does not."""
    ready.restore()
    (command,) = [command for command in _commands() if command.startswith("mlgate gate")]
    words = shlex.split(command.replace("$CI_RUN_ID", "run-17"))
    done = _run("--as", "u-tom.berg", *words[1:], cwd=ready.place.folder, CI_RUN_ID="run-17")
    assert done.returncode in {0, 1}, done.stderr
    assert (ready.place.folder / "gate.xml").read_text("utf-8").startswith("<?xml")
    with ready.place.open("2026-10-20T09:00:00Z") as opened:
        answered = opened.table.answered("u-tom.berg", "run-17")
    assert answered is not None
    assert answered.verdict in done.stdout.lower()


def test_make_has_the_recipes_that_the_readme_names():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for recipe in re.findall(r"`?make ([a-z]+)`?", README):
        if recipe in {"demo", "test", "bench"}:
            assert re.search(rf"^{recipe}:", makefile, re.MULTILINE)


def test_the_exit_codes_are_those_of_the_program():
    help_text = _run("--help", cwd=ROOT).stdout
    for code in re.findall(r"^\| (\d) \|", README, re.MULTILINE):
        assert re.search(rf"\b{code} [a-z]", help_text)
