package mlgate.classification_test

import data.mlgate.classification
import data.mlgate.lib.questions

# A questionnaire with every answer no; the vectors state only what differs.
_no := {
	"is_ai_system": true,
	"art2_exclusion": "none",
	"art5": {"a": false, "b": false, "c": false, "d": false, "e": false, "f": false, "g": false, "h": false, "ba": false, "bb": false},
	"annex_i": {"listed": false, "is_product": false, "safety_component": false, "third_party_assessment": false},
	"annex_iii": [],
	"sole_purpose_financial_fraud_detection": false,
	"sole_purpose_verification": false,
	"profiling": false,
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
	"deployer": {"public_body": false, "private_public_service": false, "financial_institution": false, "workplace_use": false},
}

_assess(answers) := classification.assess(object.union(_no, answers))

_is(answers, tier, reasons, duties) if _assess(answers) == {"tier": tier, "reasons": reasons, "duties": duties}

test_credit_scoring_of_consumers if _is({"profiling": true, "annex_iii": ["5b"]}, "high", {"annex3_5b"}, {"art27", "art4"})

test_payment_fraud_detection_only if {
	answers := {"profiling": true, "annex_iii": ["5b"], "sole_purpose_financial_fraud_detection": true}
	_is(answers, "minimal", {"annex3_5b_fraud_exception"}, {"art4"})
}

test_motor_insurance_pricing if _is({"profiling": true}, "minimal", {"default"}, {"art4"})

test_a_document_sorter_without_profiling_derogates if {
	answers := {"annex_iii": ["5b"], "derogation": {"conditions": ["a"], "no_significant_risk": true, "not_materially_influencing": true}}
	_is(answers, "minimal", {"art6_3_derogation"}, {"art4", "art49_2", "art6_4"})
}

test_profiling_never_derogates if {
	answers := {"profiling": true, "annex_iii": ["5b"], "derogation": {"conditions": ["a"], "no_significant_risk": true, "not_materially_influencing": true}}
	_is(answers, "high", {"annex3_5b"}, {"art27", "art4"})
}

test_a_derogation_needs_all_its_parts if {
	every part in ["no_significant_risk", "not_materially_influencing"] {
		whole := {"conditions": ["a"], "no_significant_risk": true, "not_materially_influencing": true}
		_assess({"annex_iii": ["5b"], "derogation": object.union(whole, {part: false})}).tier == "high"
	}
	_assess({"annex_iii": ["5b"], "derogation": {"conditions": ["x"], "no_significant_risk": true, "not_materially_influencing": true}}).tier == "high"
}

test_a_cv_filter if _is({"profiling": true, "annex_iii": ["4a"]}, "high", {"annex3_4a"}, {"art4"})

test_a_customer_chatbot if _is({"art50": {"interacts_with_persons": true}}, "limited", {"default"}, {"art4", "art50_1"})

test_an_obvious_chatbot_is_minimal if {
	_assess({"art50": {"interacts_with_persons": true, "obvious_from_context": true}}).tier == "minimal"
}

test_edited_public_interest_text_is_minimal if {
	_assess({"art50": {"public_interest_text": true, "editorial_responsibility": true}}).tier == "minimal"
	_assess({"art50": {"public_interest_text": true}}).duties == {"art4", "art50_4"}
}

test_a_credit_adviser_chatbot_that_also_scores if {
	answers := {"profiling": true, "annex_iii": ["5b"], "art50": {"interacts_with_persons": true}}
	_is(answers, "high", {"annex3_5b"}, {"art27", "art4", "art50_1"})
}

test_a_social_score if _is({"art5": {"c": true}}, "unacceptable", {"art5_1_c"}, set())

test_an_undress_app if _is({"art5": {"ba": true}}, "unacceptable", {"art5_1_ba"}, set())

test_a_safety_component_of_critical_infrastructure_needs_no_fria if {
	_is({"annex_iii": ["2"], "deployer": {"private_public_service": true}}, "high", {"annex3_2"}, {"art4"})
}

test_benefits_by_a_public_agency if {
	_is({"profiling": true, "annex_iii": ["5a"], "deployer": {"public_body": true}}, "high", {"annex3_5a"}, {"art27", "art4"})
}

test_an_open_answer_is_undetermined if {
	_is({"profiling": null, "annex_iii": ["5b"]}, "undetermined", {"unanswered:profiling"}, set())
	_is({"annex_iii": null}, "undetermined", {"unanswered:annex_iii"}, set())
	_is({"art5": {"c": null}}, "undetermined", {"unanswered:art5.c"}, set())
	_is({"art2_exclusion": null}, "undetermined", {"unanswered:art2_exclusion"}, set())
	_is({"derogation": {"conditions": null}}, "undetermined", {"unanswered:derogation.conditions"}, set())
}

test_answers_of_the_wrong_type_are_open if {
	questions.open(object.union(_no, {"profiling": "no"})) == {"profiling"}
	questions.open(object.union(_no, {"annex_iii": [5]})) == {"annex_iii"}
	count(questions.open(object.union(object.remove(_no, ["art5"]), {"art5": "none"}))) == 10
	count(questions.open({})) == 32
}

