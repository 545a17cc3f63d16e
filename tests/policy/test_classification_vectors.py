"""The classification vectors: what the policies make of them, in both engines, and what they leave out: nothing."""

from __future__ import annotations

import copy
import json
import subprocess
from typing import Any

import pytest
import regorus
import yaml

from mlgate.facts import documents
from mlgate.shipped import shipped
from tests.needs import opa

POLICIES = shipped("policies")
TOLD: dict[str, Any] = json.loads((shipped("examples") / "classification" / "vectors.json").read_text("utf-8"))
VECTORS: list[dict[str, Any]] = TOLD["vectors"]
SCHEMA = json.loads((shipped("schemas") / "documents" / "risk_classification.schema.json").read_text("utf-8"))
QUERY = "[data.mlgate.classification.assess(answers) | some answers in input]"


def answers(vector: dict[str, Any]) -> dict[str, Any]:
    """The whole questionnaire of a vector: the base, and group by group what differs."""
    whole = copy.deepcopy(TOLD["base"])
    for name, answer in vector["answers"].items():
        whole[name] = whole[name] | answer if isinstance(answer, dict) else answer
    return whole


def expected(vector: dict[str, Any]) -> dict[str, Any]:
    return {name: vector[name] for name in ("tier", "reasons", "duties")}


def told(found: list[dict[str, Any]]) -> dict[str, Any]:
    """By name, for a failure that is read; sets as sorted lists."""
    pairs = zip(VECTORS, found, strict=True)
    return {
        vector["name"]: {name: sorted(value) if isinstance(value, list) else value for name, value in item.items()}
        for vector, item in pairs
    }


WANTED = {
    vector["name"]: expected(vector) | {"reasons": sorted(vector["reasons"]), "duties": sorted(vector["duties"])}
    for vector in VECTORS
}


def test_in_the_embedded_engine():
    engine: Any = regorus.Engine()
    for file in sorted(POLICIES.rglob("*.rego")):
        if not file.stem.endswith("_test"):
            engine.add_policy(str(file.relative_to(POLICIES)), file.read_text("utf-8"))
    config = {file.parent.name: yaml.safe_load(file.read_text("utf-8")) for file in POLICIES.glob("config/*/data.yaml")}
    engine.add_data_json(json.dumps({"config": config}))
    engine.set_input_json(json.dumps([answers(vector) for vector in VECTORS]))
    answer = json.loads(engine.eval_query_as_json(QUERY))
    assert told(answer["result"][0]["expressions"][0]["value"]) == WANTED


def test_in_opa():
    done = subprocess.run(
        [opa(), "eval", "--stdin-input", "--format", "raw", "--data", str(POLICIES), QUERY],
        input=json.dumps([answers(vector) for vector in VECTORS]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert told(json.loads(done.stdout)) == WANTED


def test_there_are_the_given_vectors_and_more_than_forty_of_our_own():
    names = [vector["name"] for vector in VECTORS]
    assert len(names) == len(set(names)) >= 15 + 40
    assert all(vector["ground"].endswith(".") for vector in VECTORS)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_vector_could_be_filed(vector):
    """A questionnaire may leave answers open and has every field."""
    documents.validate("risk_classification", answers(vector), vector["name"])


def test_every_point_of_annex_iii_occurs_as_a_reason():
    points = SCHEMA["properties"]["annex_iii"]["items"]["enum"]
    reasons = {reason for vector in VECTORS for reason in vector["reasons"]}
    assert {point for point in points if f"annex3_{point}" not in reasons} == set()


def test_every_prohibition_occurs_as_a_reason():
    flags = SCHEMA["properties"]["art5"]["properties"]
    reasons = {reason for vector in VECTORS for reason in vector["reasons"]}
    assert {flag for flag in flags if f"art5_1_{flag}" not in reasons} == set()


def test_every_exclusion_and_every_condition_occurs():
    exclusions = set(SCHEMA["properties"]["art2_exclusion"]["enum"]) - {"none", None}
    reasons = {reason for vector in VECTORS for reason in vector["reasons"]}
    assert {exclusion for exclusion in exclusions if f"art2_{exclusion}" not in reasons} == set()
    derogated = [vector for vector in VECTORS if vector["reasons"] == ["art6_3_derogation"]]
    assert {c for vector in derogated for c in vector["answers"]["derogation"]["conditions"]} == {"a", "b", "c", "d"}


def test_every_tier_and_every_trigger_of_article_50_occurs():
    tiers = {"unacceptable", "high", "limited", "minimal", "out_of_scope", "undetermined"}
    assert {vector["tier"] for vector in VECTORS} == tiers
    duties = {duty for vector in VECTORS for duty in vector["duties"]}
    assert {f"art50_{number}" for number in range(1, 5)} <= duties
    assert {"art27", "art49_2", "art52", "art53", "art53_1_c", "art53_1_d", "art55", "art6_4"} <= duties
