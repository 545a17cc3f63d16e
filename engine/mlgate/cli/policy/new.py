"""``mlgate policy new``: a control to begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import click

from mlgate.cli.app import Command
from mlgate.cli.output import hint, say
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.session import Session
from mlgate.cli.words import CONTROL, KIND, TEXT
from mlgate.errors import UsageError
from mlgate.model.vocabulary import Gate, Kind, Tier

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _choice(words: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([word.value for word in words])


_DAY = click.DateTime(["%Y-%m-%d"])


def _name(_: click.Context, parameter: click.Parameter, value: str | None) -> str:
    if value is not None and not _NAME.fullmatch(value):
        what = "lower-case letters, digits and underscores, a letter first, at most 40"
        raise UsageError(f"--{parameter.name}: {value!r} is not a name of a folder: {what}", hint="for example contact")
    return value or ""


@click.command(cls=Command, short_help="Begin a control: METADATA, rules, and tests that pass.")
@click.argument("control", type=CONTROL, metavar="CONTROL-ID")
@click.argument("path", required=False)
@click.option("--title", required=True, type=TEXT, metavar="TEXT", help="What has to hold, in one line.")
@click.option("--evidence", default="model_card", type=KIND, metavar="TYPE", help="The document; a model_card.")
@click.option("--part", "parts", multiple=True, metavar="NAME", help="What the document has to tell; repeatable.")
@click.option("--subject", "subjects", multiple=True, type=_choice(Kind), help="Repeatable; model.")
@click.option("--tier", "tiers", multiple=True, type=_choice(Tier), help="Repeatable; high and limited.")
@click.option("--gate", "gates", multiple=True, type=_choice(Gate), help="Repeatable; G3 and G4.")
@click.option("--from", "start", type=_DAY, metavar="DATE", help="When the company begins to deny; before, it warns.")
@click.option("--family", callback=_name, metavar="NAME", help="Its folder; without it, that of controls alike.")
@click.option("--name", callback=_name, metavar="NAME", help="Its own folder; without it, from the title.")
@click.pass_obj
def new(  # noqa: PLR0913 - a control has as many sides
    session: Session,
    *,
    control: str,
    path: str | None,
    title: str,
    evidence: str,
    parts: Sequence[str],
    subjects: Sequence[str],
    tiers: Sequence[str],
    gates: Sequence[str],
    start: datetime | None,
    family: str,
    name: str,
) -> None:
    r"""Begin a control in the folder of the policies: what it says of itself, its rules, and tests that pass.

    It asks for a document and for what the document has to tell; whatever else it is to judge goes into its rules. What
    is left to write is marked FILL IN, in the two files.

    \b
    mlgate policy new DOC-101 --title "Model card warns of misuse" --part additional_information
    mlgate policy new HR-001 --title "DPIA names its author" --evidence dpia --gate G4 --from 2027-07-01
    """
    from mlgate.policy import bundle
    from mlgate.policy.scaffold.control import Wish, files

    folder = _folder(session, path)
    wish = Wish(
        control=control,
        title=title,
        evidence=evidence,
        parts=tuple(parts),
        subjects=tuple(map(Kind, subjects)) or (Kind.MODEL,),
        tiers=tuple(map(Tier, tiers)) or (Tier.HIGH, Tier.LIMITED),
        gates=tuple(map(Gate, gates)) or (Gate.G3, Gate.G4),
        start=start.date().isoformat() if start else None,
        family=family,
        name=name,
    )
    for place, text in files(wish, bundle.load(folder)).items():
        _write(folder / place, text)
        say(f"{folder.name}/{place}\n")
    hint("fill in what is marked FILL IN; then mlgate policy test")


def _folder(session: Session, path: str | None) -> Path:
    """A folder that may be written to: not the shipped one, and no archive."""
    from mlgate.shipped import shipped

    found = chosen(session, path)
    folder = found.here / found.name
    if not folder.is_dir():
        raise UsageError(f"{found.name}: no folder of policies", hint="mlgate init --policies    makes one")
    if path is None and folder.resolve() == shipped("policies").resolve() and found.here != folder.resolve().parent:
        raise UsageError(
            "governance.toml takes the shipped policies, which are not yours to change",
            hint='mlgate init --policies    copies them; then [policy] bundle = "policies"',
        )
    return folder


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}", hint="choose another --name") from error
