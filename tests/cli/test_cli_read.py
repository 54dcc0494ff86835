"""``habeas read``: files and sources told apart, offsets that hold, lists with faults, and texts in which there is nothing to read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.reading.proposing import ARTICLE, BUILT, finds, made

from habeas.case import Case

SAID = "At least 261 people have died in the prison since 2022, the rights group said on Tuesday.\n"
DICHO = "Al menos 261 personas han muerto en el penal desde 2022, dijo el martes la organización.\n"


DIED = {"value": 261, "high": None, "qualifier": "at_least", "as_of": "2022/2025-03-18", "predicate": "deaths"}
FINDS = (
    ("deaths", "At least 261 people have died", {**DIED, "attributed_to": "the rights group"}),
    ("deaths", "Al menos 261 personas han muerto", {**DIED, "attributed_to": "la organización", "language": "es"}),
    ("population", "held 1,200 inmates", {"value": 1200}),
)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader find what these tests are about, whatever the grammar is."""
    finds(monkeypatch, *FINDS)


def lines(out: str) -> list[dict[str, Any]]:
    """Return what was printed as one JSON object a line."""
    return [json.loads(line) for line in out.splitlines()]


def at_offsets(text: str, claims: list[dict[str, Any]]) -> list[str]:
    """Return the words that stand in a text where claims say that their quotes are."""
    return [text[one["start"] : one["end"]] for one in claims]


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Return a case that holds one article."""
    return made(tmp_path / "lake")


@pytest.mark.usefixtures("reader")
def test_a_file_is_one_line_of_json(run: Run, tmp_path: Path) -> None:
    """The id is the file's name without its ending; each claim stands on its exact words; nothing else is printed."""
    (tmp_path / "deaths.txt").write_text(SAID, encoding="utf-8")
    told = run("read", tmp_path / "deaths.txt", "--published", "2025-03-18", "--json")
    [one] = lines(told.out)
    assert (told.status, told.err, one["id"]) == (0, "", "deaths")
    assert set(one) == {"id", "claims", "others", "problems"}
    assert (
        at_offsets(SAID, one["claims"])
        == ["At least 261 people have died"]
        == [each["quote"] for each in one["claims"]]
    )
    assert one["claims"][0]["kind"] == "deaths"
    assert (one["claims"][0]["value"], one["claims"][0]["predicate"]) == (261, "deaths")


