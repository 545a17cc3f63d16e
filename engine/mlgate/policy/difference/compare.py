"""Bundle and bundle → what changed."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlgate.model.decision import PolicyRef
from mlgate.policy.bundle import Bundle
from mlgate.policy.difference import controls, data
from mlgate.policy.difference.change import Change, Direction, Section

_ORDER = list(Section)


class Difference(NamedTuple):
    """What changed from one bundle to another, in the order in which it is told."""

    old: PolicyRef
    new: PolicyRef
    changes: tuple[Change, ...]

    def of(self, direction: Direction) -> tuple[Change, ...]:
        """The changes of one direction."""
        return tuple(change for change in self.changes if change.direction is direction)

    def document(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "old": self.old.document(),
            "new": self.new.document(),
            "equal": not self.changes,
            "changes": [change.document() for change in self.changes],
        }


def compare(old: Bundle, new: Bundle) -> Difference:
    """All that changed; the revision alone is no change, and neither is where a file lies."""
    before, after = controls.side(old), controls.side(new)
    found = [
        *controls.compare(before, after),
        *data.compare(old.data, new.data, controls.users(after)),
        *_manifest(old, new),
    ]
    ordered = sorted(found, key=lambda change: (_ORDER.index(change.section), change.subject, change.what))
    return Difference(old.reference, new.reference, tuple(ordered))


def _manifest(old: Bundle, new: Bundle) -> list[Change]:
    keys = sorted({*old.manifest, *new.manifest} - {"revision"})
    pairs = [(key, old.manifest.get(key), new.manifest.get(key)) for key in keys]
    return [
        Change(Section.MANIFEST, ".manifest", key, Direction.OPEN, was, is_now)
        for key, was, is_now in pairs
        if was != is_now
    ]
