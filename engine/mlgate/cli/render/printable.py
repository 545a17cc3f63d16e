"""Text that reaches a terminal or a document holds no control characters, whoever wrote it."""

from __future__ import annotations

import unicodedata

_BYTE = 256
_ASCII = str.maketrans({"→": "->", "·": "-", "…": "...", "’": "'", "“": '"', "”": '"', "≥": ">=", "≤": "<="})  # noqa: RUF001 - the typographic ones are meant


def printable(text: str) -> str:
    r"""The text on one line: blanks for line breaks and tabs, other control characters spelled out (``\x1b``)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def plain(text: str) -> str:
    """The text in ASCII, for a terminal that has nothing else."""
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def _shown(character: str) -> str:
    if character in "\n\r\t\v\f":
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"\\x{ord(character):02x}" if ord(character) < _BYTE else f"\\u{ord(character):04x}"
    return character
