"""Canonical bytes are RFC 8785's, by whichever way they were made."""

import json
import math
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from mlgate.canonical import canonical, digest
from mlgate.errors import InputError

NUMBERS = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not 2**53 <= abs(x) < 1e21),
    st.integers(-1000, 1000).map(float),
    st.sampled_from([0.0, -0.0, 1e-7, 1e-4, 1e-5, 1e15, 1e21, 1.5e300, 5e-324, 123456789.25]),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner), st.tuples(inner, inner), st.dictionaries(TEXT, inner)),
)


class Word(StrEnum):
    ONE = "one"


@given(JSON)
def test_every_json_value_gives_the_bytes_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_bytes_read_back_give_the_same_canonical_bytes(value):
    data = canonical(value)
    assert canonical(json.loads(data)) == data


def test_keys_beyond_the_basic_plane_sort_by_utf_16_unit():
    assert canonical({"\uffff": 1, "\U00010000": 2}) == '{"\U00010000":2,"\uffff":1}'.encode()


def test_enum_words_are_written_as_their_text():
    assert canonical({Word.ONE: Word.ONE, "n": [Word.ONE]}) == b'{"n":["one"],"one":"one"}'


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        [-math.inf],
        2**53,
        {"n": -(2**53)},
        1e16,
        [-9007199254740992.0],
        9.9e20,
        "\ud800",
        {"\udfff": 1},
        {1: 2},
        {None: 1},
        object(),
        {"a": {1, 2}},
        b"bytes",
    ],
)
def test_what_json_cannot_carry_faithfully_is_refused(value):
    with pytest.raises(InputError, match="canonical JSON"):
        canonical(value)


def test_a_digest_is_of_the_canonical_bytes():
    assert digest({"b": 1.0, "a": None}) == digest({"a": None, "b": 1})
