# METADATA
# title: Evaluation
# description: |-
#   The figures of an evaluation report. What follows from counts is recomputed and stands in place of what the report
#   claims; the rest is as measured. Two figures agree when they differ by a thousandth at most, for reports are rounded.
package mlgate.lib.evaluation

import data.mlgate.lib.calibration
import data.mlgate.lib.measures

# Every number of a report by name: recomputed where it can be, else as it stands.
figures(body) := object.union({name: value | some name, value in body; is_number(value)}, counted(body))

# What follows from the counts of a report: n_test, n_bad, recall_bad and precision_bad from a sound confusion matrix, ece
# and ece_bins from sound bins.
counted(body) := object.union(_of_matrix(body), _of_bins(body))

# The claims of a report that its counts do not bear out: [name, claimed, counted]. A claim that is no number is one.
contradicted(body) := {[name, claimed, number] |
	some name, number in counted(body)
	not name in {"n_test", "n_bad"}
	claimed := object.get(body, name, null)
	claimed != null
	not agree(claimed, number)
}

agree(one, other) if {
	is_number(one)
	is_number(other)
	not measures.is_above(abs(one - other), 0.001)
}

is_matrix(matrix) if {
	is_object(matrix)
	every cell in ["tp", "fp", "fn", "tn"] {
		measures.is_count(object.get(matrix, cell, null))
	}
}

_of_matrix(body) := object.union_n([_sums(matrix), _recall(matrix), _precision(matrix)]) if {
	matrix := object.get(body, "confusion", null)
	is_matrix(matrix)
} else := {}

_sums(matrix) := {"n_test": sum([matrix.tp, matrix.fp, matrix.fn, matrix.tn]), "n_bad": matrix.tp + matrix.fn}

_recall(matrix) := {"recall_bad": matrix.tp / (matrix.tp + matrix.fn)} if {
	matrix.tp + matrix.fn > 0
} else := {}

_precision(matrix) := {"precision_bad": matrix.tp / (matrix.tp + matrix.fp)} if {
	matrix.tp + matrix.fp > 0
} else := {}

_of_bins(body) := {"ece": calibration.error(bins), "ece_bins": count(bins)} if {
	bins := object.get(body, "calibration_bins", null)
	count(calibration.faults(bins)) == 0
} else := {}
