"""pydantic's errors → faults that name the place as a reader would, and say what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mlgate.errors import Fault
from mlgate.facts import strict

_KEY = "[key]"
"""pydantic's last step to a fault of a key itself."""

_MOST = 50
_SHOWN = 60

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
_PATTERNS = (
    ("\\d{4}-\\d{2}-\\d{2}T", "is not a date and time with seconds and a zone, such as 2026-11-12T09:00:00Z"),
    ("^sha256:", "is not a digest, sha256: and 64 hex digits"),
    ("use-case/", "is neither use-case/<id> nor model/<group>/<version>"),
    ("^[a-z][a-z0-9_]", "is not a name in lower case, digits and underscores"),
    ("._:@/-", "is not the id of a person"),
    ("[A-Z]{2,5}-", "is not the id of a control, such as FAIR-001"),
)


def located(error: ValidationError, source: str, model: type[BaseModel]) -> list[Fault]:
    """The faults of a validation, by place; at most fifty are told."""
    details = error.errors(include_url=False)
    told = [Fault(*_told(detail, source, model)) for detail in details[:_MOST]]
    if len(details) > _MOST:
        told.append(Fault(source, f"… and {len(details) - _MOST} more"))
    return told


def _told(detail: Mapping[str, Any], source: str, model: type[BaseModel]) -> tuple[str, str]:
    where = ""
    for step in detail["loc"]:
        where = where if step == _KEY else strict.joined(where, step)
    return strict.place(source, where), _what(detail, model)


def _what(detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    shown = _shown(detail["input"])
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        known = _fields(model, detail["loc"][:-1])
        return f"is not a field here{meant(str(detail['loc'][-1]), known)}"
    if kind in {"enum", "literal_error"}:
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        return f"{shown} is not one of {', '.join(allowed)}{meant(str(detail['input']), allowed)}"
    if kind in _KINDS:
        return f"{shown} is not {_KINDS[kind]}"
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        said = next((what for part, what in _PATTERNS if part in pattern), f"does not match {pattern}")
        return f"{shown} {said}"
    return f"{shown} {_plain(str(detail['msg']))}"


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "should").replace("String should", "should")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def meant(word: str, known: list[str]) -> str:
    """The known word that was probably meant, as the end of a sentence; empty where none comes near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for what is wrong

    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _fields(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The names of the fields that the object at a path of the document may have."""
    here: Any = model
    for step in path:
        here = _inside(here, step)
        if here is None:
            return []
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _inside(kind: Any, step: str | int) -> Any:
    """The type one step inside another: a field, an item, a value."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        named = {field.alias or name: field for name, field in kind.model_fields.items()}
        field = named.get(str(step))
        return None if field is None else _bare(field.annotation)
    return next((_bare(item) for item in reversed(get_args(kind)) if item is not Ellipsis), None)


def _bare(kind: Any) -> Any:
    """A type without ``Annotated`` and without ``None``."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return next((_bare(item) for item in get_args(kind) if item is not type(None)), None)
    return kind
