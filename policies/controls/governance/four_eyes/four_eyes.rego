# METADATA
# scope: package
# title: "Four eyes: approvers are distinct and independent"
# description: |-
#   Who approves did not ask for the move and did not build the model; nobody fills two required roles at one gate; a
#   service approves nothing; the validator votes as validator only. Judged on the approvals that GOV-002 counts.
# custom:
#   control: GOV-003
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G1, G2, G3, G4]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: []
#     nist_ai_rmf: ["GOVERN 2.1", "MEASURE 1.3"]
#     iso_42001: ["A.3.2"]
#     sr: ["11-7 V (independence), VI", "26-2 effective challenge"]
#     other: ["ISO/IEC 27001 A.5.3"]
#   remediation: Ask someone outside the build team who holds the role.
#   codes:
#     approver_is_requester:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "{scope} asked for the move and approved it as {role}"
#     approver_is_author:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "{scope} built the model and approved it as {role}"
#     approver_fills_two_roles:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "{scope} approved in two roles: {roles}"
#     authors_unknown:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "the model names no authors, so nobody can be told apart from them"
#     approver_is_service:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "the service {scope} voted as {role}"
#     validator_in_other_role:
#       effect: [{tiers: [minimal], effect: warn}, {effect: deny}]
#       message: "{scope} validated the model and approved it as {role}"
package mlgate.controls.governance.four_eyes

findings contains {"code": "approver_is_requester", "scope": vote.person, "args": {"role": vote.role}} if {
	some vote in data.mlgate.lib.votes.approving
	vote.person == input.request.requester
}

findings contains {"code": "approver_is_author", "scope": vote.person, "args": {"role": vote.role}} if {
	some vote in data.mlgate.lib.votes.approving
	vote.person in input.subject.authors
}

findings contains {"code": "authors_unknown", "scope": "", "args": {}} if {
	input.subject.kind == "model"
	count(input.subject.authors) == 0
	count(data.mlgate.lib.votes.approving) > 0
}

findings contains {"code": "approver_fills_two_roles", "scope": person, "args": {"roles": concat(", ", sort(filled))}} if {
	some person in {vote.person | some vote in data.mlgate.lib.votes.approving}
	filled := {vote.role | some vote in data.mlgate.lib.votes.approving; vote.person == person}
	count(filled) > 1
}

findings contains {"code": "approver_is_service", "scope": vote.person, "args": {"role": vote.role}} if {
	some vote in data.mlgate.lib.votes.cast
	vote.subject_digest == input.subject.digest
	input.directory.people[vote.person].kind == "service"
}

findings contains {"code": "validator_in_other_role", "scope": vote.person, "args": {"role": vote.role}} if {
	some vote in data.mlgate.lib.votes.approving
	vote.role != "model_validator"
	vote.person in _validators
}

# Who wrote the newest validation report of the subject, as its body or else its envelope says.
_validators contains person if {
	some person in [object.get(_reports[0].body, "validator", null), _reports[0].created_by]
}

_reports := [report |
	some report in object.get(input.evidence, "validation_report", [])
	report.subject == input.subject.ref
]
