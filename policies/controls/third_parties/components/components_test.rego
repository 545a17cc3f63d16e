package mlgate.controls.third_parties.components_test

import data.mlgate.controls.third_parties.components
import data.mlgate.story_test as story

_g := story.moving(story.model, "development", "qa")

_found(facts) := found if {
	found := components.findings with input as facts
}

_part := {
	"name": "lightgbm",
	"version": "4.6",
	"kind": "library",
	"supplier": "LightGBM contributors",
	"licence": "MIT",
	"open_source": true,
	"doc_ref": "https://lightgbm.readthedocs.io",
	"agreement_ref": null,
}

_body := {"components": [_part]}

_document(body) := story.document("model/scorer/1", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g, "component", documents)

_of(body) := _found(_holding([_document(body)]))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_listing(components) := _put("components", components)

_scoped_to(name, code, args) := {"code": code, "scope": name, "args": object.union({"component": name}, args)}

_incomplete(name, parts) := _scoped_to(name, "component_incomplete", {"parts": parts})

test_parts_that_are_known_pass if {
	_of(_body) == set()
	_listing([]) == set()
}

test_the_parts_are_listed if {
	every wrong in [null, "none", {}, 0] { _listing(wrong) == {_finding("components_missing", {})} }
	_of({}) == {_finding("components_missing", {})}
}

test_a_part_has_supplier_licence_and_documents if {
	every field in ["doc_ref", "licence", "supplier"] {
		every wrong in [null, "", " "] { _listing([object.union(_part, {field: wrong})]) == {_incomplete("lightgbm 4.6", field)} }
	}
	_listing([object.union(_part, {"kind": "tool"})]) == {_incomplete("lightgbm 4.6", "kind")}
	_listing([object.union(_part, {"name": ""})]) == {_incomplete("1", "name")}
	_listing([object.union(_part, {"version": "", "licence": ""})]) == {_incomplete("lightgbm", "licence")}
	_listing([_part, "openssl"]) == {_incomplete("2", "agreement_ref, doc_ref, licence, name, supplier, kind")}
}

test_only_a_free_part_needs_no_agreement if {
	bought := object.union(_part, {"open_source": false})
	_listing([bought]) == {_incomplete("lightgbm 4.6", "agreement_ref")}
	_listing([object.union(bought, {"agreement_ref": "contract 7"})]) == set()
	_listing([object.remove(bought, ["open_source"])]) == {_incomplete("lightgbm 4.6", "agreement_ref")}
	_listing([object.union(_part, {"open_source": "yes"})]) == {_incomplete("lightgbm 4.6", "agreement_ref")}
}

test_a_part_is_listed_once if {
	_listing([_part, _part]) == {_scoped_to("lightgbm 4.6", "component_twice", {})}
	_listing([_part, object.union(_part, {"version": "4.7"})]) == set()
}

_model := {
	"name": "small-llm",
	"version": "3",
	"kind": "gpai_model",
	"supplier": "Example AI",
	"licence": "Community licence",
	"open_source": true,
	"doc_ref": "doc://annex-xii/small-llm/3",
	"agreement_ref": "contract 8",
}

_answering(uses, components) := _found(story.holding(
	story.answering(_g, object.union(story.answers, {"gpai": {"uses_gpai_model": uses}})),
	"component",
	[_document({"components": components})],
))

_of_use_case(code) := {"code": code, "scope": "use-case/A", "args": {"use_case": "use-case/A"}}

test_a_model_for_general_purposes_is_among_the_parts_where_one_is_used if {
	_answering(true, [_part, _model]) == set()
	_answering(true, [_part]) == {_of_use_case("gpai_missing")}
	_answering(true, []) == {_of_use_case("gpai_missing")}
	_answering(false, [_part, _model]) == {_scoped_to("small-llm 3", "gpai_undeclared", {})}
}

test_it_has_its_documents_and_an_agreement_even_if_free if {
	_answering(true, [object.union(_model, {"doc_ref": null})]) == {_incomplete("small-llm 3", "doc_ref")}
	_answering(true, [object.union(_model, {"agreement_ref": null})]) == {_incomplete("small-llm 3", "agreement_ref")}
}

test_an_open_answer_is_not_a_no if {
	every answer in [null, "no", 0] { _answering(answer, [_part]) == {_of_use_case("gpai_open")} }
	_found(story.filing(_holding([_document(_body)]), [])) == {_of_use_case("gpai_open")}
}

test_without_a_list_only_its_absence_is_found if {
	_found(story.answering(_g, object.union(story.answers, {"gpai": {"uses_gpai_model": true}}))) == {_finding("evidence_missing", {"type": "component"})}
}

test_a_model_of_no_use_case_lists_its_parts if {
	alone := object.union(_holding([_document(_body)]), {"use_cases": []})
	_found(alone) == set()
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "component"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/A"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "component", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "component"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, [{}], "2026-13-40T00:00:00Z"] {
			is_set(_put(field, value))
		}
	}
}

_living(documents, days) := found if {
	found := components.findings with input as _holding(documents) with data.config.evidence.component.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "component", "days": 10, "limit": 10})}
}
