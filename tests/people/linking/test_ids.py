"""Ids of persons: made of their first mention, so that they stay while lists come and persons join and part."""

from __future__ import annotations

import hashlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.people.linking.making import key

from habeas.people.linking.ids import person_id, person_ids
from habeas.people.linking.partition import first_of

LABELS = st.lists(st.integers(0, 4), min_size=1, max_size=9)


def ids(label: list[int]) -> list[str]:
    """Return the ids of the groups of labels, mentions in order."""
    return person_ids(first_of(np.array(label)), [key("a", n) for n in range(len(label))])


def test_an_id_is_fifty_bits_of_the_hash_in_base_32() -> None:
    """The id of a key is what the definition says, the lowest digit first."""
    number = int.from_bytes(hashlib.sha256(b"familias:0123456789ab").digest()[:8], "big")
    digits = [number // 32**n % 32 for n in range(10)]
    assert "P-" + "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[d] for d in digits) == person_id("familias:0123456789ab")


def test_ten_thousand_keys_have_ten_thousand_ids() -> None:
    """No two keys collide, and no id has a letter that is heard or read as another or as a digit."""
    made = {person_id(key("lista", n)) for n in range(10_000)}
    assert len(made) == 10_000
    assert not set("ILOU") & {letter for one in made for letter in one[2:]}
    assert {len(one) for one in made} == {12}


@given(LABELS, LABELS)
def test_a_later_list_changes_no_id(label: list[int], later: list[int]) -> None:
    """Mentions that come after, whether they join a person or not, leave all earlier ids as they were."""
    assert ids(label) == ids(label + later)[: len(label)]


@given(LABELS, st.data())
def test_the_earlier_of_two_persons_gives_the_id_and_parting_gives_it_back(
    label: list[int], data: st.DataObject
) -> None:
    """Where two persons become one, all mentions have the id of the earlier; taken apart, both have their own again."""
    one, other = (data.draw(st.sampled_from(label)) for _ in range(2))
    before = ids(label)
    after = ids([one if n == other else n for n in label])
    earlier = min(label.index(one), label.index(other))
    assert {before[earlier]} == {after[i] for i, n in enumerate(label) if n in (one, other)}
    assert [before[i] for i, n in enumerate(label) if n not in (one, other)] == [
        after[i] for i, n in enumerate(label) if n not in (one, other)
    ]
    assert before == ids(label)
