"""Files of judgements, the tables of a review, and two records side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.judging import key_of, linked, said

from habeas.errors import Faults, HabeasError, InputError
from habeas.people.judgements import (
    InFile,
    Judgement,
    Tables,
    judge,
    load_tables,
    mention_of,
    read_judgements,
    replay,
    side_by_side,
    write_judgements,
)
from habeas.people.judgements.comparing import compared
from habeas.words import LANGUAGES

HEADER = "verdict,a,b,reason,by"
A, B, C = key_of("flights", 2), key_of("families", 2), key_of("families", 4)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Return the tables of two short lists."""
    return load_tables(linked(tmp_path_factory.mktemp("linked")))


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    """Write a file of judgements."""
    path = folder / "own.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


# --- files


def test_rows_and_keys_name_mentions(tmp_path: Path, tables: Tables) -> None:
    """A row of a list is the mention on it; a key is itself, also one that is in no list now."""
    gone = "flights:abcdefabcdef"
    path = written(
        tmp_path,
        "same,flights:2,families:2,Seen.,ana",
        f'Different,{C},{gone},"One, two.",ben,2',
        header=f"{HEADER},round",
    )
    found, problems = read_judgements(path, tables.mentions)
    assert problems == ()
    assert found == (
        Judgement("same", A, B, "Seen.", "ana", "", "own.csv:2", 1),
        Judgement("different", C, gone, "One, two.", "ben", "", "own.csv:3", 2),
    )


def test_every_fault_is_told_with_line_and_column_and_good_lines_count(tmp_path: Path, tables: Tables) -> None:
    """Nothing good is lost, and everything wrong is named at once, in both languages."""
    path = written(
        tmp_path,
        "perhaps,flights:2,families:2,Seen.,ana",
        "same,flights:99,buses:2,,",
        "",
        f"same,{A},flights:2,Seen.,ana",
        "same,somebody,families:2,Seen.,ana",
        "same,flights:2,families:2,Seen.,ana,4",
        "same,flights:2,families:2,Seen.,ana,1,and more",
        "same,flights:2,families:2,Seen.,ana",
        header=f"{HEADER},round",
    )
    found, problems = read_judgements(path, tables.mentions)
    assert [one.where for one in found] == ["own.csv:9"]
    assert [(one.row, one.column, one.key.removeprefix("judgements.")) for one in problems] == [
        (2, "verdict", "verdict"),
        (3, "reason", "blank"),
        (3, "by", "blank"),
        (3, "a", "no-row"),
        (3, "b", "no-list"),
        (5, "b", "one-twice"),
        (6, "a", "not-a-mention"),
        (7, "round", "round"),
        (8, "round", "more-cells"),
    ]
    assert all(one.text(lang) for one in problems for lang in LANGUAGES)


def test_a_row_needs_a_table_to_be_found_in(tmp_path: Path) -> None:
    """Keys alone can be read without one."""
    path = written(tmp_path, f"same,{A},{B},Seen.,ana", "same,flights:2,families:2,Seen.,ana")
    found, problems = read_judgements(path)
    assert (len(found), [one.key for one in problems]) == (1, ["judgements.no-mentions"] * 2)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "judgements.unreadable"),
        (b"", "judgements.columns"),
        (b"verdict,a,b\n", "judgements.columns"),
        (f"{HEADER},a\n".encode(), "judgements.columns-twice"),
        ("verdict,a,b,reason,by\nsame,x,y,raz\xf3n,ana\n".encode("latin-1"), "judgements.not-utf8"),
    ],
)
def test_what_is_no_file_of_judgements_is_refused(tmp_path: Path, content: bytes | None, key: str) -> None:
    """It is not there, has not the columns, or is not UTF-8: said in both languages."""
    path = tmp_path / "own.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as told:
        read_judgements(path)
    assert told.value.key == key
    assert all(told.value.text(lang) for lang in LANGUAGES)


def test_semicolons_marks_and_other_columns_are_taken_as_they_come(tmp_path: Path) -> None:
    """As spreadsheets write it: a byte order mark, semicolons, capitals, a column of notes."""
    path = tmp_path / "own.csv"
    path.write_bytes(f"\ufeffVerdict;A;B;Reason;By;Notes\r\nsame;{A};{B};Seen.;ana;x\r\n".encode())
    assert [one.pair for one in read_judgements(path)[0]] == [(B, A)]


_PLAIN = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1)
    .map(lambda one: " ".join(one.split()))
    .filter(bool)
)


