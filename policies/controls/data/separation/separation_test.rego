package mlgate.controls.data.separation_test

import data.mlgate.controls.data.separation
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_document(body) := story.document("model/scorer/1", "u-lead", "ds_team_lead", body)

_found(facts) := found if {
	found := separation.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_digests := {"train": "sha256:01", "validation": "sha256:02", "test": "sha256:03", "oot": "sha256:04"}

_split(name, from, to) := {"split": name, "rows": 1000, "period": {"from": from, "to": to}, "sha256": _digests[name]}

_pairs := [["train", "validation"], ["train", "test"], ["train", "oot"], ["validation", "test"], ["validation", "oot"]]

_overlaps := [{"first": first, "second": second, "rows": 0} | some [first, second] in _pairs]

_body := {
	"splits": [
		_split("train", "2021-01-01", "2024-06-30"),
		_split("validation", "2024-07-01", "2024-12-31"),
		_split("test", "2024-07-01", "2025-06-30"),
		_split("oot", "2025-07-01", "2025-12-31"),
	],
	"overlaps": _overlaps,
	"overlap_rows": 0,
}

_report(digest) := [story.document("model/scorer/1", "u-validator", "model_validator", {"dataset_sha256": digest})]

_judged(facts, type, digest) := story.holding(facts, type, _report(digest))

_holding(documents) := _judged(story.holding(story.model, "dataset_datasheet", documents), "evaluation_report", "sha256:03")

_plain(code, scope) := {"code": code, "scope": scope, "args": {}}

_splits(changes) := [object.union(part, object.get(changes, part.split, {})) | some part in _body.splits]

test_separate_data_pass if {
	_of(_body) == set()
	_found(_judged(_holding([_document(_body)]), "evaluation_report", "sha256:04")) == set()
	_found(_judged(_holding([_document(_body)]), "fairness_report", "sha256:04")) == set()
}

test_splits_are_different_files if {
	_with({"splits": _splits({"oot": {"sha256": "sha256:01"}})}) == {_plain("same_data", "train/oot")}
	_with({"splits": _splits({"validation": {"sha256": "sha256:01"}})}) == {_plain("same_data", "train/validation")}
	_with({"splits": array.concat(_body.splits, [object.union(_split("train", "2020-01-01", "2020-12-31"), {"sha256": "sha256:04"})])}) == {_plain("same_data", "train/oot")}
	_with({"splits": _splits({"oot": {"sha256": "sha256:03"}})}) == set()
}

test_a_split_without_a_digest_is_told if {
	every wrong in [null, "", 7, ["sha256:04"]] { _with({"splits": _splits({"oot": {"sha256": wrong}})}) == {_plain("digest_missing", "oot")} }
}

test_splits_without_digests_are_not_the_same_data if {
	_with({"splits": _splits({"train": {"sha256": null}, "oot": {"sha256": null}})}) == {_plain("digest_missing", "train"), _plain("digest_missing", "oot")}
}

test_every_pair_is_counted if {
	_with({"overlaps": array.slice(_overlaps, 1, 5)}) == {_plain("overlap_unmeasured", "train/validation")}
	unmeasured := {_plain("overlap_unmeasured", concat("/", pair)) | some pair in _pairs}
	every wrong in [null, [], "none", 0, true, [null], ["train"], [{"first": "train"}]] {
		_of(object.union(object.remove(_body, ["overlaps"]), {"overlaps": wrong})) == unmeasured
	}
	every wrong in [null, "0", 0.5, -1] {
		_with({"overlaps": array.concat(array.slice(_overlaps, 0, 4), [object.union(_overlaps[4], {"rows": wrong})])}) == {_plain("overlap_unmeasured", "validation/oot")}
	}
}

test_a_pair_may_be_named_either_way if {
	_with({"overlaps": [{"first": pair[1], "second": pair[0], "rows": 0} | some pair in _pairs]}) == set()
}

test_a_split_that_is_not_described_has_nothing_to_be_compared_with if {
	_with({"splits": array.slice(_body.splits, 0, 3), "overlaps": [_overlaps[0], _overlaps[1], _overlaps[3]]}) == set()
}

test_a_row_in_common_is_too_many if {
	common := array.concat(array.slice(_overlaps, 0, 4), [object.union(_overlaps[4], {"rows": 1})])
	rows := {"code": "rows_overlap", "scope": "validation/oot", "args": {"rows": 1}}
	_with({"overlaps": common, "overlap_rows": 1}) == {rows}
	_with({"overlaps": common}) == {rows, {"code": "claim_differs", "scope": "", "args": {"claimed": 0, "counted": 1}}}
	twice := array.concat(_overlaps, [object.union(_overlaps[4], {"rows": 1})])
	_with({"overlaps": twice, "overlap_rows": 1}) == {rows}
}

test_a_claimed_sum_is_added_up if {
	every wrong in ["0", true, 7, [0]] { _with({"overlap_rows": wrong}) == {{"code": "claim_differs", "scope": "", "args": {"claimed": wrong, "counted": 0}}} }
	_with({"overlap_rows": null}) == set()
}

test_the_evaluation_is_of_the_test_data if {
	_found(_judged(_holding([_document(_body)]), "evaluation_report", "sha256:99")) == {_plain("tested_elsewhere", "evaluation_report"), _plain("not_out_of_time", "")}
	_found(_judged(_holding([_document(_body)]), "evaluation_report", null)) == {_plain("tested_elsewhere", "evaluation_report"), _plain("not_out_of_time", "")}
	_found(_judged(_holding([_document(_body)]), "evaluation_report", "sha256:01")) == {
		_plain("tested_elsewhere", "evaluation_report"),
		_plain("tested_on_training_data", "evaluation_report"),
		_plain("not_out_of_time", ""),
	}
	_found(_judged(_holding([_document(_body)]), "fairness_report", "sha256:02")) == {
		_plain("tested_elsewhere", "fairness_report"),
		_plain("tested_on_training_data", "fairness_report"),
	}
}

test_groups_are_measured_on_data_that_the_datasheet_describes if {
	every other in ["sha256:99", null, 7] {
		_found(_judged(_holding([_document(_body)]), "fairness_report", other)) == {_plain("tested_elsewhere", "fairness_report")}
	}
	_found(_judged(_holding([_document(_body)]), "fairness_report", "sha256:03")) == set()
}

test_the_test_data_are_of_a_later_time if {
	_with({"splits": _splits({"train": {"period": {"to": "2024-07-01"}}})}) == {_plain("not_out_of_time", "")}
	_with({"splits": _splits({"test": {"period": {"from": "2024-06-30"}}})}) == {_plain("not_out_of_time", "")}
	every wrong in [null, "2024", 7, "2024-13-01"] {
		_with({"splits": _splits({"test": {"period": {"from": wrong}}})}) == {_plain("not_out_of_time", "")}
		_with({"splits": _splits({"train": {"period": {"to": wrong}}})}) == {_plain("not_out_of_time", "")}
	}
	_with({"splits": _splits({"test": {"period": "2025"}})}) == {_plain("not_out_of_time", "")}
	_with({"splits": array.slice(_body.splits, 1, 4), "overlaps": array.slice(_overlaps, 3, 5)}) == {_plain("not_out_of_time", "")}
}

test_time_is_asked_of_high_risk_and_late_only if {
	same := _holding([_document(object.union(_body, {"splits": _splits({"train": {"period": {"to": "2025-01-01"}}})}))])
	_found(same) == {_plain("not_out_of_time", "")}
	_found(story.moving(same, "development", "qa")) == set()
	_found(story.answering(same, story.light_answers)) == set()
}

test_splits_of_another_shape_are_none if {
	every wrong in [null, [], "train", {"train": 1}, [null], ["train"], [{"split": 7}], [{"split": "holdout", "sha256": "sha256:03"}]] {
		_of(object.union(object.remove(_body, ["splits"]), {"splits": wrong})) == {_plain("tested_elsewhere", "evaluation_report"), _plain("not_out_of_time", "")}
	}
}

test_no_evaluation_is_missing if {
	_found(story.holding(story.model, "dataset_datasheet", [_document(_body)])) == {_finding("evidence_missing", {"type": "evaluation_report"})}
}

test_no_datasheet_is_missing if {
	_found(_holding([])) == {_finding("evidence_missing", {"type": "dataset_datasheet"})}
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == {_finding("evidence_missing", {"type": "dataset_datasheet"})}
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "dataset_datasheet", "roles": "model_owner or ds_team_lead"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "ds_team_lead"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-lead"})])) == wrong
}

test_documents_out_of_their_time_are_told if {
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "dataset_datasheet"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-12T09:00:00Z"})])) == set()
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-11T09:00:00Z"})])) == {_finding("evidence_stale", {"type": "dataset_datasheet", "days": 366, "limit": 365})}
}
