"""A file, its draft and the layout that the draft becomes give one table, however the file writes its dates."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from habeas.records import values
from habeas.records.header import Header, find
from habeas.records.layout import load
from habeas.records.mapping import draft_mapping
from habeas.records.sheets import open_file

HEADERS = ("Nombre", "Apellidos", "Fecha de ingreso", "Fecha de egreso", "Centro penal", "Delito", "Situación jurídica")
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")


def persons() -> list[tuple[date, date | None, str]]:
    """Return when 50 synthetic persons came and went, and where they were held."""
    chance = Random(11)  # noqa: S311 - synthetic rows
    made: list[tuple[date, date | None, str]] = []
    for _ in range(50):
        came = date(2022, 1, 1) + timedelta(days=chance.randint(0, 700))
        went = came + timedelta(days=chance.randint(0, 90)) if chance.random() < 0.7 else None
        made.append((came, went, chance.choice(["Centro Ficticio Peñón", "Penal Imaginario Sur"])))
    return made


def read(path: Path, folder: Path) -> list[tuple[Any, ...]]:
    """Draft a mapping, load it as a layout, find it in the file, and read the values of three fields by it."""
    (folder / "mapping.toml").write_text(draft_mapping(path).text("es"), encoding="utf-8")
    (folder / "s").mkdir()
    (sheet,) = open_file(path, folder / "s").sheets
    header = find(sheet, [load(folder / "mapping.toml")])
    assert isinstance(header, Header)
    layout = header.layout
    texts = {name: values.trimmed(found[0], sheet.columns[found[0]]) for name, found in header.columns.items()}
    chosen = ", ".join(
        values.value(layout.fields[name], texts[name], layout.dates) for name in ("stint_in", "stint_out", "place_name")
    )
    with duckdb.connect() as engine:
        query = f"SELECT {chosen} FROM {sheet.source} WHERE line > {header.line} ORDER BY line"  # noqa: S608 - own names
        return engine.execute(query).fetchall()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("delimiter", [";", ","])
def test_any_form_of_date_gives_the_same_table(tmp_path: Path, form: str, delimiter: str) -> None:
    """Day first, month first or year first; slashes, points or hyphens: the same moments come out, in Windows-1252."""
    lines = [delimiter.join(HEADERS)]
    for came, went, place in persons():
        lines.append(
            delimiter.join(
                ["N", "A", came.strftime(form), went.strftime(form) if went else "", place, "Hurto", "Procesado"]
            )
        )
    (tmp_path / "lista.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    found = read(tmp_path / "lista.csv", tmp_path)
    assert persons() == [(came.date(), went.date() if went else None, place) for came, went, place in found]


def test_a_workbook_and_a_parquet_file_give_the_same_table(tmp_path: Path) -> None:
    """Dates that are dates in the file need no order."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from openpyxl import Workbook

    rows = [("N", "A", came, went, place, "Hurto", "Procesado") for came, went, place in persons()]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADERS))
    for row in rows:
        sheet.append(list(row))
    book.save(tmp_path / "lista.xlsx")
    pq.write_table(
        pa.table({name: list(column) for name, column in zip(HEADERS, zip(*rows, strict=True), strict=True)}),
        tmp_path / "x.parquet",
    )
    for name in ("lista.xlsx", "x.parquet"):
        folder = tmp_path / f"of-{name}"
        folder.mkdir()
        found = read(tmp_path / name, folder)
        assert persons() == [(came.date(), went.date() if went else None, place) for came, went, place in found]
