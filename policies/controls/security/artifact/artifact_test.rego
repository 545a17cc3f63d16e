package mlgate.controls.security.artifact_test

import data.mlgate.controls.security.artifact
import data.mlgate.story_test as story

_g := story.moving(story.model, "qa", "pre_production")

_found(facts) := found if {
	found := artifact.findings with input as facts
}

_body := {
	"artifact_digest": "sha256:bbbb",
	"scanner": "trivy 0.66",
	"scanned_at": "2026-11-10T09:00:00Z",
	"signature": {"verified": true, "signer": "svc-pipeline"},
	"sbom_ref": "doc://sbom/scorer/1",
	"counts": {"critical": 0, "high": 0},
	"vulnerabilities": [{"id": "CVE-2026-1", "severity": "medium", "component": "zlib 1.2"}],
}

_document(body) := story.document("model/scorer/1", "u-sec", "security_reviewer", body)

_holding(documents) := story.holding(_g, "artifact_scan", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_clean_scan_passes if {
	_of(_body) == set()
	_with({"vulnerabilities": []}) == set()
}

test_the_scan_is_of_the_artifact_that_moves if {
	_with({"artifact_digest": "sha256:cccc"}) == {_finding("other_artifact", {"named": "sha256:cccc", "registered": "sha256:bbbb"})}
	_put("artifact_digest", null) == {_finding("other_artifact", {"named": "none", "registered": "sha256:bbbb"})}
	_put("artifact_digest", 7) == {_finding("other_artifact", {"named": "none", "registered": "sha256:bbbb"})}
	every digest in [null, ""] {
		_found(object.union(_holding([_document(_body)]), {"subject": {"artifact_digest": digest}})) == {_finding("artifact_unknown", {})}
	}
}

test_a_scan_is_as_old_as_its_own_date if {
	_with({"scanned_at": "2026-08-14T09:00:00Z"}) == set()
	_with({"scanned_at": "2026-08-14T08:59:59Z"}) == {_finding("scan_old", {"days": 90, "limit": 90})}
	_with({"scanned_at": "2026-11-12T09:00:00Z"}) == set()
	_with({"scanned_at": "2026-11-12T09:00:01Z"}) == {_finding("scan_ahead", {})}
	every at in [null, "2026-11-01", 7] { _put("scanned_at", at) == {_finding("scan_undated", {})} }
}

test_the_signature_is_verified_and_somebody_s if {
	every answer in [false, null, "true", 1] { _with({"signature": {"verified": answer}}) == {_finding("signature_unverified", {})} }
	every signer in ["", null, 7] { _with({"signature": {"signer": signer}}) == {_finding("signer_missing", {})} }
	every wrong in [null, true, "verified", []] {
		_put("signature", wrong) == {_finding("signature_unverified", {}), _finding("signer_missing", {})}
	}
}

test_scanner_and_parts_are_named if {
	every wrong in [null, " ", 7, ["x"]] {
		_put("sbom_ref", wrong) == {_finding("sbom_missing", {})}
		_put("scanner", wrong) == {_finding("scanner_missing", {})}
	}
}

_open(id, severity, component) := {"code": "vulnerability_open", "scope": id, "args": {"severity": severity, "component": component}}

test_each_open_vulnerability_is_a_finding_of_its_own if {
	found := [
		{"id": "CVE-2026-2", "severity": "critical", "component": "openssl 3.0"},
		{"id": "CVE-2026-3", "severity": "high", "component": ""},
		{"id": "CVE-2026-4", "severity": "low"},
	]
	_with({"vulnerabilities": found, "counts": {"critical": 1, "high": 1}}) == {
		_open("CVE-2026-2", "critical", "openssl 3.0"),
		_open("CVE-2026-3", "high", "an unnamed part"),
	}
}

_miscounted(severity, claimed, listed) := _finding("counts_inconsistent", {"severity": severity, "claimed": claimed, "listed": listed})

test_claimed_counts_are_those_of_the_list if {
	_with({"counts": {"critical": 1}}) == {_miscounted("critical", "1", 0)}
	_put("counts", {"critical": 0}) == {_miscounted("high", "nothing", 0)}
	_put("counts", null) == {_miscounted("critical", "nothing", 0), _miscounted("high", "nothing", 0)}
	_put("counts", {"critical": "0", "high": 0}) == {_miscounted("critical", "0", 0)}
}

test_what_was_found_is_listed if {
	every wrong in [null, "none", {}, 0] { _put("vulnerabilities", wrong) == {_finding("vulnerabilities_missing", {})} }
	every wrong in ["CVE-2026-1", {}, {"id": "", "severity": "low"}, {"id": "CVE-2026-1", "severity": "moderate"}, {"id": 7, "severity": "high"}] {
		_finding("vulnerability_malformed", {"position": 1}) in _put("vulnerabilities", [wrong])
	}
	_put("vulnerabilities", [{"severity": "low"}]) == {_finding("vulnerability_malformed", {"position": 1})}
	_put("vulnerabilities", [{"id": "", "severity": "high"}]) == {
		_finding("vulnerability_malformed", {"position": 1}),
		_finding("counts_inconsistent", {"severity": "high", "claimed": "0", "listed": 1}),
	}
}

test_an_empty_scan_has_every_fault if {
	_of({}) == {
		_finding("other_artifact", {"named": "none", "registered": "sha256:bbbb"}),
		_finding("scanner_missing", {}),
		_finding("scan_undated", {}),
		_finding("signature_unverified", {}),
		_finding("signer_missing", {}),
		_finding("sbom_missing", {}),
		_finding("vulnerabilities_missing", {}),
		_miscounted("critical", "nothing", 0),
		_miscounted("high", "nothing", 0),
	}
}

test_a_machine_s_scan_needs_no_signature_and_a_person_s_does if {
	measured := object.union(_document(_body), {"grade": "measured", "status": "in_review", "created_by": "svc", "approved_by": []})
	_found(_holding([measured])) == set()
	_found(_holding([object.union(measured, {"created_by": "u-author"})])) == {_finding("evidence_missing", {"type": "artifact_scan"})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "artifact_scan"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/A"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "artifact_scan", "roles": "security_reviewer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "security_reviewerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "artifact_scan"})}
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
	found := artifact.findings with input as _holding(documents) with data.config.evidence.artifact_scan.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "artifact_scan", "days": 10, "limit": 10})}
}