test_outside_the_regulation if {
	_is({"is_ai_system": false}, "out_of_scope", {"not_an_ai_system"}, set())
	_is({"art2_exclusion": "research_only"}, "out_of_scope", {"art2_research_only"}, set())
}

test_an_exclusion_has_its_limits if {
	_is({"art2_exclusion": "military"}, "out_of_scope", {"art2_military"}, set())
	_is({"art2_exclusion": "third_country_authority"}, "out_of_scope", {"art2_third_country_authority"}, set())
	_is({"art2_exclusion": "research_only", "real_world_testing": false}, "out_of_scope", {"art2_research_only"}, set())
	_is({"art2_exclusion": "research_only", "real_world_testing": true}, "minimal", {"default"}, {"art4"})
	_is({"art2_exclusion": "personal", "role": "deployer"}, "out_of_scope", {"art2_personal"}, set())
	every role in ["provider", "both", "importer", "distributor", "product_manufacturer", null] {
		_is({"art2_exclusion": "personal", "role": role}, "minimal", {"default"}, {"art4"})
	}
	_is({"art2_exclusion": "personal"}, "minimal", {"default"}, {"art4"})
	_is({"art2_exclusion": "banking"}, "undetermined", {"unanswered:art2_exclusion"}, set())
}

test_an_exclusion_that_other_answers_contradict_is_none if {
	high := {"profiling": true, "annex_iii": ["5b"]}
	every exclusion in ["military", "third_country_authority", "personal"] {
		every answer in [true, null] {
			bank := object.union(high, {"art2_exclusion": exclusion, "role": "deployer", "deployer": {"financial_institution": answer}})
			_is(bank, "high", {"annex3_5b"}, {"art27", "art4"})
		}
	}
	every kind in ["public_body", "private_public_service", "workplace_use"] {
		_assess(object.union(high, {"art2_exclusion": "personal", "role": "deployer", "deployer": {kind: true}})).tier == "high"
	}
	research := object.union(high, {"art2_exclusion": "research_only"})
	_is(object.union(research, {"decision_effect": {"legal_or_similar_effect": false}}), "out_of_scope", {"art2_research_only"}, set())
	every answer in [true, null, "no"] {
		_is(object.union(research, {"decision_effect": {"legal_or_similar_effect": answer}}), "high", {"annex3_5b"}, {"art27", "art4"})
	}
}

_annex_i(changes) := {"annex_i": object.union({"listed": true, "third_party_assessment": true}, changes)}

test_what_only_assists_is_no_safety_component if {
	assisting := {"safety_component": true, "assistance_only": true, "failure_endangers": false}
	_is(_annex_i(assisting), "minimal", {"annex1_assistance_exception"}, {"art4"})
	_is(_annex_i(object.union(assisting, {"failure_endangers": true})), "high", {"annex1"}, {"art4"})
	_is(_annex_i(object.union(assisting, {"assistance_only": false})), "high", {"annex1"}, {"art4"})
	_is(_annex_i(object.union(assisting, {"is_product": true})), "high", {"annex1"}, {"art4"})
	_is(_annex_i({"safety_component": true, "assistance_only": true}), "undetermined", {"unanswered:annex_i.failure_endangers"}, set())
}

test_an_assessment_for_other_risks_does_not_count if {
	_is(_annex_i({"is_product": true, "assessment_only_other_risks": true}), "minimal", {"annex1_other_risks_exception"}, {"art4"})
	_is(_annex_i({"is_product": true, "assessment_only_other_risks": false}), "high", {"annex1"}, {"art4"})
	without := {"annex_i": {"listed": true, "is_product": true, "assessment_only_other_risks": true}}
	_is(without, "minimal", {"default"}, {"art4"})
}

test_annex_iii_is_asked_whatever_annex_i_says if {
	answers := object.union(_annex_i({"safety_component": true, "assistance_only": true, "failure_endangers": false}), {"annex_iii": ["4a"]})
	_is(answers, "high", {"annex3_4a"}, {"art4"})
}

test_duties_add_up if {
	gpai := {"gpai": {"provider_of_gpai": true, "training_flop": 2e25}}
	_is(gpai, "minimal", {"default"}, {"art4", "art52", "art53", "art55"})
	both := object.union(gpai, {"annex_iii": ["5b"], "art50": {"interacts_with_persons": true}})
	_is(both, "high", {"annex3_5b"}, {"art27", "art4", "art50_1", "art52", "art53", "art55"})
}

test_annex_i_needs_third_party_assessment if {
	_is({"annex_i": {"listed": true, "is_product": true, "third_party_assessment": true}}, "high", {"annex1"}, {"art4"})
	_is({"annex_i": {"listed": true, "safety_component": true, "third_party_assessment": true}}, "high", {"annex1"}, {"art4"})
	_assess({"annex_i": {"listed": true, "safety_component": true}}).tier == "minimal"
	_is({"annex_i": {"listed": true, "third_party_assessment": true}}, "minimal", {"default"}, {"art4"})
	both := {"annex_i": {"listed": true, "is_product": true, "third_party_assessment": true}, "annex_iii": ["5b"]}
	_is(both, "high", {"annex1"}, {"art27", "art4"})
}

