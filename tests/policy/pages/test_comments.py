"""Which comment of a YAML file belongs to which place."""

from __future__ import annotations

from mlgate.policy.pages.comments import of


def test_a_comment_beside_a_key_is_about_it_alone() -> None:
    assert of("a: 1 # one\nb: 2\n") == {("a",): "one"}


def test_a_block_is_about_the_keys_below_it_up_to_the_next_block_or_an_empty_line() -> None:
    text = "top:\n  # first\n  # block\n  a: 1\n  b: 2\n  # second\n  c: 3\n\n  d: 4\n"
    assert of(text) == {("top", "a"): "first block", ("top", "b"): "first block", ("top", "c"): "second"}


def test_the_block_at_the_top_is_about_the_file() -> None:
    assert of("# What this file is.\na: 1\n") == {}
    assert of("# What this file is.\n\n# About a.\na: 1\n") == {("a",): "About a."}


def test_a_block_inside_ends_with_what_it_is_in() -> None:
    assert of("x:\n  # inner\n  a: 1\ny:\n  b: 2\n") == {("x", "a"): "inner"}


def test_a_hash_in_a_text_is_no_comment() -> None:
    assert of('a: "x # y"\nb: x#y\n') == {}
