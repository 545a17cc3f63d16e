package mlgate.lib.calendar_test

import data.mlgate.lib.calendar
import data.mlgate.lib.time as clock

_moment(day) := concat("", [day, "T12:00:00Z"])

_months := {
	"2026-11-06": {12: "2027-11-06", 1: "2026-12-06", 2: "2027-01-06", 36: "2029-11-06"},
	"2026-12-31": {1: "2027-01-31", 2: "2027-02-28", 6: "2027-06-30", 14: "2028-02-29"},
	"2028-02-29": {12: "2029-02-28", 48: "2032-02-29"},
	"2096-02-29": {48: "2100-02-28"},
	"1996-02-29": {48: "2000-02-29"},
}

test_months_end_on_the_same_day_or_on_the_last if {
	wrong := {[start, months, day] |
		some start, cases in _months
		some months, expected in cases
		day := calendar.day_after_months(_moment(start), months)
		day != expected
	}
	wrong == set()
}

test_the_day_is_that_of_utc if calendar.day_after_months("2026-11-06T01:00:00+02:00", 1) == "2026-12-05"

_after(start, days, rest) := calendar.after_working_days(_moment(start), days, rest)

_at(day) := clock.moment(_moment(day))

test_days_of_rest_do_not_count if {
	_after("2027-05-10", 3, []) == _at("2027-05-13")
	_after("2027-05-12", 3, []) == _at("2027-05-17")
	_after("2027-05-14", 1, []) == _at("2027-05-17")
	_after("2027-05-10", 3, ["2027-05-11", "2027-05-12"]) == _at("2027-05-17")
	_after("2027-05-10", 0, []) == _at("2027-05-10")
}

test_what_begins_on_a_day_of_rest_begins_on_the_next_working_day if {
	_after("2027-05-08", 3, []) == _at("2027-05-13")
	_after("2027-05-09", 3, []) == _at("2027-05-13")
	_after("2027-05-08", 3, ["2027-05-10"]) == _at("2027-05-14")
}

test_a_year_has_four_quarters if {
	calendar.quarter("2027-01-01T00:00:00Z") == [2027, 1]
	calendar.quarter("2027-03-31T23:59:59Z") == [2027, 1]
	calendar.quarter("2027-04-01T00:00:00Z") == [2027, 2]
	calendar.quarter("2027-12-31T00:00:00Z") == [2027, 4]
	calendar.quarter("2027-04-01T00:00:00+02:00") == [2027, 1]
}
