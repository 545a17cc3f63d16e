# METADATA
# title: Champions
# description: |-
#   What a new version has to measure itself against. Reports say so themselves; and the version of the same group that is
#   in production in one of the use cases is a champion whatever they say. Named as reports do: "scorer/2".
package mlgate.lib.champions

import data.mlgate.lib.evidence

# The subject as reports name it.
challenger := trim_prefix(input.subject.ref, "model/")

# Other versions of the subject's group that serve.
serving contains trim_prefix(model.ref, "model/") if {
	some use_case in input.use_cases
	some model in use_case.models
	model.active == true
	model.stage == "production"
	model.ref != input.subject.ref
	split(model.ref, "/")[1] == split(input.subject.ref, "/")[1]
}

# What the evaluation report compares with: its `champion`, where one is declared.
evaluated := [champion |
	some document in evidence.documents("evaluation_report")
	champion := object.get(document.body, "champion", null)
	champion != null
]

# What a test on live traffic compared with, where one was filed and names it.
tested contains champion if {
	some document in evidence.documents("ab_test_report")
	champion := object.get(document.body, "champion", null)
	is_string(champion)
	champion != ""
}

# What it is called; "" where that is no name.
name(champion) := object.get(champion, "model", "") if {
	is_object(champion)
	is_string(object.get(champion, "model", null))
} else := ""

# The names of what the evaluation report compares with: one, or none.
named contains name(champion) if some champion in data.mlgate.lib.champions.evaluated
