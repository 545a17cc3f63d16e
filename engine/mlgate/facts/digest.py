"""The subject digest: what a vote binds to."""

from __future__ import annotations

from collections.abc import Iterable

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
) -> str:
    """SHA-256 of canonical {ref, visit, from, to, artifact digests, evidence digests, waiver ids}, each list sorted.

    ``evidence`` holds the digests of the documents whose types policy data lists as reviewed at this gate, the
    subject's own and its use cases'; ``waivers`` the ids of the waivers that have not expired. Drafts and monitoring
    reports are not in it.
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
        }
    )
