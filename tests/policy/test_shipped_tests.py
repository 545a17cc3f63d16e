"""The tests beside the shipped policies pass in the embedded engine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import regorus
import yaml

from mlgate.shipped import shipped

POLICIES = shipped("policies")
FILES = sorted(POLICIES.rglob("*_test.rego"))


@pytest.fixture(scope="module")
def engine():
    """Policies, tests and data, as `opa test policies` would load them."""
    made = regorus.Engine()
    for file in sorted(POLICIES.rglob("*.rego")):
        made.add_policy(str(file.relative_to(POLICIES)), file.read_text("utf-8"))
    config = {file.parent.name: yaml.safe_load(file.read_text("utf-8")) for file in POLICIES.glob("config/*/data.yaml")}
    made.add_data_json(json.dumps({"config": config}))
    return made


def test_every_policy_has_its_tests():
    without = {
        str(file.relative_to(POLICIES))
        for file in POLICIES.rglob("*.rego")
        if not file.stem.endswith("_test") and not file.with_name(f"{file.stem}_test.rego").exists()
    }
    assert without == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(POLICIES)))
def test_in_the_embedded_engine(engine, file: Path):
    text = file.read_text("utf-8")
    (package,) = re.findall(r"^package (\S+)", text, re.MULTILINE)
    names = sorted(set(re.findall(r"^(test_\w+)", text, re.MULTILINE)))
    assert names
    failed = [name for name in names if _value(engine, f"data.{package}.{name}") is not True]
    assert failed == []


def _value(engine, path: str):
    answer = json.loads(engine.eval_query_as_json(path))
    return answer["result"][0]["expressions"][0]["value"] if answer.get("result") else None
