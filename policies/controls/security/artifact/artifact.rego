# METADATA
# scope: package
# title: Signed artefact, known parts
# description: |-
#   The scan is of the artifact that moves, by its digest, and recent. The artifact is signed, its parts are listed, and nothing
#   critical or high is open in it: each such vulnerability is a finding of its own, so that an exception names it. How many there
#   are is counted from the list.
# custom:
#   control: SEC-001
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G3, G4]
#   evidence: [artifact_scan]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 15(5)"], nist_ai_rmf: ["MEASURE 2.7", "GOVERN 6.1"], iso_42001: [A.4.4, A.10.3], sr: ["26-2 third party"]}
#   remediation: Sign the artefact and fix the findings.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     artifact_unknown: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the model has no registered artifact"}
#     other_artifact: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the scan is of {named}, not of the registered {registered}"}
#     scanner_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no scanner is named"}
#     scan_undated: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the scan is not dated"}
#     scan_ahead: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the scan is dated after now"}
#     scan_old: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "scanned {days} days ago, {limit} allowed"}
#     signature_unverified: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the signature of the artifact is not verified"}
#     signer_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "nobody is named as signer of the artifact"}
#     sbom_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the parts of the artifact are not listed (sbom_ref)"}
#     vulnerabilities_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the scan does not list what it found"}
#     vulnerability_malformed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "vulnerability {position} has no id or no known severity"}
#     vulnerability_open: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{severity}: {scope} in {component}"}
#     counts_inconsistent: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{severity}: {claimed} claimed, {listed} listed"}
package mlgate.controls.security.artifact

import data.mlgate.lib.artifacts
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("artifact_scan")

findings contains finding if some finding in artifacts.faults("artifact_scan")

findings contains {"code": "scanner_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	not contents.is_said(object.get(document.body, "scanner", null))
}

findings contains {"code": "scan_undated", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	not clock.is_moment(object.get(document.body, "scanned_at", null))
}

findings contains {"code": "scan_ahead", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	clock.lies_ahead(object.get(document.body, "scanned_at", null))
}

findings contains {"code": "scan_old", "scope": "", "args": {"days": round(days), "limit": limit}} if {
	some document in evidence.documents("artifact_scan")
	clock.is_moment(object.get(document.body, "scanned_at", null))
	days := clock.age_days(document.body.scanned_at)
	limit := evidence.max_days("artifact_scan")
	days > limit
}

findings contains {"code": "signature_unverified", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	object.get(_signature(document), "verified", null) != true
}

findings contains {"code": "signer_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	signature := _signature(document)
	not contents.is_said(object.get(signature, "signer", null))
}

findings contains {"code": "sbom_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	not contents.is_said(object.get(document.body, "sbom_ref", null))
}

findings contains {"code": "vulnerabilities_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("artifact_scan")
	not is_array(object.get(document.body, "vulnerabilities", null))
}

findings contains {"code": "vulnerability_malformed", "scope": "", "args": {"position": position + 1}} if {
	some document in evidence.documents("artifact_scan")
	some position, vulnerability in _vulnerabilities(document)
	not _is_sound(vulnerability)
}

findings contains {"code": "vulnerability_open", "scope": id, "args": {"severity": severity, "component": _component(vulnerability)}} if {
	some document in evidence.documents("artifact_scan")
	some vulnerability in _vulnerabilities(document)
	_is_sound(vulnerability)
	id := vulnerability.id
	severity := vulnerability.severity
	severity in {"critical", "high"}
}

# A list that is cut short hides what was found.
findings contains {"code": "counts_inconsistent", "scope": "", "args": {"severity": severity, "claimed": _text(claimed), "listed": listed}} if {
	some document in evidence.documents("artifact_scan")
	some severity in ["critical", "high"]
	claimed := object.get(contents.object_of(object.get(document.body, "counts", null)), severity, null)
	listed := count([vulnerability | some vulnerability in _vulnerabilities(document); vulnerability.severity == severity])
	claimed != listed
}

_signature(document) := contents.object_of(object.get(document.body, "signature", null))

_vulnerabilities(document) := [contents.object_of(item) | some item in contents.list(object.get(document.body, "vulnerabilities", null))]

_is_sound(vulnerability) if {
	contents.is_said(object.get(vulnerability, "id", null))
	vulnerability.severity in {"critical", "high", "medium", "low"}
}

_component(vulnerability) := vulnerability.component if {
	contents.is_said(object.get(vulnerability, "component", null))
} else := "an unnamed part"

_text(value) := "nothing" if {
	value == null
} else := value if {
	is_string(value)
} else := json.marshal(value)
