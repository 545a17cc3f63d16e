# METADATA
# title: Calendar
# description: |-
#   Days that lie months or working days ahead. The built-in for adding dates is not used: engines differ about days that
#   a month does not have.
package mlgate.lib.calendar

import data.mlgate.lib.time as clock

# The plain day in UTC so many months after a moment; the last of its month where that has no such day.
day_after_months(text, months) := concat("-", [format_int(year, 10), _two_digits(month), _two_digits(day)]) if {
	[started_year, started_month, started_day] := time.date(clock.moment(text))
	whole := (((started_year * 12) + started_month) - 1) + months
	year := floor(whole / 12)
	month := (whole % 12) + 1
	day := min([started_day, _days_in(year, month)])
}

# Nanoseconds of the moment so many working days after another, at the same time of day. What begins on a day of rest
# begins on the working day that follows. Saturdays, Sundays and the named days ("2027-05-06") are days of rest.
after_working_days(text, days, rest) := start + (working[days] * _day) if {
	start := clock.moment(text)
	working := [offset |
		some offset in numbers.range(0, ((days * 2) + 7) + (count(rest) * 2))
		_is_working(start + (offset * _day), rest)
	]
}

# The calendar quarter that a moment lies in, in UTC: a year and a number from 1 to 4.
quarter(text) := [year, ceil(month / 3)] if [year, month, _] := time.date(clock.moment(text))

_day := ((24 * 60) * 60) * 1000000000

_is_working(ns, rest) if {
	count({time.weekday(ns)} & {"Saturday", "Sunday"}) == 0
	[year, month, day] := time.date(ns)
	count({concat("-", [format_int(year, 10), _two_digits(month), _two_digits(day)])} & {named | some named in rest}) == 0
}

_two_digits(number) := format_int(number, 10) if number > 9

_two_digits(number) := concat("", ["0", format_int(number, 10)]) if number <= 9

_days_in(_, month) := 31 if month in {1, 3, 5, 7, 8, 10, 12}

_days_in(_, month) := 30 if month in {4, 6, 9, 11}

_days_in(year, 2) := 28 + count([year | _is_leap(year)])

_is_leap(year) if {
	year % 4 == 0
	year % 100 > 0
}

_is_leap(year) if year % 400 == 0
