package mlgate.lib.evidence_test

import data.mlgate.lib.evidence
import data.mlgate.story_test as story

# A model's own document, one of its use case, and one that a machine measured.
_document(subject, changes) := object.union(
	{
		"digest": "sha256:eeee",
		"subject": subject,
		"grade": "declared",
		"status": "approved",
		"created_by": "u-author",
		"created_at": "2026-11-01T09:00:00Z",
		"recorded_at": "2026-11-01T10:00:00Z",
		"approved_by": [
			{"person": "u-owner", "role": "model_owner", "at": "2026-11-02T09:00:00Z"},
			{"person": "u-validator", "role": "model_validator", "at": "2026-11-02T09:00:00Z"},
			{"person": "u-biz", "role": "business_risk_owner", "at": "2026-11-02T09:00:00Z"},
			{"person": "u-gov", "role": "governance_officer", "at": "2026-11-02T09:00:00Z"},
		],
		"version": 1,
		"body": {},
	},
	changes,
)

_facts(type, documents) := object.union(story.model, {"evidence": {type: documents}})

_faults(type, facts) := found if found := evidence.faults(type) with input as facts

_documents(type, facts) := found if found := evidence.documents(type) with input as facts

_codes(type, documents) := {fault.code | some fault in _faults(type, _facts(type, documents))}

test_an_approved_document_counts if {
	document := _document("model/scorer/1", {})
	_faults("fairness_report", _facts("fairness_report", [document])) == set()
	_documents("fairness_report", _facts("fairness_report", [document])) == {document}
}

test_what_is_not_there_or_not_approved_is_missing if {
	_codes("fairness_report", []) == {"evidence_missing"}
	_faults("fairness_report", story.model) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fairness_report"}}}
	every status in ["draft", "in_review", "withdrawn", "superseded"] {
		_codes("fairness_report", [_document("model/scorer/1", {"status": status})]) == {"evidence_missing"}
	}
}

test_the_newest_counts_even_where_an_older_one_is_approved if {
	newest := _document("model/scorer/1", {"status": "in_review"})
	_codes("fairness_report", [newest, _document("model/scorer/1", {})]) == {"evidence_missing"}
}

test_only_somebody_entitled_approves if {
	_codes("fairness_report", [_document("model/scorer/1", {"approved_by": []})]) == {"evidence_wrong_approver"}
	powerless := [{"person": "u-author", "role": "model_validator", "at": "2026-11-02T09:00:00Z"}]
	_codes("fairness_report", [_document("model/scorer/1", {"approved_by": powerless})]) == {"evidence_wrong_approver"}
	other_role := [{"person": "u-owner", "role": "model_owner", "at": "2026-11-02T09:00:00Z"}]
	_codes("fairness_report", [_document("model/scorer/1", {"approved_by": other_role})]) == {"evidence_wrong_approver"}
}

test_nobody_approves_what_they_wrote if {
	own := _document("model/scorer/1", {"created_by": "u-validator"})
	_codes("fairness_report", [own]) == {"evidence_wrong_approver"}
}

test_a_date_ahead_is_a_fault_of_its_own if {
	every field in ["created_at", "recorded_at"] {
		ahead := _document("model/scorer/1", {field: "2026-11-12T09:00:01Z"})
		_codes("fairness_report", [ahead]) == {"evidence_from_the_future"}
		_documents("fairness_report", _facts("fairness_report", [ahead])) == set()
	}
}

test_age_counts_from_the_earlier_date_to_its_limit if {
	good := _document("model/scorer/1", {"created_at": "2026-05-16T09:00:00Z"})
	security := {"person": "u-sec", "role": "security_reviewer", "at": "2026-11-02T09:00:00Z"}
	people := {"directory": {"people": {"u-sec": {"kind": "person", "roles": ["security_reviewer"], "reporting_line": null}}}}
	_aged(object.union(good, {"approved_by": [security]}), people) == set()
	older := object.union(good, {"approved_by": [security], "created_at": "2026-05-16T08:59:59Z"})
	_aged(older, people) == {{"code": "evidence_stale", "scope": "", "args": {"type": "robustness_report", "days": 180, "limit": 180}}}
}

