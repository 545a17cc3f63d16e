"""JSON, read strictly.

UTF-8 without a mark, bounded in size and depth, no key twice, only numbers that stay what they are.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from mlgate.errors import Fault, InputError

DEEPEST = 64
MEBIBYTE = 1 << 20

_LARGEST_INTEGER = 2**53 - 1
_EXPONENT_FROM = 1e21
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_PLAIN_KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")
_MOST_FAULTS = 50
_LONGEST_STEP = 60


def read(data: bytes, source: str, largest: int) -> Any:
    """The value that the bytes stand for. Raises InputError with every fault, each with its place in ``source``.

    ``largest`` is in bytes. A value that passes has one canonical form: no NaN, no infinity, no number that a double
    would change, no text that is not Unicode.
    """
    if len(data) > largest:
        what = f"is {len(data) / MEBIBYTE:.1f} MiB; at most {largest / MEBIBYTE:.0f} MiB are read"
        _refuse(source, what, "move what is large out of the document and name it by digest")
    if _too_deep(data):
        line = _line_of_depth(data)
        _refuse(f"{source}:{line}", f"is nested deeper than {DEEPEST} levels", "no document of mlgate is so deep")
    text = _text(data, source)
    try:
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=_Constant)
    except json.JSONDecodeError as error:
        where = f"{source}:{error.lineno}:{error.colno}"
        _refuse(
            where, f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", _HINT_JSON if data.strip() else "it is empty"
        )
    except ValueError:
        _refuse(source, "holds a number with thousands of digits", _HINT_NUMBER)
    faults = list(_faults(value, ""))
    if faults:
        told = [Fault(place(source, where), what) for where, what in faults[:_MOST_FAULTS]]
        raise InputError(told, hint=_HINT_NUMBER if any("number" in fault.what for fault in told) else _HINT_JSON)
    return value


def place(source: str, where: str) -> str:
    """A place in a document, told with the document's name."""
    return f"{source}: {where}" if where else source


def joined(where: str, step: str | int) -> str:
    """A place one step further in: ``evidence.fairness_report[0]``."""
    if isinstance(step, int):
        return f"{where}[{step}]"
    if not _PLAIN_KEY.match(step):
        step = json.dumps(step if len(step) <= _LONGEST_STEP else step[:_LONGEST_STEP] + "…")
    return f"{where}.{step}" if where else step


_HINT_JSON = "the document is one JSON object in UTF-8, each key once"
_HINT_NUMBER = "JSON numbers are exact up to 2^53; carry larger ones as text, and leave out what has no value"


def _refuse(where: str, what: str, hint: str) -> NoReturn:
    raise InputError([Fault(where, what)], hint=hint) from None


def _text(data: bytes, source: str) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        _refuse(source, "begins with a byte-order mark", "save it as UTF-8 without one")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}"
        _refuse(f"{source}:{line}", what, "save it as UTF-8")


def _too_deep(data: bytes) -> bool:
    """Whether brackets outside strings nest too deep; before any parser sees them."""
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for byte in _STRING.sub(b"", data).translate(None, _NOT_BRACKETS):
        if byte in b"[{":
            depth += 1
            if depth > DEEPEST:
                return True
        else:
            depth -= 1
    return False


def _line_of_depth(data: bytes) -> int:
    depth = 0
    for match in _BRACKETS.finditer(data):
        depth += (match["open"] is not None) - (match["close"] is not None)
        if depth > DEEPEST:
            return data.count(b"\n", 0, match.start()) + 1
    return 1


class _Repeated(dict[str, Any]):
    """An object that names a key twice; ``key`` is the first such."""

    key: str


class _Constant(str):
    """NaN or an infinity, kept until its place is known."""

    __slots__ = ()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = _Repeated(found)
    names = [key for key, _ in pairs]
    repeated.key = next(key for key, count in Counter(names).items() if count > 1)
    return repeated


def _faults(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """What a value holds that has no one canonical form: (place, what is wrong)."""
    kind: Any = value.__class__
    if kind is dict or kind is _Repeated:
        if kind is _Repeated:
            yield joined(where, value.key), "stands in the same object twice"
        for key, item in value.items():
            if not _is_unicode(key):
                yield where, "has a key that is not Unicode text"
            elif item.__class__ is not str or not item.isascii():
                yield from _faults(item, joined(where, key))
    elif kind is list:
        for index, item in enumerate(value):
            yield from _faults(item, joined(where, index))
    elif what := _scalar_fault(value):
        yield where, what


def _scalar_fault(value: Any) -> str:
    if isinstance(value, _Constant):
        return f"is {value}, which is no JSON number"
    if isinstance(value, str):
        return "" if _is_unicode(value) else "is not Unicode text: half a surrogate pair"
    if isinstance(value, float):
        return "" if _is_exact(value) else "is a number beyond what a document can carry exactly"
    if isinstance(value, int) and not -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER:
        return "is a number beyond 2^53, which would not stay what it is"
    return ""


def _is_exact(value: float) -> bool:
    return math.isfinite(value) and not _LARGEST_INTEGER < abs(value) < _EXPONENT_FROM


def _is_unicode(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
