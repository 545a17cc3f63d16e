"""Effects: what an entry asks of the registry, and what became of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mlgate.model.decision import RegistryChange
from mlgate.model.value import Digest, SubjectRef, Timestamp, Value
from mlgate.model.vocabulary import EffectState, RegistryKind

METADATA_DECISION = "mlgate-decision-id"
METADATA_ENTRY = "mlgate-entry-hash"
METADATA_NUMBER = "mlgate-effect-number"


class Lifecycle(Value):
    """SageMaker's ``ModelLifeCycle``: stage and status words."""

    stage: str
    stage_status: str


class ArtifactObject(Value):
    """One S3 object of a package. ``version`` is null in a bucket without versioning; ``sha256`` was measured."""

    bucket: str
    key: str
    version: str | None
    etag: str | None
    sha256: Digest


class ArtifactContainer(Value):
    """One container: the image by digest (a bare tag is refused), its objects, its environment.

    ``image`` is what the package calls it, and so where a deployment pulls it from; null where nothing is pulled,
    and then not in the document, as in entries of before.
    """

    image_digest: str
    image: Annotated[str | None, Field(exclude_if=lambda name: name is None)] = None
    objects: tuple[ArtifactObject, ...]
    environment: dict[str, str]


class Artifact(Value):
    """What a model package would run. The artifact digest is the digest of its canonical form."""

    containers: tuple[ArtifactContainer, ...]


class PackageRef(Value):
    """The canonical form of a model version: its package ARN with its creation time."""

    subject: SubjectRef
    arn: str
    created_at: Timestamp


class PackageState(Value):
    """A model package as the registry shows it. ``metadata`` holds only mlgate's own keys and whatever else is set."""

    package: PackageRef
    approval_status: str
    approval_description: str | None
    lifecycle: Lifecycle | None
    metadata: dict[str, str]


class RegistryAccount(Value):
    """The home of the registry: kind, account and region; part of what is in force."""

    kind: RegistryKind
    account: str
    region: str


class Effect(Value):
    """One numbered effect on one model version.

    A *granting* effect needs the artifact unchanged and the registry as last settled; a *restricting* one is never
    refused. ``entry`` is the hash of the entry that asks for it; it is empty until the entry is linked.
    """

    subject: SubjectRef
    number: Annotated[int, Field(ge=1)]
    change: RegistryChange
    description: str
    decision_id: str
    apply_by: Timestamp | None
    entry: str = ""

    @property
    def metadata(self) -> dict[str, str]:
        """What the package's metadata will name."""
        return {
            METADATA_DECISION: self.decision_id,
            METADATA_ENTRY: self.entry,
            METADATA_NUMBER: str(self.number),
        }


class Standing(Value):
    """The registry fields as last settled: what a grant expects to find, and what explains the package."""

    approval_status: str
    lifecycle: Lifecycle | None
    number: int
    entry: str


class Outcome(Value):
    """What became of one effect; ``standing`` is what the registry showed after an applied one."""

    subject: SubjectRef
    number: int
    state: EffectState
    reason: str
    standing: Standing | None


class RegistryFault(StrEnum):
    """Why a grant was not applied."""

    ARTIFACT_CHANGED = "artifact_changed"
    REGISTRY_CHANGED = "registry_changed"
