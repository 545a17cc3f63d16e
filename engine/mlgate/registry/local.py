"""The local registry: packages as rows in the file that also holds the governance table.

A package is a version of a model with its files, measured anew whenever its artifact is asked for. There are no
permissions and nothing to sign in to: whoever can write the file can approve.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from mlgate.errors import Fault, InputError, NotFoundError, RegistryRefusedError, UsageError
from mlgate.model.effect import (
    Artifact,
    ArtifactContainer,
    ArtifactObject,
    Effect,
    Lifecycle,
    PackageRef,
    PackageState,
    RegistryAccount,
)
from mlgate.model.subject import Subject, subject
from mlgate.model.value import timestamp
from mlgate.model.vocabulary import RegistryKind
from mlgate.registry.approval import description, lifecycle, metadata
from mlgate.registry.image import image_digest
from mlgate.registry.rows import Rows

BUCKET = "file"
"""What stands for the bucket of a local file; its key is the path relative to the folder of the registry's file."""

NO_IMAGE = ""
"""The image digest of a package that brings files and no container image."""


class LocalRegistry:
    """A registry in one SQLite file; the file is opened when it is first needed. Safe to share between threads."""

    def __init__(
        self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), timeout_seconds: float = 5.0
    ) -> None:
        self._folder = path.absolute().parent
        self._rows = Rows(path, timeout_seconds)
        self._now = now

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def register(self, ref: str, files: Sequence[Path] = (), image: str | None = None) -> None:
        """Create the package ``model/<group>/<version>`` of files and folders, an image by digest, both or neither.

        Once created it stays as it is: the same again changes nothing, anything else is UsageError. InputError: a file
        that is not there, an image named by a tag.
        """
        named = _model(subject(ref))
        pinned = image_digest(f"{ref} image", image) if image else NO_IMAGE
        sources = sorted(self._relative(file) for file in files)
        self._objects(ref, sources)
        created = self._rows.insert(named.name, _version(named), timestamp(self._now()), json.dumps(sources), pinned)
        if not created and self._contents(named) != (sources, pinned):
            raise UsageError(
                f"{ref} is registered already, with another artifact",
                hint=f"register it as model/{named.name}/{_version(named) + 1}",
            )

    def account(self) -> RegistryAccount:
        """Every local registry is at home on this machine, in no account."""
        return RegistryAccount(kind=RegistryKind.LOCAL, account="local", region="local")

    def package(self, subject: Subject) -> PackageRef:
        """The package registered under ``model/<group>/<version>``."""
        return _state(self._row(_model(subject))).package

    def describe(self, package: PackageRef) -> PackageState:
        """The package as it stands; one created again is NotFoundError."""
        return _state(self._same(package))

    def artifact(self, package: PackageRef, known: Artifact | None = None) -> Artifact:  # noqa: ARG002 - see below
        """The files as they are now, and the image. Files can be overwritten, so ``known`` ones are read again too."""
        row = self._same(package)
        objects = tuple(self._objects(package.subject, json.loads(row["sources"])))
        if not objects and row["image"] == NO_IMAGE:
            return Artifact(containers=())
        return Artifact(containers=(ArtifactContainer(image_digest=row["image"], objects=objects, environment={}),))

    def update(self, package: PackageRef, effect: Effect) -> None:
        """Set what the effect sets, in one transaction, and leave the rest alone."""
        named = _model(subject(package.subject))
        stage = lifecycle(effect)
        changed = self._rows.update(
            named.name,
            _version(named),
            package.created_at,
            metadata(effect),
            {
                "approval_status": effect.change.approval_status,
                "approval_description": description(effect) or None,
                "stage": stage.stage if stage else None,
                "stage_status": stage.stage_status if stage else None,
            },
        )
        if not changed:
            self._same(package)
            raise RegistryRefusedError(f"update {package.subject}: the package is being replaced", hint="ask again")

    def packages(self, group: str | None = None) -> Iterator[PackageState]:
        """Every version of a group, or of all groups, by group and version."""
        yield from (_state(row) for row in self._rows.all(group))

    def _row(self, named: Subject) -> dict[str, Any]:
        row = self._rows.one(named.name, _version(named))
        if row is None:
            raise NotFoundError(
                f"{named.ref} is not in the local registry",
                hint=f"mlgate model register {named.ref} --artifact FILE    creates it",
            )
        return row

    def _same(self, package: PackageRef) -> dict[str, Any]:
        row = self._row(_model(subject(package.subject)))
        if (row["created_at"], _arn(row)) != (package.created_at, package.arn):
            raise NotFoundError(
                f"{package.subject}: the package of {package.created_at} was deleted; {package.arn} is now another one,"
                f" created {row['created_at']}",
                hint="register the new package as a version of its own",
            )
        return row

    def _contents(self, named: Subject) -> tuple[list[str], str]:
        row = self._row(named)
        return json.loads(row["sources"]), row["image"]

    def _relative(self, file: Path) -> str:
        """A path that still holds when the registry and its files move together."""
        return PurePosixPath(os.path.relpath(file.absolute(), self._folder)).as_posix()

    def _objects(self, ref: str, sources: Sequence[str]) -> list[ArtifactObject]:
        paths = [path for source in sources for path in _files(ref, self._folder / source)]
        return [
            ArtifactObject(bucket=BUCKET, key=self._relative(path), version=None, etag=None, sha256=_measure(ref, path))
            for path in paths
        ]


def _model(named: Subject) -> Subject:
    if named.version is None:
        raise InputError([Fault(named.ref, "is not a model version")], hint="for example model/credit-risk-scorer/2")
    return named


def _version(named: Subject) -> int:
    assert named.version is not None  # `_model` has seen it
    return named.version


def _files(ref: str, path: Path) -> list[Path]:
    """The file, or every file of the folder, in order."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if not each.is_dir())
    if not found:
        raise InputError([Fault(f"{ref} {path}", "is a folder without files")], hint="name the files of the model")
    return found


def _measure(ref: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        fault = Fault(f"{ref} {path}", error.strerror or "cannot be read")
        raise InputError([fault], hint="put the file of the model back, or register a new version") from error


def _arn(row: dict[str, Any]) -> str:
    return f"arn:mlgate:local:::model-package/{row['model_group']}/{row['version']}"


def _state(row: dict[str, Any]) -> PackageState:
    ref = f"model/{row['model_group']}/{row['version']}"
    stage, status = row["stage"], row["stage_status"]
    return PackageState(
        package=PackageRef(subject=ref, arn=_arn(row), created_at=row["created_at"]),
        approval_status=row["approval_status"],
        approval_description=row["approval_description"],
        lifecycle=Lifecycle(stage=stage, stage_status=status) if stage else None,
        metadata=json.loads(row["metadata"]),
    )
