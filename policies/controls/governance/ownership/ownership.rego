# METADATA
# scope: package
# title: Accountable owner, LoB and deputy named
# description: |-
#   A use case that leaves poc, and wherever it goes from there, has an owner and a deputy, two people whom the directory knows, and a line of business.
# custom:
#   control: GOV-001
#   subjects: [use-case]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G1, G2, G3, G4]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   core: true
#   refs:
#     eu_ai_act: ["Art 17(1)(m)"]
#     nist_ai_rmf: ["GOVERN 2.1", "GOVERN 2.3"]
#     iso_42001: ["A.3.2"]
#     sr: ["11-7 VI (roles)"]
#   remediation: Fill the owner fields with people who exist in the directory.
#   codes:
#     field_missing: {effect: deny, message: "{scope} is not named"}
#     person_unknown: {effect: deny, message: "{scope} {person} is no person in the directory"}
#     deputy_is_owner: {effect: deny, message: "{person} cannot stand in for themselves"}
package mlgate.controls.governance.ownership

import data.mlgate.lib.people

findings contains {"code": "field_missing", "scope": field, "args": {}} if {
	some field in ["owner", "deputy", "line_of_business"]
	not _is_given(object.get(_record, field, null))
}

findings contains {"code": "person_unknown", "scope": field, "args": {"person": person}} if {
	some field in ["owner", "deputy"]
	person := object.get(_record, field, null)
	_is_given(person)
	not people.is_known(person)
}

findings contains {"code": "deputy_is_owner", "scope": "deputy", "args": {"person": person}} if {
	person := object.get(_record, "deputy", null)
	_is_given(person)
	person == _record.owner
}

# The subject among the use cases of the facts; empty where it is not there, so that all of it is missing.
_record := object.union_n([use_case | some use_case in input.use_cases; use_case.ref == input.subject.ref])

_is_given(value) if {
	is_string(value)
	trim_space(value) != ""
}
