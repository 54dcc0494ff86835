"""The text of every format: what is read, what is left out, and where each character stands in the file."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

from habeas.errors import InputError, MissingExtra
from habeas.evidence import Extract, extract, extractor
from habeas.evidence.decode import decode
from habeas.evidence.formats import READERS
from habeas.evidence.text import column_number, letters, normal, paged, tabled

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
CELLS = st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=6)


def keys(made: Extract) -> list[str]:
    """Return the names of the doubts of a text."""
    return [problem.key.removeprefix("evidence.") for problem in made.problems]


def refused(content: bytes, media_type: str) -> str:
    """Return the name of the reason for which bytes cannot be read."""
    with pytest.raises(InputError) as caught:
        extract(content, media_type)
    assert caught.value.text("en") != caught.value.text("es")
    return caught.value.key.removeprefix("evidence.")


# ---- normalising and maps


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """A text that was read needs no second treatment, so that offsets never move."""
    assert normal(normal(text)) == normal(text)
    assert unicodedata.is_normalized("NFC", normal(text))


@given(st.integers(1, 20_000))
def test_column_letters_count_as_spreadsheets_do(number: int) -> None:
    """Letters and numbers of columns are each other's inverse."""
    assert column_number(letters(number)) == number


def test_known_columns() -> None:
    """The first, the last of one letter, and the last of a workbook are those of Excel; others are no columns."""
    assert [letters(1), letters(26), letters(27), letters(16_384)] == ["A", "Z", "AA", "XFD"]
    assert column_number("aa") == 27
    assert column_number("") is None
    assert column_number("A1") is None


@given(st.lists(st.text(max_size=8).map(normal), max_size=6))
def test_every_character_knows_its_page(pages: list[str]) -> None:
    """Each character of each page is mapped to that page, empty pages included."""
    text, starts = paged(pages)
    made = Extract(media_type=PDF, extractor="pdf-1", text=text, pages=starts)
    assert len(starts) == len(pages)
    for number, (start, page) in enumerate(zip(starts, pages, strict=True), 1):
        assert text[start : start + len(page)] == page
        assert all(made.page_at(start + at) == number for at in range(len(page)))


@given(st.lists(CELLS, max_size=3))
def test_every_character_knows_its_cell(tables: list[list[list[str]]]) -> None:
    """Each cell is found by sheet, row and column, and each of its characters leads back to it, tabs and newlines within too."""
    named = [(f"sheet {number}", rows) for number, rows in enumerate(tables)]
    text, sheets = tabled(named)
    made = Extract(media_type=SHEET, extractor="xlsx-1", text=text, sheets=sheets)
    for name, rows in named:
        sheet = made.sheet(name)
        assert sheet is not None
        for row, cells in enumerate(rows, 1):
            for column, content in enumerate(cells, 1):
                held = made.cell(name, row, letters(column))
                assert (held or "") == content
                span = sheet.span(row, letters(column))
                for at in range(*span) if span else ():
                    assert made.cell_at(at) == (name, row, letters(column))


def test_a_text_without_pages_or_sheets_has_no_places() -> None:
    """Nothing is made up where the format has neither."""
    made = extract(b"words", "text/plain")
    assert made.page_at(0) is None
    assert made.cell_at(0) is None
    assert made.cell("", 1, "A") is None


def test_beyond_a_sheet_there_is_nothing() -> None:
    """A cell inside the sheet may be empty; one outside it does not exist."""
    made = extract(b"a,,c\n", "text/csv")
    assert made.cell("", 1, "B") == ""
    for row, column in ((1, "D"), (2, "A"), (0, "A"), (1, "1")):
        assert made.cell("", row, column) is None
    assert made.cell("other", 1, "A") is None
    assert made.cell_at(len(made.text)) is None


@pytest.mark.parametrize("media_type", sorted(READERS))
def test_reading_is_deterministic_and_named(media_type: str) -> None:
    """The same bytes give the same text, under the name and version of the reader that gives it."""
    content = {
        WORD: files.word(),
        SHEET: files.workbook(one=[["a", 1]]),
        PDF: files.pdf([["words"]]),
        "image/png": files.picture(["x"]),
        "image/jpeg": files.picture(["x"], "JPEG"),
        "text/html": b"<p>words",
    }.get(media_type, b"words, more")
    made = extract(content, media_type)
    assert made == extract(content, media_type)
    assert made.media_type == media_type
    assert made.extractor == extractor(media_type)


