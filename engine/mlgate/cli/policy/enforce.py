"""``mlgate policy enforce``: put a signed bundle in force, by several people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, hint, record_outputs, write
from mlgate.cli.policy.chosen import FORMS
from mlgate.cli.session import Session
from mlgate.cli.words import ROLE

if TYPE_CHECKING:
    from mlgate.compose import Enforced

_PENDING = 5


@click.command(cls=Command, short_help="Put a signed bundle in force, one person per role.")
@click.argument("bundle", metavar="BUNDLE")
@click.option("--role", required=True, type=ROLE, metavar="ROLE", help="The role you act in; you must hold it.")
@click.option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The public key that the bundle is signed by; else the one of [policy] key.",
)
@click.option("--directory", "with_directory", is_flag=True, help="Put the configured directory in force with it.")
@record_outputs
@click.pass_obj
def enforce(
    session: Session, *, bundle: str, role: str, key: Path | None, with_directory: bool, outputs: Sequence[Output]
) -> int:
    r"""Put a built and signed bundle in force: gates run under it from then on.

    It takes one person in each of the roles that the policies in force name as their maintainers, different people.
    Each runs this command with the same bundle, and sees what changes; the last of them puts it in force. Until then
    nothing changes for anybody.

    \b
    mlgate --as u-helen.moore policy enforce policies.tar.gz --key public.pem --role governance_officer
    mlgate --as u-raj.patel policy enforce policies.tar.gz --key public.pem --role ml_admin

    Exit codes: 0 in force, 5 others still have to want it, 6 not signed by that key, or altered.
    """
    from mlgate.compose import enforce as put

    flags = {("policy", "bundle"): bundle, ("policy", "key"): str(key) if key else None}
    done = put(session.settings(flags=flags), role=role, with_directory=with_directory, as_person=session.person)
    for output in outputs:
        write(_rendered(done, output.format), output)
    if done.missing:
        hint(f"mlgate --as PERSON policy enforce {bundle} --role {done.missing[0]}    joins in")
        return _PENDING
    hint(f"set [policy] bundle to {bundle} wherever gates run: under anything else they refuse ({FORMS})")
    return 0


def _rendered(done: Enforced, format_: str) -> str:
    if format_ == "json":
        from mlgate.cli.render.document import formatted

        return formatted(_document(done))
    from mlgate.cli.render.difference import text

    policy = f"policies {done.bundle.reference.revision} ({done.bundle.digest})"
    state = f"wanted; still asked: {', '.join(done.missing)}" if done.missing else "in force"
    return f"{text(done.changes)}\n{policy}\nsigned by {done.signer}\n{state}\n"


def _document(done: Enforced) -> dict[str, Any]:
    return {
        "policy": done.bundle.reference.model_dump(mode="json"),
        "signer": done.signer,
        "in_force": not done.missing,
        "missing": list(done.missing),
        "entries": [entry.hash for entry in done.entries],
        "changes": done.changes.document(),
    }
