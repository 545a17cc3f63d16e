"""What became of the tests of a bundle: for people, for ``opa test``'s readers, for CI servers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from mlgate.cli.render.printable import printable
from mlgate.cli.render.text import Terminal
from mlgate.policy.testing.result import Difference, Outcome, Result

_STYLE = {Outcome.FAILED: "31;1", Outcome.ERROR: "31;1", Outcome.SKIPPED: "33;1"}
_INDENT = " " * 9
_TOLD = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}
_NANOSECONDS = 1e9


@dataclass(frozen=True)
class TestReport:
    """Results in order, the seconds they took together, and what stands before the path of a file: ``policies/``."""

    __test__ = False

    results: tuple[Result, ...]
    seconds: float
    prefix: str

    def count(self, outcome: Outcome) -> int:
        """How many tests ended so."""
        return sum(result.outcome is outcome for result in self.results)

    def place(self, result: Result) -> str:
        """File and line of a test."""
        return f"{self.prefix}{result.case.file}:{result.case.line}"


def text(report: TestReport, terminal: Terminal) -> str:
    """What did not pass, each with its place and why; then one line of numbers."""
    lines = [line for result in report.results for line in _told(report, result, terminal)]
    return "\n".join([*lines, *([""] if lines else []), _summary(report)]) + "\n"


def as_json(report: TestReport) -> str:
    """The array that ``opa test --format json`` writes; a failure has its ``explanation`` beside."""
    return json.dumps([_plain(report, result) for result in report.results], indent=2, ensure_ascii=False) + "\n"


def junit(report: TestReport) -> str:
    """JUnit XML: one suite per file."""
    suites: dict[str, list[Result]] = {}
    for result in report.results:
        suites.setdefault(result.case.file, []).append(result)
    totals = _totals(report.results)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="mlgate policy test" {totals} time="{report.seconds:.3f}">',
            *(line for file, results in suites.items() for line in _suite(report, file, results)),
            "</testsuites>",
            "",
        ]
    )


def _told(report: TestReport, result: Result, terminal: Terminal) -> Iterator[str]:
    if result.outcome is Outcome.PASSED:
        return
    word = terminal.paint(f"{result.outcome.upper():<8}", _STYLE[result.outcome])
    yield f"{word} {report.place(result)}  {result.case.name}"
    yield from (_INDENT + printable(line) for line in _why(report, result))


def _why(report: TestReport, result: Result) -> Iterator[str]:
    if result.message:
        yield result.message
    elif result.outcome is Outcome.FAILED:
        yield from _explained(f"{report.prefix}{result.case.file}", result.difference)


def _explained(file: str, difference: Difference | None) -> Iterator[str]:
    if difference is None:
        yield "is not true"
        return
    yield f"{file}:{difference.line}: {difference.text}"
    yield from (f"missing   {line}" for line in difference.missing)
    yield from (f"too much  {line}" for line in difference.extra)
    yield from difference.notes


def _summary(report: TestReport) -> str:
    counts = ((report.count(outcome), outcome) for outcome in Outcome)
    parts = ", ".join(f"{count} {outcome}" for count, outcome in counts if count)
    number = "1 test" if len(report.results) == 1 else f"{len(report.results)} tests"
    return f"{number}: {parts} · {report.seconds:.1f} s"


def _plain(report: TestReport, result: Result) -> dict[str, Any]:
    case = result.case
    location = {"file": f"{report.prefix}{case.file}", "row": case.line, "col": 1}
    plain: dict[str, Any] = {"location": location, "package": f"data.{case.package}", "name": case.name}
    match result.outcome:
        case Outcome.FAILED:
            plain |= {"fail": True, "explanation": list(_why(report, result))}
        case Outcome.ERROR:
            plain["error"] = {"code": "eval_internal_error", "message": result.message, "location": location}
        case Outcome.SKIPPED:
            plain["skip"] = True
        case Outcome.PASSED:
            pass
    return plain | {"duration": round(result.seconds * _NANOSECONDS)}


def _suite(report: TestReport, file: str, results: list[Result]) -> Iterator[str]:
    name = quoteattr(f"{report.prefix}{file}")
    yield f'  <testsuite name={name} {_totals(results)} time="{sum(one.seconds for one in results):.3f}">'
    for result in results:
        yield from _case(report, result)
    yield "  </testsuite>"


def _case(report: TestReport, result: Result) -> Iterator[str]:
    about = f'classname={quoteattr(result.case.package)} name={quoteattr(result.case.name)} time="{result.seconds:.3f}"'
    if result.outcome is Outcome.PASSED:
        yield f"    <testcase {about}/>"
        return
    told = _TOLD[result.outcome]
    lines = [printable(line) for line in _why(report, result)]
    yield f"    <testcase {about}>"
    if result.outcome is Outcome.SKIPPED:
        yield f"      <{told}/>"
    else:
        body = escape("\n".join([report.place(result), *lines]))
        yield f"      <{told} message={quoteattr(lines[0])}>{body}</{told}>"
    yield "    </testcase>"


def _totals(results: Iterable[Result]) -> str:
    outcomes = [result.outcome for result in results]
    failures, errors, skipped = (outcomes.count(one) for one in (Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED))
    return f'tests="{len(outcomes)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
