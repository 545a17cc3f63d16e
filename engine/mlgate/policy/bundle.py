"""A policy bundle: Rego modules and their data at one revision, from a folder or from the document that replay kept.

A bundle that could turn a decision silently is not loaded: every way in leads through `mlgate.policy.guard`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import BundleError, Fault
from mlgate.model.decision import PolicyRef
from mlgate.policy import files
from mlgate.policy.catalogue import Catalogue

if TYPE_CHECKING:
    from mlgate.policy.signing import Signer


@dataclass(frozen=True)
class Bundle:
    """A bundle that passed every guard. ``modules`` maps the path inside the bundle to Rego text; tests stay out.

    ``signer`` is whose signature was verified, None where none was asked for; it is no part of the document.
    """

    manifest: Mapping[str, Any]
    modules: Mapping[str, str]
    data: Mapping[str, Any]
    catalogue: Catalogue
    signer: Signer | None = None

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
    return admit(files.read(path))


def admit(found: files.Files) -> Bundle:
    """Parse and check the files of a bundle; raises BundleError as `load` does."""
    from mlgate.policy import admission, parts  # noqa: PLC0415 - a prepared bundle needs neither YAML nor the guards

    manifest, modules, data, faults = parts.of(found)
    return Bundle(manifest, modules, data, admission.catalogue(manifest, modules, data, faults))


def from_document(document: bytes) -> Bundle:
    """Read a bundle from `Bundle.document`. Raises BundleError as `load` does."""
    from mlgate.policy import admission  # noqa: PLC0415 - as in admit

    try:
        value = json.loads(document)
        manifest, modules, data = (dict(value[part]) for part in ("manifest", "modules", "data"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BundleError([Fault("", "is not the document of a bundle: manifest, modules, data")]) from None
    modules = dict(sorted(modules.items()))
    return Bundle(manifest, modules, data, admission.catalogue(manifest, modules, data, []))
