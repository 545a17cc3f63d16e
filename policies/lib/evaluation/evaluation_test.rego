package mlgate.lib.evaluation_test

import data.mlgate.lib.evaluation

_body := {
	"auc": 0.78,
	"brier": null,
	"run_id": "r",
	"n_test": 10000,
	"n_bad": 1000,
	"recall_bad": 0.9,
	"precision_bad": 0.401,
	"ece": 0.5,
	"ece_bins": 2,
	"confusion": {"tp": 600, "fp": 900, "fn": 400, "tn": 8100},
	"calibration_bins": [{"n": 9000, "n_bad": 500, "mean_score": 0.1}, {"n": 1000, "n_bad": 500, "mean_score": 0.5}],
}

test_what_follows_from_counts_is_recomputed if {
	evaluation.figures(_body) == {"auc": 0.78, "n_test": 10000, "n_bad": 1000, "recall_bad": 0.6, "precision_bad": 0.4, "ece": 0.04, "ece_bins": 2}
}

test_without_counts_a_report_is_taken_as_it_stands if {
	claimed := object.remove(_body, ["confusion", "calibration_bins"])
	evaluation.counted(claimed) == {}
	evaluation.figures(claimed) == {"auc": 0.78, "n_test": 10000, "n_bad": 1000, "recall_bad": 0.9, "precision_bad": 0.401, "ece": 0.5, "ece_bins": 2}
	every wrong in [null, {}, {"tp": 1, "fp": 1, "fn": 1, "tn": "1"}, [1, 2, 3, 4], "none"] {
		evaluation.counted(object.union(claimed, {"confusion": wrong})) == {}
	}
}

test_a_share_of_nothing_is_not_computed if {
	evaluation.counted({"confusion": {"tp": 0, "fp": 0, "fn": 0, "tn": 9}}) == {"n_test": 9, "n_bad": 0}
}

test_a_claim_is_borne_out_to_a_thousandth if {
	evaluation.contradicted(_body) == {["recall_bad", 0.9, 0.6], ["ece", 0.5, 0.04]}
	evaluation.contradicted(object.union(_body, {"recall_bad": 0.601, "precision_bad": 0.399, "ece": 0.0409})) == set()
	evaluation.contradicted(object.union(_body, {"recall_bad": 0.6011, "ece": null})) == {["recall_bad", 0.6011, 0.6]}
	evaluation.contradicted(object.union(_body, {"recall_bad": "0.6", "ece": true})) == {["recall_bad", "0.6", 0.6], ["ece", true, 0.04]}
}
