"""Where a decision comes from: the files that it is about, and the controls that judged them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mlgate.policy import metadata
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import Control
from mlgate.policy.source import read

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]|\n')
_EVIDENCE = "evidence"


class Spot(NamedTuple):
    """A line of a file."""

    file: Path
    line: int = 1


class Judge(NamedTuple):
    """A control as its module tells it: ``module`` is where it stands, None where the policies are in no folder."""

    control: Control
    description: str
    evidence: tuple[str, ...]
    module: Spot | None


class Origin(NamedTuple):
    """``whole`` is the file that a finding about no document is shown at, ``documents`` holds evidence types."""

    whole: Spot
    documents: Mapping[str, Spot]
    judges: Mapping[str, Judge]

    def spot(self, control: str) -> Spot:
        """Where a finding of a control is shown: at the first of the documents that it reads."""
        judge = self.judges.get(control)
        types = judge.evidence if judge else ()
        found = (self.documents[kind] for kind in types if kind in self.documents)
        return next(found, self.documents.get(_EVIDENCE, self.whole) if types else self.whole)


def judges(bundle: Bundle, controls: Sequence[str], folder: Path | None) -> dict[str, Judge]:
    """The controls of a decision, by id; ``folder`` is where the bundle's modules lie."""
    found = (bundle.catalogue.controls.get(name) for name in controls)
    return {control.id: _judge(bundle, control, folder) for control in found if control is not None}


def _judge(bundle: Bundle, control: Control, folder: Path | None) -> Judge:
    file, _, line = control.file.rpartition(":")
    said = metadata.read(read(file, bundle.modules[file]))
    module = Spot(folder / file, int(line)) if folder is not None else None
    if isinstance(said, list):
        return Judge(control, control.title, (), module)
    return Judge(control, " ".join(said.description.split()), said.custom.evidence, module)


def document_lines(text: str) -> dict[str, int]:
    """The line of every evidence type in a facts document, and that of ``evidence`` itself."""
    found: dict[str, int] = {}
    path: list[str] = []
    line, last = 1, ""
    for match in _TOKEN.finditer(text):
        sign = match.group()
        if sign == "\n":
            line += 1
        elif sign in "{[":
            path.append("")
        elif sign in "}]":
            del path[-1:]
        elif sign == ":" and path:
            path[-1] = json.loads(last or '""')
            if path == [_EVIDENCE] or (path[:1] == [_EVIDENCE] and len(path) == len((_EVIDENCE, "type"))):
                found.setdefault(path[-1], line)
        else:
            last = sign
    return found
