package mlgate.controls.data.datasheet_test

import data.mlgate.controls.data.datasheet
import data.mlgate.story_test as story

_found(facts) := found if {
	found := datasheet.findings with input as facts
}

_body := {
	"motivation": "Why.",
	"composition": "What.",
	"collection": "How.",
	"preprocessing": "Cleaned.",
	"uses": "Credit.",
	"distribution": "Nobody.",
	"maintenance": "The team.",
	"splits": [_split("train"), _split("validation"), _split("test")],
}

_split(name) := {"split": name, "rows": 100, "period": {"from": "2021-01-01", "to": "2025-12-31"}, "sha256": "sha256:dddd"}

_document(body) := story.document("model/scorer/1", "u-lead", "ds_team_lead", body)

_holding(documents) := story.holding(story.model, "dataset_datasheet", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_of_test(changes) := _with({"splits": [_split("train"), _split("validation"), object.union(_split("test"), changes)]})

test_a_whole_datasheet_passes if {
	_of(_body) == set()
	_with({"splits": array.concat(_body.splits, [{"split": "oot"}])}) == set()
}

test_parts_that_lack_are_listed_in_one_finding if {
	_with({"uses": null}) == {_finding("part_missing", {"parts": "uses"})}
	_with({"uses": " ", "collection": null}) == {_finding("part_missing", {"parts": "collection, uses"})}
}

test_each_split_is_described if {
	_with({"splits": [_split("train"), _split("test")]}) == {_finding("split_missing", {"split": "validation"})}
	every wrong in [null, [], "train", {"train": 1}, ["train", "validation", "test"], [{"split": 7}]] {
		_with({"splits": wrong}) == {_finding("split_missing", {"split": name}) | some name in ["train", "validation", "test"]}
	}
}

test_a_split_has_period_digest_and_rows if {
	_of_test({"rows": 1}) == set()
	every rows in [0, -1, 0.5, 1.5, null, "100", [100], true] {
		_of_test({"rows": rows}) == {_finding("split_incomplete", {"split": "test", "parts": "rows"})}
	}
	_of_test({"sha256": null, "period": null}) == {_finding("split_incomplete", {"split": "test", "parts": "period, sha256"})}
}

test_a_datasheet_of_a_year_ago_is_enough_and_older_is_not if {
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-12T09:00:00Z"})])) == set()
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-11T09:00:00Z"})])) == {_finding("evidence_stale", {
		"type": "dataset_datasheet",
		"days": 366,
		"limit": 365,
	})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "dataset_datasheet"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "dataset_datasheet", "roles": "model_owner or ds_team_lead"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "ds_team_leadx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "dataset_datasheet"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, "2026-13-40T00:00:00Z"] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

test_a_second_more_than_a_year_is_too_old if {
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-12T08:59:59Z"})])) == {_finding("evidence_stale", {"type": "dataset_datasheet", "days": 365, "limit": 365})}
}
