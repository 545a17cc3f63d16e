# METADATA
# title: Parameters
# description: |-
#   Limits, with one precedence: what is agreed for the model in its use case, else for the use case, else the overlays
#   of the use case, else the default. A higher level replaces the lower ones. Of several overlays that set the same, and
#   of several use cases of a model, the strictest holds: the highest or lowest number, or everything that any list names.
package mlgate.lib.parameters

# The limit in force for the subject: a number, or a sorted list. Every name has a default in data.config.thresholds.
value(name) := _strictest(name, _candidates(name))

_candidates(name) := {limit |
	some use_case in input.use_cases
	limit := _agreed(trim_prefix(use_case.ref, "use-case/"), name)
} | {limit |
	count(input.use_cases) == 0
	limit := data.config.thresholds.default[name].value
}

_agreed(use_case, name) := limit if {
	own := object.get(data.config.use_cases, use_case, {})
	for_model := object.get(object.get(own, "models", {}), _group, {})
	for_use_case := object.get(own, "thresholds", {})
	for_overlays := {found |
		some overlay in object.get(own, "overlays", [])
		some key, found in object.get(data.config.thresholds.overlays, overlay, {})
		key == name
	}
	levels := [
		{found | some key, found in for_model; key == name},
		{found | some key, found in for_use_case; key == name},
		for_overlays,
		{data.config.thresholds.default[name].value},
	]
	set := [level | some level in levels; count(level) > 0]
	limit := _strictest(name, set[0])
}

_strictest(name, limits) := max(limits) if data.config.thresholds.default[name].stricter == "higher"

_strictest(name, limits) := min(limits) if data.config.thresholds.default[name].stricter == "lower"

_strictest(name, limits) := sort({item | some limit in limits; some item in limit}) if {
	data.config.thresholds.default[name].stricter == "union"
}

# The model group of the subject; "" for a use case.
_group := split(input.subject.ref, "/")[1] if input.subject.kind == "model"

_group := "" if input.subject.kind == "use-case"
