package mlgate.controls.classification.operator_role_test

import data.mlgate.controls.classification.operator_role
import data.mlgate.story_test as story

_found(facts) := found if {
	found := operator_role.findings with input as facts
}

_answering(changes) := _found(story.answering(story.system, object.union(story.answers, changes)))

_unknown := {"code": "role_unknown", "scope": "", "args": {}}

_missing := {"code": "questionnaire_missing", "scope": "", "args": {}}

_open(question) := {"code": "question_open", "scope": question, "args": {}}

_flips(declared, question) := {"code": "role_flips", "scope": question, "args": {"declared": declared}}

_questions := {"own_name", "substantial_modification", "purpose_change_to_high"}

test_every_role_may_be_declared if {
	_found(story.system) == set()
	every role in ["provider", "deployer", "both", "importer", "distributor", "product_manufacturer"] {
		_answering({"role": role}) == set()
	}
}

test_a_role_that_is_none_is_unknown if {
	every role in [null, "", "user", "Provider", 3, true, ["provider"], {"provider": true}] {
		_answering({"role": role}) == {_unknown}
	}
	_found(story.answering(story.system, object.remove(story.answers, ["role"]))) == {_unknown}
}

test_each_question_of_article_25_is_answered if {
	every question in _questions {
		_answering({"art25": {question: null}}) == {_open(question)}
		_answering({"art25": {question: "no"}}) == {_open(question)}
	}
	every odd in [null, "no", 0, []] { _answering({"art25": odd}) == {_open(question) | some question in _questions} }
}

test_what_makes_a_provider_flips_every_lesser_role if {
	every role in ["deployer", "importer", "distributor", "product_manufacturer"] {
		every question in _questions {
			_answering({"role": role, "art25": {question: true}}) == {_flips(role, question)}
		}
	}
	_answering({"role": "deployer", "art25": {"own_name": true, "substantial_modification": true}}) == {_flips("deployer", "own_name"), _flips("deployer", "substantial_modification")}
}

test_who_is_the_provider_already_is_not_flipped if {
	every role in ["provider", "both"] {
		_answering({"role": role, "art25": {"own_name": true, "substantial_modification": true, "purpose_change_to_high": true}}) == set()
	}
}

test_an_open_question_does_not_hide_a_flip if {
	_answering({"role": "deployer", "art25": {"own_name": null, "purpose_change_to_high": true}}) == {_open("own_name"), _flips("deployer", "purpose_change_to_high")}
}

test_without_a_questionnaire_there_is_no_role if {
	_found(story.filing(story.system, [])) == {_missing}
	_found(story.filing(story.system, [story.questionnaire("use-case/B", story.answers)])) == {_missing}
	_found(object.union(object.remove(story.system, ["evidence"]), {"evidence": {}})) == {_missing}
}

test_an_empty_questionnaire_says_nothing if {
	_found(story.answering(story.system, {})) == {_unknown} | {_open(question) | some question in _questions}
}

test_the_newest_questionnaire_counts_whatever_its_status if {
	mere := object.union(story.questionnaire("use-case/A", object.union(story.answers, {"role": "deployer", "art25": {"own_name": true}})), {"status": "draft"})
	whole := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.system, [mere, whole])) == {_flips("deployer", "own_name")}
	_found(story.filing(story.system, [whole, mere])) == set()
}
