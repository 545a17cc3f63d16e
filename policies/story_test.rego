# Facts that the tests of the controls start from: a high-risk model on its way into pre-production, its use case, and the
# people of both. A test says only what differs.
package mlgate.story_test

now := "2026-11-12T09:00:00Z"

digest := "sha256:aaaa"

no_flags := {"a": false, "b": false, "c": false, "d": false, "e": false, "f": false, "g": false, "h": false, "ba": false, "bb": false}

# A questionnaire whole: consumer credit, high by Annex III 5(b).
answers := {
	"is_ai_system": true,
	"art2_exclusion": "none",
	"role": "both",
	"art25": {"own_name": false, "substantial_modification": false, "purpose_change_to_high": false},
	"intended_purpose": "Estimate the probability that an applicant defaults.",
	"foreseeable_misuse": ["An underwriter follows a refusal without reading the reasons."],
	"art5": no_flags,
	"annex_i": {"listed": false, "is_product": false, "safety_component": false, "third_party_assessment": false},
	"annex_iii": ["5b"],
	"sole_purpose_financial_fraud_detection": false,
	"sole_purpose_verification": false,
	"profiling": true,
	"derogation": {"conditions": [], "no_significant_risk": false, "not_materially_influencing": false},
	"art50": {
		"interacts_with_persons": false,
		"obvious_from_context": false,
		"generates_synthetic_content": false,
		"emotion_or_biometric_categorisation": false,
		"deep_fake": false,
		"public_interest_text": false,
		"editorial_responsibility": false,
	},
	"gpai": {"uses_gpai_model": false, "provider_of_gpai": false, "open_source": false},
	"affected_persons": ["applicants"],
	"vulnerable_groups": [],
	"minors": false,
	"decision_effect": {"automation": "recommendation", "legal_or_similar_effect": true},
	"deployer": {"public_body": false, "private_public_service": false, "financial_institution": true, "workplace_use": false},
	"jurisdictions": ["DE"],
	"used_by_public_authority": false,
	"declared_tier": "high",
	"completed_by": "u-lead",
	"completed_at": "2026-09-09T15:00:00Z",
}

# The answers of a demand forecast: minimal.
light_answers := object.union(answers, {"annex_iii": [], "profiling": false, "declared_tier": "minimal"})

questionnaire(ref, body) := {
	"digest": "sha256:cccc",
	"subject": ref,
	"grade": "declared",
	"status": "approved",
	"created_by": "u-lead",
	"created_at": "2026-09-09T15:00:00Z",
	"recorded_at": "2026-09-09T15:30:00Z",
	"approved_by": [{"person": "u-gov", "role": "governance_officer", "at": "2026-09-10T08:00:00Z"}],
	"version": 1,
	"body": body,
}

people := {
	"u-lead": {"kind": "person", "roles": ["ds_team_lead"], "reporting_line": "data-science"},
	"u-author": {"kind": "person", "roles": ["data_scientist", "model_owner"], "reporting_line": "data-science"},
	"u-owner": {"kind": "person", "roles": ["model_owner"], "reporting_line": "credit"},
	"u-other": {"kind": "person", "roles": ["model_owner"], "reporting_line": "fraud"},
	"u-validator": {"kind": "person", "roles": ["model_validator", "model_owner"], "reporting_line": "validation"},
	"u-biz": {"kind": "person", "roles": ["business_risk_owner"], "reporting_line": "credit"},
	"u-dpo": {"kind": "person", "roles": ["data_protection_officer"], "reporting_line": "legal"},
	"u-sec": {"kind": "person", "roles": ["security_reviewer"], "reporting_line": "information-security"},
	"u-gov": {"kind": "person", "roles": ["governance_officer"], "reporting_line": "compliance"},
	"u-asks": {"kind": "person", "roles": ["ml_engineer", "model_owner"], "reporting_line": "engineering"},
	"svc": {"kind": "service", "roles": ["model_owner"], "reporting_line": null},
}

use_case := {
	"ref": "use-case/A",
	"stage": "qa",
	"owner": "u-owner",
	"deputy": "u-other",
	"line_of_business": "retail-lending",
	"project": "A",
	"intended_purpose": "Estimate the probability that an applicant defaults.",
	"models": [{"ref": "model/scorer/1", "role": "decision", "stage": "qa", "status": "pending", "active": true}],
}

model := {
	"schema": "facts/1",
	"now": now,
	"request": {"to_stage": "pre_production", "check": null, "requester": "u-asks", "reason": null, "replaces": null},
	"subject": {
		"ref": "model/scorer/1",
		"kind": "model",
		"stage": "qa",
		"visit": 1,
		"status": "pending",
		"digest": digest,
		"artifact_digest": "sha256:bbbb",
		"authors": ["u-author"],
		"owner": "u-owner",
		"model_risk": "high",
		"package_arn": null,
	},
	"use_cases": [use_case],
	"evidence": {"risk_classification": [questionnaire("use-case/A", answers)]},
	"approvals": [],
	"waivers": [],
	"rejections": [],
	"incidents": [],
	"changes": [],
	"registry": {"kind": "sagemaker"},
	"directory": {"digest": "sha256:dddd", "people": people},
}

# The use case itself, asking to leave poc.
system := object.union(model, {
	"request": {"to_stage": "development"},
	"subject": {"ref": "use-case/A", "kind": "use-case", "stage": "poc", "authors": [], "artifact_digest": null, "model_risk": null},
	"use_cases": [object.union(use_case, {"stage": "poc", "models": []})],
})

# The facts with these answers to the questionnaire, or with these documents of that type.
answering(facts, body) := filing(facts, [questionnaire("use-case/A", body)])

filing(facts, documents) := object.union(facts, {"evidence": {"risk_classification": documents}})

# An approved document, and the facts with these documents of a type.
document(ref, person, role, body) := object.union(questionnaire(ref, body), {
	"digest": "sha256:ffff",
	"created_by": "u-author",
	"approved_by": [{"person": person, "role": role, "at": "2026-09-10T08:00:00Z"}],
})

holding(facts, type, documents) := object.union(facts, {"evidence": {type: documents}})

vote(role, person) := {
	"role": role,
	"person": person,
	"decision": "approved",
	"gate": "G3",
	"subject_digest": digest,
	"at": "2026-11-11T09:00:00Z",
	"reason": null,
	"authenticated": true,
}

voting(facts, votes) := object.union(facts, {"approvals": votes})

moving(facts, stage, to_stage) := object.union(facts, {"subject": {"stage": stage}, "request": {"to_stage": to_stage}})

test_the_story_is_what_it_says if {
	data.mlgate.classification.tier == "high" with input as model
	data.mlgate.request.gate == "G3" with input as model
	data.mlgate.request.gate == "G1" with input as system
	data.mlgate.classification.tier == "minimal" with input as answering(model, light_answers)
}
