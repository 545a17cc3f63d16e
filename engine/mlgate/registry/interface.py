"""What mlgate asks of a model registry.

Errors that may escape: RegistryUnreachableError (the outcome of an update is unknown), RegistryThrottledError and
RegistryRefusedError (the update did not happen), NotFoundError (no such package), InputError (an artifact that cannot
be pinned, such as an image named by a bare tag).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mlgate.model.effect import Artifact, Effect, PackageRef, PackageState, RegistryAccount
from mlgate.model.subject import Subject


class Registry(Protocol):
    """One account and region of a model registry."""

    def account(self) -> RegistryAccount:
        """Which registry this is; read from the service once, then remembered."""
        ...

    def package(self, subject: Subject) -> PackageRef:
        """Resolve the short form ``model/<group>/<version>`` in the home account and region."""
        ...

    def describe(self, package: PackageRef) -> PackageState:
        """The package as it stands. A package recreated under the same ARN is NotFoundError."""
        ...

    def artifact(self, package: PackageRef, known: Artifact | None = None) -> Artifact:
        """What the package would run; objects that provably equal ``known`` ones are not read again."""
        ...

    def update(self, package: PackageRef, effect: Effect) -> None:
        """Send one effect, once, without retries; fields that its change leaves null are not sent."""
        ...


class Inventory(Protocol):
    """Every package that stands in a registry: what reconcile holds against the table."""

    def packages(self, group: str | None = None) -> Iterator[PackageState]:
        """Every version of a group, or of all groups, read to the end; RegistryError where that is not possible.

        A group that does not exist is NotFoundError in SageMaker and empty in the local registry, which has no groups
        apart from their versions.
        """
        ...


class ModelRegistry(Registry, Inventory, Protocol):
    """A registry whole, as `compose` hands it out."""
