"""Capture histories, the file they come in, and what is said of every wrong one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import Faults, InputError
from habeas.estimation.mse import Histories, read_histories

GOOD = "a,b,c,count\n1,0,0,21\n0,1,0,14\n1,1,0,3\n0,0,1,40\n1,1,1,2\n"


def write(folder: Path, text: str, name: str = "lists.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Faults) as caught:
        read_histories(write(folder, text))
    assert caught.value.text("es")
    return [(one.key, one.row, one.column) for one in caught.value.problems if one.gravity == "error"]


def test_a_table_is_what_its_rows_say(tmp_path: Path) -> None:
    """Counts, sizes and overlaps are those of the file."""
    found = read_histories(write(tmp_path, GOOD)).table
    assert (found.lists, found.n) == (("a", "b", "c"), 80)
    assert found.sizes.tolist() == [26, 19, 42]
    assert found.overlaps.tolist() == [[26, 5, 2], [5, 19, 2], [2, 2, 42]]
    assert found.dense().tolist() == [0, 21, 14, 3, 40, 0, 0, 2]


def test_excel_is_read_like_csv(tmp_path: Path) -> None:
    """The same rows in a workbook give the same table."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("lists", 0)
    for line in GOOD.splitlines():
        sheet.append([int(one) if one.isdigit() else one for one in line.split(",")])
    book.save(tmp_path / "lists.xlsx")
    assert read_histories(write(tmp_path, GOOD)).table == read_histories(tmp_path / "lists.xlsx").table


def test_semicolons_spaces_and_thousands(tmp_path: Path) -> None:
    """Other delimiters and grouped thousands mean the same."""
    found = read_histories(write(tmp_path, "a;b;persons\n1;0;1,250\n 0 ;1; 40\n1;1;7\n")).table
    assert found.n == 1297


def test_without_counts_a_row_is_a_person(tmp_path: Path) -> None:
    """A table of persons is counted."""
    assert read_histories(write(tmp_path, "a,b\n1,0\n1,0\n1,1\n")).table.counts.tolist() == [2, 1]


def test_strata_are_kept_apart(tmp_path: Path) -> None:
    """A column of strata gives a table each, and all together."""
    found = read_histories(write(tmp_path, "a,b,count,stratum\n1,0,4,x\n1,1,2,x\n0,1,5,y\n"))
    assert {name: one.n for name, one in found.strata.items()} == {"x": 6, "y": 5}
    assert found.table.n == 11


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,count\n1,0,-3\n0,1,4\n", [("estimation.negative", 2, "count")]),
        ("a,b,count\n1,0,3.5\n0,1,4\n", [("estimation.fractional", 2, "count")]),
        ("a,b,count\n1,0,some\n0,1,4\n", [("estimation.not-a-count", 2, "count")]),
        ("a,b,count\n1,0,\n0,1,4\n", [("estimation.not-a-count", 2, "count")]),
        ("a,b,count\n1,0,3\n0,0,40\n", [("estimation.on-no-list", 3, None)]),
        ("a,b,count\n1,0,3\n0,1,4\n1,2,5\n", [("estimation.not-on-or-off", 4, "b")]),
        ("a,b,count\n1,0,-3\n0,yes,4\n1,1,x\n1,0,3\n", [("estimation.negative", 2, "count"), ("estimation.not-on-or-off", 3, "b"), ("estimation.not-a-count", 4, "count")]),
        ("a,region,count\n1,North,3\n0,South,4\n", [("estimation.no-list-column", None, "region"), ("estimation.on-no-list", 3, None)]),
        ("a,b,count\n1,0,3,9\n0,1,4\n", [("estimation.row-too-long", 2, None)]),
    ],
)  # fmt: skip
def test_every_fault_is_told_where_it_is(
    tmp_path: Path, text: str, expected: list[tuple[str, int | None, str | None]]
) -> None:
    """Faults name row and column, all of them at once, and nothing is estimated from the rest."""
    assert expected == faults(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "estimation.no-table"),
        ("\n\n", "estimation.no-table"),
        ("count\n4\n", "estimation.no-lists"),
        ("a,a,count\n1,0,4\n", "estimation.header-twice"),
        ("a,b,count\n1,0,0\n", "estimation.nobody"),
        ("a,b,count\n", "estimation.nobody"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, key: str) -> None:
    """A file without lists, rows or persons is refused with what was expected."""
    with pytest.raises(InputError) as caught:
        read_histories(write(tmp_path, text))
    assert key == caught.value.key


