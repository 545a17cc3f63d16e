package mlgate.lib.calibration_test

import data.mlgate.lib.calibration
import data.mlgate.lib.measures

_bins := [{"n": 100, "n_bad": 10, "mean_score": 0.12}, {"n": 0, "n_bad": 0, "mean_score": 0.5}, {"n": 300, "n_bad": 90, "mean_score": 0.29}]

test_the_error_is_the_mean_distance_over_all_cases if {
	calibration.faults(_bins) == set()
	calibration.cases(_bins) == 400
	calibration.bad(_bins) == 100
	calibration.filled(_bins) == 2
	abs(calibration.error(_bins) - 0.0125) < measures.margin
}

test_what_is_no_list_of_bins_is_said if {
	every wrong in [null, [], {}, "ten", 10, true, [_bins[0] | some _ in numbers.range(1, 101)]] {
		calibration.faults(wrong) == {"no list of bins"}
	}
	calibration.faults([_bins[0] | some _ in numbers.range(1, 100)]) == set()
}

test_a_bin_is_two_counts_and_a_mean_score if {
	every wrong in [null, 7, [], {}, {"n": 1, "n_bad": 0}, {"n": 1.5, "n_bad": 0, "mean_score": 0}, {"n": 1, "n_bad": -1, "mean_score": 0}, {"n": 1, "n_bad": 0, "mean_score": 1.1}] {
		calibration.faults(array.concat(_bins, [wrong])) == {"a bin is not two counts and a mean score from 0 to 1"}
	}
}

test_bins_that_contradict_themselves_or_are_empty_are_said if {
	calibration.faults([{"n": 1, "n_bad": 2, "mean_score": 0.5}]) == {"more bad cases in a bin than cases"}
	calibration.faults([{"n": 0, "n_bad": 0, "mean_score": 0.5}]) == {"no cases in the bins"}
}
