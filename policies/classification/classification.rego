# METADATA
# title: Classification under the EU AI Act
# description: |-
#   The risk tier of each use case, computed from its approved questionnaire: Regulation (EU) 2024/1689 Art. 5, Art. 6 with
#   Annexes I and III, Art. 50, as amended by (EU) 2026/1744. The first step that matches decides; an open answer is
#   `undetermined`. A model has the strictest tier of its use cases, for it is judged as part of a system (Art. 3(1)).
package mlgate.classification

import data.mlgate.lib.people
import data.mlgate.lib.tiers

# The tier of the subject.
tier := tiers.strictest({tier_of(use_case.ref) | some use_case in input.use_cases}) if count(input.use_cases) > 0

tier := "undetermined" if count(input.use_cases) == 0

# The newest approved questionnaire of a use case; undefined where there is none.
questionnaire(ref) := document.body if {
	document := [held | some held in object.get(input.evidence, "risk_classification", []); held.subject == ref][0]
	document.status == "approved"
	some approver in document.approved_by
	approver.role in data.config.evidence.risk_classification.approvers
	people.holds(approver.person, approver.role)
	approver.person != document.created_by
}

has_questionnaire(ref) if is_object(questionnaire(ref))

tier_of(ref) := assess(questionnaire(ref)).tier if has_questionnaire(ref)

tier_of(ref) := "undetermined" if not has_questionnaire(ref)

# Tier, reasons and duties that follow from a questionnaire.
assess(answers) := {"tier": "undetermined", "reasons": {concat("", ["unanswered:", open]) | some open in open_answers(answers)}, "duties": set()} if {
	count(open_answers(answers)) > 0
} else := {"tier": "out_of_scope", "reasons": _scope_reasons(answers), "duties": set()} if {
	count(_scope_reasons(answers)) > 0
} else := {"tier": "unacceptable", "reasons": {concat("", ["art5_1_", flag]) | some flag in prohibited(answers)}, "duties": set()} if {
	count(prohibited(answers)) > 0
} else := {"tier": "high", "reasons": _annex_i_reasons(answers), "duties": _duties(answers, {"art4"} | _fria(answers))} if {
	count(_annex_i_reasons(answers)) > 0
} else := {"tier": "high", "reasons": {concat("", ["annex3_", point]) | some point in _points(answers)}, "duties": _duties(answers, {"art4"} | _fria(answers))} if {
	count(_points(answers)) > 0
	not _is_derogated(answers)
} else := {"tier": _lower_tier(answers), "reasons": _lower_reasons(answers), "duties": _duties(answers, {"art4"} | _derogation_duties(answers))}

# The prohibitions that a questionnaire admits, by letter.
prohibited(answers) := {flag | some flag in _art5; answers.art5[flag] == true}

# The Annex III points that apply after their own exceptions.
_points(answers) := {point | some point in answers.annex_iii; not _is_excepted(point, answers)}

# The questions that are open: null, absent, or of the wrong type. An unknown answer is not a no.
open_answers(answers) := ({question | some question in _booleans; not is_boolean(object.get(answers, question, null))} | _open_groups(answers)) | _open_others(answers)

_open_groups(answers) := {concat(".", [group, question]) |
	some group, questions in _grouped
	some question in questions
	given := _object(object.get(answers, group, {}))
	not is_boolean(object.get(given, question, null))
}

_open_others(answers) := {"annex_iii" | not _is_list_of_words(object.get(answers, "annex_iii", null))} | ({"art2_exclusion" |
	not is_string(object.get(answers, "art2_exclusion", null))
} | {"derogation.conditions" | not _is_list_of_words(object.get(_object(object.get(answers, "derogation", {})), "conditions", null))})

_object(value) := value if is_object(value)

_object(value) := {} if not is_object(value)

_is_list_of_words(value) if {
	is_array(value)
	every word in value { is_string(word) }
}

_booleans := {
	"is_ai_system",
	"sole_purpose_financial_fraud_detection",
	"sole_purpose_verification",
	"profiling",
}

