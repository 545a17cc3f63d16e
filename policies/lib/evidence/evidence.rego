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
documents(type) := {document |
	some holder in holders(type)
	document := _newest(type, holder)
	_counts(type, document)
	_age(document) >= 0
}

# The newest document of each holder, whatever its status: for what counts as a draft already.
filed(type) := {document |
	some holder in holders(type)
	document := _newest(type, holder)
}

# What is wrong with the documents of a type as documents: `evidence_missing` (none, or not approved),
# `evidence_wrong_approver`, `evidence_from_the_future`, `evidence_stale`.
faults(type) := (({{"code": "evidence_missing", "scope": scope(type, holder), "args": {"type": type}} |
	some holder in holders(type)
	not _is_settled(type, holder)
} | {{"code": "evidence_wrong_approver", "scope": scope(type, holder), "args": {"type": type, "roles": _entitled(type)}} |
	some holder in holders(type)
	document := _newest(type, holder)
	document.status == "approved"
	not _is_approved(type, document)
}) | {{"code": "evidence_from_the_future", "scope": scope(type, holder), "args": {"type": type}} |
	some holder in holders(type)
	document := _newest(type, holder)
	_counts(type, document)
	_age(document) < 0
}) | {{"code": "evidence_stale", "scope": scope(type, holder), "args": {"type": type, "days": round(_age(document)), "limit": limit}} |
	some holder in holders(type)
	document := _newest(type, holder)
	_counts(type, document)
	limit := max_days(type)
	_age(document) > limit
}

# The scope of a finding about a holder's document: "" where there is one holder only.
scope(type, _) := "" if count(holders(type)) == 1

scope(type, holder) := holder if count(holders(type)) != 1

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

# Somebody settled it: a document is there, and it was approved, rightly or not, or measured where that suffices.
_is_settled(type, holder) if _newest(type, holder).status == "approved"

_is_settled(type, holder) if _is_measured(type, _newest(type, holder))

_counts(type, document) if _is_approved(type, document)

_counts(type, document) if _is_measured(type, document)

_is_approved(type, document) if {
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

_entitled(type) := concat(" or ", data.config.evidence[type].approvers)

# Age in days by the earlier of the claimed and the recorded date; negative when either lies ahead.
_age(document) := max({clock.age_days(document.created_at), clock.age_days(document.recorded_at)}) if {
	clock.age_days(document.created_at) >= 0
	clock.age_days(document.recorded_at) >= 0
}

_age(document) := min({clock.age_days(document.created_at), clock.age_days(document.recorded_at)}) if {
	min({clock.age_days(document.created_at), clock.age_days(document.recorded_at)}) < 0
}
