package mlgate.controls.operations.monitoring_setup_test

import data.mlgate.controls.operations.monitoring_setup
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := monitoring_setup.findings with input as facts
}

_baseline := "sha256:10f1c0ab67a691bde3de32f5061a8c72c3ba73ac2a50f1050e613023c97077ea"

_job(kind) := {"kind": kind, "schedule": "cron(0 5 * * ? *)", "baseline_sha256": _baseline}

_kinds := ["bias", "data_quality", "drift", "model_quality"]

_body := {"endpoint": "credit-risk-prod", "jobs": [_job(kind) | some kind in _kinds], "alert_route": "mlops-oncall"}

_document(body) := story.document("use-case/A", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g, "monitoring_plan", documents)

_of(body) := _found(_holding([_document(body)]))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_plan_with_four_jobs_passes if _of(_body) == set()

_of_job(kind, code) := {"code": code, "scope": kind, "args": {"kind": kind}}

test_each_kind_has_a_job if {
	every lacking in _kinds {
		_put("jobs", [_job(kind) | some kind in _kinds; kind != lacking]) == {_of_job(lacking, "job_missing")}
	}
	every wrong in [[], null, "all", {}, ["drift"]] { _put("jobs", wrong) == {_of_job(kind, "job_missing") | some kind in _kinds} }
}

_drift(changes) := _put("jobs", [object.union(_job(kind), object.filter(changes, [key | some key, _ in changes; kind == "drift"])) | some kind in _kinds])

test_a_schedule_is_one_that_a_machine_reads if {
	every schedule in ["cron(0 6 1 * ? *)", "rate(1 day)", "rate(12 hours)", "0 5 * * *", "*/15 2 1,15 * MON-FRI"] { _drift({"schedule": schedule}) == set() }
	every schedule in ["daily", "tbd", "", null, "cron()", "cron(0 5)", "rate(0 days)", "rate(1)", "5 past noon", 7, ["cron(0 5 * * ? *)"]] {
		_drift({"schedule": schedule}) == {_of_job("drift", "schedule_unreadable")}
	}
}

test_a_baseline_is_named_by_a_digest if {
	every wrong in ["sha256:10f1", "10f1c0ab67a691bde3de32f5061a8c72c3ba73ac2a50f1050e613023c97077ea", upper(_baseline), "", null, 7] {
		_drift({"baseline_sha256": wrong}) == {_of_job("drift", "baseline_missing")}
	}
}

test_endpoint_and_alert_are_named if {
	every part in ["alert_route", "endpoint"] {
		every wrong in [null, "", " ", 7, ["x"]] { _put(part, wrong) == {_finding("parts_missing", {"parts": part})} }
	}
	_of({"jobs": _body.jobs}) == {_finding("parts_missing", {"parts": "alert_route, endpoint"})}
}

_without_bias := _document(object.union(_body, {"jobs": [_job(kind) | some kind in _kinds; kind != "bias"]}))

_about_nobody := object.union(story.light_answers, {"affected_persons": [], "decision_effect": {"legal_or_similar_effect": false}})

_asked(answers) := _found(story.answering(_holding([_without_bias]), answers))

test_what_is_about_nobody_needs_no_job_for_bias if {
	_asked(_about_nobody) == set()
	every changes in [{"affected_persons": ["customers"]}, {"affected_persons": null}, {"profiling": true}, {"decision_effect": {"legal_or_similar_effect": true}}] {
		_asked(object.union(_about_nobody, changes)) == {_of_job("bias", "job_missing")}
	}
	_found(story.filing(_holding([_without_bias]), [])) == {_of_job("bias", "job_missing")}
	own := object.union(_without_bias, {"subject": "model/scorer/1"})
	_found(object.union(_holding([own]), {"use_cases": []})) == {_of_job("bias", "job_missing")}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "monitoring_plan"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "monitoring_plan", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "monitoring_plan"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, [{}], "2026-13-40T00:00:00Z"] {
			is_set(_put(field, value))
		}
	}
}

_both(documents) := story.holding(
	object.union(
		story.filing(_g, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", story.answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"monitoring_plan",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "monitoring_plan"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "monitoring_plan"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"endpoint": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("parts_missing", {"parts": "endpoint"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("parts_missing", {"parts": "endpoint"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "monitoring_plan"}))}
}

_living(documents, days) := found if {
	found := monitoring_setup.findings with input as _holding(documents) with data.config.evidence.monitoring_plan.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "monitoring_plan", "days": 10, "limit": 10})}
}
