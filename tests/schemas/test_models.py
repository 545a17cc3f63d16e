"""The schemas of facts and their parts, of decisions and METADATA are the models', and examples tell them apart.

``UPDATE_SCHEMAS=1`` writes them anew, for a person to read in the diff.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from mlgate.model.decision import Decision
from mlgate.model.facts import (
    ApprovalFacts,
    EvidenceFacts,
    FactsDocument,
    SubjectFacts,
    UseCaseFacts,
    WaiverFacts,
)
from mlgate.model.schema import json_schema
from mlgate.policy.metadata import Metadata
from mlgate.shipped import shipped
from tests.examples.stories import CASES

SCHEMAS = shipped("schemas")
EXAMPLES = SCHEMAS / "examples"
MODELS: dict[str, tuple[type[BaseModel], Literal["read", "written"]]] = {
    "facts": (FactsDocument, "read"),
    "decision": (Decision, "written"),
    "control": (Metadata, "read"),
    "use_case": (UseCaseFacts, "read"),
    "model_version": (SubjectFacts, "read"),
    "evidence": (EvidenceFacts, "read"),
    "approval": (ApprovalFacts, "read"),
    "waiver": (WaiverFacts, "read"),
}


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", MODELS)
def test_the_schema_is_the_models(name):
    model, mode = MODELS[name]
    written = json.dumps(json_schema(model, name, mode=mode), indent=2, ensure_ascii=False) + "\n"
    path = SCHEMAS / f"{name}.schema.json"
    if os.environ.get("UPDATE_SCHEMAS"):
        path.write_text(written, "utf-8")
    assert path.read_text("utf-8") == written
    Draft202012Validator.check_schema(json.loads(written))


@pytest.mark.parametrize("name", MODELS)
def test_no_object_takes_unknown_fields(name):
    described = schema(name)
    objects = [described, *described["$defs"].values()]
    assert [one for one in objects if "properties" in one and one.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_facts_of_the_story_are_true_to_the_schema(path):
    Draft202012Validator(schema("facts")).validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_schema_and_model_agree_on_an_example(path):
    """``<schema>.valid….json`` passes both, ``<schema>.invalid-….json`` neither."""
    name, kind = path.name.split(".")[:2]
    data = path.read_bytes()
    faults = list(Draft202012Validator(schema(name)).iter_errors(json.loads(data)))
    assert (not faults) is _is_accepted(MODELS[name][0], data) is kind.startswith("valid")


def _is_accepted(model: type[BaseModel], data: bytes) -> bool:
    try:
        model.model_validate_json(data)
    except ValidationError:
        return False
    return True


def test_each_schema_has_examples_that_pass_and_that_do_not():
    names = {tuple(path.name.split(".")[0:2]) for path in EXAMPLES.glob("*.json")}
    for name in MODELS:
        assert (name, "valid") in names
        assert any(one == name and kind.startswith("invalid-") for one, kind in names)
