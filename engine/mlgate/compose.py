"""Settings → gate: the one module that names implementations.

What a command does not need is not imported: `evaluate` touches policies alone, `house` adds table and registry.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlgate.errors import ConfigError, UsageError
from mlgate.shipped import shipped, version

if TYPE_CHECKING:
    from mlgate.apply import Finding
    from mlgate.directory import DirectoryFile
    from mlgate.enforcement import Enforcement
    from mlgate.facts.attachment import Attachment
    from mlgate.govern import Governor
    from mlgate.model.decision import Decision
    from mlgate.model.effect import Outcome
    from mlgate.model.entry import Entry
    from mlgate.model.facts import Facts
    from mlgate.model.people import Actor
    from mlgate.model.request import Request
    from mlgate.policy.bundle import Bundle
    from mlgate.policy.difference.compare import Difference
    from mlgate.policy.interface import Engine
    from mlgate.policy.origin import Pin
    from mlgate.policy.rego import RegoPolicy
    from mlgate.policy.worker.limits import Limits
    from mlgate.record import Recorder
    from mlgate.registry.interface import ModelRegistry
    from mlgate.settings import PolicySettings, Settings
    from mlgate.table.interface import GovernanceTable


def clock() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


def policy(settings: Settings, *, dry_run: bool = False) -> RegoPolicy:
    """The configured bundle, see `configured`, in the configured engine."""
    from mlgate.policy.rego import RegoPolicy

    bundle, engine = _loaded(settings, dry_run=dry_run)
    return RegoPolicy(bundle, engine or _engine(settings, bundle))


def _engine(settings: Settings, bundle: Bundle) -> Engine:
    if settings.engine.kind == "regorus":
        from mlgate.policy.regorus import RegorusEngine

        return RegorusEngine(bundle)
    if settings.engine.url is None:
        raise ConfigError(
            '[engine] kind = "opa" needs the url of the server', hint='for example url = "http://127.0.0.1:8181"'
        )
    from mlgate.policy.opa import OpaEngine, Server

    timeout = float(settings.engine.timeout_seconds)
    return OpaEngine(bundle, Server(settings.engine.url, settings.engine.token, timeout))


def configured(settings: Settings, *, dry_run: bool = False) -> Bundle:
    """The configured bundle, of the digest and signed by the key that are pinned.

    A dry run takes the shipped bundle as it was prepared by an earlier one, and has any other checked in a worker,
    limited in time and memory; a gate has every guard passed again.
    """
    return _loaded(settings, dry_run=dry_run)[0]


def _loaded(settings: Settings, *, dry_run: bool) -> tuple[Bundle, Engine | None]:
    """The configured bundle, and the worker that holds it where there is one and it is the engine."""
    chosen = settings.policy
    is_shipped = chosen.bundle == "shipped"
    if is_shipped and dry_run and chosen.digest is None and chosen.key is None:
        from mlgate.policy import prepared

        return prepared.load(shipped("policies")), None
    from mlgate.policy import origin

    pin = _pin(chosen)
    name = str(shipped("policies")) if is_shipped else chosen.bundle
    cache = origin.Cache(chosen.cache)
    if is_shipped or not dry_run:
        return origin.load(name, here=settings.root, cache=cache, pin=pin), None
    from mlgate.policy.worker.engine import Foreign

    foreign = Foreign(limits(settings))
    bundle = origin.load(name, here=settings.root, cache=cache, pin=pin, admit=foreign.admit)
    return bundle, foreign.engine if settings.engine.kind == "regorus" else None


def _pin(chosen: PolicySettings) -> Pin:
    from mlgate.policy.origin import Pin

    if chosen.key is None:
        given = [name for name in ("key_id", "scope", "algorithm", "roots") if getattr(chosen, name) is not None]
        if given:
            hint = "[policy] key names the public key that the bundle must be signed by"
            raise ConfigError(f"[policy] {given[0]} says something of a signature, and no key is named", hint=hint)
        return Pin(chosen.digest)
    from mlgate.policy.signing import Trust, keys

    trust = Trust(keys.public(chosen.key, chosen.algorithm), clock, chosen.key_id, chosen.scope)
    roots = frozenset(root.strip() for root in chosen.roots.split(",")) if chosen.roots else None
    return Pin(chosen.digest, trust, roots)


def limits(settings: Settings) -> Limits:
    """What policies that are not the shipped ones may take of this machine."""
    from mlgate.policy.worker.limits import Limits

    return Limits(float(settings.policy.timeout_seconds), int(settings.policy.memory_mb))


def evaluate(settings: Settings, facts: Facts, *, request_id: str | None = None) -> Decision:
    """What the configured policies say about a facts document; nothing is read or written besides."""
    from mlgate.decide import decide

    rego = policy(settings, dry_run=True)
    return decide(
        facts,
        rego.evaluate(facts),
        policy=rego.reference,
        engine=rego.engine,
        mlgate=version(),
        request_id=request_id,
        dry_run=True,
    )


@dataclass(frozen=True)
class House:
    """Everything behind one configuration, acting in the name of one person."""

    actor: Actor
    directory: DirectoryFile
    policy: RegoPolicy
    table: GovernanceTable
    registry: ModelRegistry
    governor: Governor
    recorder: Recorder
    enforcement: Enforcement
    local: Callable[[str, Sequence[Path], str | None], None] | None

    def acting_as(self, person: str) -> House:
        """The same house, in the name of somebody else of the directory."""
        actor = self.directory.person(person)
        return replace(
            self,
            actor=actor,
            recorder=replace(self.recorder, actor=actor),
            enforcement=replace(self.enforcement, actor=actor),
        )

    def check(self, request: Request, *, overlays: Sequence[Attachment] = (), at: datetime | None = None) -> Decision:
        """A dry run from the table; see `Governor.check`."""
        return self.governor.check(request, overlays=overlays, at=at)

    def gate(self, request: Request, *, told: Callable[[Decision], None] = lambda _: None) -> Decision:
        """Evaluate, record, flip; see `Governor.gate`."""
        return self.governor.gate(request, told=told)

    def reject(self, request: Request, *, role: str, seen: str | None = None) -> Decision:
        """A rejecting vote and the gate's decision on it, in one commit."""
        return self.governor.gate(
            request,
            before=lambda reading: [
                self.recorder.ballot(reading, request, role, "rejected", request.reason, seen),
            ],
        )

    def deployed(self, ref: str, *, endpoint: str) -> tuple[Entry, tuple[Outcome, ...]]:
        """Record a deployment and show it in the registry."""
        from mlgate.apply import Applier

        entry = self.recorder.deployed(ref, endpoint=endpoint)
        return entry, Applier(self.governor.ledger, self.registry, self.actor).converge(ref)

    def reconcile(self) -> Iterator[Outcome | Finding]:
        """Finish what a crash left, and name what no entry explains."""
        return self.governor.reconcile(self.actor)


