"""The embedded engine: values come back as they are, and everything else is one line that is no approval."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading

import pytest

from mlgate.errors import EvaluationError
from mlgate.policy.builtins import ALLOWED, FORBIDDEN
from mlgate.policy.regorus import RegorusEngine, reference

PROBE = """package mlgate.lib.probe

a_set contains x if some x in ["b", "a", "b"]

empty_set contains x if some x in input.nothing

an_object[key] := value if some key, value in {"k": 1.0, "l": 0.1}

undefined if input.nothing

default defaulted := 3

defaulted := 4 if input.nothing

conflict := 1 if input.x

conflict := 2 if input.x

division := 1 / input.zero

text := to_number(input.text)

claims_to_be_undefined := "<undefined>"

null_value := null

false_value := false

panic := strings.count(input.text, "")

seen := input.text

listed := numbers.range(1, 3)
"""


def path(rule: str) -> str:
    return f"data.mlgate.lib.probe.{rule}"


@pytest.fixture
def engine(bundle) -> RegorusEngine:
    return RegorusEngine(bundle({"lib/probe/probe.rego": PROBE}))


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("a_set", ["a", "b"]),
        ("empty_set", []),
        ("an_object", {"k": 1, "l": 0.1}),
        ("defaulted", 3),
        ("null_value", None),
        ("false_value", False),
        ("claims_to_be_undefined", "<undefined>"),
        ("listed", [1, 2, 3]),
    ],
)
def test_a_rule_has_the_value_it_has(engine, rule, value):
    assert engine.query(b"{}", [path(rule)]) == (value,)


@pytest.mark.parametrize(
    ("document", "rule", "message"),
    [
        (b"{}", "undefined", "data.mlgate.lib.probe.undefined has no value for these facts"),
        (b"{}", "nowhere", "data.mlgate.lib.probe.nowhere has no value"),
        (b"{}", "a b", "does not name a rule"),
        (b"{}", 'a_set] | data.config["x', "does not name a rule"),
        (b'{"x": 1}', "conflict", "lib/probe/probe.rego:17: rule conflicts with rule"),
        (b'{"zero": 0}', "division", "lib/probe/probe.rego:19: divide by zero"),
        (b'{"text": "x"}', "text", "could not parse string as number"),
        (b'{"text": "x"}', "panic", "the policies: the policy engine gave up: window size"),
        (b"{", "seen", "the facts: "),
        (b"[" * 200 + b"]" * 200, "seen", "the facts: "),
    ],
)
def test_a_rule_that_does_not_answer_is_an_error_of_one_line(engine, document, rule, message):
    with pytest.raises(EvaluationError) as caught:
        engine.query(document, [path(rule)])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3
    assert caught.value.hint


def test_the_values_come_in_the_order_asked_for(engine):
    asked = ["listed", "a_set", "false_value", "listed"]
    assert engine.query(b"{}", [path(rule) for rule in asked]) == ([1, 2, 3], ["a", "b"], False, [1, 2, 3])
    assert engine.query(b"{}", []) == ()


def test_one_failure_fails_the_whole_query(engine):
    with pytest.raises(EvaluationError):
        engine.query(b"{}", [path("a_set"), path("undefined")])


def test_nothing_of_one_document_is_left_for_the_next(engine):
    assert engine.query(b'{"text": "first"}', [path("seen")]) == ("first",)
    with pytest.raises(EvaluationError):
        engine.query(b"{}", [path("seen")])
    assert engine.query(b'{"text": "first"}', [path("seen")]) == ("first",)


def test_after_a_failure_the_engine_answers_as_before(engine):
    for _ in range(3):
        with pytest.raises(EvaluationError):
            engine.query(b'{"text": "x"}', [path("panic")])
        assert engine.query(b'{"text": "x"}', [path("seen"), path("a_set")]) == ("x", ["a", "b"])


def test_from_another_thread_the_engine_is_an_error_not_a_crash(engine):
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            engine.query(b"{}", [path("a_set")])
        except EvaluationError as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_the_stack_of_the_engine_is_cut_off(tmp_path):
    script = (
        "from mlgate.policy.bundle import Bundle\n"
        "from mlgate.policy.catalogue import Catalogue\n"
        "from mlgate.policy.regorus import RegorusEngine\n"
        "from mlgate.errors import EvaluationError\n"
        "bundle = Bundle({'revision': '1'}, {'a.rego': 'package a\\n\\nx := 1 / input.zero\\n'}, {}, Catalogue([]))\n"
        "try:\n    RegorusEngine(bundle).query(b'{\"zero\": 0}', ['data.a.x'])\n"
        "except EvaluationError as error:\n    print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "RUST_BACKTRACE": "full"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "a.rego:3: divide by zero\n"


def test_the_engine_is_named_by_distribution_and_version():
    found = reference()
    assert found.name in {"gordon-to-regorus", "celine-regorus"}
    assert found.version[0].isdigit()


@pytest.mark.parametrize("name", ALLOWED)
def test_a_built_in_that_may_be_called_is_one_the_engine_has(bundle, name):
    """With facts for arguments the engine has its own say about their kinds, but it knows the function."""
    arguments = ", ".join(f"input.a{number}" for number in range(ALLOWED[name]))
    engine = RegorusEngine(bundle({"lib/probe/probe.rego": f"package mlgate.lib.probe\n\nx := {name}({arguments})\n"}))
    facts = b'{"a0": [], "a1": [], "a2": [], "a3": []}'
    said = _answer(engine, facts, path("x"))
    assert "could not find function" not in said
    assert not re.search(r"expects \d+ argument", said)


def _answer(engine: RegorusEngine, document: bytes, rule: str) -> str:
    try:
        return str(engine.query(document, [rule]))
    except EvaluationError as error:
        return str(error)


def test_no_built_in_is_both_allowed_and_forbidden():
    assert not ALLOWED.keys() & FORBIDDEN.keys()
