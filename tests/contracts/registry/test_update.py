"""What an update changes, what it leaves alone, and what it says of itself."""

from __future__ import annotations

import pytest

from mlgate.errors import InputError
from mlgate.model.decision import RegistryChange
from mlgate.model.effect import METADATA_DECISION, METADATA_ENTRY, METADATA_NUMBER, Lifecycle
from tests.registry.effects import GRANT, REVOKE, UNCHANGED, effect


def test_a_new_version_waits_and_shows_nothing_else(registry, package):
    state = registry.describe(package)
    assert state.approval_status == "PendingManualApproval"
    assert (state.approval_description, state.lifecycle, state.metadata) == (None, None, {})


def test_describe_shows_what_update_sent(registry, package):
    registry.update(package, effect(GRANT, text="G3 approved on 24 Nov"))
    state = registry.describe(package)
    assert state.package == package
    assert state.approval_status == "Approved"
    assert state.lifecycle == Lifecycle(stage="PreProduction", stage_status="Approved")
    assert state.approval_description == "G3 approved on 24 Nov"


def test_metadata_names_decision_entry_and_effect(registry, package):
    sent = effect(number=7)
    registry.update(package, sent)
    assert registry.describe(package).metadata == {
        METADATA_DECISION: sent.decision_id,
        METADATA_ENTRY: sent.entry,
        METADATA_NUMBER: "7",
    }


def test_fields_that_a_change_leaves_null_stay_as_they_are(registry, package):
    registry.update(package, effect(GRANT, number=1))
    before = registry.describe(package)
    registry.update(package, effect(UNCHANGED, number=2, text="pending: two votes are missing"))
    after = registry.describe(package)
    assert (after.approval_status, after.lifecycle) == (before.approval_status, before.lifecycle)
    assert after.approval_description == "pending: two votes are missing"
    assert after.metadata[METADATA_NUMBER] == "2"


def test_a_status_can_change_without_the_stage(registry, package):
    registry.update(package, effect(GRANT, number=1))
    change = RegistryChange(approval_status="Rejected", stage=None, stage_status=None, granting=False)
    registry.update(package, effect(change, number=2))
    state = registry.describe(package)
    assert state.approval_status == "Rejected"
    assert state.lifecycle == Lifecycle(stage="PreProduction", stage_status="Approved")


def test_what_was_granted_can_be_taken_back(registry, package):
    registry.update(package, effect(GRANT, number=1))
    registry.update(package, effect(REVOKE, number=2))
    state = registry.describe(package)
    assert (state.approval_status, state.lifecycle) == ("Rejected", Lifecycle(stage="QA", stage_status="Rejected"))


def test_metadata_of_others_stays(backend, registry, package):
    backend.touch("model/credit-risk-scorer/1", "PendingManualApproval", {"team": "credit"})
    registry.update(package, effect())
    assert registry.describe(package).metadata["team"] == "credit"


def test_sending_an_effect_again_shows_the_same(registry, package):
    registry.update(package, effect())
    once = registry.describe(package)
    registry.update(package, effect())
    assert registry.describe(package) == once


def test_a_change_from_outside_is_seen(backend, registry, package):
    registry.update(package, effect(REVOKE))
    backend.touch("model/credit-risk-scorer/1", "Approved", registry.describe(package).metadata)
    assert registry.describe(package).approval_status == "Approved"


def test_another_handle_sees_the_update(backend, registry, package):
    registry.update(package, effect())
    assert backend.open().describe(package) == registry.describe(package)


def test_a_description_is_one_line_of_at_most_1024_characters(registry, package):
    registry.update(package, effect(text="refused:\n" + "word " * 500))
    shown = registry.describe(package).approval_description
    assert shown is not None
    assert shown.startswith("refused: word word")
    assert (len(shown), shown[-1]) == (1024, "…")


def test_an_empty_description_leaves_the_old_one(registry, package):
    registry.update(package, effect(text="first", number=1))
    registry.update(package, effect(text="", number=2))
    assert registry.describe(package).approval_description == "first"


@pytest.mark.parametrize("missing", ["entry", "decision_id"])
def test_an_effect_that_no_entry_asks_for_is_not_sent(registry, package, missing):
    before = registry.describe(package)
    with pytest.raises(InputError, match="no entry or no decision"):
        registry.update(package, effect().model_copy(update={missing: ""}))
    assert registry.describe(package) == before


def test_half_a_stage_is_not_sent(registry, package):
    before = registry.describe(package)
    half = RegistryChange(approval_status="Approved", stage="QA", stage_status=None, granting=True)
    with pytest.raises(InputError, match="go together"):
        registry.update(package, effect(half))
    assert registry.describe(package) == before
