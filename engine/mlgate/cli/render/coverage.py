"""What the tests of a bundle ran through, as a table, and in the shape of ``opa test --coverage``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mlgate.cli.render.text import Terminal
from mlgate.policy.testing.coverage import Coverage, Lines, runs


def text(coverage: Coverage, prefix: str, terminal: Terminal) -> str:
    """A table of files, then the lines that never ran, then what is shown of no control; ``prefix`` leads to files."""
    lines = [f"{'lines':>6}{'ran':>6}{'%':>8}  file"]
    lines += [_row(f"{prefix}{name}", found) for name, found in coverage.modules.items()]
    missed = [line for name, found in coverage.modules.items() for line in _missed(f"{prefix}{name}", found)]
    unproven = [f"{prefix}{fault}" for fault in coverage.unproven()]
    for heading, told in (("Never ran", missed), ("Never shown", unproven)):
        if told:
            lines += ["", terminal.paint(f"{heading} {len(told)}", "1"), *(f"  {line}" for line in told)]
    return "\n".join([*lines, "", _summary(coverage)]) + "\n"


def as_json(coverage: Coverage, prefix: str) -> str:
    """As ``opa test --coverage`` writes it, and ``controls`` beside."""
    files = {f"{prefix}{name}": _plain(found) for name, found in coverage.modules.items()}
    controls = {
        seen.control: {
            "passes": seen.passes,
            "emitted": sorted(seen.declared - set(seen.silent)),
            "silent": seen.silent,
        }
        for seen in coverage.controls
    }
    numbers = _numbers(coverage.ran, coverage.missed, coverage.percent)
    return json.dumps({"files": files, **numbers, "controls": controls}, indent=2, ensure_ascii=False) + "\n"


def _row(name: str, found: Lines) -> str:
    return f"{len(found.ran) + len(found.missed):>6}{len(found.ran):>6}{_shown(found.percent):>8}  {name}"


def _missed(name: str, found: Lines) -> Iterator[str]:
    for first, last in runs(found.missed):
        yield f"{name}:{first}" + (f"-{last}" if last > first else "")


def _summary(coverage: Coverage) -> str:
    codes = sum(len(seen.declared) for seen in coverage.controls)
    silent = sum(len(seen.silent) for seen in coverage.controls)
    passing = sum(seen.passes for seen in coverage.controls)
    lines = f"{coverage.ran} of {coverage.ran + coverage.missed} lines ran, {_shown(coverage.percent)} %"
    return (
        f"{lines} · {codes - silent} of {codes} codes emitted · {passing} of {len(coverage.controls)} controls passed"
    )


def _shown(percent: float) -> str:
    """One digit, cut and not rounded: only all of it is 100.0."""
    return f"{int(percent * 10) / 10:.1f}"


def _plain(found: Lines) -> dict[str, Any]:
    return {
        "covered": _stretches(found.ran),
        "not_covered": _stretches(found.missed),
        **_numbers(len(found.ran), len(found.missed), found.percent),
    }


def _stretches(lines: frozenset[int]) -> list[dict[str, Any]]:
    return [{"start": {"row": first}, "end": {"row": last}} for first, last in runs(lines)]


def _numbers(ran: int, missed: int, percent: float) -> dict[str, Any]:
    return {"covered_lines": ran, "not_covered_lines": missed, "coverage": round(percent, 2)}
