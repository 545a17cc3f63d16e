# METADATA
# title: Artifacts
# description: |-
#   Whether what was tested is what moves. A measurement names the artifact that it was made on by its digest; one of another
#   artifact says nothing about this one.
package mlgate.lib.artifacts

import data.mlgate.lib.contents
import data.mlgate.lib.evidence

# What is wrong with the artifact that the documents of a type are about: `artifact_unknown` where the subject has none
# registered, `other_artifact` where a document names another one, or none.
faults(type) := _compared(type, _registered)

_compared(_, "") := {{"code": "artifact_unknown", "scope": "", "args": {}}}

_compared(type, registered) := {{"code": "other_artifact", "scope": "", "args": {"named": _text(named), "registered": registered}} |
	some document in evidence.documents(type)
	named := object.get(document.body, "artifact_digest", null)
	named != registered
} if {
	registered != ""
}

default _registered := ""

_registered := input.subject.artifact_digest if contents.is_given(input.subject.artifact_digest)

_text(value) := value if is_string(value)

_text(value) := "none" if not is_string(value)
