"""The files of a bundle folder, as they lie there: read within limits, not yet parsed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mlgate.errors import BundleError, Fault

MANIFEST = ".manifest"
LARGEST_FILE = 1 << 20
MOST_FILES = 2000

_DATA = frozenset({"data.json", "data.yaml", "data.yml"})
_TEST = "_test.rego"


class Files(NamedTuple):
    """Path inside the bundle → text, in order, and what could not be read."""

    folder: Path
    texts: Mapping[str, str]
    faults: tuple[Fault, ...]


def read(folder: Path) -> Files:
    """Modules without their tests, data, the manifest of the top folder. Raises BundleError for no folder."""
    if not folder.is_dir():
        hint = "a bundle is a folder with .manifest, Rego modules and data.yaml files"
        raise BundleError([Fault(str(folder), "there is no policy bundle here")], hint=hint)
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name in _names(folder):
        text = _text(f"{folder}/{name}", name)
        if isinstance(text, Fault):
            faults.append(text)
        else:
            texts[name] = text
    return Files(folder, texts, tuple(faults))


def modules(found: Files) -> dict[str, str]:
    """The Rego modules among the files, in order of their path."""
    return dict(sorted((name, text) for name, text in found.texts.items() if name.endswith(".rego")))


def _names(folder: Path) -> list[str]:
    top = str(folder)
    found: list[tuple[str, ...]] = []
    for path, folders, names in os.walk(top):
        folders.sort()
        inside = tuple(path[len(top) :].replace(os.sep, "/").strip("/").split("/")) if path != top else ()
        found += [(*inside, name) for name in names if _counts(name, at_top=not inside)]
        if len(found) > MOST_FILES:
            raise BundleError([Fault(top, f"holds more than {MOST_FILES} policy files")])
    return ["/".join(parts) for parts in sorted(found)]


def _counts(name: str, *, at_top: bool) -> bool:
    return (name.endswith(".rego") and not name.endswith(_TEST)) or name in _DATA or (name == MANIFEST and at_top)


def _text(path: str, name: str) -> str | Fault:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path for each of many files is not free
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            return Fault(name, f"is larger than {LARGEST_FILE} bytes")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault(name, f"is not UTF-8: byte {error.start + 1}")
    except OSError as error:
        return Fault(name, f"cannot be read: {error.strerror}")
