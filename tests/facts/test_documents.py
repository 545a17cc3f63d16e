"""Documents against their schemas: every fault with its place, and no type without one."""

from __future__ import annotations

import json

import pytest

from mlgate.errors import InputError
from mlgate.facts.documents import types, validate
from mlgate.shipped import shipped

EXAMPLES = sorted((shipped("schemas") / "documents" / "examples").glob("*.*.json"))


def told(kind, body):
    with pytest.raises(InputError) as caught:
        validate(kind, body, "d.json")
    return [str(fault) for fault in caught.value.faults], caught.value.hint


def incident(**changes):
    body = {
        "incident_id": "INC-1",
        "title": "Scores swapped",
        "severity": "serious",
        "art3_49": "c",
        "aware_at": "2027-05-07T08:30:00Z",
        "reported_at": None,
        "status": "open",
    } | changes
    return {key: value for key, value in body.items() if value is not ...}


def test_every_schema_has_a_type():
    assert "fairness_report" in types()
    assert all(kind.islower() for kind in types())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_what_its_name_says(path):
    kind, expected = path.name.split(".")[:2]
    body = json.loads(path.read_bytes())
    if expected == "valid":
        validate(kind, body, path.name)
    else:
        faults, hint = told(kind, body)
        assert all(len(fault) < 400 for fault in faults)
        assert kind in hint


def test_a_good_document_passes():
    validate("incident", incident(), "d.json")


TITLE = "is not a field here; did you mean 'title'?"
MOMENT = "is not a date and time with seconds and a zone, such as 2026-11-12T09:00:00Z"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"severity": "high"}, ['d.json: severity: "high" is not one of minor, major, serious']),
        ({"aware_at": ..., "status": ...}, ["d.json: aware_at: is missing", "d.json: status: is missing"]),
        ({"colour": 1, "tittle": 2}, ["d.json: colour: is not a field here", f"d.json: tittle: {TITLE}"]),
        ({"aware_at": "2027-05-07T08:30:00"}, [f'd.json: aware_at: "2027-05-07T08:30:00" {MOMENT}']),
        ({"reported_at": "2027-02-30T08:30:00Z"}, [f'd.json: reported_at: "2027-02-30T08:30:00Z" {MOMENT}']),
        ({"death": "no"}, ['d.json: death: "no" is not of type boolean or null']),
        ({"title": ""}, ["d.json: title: '' should be non-empty"]),
    ],
)
def test_each_fault_is_told_with_its_place(changes, faults):
    assert told("incident", incident(**changes))[0] == faults


def test_an_unknown_type_is_told_with_those_that_come_near():
    faults, hint = told("fairnes_report", {})
    assert faults == ["d.json: there is no document type 'fairnes_report'"]
    assert "fairness_report" in hint
    assert "incident" in told("xyz", {})[1]


@pytest.mark.parametrize("kind", ["../facts", "", "fairness_report.schema", "*", "documents/fria"])
def test_a_type_is_never_a_path(kind):
    assert "there is no document type" in told(kind, {})[0][0]


def test_a_body_of_more_than_a_mebibyte_is_refused():
    faults, _ = told("incident", incident(description="x" * (1 << 20)))
    assert faults == ["d.json: is larger than 1 MiB"]
