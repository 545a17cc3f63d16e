package mlgate.lib.time_test

import data.mlgate.lib.time as clock

test_a_moment_ages_in_days if {
	clock.age_days("2026-11-02T00:00:00Z") == 10.5 with input.now as "2026-11-12T12:00:00Z"
}

test_a_moment_ahead_has_a_negative_age if {
	clock.age_days("2026-11-13T12:00:00Z") == -1 with input.now as "2026-11-12T12:00:00Z"
}

test_zones_count if {
	clock.age_days("2026-11-12T13:00:00+01:00") == 0 with input.now as "2026-11-12T12:00:00Z"
}

test_a_day_has_come_at_its_midnight if {
	clock.has_come("2027-12-02") with input.now as "2027-12-02T00:00:00Z"
	not clock.has_come("2027-12-02") with input.now as "2027-12-01T23:59:59Z"
	not clock.has_come(null) with input.now as "2027-12-02T00:00:00Z"
}

test_days_between_two_moments if {
	clock.days_between("2026-11-10T09:00:00Z", "2027-02-05T09:00:00Z") == 87
}

test_moments_and_days_are_told_apart if {
	clock.is_moment("2026-11-12T12:00:00.5+01:00")
	not clock.is_moment("2026-11-12")
	not clock.is_moment(null)
	not clock.is_moment("2027-02-31T00:00:00Z")
	not clock.is_moment("2027-02-29T00:00:00Z")
	not clock.is_moment("2100-02-29T00:00:00Z")
	clock.is_moment("2028-02-29T00:00:00Z")
	clock.is_moment("2000-02-29T00:00:00Z")
	not clock.is_moment("2027-04-31T00:00:00Z")
	not clock.is_moment("2027-04-30T00:00:00+24:00")
	not clock.is_moment("2027-04-30T24:00:00Z")
	not clock.is_moment("9999-12-31T00:00:00Z")
	not clock.is_moment("2260-01-01T00:00:00Z")
	clock.is_moment("2259-12-31T23:59:59Z")
	clock.is_day("2026-11-12")
	not clock.is_day("2026-13-12")
	not clock.is_day(20261112)
}

test_a_moment_has_been_or_lies_ahead_and_what_is_none_does_neither if {
	clock.has_been("2026-11-12T09:00:00Z") with input.now as "2026-11-12T09:00:00Z"
	not clock.lies_ahead("2026-11-12T09:00:00Z") with input.now as "2026-11-12T09:00:00Z"
	clock.lies_ahead("2026-11-12T09:00:01Z") with input.now as "2026-11-12T09:00:00Z"
	not clock.has_been("2026-11-12T09:00:01Z") with input.now as "2026-11-12T09:00:00Z"
	every value in [null, "2026-11-12", "2026-02-31T00:00:00Z", 7, ["2026-11-12T09:00:00Z"]] {
		not clock.has_been(value) with input.now as "2026-11-12T09:00:00Z"
		not clock.lies_ahead(value) with input.now as "2026-11-12T09:00:00Z"
	}
}
