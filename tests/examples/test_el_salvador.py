"""The example case holds together: read here with plain YAML and TOML, so that a fault of a reader cannot hide one of the case."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple, get_args

import pytest
import yaml

from habeas import about
from habeas.claims import Modality, Polarity, SubjectType

ROOT: Final = Path(__file__).parents[2]
CASE: Final = ROOT / "examples" / "el-salvador"
VOCABULARY: Final = ROOT / "src" / "habeas" / "claims" / "vocabulary.yaml"
SIDECAR: Final = ".source.yaml"
SCENES: Final = {f"S{number}" for number in range(1, 11)}
DESCRIBED: Final = (
    "kind", "title", "publisher", "language", "citation", "obtained_how", "obtained_by", "obtained_on", "licence",
    "sensitivity",
)  # fmt: skip
FIELDS: Final = {
    "key", "source", "quote", "prefix", "suffix", "sheet", "row", "column", "subject", "predicate", "value", "unit", "who",
    "measure", "capacity", "as_of", "speaker", "said_on", "polarity", "modality", "derived_from", "note", "sensitivity",
    "decision", "reason",
}  # fmt: skip
CAPACITIES: Final = {"design", "official", "operational", "emergency"}


class Note(NamedTuple):
    """A source as it lies in the folder: its file, what is said about it, and its text (None where it is no plain text)."""

    file: Path
    about: Mapping[str, Any]
    text: str | None


def yaml_of(text: str) -> Any:
    """Read YAML with every scalar as the words that stand there."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader builds strings only


@cache
def sources() -> Mapping[str, Note]:
    """Return every source of the example by its id."""
    found: dict[str, Note] = {}
    for file in sorted((CASE / "evidence").iterdir()):
        if file.name.endswith(SIDECAR):
            continue
        name = file.stem
        assert name not in found, f"two files for the source {name}"
        if file.suffix == ".md":
            _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
            found[name] = Note(file, yaml_of(front), body)
        else:
            sidecar = file.with_name(file.name + SIDECAR)
            found[name] = Note(file, yaml_of(sidecar.read_text(encoding="utf-8")), None)
    return found


@cache
def files() -> Mapping[str, Mapping[str, Any]]:
    """Return every claims file by its name."""
    return {file.name: yaml_of(file.read_text(encoding="utf-8")) for file in sorted((CASE / "claims").glob("*.yaml"))}


def claims() -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield each claim with its file's name and the id of the source it cites."""
    for name, file in files().items():
        for claim in file["claims"]:
            yield name, claim, claim.get("source", file.get("source"))


@cache
def predicates() -> Mapping[str, Mapping[str, Any]]:
    """Return the predicates of the vocabulary."""
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))["predicates"]
    return found


@cache
def case() -> Mapping[str, Any]:
    """Return ``case.toml``."""
    return tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))


@cache
def subjects() -> Mapping[str, str]:
    """Return the type of each subject of the case."""
    return {one["id"]: one["type"] for one in case()["subjects"]}


