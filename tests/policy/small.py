"""A small bundle that passes every guard, and facts for it, to be changed by one thing at a time."""

from __future__ import annotations

from typing import Any

from mlgate.canonical import canonical, digest_bytes

DIGEST = "sha256:" + "a" * 64

MANIFEST = '{"revision": "2026.11.1", "roots": ["mlgate", "config"], "rego_version": 1}'

PLAN = """package mlgate.request

plan := {
	"gate": "G3",
	"risk_tier": object.get(input.evidence, "tier", [{"body": {"is": "high"}}])[0].body.is,
	"actions": [{"action": "demote", "to_stage": "development"}],
	"effects": {"approved": null, "pending": null, "rejected": null, "demote": null},
	"apply_within_seconds": 3600,
	"valid_waivers": [row |
		some waiver in input.waivers
		some scope in waiver.scopes
		row := {"id": waiver.id, "control": waiver.control, "scope": scope}
	],
}
"""

CONTROL = """# METADATA
# scope: package
# title: Every gap within its limit
# description: The largest gap stays under the limit.
# custom:
#   control: FAIR-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G3, G4]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   waivable: {max_days: 60}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(f)-(g)"], nist_ai_rmf: ["MEASURE 2.11"], iso_42001: ["A.5.4"], sr: ["11-7 V"]}
#   remediation: Mitigate and test again.
#   codes:
#     evidence_missing: {effect: deny, message: "no approved report"}
#     gap_over_limit:
#       effect: [{tiers: [limited], effect: warn}, {effect: deny}]
#       message: "{scope}: difference {gap:.4f} beyond {limit}"
package mlgate.controls.fairness.gap

import data.mlgate.lib.evidence

findings contains {"code": "evidence_missing", "scope": "", "args": {}} if count(evidence.approved("report")) == 0

findings contains {"code": "gap_over_limit", "scope": scope, "args": {"gap": gap, "limit": _limit}} if {
	some report in evidence.approved("report")
	some scope, gap in report.body.gaps
	gap > _limit
}

_limit := data.config.thresholds.gap
"""

EVIDENCE = """package mlgate.lib.evidence

approved(kind) := [item | some item in object.get(input.evidence, kind, []); item.status == "approved"]
"""

LIFECYCLE = """facts:
  first_stage: {use-case: poc, model: development}
  gates: {development: G1, qa: G2, pre_production: G3, production: G4, retired: G5}
  reviewed: {G3: [report]}
  windows: {}
  keyed: {}
  deployed: null
"""

FILES = {
    ".manifest": MANIFEST,
    "request/plan.rego": PLAN,
    "controls/fairness/gap/gap.rego": CONTROL,
    "lib/evidence/evidence.rego": EVIDENCE,
    "config/lifecycle/data.yaml": LIFECYCLE,
    "config/thresholds/data.yaml": "gap: 0.1  # a house default\n",
}

GAP = "controls/fairness/gap/gap.rego"


def other(number: int, *, code: str = "bad", **custom: str) -> str:
    """A further control, OTH-00n, that finds ``code`` for each text in its report's list of the same name."""
    lines = {
        "subjects": "[model]",
        "tiers": "[high]",
        "gates": "[G3]",
        "legal_from": "null",
        "policy_from": "null",
        "before": "silent",
        "waivable": "tier_max",
        "core": "false",
        "refs": "{}",
        "remediation": "Mend it.",
        "codes": '{bad: {effect: deny, message: "{scope} is bad"}}',
    } | custom
    metadata = "".join(f"#   {key}: {value}\n" for key, value in lines.items())
    return (
        f"# METADATA\n# scope: package\n# title: Other {number}\n# description: Another.\n"
        f"# custom:\n#   control: OTH-00{number}\n{metadata}package mlgate.controls.other.o{number}\n\n"
        f'findings contains {{"code": "{code}", "scope": scope, "args": {{}}}} if {{\n'
        f'\tsome item in object.get(input.evidence, "o{number}", [])\n\tsome scope in item.body.{code}\n}}\n'
    )


def item(body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
    """One approved document."""
    return {
        "digest": digest_bytes(canonical(body)),
        "subject": "model/scorer/2",
        "grade": "measured",
        "status": "approved",
        "created_by": "u-ann",
        "created_at": "2026-11-01T09:00:00Z",
        "recorded_at": "2026-11-01T09:00:00Z",
        "approved_by": [],
        "version": 1,
        "body": body,
    } | envelope


def waiver(control: str, *scopes: str, name: str = "WVR-1") -> dict[str, Any]:
    """One waiver, which the small bundle holds valid whatever it says."""
    return {
        "id": name,
        "control": control,
        "subject": "model/scorer/2",
        "scopes": list(scopes),
        "reason": "small group",
        "compensating_controls": ["manual review"],
        "granted_by": [],
        "granted_at": "2026-11-01T09:00:00Z",
        "expires_at": "2026-12-01T09:00:00Z",
        "renews": None,
        "authenticated": True,
    }


def document(**changes: Any) -> dict[str, Any]:
    """Facts of a model that asks for pre-production, with the named parts changed."""
    return {
        "schema": "facts/1",
        "now": "2026-11-12T09:00:00Z",
        "request": {
            "to_stage": "pre_production",
            "check": None,
            "requester": "u-tom",
            "reason": None,
            "replaces": None,
        },
        "subject": {
            "ref": "model/scorer/2",
            "kind": "model",
            "stage": "qa",
            "visit": 1,
            "status": "pending",
            "digest": DIGEST,
            "artifact_digest": None,
            "authors": [],
            "owner": None,
            "model_risk": None,
            "package_arn": None,
        },
        "use_cases": [],
        "evidence": {},
        "approvals": [],
        "waivers": [],
        "rejections": [],
        "incidents": [],
        "changes": [],
        "registry": {"kind": "local"},
        "directory": {"digest": DIGEST, "people": {}},
    } | changes
