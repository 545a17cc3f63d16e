"""The subject digest: what a vote binds to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgate.canonical import digest


def subject_digest(
    *,
    ref: str,
    visit: int,
    from_stage: str,
    to_stage: str | None,
    artifacts: Iterable[str],
    evidence: Iterable[str],
    waivers: Iterable[str],
    details: Mapping[str, object],
) -> str:
    """SHA-256 of canonical {ref, visit, from, to, artifact and evidence digests, waivers, details}, each list sorted.

    ``evidence`` holds the digests of the documents whose types policy data lists as reviewed at this gate, the
    subject's own and its use cases'; ``waivers`` the digests of the terms of waivers that have not expired; ``details``
    what is registered of the subject and of its use cases, by ref: a vote for one purpose is none for another. Drafts
    and monitoring reports are not in it.
    """
    return digest(
        {
            "ref": ref,
            "visit": visit,
            "from": from_stage,
            "to": to_stage,
            "artifacts": sorted(set(artifacts)),
            "evidence": sorted(set(evidence)),
            "waivers": sorted(set(waivers)),
            "details": details,
        }
    )
