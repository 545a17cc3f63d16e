"""Files → manifest, modules and data; what is not JSON, not YAML, or said twice is a fault."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, cast

from mlgate.errors import Fault
from mlgate.policy import notation
from mlgate.policy.files import MANIFEST, Files, modules


class Parts(NamedTuple):
    """What a bundle is made of; data is laid out by folder, modules are in order of their path."""

    manifest: Any
    modules: dict[str, str]
    data: dict[str, Any]
    faults: list[Fault]


def of(files: Files) -> Parts:
    """Parse the files of a bundle."""
    parts = Parts({}, modules(files), {}, list(files.faults))
    manifest: Any = _json(files.texts[MANIFEST], MANIFEST, parts.faults) if MANIFEST in files.texts else {}
    for name, text in files.texts.items():
        if name != MANIFEST and name not in parts.modules:
            read = _json if name.endswith(".json") else _yaml
            value = read(text, name, parts.faults)
            for key in reversed(name.split("/")[:-1]):
                value = {key: value}
            _merge(parts.data, value, name, parts.faults)
    if not manifest and not parts.faults:
        what = "is missing: revision, roots and rego_version of the bundle"
        parts.faults.append(Fault(f"{files.where}/{MANIFEST}", what))
    return parts._replace(manifest=manifest)


def _json(text: str, name: str, faults: list[Fault]) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        faults.append(Fault(name + line, f"is not JSON: {getattr(error, 'msg', error)}"))
        return {}


def _yaml(text: str, name: str, faults: list[Fault]) -> Any:
    reading = notation.read(text, name)
    faults += reading.faults
    return reading.value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands in one object twice")
    return found


def _merge(into: dict[str, Any], value: Any, name: str, faults: list[Fault]) -> None:
    """Lay one data file beside the others; two files that say something of one place are a fault."""
    if not isinstance(value, dict):
        faults.append(Fault(name, "policy data is a mapping"))
        return
    for key, item in cast("dict[str, Any]", value).items():
        if key not in into:
            into[key] = item
        elif isinstance(into[key], dict) and isinstance(item, dict):
            _merge(into[key], item, name, faults)
        else:
            faults.append(Fault(name, f"{key!r} is said in another data file too"))
