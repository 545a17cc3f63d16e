"""A folder with a governance table of its own: small policies, four people, the local registry."""

from __future__ import annotations

import json
from pathlib import Path

from mlgate.settings import os_user
from tests.policy.small import FILES, other

CONFIG = """
[policy]
bundle = "policies"
"""
PEOPLE = f"""
[people."u-tom"]
roles = ["ml_engineer"]
os_user = {json.dumps(os_user())}

[people."u-priya"]
roles = ["model_owner"]

[people."u-helen"]
roles = ["governance_officer"]

[people."svc-ci"]
kind = "service"
"""
POLICIES = {
    **FILES,
    "controls/fairness/gap/gap.rego": FILES["controls/fairness/gap/gap.rego"]
    .replace('"report"', '"model_card"')
    .replace("report.body.gaps", 'object.get(report.body, "gaps", {})'),
    "config/lifecycle/data.yaml": FILES["config/lifecycle/data.yaml"].replace("[report]", "[model_card]"),
    "request/plan.rego": FILES["request/plan.rego"].replace(
        '"effects": {"approved": null, "pending": null, "rejected": null, "demote": null}',
        '"effects": {"approved": {"approval_status": "Approved", "stage": "PreProduction", "stage_status": "Approved", '
        '"granting": true}, "pending": null, "rejected": null, "demote": null}',
    ),
    "controls/other/o1/o1.rego": other(
        1, gates="[G3]", codes='{bad: {effect: approval, message: "no vote of {scope}"}}'
    ).partition("findings contains")[0]
    + """findings contains {"code": "bad", "scope": "model_owner", "args": {}} if {
	count([vote | some vote in input.approvals; vote.role == "model_owner"; vote.decision == "approved"]) == 0
}
""",
    "controls/other/o2/o2.rego": other(
        2, gates="[G3]", codes='{bad: {effect: deny, message: "{scope} voted against it"}}'
    ).partition("findings contains")[0]
    + """findings contains {"code": "bad", "scope": vote.role, "args": {}} if {
	some vote in input.approvals
	vote.decision == "rejected"
}
""",
}


def furnish(folder: Path) -> None:
    """Write configuration, directory and policies; `mlgate init` makes the table."""
    (folder / "governance.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "directory.toml").write_text(PEOPLE, encoding="utf-8")
    (folder / "model.bin").write_bytes(b"weights")
    for name, text in POLICIES.items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
