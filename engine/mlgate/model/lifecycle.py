"""What the host must know of the lifecycle before policy is asked: read from policy data, never decided here."""

from __future__ import annotations

from mlgate.model.decision import RegistryChange
from mlgate.model.value import EvidenceType, Role, Value
from mlgate.model.vocabulary import Gate, Kind, Stage


class Lifecycle(Value):
    """Policy data that shapes facts.

    ``first_stage`` is where a subject of each kind starts; ``gates`` names the gate of each target stage;
    ``reviewed`` lists the evidence types whose digests a vote at a gate binds to; ``windows`` how many of the newest
    documents of a type facts carry (1 where absent), ``standing`` the types of which they also carry all that was ever
    approved, as far as the view keeps it; ``keyed`` names the body field that tells documents of a type apart
    (incidents, change records), of which the newest of each key is present, open or closed. ``deployed`` is what
    the registry shows of a version that serves; null leaves the registry alone. ``forward`` names the stage that comes
    next, for the roll-up of a use case; ``shared`` the types that hang on the use case, for all its models.
    ``maintainers`` are the roles that, held by different people, together change what is in force.
    """

    first_stage: dict[Kind, Stage]
    gates: dict[Stage, Gate]
    reviewed: dict[Gate, tuple[EvidenceType, ...]]
    windows: dict[EvidenceType, int]
    standing: tuple[EvidenceType, ...] = ()
    keyed: dict[EvidenceType, str]
    deployed: RegistryChange | None
    forward: dict[Stage, Stage] = {}
    shared: tuple[EvidenceType, ...] = ()
    maintainers: tuple[Role, ...] = ()
