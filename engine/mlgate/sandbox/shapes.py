"""Requests and responses against botocore's own service models.

botocore's ParamValidator checks members and types. Sizes, patterns and enumerations stand in the same model, and AWS
enforces them on its side, so they are checked here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

_UNICODE_CLASS = re.compile(r"\(?\[(?P<members>(?:\\.\{[A-Z]\}|\\.|[^\]\\])+)\][*)].*|\[(?P<bare>.+)\]\{0,\d+\}")
_CATEGORY = re.compile(r"\\p\{([A-Z])\}")


@cache
def service(name: str) -> ServiceModel:
    """The service model that botocore ships, read when it is first asked for."""
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def operation(service_name: str, name: str) -> OperationModel:
    """One operation of a service."""
    return service(service_name).operation_model(name)


def faults(shape: Shape | None, value: Any) -> tuple[str, ...]:
    """Everything in which ``value`` is not what ``shape`` says, in the words AWS uses; empty where there is nothing."""
    if shape is None:
        return ("Unknown parameter in input",) if value else ()
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        return tuple(report.generate_report().split("\n"))
    return tuple(_constraints("", shape, value))


def _constraints(path: str, shape: Shape, value: Any) -> Iterator[str]:
    for constraint in _broken(shape, value):
        yield f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if name in value:
                yield from _constraints(_joined(path, name), member, value[name])
    elif isinstance(shape, ListShape):
        for index, item in enumerate(value):
            yield from _constraints(f"{path}.{index + 1}.member", shape.member, item)
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from _constraints(f"{path}.key", shape.key, key)
            yield from _constraints(f"{path}.{key}.value", shape.value, item)


def _joined(path: str, name: str) -> str:
    """AWS spells members in camel case where it reports on them."""
    spelled = name[:1].lower() + name[1:]
    return f"{path}.{spelled}" if path else spelled


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    metadata: dict[str, Any] = dict(shape.metadata)
    size = _size(shape, value)
    if "max" in metadata and size is not None and size > metadata["max"]:
        yield f"Member must have length less than or equal to {metadata['max']}"
    if "min" in metadata and size is not None and size < metadata["min"]:
        yield f"Member must have length greater than or equal to {metadata['min']}"
    if "enum" in metadata and value not in metadata["enum"]:
        yield f"Member must satisfy enum value set: {metadata['enum']}"
    if "pattern" in metadata and not _matches(metadata["pattern"], value):
        yield f"Member must satisfy regular expression pattern: {metadata['pattern']}"


def _size(shape: Shape, value: Any) -> float | None:
    if shape.type_name in {"string", "list", "map", "blob"}:
        return len(value)
    return value if shape.type_name in {"integer", "long", "float", "double"} else None


def _matches(pattern: str, value: str) -> bool:
    if r"\p{" not in pattern:
        return re.fullmatch(pattern, value) is not None
    categories, rest = _unicode_class(pattern)
    return all(unicodedata.category(each)[0] in categories or rest.fullmatch(each) for each in value)


@cache
def _unicode_class(pattern: str) -> tuple[frozenset[str], re.Pattern[str]]:
    r"""A pattern that is one character class with ``\p{…}`` in it, as AWS writes them, in terms Python knows."""
    match = _UNICODE_CLASS.fullmatch(pattern)
    if match is None:
        raise ValueError(f"a pattern of a form not met before: {pattern}")
    members = match["members"] or match["bare"]
    rest = _CATEGORY.sub("", members)
    return frozenset(_CATEGORY.findall(members)), re.compile(f"[{rest}]" if rest else "(?!)")
