"""Which limit holds where, as `policies/lib/parameters` computes it."""

from __future__ import annotations

import pytest

from mlgate.policy.limits import Limits, Place

DATA = {
    "config": {
        "thresholds": {
            "default": {
                "low": {"value": 1, "stricter": "higher"},
                "high": {"value": 9, "stricter": "lower"},
                "barred": {"value": [], "stricter": "union"},
                "free": {"value": 5},
            },
            "overlays": {
                "a": {"low": 2, "high": 8, "barred": ["x"], "free": 6},
                "b": {"low": 3, "high": 7, "barred": ["w", "x"], "free": 7},
                "odd": {"low": "much", "barred": "all"},
            },
        },
        "use_cases": {
            "UC-1": {"overlays": ["a", "b"], "thresholds": {"high": 6}, "models": {"m": {"high": 10}}},
            "UC-2": {"overlays": ["odd", "a"]},
        },
    }
}


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (Place(), "low", 1),
        (Place(overlay="a"), "low", 2),
        (Place(use_case="UC-1"), "low", 3),
        (Place(use_case="UC-1"), "high", 6),
        (Place(use_case="UC-1", group="m"), "high", 10),
        (Place(use_case="UC-1", group="other"), "high", 6),
        (Place(use_case="UC-1"), "barred", ["w", "x"]),
        (Place(use_case="UC-1"), "free", 6),
        (Place(use_case="UC-9"), "high", 9),
        (Place(), "unknown", None),
    ],
)
def test_the_nearest_place_that_sets_a_limit_decides_and_of_overlays_the_strictest(place, name, value) -> None:
    assert Limits(DATA).in_force(place, name) == value


def test_values_that_cannot_be_compared_are_taken_in_their_order() -> None:
    assert Limits(DATA).in_force(Place(use_case="UC-2"), "low") == "much"
    assert Limits(DATA).in_force(Place(use_case="UC-2"), "barred") == "all"


def test_data_of_another_layout_has_no_limits() -> None:
    assert Limits({"config": {"thresholds": {"gap": 0.1}}}).written() == {}
