"""The forms in which a generated release is written: Parquet, workbooks as published, pipe CSV of 2022, and the canonical table."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Protocol, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from release_words import COLUMNS, FINAL_REASONS

EXCEL_ROWS: Final = 1_048_576
PREAMBLE: Final = (
    "ERO-LESA Statistical Tracking Unit",
    "For Official Use Only (FOUO)/Pre-decisional",
    "2026-ICLI-00005 (synthetic: no row is about a real person)",
    "Detentions, by fiscal year of book-in, to 03/10/2026",
    "",
    "",
)

# The layout of 2022: its header, and the column of 2026 that stands under it.
CSV_COLUMNS: Final = {
    "Stay Book In Date Time": "Stay Book In Date Time", "Detention Book In Date And Time": "Book In Date Time",
    "Detention Book Out Date Time": "Book Out Date Time", "Stay Book Out Date Time": "Stay Book Out Date Time",
    "Birth Country PER": "Birth Country", "Birth Country ERO": "Birth Country", "Citizenship Country": "Citizenship Country",
    "Race": "Race", "Ethnic": "Ethnicity", "Gender": "Gender", "Birth Date": "Birth Date", "Birth Year": "Birth Year",
    "Entry Date": "Entry Date", "Entry Status": "Entry Status",
    "Most Serious Conviction (MSC) Criminal Charge Category": "MSC Charge", "MSC Charge": "MSC Charge",
    "MSC Charge Code": "MSC Charge Code", "MSC Conviction Date": "MSC Conviction Date", "MSC Sentence Days": "MSC Sentence Days",
    "MSC Sentence Months": "MSC Sentence Months", "MSC Sentence Years": "MSC Sentence Years", "MSC Crime Class": "MSC Crime Class",
    "Case Threat Level": "Case Threat Level", "Apprehension Threat Level": "Case Threat Level",
    "Final Program": "Apprehension Final Program", "Detention Facility Code": "Detention Facility Code",
    "Detention Facility": "Detention Facility", "Area of Responsibility": "Book In AOR", "Docket Control Office": "Book In Site",
    "Detention Release Reason": "Detention Release Reason", "Stay Release Reason": "Stay Release Reason",
    "Alien File Number": "Birth Date", "Anonymized Identifier": "Anonymized Identifier",
}  # fmt: skip


class Form(Protocol):
    """Where the rows of a release go, part by part; closed by its ``with`` block."""

    files: list[Path]

    def add(self, rows: pa.Table) -> None:
        """Write the next rows."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class _Single:
    """A release of one file."""

    name = ""

    def __init__(self, to: Path) -> None:
        self.files = [to / self.name]
        self._writer: Any = None
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._writer is not None:
            self._writer.close()

    def add(self, rows: pa.Table) -> None:
        """Write the next rows."""
        rows = self._shaped(rows)
        self._writer = self._writer or self._opened(rows.schema)
        self._writer.write_table(rows)
        self._rows += rows.num_rows

    def _shaped(self, rows: pa.Table) -> pa.Table:
        return rows

    def _opened(self, schema: pa.Schema) -> Any:
        return pq.ParquetWriter(self.files[0], schema, compression="zstd")


class ParquetForm(_Single):
    """One Parquet file with the published headers."""

    name = "2026-ICLI-00005_Detentions_20260311_Redacted.parquet"


class CanonicalForm(_Single):
    """One Parquet file in the form that habeas reads releases into."""

    name = "stints-read.parquet"

    def _shaped(self, rows: pa.Table) -> pa.Table:
        return canonical_rows(rows, self._rows)


class CsvForm(_Single):
    """One file with pipes, in the layout and with the dates of 2022."""

    name = "2022-ICFO-09022_Detentions.csv"

    def _shaped(self, rows: pa.Table) -> pa.Table:
        def said(column: pa.ChunkedArray) -> pa.ChunkedArray:
            return pc.strftime(column, "%m/%d/%Y %H:%M") if pa.types.is_timestamp(column.type) else column

        return pa.table({name: said(rows[source]) for name, source in CSV_COLUMNS.items()})

    def _opened(self, schema: pa.Schema) -> Any:
        return pcsv.CSVWriter(
            self.files[0], schema, write_options=pcsv.WriteOptions(delimiter="|", quoting_style="needed")
        )


