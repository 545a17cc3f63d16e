"""Pages of the small bundle, and of the same with one thing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mlgate.errors import InputError, UsageError
from mlgate.policy.files import Files
from mlgate.policy.files import read as files
from mlgate.policy.pages.drift import drift, write
from mlgate.policy.pages.library import Library
from mlgate.policy.pages.library import read as library
from mlgate.policy.pages.render import pages
from tests.policy.small import CONTROL, GAP, other

THRESHOLDS = """default:
  # Four fifths.
  gap.max: {value: 0.1, stricter: lower}
overlays:
  fraud:
    gap.max: 0.2
"""
USE_CASES = """UC-1:
  overlays: [fraud]
  thresholds: {gap.max: 0.15}
  models:
    scorer: {gap.max: 0.05}
"""
EVIDENCE = """report: # every year
  approvers: [owner, validator]
  max_days: {high: 365, limited: 730}
"""
WAIVERS = """tiers:
  high: {max_days: 90, granted_by: [officer, owner], renewals: 1}
"""
_UNKNOWN = "mlgate has no schema for it, so it cannot be filed"
WHOLE = {
    "config/thresholds/data.yaml": THRESHOLDS,
    "config/use_cases/data.yaml": USE_CASES,
    "config/evidence/data.yaml": EVIDENCE,
    "config/waivers/data.yaml": WAIVERS,
    GAP: CONTROL.replace("data.config.thresholds.gap", 'data.config.thresholds["default"]["gap.max"].value')
    .replace("#   legal_from: null", "#   evidence: [report]\n#   parameters: [gap.max]\n#   legal_from: '2027-12-02'")
    .replace("#   core: true", "#   uncertain: Two readings exist.\n#   core: true"),
}
CASE = {
    "case": "C1",
    "description": "a gap",
    "verdict": "rejected",
    "findings": [
        {"control": "FAIR-001", "code": "gap_over_limit", "effect": "deny", "status": "open", "scope": "age=65+"},
        {"control": "OTH-001", "code": "bad", "effect": "deny", "status": "waived", "scope": ""},
    ],
}


def read(folder: Path) -> Library:
    return library(files(folder, tests=True))


@pytest.fixture
def page(folder: Callable[..., Path], tmp_path: Path) -> Callable[..., str]:
    def render(changes: Mapping[str, str] | None = None, name: str = "FAIR-001.md") -> str:
        return pages(read(folder(WHOLE if changes is None else changes)), tmp_path / "docs")[name]

    return render


def _rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    _, _, below = text.partition(f"\n## {heading}\n")
    lines = [line for line in below.split("\n## ")[0].split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_a_limit_stands_with_every_place_where_it_is_set_and_its_source(page: Callable[..., str]) -> None:
    assert _rows(page(), "Limits") == [
        ["`gap.max`", "0.1", "overlay fraud: 0.2<br>UC-1: 0.15<br>UC-1, model scorer: 0.05", "lower", "Four fifths."]
    ]
    assert "`UC-1` takes the overlays fraud." in page()


def test_evidence_stands_with_who_approves_it_and_how_long_it_lives(page: Callable[..., str]) -> None:
    assert _rows(page(), "Evidence") == [
        ["`report`", "owner or validator", "high 365 days, limited 730 days", "the subject itself", "G3", _UNKNOWN]
    ]


def test_a_schema_beside_the_bundle_is_linked_with_its_title(page: Callable[..., str], tmp_path: Path) -> None:
    schema = tmp_path / "schemas/documents/report.schema.json"
    schema.parent.mkdir(parents=True)
    schema.write_text('{"title": "The report"}')
    row = _rows(page(), "Evidence")[0]
    assert (row[0], row[-1]) == ("[`report`](../schemas/documents/report.schema.json) The report", "every year")


def test_a_schema_that_comes_with_mlgate_gives_the_title(page: Callable[..., str]) -> None:
    text = page({GAP: CONTROL.replace("#   legal_from", "#   evidence: [fria]\n#   legal_from")})
    assert _rows(text, "Evidence")[0][0] == "`fria` Fundamental rights impact assessment"


def test_a_waiver_lasts_as_long_as_control_and_tier_allow_both(page: Callable[..., str]) -> None:
    assert _rows(page(), "Waiver") == [
        ["high", "60 days", "officer and owner", "1"],
        ["limited", "none", "nobody", "none"],
    ]


def test_what_is_never_waived_says_so(page: Callable[..., str]) -> None:
    text = page({GAP: CONTROL.replace("{max_days: 60}", "never")})
    assert "Never: no exception to this control is granted to anybody." in text


def test_both_dates_and_what_was_before_are_told(page: Callable[..., str]) -> None:
    assert (
        "The law asks for it from 2027-12-02. The company denies from 2026-01-01, by its own policy. "
        "Before 2026-01-01 it is not asked."
    ) in page()


def test_what_is_not_settled_is_a_note_on_the_page_and_in_the_index(page: Callable[..., str]) -> None:
    assert "> [!WARNING]\n> **Not settled.** Two readings exist.\n" in page()
    assert "- [FAIR-001](FAIR-001.md): Two readings exist." in page(name="README.md")
    assert "WARNING" not in page({})


def test_a_flag_of_legal_data_that_the_rules_read_is_a_note(page: Callable[..., str]) -> None:
    changed = {
        "config/legal/data.yaml": 'annex: {from: "2027-12-02", uncertain: nobody knows}\n',
        GAP: CONTROL.replace("gap > _limit", "gap > _limit\n\tinput.now > data.config.legal.annex.from"),
    }
    assert "> **Not settled.** nobody knows\n" in page(changed)


def test_a_flag_of_legal_data_that_names_the_control_shows_its_readings(page: Callable[..., str]) -> None:
    legal = """art:
  uncertain: Two dates are read.
  readings: {"2026": Early., "2027": Late.}
  followed: "2026"
  controls: [FAIR-001]
