"""What the tests beside a control show, as sentences: the names of the tests, sorted by what they compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_TEST = re.compile(r"^test_(\w+)", re.MULTILINE)
_NEXT = re.compile(r"^[^\s}\])]", re.MULTILINE)
_NOTHING = re.compile(r"== set\(\)")
_SOMETHING = re.compile(r"== (?!set\(\))|!= set\(\)")


class Proofs(NamedTuple):
    """Sentences: what passes, what is found, what a test shows from both sides, and what else is held."""

    passes: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


def of(tests: Mapping[str, str]) -> Proofs:
    """The tests in some files, by path; a test that compares with the empty set shows what passes."""
    found = [pair for _, text in sorted(tests.items()) for pair in _tests(text)]
    kinds = {(True, False): "passes", (False, True): "finds", (True, True): "limits", (False, False): "others"}
    sorted_by: dict[str, list[str]] = {kind: [] for kind in Proofs._fields}
    for name, body in found:
        kind = kinds[_NOTHING.search(body) is not None, _SOMETHING.search(body) is not None]
        sorted_by[kind].append(sentence(name))
    return Proofs(**{kind: tuple(sentences) for kind, sentences in sorted_by.items()})


def sentence(name: str) -> str:
    """``a_draft_is_missing`` → ``A draft is missing.``"""
    words = name.strip("_").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}."


def _tests(text: str) -> Iterator[tuple[str, str]]:
    for match in _TEST.finditer(text):
        end = _NEXT.search(text, match.end())
        yield match[1], text[match.end() : end.start() if end else len(text)]
