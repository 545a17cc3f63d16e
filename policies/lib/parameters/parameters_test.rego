package mlgate.lib.parameters_test

import data.mlgate.lib.parameters

_thresholds := {
	"default": {"performance.recall_min": {"value": 0.6, "stricter": "higher"}, "fairness.eod_deny": {"value": 0.1, "stricter": "lower"}},
	"overlays": {"fin": {"fairness.eod_deny": 0.08}},
}

_use_cases := {
	"A": {"overlays": ["fin"], "thresholds": {"performance.recall_min": 0.65}, "models": {"fraud": {"performance.recall_min": 0.7}}},
	"B": {"thresholds": {"fairness.eod_deny": 0.05}},
}

_scorer := {"subject": {"kind": "model", "ref": "model/scorer/1"}, "use_cases": [{"ref": "use-case/A"}]}

_fraud := {"subject": {"kind": "model", "ref": "model/fraud/1"}, "use_cases": [{"ref": "use-case/A"}]}

_shared := {"subject": {"kind": "model", "ref": "model/scorer/1"}, "use_cases": [{"ref": "use-case/A"}, {"ref": "use-case/B"}]}

_alone := {"subject": {"kind": "use-case", "ref": "use-case/C"}, "use_cases": [{"ref": "use-case/C"}]}

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