@cache
def maker() -> ModuleType:
    """Return the script that makes the sources that are not Markdown."""
    spec = importlib.util.spec_from_file_location("make_binary_sources", CASE / "make_binary_sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_key() -> Mapping[str, Mapping[str, Any]]:
    """Return the claims by key."""
    return {claim["key"]: claim for _, claim, _ in claims()}


def accepted() -> Iterator[Mapping[str, Any]]:
    """Yield the claims that the coder accepted."""
    return (claim for _, claim, _ in claims() if claim["decision"] == "accept")


def test_the_case_is_read_by_the_product() -> None:
    """``case.toml`` has no fault that habeas reports."""
    read = about.read(CASE)
    assert (5, len(subjects())) == (len(read.questions), len(read.subjects))


def test_every_link_and_question_names_what_exists() -> None:
    """Links and questions name subjects of the case, and topics that some predicate has."""
    topics = {one["topic"] for one in predicates().values()}
    for subject in case()["subjects"]:
        assert subject["type"] in get_args(SubjectType)
        assert set(subject.get("links", {}).values()) <= set(subjects()), subject["id"]
    for question in case()["questions"]:
        assert set(question["subjects"]) <= set(subjects()), question["id"]
        assert set(question["topics"]) <= topics, question["id"]


def test_the_questions_leave_no_topic_out() -> None:
    """Each topic that a claim has is asked about by one of the five questions."""
    asked = {topic for question in case()["questions"] for topic in question["topics"]}
    assert set() == {predicates()[claim["predicate"]]["topic"] for _, claim, _ in claims()} - asked


def test_there_are_sources_enough() -> None:
    """At least 25 sources, in Markdown and in five other formats."""
    assert len(sources()) >= 25
    assert {".md", ".xlsx", ".csv", ".html", ".docx", ".pdf"} == {note.file.suffix for note in sources().values()}


@pytest.mark.parametrize("name", sorted(sources()))
def test_a_source_says_where_it_comes_from(name: str) -> None:
    """Each source is described in full; its address, where given, has a scheme; its fields are ones that habeas knows."""
    told = sources()[name].about
    assert set() == set(DESCRIBED) - {field for field, value in told.items() if value}
    assert set() == set(told) - set(DESCRIBED) - {"author", "published", "url"}
    assert told["kind"] == "note"
    assert told["sensitivity"] == "public"
    assert re.fullmatch(r"https?://\S+", told.get("url", "https://none"))
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", told.get("published", "2025"))


@pytest.mark.parametrize("name", sorted(sources()))
def test_a_source_without_a_date_says_so(name: str) -> None:
    """Where the day of publication is unknown, the reference says why."""
    told = sources()[name].about
    dated = re.search(r"no consignada|sin fecha|not listed|Compiled by the example|no consta", told["citation"])
    assert "published" in told or dated


def test_an_id_is_a_slug_of_the_file_name() -> None:
    """A source's id is what habeas makes of its file name, so the name is already one."""
    for name in sources():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)


def test_there_is_a_claims_file_for_each_source() -> None:
    """No source is left uncoded, and no claims file is without its source."""
    assert set(sources()) == {Path(name).stem for name in files()}
    assert {name: Path(name).stem for name in files()} == {name: file["source"] for name, file in files().items()}


@pytest.mark.parametrize("name", sorted(files()))
def test_a_claims_file_says_what_it_is(name: str) -> None:
    """Each claims file has its version, its coder and the language of its source."""
    file = files()[name]
    assert f"habeas: {file['habeas']}" == "habeas: claims/1"
    assert file["coder"] == "habeas example"
    assert sources()[file["source"]].about["language"] == file["language"]


def test_there_are_claims_enough() -> None:
    """At least 120 claims, in both languages, and at least 120 of them accepted."""
    assert sum(1 for _ in claims()) >= 120
    assert sum(1 for _ in accepted()) >= 120
    assert {"en", "es"} == {file["language"] for file in files().values()}


def test_keys_are_unique() -> None:
    """No two claims of the case share a key."""
    counted = Counter(claim["key"] for _, claim, _ in claims())
    assert [key for key, times in counted.items() if times > 1] == []


def test_every_scene_is_covered() -> None:
    """Each row S1-S10 of the design has accepted claims."""
    assert set() == SCENES - {predicates()[claim["predicate"]]["scene"] for claim in accepted()}


@pytest.mark.parametrize("name", sorted(files()))
def test_the_claims_of_a_file_use_the_vocabulary(name: str) -> None:
    """Predicates, subjects and choices exist; the predicate may be said of that subject; the fields it requires are there."""
    for claim in files()[name]["claims"]:
        assert set() == set(claim) - FIELDS, claim["key"]
        predicate = predicates()[claim["predicate"]]
        assert subjects()[claim["subject"]] in predicate["of"], claim["key"]
        for field in predicate.get("requires", ()):
            assert claim.get({"span": "as_of"}.get(field, field)), (claim["key"], field)
        if predicate["value"] == "choice":
            assert claim["value"] in predicate["choices"], claim["key"]
        if predicate["value"] == "subject":
            assert claim["value"] in subjects(), claim["key"]
        if predicate["value"] == "amount":
            assert re.search(r"\d", claim["value"]), claim["key"]


