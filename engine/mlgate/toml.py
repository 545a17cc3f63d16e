"""TOML files that people write, with the line at which each value stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgate.errors import ConfigError, Fault

if TYPE_CHECKING:
    from pydantic import ValidationError

LIMIT = 4 * 1024 * 1024
"""Bytes; no file that a person writes is longer."""

Keys = tuple[str, ...]

_TYPES = {
    "model_type": "a table",
    "tuple_type": "a list",
    "string_type": "text in quotes",
}

_HEADER = re.compile(r"^\s*\[(?P<name>[^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?P<key>\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+)\s*[=.]")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class TomlFile:
    """A parsed file; ``name`` is how messages call it."""

    name: str
    text: str
    value: Mapping[str, Any]

    def place(self, keys: Keys) -> str:
        """``governance.toml:14`` of the key, of the table it would stand in, or the bare name of the file."""
        for end in range(len(keys), 0, -1):
            if line := self._lines.get(keys[:end]):
                return f"{self.name}:{line}"
        return self.name

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        """The first line of each table header and each key under it, as far as they stand on lines of their own."""
        table: Keys = ()
        lines: dict[Keys, int] = {}
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = tuple("".join(part) for part in _PART.findall(header["name"]))
                lines.setdefault(table, number)
            elif key := _KEY.match(line):
                lines.setdefault((*table, key["key"].strip("\"'")), number)
        return lines


def read(path: Path, name: str) -> TomlFile:
    """Read and parse ``path``; raises ConfigError that names the file, and the line where there is one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{name}: cannot be read: {error.strerror or error}", hint=f"check that {path} is a file you may read"
        ) from error
    return parse(data, name)


def parse(data: bytes, name: str) -> TomlFile:
    """Parse the bytes of a file that messages call ``name``."""
    if len(data) > LIMIT:
        raise ConfigError(f"{name}: {len(data)} bytes, more than the {LIMIT} read", hint="is this the right file?")
    import tomllib  # noqa: PLC0415 - not paid where there is no file

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: not UTF-8", hint="save the file as UTF-8") from error
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            _located(name, text, str(error)), hint="mend the line; TOML is described at toml.io"
        ) from error
    except RecursionError as error:
        raise ConfigError(f"{name}: nested too deeply", hint="is this the right file?") from error


def _located(name: str, text: str, message: str) -> str:
    match = _AT.search(message)
    if match is None:
        return f"{name}: not TOML: {message}"
    line = match["line"] or len(text.splitlines()) or 1
    return f"{name}:{line}: not TOML: {message[: match.start()]}"


def near(word: str, words: Collection[str]) -> str:
    """``did you mean "sagemaker"?``, or nothing where no word is near."""
    import difflib  # noqa: PLC0415 - only for what is wrong

    begun = [known for known in sorted(words) if word and known.startswith(word)]
    found = begun or difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else ""


def refusal(
    error: ValidationError,
    *,
    place: Callable[[Keys], str],
    label: Callable[[Keys], str],
    known: Callable[[Keys], Collection[str]],
    shapes: Mapping[str, str],
) -> ConfigError:
    """The validation error in the words of the file: each fault with its place, and what was probably meant.

    ``label`` names a key for people (``[registry] kind``), ``known`` lists the words that may stand beside it,
    ``shapes`` says of a key what its text should look like (``region``: an AWS region such as eu-central-1).
    """
    faults: list[Fault] = []
    hints: list[str] = []
    for detail in error.errors(include_url=False):
        keys = tuple(str(part) for part in detail["loc"])
        what, hint = _explained(detail, keys, known, shapes)
        faults.append(Fault(place(keys), f"{label(keys)} {what}"))
        hints.append(hint)
    hint = next((hint for hint in hints if hint), "nothing was changed; mend the file, then ask again")
    return ConfigError("\n".join(str(fault) for fault in faults), hint=hint)


def _explained(
    detail: Any, keys: Keys, known: Callable[[Keys], Collection[str]], shapes: Mapping[str, str]
) -> tuple[str, str]:
    """What is wrong, and what was probably meant."""
    value = detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            words = known(keys)
            quoted = "a name with a dot in it is written in quotes" if isinstance(value, dict) else ""
            return "is not known here", quoted or near(keys[-1], words) or f"known here: {', '.join(sorted(words))}"
        case "literal_error" | "enum":
            words = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            return f"= {shown(value)} is not one of {', '.join(words)}", near(str(value), words)
        case "string_pattern_mismatch" | "string_too_short" | "string_too_long" | "too_short" | "is_instance_of":
            shape = next((shapes[key] for key in reversed(keys) if key in shapes), "text in quotes")
            return f"= {shown(value)} should be {shape}", ""
        case kind:
            return f"= {shown(value)} should be {_TYPES.get(kind, 'something else: ' + detail['msg'])}", ""


def shown(value: object) -> str:
    """A value as TOML would write it, cut to fit a line."""
    text = str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - one line of a message has room for so much
