"""``mlgate policy lint``: what could turn or lose a decision, and what misleads those who read the policies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, lint_outputs, say, write
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.session import Session
from mlgate.errors import UsageError

if TYPE_CHECKING:
    from mlgate.policy.files import Files
    from mlgate.policy.lint import Report


@click.command(cls=Command, short_help="Find what could turn or lose a decision, and what misleads its readers.")
@click.argument("path", required=False)
@click.option("--explain", metavar="RULE", help="Say what a rule finds, why, and how to write it instead.")
@lint_outputs
@click.pass_obj
def lint(session: Session, *, path: str | None, explain: str | None, outputs: Sequence[Output]) -> int:
    r"""Find what could turn or lose a decision, and what misleads those who read the policies.

    PATH is a folder, an archive or a revision of git; without it, the bundle that governance.toml names, else the
    folder policies here, else the shipped one. A comment on the line above excuses one finding, and says why:

    \b
    # lint ignore: rule-unused the audit of 2027 asks for it

    \b
    mlgate policy lint
    mlgate policy lint policies -o github
    mlgate policy lint -o text -o sarif=lint.sarif
    mlgate policy lint --explain negation-over-missing

    Exit codes: 0 nothing to mend, 1 findings, 2 bad usage or no policies there.
    """
    from mlgate.cli.render.lint import Linted, explained, rendered

    if explain is not None:
        if path is not None:
            raise click.UsageError("--explain tells of a rule: leave out PATH")
        say(explained(explain))
        return 0
    files = chosen(session, path).files(tests=True)
    if not any(name.endswith(".rego") for name in files.texts):
        raise UsageError(f"{files.where}: there are no Rego modules here", hint="name the folder of a bundle")
    report = _linted(session, files)
    for output in outputs:
        write(rendered(Linted(report, _folder(files)), output.format), output)
    return 1 if report.findings else 0


def _linted(session: Session, files: Files) -> Report:
    """The shipped bundle is read here, any other in a worker."""
    from mlgate.shipped import shipped

    if Path(files.where).absolute() == shipped("policies"):
        from mlgate.policy.lint import lint as read

        return read(files)
    from mlgate.compose import limits
    from mlgate.policy.worker.lint import linted

    return linted(files, limits(session.settings(required=False)))


def _folder(files: Files) -> Path | None:
    """The folder that the files lie in; None where they came out of something else."""
    folder = Path(files.where)
    return folder.absolute() if folder.is_dir() else None
