"""The hash chain: entries linked to what came before them, and the proof that nothing was changed since.

- An entry's hash covers everything else in it, with an effect's ``entry`` empty: it cannot name a hash it is part of.
- The first entry of a chain has sequence 0 and no predecessor.
- A chain is whole when every entry hashes to what it says and follows the one before it, up to a head known from
  elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import ClockError, InputError, IntegrityError
from mlgate.model.entry import Body, Decided, Deployed, Entry, Head
from mlgate.model.people import Actor
from mlgate.model.value import instant

_HINT = "restore the table from a copy that verifies, and find out who wrote to it"


def head_of(entry: Entry) -> Head:
    """The head of a chain whose newest entry this is."""
    return Head(sequence=entry.sequence, hash=entry.hash, recorded_at=entry.recorded_at)


def hashed_bytes(entry: Entry) -> bytes:
    """The canonical bytes that an entry's hash is the digest of."""
    return canonical(entry.hashed())


def link(
    head: Head | None, chain: str, bodies: Iterable[Body], *, actor: Actor, now: str, mlgate: str
) -> tuple[Entry, ...]:
    """Bodies as the entries that follow ``head`` (None: the chain is empty), in order.

    ``now`` is an RFC 3339 timestamp; one before the last entry is ClockError. An effect that names an entry already
    is IntegrityError.
    """
    if head is not None and instant(now) < instant(head.recorded_at):
        raise ClockError(
            f"it is {now}, but {chain} has an entry of {head.recorded_at}",
            hint="set the clock of this machine right, then ask again",
        )
    entries: list[Entry] = []
    for body in bodies:
        entry = _link(head, chain, body, actor, now, mlgate)
        entries.append(entry)
        head = head_of(entry)
    return tuple(entries)


def _link(head: Head | None, chain: str, body: Body, actor: Actor, now: str, mlgate: str) -> Entry:  # noqa: PLR0917 - the parts of an entry
    effect = body.effect if isinstance(body, Decided | Deployed) else None
    if effect is not None and effect.entry:
        raise IntegrityError(f"effect {effect.number} of {effect.subject} belongs to entry {effect.entry} already")
    entry = Entry(
        chain=chain,
        sequence=0 if head is None else head.sequence + 1,
        previous=None if head is None else head.hash,
        recorded_at=now,
        actor=actor,
        mlgate=mlgate,
        body=body,
        hash="",
    )
    return entry.model_copy(update={"hash": digest_bytes(hashed_bytes(entry))})


def verify(chain: str, entries: Iterable[Entry], head: Head | None = None) -> None:
    """Walk a chain from its first entry; raises IntegrityError naming the first entry that is not as it was linked.

    ``head`` is known from elsewhere (the STATE, a receipt): the chain must reach it, and may have grown since.
    """
    previous: Entry | None = None
    for entry in entries:
        fault = _fault(chain, previous, entry) or _replaced(entry, head)
        if fault:
            raise IntegrityError(f"{chain} entry {_place(previous)}: {fault}", hint=_HINT)
        previous = entry
    if head is not None and (previous is None or previous.sequence < head.sequence):
        raise IntegrityError(
            f"{chain} entry {_place(previous)}: is missing, and all that followed up to entry {head.sequence}",
            hint=_HINT,
        )


def _place(previous: Entry | None) -> int:
    return 0 if previous is None else previous.sequence + 1


def _fault(chain: str, previous: Entry | None, entry: Entry) -> str:
    """What is wrong with the entry that stands after ``previous``; empty where nothing is."""
    if not _is_as_hashed(entry):
        return "was edited: it does not hash to what it says"
    if entry.chain != chain:
        return f"belongs to {entry.chain}"
    if entry.sequence != _place(previous):
        return f"entry {entry.sequence} stands in its place (dropped, reordered or forked)"
    if entry.previous != (previous.hash if previous else None):
        return "does not follow the entry before it (one of the two was replaced, or the chain was forked)"
    return ""


def _is_as_hashed(entry: Entry) -> bool:
    try:
        return digest_bytes(hashed_bytes(entry)) == entry.hash
    except InputError:
        return False


def _replaced(entry: Entry, head: Head | None) -> str:
    if head is None or entry.sequence != head.sequence or entry.hash == head.hash:
        return ""
    return "was replaced: the head names another entry"
