"""The shipped bundle keeps its own conventions: where a control lies, what METADATA and policy data both say."""

from __future__ import annotations

from typing import Any

import pytest

from mlgate.facts.documents import types
from mlgate.policy import metadata, source
from mlgate.policy.bundle import Bundle, from_document, load
from mlgate.policy.metadata import Metadata, Waivable
from mlgate.policy.negation import lint
from mlgate.policy.regorus import RegorusEngine
from mlgate.policy.rules import Rules
from mlgate.shipped import shipped

BUNDLE: Bundle = load(shipped("policies"))
SOURCES = {name: source.read(name, text) for name, text in BUNDLE.modules.items()}
RULES = Rules.of(list(SOURCES.values()))
CONTROLS = [name for name in SOURCES if name.startswith("controls/")]
CONFIG: Any = BUNDLE.data["config"]


def declared(name: str) -> Metadata:
    found = metadata.read(SOURCES[name])
    assert isinstance(found, Metadata)
    return found


def test_it_loads_and_comes_back_from_its_document():
    again = from_document(BUNDLE.document)
    assert again.reference == BUNDLE.reference
    assert again.catalogue.controls.keys() == BUNDLE.catalogue.controls.keys()
    assert len(CONTROLS) == len(BUNDLE.catalogue.controls)


def test_no_negation_could_be_decided_differently_by_another_engine():
    assert [str(fault) for fault in lint(RegorusEngine(BUNDLE).modules())] == []


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_lies_where_its_package_says(name):
    _, family, control, file = name.split("/")
    assert (SOURCES[name].package, file) == (("mlgate", "controls", family, control), f"{control}.rego")


@pytest.mark.parametrize("name", CONTROLS)
def test_how_long_a_control_may_be_waived_is_the_same_in_metadata_and_in_policy_data(name):
    custom = declared(name).custom
    longest = custom.waivable.max_days if isinstance(custom.waivable, Waivable) else {"never": 0}.get(custom.waivable)
    assert CONFIG["waivers"]["controls"].get(custom.control) == longest


def test_policy_data_names_no_control_that_is_not_there():
    assert CONFIG["waivers"]["controls"].keys() <= BUNDLE.catalogue.controls.keys()


@pytest.mark.parametrize("name", CONTROLS)
def test_the_evidence_a_control_asks_for_has_a_schema(name):
    assert set(declared(name).custom.evidence) <= set(types())


@pytest.mark.parametrize("name", CONTROLS)
def test_the_parameters_of_a_control_are_policy_data(name):
    assert set(declared(name).custom.parameters) <= CONFIG["thresholds"]["default"].keys()


@pytest.mark.parametrize("name", CONTROLS)
def test_every_code_of_a_control_is_written_somewhere(name):
    rests_on = RULES.reachable((*SOURCES[name].package, "findings"))
    modules = {module.path for path in rests_on for module, _ in RULES.by_path[path]}
    text = "".join(BUNDLE.modules[module].partition("\npackage ")[2] for module in modules)
    assert {code for code in declared(name).custom.codes if f'"{code}"' not in text} == set()


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_says_where_its_duty_comes_from_and_what_to_do(name):
    found = declared(name)
    references = found.custom.refs
    assert any((references.eu_ai_act, references.nist_ai_rmf, references.iso_42001, references.sr, references.other))
    assert found.custom.remediation.endswith(".")
    assert found.description.endswith(".")
