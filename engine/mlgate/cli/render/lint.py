"""What a lint found, for each of its readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mlgate.cli.render import sarif
from mlgate.cli.render.document import formatted
from mlgate.cli.render.github import command
from mlgate.cli.render.place import relative, repository
from mlgate.cli.render.printable import printable
from mlgate.errors import UsageError
from mlgate.policy.lint import RULES, Finding, Level, Report, Rule
from mlgate.policy.lint.rule import Example
from mlgate.toml import near

_MARKS = {
    "{metadata}": "# METADATA …\n",
    "{whole}": "# METADATA … of the other one\n",
    "{rules}": "\n…\n",
    "{described}": "# METADATA …\n",
}


class Linted(NamedTuple):
    """A report, and the folder it is about; None where the files came out of an archive or a revision."""

    report: Report
    folder: Path | None


def rendered(linted: Linted, format_: str) -> str:
    """A report in one of the formats of the lint."""
    match format_:
        case "json":
            return formatted(_document(linted))
        case "sarif":
            return _sarif(linted)
        case "github":
            return "".join(f"{_annotation(linted, finding)}\n" for finding in linted.report.findings)
        case _:
            return _text(linted)


def explained(name: str) -> str:
    """What a rule finds, why, and how to write it; raises UsageError for no rule."""
    rule = RULES.get(name)
    if rule is None:
        hint = near(name, RULES) or f"rules: {', '.join(sorted(RULES))}"
        raise UsageError(f"--explain: {name!r} is not a rule of the lint", hint=hint)
    lines = [f"{rule.id} ({rule.level})", "", rule.title, rule.why, "", rule.how]
    lines += ["", "Not so", *_shown(rule.bad), "", "But so", *_shown(rule.good)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _shown(examples: tuple[Example, ...]) -> Iterator[str]:
    for example in examples:
        text = _without_marks(example.text).strip("\n")
        yield f"    {example.file}" + (
            "" if text else "    is not there" if example.file.endswith("_test.rego") else ""
        )
        yield from (f"        {printable(line.expandtabs(4))}" for line in text.split("\n") if text)


def _without_marks(text: str) -> str:
    """An example as it is shown: what every control has is left out."""
    for mark, shown in _MARKS.items():
        text = text.replace(mark, shown)
    return text


def _text(linted: Linted) -> str:
    report = linted.report
    blocks = [_block(linted, finding) for finding in report.findings]
    errors = sum(RULES[finding.rule].level is Level.ERROR for finding in report.findings)
    total = len(report.findings)
    told = f"{_counted(total, 'finding')}, {_counted(errors, 'error')} among them" if total else "nothing to mend"
    excused = f"; {len(report.excused)} excused" if report.excused else ""
    blocks.append(f"{_counted(report.files, 'file')}: {told}{excused}")
    if total:
        blocks.append(f"mlgate policy lint --explain {report.findings[0].rule}      why, and how to write it")
    return "\n".join(blocks) + "\n"


def _block(linted: Linted, finding: Finding) -> str:
    rule = RULES[finding.rule]
    place = ":".join(str(part) for part in (_named(linted, finding.file), finding.line, finding.column) if part)
    lines = (f"{place}  {rule.level}  {rule.id}", f"  {finding.what}", f"  {rule.why}", f"  {rule.how}", "")
    return "\n".join(map(printable, lines))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _named(linted: Linted, file: str) -> str:
    """A file as a person here would type it."""
    if linted.folder is None:
        return file
    path, here = linted.folder / file, Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _document(linted: Linted) -> Mapping[str, Any]:
    report = linted.report
    return {
        "findings": [_plain(linted, finding) for finding in report.findings],
        "excused": [_plain(linted, one.finding) | {"reason": one.reason} for one in report.excused],
        "files": report.files,
    }


def _plain(linted: Linted, finding: Finding) -> dict[str, Any]:
    rule = RULES[finding.rule]
    return {
        "rule": rule.id,
        "level": str(rule.level),
        "file": _named(linted, finding.file),
        "line": finding.line,
        "column": finding.column,
        "what": finding.what,
        "why": rule.why,
        "how": rule.how,
        "good": [example._asdict() for example in rule.good],
    }


def _annotation(linted: Linted, finding: Finding) -> str:
    rule = RULES[finding.rule]
    properties: dict[str, str | int] = {"file": _uri(linted, finding.file), "line": finding.line or 1}
    if finding.column:
        properties["col"] = finding.column
    return command(str(rule.level), rule.id, [finding.what, rule.how], **properties)


def _uri(linted: Linted, file: str) -> str:
    return relative(linted.folder / file, repository()) if linted.folder else file


def _sarif(linted: Linted) -> str:
    report = linted.report
    results = [_result(linted, finding) for finding in report.findings]
    results += [_result(linted, one.finding, (sarif.Excuse("inSource", one.reason),)) for one in report.excused]
    return sarif.log([_rule(rule) for rule in RULES.values()], results, information="policy lint")


def _rule(rule: Rule) -> sarif.Rule:
    examples = "\n\n".join(
        f"{heading}\n\n```rego\n" + "\n".join(line[4:] for line in _shown(shown)) + "\n```"
        for heading, shown in (("Not so:", rule.bad), ("But so:", rule.good))
    )
    return sarif.Rule(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.id.split("-")),
        short=rule.title,
        full=f"{rule.why} {rule.how}",
        markdown=f"{rule.title}\n\n{rule.why}\n\n{rule.how}\n\n{examples}\n",
        level=str(rule.level),
        tags=("policy", "rego"),
        precision="high",
    )


def _result(linted: Linted, finding: Finding, excuses: tuple[sarif.Excuse, ...] = ()) -> sarif.Result:
    return sarif.Result(
        rule=finding.rule,
        level=str(RULES[finding.rule].level),
        message=finding.what,
        place=sarif.Place(_uri(linted, finding.file), finding.line or 1, finding.column),
        identity=(finding.rule, finding.file, finding.what),
        excuses=excuses,
    )
