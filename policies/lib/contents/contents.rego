# METADATA
# title: Contents
# description: |-
#   Whether a document says something where it has to. What is asked for is text, or a list or table of it: null, a blank
#   text, one without a letter or a digit, a word that stands for work to be done, a number, yes and no, and structures of
#   nothing else are all the same: nothing is said. Documents are not believed to have the types that their schemas ask for.
package mlgate.lib.contents

# The names among `wanted` that a body gives nothing for, sorted.
missing(body, wanted) := sort([name | some name in wanted; not gives(body, name)])

# The names among `wanted` that a body gives nothing for, or less than so many characters in all, sorted.
short(body, wanted, least) := sort([name | some name in wanted; not _gives_enough(object.get(body, name, null), least)])

_gives_enough(value, least) if says(value, least)

_gives_enough(value, least) if {
	is_array(value)
	is_given(value)
	says(concat(" ", [item | some item in value; is_string(item)]), least)
}

gives(body, name) if is_given(object.get(body, name, null))

is_given(value) if is_said(value)

# Of a list, every item has to say something.
is_given(value) if {
	is_array(value)
	count(value) > 0
	every item in value { _holds_text(item) }
}

# Of a table, something in it.
is_given(value) if {
	is_object(value)
	_holds_text(value)
}

# The value where it is a list, or an object; else an empty one.
list(value) := value if is_array(value)

list(value) := [] if not is_array(value)

object_of(value) := value if is_object(value)

object_of(value) := {} if not is_object(value)

# Whether a value is a text of at least so many characters beside the space around it: "n/a" tells a reader nothing.
says(value, least) if {
	is_said(value)
	count(trim_space(value)) >= least
}

# Whether a value is a SHA-256 as documents write it.
is_digest(value) if {
	is_string(value)
	regex.match(`^sha256:[0-9a-f]{64}$`, value)
}

# Text in a value or in what it holds, four levels down. Rego has no recursion, and the engines read `walk` differently.
_holds_text(value) if is_said(value)

_holds_text(value) if {
	some item in _items(value)
	_holds_text_2(item)
}

_holds_text_2(value) if is_said(value)

_holds_text_2(value) if {
	some item in _items(value)
	_holds_text_3(item)
}

_holds_text_3(value) if is_said(value)

_holds_text_3(value) if {
	some item in _items(value)
	_holds_text_4(item)
}

_holds_text_4(value) if is_said(value)

_holds_text_4(value) if {
	some item in _items(value)
	is_said(item)
}

_items(value) := value if is_array(value)

_items(value) := [item | some item in value] if is_object(value)

_items(value) := [] if {
	not is_array(value)
	not is_object(value)
}

# Whether a value is a text that says something, however short.
is_said(value) if {
	is_string(value)
	regex.match(`[\p{L}\p{N}]`, value)
	not lower(trim_space(value)) in _placeholders
}

_placeholders := {"tbd", "tba", "todo", "to do", "to be done", "to be defined", "xxx", "lorem ipsum"}