def test_a_type_without_reader_is_refused() -> None:
    """What habeas cannot read is said with what it can."""
    assert refused(b"...", "video/mp4") == "unsupported"
    with pytest.raises(InputError, match="docx, xlsx, xls, csv"):
        extractor("video/mp4")


# ---- encodings


@given(st.text())
def test_utf_8_is_certain(text: str) -> None:
    """UTF-8 is read as written, without a doubt."""
    decoded = decode(text.encode("utf-8", errors="ignore"))
    if not text.startswith("\ufeff"):
        assert decoded.problems == ()
        assert decoded.text == text.encode("utf-8", errors="ignore").decode()


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(codec: str) -> None:
    """A file that marks its encoding is read with it, and the mark is no part of the text."""
    made = extract("según\r\nel director".encode(codec), "text/plain")
    assert made.text == "según\nel director"
    assert made.problems == ()


def test_a_guessed_encoding_is_said() -> None:
    """Bytes that are not UTF-8 are read as Windows-1252, and that is reported as a guess."""
    made = extract("40,000 según él".encode("cp1252"), "text/plain")
    assert made.text == "40,000 según él"
    assert made.encoding == "cp1252"
    assert keys(made) == ["encoding-guessed"]


def test_bytes_without_meaning_are_counted() -> None:
    """Bytes that the guess cannot read either become U+FFFD, and their number is reported."""
    made = extract(b"a\x81b\x9d \xe9", "text/plain")
    assert made.text == "a\ufffdb\ufffd é"
    assert keys(made) == ["encoding-guessed", "bytes-unreadable"]
    assert made.problems[1].values == {"n": 2}
    assert "2 characters" in made.problems[1].text("en")


# ---- plain text and Markdown


def test_text_is_kept_as_it_is() -> None:
    """Blanks, tabs and blank lines stay; line ends become one form and NUL a mark."""
    made = extract(b" a\t b \r\n\r\nc\rd\0", "text/plain")
    assert made.text == " a\t b \n\nc\nd\ufffd"


def test_letters_and_accents_are_composed() -> None:
    """An accent written as a mark of its own is joined to its letter, so that typed quotes are found."""
    assert extract(unicodedata.normalize("NFD", "según").encode(), "text/plain").text == "según"


def test_front_matter_of_a_note_is_no_text() -> None:
    """What a note says about its publication cannot be quoted as what it says."""
    note = b"---\nkind: note\ntitle: 32 cells\n---\n\n# 32 cells in each\n"
    assert extract(note, "text/markdown").text == "# 32 cells in each\n"


@pytest.mark.parametrize(
    "other",
    [
        b"---\nlayout: post\n---\nwords\n",
        b"--- \nkind: note\nnever closed\n",
        b"words\n---\nkind: note\n---\n",
        b"---\nkind: notes\n---\nwords",
    ],
)
def test_other_front_matter_is_text(other: bytes) -> None:
    """Markdown that somebody else wrote is kept whole."""
    assert extract(other, "text/markdown").text == other.decode()


@pytest.mark.parametrize("line", ["kind: note", "kind:  'note'", 'kind: "note"  # mine', "kind : note"])
def test_ways_to_write_a_note(line: str) -> None:
    """The forms in which YAML writes the same word are all a note."""
    assert extract(f"---\ntitle: t\n{line}\n...\nwords".encode(), "text/markdown").text == "words"


# ---- web pages


