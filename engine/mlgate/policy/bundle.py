"""A policy bundle: Rego modules and their data at one revision, from a folder or from the document that replay kept.

A bundle that could turn a decision silently is not loaded: every way in leads through `mlgate.policy.guard`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import ConfigDict, StringConstraints, ValidationError

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import BundleError, Fault
from mlgate.model.decision import PolicyRef
from mlgate.model.value import Value
from mlgate.policy import catalogue, guard, notation, source
from mlgate.policy.catalogue import Catalogue
from mlgate.policy.rules import Rules
from mlgate.policy.source import Source

MANIFEST = ".manifest"
LARGEST_FILE = 1 << 20
MOST_FILES = 2000

_DATA = frozenset({"data.json", "data.yaml", "data.yml"})
_TEST = "_test.rego"


class Manifest(Value):
    """The ``.manifest`` of an OPA bundle; ``metadata`` and further fields of OPA's are carried along."""

    model_config = ConfigDict(extra="allow")

    revision: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    roots: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*$")], ...]
    rego_version: int


@dataclass(frozen=True)
class Bundle:
    """A bundle that passed every guard. ``modules`` maps the path inside the bundle to Rego text; tests stay out."""

    manifest: Mapping[str, Any]
    modules: Mapping[str, str]
    data: Mapping[str, Any]
    catalogue: Catalogue

    @cached_property
    def document(self) -> bytes:
        """The bundle whole, as canonical JSON: manifest, modules and data."""
        return canonical({"manifest": self.manifest, "modules": self.modules, "data": self.data})

    @property
    def digest(self) -> str:
        """The digest of the document."""
        return self.reference.digest

    @cached_property
    def reference(self) -> PolicyRef:
        """Revision and digest of the document."""
        return PolicyRef(revision=self.manifest["revision"], digest=digest_bytes(self.document))


def load(path: Path) -> Bundle:
    """Read a bundle from a folder. Raises BundleError with all faults found, each with its file and line."""
    files = _Files(path)
    return _checked(files.manifest, files.modules, files.data, files.faults)


def from_document(document: bytes) -> Bundle:
    """Read a bundle from `Bundle.document`. Raises BundleError as `load` does."""
    try:
        value = json.loads(document)
        manifest, modules, data = (dict(value[part]) for part in ("manifest", "modules", "data"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BundleError([Fault("", "is not the document of a bundle: manifest, modules, data")]) from None
    return _checked(manifest, modules, data, [])


def _checked(manifest: Any, modules: Mapping[str, str], data: dict[str, Any], faults: list[Fault]) -> Bundle:
    sources: list[Source] = []
    rules = Rules()
    if not faults:
        roots = _roots(manifest, faults)
        if not modules:
            faults.append(Fault("", "the bundle has no Rego modules: nothing in it could refuse anything"))
        sources = [source.read(name, text) for name, text in sorted(modules.items())]
        rules = Rules.of(sources)
        faults += guard.inspect(sources, rules, data, roots)
    if faults:
        raise BundleError(faults, hint="mlgate loads no bundle that could turn a decision silently")
    controls, faults = catalogue.read(sources, rules)
    if faults:
        raise BundleError(faults, hint="METADATA is pinned by schemas/control.schema.json")
    return Bundle(manifest, dict(sorted(modules.items())), data, controls)


def _roots(manifest: Any, faults: list[Fault]) -> tuple[str, ...]:
    try:
        found = Manifest.model_validate_json(json.dumps(manifest))
    except ValidationError as error:
        faults += [
            Fault(f"{MANIFEST}: {'.'.join(map(str, detail['loc']))}", detail["msg"].replace("Input should", "should"))
            for detail in error.errors(include_url=False)
        ]
        return ()
    if found.rego_version != 1:
        faults.append(Fault(MANIFEST, f"rego_version is {found.rego_version}; mlgate evaluates Rego v1 only"))
    return found.roots


class _Files:
    """The files of a bundle folder, read."""

    def __init__(self, folder: Path) -> None:
        self.manifest: Any = {}
        self.modules: dict[str, str] = {}
        self.data: dict[str, Any] = {}
        self.faults: list[Fault] = []
        if not folder.is_dir():
            hint = "a bundle is a folder with .manifest, Rego modules and data.yaml files"
            raise BundleError([Fault(str(folder), "there is no policy bundle here")], hint=hint)
        for file in _walk(folder):
            self._read(folder, file)
        if not self.manifest and not self.faults:
            self.faults.append(
                Fault(str(folder / MANIFEST), "is missing: revision, roots and rego_version of the bundle")
            )

    def _read(self, folder: Path, file: Path) -> None:
        name = file.relative_to(folder).as_posix()
        text = self._text(file, name)
        if text is None:
            return
        if file.name == MANIFEST:
            self.manifest = self._json(text, name)
        elif file.suffix == ".rego":
            self.modules[name] = text
        else:
            value = self._json(text, name) if file.suffix == ".json" else self._yaml(text, name)
            for key in reversed(name.split("/")[:-1]):
                value = {key: value}
            _merge(self.data, value, name, self.faults)

    def _text(self, file: Path, name: str) -> str | None:
        try:
            if file.stat().st_size > LARGEST_FILE:
                self.faults.append(Fault(name, f"is larger than {LARGEST_FILE} bytes"))
                return None
            return file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            self.faults.append(Fault(name, f"is not UTF-8: byte {error.start + 1}"))
        except OSError as error:
            self.faults.append(Fault(name, f"cannot be read: {error.strerror}"))
        return None

    def _json(self, text: str, name: str) -> Any:
        try:
            return json.loads(text, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            self.faults.append(Fault(name + line, f"is not JSON: {getattr(error, 'msg', error)}"))
            return {}

    def _yaml(self, text: str, name: str) -> Any:
        reading = notation.read(text, name)
        self.faults += reading.faults
        return reading.value


def _walk(folder: Path) -> Iterator[Path]:
    """The files that count, in order: modules without their tests, data, the manifest of the top folder."""
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        folders.sort()
        found += [
            Path(top, name)
            for name in names
            if (name.endswith(".rego") and not name.endswith(_TEST))
            or name in _DATA
            or (name == MANIFEST and Path(top) == folder)
        ]
        if len(found) > MOST_FILES:
            raise BundleError([Fault(str(folder), f"holds more than {MOST_FILES} policy files")])
    return iter(sorted(found))


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
