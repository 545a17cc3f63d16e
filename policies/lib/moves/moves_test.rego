package mlgate.lib.moves_test

import data.mlgate.lib.moves

_asked(kind, stage, to_stage) := {"subject": {"kind": kind, "stage": stage}, "request": {"to_stage": to_stage}}

test_stages_have_places if {
	moves.position("use-case", "poc") == 0
	moves.position("model", "development") == 0
	moves.position("model", "poc") == -1
	moves.position("model", "retired") == -1
	moves.position("model", null) == -1
}

test_the_next_stage_is_forward_and_next if {
	moves.is_forward with input as _asked("model", "development", "qa")
	moves.is_next with input as _asked("model", "development", "qa")
	not moves.is_back with input as _asked("model", "development", "qa")
}

test_a_later_stage_is_forward_only if {
	moves.is_forward with input as _asked("model", "development", "production")
	not moves.is_next with input as _asked("model", "development", "production")
}

test_an_earlier_stage_is_back if {
	moves.is_back with input as _asked("use-case", "production", "poc")
	not moves.is_forward with input as _asked("use-case", "production", "poc")
}

test_retirement_and_staying_are_neither if {
	every to_stage in ["retired", "qa", null] {
		not moves.is_forward with input as _asked("model", "qa", to_stage)
		not moves.is_back with input as _asked("model", "qa", to_stage)
	}
	not moves.is_forward with input as _asked("model", "retired", "qa")
	not moves.is_back with input as _asked("model", "retired", "qa")
}

test_nothing_follows_retirement if {
	not moves.is_next with input as _asked("model", "retired", "development")
	not moves.is_next with input as _asked("use-case", "retired", "poc")
}
