# What every control says of a document before anybody reads its body, where the tests of the control do not say it: dated
# ahead, past its life, approved by somebody who may not. What else a control finds in an empty body is left aside.
package mlgate.documents_test

import data.mlgate.story_test as story

_evidence(type, life) := object.union(data.config.evidence, {type: {"approvers": ["governance_officer"], "max_days": life, "measured_suffices": false}})

_holding(facts, type, changes) := story.holding(facts, type, [object.union(
	story.document(_holder(facts, type), "u-gov", "governance_officer", _body(type)),
	changes,
)])

_holder(facts, type) := facts.use_cases[0].ref if type in data.config.lifecycle.facts.shared

_holder(facts, type) := facts.subject.ref if not type in data.config.lifecycle.facts.shared

_body(type) := data.mlgate.story_test.answers if type == "risk_classification"

_body(type) := {} if type != "risk_classification"

# The documents are 64 days old.
_long := {"high": 64, "limited": 64, "minimal": 64}

_short := {"high": 63, "limited": 63, "minimal": 63}

_ahead := {"created_at": "2026-11-12T09:00:01Z"}

_other := {"approved_by": [{"person": "u-biz", "role": "business_risk_owner", "at": "2026-09-10T08:00:00Z"}]}

_about_documents(findings, type) := {finding.code | some finding in findings; startswith(finding.code, "evidence_"); finding.args.type == type}

_disparate_impact(facts, life) := _about_documents(found, "fairness_report") if {
	found := data.mlgate.controls.fairness.disparate_impact.findings with input as facts with data.config.evidence as _evidence("fairness_report", life)
}

test_disparate_impact if {
	facts := data.mlgate.story_test.model
	_disparate_impact(_holding(facts, "fairness_report", {}), _long) == set()
	_disparate_impact(_holding(facts, "fairness_report", {}), _short) == {"evidence_stale"}
	_disparate_impact(_holding(facts, "fairness_report", _ahead), _long) == {"evidence_from_the_future"}
	_disparate_impact(_holding(facts, "fairness_report", _other), _long) == {"evidence_wrong_approver"}
}

_equal_opportunity(facts, life) := _about_documents(found, "fairness_report") if {
	found := data.mlgate.controls.fairness.equal_opportunity.findings with input as facts with data.config.evidence as _evidence("fairness_report", life)
}

test_equal_opportunity if {
	facts := data.mlgate.story_test.model
	_equal_opportunity(_holding(facts, "fairness_report", {}), _long) == set()
	_equal_opportunity(_holding(facts, "fairness_report", {}), _short) == {"evidence_stale"}
	_equal_opportunity(_holding(facts, "fairness_report", _ahead), _long) == {"evidence_from_the_future"}
	_equal_opportunity(_holding(facts, "fairness_report", _other), _long) == {"evidence_wrong_approver"}
}

_group_size(facts, life) := _about_documents(found, "fairness_report") if {
	found := data.mlgate.controls.fairness.group_size.findings with input as facts with data.config.evidence as _evidence("fairness_report", life)
}

test_group_size if {
	facts := data.mlgate.story_test.model
	_group_size(_holding(facts, "fairness_report", {}), _long) == set()
	_group_size(_holding(facts, "fairness_report", {}), _short) == {"evidence_stale"}
	_group_size(_holding(facts, "fairness_report", _ahead), _long) == {"evidence_from_the_future"}
	_group_size(_holding(facts, "fairness_report", _other), _long) == {"evidence_wrong_approver"}
}

_population_drift(facts, life) := _about_documents(found, "monitoring_report") if {
	found := data.mlgate.controls.monitoring.population_drift.findings with input as facts with data.config.evidence as _evidence("monitoring_report", life)
}

test_population_drift if {
	facts := data.mlgate.story_test.model
	_population_drift(_holding(facts, "monitoring_report", {}), _long) == set()
	_population_drift(_holding(facts, "monitoring_report", {}), _short) == {"evidence_stale"}
	_population_drift(_holding(facts, "monitoring_report", _ahead), _long) == {"evidence_from_the_future"}
	_population_drift(_holding(facts, "monitoring_report", _other), _long) == {"evidence_wrong_approver"}
}

_performance_decay(facts, life) := _about_documents(found, "monitoring_report") if {
	found := data.mlgate.controls.monitoring.performance_decay.findings with input as facts with data.config.evidence as _evidence("monitoring_report", life)
}

test_performance_decay if {
	facts := data.mlgate.story_test.model
	_performance_decay(_holding(facts, "monitoring_report", {}), _long) == set()
	_performance_decay(_holding(facts, "monitoring_report", {}), _short) == {"evidence_stale"}
	_performance_decay(_holding(facts, "monitoring_report", _ahead), _long) == {"evidence_from_the_future"}
	_performance_decay(_holding(facts, "monitoring_report", _other), _long) == {"evidence_wrong_approver"}
}

