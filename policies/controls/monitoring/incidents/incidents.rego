# METADATA
# scope: package
# title: No open serious incident
# description: |-
#   No serious incident of the subject or its use cases is open, and each was reported within the clock of its class under
#   Art. 3(49); a report that is late, or due and not made, is a finding of its own. An incident that no governance officer
#   has signed is not settled, whatever it says of its gravity.
# custom:
#   control: MON-005
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4, MON]
#   evidence: [incident]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: Arts. 72 and 73 apply since 2 August 2026, and bite in practice with Chapter III.
#   waivable: never
#   core: false
#   refs: {eu_ai_act: ["Art 73", "Art 20", "Art 79"], nist_ai_rmf: ["MANAGE 4.3", "MANAGE 2.3"], iso_42001: ["A.8.4"], sr: []}
#   remediation: Contain, report, correct, then close.
#   codes:
#     incident_open: {effect: deny, message: "{scope} is serious and {status}"}
#     incident_unsettled:
#       effect: deny
#       message: "{scope} is not approved by {roles}"
#       remediation: Let a governance officer, who did not write it, approve the newest version of the incident.
#     incident_unclassified: {effect: deny, message: "{scope} is serious, and no point of Art 3(49) is named"}
#     awareness_unsound: {effect: deny, message: "{scope} does not say since when it is known, or names a moment to come"}
#     report_overdue: {effect: deny, message: "{scope} had to be reported within {days} days, and was not"}
#     closed_unreported: {effect: deny, message: "{scope} is serious and closed, and the authority was never told"}
#     report_late: {effect: deny, message: "{scope} was reported {late} days after the {days} days allowed"}
#     report_unsound: {effect: deny, message: "{scope} was reported at no moment that can be: {reported_at}"}
package mlgate.controls.monitoring.incidents

import data.mlgate.lib.incidents
import data.mlgate.lib.measures
import data.mlgate.lib.time as clock

findings contains {"code": "incident_open", "scope": incidents.name(document), "args": {"status": _status(document)}} if {
	some document in _standing
}

findings contains {"code": "incident_unsettled", "scope": incidents.name(document), "args": {"roles": roles}} if {
	some document in input.incidents
	not incidents.is_settled(document)
	roles := concat(" or ", data.config.evidence.incident.approvers)
}

findings contains {"code": "incident_unclassified", "scope": incidents.name(document), "args": {}} if {
	some document in _standing
	count(object.keys(data.config.incidents.days_by_class) & {object.get(document.body, "art3_49", null)}) == 0
}

findings contains {"code": "awareness_unsound", "scope": incidents.name(document), "args": {}} if {
	some document in _standing
	not clock.has_been(object.get(document.body, "aware_at", null))
}

findings contains {"code": "report_overdue", "scope": incidents.name(document), "args": {"days": incidents.clock_days(document)}} if {
	some document in _standing
	object.get(document.body, "reported_at", null) == null
	incidents.report_due(document) < data.mlgate.lib.time.now
}

findings contains finding if {
	some document in _standing
	reported_at := object.get(document.body, "reported_at", null)
	clock.has_been(reported_at)
	late := (clock.moment(reported_at) - incidents.report_due(document)) / _day
	late > 0
	finding := {"code": "report_late", "scope": incidents.name(document), "args": {
		"late": measures.rounded(late),
		"days": incidents.clock_days(document),
	}}
}

findings contains {"code": "report_unsound", "scope": incidents.name(document), "args": {"reported_at": reported_at}} if {
	some document in _standing
	reported_at := object.get(document.body, "reported_at", null)
	reported_at != null
	not clock.has_been(reported_at)
}

# Closing ends the clock, not the duty of Art. 73(1): what was never reported was not dealt with.
findings contains {"code": "closed_unreported", "scope": incidents.name(document), "args": {}} if {
	some document in input.incidents
	incidents.is_serious(document)
	incidents.is_closed(document)
	not clock.has_been(object.get(document.body, "reported_at", null))
}

# The serious incidents that nobody entitled has closed.
_standing := [document |
	some document in input.incidents
	incidents.is_serious(document)
	not incidents.is_closed(document)
]

# Where it stands, for a reader; one that says it is closed is not yet.
_status(document) := "closed by nobody entitled" if {
	document.body.status == "closed"
} else := "contained" if {
	document.body.status == "contained"
} else := "open"

_day := ((24 * 60) * 60) * 1000000000
