"""Lists of persons: every row is a mention or set aside, what is not understood is said, and nothing is guessed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.errors import Faults, InputError
from habeas.people.lists import Lists, after, earlier_lists, list_fields, mentions_schema, read_lists, statements_schema
from habeas.people.names.wording import wording

Rows = Sequence[Sequence[str]]
TODAY = date(2025, 6, 1)


def written(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write a delimited file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(tmp_path: Path, rows: Rows, **rest: object) -> Lists:
    """Write one list and read it."""
    return read_lists([written(tmp_path / "lista.csv", rows)], today=TODAY, **rest)  # type: ignore[arg-type]


def column(lists: Lists, name: str) -> list[object]:
    """Return a column of the mentions."""
    found: list[object] = lists.mentions.column(name).to_pylist()
    return found


def keys(lists: Lists) -> list[str]:
    """Return the keys of all problems and notes."""
    return [one.key.removeprefix("lists.") for one in (*lists.problems, *lists.notes)]


def mapped(tmp_path: Path, text: str) -> Path:
    """Write a mapping file."""
    path = tmp_path / "correspondencias.toml"
    path.write_text(text, encoding="utf-8")
    return path


SPANISH = (
    ("Nombre completo", "Primer Apellido", "Segundo apellido", "Nombres", "F. Nac.", "Edad", "Sexo", "Municipio", "Fecha de captura", "DUI", "Fecha de denuncia"),
    ("Ana María López Paz", "López", "Paz", "Ana María", "1990-02-01", "32", "F", "Apopa", "2022-03-28", "04871236-5", "2022-04-02"),
    ("NN", "", "", "", "", "aprox. 30", "M", "Soyapango", "28/03/2022", "S/N", "2022-04-03"),
)  # fmt: skip


def test_a_spanish_list_becomes_mentions(tmp_path: Path) -> None:
    """Headers in Spanish are understood; the row is the one that a spreadsheet shows, and the value as written is kept."""
    found = read(tmp_path, SPANISH)
    first = found.mentions.to_pylist()[0]
    assert found.mentions.schema == mentions_schema()
    assert first["mention"].startswith("lista:")
    assert len(first["mention"]) == len("lista:") + 12
    assert {
        "list": "lista", "file": "lista.csv", "row": 2, "name": "Ana María López Paz", "given": "Ana María", "surname1": "López",
        "surname2": "Paz", "born": "1990-02-01", "born_first": date(1990, 2, 1), "born_last": date(1990, 2, 1), "age_low": 32,
        "age_high": 32, "age_on": date(2022, 4, 2), "sex": "f", "document": "048712365", "place": "Apopa",
        "event_first": date(2022, 3, 28), "event_last": date(2022, 3, 28), "reported_first": date(2022, 4, 2),
    }.items() <= first.items()  # fmt: skip


def test_nobody_is_lost_without_a_name(tmp_path: Path) -> None:
    """A row of NN is a mention whose name is null, and what was written stays a statement."""
    found = read(tmp_path, SPANISH)
    assert column(found, "name") == ["Ana María López Paz", None]
    said = [one for one in found.statements.to_pylist() if one["row"] == 3]
    assert ("name", "NN", "Nombre completo") in {(one["field"], one["said"], one["column"]) for one in said}
    assert ("deprived_place", None) not in {(one["field"], one["place"]) for one in said}
    assert "nameless" in keys(found)


def test_statements_hold_every_filled_cell_with_its_field(tmp_path: Path) -> None:
    """A statement is a filled cell whose column is understood: times have bounds and EDTF, places their words."""
    found = read(tmp_path, SPANISH).statements
    assert found.schema == statements_schema()
    assert found.num_rows == 11 + 7
    rows = {(one["row"], one["field"]): one for one in found.to_pylist()}
    assert rows[2, "deprived_when"]["time"] == "2022-03-28"
    assert rows[2, "deprived_when"]["first"] == date(2022, 3, 28)
    assert rows[2, "event_place"]["place"] == "Apopa"


def test_dates_that_can_be_two_days_keep_both(tmp_path: Path) -> None:
    """03/04/2023 is 4 March to 3 April where nothing shows the order, one day where another value of the column or a mapping does."""
    rows = [("nombre", "fecha de captura"), ("Ana Paz", "03/04/2023"), ("Eva Sol", "05/05/2023")]
    either = read(tmp_path, rows)
    assert column(either, "event_first") == [date(2023, 3, 4), date(2023, 5, 5)]
    assert column(either, "event_last") == [date(2023, 4, 3), date(2023, 5, 5)]
    assert "time-two" in keys(either)
    shown = read(tmp_path, [*rows, ("Luz Mar", "25/12/2022")])
    assert (
        column(shown, "event_first")
        == column(shown, "event_last")
        == [date(2023, 4, 3), date(2023, 5, 5), date(2022, 12, 25)]
    )
    said = read(tmp_path, rows, mapping=mapped(tmp_path, '[list]\ndates = "month-first"'))
    assert column(said, "event_last") == [date(2023, 3, 4), date(2023, 5, 5)]


def test_a_header_that_stands_there_twice_is_asked_about(tmp_path: Path) -> None:
    """Of two columns “nombre” both stay as statements; a row in which they differ has no name, others have the one they agree on."""
    found = read(
        tmp_path,
        [("nombre", "nombre", "edad"), ("Ana Paz", "Ana Sol", "20"), ("Eva Mar", "", "21"), ("Luz", "Luz", "3")],
    )
    assert column(found, "name") == [None, "Eva Mar", "Luz"]
    assert [one["said"] for one in found.statements.to_pylist() if one["field"] == "name"] == [
        "Ana Paz",
        "Eva Mar",
        "Luz",
        "Ana Sol",
        "Luz",
    ]
    [problem] = [one for one in found.problems if one.key == "lists.header-twice"]
    assert "nombre" in problem.text("es")


def test_rival_columns_bound_a_time_and_leave_a_text_empty(tmp_path: Path) -> None:
    """Two columns of one field that differ: a time covers both, a text stays empty, and the problem says so."""
    found = read(
        tmp_path,
        [
            ("name", "dob", "fecha de nacimiento", "sex", "sexo"),
            ("Ana Paz", "1990-01-05", "1990-05-01", "F", "Masculino"),
        ],
    )
    assert (column(found, "born_first"), column(found, "born_last")) == ([date(1990, 1, 5)], [date(1990, 5, 1)])
    assert column(found, "sex") == [None]
    assert keys(found).count("columns-rival") == 2


def test_nombre_beside_surnames_is_the_given_name(tmp_path: Path) -> None:
    """“Nombre” alone is the whole name; beside a column of surnames it is the given name, and the name is joined as the list writes it."""
    assert column(read(tmp_path, [("Nombre", "Edad"), ("Ana Paz", "3")]), "given") == [None]
    found = read(tmp_path, [("Apellidos", "Nombre"), ("Paz Sol", "Ana"), ("NN", "NN"), ("Paz", "NN")])
    assert column(found, "given") == ["Ana", None, None]
    assert column(found, "surname1") == ["Paz Sol", None, "Paz"]
    assert column(found, "name") == ["Paz Sol Ana", None, "Paz"]


def test_unknown_columns_are_left_out_with_a_note(tmp_path: Path) -> None:
    """``truth`` and other columns nobody knows are neither read nor guessed at; one named in a mapping as ignored is not even noted."""
    rows = [("nombre", "truth", "zona x"), ("Ana Paz", "1", "a")]
    found = read(tmp_path, rows)
    [note] = [one for one in found.notes if one.key == "lists.columns-unknown"]
    assert note.values["columns"] == ["truth", "zona x"]
    assert {one["field"] for one in found.statements.to_pylist()} == {"name"}
    quiet = read(tmp_path, rows, mapping=mapped(tmp_path, '[list]\nignore = ["truth", "zona x"]'))
    assert "columns-unknown" not in keys(quiet)


def test_a_column_with_values_and_no_header_is_told(tmp_path: Path) -> None:
    """Values under no header are left out, and the column is named as a spreadsheet letters it; an empty one is nothing."""
    found = read(tmp_path, [("nombre", "", "edad", ""), ("Ana", "x", "3", "")])
    assert [one.values["columns"] for one in found.problems if one.key == "lists.columns-unnamed"] == [["B"]]


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([("1", "1990-01-01"), ("2", "1991-01-01")], "no-header"),
        ([("edad", "sexo"), ("20", "F")], "no-name-column"),
        ([("Ana Paz",), ("Eva Sol",)], "no-name-column"),
    ],
)  # fmt: skip
def test_a_list_without_names_is_set_aside_whole(tmp_path: Path, rows: Rows, key: str) -> None:
    """Without headers or without a column of names nothing is guessed: the rows are counted as set aside, and the way out is said."""
    found = read(tmp_path, rows)
    assert found.mentions.num_rows == 0
    assert found.rows == found.set_aside == len(rows)
    assert [one.key for one in found.problems] == [f"lists.{key}"]


def test_a_good_list_beside_a_bad_one_is_read(tmp_path: Path) -> None:
    """Bad input never loses good input."""
    good = written(tmp_path / "buena.csv", [("nombre",), ("Ana Paz",)])
    bad = written(tmp_path / "mala.csv", [("x", "y"), ("1", "2")])
    empty = tmp_path / "vacía.csv"
    empty.touch()
    found = read_lists([bad, empty, good])
    assert column(found, "list") == ["buena"]
    assert {one.key for one in found.problems} == {"lists.no-name-column", "records.empty-file"}


def test_empty_lists_and_lists_of_one_are_told(tmp_path: Path) -> None:
    """A list of headers alone has no mentions and is told; so is a list of one row, which is kept."""
    assert keys(read(tmp_path, [("nombre", "edad")])) == ["empty-list"]
    one = read(tmp_path, [("nombre", "edad"), ("Ana Paz", "3")])
    assert (one.mentions.num_rows, keys(one)) == (1, ["list-of-one"])


def test_a_list_of_nobody_is_kept_and_told(tmp_path: Path) -> None:
    """Where all rows are NN all are kept."""
    found = read(
        tmp_path, [("nombre", "edad"), ("NN", "3"), ("desconocido 2", "4"), ("No identificado (hombre)", ""), ("", "9")]
    )
    assert column(found, "name") == [None] * 4
    assert "all-nameless" in keys(found)


def test_whoever_is_nobody_to_the_linkage_is_nameless_in_a_list(tmp_path: Path) -> None:
    """Every filler that names know is no name in a list either, whether it stands for a name or for its parts."""
    fillers = sorted(wording().nobody)
    found = read(tmp_path, [("nombre", "edad"), *((one.upper(), str(n)) for n, one in enumerate(fillers))])
    assert column(found, "name") == [None] * len(fillers)
    parts = read(tmp_path, [("apellidos", "nombres", "edad"), ("RESERVADO", "Ana", "3")])
    assert (column(parts, "name"), column(parts, "surname1")) == (["Ana"], [None])


def test_the_same_list_twice_is_told_and_kept(tmp_path: Path) -> None:
    """A list under two names, or packed otherwise, is told; its rows are all kept, with keys of their own."""
    rows = [("nombre", "edad"), ("Ana Paz", "3"), ("Eva Sol", "4")]
    files = [written(tmp_path / "a.csv", rows), written(tmp_path / "b.csv", rows, delimiter=";")]
    found = read_lists(files)
    assert found.mentions.num_rows == 4
    assert len(set(column(found, "mention"))) == 4
    assert [one.values["other"] for one in found.problems if one.key == "lists.same-rows"] == ["a"]


def test_a_list_that_shares_rows_with_another_is_told(tmp_path: Path) -> None:
    """Half of a list copied from another makes no second source of it."""
    rows = [(f"Persona {'abcdefghij'[n]}", str(n)) for n in range(10)]
    files = [
        written(tmp_path / "a.csv", [("nombre", "edad"), *rows]),
        written(tmp_path / "b.csv", [("nombre", "edad"), *rows[:6], ("Otra", "90")]),
    ]
    assert [one.values["n"] for one in read_lists(files).problems if one.key == "lists.shared-rows"] == [6]


def test_the_same_file_twice_and_missing_files_are_refused(tmp_path: Path) -> None:
    """Every file that is not there, or is given twice, is named before anything is read."""
    there = written(tmp_path / "a.csv", [("nombre",), ("Ana",)])
    with pytest.raises(Faults) as missing:
        read_lists([tmp_path / "x.csv", tmp_path, there])
    assert [one.key for one in missing.value.problems] == ["lists.no-file", "lists.no-file"]
    with pytest.raises(Faults):
        read_lists([there, there])
    with pytest.raises(InputError):
        read_lists([there], names=["a", "b"])


def test_one_file_with_a_column_of_lists(tmp_path: Path) -> None:
    """Lists come in the order of their first rows, rows in theirs; ``order`` gives back the order of the file."""
    rows = [("list", "nombre"), ("family", "Ana"), ("court", "Eva"), ("family", "Luz"), ("", "Mar")]
    found = read(tmp_path, rows, list_column="list")
    assert column(found, "list") == ["family", "family", "court", "lista"]
    assert column(found, "row") == [2, 4, 3, 5]
    assert found.order.tolist() == [0, 2, 1, 3]
    assert {name: one.rows for name, one in found.lists.items()} == {"family": 2, "court": 1, "lista": 1}
    assert "list-unnamed" in keys(found)
    with pytest.raises(InputError) as absent:
        read(tmp_path, rows, list_column="fuente")
    assert absent.value.key == "lists.no-list-column"


def test_rows_of_nobody_are_set_aside_and_counted(tmp_path: Path) -> None:
    """Empty rows, headers that stand there again and lines of a total are set aside: rows in are mentions and rows set aside."""
    rows = [
        ("Lista de personas", "", ""),
        ("nombre", "edad", "sexo"),
        ("Ana", "3", "F"),
        ("", "", ""),
        ("nombre", "edad", "sexo"),
        ("Eva", "4", "F"),
        ("Total: 2", "", ""),
    ]
    found = read(tmp_path, rows)
    assert (found.rows, found.mentions.num_rows, found.set_aside) == (5, 2, 3)
    assert {"blank-rows", "header-again", "not-a-person"} <= set(keys(found))
    assert column(found, "row") == [3, 6]


def test_a_surname_is_no_line_under_a_list(tmp_path: Path) -> None:
    """Fuentes is a surname: a row of that name alone is a mention, and only a line with a colon is a source."""
    rows = [
        ("nombre", "edad", "sexo"),
        ("Fuentes López, Juan", "", ""),
        ("Fuentes", "", ""),
        ("Fuente: diario", "", ""),
    ]
    found = read(tmp_path, rows)
    assert column(found, "name") == ["Fuentes López, Juan", "Fuentes"]
    assert found.set_aside == 1


def test_lists_of_one_file_that_share_rows_are_told_and_keyed_as_in_files_of_their_own(tmp_path: Path) -> None:
    """The column of lists is no cell of a row: the same rows under two names are told, and have the keys that they have in a file alone."""
    rows = [("Ana Paz", "3"), ("Eva Sol", "4")]
    found = read(
        tmp_path, [("de", "nombre", "edad"), *((of, *row) for of in ("a", "b") for row in rows)], list_column="de"
    )
    assert [(one.values["list"], one.values["other"]) for one in found.problems if one.key == "lists.same-rows"] == [
        ("b", "a")
    ]
    alone = read_lists([written(tmp_path / "b.csv", [("nombre", "edad"), *rows])])
    assert column(alone, "mention") == column(found, "mention")[2:]


def test_lists_named_in_another_script_stay_apart(tmp_path: Path) -> None:
    """Two names without a Latin letter are two lists, and that their ids were made up is noted."""
    found = read(tmp_path, [("de", "nombre"), ("قائمة", "Ana Paz"), ("محكمة", "Eva Sol")], list_column="de")
    assert column(found, "list") == ["list", "list-2"]
    assert "name-taken" in keys(found)


def test_an_open_side_stays_open_and_an_age_of_no_one_day_has_none(tmp_path: Path) -> None:
    """Of two columns of one field that differ the bounds hold both, also where one has no end; the day of an age is one day or unknown."""
    rows = [
        ("nombre", "edad", "age", "fecha de captura", "arrest date", "fecha de denuncia"),
        ("Ana Paz", "más de 30", "25", "antes de 2022", "2021-05-01", "2022"),
        ("Eva Sol", "40", "", "2021-05-01", "", ""),
    ]
    found = read(tmp_path, rows)
    assert (column(found, "age_low"), column(found, "age_high")) == ([25, 40], [None, 40])
    assert (column(found, "event_first"), column(found, "event_last")) == (
        [None, date(2021, 5, 1)],
        [date(2021, 12, 31), date(2021, 5, 1)],
    )
    assert column(found, "age_on") == [None, date(2021, 5, 1)]


def test_what_has_happened_is_not_ahead(tmp_path: Path) -> None:
    """An arrest in 9999 is what a program writes for none: it is told, not read, and stays as written; a hearing may be ahead."""
    rows = [
        ("nombre", "fecha de captura", "fecha de audiencia"),
        ("Ana Paz", "9999-12-31", "2025-06-02"),
        ("Eva", "2025-06-01", ""),
    ]
    found = read(tmp_path, rows)
    assert column(found, "event_first") == [None, TODAY]
    said = {(one["field"], one["said"]): one["time"] for one in found.statements.to_pylist()}
    assert (said["deprived_when", "9999-12-31"], said["hearing_when", "2025-06-02"]) == (None, "2025-06-02")
    assert [(one.row, one.column) for one in found.problems if one.key == "lists.time-future"] == [
        (2, "fecha de captura")
    ]


def test_a_row_that_only_says_its_list_is_empty(tmp_path: Path) -> None:
    """A column of lists that was filled down makes no mentions of empty rows."""
    found = read(tmp_path, [("de", "nombre"), ("a", "Ana Paz"), ("a", ""), ("b", "Eva Sol")], list_column="de")
    assert column(found, "name") == ["Ana Paz", "Eva Sol"]
    assert [(one.row, one.values["n"]) for one in found.notes if one.key == "lists.blank-rows"] == [(3, 1)]


def test_keys_survive_what_says_nothing(tmp_path: Path) -> None:
    """A key stays where rows and columns are moved, empty columns come and the file is packed otherwise; equal rows have keys of their own."""
    rows = [("nombre", "edad"), ("Ana Paz", "3"), ("Eva Sol", "4"), ("Ana Paz", "3")]
    before = read(tmp_path, rows)
    moved = [("edad", "vacía", "nombre"), ("4", "", "Eva Sol"), ("3", "", "Ana Paz"), ("3", "", "Ana Paz")]
    after = read_lists([written(tmp_path / "otra.tsv", moved, delimiter="\t")], names=["lista"])
    assert len(set(column(before, "mention"))) == 3
    assert set(column(before, "mention")) == set(column(after, "mention"))
    assert "rows-equal" in keys(before)


def test_workbooks_and_parquet_say_the_same_as_text(tmp_path: Path) -> None:
    """A list is what it is however it is packed: dates of a workbook are days, numbers of a Parquet file ages."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("nombre", "fecha de captura", "edad"), ("Ana Paz", date(2022, 3, 28), 25)):
        sheet.append(row)
    book.create_sheet("notas").append(("nada", "aquí"))
    book.save(tmp_path / "x.xlsx")
    table = pa.table({"nombre": ["Ana Paz"], "fecha de captura": [date(2022, 3, 28)], "edad": [25.0]})
    pq.write_table(table, tmp_path / "y.parquet")
    found = read_lists([tmp_path / "x.xlsx", tmp_path / "y.parquet"])
    assert column(found, "list") == ["x", "y"]
    assert column(found, "event_first") == [date(2022, 3, 28)] * 2
    assert column(found, "age_low") == [25, 25]
    assert not [one for one in found.problems if one.gravity == "error"]


