"""A decision for programs: the JSON document that the schema describes."""

from __future__ import annotations

import json
from typing import Any

from mlgate.cli.render.report import Report


def document(report: Report) -> str:
    """The decision as JSON, indented, in the order of the schema."""
    return formatted(report.decision.document())


def formatted(value: Any) -> str:
    """Any JSON value as people and programs like to read it."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
