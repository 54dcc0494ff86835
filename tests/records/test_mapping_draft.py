"""A mapping drafted from a file says what each column was taken for and why, and leaves open what the file does not show."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas import words
from habeas.errors import Faults, InputError
from habeas.records.layout import FORMS, load
from habeas.records.mapping import Draft, draft_mapping
from habeas.records.model import KINDS

HEADERS = (
    "Expediente",
    "Nombre",
    "Apellidos",
    "Fecha de ingreso",
    "Fecha de egreso",
    "Centro penal",
    "Delito",
    "Situación jurídica",
    "Sexo",
)


def spanish(n: int = 60, *, until: int = 28) -> list[list[str]]:
    """Return rows of synthetic persons; with ``until`` 12 no date shows whether the day comes first."""
    chance = Random(7)  # noqa: S311 - synthetic rows
    rows = []
    for at in range(n):
        went_in = f"{chance.randint(1, until):02d}/{chance.randint(1, 12):02d}/2023"
        out = f"{chance.randint(1, until):02d}/{chance.randint(1, 12):02d}/2024" if at % 3 else ""
        place = chance.choice(["Centro Ficticio Norte", "Penal Imaginario Sur"])
        status = chance.choice(["Procesado", "Condenado"])
        rows.append(
            [
                f"{chance.getrandbits(40):010x}",
                f"Zutano{at}",
                f"Perengano{at}",
                went_in,
                out,
                place,
                "Hurto",
                status,
                chance.choice("HM"),
            ]
        )
    return rows


def write(
    path: Path,
    rows: list[list[str]],
    headers: tuple[str, ...] = HEADERS,
    *,
    delimiter: str = ";",
    encoding: str = "cp1252",
) -> Path:
    path.write_bytes("\r\n".join(delimiter.join(row) for row in [list(headers), *rows]).encode(encoding))
    return path


def taken(draft: Draft) -> dict[str, str]:
    return {one.title: one.field for one in draft.columns}


def test_a_spanish_list_in_windows_1252_is_understood_whole(tmp_path: Path) -> None:
    """Semicolons, Windows-1252 and dd/mm/yyyy: every column has its field, and nothing is left to decide."""
    draft = draft_mapping(write(tmp_path / "lista.csv", spanish()))
    assert draft.kind == "stints"
    assert draft.dates == "day-first"
    assert draft.undecided == ()
    expected = (
        "person",
        "given_name",
        "family_name",
        "stint_in",
        "stint_out",
        "place_name",
        "charge",
        "legal_status",
        "sex",
    )
    assert dict(zip(HEADERS, expected, strict=True)) == taken(draft)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_draft_without_doubts_is_a_layout(tmp_path: Path, lang: str) -> None:
    """Its text is read back as a layout with the same fields, in either language."""
    draft = draft_mapping(write(tmp_path / "lista.csv", spanish()))
    (tmp_path / "lista.toml").write_text(draft.text("es" if lang == "es" else "en"), encoding="utf-8")
    layout = load(tmp_path / "lista.toml")
    assert (layout.kind, layout.dates, list(layout.fields)) == (
        "stints",
        "day-first",
        [one.field for one in draft.columns],
    )
    assert dict(layout.fields["sex"].values) == {"male": ("H",), "female": ("M",)}


def test_neither_names_nor_identifiers_nor_dates_are_copied_into_a_draft(tmp_path: Path) -> None:
    """Only frequent values of short lists are shown."""
    rows = spanish()
    text = draft_mapping(write(tmp_path / "lista.csv", rows)).text("en")
    assert not any(value and value in text for row in rows for value in row[:5])
    assert "Centro Ficticio Norte" in text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(HEADERS))),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(("cp1252", "utf-8-sig", "utf-16")),
)
def test_the_order_of_columns_does_not_matter(tmp_path: Path, order: list[int], delimiter: str, encoding: str) -> None:
    """Any order, delimiter and encoding gives the same fields, forms and kind."""
    plain = draft_mapping(write(tmp_path / "lista.csv", spanish()))
    rows = [[row[at] for at in order] for row in spanish()]
    other = draft_mapping(
        write(tmp_path / "otra.csv", rows, tuple(HEADERS[at] for at in order), delimiter=delimiter, encoding=encoding)
    )
    assert taken(plain) == taken(other)
    assert {one.field: one.form for one in plain.columns} == {one.field: one.form for one in other.columns}
    assert (plain.kind, plain.dates) == (other.kind, other.dates)


def test_dates_that_can_be_read_both_ways_are_left_to_decide(tmp_path: Path) -> None:
    """No date above 12: the draft asks, and the mapping is refused until somebody has answered."""
    draft = draft_mapping(write(tmp_path / "lista.csv", spanish(until=12)))
    assert draft.undecided == ("dates",)
    (tmp_path / "lista.toml").write_text(draft.text("es"), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        load(tmp_path / "lista.toml")
    assert [problem.column for problem in caught.value.problems] == ["dates"]
    (tmp_path / "lista.toml").write_text(
        draft.text("es").replace('dates = "?"', 'dates = "month-first"'), encoding="utf-8"
    )
    assert load(tmp_path / "lista.toml").dates == "month-first"


def test_every_question_of_a_draft_is_refused_at_once(tmp_path: Path) -> None:
    """A second date of admission, a sex of M alone, ages in words and no place: all four are named, by their place."""
    headers = ("ID persona", "Fecha de ingreso", "Fecha de entrada", "Edad", "Sexo")
    rows = [[f"{n:06x}", "2024-01-02", "2024-01-03", "veinte años", "M"] for n in range(9)]
    draft = draft_mapping(write(tmp_path / "x.csv", rows, headers))
    assert draft.undecided == ("kind", "field.fecha_de_entrada.form", "field.age.form", "field.sex.form")
    (tmp_path / "x.toml").write_text(draft.text("en"), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        load(tmp_path / "x.toml")
    named = {problem.column for problem in caught.value.problems}
    assert {"kind", "field.fecha_de_entrada.form", "field.age.form", "field.sex.form"} <= named


@pytest.mark.parametrize(
    ("name", "headers", "row", "kind"),
    [
        (
            "flights.csv",
            ("Date", "Origin", "Destination", "Passengers"),
            ["2024-01-02", "KYKM", "KLAS", "112"],
            "flights",
        ),
        (
            "list.csv",
            ("Person ID", "Flight Date", "Origin", "Destination"),
            ["a1b2c3d4", "2024-01-02", "KYKM", "KLAS"],
            "passengers",
        ),
        ("roster_20240102.csv", ("Inmate ID", "Admitted", "Sex"), ["a1b2c3d4", "2024-01-02", "F"], "roster"),
        ("roster.csv", ("Inmate ID", "Snapshot date", "Sex"), ["a1b2c3d4", "2024-01-02", "F"], "roster"),
        (
            "smu.csv",
            ("Person ID", "Date in", "Date out", "Segregation reason"),
            ["a1b2c3d4", "2024-01-02", "2024-01-03", "x"],
            "placements",
        ),
        ("x.csv", ("Person ID", "Date in", "Date out"), ["a1b2c3d4", "2024-01-02", "2024-01-03"], None),
        ("x.csv", ("Color", "Size"), ["red", "large"], None),
    ],
)
def test_the_kind_follows_from_what_is_there(
    tmp_path: Path, name: str, headers: tuple[str, ...], row: list[str], kind: str | None
) -> None:
    """Moments in and out with a place, a day without an out, places from and to: each is its kind, and what shows none is asked."""
    draft = draft_mapping(write(tmp_path / name, [row] * 6, headers))
    assert kind == draft.kind
    assert ("kind" in draft.undecided) == (kind is None)


def test_numbers_that_may_count_the_rows_are_not_taken_for_persons(tmp_path: Path) -> None:
    """A column named ID whose numbers each stand once is left to decide; one with returns is taken."""
    rows = [[str(n), "2024-01-02", "2024-02-02", "Norte"] for n in range(9)]
    headers = ("ID", "Date in", "Date out", "Facility")
    assert draft_mapping(write(tmp_path / "x.csv", rows, headers)).undecided == ("field.person.form",)
    assert draft_mapping(write(tmp_path / "y.csv", [*rows, rows[0]], headers)).undecided == ()


def test_a_preamble_and_two_headers_alike_are_met(tmp_path: Path) -> None:
    """Titles above the table are passed over, and a header that stands twice is one field."""
    path = tmp_path / "x.csv"
    path.write_text(
        "Listado oficial,,\nVersión pública,,\nDelito,Sexo,Delito\n" + "Hurto,F,Robo\nHurto,M,Robo\n" * 5,
        encoding="utf-8",
    )
    draft = draft_mapping(path)
    assert [one.title for one in draft.columns] == ["Delito", "Sexo"]
    assert draft.columns[0].profile.rows == 10


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters='",\r\n\0'), min_size=1, max_size=12),
        min_size=2,
        max_size=5,
        unique=True,
    )
)
def test_whatever_the_headers_are_the_draft_is_toml(tmp_path: Path, headers: list[str]) -> None:
    """No header can break out of its place in the text."""
    path = tmp_path / "x.csv"
    path.write_text(
        ",".join(f"a{one}" for one in headers) + "\n" + ",".join("x" for _ in headers) + "\n", encoding="utf-8"
    )
    try:
        draft = draft_mapping(path)
    except InputError:
        return
    parsed = tomllib.loads(draft.text("en"))
    assert len(parsed["field"]) == len(draft.columns)
    assert all(one.title in parsed["field"][one.field]["aliases"] for one in draft.columns)


def test_workbooks_choose_the_largest_sheet_and_take_a_name(tmp_path: Path) -> None:
    """Without a name the sheet with most rows is drafted; a name that is not there is answered with those that are."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Notas"
    first.append(["Nota", "Autor"])
    second = book.create_sheet("Personas")
    second.append(list(HEADERS))
    for row in spanish(20):
        second.append(row)
    book.save(tmp_path / "x.xlsx")
    draft = draft_mapping(tmp_path / "x.xlsx")
    assert (draft.sheet, draft.others, draft.kind) == ("Personas", ("Notas",), "stints")
    assert "Notas" in draft.text("es")
    with pytest.raises(InputError, match="Notas, Personas"):
        draft_mapping(tmp_path / "x.xlsx", sheet="Hoja9")


