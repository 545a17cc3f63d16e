"""Everything that a table shows, to compare."""

from __future__ import annotations

from typing import Any

from mlgate.model.subject import IN_FORCE
from mlgate.table.chain import verify
from mlgate.table.interface import GovernanceTable
from mlgate.table.projection import project
from tests.table.story import MODEL, TOM, USE_CASE


def everything(table: GovernanceTable) -> dict[str, Any]:
    """All that can be read."""
    chains = [*table.chains()]
    return {
        "entries": {chain: [*table.entries(chain)] for chain in chains},
        "snapshot": table.read({MODEL, USE_CASE, IN_FORCE, *chains}),
        "subjects": [*table.subjects()],
        "records": [*table.records()],
        "answer": table.answered(TOM.person, "ci-1"),
        "newest": [*table.newest(1000)],
    }


def holds_together(table: GovernanceTable) -> None:
    """Every chain verifies up to its head, and every view is what its chain folds to; every visit has its record."""
    chains = [*table.chains()]
    heads = table.read(chains).heads
    folded = {}
    for chain in chains:
        verify(chain, table.entries(chain), heads[chain])
        folded.update(project(table.entries(chain)))
    views = {view.ref: view for view in table.subjects()}
    assert views == folded
    visits = {
        (ref, stage, visit)
        for ref, view in views.items()
        for stage in view.visits
        for visit in range(1, view.visits[stage] + 1)
    }
    assert {(record.subject, record.stage, record.visit) for record in table.records()} == visits
    for record in table.records():
        view = views[record.subject]
        present = (record.stage, record.visit) == (view.stage, view.visit)
        assert record.status == view.status if present else record.status in {"approved", "rejected"}