_art5 := {"a", "b", "c", "d", "e", "f", "g", "h", "ba", "bb"}

_grouped := {
	"art5": _art5,
	"annex_i": {"listed", "is_product", "safety_component", "third_party_assessment"},
	"derogation": {"no_significant_risk", "not_materially_influencing"},
	"art50": {
		"interacts_with_persons",
		"obvious_from_context",
		"generates_synthetic_content",
		"emotion_or_biometric_categorisation",
		"deep_fake",
		"public_interest_text",
		"editorial_responsibility",
	},
	"deployer": {"public_body", "private_public_service"},
}

# Step 1: not an AI system (Art. 3(1)), or outside by Art. 2.
_scope_reasons(answers) := {"not_an_ai_system" | answers.is_ai_system == false} | {concat("", ["art2_", answers.art2_exclusion]) |
	answers.art2_exclusion != "none"
}

# Step 3: Art. 6(1), a product of Annex I or its safety component, with third-party conformity assessment.
_annex_i_reasons(answers) := {"annex1"} if {
	answers.annex_i.listed
	answers.annex_i.third_party_assessment
	_is_product_or_component(answers)
} else := set()

_is_product_or_component(answers) if answers.annex_i.is_product

_is_product_or_component(answers) if answers.annex_i.safety_component

# The exceptions inside Annex III.
_is_excepted("1a", answers) if answers.sole_purpose_verification

_is_excepted("5b", answers) if answers.sole_purpose_financial_fraud_detection

_is_excepted("7d", answers) if answers.sole_purpose_travel_document_check == true

_is_excepted("8b", answers) if answers.sole_purpose_campaign_logistics == true

# Art. 6(3): one of the conditions, and no significant risk, and no material influence; never with profiling.
_is_derogated(answers) if {
	answers.profiling == false
	count({condition | some condition in answers.derogation.conditions; condition in {"a", "b", "c", "d"}}) > 0
	answers.derogation.no_significant_risk
	answers.derogation.not_materially_influencing
}

# Step 5: Art. 50.
_lower_tier(answers) := "limited" if count(_transparency(answers)) > 0

_lower_tier(answers) := "minimal" if count(_transparency(answers)) == 0

_lower_reasons(answers) := {"art6_3_derogation"} if {
	count(_points(answers)) > 0
} else := {concat("", ["annex3_", point, _exception[point]]) | some point in answers.annex_iii} if {
	count(answers.annex_iii) > 0
} else := {"default"}

_exception := {
	"1a": "_verification_exception",
	"5b": "_fraud_exception",
	"7d": "_travel_document_exception",
	"8b": "_logistics_exception",
}

_derogation_duties(answers) := {"art6_4", "art49_2"} if {
	count(_points(answers)) > 0
} else := set()

_transparency(answers) := {duty |
	some question, duty in _art50_duties
	answers.art50[question]
	not _is_exempt(question, answers)
}

_art50_duties := {
	"interacts_with_persons": "art50_1",
	"generates_synthetic_content": "art50_2",
	"emotion_or_biometric_categorisation": "art50_3",
	"deep_fake": "art50_4",
	"public_interest_text": "art50_4",
}

# Art. 50(1): obvious from the circumstances; Art. 50(4): a natural or legal person holds editorial responsibility.
_is_exempt("interacts_with_persons", answers) if answers.art50.obvious_from_context

_is_exempt("public_interest_text", answers) if answers.art50.editorial_responsibility

_duties(answers, base) := base | _transparency(answers)

# Art. 27: every deployer of 5(b) or 5(c); public bodies and private ones with public services, for any point but 2.
_fria(answers) := {"art27"} if {
	count(_points(answers) & {"5b", "5c"}) > 0
} else := {"art27"} if {
	_serves_the_public(answers)
	count(_points(answers) - {"2"}) > 0
} else := set()

_serves_the_public(answers) if answers.deployer.public_body

_serves_the_public(answers) if answers.deployer.private_public_service