def canonical_rows(rows: pa.Table, begun: int) -> pa.Table:
    """Return published rows under the canonical names, with the values that habeas gives them; ``begun``: rows before these."""
    n = rows.num_rows
    line = pa.array(np.arange(begun, begun + n))
    plain = {text.lower(): text for text, _ in FINAL_REASONS}

    def coded(column: str, change: Callable[[str], str]) -> pa.Array:
        words = rows[column].combine_chunks().dictionary_encode()
        return pa.array([change(word) for word in words.dictionary.to_pylist()], pa.string()).take(words.indices)

    crimes = {"1": "convicted", "2": "pending", "3": "other"}
    return pa.table(
        {
            "row": line,
            "file": pa.array(["synthetic.parquet"]).take(pa.array(np.zeros(n, np.int64))),
            "sheet": pa.nulls(n, pa.string()),
            "line": pc.add(line, 1),
            "person": rows["Anonymized Identifier"],
            "place": rows["Detention Facility Code"],
            "place_name": rows["Detention Facility"],
            "stay_in": rows["Stay Book In Date Time"],
            "stint_in": rows["Book In Date Time"],
            "stint_out": rows["Book Out Date Time"],
            "stay_out": rows["Stay Book Out Date Time"],
            "days_only": pa.array(np.zeros(n, bool)),
            "release_reason": coded("Detention Release Reason", lambda word: plain[word.lower()]),
            "stay_release_reason": coded("Stay Release Reason", lambda word: plain[word.lower()]),
            "sex": coded("Gender", str.lower),
            "nationality": rows["Citizenship Country"],
            "birth_year": rows["Birth Year"],
            "criminality": coded("Book In Criminality", lambda word: crimes[word[0]]),
            "authority": rows["Book In AOR"],
            "programme": rows["Apprehension Final Program"],
        }
    )