def test_cp1252_keeps_its_accents(tmp_path: Path) -> None:
    """A list saved by an old program is read with its accents, and that its encoding is a guess is noted."""
    path = written(
        tmp_path / "vieja.csv", [("nombre", "edad"), ("José Peña", "25 años")], delimiter=";", encoding="cp1252"
    )
    found = read_lists([path])
    assert (column(found, "name"), column(found, "age_low")) == (["José Peña"], [25])
    assert "records.encoding-guessed" in keys(found)


def test_a_mapping_says_what_headers_do_not(tmp_path: Path) -> None:
    """A mapping names fields by header and says what list it is; what it places is not placed by other headers."""
    text = '[list]\nname = "familias"\nkind = "family"\neach_once = true\nas_of = 2023-05-01\nauthority = "Un comité"\n[columns]\nname = "Quién"\ndeprived_place = ["Mun.", "Depto."]\nnote = "edad"\n'
    rows = [
        ("Quién", "Mun.", "Depto.", "nombre", "edad", "fecha"),
        ("Ana Paz", "Apopa", "San Salvador", "x", "mayor", "2022-03-28"),
    ]
    found = read(tmp_path, rows, mapping=mapped(tmp_path, text))
    assert column(found, "name") == ["Ana Paz"]
    assert column(found, "place") == ["Apopa, San Salvador"]
    about = found.lists["familias"]
    assert (about.kind, about.each_once, about.as_of, about.authority) == (
        "family",
        True,
        date(2023, 5, 1),
        "Un comité",
    )
    assert {one["field"] for one in found.statements.to_pylist()} == {"name", "deprived_place", "note", "deprived_when"}


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    """One header for two fields, unknown fields and settings, wrong values: all are named, nothing is read."""
    text = (
        '[list]\nkind = "secret"\nwrong = 1\n[columns]\nname = "Quién"\ngiven = "QUIEN"\nfoo = "x"\nborn = 3\n[other]\n'
    )
    with pytest.raises(Faults) as faults:
        read(tmp_path, [("Quién",), ("Ana",)], mapping=mapped(tmp_path, text))
    found = {(one.key.removeprefix("lists."), one.column) for one in faults.value.problems}
    assert found == {
        ("mapping-unknown", "other"), ("mapping-value", "list.kind"), ("mapping-unknown", "list.wrong"),
        ("header-two-fields", "columns.given"), ("mapping-field", "columns.foo"), ("mapping-value", "columns.born"),
    }  # fmt: skip
    with pytest.raises(Faults):
        read(tmp_path, [("Quién",), ("Ana",)], mapping=mapped(tmp_path, "no = = toml"))


