"""Value → canonical bytes (RFC 8785, JSON Canonicalization Scheme) → SHA-256 digest."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import rfc8785

from mlgate.errors import Fault, InputError

_SAFE_INTEGER = 2**53 - 1
_FIXED_FROM, _FIXED_BELOW, _EXPONENT_FROM = 1e-4, 1e15, 1e21
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


class _NotPlainError(Exception):
    """The value holds something that the standard encoder may write otherwise than RFC 8785 asks."""


def canonical(value: Any) -> bytes:
    """The one sequence of bytes for a JSON value: sorted keys, shortest numbers, UTF-8.

    Raises InputError for what JSON cannot carry faithfully: NaN, infinities, integers beyond 2**53 - 1 (also those
    written as floats: once stored, nobody could tell), strings that are not valid Unicode.
    """
    try:
        return _plain(value)
    except (_NotPlainError, UnicodeEncodeError):
        return _exact(value)


def _plain(value: Any) -> bytes:
    """The standard encoder's bytes, several times faster, where they are known to equal the canonical ones.

    Key order by code point and by UTF-16 unit differ only beyond the Basic Multilingual Plane.
    """
    text = _ENCODER.encode(_integers(value) if _survey(value) else value)
    if not text.isascii() and _BEYOND_BMP.search(text):
        raise _NotPlainError
    return text.encode()


def _survey(value: Any) -> bool:
    """Whether there are whole numbers written as floats; raises _NotPlainError for what only RFC 8785 settles."""
    whole = False
    pending: list[Any] = [value]
    while pending:
        item = pending.pop()
        kind: Any = item.__class__
        if kind is str or item is None:
            continue
        if kind is dict:
            pending.extend(item.values())
            if not all(isinstance(key, str) for key in item):
                raise _NotPlainError
        elif kind is list or kind is tuple:
            pending.extend(item)
        else:
            whole = _whole(item) or whole
    return whole


def _whole(item: Any) -> bool:
    """Whether a scalar is a whole number written as a float."""
    if type(item) is float:
        if not (_FIXED_FROM <= abs(item) < _FIXED_BELOW or item == 0):
            raise _NotPlainError
        return item.is_integer()
    if isinstance(item, bool | str):
        return False
    if type(item) is not int or not -_SAFE_INTEGER <= item <= _SAFE_INTEGER:
        raise _NotPlainError
    return False


def _integers(value: Any) -> Any:
    """The value with whole floats as the integers that RFC 8785 writes for them."""
    kind: Any = value.__class__
    if kind is dict:
        return {key: _integers(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_integers(item) for item in value]
    if kind is float and value.is_integer():
        return int(value)
    return value


def _exact(value: Any) -> bytes:
    try:
        data = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise _unfaithful(str(error)) from error
    _refuse_great_floats(value)
    return data


def _refuse_great_floats(value: Any) -> None:
    """A float from 2**53 up to 1e21 is written as a plain integer, and would be read back as one that is refused."""
    pending: list[Any] = [value]
    while pending:
        item = pending.pop()
        kind: Any = item.__class__
        if kind is dict:
            pending.extend(item.values())
        elif kind is list or kind is tuple:
            pending.extend(item)
        elif kind is float and _SAFE_INTEGER < abs(item) < _EXPONENT_FROM:
            raise _unfaithful(f"{item!r} exceeds the integers that JSON carries exactly")


def _unfaithful(what: str) -> InputError:
    return InputError(
        [Fault("", f"not representable as canonical JSON: {what}")],
        hint="carry integers beyond 2^53 as strings; NaN and infinities have no place in a record",
    )


def digest_bytes(data: bytes) -> str:
    """``sha256:<64 hex>`` of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """``sha256:<64 hex>`` of the canonical bytes of a JSON value."""
    return digest_bytes(canonical(value))