def test_what_is_doubtful_is_told_and_used(tmp_path: Path) -> None:
    """A zero for those on no list, a history on two rows and an empty list are warnings."""
    found = read_histories(write(tmp_path, "a,b,c,count\n1,0,0,3\n1,0,0,4\n0,1,0,2\n0,0,0,0\n"))
    assert {"estimation.history-twice", "estimation.on-no-list-zero", "estimation.empty-list"} == {
        one.key for one in found.problems
    }
    assert found.table.n == 9


def test_other_files_and_columns_are_refused_in_words(tmp_path: Path) -> None:
    """A missing file, another kind of file and a column that is not there say what to do."""
    with pytest.raises(InputError, match="cannot be read"):
        read_histories(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r"\.csv or \.xlsx"):
        read_histories(write(tmp_path, "x", "lists.pdf"))
    with pytest.raises(InputError, match="no column “region”"):
        read_histories(write(tmp_path, GOOD), stratum="region")


def test_too_many_lists_are_refused(tmp_path: Path) -> None:
    """More lists than a word has bits are refused, with the way out."""
    heads = ",".join(f"l{at}" for at in range(70))
    with pytest.raises(InputError, match="70 lists"):
        read_histories(write(tmp_path, f"{heads},count\n{','.join('1' * 70)},4\n"))


rows = st.lists(st.tuples(st.integers(1, 15), st.integers(1, 9)), min_size=1, max_size=20)


@given(rows, st.permutations([0, 1, 2, 3]))
def test_the_order_of_lists_is_no_part_of_a_table(given_rows: list[tuple[int, int]], order: list[int]) -> None:
    """Lists put in the order of their names are the same table wherever they came from."""
    names = ("d", "b", "c", "a")
    one = Histories.of_masks([mask for mask, _ in given_rows], [n for _, n in given_rows], names)
    masks = [sum((mask >> old & 1) << new for new, old in enumerate(order)) for mask, _ in given_rows]
    other = Histories.of_masks(masks, [n for _, n in given_rows], [names[at] for at in order])
    assert one.canonical() == other.canonical()


@given(rows)
def test_leaving_lists_out_loses_only_who_is_nowhere_else(given_rows: list[tuple[int, int]]) -> None:
    """Without a list those remain who are on another, and the sizes of the others stay."""
    one = Histories.of_masks([mask for mask, _ in given_rows], [n for _, n in given_rows], ("a", "b", "c", "d"))
    less = one.without("b")
    assert one.n - sum(n for mask, n in given_rows if mask == 2) == less.n
    assert [one.sizes[0], one.sizes[2], one.sizes[3]] == less.sizes.tolist()


def test_labels_of_mentions_become_histories() -> None:
    """A person twice on a list is once on it; persons of several lists are counted once."""
    found = Histories.of_labels([7, 7, 7, 9, 9, 4], [0, 0, 1, 1, 2, 2], ("a", "b", "c"))
    assert dict(zip(found.masks.tolist(), found.counts.tolist(), strict=True)) == {0b011: 1, 0b110: 1, 0b100: 1}


def test_joined_lists_are_one() -> None:
    """Two lists as one hold whoever was on either."""
    one = Histories.of_dense([0, 1, 2, 3, 4, 5, 6, 7], ("a", "b", "c"))
    found = one.merged(["a", "b"], "ab")
    assert (found.lists, found.n) == (("c", "ab"), 28)
    assert dict(zip(found.masks.tolist(), found.counts.tolist(), strict=True)) == {0b01: 4, 0b10: 6, 0b11: 18}


def test_a_table_of_many_lists_is_never_spelt_out() -> None:
    """Cells of more than twenty lists are refused, not made."""
    one = Histories.of_masks(np.array([1, 1 << 40]), [3, 4], [f"l{at}" for at in range(41)])
    assert one.canonical().n == 7
    with pytest.raises(InputError, match="41 lists"):
        one.dense()