"""
    more = {"config/legal/data.yaml": legal, "controls/other/o1/o1.rego": other(1)}
    note = "> **Not settled.** Two dates are read.\n>\n> - 2026 (followed): Early.\n> - 2027: Late.\n"
    assert note in page(more)
    assert "Not settled" not in page(more, "OTH-001.md")


def test_effects_are_told_in_the_order_in_which_they_decide(page: Callable[..., str]) -> None:
    assert _rows(page(), "What it finds") == [
        ["`evidence_missing`", "**deny**", "`no approved report`"],
        ["`gap_over_limit`", "**warn** for limited; else **deny**", "`{scope}: difference {gap:.4f} beyond {limit}`"],
    ]


def test_a_send_back_names_the_stage(page: Callable[..., str]) -> None:
    lifecycle = "facts: {first_stage: {}, gates: {}, reviewed: {}, windows: {}, keyed: {}, deployed: null}\n"
    changed = {
        "config/lifecycle/data.yaml": lifecycle + "send_back:\n  model: {G3: development}\n",
        GAP: CONTROL.replace("#   core: true", "#   on_deny: {G3: send_back}\n#   core: true"),
    }
    assert "- At G3 a deny sends the subject back: models to development." in page(changed)


def test_a_bundle_without_tests_examples_and_data_has_pages(page: Callable[..., str]) -> None:
    text = page({})
    assert "It has no tests beside it." in text
    assert "Worked cases" not in text
    assert "No control names these:" in page({}, "coverage.md")


def test_tests_and_cases_are_the_examples(page: Callable[..., str], tmp_path: Path) -> None:
    story = tmp_path / "examples/story"
    story.mkdir(parents=True)
    (story / "C1.expected.json").write_text(json.dumps(CASE))
    test = "package mlgate.controls.fairness.gap_test\n\ntest_a_small_gap_passes if _of(0.1) == set()\n"
    text = page({"controls/fairness/gap/gap_test.rego": test, "controls/other/o1/o1.rego": other(1)})
    assert "**Allows**\n\n- A small gap passes.\n" in text
    assert _rows(text, "Examples") == [
        ["[C1](../examples/story/C1.json) a gap", "rejected", "deny `gap_over_limit` (age=65+)"]
    ]
    assert "deny `bad`, waived" in page({"controls/other/o1/o1.rego": other(1)}, "OTH-001.md")


def test_a_broken_case_is_named(page: Callable[..., str], tmp_path: Path) -> None:
    story = tmp_path / "examples/story"
    story.mkdir(parents=True)
    (story / "C1.expected.json").write_text('{"case": "C1"}')
    with pytest.raises(InputError, match=r"C1\.expected\.json: description"):
        page()


def test_nothing_outside_the_repository_is_linked(folder: Callable[..., Path], tmp_path: Path) -> None:
    text = pages(read(folder({})), tmp_path.parent / "elsewhere")["FAIR-001.md"]
    assert "](.." not in text
    assert "`controls/fairness/gap/gap.rego`" in text


@pytest.mark.parametrize("place", [".venv/lib", "lib/site-packages"])
def test_what_is_installed_below_the_repository_is_not_linked(
    folder: Callable[..., Path], tmp_path: Path, place: str
) -> None:
    (tmp_path / ".git").mkdir()
    installed = tmp_path / place / "policies"
    installed.parent.mkdir(parents=True)
    folder({}).rename(installed)
    assert "](.." not in pages(read(installed), tmp_path / "docs")["FAIR-001.md"]


def test_words_of_a_bundle_cannot_leave_their_cell(page: Callable[..., str]) -> None:
    text = page({GAP: CONTROL.replace("Every gap within its limit", "'a | <b> c'")}, "README.md")
    assert r"a \| &lt;b> c" in text


def test_the_index_is_sorted_by_family_and_id(page: Callable[..., str]) -> None:
    text = page({"controls/other/o1/o1.rego": other(1), "controls/other/o2/o2.rego": other(2)}, "README.md")
    order = [text.index(part) for part in ("## Fairness", "FAIR-001", "## Other", "OTH-001", "OTH-002")]
    assert order == sorted(order)


def test_the_same_policies_give_the_same_bytes(page: Callable[..., str]) -> None:
    assert page() == page()


@pytest.fixture
def written(folder: Callable[..., Path], tmp_path: Path) -> tuple[Mapping[str, str], Path]:
    found = pages(read(folder({})), tmp_path / "docs")
    write(found, tmp_path / "docs")
    return found, tmp_path / "docs"


def test_written_pages_have_not_drifted(written: Any) -> None:
    assert drift(*written) == ()


def test_drift_names_each_page_and_its_first_line_that_differs(written: Any) -> None:
    found, docs = written
    (docs / "FAIR-001.md").write_text(found["FAIR-001.md"].replace("# FAIR-001", "# FAIR-002"))
    (docs / "coverage.md").unlink()
    (docs / "GONE-001.md").write_text(found["FAIR-001.md"])
    assert [str(fault) for fault in drift(found, docs)] == [
        f"{docs}/FAIR-001.md:2: says something else than the policies do",
        f"{docs}/coverage.md: is not there",
        f"{docs}/GONE-001.md: belongs to no control of this bundle",
    ]


def test_writing_again_mends_drift_and_leaves_what_people_wrote(written: Any) -> None:
    found, docs = written
    (docs / "notes.md").write_text("# Ours\n")
    (docs / "GONE-001.md").write_text(found["FAIR-001.md"])
    (docs / "coverage.md").unlink()
    assert [path.name for path in write(found, docs)] == ["coverage.md", "GONE-001.md"]
    assert drift(found, docs) == ()
    assert (docs / "notes.md").read_text() == "# Ours\n"


def test_a_page_written_by_hand_is_not_overwritten(written: Any) -> None:
    found, docs = written
    (docs / "README.md").write_text("# Ours\n")
    (docs / "coverage.md").unlink()
    with pytest.raises(UsageError, match=r"README\.md: was not written by mlgate policy docs"):
        write(found, docs)
    assert not (docs / "coverage.md").exists(), "nothing is written where something cannot be"


def test_a_bundle_that_is_no_folder_has_pages_without_links(folder: Callable[..., Path], tmp_path: Path) -> None:
    found = files(folder(WHOLE), tests=True)
    text = pages(library(Files("git:main:policies", found.texts, ())), tmp_path / "docs")["FAIR-001.md"]
    assert _rows(text, "Limits")
    assert "](.." not in text


APPROVALS = """model:
  high: {G3: [owner, validator], G5: []}
  limited: {G3: [owner]}
