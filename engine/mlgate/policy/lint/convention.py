"""Where things lie, what they are called, what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from mlgate.policy import metadata, notation
from mlgate.policy.declaration import CONTROLS, FINDINGS
from mlgate.policy.lint.reading import TEST, Declared, Reading
from mlgate.policy.lint.rule import Example, Finding, Level, Rule, in_control, inside
from mlgate.policy.source import Source

_LIB = "lib/limits/limits.rego"

FOLDER = Rule(
    "folder-and-package",
    Level.WARNING,
    "Folder, file and package of a module do not agree, or a folder holds two controls.",
    "A reviewer who looks for a control by its package does not find it.",
    "One control, one folder, one package: controls/<family>/<control>/<control>.rego is "
    "mlgate.controls.<family>.<control>; elsewhere the folder mirrors the package.",
    (Example("lib/limits/bounds.rego", "{described}package mlgate.lib.bounds\n\nlowest := 0\n"),),
    (Example("lib/bounds/bounds.rego", "{described}package mlgate.lib.bounds\n\nlowest := 0\n"),),
)
UNTESTED = Rule(
    "test-missing",
    Level.WARNING,
    "A module has no test beside it.",
    "Nothing would show that a change of it turns decisions.",
    "Write <module>_test.rego beside it: allows, denies, both sides of every boundary.",
    (Example(_LIB.replace(".rego", TEST), ""),),
    (Example(_LIB.replace(".rego", TEST), "package mlgate.lib.limits_test\n\ntest_something if true\n"),),
)
UNDESCRIBED = Rule(
    "package-undescribed",
    Level.WARNING,
    "A package does not say what it is.",
    "The compliance team reads titles and descriptions, and the documentation is made of them.",
    "Put METADATA with title and description above the package.",
    (Example("lib/bounds/bounds.rego", "package mlgate.lib.bounds\n\nlowest := 0\n"),),
    (
        Example(
            "lib/bounds/bounds.rego",
            "# METADATA\n# title: Bounds\n# description: Where numbers begin.\n"
            "package mlgate.lib.bounds\n\nlowest := 0\n",
        ),
    ),
)
PUBLIC = Rule(
    "helper-public",
    Level.WARNING,
    "A rule of a control other than findings does not begin with an underscore.",
    "Others could build on it, and the control could no longer be changed by itself.",
    "Begin the names of helpers with _; what several controls need is a lib.",
    in_control("\nscaled := 2 * input.subject.visit\n"),
    in_control("\n_scaled := 2 * input.subject.visit\n"),
)
DATES = Rule(
    "dates-inverted",
    Level.ERROR,
    "The dates of a control contradict each other.",
    "The control denies from the earlier of the two: a company that means to start after a duty still to come "
    "does not, and before: warn without a date is before nothing.",
    "Let policy_from be no later than a legal_from to come, and before: silent where there is no date.",
    in_control('#   legal_from: "2027-12-02"\n#   policy_from: "2028-06-01"\n'),
    in_control('#   legal_from: "2027-12-02"\n#   policy_from: "2026-08-02"\n'),
)

RULES = (FOLDER, UNTESTED, UNDESCRIBED, PUBLIC, DATES)


def check(reading: Reading) -> Iterator[Finding]:
    """Conventions of folders, tests, METADATA and names."""
    for source in reading.sources:
        if not source.faults:
            yield from _place(source, reading)
            yield from _description(source)
            yield from _public(source)
    for control in reading.controls:
        yield from _dates(control, str(reading.parts.manifest.get("revision", "")))


def _place(source: Source, reading: Reading) -> Iterator[Finding]:
    *folders, file = source.path.removesuffix(".rego").split("/")
    below = source.package[1:]
    is_control = source.package[: len(CONTROLS)] == CONTROLS
    expected = [*below, below[-1]] if is_control and below else []
    if is_control and [*folders, file] != expected:
        what = f"the control {'.'.join(source.package)} lies in {source.path}, not in {'/'.join(expected)}.rego"
        yield inside(FOLDER, source.path, source.package_line, what)
    elif not is_control and tuple(folders) != below:
        what = f"the package {'.'.join(source.package)} lies in {source.path}, not in the folder {'/'.join(below)}"
        yield inside(FOLDER, source.path, source.package_line, what)
    if source.path.replace(".rego", TEST) not in reading.texts:
        yield inside(UNTESTED, source.path, source.package_line, f"there is no {file}{TEST} beside {file}.rego")


def _description(source: Source) -> Iterator[Finding]:
    text, first_line = metadata.block(source)
    if source.package[: len(CONTROLS)] == CONTROLS:
        return
    said = notation.read(text or "", source.path, first_line).value
    for name in ("title", "description"):
        if not str(cast("dict[str, Any]", said).get(name) or "" if isinstance(said, dict) else "").strip():
            what = f"the package {'.'.join(source.package)} has no METADATA with a {name}"
            yield inside(UNDESCRIBED, source.path, source.package_line, what)
            return


def _public(source: Source) -> Iterator[Finding]:
    if source.package[: len(CONTROLS)] != CONTROLS:
        return
    for name, rule in source.rules.items():
        if not name[0].startswith("_") and name != (FINDINGS,):
            yield inside(PUBLIC, source.path, rule.line, f"{'.'.join(name)} is a helper of this control alone")


def _dates(control: Declared, revision: str) -> Iterator[Finding]:
    custom = control.metadata.custom
    legal, company = custom.legal_from, custom.policy_from
    is_to_come = legal is not None and legal.replace("-", ".") > revision
    if legal and company and company > legal and is_to_come:
        line = control.line("custom", "policy_from")
        what = f"policy_from {company} is after legal_from {legal}, and the earlier decides"
        yield inside(DATES, control.source.path, line, what)
    if custom.before == "warn" and not legal and not company:
        line = control.line("custom", "before")
        yield inside(DATES, control.source.path, line, "before: warn, and there is no date that it could be before")
