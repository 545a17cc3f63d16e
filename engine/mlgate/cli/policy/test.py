"""``mlgate policy test``: run the tests that lie beside the policies."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, hint, terminal, test_outputs, write
from mlgate.cli.policy.chosen import FORMS, Chosen, chosen
from mlgate.cli.session import Session
from mlgate.errors import MlgateError, UsageError
from mlgate.toml import near

if TYPE_CHECKING:
    from mlgate.cli.render.tests import TestReport
    from mlgate.policy.testing.result import Case
    from mlgate.policy.worker.limits import Limits


@click.command(cls=Command, short_help="Run the tests that lie beside the policies.")
@click.argument("path", required=False)
@click.option(
    "-k", "filter_", metavar="PATTERN", help="Only tests whose file or rule holds this (a regular expression)."
)
@click.option("--watch", is_flag=True, help="Run again whenever a file changes, until interrupted.")
@test_outputs
@click.pass_obj
def test(session: Session, *, path: str | None, filter_: str | None, watch: bool, outputs: Sequence[Output]) -> int:
    r"""Run the tests that lie beside the policies: rules test_… in files …_test.rego, as opa test runs them.

    A test passes where it is true; todo_test_… is skipped. Where a test compares, what is missing and what is too much
    is told. Each runs in a process of its own with limits of time and memory: [policy] timeout_seconds, memory_mb.

    \b
    mlgate policy test
    mlgate policy test policies -k fairness --watch
    mlgate policy test git:main -o junit=tests.xml

    Exit codes: 0 all passed, 1 a test failed or did not answer, 2 no such test, or policies that do not load.
    """
    from mlgate.compose import limits

    found, wanted = chosen(session, path), _pattern(filter_)
    allowed = limits(session.settings(required=False))
    if not watch:
        return _once(found, allowed, wanted, outputs)
    return _watched(found, allowed, wanted, outputs)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return None if text is None else re.compile(text)
    except re.error as error:
        raise UsageError(
            f"-k {text}: {error}", hint=r"it is a regular expression: \. and \[ mean the characters"
        ) from None


def _once(found: Chosen, limits: Limits, wanted: re.Pattern[str] | None, outputs: Sequence[Output]) -> int:
    from mlgate.cli.render.tests import TestReport
    from mlgate.policy.testing.result import Outcome
    from mlgate.policy.testing.run import run

    begun = time.perf_counter()
    files = found.files(tests=True)
    done = run(files, limits, wanted=wanted)
    if wanted is not None and not done.results:
        raise UsageError(f"-k {wanted.pattern}: no test matches", hint=_instead(wanted.pattern, done.known))
    report = TestReport(tuple(done.results), time.perf_counter() - begun, prefix(files.where))
    for output in outputs:
        write(_rendered(report, output), output)
    return int(bool(report.count(Outcome.FAILED) or report.count(Outcome.ERROR)))


def _watched(found: Chosen, limits: Limits, wanted: re.Pattern[str] | None, outputs: Sequence[Output]) -> int:
    from mlgate.cli.policy.watch import changed, stamp

    folder = found.here / found.name
    if not folder.is_dir():
        raise UsageError(f"--watch: {found.name} is not a folder", hint=f"of {FORMS} only a folder changes")
    before = stamp(folder)
    while True:
        try:
            _once(found, limits, wanted, outputs)
        except MlgateError as error:  # half-written policies are what somebody who watches has most of the time
            hint(f"{error.message}\n{error.hint}".strip())
        hint("waiting for changes; Ctrl-C ends")
        before = changed(folder, before)


def _instead(word: str, known: Sequence[Case]) -> str:
    names = [case.name for case in known]
    return near(word, names) or f"there are {len(names)} tests, such as {names[0]}"


def prefix(where: str) -> str:
    """What stands before the path of a file, so that it can be opened from here."""
    path = Path(where)
    if not path.is_dir():
        return f"{where}:"
    return f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}/"


def _rendered(report: TestReport, output: Output) -> str:
    from mlgate.cli.render import tests
    from mlgate.cli.render.text import Terminal

    match output.format:
        case "json":
            return tests.as_json(report)
        case "junit":
            return tests.junit(report)
        case _:
            return tests.text(report, terminal() if output.path is None else Terminal())