_aged(document, people) := _faults("robustness_report", object.union(_facts("robustness_report", [document]), people))

test_a_shared_document_is_asked_of_every_use_case if {
	two := object.union(_facts("fria", [_document("use-case/A", {})]), {"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]})
	_faults("fria", two) == {{"code": "evidence_missing", "scope": "use-case/B", "args": {"type": "fria"}}}
	count(_documents("fria", two)) == 1
}

test_a_copy_on_the_model_does_not_stand_for_the_use_case if {
	own := _facts("fria", [_document("model/scorer/1", {})])
	_faults("fria", own) == {{"code": "evidence_missing", "scope": "use-case/A", "args": {"type": "fria"}}}
	both := _facts("fria", [_document("model/scorer/1", {}), _document("use-case/A", {"status": "in_review"})])
	_faults("fria", both) == {{"code": "evidence_missing", "scope": "use-case/A", "args": {"type": "fria"}}}
	bad := _facts("fria", [_document("use-case/A", {}), _document("model/scorer/1", {"status": "in_review"})])
	_faults("fria", bad) == {{"code": "evidence_missing", "scope": "model/scorer/1", "args": {"type": "fria"}}}
}

test_somebody_answers_where_there_is_no_use_case if {
	_faults("fria", object.union(story.model, {"use_cases": []})) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fria"}}}
}

test_a_use_case_answers_for_itself if {
	facts := object.union(story.system, {"evidence": {"fria": [_document("use-case/A", {})]}})
	_faults("fria", facts) == set()
}

test_a_machines_report_needs_no_signature if {
	measured := _document("model/scorer/1", {"grade": "measured", "status": "in_review", "approved_by": [], "created_by": "svc"})
	_codes("monitoring_report", [measured]) == set()
	_codes("monitoring_report", [object.union(measured, {"grade": "declared"})]) == {"evidence_missing"}
	_codes("monitoring_report", [object.union(measured, {"status": "draft"})]) == {"evidence_missing"}
	every person in ["u-author", "u-nobody"] {
		_codes("monitoring_report", [object.union(measured, {"created_by": person})]) == {"evidence_missing"}
	}
}

test_what_is_filed_is_the_newest_whatever_its_status if {
	draft := _document("model/scorer/1", {"status": "draft"})
	facts := _facts("model_card", [draft, _document("model/scorer/1", {})])
	found := evidence.filed("model_card") with input as facts
	found == {draft}
	none := evidence.filed("model_card") with input as story.model
	none == set()
}

_part_scope(facts) := found if found := evidence.part_scope("fria", "use-case/A", "drift") with input as facts

test_a_part_of_a_document_has_a_scope_of_its_own if {
	_part_scope(story.model) == "drift"
	_part_scope(object.union(story.model, {"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]})) == "use-case/A drift"
}

test_a_document_of_this_moment_counts if {
	document := _document("model/scorer/1", {"created_at": story.now, "recorded_at": story.now})
	_documents("fairness_report", _facts("fairness_report", [document])) == {document}
}

test_a_use_case_answers_for_no_other if {
	beside := {"use_cases": array.concat(story.system.use_cases, [object.union(story.use_case, {"ref": "use-case/B"})])}
	_faults("fria", object.union(story.system, beside)) == {{"code": "evidence_missing", "scope": "", "args": {"type": "fria"}}}
}

test_a_machine_signs_for_nobody_where_a_signature_is_asked_for if {
	measured := _document("model/scorer/1", {"grade": "measured", "status": "in_review", "approved_by": [], "created_by": "svc"})
	_codes("validation_report", [measured]) == {"evidence_missing"}
	_documents("validation_report", _facts("validation_report", [measured])) == set()
}
