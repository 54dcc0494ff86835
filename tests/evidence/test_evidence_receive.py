"""Files come in with what was written about them; a bad one becomes a message, and never costs a good one."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

from habeas.errors import InputError, MissingExtra, Problem
from habeas.evidence import (
    FILE_LIMIT,
    TABLE_LIMIT,
    TEXT_LIMIT,
    Description,
    Received,
    Source,
    Store,
    examine,
    extract,
    identify,
    slug,
)
from habeas.evidence.media import media_type, misnamed

TODAY = date(2026, 1, 15)
NOTE = (
    "---\nkind: note\ntitle: Inside the prison\ncitation: Agency, “Inside”, 25 February 2023\n---\n32 cells in each.\n"
)


def came(path: Path, *, ocr: bool = False) -> tuple[dict[str, Received], list[Problem]]:
    """Examine a path; return what came in by name, and the problems, each of which must speak both languages."""
    received: dict[str, Received] = {}
    problems = []
    for one in examine(path, ocr=ocr, today=TODAY):
        if isinstance(one, Problem):
            assert one.text("en") != one.text("es")
            problems.append(one)
        else:
            received[one.file] = one
    return received, problems


def told(problems: list[Problem]) -> list[tuple[str | None, str]]:
    """Return the file and the name of each problem."""
    return [(problem.file, problem.key.removeprefix("evidence.")) for problem in problems]


def good(folder: Path) -> dict[str, str]:
    """Fill a folder with one good file of each format; return the media type of each."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    contents: dict[str, tuple[bytes, str]] = {
        "a.txt": (b"words", "text/plain"),
        "b.md": (NOTE.encode(), "text/markdown"),
        "c.html": (b"<!doctype html><p>words", "text/html"),
        "d.pdf": (files.pdf([["words"]]), "application/pdf"),
        "e.docx": (files.word(), word),
        "f.xlsx": (files.workbook(one=[["words"]]), sheet),
        "g.csv": (b"a,b\n1,2\n", "text/csv"),
        "h.png": (files.picture(["words"]), "image/png"),
        "i.jpg": (files.picture(["words"], "JPEG"), "image/jpeg"),
    }
    for name, (content, _) in contents.items():
        (folder / name).write_bytes(content)
    return {name: found for name, (_, found) in contents.items()}


def test_a_folder_of_every_format_comes_in(tmp_path: Path) -> None:
    """Each file of the list is received under its name with its true type, hash and size, and its text."""
    expected = good(tmp_path)
    received, problems = came(tmp_path)
    assert {name: one.media_type for name, one in received.items()} == expected
    assert told(problems) == [("h.png", "picture-not-read"), ("i.jpg", "picture-not-read")]
    for name, one in received.items():
        content = (tmp_path / name).read_bytes()
        assert (one.sha256, one.size) == (files.source(content).sha256, len(content))
        assert one.extract is not None
        assert one.extract.text.strip() or name in ("h.png", "i.jpg")
    assert [one.kind for one in received.values()].count("note") == 1


def test_examining_writes_nothing(tmp_path: Path) -> None:
    """A folder is the same after it was examined."""
    good(tmp_path)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()}
    came(tmp_path)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()} == before


def test_what_is_received_can_be_kept(tmp_path: Path) -> None:
    """The bytes that were examined are those that are kept; others are refused."""
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.txt"
    path.write_text("words")
    received, _ = came(path)
    store = Store(tmp_path / "originals")
    received["a.txt"].keep(store)
    assert store.get(received["a.txt"].sha256) == b"words"
    path.write_text("other words")
    with pytest.raises(InputError, match="changed while"):
        received["a.txt"].keep(store)


def test_tables_that_nobody_quotes_are_kept_without_text(tmp_path: Path) -> None:
    """A packed CSV, a workbook of the old format and Parquet come in as they are; what is packed and no table stays out."""
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))
    (tmp_path / "old.xls").write_bytes(files.old_office())
    (tmp_path / "rows.parquet").write_bytes(b"PAR1 rows PAR1")
    (tmp_path / "site.tar.gz").write_bytes(gzip.compress(b"x"))
    received, problems = came(tmp_path)
    assert {name: one.media_type for name, one in received.items()} == {
        "list.csv.gz": "application/gzip",
        "old.xls": "application/vnd.ms-excel",
        "rows.parquet": "application/vnd.apache.parquet",
    }
    for one in received.values():
        made = extract(b"", one.media_type)
        assert (made.text, made.media_type, [each.key for each in made.problems]) == (
            "",
            one.media_type,
            ["evidence.rows-only"],
        )
    assert [(one.file, one.key) for one in problems if one.gravity == "error"] == [
        ("site.tar.gz", "evidence.unsupported")
    ]


