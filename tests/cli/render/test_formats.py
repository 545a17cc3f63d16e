from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from mlgate.cli.render import renderer
from mlgate.cli.render.report import Report
from tests.cli.decisions import APPROVED, CHECKED, HOSTILE, PENDING, decision

REJECTED = decision()


@pytest.mark.parametrize(
    ("format_", "file"),
    [("markdown", "rejected.md"), ("junit", "rejected.xml"), ("github", "rejected.github"), ("json", "rejected.json")],
)
def test_a_rejection_in_every_format(golden, format_, file):
    golden(file, renderer(format_)(Report(REJECTED)))


def test_json_is_the_decision_itself():
    assert json.loads(renderer("json")(Report(REJECTED))) == REJECTED.document()


@pytest.mark.parametrize("shown", [REJECTED, APPROVED, PENDING, CHECKED, HOSTILE])
def test_junit_has_one_case_per_control_and_counts_what_it_holds(shown):
    suites = ET.fromstring(renderer("junit")(Report(shown)))
    cases = suites.findall("testsuite/testcase")
    names = [case.attrib["name"].split()[0] for case in cases]
    assert names == sorted({*shown.controls, *(item.control for item in shown.findings)})
    for suite in (suites, *suites.findall("testsuite")):
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == len(suites.findall(".//failure"))
        assert int(suite.attrib["skipped"]) == len(suites.findall(".//skipped"))


def test_only_open_denies_fail_a_case():
    suites = ET.fromstring(renderer("junit")(Report(REJECTED)))
    failing = {case.attrib["name"].split()[0] for case in suites.iter("testcase") if case.find("failure") is not None}
    assert failing == {"DOC-002", "RSK-002"}


def test_text_cannot_start_a_workflow_command():
    lines = renderer("github")(Report(HOSTILE)).splitlines()
    assert len(lines) == 2
    assert all(re.match(r"::(error|warning|notice) title=[^:,]*::", line) for line in lines)
    assert "%250A" in lines[1]


def test_text_cannot_format_link_or_mention_in_a_comment():
    shown = renderer("markdown")(Report(HOSTILE))
    assert "@everyone" not in shown
    assert not re.search(r"(?<!\\)<img", shown)
    assert "https://" not in renderer("markdown")(Report(decision(requester="https://evil.example/x")))
    row = next(line for line in shown.splitlines() if line.startswith("| RSK-002"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
