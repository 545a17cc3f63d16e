"""``mlgate policy``: the tools of those who write the policies; one file per command."""

from __future__ import annotations

from collections.abc import Mapping

import click

from mlgate.cli.app import LazyGroup

SECTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Write": {
        "new": ("policy.new:new", "Begin a control: METADATA, rules, and tests that pass."),
        "lint": ("policy.lint:lint", "Find what could turn or lose a decision, and what misleads its readers."),
        "test": ("policy.test:test", "Run the tests that lie beside the policies."),
        "coverage": ("policy.coverage:coverage", "Tell which lines and codes the tests reach."),
        "docs": ("policy.docs:docs", "Write a page for every control, an index and a coverage map."),
    },
    "Publish": {
        "diff": ("policy.diff:diff", "Tell what changes from one bundle to another; looser first."),
        "build": ("policy.build:build", "Make one file of a folder of policies, an OPA bundle."),
        "sign": ("policy.sign:sign", "Sign a bundle, as OPA signs them."),
        "verify": ("policy.sign:verify", "Verify who signed a bundle, and that nothing was altered."),
        "enforce": ("policy.enforce:enforce", "Put a signed bundle in force, one person per role."),
    },
}
"""As `mlgate.cli.app.SECTIONS`."""


class Workbench(LazyGroup):
    """The commands of the workbench."""

    sections = SECTIONS


@click.group(cls=Workbench, short_help="Test, lint, document, build, sign and put in force the policies.")
def policy() -> None:
    """Everything that those who write policies need.

    Without a path, the commands look at the bundle that governance.toml names, else at the folder ``policies`` here.
    """