def test_bad_files_cost_no_good_ones(tmp_path: Path) -> None:
    """Every kind of bad file gets one message by its name, and all good files of the folder still come in."""
    expected = good(tmp_path)
    bad = {
        "empty.pdf": (b"", "empty"),
        "locked.pdf": (files.pdf([["x"]], "password"), "pdf-password"),
        "broken.pdf": (b"%PDF-1.7 and no more", "pdf-broken"),
        "locked.xlsx": (files.locked_office(), "office-password"),
        "old.doc": (files.old_office(), "office-old"),
        "bomb.docx": (files.bomb("docx", 40_000_000), "zip-ratio"),
        "liar.xlsx": (files.lying_zip("xlsx", 40_000_000, 1000), "zip-broken"),
        "cut.docx": (files.word()[:-100], "zip-broken"),
        "video.mp4": (b"\0\0\0\x20ftypisom" + bytes(50), "unsupported"),
        "archive.zip": (files.zipped({"a.txt": b"x"}), "unsupported"),
        "slides.pptx": (files.zipped({"ppt/presentation.xml": b"x"}), "unsupported"),
        "letter.odt": (files.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "unsupported"),
        "noise.txt": (bytes(range(256)), "unsupported"),
        "feed.xml": (b"<?xml version='1.0'?><rss/>", "unsupported"),
        "wide.csv": (b'"' + b"x" * 200_000, "csv-broken"),
    }
    for name, (content, _) in bad.items():
        (tmp_path / name).write_bytes(content)
    received, problems = came(tmp_path)
    assert sorted(received) == sorted(expected)
    errors = [problem for problem in problems if problem.gravity == "error"]
    assert dict(told(errors)) == {name: key for name, (_, key) in bad.items()}
    assert len(errors) == len(bad)
    assert all("\n" not in problem.text(lang) for problem in problems for lang in ("en", "es"))


@pytest.mark.parametrize("size", [100 * 2**20, pytest.param(2 * 2**30, marks=pytest.mark.slow)])
def test_a_huge_file_is_kept_without_text(tmp_path: Path, size: int) -> None:
    """A huge text file comes in with a clear message, in little memory; its bytes can be verified."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.write(b"words " * 20_000)
        stream.truncate(size)
    script = (
        "import resource, sys; from pathlib import Path; from habeas.evidence import examine\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "problem, received = examine(Path(sys.argv[1]))\n"
        "print(problem.key, received.extract, received.size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    key, text, found, used = done.stdout.split()
    assert (key, text, found) == ("evidence.too-large", "None", str(size))
    assert int(used) // (1024 if sys.platform == "darwin" else 1) < 60_000
    path.unlink()


def test_limits_are_those_documented() -> None:
    """Text is read up to 64 MiB, tables up to 8 MiB, documents and pictures up to 1 GiB."""
    assert (TEXT_LIMIT, TABLE_LIMIT, FILE_LIMIT) == (64 * 2**20, 8 * 2**20, 2**30)


def test_a_large_document_says_both_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the size and the limit, and the document is of its true type though it is not unfolded."""
    monkeypatch.setattr("habeas.evidence.formats.FILE_LIMIT", 10_000)
    (tmp_path / "a.docx").write_bytes(files.word())
    received, problems = came(tmp_path)
    assert told(problems) == [("a.docx", "too-large")]
    assert received["a.docx"].extract is None
    assert received["a.docx"].media_type.endswith("wordprocessingml.document")


