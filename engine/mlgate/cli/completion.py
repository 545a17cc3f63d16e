"""``mlgate completion``: what a shell needs to complete commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class, shell_complete

from mlgate.cli.app import Command, root
from mlgate.cli.output import say


@click.command(cls=Command, short_help="Print the completion script for your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    r"""Print the completion script for your shell; put it where the shell reads it.

    \b
    eval "$(mlgate completion bash)"                               in ~/.bashrc
    eval "$(mlgate completion zsh)"                                in ~/.zshrc
    mlgate completion fish > ~/.config/fish/completions/mlgate.fish
    """
    from mlgate.settings import COMPLETION

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    say(kind(root, {}, "mlgate", COMPLETION).source() + "\n")


def complete(variable: str, instruction: str) -> int:
    """Answer a shell that asks through ``variable``; ``instruction`` says how it wants the answer."""
    return shell_complete(root, {}, "mlgate", variable, instruction)
