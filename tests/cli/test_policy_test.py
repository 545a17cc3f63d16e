"""``mlgate policy test`` runs the tests beside the policies, and says what is missing and what is too much."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mlgate.__main__ import main
from tests.policy.small import FILES
from tests.policy.testing.cases import FILE, TESTS

PASSING = "package mlgate.controls.fairness.gap_test\n\ntest_passes if true\n"


@pytest.fixture
def policies(tmp_path, monkeypatch) -> Path:
    """The small bundle with its tests, in the folder ``policies`` here."""
    for name, text in {**FILES, FILE: TESTS}.items():
        path = tmp_path / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "policies"


def test_what_does_not_pass_is_told_with_its_place_and_reason(policies, capsys):
    assert main(["policy", "test"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "FAILED   policies/controls/fairness/gap/gap_test.rego:12  test_compares_two_sets\n"
        "         policies/controls/fairness/gap/gap_test.rego:15: gap.findings == "
        '{_over("age", 0.2), _over("sex", 0.4)} with input as facts\n'
        '         missing   {"args": {"gap": 0.4, "limit": 0.1}, "code": "gap_over_limit", "scope": "sex"}\n'
        '         too much  {"args": {"gap": 0.3, "limit": 0.1}, "code": "gap_over_limit", "scope": "größe"}\n'
        "FAILED   policies/controls/fairness/gap/gap_test.rego:18  test_iterates\n"
    )
    assert re.fullmatch(r"11 tests: 1 passed, 8 failed, 1 error, 1 skipped · \d+\.\d s", out.splitlines()[-1])


def test_all_passed_is_zero(policies, capsys):
    (policies / FILE).write_text(PASSING)
    assert main(["policy", "test", "policies"]) == 0
    assert capsys.readouterr().out.startswith("1 test: 1 passed · ")


def test_only_what_the_filter_names_runs(policies, capsys):
    assert main(["policy", "test", "-k", "test_passes"]) == 0
    assert capsys.readouterr().out.startswith("1 test: 1 passed")


def test_a_filter_that_names_nothing_is_bad_usage(policies, capsys):
    assert main(["policy", "test", "-k", "test_pases"]) == 2
    assert capsys.readouterr() == ("", '-k test_pases: no test matches\ndid you mean "test_passes"?\n')


def test_a_filter_that_is_no_pattern_is_bad_usage(policies, capsys):
    assert main(["policy", "test", "-k", "a["]) == 2
    assert capsys.readouterr().err.startswith("-k a[: unterminated character set")


def test_policies_that_do_not_load_are_bad_input(policies, capsys):
    (policies / "lib/evidence/evidence.rego").write_text(
        "package mlgate.lib.evidence\n\napproved(kind) := nowhere(kind)\n"
    )
    assert main(["policy", "test"]) == 2
    assert capsys.readouterr().err.startswith("lib/evidence/evidence.rego:3: nowhere is neither a function")


def test_json_and_junit_tell_every_test(policies, capsys):
    assert main(["policy", "test", "-o", "json", "-o", "junit=tests.xml"]) == 1
    tests = json.loads(capsys.readouterr().out)
    assert len(tests) == 11
    assert tests[0] == {
        "location": {"file": "policies/controls/fairness/gap/gap_test.rego", "row": 10, "col": 1},
        "package": "data.mlgate.controls.fairness.gap_test",
        "name": "test_passes",
        "duration": tests[0]["duration"],
    }
    (suite,) = ET.fromstring(Path("tests.xml").read_text("utf-8"))
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "11",
        "failures": "8",
        "errors": "1",
        "skipped": "1",
    }
    failure = suite.find("testcase[@name='test_compares_two_sets']/failure")
    assert failure is not None
    assert "too much" in (failure.text or "")


def test_a_bundle_in_an_archive_is_not_watched(policies, capsys):
    assert main(["policy", "test", "git:main", "--watch"]) == 2
    assert capsys.readouterr().err.startswith("--watch: git:main is not a folder")


@pytest.fixture
def watching(policies):
    """``mlgate policy test --watch`` on a test that passes; killed with the test."""
    (policies / FILE).write_text(PASSING)
    arguments = [sys.executable, "-m", "mlgate", "policy", "test", "--watch"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    process.kill()
    process.communicate()


def told(process: subprocess.Popen[str]) -> list[str]:
    """What is said until it waits for changes."""
    assert process.stdout
    return list(iter(process.stdout.readline, "waiting for changes; Ctrl-C ends\n"))


def test_watching_runs_again_on_a_change_and_ends_on_an_interrupt(policies, watching):
    assert told(watching)[0].startswith("1 test: 1 passed")
    (policies / FILE).write_text(PASSING.replace("if true", "if false"))
    assert told(watching)[0].startswith("FAILED   policies/controls/fairness/gap/gap_test.rego:3")
    (policies / FILE).write_text("package ")
    assert told(watching)[0].startswith("controls/fairness/gap/gap_test.rego:1: package is followed by")
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 130


def test_an_interrupt_leaves_no_worker_behind(policies):
    (policies / FILE).write_text(
        "package mlgate.a_test\n\ntest_loops if count(_all) == 1\n\n_all contains 1 if {\n"
        "\tsome i in numbers.range(1, 9000)\n\tsome j in numbers.range(1, 9000)\n\ti * j == -1\n}\n"
    )
    arguments = [sys.executable, "-m", "mlgate", "policy", "test"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ, text=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20)[1].startswith("interrupted")
    assert (process.returncode, Path(f"/proc/{found[0]}").exists()) == (130, False)
