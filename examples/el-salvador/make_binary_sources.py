# ruff: noqa: INP001 - a script beside its data, in no package
"""Write the six sources of the example that are not Markdown: two workbooks, a table, a web page, a Word file and a PDF.

Run ``python examples/el-salvador/make_binary_sources.py``. The same bytes come out every time: no clock is read, zip archives
are stored without compression and with one fixed date. All words in them are the example's own.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

EVIDENCE: Final = Path(__file__).parent / "evidence"
_STAMP: Final = (2026, 1, 1, 0, 0, 0)
_CLOCK: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")

SERIES: Final = (
    ("of", "as_of", "measure", "value", "qualifier", "who", "said_by", "published_by"),
    ("prisons", "2021-04", "persons held", 36000, "exact", "all held", "government", "AP"),
    (
        "prisons",
        "2021",
        "persons held",
        36515,
        "exact",
        "all held",
        "General Directorate of Prisons",
        "El Salvador Now / EFE",
    ),
    ("prisons", "2021", "places", 30000, "exact", "before CECOT", "", "US State Department"),
    ("prisons", "2021", "% over capacity", 8, "exact", "all held", "security minister", "ContraPunto"),
    ("prisons", "2021", "places", 30864, "exact", "before CECOT", "US embassy", "allthe.news"),
    ("prisons", "2021", "places", 32000, "exact", "before CECOT", "Cristosal", "El Salvador Now / EFE"),
    ("prisons", "2022-03", "persons held", 35000, "about", "all held", "", "La Prensa Gráfica"),
    ("prisons", "2022-03", "persons held", 38000, "about", "all held", "Cristosal and others", "VOA"),
    ("prisons", "2022-03", "persons held", 39538, "exact", "all held", "La Prensa Gráfica", "Diario Latino"),
    ("prisons", "2022-03", "persons held", 40000, "about", "all held", "security minister", "teleSUR"),
    ("prisons", "2022-12", "persons held", 97525, "computed", "all held", "La Prensa Gráfica", "Prensa Latina"),
    ("prisons", "2023-08", "persons held", 105138, "computed", "all held", "La Prensa Gráfica", "Diario Latino"),
    ("prisons", "2023-09", "persons held", 105100, "exact", "all held", "security minister", "teleSUR"),
    ("prisons", "2023-09", "persons held", 100000, "about", "all held", "security minister", "teleSUR"),
    ("prisons", "2024-03", "persons held", 109519, "exact", "all held", "Cristosal and others", "VOA"),
    ("prisons", "2024-03", "persons held", 110000, "exact", "sentenced and awaiting trial", "Cristosal", "AP"),
    ("prisons", "2024-04", "persons held", 100000, "at least", "all held", "Amnesty International", "Diario El Mundo"),
    ("prisons", "2024", "persons held", 107055, "exact", "prisons and police cells", "census", "La Prensa Gráfica"),
    ("prisons", "2024", "persons held", 111207, "exact", "all held", "UCA", "allthe.news"),
    ("CECOT", "2023-01-31", "places", 40000, "up to", "all held", "government", "AP"),
    ("CECOT", "2023-07", "places", 20480, "exact", "all held", "technician", "La Prensa Gráfica"),
    ("CECOT", "2023-02", "persons moved in", 2000, "exact", "first transfer", "government", "gangsterismout.com"),
    ("CECOT", "2023-08", "persons moved in", 12114, "exact", "all moved in", "", "Teletica"),
    ("CECOT", "2023-08", "persons held", 12000, "exact", "all held", "", "La República"),
    ("CECOT", "2023-09", "persons moved in", 12000, "exact", "all moved in", "", "US State Department"),
    ("CECOT", "2024-01-31", "persons held", 12500, "about", "all held", "", "El Comercio / AFP"),
    ("CECOT", "2024-06-11", "persons held", 14532, "exact", "all held", "president", "La Prensa Gráfica"),
    ("CECOT", "2024-08", "persons held", 14500, "exact", "all held", "security minister", "InfoLibertad"),
    ("CECOT", "2024-09-25", "persons held", 20000, "about", "all held", "", "El Heraldo"),
    ("CECOT", "2025-03", "persons held", 14500, "at least", "all held", "", "Swissinfo / EFE"),
    ("CECOT", "2025-03", "persons held", 15000, "about", "all held", "", "apexlifeinfo"),
)
"""Persons held and places, one figure a row, each with who said it and where it was printed."""

BEFORE: Final = (
    ("as_of", "measure", "value", "qualifier", "said_by", "published_by", "remark"),
    ("2007", "persons held", 17577, "exact", "General Directorate of Prisons", "ContraPunto", ""),
    ("2007/2014", "places", 8110, "exact", "General Directorate of Prisons", "ContraPunto", ""),
    ("2008", "persons held", 19800, "exact", "General Directorate of Prisons", "La Hora", "21 prisons"),
    ("2008", "persons held", 19390, "exact", "", "ContraPunto", "differs from the 19,800 of another paper"),
    ("2009", "persons held", 22198, "exact", "", "ContraPunto", ""),
    ("2010", "persons held", 23840, "exact", "", "ContraPunto", ""),
    ("2010", "persons held", 23000, "at least", "UCA", "UCA", ""),
    ("2012", "persons held", 27033, "exact", "", "ContraPunto", ""),
    ("2013", "persons held", 26848, "exact", "", "ContraPunto", ""),
    ("2017", "persons held", 39279, "exact", "", "ContraPunto", ""),
    ("2019", "% over capacity", 139.6, "exact", "security minister", "ContraPunto", "over capacity, not of capacity"),
)
"""The same before the case's period."""

