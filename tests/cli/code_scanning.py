"""What GitHub code scanning asks of a SARIF 2.1.0 file, as a schema that allows nothing beyond what we write.

Written after the lists of supported properties in GitHub's documentation and section 3 of the OASIS standard.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator


def _object(required: str, optional: str = "", **properties: Any) -> dict[str, Any]:
    """A closed object."""
    assert set(properties) == {*required.split(), *optional.split()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


TEXT = {"type": "string", "minLength": 1}
LEVEL = {"enum": ["error", "warning", "note", "none"]}
MESSAGE = _object("text", text=TEXT)
LOCATION = _object(
    "physicalLocation",
    "id message",
    id={"type": "integer", "minimum": 0},
    message=MESSAGE,
    physicalLocation=_object(
        "artifactLocation region",
        artifactLocation=_object("uri", "uriBaseId", uri={**TEXT, "format": "uri-reference"}, uriBaseId=TEXT),
        region=_object(
            "startLine",
            "startColumn",
            startLine={"type": "integer", "minimum": 1},
            startColumn={"type": "integer", "minimum": 1},
        ),
    ),
)
SUPPRESSION = _object(
    "kind status justification",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RULE = _object(
    "id name shortDescription fullDescription help defaultConfiguration properties",
    id={**TEXT, "maxLength": 255},
    name={**TEXT, "maxLength": 255},
    shortDescription=_object("text", text={**TEXT, "maxLength": 1024}),
    fullDescription=_object("text", text={**TEXT, "maxLength": 1024}),
    help=_object("text markdown", text=TEXT, markdown=TEXT),
    defaultConfiguration=_object("level", level=LEVEL),
    properties=_object(
        "tags precision problem.severity",
        "security-severity",
        **{
            "tags": {"type": "array", "items": TEXT, "maxItems": 20, "uniqueItems": True},
            "precision": {"enum": ["very-high", "high", "medium", "low"]},
            "problem.severity": {"enum": ["error", "warning", "recommendation"]},
            "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"},
        },
    ),
)
RESULT = _object(
    "ruleId ruleIndex level message locations partialFingerprints",
    "relatedLocations suppressions properties",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "minItems": 1, "maxItems": 1, "items": LOCATION},
    relatedLocations={"type": "array", "minItems": 1, "items": LOCATION},
    partialFingerprints=_object("primaryLocationLineHash", primaryLocationLineHash=TEXT),
    suppressions={"type": "array", "minItems": 1, "items": SUPPRESSION},
    properties={"type": "object"},
)
INVOCATION = _object(
    "executionSuccessful toolExecutionNotifications",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications={"type": "array", "items": _object("level message", level=LEVEL, message=MESSAGE)},
)
RUN = _object(
    "tool automationDetails columnKind results",
    "invocations",
    tool=_object(
        "driver",
        driver=_object(
            "name semanticVersion rules",
            name={"const": "mlgate"},
            semanticVersion={**TEXT, "pattern": r"^\d+\.\d+\.\d+"},
            rules={"type": "array", "items": RULE, "maxItems": 25000},
        ),
    ),
    automationDetails=_object("id", id={**TEXT, "pattern": "/$"}),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT, "maxItems": 5000},
    invocations={"type": "array", "items": INVOCATION},
)
LOG = _object(
    "$schema version runs",
    **{
        "$schema": {
            "const": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
        },
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "maxItems": 20, "items": RUN},
    },
)


def run_of(text: str) -> Any:
    """The one run of a log that GitHub would take; every rule is named once, every result points at its rule."""
    log = json.loads(text)
    faults = [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(LOG).iter_errors(log)]
    assert faults == []
    (run,) = log["runs"]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(names) == len(set(names))
    assert all(names[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(hashes) == len(set(hashes))
    return run


def place(result: Any) -> tuple[str, int]:
    """File and line of a result; the file is named relative to the root of the repository."""
    location = result["locations"][0]["physicalLocation"]
    artifact = location["artifactLocation"]
    assert artifact["uriBaseId"] == "%SRCROOT%"
    assert not PurePosixPath(artifact["uri"]).is_absolute()
    assert ".." not in artifact["uri"]
    return artifact["uri"], location["region"]["startLine"]
