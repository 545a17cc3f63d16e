"""``mlgate policy sign`` and ``verify``: whose a bundle is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, record_outputs, say
from mlgate.cli.output import write as put
from mlgate.cli.policy.written import card, document, write

_FILE = click.Path(dir_okay=False, path_type=Path)
_ALGORITHM = click.option(
    "--alg", "algorithm", metavar="NAME", help="RS256, PS256, ES256, EdDSA, …; without it, what the key is for."
)
_KEY_ID = click.option("--key-id", metavar="ID", help="What the key is called.")
_SCOPE = click.option("--scope", metavar="TEXT", help="What the signature is for; it must be the same to both.")


@click.command(cls=Command, short_help="Sign a bundle, as OPA signs them.")
@click.argument("file", metavar="BUNDLE", type=_FILE)
@click.option("--key", required=True, type=_FILE, help="The private key, in PEM.")
@_ALGORITHM
@_KEY_ID
@_SCOPE
@click.option("--expires", type=click.IntRange(1, 3660), metavar="DAYS", help="How long it counts; else for ever.")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Where the signed bundle goes; else in its place.")
def sign(
    *,
    file: Path,
    key: Path,
    algorithm: str | None,
    key_id: str | None,
    scope: str | None,
    expires: int | None,
    output: Path | None,
) -> None:
    r"""Sign a bundle: every file is listed with its hash in one token, which OPA verifies too.

    A signature that is there already is replaced. What is signed is loaded first: a bundle that mlgate would refuse is
    not signed. The digest of the policies stays the same.

    \b
    mlgate policy sign policies.tar.gz --key private.pem --expires 365
    mlgate policy sign policies.tar.gz --key private.pem --key-id policy-2026 --scope production -o signed.tar.gz
    opa run -b signed.tar.gz --verification-key public.pem --scope production
    """
    from mlgate.compose import clock
    from mlgate.policy import origin, release
    from mlgate.policy.signing import Claims, keys

    now = clock().replace(microsecond=0)
    claims = Claims(now, now + timedelta(days=expires) if expires else None, key_id, scope)
    data = origin.packed(str(file), here=Path.cwd())
    signed = release.sign(data, str(file), keys.private(key, algorithm), claims)
    write(output or file, signed.archive)
    say(card(str(output or file), signed))


@click.command(cls=Command, short_help="Verify who signed a bundle, and that nothing was altered.")
@click.argument("bundle", metavar="BUNDLE")
@click.option("--key", required=True, type=_FILE, help="The public key, in PEM.")
@_ALGORITHM
@_KEY_ID
@_SCOPE
@click.option("--digest", metavar="DIGEST", help="The digest that the policies must have.")
@record_outputs
def verify(
    *,
    bundle: str,
    key: Path,
    algorithm: str | None,
    key_id: str | None,
    scope: str | None,
    digest: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Verify who signed a bundle, that nothing in it was altered, added or left out, and that mlgate would load it.

    BUNDLE is a file, s3://bucket/key or https://…. Exit 6 where it is not what the key's owner signed.

    \b
    mlgate policy verify policies.tar.gz --key public.pem
    mlgate policy verify https://policies.example.org/2026.11.tar.gz --key public.pem --scope production
    """
    from mlgate.cli.render.document import formatted
    from mlgate.compose import clock
    from mlgate.policy import origin, release
    from mlgate.policy.signing import Trust, keys

    trust = Trust(keys.public(key, algorithm), clock, key_id, scope)
    data = origin.packed(bundle, here=Path.cwd())
    found = release.Release(origin.unpack(data, bundle, origin.Pin(digest, trust)), data)
    for output in outputs:
        text = card(bundle, found) if output.format == "text" else formatted(document(bundle, found))
        put(text, output)
