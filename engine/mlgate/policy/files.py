"""The files of a bundle, as they lie in a folder or came out of an archive: within limits, not yet parsed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mlgate.errors import BundleError, Fault

MANIFEST = ".manifest"
LARGEST_FILE = 1 << 20
LARGEST_BUNDLE = 16 << 20
"""Bytes of all files together, wherever a bundle comes from."""
MOST_FILES = 2000

_DATA = frozenset({"data.json", "data.yaml", "data.yml"})
_TEST = "_test.rego"


class Files(NamedTuple):
    """Path inside the bundle → text, in order, and what could not be read; messages call the bundle ``where``."""

    where: str
    texts: Mapping[str, str]
    faults: tuple[Fault, ...]


def read(folder: Path, *, tests: bool = False) -> Files:
    """Modules, data, the manifest of the top folder; ``tests`` too where asked for. BundleError for no folder."""
    if not folder.is_dir():
        hint = "a bundle is a folder with .manifest, Rego modules and data.yaml files"
        raise BundleError([Fault(str(folder), "there is no policy bundle here")], hint=hint)
    return _decoded(str(folder), ((name, _content(folder, name)) for name in _names(folder, tests=tests)))


def among(contents: Mapping[str, bytes], where: str, *, tests: bool = False) -> Files:
    """The same of what an archive or a revision holds, path → bytes; what would not count in a folder does not here."""
    names = sorted(contents, key=lambda name: name.split("/"))
    counting = (name for name in names if counts(name, tests=tests))
    return _decoded(where, ((name, contents[name]) for name in counting))


def counts(name: str, *, tests: bool = False) -> bool:
    """Whether a path inside a bundle is part of it: a module, data, the manifest at the top, a test if asked for."""
    base = name.rpartition("/")[2]
    return (base.endswith(".rego") and (tests or not is_test(base))) or base in _DATA or name == MANIFEST


def is_test(name: str) -> bool:
    """Whether a path inside a bundle is that of tests."""
    return name.endswith(_TEST)


def modules(found: Files) -> dict[str, str]:
    """The Rego modules among the files, in order of their path."""
    return dict(sorted((name, text) for name, text in found.texts.items() if name.endswith(".rego")))


def _decoded(where: str, contents: Iterable[tuple[str, bytes | Fault]]) -> Files:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    total = 0
    for name, content in contents:
        total += 0 if isinstance(content, Fault) else len(content)
        if total > LARGEST_BUNDLE:
            raise BundleError([Fault(where, f"holds more than {LARGEST_BUNDLE} bytes of policy files")])
        text = content if isinstance(content, Fault) else _text(content, name)
        if isinstance(text, Fault):
            faults.append(text)
        else:
            texts[name] = text
    return Files(where, texts, tuple(faults))


def _names(folder: Path, *, tests: bool) -> list[str]:
    top = str(folder)
    found: list[tuple[str, ...]] = []
    for path, folders, names in os.walk(top):
        folders.sort()
        inside = tuple(path[len(top) :].replace(os.sep, "/").strip("/").split("/")) if path != top else ()
        found += [(*inside, name) for name in names if counts("/".join((*inside, name)), tests=tests)]
        if len(found) > MOST_FILES:
            raise BundleError([Fault(top, f"holds more than {MOST_FILES} policy files")])
    return ["/".join(parts) for parts in sorted(found)]


def _content(folder: Path, name: str) -> bytes | Fault:
    try:
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - a Path for each of many files is not free
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        return Fault(name, f"cannot be read: {error.strerror}")


def _text(data: bytes, name: str) -> str | Fault:
    if len(data) > LARGEST_FILE:
        return Fault(name, f"is larger than {LARGEST_FILE} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault(name, f"is not UTF-8: byte {error.start + 1}")
