"""What the documents name exists: files by path, links by target."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGES = [
    *(TOP / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
    *(TOP / "docs" / name for name in ("architecture.md", "threat-model.md", "vocabulary.md")),
    *sorted((TOP / "docs" / "adr").glob("*.md")),
]
PATH = re.compile(r"[\w./-]+(\.(py|md|json|yaml|toml|txt|rego)|/)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
ROOTS = (TOP, TOP / "engine" / "mlgate", TOP / "policies")
PLANNED = {"web/"}
"""Named as not there in this version."""


def named(page: Path) -> list[str]:
    """The paths in code spans; a pattern such as ``<type>`` is not a path."""
    spans = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    return [span for span in spans if PATH.fullmatch(span) and span not in PLANNED]


def label(page: Path) -> str:
    return str(page.relative_to(TOP))


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert [name for name in named(page) if not any((root / name).exists() for root in ROOTS)] == []


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
