"""A bundle as its authors wrote it: controls with METADATA, tests and comments, and what lies beside the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mlgate.policy import metadata, source
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.catalogue import Control
from mlgate.policy.declaration import CONTROLS
from mlgate.policy.files import Files
from mlgate.policy.limits import Limits
from mlgate.policy.metadata import Metadata
from mlgate.policy.notation import Place
from mlgate.policy.pages import cases, comments, proofs
from mlgate.policy.pages.cases import Case
from mlgate.policy.pages.proofs import Proofs
from mlgate.policy.rules import Rules
from mlgate.policy.source import Name, Source
from mlgate.shipped import shipped

_TEST = "_test.rego"


@dataclass(frozen=True)
class Authored:
    """One control: what the loader made of it, what it says of itself, where it is, and what its tests show.

    ``reads`` are the places of policy data that its rules read.
    """

    control: Control
    metadata: Metadata
    path: str
    family: str
    tests: Mapping[str, str]
    proofs: Proofs
    reads: tuple[Place, ...]


@dataclass(frozen=True)
class Library:
    """A bundle with all that its pages are made of; cases lie beside ``folder``, schemas there or with mlgate.

    Where the bundle is no folder of this machine, ``folder`` is only a name, and nothing lies beside it.
    """

    folder: Path
    bundle: Bundle
    controls: tuple[Authored, ...]
    comments: Mapping[Place, str]
    cases: tuple[tuple[Path, Case], ...]
    schemas: Mapping[str, Path]

    @cached_property
    def limits(self) -> Limits:
        """The thresholds of the bundle."""
        return Limits(self.bundle.data)


def read(found: Files) -> Library:
    """Read a bundle with its tests; raises BundleError where no gate would load it, InputError for a broken case."""
    folder = Path(found.where)
    tests = {name: text for name, text in found.texts.items() if name.endswith(_TEST)}
    rest = {name: text for name, text in found.texts.items() if name not in tests}
    bundle = admit(found._replace(texts=rest))
    sources = [source.read(name, text) for name, text in bundle.modules.items()]
    rules = Rules.of(sources)
    above = folder.resolve().parent if folder.is_dir() else folder / "nowhere"
    return Library(
        folder=folder,
        bundle=bundle,
        controls=tuple(_authored(item, bundle, rules, tests) for item in sources if _is_control(item)),
        comments={
            (*name.split("/")[:-1], *place): text
            for name, document in rest.items()
            if name.endswith((".yaml", ".yml"))
            for place, text in comments.of(document).items()
        },
        cases=cases.read(above / "examples"),
        schemas=_schemas(shipped("schemas")) | _schemas(above / "schemas"),
    )


def _schemas(folder: Path) -> dict[str, Path]:
    """Type of document → its schema."""
    return {path.name.partition(".")[0]: path for path in sorted(folder.glob("documents/*.schema.json"))}


def _is_control(item: Source) -> bool:
    return item.package[: len(CONTROLS)] == CONTROLS


def _authored(item: Source, bundle: Bundle, rules: Rules, tests: Mapping[str, str]) -> Authored:
    found = metadata.read(item)
    assert isinstance(found, Metadata)
    folder = item.path.rpartition("/")[0]
    beside = {name: text for name, text in tests.items() if name.rpartition("/")[0] == folder}
    return Authored(
        control=bundle.catalogue.controls[found.custom.control],
        metadata=found,
        path=item.path,
        family=item.package[len(CONTROLS)] if len(item.package) > len(CONTROLS) + 1 else "",
        tests=beside,
        proofs=proofs.of(beside),
        reads=_reads(item.package, rules),
    )


def _reads(package: Name, rules: Rules) -> tuple[Place, ...]:
    """What its own rules read of policy data, and what those read that they name: not all that lies behind a tier."""
    own = {path for path in rules.by_path if path[: len(package)] == package}
    near = own | {path for start in own for path in rules.uses[start]}
    names = {
        tuple(name.split(".")[1:])
        for path in near
        for _, rule in rules.by_path[path]
        for name in rule.uses
        if name.startswith("data.")
    }
    return tuple(sorted(name for name in names if not rules.named(name)))
