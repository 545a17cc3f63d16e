"""A decision for each of its readers: people at a terminal, a pull request, a CI server, a program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlgate.cli.render.report import Report

FORMATS = ("text", "json", "markdown", "junit", "sarif", "github")


def renderer(name: str) -> Callable[[Report], str]:
    """The renderer of one of FORMATS that needs no terminal; ``text`` is `mlgate.cli.render.text`."""
    if name == "json":
        from mlgate.cli.render.document import document

        return document
    if name == "markdown":
        from mlgate.cli.render.markdown import markdown

        return markdown
    if name == "junit":
        from mlgate.cli.render.junit import junit

        return junit
    if name == "sarif":
        from mlgate.cli.render.scan import sarif

        return sarif
    from mlgate.cli.render.github import github

    return github
