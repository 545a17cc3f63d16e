"""``mlgate policy coverage``: what the tests beside the policies run through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, hint, record_outputs, terminal, write
from mlgate.cli.policy.chosen import chosen
from mlgate.cli.session import Session

if TYPE_CHECKING:
    from mlgate.policy.testing.coverage import Coverage


@click.command(cls=Command, short_help="Tell which lines and codes the tests reach.")
@click.argument("path", required=False)
@click.option("--threshold", type=click.FloatRange(0, 100), default=0, help="Exit 1 where fewer lines ran, in percent.")
@click.option("--every-code", is_flag=True, help="Exit 1 where a control or a code of one is shown by no test.")
@record_outputs
@click.pass_obj
def coverage(
    session: Session, *, path: str | None, threshold: float, every_code: bool, outputs: Sequence[Output]
) -> int:
    r"""Tell which lines of the rules ran in some test, which codes were emitted, and which controls passed.

    A line counts where there is something to evaluate; tests and comments do not. A control whose findings are empty in
    some test passes; one that never does, and a code that none emits, is told by name.

    \b
    mlgate policy coverage --threshold 100
    mlgate policy coverage policies -o json=coverage.json

    Exit codes: 0 fine, 1 below the threshold, or a test did not pass, 2 policies that do not load.
    """
    from mlgate.cli.policy.test import prefix
    from mlgate.compose import limits
    from mlgate.policy.testing.coverage import measured
    from mlgate.policy.testing.result import Outcome
    from mlgate.policy.testing.run import run

    files = chosen(session, path).files(tests=True)
    done = run(files, limits(session.settings(required=False)), counting=True)
    found = measured(done.counted)
    for output in outputs:
        write(_rendered(found, prefix(files.where), output), output)
    bad = [one for one in done.results if one.outcome in {Outcome.FAILED, Outcome.ERROR}]
    if bad:
        hint(f"{len(bad)} of {len(done.results)} tests did not pass: mlgate policy test    says why")
    lacking = found.percent < threshold or (every_code and any(found.unproven()))
    return int(bool(bad) or lacking)


def _rendered(found: Coverage, prefix: str, output: Output) -> str:
    from mlgate.cli.render import coverage as render
    from mlgate.cli.render.text import Terminal

    if output.format == "json":
        return render.as_json(found, prefix)
    return render.text(found, prefix, terminal() if output.path is None else Terminal())
