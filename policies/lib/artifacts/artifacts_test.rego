package mlgate.lib.artifacts_test

import data.mlgate.lib.artifacts
import data.mlgate.story_test as story

_faults(facts) := found if found := artifacts.faults("robustness_report") with input as facts

_of(digest) := story.holding(story.model, "robustness_report", [story.document("model/scorer/1", "u-sec", "security_reviewer", {"artifact_digest": digest})])

test_a_report_of_this_artifact_is_sound if _faults(_of("sha256:bbbb")) == set()

test_a_report_of_another_artifact_or_of_none_is_told if {
	_faults(_of("sha256:cccc")) == {{"code": "other_artifact", "scope": "", "args": {"named": "sha256:cccc", "registered": "sha256:bbbb"}}}
	every odd in [null, 7, ["sha256:bbbb"], true] {
		_faults(_of(odd)) == {{"code": "other_artifact", "scope": "", "args": {"named": "none", "registered": "sha256:bbbb"}}}
	}
}

test_a_report_that_does_not_count_is_not_compared if {
	_faults(story.model) == set()
	_faults(story.holding(story.model, "robustness_report", [object.union(story.document("model/scorer/1", "u-sec", "security_reviewer", {}), {"status": "draft"})])) == set()
}

test_a_model_without_artifact_is_told_once if {
	every digest in [null, ""] {
		_faults(object.union(_of("sha256:bbbb"), {"subject": {"artifact_digest": digest}})) == {{"code": "artifact_unknown", "scope": "", "args": {}}}
	}
}
