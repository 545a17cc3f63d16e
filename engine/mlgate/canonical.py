"""Value → canonical bytes (RFC 8785, JSON Canonicalization Scheme) → SHA-256 digest."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from mlgate.errors import Fault, InputError


def canonical(value: Any) -> bytes:
    """The one sequence of bytes for a JSON value: sorted keys, shortest numbers, UTF-8.

    Raises InputError for what JSON cannot carry faithfully: NaN, infinities, integers beyond 2**53 - 1,
    strings that are not valid Unicode.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise InputError(
            [Fault("", f"not representable as canonical JSON: {error}")],
            hint="carry integers beyond 2^53 as strings; NaN and infinities have no place in a record",
        ) from error


def digest_bytes(data: bytes) -> str:
    """``sha256:<64 hex>`` of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """``sha256:<64 hex>`` of the canonical bytes of a JSON value."""
    return digest_bytes(canonical(value))
