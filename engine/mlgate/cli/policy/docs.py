"""``mlgate policy docs``: a page for every control, an index, and what the law asks that none answers."""

from __future__ import annotations

from pathlib import Path

import click

from mlgate.cli.app import Command
from mlgate.cli.output import hint, say
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.session import Session


@click.command(cls=Command, short_help="Write a page for every control, an index and a coverage map.")
@click.argument("path", required=False)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs/controls"),
    show_default=True,
    help="The folder of the pages.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 naming every page that is not as it should be.")
@click.pass_obj
def docs(session: Session, *, path: str | None, out: Path, check: bool) -> int:
    r"""Write a page for every control, an index by family, and a map of what law and standards ask.

    Pages of controls that are gone are removed; files written by hand stay. The same policies give the same bytes.
    Schemas and worked cases are linked where they lie beside the folder of the policies: schemas/, examples/.

    \b
    mlgate policy docs
    mlgate policy docs policies --out docs/controls
    mlgate policy docs --check                      in a pipeline
    """
    from mlgate.policy.pages.drift import drift, write
    from mlgate.policy.pages.library import read
    from mlgate.policy.pages.render import pages

    found = pages(read(chosen(session, path).files(tests=True)), out)
    if check:
        faults = drift(found, out)
        say("".join(f"{fault}\n" for fault in faults) or f"{len(found)} pages in {out} are as the policies say\n")
        if faults:
            hint("mlgate policy docs    writes them anew")
        return 1 if faults else 0
    changed = write(found, out)
    say(f"{len(found)} pages in {out}, {len(changed)} changed\n")
    return 0
