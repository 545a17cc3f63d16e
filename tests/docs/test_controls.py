"""docs/controls/ is what the policies say, whole, and its links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from mlgate.policy.files import read as files
from mlgate.policy.pages.drift import drift
from mlgate.policy.pages.library import Library, read
from mlgate.policy.pages.render import pages

TOP = Path(__file__).parents[2]
FOLDER = TOP / "docs" / "controls"
OTHERS = {"README.md", "coverage.md", "limits.md", "people.md"}
_LINK = re.compile(r"\]\(([^)#]+)\)")


@cache
def library() -> Library:
    return read(files(TOP / "policies", tests=True))


def test_the_pages_are_what_the_policies_say() -> None:
    """``mlgate policy docs`` writes them anew."""
    assert [str(fault) for fault in drift(pages(library(), FOLDER), FOLDER)] == []


def test_every_page_belongs_to_a_control_and_every_control_has_one() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {f"{control}.md" for control in library().bundle.catalogue.controls} | OTHERS


def test_every_link_leads_somewhere() -> None:
    broken = [
        (path.name, target)
        for path in FOLDER.glob("*.md")
        for target in _LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_the_index_leads_to_every_page() -> None:
    index = _LINK.findall((FOLDER / "README.md").read_text("utf-8"))
    assert {f"{control}.md" for control in library().bundle.catalogue.controls} <= set(index)


def test_every_limit_on_a_page_says_where_it_comes_from() -> None:
    limits = library().limits.names
    assert {name for name in limits if not library().comments.get(("config", "thresholds", "default", name))} == set()


def test_every_article_and_item_that_a_control_names_is_in_its_list() -> None:
    """Clauses and recitals are in no list; an article or an item of an annex that is in none is a slip."""
    text = (FOLDER / "coverage.md").read_text("utf-8")
    told = [
        line
        for part in text.split("References that are in no list here")[1:]
        for line in part.split("\n#")[0].split("\n")
    ]
    slips = [line for line in told if re.search(r": (Art |Annex |A\.\d|GOVERN|MAP|MEASURE|MANAGE)", line)]
    assert slips == []
