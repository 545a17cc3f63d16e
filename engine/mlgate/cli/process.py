"""One call of the command line: whatever happens becomes one exit code, and at most a few lines for the person."""

from __future__ import annotations

import click

from mlgate.cli.app import root
from mlgate.cli.output import hint
from mlgate.errors import MlgateError

_MOST_LINES = 20


def run(line: list[str]) -> int:
    """Run one command; the exit code. Messages go to standard error, a trace only with ``--debug``.

    KeyboardInterrupt escapes.
    """
    try:
        return _call(line)
    except MlgateError as error:
        _explain(error.message, error.hint)
        code = _traced(line, error.exit_code)
    except click.ClickException as error:
        _explain(*_usage(error))
        code = _traced(line, error.exit_code)
    except click.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:  # noqa: BLE001 - the last resort: whatever nobody foresaw must not look like a verdict
        _explain(f"unexpected {type(error).__name__}: {error}", "please report it with the trace that --debug shows")
        code = _traced(line, MlgateError.exit_code)
    return code


def _call(line: list[str]) -> int:
    if not line and (answered := _completed()) is not None:
        return answered
    try:
        with root.make_context("mlgate", list(line)) as context:
            result = root.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return result if isinstance(result, int) else 0


def _completed() -> int | None:
    """The answer to a shell that asks for completions; None where none does."""
    from mlgate.settings import COMPLETION, surroundings

    instruction = surroundings().completing
    if not instruction:
        return None
    from mlgate.cli.completion import complete

    return complete(COMPLETION, instruction)


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


def _traced(line: list[str], code: int) -> int:
    if "--debug" in line:
        import traceback

        traceback.print_exc()
    return code