_discrimination(facts, life) := _about_documents(found, "evaluation_report") if {
	found := data.mlgate.controls.performance.discrimination.findings with input as facts with data.config.evidence as _evidence("evaluation_report", life)
}

test_discrimination if {
	facts := data.mlgate.story_test.model
	_discrimination(_holding(facts, "evaluation_report", {}), _long) == set()
	_discrimination(_holding(facts, "evaluation_report", {}), _short) == {"evidence_stale"}
	_discrimination(_holding(facts, "evaluation_report", _ahead), _long) == {"evidence_from_the_future"}
	_discrimination(_holding(facts, "evaluation_report", _other), _long) == {"evidence_wrong_approver"}
}

_recall(facts, life) := _about_documents(found, "evaluation_report") if {
	found := data.mlgate.controls.performance.recall.findings with input as facts with data.config.evidence as _evidence("evaluation_report", life)
}

test_recall if {
	facts := data.mlgate.story_test.model
	_recall(_holding(facts, "evaluation_report", {}), _long) == set()
	_recall(_holding(facts, "evaluation_report", {}), _short) == {"evidence_stale"}
	_recall(_holding(facts, "evaluation_report", _ahead), _long) == {"evidence_from_the_future"}
	_recall(_holding(facts, "evaluation_report", _other), _long) == {"evidence_wrong_approver"}
}

_independent_validation(facts, life) := _about_documents(found, "validation_report") if {
	found := data.mlgate.controls.validation.independent_validation.findings with input as facts with data.config.evidence as _evidence("validation_report", life)
}

test_independent_validation if {
	facts := data.mlgate.story_test.model
	_independent_validation(_holding(facts, "validation_report", {}), _long) == set()
	_independent_validation(_holding(facts, "validation_report", {}), _short) == {"evidence_stale"}
	_independent_validation(_holding(facts, "validation_report", _ahead), _long) == {"evidence_from_the_future"}
	_independent_validation(_holding(facts, "validation_report", _other), _long) == {"evidence_wrong_approver"}
}

_training(facts, life) := _about_documents(found, "training_record") if {
	found := data.mlgate.controls.governance.training.findings with input as facts with data.config.evidence as _evidence("training_record", life)
}

test_training if {
	facts := story.voting(data.mlgate.story_test.model, [story.vote("model_owner", "u-owner")])
	_training(_holding(facts, "training_record", {}), _long) == set()
	_training(_holding(facts, "training_record", {}), _short) == {"evidence_stale"}
	_training(_holding(facts, "training_record", _ahead), _long) == {"evidence_from_the_future"}
	_training(_holding(facts, "training_record", _other), _long) == {"evidence_wrong_approver"}
}

_clean_retirement(facts, life) := _about_documents(found, "retirement_plan") if {
	found := data.mlgate.controls.retirement.clean_retirement.findings with input as facts with data.config.evidence as _evidence("retirement_plan", life)
}

test_clean_retirement if {
	facts := data.mlgate.story_test.model
	_clean_retirement(_holding(facts, "retirement_plan", {}), _long) == set()
	_clean_retirement(_holding(facts, "retirement_plan", {}), _short) == {"evidence_stale"}
	_clean_retirement(_holding(facts, "retirement_plan", _ahead), _long) == {"evidence_from_the_future"}
	_clean_retirement(_holding(facts, "retirement_plan", _other), _long) == {"evidence_wrong_approver"}
}

_questionnaire(facts, life) := _about_documents(found, "risk_classification") if {
	found := data.mlgate.controls.classification.questionnaire.findings with input as facts with data.config.evidence as _evidence("risk_classification", life)
}

test_questionnaire if {
	facts := data.mlgate.story_test.system
	_questionnaire(_holding(facts, "risk_classification", {}), _long) == set()
	_questionnaire(_holding(facts, "risk_classification", {}), _short) == {"evidence_stale"}
	_questionnaire(_holding(facts, "risk_classification", _ahead), _long) == {"evidence_from_the_future"}
	_questionnaire(_holding(facts, "risk_classification", _other), _long) == {"evidence_wrong_approver"}
}

_resilience_codes(facts) := {finding.code | some finding in found} if {
	found := data.mlgate.controls.robustness.resilience.findings with input as facts
}

test_resilience_needs_a_registered_artifact if {
	held := _holding(data.mlgate.story_test.model, "robustness_report", {})
	not "artifact_unknown" in _resilience_codes(held)
	"artifact_unknown" in _resilience_codes(object.union(held, {"subject": {"artifact_digest": null}}))
}

_reason_codes_codes(facts) := {finding.code | some finding in found} if {
	found := data.mlgate.controls.explainability.reason_codes.findings with input as facts
}

test_reason_codes_needs_a_registered_artifact if {
	held := _holding(data.mlgate.story_test.model, "explainability_report", {})
	not "artifact_unknown" in _reason_codes_codes(held)
	"artifact_unknown" in _reason_codes_codes(object.union(held, {"subject": {"artifact_digest": null}}))
}
