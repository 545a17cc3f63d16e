"""The shipped bundle loads, and its controls lie where they say and say what they need."""

from __future__ import annotations

import pytest

from mlgate.facts.documents import types
from mlgate.policy import metadata, source
from mlgate.policy.bundle import Bundle, from_document, load
from mlgate.policy.metadata import Metadata
from mlgate.policy.rules import Rules
from mlgate.shipped import shipped

BUNDLE: Bundle = load(shipped("policies"))
SOURCES = {name: source.read(name, text) for name, text in BUNDLE.modules.items()}
RULES = Rules.of(list(SOURCES.values()))
CONTROLS = [name for name in SOURCES if name.startswith("controls/")]


def declared(name: str) -> Metadata:
    found = metadata.read(SOURCES[name])
    assert isinstance(found, Metadata)
    return found


def test_it_loads_and_comes_back_from_its_document():
    again = from_document(BUNDLE.document)
    assert again.reference == BUNDLE.reference
    assert again.catalogue.controls.keys() == BUNDLE.catalogue.controls.keys()
    assert len(CONTROLS) == len(BUNDLE.catalogue.controls)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_lies_where_its_package_says(name):
    _, family, control, file = name.split("/")
    assert (SOURCES[name].package, file) == (("mlgate", "controls", family, control), f"{control}.rego")


@pytest.mark.parametrize("name", CONTROLS)
def test_the_evidence_a_control_asks_for_has_a_schema(name):
    assert set(declared(name).custom.evidence) <= set(types())


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