def page(body: str, head: str = "") -> str:
    """Return the text of a page."""
    return extract(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "text/html").text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>one <b>two</b>\n three</p><p>four", "one two three\nfour"),
        ("<h1>Title</h1><div>a<div>b</div>c</div>", "Title\na\nb\nc"),
        ("a<script>var x = '<p>no</p>'</script>b<style>p{}</style>c<noscript>no</noscript>", "abc"),
        ("40&#8239;000 &amp; m&aacute;s &lt;b&gt;", "40\u202f000 & más <b>"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<!-- no -->yes<template>no</template>", "yes"),
        ("a <span> b </span> c", "a b c"),
        ("", ""),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(body: str, expected: str) -> None:
    """Blocks are lines, runs of blanks one blank, entities letters; what a browser does not show is not there."""
    assert page(body) == expected


def test_a_table_row_is_a_line() -> None:
    """Cells are parted by tabs, and what is inside a cell does not break the row."""
    rows = "<tr><th>Year<th>Deaths<tr><td><p>2022</p><p>2023</p><td><b>90</b> to<br>111"
    assert page(f"<table>{rows}</table>after") == "Year\tDeaths\n2022 2023\t90 to 111\nafter"


def test_the_head_is_no_text() -> None:
    """Title and metadata are not among the words of the page, where they would double its headline."""
    assert page("<h1>News</h1>", "<title>News - Site</title><meta name=d content=x>") == "News"


@pytest.mark.parametrize(
    ("meta", "codec", "doubts"),
    [
        ('<meta charset="windows-1252">', "cp1252", []),
        ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", "cp1252", []),
        ("", "utf-8", []),
        ("", "cp1252", ["encoding-guessed"]),
        ('<meta charset="utf-8">', "cp1252", ["encoding-wrong", "encoding-guessed"]),
        ('<meta charset="base64">', "utf-8", ["encoding-wrong"]),
        ('<meta charset="nonsense">', "cp1252", ["encoding-wrong", "encoding-guessed"]),
    ],
)
def test_the_encoding_of_a_page(meta: str, codec: str, doubts: list[str]) -> None:
    """A page's own word on its encoding is taken where it is true, and a false one or a guess is reported."""
    made = extract(f"<html><head>{meta}</head><body>según “él” · 0.64 m²</body></html>".encode(codec), "text/html")
    assert made.text == "según “él” · 0.64 m²"
    assert keys(made) == doubts


def test_a_page_nested_deeply_is_read() -> None:
    """Depth costs no recursion."""
    assert page("<div>" * 1800 + "deep" + "</div>" * 1800 + "after") == "deep\nafter"


def test_a_page_nested_beyond_reason_is_refused() -> None:
    """Where the parser would stop half way and keep silent about the rest, the page is refused instead."""
    assert refused(b"<p>before" + b"<div>" * 3000 + b"deep" + b"</div>" * 3000 + b"after", "text/html") == "html-deep"


def test_bytes_that_are_no_page_at_all() -> None:
    """A page of nothing but markup that opens nothing is refused with the way out, or has no words."""
    assert refused(b"<!-- -->", "text/html") == "html-broken"


# ---- PDF


def test_a_pdf_is_read_page_by_page() -> None:
    """Each page's words are in order, and each character knows its page."""
    made = extract(files.pdf([["Page one,", "ocho celdas según él"], None, ["third"]]), PDF)
    assert made.text == "Page one,\nocho celdas según él\f\fthird"
    assert made.page_at(made.text.index("ocho")) == 1
    assert made.page_at(made.text.index("third")) == 3
    assert made.problems == ()


def test_a_word_broken_at_a_line_end_stays_as_printed() -> None:
    """The hyphen and the line end are kept: whether they belong to the word is not guessed."""
    assert extract(files.pdf([["deputy infor-", "mation"]]), PDF).text == "deputy infor-\nmation"


def test_a_scanned_page_is_said() -> None:
    """A page that only has a picture is reported by number; a blank one is not."""
    scan = files.picture(["32 cells"], "JPEG")
    made = extract(files.pdf([["words"], scan, None, scan]), PDF)
    assert keys(made) == ["pages-without-text"]
    assert made.problems[0].values == {"n": 2, "pages": [2, 4]}
    assert "2 and 4" in made.problems[0].text("en")
    assert "2 y 4" in made.problems[0].text("es")


def test_a_pdf_with_a_password_is_refused() -> None:
    """Without the password nothing is read; a PDF that only forbids things, and opens without, is."""
    assert refused(files.pdf([["secret"]], "celda"), PDF) == "pdf-password"
    assert extract(files.pdf([["open"]], ""), PDF).text == "open"


@pytest.mark.parametrize("broken", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(2000), files.pdf([["words"]])[:150]])
def test_a_broken_pdf_is_refused(broken: bytes) -> None:
    """A PDF cut off or filled with nothing is one message."""
    assert refused(broken, PDF) == "pdf-broken"


@given(st.integers(9, 900), st.integers(0, 255))
def test_a_damaged_pdf_is_read_or_refused(at: int, byte: int) -> None:
    """Whatever one byte becomes, there is a text or a message, and never another error."""
    content = bytearray(files.pdf([["words"], ["more"]]))
    content[at % len(content)] = byte
    try:
        assert isinstance(extract(bytes(content), PDF).text, str)
    except InputError as error:
        assert error.key in ("evidence.pdf-broken", "evidence.pdf-password")  # noqa: PT017 - both ends are right


