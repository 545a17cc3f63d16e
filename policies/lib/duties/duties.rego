# METADATA
# title: Duties
# description: |-
#   What the AI Act asks for beside the risk tier, from the answers of a questionnaire: transparency (Art. 50), the
#   fundamental rights impact assessment (Art. 27), and what the provider of a general-purpose AI model owes (Arts. 52, 53
#   and 55). Duties add up (Art. 50(6)). The numbers of the last are policy data (config/legal), with their source.
package mlgate.lib.duties

import data.mlgate.lib.contents
import data.mlgate.lib.measures

# The paragraphs of Art. 50 that are triggered and not exempt.
transparency(answers) := {duty |
	some question, duty in _triggers
	art50 := answers.art50
	art50[question] == true
	not _is_exempt(question, art50)
}

_triggers := {
	"interacts_with_persons": "art50_1",
	"generates_synthetic_content": "art50_2",
	"emotion_or_biometric_categorisation": "art50_3",
	"deep_fake": "art50_4",
	"public_interest_text": "art50_4",
}

# Art. 50(1): obvious from the circumstances; 50(2): an assistive function for standard editing, or the input is not
# substantially altered; 50(4): a natural or legal person holds editorial responsibility; each: authorised by law to detect,
# prevent, investigate or prosecute crime.
_is_exempt("interacts_with_persons", art50) if art50.obvious_from_context == true

_is_exempt("generates_synthetic_content", art50) if art50.assistive_editing == true

_is_exempt("public_interest_text", art50) if art50.editorial_responsibility == true

_is_exempt(_, art50) if art50.authorised_by_law == true

# Art. 27(1): every deployer of 5(b) or 5(c); public bodies and private ones with public services, for any point but 2.
fundamental_rights(answers, points) := {"art27"} if {
	count(points & {"5b", "5c"}) > 0
} else := {"art27"} if {
	_serves_the_public(answers)
	count(points - {"2"}) > 0
} else := set()

_serves_the_public(answers) if answers.deployer.public_body == true

_serves_the_public(answers) if answers.deployer.private_public_service == true

# What the provider of a general-purpose AI model owes; nothing for whoever only calls one. Open source takes away
# Art. 53(1)(a) and (b), but not above the systemic threshold, and for nobody who became provider by modifying.
general_purpose(answers) := {"art52", "art53", "art55"} if {
	_is_provider(_gpai(answers))
	_is_systemic(_gpai(answers))
} else := {"art53"} if {
	_is_modifier(_gpai(answers))
} else := {"art53_1_c", "art53_1_d"} if {
	_gpai(answers).provider_of_gpai == true
	_gpai(answers).open_source == true
} else := {"art53"} if {
	_gpai(answers).provider_of_gpai == true
} else := set()

_gpai(answers) := contents.object_of(object.get(answers, "gpai", {}))

_is_provider(gpai) if gpai.provider_of_gpai == true

_is_provider(gpai) if _is_modifier(gpai)

# Commission guidelines C(2025) 7719, point 60: whose modification takes more than a third of the original compute.
_is_modifier(gpai) if {
	gpai.uses_gpai_model == true
	is_number(gpai.modification_flop_share)
	measures.is_above(gpai.modification_flop_share, data.config.legal.gpai.modification_share_above)
}

# Art. 51(2): presumed above a cumulative training compute.
_is_systemic(gpai) if {
	is_number(gpai.training_flop)
	measures.is_above(gpai.training_flop, data.config.legal.gpai.systemic_flop_above)
}