def test_what_nobody_has_counted_stands_apart(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that is not measured, and what is only planned, are among ``others``; people see a dash for their confidence."""
    opened = ("opened", "since 2022", {"value_text": "2022", "confidence": 0.0})
    finds(monkeypatch, *FINDS, opened)
    (tmp_path / "deaths.txt").write_text(SAID, encoding="utf-8")
    [one] = lines(run("read", tmp_path / "deaths.txt", "--json").out)
    assert ([each["kind"] for each in one["claims"]], [each["kind"] for each in one["others"]]) == (
        ["deaths"],
        ["opened"],
    )
    shown = run("read", tmp_path / "deaths.txt").out
    assert "80%" in shown
    assert "\N{EM DASH}" in shown


@pytest.mark.parametrize(
    "text",
    [
        SAID.replace("\n", "\r\n") + "\r\n" + SAID,
        SAID.replace("prison", "cárcel") + "\r" + SAID,
        "cafe\u0301 " + SAID,  # decomposed: a normal form would be shorter
        "\U0001f62d\ufe0f\U0001f1f8\U0001f1fb " + SAID,
        "\u200f\u05e9\u05dc\u05d5\u05dd\u200e\n\n" + SAID,
    ],
)
@pytest.mark.usefixtures("reader")
def test_offsets_are_those_of_the_file_as_python_reads_it(run: Run, tmp_path: Path, text: str) -> None:
    """Line ends, decomposed letters, emoji and other scripts: what counts is the text that ``open`` gives."""
    path = tmp_path / "deaths.txt"
    path.write_bytes(text.encode("utf-8"))
    [one] = lines(run("read", path, "--json", "--language", "en").out)
    assert one["claims"]
    assert at_offsets(path.read_text(encoding="utf-8"), one["claims"]) == [each["quote"] for each in one["claims"]]


@pytest.mark.usefixtures("reader")
def test_a_listing_for_people(run: Run, tmp_path: Path) -> None:
    """Each claim with its kind, value, time, speaker and confidence, and its quote; in the language asked for."""
    (tmp_path / "muertes.txt").write_text(DICHO, encoding="utf-8")
    told = run("read", tmp_path / "muertes.txt", "--published", "2025-03-18", "--lang", "es")
    assert told.status == 0
    assert "al menos 261 personas" in told.out
    assert "la organización" in told.out
    assert "%" in told.out
    assert "“Al menos 261 personas" in told.out


def test_what_describes_a_file_is_no_text_of_its_own(run: Run, tmp_path: Path) -> None:
    """Of a folder, the description beside a file says when it was published, and what an open editor left is passed over."""
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "a.txt.source.yaml").write_text("published: 2025-03-18\n", encoding="utf-8")
    (tmp_path / "~$a.txt").write_text("x", encoding="utf-8")
    told = run("read", tmp_path, "--json")
    [one] = [json.loads(line) for line in told.out.splitlines()]
    assert (told.status, one["id"], one["problems"]) == (0, "a", [])


@pytest.mark.usefixtures("reader")
def test_folders_and_several_files(run: Run, tmp_path: Path) -> None:
    """A folder is all files in it, in the order of their names; hidden ones are left out."""
    place = tmp_path / "texts"
    (place / "more").mkdir(parents=True)
    for name in ("b.txt", "a.md", "more/c.txt", ".hidden.txt"):
        (place / name).write_text(SAID, encoding="utf-8")
    assert [one["id"] for one in lines(run("read", place, "--json").out)] == ["a", "b", "c"]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("form", [[], ["--json"], ["--lang", "es"]])
def test_nothing_to_read_is_said(run: Run, tmp_path: Path, form: list[str]) -> None:
    """Of an empty folder and an empty list, on stderr and by the status; what stands beside them is read."""
    (tmp_path / "none" / "below").mkdir(parents=True)
    (tmp_path / "list.tsv").write_text("path\tpublished\n# none yet\n\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    said = "no había nada que leer" if "es" in form else "there was nothing to read"
    for words in ([tmp_path / "none"], ["--list", tmp_path / "list.tsv"]):
        told = run("read", *words, *form)
        assert (told.status, told.out, said in " ".join(told.err.split())) == (1, "", True)
        told = run("read", tmp_path / "a.txt", "--published", "2025", *words, *form)
        assert (told.status, told.out != "", said in " ".join(told.err.split())) == (1, True, True)


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    "words", [[""], [" "], ["a.txt", ""], ["", "--case", "lake"], ["--list", ""], ["a.txt", "--published", ""]]
)
def test_an_empty_name_is_not_the_current_folder(
    run: Run, lake: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused, whether a file, a source, a list or a date was to be named."""
    monkeypatch.chdir(lake.parent)
    (lake.parent / "a.txt").write_text(SAID, encoding="utf-8")
    told = run("read", *words)
    assert (told.status, told.out) == (2, "")


@pytest.mark.usefixtures("reader")
def test_a_list_says_date_and_language(run: Run, tmp_path: Path) -> None:
    """Relative paths begin at the list; titles, comments and empty lines are passed over; empty cells are unknown."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "b.txt").write_text(DICHO, encoding="utf-8")
    rows = ["path\tpublished\tlanguage", "# a remark", "", "in/a.txt\t2025-03-18\ten", "b.txt", "b.txt\t\tes"]
    (tmp_path / "list.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    told = run("read", "--list", tmp_path / "list.tsv", "--json")
    assert told.status == 0
    found = lines(told.out)
    assert [one["id"] for one in found] == ["a", "b", "b"]
    assert [[problem["problem"] for problem in one["problems"]] for one in found] == [
        [],
        ["case.read-no-date"],
        ["case.read-no-date"],
    ]


@pytest.mark.usefixtures("reader")
def test_bad_lines_of_a_list_do_not_stop_the_good_ones(run: Run, tmp_path: Path) -> None:
    """Each is told with row and column, on stderr; the others are read; the status says that something needs a person."""
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    rows = [
        "a.txt\t2025-13-01",
        "a.txt\tyesterday",
        "a.txt\t\tde",
        "no.txt",
        "\t2025",
        "a.txt\t\t\tmore",
        "a.txt\t2025",
    ]
    (tmp_path / "list.tsv").write_text("\n".join(rows), encoding="utf-8")
    for form in ([], ["--json"]):
        told = run("read", "--list", tmp_path / "list.tsv", *form)
        assert told.status == 1
        for row, column in ((1, "published"), (2, "published"), (3, "language"), (4, "path"), (5, "path")):
            assert f"list.tsv, row {row}, {column}: " in told.err
        assert "row 6" in told.err
    assert len(lines(told.out)) == 1


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("language", "known"),
    [("estonian", False), ("esperanto", False), ("klingon", False), ("es-SV", True), ("English", True)],
)
def test_a_language_of_a_list_that_is_not_read_is_told(run: Run, tmp_path: Path, language: str, known: bool) -> None:
    """It is not taken for one that begins with the same letters."""
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "list.tsv").write_text(f"a.txt\t2025\t{language}\n", encoding="utf-8")
    told = run("read", "--list", tmp_path / "list.tsv")
    assert told.status == (0 if known else 1)
    assert (f"“{language}” is no language that is read" in told.err) is not known


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"Die Zahl der Gefangenen in diesem Gef\xc3\xa4ngnis ist im letzten Jahr auf 1.200 gestiegen, sagte der Minister. " * 3, "case.read-no-language"),
        ("En la c\u00c3\u00a1rcel murieron 12 personas, seg\u00c3\u00ban la organizaci\u00c3\u00b3n que visit\u00c3\u00b3 el lugar.".encode(), "reading.wrong-decoding"),
        (b"Twelve prisoners died.", "case.read-short"),
        (b"   \n \n", "case.read-empty"),
        (SAID.encode() + b"\n\nPrison conditions ........ 12\nDeaths ............. 14\n", "case.read-contents"),
        (SAID.encode() + b"\n\nDie Zahl der Gefangenen in diesem Gef\xc3\xa4ngnis ist im letzten Jahr stark gestiegen, sagte der zust\xc3\xa4ndige Minister.\n", "case.read-foreign"),
    ],
    ids=["foreign", "mojibake", "one-line", "blank", "contents", "mixed"],
)  # fmt: skip
def test_what_is_not_read_is_said(run: Run, tmp_path: Path, content: bytes, key: str) -> None:
    """Nothing is invented, and the reason is told in both languages."""
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    [one] = lines(run("read", path, "--json").out)
    assert key in [problem["problem"] for problem in one["problems"]]
    if key in ("case.read-no-language", "case.read-empty"):
        assert one["claims"] == []
    english, spanish = (run("read", path, "--lang", lang) for lang in ("en", "es"))
    assert english.out + english.err != spanish.out + spanish.err


@pytest.mark.usefixtures("reader")
def test_a_file_that_cannot_be_read_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    """It is a line without claims, with the reason; the status says so."""
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    (tmp_path / "b.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    told = run("read", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.zip", "--json")
    found = lines(told.out)
    assert told.status == 1
    assert [(one["id"], bool(one["claims"])) for one in found] == [("a", False), ("b", True), ("c", False)]
    assert found[0]["problems"][0]["problem"] == "evidence.empty"


def test_a_picture_without_words_says_how_to_read_it(run: Run, tmp_path: Path) -> None:
    """A scanned page has no text; OCR is named as the way out, and nothing is proposed."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "scan.pdf")
    told = run("read", tmp_path / "scan.pdf", "--json")
    [one] = lines(told.out)
    assert one["claims"] == []
    assert "case.read-no-text" in [problem["problem"] for problem in one["problems"]]
    assert "--ocr" in run("read", tmp_path / "scan.pdf").err
    assert told.status == 1


@pytest.mark.usefixtures("reader")
def test_sources_and_files_are_told_apart(
    run: Run, lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What exists is a file; what does not is a source of the case; ``--case`` asks for sources only; a case is its texts."""
    monkeypatch.chdir(lake)
    assert json.loads(run("read", "--json").out)["habeas"] == "read/1"
    assert json.loads(run("read", "article", "--json").out)["texts"][0]["source"] == "article"
    assert lines(run("read", "article.txt", "--json").out)[0]["id"] == "article"
    monkeypatch.chdir(tmp_path)
    assert json.loads(run("read", lake, "--json").out)["texts"][0]["source"] == "article"
    (tmp_path / "article").write_text(SAID, encoding="utf-8")
    assert json.loads(run("read", "article", "--case", lake, "--json").out)["habeas"] == "read/1"


@pytest.mark.usefixtures("reader")
def test_a_name_that_is_neither_is_told_with_names_close_to_it(
    run: Run, lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a case: its sources; outside: the files beside; with ``--case``: sources."""
    monkeypatch.chdir(lake)
    told = run("read", "artcle")
    assert (told.status, "article" in told.err, "artcle" in told.err) == (2, True, True)
    assert run("read", "article.txt", "artcle.txt").status == 2
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(SAID, encoding="utf-8")
    told = run("read", "artcle.txt")
    assert (told.status, "article.txt" in told.err) == (2, True)
    assert run("read", "artcle", "--case", lake).status == 2


@pytest.mark.parametrize("options", [["--published", "2025"], ["--language", "en"], ["--ocr"]])
def test_options_of_files_are_refused_for_sources(run: Run, lake: Path, options: list[str]) -> None:
    """Date and language of a source are recorded in the case; the message says how."""
    told = run("read", "--case", lake, *options)
    assert told.status == 2
    assert "habeas describe" in told.err


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_a_source_cannot_be_told_is_not_said_to_be_described(run: Run, lake: Path, lang: str) -> None:
    """Pictures are read when a file is added, which the message names with its option; of a list, nothing is recorded."""
    said = {
        " ".join(run("read", "--case", lake, name, *more, "--lang", lang).err.split())
        for name, more in (("--ocr", ()), ("--list", ("list.tsv",)))
    }
    assert sum("habeas add " in one and "--ocr" in one for one in said) == 1
    assert not any("or when it is added" in one or "al incorporarla" in one for one in said)
    assert "--ocr" in run("add", "--help").out
    assert "--ocr" not in run("describe", "--help").out


@pytest.mark.parametrize("said", ["yesterday", "2025-02-30", "18.3.2025", "2025-3"])
def test_a_date_that_is_none_is_refused(run: Run, tmp_path: Path, said: str) -> None:
    """Before anything is read."""
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    told = run("read", tmp_path / "a.txt", "--published", said)
    assert (told.status, said in told.err) == (2, True)


@pytest.mark.usefixtures("reader")
def test_a_date_that_has_not_come_is_refused(run: Run, tmp_path: Path) -> None:
    """As where a source is described: the whole call, or the line of a list. Today, and this year, have come."""
    (tmp_path / "a.txt").write_text(SAID, encoding="utf-8")
    today = date.today()  # noqa: DTZ011 - the reader's own day
    for said in ("2999-01-01", "2999-01", "2999", (today + timedelta(2)).isoformat()):
        told = run("read", tmp_path / "a.txt", "--published", said)
        assert (told.status, told.out, f"“{said}” lies in the future" in told.err) == (2, "", True)
        (tmp_path / "list.tsv").write_text(f"a.txt\t{said}\na.txt\t2025\n", encoding="utf-8")
        told = run("read", "--list", tmp_path / "list.tsv", "--json")
        assert (told.status, len(lines(told.out))) == (1, 1)
        assert f"list.tsv, row 1, published: “{said}” lies in the future" in " ".join(told.err.split())
    for said in (today.isoformat(), f"{today:%Y-%m}", f"{today:%Y}"):
        assert run("read", tmp_path / "a.txt", "--published", said).status == 0


def test_a_table_of_the_case_is_read_only_where_it_is_named(run: Run, folder: Path) -> None:
    """A CSV holds records; the texts and notes of the case are read, and ``--kind`` chooses among them."""
    sources = [one["source"] for one in json.loads(run("read", "--case", folder, "--json").out)["texts"]]
    assert "series" not in sources
    assert "capacity" in sources
    assert json.loads(run("read", "--case", folder, "--kind", "original", "--json").out)["texts"] == []
    assert len(json.loads(run("read", "series", "--case", folder, "--json").out)["texts"]) == 1


@pytest.mark.usefixtures("reader")
def test_the_table_of_a_case(run: Run, lake: Path) -> None:
    """A line a source; the second run has nothing new."""
    first, second = (run("read", "--case", lake) for _ in range(2))
    assert first.out.splitlines()[0].split() == [
        "source", "language", "words", "proposed", "decided", "waiting", "new", "changed", "gone", "kinds",
    ]  # fmt: skip
    assert first.out.splitlines()[1].startswith("article")
    assert "habeas review --claims" in first.out
    new = [line.split()[6] for line in (first.out.splitlines()[1], second.out.splitlines()[1])]
    assert int(new[0]) > 0
    assert new[1] == "0"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("1 proposal in one text; 1 waits for a person", "0 wait for a person", "1 original, 1 citation, 4 ledger entries")),
        ("es", ("1 propuesta en un texto; 1 espera a una persona", "0 esperan a una persona", "1 original, 1 cita, 4 entradas del libro")),
    ],
)  # fmt: skip
def test_one_is_told_in_the_singular(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: tuple[str, str, str]
) -> None:
    """One proposal, text, original, citation and word, in both languages."""
    finds(monkeypatch, BUILT)
    one, none, whole = said
    lake = made(tmp_path / "lake")
    assert one in run("read", "--case", lake, "--lang", lang).out
    with Case(lake, actor="ana") as case:
        fields = {"subject": "north", "capacity": "official"}
        case.review_accept(case.readings()[0].id, fields=fields, reason="Seen in the passage.")
    assert none in run("read", "--case", lake, "--lang", lang).out
    assert whole in " ".join(run("verify", lake, "--lang", lang).out.split())
    (tmp_path / "word.txt").write_text("Prison\n", encoding="utf-8")
    word = {"en": "1 word, 0 proposals", "es": "1 palabra, 0 propuestas"}[lang]
    assert word in run("read", tmp_path / "word.txt", "--lang", lang).out


