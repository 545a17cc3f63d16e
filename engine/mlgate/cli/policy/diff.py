"""``mlgate policy diff``: what changes from one bundle to another, and what becomes looser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, review_outputs, write
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.session import Session

if TYPE_CHECKING:
    from mlgate.policy.bundle import Bundle
    from mlgate.policy.difference.compare import Difference


@click.command(cls=Command, short_help="Tell what changes from one bundle to another; looser first.")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--exit-code", "tells", is_flag=True, help="Exit 1 where anything changed, as git diff does.")
@review_outputs
@click.pass_obj
def diff(session: Session, *, old: str, new: str | None, tells: bool, outputs: Sequence[Output]) -> int:
    r"""Tell what changes from OLD to NEW: controls, limits, dates, votes, evidence, waivers, other data.

    What becomes looser comes first. Each is a folder, a file, git:REV, s3:// or https://; without NEW, the policies
    here. What only moved, reads differently or is spaced otherwise is no change, and neither is the revision alone.

    \b
    mlgate policy diff git:main policies
    mlgate policy diff git:main -o markdown=diff.md     for the pull request
    mlgate policy diff shipped                          against what mlgate brings along
    """
    from mlgate.policy.difference.compare import compare

    found = compare(_bundle(session, old), _bundle(session, new))
    for output in outputs:
        write(_rendered(found, output.format), output)
    return 1 if tells and found.changes else 0


def _bundle(session: Session, name: str | None) -> Bundle:
    from mlgate.settings import SHIPPED
    from mlgate.shipped import shipped

    return chosen(session, str(shipped("policies")) if name == SHIPPED else name).load()


def _rendered(found: Difference, format_: str) -> str:
    if format_ == "json":
        from mlgate.cli.render.document import formatted

        return formatted(found.document())
    from mlgate.cli.render.difference import markdown, text

    return markdown(found) if format_ == "markdown" else text(found)
