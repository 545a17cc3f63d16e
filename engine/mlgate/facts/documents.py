"""Documents against their schemas: ``schemas/documents/<type>.schema.json``, JSON Schema 2020-12."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mlgate.canonical import canonical
from mlgate.errors import ConfigError, Fault, InputError
from mlgate.facts import strict
from mlgate.facts.faults import meant
from mlgate.facts.parse import LARGEST_DOCUMENT
from mlgate.shipped import shipped

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_SUFFIX = ".schema.json"
_MOST = 50
_SHOWN = 60
_FORMATS = {
    "date-time": "is not a date and time with seconds and a zone, such as 2026-11-12T09:00:00Z",
    "date": "is not a date that exists, such as 2026-11-12",
}
_LONGEST = 200


def types() -> tuple[str, ...]:
    """The types of document that have a schema, sorted."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _folder().glob(f"*{_SUFFIX}")))


def validate(type: str, body: Mapping[str, Any], source: str) -> None:  # noqa: A002, the word of the domain
    """Hold a body against the schema of its type.

    Raises InputError with every fault, each with its place in the body, for a type without a schema and for a body of
    more than 1 MiB.
    """
    if type not in types():
        close = get_close_matches(type, types(), n=3)
        hint = f"did you mean {', '.join(close)}?" if close else f"the types are {', '.join(types())}"
        raise InputError([Fault(source, f"there is no document type {type!r}")], hint=hint)
    if len(canonical(body)) > LARGEST_DOCUMENT:
        what = f"is larger than {LARGEST_DOCUMENT // strict.MEBIBYTE} MiB"
        raise InputError([Fault(source, what)], hint="move what is large out of the document and name it by digest")
    told = {fault: None for error in _told(_leaves(_errors(type, body))) for fault in _faults(error)}
    if told:
        faults = [Fault(strict.place(source, where), what) for where, what in list(told)[:_MOST]]
        raise InputError(faults, hint=f"schemas/documents/{type}{_SUFFIX} describes it")


def _errors(kind: str, body: Mapping[str, Any]) -> Iterable[ValidationError]:
    validator: Any = _validator(kind)  # its stubs know less than it does
    return cast("Iterable[ValidationError]", validator.iter_errors(body))


def _told(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """By place; where a format says what is wrong, the pattern beside it need not."""
    found = sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])
    said = {tuple(error.absolute_path) for error in found if error.validator == "format"}
    return [error for error in found if error.validator != "pattern" or tuple(error.absolute_path) not in said]


def _folder() -> Path:
    return shipped("schemas") / "documents"


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415, imported where a document is read

    checker = FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(_is_moment)
    checker.checks("date", raises=ValueError)(_is_day)
    path = _folder() / f"{kind}{_SUFFIX}"
    try:
        schema = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path.name} cannot be read: {error}", hint="reinstall mlgate") from error
    return Draft202012Validator(schema, format_checker=checker)


def _is_moment(value: object) -> bool:
    if isinstance(value, str):
        return "T" in value.upper() and datetime.fromisoformat(value).tzinfo is not None
    return True


def _is_day(value: object) -> bool:
    if isinstance(value, str):
        date.fromisoformat(value)
    return True


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """What is wrong at the innermost place; of alternatives, what is wrong with the only one that is not null."""
    for error in errors:
        inner = [one for one in error.context or () if not _is_null(one)]
        if inner and len({one.relative_schema_path[0] for one in inner}) == 1:
            yield from _leaves(inner)
        else:
            yield error


def _is_null(error: ValidationError) -> bool:
    return error.validator == "type" and error.validator_value == "null"


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """An error as (place, what is wrong): one for each key that is missing or too many."""
    where = _where(error)
    schema: Any = error.schema
    match error.validator:
        case "required":
            for name in schema["required"]:
                if name not in cast("dict[str, Any]", error.instance):
                    yield strict.joined(where, name), "is missing"
        case "additionalProperties":
            known = list(schema.get("properties", ()))
            for name in cast("dict[str, Any]", error.instance):
                if name not in known:
                    yield strict.joined(where, name), f"is not a field here{meant(name, known)}"
        case _:
            yield where, _what(error)


def _where(error: ValidationError) -> str:
    where = ""
    for step in error.absolute_path:
        where = strict.joined(where, step)
    return where


def _what(error: ValidationError) -> str:
    value = json.dumps(error.instance, ensure_ascii=False)
    shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    expected: Any = error.validator_value
    match error.validator:
        case "enum":
            return f"{shown} is not one of {', '.join('null' if one is None else str(one) for one in expected)}"
        case "pattern":
            return f"{shown} does not look as it should: {expected}"
        case "format":
            return f"{shown} {_FORMATS[expected]}"
        case "anyOf" | "oneOf":
            return f"{shown} is none of what is allowed here"
        case "type":
            return f"{shown} is not of type {expected if isinstance(expected, str) else ' or '.join(expected)}"
        case _:
            return error.message if len(error.message) <= _LONGEST else error.message[:_LONGEST] + "…"
