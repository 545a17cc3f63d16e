# METADATA
# title: Contents
# description: |-
#   Whether a document says something where it has to. Null, an empty text, an empty list and an absent field are all the
#   same: nothing is said. Documents are not believed to have the types that their schemas ask for.
package mlgate.lib.contents

# The names among `wanted` that a body gives nothing for, sorted.
missing(body, wanted) := sort([name | some name in wanted; not gives(body, name)])

gives(body, name) if is_given(object.get(body, name, null))

is_given(value) if {
	is_string(value)
	trim_space(value) != ""
}

is_given(value) if is_number(value)

is_given(value) if value == true

is_given(value) if {
	is_array(value)
	count(value) > 0
}

is_given(value) if {
	is_object(value)
	count(value) > 0
}

# The value where it is a list, or an object; else an empty one.
list(value) := value if is_array(value)

list(value) := [] if not is_array(value)

object_of(value) := value if is_object(value)

object_of(value) := {} if not is_object(value)
