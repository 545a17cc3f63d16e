"""Changing what gates run under.

- One person in each of the roles that the policies in force name, different people, must want the same change: the same
  bundle, signed by the same key, and the same directory. The last of them puts it in force.
- Who holds which role is told by the directory in force, not by the one that is to come.
- One person alone does this only while nothing was put in force by several; the entry says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlgate.directory import DirectoryFile
from mlgate.errors import NotInForceError, UsageError
from mlgate.ledger import Ledger, Reading
from mlgate.model.effect import RegistryAccount
from mlgate.model.entry import Body, ChangeProposed, Entry, PutInForce
from mlgate.model.facts import Grantor
from mlgate.model.lifecycle import Lifecycle
from mlgate.model.people import Actor
from mlgate.model.subject import IN_FORCE
from mlgate.model.view import InForce, Proposal
from mlgate.model.vocabulary import RegistryKind
from mlgate.policy.interface import Policy
from mlgate.registry.interface import Registry

_NOTHING_REAL = (RegistryKind.LOCAL, RegistryKind.SANDBOX)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be in force: a bundle with the fingerprint of the key that signed it, and a directory."""

    policy: Policy
    signer: str
    directory: DirectoryFile


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of proposing a change: the entries, and the roles in which somebody still has to want it."""

    entries: tuple[Entry, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Puts in force, in the name of ``actor``."""

    ledger: Ledger
    registry: Registry
    actor: Actor

    def alone(self, policy: Policy, directory: DirectoryFile) -> Entry | None:
        """Put bundle, directory and registry in force; None when they are already.

        Raises UsageError where what is in force was put there by several people.
        """
        account = self.registry.account()
        blobs = {policy.reference.digest: policy.document, directory.digest: directory.document}

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            held = reading.snapshot.in_force
            wanted = (policy.reference, directory.digest, account)
            if held is not None and (held.bundle, held.directory, held.registry) == wanted:
                return
            if held is not None and not held.single_person:
                raise UsageError(
                    "several people put in force what is in force; one alone does not change it",
                    hint="mlgate policy enforce BUNDLE --role ROLE [--directory]    proposes a change",
                )
            yield IN_FORCE, _put(policy, directory.digest, account, signers=(), single_person=True)

        return next(iter(self.ledger.append((), body, actor=self.actor, blobs=blobs)), None)

    def propose(self, change: Change, role: str, *, with_directory: bool = False) -> Proposed:
        """Want a change, in a role; with the last role that was missing it is in force.

        Raises UsageError for an actor who may not, NotInForceError where nothing is in force yet, or another directory
        is and it is not said that this one is to replace it.
        """
        missing: list[str] = []

        def body(reading: Reading) -> Iterable[tuple[str, Body]]:
            held = self._held(reading)
            missing[:] = ()
            if (held.bundle, held.directory) == (change.policy.reference, change.directory.digest):
                return
            if held.directory != change.directory.digest and not with_directory:
                raise NotInForceError(
                    f"{change.directory.source} is not the directory in force",
                    hint="--directory puts it in force with the bundle; else configure the one in force",
                )
            needed = self._needed(held)
            self._entitled(held, role, needed)
            yield IN_FORCE, _proposed(change, role)
            agreed = [*_others(held, change, self.actor.person, role), Grantor(person=self.actor.person, role=role)]
            missing[:] = [name for name in needed if name not in {one.role for one in agreed}]
            if not missing:
                account, signers = held.registry, (change.signer,)
                yield (
                    IN_FORCE,
                    _put(
                        change.policy,
                        change.directory.digest,
                        account,
                        signers=signers,
                        single_person=False,
                        agreed=agreed,
                    ),
                )

        blobs = {
            change.policy.reference.digest: change.policy.document,
            change.directory.digest: change.directory.document,
        }
        return Proposed(self.ledger.append((), body, actor=self.actor, blobs=blobs), tuple(missing))

    def _held(self, reading: Reading) -> InForce:
        held = reading.snapshot.in_force
        if held is None:
            raise NotInForceError("nothing is in force in this table yet", hint="mlgate init")
        if not self.actor.authenticated and held.registry.kind not in _NOTHING_REAL:
            raise UsageError(
                f"nobody vouches for who {self.actor.person} is, and {held.registry.kind} approves real models",
                hint="what is in force is changed by people whose identity is authenticated",
            )
        return held

    def _needed(self, held: InForce) -> Sequence[str]:
        """The roles that the policies in force ask for; a bundle that names none cannot be replaced this way."""
        document: dict[str, Any] = json.loads(self.ledger.table.blob(held.bundle.digest))
        lifecycle = Lifecycle.model_validate_json(json.dumps(document["data"]["config"]["lifecycle"]["facts"]))
        if not lifecycle.maintainers:
            raise UsageError(
                f"the policies in force ({held.bundle.revision}) do not say who changes them",
                hint="config.lifecycle.facts.maintainers lists the roles; mlgate init puts such a bundle in force",
            )
        return lifecycle.maintainers

    def _entitled(self, held: InForce, role: str, needed: Sequence[str]) -> None:
        if role not in needed:
            raise UsageError(f"nobody is asked as {role}", hint=f"roles: {', '.join(needed)}")
        people: Mapping[str, Any] = json.loads(self.ledger.table.blob(held.directory))["people"]
        member = people.get(self.actor.person, {})
        if member.get("kind") != "person" or role not in member.get("roles", ()):
            raise UsageError(
                f"{self.actor.person} is not a person who holds {role} in the directory in force",
                hint="who may propose is told by the directory in force",
            )


def _others(held: InForce, change: Change, person: str, role: str) -> list[Grantor]:
    """Who else wants exactly this, in another role."""
    return [
        Grantor(person=proposal.person, role=proposal.role)
        for proposal in held.proposals
        if _is_of(proposal, change) and proposal.person != person and proposal.role != role
    ]


def _is_of(proposal: Proposal, change: Change) -> bool:
    told = (proposal.bundle, proposal.directory, proposal.signer)
    return told == (change.policy.reference, change.directory.digest, change.signer)


def _proposed(change: Change, role: str) -> ChangeProposed:
    return ChangeProposed(
        bundle=change.policy.reference, directory=change.directory.digest, signer=change.signer, role=role
    )


def _put(
    policy: Policy,
    directory: str,
    account: RegistryAccount,
    *,
    signers: tuple[str, ...],
    single_person: bool,
    agreed: Sequence[Grantor] = (),
) -> PutInForce:
    return PutInForce(
        bundle=policy.reference,
        directory=directory,
        registry=account,
        signers=signers,
        single_person=single_person,
        agreed=tuple(agreed),
    )
