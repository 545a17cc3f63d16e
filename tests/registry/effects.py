"""Effects as the gate would ask for them."""

from __future__ import annotations

from mlgate.model.decision import RegistryChange
from mlgate.model.effect import Effect

REF = "model/credit-risk-scorer/1"
UNCHANGED = RegistryChange(approval_status=None, stage=None, stage_status=None, granting=False)
GRANT = RegistryChange(approval_status="Approved", stage="PreProduction", stage_status="Approved", granting=True)
REVOKE = RegistryChange(approval_status="Rejected", stage="QA", stage_status="Rejected", granting=False)


def effect(change: RegistryChange = GRANT, *, number: int = 1, ref: str = REF, text: str = "G3 approved") -> Effect:
    """Effect ``number``, asked for by an entry and a decision of its own."""
    return Effect(
        subject=ref,
        number=number,
        change=change,
        description=text,
        decision_id=f"{number:032x}",
        apply_by=None,
        entry=f"sha256:{number:064x}",
    )
