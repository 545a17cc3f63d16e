# METADATA
# title: Questions
# description: |-
#   Which questions of a classification questionnaire the risk tier rests on, and which of them are open: null, absent, or
#   of the wrong type. An unknown answer is not a no. What was added to the questionnaire later, or narrows a rule, may be
#   absent and then claims nothing; once it is there, it is answered.
package mlgate.lib.questions

import data.mlgate.lib.contents

# The open questions by name: a group and a question are joined by a dot.
open(answers) := _open_required(answers) | (_open_optional(answers) | _open_others(answers))

# The ten prohibitions of Art. 5(1), by letter.
prohibitions := {"a", "b", "c", "d", "e", "f", "g", "h", "ba", "bb"}

# The exclusions of Art. 2(3), (4), (6) and (8), (10).
exclusions := {"military", "third_country_authority", "research_only", "personal"}

_open_required(answers) := {concat(".", path) |
	some path in _required
	not is_boolean(object.get(answers, path, null))
}

_open_optional(answers) := {concat(".", path) |
	some path in _optional
	not is_boolean(object.get(answers, path, false))
}

_open_others(answers) := {name |
	some name, is_open in {
		"annex_iii": _is_no_list(object.get(answers, "annex_iii", null)),
		"derogation.conditions": _is_no_list(object.get(answers, ["derogation", "conditions"], null)),
		"art2_exclusion": count({object.get(answers, "art2_exclusion", null)} & (exclusions | {"none"})) == 0,
		"annex_i.failure_endangers": _is_endangering_open(contents.object_of(object.get(answers, "annex_i", {}))),
	}
	is_open
}

# Whoever claims the exception of Art. 6(1a) says whether that of Art. 6(1b) takes it back.
_is_endangering_open(annex_i) if {
	annex_i.assistance_only == true
	not is_boolean(object.get(annex_i, "failure_endangers", null))
} else := false

_is_no_list(value) := false if {
	is_array(value)
	every word in value { is_string(word) }
} else := true

_required := (_whole | _of_art50) | {["art5", flag] | some flag in prohibitions}

_whole := {
	["is_ai_system"],
	["sole_purpose_financial_fraud_detection"],
	["sole_purpose_verification"],
	["profiling"],
	["annex_i", "listed"],
	["annex_i", "is_product"],
	["annex_i", "safety_component"],
	["annex_i", "third_party_assessment"],
	["derogation", "no_significant_risk"],
	["derogation", "not_materially_influencing"],
	["deployer", "public_body"],
	["deployer", "private_public_service"],
}

_of_art50 := {
	["art50", "interacts_with_persons"],
	["art50", "obvious_from_context"],
	["art50", "generates_synthetic_content"],
	["art50", "emotion_or_biometric_categorisation"],
	["art50", "deep_fake"],
	["art50", "public_interest_text"],
	["art50", "editorial_responsibility"],
}

_optional := {
	["real_world_testing"],
	["sole_purpose_travel_document_check"],
	["sole_purpose_campaign_logistics"],
	["annex_i", "assistance_only"],
	["annex_i", "failure_endangers"],
	["annex_i", "assessment_only_other_risks"],
	["art50", "assistive_editing"],
	["art50", "authorised_by_law"],
}