@contextmanager
def house(
    settings: Settings,
    *,
    as_person: str | None = None,
    create: bool = False,
    now: Callable[[], datetime] = clock,
    loaded: RegoPolicy | None = None,
    dry_run: bool = False,
) -> Generator[House]:
    """Open table and registry; raises UsageError naming ``mlgate init`` where there is no table yet.

    ``loaded`` is the configured policy where a process that opens often has it already. With ``dry_run`` the policies
    are loaded as `policy` says, and nothing but `House.check` is asked for.
    """
    from mlgate.directory import read
    from mlgate.enforcement import Enforcement
    from mlgate.govern import Governor
    from mlgate.ledger import Ledger
    from mlgate.record import Recorder
    from mlgate.settings import os_user
    from mlgate.table.sqlite import SqliteTable

    directory = read(settings.directory.path)
    actor = directory.person(as_person) if as_person else directory.actor(os_user())
    rego = loaded or policy(settings, dry_run=dry_run)
    if not create:
        _there(settings)
    with SqliteTable(settings.table.path, create=create) as table:
        ledger = Ledger(table, now, version())
        registry, local = _registry(settings)
        yield House(
            actor=actor,
            directory=directory,
            policy=rego,
            table=table,
            registry=registry,
            governor=Governor(ledger, registry, rego, directory, _schemas),
            recorder=Recorder(ledger, registry, rego, directory, actor),
            enforcement=Enforcement(ledger, registry, actor),
            local=local,
        )


