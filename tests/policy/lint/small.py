"""A small bundle in which the lint finds nothing, to be changed by one example at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mlgate.policy.files import Files
from mlgate.policy.lint.rule import CONTROL, Example

METADATA = """# METADATA
# scope: package
# title: Score
# description: The score is not low.
# custom:
#   control: SCO-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G3]
#   evidence: [evaluation_report]
#   parameters: [score.min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 15(1)"], nist_ai_rmf: [], iso_42001: [], sr: []}
#   remediation: Improve the model.
#   codes:
#     score_low: {effect: deny, message: "score {score} below {limit}"}
"""

RULES = """
import data.mlgate.lib.limits
import data.mlgate.lib.parameters

findings contains {"code": "score_low", "scope": "", "args": {"score": score, "limit": limit}} if {
	some document in object.get(input.evidence, "evaluation_report", [])
	score := object.get(document.body, "auc", 0)
	limit := max([parameters.value("score.min"), data.mlgate.lib.limits.highest])
	limits.is_below(score, limit)
}
"""

DESCRIBED = "# METADATA\n# title: One\n# description: Of many.\n"
TEST = "package mlgate.test\n\ntest_it if true\n"

PLAN = (
    DESCRIBED
    + """package mlgate.request

plan := {
	"gate": "G3",
	"risk_tier": "high",
	"actions": [],
	"effects": {"approved": null, "pending": null, "rejected": null},
	"apply_within_seconds": 3600,
	"valid_waivers": data.config.waivers.controls,
	"approvers": data.config.evidence,
}
"""
)

BASE: Mapping[str, str] = {
    ".manifest": '{"revision": "2026.11.1", "roots": ["mlgate", "config"], "rego_version": 1}\n',
    CONTROL: METADATA + "package mlgate.controls.example.score\n" + RULES,
    "lib/limits/limits.rego": DESCRIBED
    + "package mlgate.lib.limits\n\nhighest := 0\n\nis_below(value, limit) if value < limit - 0.000000001\n",
    "lib/parameters/parameters.rego": DESCRIBED
    + "package mlgate.lib.parameters\n\n"
    + "value(name) := max([row.value | row := data.config.thresholds.default[name]])\n",
    "request/plan.rego": PLAN,
    "config/thresholds/data.yaml": "default:\n  score.min: {value: 0.5, stricter: higher}\n",
    "config/evidence/data.yaml": "evaluation_report:\n  approvers: [model_owner]\n",
    "config/waivers/data.yaml": "controls:\n  SCO-001: 60\n",
    "config/lifecycle/data.yaml": "facts: {}\n",
}
"""Each module has its test beside it, which `files` adds."""

BODY = "package mlgate.controls.example.score\n"


def files(examples: Iterable[Example] = ()) -> Files:
    """The small bundle with examples written into it."""
    texts = dict(BASE)
    for name in BASE:
        if name.endswith(".rego"):
            texts[name.replace(".rego", "_test.rego")] = TEST
    for example in examples:
        _write(texts, example)
    return Files("policies", texts, ())


def _write(texts: dict[str, str], example: Example) -> None:
    """A file that is not there is the example; METADATA lines take the place of those they name; the rest is added."""
    if example.text == "" and example.file.endswith("_test.rego"):
        del texts[example.file]
    elif example.file not in BASE or example.file == ".manifest":
        texts[example.file] = _filled(example.text)
        if example.file.endswith(".rego"):
            texts.setdefault(example.file.replace(".rego", "_test.rego"), TEST)
    elif example.file == CONTROL:
        texts[CONTROL] = _merged(texts[CONTROL], example.text)
    else:
        texts[example.file] += example.text


def _filled(text: str) -> str:
    metadata = METADATA.replace("SCO-001", "SCO-002") if "{metadata}" in text else METADATA
    parts = {"{metadata}": metadata, "{whole}": METADATA, "{rules}": RULES, "{described}": DESCRIBED}
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def _merged(control: str, text: str) -> str:
    head, _, rules = control.partition(BODY)
    lines = head.splitlines(keepends=True)
    rest: list[str] = []
    for line in text.splitlines(keepends=True):
        key = re.match(r"#( +)(\w+):", line)
        if key is None:
            rest.append(line)
            continue
        place = next((number for number, old in enumerate(lines) if old.startswith(f"#{key[1]}{key[2]}:")), None)
        if place is None:
            lines.append(line)
        else:
            lines[place] = line
    return "".join(lines) + BODY + rules + "".join(rest)
