"""``mlgate init``, ``demo`` and ``sandbox``: the ways in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import hint, say
from mlgate.cli.session import Session
from mlgate.errors import UsageError

if TYPE_CHECKING:
    from mlgate.settings import Settings

_CONFIG = """\
# What mlgate runs with. Paths are relative to this file; MLGATE_TABLE__PATH and so on stand over it.

[policy]
bundle = "{bundle}"{about}

[table]
kind = "sqlite"
path = ".mlgate/governance.db"

[registry]
kind = "local"              # or "sagemaker", with region = "eu-central-1"

[directory]
path = "directory.toml"
"""

_DIRECTORY = """\
# Who there is, and in which roles. Change it by pull request: the table names its digest.

[people."{person}"]
roles = ["ml_engineer"]
os_user = "{user}"

# [people."u-priya.nair"]
# roles = ["model_owner"]
# reporting_line = "credit"

# [people."svc-ci"]
# roles = []
# kind = "service"          # services file evidence and ask gates; they never vote
"""

_REGION = "eu-central-1"
_IGNORE = "# The governance table is a database, not source.\n*\n"


@click.command(cls=Command, short_help="Set up a governance table in this folder.")
@click.option("--policies", is_flag=True, help="Copy the policies into policies/, to make them yours.")
@click.pass_obj
def init(session: Session, *, policies: bool) -> None:
    r"""Set up a governance table in this folder: governance.toml, directory.toml, an empty record.

    Files that are there already stay as they are. Then policies, directory and registry are put in force.

    \b
    mlgate init
    mlgate init --policies          with policies of your own, from the shipped ones
    """
    from mlgate.compose import initialise
    from mlgate.settings import FILE, load

    here = Path.cwd()
    config = session.config.absolute() if session.config else here / FILE
    folder = config.parent
    if not folder.is_dir():
        raise UsageError(f"--config: {folder} is not a folder", hint="make it first")
    if policies:
        _copy_policies(folder / "policies")
    about = "" if policies else "         # the policies that come with mlgate; or a folder of your own"
    _write(config, _CONFIG.format(bundle="policies" if policies else "shipped", about=about))
    settings = load(config)
    _scaffold(settings)
    entry = initialise(settings, as_person=session.person)
    say("in force already, nothing changed\n" if entry is None else f"in force: policies {_revision(entry)}\n")
    hint("mlgate use-case register ID --name TEXT    is where a use case begins")


def _revision(entry: object) -> str:
    from mlgate.model.entry import Entry, PutInForce

    assert isinstance(entry, Entry) and isinstance(entry.body, PutInForce)  # noqa: PT018 - one claim
    return f"{entry.body.bundle.revision}, {entry.body.registry.kind} registry"


def _scaffold(settings: Settings) -> None:
    from mlgate.settings import os_user

    user = os_user()
    person = "u-" + "".join(character if character.isascii() and character.isalnum() else "-" for character in user)
    _write(settings.directory.path, _DIRECTORY.format(person=person, user=user))
    folder = settings.table.path.parent
    if folder != settings.root:
        _write(folder / ".gitignore", _IGNORE)


def _write(path: Path, text: str) -> None:
    """Write a new file; one that is there stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        hint(f"{path.name} is there already and stays as it is")
        return
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written: {error.strerror or error}", hint="choose another folder"
        ) from error
    hint(f"wrote {path.name}")


def _copy_policies(target: Path) -> None:
    import shutil

    from mlgate.shipped import shipped

    if target.exists():
        hint(f"{target.name}/ is there already and stays as it is")
        return
    try:
        shutil.copytree(shipped("policies"), target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error}", hint="choose another folder") from error
    hint(f"wrote {target.name}/")


@click.command(cls=Command, short_help="Tell the credit-risk story, end to end, in a sandbox.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Leave what was made in this folder.")
def demo(*, keep: Path | None) -> int:
    r"""Tell the credit-risk story, end to end: refused with reasons, the gap closed, approved, recorded, flipped.

    Nothing outside a temporary folder is touched; the model registry is a sandbox on this machine.

    \b
    mlgate demo
    mlgate demo --keep ./story      look around afterwards
    """
    from mlgate.cli.output import terminal
    from mlgate.cli.render.report import Report
    from mlgate.cli.render.text import text
    from mlgate.demo import tell

    return tell(lambda line: say(line + "\n"), lambda decision: say(text(Report(decision), terminal())), keep)


@click.command(cls=Command, short_help="Run a model registry on this machine, to try things out.")
@click.option("--port", type=click.IntRange(0, 65535), default=8474, show_default=True, help="0 takes a free one.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Remember everything in this file.")
@click.option("--seed", is_flag=True, help="Put some model versions there that wait for approval.")
def sandbox(*, port: int, state: Path | None, seed: bool) -> None:
    r"""Run a SageMaker model registry on this machine until it is interrupted.

    \b
    mlgate sandbox --seed
    mlgate sandbox --port 0 --state registry.json
    AWS_ENDPOINT_URL=http://127.0.0.1:8474 aws sagemaker list-model-package-groups
    """
    from mlgate import sandbox as registry

    def announce(url: str) -> None:
        if seed:
            registry.seed(url, _REGION)
        say(f"{url}\n")
        hint(f'[registry] kind = "sagemaker", endpoint_url = "{url}", region = "{_REGION}"    speaks to it')

    registry.serve(port=port, state=state, announce=announce)
