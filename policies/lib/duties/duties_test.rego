package mlgate.lib.duties_test

import data.mlgate.lib.duties
import data.mlgate.story_test as story

_answering(changes) := object.union(story.answers, changes)

_transparency(art50) := duties.transparency(_answering({"art50": art50}))

test_each_trigger_has_its_paragraph if {
	_transparency({}) == set()
	_transparency({"interacts_with_persons": true}) == {"art50_1"}
	_transparency({"generates_synthetic_content": true}) == {"art50_2"}
	_transparency({"emotion_or_biometric_categorisation": true}) == {"art50_3"}
	_transparency({"deep_fake": true}) == {"art50_4"}
	_transparency({"public_interest_text": true}) == {"art50_4"}
	_transparency({"interacts_with_persons": true, "deep_fake": true}) == {"art50_1", "art50_4"}
}

test_each_exemption_is_that_of_its_trigger if {
	_transparency({"interacts_with_persons": true, "obvious_from_context": true}) == set()
	_transparency({"generates_synthetic_content": true, "assistive_editing": true}) == set()
	_transparency({"public_interest_text": true, "editorial_responsibility": true}) == set()
	every exemption in ["obvious_from_context", "assistive_editing", "editorial_responsibility"] {
		_transparency({"deep_fake": true, exemption: true}) == {"art50_4"}
		_transparency({"emotion_or_biometric_categorisation": true, exemption: true}) == {"art50_3"}
	}
	_transparency({"generates_synthetic_content": true, "obvious_from_context": true}) == {"art50_2"}
	_transparency({"interacts_with_persons": true, "editorial_responsibility": true}) == {"art50_1"}
}

test_what_the_law_authorises_against_crime_is_exempt if {
	every trigger in ["interacts_with_persons", "generates_synthetic_content", "emotion_or_biometric_categorisation", "deep_fake", "public_interest_text"] {
		_transparency({trigger: true, "authorised_by_law": true}) == set()
		count(_transparency({trigger: true, "authorised_by_law": false})) == 1
	}
}

_rights(deployer, points) := duties.fundamental_rights(_answering({"deployer": deployer}), points)

test_every_deployer_of_credit_and_insurance_assesses_fundamental_rights if {
	_rights({}, {"5b"}) == {"art27"}
	_rights({}, {"5c"}) == {"art27"}
	_rights({}, {"4a"}) == set()
	_rights({}, set()) == set()
}

test_who_serves_the_public_does_so_for_every_point_but_the_second if {
	every deployer in [{"public_body": true}, {"private_public_service": true}] {
		_rights(deployer, {"3a"}) == {"art27"}
		_rights(deployer, {"2"}) == set()
		_rights(deployer, {"2", "3a"}) == {"art27"}
		_rights(deployer, set()) == set()
	}
}

_general(gpai) := duties.general_purpose(_answering({"gpai": gpai}))

test_who_only_calls_a_model_owes_nothing_for_it if {
	_general({}) == set()
	_general({"uses_gpai_model": true, "modification_flop_share": 0, "training_flop": 1e26}) == set()
	duties.general_purpose({}) == set()
	duties.general_purpose({"gpai": "none"}) == set()
}

test_a_provider_owes_article_53_and_above_the_threshold_more if {
	_general({"provider_of_gpai": true, "training_flop": 1e24}) == {"art53"}
	_general({"provider_of_gpai": true, "training_flop": 1e25}) == {"art53"}
	_general({"provider_of_gpai": true, "training_flop": 1.01e25}) == {"art52", "art53", "art55"}
	_general({"provider_of_gpai": true, "training_flop": null}) == {"art53"}
	_general({"provider_of_gpai": true, "training_flop": "1e26"}) == {"art53"}
}

test_open_source_leaves_copyright_and_the_public_summary if {
	_general({"provider_of_gpai": true, "open_source": true, "training_flop": 1e24}) == {"art53_1_c", "art53_1_d"}
	_general({"provider_of_gpai": true, "open_source": true, "training_flop": 2e25}) == {"art52", "art53", "art55"}
	_general({"uses_gpai_model": true, "open_source": true, "modification_flop_share": 0.1}) == set()
}

test_who_modifies_by_more_than_a_third_is_a_provider if {
	_general({"uses_gpai_model": true, "modification_flop_share": 0.33}) == set()
	_general({"uses_gpai_model": true, "modification_flop_share": 0.3333333333333333}) == set()
	_general({"uses_gpai_model": true, "modification_flop_share": 0.34}) == {"art53"}
	_general({"uses_gpai_model": true, "modification_flop_share": 0.34, "open_source": true}) == {"art53"}
	_general({"uses_gpai_model": true, "modification_flop_share": 0.34, "training_flop": 2e25}) == {"art52", "art53", "art55"}
	_general({"uses_gpai_model": false, "modification_flop_share": 0.9}) == set()
	_general({"uses_gpai_model": true, "modification_flop_share": "0.9"}) == set()
}

test_the_numbers_are_policy_data if {
	found := _general({"provider_of_gpai": true, "training_flop": 1e24}) with data.config.legal.gpai.systemic_flop_above as 1e23
	found == {"art52", "art53", "art55"}
	modified := _general({"uses_gpai_model": true, "modification_flop_share": 0.2}) with data.config.legal.gpai.modification_share_above as 0.1
	modified == {"art53"}
}
