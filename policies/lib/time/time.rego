# METADATA
# title: Time
# description: Moments and ages. The only clock is `input.now`.
package mlgate.lib.time

# Nanoseconds of the moment that the request is judged at.
now := moment(input.now)

# Nanoseconds of an RFC 3339 moment.
moment(text) := time.parse_rfc3339_ns(text)

# Midnight UTC at the start of a plain day such as "2027-12-02".
day(text) := time.parse_rfc3339_ns(concat("", [text, "T00:00:00Z"]))

# Whole and part days that have passed since an RFC 3339 moment; negative for one that lies ahead.
age_days(text) := (now - moment(text)) / (((24 * 60) * 60) * 1000000000)

# Days from one moment to another.
days_between(start, end) := (moment(end) - moment(start)) / (((24 * 60) * 60) * 1000000000)

# Whether the day has come; a day that is null never comes.
has_come(text) if {
	is_string(text)
	day(text) <= now
}

# Whether a value is an RFC 3339 moment with a zone, in years that nanoseconds can hold, so that it can be compared.
is_moment(value) if {
	is_string(value)
	is_day(substring(value, 0, 10))
	regex.match(`^T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`, substring(value, 10, -1))
}

# Whether a value is a plain day that exists, from 1800 to 2259.
is_day(value) if {
	is_string(value)
	regex.match(`^(1[89]|2[01])[0-9]{2}-|^22[0-5][0-9]-`, value)
	regex.match(`^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$`, value)
}

is_day(value) if {
	is_string(value)
	regex.match(`^(((1[89]|2[01])(0[48]|[2468][048]|[13579][26]))|2000|220[48]|22[24][048]|22[135][26])-02-29$`, value)
}

# Whether a value is a moment that has passed, or is now.
has_been(value) if {
	is_moment(value)
	age_days(value) >= 0
}

# Whether a value is a moment that lies ahead.
lies_ahead(value) if {
	is_moment(value)
	age_days(value) < 0
}