def test_names_do_not_decide_what_a_file_is(tmp_path: Path) -> None:
    """The bytes decide; a name that promises another type is reported, and the file is read as what it is."""
    (tmp_path / "page.pdf").write_bytes(b"<html><p>words</html>")
    (tmp_path / "report.txt").write_bytes(files.pdf([["words"]]))
    (tmp_path / "table.xlsx").write_bytes(files.word())
    received, problems = came(tmp_path)
    assert told(problems) == [("page.pdf", "misnamed"), ("report.txt", "misnamed"), ("table.xlsx", "misnamed")]
    assert [received[name].media_type[-4:] for name in ("page.pdf", "report.txt")] == ["html", "/pdf"]


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"words", "a", "text/plain"),
        (b"# words", "a.MD", "text/markdown"),
        (b"a;b", "a.tsv", "text/csv"),
        (b"words", "a.html", "text/html"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a.txt", "text/html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>", "a", "text/html"),
        (b"<!-- saved --><html>", "a", "text/html"),
        ("según".encode("cp1252"), "a.txt", "text/plain"),
        ("según".encode("utf-16"), "a.txt", "text/plain"),
        (b"\n\n%PDF-1.4", "a", "application/pdf"),
        (b"PK\x03\x04", "a.docx", "application/zip"),
    ],
)
def test_types_by_content(head: bytes, name: str, expected: str) -> None:
    """Each type is known by its bytes; only text, Markdown and CSV by their names."""
    assert media_type(head, name) == expected
    assert not misnamed(expected, "no-suffix")


@pytest.mark.parametrize(
    "head",
    [
        b"GIF89a",
        b"II*\0",
        b"{\\rtf1",
        b"\x1f\x8b\x08",
        b"RIFF1234WEBP",
        b"RIFF1234WAVE",
        b"\0\0\0\0ftypheic",
        b"SQLite format 3\0",
    ],
)
def test_other_types_are_refused_by_their_name(head: bytes) -> None:
    """What is not read is still recognised, so that the message can name it."""
    with pytest.raises(InputError) as caught:
        media_type(head + bytes(20), "a")
    assert caught.value.key == "evidence.unsupported"
    assert caught.value.values["found"] != "application/octet-stream"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_type_or_a_message(content: bytes) -> None:
    """No bytes raise anything but a message."""
    try:
        assert "/" in media_type(content, "a.txt")
    except InputError as error:
        assert error.key.startswith("evidence.")  # noqa: PT017 - both ends are right


# ---- folders


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    """Names are paths below the folder, with slashes, sorted; hidden files and Office's locks are left out."""
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden", ".git/x.txt", "~$b.docx", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"words of {name}")
    received, problems = came(tmp_path)
    assert list(received) == ["a/b/c.txt", "a/z.txt", "b.txt"]
    assert problems == []


def test_one_file_comes_in_under_its_own_name(tmp_path: Path) -> None:
    """A file that is given by itself, even a hidden one, has no folders in its name."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / ".a.txt").write_text("words")
    received, _ = came(tmp_path / "deep" / ".a.txt")
    assert list(received) == [".a.txt"]


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    """A wrong name stops at once and says so."""
    with pytest.raises(InputError, match="does not exist"):
        came(tmp_path / "nothing")


def test_links_and_pipes_are_reported(tmp_path: Path) -> None:
    """A link to a file is read; a link to a folder, a broken link and a pipe are named, and nothing waits for ever."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("words")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    received, problems = came(tmp_path)
    assert list(received) == ["link.txt", "real/a.txt"]
    keys = {Path(file or "").name: key for file, key in told(problems)}
    assert keys == {
        "folder": "link-not-followed",
        "loop": "link-not-followed",
        "broken.txt": "no-such-file",
        "pipe.txt": "no-file",
    }


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked folder and a locked file are named; what is beside them comes in."""
    (tmp_path / "locked").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    scandir, opened = os.scandir, Path.open

    def scan(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def reach(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(Path, "open", reach)
    received, problems = came(tmp_path)
    assert list(received) == ["b.txt"]
    assert [key for _, key in told(problems)] == ["unreadable", "unreadable"]


def test_a_defect_in_one_reader_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw is a message about one file."""
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.html").write_text("<html>words")

    def fail(_data: bytes) -> None:
        raise ZeroDivisionError("what nobody foresaw")

    monkeypatch.setattr("habeas.evidence.formats.webpage.read", fail)
    received, problems = came(tmp_path)
    assert list(received) == ["a.txt"]
    assert told(problems) == [("b.html", "reader-failed")]
    assert "ZeroDivisionError" in problems[0].text("en")


def test_a_name_is_written_as_unicode(tmp_path: Path) -> None:
    """Names with accents apart, as some systems write them, are the same name as with accents joined."""
    (tmp_path / "segu\u0301n.txt").write_text("words")
    received, _ = came(tmp_path)
    assert list(received) == ["según.txt"]


