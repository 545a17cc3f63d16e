"""The directory: who there is, in which roles, and who is behind an operating system's user name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints, ValidationError

from mlgate import canonical, toml
from mlgate.errors import ConfigError
from mlgate.model.people import Actor, Directory, IdentityKind, Person
from mlgate.model.value import PersonId, Value

_SHAPES = {
    "roles": "a role such as model_owner",
    "kind": "person or service",
    "os_user": "the name of a user",
    "aws_arn": "the ARN of an IAM user or role",
    "[key]": "an id such as u-tom.berg",
}


class Member(Person):
    """A person or service as the file has it: the directory entry, and the principals that map to it."""

    os_user: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    aws_arn: Annotated[str, StringConstraints(pattern=r"^arn:[^:\s]+:(iam|sts)::\d{12}:\S+$")] | None = None


class _Members(Value):
    members: dict[PersonId, Member]


@dataclass(frozen=True)
class DirectoryFile:
    """The whole of ``directory.toml``; ``source`` is how messages call it."""

    source: str
    members: Mapping[str, Member]

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody, as facts carry them."""
        return {
            name: Person(roles=member.roles, kind=member.kind, reporting_line=member.reporting_line)
            for name, member in self.members.items()
        }

    @cached_property
    def document(self) -> bytes:
        """The canonical bytes of the whole directory: what ``digest`` is the digest of."""
        return canonical.canonical({"people": {name: member.document() for name, member in self.members.items()}})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole directory."""
        return canonical.digest_bytes(self.document)

    def excerpt(self, ids: Iterable[str]) -> Directory:
        """The part that facts carry; an id that the directory does not name is left out."""
        return Directory(digest=self.digest, people={name: self.people[name] for name in ids if name in self.people})

    def person(self, name: str) -> Actor:
        """The person who is said to act (``--as``); nobody vouches for it."""
        if name not in self.members:
            near = toml.near(name, self.members)
            raise ConfigError(
                f"{self.source}: names no {name!r}",
                hint=near or f'add [people."{name}"] to {self.source}, by pull request',
            )
        return Actor(person=name, authenticated=False, via="as")

    def actor(self, user: str) -> Actor:
        """The person behind an operating system's user name; only the operating system vouches for it."""
        for name, member in self.members.items():
            if member.os_user == user:
                return Actor(person=name, authenticated=False, via="os")
        raise ConfigError(
            f"{self.source}: nobody has os_user = {user!r}",
            hint=f'set os_user = "{user}" for one person in {self.source}, or say who acts: mlgate --as PERSON …',
        )


def read(path: Path) -> DirectoryFile:
    """Read ``directory.toml``; raises ConfigError that names the place of every fault."""
    if not path.is_file():
        raise ConfigError(f"{path.name}: no such file in {path.parent}", hint="mlgate init    writes one")
    return parse(toml.read(path, path.name))


def parse(written: toml.TomlFile) -> DirectoryFile:
    """The directory that a parsed file describes."""
    if extra := [key for key in written.value if key != "people"]:
        hint = toml.near(extra[0], ["people"]) or 'people are written as [people."u-tom.berg"]'
        raise ConfigError(f"{written.place((extra[0],))}: [{extra[0]}] is not known here", hint=hint)
    people: Any = written.value.get("people")
    if not isinstance(people, dict) or not people:
        raise ConfigError(f"{written.name}: names nobody", hint='add a person: [people."u-tom.berg"]')
    try:
        members = {str(name): _member(entry) for name, entry in people.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - TOML
        found = DirectoryFile(written.name, _Members.model_validate({"members": members}).members)
    except ValidationError as error:
        raise toml.refusal(
            error,
            place=lambda keys: written.place(("people", *keys[1:])),
            label=lambda keys: " ".join([f'[people."{keys[1]}"]', *keys[2:3]]),
            known=lambda _: list(Member.model_fields),
            shapes=_SHAPES,
        ) from error
    _refuse_shared(found, written)
    return found


def _member(entry: Any) -> Any:
    """The entry with the types that validation asks for where TOML has its own; anything else is left as it is."""
    if not isinstance(entry, dict):
        return entry
    member: dict[str, Any] = dict(entry)  # pyright: ignore[reportUnknownArgumentType] - TOML
    if isinstance(member.get("roles"), list):
        member["roles"] = tuple(member["roles"])
    if member.get("kind") in {"person", "service"}:
        member["kind"] = IdentityKind(member["kind"])
    return member


def _refuse_shared(found: DirectoryFile, written: toml.TomlFile) -> None:
    """One principal is one person: a shared user name or ARN would let one vote as another."""
    for field in ("os_user", "aws_arn"):
        owners: dict[str, str] = {}
        for name, member in found.members.items():
            principal = getattr(member, field)
            if principal is not None and (other := owners.setdefault(principal, name)) != name:
                place = written.place(("people", name, field))
                raise ConfigError(
                    f'{place}: [people."{name}"] {field} = "{principal}" is also that of {other}',
                    hint="one principal is one person",
                )
