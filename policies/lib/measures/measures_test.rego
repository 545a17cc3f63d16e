package mlgate.lib.measures_test

import data.mlgate.lib.measures

test_a_count_is_a_whole_number_from_zero if {
	{value | some value in [0, 1, 2.0, 9007199254740991]; measures.is_count(value)} == {0, 1, 2, 9007199254740991}
	{value | some value in [-1, 0.5, 9007199254740993, 1e300, "1", null, true, [1], {"a": 1}]; measures.is_count(value)} == set()
}

test_a_rate_is_a_number_from_zero_to_one if {
	{value | some value in [0, 0.5, 1]; measures.is_rate(value)} == {0, 0.5, 1}
	{value | some value in [-0.01, 1.01, "0.5", null, false]; measures.is_rate(value)} == set()
}

test_a_value_at_the_limit_is_neither_below_nor_above if {
	not measures.is_below(0.8, 0.8)
	not measures.is_below(0.7999999995, 0.8)
	measures.is_below(0.799999998, 0.8)
	not measures.is_above(0.8, 0.8)
	not measures.is_above(0.8000000005, 0.8)
	measures.is_above(0.800000002, 0.8)
}

test_rounding_keeps_the_sign if {
	measures.rounded(-0.09631) == -0.0963
	measures.rounded(0.27984) == 0.2798
}
