"""The command ``mlgate``: what there is, and what every command shares."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from mlgate import __version__
from mlgate.cli.session import Session
from mlgate.toml import near

SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Start": {
        "init": ("start:init", "Set up a governance table in this folder."),
        "demo": ("start:demo", "Tell the credit-risk story, end to end, in a sandbox."),
        "sandbox": ("start:sandbox", "Run a model registry on this machine, to try things out."),
    },
    "Ask": {
        "check": ("check:check", "Say what a gate would decide; write nothing."),
        "gate": ("gate:gate", "Evaluate, record the decision, and only then update the registry."),
        "monitor": ("monitor:monitor", "Check what runs in production."),
    },
    "File and vote": {
        "use-case": ("use_case:use_case", "Register and show use cases."),
        "model": ("model:model", "Register and show model versions."),
        "evidence": ("evidence:evidence", "Attach documents and approve them."),
        "metrics": ("evidence:metrics", "Attach measurements."),
        "approve": ("vote:approve", "Vote for a move, in one of your roles."),
        "reject": ("vote:reject", "Vote against a move, and record that it is rejected."),
        "waiver": ("waiver:waiver", "Grant, list and revoke exceptions."),
    },
    "Look back": {
        "log": ("log:log", "List the newest entries of the record."),
        "show": ("show:show", "Show a decision, a document, a use case or a model."),
        "reconcile": ("reconcile:reconcile", "Finish what a crash left, and name what the record does not explain."),
    },
    "Keep the policies": {
        "policy": ("policy:policy", "Test, lint, document, build, sign and put in force the policies."),
    },
    "More": {
        "completion": ("completion:completion", "Print the completion script for your shell."),
    },
}
"""Heading → command → where it is defined (module:name under mlgate.cli) and what it does."""


def _config(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Session).config = value


def _person(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Session).person = value


def shared_options() -> list[click.Parameter]:
    """The options that may stand anywhere on the line."""
    file = click.Path(dir_okay=False, path_type=Path)
    return [
        click.Option(["--config"], type=file, callback=_config, expose_value=False, help="Use this governance.toml."),
        click.Option(
            ["--as"],
            metavar="PERSON",
            callback=_person,
            expose_value=False,
            help="Act as this person of the directory.",
        ),
        click.Option(["--debug"], is_flag=True, expose_value=False, help="Show the trace of an error."),
    ]


def _verbatim(text: str | None) -> str | None:
    """Click keeps a paragraph's lines apart after a backspace; our docstrings are raw and spell it out."""
    return text.replace("\\b\n", "\b\n") if text else text


class Command(click.Command):
    """A command that takes the shared options after its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _verbatim(self.help)
        self.params.extend(shared_options())


class Group(click.Group):
    """A group of commands; a word that is none of them is answered with the nearest."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _verbatim(self.help)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is a usage error that names the nearest."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = near(args[0], self.list_commands(ctx)) or f"one of: {', '.join(self.list_commands(ctx))}"
            raise click.UsageError(f"{args[0]!r} is not a command; {hint}", ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(Group):
    """Commands that are imported when called; their one-line helps stand in ``sections``, as in SECTIONS."""

    sections: Mapping[str, Mapping[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in the order of the help page."""
        return [name for section in self.sections.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command."""
        found = next((section[cmd_name] for section in self.sections.values() if cmd_name in section), None)
        if found is None:
            return None
        module, _, name = found[0].partition(":")
        command: click.Command = getattr(import_module(f"mlgate.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The help page, by section."""
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl([(name, about) for name, (_, about) in commands.items()])


class Root(LazyGroup):
    """All commands."""

    sections = SECTIONS


@click.command(cls=Root, params=shared_options(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="mlgate %(version)s", help="Show the version.")
@click.pass_context
def root(context: click.Context) -> None:
    r"""Decide, record, and only then approve.

    mlgate decides whether an AI use case or a model version may move to its next lifecycle stage: it evaluates the
    request against versioned policies, writes the decision to the governance table, and only then changes the approval
    status in the model registry.

    \b
    mlgate demo                                               see it work
    mlgate check --facts FILE                                 what policy says about a file
    mlgate gate model/credit-risk-scorer/2 --to qa            ask for a move

    Exit codes: 0 approved or fine, 1 rejected, 2 bad usage, input or configuration, 3 engine, infrastructure or clock
    failed or the registry is not updated yet, 4 approved with warnings (check --fail-on-warn), 5 votes are missing,
    6 integrity.
    """
    context.ensure_object(Session)
