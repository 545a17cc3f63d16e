"""The vocabulary page and the enumerations in code say the same words in the same order."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from mlgate.model import vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
CONCEPTS, _, CLOSED = PAGE.partition("## Closed word lists")
ENUMERATIONS = {
    name: item
    for name, item in vars(vocabulary).items()
    if isinstance(item, type) and issubclass(item, StrEnum) and item.__module__ == vocabulary.__name__
}


def rows(text: str) -> list[list[str]]:
    """The cells of every table row below the header rule."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return cells[2:]


def ticked(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


LISTS = {ticked(code)[0]: ticked(words) for _, code, words in rows(CLOSED)}


def test_every_closed_list_in_code_is_on_the_page_and_no_other() -> None:
    assert list(LISTS) == list(ENUMERATIONS)


@pytest.mark.parametrize("name", sorted(ENUMERATIONS))
def test_a_closed_list_has_the_same_words_in_the_same_order(name: str) -> None:
    assert LISTS[name] == [str(word) for word in ENUMERATIONS[name]]


def test_every_concept_has_one_row_and_a_meaning() -> None:
    table = rows(CONCEPTS)
    words = [word for word, _, _ in table]
    assert len(words) == len(set(words))
    assert all(meaning for _, meaning, _ in table)


def test_a_word_to_avoid_is_not_a_concept_of_its_own() -> None:
    table = rows(CONCEPTS)
    words = {word for row in table for word in row[0].split(", ")}
    avoided = {word for row in table for word in row[2].split(", ") if word}
    assert words.isdisjoint(avoided)
