"""The shipped policies are written as the tools of the Rego world ask for it: OPA's formatter, its checker, Regal."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import yaml

from mlgate.shipped import shipped
from tests.needs import opa, regal

TOP = Path(__file__).parents[2]
POLICIES = shipped("policies")
CONFIGURATION = TOP / ".regal" / "config.yaml"


def run(*command: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_formatter_changes_nothing():
    assert run(opa(), "fmt", "--list", str(POLICIES)) == (0, "")


def test_the_strict_checker_finds_nothing():
    assert run(opa(), "check", "--strict", str(POLICIES)) == (0, "")


def test_regal_finds_nothing():
    code, said = run(regal(), "lint", "--config-file", str(CONFIGURATION), "--format", "compact", str(POLICIES))
    assert (code, said) == (0, said)


def test_the_formatter_is_not_content_with_everything(tmp_path: Path):
    file = tmp_path / "untidy.rego"
    file.write_text("package untidy\n\nx  :=  1\n", encoding="utf-8")
    assert run(opa(), "fmt", "--list", str(tmp_path)) == (0, f"{file}\n")


def test_regal_is_not_content_with_everything_under_this_configuration(tmp_path: Path):
    (tmp_path / "loose.rego").write_text("package loose\n\nx := y if y := 1\n", encoding="utf-8")
    code, said = run(regal(), "lint", "--config-file", str(CONFIGURATION), "--format", "compact", str(tmp_path))
    assert (code, "Unconditional assignment in rule body" in said) == (3, True)


def test_every_rule_that_is_set_aside_says_why():
    text = CONFIGURATION.read_text(encoding="utf-8")
    for rules in yaml.safe_load(text)["rules"].values():
        for name in rules:
            assert re.search(rf"^    # [A-Z][^\n]*\n(    # [^\n]*\n)*    {name}:$", text, re.MULTILINE), name
