"""A waiver never excuses another control or another scope, whatever findings and waivers there are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgate.facts.parse import parse
from mlgate.model.vocabulary import FindingEffect, FindingStatus
from mlgate.policy.rego import RegoPolicy
from tests.policy.small import document, item, other, waiver

SCOPES = st.sampled_from(["", "a", "b", "A", "a=1", "a=1 "])
CONTROLS = st.sampled_from(["OTH-001", "OTH-002", "FAIR-001"])


@pytest.fixture
def asked(policy) -> RegoPolicy:
    return policy({f"controls/other/o{number}/o{number}.rego": other(number) for number in (1, 2)})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.dictionaries(st.sampled_from(["o1", "o2"]), st.lists(SCOPES, max_size=4)),
    granted=st.lists(st.tuples(CONTROLS, st.lists(SCOPES, max_size=3)), max_size=4),
)
def test_exactly_the_denies_of_a_waivers_control_and_scope_are_excused(
    asked: RegoPolicy, found: dict[str, list[str]], granted: list[Any]
):
    evidence = {kind: [item({"bad": scopes})] for kind, scopes in found.items()}
    waivers = [waiver(control, *scopes, name=f"WVR-{number}") for number, (control, scopes) in enumerate(granted)]
    facts = parse(json.dumps(document(evidence=evidence, waivers=waivers)).encode(), "facts.json")
    excused = {(control, scope) for control, scopes in granted for scope in scopes}
    for finding in asked.evaluate(facts).findings:
        assert finding.effect is FindingEffect.DENY
        expected = FindingStatus.WAIVED if (finding.control, finding.scope) in excused else FindingStatus.OPEN
        assert finding.status is expected
        assert (finding.waiver is not None) is (expected is FindingStatus.WAIVED)