def test_a_name_of_other_bytes_does_no_harm(tmp_path: Path) -> None:
    """A name that is no UTF-8 is written with escapes, and can be printed."""
    path = os.fsencode(tmp_path) + b"/a\xff.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 - pathlib knows no names of bytes
        stream.write(b"words")
    received, _ = came(tmp_path)
    assert list(received) == ["a\\xff.txt"]
    "".join(received).encode("utf-8")


def test_ocr_is_asked_for_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where OCR is wanted and not installed, that is the one message, at once."""
    good(tmp_path)
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(MissingExtra):
        came(tmp_path, ocr=True)


def test_a_picture_comes_in_with_its_words_when_asked(tmp_path: Path) -> None:
    """With OCR the text of a picture is there, under the doubt that a machine read it."""
    (tmp_path / "a.png").write_bytes(files.picture(["thirty two cells"]))
    received, problems = came(tmp_path, ocr=True)
    assert told(problems) == [("a.png", "picture-by-ocr")]
    made = received["a.png"].extract
    assert made is not None
    assert made.text == "thirty two cells"
    assert received["a.png"].ocr
    assert not came(tmp_path)[0]["a.png"].ocr


# ---- what people write about a file


def described(folder: Path, sidecar: str, file: str = "a.txt") -> tuple[Description | None, list[Problem]]:
    """Examine one file with a sidecar; return what is known of it, ``None`` when it did not come in."""
    (folder / file).write_text("words")
    (folder / f"{file}.source.yaml").write_text(sidecar)
    received, problems = came(folder)
    return (received[file].about if received else None), problems


def test_a_sidecar_describes_its_file(tmp_path: Path) -> None:
    """Every field of a description can be given; dates are kept as EDTF; the sidecar itself is no source."""
    about, problems = described(
        tmp_path,
        "title: Cells: the count\npublisher: Agency\nauthor: A. Writer\npublished: 25 February 2023\n".replace(
            ": the", " - the"
        )
        + "url: https://example.org/a?b=c\nlanguage: es-SV\nobtained_how: downloaded\nobtained_by: a monitor\n"
        + "obtained_on: 2024-03\nlicence: CC BY 4.0\nsensitivity: restricted\ncitation: 'Agency: a report'\n",
    )
    assert problems == []
    assert about == Description(
        title="Cells - the count",
        publisher="Agency",
        author="A. Writer",
        published="2023-02-25",
        url="https://example.org/a?b=c",
        language="es-SV",
        obtained_how="downloaded",
        obtained_by="a monitor",
        obtained_on="2024-03",
        licence="CC BY 4.0",
        sensitivity="restricted",
        citation="Agency: a report",
    )


@pytest.mark.parametrize("sidecar", ["", "# nothing yet\n", "title:\nurl: ~\nauthor: null\n", "title: ''\n"])
def test_what_is_left_out_is_unknown(tmp_path: Path, sidecar: str) -> None:
    """An empty sidecar and empty fields mean that nothing is known; nothing is filled in."""
    about, problems = described(tmp_path, sidecar)
    assert problems == []
    assert about == Description()


def test_values_are_words(tmp_path: Path) -> None:
    """YAML turns nothing into a number, a truth value or a date behind the writer's back."""
    about, problems = described(tmp_path, "title: 1984\npublisher: no\nauthor: 012\npublished: 2021\n")
    assert problems == []
    assert about == Description(title="1984", publisher="no", author="012", published="2021")


def test_every_fault_of_a_sidecar_is_reported_at_once(tmp_path: Path) -> None:
    """Each fault has its row and field; the file stays out until they are mended, so that nothing said of it is lost."""
    about, problems = described(
        tmp_path,
        "titel: x\ntitle: a\ntitle: b\nauthor: [a, b]\nsensitivity: low\nurl: example.org\nlanguage: Spanish\n"
        "published: some day\nobtained_on: 2031-01-01\nkind: rumour\n",
    )
    assert about is None
    assert {(problem.row, problem.column, problem.key) for problem in problems} == {
        (1, "titel", "evidence.field-unknown"),
        (3, "title", "evidence.field-twice"),
        (4, "author", "evidence.field-no-words"),
        (5, "sensitivity", "evidence.field-choice"),
        (6, "url", "evidence.field-url"),
        (7, "language", "evidence.field-language"),
        (8, "published", "when.unread"),
        (9, "obtained_on", "evidence.date-future"),
        (10, "kind", "evidence.field-choice"),
    }
    assert len(problems) == 9
    assert all(problem.file == "a.txt.source.yaml" for problem in problems)


