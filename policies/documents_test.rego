# Documents for the tests of the controls that read them: one that counts, and the facts it stands in.
package mlgate.documents_test

# A document that counts, whatever its type: everybody who may approve one has.
document(subject, body) := {
	"digest": "sha256:eeee",
	"subject": subject,
	"grade": "declared",
	"status": "approved",
	"created_by": "u-author",
	"created_at": "2026-11-01T09:00:00Z",
	"recorded_at": "2026-11-01T10:00:00Z",
	"approved_by": [
		{"person": "u-gov", "role": "governance_officer", "at": "2026-11-02T09:00:00Z"},
		{"person": "u-biz", "role": "business_risk_owner", "at": "2026-11-02T09:00:00Z"},
		{"person": "u-owner", "role": "model_owner", "at": "2026-11-02T09:00:00Z"},
		{"person": "u-validator", "role": "model_validator", "at": "2026-11-02T09:00:00Z"},
	],
	"version": 1,
	"body": body,
}

# The facts in which a subject holds these documents of a type, on the way from one stage to another.
facts(way, type, held) := object.union(data.mlgate.story_test.moving(data.mlgate.story_test.model, way[0], way[1]), {"evidence": {type: held}})

to_qa := ["development", "qa"]

to_pre_production := ["qa", "pre_production"]

to_production := ["pre_production", "production"]

# The codes that every control gives for a document as a document.
missing(type) := {{"code": "evidence_missing", "scope": "", "args": {"type": type}}}

# What a body may hold that no schema would let through.
odd := [null, "x", 1, true, [], ["x"], [1], {}, {"x": 1}]

test_a_document_stands_in_its_facts if {
	held := [document("use-case/A", {"x": 1})]
	made := facts(to_production, "fria", held)
	made.evidence.fria == held
	made.request.to_stage == "production"
	count(made.evidence.risk_classification) == 1
	missing("fria") == {{"code": "evidence_missing", "scope": "", "args": {"type": "fria"}}}
	count(odd) == 9
}