@pytest.mark.parametrize("wrong", ['[list]\ndates = ["day-first"]', "[columns]\nname = []", "[list]\nkind = []"])
def test_a_list_where_words_are_wanted_is_a_fault_of_the_mapping(tmp_path: Path, wrong: str) -> None:
    """A value of another form than the setting has is told like any other, and nothing is read."""
    with pytest.raises(Faults) as faults:
        read(tmp_path, [("nombre",), ("Ana",)], mapping=mapped(tmp_path, wrong))
    assert [one.key for one in faults.value.problems] == ["lists.mapping-value"]


def test_a_document_beside_many_names_is_filler(tmp_path: Path) -> None:
    """A number that stands beside more than three unlike names links nobody; spellings of one name are one."""
    rows = [
        ("nombre", "dui"),
        *((name, "01111234-5") for name in ("Ana Paz", "Eva Sol", "Luz Marín", "Rosa Quiroz", "Iris Vega")),
    ]
    same = [(name, "98712345-6") for name in ("Juan Pérez", "JUAN PEREZ", "Juan Peres", "Juán Pérez", "Pérez Juan")]
    found = read(tmp_path, [*rows, *same])
    assert column(found, "document") == [None] * 5 + ["987123456"] * 5
    assert [one.values["found"] for one in found.problems if one.key == "lists.document-shared"] == ["011112345"]


