"""Decisions are numbered pages of one shape, and the index names them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "adr"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")
SECTIONS = ["Status", "Context", "Decision", "Consequences"]
STATUS = re.compile(r"(Accepted|Superseded by \[\d+\]\(\d{4}-[a-z0-9-]+\.md\))\.")


def sections(page: Path) -> dict[str, str]:
    """Heading → text of every section of the second level, in order."""
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title: text.strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def title(page: Path) -> str:
    return page.read_text(encoding="utf-8").splitlines()[0]


def row(page: Path) -> str:
    number, _, words = title(page).removeprefix("# ").partition(". ")
    status = sections(page)["Status"].partition(" ")[0].rstrip(".")
    return f"| {number} | [{words}]({page.name}) | {status} |"


def test_pages_are_numbered_from_one_without_gap() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


def test_the_index_names_every_page_with_its_title_and_status_in_order() -> None:
    assert [line for line in INDEX.splitlines() if re.match(r"\| \d", line)] == [row(page) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_sections_in_order_and_none_is_empty(page: Path) -> None:
    found = sections(page)
    assert list(found) == SECTIONS
    assert all(found.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_the_number_of_its_file_and_a_known_status(page: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", page.name)
    assert title(page).startswith(f"# {int(page.name[:4])}. ")
    assert STATUS.fullmatch(sections(page)["Status"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_can_be_read_in_one_sitting(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 60
