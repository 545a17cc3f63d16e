# METADATA
# title: Calibration
# description: |-
#   The expected calibration error, recomputed from cases counted by score: the mean over all cases of the distance between
#   the mean score of a bin and the share of bad cases in it. How many bins there are says how fine that is: only bins with
#   cases count, for an empty one measures nothing.
package mlgate.lib.calibration

import data.mlgate.lib.measures

# How many bins a report may have: the limit of its schema.
most := 100

# Why an error cannot be computed from bins; empty where it can.
faults(bins) := {"no list of bins"} if {
	not _is_list(bins)
} else := {"a bin is not two counts and a mean score from 0 to 1"} if {
	count([bin | some bin in bins; not _is_bin(bin)]) > 0
} else := {"more bad cases in a bin than cases" |
	some bin in bins
	bin.n_bad > bin.n
} | {"no cases in the bins" |
	cases(bins) == 0
}

# Of sound bins: how many cases, how many of them bad, how many bins with cases, and the expected calibration error.
cases(bins) := sum([bin.n | some bin in bins])

bad(bins) := sum([bin.n_bad | some bin in bins])

filled(bins) := count([bin | some bin in bins; bin.n > 0])

error(bins) := sum([abs((bin.n * bin.mean_score) - bin.n_bad) | some bin in bins]) / cases(bins)

_is_list(bins) if {
	is_array(bins)
	count(bins) > 0
	count(bins) <= most
}

_is_bin(bin) if {
	is_object(bin)
	measures.is_count(object.get(bin, "n", null))
	measures.is_count(object.get(bin, "n_bad", null))
	measures.is_rate(object.get(bin, "mean_score", null))
}
