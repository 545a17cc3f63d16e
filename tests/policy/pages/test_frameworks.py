"""References against the lists of what there is."""

from __future__ import annotations

import pytest

from mlgate.policy.metadata import References
from mlgate.policy.pages.frameworks import Mention, cover, frameworks

KNOWN = {framework.key: framework for framework in frameworks()}


def _named(key: str, reference: str) -> list[str]:
    return [item.id for item in KNOWN[key].named(reference)]


@pytest.mark.parametrize(
    ("key", "reference", "items"),
    [
        ("eu_ai_act", "Art 9(2)(a)-(d)", ["Art 9"]),
        ("eu_ai_act", "Art 4a(1)(a)-(f) (was 10(5))", ["Art 4a"]),
        ("eu_ai_act", "Art 4", ["Art 4"]),
        ("eu_ai_act", "Annex III 5(b) exception", ["Annex III"]),
        ("eu_ai_act", "Annex IV 1-9", ["Annex IV"]),
        ("eu_ai_act", "Art 18-Art 20", ["Art 18", "Art 19", "Art 20"]),
        ("eu_ai_act", "recital 58", []),
        ("eu_ai_act", "Art 114", []),
        ("nist_ai_rmf", "MEASURE 2.1", ["MEASURE 2.1"]),
        ("nist_ai_rmf", "MEASURE 2.11", ["MEASURE 2.11"]),
        ("iso_42001", "A.5.2-A.5.5", ["A.5.2", "A.5.3", "A.5.4", "A.5.5"]),
        ("iso_42001", "A.6.2", []),
        ("iso_42001", "cl. 6.1.3", []),
        ("sr", "11-7 V (outcomes analysis)", ["11-7 V"]),
        ("sr", "11-7 VI", ["11-7 VI"]),
        ("sr", "26-2 materiality", ["26-2"]),
    ],
)
def test_a_reference_names_whole_items(key: str, reference: str, items: list[str]) -> None:
    assert _named(key, reference) == items


def test_the_lists_are_as_long_as_the_standards() -> None:
    """38 controls in Annex A, 72 subcategories; 113 articles with Art. 4a, and thirteen annexes."""
    assert {key: len(framework.items) for key, framework in KNOWN.items()} == {
        "eu_ai_act": 113 + 1 + 13,
        "nist_ai_rmf": 72,
        "iso_42001": 38,
        "sr": 5,
    }


def test_what_no_control_names_is_missing_and_what_is_in_no_list_is_told() -> None:
    refs = [
        ("B-2", References(iso_42001=("A.5.2", "cl. 6.1"))),
        ("A-1", References(iso_42001=("A.5.2-A.5.3", "A.5.2"))),
    ]
    found = cover(KNOWN["iso_42001"], refs)
    assert [(item.id, mentions) for item, mentions in found.covered] == [
        ("A.5.2", (Mention("A-1", ("A.5.2-A.5.3", "A.5.2")), Mention("B-2", ("A.5.2",)))),
        ("A.5.3", (Mention("A-1", ("A.5.2-A.5.3",)),)),
    ]
    assert len(found.missing) == 36
    assert found.unlisted == (Mention("B-2", ("cl. 6.1",)),)


def test_what_binds_others_is_no_gap_unless_a_control_names_it() -> None:
    found = cover(KNOWN["eu_ai_act"], [("A-1", References(eu_ai_act=("Art 53(1)(b)",)))])
    assert [item.id for item, _ in found.covered] == ["Art 53"]
    assert {item.binds for item in found.missing} == {"us"}
    assert {item.binds for item in found.others} == {"others"}
    assert len(found.covered) + len(found.missing) + len(found.others) == 127