# ---- Word


def test_a_word_document_is_read_in_order() -> None:
    """Paragraphs and tables stand as in the document; the header follows."""
    expected = (
        "The place has eight buildings.\nBuilding\tCells\n1\t32\nOcho edificios, según el director.\nMinistry, file 12"
    )
    assert extract(files.word(), WORD).text == expected


def changed_word(body: str, extra: dict[str, bytes] | None = None) -> str:
    """Return the text of a Word document whose body is replaced, with parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.word())) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "word/document.xml":
                start, end = content.index(b"<w:body>") + 8, content.index(b"<w:sectPr")
                content = content[:start] + body.encode() + content[end:]
            if extra and member.filename == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = b'<Override PartName="/word/footnotes.xml" ContentType="' + kind + b'"/></Types>'
                content = content.replace(b"</Types>", part)
            if extra and member.filename == "word/_rels/document.xml.rels":
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", link)
            new.writestr(member, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return extract(out.getvalue(), WORD).text.removesuffix("\nMinistry, file 12")


def run(text: str) -> str:
    """Return a run of words in a Word document."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_tracked_changes_read_as_accepted() -> None:
    """Deleted words are out, inserted ones in, and a blank of its own stays a blank."""
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>60 </w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3" w:author="a">{run("gone")}</w:moveFrom>'
    inserted = f'<w:ins w:id="2" w:author="a">{run("32")}</w:ins>'
    assert changed_word(f"<w:p>{deleted}{moved}{inserted}{run(' ')}{run('cells')}</w:p>") == "32 cells"


def test_tabs_breaks_links_and_controls_are_read() -> None:
    """Words inside links and content controls count, and breaks are breaks."""
    link = f'<w:hyperlink w:anchor="x">{run("link")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent><w:p>{run('control')}</w:p></w:sdtContent></w:sdt>"
    assert changed_word(f"<w:p>{run('a')}<w:r><w:tab/><w:br/></w:r>{link}</w:p>{control}") == "a\t\nlink\ncontrol"


def test_a_table_in_a_table_stays_in_its_row() -> None:
    """A nested table is laid out inside the cell that holds it."""
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('x')}</w:p></w:tc><w:tc><w:p>{run('y')}</w:p></w:tc></w:tr></w:tbl>"
    cells = f"<w:tc><w:p>{run('a')}</w:p>{inner}<w:p/></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc>"
    assert changed_word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == "a x y\tb"


def test_a_text_box_is_read_once() -> None:
    """The copy that old programs fall back on is not read a second time."""
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    body = f"<w:p>{run('before')}<w:r><mc:AlternateContent {space}>{choice}</mc:AlternateContent></w:r></w:p>"
    assert changed_word(body) == "before\nboxed"


