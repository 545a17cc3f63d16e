"""Conventions that the shipped policies keep, beyond what the loader refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mlgate.policy.bundle import load
from mlgate.shipped import shipped

POLICIES = shipped("policies")
SOURCES = sorted(path for path in POLICIES.rglob("*.rego") if not path.stem.endswith("_test"))


@pytest.fixture(scope="module")
def bundle():
    return load(POLICIES)


def _package(text: str) -> str:
    return re.findall(r"^package (\S+)", text, re.MULTILINE)[0]


def _rules(text: str) -> set[str]:
    """The names of rules that are not functions."""
    body = text[text.index("\npackage ") :]
    return set(re.findall(r"^(?:default )?([a-z_]\w*)(?= (?:contains|:=|if)|$)", body, re.MULTILINE)) - {"package"}


def test_a_rule_of_another_package_is_named_in_full():
    """The embedded engine can lose a function that names an imported rule by alias; OPA does not."""
    rules = {_package(text): _rules(text) for text in (path.read_text("utf-8") for path in SOURCES)}
    found = [
        f"{path.relative_to(POLICIES)}: {alias}.{name}"
        for path in SOURCES
        for package, alias in _imports(path)
        for name in rules.get(package, ())
        if re.search(rf"(?<![\w.]){alias}\.{name}\b(?!\()", path.read_text("utf-8"))
    ]
    assert found == []


def _imports(path: Path) -> list[tuple[str, str]]:
    found = re.findall(r"^import data\.(\S+?)(?: as (\w+))?$", path.read_text("utf-8"), re.MULTILINE)
    return [(package, alias or package.split(".")[-1]) for package, alias in found]


def _metadata() -> dict[str, dict]:
    """What METADATA says of each control, by its id."""
    found = {}
    for path in SOURCES:
        head = path.read_text("utf-8").partition("\npackage ")[0]
        told = yaml.safe_load("\n".join(line[2:] for line in head.splitlines()[1:]))
        if told and "custom" in told:
            found[told["custom"]["control"]] = told["custom"]
    return found


def test_what_metadata_says_of_waivers_is_what_policy_data_says(bundle):
    data = bundle.data["config"]["waivers"]["controls"]
    said = {name: custom["waivable"] for name, custom in _metadata().items() if custom["waivable"] != "tier_max"}
    assert {name: 0 if days == "never" else days["max_days"] for name, days in said.items()} == data


def test_every_parameter_has_a_default_and_is_named_by_a_control(bundle):
    named = {name for custom in _metadata().values() for name in custom["parameters"]}
    assert named == set(bundle.data["config"]["thresholds"]["default"])


def test_every_evidence_type_of_a_control_says_who_approves_it(bundle):
    types = {kind for custom in _metadata().values() for kind in custom["evidence"]}
    assert types <= set(bundle.data["config"]["evidence"])


def test_what_is_not_settled_about_the_law_is_said_by_the_controls_it_touches(bundle):
    legal = [item for item in bundle.data["config"]["legal"].values() if isinstance(item, dict) and "uncertain" in item]
    assert legal
    assert all(str(item["followed"]) in item["readings"] for item in legal)
    touched = {control for item in legal for control in item["controls"]}
    assert touched <= {control for control, custom in _metadata().items() if custom["uncertain"]}


def test_the_controls_are_those_of_this_version():
    families = {name.split("-")[0] for name in _metadata()}
    assert len(_metadata()) == 68
    known = "BRK CHG CLS CON DAT DOC FAIR GOV HOV MON OPS PERF RET ROB RSK SEC TPR TRN VAL WVR XAI"
    assert " ".join(sorted(families)) == known


def test_what_a_use_case_agrees_on_is_known(bundle):
    """A misspelt overlay or limit would agree on nothing, and nobody would notice."""
    thresholds = bundle.data["config"]["thresholds"]
    known, overlays = set(thresholds["default"]), thresholds["overlays"]
    for name, own in bundle.data["config"]["use_cases"].items():
        levels = [own.get("thresholds", {}), *own.get("models", {}).values()]
        assert set(own.get("overlays", ())) <= set(overlays), name
        assert {limit for level in levels for limit in level} <= known, name
    assert {limit for level in overlays.values() for limit in level} <= known
