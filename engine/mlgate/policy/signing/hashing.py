"""The hash of a file as OPA computes it: of the bytes, or of what JSON and YAML say whatever their layout.

Source: OPA's ``v1/bundle/hash.go`` and ``verify.go``. The parsed form has its keys in order and no spaces; a number
in JSON stands as it was written, one in YAML as Go writes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from mlgate.canonical import canonical
from mlgate.errors import InputError
from mlgate.policy import notation

Hash = Callable[[bytes], str]

ALGORITHMS: Mapping[str, Hash] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "SHA-384": lambda data: hashlib.sha384(data).hexdigest(),
    "SHA-512": lambda data: hashlib.sha512(data).hexdigest(),
}
"""Of those that OPA knows, the ones nobody finds collisions of and every Python has."""

_PARSED = frozenset({"data.json", "data.yaml", ".manifest"})
_LONE = re.compile("[\ud800-\udfff]")
_ESCAPED = {ord("\u2028"): "\\u2028", ord("\u2029"): "\\u2029"}


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


def measured(name: str, content: bytes, algorithm: str) -> str | None:
    """The hash of a file in hex; None for an algorithm that is not accepted, or for what does not parse."""
    hashed = ALGORITHMS.get(algorithm)
    if hashed is None:
        return None
    if name.rpartition("/")[2] not in _PARSED:
        return hashed(content)
    try:
        return hashed(_written(_parsed(name, content.removeprefix(b"\xef\xbb\xbf").decode())).encode())
    except (ValueError, RecursionError, InputError):
        return None


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=_refuse)
    except ValueError:
        if not name.endswith(".yaml"):
            raise
    reading = notation.read(text, name)
    if reading.faults:
        raise ValueError
    return reading.value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _written(value: Any) -> str:
    """As Go's encoder writes it, without escapes for HTML."""
    if isinstance(value, dict):
        items = sorted(cast("dict[str, Any]", value).items())
        return "{" + ",".join(f"{_text(key)}:{_written(item)}" for key, item in items) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, cast("Sequence[Any]", value))) + "]"
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return "-0" if str(value) == "-0.0" else canonical(value).decode()
    return json.dumps(value)


def _text(text: str) -> str:
    return json.dumps(_LONE.sub("\ufffd", text), ensure_ascii=False).translate(_ESCAPED)