def test_footnotes_follow_the_body() -> None:
    """What a report says in its notes can be quoted."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f'<w:footnotes {space}><w:footnote w:id="1"><w:p>{run("At least 261.")}</w:p></w:footnote></w:footnotes>'
    assert (
        changed_word(f"<w:p>{run('Deaths')}</w:p>", {"word/footnotes.xml": notes.encode()}) == "Deaths\nAt least 261."
    )


@pytest.mark.parametrize(
    "content",
    [
        files.zipped({"word/document.xml": b"<w/>"}),
        files.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"no xml"}),
    ],
)
def test_a_zip_that_only_looks_like_word_is_refused(content: bytes) -> None:
    """A container without the right parts is one message."""
    assert refused(content, WORD) == "office-broken"


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_bomb_is_not_unfolded(kind: str) -> None:
    """Too much in all, too much for its packed size, too many parts, or a lie about the size: refused with little memory."""
    media_type = {"docx": WORD, "xlsx": SHEET}[kind]
    assert refused(files.bomb(kind, 40_000_000), media_type) == "zip-ratio"
    assert refused(files.lying_zip(kind, 40_000_000, 1000), media_type) == "zip-broken"
    assert refused(files.lying_zip(kind, 1000, 2**31), media_type) == "zip-bomb"
    assert refused(files.zipped({f"{n}": b"" for n in range(10_001)}), media_type) == "zip-members"
    assert refused(files.word()[:-200], media_type) == "zip-broken"


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    """A document that unfolds to 500 MB in pieces that are each allowed, and lies about it, is refused within 60 MB."""
    path = tmp_path / "bomb.docx"
    path.write_bytes(files.lying_zip("docx", 500_000_000, 9_000_000))
    assert path.stat().st_size < 1_000_000
    script = (
        "import resource, sys; from habeas.errors import InputError; from habeas.evidence import extract\n"
        "content = open(sys.argv[1], 'rb').read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: extract(content, sys.argv[2])\n"
        "except InputError as error: print(error.key, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    command = [sys.executable, "-c", script, str(path), WORD]
    key, used = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert key == "evidence.zip-broken"
    assert int(used) // (1024 if sys.platform == "darwin" else 1) < 60_000


def test_a_locked_member_is_a_password() -> None:
    """A zip whose parts are encrypted says that, and not that it is broken."""
    content = bytearray(files.zipped({"word/document.xml": b"words"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(content), WORD) == "office-password"


# ---- workbooks and CSV


def test_a_workbook_is_read_cell_by_cell() -> None:
    """Values are as stored, rows and columns count as the program shows them, and every sheet is there."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Año 2023"
    values: dict[str, float | bool | str | dt.date | dt.datetime | dt.time] = {
        "B3": 36000,
        "C3": 0.64,
        "D3": dt.date(2023, 2, 25),
        "E3": dt.datetime(2023, 2, 25, 4, 5),
        "F3": True,
        "G3": "two\nlines\tand a tab",
        "H3": dt.time(4, 5),
        "I3": -1.5e300,
    }
    for cell, value in values.items():
        sheet[cell] = value
    sheet["A5"] = "merged"
    sheet.merge_cells("A5:C5")
    hidden = book.create_sheet("hidden")
    hidden["A1"] = "seen"
    hidden.sheet_state = "hidden"
    made = extract(files.saved(book), SHEET)
    found = [made.cell("Año 2023", 3, column) for column in "ABCDEFGHI"]
    assert found == [
        "",
        "36000",
        "0.64",
        "2023-02-25",
        "2023-02-25 04:05:00",
        "TRUE",
        "two\nlines\tand a tab",
        "04:05:00",
        "-1.5e+300",
    ]
    assert [made.cell("Año 2023", 5, column) for column in "AB"] == ["merged", None]
    assert made.cell("hidden", 1, "A") == "seen"
    assert made.cell_at(made.text.index("36000")) == ("Año 2023", 3, "B")


