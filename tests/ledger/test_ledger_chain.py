"""The hash chain by itself: any change to any row is named, whatever the row holds."""

from __future__ import annotations

import hashlib
import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import Problem
from habeas.ledger import chain
from habeas.words import LANGUAGES

Row = tuple[Any, ...]

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(words, json_values, max_size=3)


def chained(fields: list[tuple[str, ...]], rows: tuple[Row, ...] = ()) -> list[Row]:
    """Return rows of a true chain, going on from ``rows``; each of ``fields`` is kind, about, body, reason, actor, time."""
    made = list(rows)
    for one in fields:
        previous = made[-1][8] if made else chain.GENESIS
        row = (len(made) + 1, *one, previous)
        made.append((*row, chain.digest(row)))
    return made


def head(rows: list[Row]) -> tuple[int, str]:
    return (rows[-1][0], rows[-1][8]) if rows else (0, chain.GENESIS)


def found(
    rows: list[Row], kept: tuple[int, str] | None, noted: dict[int, str] | None = None
) -> list[tuple[str, object]]:
    """Return (key, number) of every problem; each can be said in both languages."""
    problems = list(chain.faults(rows, kept, noted))
    for problem in problems:
        assert all("{" not in problem.text(lang) for lang in LANGUAGES)
    return [(problem.key.removeprefix("ledger."), problem.values.get("seq")) for problem in problems]


fields = st.tuples(words, words, bodies.map(chain.canonical), words, words, words)
chains = st.lists(fields, min_size=1, max_size=6).map(chained)


@given(fields)
def test_a_hash_is_that_of_the_documented_json(one: tuple[str, ...]) -> None:
    """The standard library's JSON and SHA-256 give the same hash, for any text in any field."""
    row = (1, *one, chain.GENESIS)
    said = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()

    assert hashlib.sha256(said).hexdigest() == chain.digest(row)


@given(bodies)
def test_a_body_has_one_text(body: dict[str, Any]) -> None:
    """The text of a body does not depend on the order of its keys, is what the standard library writes, and reads back."""
    other = dict(reversed(body.items()))

    assert chain.canonical(body) == chain.canonical(other)
    assert json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == chain.canonical(body)
    assert body == json.loads(chain.canonical(body))


class Word(str):
    """Text of a class of its own."""

    __slots__ = ()


class Whole(int):
    """A number of a class of its own."""


def test_a_body_of_other_classes_has_the_text_of_plain_ones() -> None:
    """A read-only mapping, a tuple, text and numbers of classes of their own are written as what they are."""
    body = MappingProxyType({"b": (Whole(7), Word("x")), "a": MappingProxyType({})})

    assert chain.canonical(body) == '{"a":{},"b":[7,"x"]}'
    with pytest.raises(TypeError, match="object"):
        chain.canonical({"a": object()})


def test_the_hash_of_a_known_entry_never_changes() -> None:
    """A ledger written today verifies in every later version: the hash of this row is fixed."""
    row = (
        1,
        "claim.accept",
        "célula-1",
        '{"a":["1.50",null]}',
        "«sí»\n",
        "Ana",
        "2025-03-16T18:30:00.000000Z",
        chain.GENESIS,
    )

    assert chain.digest(row) == "e42b7eac1a756e98ced48654fe1e8da13e7c2a6c82d4f82c72a988077f058364"


@given(chains)
def test_a_true_chain_has_no_fault(rows: list[Row]) -> None:
    """What was written one after the other passes, from the empty ledger on."""
    assert found(rows, head(rows)) == []
    assert found([], (0, chain.GENESIS)) == []


