"""``mlgate model``: versions of models, as the registry holds them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Group
from mlgate.cli.outcome import NOT_YET, OVERTAKEN
from mlgate.cli.output import Output, hint, record_outputs
from mlgate.cli.session import Session
from mlgate.cli.words import LABEL, MODEL, PERSON
from mlgate.errors import UsageError
from mlgate.model.subject import subject as parsed
from mlgate.model.vocabulary import EffectState, Kind, ModelRisk, ModelRole

if TYPE_CHECKING:
    from mlgate.compose import House
    from mlgate.model.subject import Subject

_ROLES = ", ".join(ModelRole)


@click.group(cls=Group, short_help="Register and show model versions.")
def model() -> None:
    """Register and show model versions, as the model registry holds them."""


@model.command(short_help="Enter a model version that the registry holds.")
@click.argument("subject", type=MODEL)
@click.option(
    "--use-case", "use_cases", multiple=True, metavar="USE_CASE[=ROLE]", help=f"Repeatable; ROLE is one of {_ROLES}."
)
@click.option("--owner", type=PERSON, metavar="PERSON", help="Who answers for it.")
@click.option("--risk", type=click.Choice([str(risk) for risk in ModelRisk]), help="Business materiality.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    type=PERSON,
    metavar="PERSON",
    help="Repeatable; who built it, and so may not approve it.",
)
@click.option(
    "--artifact",
    "artifacts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Repeatable; a file of the model. Local registry only.",
)
@click.option("--image", metavar="IMAGE@sha256:…", help="The container image, by digest. Local registry only.")
@record_outputs
@click.pass_obj
def register(
    session: Session,
    *,
    subject: Subject,
    use_cases: Sequence[str],
    owner: str | None,
    risk: str | None,
    authors: Sequence[str],
    artifacts: Sequence[Path],
    image: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Enter a model version: measure its artifact, and link it to its use cases.

    With SageMaker, SUBJECT names a model package group and version of the configured account and region. The local
    registry has no packages of its own, so --artifact brings the files.

    \b
    mlgate model register model/credit-risk-scorer/2 --use-case UC-CR-001=decision --risk high \
        --owner u-priya.nair --author u-amir.haddad --author u-yuki.tan
    mlgate model register model/credit-risk-scorer/2 --artifact model.tar.gz --use-case UC-CR-001
    """
    from mlgate.cli.receipt import acknowledge

    links = [_link(typed) for typed in use_cases]
    with session.house() as house:
        _create(house, subject, artifacts, image)
        entry = house.recorder.register_model(
            subject.ref,
            use_cases=links,
            owner=owner,
            model_risk=ModelRisk(risk) if risk else None,
            authors=authors,
        )
    acknowledge(entry, outputs)


def _create(house: House, subject: Subject, artifacts: Sequence[Path], image: str | None) -> None:
    """In the local registry the package comes with its registration."""
    if not artifacts and image is None:
        return
    if house.local is None:
        raise UsageError(
            "--artifact and --image are for the local registry; SageMaker has the package already",
            hint=f"mlgate model register {subject.ref}    reads it from there",
        )
    house.local(subject.ref, artifacts, image)


def _link(typed: str) -> tuple[str, ModelRole]:
    name, separator, role = typed.partition("=")
    ref = parsed(name if name.startswith(("use-case/", "model/")) else f"use-case/{name}", "--use-case")
    if ref.kind is not Kind.USE_CASE:
        raise UsageError(f"--use-case: {name} is not a use case", hint="for example --use-case UC-CR-001=decision")
    try:
        return ref.ref, ModelRole(role) if separator else ModelRole.DECISION
    except ValueError:
        raise UsageError(
            f"--use-case: {role!r} is not one of {_ROLES}", hint=f"for example --use-case {name}=decision"
        ) from None


@model.command(short_help="Report that a version serves at an endpoint.")
@click.argument("subject", type=MODEL)
@click.option("--endpoint", required=True, type=LABEL, metavar="NAME", help="Where it serves.")
@record_outputs
@click.pass_obj
def deployed(session: Session, *, subject: Subject, endpoint: str, outputs: Sequence[Output]) -> int:
    r"""Report that a version serves. Only one whose approval for production is applied can be.

    \b
    mlgate model deployed model/credit-risk-scorer/3 --endpoint credit-risk
    """
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        entry, outcomes = house.deployed(subject.ref, endpoint=endpoint)
    acknowledge(entry, outputs)
    if any(outcome.state is EffectState.INTENDED for outcome in outcomes):
        hint("the registry is not updated yet: mlgate reconcile finishes it")
        return NOT_YET
    return OVERTAKEN if any(outcome.state is EffectState.REFUSED for outcome in outcomes) else 0


@model.command(short_help="Show one version as it stands.")
@click.argument("subject", type=MODEL)
@record_outputs
@click.pass_obj
def show(session: Session, *, subject: Subject, outputs: Sequence[Output]) -> None:
    """Show one version as it stands: stage, registry, documents, votes, waivers."""
    from mlgate.cli.show import subject_card

    with session.record() as table:
        subject_card(table, subject, outputs)


@model.command("list", short_help="List all model versions.")
@record_outputs
@click.pass_obj
def list_(session: Session, *, outputs: Sequence[Output]) -> None:
    """List all model versions."""
    from mlgate.cli.show import subject_list

    with session.record() as table:
        subject_list(table, Kind.MODEL, outputs)