def test_a_stray_cell_far_away_leaves_the_workbook_without_text() -> None:
    """A sheet whose one cell in the last corner would fill the memory is kept, and said to be without text, with the way out."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    book.worksheets[0]["XFD1048576"] = 1
    made = extract(files.saved(book), SHEET)
    assert (made.text, [one.key for one in made.problems]) == ("", ["evidence.sheet-too-wide"])


def test_a_long_sheet_is_no_bomb() -> None:
    """A genuine table of some thousand rows comes in whole."""
    made = extract(files.workbook(rows=[[number, "x"] for number in range(3000)]), SHEET)
    assert made.cell("rows", 3000, "A") == "2999"


def test_a_broken_workbook_is_refused() -> None:
    """A container without the right parts is one message."""
    assert refused(files.zipped({"xl/workbook.xml": b"<x/>"}), SHEET) == "office-broken"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_worked_out_and_stated(delimiter: str) -> None:
    """Each usual delimiter is recognised by the rows it makes alike, also where others stand in the cells."""
    rows = [["year", "deaths, all", "a;b|c"], ["2022", "90,5", "x"], ["2023", "111,2", "y"]]
    body = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    made = extract(body.encode(), "text/csv")
    assert made.delimiter == delimiter
    assert made.problems == ()
    assert made.cell("", 2, "B") == "90,5"


def test_rows_count_records_as_a_spreadsheet_does() -> None:
    """A blank line is a row; a quoted line end is not."""
    made = extract(b'a,b\r\n\r\n"x\r\ny",2\r\n', "text/csv")
    assert made.cell("", 3, "A") == "x\ny"
    assert made.cell("", 3, "B") == "2"
    assert made.cell("", 2, "A") is None


def test_two_delimiters_that_fit_alike_are_a_doubt() -> None:
    """A tie is not settled in silence."""
    made = extract(b"a,b;c\nd,e;f\n", "text/csv")
    assert made.delimiter == ","
    assert keys(made) == ["delimiter-guessed"]
    assert "“,” and “;”" in made.problems[0].text("en")


def test_a_file_of_one_column_has_one_column() -> None:
    """No delimiter is seen where there is none."""
    made = extract(b"name\nfirst\nsecond\n", "text/csv")
    assert [made.cell("", row, "A") for row in (1, 2, 3)] == ["name", "first", "second"]
    assert made.problems == ()


def test_a_quotation_mark_never_closed_is_refused() -> None:
    """A CSV file that swallows itself is said so, with the way out."""
    assert refused(b'a,"b\n' + b"x,y\n" * 50_000, "text/csv") == "csv-broken"


def test_csv_in_a_guessed_encoding() -> None:
    """The doubt about the letters of a CSV file is reported as for text."""
    made = extract("año;niños\n2023;1".encode("cp1252"), "text/csv")
    assert made.cell("", 1, "A") == "año"
    assert keys(made) == ["encoding-guessed"]


# ---- pictures


def test_a_picture_is_not_read_unless_asked() -> None:
    """Without OCR the text is empty, and that is said."""
    made = extract(files.picture(["32 cells"]), "image/png")
    assert made.text == ""
    assert keys(made) == ["picture-not-read"]


@pytest.mark.parametrize(("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_words_on_a_picture_are_read_in_both_languages(form: str, media_type: str) -> None:
    """Tesseract reads English and Spanish words, accents too, and the text says that a machine read it."""
    lines = ["The prison has eight buildings", "según el director hay niños"]
    made = extract(files.picture(lines, form), media_type, ocr=True)
    assert made.text.split("\n") == lines
    assert keys(made) == ["picture-by-ocr"]
    assert made.extractor.startswith("picture-1+tesseract-")
    assert made.extractor == extractor(media_type, ocr=True)


def test_a_scanned_page_is_read_when_asked() -> None:
    """OCR fills the pages that have no text, and only those."""
    scan = files.picture(["treinta y dos celdas", "en cada edificio"], "JPEG")
    made = extract(files.pdf([["typed words"], scan]), PDF, ocr=True)
    assert made.text.split() == ["typed", "words", "treinta", "y", "dos", "celdas", "en", "cada", "edificio"]
    assert made.page_at(made.text.index("celdas")) == 2
    assert keys(made) == ["pages-by-ocr"]
    assert made.extractor == extractor(PDF, ocr=True) != extractor(PDF)
    assert extract(files.pdf([["typed words"]]), PDF, ocr=True).extractor == extractor(PDF)


def test_a_picture_cut_off_is_said() -> None:
    """A picture without its end is kept, with a doubt; asked to read it, habeas says that it cannot."""
    content = files.picture(["words"])[:-60]
    assert keys(extract(content, "image/png")) == ["picture-cut", "picture-not-read"]
    with pytest.raises(InputError, match="damaged"):
        extract(content[:60], "image/png", ocr=True)


def test_a_picture_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of more points than are safe is not unfolded."""
    content = files.picture(["words"])
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(InputError, match="too many points"):
        extract(content, "image/png", ocr=True)


@pytest.mark.parametrize(
    ("gone", "command"), [("pytesseract", 'pip install "habeas[ocr]"'), ("PIL", "apt install tesseract-ocr")]
)
def test_a_missing_extra_says_what_to_install(gone: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the Python packages, the message is the command that installs them."""
    content = files.picture(["words"])
    monkeypatch.setitem(sys.modules, gone, None)
    with pytest.raises(MissingExtra) as caught:
        extract(content, "image/png", ocr=True)
    assert command in caught.value.text("en")
    assert command in caught.value.text("es")


def test_a_missing_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program, or one of its languages, the message says how it comes to the machine."""
    monkeypatch.setattr("pytesseract.get_languages", lambda: ["eng"])
    with pytest.raises(MissingExtra, match="tesseract-ocr-spa") as caught:
        extract(files.picture(["words"]), "image/png", ocr=True)
    assert caught.value.key == "evidence.tesseract-languages"
    monkeypatch.undo()
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    with pytest.raises(MissingExtra, match="brew install tesseract tesseract-lang") as caught:
        extract(files.picture(["words"]), "image/png", ocr=True)
    assert caught.value.key == "evidence.tesseract-missing"


def test_reading_does_not_load_what_it_does_not_need() -> None:
    """The room itself starts without any reader's library."""
    script = (
        "import sys, habeas.evidence\n"
        "print([m for m in ('pypdfium2', 'docx', 'python_calamine', 'lxml', 'yaml', 'rapidfuzz', 'fsspec', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