"""


def test_who_votes_is_one_table_and_silence_denies(page: Callable[..., str]) -> None:
    text = page(WHOLE | {"config/approvals/data.yaml": APPROVALS}, "people.md")
    assert "| | Tier | G3 | G5 |\n|---|---|---|---|\n" in text
    assert _rows(text, "Votes at a gate") == [
        ["models", "high", "owner<br>validator", "nobody"],
        ["models", "limited", "owner", "denies"],
    ]


def test_who_approves_and_who_grants_are_tables(page: Callable[..., str]) -> None:
    text = page(name="people.md")
    assert _rows(text, "Evidence") == [["`report`", "owner or validator", "high 365 days, limited 730 days", _UNKNOWN]]
    assert _rows(text, "Waivers") == [["high", "90 days", "officer and owner", "1"]]


def test_a_bundle_that_says_nothing_of_people_says_so(page: Callable[..., str]) -> None:
    assert page({}, "people.md").count("The policy data says nothing.") == 2


def test_all_limits_are_one_table_with_their_controls(page: Callable[..., str]) -> None:
    text = page(name="limits.md")
    row = "| `gap.max` | 0.1 | overlay fraud: 0.2<br>UC-1: 0.15<br>UC-1, model scorer: 0.05 | lower | Four fifths. |"
    assert f"{row} [FAIR-001](FAIR-001.md) |" in text
    assert "The policy data sets none." in page({}, "limits.md")


def test_a_limit_that_no_control_names_stands_out(page: Callable[..., str]) -> None:
    unnamed = WHOLE[GAP].replace("#   parameters: [gap.max]\n", "")
    assert "| Four fifths. | **none** |" in page(WHOLE | {GAP: unnamed}, "limits.md")
