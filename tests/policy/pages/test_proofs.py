"""What tests show, by their names and what they compare with."""

from __future__ import annotations

from mlgate.policy.pages.proofs import Proofs, of, sentence

TESTS = """package mlgate.controls.x.y_test

_of(body) := {"code": "a"} if body.a == set()

test_a_whole_file_passes if _of({}) == set()

test_a_draft_is_missing if {
\t_of({"draft": true}) == {_missing}
}

test_ten_are_enough_and_nine_are_not if {
\t_of({"n": 10}) == set()
\t_of({"n": 9}) == {_few}
}

test_odd_values_are_no_errors if {
\tevery odd in [1, "a"] {
\t\tis_set(_of(odd))
\t}
}
"""


def test_tests_are_sorted_by_what_they_compare_with() -> None:
    assert of({"y_test.rego": TESTS}) == Proofs(
        passes=("A whole file passes.",),
        finds=("A draft is missing.",),
        limits=("Ten are enough and nine are not.",),
        others=("Odd values are no errors.",),
    )


def test_no_tests_show_nothing() -> None:
    assert not of({})


def test_a_name_reads_as_a_sentence() -> None:
    assert sentence("auc_is_measured") == "Auc is measured."
