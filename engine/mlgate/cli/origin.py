"""What a dry run was about, for those who show findings at lines of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mlgate.cli.render.source import Origin, Spot, document_lines, judges

if TYPE_CHECKING:
    from mlgate.cli.words import Named
    from mlgate.model.decision import Decision
    from mlgate.settings import Settings


def of_facts(settings: Settings, decision: Decision, name: str) -> Origin:
    """Of a facts document: the lines of the documents in it; of standard input, the configuration."""
    path = Path(name)
    lines = document_lines(path.read_text("utf-8")) if name != "-" else {}
    whole = _configuration(settings) if name == "-" else Spot(path.absolute())
    return _with_judges(settings, decision, whole, {kind: Spot(whole.file, line) for kind, line in lines.items()})


def of_subject(settings: Settings, decision: Decision, evidence: Sequence[Named]) -> Origin:
    """Of a subject in the table: the files laid over what is filed, else the configuration."""
    documents = {item.name: Spot(Path(item.value).absolute()) for item in evidence if item.value != "-"}
    return _with_judges(settings, decision, _configuration(settings), documents)


def _configuration(settings: Settings) -> Spot:
    return Spot(settings.source or settings.root / "governance.toml")


def _with_judges(settings: Settings, decision: Decision, whole: Spot, documents: dict[str, Spot]) -> Origin:
    from mlgate.compose import configured
    from mlgate.settings import SHIPPED
    from mlgate.shipped import shipped

    bundle = configured(settings, dry_run=True)
    is_shipped = settings.policy.bundle == SHIPPED
    folder = shipped("policies") if is_shipped else settings.root / settings.policy.bundle
    return Origin(whole, documents, judges(bundle, decision.controls, folder if folder.is_dir() else None))
