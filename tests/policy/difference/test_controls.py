"""What changed of controls and rules, on the small bundle with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mlgate.policy.bundle import load
from mlgate.policy.difference.compare import compare
from tests.policy.small import CONTROL, EVIDENCE, FILES, GAP, MANIFEST, other

_GAP, _MISSING = "code gap_over_limit", "code evidence_missing"
Told = list[tuple[str, str, str, Any, Any]]


@pytest.fixture
def changes(tmp_path: Path) -> Callable[..., Told]:
    """The changes from the small bundle to the same with other files: (direction, subject, what, old, new)."""

    def tell(new: Mapping[str, str | None], old: Mapping[str, str | None] | None = None) -> Told:
        bundles = []
        for side, changed in (("old", old or {}), ("new", new)):
            for name, text in {**FILES, **changed}.items():
                if text is not None:
                    path = tmp_path / side / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text)
            bundles.append(load(tmp_path / side))
        return [(str(c.direction), c.subject, c.what, c.old, c.new) for c in compare(*bundles).changes]

    return tell


def _with(old: str, new: str) -> dict[str, str | None]:
    assert old in CONTROL
    return {GAP: CONTROL.replace(old, new)}


def test_the_same_bundle_has_not_changed(changes: Callable[..., Told]) -> None:
    assert changes({}) == []


def test_the_revision_alone_is_no_change(changes: Callable[..., Told]) -> None:
    assert changes({".manifest": MANIFEST.replace("2026.11.1", "2026.12.0")}) == []


def test_what_moved_is_no_change(changes: Callable[..., Told]) -> None:
    moved = CONTROL.replace("mlgate.controls.fairness.gap", "mlgate.controls.fair.gaps")
    assert changes({GAP: None, "controls/fair/gaps/gaps.rego": moved}) == []


def test_comments_and_spacing_are_no_change(changes: Callable[..., Told]) -> None:
    spaced = CONTROL.replace("\tgap > _limit", "\n\t# beyond\n\tgap  >  _limit # more")
    assert changes({GAP: spaced}) == []


def test_a_text_in_a_rule_that_changes_is_a_change(changes: Callable[..., Told]) -> None:
    spaced = CONTROL.replace('approved("report")', 'approved("re port")')
    again = CONTROL.replace('approved("report")', 'approved("re  port")')
    assert changes({GAP: again}, {GAP: spaced}) == [("open", "FAIR-001", "rules", None, None)]


def test_rules_of_a_library_name_who_rests_on_them(tmp_path: Path, changes: Callable[..., Told]) -> None:
    weaker = EVIDENCE.replace('== "approved"', '!= "draft"')
    assert changes({"lib/evidence/evidence.rego": weaker}) == [("open", "mlgate.lib.evidence", "rules", None, None)]
    found = compare(load(tmp_path / "old"), load(tmp_path / "new")).changes
    assert [change.note for change in found] == ["used by FAIR-001"]


def test_a_control_that_goes_is_looser_and_one_that_comes_stricter(changes: Callable[..., Told]) -> None:
    more = {"controls/other/o1/o1.rego": other(1)}
    assert changes(more) == [("stricter", "OTH-001", "control", None, "Other 1")]


def test_a_control_that_is_gone_is_looser(changes: Callable[..., Told]) -> None:
    assert changes({}, {"controls/other/o1/o1.rego": other(1)}) == [("looser", "OTH-001", "control", "Other 1", None)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("gates: [G3, G4]", "gates: [G3]", ("looser", "gates", ["G3", "G4"], ["G3"])),
        ("gates: [G3, G4]", "gates: [G3, G4, MON]", ("stricter", "gates", ["G3", "G4"], ["G3", "G4", "MON"])),
        ("gates: [G3, G4]", "gates: [G2, G4]", ("looser", "gates", ["G3", "G4"], ["G2", "G4"])),
        ("tiers: [high, limited]", "tiers: [high]", ("looser", "tiers", ["high", "limited"], ["high"])),
        (
            "subjects: [model]",
            "subjects: [model, use-case]",
            ("stricter", "subjects", ["model"], ["model", "use-case"]),
        ),
        ('"2026-01-01"', '"2027-01-01"', ("looser", "policy_from", "2026-01-01", "2027-01-01")),
        ('"2026-01-01"', "null", ("stricter", "policy_from", "2026-01-01", None)),
        ("legal_from: null", 'legal_from: "2025-01-01"', ("stricter", "legal_from", None, "2025-01-01")),
        ("legal_from: null", 'legal_from: "2027-01-01"', ("open", "legal_from", None, "2027-01-01")),
        ("before: silent", "before: warn", ("stricter", "before its date", "silent", "warn")),
        ("{max_days: 60}", "{max_days: 90}", ("looser", "waivable", {"max_days": 60}, {"max_days": 90})),
        ("{max_days: 60}", "never", ("stricter", "waivable", {"max_days": 60}, "never")),
        ("{max_days: 60}", "tier_max", ("looser", "waivable", {"max_days": 60}, "tier_max")),
        ("core: true", "on_deny: {G3: demote}\n#   core: true", ("stricter", "on a deny at G3", None, "demote")),
        ("Mitigate and", "Mend, and", ("open", "remediation", "Mitigate and test again.", "Mend, and test again.")),
        ("Every gap within its limit", "Gaps", ("open", "title", "Every gap within its limit", "Gaps")),
        (
            'no approved report"',
            'no report"',
            ("open", "code evidence_missing, message", "no approved report", "no report"),
        ),
        (
            "[{tiers: [limited], effect: warn}, {effect: deny}]",
            "deny",
            ("stricter", "code gap_over_limit", "warn", "deny"),
        ),
        (
            "evidence_missing: {effect: deny",
            "evidence_missing: {effect: warn",
            ("looser", "code evidence_missing", "deny", "warn"),
        ),
        ("core: true", "uncertain: Who knows.\n#   core: true", ("open", "uncertain", None, "Who knows.")),
    ],
)
def test_metadata_is_compared_field_by_field(
    changes: Callable[..., Told], old: str, new: str, told: tuple[str, str, Any, Any]
) -> None:
    direction, *rest = told
    assert changes(_with(old, new)) == [(direction, "FAIR-001", *rest)]


def test_effects_that_change_alike_are_told_together(tmp_path: Path, changes: Callable[..., Told]) -> None:
    changes(_with("evidence_missing: {effect: deny", "evidence_missing: {effect: warn"))
    (change,) = compare(load(tmp_path / "old"), load(tmp_path / "new")).changes
    assert change.note == "high, limited at G3, G4"


def test_a_code_that_goes_is_looser(changes: Callable[..., Told]) -> None:
    """Its rule goes with it."""
    code = '#     evidence_missing: {effect: deny, message: "no approved report"}\n'
    rule = next(line for line in CONTROL.splitlines(keepends=True) if line.startswith("findings contains"))
    changed = CONTROL.replace(code, "").replace(rule, "")
    assert changes({GAP: changed}) == [
        ("looser", "FAIR-001", "code evidence_missing", "deny", None),
        ("open", "FAIR-001", "rules", None, None),
    ]


def test_roots_that_change_are_told(changes: Callable[..., Told]) -> None:
    told = changes({".manifest": MANIFEST.replace('"config"]', '"config", "more"]')})
    assert told == [("open", ".manifest", "roots", ["mlgate", "config"], ["mlgate", "config", "more"])]