@contextmanager
def record(settings: Settings) -> Generator[GovernanceTable]:
    """The table for looking only: nobody acts, nothing is written, neither policies nor registry are opened."""
    from mlgate.table.sqlite import SqliteTable

    _there(settings)
    with SqliteTable(settings.table.path, read_only=True) as table:
        yield table


def initialise(
    settings: Settings, *, as_person: str | None = None, now: Callable[[], datetime] = clock
) -> Entry | None:
    """Create the table and put what is configured in force; None where all of it is already."""
    settings.table.path.parent.mkdir(parents=True, exist_ok=True)
    with house(settings, as_person=as_person, create=True, now=now) as opened:
        return opened.enforcement.alone(opened.policy, opened.directory)


@dataclass(frozen=True)
class Enforced:
    """What came of wanting a bundle in force: who signed it, what it changes, which roles are still asked."""

    bundle: Bundle
    signer: str
    changes: Difference
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]


def enforce(
    settings: Settings,
    *,
    role: str,
    with_directory: bool = False,
    as_person: str | None = None,
    now: Callable[[], datetime] = clock,
) -> Enforced:
    """Want the configured bundle in force, in a role; see `Enforcement.propose`. It must be signed by a key."""
    from mlgate.enforcement import Change
    from mlgate.policy.bundle import from_document
    from mlgate.policy.difference.compare import compare
    from mlgate.policy.rego import RegoPolicy

    if settings.policy.key is None:
        raise UsageError(
            "what is put in force is signed, and no key says by whom", hint="--key PUBLIC.pem, or [policy] key"
        )
    bundle = configured(settings)
    signer = bundle.signer.fingerprint if bundle.signer else None
    if signer is None:
        raise UsageError("a shared secret does not tell who signed", hint="mlgate policy sign --key PRIVATE.pem")
    rego = RegoPolicy(bundle, _engine(settings, bundle))
    with house(settings, as_person=as_person, now=now, loaded=rego) as opened:
        held = opened.table.read(()).in_force
        before = bundle if held is None else from_document(opened.table.blob(held.bundle.digest))
        done = opened.enforcement.propose(Change(rego, signer, opened.directory), role, with_directory=with_directory)
    return Enforced(bundle, signer, compare(before, bundle), done.entries, done.missing)


def _registry(settings: Settings) -> tuple[ModelRegistry, Callable[[str, Sequence[Path], str | None], None] | None]:
    if settings.registry.kind == "local":
        from mlgate.registry.local import LocalRegistry

        local = LocalRegistry(settings.table.path)
        return local, local.register
    from mlgate.registry.sagemaker import SageMakerRegistry

    if settings.registry.region is None:
        raise UsageError("[registry] region is missing", hint='for example region = "eu-central-1"')
    return SageMakerRegistry(settings.registry.region, endpoint_url=settings.registry.endpoint_url), None


def _there(settings: Settings) -> None:
    if not settings.table.path.exists():
        raise UsageError(f"there is no governance table at {settings.table.path}", hint="mlgate init    makes one")


@cache
def _schemas() -> bytes:
    """All schemas as one canonical document."""
    import json

    from mlgate.canonical import canonical

    folder = shipped("schemas")
    files = sorted(folder.glob("*.schema.json")) + sorted(folder.glob("documents/*.schema.json"))
    return canonical({str(file.relative_to(folder)): json.loads(file.read_bytes()) for file in files})
