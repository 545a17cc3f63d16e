"""People and services, as the directory names them."""

from __future__ import annotations

from enum import StrEnum

from mlgate.model.value import Digest, PersonId, Role, Value


class IdentityKind(StrEnum):
    """Persons vote; services never do."""

    PERSON = "person"
    SERVICE = "service"


class Person(Value):
    """One directory entry."""

    roles: tuple[Role, ...] = ()
    kind: IdentityKind = IdentityKind.PERSON
    reporting_line: str | None = None


class Directory(Value):
    """The part of the directory that facts carry: the people these facts name, and the digest of the whole."""

    digest: Digest
    people: dict[PersonId, Person]


class Actor(Value):
    """Who did something. ``authenticated`` is false where only the operating system vouches for the name."""

    person: PersonId
    authenticated: bool
    via: str = "os"
