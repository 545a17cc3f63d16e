"""The comments of a YAML file, by the place they are about: where a number comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mlgate.policy.notation import Place, read

_COMMENT = re.compile(r"(?P<indent> *)#\s?(?P<text>.*)")
_BESIDE = re.compile(r"(?:^|\s)#\s?(?P<text>[^#\"']*)$")
_KEY = re.compile(r"(?P<indent> *)[^\s#-]")


def of(text: str) -> Mapping[Place, str]:
    """Place → comment: the one beside it, else the block above it or above its neighbours, up to an empty line.

    The block at the top of a file is about the file.
    """
    by_line = _by_line(text)
    lines = read(text, "").lines
    return {place: by_line[line] for place, line in lines.items() if place and by_line.get(line)}


def _by_line(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    above: dict[int, list[str]] = {}
    lines = text.split("\n")
    top = next((number for number, line in enumerate(lines, 1) if not _COMMENT.fullmatch(line)), len(lines) + 1)
    was_comment = False
    for number, line in enumerate(lines[top - 1 :], start=top):
        comment, key = _COMMENT.fullmatch(line), _KEY.match(line)
        if comment:
            indent = len(comment["indent"])
            above[indent] = [*(above.get(indent, []) if was_comment else []), comment["text"].strip()]
        elif key:
            indent = len(key["indent"])
            above = {depth: block for depth, block in above.items() if depth <= indent}
            beside = _BESIDE.search(line)
            found[number] = beside["text"].strip() if beside else " ".join(above.get(indent, []))
        elif not line.strip():
            above = {}
        was_comment = comment is not None
    return found