@given(chains, st.data())
def test_any_change_of_one_field_is_named(rows: list[Row], data: st.DataObject) -> None:
    """Whichever field of whichever row becomes whatever else, the row is named, and no intact row is called changed."""
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(1, 8))
    odd = words | st.none() | st.binary(max_size=4) | st.floats() | st.just("\udcff")
    other = data.draw(odd.filter(lambda value: value != rows[place][column]))
    changed = [*rows]
    changed[place] = (*rows[place][:column], other, *rows[place][column + 1 :])
    problems = found(changed, head(rows))

    assert ("changed", str(place + 1)) in problems
    assert {seq for key, seq in problems if key == "changed"} == {str(place + 1)}


@given(chains, st.data())
def test_a_changed_number_is_named(rows: list[Row], data: st.DataObject) -> None:
    """A row that is given another number leaves its own missing, or fails under the new one."""
    place = data.draw(st.integers(0, len(rows) - 1))
    number = data.draw(st.integers(-2, 9).filter(lambda value: value != rows[place][0]))
    changed = [*rows]
    changed[place] = (number, *rows[place][1:])

    assert found(changed, head(rows)) != []


@given(chains, st.data())
def test_missing_rows_are_named(rows: list[Row], data: st.DataObject) -> None:
    """Rows taken out, at the start, in the middle or at the end, are missing by number, and the others stand."""
    gone = data.draw(st.sets(st.integers(1, len(rows)), min_size=1))
    problems = list(chain.faults([row for row in rows if row[0] not in gone], head(rows)))
    named: set[int] = set()
    for problem in problems:
        first = int(str(problem.values.get("seq", problem.values.get("first"))))
        named |= set(range(first, int(str(problem.values.get("last", first))) + 1))

    assert {"ledger.missing", "ledger.missing-range"} >= {problem.key for problem in problems}
    assert gone == named


def three() -> list[Row]:
    return chained([("note", "x", "{}", "", "Ana", f"t{number}") for number in range(3)])


def test_a_replaced_entry_breaks_the_link_after_it() -> None:
    """An entry that was written anew with a true hash of its own is found out by the entry after it."""
    rows = three()
    forged = (*rows[1][:2], "y", *rows[1][3:8])
    rows[1] = (*forged, chain.digest(forged))

    assert found(rows, head(rows)) == [("broken-link", "3")]


def test_two_entries_of_one_number_are_named() -> None:
    """A number given twice is named once, and the rest of the chain still stands."""
    rows = three()

    assert found([rows[0], rows[1], rows[1], rows[2]], head(rows)) == [("twice", "2")]
    assert found([rows[0], rows[2], rows[1]], head(rows)) == [("missing", "2"), ("twice", "2")]


def test_a_ledger_written_anew_differs_from_what_was_noted() -> None:
    """A whole ledger with every hash made anew is consistent; only a hash noted elsewhere shows it."""
    rows = three()
    anew = chained([("note", "y", "{}", "", "Ana", f"t{number}") for number in range(3)])

    assert found(anew, head(anew)) == []
    assert found(anew, head(anew), {2: rows[1][8]}) == [("noted-differs", "2")]
    assert found(rows[:1], head(rows[:1]), {2: rows[1][8]}) == [("noted-missing", "2")]
    assert found(rows, head(rows), {2: rows[1][8], 3: rows[2][8]}) == []


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (None, [("head-lost", None)]),
        ((2, "0" * 64), [("head-differs", "3")]),
        ((3, "0" * 64), [("head-differs", "3")]),
        ((4, "0" * 64), [("missing", "4")]),
    ],
)
def test_a_head_that_is_not_the_last_entry_is_named(
    kept: tuple[int, str] | None, expected: list[tuple[str, object]]
) -> None:
    """The ledger's note of its last entry is lost, behind, different or ahead: each is said."""
    assert found(three(), kept) == expected


def test_a_problem_of_the_chain_can_be_said() -> None:
    """A problem reads as a sentence that names the entry, whose number is not grouped."""
    problem = Problem("ledger.changed", values={"seq": "12345"})

    assert problem.text("en") == "entry 12345 was changed after it was written: its hash is not that of its fields."
