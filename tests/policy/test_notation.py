"""YAML that two readers could take for different things is refused."""

from __future__ import annotations

import json
import subprocess

import pytest

from mlgate.policy import notation
from tests.needs import opa

BARE = ["1e5", "1E5", "-1e5", "12e03", "1.e5", ".5e3", "1.0e15", "1__0e5", "0o17", "0O17", "-0o17", "y", "Y", "n", "N"]
TEXTS = ["2026-11", "1.2.3", "nan", "1e", "e5", "yes_no", "y_", "0x", "1:2:x", "a1e5", "v1.0", "sha256:00"]


@pytest.mark.parametrize("word", BARE)
def test_a_bare_word_that_opa_reads_as_something_else_is_refused_and_quoted_it_is_a_text(word):
    assert [str(fault) for fault in notation.read(f"a: {word}\n", "data.yaml").faults] == [
        f"data.yaml:1: {word!r} is a text here and not so in OPA; quote it"
    ]
    assert notation.read(f"a: '{word}'\n", "data.yaml").value == {"a": word}


@pytest.mark.parametrize("word", TEXTS)
def test_other_bare_words_are_texts(word):
    reading = notation.read(f"a: {word}\n", "data.yaml")
    assert (reading.value, reading.faults) == ({"a": word}, [])


def test_opa_reads_what_is_accepted_as_it_is_read_here_and_what_is_refused_otherwise(tmp_path):
    words = {f"k{number}": word for number, word in enumerate([*BARE, *TEXTS])}
    (tmp_path / "data.yaml").write_text("".join(f"{key}: {word}\n" for key, word in words.items()))
    line = [opa(), "eval", "-d", "data.yaml", "data", "--format", "raw"]
    read = json.loads(subprocess.run(line, cwd=tmp_path, capture_output=True, check=True, text=True).stdout)
    assert {words[key] for key, value in read.items() if value == words[key]} == set(TEXTS)
