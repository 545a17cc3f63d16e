"""``mlgate policy lint``: from a folder to an exit code, for each of its readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlgate.policy.lint import RULES
from mlgate.policy.lint.rule import CONTROL, Example
from tests.cli.code_scanning import place, run_of
from tests.policy.lint.small import BASE, files

LEFT_OVER = "\n_left_over := 3\n"
LINE = BASE[CONTROL].count("\n") + 2
COUNT = len(files().texts)
EXCUSED = f"\n# lint ignore: rule-unused the audit asks for it{LEFT_OVER}"


@pytest.fixture
def lint(mlgate, tmp_path: Path) -> Callable[..., Any]:
    """``lint(text, "-o", "json")`` with the small bundle in the folder policies of a repository, ``text`` added."""
    (tmp_path / ".git").mkdir()

    def run(text: str = "", *options: str) -> Any:
        for name, content in files([Example(CONTROL, text)]).texts.items():
            path = tmp_path / "policies" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return mlgate("policy", "lint", *options)

    return run


def test_nothing_to_mend_is_0(lint):
    ran = lint()
    assert (ran.code, ran.out, ran.err) == (0, f"{COUNT} files: nothing to mend\n", "")


def test_a_finding_is_1_and_says_where_what_why_and_how(lint):
    ran = lint(LEFT_OVER)
    rule = RULES["rule-unused"]
    assert ran.code == 1
    assert ran.out == (
        f"policies/{CONTROL}:{LINE}  warning  rule-unused\n"
        "  nothing that is asked for rests on mlgate.controls.example.score._left_over\n"
        f"  {rule.why}\n  {rule.how}\n\n"
        f"{COUNT} files: 1 finding, 0 errors among them\n"
        "mlgate policy lint --explain rule-unused      why, and how to write it\n"
    )


def test_what_a_comment_excuses_is_0_and_counted(lint):
    ran = lint(EXCUSED)
    assert (ran.code, ran.out) == (0, f"{COUNT} files: nothing to mend; 1 excused\n")


def test_json_names_every_part(lint):
    ran = lint(LEFT_OVER, "-o", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert {key: finding[key] for key in ("rule", "level", "file", "line", "column")} == {
        "rule": "rule-unused",
        "level": "warning",
        "file": f"policies/{CONTROL}",
        "line": LINE,
        "column": None,
    }
    assert finding["good"][0]["file"] == CONTROL
    excused = json.loads(lint(EXCUSED, "-o", "json").out)["excused"]
    assert [one["reason"] for one in excused] == ["the audit asks for it"]


def test_github_gets_an_annotation_at_the_line(lint):
    ran = lint(LEFT_OVER, "-o", "github")
    assert ran.out.startswith(
        f"::warning file=policies/{CONTROL},line={LINE},title=rule-unused::nothing that is asked for"
    )


def test_code_scanning_gets_every_rule_and_the_excused_as_suppressed(lint):
    run = run_of(lint(LEFT_OVER, "-o", "sarif").out)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(RULES)
    (result,) = run["results"]
    assert place(result) == (f"policies/{CONTROL}", LINE)
    (result,) = run_of(lint(EXCUSED, "-o", "sarif").out)["results"]
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "the audit asks for it"}
    ]


def test_text_and_sarif_go_to_two_places(lint, tmp_path: Path):
    ran = lint(LEFT_OVER, "-o", "text", "-o", "sarif=lint.sarif")
    assert "1 finding" in ran.out
    assert len(run_of((tmp_path / "lint.sarif").read_text("utf-8"))["results"]) == 1


def test_from_below_the_repository_files_are_named_from_its_root(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lint(LEFT_OVER)
    monkeypatch.chdir(tmp_path / "policies")
    (result,) = run_of(lint(LEFT_OVER, ".", "-o", "sarif").out)["results"]
    assert place(result)[0] == f"policies/{CONTROL}"


def test_without_a_folder_the_shipped_policies_are_looked_at(mlgate):
    ran = mlgate("policy", "lint", "-o", "json")
    assert json.loads(ran.out)["files"] > 100


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nowhere", "nowhere"),
        (".", "there are no Rego modules here"),
        ("--explain negation", "--explain: 'negation' is not a rule of the lint"),
        ("policies --explain recursion", "--explain tells of a rule: leave out PATH"),
        ("-o junit", "-o: 'junit' is not one of text, json, sarif, github"),
    ],
)
def test_what_cannot_be_looked_at_is_2(mlgate, line: str, message: str):
    ran = mlgate("policy", "lint", *line.split())
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_is_explained_with_both_examples(mlgate, rule):
    ran = mlgate("policy", "lint", "--explain", rule.id)
    assert ran.code == 0
    for text in (rule.id, rule.title, rule.why, rule.how, "Not so\n", "But so\n"):
        assert text in ran.out
    assert not any(mark in ran.out for mark in ("{metadata}", "{whole}", "{rules}", "{described}"))
