"""A chain that was touched does not verify, and the first bad entry is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.errors import ClockError, IntegrityError
from mlgate.model.entry import Entry
from mlgate.table.chain import hashed_bytes, head_of, link, verify
from tests.table.story import CHAIN, GRANT, MODEL, TOM, Desk, decided, evidence, model, moment, vote, waiver


def _chain() -> list[Entry]:
    desk = Desk()
    entries = [*desk.add(model(), evidence(), vote(), waiver())]
    entries += desk.add(decided(desk.views[MODEL], change=GRANT))
    return entries


ENTRIES = _chain()
HEAD = head_of(ENTRIES[-1])


def _rehashed(entry: Entry, **changes: object) -> Entry:
    """The entry with other content, hashed as if it had been so from the start."""
    changed = entry.model_copy(update=changes)
    return changed.model_copy(update={"hash": digest_bytes(hashed_bytes(changed))})


def test_entries_as_they_were_linked_verify():
    verify(CHAIN, ENTRIES, HEAD)
    verify(CHAIN, [], None)


def test_a_chain_that_grew_beyond_a_known_head_verifies():
    verify(CHAIN, ENTRIES, head_of(ENTRIES[2]))


def test_linking_one_by_one_and_all_at_once_is_the_same():
    bodies = [entry.body for entry in ENTRIES]
    at_once = link(None, CHAIN, bodies, actor=TOM, now=moment(9), mlgate="1")
    one_by_one: list[Entry] = []
    for body in bodies:
        head = head_of(one_by_one[-1]) if one_by_one else None
        one_by_one += link(head, CHAIN, [body], actor=TOM, now=moment(9), mlgate="1")
    assert list(at_once) == one_by_one


def test_the_hash_covers_everything_but_itself():
    entry = ENTRIES[-1]
    everything = entry.model_dump(mode="json", by_alias=True)
    assert everything.pop("hash") == digest_bytes(canonical(everything))


def test_an_effect_is_hashed_before_it_names_its_entry():
    assert ENTRIES[-1].body.effect.entry == ""


def test_an_effect_of_another_entry_is_not_linked():
    body = ENTRIES[-1].body
    taken = body.model_copy(update={"effect": body.effect.model_copy(update={"entry": digest("other")})})
    with pytest.raises(IntegrityError, match=r"effect 1 .* already"):
        link(HEAD, CHAIN, [taken], actor=TOM, now=moment(99), mlgate="1")


def test_a_clock_before_the_last_entry_links_nothing():
    with pytest.raises(ClockError, match=CHAIN):
        link(HEAD, CHAIN, [vote()], actor=TOM, now=moment(0), mlgate="1")


def test_zones_do_not_matter_to_the_clock():
    head = HEAD.model_copy(update={"recorded_at": "2026-11-12T10:00:00+01:00"})
    assert link(head, CHAIN, [vote()], actor=TOM, now="2026-11-12T09:00:00Z", mlgate="1")


@given(place=st.integers(0, len(ENTRIES) - 1), flip=st.integers(0), data=st.data())
def test_a_flipped_byte_that_still_reads_as_an_entry_breaks_the_chain_there(place, flip, data):
    """The flip is made in the stored bytes; where they still read as an entry, verify names that one."""
    raw = bytearray(hashed_bytes(ENTRIES[place]))
    raw[flip % len(raw)] ^= data.draw(st.integers(1, 255))
    if raw == hashed_bytes(ENTRIES[place]):
        return
    try:
        text = raw.decode()
        touched = Entry.model_validate_json(f'{text[:-1]},"hash":"{ENTRIES[place].hash}"}}')
    except ValueError:
        return
    if touched == ENTRIES[place]:
        return
    with pytest.raises(IntegrityError, match=f"entry {place}: "):
        verify(CHAIN, [*ENTRIES[:place], touched, *ENTRIES[place + 1 :]], HEAD)


@pytest.mark.parametrize("place", range(len(ENTRIES)))
def test_an_edited_entry_is_named(place):
    edited = ENTRIES[place].model_copy(update={"recorded_at": moment(50)})
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {place}: was edited"):
        verify(CHAIN, [*ENTRIES[:place], edited, *ENTRIES[place + 1 :]])


@pytest.mark.parametrize("place", range(len(ENTRIES) - 1))
def test_an_entry_edited_and_hashed_anew_breaks_the_link_to_the_next(place):
    edited = _rehashed(ENTRIES[place], recorded_at=moment(50))
    with pytest.raises(IntegrityError, match=f"entry {place + 1}: does not follow"):
        verify(CHAIN, [*ENTRIES[:place], edited, *ENTRIES[place + 1 :]])


def test_the_last_entry_edited_and_hashed_anew_is_not_the_head():
    edited = _rehashed(ENTRIES[-1], recorded_at=moment(50))
    with pytest.raises(IntegrityError, match=f"entry {len(ENTRIES) - 1}: was replaced"):
        verify(CHAIN, [*ENTRIES[:-1], edited], HEAD)


@pytest.mark.parametrize("place", range(len(ENTRIES) - 1))
def test_a_dropped_entry_is_named(place):
    with pytest.raises(IntegrityError, match=f"entry {place}: "):
        verify(CHAIN, [*ENTRIES[:place], *ENTRIES[place + 1 :]], HEAD)


@pytest.mark.parametrize("kept", range(len(ENTRIES)))
def test_a_truncated_chain_is_found_against_its_head(kept):
    with pytest.raises(IntegrityError, match=f"entry {kept}: is missing"):
        verify(CHAIN, ENTRIES[:kept], HEAD)


@pytest.mark.parametrize("place", range(len(ENTRIES) - 1))
def test_reordered_entries_are_named(place):
    swapped = [*ENTRIES]
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    with pytest.raises(IntegrityError, match=f"entry {place}: "):
        verify(CHAIN, swapped, HEAD)


def test_a_fork_is_named():
    (other,) = link(head_of(ENTRIES[1]), CHAIN, [vote(person="u-mal.lory")], actor=TOM, now=moment(9), mlgate="1")
    with pytest.raises(IntegrityError, match="entry 3: entry 2 stands in its place"):
        verify(CHAIN, [*ENTRIES[:3], other, *ENTRIES[3:]])
    with pytest.raises(IntegrityError, match="entry 3: does not follow"):
        verify(CHAIN, [*ENTRIES[:2], other, *ENTRIES[3:]])


def test_an_entry_that_has_no_canonical_form_was_not_linked():
    body = ENTRIES[1].body.model_copy(update={"metrics": {"n": 2**60}})
    with pytest.raises(IntegrityError, match="entry 1: was edited"):
        verify(CHAIN, [ENTRIES[0], ENTRIES[1].model_copy(update={"body": body})])


def test_an_entry_of_another_chain_is_named():
    with pytest.raises(IntegrityError, match="model/other entry 0: belongs to"):
        verify("model/other", ENTRIES)