def test_written_tables_come_back(tmp_path: Path) -> None:
    """What is written is what was read."""
    found = read(tmp_path, SPANISH)
    found.write(tmp_path / "tablas")
    assert pq.read_table(tmp_path / "tablas" / "mentions.parquet").equals(found.mentions)
    assert pq.read_table(tmp_path / "tablas" / "statements.parquet").equals(found.statements)


def test_a_list_that_goes_on_counts_each_row_once(tmp_path: Path) -> None:
    """Rows given again are neither mentions nor counted again; rows in are mentions and rows set aside still."""
    rows = [("nombre", "edad", "sexo"), ("Ana Paz", "3", "F"), ("Eva Sol", "4", "F")]
    read(tmp_path, rows).write(tmp_path / "antes")
    found = after(
        earlier_lists(tmp_path / "antes"), read(tmp_path, [*rows, ("Luz Mar", "5", "F"), ("Total: 3", "", "")])
    )
    about = found.lists["lista"]
    assert (about.rows, about.mentions, about.set_aside) == (4, 3, 1)
    assert column(found, "name") == ["Ana Paz", "Eva Sol", "Luz Mar"]


def test_no_header_means_two_fields() -> None:
    """The catalogue names each header once, folded, and every field in both languages; so nothing is guessed between two."""
    headers = [header for one in list_fields().values() for header in one.headers]
    assert len(headers) == len(set(headers)) > 500
    assert all(header == " ".join(header.split()).lower() and header.isascii() for header in headers)
    assert all(one.en and one.es for one in list_fields().values())


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=6))
def test_rows_in_are_mentions_and_rows_set_aside(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    """Whatever the cells hold, no row is lost, nothing is raised, and keys are unique."""
    found = read(tmp_path, [("nombre", "edad", "fecha de nacimiento", "dui"), *rows])
    about = found.lists["lista"]
    assert about.rows == about.mentions + about.set_aside == len(rows)
    assert found.mentions.num_rows == about.mentions == len(set(column(found, "mention")))
