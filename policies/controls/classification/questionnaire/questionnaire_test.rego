package mlgate.controls.classification.questionnaire_test

import data.mlgate.controls.classification.questionnaire
import data.mlgate.story_test as story

_found(facts) := found if {
	found := questionnaire.findings with input as facts
}

_answering(changes) := _found(story.answering(story.model, object.union(story.answers, changes)))

_open(question) := {"code": "question_open", "scope": question, "args": {"use_case": "use-case/A"}}

_missing(scope) := {"code": "evidence_missing", "scope": scope, "args": {"type": "risk_classification"}}

_filed(changes) := _found(story.filing(story.model, [object.union(story.questionnaire("use-case/A", story.answers), changes)]))

test_a_whole_questionnaire_passes if {
	_found(story.model) == set()
	_found(story.system) == set()
}

test_a_missing_questionnaire_is_asked_for if {
	_found(story.filing(story.model, [])) == {_missing("")}
	_found(story.filing(story.system, [])) == {_missing("")}
}

test_a_draft_is_no_questionnaire if _filed({"status": "draft"}) == {_missing("")}

test_the_governance_officer_approves_it if {
	wrong := {{
		"code": "evidence_wrong_approver",
		"scope": "",
		"args": {"type": "risk_classification", "roles": "governance_officer"},
	}}
	_filed({"approved_by": [{"person": "u-owner", "role": "governance_officer", "at": story.now}]}) == wrong
	_filed({"approved_by": []}) == wrong
}

test_a_date_ahead_is_refused if {
	ahead := {{"code": "evidence_from_the_future", "scope": "", "args": {"type": "risk_classification"}}}
	_filed({"created_at": "2026-11-12T09:00:01Z"}) == ahead
	_filed({"recorded_at": "2026-11-12T09:00:01Z"}) == ahead
	_filed({"created_at": story.now, "recorded_at": story.now}) == set()
}

test_an_open_question_is_named if {
	_answering({"profiling": null}) == {_open("profiling")}
	_answering({"annex_iii": null}) == {_open("annex_iii")}
	_answering({"art5": {"c": null}}) == {_open("art5.c")}
	_answering({"art25": {"own_name": null}}) == {_open("art25.own_name")}
	_answering({"minors": null}) == {_open("minors")}
	_answering({"role": null}) == {_open("role")}
}

test_an_answer_of_the_wrong_type_is_open if {
	_answering({"profiling": "no"}) == {_open("profiling")}
	_answering({"minors": 0}) == {_open("minors")}
	_answering({"completed_by": ""}) == {_open("completed_by")}
	_answering({"intended_purpose": ["x"]}) == {_open("intended_purpose")}
	_answering({"affected_persons": null}) == {_open("affected_persons")}
	_answering({"jurisdictions": "DE"}) == {_open("jurisdictions")}
	_answering({"gpai": "none"}) == {_open("gpai.uses_gpai_model"), _open("gpai.provider_of_gpai"), _open("gpai.open_source")}
}

test_an_empty_list_is_an_answer if {
	_answering({"affected_persons": [], "foreseeable_misuse": [], "jurisdictions": [], "vulnerable_groups": []}) == set()
}

test_the_compute_of_a_general_purpose_model_is_stated if {
	_answering({"gpai": {"uses_gpai_model": true}}) == {_open("gpai.modification_flop_share")}
	_answering({"gpai": {"uses_gpai_model": true, "modification_flop_share": 0}}) == set()
	_answering({"gpai": {"uses_gpai_model": true, "modification_flop_share": "none"}}) == {_open("gpai.modification_flop_share")}
	_answering({"gpai": {"provider_of_gpai": true}}) == {_open("gpai.training_flop")}
	_answering({"gpai": {"provider_of_gpai": true, "training_flop": null}}) == {_open("gpai.training_flop")}
	_answering({"gpai": {"provider_of_gpai": true, "training_flop": 1e24}}) == set()
}

test_an_empty_questionnaire_leaves_everything_open if {
	count(_found(story.answering(story.model, {}))) == (32 + 15) + 4
}

test_open_questions_of_a_draft_are_named_too if {
	draft := object.union(
		story.questionnaire("use-case/A", object.union(story.answers, {"profiling": null})),
		{"status": "draft"},
	)
	_found(story.filing(story.model, [draft])) == {_missing(""), _open("profiling")}
}

test_the_newest_questionnaire_counts if {
	whole := story.questionnaire("use-case/A", story.answers)
	open := story.questionnaire("use-case/A", object.union(story.answers, {"minors": null}))
	_found(story.filing(story.model, [open, whole])) == {_open("minors")}
	_found(story.filing(story.model, [whole, open])) == set()
}

test_every_use_case_of_a_model_answers if {
	second := object.union(story.use_case, {"ref": "use-case/B"})
	_found(object.union(story.model, {"use_cases": [story.use_case, second]})) == {_missing("use-case/B")}
}

test_a_questionnaire_of_the_model_answers_for_no_use_case if {
	own := story.questionnaire("model/scorer/1", story.answers)
	_found(story.filing(story.model, [own])) == {_missing("use-case/A")}
	_found(story.filing(story.model, [own, story.questionnaire("use-case/A", story.answers)])) == set()
	draft := object.union(own, {"status": "draft"})
	_found(story.filing(story.model, [draft, story.questionnaire("use-case/A", story.answers)])) == set()
}

test_a_model_without_a_use_case_is_answered_for_by_nobody if {
	_found(object.union(story.model, {"use_cases": []})) == {{"code": "no_use_case", "scope": "", "args": {}}, _missing("")}
}