ARRESTS: Final = (
    ("as_of", "measure", "qualifier", "persons", "said_by", "published_by"),
    ("2022-04-04", "arrests", "more than", "8500", "president", "elsalvador.com"),
    ("2022-10", "arrests", "exact", "56847", "security minister", "elsalvador.com"),
    ("2022-12-19", "arrests", "exact", "60452", "official data", "El Salvador Now / EFE"),
    ("2022-12-31", "arrests", "exact", "61300", "security authorities", "Prensa Latina"),
    ("2023-02", "arrests", "exact", "62975", "government", "The Tico Times / AFP"),
    ("2023-02-14", "arrests", "exact", "64111", "security minister", "elsalvador.com"),
    ("2023-05", "arrests", "exact", "68294", "security ministry", "Café FM"),
    ("2023-07", "arrests", "exact", "71776", "government", "US State Department"),
    ("2023-07", "releases", "about", "6000", "security ministry", "El Informante"),
    ("2023-09", "arrests", "exact", "72600", "security authorities", "Diario Latino"),
    ("2023-12", "arrests", "at least", "74000", "official data", "Radio Maya Internacional"),
    ("2024-06", "arrests", "more than", "80000", "official data", "EFE"),
    ("2025-07", "arrests", "exact", "87100", "official data", "Página 12"),
    ("2025-08", "arrests", "at least", "89000", "official data", "Diario Las Américas"),
)
"""Arrests and releases under the emergency, running totals since 27 March 2022. Rows without a publisher were left out."""

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>World Prison Population List: El Salvador</title></head>
<body>
<h1>World Prison Population List, fourteenth edition (2024)</h1>
<p>The list ranks countries by people held per 100,000 of the national population.</p>
<p>El Salvador stands first, with 1,086 people held per 100,000 residents.</p>
<p>The list takes totals from national authorities and leaves out police cells that those totals leave out.</p>
</body>
</html>
"""

VISIT: Final = (
    "Cómo es el CECOT por dentro",
    "Versión Final resumió en 2025 lo que vieron periodistas de CNN y de La Tercera.",
    "Las celdas son para unas 80 personas.",
    "Los únicos muebles son camas de metal sin colchón, sin sábanas y sin almohadas.",
    "El inodoro está a la vista de todos.",
    "Se pasan encerradas 23 horas y media de cada día.",
    "En la media hora que queda se hace ejercicio o se lee la Biblia en el pasillo.",
    "Nunca se sirve carne.",
    "La luz natural casi no entra.",
)

YEAR: Final = (
    (
        "Un año del CECOT",
        "Política Stereo describió el penal en 2024, al cumplirse un año.",
        "La capacidad que se anuncia es de unas 40,000 personas.",
        "Hay ocho módulos.",
        "Las literas son de metal, de tres pisos, sin sábanas ni almohada.",
    ),
    (
        "Las luces no se apagan nunca, ni de noche.",
        "Quien va a una audiencia o a consulta lleva grilletes en pies y manos.",
        "Nadie puede salir de los módulos.",
        "Dentro se dan atención médica básica, prédicas y actividad física.",
    ),
)


def fixed(package: bytes) -> bytes:
    """Return an Office package with its entries in order, stored, dated alike, and without the time it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda entry: (entry != "[Content_Types].xml", entry)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CLOCK.sub(rb"\g<1>2026-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system = 3
            new.writestr(entry, content)
    return made.getvalue()


def workbook(rows: Sequence[Sequence[object]], sheet: str) -> bytes:
    """Return an XLSX workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one sheet
    page.title = sheet
    for row in rows:
        page.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return fixed(made.getvalue())


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a CSV table in UTF-8, lines ended by a line feed."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue().encode()


def document(paragraphs: Sequence[str]) -> bytes:
    """Return a DOCX file, a paragraph a line."""
    from docx import Document

    made = io.BytesIO()
    file = Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    file.save(made)
    return fixed(made.getvalue())


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF 1.4 of A4 pages in Helvetica, a line of text a line, laid out by hand so that every byte is known."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 12 Tf 18 TL 72 770 Td\n{shown}ET\n"
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        parts.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}endstream")
    return _assembled(parts)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(parts: Sequence[str]) -> bytes:
    made = io.BytesIO(b"%PDF-1.4\n")
    made.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, 1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n{part}\nendobj\n".encode("cp1252"))
    start = made.tell()
    made.write(f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode())
    made.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    made.write(f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return made.getvalue()


def sources() -> dict[str, bytes]:
    """Return the six files by name."""
    return {
        "sv-population-2007-2019.xlsx": workbook(BEFORE, "series"),
        "sv-population-2021-2025.xlsx": workbook(SERIES, "series"),
        "sv-arrests-2022-2025.csv": table(ARRESTS),
        "wppl-2024-el-salvador.html": PAGE.encode(),
        "versionfinal-2025-cecot.docx": document(VISIT),
        "politicastereo-2024-cecot.pdf": pdf(YEAR),
    }


def main(folder: Path = EVIDENCE) -> None:
    """Write the six files into a folder."""
    for name, content in sources().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