@pytest.mark.parametrize(
    ("sidecar", "key"),
    [
        ("title: a: b: c\n", "yaml-broken"),
        ("- title\n", "yaml-no-mapping"),
        ("words\n", "yaml-no-mapping"),
        ("title: \x00\n", "yaml-broken"),
        ("[" * 5000, "yaml-broken"),
    ],
)
def test_a_sidecar_that_cannot_be_read(tmp_path: Path, sidecar: str, key: str) -> None:
    """What is no list of fields is one message about the sidecar, by its name."""
    about, problems = described(tmp_path, sidecar)
    assert about is None
    assert told(problems) == [("a.txt.source.yaml", key)]


def test_sidecars_of_wrong_bytes_or_size(tmp_path: Path) -> None:
    """A sidecar that is no UTF-8, and one that is no description at all by its size, keep their files out."""
    for name, content in (("a.txt", b"title: seg\xfan"), ("b.txt", b"# " + b"x" * 2**20)):
        (tmp_path / name).write_text(f"words of {name}")
        (tmp_path / f"{name}.source.yaml").write_bytes(content)
    received, problems = came(tmp_path)
    assert received == {}
    assert told(problems) == [("a.txt.source.yaml", "sidecar-encoding"), ("b.txt.source.yaml", "sidecar-large")]


def test_a_sidecar_without_its_file_is_reported(tmp_path: Path) -> None:
    """A sidecar that describes nothing is not overlooked; one that is given as the file says what to add."""
    (tmp_path / "b.txt").write_text("words")
    (tmp_path / "a.txt.source.yaml").write_text("title: x")
    received, problems = came(tmp_path)
    assert list(received) == ["b.txt"]
    assert [(key, problem.gravity) for (_, key), problem in zip(told(problems), problems, strict=True)] == [
        ("sidecar-alone", "warning")
    ]
    received, problems = came(tmp_path / "a.txt.source.yaml")
    assert received == {}
    assert told(problems) == [("a.txt.source.yaml", "is-sidecar")]


def test_sidecars_work_in_folders_and_for_any_name(tmp_path: Path) -> None:
    """A sidecar belongs to the file beside it with its whole name, suffix and all."""
    (tmp_path / "x").mkdir()
    for name in ("a.txt", "x/a.txt"):
        (tmp_path / name).write_text("words")
        (tmp_path / f"{name}.source.yaml").write_text(f"title: of {name}")
    received, _ = came(tmp_path)
    assert {name: one.about.title for name, one in received.items()} == {"a.txt": "of a.txt", "x/a.txt": "of x/a.txt"}


def test_a_note_describes_itself(tmp_path: Path) -> None:
    """The front matter of a note is its description, and rows of its faults count from the top of the file."""
    (tmp_path / "a.md").write_text(NOTE)
    received, problems = came(tmp_path)
    assert problems == []
    assert received["a.md"].kind == "note"
    assert received["a.md"].about.citation == "Agency, “Inside”, 25 February 2023"
    made = received["a.md"].extract
    assert made is not None
    assert made.text == "32 cells in each.\n"
    (tmp_path / "a.md").write_text(NOTE.replace("title:", "titel:"))
    received, problems = came(tmp_path)
    assert received == {}
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [("a.md", 3, "titel")]


def test_a_note_needs_its_citation(tmp_path: Path) -> None:
    """A note that does not say what publication it speaks of stays out; one whose front matter never ends, too."""
    (tmp_path / "a.md").write_text("---\nkind: note\ntitle: x\n---\nwords\n")
    (tmp_path / "b.md").write_text("---\nkind: note\ntitle: x\nwords\n")
    received, problems = came(tmp_path)
    assert received == {}
    assert told(problems) == [("a.md", "note-without-citation"), ("b.md", "front-matter-open")]


def test_sidecar_and_note_are_joined(tmp_path: Path) -> None:
    """What one leaves open the other may say; what they say differently keeps the note out."""
    (tmp_path / "a.md").write_text(NOTE)
    (tmp_path / "a.md.source.yaml").write_text("publisher: Agency\ntitle: Inside the prison\n")
    received, problems = came(tmp_path)
    assert problems == []
    assert received["a.md"].about.publisher == "Agency"
    (tmp_path / "a.md.source.yaml").write_text("title: Outside\nkind: original\n")
    received, problems = came(tmp_path)
    assert received == {}
    assert [(problem.key, problem.column) for problem in problems] == [
        ("evidence.told-twice", "title"),
        ("evidence.told-twice", "kind"),
    ]


