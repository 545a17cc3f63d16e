"""``mlgate policy build``: a folder of policies → one file."""

from __future__ import annotations

from pathlib import Path

import click

from mlgate.cli.app import Command
from mlgate.cli.output import say
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.policy.written import card, write
from mlgate.cli.session import Session

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Command, short_help="Make one file of a folder of policies, an OPA bundle.")
@click.argument("path", metavar="[PATH]", required=False)
@click.option("-o", "--output", "file", required=True, type=_FILE, metavar="FILE", help="Where: policies.tar.gz.")
@click.option("--revision", metavar="REV", help="What the bundle is called; without it, what git calls the folder.")
@click.option("--dirty", is_flag=True, help="Build what is not committed; the revision then ends in -dirty.")
@click.pass_obj
def build(session: Session, *, path: str | None, file: Path, revision: str | None, dirty: bool) -> None:
    r"""Make one file of a folder of policies: an OPA bundle, the same bytes for the same policies on every machine.

    PATH is a folder, a file or git:REV[:FOLDER]; tests stay out. The revision is the tag of the commit, else the last
    commit that changed the folder; outside a repository it is the manifest's. What is not committed is not built.

    \b
    mlgate policy build -o policies.tar.gz
    mlgate policy build policies -o policies.tar.gz --revision 2026.11.2
    mlgate policy build git:v2026.11 -o policies.tar.gz
    """
    from mlgate.policy import release
    from mlgate.policy.origin import address

    place = chosen(session, path)
    found = place.files()
    named = revision or release.revision(address.parse(place.name, place.here), found, dirty=dirty)
    built = release.build(found, named)
    write(file, built.archive)
    say(card(str(file), built))
