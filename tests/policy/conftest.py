"""The small bundle on disk, loaded, and in an engine; facts to ask it about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mlgate.facts.parse import parse
from mlgate.model.facts import Facts
from mlgate.policy.bundle import Bundle, load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from tests.policy.small import FILES, document, item


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """``folder({"lib/x.rego": "…"})`` writes the small bundle with these files changed, added or (None) left out."""

    def write(changes: Mapping[str, str | bytes | None] | None = None) -> Path:
        for name, text in ({**FILES, **(changes or {})}).items():
            if text is None:
                continue
            path = tmp_path / "policies" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / "policies"

    return write


@pytest.fixture
def bundle(folder: Callable[..., Path]) -> Callable[..., Bundle]:
    """The small bundle, changed and loaded."""
    return lambda changes=None: load(folder(changes))


@pytest.fixture
def policy(bundle: Callable[..., Bundle]) -> Callable[..., RegoPolicy]:
    """The small bundle, changed, loaded and in an engine."""

    def start(changes: Mapping[str, str] | None = None) -> RegoPolicy:
        loaded = bundle(changes)
        return RegoPolicy(loaded, RegorusEngine(loaded))

    return start


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """``facts(gaps={"age=65+": 0.2}, tier="limited", waivers=[…], now="…")``: facts with one approved report."""

    def make(gaps: Mapping[str, float] | None = None, tier: str | None = None, **changes: Any) -> Facts:
        evidence = {kind: [item(body)] for kind, body in changes.pop("evidence", {}).items()}
        if gaps is not None:
            evidence["report"] = [item({"gaps": dict(gaps)})]
        if tier is not None:
            evidence["tier"] = [item({"is": tier})]
        return parse(json.dumps(document(evidence=evidence, **changes)).encode(), "facts.json")

    return make
