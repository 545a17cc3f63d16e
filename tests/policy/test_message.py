"""Messages reach for nothing but the arguments they are given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgate.errors import EvaluationError
from mlgate.policy.message import parse


@pytest.mark.parametrize(
    ("text", "args", "written"),
    [
        ("plain", {}, "plain"),
        ("{scope}: {n}", {"n": 3}, "age=65+: 3"),
        ("{gap:.4f} of {limit}", {"gap": 0.12345, "limit": 0.1}, "0.1235 of 0.1"),
        ("{share:.1%}", {"share": 0.123}, "12.3%"),
        ("{n:,}", {"n": 12345}, "12,345"),
        ("{{{n}}}", {"n": 1}, "{1}"),
        ("{flag} {nothing}", {"flag": True, "nothing": None}, "true none"),
        ("{who:>6}|", {"who": "ann"}, "   ann|"),
        ("{gap:+.2f}", {"gap": 0.5}, "+0.50"),
    ],
)
def test_written(text, args, written):
    assert parse(text).write("age=65+", args) == written


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{0}",
        "{a.b}",
        "{a[0]}",
        "{a!r}",
        "{a:{b}}",
        "{a",
        "a}",
        "{a:.999f}",
        "{a:999}",
        "{a:\n}",
        "{a:x}",
        "{ a}",
        "{a.__class__}",
    ],
)
def test_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is told with its place by METADATA's reader
        parse(text)


@pytest.mark.parametrize("value", [[], {}, [1]])
def test_only_scalars_are_written(value):
    with pytest.raises(EvaluationError, match="is not a text"):
        parse("{a}").write("", {"a": value})


def test_an_argument_called_scope_does_not_hide_the_scope():
    assert parse("{scope}").write("real", {"scope": "other"}) == "real"


@given(st.text(max_size=30))
def test_a_text_without_braces_is_written_as_it_is(text):
    plain = text.replace("{", "").replace("}", "")
    assert parse(plain).write("", {}) == plain


@given(st.text(alphabet="{}ab:!.[]0f_ ", max_size=12))
def test_whatever_it_says_it_is_refused_or_written_from_its_arguments_alone(text):
    try:
        message = parse(text)
    except ValueError:
        return
    try:
        assert isinstance(message.write("", dict.fromkeys(message.names, 1)), str)
    except EvaluationError:
        return
