"""State is a fold: which entries stand, after undo and undo of undo."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from habeas.ledger import Entry, Ledger, chain, effective, fold
from habeas.ledger.model import Draft


def entry(seq: int, kind: str = "note.add", about: str = "x") -> Entry:
    return Entry(seq=seq, kind=kind, about=about, body={}, reason="r", actor="a", time="t", previous="p", hash="h")


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Any entries, each a note or an undo of any number: of what stands, what is undone, itself, or nothing."""
    kinds = draw(st.lists(st.integers(0, 12), max_size=12))
    return [entry(seq, "undo", str(named)) if named else entry(seq) for seq, named in enumerate(kinds, 1)]


def stands(entries: list[Entry]) -> set[int]:
    """Return the numbers that stand, straight from the definition: no undo that stands and comes later names them."""

    @cache
    def one(seq: int) -> bool:
        later = (other for other in entries if other.seq > seq and other.kind == "undo" and other.about == str(seq))
        return not any(one(other.seq) for other in later)

    return {other.seq for other in entries if one(other.seq)}


@given(ledgers())
def test_an_entry_stands_unless_a_standing_undo_names_it(entries: list[Entry]) -> None:
    """The fold agrees with the definition on every sequence, keeps the order, and leaves undo entries out."""
    standing = stands(entries)

    assert [one for one in entries if one.seq in standing and one.kind != "undo"] == list(effective(entries))


@given(ledgers())
def test_an_undone_entry_cannot_be_undone_and_others_can(entries: list[Entry]) -> None:
    """``undoable`` refuses exactly what does not stand, or is not there; what it names as undoing it does stand."""
    undos = {one.seq: int(one.about) for one in entries if one.kind == "undo"}
    standing = stands(entries)
    for number in range(1, len(entries) + 3):
        problem = fold.undoable(str(number), undos, len(entries))
        assert (number in standing) == (problem is None)
        if problem and problem.key == "ledger.undo-twice":
            assert int(str(problem.values["by"])) in standing


@given(ledgers(), st.integers(0, 12))
def test_a_prefix_and_the_rest_fold_to_the_whole(entries: list[Entry], cut: int) -> None:
    """Entries read in two parts fold as when read in one; and only an undo of the rest changes what the prefix gave."""
    prefix, rest = entries[:cut], entries[cut:]
    whole = list(effective([*prefix, *rest]))
    named = {one.about for one in rest if one.kind == "undo"}

    assert list(effective(iter(entries))) == whole
    if not named & {str(one.seq) for one in prefix}:
        assert [*effective(prefix), *effective(rest)] == whole


@given(ledgers())
def test_folding_what_stands_changes_nothing(entries: list[Entry]) -> None:
    """What stands stands: the fold of its own outcome is itself."""
    once = list(effective(entries))

    assert list(effective(once)) == once


def test_a_ledger_read_in_parts_folds_as_a_whole(ledger_url: str) -> None:
    """What was read up to a number, and later after it, is together what reading at once gives, undo entries and all."""
    with Ledger(ledger_url) as ledger:
        ledger.append([Draft(kind="note.add", about=f"x{number}") for number in range(5)], actor="Ana")
        seq, _ = ledger.head()
        prefix = list(ledger.entries())
        ledger.append([Draft(kind="undo", about="2", reason="wrong")], actor="Ana")
        ledger.append([Draft(kind="note.add", about="x5")], actor="Ana")
        rest = list(ledger.entries(after=seq))

        assert [*prefix, *rest] == list(ledger.entries())
        assert [one.about for one in effective([*prefix, *rest])] == ["x0", "x2", "x3", "x4", "x5"]


def test_the_names_of_numbers() -> None:
    """An undo names a number in plain ASCII digits from 1; anything else names nothing."""
    assert [fold.target(about) for about in ("1", "120", "0", "01", "", " 1", "1.", "²", "٣", "9" * 19)] == [
        1, 120, *[None] * 8,
    ]  # fmt: skip
    assert chain.GENESIS == "0" * 64
