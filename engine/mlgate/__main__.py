"""``mlgate`` as a process: run the command line, and turn whatever happens into one exit code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from mlgate.cli.app import root
from mlgate.cli.output import hint
from mlgate.errors import MlgateError

INTERRUPTED = 130
_MOST_LINES = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Messages go to standard error, a trace only with ``--debug``."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(line)
    except MlgateError as error:
        _explain(error.message, error.hint)
        code = error.exit_code
    except click.ClickException as error:
        _explain(*_usage(error))
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _explain("interrupted", "what was recorded stays recorded: mlgate log")
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: whatever nobody foresaw must not look like a verdict
        _explain(f"unexpected {type(error).__name__}: {error}", "please report it with the trace that --debug shows")
        code = MlgateError.exit_code
    if "--debug" in line:
        traceback.print_exc()
    return code


def _run(line: list[str]) -> int:
    from mlgate.settings import COMPLETION, surroundings  # noqa: PLC0415 - `--help` need not pay for pydantic

    if not line and (completing := surroundings().completing):
        from mlgate.cli.completion import complete  # noqa: PLC0415 - asked for by shells only

        return complete(COMPLETION, completing)
    try:
        with root.make_context("mlgate", line) as context:
            result = root.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return result if isinstance(result, int) else 0


def _usage(error: click.ClickException) -> tuple[str, str]:
    """A click error in our words: the command it concerns, what is wrong, where its help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "mlgate"
    message = error.format_message().rstrip(".")
    return f"{path}: {message[:1].lower()}{message[1:]}", f"{path} --help"


def _explain(message: str, advice: str) -> None:
    lines = message.split("\n")
    hidden = len(lines) - _MOST_LINES
    if hidden > 0:
        lines = [*lines[:_MOST_LINES], f"… and {hidden} more"]
    hint("\n".join([*lines, advice] if advice else lines))


if __name__ == "__main__":
    sys.exit(main())
