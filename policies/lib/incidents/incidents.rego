# METADATA
# title: Incidents
# description: |-
#   Which incidents are open, which are serious, and by when the authority has to be told: Arts. 3(49) and 73. What a
#   document leaves open counts against it, and nothing is closed or made light of without the signature of somebody
#   entitled.
package mlgate.lib.incidents

import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

# What an incident is called: its id, or the digest of its document where it gives none.
name(document) := id if {
	id := object.get(document.body, "incident_id", null)
	is_string(id)
	id != ""
} else := document.digest

# Whether somebody entitled stands behind what the newest document of an incident says.
is_settled(document) if evidence.is_approved("incident", document)

is_closed(document) if {
	is_settled(document)
	document.body.status == "closed"
}

# Whatever is not known to be light is serious; a point of Art. 3(49), a death or a widespread infringement is so always.
is_serious(document) if count({object.get(document.body, "severity", null)} & {"minor", "major"}) == 0

is_serious(document) if object.get(document.body, "art3_49", null) != null

is_serious(document) if {
	some field in ["death", "widespread"]
	count({object.get(document.body, field, false)} & {false, null}) == 0
}

# Days from awareness within which the authority has to be told.
clock_days(document) := min(((_class(document) | _death(document)) | _widespread(document)))

# Nanoseconds of the last moment for the report; undefined where nobody says when they became aware.
report_due(document) := clock.moment(aware_at) + (clock_days(document) * _day) if {
	aware_at := object.get(document.body, "aware_at", null)
	clock.is_moment(aware_at)
}

_day := ((24 * 60) * 60) * 1000000000

_class(document) := {days} if {
	days := data.config.incidents.days_by_class[object.get(document.body, "art3_49", null)]
} else := {data.config.incidents.days_unclassified}

_death(document) := {data.config.incidents.days_death | document.body.death == true}

_widespread(document) := {data.config.incidents.days_widespread | document.body.widespread == true}