@pytest.mark.usefixtures("reader")
def test_what_is_repeated_is_told_and_is_no_confirmation(run: Run, lake: Path) -> None:
    """Of a case: the claim once, with its sources and the copy; of files there is nothing to hold together."""
    (lake / "copy.txt").write_text(f"From the agency.\n\n{ARTICLE}", encoding="utf-8")
    assert run("add", lake / "copy.txt", "--published", "2025-03-20", "--case", lake).status == 0
    told = run("read", "--case", lake, "--repeated")
    assert "copy has the passage of article." in told.out
    [one] = json.loads(run("read", "--case", lake, "--repeated", "--json").out)["repeated"]
    assert (one["sources"], one["copied"], one["independent"]) == (["article", "copy"], {"copy": "article"}, 1)
    assert json.loads(run("read", "--case", lake, "--json").out)["repeated"] is None
    refused = run("read", lake / "copy.txt", "--repeated")
    assert (refused.status, "--repeated" in refused.err) == (2, True)
    chosen = run("read", lake / "copy.txt", "--kind", "note")
    assert (chosen.status, "--kind" in chosen.err) == (2, True)


def test_long_reports_are_read_in_pieces_with_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read a few at a time give the figures that all at once gives, where they stand; progress counts pages."""
    from habeas.reading import read_whole, whole

    page = "At the close of {year}, the prison of {name} held {n} inmates, the ministry said in its report."
    names = ("Alder", "Birch", "Cedar", "Doum")
    one, two, three, four = (page.format(year=2019 + n, name=name, n=1201 + 17 * n) for n, name in enumerate(names))
    text = f"{one}\f{two}\f\f{three}\f{four}"
    pages = [0, *(n + 1 for n, mark in enumerate(text) if mark == "\f")]
    told: list[tuple[int, int]] = []
    at_once = read_whole(text, published="2025-03-18", pages=pages)
    monkeypatch.setattr(whole, "_PIECE", 60)
    apart = read_whole(text, published="2025-03-18", pages=pages, progress=lambda done, of: told.append((done, of)))
    assert len(apart.passages) == len(at_once.passages) == 4
    for mine, other in zip(apart.passages, at_once.passages, strict=True):
        assert (mine.reading.start, mine.reading.value, mine.begins) == (
            other.reading.start,
            other.reading.value,
            other.begins,
        )
        assert text[mine.reading.start : mine.reading.end] == mine.reading.quote
    assert told[-1] == (5, 5)
    assert len(told) > 2
