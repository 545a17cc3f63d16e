"""The ledger: read what hangs together, draft entries on it, commit them all or none.

Everything a draft rests on is in the reading it was made from, including chains that had no entry yet; the commit is
conditional on all of it. Who lost a race reads again and drafts again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import TypeVar

import tenacity

from mlgate.errors import ClockError, ConflictError, NotInForceError, RegistryError
from mlgate.facts.collect import related
from mlgate.model.effect import RegistryAccount
from mlgate.model.entry import Body, Entry, Head
from mlgate.model.people import Actor
from mlgate.model.subject import IN_FORCE, subject
from mlgate.model.value import instant, timestamp
from mlgate.model.view import InForce, View
from mlgate.registry.interface import Registry
from mlgate.table.chain import link
from mlgate.table.interface import Commit, GovernanceTable, RequestKey, Snapshot
from mlgate.table.projection import fold, in_force, records

Clock = Callable[[], datetime]
_SECONDS_TO_WIN = 30.0


def chain_of(ref: str) -> str:
    """The chain that the entries of a subject belong to."""
    return ref if ref == IN_FORCE else subject(ref).chain


@dataclass(frozen=True, slots=True)
class Reading:
    """One consistent read: ``snapshot`` of every chain asked for, and the moment after it (RFC 3339)."""

    snapshot: Snapshot
    now: str

    @property
    def views(self) -> Mapping[str, View]:
        """The views of the subjects read."""
        return self.snapshot.views


@dataclass(slots=True)
class Draft:
    """Entries linked and folded on a reading, not yet committed. ``views`` shows every view as it would stand."""

    reading: Reading
    actor: Actor
    mlgate: str
    heads: dict[str, Head | None] = field(default_factory=dict[str, Head | None])
    views: dict[str, View] = field(default_factory=dict[str, View])
    changed: set[str] = field(default_factory=set[str])
    entries: list[Entry] = field(default_factory=list[Entry])

    def __post_init__(self) -> None:
        self.heads.update(self.reading.snapshot.heads)
        self.views.update(self.reading.views)

    def add(self, ref: str, body: Body) -> Entry:
        """Link one more entry to the chain of ``ref`` and fold it into the views."""
        chain = chain_of(ref)
        (entry,) = link(
            self.heads.get(chain), chain, (body,), actor=self.actor, now=self.reading.now, mlgate=self.mlgate
        )
        self.heads[chain] = Head(sequence=entry.sequence, hash=entry.hash, recorded_at=entry.recorded_at)
        self.entries.append(entry)
        changed = fold(self.views, entry)
        self.views.update(changed)
        self.changed.update(changed)
        return entry

    def commit(self, *, blobs: Mapping[str, bytes], request: RequestKey | None, attempt: int) -> Commit:
        """All of it as one atomic write, conditional on the whole reading."""
        views = tuple(self.views[ref] for ref in sorted(self.changed))
        return Commit(
            expected=self.reading.snapshot.heads,
            entries=tuple(self.entries),
            views=views,
            in_force=self._in_force(),
            records=tuple(
                record for view in views for record in records(view, self.reading.views.get(view.ref), self.views)
            ),
            blobs=blobs,
            request=request,
            attempt=attempt,
        )

    def _in_force(self) -> InForce | None:
        """What is in force after the entries; None where they change nothing of it."""
        before = self.reading.snapshot.in_force
        after = reduce(in_force, self.entries, before)
        return None if after is before else after


@dataclass(frozen=True, slots=True)
class Ledger:
    """The governance table as the gate uses it. ``clock`` gives aware datetimes."""

    table: GovernanceTable
    clock: Clock
    mlgate: str

    def read(self, *refs: str) -> Reading:
        """Everything that the facts of these subjects rest on, read at one moment; what is in force comes with it.

        Raises ClockError when the clock stands before an entry that was read.
        """
        wanted = {IN_FORCE, *refs}
        while True:
            snapshot = self.table.read(wanted)
            grown = wanted.union(*(related(ref, snapshot.views) for ref in refs))
            if grown == wanted:
                return Reading(snapshot, self._now(snapshot))
            wanted = grown

    def draft(self, reading: Reading, actor: Actor) -> Draft:
        """An empty draft on a reading."""
        return Draft(reading, actor, self.mlgate)

    def commit(
        self,
        draft: Draft,
        *,
        blobs: Mapping[str, bytes] | None = None,
        request: RequestKey | None = None,
        attempt: int = 1,
    ) -> None:
        """Write the draft, with those of ``blobs`` that the archive lacks. Raises what the table raises."""
        wanted = blobs or {}
        missing = self.table.missing(wanted) if wanted else frozenset[str]()
        new = {digest: data for digest, data in wanted.items() if digest in missing}
        self.table.commit(draft.commit(blobs=new, request=request, attempt=attempt))

    def append(
        self,
        refs: Collection[str],
        body: Callable[[Reading], Iterable[tuple[str, Body]]],
        *,
        actor: Actor,
        blobs: Mapping[str, bytes] | None = None,
    ) -> tuple[Entry, ...]:
        """Read ``refs``, ask ``body`` for (ref, entry body) pairs, commit; again from the start when a race is lost.

        Nothing to append is fine: no commit, no entries.
        """

        def attempt() -> tuple[Entry, ...]:
            draft = self.draft(self.read(*refs), actor)
            for ref, item in body(draft.reading):
                draft.add(ref, item)
            if draft.entries:
                self.commit(draft, blobs=blobs)
            return tuple(draft.entries)

        return contend(attempt)

    def _now(self, snapshot: Snapshot) -> str:
        now = self.clock()
        for chain, head in snapshot.heads.items():
            if head is not None and instant(head.recorded_at) > now:
                raise ClockError(
                    f"the clock says {timestamp(now)}, but {chain} has an entry of {head.recorded_at}",
                    hint="set the clock of this machine right, then ask again",
                )
        return timestamp(now)


Result = TypeVar("Result")


def contend(attempt: Callable[[], Result]) -> Result:
    """Run ``attempt`` until it does not lose a race; after half a minute the last ConflictError escapes."""
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(ConflictError),
        stop=tenacity.stop_after_delay(_SECONDS_TO_WIN),
        wait=lambda state: random.uniform(0, min(0.002 * 2**state.attempt_number, 0.25)),  # noqa: S311 - spreads contenders, guards no secret
        reraise=True,
    )
    return retrying(attempt)


def require_in_force(reading: Reading, **configured: str | RegistryAccount) -> None:
    """What somebody acts under (``policies``, ``directory`` by digest, ``registry``) must be what the table says."""
    held = reading.snapshot.in_force
    if held is None:
        raise NotInForceError("nothing is in force in this table yet", hint="mlgate init")
    stands = {"policies": held.bundle.digest, "directory": held.directory, "registry": held.registry}
    differs = [name for name, mine in configured.items() if mine != stands[name]]
    if differs:
        raise NotInForceError(
            f"not in force: the configured {' and '.join(differs)}; good for check only",
            hint="mlgate init puts the configured policies, directory and registry in force",
        )


def account(registry: Registry, reading: Reading) -> RegistryAccount:
    """The registry's account; where it does not answer, the one in force: a decision does not wait for the registry."""
    try:
        return registry.account()
    except RegistryError:
        if reading.snapshot.in_force is None:
            raise
        return reading.snapshot.in_force.registry
