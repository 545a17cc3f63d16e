"""What every registry takes of an effect, within SageMaker's limits."""

from __future__ import annotations

from mlgate.errors import Fault, InputError
from mlgate.model.effect import Effect, Lifecycle

MAX_DESCRIPTION = 1024
"""Characters of SageMaker's ApprovalDescription, which also takes no line breaks."""


def description(effect: Effect) -> str:
    """The effect's description on one line, cut to what the registry takes."""
    line = " ".join(effect.description.split())
    return line if len(line) <= MAX_DESCRIPTION else line[: MAX_DESCRIPTION - 1] + "…"


def lifecycle(effect: Effect) -> Lifecycle | None:
    """Stage and status of the effect, None where it leaves them alone; half of it is InputError."""
    stage, status = effect.change.stage, effect.change.stage_status
    if (stage is None) != (status is None):
        raise InputError(
            [Fault(f"{effect.subject} effect {effect.number}", "stage and stage_status go together")],
            hint="the registry mapping in the policy data sets both or neither",
        )
    return None if stage is None or status is None else Lifecycle(stage=stage, stage_status=status)


def metadata(effect: Effect) -> dict[str, str]:
    """Decision id, entry hash and effect number; an effect whose entry is not linked yet is InputError."""
    if not effect.entry or not effect.decision_id:
        raise InputError(
            [Fault(f"{effect.subject} effect {effect.number}", "has no entry or no decision to name")],
            hint="nothing is sent to a registry before it stands in the governance table",
        )
    return effect.metadata
