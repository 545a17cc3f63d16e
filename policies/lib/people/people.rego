# METADATA
# title: People
# description: Who holds which role, by the directory. A role that somebody merely claims counts for nothing.
package mlgate.lib.people

# Whether somebody is a person in the directory and holds the role.
holds(person, role) if {
	entry := input.directory.people[person]
	entry.kind == "person"
	role in entry.roles
}

is_known(person) if input.directory.people[person].kind == "person"

# The line that somebody reports in; "" where the directory names none.
reporting_line(person) := line if {
	line := input.directory.people[person].reporting_line
	is_string(line)
} else := ""

# Votes and grants that nobody vouches for count only where nothing real can be approved.
counts(item) if item.authenticated == true

counts(_) if input.registry.kind in {"local", "sandbox"}