class WorkbookForm:
    """Workbooks as published: one a fiscal year and one for all before, a preamble, sheets split at Excel's limit."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self._books: dict[int, Workbook] = {}
        self.files: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for year in sorted(self._books):
            self._books[year].close()
            self.files.append(self._books[year].path)

    def add(self, rows: pa.Table) -> None:
        """Write the next rows, each into the workbook of its fiscal year (October to September)."""
        came = rows["Book In Date Time"]
        years = np.maximum(pc.year(came).to_numpy() + (pc.month(came).to_numpy() >= 10), 2022)
        for year in np.unique(years):
            if int(year) not in self._books:
                label = f"FY{year % 100}" if year > 2022 else "Prior_FY2023"
                path = self._to / f"2026-ICLI-00005_Detentions_{label}_20260311_Redacted.xlsx"
                self._books[int(year)] = Workbook(path, f"FY{year}" if year > 2022 else "Prior FY2023")
            self._books[int(year)].add(rows.filter(pa.array(years == year)))


class Workbook:
    """An XLSX file written as a stream; text is shared, dates are numbers in the style of a date."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self._label = path, label
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._sheets: list[str] = []
        self._sheet: IO[bytes] | None = None
        self._line = 0
        self._shared: dict[str, int] = {}

    def add(self, rows: pa.Table) -> None:
        """Write rows, beginning a new sheet where Excel's limit is reached."""
        while rows.num_rows:
            if self._sheet is None or self._line == EXCEL_ROWS:
                self._begin()
            some = rows.slice(0, min(20_000, EXCEL_ROWS - self._line))
            rows = rows.slice(some.num_rows)
            cells = [self._cells(some[name], letter) for name, letter in zip(COLUMNS, _LETTERS, strict=True)]
            text = pc.binary_join_element_wise(
                *_line_start(self._line, some.num_rows),
                *cells,
                "</row>",
                "",
                null_handling="replace",
                null_replacement="",
            )
            self._write(text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text)
            self._line += some.num_rows

    def _begin(self) -> None:
        self._finish()
        name = self._label if not self._sheets else f"{self._label} ({len(self._sheets) + 1})"
        self._sheets.append(name)
        self._sheet = self._zip.open(f"xl/worksheets/sheet{len(self._sheets)}.xml", "w", force_zip64=True)
        head = [[text] for text in PREAMBLE] + [list(COLUMNS)]
        lines = []
        for number, words in enumerate(head, start=1):
            cells = "".join(
                f'<c r="{letter}{number}" t="s"><v>{self._number(word)}</v></c>'
                for letter, word in zip(_LETTERS, words, strict=False)
                if word
            )
            lines.append(f'<row r="{number}">{cells}</row>')
        self._sheet.write(f"{_XML}<worksheet {_MAIN}><sheetData>{''.join(lines)}".encode())
        self._line = len(head)

    def _finish(self) -> None:
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None

    def _write(self, text: pa.Array) -> None:
        if self._sheet is None:
            raise ValueError("no sheet was begun")
        start, end = np.frombuffer(text.buffers()[1], np.int32)[[text.offset, text.offset + len(text)]]
        self._sheet.write(memoryview(text.buffers()[2])[int(start) : int(end)])

    def _number(self, word: str) -> int:
        return self._shared.setdefault(word, len(self._shared))

    def _cells(self, column: pa.ChunkedArray, letter: str) -> pa.Array:
        """Return a column as cells, null where it is blank; the row's number is put in by `_line_start`'s twin in each cell."""
        lines = pa.array(np.arange(self._line + 1, self._line + 1 + len(column))).cast(pa.string())
        if pa.types.is_string(column.type):
            words = column.combine_chunks().dictionary_encode()
            shared = pa.array([self._number(word) for word in words.dictionary.to_pylist()], pa.int64())
            values, kind = shared.take(words.indices), '" t="s"><v>'
        elif pa.types.is_timestamp(column.type):
            days = column.combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False) / 86_400_000_000
            blank = column.is_null().to_numpy()
            values, kind = pa.array(np.round(days + 25_569, 10), mask=blank), '" s="1"><v>'
        else:
            values, kind = column.combine_chunks(), '"><v>'
        return pc.binary_join_element_wise(f'<c r="{letter}', lines, kind, values.cast(pa.string()), "</v></c>", "")

    def close(self) -> None:
        """Write what stands beside the sheets."""
        self._finish()
        names = [(n, name) for n, name in enumerate(self._sheets, start=1)]
        book = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in names)
        links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in names]
        links += [("rId1001", "styles", "styles.xml"), ("rId1002", "sharedStrings", "sharedStrings.xml")]
        self._zip.writestr("[Content_Types].xml", _types(len(names)))
        self._zip.writestr("_rels/.rels", _links([("rId1", "officeDocument", "xl/workbook.xml")]))
        self._zip.writestr("xl/workbook.xml", f"{_XML}<workbook {_MAIN} {_R}><sheets>{book}</sheets></workbook>")
        self._zip.writestr("xl/_rels/workbook.xml.rels", _links(links))
        self._zip.writestr("xl/styles.xml", _STYLES)
        with self._zip.open("xl/sharedStrings.xml", "w", force_zip64=True) as shared:
            count = len(self._shared)
            shared.write(f'{_XML}<sst {_MAIN} count="{count}" uniqueCount="{count}">'.encode())
            words = list(self._shared)
            for at in range(0, count, 10_000):
                shared.write("".join(_shared(word) for word in words[at : at + 10_000]).encode())
            shared.write(b"</sst>")
        self._zip.close()


def _line_start(line: int, n: int) -> tuple[Any, ...]:
    return '<row r="', pa.array(np.arange(line + 1, line + 1 + n)).cast(pa.string()), '">'


def _shared(word: str) -> str:
    safe = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<si><t xml:space="preserve">{safe}</t></si>'


def _links(links: list[tuple[str, str, str]]) -> str:
    base = "http://schemas.openxmlformats.org"
    kind = f"{base}/officeDocument/2006/relationships"
    each = "".join(f'<Relationship Id="{name}" Type="{kind}/{what}" Target="{to}"/>' for name, what, to in links)
    return f'{_XML}<Relationships xmlns="{base}/package/2006/relationships">{each}</Relationships>'


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    parts += [(f"worksheets/sheet{n}", "worksheet") for n in range(1, sheets + 1)]
    each = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{what}+xml"/>' for name, what in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def _letters(n: int) -> list[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [alphabet[i] if i < 26 else alphabet[i // 26 - 1] + alphabet[i % 26] for i in range(n)]


_LETTERS: Final = _letters(len(COLUMNS))
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STYLES: Final = (
    f'{_XML}<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="mm/dd/yyyy hh:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
FORMS: Final[dict[str, Callable[[Path], Form]]] = {
    "parquet": ParquetForm,
    "canonical": CanonicalForm,
    "csv": CsvForm,
    "xlsx": WorkbookForm,
}
