# METADATA
# scope: package
# title: Break-glass is accounted for
# description: |-
#   An action names a reason and an incident that is on file, ends by itself, is extended once at most, and is reviewed in
#   time by somebody entitled who did not act. One incident opens one action of a kind. A stop is never refused for what it
#   leaves out: that warns. More actions in a quarter than policy data allows for warn.
# custom:
#   control: BRK-003
#   subjects: [model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [BG, MON]
#   evidence: [break_glass, incident]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs: {eu_ai_act: ["Art 20", "Art 17(1)(i)"], nist_ai_rmf: ["MANAGE 4.3", "GOVERN 1.4"], iso_42001: ["A.8.4", "cl. 10.2"], sr: ["11-7 VI (exceptions)"]}
#   remediation: Complete the record of the action; let a governance officer who did not act review it.
#   codes:
#     reason_unknown: {effect: deny, message: "{scope}: no reason code that is known"}
#     incident_unknown: {effect: deny, message: "{scope}: no incident on file that it answers"}
#     start_unsound: {effect: deny, message: "{scope}: it does not say when it started, or names a moment to come"}
#     expiry_unsound: {effect: deny, message: "{scope}: it does not say when it ends"}
#     expired: {effect: deny, message: "{scope} has ended"}
#     too_long: {effect: deny, message: "{scope} lasts longer than {hours} hours"}
#     extension_unsound: {effect: deny, message: "{scope}: the extension gives no reason, or was not made while it lasted"}
#     incident_reused: {effect: deny, message: "{scope}: {other} answered the same incident in the same way before"}
#     review_due_unsound: {effect: deny, message: "{scope}: the review is not due within {days} working days"}
#     stop_incomplete: {effect: warn, message: "{scope}: the record of the stop is not complete: {what}"}
#     review_overdue: {effect: deny, message: "{scope} was to be reviewed within {days} working days by a governance officer who did not act"}
#     quarter_over: {effect: warn, message: "{number} actions this quarter, more than {limit}: a finding of the quality management system"}
package mlgate.controls.break_glass.accountability

import data.mlgate.lib.break_glass
import data.mlgate.lib.calendar
import data.mlgate.lib.contents
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains {"code": code, "scope": break_glass.name(document), "args": args} if {
	some document in _asked
	not break_glass.is_stop(document)
	some [code, args] in _incomplete(document)
}

findings contains {"code": "stop_incomplete", "scope": break_glass.name(document), "args": {"what": concat(", ", sort(what))}} if {
	some document in _asked
	break_glass.is_stop(document)
	what := {code | some [code, _] in _incomplete(document)}
	count(what) > 0
}

findings contains {"code": "review_overdue", "scope": break_glass.name(document), "args": {"days": data.config.break_glass.review_working_days}} if {
	data.mlgate.request.gate == "MON"
	some document in data.mlgate.lib.break_glass.actions
	count(_time_left(document)) == 0
	count(_reviewers(document)) == 0
}

findings contains {"code": "quarter_over", "scope": "", "args": {"number": number, "limit": data.config.break_glass.per_quarter}} if {
	number := count([document |
		some document in data.mlgate.lib.break_glass.actions
		calendar.quarter(input.now) in {calendar.quarter(started_at) | some started_at in break_glass.starts(document)}
	])
	number > data.config.break_glass.per_quarter
}

# What is asked at this gate; nothing is asked anew at a check.
_asked := [document |
	data.mlgate.request.gate == "BG"
	some document in data.mlgate.lib.break_glass.asked
]

# What the record of an action lacks, as codes with their words.
_incomplete(document) := {[code, args] |
	some [code, args, is_wrong] in [
		["reason_unknown", {}, count(_reasons(document)) == 0],
		["incident_unknown", {}, count(_incidents(document)) == 0],
		["start_unsound", {}, count(break_glass.started(document)) == 0],
		["expiry_unsound", {}, count(_expiry(document)) == 0],
		["expired", {}, count([end | some end in _expiry(document); end <= data.mlgate.lib.time.now]) > 0],
		["too_long", {"hours": _hours(document)}, count(_overlong(document)) > 0],
		["extension_unsound", {}, [object.get(document.body, "extension", null) == null, _has_sound_extension(document)] == [false, false]],
		["review_due_unsound", {"days": data.config.break_glass.review_working_days}, count(_timely_reviews(document)) == 0],
	]
	is_wrong
} | {["incident_reused", {"other": break_glass.name(other)}] | some other in _twins(document)}

_reasons(document) := {object.get(document.body, "reason_code", null)} & {code | some code in data.config.break_glass.reason_codes}

_incidents(document) := [incident |
	some incident in input.incidents
	id := object.get(document.body, "incident_id", null)
	is_string(id)
	incident.body.incident_id == id
]

_expiry(document) := {clock.moment(expires_at) |
	expires_at := object.get(document.body, "expires_at", null)
	clock.is_moment(expires_at)
}

_overlong(document) := {end |
	some started_at in break_glass.started(document)
	some end in _expiry(document)
	end > clock.moment(started_at) + (_hours(document) * _hour)
}

_hours(document) := data.config.break_glass.extended_hours if _has_sound_extension(document)

_hours(document) := data.config.break_glass.expires_hours if not _has_sound_extension(document)

# An extension gives a reason, and was made after the start and before the first end.
default _has_sound_extension(_) := false

_has_sound_extension(document) if {
	extension := contents.object_of(object.get(document.body, "extension", null))
	is_string(object.get(extension, "reason", null))
	contents.is_given(extension.reason)
	break_glass.is_past(object.get(extension, "at", null))
	some started_at in break_glass.started(document)
	clock.moment(extension.at) >= clock.moment(started_at)
	clock.moment(extension.at) <= clock.moment(started_at) + (data.config.break_glass.expires_hours * _hour)
}

# Other actions that answered the same incident in the same way: what ended is not opened again under another id.
_twins(document) := [other |
	some other in data.mlgate.lib.break_glass.actions
	break_glass.name(other) != break_glass.name(document)
	break_glass.action(other) == break_glass.action(document)
	is_string(object.get(document.body, "incident_id", null))
	other.body.incident_id == document.body.incident_id
]

# The day named for the review, where it is after the start and not too late.
_timely_reviews(document) := {due |
	named := object.get(document.body, "review_due", null)
	clock.is_moment(named)
	due := clock.moment(named)
	some started_at in break_glass.started(document)
	due > clock.moment(started_at)
	some last in _review_due(document)
	due <= last
}

# The last moment for the review by the earliest start that any version names, while it lies ahead.
_time_left(document) := {due |
	count(_review_due(document)) > 0
	due := min({last | some version in break_glass.versions(document); some last in _review_due(version)})
	due >= data.mlgate.lib.time.now
}

# The last moment for the review; none where nobody knows when it started, so that it is overdue.
_review_due(document) := {due |
	some started_at in break_glass.started(document)
	due := calendar.after_working_days(started_at, data.config.break_glass.review_working_days, data.config.break_glass.rest_days)
}

# Who approved the document, is entitled to, and did not act.
_reviewers(document) := {approver.person |
	some approver in document.approved_by
	approver.role in data.config.evidence.break_glass.approvers
	people.holds(approver.person, approver.role)
} - break_glass.actors(document)

_hour := (60 * 60) * 1000000000
