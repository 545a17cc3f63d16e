package mlgate.controls.classification.prohibited_practice_test

import data.mlgate.controls.classification.prohibited_practice
import data.mlgate.story_test as story

_all_flags := {"a", "b", "c", "d", "e", "f", "g", "h", "ba", "bb"}

_found(facts) := found if {
	found := prohibited_practice.findings with input as facts
}

_flagged(changes) := _found(story.answering(story.system, object.union(story.answers, {"art5": changes})))

_open(flag) := {"code": "flag_open", "scope": flag, "args": {"use_case": "use-case/A"}}

_prohibited(flag) := _prohibited_in("use-case/A", flag, "2025-02-02")

_prohibited_in(ref, flag, day) := {"code": "prohibited_practice", "scope": flag, "args": {"use_case": ref, "from": day}}

_missing := {"code": "questionnaire_missing", "scope": "", "args": {"use_case": "use-case/A"}}

test_ten_denials_pass if {
	_found(story.system) == set()
	_found(story.model) == set()
}

test_every_flag_prohibits if {
	every flag in _all_flags - {"ba", "bb"} { _flagged({flag: true}) == {_prohibited(flag)} }
	every flag in ["ba", "bb"] { _flagged({flag: true}) == {_prohibited_in("use-case/A", flag, "2026-12-02")} }
	_flagged({"c": true, "bb": true}) == {_prohibited("c"), _prohibited_in("use-case/A", "bb", "2026-12-02")}
}

test_a_flag_that_is_open_is_named if {
	_flagged({"c": null}) == {_open("c")}
	_flagged({"c": "no"}) == {_open("c")}
	_flagged({"c": 0}) == {_open("c")}
}

test_an_open_flag_does_not_hide_an_admitted_one if {
	_flagged({"a": null, "c": true}) == {_open("a"), _prohibited("c")}
}

test_flags_of_the_wrong_shape_are_all_open if {
	every art5 in [null, "none", [], 0] {
		_found(story.answering(story.system, object.union(story.answers, {"art5": art5}))) == {_open(flag) | some flag in _all_flags}
	}
	_found(story.answering(story.system, {})) == {_open(flag) | some flag in _all_flags}
}

test_without_a_questionnaire_nobody_has_denied if {
	_found(story.filing(story.system, [])) == {_missing}
	_found(object.union(story.system, {"evidence": {"risk_classification": [story.questionnaire("use-case/B", story.answers)]}})) == {_missing}
	monitored := object.union(story.filing(story.model, []), {"request": {"to_stage": null, "check": "MON"}})
	_found(monitored) == {_missing}
}

test_registration_judges_only_what_is_there if {
	registering := story.moving(story.system, "poc", "poc")
	_found(story.filing(registering, [])) == set()
	_found(story.answering(registering, object.union(story.answers, {"art5": {"c": true}}))) == {_prohibited("c")}
}

test_a_draft_that_admits_is_enough if {
	admitted := object.union(story.questionnaire("use-case/A", object.union(story.answers, {"art5": {"c": true}})), {"status": "draft"})
	_found(story.filing(story.system, [admitted])) == {_prohibited("c")}
	denied := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.system, [admitted, denied])) == {_prohibited("c")}
}

_admits := story.questionnaire("use-case/A", object.union(story.answers, {"art5": {"c": true}}))

_denies := story.questionnaire("use-case/A", story.answers)

_unsigned(document, status) := object.union(document, {"status": status, "approved_by": []})

test_an_unsigned_questionnaire_admits_as_the_newest_or_the_one_that_stands if {
	_found(story.filing(story.system, [_unsigned(_admits, "draft")])) == {_prohibited("c")}
	standing := _unsigned(_admits, "approved")
	_found(story.filing(story.system, [_unsigned(_denies, "draft"), standing])) == {_prohibited("c")}
	_found(story.filing(story.system, [_denies, standing])) == set()
}

test_what_an_older_questionnaire_left_open_is_past if {
	open := story.questionnaire("use-case/A", object.union(story.answers, {"art5": {"c": null}}))
	_found(story.filing(story.system, [_denies, open])) == set()
}

test_nothing_takes_back_what_was_admitted_and_approved if {
	_found(story.filing(story.system, [_unsigned(_denies, "draft"), _admits])) == {_prohibited("c")}
	superseded := object.union(_admits, {"status": "superseded"})
	every newer in [_unsigned(_denies, "draft"), _unsigned(_denies, "in_review"), _denies] {
		_found(story.filing(story.system, [newer, superseded])) == {_prohibited("c")}
		_found(story.filing(story.system, [newer, _unsigned(_denies, "in_review"), superseded])) == {_prohibited("c")}
	}
}

test_in_production_a_newer_questionnaire_hides_nothing if {
	monitored := object.union(story.model, {"request": {"to_stage": null, "check": "MON"}, "subject": {"stage": "production"}})
	superseded := object.union(_admits, {"status": "superseded"})
	_found(story.filing(monitored, [_unsigned(_denies, "in_review"), superseded])) == {_prohibited("c")}
	_found(story.filing(monitored, [_denies])) == set()
}

test_an_officer_who_left_approved_all_the_same if {
	superseded := object.union(_admits, {"status": "superseded"})
	facts := story.filing(story.system, [_unsigned(_denies, "in_review"), superseded])
	gone := object.union(object.remove(facts, ["directory"]), {"directory": {"digest": story.digest, "people": {}}})
	_found(gone) == {_prohibited("c")}
}

test_what_nobody_entitled_approved_was_a_draft if {
	superseded := object.union(_admits, {"status": "superseded"})
	by_other := object.union(superseded, {"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]})
	_found(story.filing(story.system, [_denies, by_other])) == set()
	by_its_author := object.union(superseded, {"created_by": "u-gov"})
	_found(story.filing(story.system, [_denies, by_its_author])) == set()
	_found(story.filing(story.system, [_denies, _unsigned(_admits, "in_review")])) == set()
}

test_what_was_outside_the_regulation_admitted_nothing if {
	outside := story.questionnaire("use-case/A", object.union(story.answers, {"art2_exclusion": "military", "deployer": {"financial_institution": false}, "art5": {"c": true}}))
	_found(story.filing(story.system, [_denies, object.union(outside, {"status": "superseded"})])) == set()
}

test_a_model_answers_for_each_of_its_use_cases if {
	second := object.union(story.use_case, {"ref": "use-case/B"})
	documents := [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", object.union(story.answers, {"art5": {"f": true}}))]
	_found(object.union(story.filing(story.model, documents), {"use_cases": [story.use_case, second]})) == {_prohibited_in("use-case/B", "f", "2025-02-02")}
}
