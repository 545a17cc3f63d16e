# METADATA
# title: Population stability index
# description: |-
#   Sum over the bins of (c - b) ln(c / b), where c and b are the shares of a bin now and at validation. An empty bin
#   counts as half a case, as is usual, for the logarithm of zero has no value; the other shares stay as they are.
#   Rego has no logarithm. Here it is 2 artanh((m - 1) / (m + 1)) + k ln 2 for x = m 2^k with m from 0.707 to 1.414; the
#   series to the 21st power is exact to 1e-16 there.
package mlgate.lib.psi

# The index of two lists of counts of the same length, each with a positive sum.
index(baseline, current) := sum([part |
	some position, count_then in baseline
	then := _share(count_then, sum(baseline))
	now := _share(current[position], sum(current))
	part := (now - then) * ln(now / then)
])

# The natural logarithm of a number above 0, from 2^-64 to 2^64.
ln(x) := _ln_from_one(x) if x >= 1

ln(x) := 0 - _ln_from_one(1 / x) if x < 1

_share(cases, total) := cases / total if cases > 0

_share(0, total) := 0.5 / total

_ln_from_one(x) := _ln_near_one(mantissa) + (exponent * 0.6931471805599453) if {
	[mantissa, exponent] := _centred(_reduced(x))
}

# x as [m, k] with m from 1 to 2: powers of two are taken out from the largest down.
_reduced(x) := _halved(_halved(_halved(_halved(_halved(_halved([x, 0], 4294967296, 32), 65536, 16), 256, 8), 16, 4), 4, 2), 2, 1)

_halved([m, k], power, exponent) := [m / power, k + exponent] if m >= power

_halved([m, k], power, _) := [m, k] if m < power

# The same with m from 0.707 to 1.414, where the series converges fastest.
_centred([m, k]) := [m / 2, k + 1] if m > 1.4142135623730951

_centred([m, k]) := [m, k] if m <= 1.4142135623730951

_ln_near_one(m) := (2 * z) * _series(z * z) if z := (m - 1) / (m + 1)

# 1 + s/3 + s^2/5 + … + s^10/21, innermost first.
_series(s) := _term(s, 1, _term(s, 3, _term(s, 5, _term(s, 7, _term(s, 9, _tail(s))))))

_tail(s) := _term(s, 11, _term(s, 13, _term(s, 15, _term(s, 17, _term(s, 19, 1 / 21)))))

_term(s, odd, rest) := (1 / odd) + (s * rest)
