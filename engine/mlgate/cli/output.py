"""Where results go: ``-o FORMAT[=PATH]``, standard output, standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from mlgate.cli.render.printable import plain, printable
from mlgate.errors import MlgateError, UsageError
from mlgate.toml import near

if TYPE_CHECKING:
    from mlgate.cli.render.report import Report
    from mlgate.cli.render.text import Terminal

DECISION_FORMATS = ("text", "json", "markdown", "junit", "sarif", "github")
TEST_FORMATS = ("text", "json", "junit")
RECORD_FORMATS = ("text", "json")
REVIEW_FORMATS = ("text", "json", "markdown")
LINT_FORMATS = ("text", "json", "sarif", "github")
_WHOLE = frozenset({"json", "junit", "sarif"})
"""Formats that are one document, so nothing else may share their place."""


@dataclass(frozen=True, slots=True)
class Output:
    """One format and where it goes; None is standard output."""

    format: str
    path: Path | None


class OutputType(click.ParamType[Output]):
    """``FORMAT`` or ``FORMAT=PATH``."""

    name = "output"

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """As it is written."""
        return "FORMAT[=PATH]"

    def convert(self, value: Output | str, param: click.Parameter | None, ctx: click.Context | None) -> Output:  # noqa: ARG002 - click's signature
        """Parse, and see that a file can be written there before anything is decided."""
        if isinstance(value, Output):
            return value
        name, separator, path = value.partition("=")
        if name not in self.formats:
            hint = near(name, self.formats) or "for example -o json, or -o junit=report.xml"
            raise UsageError(f"-o: {name!r} is not one of {', '.join(self.formats)}", hint=hint)
        return Output(name, _writable(Path(path)) if separator and path != "-" else None)


Function = TypeVar("Function", bound=Callable[..., Any])


def decision_outputs(function: Function) -> Function:
    """The option ``-o`` of commands that decide."""
    return _option(DECISION_FORMATS)(function)


def record_outputs(function: Function) -> Function:
    """The option ``-o`` of commands that show the record."""
    return _option(RECORD_FORMATS)(function)


def review_outputs(function: Function) -> Function:
    """The option ``-o`` of commands whose result is read in a pull request."""
    return _option(REVIEW_FORMATS)(function)


def lint_outputs(function: Function) -> Function:
    """The option ``-o`` of the lint."""
    return _option(LINT_FORMATS)(function)


def test_outputs(function: Function) -> Function:
    """The option ``-o`` of commands that test."""
    return _option(TEST_FORMATS)(function)


def _option(formats: Sequence[str]) -> Callable[[Function], Function]:
    return click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=OutputType(formats),
        callback=_placed,
        help=f"Repeatable; {', '.join(formats)}. Without it, text.",
    )


def _placed(_: click.Context, __: click.Parameter, value: tuple[Output, ...]) -> tuple[Output, ...]:
    """Text to standard output where nothing was asked for; two documents in one place are refused."""
    outputs = value or (Output("text", None),)
    for number, output in enumerate(outputs):
        beside = [other for other in outputs[:number] if other.path == output.path]
        if beside and (output.path is not None or _WHOLE & {output.format, *(other.format for other in beside)}):
            where = output.path or "standard output"
            raise UsageError(
                f"-o: {beside[0].format} and {output.format} would both go to {where}",
                hint=f"give one a file: -o {output.format}=FILE",
            )
    return outputs


def _writable(path: Path) -> Path:
    folder = path.absolute().parent
    if path.is_dir():
        fault = "it is a folder"
    elif not folder.is_dir():
        fault = f"no such folder: {folder}"
    elif not os.access(path if path.exists() else folder, os.W_OK):
        fault = "permission denied"
    else:
        return path
    raise UsageError(f"-o: {path} cannot be written: {fault}", hint="choose another place; nothing was decided yet")


def deliver(report: Report, outputs: Sequence[Output]) -> None:
    """The decision in every format asked for; for GitHub also the summary of the step."""
    for output in outputs:
        write(rendered(report, output), output)
        if output.format == "github":
            _summarise(report)


def rendered(report: Report, output: Output) -> str:
    """The decision in one format, for the place it goes to."""
    if output.format == "text":
        from mlgate.cli.render.text import Terminal, text

        return text(report, terminal() if output.path is None else Terminal())
    from mlgate.cli.render import renderer

    return renderer(output.format)(report)


def write(text: str, output: Output) -> None:
    """Put the text where the output goes."""
    if output.path is None:
        say(_ascii_json(text) if output.format == "json" and not _takes(sys.stdout, text) else text)
        return
    try:
        output.path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MlgateError(
            f"{output.path}: cannot be written: {error.strerror or error}",
            hint="what was decided stands; mlgate log shows what was recorded",
        ) from error


def _summarise(report: Report) -> None:
    from mlgate.cli.render.markdown import markdown
    from mlgate.settings import surroundings

    summary = surroundings().step_summary
    if summary is None:
        return
    try:
        with summary.open("a", encoding="utf-8") as file:
            file.write(markdown(report))
    except OSError as error:
        hint(f"GITHUB_STEP_SUMMARY: {summary} cannot be written: {error.strerror or error}")


def terminal(stream: TextIO | None = None) -> Terminal:
    """Standard output as it is: its width where it is a terminal, colour where that is welcome too."""
    from mlgate.cli.render.text import DEFAULT_WIDTH, Terminal
    from mlgate.settings import surroundings

    is_terminal = (stream or sys.stdout).isatty()
    around = surroundings()
    return Terminal(
        around.columns or (_columns() if is_terminal else None) or DEFAULT_WIDTH,
        colour=is_terminal and around.is_colour_welcome,
    )


def _columns() -> int | None:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return None


def say(text: str) -> None:
    """Write to standard output. A reader who has gone changes nothing about what was done."""
    try:
        _put(text, sys.stdout)
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        raise MlgateError(
            f"standard output: {error.strerror or error}",
            hint="what was decided stands; mlgate log shows what was recorded",
        ) from error


def hint(text: str) -> None:
    """One line for the person, on standard error; nobody there is nobody's fault."""
    try:
        _put("\n".join(map(printable, text.split("\n"))) + "\n", sys.stderr)
    except OSError:
        _abandon(sys.stderr)


def _put(text: str, stream: TextIO) -> None:
    stream.write(text if _takes(stream, text) else plain(text))
    stream.flush()


def _takes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _ascii_json(text: str) -> str:
    """The same JSON value: what is not ASCII stands in strings only, and can be spelled out there."""
    import json

    return "".join(character if character.isascii() else json.dumps(character)[1:-1] for character in text)


def _abandon(stream: TextIO) -> None:
    """Point the stream at nothing, so that the interpreter's last flush does not fail."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
