# METADATA
# title: Classification under the EU AI Act
# description: |-
#   The risk tier of each use case, computed from its approved questionnaire: Regulation (EU) 2024/1689 Art. 5, Art. 6 with
#   Annexes I and III, Art. 50, as amended by (EU) 2026/1744. The first step that matches decides; an open answer is
#   `undetermined`. A model has the strictest tier of its use cases, for it is judged as part of a system (Art. 3(1)).
#   What was once approved with a prohibition admitted stays unacceptable: no later questionnaire cures it.
package mlgate.classification

import data.mlgate.lib.duties
import data.mlgate.lib.people
import data.mlgate.lib.questions
import data.mlgate.lib.tiers

# The tier of the subject.
default tier := "undetermined"

tier := tiers.strictest({tier_of(use_case.ref) | some use_case in input.use_cases})

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

tier_of(ref) := "unacceptable" if {
	count(admitted(ref)) > 0
} else := assess(questionnaire(ref)).tier if {
	has_questionnaire(ref)
} else := "undetermined"

# The prohibitions that any approved questionnaire of a use case ever admitted, as far as facts carry them. Whoever approved
# it need not hold the role any more. A system outside the Regulation admits nothing by its flags.
admitted(ref) := {flag |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
	_was_approved(document)
	count(_scope_reasons(document.body)) == 0
	some flag in prohibited(document.body)
}

_was_approved(document) if {
	some approver in document.approved_by
	approver.role in data.config.evidence.risk_classification.approvers
	approver.person != document.created_by
}

# Tier, reasons and duties that follow from a questionnaire.
assess(answers) := {"tier": "undetermined", "reasons": {concat("", ["unanswered:", open]) | some open in questions.open(answers)}, "duties": set()} if {
	count(questions.open(answers)) > 0
} else := {"tier": "out_of_scope", "reasons": _scope_reasons(answers), "duties": set()} if {
	count(_scope_reasons(answers)) > 0
} else := {"tier": "unacceptable", "reasons": {concat("", ["art5_1_", flag]) | some flag in prohibited(answers)}, "duties": set()} if {
	count(prohibited(answers)) > 0
} else := {"tier": "high", "reasons": {"annex1"}, "duties": _high_duties(answers)} if {
	_is_under_annex_i(answers.annex_i)
	count(_annex_i_exceptions(answers.annex_i)) == 0
} else := {"tier": "high", "reasons": {concat("", ["annex3_", point]) | some point in _points(answers)}, "duties": _high_duties(answers)} if {
	count(_points(answers)) > 0
	not _is_derogated(answers)
} else := {"tier": _lower_tier(answers), "reasons": _lower_reasons(answers), "duties": (_duties(answers) | _derogation_duties(answers))}

# The prohibitions that a questionnaire admits, by letter.
prohibited(answers) := {flag |
	some flag in data.mlgate.lib.questions.prohibitions
	answers.art5[flag] == true
}

# Art. 4 holds for every system; Art. 50 and Chapter V add to whatever the tier brings.
_duties(answers) := {"art4"} | (duties.transparency(answers) | duties.general_purpose(answers))

_high_duties(answers) := _duties(answers) | duties.fundamental_rights(answers, _points(answers))

# Step 1: not an AI system (Art. 3(1)), or outside by Art. 2.
_scope_reasons(answers) := {"not_an_ai_system" | answers.is_ai_system == false} | {concat("", ["art2_", answers.art2_exclusion]) | _is_excluded(answers)}

_is_excluded(answers) if {
	answers.art2_exclusion in {"military", "third_country_authority"}
	not _is_of_finance(answers)
}

# Art. 2(6) and (8): science and what precedes use. Testing in real-world conditions is not covered by the exclusion, and
# what has effects on people in law, or effects like those, serves another purpose too.
_is_excluded(answers) if {
	answers.art2_exclusion == "research_only"
	object.get(answers, "real_world_testing", false) == false
	object.get(answers, ["decision_effect", "legal_or_similar_effect"], false) == false
}

# Art. 2(10): only a natural person who deploys for purely personal ends, so nobody who provides or sells, and no
# institution, authority or employer.
_is_excluded(answers) if {
	answers.art2_exclusion == "personal"
	answers.role == "deployer"
	every kind in ["public_body", "private_public_service", "workplace_use"] {
		object.get(answers, ["deployer", kind], false) == false
	}
	not _is_of_finance(answers)
}

# A bank that deploys a system neither wages war nor is an authority of a third country, and nothing that it does is
# personal: an exclusion that the same answers contradict is none.
_is_of_finance(answers) if object.get(answers, ["deployer", "financial_institution"], false) != false

# Step 3: Art. 6(1), a product of Annex I or its safety component, with third-party conformity assessment.
_is_under_annex_i(annex_i) if {
	annex_i.listed == true
	annex_i.third_party_assessment == true
	true in {annex_i.is_product, annex_i.safety_component}
}

# Art. 6(1a): what only assists is no safety component, save where its failure endangers (1b); a product that is itself
# the system is none in any case. Art. 6(1c): an assessment for other risks than health and safety does not count.
_annex_i_exceptions(annex_i) := {"annex1_assistance_exception" | _only_assists(annex_i)} | {"annex1_other_risks_exception" |
	annex_i.assessment_only_other_risks == true
}

_only_assists(annex_i) if {
	annex_i.is_product == false
	annex_i.assistance_only == true
	annex_i.failure_endangers == false
}

# Step 4: the Annex III points that apply after their own exceptions.
_points(answers) := {point |
	some point in answers.annex_iii
	not _is_excepted(point, answers)
}

_is_excepted("1a", answers) if answers.sole_purpose_verification == true

_is_excepted("5b", answers) if answers.sole_purpose_financial_fraud_detection == true

_is_excepted("7d", answers) if answers.sole_purpose_travel_document_check == true

_is_excepted("8b", answers) if answers.sole_purpose_campaign_logistics == true

# Art. 6(3): one of the conditions, and no significant risk, and no material influence; never with profiling.
_is_derogated(answers) if {
	answers.profiling == false
	count({condition | some condition in answers.derogation.conditions; condition in {"a", "b", "c", "d"}}) > 0
	answers.derogation.no_significant_risk == true
	answers.derogation.not_materially_influencing == true
}

_derogation_duties(answers) := {"art6_4", "art49_2"} if {
	count(_points(answers)) > 0
} else := set()

# Step 5: Art. 50.
_lower_tier(answers) := "limited" if {
	count(duties.transparency(answers)) > 0
} else := "minimal"

_lower_reasons(answers) := {"default"} if {
	count(_narrowed(answers)) == 0
} else := _narrowed(answers)

# Why what a list names is not high all the same.
_narrowed(answers) := _annex_iii_narrowed(answers) | {reason |
	_is_under_annex_i(answers.annex_i)
	some reason in _annex_i_exceptions(answers.annex_i)
}

_annex_iii_narrowed(answers) := {"art6_3_derogation"} if {
	count(_points(answers)) > 0
} else := {concat("", ["annex3_", point, _exception[point]]) | some point in answers.annex_iii}

_exception := {
	"1a": "_verification_exception",
	"5b": "_fraud_exception",
	"7d": "_travel_document_exception",
	"8b": "_logistics_exception",
}
