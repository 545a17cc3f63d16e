# METADATA
# title: Evidence
# description: |-
#   The newest document of a type, and what is wrong with it before anybody reads its body. A document hangs on the
#   subject itself or, where it is about the system, on each of its use cases. A copy on the model stands for none of them:
#   it is asked of as well. What is asked of every holder is asked of each.
package mlgate.lib.evidence

import data.mlgate.lib.people
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

# Who has to bring a document of this type: each use case of a model where it is about the system, and whoever has one;
# else the subject.
holders(type) := {input.subject.ref} if {
	not _is_shared(type)
} else := {use_case.ref | some use_case in input.use_cases} | {input.subject.ref | count(_held(type, input.subject.ref)) > 0}

# The newest document of each holder that counts: approved by somebody entitled, or measured where that suffices,
# and not from the future. Freshness is not asked here.
documents(type) := {judged.document |
	some judged in object.get(_judged, type, {})
	judged.counts
	judged.age >= 0
}

# The newest document of each holder, whatever its status: for what counts as a draft already.
filed(type) := {judged.document | some judged in object.get(_judged, type, {})}

# What is wrong with the documents of a type as documents: `evidence_missing` (none, or not approved),
# `evidence_wrong_approver`, `evidence_from_the_future`, `evidence_stale`.
faults(type) := {{"code": code, "scope": scope(type, holder), "args": args} |
	some holder in holders(type)
	some code, args in _wrong(type, object.get(object.get(_judged, type, {}), holder, null))
}

# The scope of a finding about a holder's document: "" where there is one holder only.
scope(type, _) := "" if count(holders(type)) == 1

scope(type, holder) := holder if count(holders(type)) != 1

# The scope of a finding about one part of a holder's document, so that a waiver can name the part.
part_scope(type, holder, part) := trim_space(concat(" ", [scope(type, holder), part]))

# The longest life of a document of this type in the tier of the subject, in days; undefined where it has none.
max_days(type) := data.config.evidence[type].max_days[tiers.column(data.mlgate.classification.tier)]

_held(type, holder) := [document |
	some document in object.get(input.evidence, type, [])
	document.subject == holder
]

_newest(type, holder) := _held(type, holder)[0]

_is_shared(type) if {
	input.subject.kind == "model"
	count(input.use_cases) > 0
	type in data.config.lifecycle.facts.shared
}

# Type → holder → the newest document with what is asked of every document. Judged once, however many controls ask. A
# rule with keys in its head would be undefined in the embedded engine where there is no document at all.
# regal ignore:prefer-set-or-object-rule
_judged := {type: by_holder |
	some type, _ in input.evidence
	by_holder := {holder: _judgement(type, document) |
		some holder in holders(type)
		document := _newest(type, holder)
	}
}

# `is_settled`: somebody approved it, rightly or not, or it was measured where that suffices.
_judgement(type, document) := {
	"document": document,
	"is_approved": approved > 0,
	"is_settled": [document.status == "approved", measured > 0] != [false, false],
	"counts": (approved + measured) > 0,
	"age": _age(document),
} if {
	approved := count([1 | is_approved(type, document)])
	measured := count([1 | _is_measured(type, document)])
}

_wrong(type, null) := {"evidence_missing": {"type": type}}

_wrong(type, judged) := {code: args |
	some [code, is_so, args] in [
		["evidence_missing", [judged.is_settled] == [false], {"type": type}],
		["evidence_wrong_approver", [judged.document.status, judged.is_approved] == ["approved", false], {"type": type, "roles": _entitled(type)}],
		["evidence_from_the_future", [judged.counts, judged.age < 0] == [true, true], {"type": type}],
		["evidence_stale", [judged.counts, judged.age > _limit(type)] == [true, true], {"type": type, "days": round(judged.age), "limit": _limit(type)}],
	]
	is_so
} if {
	is_object(judged)
}

# The longest life in days; one that no document reaches where the type has none.
_limit(type) := object.get(
	object.get(data.config.evidence[type], "max_days", {}),
	tiers.column(data.mlgate.classification.tier),
	1000000000,
)

# Whether a document counts whatever its date: approved by somebody entitled, or measured where that suffices.
counts(type, document) if is_approved(type, document)

counts(type, document) if _is_measured(type, document)

# Whether somebody approved a document who is entitled to and did not write it.
is_approved(type, document) if {
	document.status == "approved"
	some approver in document.approved_by
	approver.role in data.config.evidence[type].approvers
	people.holds(approver.person, approver.role)
	approver.person != document.created_by
}

# A machine's report needs nobody's signature where policy data says so, and the directory that it is a machine's.
_is_measured(type, document) if {
	data.config.evidence[type].measured_suffices == true
	document.grade == "measured"
	input.directory.people[document.created_by].kind == "service"
	document.status in {"in_review", "approved"}
}

_entitled(type) := concat(" or ", object.get(data.config.evidence, [type, "approvers"], ["nobody"]))

# Age in days by the earlier of the claimed and the recorded date; negative when either lies ahead.
_age(document) := _older([clock.age_days(document.created_at), clock.age_days(document.recorded_at)])

_older(ages) := min(ages) if min(ages) < 0

_older(ages) := max(ages) if min(ages) >= 0
