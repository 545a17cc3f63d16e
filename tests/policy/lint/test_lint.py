"""What the lint says of whole bundles: where, how often, and what comments excuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgate.errors import BundleError
from mlgate.policy.files import Files, read
from mlgate.policy.lint import RULES, lint
from mlgate.policy.lint.rule import CONTROL, Example
from mlgate.policy.worker.limits import Limits
from mlgate.policy.worker.lint import linted
from mlgate.shipped import shipped
from tests.policy.lint.small import BASE, BODY, METADATA, files

LEFT_OVER = "\n_left_over := 3\n"


def found(text: str, file: str = CONTROL) -> list[tuple[str, int | None, int | None]]:
    """Rule, line after the control's own text, and column of what is found in an example."""
    last = BASE[CONTROL].count("\n") if file == CONTROL else 0
    return [(item.rule, (item.line or 0) - last, item.column) for item in lint(files([Example(file, text)])).findings]


def test_one_fault_does_not_hide_another():
    text = "\n_hash := crypto.sha256(input.subject.ref)\n\n_now := time.now_ns()\n\nhelper := 3\n"
    assert {rule for rule, _, _ in found(text)} == {
        "unshared-function",
        "forbidden-builtin",
        "helper-public",
        "rule-unused",
    }


def test_a_module_that_does_not_parse_hides_no_other():
    broken = Example("lib/broken/broken.rego", "{described}package mlgate.lib.broken\n\nx := := 3\n")
    rules = [(item.rule, item.file) for item in lint(files([broken, Example(CONTROL, LEFT_OVER)])).findings]
    assert ("engine-refuses", "lib/broken/broken.rego") in rules
    assert ("rule-unused", CONTROL) in rules


def test_line_and_column_are_those_of_what_is_wrong():
    text = '\nfindings contains {"code": "score_low", "scope": input.subject.rf, "args": {"score": 0, "limit": 0}}\n'
    assert found(text) == [("undefined-in-finding", 2, 50), ("unknown-field", 2, 64)]


def test_a_field_of_a_body_is_looked_up_in_the_schema_of_the_document():
    text = (
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
        '\tsome document in _held("fairness_report")\n\t_is_odd(document.body)\n}\n\n'
        "_held(type) := object.get(input.evidence, type, [])\n\n"
        '_is_odd(body) if object.get(body, "grups", null) == null\n\n_is_odd(body) if body.groups[0].n_god == 1\n'
    )
    said = lint(files([Example(CONTROL, text)])).findings
    assert [(item.rule, item.what) for item in said] == [
        ("unknown-field", 'a fairness_report has no field grups; did you mean "groups"?'),
        ("unknown-field", 'a fairness_report has no field n_god; did you mean "n_good"?'),
    ]


def test_nothing_is_said_of_a_field_that_one_of_the_documents_has():
    text = (
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
        '\tsome type in ["fairness_report", "evaluation_report"]\n'
        "\tsome document in object.get(input.evidence, type, [])\n\tcount(document.body.groups) == 0\n}\n"
    )
    assert found(text) == []


def test_a_field_that_a_helper_asked_for_is_there():
    text = (
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": group.n, "limit": 0}} if {\n'
        "\tsome group in _groups\n\tgroup != {}\n}\n\n"
        "_groups := [group |\n"
        '\tsome document in object.get(input.evidence, "fairness_report", [])\n'
        '\tsome group in object.get(document.body, "groups", [])\n\t_is_sound(group)\n]\n\n'
        '_is_sound(group) if is_number(object.get(group, "n", null))\n'
    )
    assert found(text) == []
    assert [rule for rule, _, _ in found(text.replace('group, "n"', 'group, "n_good"'))] == ["undefined-in-finding"]