@pytest.mark.parametrize("name", sorted(files()))
def test_the_words_of_a_claim_are_of_the_model(name: str) -> None:
    """Polarity, modality, capacity and decision are ones that exist, and a decision has its reason."""
    for claim in files()[name]["claims"]:
        assert claim.get("polarity", "affirmed") in get_args(Polarity)
        assert claim.get("modality", "fact") in get_args(Modality)
        assert claim.get("capacity", "design") in CAPACITIES
        assert claim["decision"] in {"accept", "reject", "propose"}
        assert claim["decision"] == "propose" or claim["reason"], claim["key"]


@pytest.mark.parametrize("name", sorted(files()))
def test_a_quote_stands_once_in_its_source(name: str) -> None:
    """The words quoted from a Markdown note are found in its text exactly once, on one line."""
    note = sources()[files()[name]["source"]]
    for claim in files()[name]["claims"]:
        if note.text is not None:
            assert "\n" not in claim["quote"]
            assert note.text.count(claim["quote"]) == 1 or "prefix" in claim, claim["key"]


@pytest.mark.parametrize("name", sorted(files()))
def test_a_figure_stands_in_its_quote_or_is_explained(name: str) -> None:
    """A number of four digits or more that a claim states is read in the words it quotes; a coder's own sum has a note."""
    for claim in files()[name]["claims"]:
        for number in re.findall(r"\d[\d,]{3,}", claim["value"]):
            if predicates()[claim["predicate"]]["value"] != "amount" or "quote" not in claim or claim.get("note"):
                continue
            said = re.sub(r"(\d) mil(?:lion|lones)\b", r"\g<1>000000", claim["quote"]).replace(",", "")
            assert number.replace(",", "") in said, claim["key"]


def test_cells_cited_hold_the_figure() -> None:
    """A cited cell holds the number that the claim states; an occupancy printed over capacity is 100 less than of capacity."""
    rows = list(csv.reader(io.StringIO((CASE / "evidence" / "sv-arrests-2022-2025.csv").read_text(encoding="utf-8"))))
    tables = {
        "sv-population-2021-2025": maker().SERIES,
        "sv-population-2007-2019": maker().BEFORE,
        "sv-arrests-2022-2025": rows,
    }
    cited = [(claim, source) for _, claim, source in claims() if "row" in claim]
    assert len(cited) >= 10
    for claim, source in cited:
        cell = Decimal(str(tables[source][int(claim["row"]) - 1]["ABCDEFGH".index(claim["column"])]))
        stated = Decimal(re.findall(r"\d[\d,.]*", claim["value"])[0].replace(",", ""))
        assert stated - cell == (100 if claim["predicate"] == "occupancy" else 0), claim["key"]


def test_derived_figures_name_claims_that_exist() -> None:
    """A figure that its source computed names the claims it was computed from, and never itself."""
    known = by_key()
    derived = [claim for _, claim, _ in claims() if "derived_from" in claim]
    assert derived
    for claim in derived:
        assert set(claim["derived_from"]) <= set(known), claim["key"]
        assert claim["key"] not in claim["derived_from"]


def test_what_rights_groups_report_of_ill_treatment_is_an_allegation() -> None:
    """Ill-treatment, disappearance and arbitrary arrest are never coded as fact, and each has someone who says it."""
    for _, claim, source in claims():
        if claim["predicate"] in {"ill_treatment", "disappearance_short", "arbitrary_arrest"}:
            assert claim["modality"] == "allegation", claim["key"]
            assert claim.get("speaker") or sources()[source].about["publisher"]


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("capacity", {"up to 40,000", "40000", "20480"}),
        ("persons_per_cell", {"65 to 70", "80", "at least 100"}),
        (
            "population",
            {"36000", "36515", "39538", "97525", "105138", "105100", "109519", "110000", "111207", "107055"},
        ),
        ("deaths_documented", {"139", "170", "at least 261", "al menos 301", "427", "470"}),
        ("transferred", {"238", "261", "more than 200", "200 to 999"}),
        ("held_after_transfer", {"at least 288", "252"}),
        ("transferred_under_order", {"137"}),
        ("transferred_under_other_law", {"101"}),
        ("persons_covered", {"about 300 ±2%"}),
        ("petitions_filed", {"1285"}),
        ("petitions_answered", {"28"}),
        ("without_conviction", {"at least 197"}),
    ],
)
def test_the_rival_figures_are_in(predicate: str, expected: set[str]) -> None:
    """The figures that the case exists to set side by side are accepted claims."""
    assert set() == expected - {claim["value"] for claim in accepted() if claim["predicate"] == predicate}


