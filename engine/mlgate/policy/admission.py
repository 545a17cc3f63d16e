"""Manifest, modules and data → the controls of a bundle, or all that keeps it out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, StringConstraints, ValidationError

from mlgate.errors import BundleError, Fault
from mlgate.model.value import Value
from mlgate.policy import declaration, guard, source
from mlgate.policy.catalogue import Catalogue
from mlgate.policy.files import MANIFEST
from mlgate.policy.rules import Rules
from mlgate.policy.source import Source


class Manifest(Value):
    """The ``.manifest`` of an OPA bundle; ``metadata`` and further fields of OPA's are carried along."""

    model_config = ConfigDict(extra="allow")

    revision: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    roots: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*$")], ...]
    rego_version: int


def catalogue(
    manifest: Any, modules: Mapping[str, str], data: Mapping[str, Any], unread: Sequence[Fault] = ()
) -> Catalogue:
    """The controls of a bundle that passes every guard; raises BundleError, at once where its files were not read."""
    faults = list(unread)
    sources: list[Source] = []
    rules = Rules()
    if not faults:
        roots = _roots(manifest, faults)
        if not modules:
            faults.append(Fault("", "the bundle has no Rego modules: nothing in it could refuse anything"))
        sources = [source.read(name, text) for name, text in modules.items()]
        rules = Rules.of(sources)
        faults += guard.inspect(sources, rules, data, roots)
    if faults:
        raise BundleError(faults, hint="mlgate loads no bundle that could turn a decision silently")
    controls, faults = declaration.read(sources, rules)
    if faults:
        raise BundleError(faults, hint="METADATA is pinned by schemas/control.schema.json")
    return controls


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
