package mlgate.lib.psi_test

import data.mlgate.lib.psi

_logarithms := {
	0.000001: -13.815510557964274,
	0.00037: -7.902007552326004,
	0.1: -2.3025850929940455,
	0.5: -0.6931471805599453,
	0.7071067811865476: -0.34657359027997264,
	0.999999: -0.0000010000005000003334,
	1: 0,
	1.000001: 0.0000009999995000003333,
	1.4142135623730951: 0.3465735902799727,
	1.5: 0.4054651081081644,
	2: 0.6931471805599453,
	2.718281828459045: 1,
	10: 2.302585092994046,
	123.456: 4.815884817283264,
	1000000: 13.815510557964274,
	9007199254740991: 36.7368005696771,
}

test_the_logarithm_is_exact_to_1e_minus_12 if {
	every x, expected in _logarithms {
		abs(psi.ln(x) - expected) < 0.000000000001
	}
}

test_the_logarithm_of_an_inverse_is_the_negative if {
	every x in numbers.range(1, 200) {
		abs(psi.ln(x) + psi.ln(1 / x)) < 0.000000000001
	}
}

test_the_logarithm_of_a_product_is_the_sum if {
	every x in numbers.range(1, 60) {
		abs(psi.ln(x * 7.3) - (psi.ln(x) + psi.ln(7.3))) < 0.000000000001
	}
}

_baseline := [520, 520, 520, 520, 520, 520, 520, 520, 520, 520]

test_three_months_of_the_scenario if {
	abs(psi.index(_baseline, [505, 509, 512, 516, 520, 523, 526, 528, 530, 531]) - 0.0003) < 0.00005
	abs(psi.index(_baseline, [230, 300, 370, 440, 510, 575, 640, 700, 760, 820]) - 0.1385) < 0.00005
	abs(psi.index(_baseline, [150, 215, 290, 370, 450, 540, 640, 740, 850, 955]) - 0.2798) < 0.00005
}

test_what_did_not_move_has_an_index_of_zero if {
	psi.index([1, 2, 3], [1, 2, 3]) == 0
	abs(psi.index([1, 2, 3], [10, 20, 30])) < 0.000000000001
}

test_the_index_is_the_same_in_both_directions if {
	abs(psi.index([100, 300, 600], [200, 300, 500]) - psi.index([200, 300, 500], [100, 300, 600])) < 0.000000000001
}

test_an_empty_bin_counts_as_half_a_case if {
	# (0.005 - 0.5) ln(0.005 / 0.5) + (1 - 0.5) ln(1 / 0.5)
	abs(psi.index([50, 50], [0, 100]) - 2.626132832344078) < 0.000000001
	abs(psi.index([0, 100], [50, 50]) - 2.626132832344078) < 0.000000001
	psi.index([0, 100], [0, 100]) == 0
}
