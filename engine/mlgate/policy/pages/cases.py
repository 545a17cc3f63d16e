"""Worked cases beside a bundle: ``examples/<story>/<case>.expected.json``, what came out of ``<case>.json``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ConfigDict, ValidationError

from mlgate.errors import Fault, InputError
from mlgate.model.value import Value
from mlgate.model.vocabulary import FindingEffect, FindingStatus, Verdict

_EXPECTED = ".expected.json"


class Finding(Value):
    """One finding that a case must have."""

    model_config = ConfigDict(extra="ignore")

    control: str
    code: str
    effect: FindingEffect
    status: FindingStatus
    scope: str = ""
    waiver: str | None = None


class Case(Value):
    """What must come out of one case."""

    model_config = ConfigDict(extra="ignore")

    case: str
    description: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()


def read(folder: Path) -> tuple[tuple[Path, Case], ...]:
    """The cases of all stories in a folder, each with its facts file; raises InputError for one that is none."""
    return tuple(_read(folder))


def _read(folder: Path) -> Iterator[tuple[Path, Case]]:
    for path in sorted(folder.glob(f"*/*{_EXPECTED}")):
        try:
            case = Case.model_validate_json(path.read_bytes())
        except (OSError, ValueError) as error:
            raise InputError([Fault(str(path), _told(error))], hint="case, description, verdict, findings") from error
        yield path.with_name(path.name.removesuffix(_EXPECTED) + ".json"), case


def _told(error: OSError | ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return f"cannot be read: {error}"