def test_documents_that_a_rule_keeps_under_their_types_are_told_apart():
    text = (
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
        '\tsome document in object.get(_kept, "fairness_report", [])\n\tcount(document.body.groups) == 0\n'
        "\tdocument.body.auc == 1\n}\n\n"
        "_kept := {type: held | some type, held in input.evidence}\n"
    )
    assert [item.what for item in lint(files([Example(CONTROL, text)])).findings] == [
        "a fairness_report has no field auc"
    ]


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ('input.subject.kind == "use_case"', "never-true"),
        ('input.subject.kind in {"modell", "use-case"}', "never-true"),
        ('"modell" == input.subject.kind', "never-true"),
        ("1 > 2", "never-true"),
        ("not true", "never-true"),
        ("input.now in []", "never-true"),
        ("input.subject.visit == 1\n\tinput.subject.visit == 2", "contradiction"),
        ("input.subject.visit > 2\n\tinput.subject.visit <= 2", "contradiction"),
        ("2 < input.subject.visit\n\tinput.subject.visit == 2", "contradiction"),
        ('input.subject.kind == "model"\n\tinput.subject.kind != "model"', "contradiction"),
        ('input.subject.kind == "model"', None),
        ('input.subject.model_risk == "high"', None),
        ('input.subject.kind != "modell"', None),
        ("input.subject.visit >= 2\n\tinput.subject.visit <= 2", None),
        ("input.subject.visit > 2\n\tinput.subject.visit != 3", None),
        ('input.subject.kind == "model"\n\tinput.subject.stage == "qa"', None),
        ("not false", None),
    ],
)
def test_a_condition_that_cannot_hold_is_told_from_one_that_can(condition: str, rule: str | None):
    head = '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n\t'
    assert [found for found, _, _ in found(f"{head}{condition}\n}}\n")] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("condition", "is_found"),
    [
        ("hits / cases < 0.8", True),
        ("abs((hits / cases) - 0.5) > 0.1", True),
        ("0.8 >= hits / cases", True),
        ("share := hits / cases\n\tshare < 0.8", True),
        ("hits / cases > 0", False),
        ("hits / cases < 0.8 - 0.000000001", False),
        ("hits / cases > data.mlgate.lib.limits.margin + 0.8", False),
        ("hits < 0.8 * cases", False),
        ("share := hits / cases\n\tlimits.is_below(share, 0.8)", False),
    ],
)
def test_a_quotient_needs_a_margin_wherever_it_stands(condition: str, *, is_found: bool):
    given = files([Example(CONTROL, f"\n_is_low(hits, cases) if {{\n\t{condition}\n}}\n")])
    name = "lib/limits/limits.rego"
    texts = {**given.texts, name: given.texts[name] + "\nmargin := 0.000000001\n"}
    rules = {item.rule for item in lint(given._replace(texts=texts)).findings}
    assert ("quotient-without-margin" in rules) is is_found


def test_a_comment_on_the_line_above_excuses_one_finding():
    report = lint(files([Example(CONTROL, f"\n# lint ignore: rule-unused asked for by the audit\n{LEFT_OVER}")]))
    assert [item.rule for item in report.findings] == ["suppression-unused", "rule-unused"]
    report = lint(files([Example(CONTROL, f"\n# lint ignore: rule-unused asked for by the audit{LEFT_OVER}")]))
    assert report.findings == ()
    assert [(one.finding.rule, one.reason) for one in report.excused] == [("rule-unused", "asked for by the audit")]


def test_a_comment_excuses_nothing_of_another_rule():
    assert [rule for rule, _, _ in found(f"\n# lint ignore: recursion because{LEFT_OVER}")] == [
        "suppression-unused",
        "rule-unused",
    ]


def test_a_comment_may_stand_in_metadata():
    example = Example(
        CONTROL, '#     # lint ignore: code-never-emitted it comes\n#     later: {effect: warn, message: "x"}\n'
    )
    given = files([example])
    text = given.texts[CONTROL]
    comment = "#     # lint ignore: code-never-emitted it comes\n"
    later = '#     later: {effect: warn, message: "x"}\n'
    texts = {**given.texts, CONTROL: text.replace(comment, "").replace(later, comment + later)}
    report = lint(given._replace(texts=texts))
    assert report.findings == ()
    assert len(report.excused) == 1


def test_every_rule_is_of_one_part_only():
    assert len(RULES) == len({rule.title for rule in RULES.values()})
    assert all(name == rule.id and name == name.lower() and "_" not in name for name, rule in RULES.items())


def test_a_worker_says_the_same():
    given = files([Example(CONTROL, LEFT_OVER)])
    assert linted(given, Limits()) == lint(given)
    assert lint(given).findings


def test_a_module_that_takes_for_ever_is_named():
    nested = "x := " + "[[[[[[[[[[[[" * 1 + "3" + "]]]]]]]]]]]]" + "\n"
    given = Files("elsewhere", {"slow.rego": "package mlgate.slow\n\n" + nested * 400}, ())
    with pytest.raises(BundleError) as raised:
        linted(given, Limits(0.5), at_least=0.5)
    assert str(raised.value) == "slow.rego:1: to read it took longer than 0.5 s"


def test_nothing_is_found_in_the_shipped_policies():
    report = lint(read(shipped("policies"), tests=True))
    assert [f"{item.file}:{item.line}: {item.rule}: {item.what}" for item in report.findings] == []


def test_a_spoiled_control_of_the_shipped_policies_is_found():
    given = read(shipped("policies"), tests=True)
    name = "controls/monitoring/population_drift/population_drift.rego"
    text = given.texts[name].replace('"n_current"', '"n_curent"').replace(".recorded_at", ".recordet_at")
    said = {item.what for item in lint(given._replace(texts={**given.texts, name: text})).findings if item.file == name}
    assert {one.partition(";")[0] for one in said} == {
        "a monitoring_report has no field n_curent",
        "input has no field recordet_at",
    }


def test_the_example_control_is_whole():
    assert BASE[CONTROL].startswith(METADATA + "package")
    assert BODY in BASE[CONTROL]
    assert Path(CONTROL).stem in BODY
