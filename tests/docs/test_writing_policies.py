"""docs/writing-policies.md, followed from the first line to the last in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.guide import Command, Edit, Follower, steps

PAGE = (Path(__file__).parents[2] / "docs" / "writing-policies.md").read_text("utf-8")


def test_every_step_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    follower = Follower(tmp_path)
    for step in steps(PAGE):
        follower.take(step)


def test_the_guide_names_every_command_that_it_promises() -> None:
    lines = [step.line for step in steps(PAGE) if isinstance(step, Command)]
    wanted = ["new", "test", "lint", "coverage", "docs", "diff", "build", "sign", "verify", "enforce"]
    assert [name for name in wanted if not any(f" policy {name}" in line for line in lines)] == []


def test_a_step_that_says_something_else_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="does not say"):
        Follower(tmp_path).take(Command("echo one", 0, ("two",)))


def test_a_step_that_exits_otherwise_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="exit 3"):
        Follower(tmp_path).take(Command("exit 3", 0, ()))


def test_an_edit_of_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one\n")
    with pytest.raises(AssertionError, match="stands there 0 times"):
        Follower(tmp_path).take(Edit("a", "two\n", "three\n"))


def test_the_headings_that_the_guide_links_are_there() -> None:
    titles = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    headings = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([a-z-]+)\)", PAGE)) <= headings