@given(
    st.lists(
        st.builds(
            Judgement,
            st.sampled_from(("same", "different", "unsure")),
            st.just(A),
            st.just(B),
            _PLAIN,
            _PLAIN,
            round=st.integers(1, 3),
        )
    )
)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, ones: list[Judgement]) -> None:
    """But for where it stands: reasons with commas, quotation marks and any script."""
    path = tmp_path_factory.getbasetemp() / "round.csv"
    write_judgements(path, ones)
    found, problems = read_judgements(path)
    assert problems == ()
    assert [(one.verdict, one.a, one.b, one.reason, one.by, one.round) for one in found] == [
        (one.verdict, one.a, one.b, one.reason, one.by, one.round) for one in ones
    ]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The file of before stays; what was given for a folder may be a file."""
    (tmp_path / "file").touch()
    for folder in ("none", "file"):
        with pytest.raises(HabeasError) as told:
            write_judgements(tmp_path / folder / "own.csv", [])
        assert told.value.key == "judgements.unwritable"


def test_replaying_writes_nothing_twice() -> None:
    """What stands as recorded is counted; a change, and a change back, are written."""
    recorded = said("ana: a=b", "ana: c=d", "ana: axb")
    assert replay(recorded, []) == (recorded, 0)
    assert replay(recorded[1:], recorded) == ([], 2)
    again, present = replay(recorded[:1], recorded)
    assert ([one.verdict for one in again], present) == (["same"], 0)
    assert replay(recorded, recorded) == ([], 3)
    assert replay(recorded, recorded[:2]) == (recorded[2:], 2)
    assert replay((*recorded, recorded[-1]), recorded) == ([], 4)


def test_how_a_reason_is_spaced_makes_no_judgement_new() -> None:
    """A file has a reason in one line: what it was written from stands already."""
    stands = replace(said("ana: a=b")[0], reason="Two  births,\nseen.")
    assert replay([replace(stands, reason="Two births, seen.")], [stands]) == ([], 1)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("flights:2", A),
        (A, A),
        ("flights:99", None),
        ("flights:abcdefabcdef", None),
        ("buses:2", None),
        ("2", None),
        ("", None),
    ],
)
def test_a_key_or_a_row_names_a_mention_that_there_is(tables: Tables, name: str, key: str | None) -> None:
    """What names none of them names nothing."""
    assert mention_of(tables.mentions, name) == key


# --- a review outside of a case


def test_a_file_keeps_what_is_judged_and_an_undone_line_goes(tmp_path: Path, tables: Tables) -> None:
    """Each judgement is on the disk at once, after those that were there."""
    path = written(tmp_path, "same,flights:3,families:3,Seen.,ben")
    desk = InFile(tables, path, "ana")
    [one] = desk.append([judge("different", A, B, "Two births.", round=3)])
    assert (one.by, one.round, one.verdict) == ("ana", 3, "different")
    assert [(each.by, each.reason) for each in read_judgements(path)[0]] == [("ben", "Seen."), ("ana", "Two births.")]
    desk.undo(one, reason="A slip.")
    assert [each.by for each in InFile(tables, path, "ana").said()] == ["ben"]


def test_a_file_with_faults_is_not_written_over(tmp_path: Path, tables: Tables) -> None:
    """Its faulty lines would be lost."""
    path = written(tmp_path, "same,flights:3,,Seen.,ben")
    before = path.read_bytes()
    with pytest.raises(Faults) as told:
        InFile(tables, path, "ana")
    assert path.read_bytes() == before
    assert all("own.csv" in told.value.text(lang) for lang in LANGUAGES)


def test_a_file_with_columns_of_its_own_is_read_and_not_written_over(tmp_path: Path, tables: Tables) -> None:
    """A column of notes would be lost: whoever judges is told which, and the file is as it was."""
    path = written(tmp_path, f"same,{A},{B},Seen.,ben,by phone", header=f"{HEADER},notes")
    before = path.read_bytes()
    desk = InFile(tables, path, "ana")
    assert [one.by for one in desk.said()] == ["ben"]
    with pytest.raises(InputError) as told:
        desk.append([judge("different", A, C, "Two births.")])
    assert (path.read_bytes(), len(desk.said())) == (before, 1)
    assert all("notes" in told.value.text(lang) for lang in LANGUAGES)


# --- tables


def test_what_linking_did_not_write_is_told(tmp_path: Path) -> None:
    """A folder without tables, a table without its columns, a file that is no table."""
    keys = []
    folder = linked(tmp_path / "tables")
    for spoil in ("missing", "columns", "bytes"):
        if spoil == "missing":
            (folder / "doubts.parquet").rename(tmp_path / "kept")
        elif spoil == "columns":
            pq.write_table(pa.table({"left": ["a"]}), folder / "doubts.parquet")
        else:
            (folder / "doubts.parquet").write_bytes(b"nothing")
        with pytest.raises(InputError) as told:
            load_tables(folder)
        assert all(told.value.text(lang) for lang in LANGUAGES)
        keys.append(told.value.key)
    assert keys == ["judgements.no-tables", "judgements.table-columns", "judgements.unreadable"]


def test_a_record_is_shown_with_what_agrees_and_differs(tables: Tables) -> None:
    """Names without accents, case and order; births by their bounds; what one list alone says."""
    lines = {one.field: (one.left, one.right, one.how) for one in side_by_side(tables, A, B)}
    assert lines == {
        "name": ("José Abel Funes", "Funes, Jose", "partly"),
        "born": ("1990-02-03", "1990", "partly"),
        "deprived_when": ("", "15/3/2025", "only"),
    }
    assert [one.how for one in side_by_side(tables, A, C)] == ["partly", "differs"]
    assert {one.label("es") for one in side_by_side(tables, A, B)} >= {"nombre"}


def test_a_name_in_columns_compares_with_a_name_in_one_and_times_by_what_they_mean(tables: Tables) -> None:
    """The columns joined stand beside the one string; two ways to write a day are one day; a year holds a day."""
    rows = [
        ("given", "Ana", None),
        ("surname1", "Paz", None),
        ("deprived_when", "28 de julio", date(2022, 7, 28)),
        ("seen_when", "2023", None),
    ]
    other = [
        ("name", "Ana Paz Ruiz", None),
        ("deprived_when", "28/07/2022", date(2022, 7, 28)),
        ("seen_when", "2024", None),
    ]
    said_rows = [
        {"mention": key, "column": field, "field": field, "said": words, "first": day, "last": day}
        for key, cells in ((A, rows), (B, other))
        for field, words, day in cells
    ]
    mentions = pa.table(
        {"mention": [A, B], "list": ["f", "k"], "file": ["", ""], "row": [2, 2], "name": ["Paz Ana", "Ana Paz Ruiz"]}
    )
    made = Tables(mentions, tables.doubts, statements=pa.Table.from_pylist(said_rows))
    lines = {one.field: one.how for one in side_by_side(made, A, B)}
    assert lines == {
        "name": "partly", "given": "only", "surname1": "only", "deprived_when": "same", "seen_when": "differs",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "names", "how"),
    [
        ("Pérez, Ana", "ANA PEREZ", True, "same"),
        ("12-3", "3-12", False, "differs"),
        ("Ana María Pérez", "Ana Pérez", True, "partly"),
        ("Ana Pérez", "Ana López", True, "partly"),
        ("Ana Pérez", "Ana López", False, "differs"),
        ("…", "Ana", True, "differs"),
    ],
)
def test_two_texts_compare_in_words(a: str, b: str, names: bool, how: str) -> None:
    """Case, accents and punctuation do not count; of names the order does not either."""
    assert compared(a, b, names=names) == compared(b, a, names=names) == how


def test_the_row_in_the_file_is_shown_only_where_it_is_the_row(tmp_path: Path) -> None:
    """A file that has changed since, or is gone, is not taken for what was read."""
    folder = linked(tmp_path / "tables")
    assert load_tables(folder).source_row(B) == (
        ("nombre", "Funes, Jose"),
        ("nacimiento", "1990"),
        ("vuelo", "15/3/2025"),
    )
    for changed in ("a;b\nx;y\n", "nombre;nacimiento;vuelo\nOtra Persona;1990;15/3/2025\n"):
        (folder / "families.csv").write_text(changed, encoding="utf-8")
        assert load_tables(folder).source_row(B) is None
    (folder / "families.csv").unlink()
    assert load_tables(folder).source_row(B) is None
    assert load_tables(folder).source_row("nothing") is None


def test_a_row_is_found_below_titles_cells_of_two_lines_and_empty_lines(tmp_path: Path) -> None:
    """Rows are counted by lines, as everywhere, and the headers are where they are."""
    lines = [
        "Lista;de;un comité",
        "",
        "nombre;nacimiento;vuelo",
        '"Otra;\npersona";1970;',
        "",
        "Funes, Jose;1990;15/3/2025",
        "",
    ]
    folder = linked(tmp_path / "tables")
    (folder / "families.csv").write_text("\n".join(lines), encoding="utf-8")
    tables = load_tables(folder)
    place = tables.mentions.schema.get_field_index("row")
    moved = pa.array(
        [
            7 if key == B else row
            for key, row in zip(*(tables.mentions[one].to_pylist() for one in ("mention", "row")), strict=True)
        ]
    )
    found = replace(tables, mentions=tables.mentions.set_column(place, "row", moved))
    assert found.source_row(B) == (("nombre", "Funes, Jose"), ("nacimiento", "1990"), ("vuelo", "15/3/2025"))


def test_without_statements_the_table_of_mentions_is_shown(tmp_path: Path) -> None:
    """Less is shown, and nothing fails: pairs, persons and statements may be missing."""
    folder = linked(tmp_path / "tables")
    for name in ("statements", "pairs", "persons"):
        (folder / f"{name}.parquet").unlink()
    bare = load_tables(folder)
    assert [one.field for one in side_by_side(bare, A, B)] == ["name", "born"]
    assert (bare.person(A), bare.compared(A, B), bare.source_row(A)) == (None, None, None)
