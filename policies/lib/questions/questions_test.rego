package mlgate.lib.questions_test

import data.mlgate.lib.questions
import data.mlgate.story_test as story

_answering(changes) := questions.open(object.union(story.answers, changes))

test_a_whole_questionnaire_leaves_nothing_open if questions.open(story.answers) == set()

test_an_answer_that_is_none_is_open if {
	every nothing in [null, "no", 0, [], {}] {
		_answering({"profiling": nothing}) == {"profiling"}
		_answering({"art5": {"c": nothing}}) == {"art5.c"}
		_answering({"art50": {"deep_fake": nothing}}) == {"art50.deep_fake"}
	}
	questions.open(object.remove(story.answers, ["profiling"])) == {"profiling"}
}

test_every_required_question_is_asked if count(questions.open({})) == 32

test_groups_of_the_wrong_type_are_open_as_a_whole if {
	every odd in [null, "none", 7, ["a"]] {
		count(_answering({"art5": odd})) == 10
		count(_answering({"art50": odd})) == 7
		count(_answering({"annex_i": odd})) == 4
	}
}

test_an_exclusion_is_one_of_the_known if {
	every known in ["none", "military", "third_country_authority", "research_only", "personal"] {
		_answering({"art2_exclusion": known}) == set()
	}
	every unknown in [null, "", "banking", "None", false, ["none"]] {
		_answering({"art2_exclusion": unknown}) == {"art2_exclusion"}
	}
}

test_points_and_conditions_are_lists_of_words if {
	every odd in [null, "5b", [5], ["5b", null], {"5b": true}] {
		_answering({"annex_iii": odd}) == {"annex_iii"}
		_answering({"derogation": {"conditions": odd}}) == {"derogation.conditions"}
	}
	_answering({"annex_iii": [], "derogation": {"conditions": []}}) == set()
}

test_what_may_be_absent_is_answered_once_it_is_there if {
	every name in ["real_world_testing", "sole_purpose_travel_document_check", "sole_purpose_campaign_logistics"] {
		_answering({name: null}) == {name}
		_answering({name: true}) == set()
	}
	_answering({"annex_i": {"assessment_only_other_risks": "no"}}) == {"annex_i.assessment_only_other_risks"}
	_answering({"art50": {"assistive_editing": null, "authorised_by_law": 1}}) == {"art50.assistive_editing", "art50.authorised_by_law"}
}

test_who_only_assists_says_whether_a_failure_endangers if {
	_answering({"annex_i": {"assistance_only": true}}) == {"annex_i.failure_endangers"}
	_answering({"annex_i": {"assistance_only": true, "failure_endangers": null}}) == {"annex_i.failure_endangers"}
	_answering({"annex_i": {"assistance_only": true, "failure_endangers": false}}) == set()
	_answering({"annex_i": {"assistance_only": false}}) == set()
	_answering({"annex_i": {"failure_endangers": null}}) == {"annex_i.failure_endangers"}
}
