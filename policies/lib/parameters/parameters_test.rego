package mlgate.lib.parameters_test

import data.mlgate.lib.parameters

_thresholds := {
	"default": {"performance.recall_min": {"value": 0.6, "stricter": "higher"}, "fairness.eod_deny": {"value": 0.1, "stricter": "lower"}, "data.barred_sources": {"value": [], "stricter": "union"}},
	"overlays": {
		"fin": {"fairness.eod_deny": 0.08, "data.barred_sources": ["social_network"]},
		"wide": {"fairness.eod_deny": 0.2, "performance.recall_min": 0.1, "data.barred_sources": ["data_broker"]},
	},
}

_use_cases := {
	"A": {"overlays": ["fin"], "thresholds": {"performance.recall_min": 0.65}, "models": {"fraud": {"performance.recall_min": 0.7}}},
	"B": {"thresholds": {"fairness.eod_deny": 0.05}},
	"C": {"overlays": ["wide", "fin"]},
	"D": {"overlays": ["fin"], "thresholds": {"data.barred_sources": ["survey"]}, "models": {"fraud": {"data.barred_sources": []}}},
	"E": {"overlays": ["wide"]},
}

_scorer := {"subject": {"kind": "model", "ref": "model/scorer/1"}, "use_cases": [{"ref": "use-case/A"}]}

_fraud := {"subject": {"kind": "model", "ref": "model/fraud/1"}, "use_cases": [{"ref": "use-case/A"}]}

_shared := {"subject": {"kind": "model", "ref": "model/scorer/1"}, "use_cases": [{"ref": "use-case/A"}, {"ref": "use-case/B"}]}

_alone := {"subject": {"kind": "use-case", "ref": "use-case/Z"}, "use_cases": [{"ref": "use-case/Z"}]}

_of(group, names) := {"subject": {"kind": "model", "ref": concat("/", ["model", group, "1"])}, "use_cases": [{"ref": concat("/", ["use-case", name])} | some name in names]}

_value(name, facts) := limit if {
	limit := parameters.value(name) with input as facts
		with data.config.thresholds as _thresholds
		with data.config.use_cases as _use_cases
}

test_the_default_holds_where_nothing_else_is_agreed if {
	_value("performance.recall_min", _alone) == 0.6
	_value("performance.recall_min", {"subject": {"kind": "model", "ref": "model/x/1"}, "use_cases": []}) == 0.6
}

test_an_overlay_goes_before_the_default if _value("fairness.eod_deny", _scorer) == 0.08

test_a_use_case_goes_before_an_overlay_and_a_model_before_its_use_case if {
	_value("performance.recall_min", _scorer) == 0.65
	_value("performance.recall_min", _fraud) == 0.7
}

test_a_model_of_two_use_cases_meets_the_strictest if {
	_value("fairness.eod_deny", _shared) == 0.05
	_value("performance.recall_min", _shared) == 0.65
}

test_of_two_overlays_the_strictest_holds_in_any_order if {
	_value("fairness.eod_deny", _of("scorer", ["C"])) == 0.08
	_value("data.barred_sources", _of("scorer", ["C"])) == ["data_broker", "social_network"]
}

test_an_overlay_may_be_less_strict_than_the_default if {
	_value("performance.recall_min", _of("scorer", ["E"])) == 0.1
	_value("fairness.eod_deny", _of("scorer", ["E"])) == 0.2
}

test_a_list_has_the_same_precedence_and_is_replaced_whole if {
	_value("data.barred_sources", _alone) == []
	_value("data.barred_sources", _of("scorer", ["A"])) == ["social_network"]
	_value("data.barred_sources", _of("scorer", ["D"])) == ["survey"]
	_value("data.barred_sources", _of("fraud", ["D"])) == []
	_value("data.barred_sources", _of("scorer", [])) == []
}

test_a_model_of_several_use_cases_is_barred_from_what_any_of_them_bars if {
	_value("data.barred_sources", _of("scorer", ["A", "D", "E"])) == ["data_broker", "social_network", "survey"]
	_value("data.barred_sources", _of("scorer", ["A", "B"])) == ["social_network"]
}
