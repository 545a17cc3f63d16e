"""Tests end as under ``opa test``; one that fails says where, and what is missing and too much."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from mlgate.cli.render.tests import TestReport, as_json
from mlgate.errors import BundleError, UsageError
from mlgate.policy import files
from mlgate.policy.testing import run as runs
from mlgate.policy.testing.result import Difference, Outcome, Result
from mlgate.policy.worker.limits import Limits
from tests.needs import opa
from tests.policy.testing.cases import FILE, TESTS
from tests.policy.worker import evil

LIMITS = Limits(seconds=60, megabytes=1024)


@pytest.fixture
def run(folder):
    """Run the tests of the small bundle, changed; the results by name."""

    def start(changes=None, limits=LIMITS, **arguments) -> dict[str, Result]:
        found = files.read(folder({FILE: TESTS, **(changes or {})}), tests=True)
        return {one.case.name: one for one in runs.run(found, limits, **arguments).results}

    return start


@pytest.fixture
def results(run):
    return run()


def test_every_outcome_is_told(results):
    outcomes = {name: result.outcome for name, result in results.items()}
    expected = dict.fromkeys(outcomes, Outcome.FAILED)
    passed = {"test_passes": Outcome.PASSED}
    assert outcomes == expected | passed | {"test_divides": Outcome.ERROR, "todo_test_later": Outcome.SKIPPED}


def test_results_come_in_the_order_of_lines(results):
    lines = [result.case.line for result in results.values()]
    assert lines == sorted(lines)
    assert lines[:2] == [10, 12]


def test_of_two_sets_what_is_missing_and_what_is_too_much_is_told(results):
    found = results["test_compares_two_sets"].difference
    assert found == Difference(
        15,
        'gap.findings == {_over("age", 0.2), _over("sex", 0.4)} with input as facts',
        ['{"args": {"gap": 0.4, "limit": 0.1}, "code": "gap_over_limit", "scope": "sex"}'],
        ['{"args": {"gap": 0.3, "limit": 0.1}, "code": "gap_over_limit", "scope": "größe"}'],
        [],
    )


def test_of_two_objects_the_fields_that_differ_are_told(results):
    found = results["test_compares_objects"].difference
    assert (list(found.missing), list(found.extra)) == (['"b": 3', '"c": 4'], ['"b": 2'])


def test_an_iteration_tells_what_it_is_not_true_for(results):
    found = results["test_iterates"].difference
    assert (found.line, list(found.notes)) == (19, ["not true for 0.2", 'not true for "x"'])


def test_a_side_without_a_value_is_named(results):
    assert results["test_is_undefined"].difference.notes == ["input.nothing is undefined"]


def test_what_is_no_comparison_is_told_by_its_statement(results):
    found = results["test_says_nothing_more"].difference
    assert found == Difference(27, "count(gap.findings) > 7 with input as _facts({})", [], [], [])


def test_what_is_assigned_is_compared_too(results):
    found = results["test_is_assigned"].difference
    assert (found.line, list(found.missing), list(found.extra)) == (30, ["0.2"], ["0.1"])


def test_what_is_not_understood_is_told_by_its_statement(results):
    assert results["test_compares_in_brackets"].difference == Difference(38, "(gap._limit == 0.2)", [], [], [])


def test_an_error_names_its_place(results):
    assert results["test_divides"].message == f"{FILE}:40: divide by zero"


def test_opa_tells_the_same(folder, results):
    """Where OPA takes a failing built-in for undefined, the embedded engine takes it for an error."""
    arguments = [opa(), "test", "--format", "json", str(folder({FILE: TESTS}))]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    theirs = {one["name"]: one for one in json.loads(done.stdout)}
    ours = {one["name"]: one for one in json.loads(as_json(TestReport(tuple(results.values()), 0, f"{folder()}/")))}
    assert theirs.keys() == ours.keys()
    assert ours["test_divides"].pop("error")["code"] == "eval_internal_error"
    assert theirs["test_divides"].pop("fail") is True
    for name, told in ours.items():
        assert told.pop("explanation", ["…"])
        assert told.pop("duration") >= 0
        assert told == {field: value for field, value in theirs[name].items() if field != "duration"}


def test_only_what_is_wanted_runs(run):
    assert list(run(wanted=re.compile("compares_two"))) == ["test_compares_two_sets"]
    assert len(run(wanted=re.compile("fairness/gap"))) == len(run())


def test_a_test_that_loops_is_one_error_and_the_others_run(run):
    loop = f"package mlgate.lib.wild_test\n\ntest_loops if {evil.LOOP} == 1\n\ntest_after if true\n"
    found = run({"lib/wild/wild_test.rego": loop}, Limits(seconds=5, megabytes=1024))
    assert found["test_loops"].message == "data.mlgate.lib.wild_test.test_loops took longer than 5 s"
    assert found["test_after"].outcome is Outcome.PASSED


def test_no_more_are_tried_after_a_few_that_loop(run):
    loops = "\n".join(f"test_loops_{number} if {evil.LOOP} == 1\n" for number in range(5))
    text = f"package mlgate.lib.wild_test\n\n{loops}\n"
    found = run({FILE: None, "lib/wild/wild_test.rego": text}, Limits(seconds=5, megabytes=1024))
    tried = [result.is_overrun for result in found.values()]
    assert tried == [True] * runs.MOST_OVERRUNS + [False] * 2
    assert {result.outcome for result in found.values()} == {Outcome.ERROR}


def test_a_bundle_without_tests_is_refused(folder):
    with pytest.raises(UsageError, match="has no tests"):
        runs.run(files.read(folder(), tests=True), LIMITS)


def test_tests_that_no_parser_survives_are_refused(run):
    with pytest.raises(BundleError, match=rf"{FILE}:3: nested deeper than 12 levels"):
        run({FILE: f"package a_test\n\ntest_a if {evil.nested(13)}\n"})