@pytest.mark.parametrize(
    ("content", "error"), [(b"", Faults), (b"1,2\n3,4\n", InputError), (b"PAR1 no parquet", Faults)]
)
def test_what_is_no_table_is_said(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    """An empty file, numbers without names and a broken file each end with a reason."""
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(error):
        draft_mapping(tmp_path / "x.csv")


def test_the_documentation_names_every_form_and_kind_that_a_mapping_may_have() -> None:
    """docs/mapping.md lists the forms, and the kinds whose rows a mapping can describe."""
    text = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
    assert [form for form in FORMS if f"`{form}`" not in text] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == ["figures", "counts"]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_everything_a_draft_can_say_is_said_in_both_languages(tmp_path: Path, lang: words.Lang) -> None:
    """A file with every shape and every doubt is put into words."""
    headers = (
        "ID",
        "Fecha de ingreso",
        "Fecha de salida",
        "Edad",
        "Sexo",
        "Ingreso",
        "Notas",
        "Firma",
        "Monto",
        "Activo",
        "Nacido el",
        "Vacío",
    )
    row = ["{}", "25/03/24", "03/25/2024", "veinte", "M", "2024-01-02 10:00", "3", "(b)(6)", "$3.50", "Sí", "", ""]
    other = [
        "{}",
        "25/03/2024",
        "25/03/2024",
        "veinte",
        "M",
        "2024-01-03 11:00",
        "palabras",
        "(b)(6)",
        "$4.50",
        "No",
        "",
        "",
    ]
    rows = [[cell.format(n) for cell in (row if n % 2 else other)] for n in range(20)]
    text = draft_mapping(write(tmp_path / "x.csv", rows, headers)).text(lang)
    assert tomllib.loads(text)["field"]["activo"]["values"] == {"yes": ["Sí"], "no": ["No"]}
    assert text.count('form = "?"') == 5
    assert all(
        line.startswith(("#", "[", "name", "kind", "min", "dates", "aliases", "form", "values", "required"))
        for line in text.split("\n")
        if line
    )