def test_the_structure_contradicts_the_stated_capacity() -> None:
    """By hand: 8 buildings of 32 cells at 65 to 70 hold 16,640 to 17,920; 40,000 means 156.25 a cell and 0.64 m2 each."""
    figures = by_key()
    cells = int(figures["vrt-buildings"]["value"]) * int(figures["vrt-cells"]["value"])
    low, high = (int(part) for part in figures["ap-per-cell"]["value"].split(" to "))
    assert (cells * low, cells * high) == (16_640, 17_920)
    assert 40_000 / cells == 156.25
    assert float(figures["vrt-area"]["value"]) / (40_000 / cells) == 0.64
    assert cells * 80 == 20_480


def test_the_sums_printed_by_newspapers_are_those_of_their_inputs() -> None:
    """By hand: the two populations that La Prensa Gráfica computed are before + arrests - releases."""
    assert 97_525 == 39_538 + 61_300 - 3_313
    assert 105_138 == 39_538 + 72_600 - 7_000
    assert 238 == 137 + 101
    assert 261 == 238 + 23
    known = by_key()
    for total, parts in (("pl-population", "39538 61300 3313"), ("blaze-261", "238 23")):
        assert parts.split() == [known[key]["value"] for key in known[total]["derived_from"]]


def test_the_price_lies_where_the_issue_says() -> None:
    """By hand: 6 million dollars for 365 days is about 55 dollars a person and day for 300, and 69 for 238."""
    total, days = 6_000_000, 365
    assert {(str(total), str(days))} <= {
        (claim["value"], duration["value"])
        for claim in accepted()
        for duration in accepted()
        if claim["predicate"] == "sum_usd" and duration["predicate"] == "duration_days"
    }
    assert [round(total / days / persons) for persons in (300, 288, 261, 238)] == [55, 57, 63, 69]


def test_some_claims_are_left_open_or_rejected() -> None:
    """The example shows all three decisions."""
    assert {"accept", "reject", "propose"} == {claim["decision"] for _, claim, _ in claims()}


def test_the_sources_that_are_no_markdown_are_made_again_byte_for_byte() -> None:
    """The script writes the same bytes twice, and these are the ones committed."""
    made = maker().sources()
    assert made == maker().sources()
    assert {name: (CASE / "evidence" / name).read_bytes() for name in made} == made


def test_the_script_writes_into_the_folder_given(tmp_path: Path) -> None:
    """``main`` writes each of the six files, and nothing else."""
    maker().main(tmp_path)
    assert sorted(maker().sources()) == sorted(file.name for file in tmp_path.iterdir())


def test_no_note_holds_a_machine_path() -> None:
    """No file of the example names a folder of the machine it was written on."""
    for file in CASE.rglob("*"):
        if file.suffix in {".md", ".yaml", ".toml", ".py", ".csv", ".html"}:
            assert not re.search(r"/(work|home|tmp|root)/", file.read_text(encoding="utf-8")), file.name


def test_the_readme_counts_right() -> None:
    """The numbers of sources and claims that the README gives are those of the folder."""
    said = (CASE / "README.md").read_text(encoding="utf-8")
    notes = sum(1 for note in sources().values() if note.file.suffix == ".md")
    assert f"{len(sources())} sources: {notes} notes" in said
    assert f"{sum(1 for _ in claims())} claims" in said
