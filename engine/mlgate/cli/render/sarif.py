"""SARIF 2.1.0, as GitHub code scanning takes it: rules of one tool, and results at places in files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from mlgate import __version__
from mlgate.cli.render.document import formatted
from mlgate.cli.render.printable import printable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5000
"""GitHub shows no more of one run; what is left out is said in a notification of the run."""

_ROOT = "%SRCROOT%"
_LEVELS = ("error", "warning", "note", "none")
_DIGITS = 32
_LONGEST = 1024
"""Characters of a description; GitHub refuses longer ones."""


class Place(NamedTuple):
    """A file, relative to the root of the repository, with a line and a column that count from 1."""

    file: str
    line: int = 1
    column: int | None = None


class Excuse(NamedTuple):
    """Why a result does not count: ``inSource`` by a comment, ``external`` by a waiver."""

    kind: str
    reason: str


class Rule(NamedTuple):
    """What results are instances of; ``markdown`` is its help, ``severity`` from 0 to 10 is for security alone."""

    id: str
    name: str
    short: str
    full: str
    markdown: str
    level: str
    tags: tuple[str, ...] = ()
    precision: str = "very-high"
    severity: str | None = None


class Result(NamedTuple):
    """One finding; ``identity`` is what stays the same when lines move."""

    rule: str
    level: str
    message: str
    place: Place
    identity: tuple[str, ...]
    related: tuple[tuple[Place, str], ...] = ()
    excuses: tuple[Excuse, ...] = ()
    properties: Mapping[str, Any] = {}


def log(rules: Iterable[Rule], results: Sequence[Result], *, information: str = "") -> str:
    """One run as JSON. The gravest results come first, and beyond MOST_RESULTS the least grave are left out."""
    known = list(rules)
    places = {rule.id: number for number, rule in enumerate(known)}
    ordered = sorted(results, key=lambda result: (bool(result.excuses), _LEVELS.index(result.level)))
    kept = ordered[:MOST_RESULTS]
    seen: Counter[str] = Counter()
    run: dict[str, Any] = {
        "tool": {"driver": _driver(known)},
        "automationDetails": {"id": f"mlgate/{information.replace(' ', '-')}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, places[result.rule], seen) for result in kept],
    }
    if len(ordered) > len(kept):
        run["invocations"] = [_left_out(len(ordered) - len(kept))]
    return formatted({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(rules: Iterable[Rule]) -> dict[str, Any]:
    return {
        "name": "mlgate",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    properties: dict[str, Any] = {"tags": list(rule.tags), "precision": rule.precision}
    properties["problem.severity"] = {"error": "error", "warning": "warning"}.get(rule.level, "recommendation")
    if rule.severity is not None:
        properties["security-severity"] = rule.severity
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": _cut(_plain(rule.short))},
        "fullDescription": {"text": _cut(_plain(rule.full))},
        "help": {"text": _plain(rule.full), "markdown": _plain(rule.markdown)},
        "defaultConfiguration": {"level": rule.level},
        "properties": properties,
    }


def _result(result: Result, index: int, seen: Counter[str]) -> dict[str, Any]:
    fingerprint = hashlib.sha256("\0".join(result.identity).encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    seen[fingerprint] += 1
    found: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": index,
        "level": result.level,
        "message": {"text": _plain(result.message)},
        "locations": [_location(result.place)],
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:{seen[fingerprint]}"},
    }
    if result.related:
        found["relatedLocations"] = [
            {"id": number, "message": {"text": _plain(text)}, **_location(place)}
            for number, (place, text) in enumerate(result.related, start=1)
        ]
    if result.excuses:
        found["suppressions"] = [
            {"kind": excuse.kind, "status": "accepted", "justification": _plain(excuse.reason)}
            for excuse in result.excuses
        ]
    if result.properties:
        found["properties"] = dict(result.properties)
    return found


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": max(place.line, 1)} | ({"startColumn": place.column} if place.column else {})
    return {"physicalLocation": {"artifactLocation": _artifact(place.file), "region": region}}


def _artifact(file: str) -> dict[str, str]:
    """A file below the root; what lies elsewhere has an address of its own."""
    if file.startswith("/"):
        return {"uri": "file://" + quote(file)}
    return {"uri": quote(file), "uriBaseId": _ROOT}


def _left_out(number: int) -> dict[str, Any]:
    text = f"{number} results beyond {MOST_RESULTS} are left out; -o json has them all"
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}],
    }


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _plain(text: str) -> str:
    """Text without what a terminal or a reader could take for something else; line ends stay."""
    return "\n".join(map(printable, text.split("\n"))) or "-"
