"""The stories in examples/: their cases, what each must come to, and what it comes to."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from mlgate import decide
from mlgate.canonical import canonical, digest_bytes
from mlgate.facts import file
from mlgate.model.decision import Decision, Evaluation
from mlgate.model.facts import Facts
from mlgate.policy.rego import RegoPolicy
from mlgate.shipped import shipped, version

EXAMPLES = shipped("examples")
STORIES = [EXAMPLES / "credit-risk", EXAMPLES / "light", EXAMPLES / "questions"]
CASES = sorted(path for story in STORIES for path in story.glob("*.json") if "." not in path.stem)


def assembler() -> ModuleType:
    """The script that writes facts files out of a story."""
    spec = importlib.util.spec_from_file_location("assemble", EXAMPLES / "credit-risk" / "assemble.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def expected(case: Path) -> dict[str, Any]:
    return json.loads(case.with_suffix(".expected.json").read_text("utf-8"))


def facts(case: Path) -> Facts:
    return file.read(case)


def decided(policy: RegoPolicy, found: Facts) -> Decision:
    evaluation: Evaluation = policy.evaluate(found)
    return decide.decide(
        found,
        evaluation,
        policy=policy.reference,
        engine=policy.engine,
        mlgate=version(),
        request_id=None,
        dry_run=True,
    )


def findings(decision: Decision) -> list[dict[str, Any]]:
    kept = ("control", "code", "effect", "status", "waiver", "scope")
    return [{name: found[name] for name in kept} for found in decision.document()["findings"]]


def refreshed(document: Any) -> Facts:
    data = canonical(document.model_dump(mode="json", by_alias=True))
    return Facts(document, data, digest_bytes(data))
