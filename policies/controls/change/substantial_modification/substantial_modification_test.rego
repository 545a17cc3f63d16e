package mlgate.controls.change.substantial_modification_test

import data.mlgate.controls.change.substantial_modification
import data.mlgate.lib.changes_test
import data.mlgate.story_test as story

_stages := {"G2": ["development", "qa"], "G3": ["qa", "pre_production"], "G4": ["pre_production", "production"]}

_at(gate, facts) := story.moving(facts, _stages[gate][0], _stages[gate][1]) if gate != "MON"

_at("MON", facts) := object.union(facts, {"subject": {"stage": "production"}, "request": {"to_stage": null, "check": "MON"}})

_since(days) := {"subject": {"passed": {gate: {"decision_id": "d", "at": concat("", ["2026-11-", day, "T09:00:00Z"])} | some gate, day in days}}}

_facts(gate, changes) := object.union(_at(gate, story.model), {"changes": changes})

_found(facts) := {[finding.code, finding.scope, object.get(finding.args, "type", object.get(finding.args, "gate", ""))] |
	some finding in found
} if {
	found := substantial_modification.findings with input as facts
}

_change(body) := changes_test.change(body)

_new := {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"}

_renewed(facts) := object.union(facts, {"evidence": {
	"risk_classification": [object.union(story.questionnaire("use-case/A", story.answers), _new)],
	"validation_report": [object.union(story.document("model/scorer/1", "u-gov", "governance_officer", {}), _new)],
}})

_base := [_change({"kind": "base_model"})]

test_without_changes_nothing_is_found if {
	every gate in ["G2", "G3", "G4", "MON"] {
		_found(_facts(gate, [])) == set()
	}
}

test_a_substantial_change_asks_for_the_gates_again if {
	every gate in ["G3", "G4", "MON"] {
		_found(_renewed(_facts(gate, _base))) == {["gate_not_repeated", "CHG-1", "G2"]}
		_found(object.union(_renewed(_facts(gate, _base)), _since({"G2": "01"}))) == {["gate_not_repeated", "CHG-1", "G2"]}
		_found(object.union(_renewed(_facts(gate, _base)), _since({"G2": "02"}))) == set()
	}
	_found(_renewed(_facts("G2", _base))) == set()
}

test_a_gate_passed_later_does_not_stand_for_the_one_to_restart_at if {
	_found(object.union(_renewed(_facts("MON", _base)), _since({"G3": "02", "G4": "03"}))) == {["gate_not_repeated", "CHG-1", "G2"]}
}

test_a_new_purpose_restarts_a_model_at_its_own_first_gate if {
	found := substantial_modification.findings with input as _renewed(_facts("G3", [_change({"kind": "intended_purpose"})]))
	found == {{"code": "gate_not_repeated", "scope": "CHG-1", "args": {"kind": "intended_purpose", "restart": "G1", "gate": "G2"}}}
}

test_what_a_substantial_change_outdates_is_done_again_from_its_gate_on if {
	old := object.union(_renewed(story.model), {"evidence": {
		"risk_classification": [story.questionnaire("use-case/A", story.answers)],
		"validation_report": [story.document("model/scorer/1", "u-gov", "governance_officer", {})],
		"conformity_assessment": [story.document("use-case/A", "u-gov", "governance_officer", {})],
	}})
	passed := object.union_n([old, _since({"G2": "02"}), {"changes": _base}])
	classification := ["not_renewed", "CHG-1", "risk_classification"]
	_found(_at("G2", passed)) == {classification}
	validation := ["not_renewed", "CHG-1", "validation_report"]
	_found(_at("G3", passed)) == {classification, validation}
	conformity := ["not_renewed", "CHG-1", "conformity_assessment"]
	_found(_at("G4", passed)) == {classification, validation, conformity}
	_found(_at("MON", passed)) == {classification, validation, conformity}
}

test_a_document_of_the_same_moment_or_filed_before_is_not_younger if {
	every dates in [{"recorded_at": "2026-11-01T09:00:00Z"}, {"created_at": "2026-11-01T09:00:00Z"}, {"status": "in_review"}] {
		facts := object.union(_renewed(_facts("G3", _base)), _since({"G2": "02"}))
		report := object.union(facts.evidence.validation_report[0], dates)
		_found(object.union(facts, {"evidence": {"validation_report": [report]}})) == {["not_renewed", "CHG-1", "validation_report"]}
	}
}

test_every_use_case_is_classified_again if {
	other := object.union(story.use_case, {"ref": "use-case/B"})
	facts := object.union_n([_renewed(_facts("G2", _base)), {"use_cases": [story.use_case, other]}, _since({"G2": "02"})])
	_found(facts) == {["not_renewed", "CHG-1", "risk_classification"]}
}

test_a_retraining_inside_the_plan_asks_for_a_delta_validation if {
	retrain := [_change({})]
	_found(_facts("G2", retrain)) == set()
	_found(_facts("G3", retrain)) == {["delta_missing", "CHG-1", "validation_report"]}
	_found(_renewed(_facts("G3", retrain))) == set()
	_found(_renewed(_facts("G4", retrain))) == {["checks_not_repeated", "CHG-1", "G3"]}
	_found(object.union(_renewed(_facts("MON", retrain)), _since({"G3": "02"}))) == set()
}

test_another_container_is_checked_at_the_last_gate_and_words_are_not if {
	patched := [_change({"kind": "infrastructure"})]
	_found(_facts("G4", patched)) == set()
	_found(_facts("MON", patched)) == {["checks_not_repeated", "CHG-1", "G4"]}
	_found(object.union(_facts("MON", patched), _since({"G4": "02"}))) == set()
	_found(_facts("MON", [_change({"kind": "documentation"})])) == set()
}

test_closing_a_record_closes_nothing if {
	closed := [_change({"kind": "base_model", "status": "closed"})]
	_found(_renewed(_facts("G3", closed))) == {["gate_not_repeated", "CHG-1", "G2"]}
}

test_a_record_needs_the_signature_of_somebody_entitled if {
	every envelope in [
		{"status": "in_review"},
		{"created_by": "u-owner"},
		{"approved_by": [{"person": "u-gov", "role": "governance_officer", "at": story.now}]},
	] {
		unsigned := object.union(_change({"kind": "documentation"}), envelope)
		_found(_facts("G3", [unsigned])) == {["change_unsettled", "CHG-1", ""]}
	}
}

test_a_change_without_a_moment_is_a_finding if {
	every wrong in [null, "yesterday", 1, "2026-11-12T09:00:01Z"] {
		_found(_facts("MON", [_change({"kind": "base_model", "changed_at": wrong})])) == {["change_undated", "CHG-1", ""]}
	}
}

test_each_change_is_judged if {
	both := [_change({"kind": "infrastructure"}), _change({"change_id": "CHG-2", "kind": "base_model"})]
	_found(_renewed(_facts("MON", both))) == {["checks_not_repeated", "CHG-1", "G4"], ["gate_not_repeated", "CHG-2", "G2"]}
}