def test_a_text_without_words_is_kept_and_said(tmp_path: Path) -> None:
    """Nothing can be quoted from blanks, and that is said when they come in."""
    (tmp_path / "a.txt").write_text(" \n\n")
    received, problems = came(tmp_path)
    assert list(received) == ["a.txt"]
    assert told(problems) == [("a.txt", "no-text")]


# ---- which source it is


def received(file: str, content: bytes, about: Description | None = None) -> Received:
    """Return a received file."""
    source = files.source(content)
    return Received(
        path=Path(file),
        file=file,
        sha256=source.sha256,
        size=source.size,
        media_type="text/plain",
        kind="original",
        about=about or Description(),
        extract=None,
    )


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("vrt-2023-02-25.md", "vrt-2023-02-25"),
        ("a/b/Informe Año 2023 (final).PDF", "informe-ano-2023-final"),
        ("___.txt", "source"),
        ("报告.pdf", "source"),
        (".hidden", "hidden"),
    ],
)
def test_ids_come_from_names(file: str, expected: str) -> None:
    """An id is short, plain and readable, whatever the name."""
    assert slug(file) == expected


@given(st.text(min_size=1))
def test_ids_can_stand_anywhere(file: str) -> None:
    """An id is never empty and holds only small letters, digits and single hyphens."""
    name = slug(file)
    assert name.isascii()
    assert name == name.lower()
    assert all(name.split("-"))


def test_the_same_bytes_again_change_nothing() -> None:
    """Under the same name or another, known bytes are the source that is known."""
    _, first = identify(received("a.txt", b"one"), [])
    assert (first.id, first.version) == ("a", 1)
    assert identify(received("a.txt", b"one"), [first]) == ("same", first)
    assert identify(received("copy.txt", b"one"), [first]) == ("same", first)


def test_other_bytes_under_a_name_are_a_version() -> None:
    """Changed bytes keep the id and count the version on; the first version's bytes are still known."""
    _, first = identify(received("a.txt", b"one"), [])
    outcome, second = identify(received("a.txt", b"two"), [first])
    assert (outcome, second.id, second.version) == ("version", "a", 2)
    assert identify(received("a.txt", b"one"), [first, second]) == ("same", first)
    assert identify(received("a.txt", b"three"), [first, second])[1].version == 3


def test_bytes_known_elsewhere_can_be_a_version_here() -> None:
    """If a name is known, what comes in under it belongs to it, also when another source has the same bytes."""
    _, a = identify(received("a.txt", b"one"), [])
    _, b = identify(received("b.txt", b"two"), [a])
    outcome, version = identify(received("a.txt", b"two"), [a, b])
    assert (outcome, version.id, version.version) == ("version", "a", 2)


def test_ids_are_unique_in_the_case() -> None:
    """Equal names in other folders get a number, as often as needed."""
    known: list[Source] = []
    for number, folder in enumerate("xyz"):
        outcome, source = identify(received(f"{folder}/report.pdf", b"%d" % number), known)
        assert outcome == "new"
        known.append(source)
    assert [source.id for source in known] == ["report", "report-2", "report-3"]


def test_a_new_description_of_known_bytes_is_told_apart() -> None:
    """What is newly said is joined to what was known; what is not said again is not forgotten."""
    _, first = identify(received("a.txt", b"one", Description(title="t", author="a")), [])
    outcome, now = identify(received("a.txt", b"one", Description(title="T")), [first])
    assert outcome == "described"
    assert now.about == Description(title="T", author="a")
    assert (now.id, now.version, now.sha256) == (first.id, first.version, first.sha256)
    assert identify(received("a.txt", b"one"), [now]) == ("same", now)


def test_reading_known_bytes_with_ocr_is_a_version(tmp_path: Path) -> None:
    """The ledger records that a picture was read by a machine, once, so that every build reads it so."""
    (tmp_path / "a.png").write_bytes(files.picture(["thirty two cells"]))
    plain, seen = came(tmp_path)[0]["a.png"], came(tmp_path, ocr=True)[0]["a.png"]
    _, first = identify(plain, [])
    assert not first.ocr
    outcome, second = identify(seen, [first])
    assert (outcome, second.id, second.version, second.sha256, second.ocr) == ("version", "a", 2, first.sha256, True)
    assert identify(seen, [first, second]) == ("same", second)
    assert identify(plain, [first, second])[0] == "same"
