"""What evidence makes of views: newest first, superseded, approved, one of each key."""

from __future__ import annotations

import pytest

from mlgate.canonical import digest_bytes
from mlgate.errors import IntegrityError
from mlgate.model.entry import EvidenceAdded
from mlgate.model.view import EvidenceHead
from mlgate.model.vocabulary import DocumentStatus
from tests.table.story import MODEL, Desk, approval, document, evidence, model, moment

ONE, TWO, THREE = document("one"), document("two"), document("three")


@pytest.fixture
def desk() -> Desk:
    registered = Desk()
    registered.add(model())
    return registered


def _heads(desk: Desk, kind: str = "evaluation_report") -> tuple[EvidenceHead, ...]:
    return desk.views[MODEL].evidence[kind]


def _stand(desk: Desk, kind: str = "evaluation_report") -> list[tuple[int, str]]:
    return [(head.version, head.status) for head in _heads(desk, kind)]


def _incident(name: str, status: str, data: bytes) -> EvidenceAdded:
    return evidence("incident", data, key=name, metrics={"status": status})


def test_documents_stand_newest_first_with_the_time_they_were_recorded(desk):
    desk.add(evidence(data=ONE), evidence(data=TWO))
    assert [head.digest for head in _heads(desk)] == [digest_bytes(TWO), digest_bytes(ONE)]
    assert [head.recorded_at for head in _heads(desk)] == [moment(3), moment(2)]
    assert [head.version for head in _heads(desk)] == [2, 1]


def test_the_newest_twelve_of_a_type_are_kept_and_all_are_counted(desk):
    desk.add(*(evidence(data=document(str(number))) for number in range(15)))
    assert [head.version for head in _heads(desk)] == [*range(15, 3, -1)]
    assert desk.views[MODEL].evidence_count == {"evaluation_report": 15}


def test_no_number_of_drafts_pushes_out_what_was_approved(desk):
    desk.add(evidence(data=ONE), approval(data=ONE))
    desk.add(*(evidence(data=document(str(number)), status=DocumentStatus.DRAFT) for number in range(15)))
    assert _stand(desk)[0] == (16, DocumentStatus.DRAFT)
    assert _stand(desk)[12:] == [(1, DocumentStatus.APPROVED)]


def test_of_what_was_approved_the_newest_twelve_are_kept_for_good(desk):
    for number in range(14):
        desk.add(evidence(data=document(str(number))), approval(data=document(str(number))))
    desk.add(*(evidence(data=document(f"later {number}")) for number in range(15)))
    assert [head.version for head in _heads(desk)] == [*range(29, 17, -1), *range(14, 2, -1)]


def test_types_are_counted_apart(desk):
    desk.add(evidence(data=ONE), evidence("model_card", TWO))
    assert desk.views[MODEL].evidence_count == {"evaluation_report": 1, "model_card": 1}


def test_a_newer_version_supersedes_an_approved_one(desk):
    desk.add(evidence(data=ONE), approval(data=ONE), evidence(data=TWO))
    assert _stand(desk) == [(2, DocumentStatus.IN_REVIEW), (1, DocumentStatus.SUPERSEDED)]


def test_a_draft_supersedes_nothing_until_it_is_approved(desk):
    desk.add(evidence(data=ONE), approval(data=ONE), evidence(data=TWO, status=DocumentStatus.DRAFT))
    assert _stand(desk) == [(2, DocumentStatus.DRAFT), (1, DocumentStatus.APPROVED)]
    desk.add(approval(data=TWO))
    assert _stand(desk) == [(2, DocumentStatus.APPROVED), (1, DocumentStatus.SUPERSEDED)]


def test_monitoring_reports_stand_beside_each_other(desk):
    kind = "monitoring_report"
    desk.add(evidence(kind, ONE), approval(kind, ONE), evidence(kind, TWO), approval(kind, TWO))
    assert _stand(desk, kind) == [(2, DocumentStatus.APPROVED), (1, DocumentStatus.APPROVED)]


def test_an_approval_names_the_person_the_role_and_the_time(desk):
    desk.add(evidence(data=ONE), approval(data=ONE))
    (approver,) = _heads(desk)[0].approved_by
    assert (approver.person, approver.role, approver.at) == ("u-lena.fox", "model_validator", moment(0))


def test_a_second_approval_joins_the_first(desk):
    desk.add(evidence(data=ONE), approval(data=ONE), approval(data=ONE))
    assert len(_heads(desk)[0].approved_by) == 2


def test_an_older_version_approved_late_does_not_stand_beside_a_newer_approved_one(desk):
    desk.add(evidence(data=ONE), evidence(data=TWO), approval(data=TWO), approval(data=ONE))
    assert _stand(desk) == [(2, DocumentStatus.APPROVED), (1, DocumentStatus.SUPERSEDED)]


def test_of_two_versions_with_the_same_body_the_newest_is_approved(desk):
    desk.add(evidence(data=ONE), evidence(data=TWO), evidence(data=ONE), approval(data=ONE))
    assert [(head.version, len(head.approved_by)) for head in _heads(desk)] == [(3, 1), (2, 0), (1, 0)]


def test_what_does_not_stand_cannot_be_approved(desk):
    desk.add(evidence(data=ONE))
    with pytest.raises(IntegrityError, match="no evaluation_report with digest"):
        desk.add(approval(data=TWO))


@pytest.mark.parametrize(("kind", "shelf"), [("incident", "incidents"), ("change_record", "changes")])
def test_of_each_key_the_newest_stands_open_or_closed(desk, kind, shelf):
    def added(name: str, status: str, data: bytes) -> None:
        desk.add(evidence(kind, data, key=name, metrics={"status": status}))

    added("K-1", "open", ONE)
    added("K-2", "open", TWO)
    added("K-1", "contained", THREE)
    held = getattr(desk.views[MODEL], shelf)
    assert [(head.key, head.metrics["status"], head.version) for head in held] == [
        ("K-1", "contained", 2),
        ("K-2", "open", 1),
    ]
    added("K-1", "closed", document("four"))
    held = getattr(desk.views[MODEL], shelf)
    assert [(head.key, head.metrics["status"]) for head in held] == [("K-1", "closed"), ("K-2", "open")]
    assert kind not in desk.views[MODEL].evidence


def test_an_open_incident_can_be_approved(desk):
    desk.add(_incident("K-1", "open", ONE), _incident("K-2", "open", TWO), approval("incident", ONE))
    assert [head.status for head in desk.views[MODEL].incidents] == [DocumentStatus.IN_REVIEW, DocumentStatus.APPROVED]


def test_what_nobody_approved_stays_and_of_what_was_closed_the_twelve_newest_do(desk):
    desk.add(_incident("open", "open", document("open")), _incident("unsigned", "closed", document("unsigned")))
    for number in range(14):
        data = document(f"closed {number}")
        desk.add(_incident(f"K-{number}", "closed", data), approval("incident", data))
    keys = [head.key for head in desk.views[MODEL].incidents]
    assert keys == [*(f"K-{number}" for number in range(13, 1, -1)), "unsigned", "open"]


def test_a_key_on_any_other_type_is_only_carried_along(desk):
    desk.add(evidence(data=ONE, key="2026-11"))
    assert _heads(desk)[0].key == "2026-11"