test_a_point_of_annex_iii_is_high_without_its_exception if {
	every point in ["1a", "5b", "7d", "8b"] {
		_assess({"annex_iii": [point]}).tier == "high"
		_assess({"annex_iii": [point]}).reasons == {concat("", ["annex3_", point])}
	}
}

test_every_exception_of_annex_iii if {
	_is({"annex_iii": ["1a"], "sole_purpose_verification": true}, "minimal", {"annex3_1a_verification_exception"}, {"art4"})
	_is({"annex_iii": ["7d"], "sole_purpose_travel_document_check": true}, "minimal", {"annex3_7d_travel_document_exception"}, {"art4"})
	_is({"annex_iii": ["8b"], "sole_purpose_campaign_logistics": true}, "minimal", {"annex3_8b_logistics_exception"}, {"art4"})
	_assess({"annex_iii": ["5b", "5c"], "sole_purpose_financial_fraud_detection": true}).reasons == {"annex3_5c"}
}

_document(subject, answers) := {
	"subject": subject,
	"status": "approved",
	"created_by": "u-lead",
	"approved_by": [{"person": "u-gov", "role": "governance_officer"}],
	"body": object.union(_no, answers),
}

_facts(documents, use_cases) := {
	"evidence": {"risk_classification": documents},
	"use_cases": [{"ref": ref} | some ref in use_cases],
	"directory": {"people": {"u-gov": {"kind": "person", "roles": ["governance_officer"]}, "u-lead": {"kind": "person", "roles": ["ds_team_lead"]}}},
}

test_a_model_has_the_strictest_tier_of_its_use_cases if {
	documents := [_document("use-case/A", {}), _document("use-case/B", {"annex_iii": ["5b"]})]
	classification.tier == "high" with input as _facts(documents, ["use-case/A", "use-case/B"])
	classification.tier == "minimal" with input as _facts(documents, ["use-case/A"])
}

test_without_an_approved_questionnaire_nothing_is_determined if {
	classification.tier == "undetermined" with input as _facts([], ["use-case/A"])
	classification.tier == "undetermined" with input as _facts([], [])
	draft := object.union(_document("use-case/A", {}), {"status": "in_review"})
	classification.tier == "undetermined" with input as _facts([draft], ["use-case/A"])
	self_approved := object.union(_document("use-case/A", {}), {"created_by": "u-gov"})
	classification.tier == "undetermined" with input as _facts([self_approved], ["use-case/A"])
	bare := object.union(_document("use-case/A", {}), {"body": "credit scoring"})
	classification.tier == "undetermined" with input as _facts([bare], ["use-case/A"])
}

_approved_by(person, role) := object.union(_document("use-case/A", {}), {"created_by": "u-author", "approved_by": [{"person": person, "role": role}]})

test_only_a_holder_of_an_entitled_role_approves_a_questionnaire if {
	_tier([_approved_by("u-gov", "governance_officer")]) == "minimal"
	_tier([_approved_by("u-lead", "governance_officer")]) == "undetermined"
	_tier([_approved_by("u-nobody", "governance_officer")]) == "undetermined"
	_tier([_approved_by("u-lead", "ds_team_lead")]) == "undetermined"
}

_admitting := _document("use-case/A", {"art5": {"c": true}})

_unsigned(document, status) := object.union(document, {"status": status, "approved_by": []})

_tier(documents) := found if {
	found := classification.tier with input as _facts(documents, ["use-case/A"])
}

test_what_was_once_unacceptable_stays_so if {
	_tier([_admitting]) == "unacceptable"
	superseded := object.union(_admitting, {"status": "superseded"})
	_tier([_document("use-case/A", {}), superseded]) == "unacceptable"
	_tier([_unsigned(_document("use-case/A", {}), "in_review"), superseded]) == "unacceptable"
	_tier([_unsigned(_document("use-case/A", {}), "draft"), _admitting]) == "unacceptable"
	_tier([_document("use-case/A", {"is_ai_system": false}), superseded]) == "unacceptable"
	_tier([_document("use-case/A", {"art5": {"c": true}, "profiling": null})]) == "unacceptable"
}

test_what_nobody_entitled_approved_admits_nothing_for_good if {
	drafted := _unsigned(_admitting, "in_review")
	_tier([drafted]) == "undetermined"
	_tier([_document("use-case/A", {}), drafted]) == "minimal"
	of_another := object.union(_admitting, {"subject": "use-case/B"})
	_tier([_document("use-case/A", {}), of_another]) == "minimal"
	outside := _document("use-case/A", {"is_ai_system": false, "art5": {"c": true}})
	_tier([outside]) == "out_of_scope"
	_tier([_document("use-case/A", {}), object.union(outside, {"status": "superseded"})]) == "minimal"
}
