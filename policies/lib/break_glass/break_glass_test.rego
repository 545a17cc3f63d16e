package mlgate.lib.break_glass_test

import data.mlgate.controls.break_glass.action_test
import data.mlgate.lib.break_glass

test_an_action_goes_by_its_id_or_by_its_digest if {
	break_glass.name(action_test.document({})) == "BG-1"
	every id in ["", null, 1] {
		break_glass.name(action_test.document({"break_glass_id": id})) == "sha256:ffff"
	}
}

test_of_each_action_the_newest_version_is_looked_at if {
	second := action_test.document({"break_glass_id": "BG-2"})
	newer := action_test.document({"target": "model/scorer/2"})
	held := action_test.facts([newer, second, action_test.document({}), object.union(second, {"status": "draft"})])
	data.mlgate.lib.break_glass.actions == [newer, second] with input as held
	data.mlgate.lib.break_glass.asked == [newer] with input as held
}

test_everybody_named_and_the_writer_acted if {
	break_glass.actors(action_test.document({"actors": [{"person": "u-a"}, "u-b", {"role": "x"}, null]})) == {"u-a", "u-asks"}
	break_glass.actors(action_test.document({"actors": null})) == {"u-asks"}
}

test_all_versions_of_an_action_count_together if {
	old := action_test.document({"started_at": "2026-11-11T08:00:00Z"})
	stop := action_test.document({"action": "disable_endpoint", "actors": []})
	held := action_test.facts([stop, old, action_test.document({"break_glass_id": "BG-2"})])
	break_glass.versions(stop) == {stop, old} with input as held
	break_glass.starts(stop) == {"2026-11-12T08:00:00Z", "2026-11-11T08:00:00Z"} with input as held
	break_glass.actors(stop) == break_glass.actors(old) with input as held
	count([1 | break_glass.only_stops(stop)]) == 0 with input as held
	break_glass.only_stops(stop) with input as action_test.facts([stop])
}
