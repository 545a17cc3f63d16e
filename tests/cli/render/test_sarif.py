"""SARIF: what GitHub code scanning takes, of decisions and of lints."""

from __future__ import annotations

import json

import pytest

from mlgate.cli.render import renderer, sarif
from mlgate.cli.render.report import Report
from mlgate.cli.render.sarif import Excuse, Place, Result, Rule
from mlgate.cli.render.source import document_lines
from tests.cli.code_scanning import place, run_of
from tests.cli.decisions import APPROVED, CHECKED, HOSTILE, PENDING, decision

RULE = Rule("one", "One", "It is one.", "It is one, and so.", "**It** is one.", "warning")


def result(number: int = 0, level: str = "warning", **changes) -> Result:
    return Result("one", level, f"this is {number}", Place("a b/ü.rego", 3, 7), ("one", str(number)))._replace(
        **changes
    )


@pytest.mark.parametrize("shown", [decision(), APPROVED, PENDING, CHECKED, HOSTILE])
def test_every_decision_is_what_code_scanning_takes(shown):
    run = run_of(renderer("sarif")(Report(shown)))
    assert len(run["results"]) == len(shown.findings)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= set(shown.controls)


def test_open_denies_are_errors_and_what_is_waived_is_suppressed():
    run = run_of(renderer("sarif")(Report(decision())))
    told = {
        (item["ruleId"], item["level"], tuple(one["justification"] for one in item.get("suppressions", ())))
        for item in run["results"]
    }
    waived = {(control, why) for control, _, why in told if why}
    assert waived == {("FAIR-003", ("waiver WVR-2026-014",))}
    assert {control for control, level, why in told if level == "error" and not why} == {"DOC-002", "RSK-002"}
    assert {level for _, level, _ in told} == {"error", "warning", "note"}


def test_a_result_is_the_same_when_lines_move_and_another_when_the_finding_is():
    def hashes(*results: Result) -> list[str]:
        run = run_of(sarif.log([RULE], results))
        return [item["partialFingerprints"]["primaryLocationLineHash"] for item in run["results"]]

    assert hashes(result()) == hashes(result(place=Place("a b/ü.rego", 9)))
    assert hashes(result()) != hashes(result(1))
    assert len(set(hashes(result(), result()))) == 2


def test_a_file_name_is_written_as_an_address():
    run = run_of(sarif.log([RULE], [result()]))
    assert place(run["results"][0]) == ("a%20b/%C3%BC.rego", 3)
    elsewhere = json.loads(sarif.log([RULE], [result(place=Place("/tmp/x.rego"))]))["runs"][0]["results"][0]
    location = elsewhere["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "file:///tmp/x.rego"}, "region": {"startLine": 1}}


def test_beyond_five_thousand_the_gravest_stay_and_the_rest_is_told():
    results = [result(number) for number in range(5001)] + [
        result(6000, "error"),
        result(7000, "error", excuses=(Excuse("external", "because"),)),
    ]
    run = run_of(sarif.log([RULE], results))
    assert len(run["results"]) == 5000
    assert run["results"][0]["message"]["text"] == "this is 6000"
    assert not any("suppressions" in item for item in run["results"])
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("3 results beyond 5000")


def test_long_texts_are_cut_where_code_scanning_would_refuse_them():
    run = run_of(sarif.log([RULE._replace(short="x" * 2000, full="y" * 2000)], [result()]))
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"] == "x" * 1023 + "…"
    assert rule["help"]["text"] == "y" * 2000


def test_control_characters_do_not_reach_the_reader():
    text = sarif.log([RULE], [result(message="\x1b[31mred\x00")])
    assert run_of(text)["results"][0]["message"]["text"] == "\\x1b[31mred\\x00"


def test_the_lines_of_documents_are_found_whatever_stands_in_texts():
    text = """{"now": "a \\"evidence\\": {",
 "evidence":
 {"fria": [{"body": {"evidence": {"deep": 1}}}],

  "model_card": []},
 "other": {"fria": 1}}"""
    assert document_lines(text) == {"evidence": 2, "fria": 3, "model_card": 5}
    assert document_lines("]]}{:") == {}
