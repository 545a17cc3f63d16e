"""What changed of policy data: what it means, and that nothing is left out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgate.policy.bundle import load
from mlgate.policy.difference.data import compare
from mlgate.shipped import shipped

DATA: dict[str, Any] = {
    "config": {
        "thresholds": {
            "default": {
                "auc_min": {"value": 0.7, "stricter": "higher"},
                "gap_max": {"value": 0.1, "stricter": "lower"},
                "barred": {"value": ["a"], "stricter": "union"},
            },
            "overlays": {"fraud": {"gap_max": 0.2}},
        },
        "use_cases": {
            "UC-1": {"overlays": ["fraud"], "thresholds": {"auc_min": 0.8}, "models": {"scorer": {"auc_min": 0.9}}},
            "UC-2": {"overlays": [], "thresholds": {}, "models": {}},
        },
        "approvals": {"model": {"high": {"G3": ["owner", "validator"], "G5": []}}},
        "evidence": {"report": {"approvers": ["owner"], "max_days": {"high": 365}, "measured_suffices": False}},
        "waivers": {
            "tiers": {"high": {"max_days": 90, "granted_by": ["officer", "owner"], "renewals": 1}},
            "controls": {"A-1": 30},
        },
        "legal": {"annex": "2027-12-02"},
        "lifecycle": {"facts": {"reviewed": {"G3": ["report"]}}, "apply_within_seconds": 3600},
        "other": {"x": [1, 2]},
    }
}
GONE = object()


def _changed(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    *above, last = path.split("/")
    at: Any = data["config"]
    for key in above:
        at = at[key]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return data


def _told(path: str, value: Any) -> list[tuple[str, str, str]]:
    found = compare(DATA, _changed(path, value), {"auc_min": ("PERF-001",)})
    return [(str(change.direction), change.subject, change.what) for change in found]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("thresholds/default/auc_min/value", 0.65, ("looser", "auc_min", "default")),
        ("thresholds/default/auc_min/value", 0.75, ("stricter", "auc_min", "default")),
        ("thresholds/default/gap_max/value", 0.2, ("looser", "gap_max", "default")),
        ("thresholds/default/gap_max/value", 0.05, ("stricter", "gap_max", "default")),
        ("thresholds/default/barred/value", ["a", "b"], ("stricter", "barred", "default")),
        ("thresholds/default/barred/value", [], ("looser", "barred", "default")),
        ("thresholds/overlays/fraud/barred", [], ("looser", "barred", "overlay fraud")),
        ("thresholds/default/gap_max/stricter", "higher", ("open", "gap_max", "which way is stricter")),
        ("thresholds/overlays/fraud/gap_max", 0.3, ("looser", "gap_max", "overlay fraud")),
        ("thresholds/overlays/fraud/gap_max", GONE, ("stricter", "gap_max", "overlay fraud")),
        ("use_cases/UC-1/thresholds/auc_min", GONE, ("looser", "auc_min", "UC-1")),
        ("use_cases/UC-1/models/scorer/auc_min", GONE, ("looser", "auc_min", "UC-1, model scorer")),
        ("use_cases/UC-2/thresholds/auc_min", 0.7, ("open", "auc_min", "UC-2")),
        ("use_cases/UC-2/thresholds/gap_max", 0.15, ("looser", "gap_max", "UC-2")),
        ("approvals/model/high/G3", ["owner"], ("looser", "model, high", "votes at G3")),
        ("approvals/model/high/G3", ["owner", "validator", "officer"], ("stricter", "model, high", "votes at G3")),
        ("approvals/model/high/G3", ["owner", "officer"], ("looser", "model, high", "votes at G3")),
        ("approvals/model/high/G3", GONE, ("stricter", "model, high", "votes at G3")),
        ("approvals/model/high/G4", [], ("looser", "model, high", "votes at G4")),
        ("evidence/report/approvers", ["owner", "lead"], ("looser", "report", "who approves it")),
        ("evidence/report/approvers", [], ("stricter", "report", "who approves it")),
        ("evidence/report/max_days/high", 730, ("looser", "report", "days it lives, high")),
        ("evidence/report/max_days/high", GONE, ("looser", "report", "days it lives, high")),
        ("evidence/report/max_days/limited", 90, ("stricter", "report", "days it lives, limited")),
        ("evidence/report/measured_suffices", True, ("looser", "report", "a measurement counts without approval")),
        ("waivers/tiers/high/max_days", 120, ("looser", "tier high", "max_days")),
        ("waivers/tiers/high/granted_by", ["officer"], ("looser", "tier high", "granted_by")),
        ("waivers/tiers/high/renewals", 0, ("stricter", "tier high", "renewals")),
        ("waivers/controls/A-1", 0, ("stricter", "A-1", "days a waiver lasts")),
        ("waivers/controls/A-1", GONE, ("looser", "A-1", "days a waiver lasts")),
        ("legal/annex", "2028-12-02", ("looser", "config.legal.annex", "value")),
        ("lifecycle/facts/reviewed/G3", [], ("looser", "G3", "what votes bind to")),
        ("lifecycle/apply_within_seconds", 7200, ("open", "config.lifecycle.apply_within_seconds", "value")),
        ("other/x", [1], ("open", "config.other.x", "value")),
        ("other/x", {"y": 1}, ("open", "config.other.x", "value")),
    ],
)
def test_a_change_of_data_is_told_by_what_it_means(path: str, value: Any, told: tuple[str, str, str]) -> None:
    assert _told(path, value) == [told]


def test_other_overlays_are_told_by_the_limits_that_they_change() -> None:
    assert _told("use_cases/UC-2/overlays", ["fraud"]) == [
        ("open", "UC-2", "overlays"),
        ("looser", "gap_max", "UC-2"),
    ]


def test_a_use_case_that_goes_takes_its_limits_with_it() -> None:
    assert _told("use_cases/UC-1", GONE) == [
        ("looser", "auc_min", "UC-1, model scorer"),
        ("open", "UC-1", "overlays"),
        ("stricter", "gap_max", "UC-1"),
        ("looser", "auc_min", "UC-1"),
    ]


def test_a_limit_names_its_controls_and_what_holds_without_an_override() -> None:
    (change,) = compare(DATA, _changed("use_cases/UC-1/thresholds/auc_min", GONE), {"auc_min": ("PERF-001",)})
    assert change.note == "PERF-001; 0.7 holds without it"


@cache
def _shipped() -> dict[str, Any]:
    return dict(load(shipped("policies")).data)


def _paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, below in value.items():
        yield (*path, key)
        if isinstance(below, dict):
            yield from _paths(below, (*path, key))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_changes_in_the_shipped_data_is_told_and_told_the_other_way_round(data: st.DataObject) -> None:
    """Going back is the opposite, and there is no change that nobody is told."""
    path = data.draw(st.sampled_from(list(_paths(_shipped()))))
    value = data.draw(st.sampled_from([GONE, 0, 1, 10**6, "x", "2030-01-01", [], ["x"], {"x": 1}, None, True]))
    changed: Any = copy.deepcopy(_shipped())
    at = changed
    for key in path[:-1]:
        at = at[key]
    if value is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    forth, back = list(compare(_shipped(), changed, {})), list(compare(changed, _shipped(), {}))
    assert bool(forth) == (changed != _shipped())
    assert [(c.section, c.subject, c.what) for c in forth] == [(c.section, c.subject, c.what) for c in back]
