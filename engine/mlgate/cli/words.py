"""The words people type, parsed: subjects, stages, moments, attachments, durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from mlgate.errors import UsageError
from mlgate.model.subject import Subject, subject
from mlgate.model.value import YEARS
from mlgate.model.vocabulary import Kind, Stage
from mlgate.toml import near

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class SubjectType(click.ParamType[Subject]):
    """``use-case/<id>`` or ``model/<group>/<version>``; ``UC-1`` or ``group/2`` where only one kind can be meant."""

    name = "subject"

    def __init__(self, kind: Kind | None = None) -> None:
        self.kind = kind

    def convert(self, value: Subject | str, param: click.Parameter | None, ctx: click.Context | None) -> Subject:  # noqa: ARG002 - click's signature
        """Parse; raises InputError, or UsageError for the other kind."""
        if isinstance(value, Subject):
            return value
        prefix = f"{self.kind}/" if self.kind else ""
        found = subject(value if value.startswith(("use-case/", "model/")) else prefix + value, param_name(param))
        if self.kind not in {None, found.kind}:
            raise UsageError(f"{value} is not a {self.kind}", hint=f"mlgate {found.kind} … takes it")
        return found


class StageType(click.ParamType[Stage]):
    """A stage of the lifecycle."""

    name = "stage"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """The stages stand in the help text."""
        return "STAGE"

    def convert(self, value: Stage | str, param: click.Parameter | None, ctx: click.Context | None) -> Stage:  # noqa: ARG002 - click's signature
        """Parse; raises UsageError with the nearest stage."""
        try:
            return Stage(value)
        except ValueError:
            hint = near(value, list(Stage)) or f"stages: {', '.join(Stage)}"
            raise UsageError(f"{param_name(param)}: {value!r} is not a stage", hint=hint) from None

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        """The stages."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(str(stage)) for stage in Stage if stage.startswith(incomplete)]


class MomentType(click.ParamType[datetime]):
    """A date and time with its zone."""

    name = "moment"

    def convert(self, value: datetime | str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ARG002 - click's signature
        """Parse RFC 3339; a moment without a zone is nobody's moment."""
        if isinstance(value, datetime):
            return value
        hint = "write date, time and zone: 2027-02-05T18:00:00Z"
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{param_name(param)}: {value!r} is not a date and time", hint=hint) from None
        if moment.tzinfo is None:
            raise UsageError(f"{param_name(param)}: {value!r} has no zone", hint=hint)
        if moment.year not in YEARS:
            years = f"between {YEARS.start} and {YEARS.stop - 1}"
            raise UsageError(f"{param_name(param)}: {value!r} is too far away", hint=f"policies compare years {years}")
        return moment


@dataclass(frozen=True, slots=True)
class Named:
    """``NAME=VALUE`` as typed."""

    name: str
    value: str


class NamedType(click.ParamType[Named]):
    """``NAME=VALUE``; ``what`` and ``example`` are for the message."""

    def __init__(self, name: str, example: str) -> None:
        self.name = name
        self.example = example

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """As it is written."""
        return self.name

    def convert(self, value: Named | str, param: click.Parameter | None, ctx: click.Context | None) -> Named:  # noqa: ARG002 - click's signature
        """Split at the first equals sign."""
        if isinstance(value, Named):
            return value
        name, separator, rest = value.partition("=")
        if not (name and separator and rest):
            raise UsageError(
                f"{param_name(param)}: {value!r} is not {self.name}",
                hint=f"for example {param_name(param)} {self.example}",
            )
        return Named(name, rest)


class TextType(click.ParamType[str]):
    """Text of one of the model's own types (``module:Name``); ``shape`` says what it should look like."""

    def __init__(self, name: str, type_: str, shape: str, *, may_be_empty: bool = False) -> None:
        self.name = name
        self.type = type_
        self.shape = shape
        self.may_be_empty = may_be_empty

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's signature
        """Hold it against the type; raises UsageError."""
        from pydantic import TypeAdapter, ValidationError

        if not value.strip() and not self.may_be_empty:
            raise UsageError(f"{param_name(param)}: nothing is said", hint=_TEXT_HINT)
        try:
            return TypeAdapter[str](self._imported()).validate_python(value, strict=True)
        except ValidationError:
            shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
            raise UsageError(f"{param_name(param)}: {shown!r} is not {self.shape}", hint=_TEXT_HINT) from None

    def _imported(self) -> Any:
        module, _, name = self.type.partition(":")
        return getattr(import_module(f"mlgate.model.{module}"), name)


class DurationType(click.ParamType[timedelta]):
    """``90s``, ``15m``, ``2h``, ``1h30m``."""

    name = "duration"
    _UNITS = {"h": "hours", "m": "minutes", "s": "seconds"}  # noqa: RUF012 - never changed

    def convert(self, value: timedelta | str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:  # noqa: ARG002 - click's signature
        """Add up the parts."""
        if isinstance(value, timedelta):
            return value
        if not re.fullmatch(r"(\d{1,5}[hms])+", value):
            raise UsageError(f"{param_name(param)}: {value!r} is not a duration", hint="for example 90s, 15m or 1h30m")
        parts = re.findall(r"(\d+)([hms])", value)
        return sum((timedelta(**{self._UNITS[unit]: int(count)}) for count, unit in parts), timedelta())


def param_name(param: click.Parameter | None) -> str:
    """How the line names it: ``--to``, or the argument in small letters."""
    if param is None:
        return "argument"
    return max(param.opts, key=len) if isinstance(param, click.Option) else (param.name or "argument")


_SHOWN = 60
_TEXT_HINT = "nothing was recorded; mend it, then ask again"

PERSON = TextType("person", "value:PersonId", "the id of a person, such as u-tom.berg")
ROLE = TextType("role", "value:Role", "a role, such as model_owner")
CONTROL = TextType("control", "value:ControlId", "a control, such as FAIR-003")
WAIVER = TextType("id", "facts:WaiverId", "the id of a waiver, such as WVR-2026-014")
REQUEST = TextType("id", "value:RequestId", "a request id: at most 128 letters, digits and . _ : / @ -")
KIND = TextType("type", "value:EvidenceType", "a document type, such as fairness_report")
SCOPE = TextType("scope", "facts:Scope", "a scope: at most 256 characters", may_be_empty=True)
LABEL = TextType("text", "entry:Label", "a name of 1 to 256 characters")
TEXT = TextType("text", "value:Text", "a text of at most 4096 characters")

SUBJECT = SubjectType()
USE_CASE = SubjectType(Kind.USE_CASE)
MODEL = SubjectType(Kind.MODEL)
STAGE = StageType()
MOMENT = MomentType()
DURATION = DurationType()
EVIDENCE = NamedType("TYPE=FILE", "fairness_report=report.json")
"""``--evidence TYPE=FILE``."""
