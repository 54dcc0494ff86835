"""Records in a case: read and counted by ``build``, made anew only when something they follow from has changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.case import records_files as files

from habeas.case import Case, releases
from habeas.errors import CaseError, HabeasError, InputError, StorageError
from habeas.tables import ReleaseFolder

CSV = "release.csv"
SETTINGS = """
[records]
rule = "habeas"
[places.AAAA]
name = "North centre"
lat = 13.6
lon = -88.8
"""


def begun(folder: Path, more: str = "", **named: Path) -> Path:
    """Begin a case with files under names; ``more`` is added to its case.toml."""
    Case.init(folder, title_en="Records", title_es="Registros")
    with (folder / "case.toml").open("a", encoding="utf-8") as toml:
        toml.write(more)
    with Case(folder, actor="tester") as case:
        for path in named.values():
            case.add(path)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built case with one release, as CSV; no test writes there."""
    place = tmp_path_factory.mktemp("made")
    folder = begun(place / "case", SETTINGS, csv=files.written(place / CSV))
    with Case(folder, actor="tester") as case:
        case.build()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the built case."""
    return shutil.copytree(made, tmp_path / "case", copy_function=shutil.copy2)


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    """Open the copy."""
    with Case(folder, actor="tester") as opened:
        yield opened


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail that reads a record file again."""

    def read(*_given: object, **_named: object) -> None:
        pytest.fail("read again")

    monkeypatch.setattr(releases, "read", read)


def kept(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the tables of releases."""
    tables = folder / "tables"
    return {
        path.relative_to(tables).as_posix(): path.read_bytes()
        for part in ("records", "custody")
        for path in sorted((tables / part).rglob("*"))
        if path.is_file()
    }


# --- what a build makes


def test_a_build_reads_and_counts_the_release(case: Case, unread: None) -> None:
    """Rows in = used + set aside; the tables of records and of custody stand under the release's name."""
    built = case.build()
    assert (built.releases, built.rows, built.set_aside, built.changed) == (1, 6, 0, False)
    names = set(kept(case.folder))
    assert {"records/readings.json", f"records/{CSV}/stints.parquet", f"custody/{CSV}/totals.json"} <= names
    totals = case.held().totals
    assert (totals.persons, totals.stints, totals.stays, totals.open_stints) == ((3, 4), (5, 6), (3, 4), 1)


def test_deleted_tables_are_made_again_byte_for_byte(case: Case) -> None:
    """What is derived is a pure function of originals, settings and code."""
    before = kept(case.folder)
    shutil.rmtree(case.folder / "tables")
    assert case.build().changed
    assert kept(case.folder) == before


def test_claims_and_decisions_do_not_make_records_anew(case: Case, unread: None) -> None:
    """A note and a description change the ledger, and no release."""
    case.note("a-note", "Words.", citation="A book")
    assert case.build().changed
    assert case.records().readings[0].used == 6


def test_another_rule_counts_again_and_reads_nothing(case: Case, unread: None) -> None:
    """The rule of case.toml is used, and what was read before stays."""
    toml = case.folder / "case.toml"
    toml.write_text(toml.read_text().replace('rule = "habeas"', 'rule = "uwchr"'))
    with Case(case.folder) as again:
        assert again.build().changed
        assert again.held().totals.rule == "uwchr"
        assert again.held().totals.persons == (3, 3)  # it leaves out the row without an identifier
        assert not again.build().changed


def test_an_updated_release_updates(case: Case, tmp_path: Path) -> None:
    """Other bytes under the same name are read instead; the earlier version is an original still."""
    more = (*files.ROWS, files.row("a1b2c3", "AAAA", "2025-01-08 10:00", "2025-01-09 09:00", reason="Removed"))
    case.add(files.written(tmp_path / CSV, more))
    assert case.build().rows == 7
    assert case.held().totals.persons == (4, 5)
    assert len(case.sources()["release"].versions) == 2


def test_a_withdrawn_release_is_gone(case: Case) -> None:
    """What is withdrawn is read no more, and nothing of it is left in the tables."""
    case.withdraw("release", reason="Published by mistake.")
    assert case.build().releases == 0
    assert case.records().readings == ()
    assert not any(name.startswith("custody/") for name in kept(case.folder))
    with pytest.raises(InputError) as caught:
        case.census()
    assert caught.value.key == "case.no-stints"


def test_several_files_of_one_release_are_one(tmp_path: Path) -> None:
    """Files that bear one release number are read together: a person is followed from one into the other."""
    first, second = (
        files.workbook(tmp_path / "FY24.xlsx", files.ROWS[:1]),
        files.workbook(tmp_path / "FY25.xlsx", files.ROWS[1:]),
    )
    with Case(begun(tmp_path / "case", first=first, second=second), actor="tester") as case:
        found = case.records()
        assert [(one.release, one.rows) for one in found.readings] == [("2025-ICLI-00019", 6)]
        assert [one.file for one in found.readings[0].accounts] == ["FY24.xlsx", "FY25.xlsx"]
        assert case.held().totals.persons == (3, 4)


def test_several_releases_are_asked_by_name(tmp_path: Path) -> None:
    """Identifiers hold within one release: which is meant is asked, and an unknown name is named with those close to it."""
    one, two = files.written(tmp_path / "one.csv"), files.written(tmp_path / "two.csv", files.ROWS[:2])
    with Case(begun(tmp_path / "case", one=one, two=two), actor="tester") as case:
        assert case.records().names == ("one.csv", "two.csv")
        with pytest.raises(InputError) as caught:
            case.census()
        assert (caught.value.key, caught.value.values["known"]) == ("case.which-release", ["one.csv", "two.csv"])
        with pytest.raises(InputError) as caught:
            case.held("two.cvs")
        assert (caught.value.key, caught.value.values["known"]) == ("case.no-release", ["two.csv", "one.csv"])
        assert case.held("two.csv").totals.persons == (1, 1)


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    """Originals of one name from two folders are two sources, and no row of either is lost."""
    files.written(tmp_path / "from" / "a" / "rows.csv")
    files.written(tmp_path / "from" / "b" / "rows.csv", files.ROWS[:2])
    with Case(begun(tmp_path / "case", both=tmp_path / "from"), actor="tester") as case:
        assert sum(one.rows for one in case.records().readings) == 8


def test_a_case_without_record_files_reads_none(tmp_path: Path) -> None:
    """A table that no reader knows is quoted from, and is no fault; nothing is counted."""
    (tmp_path / "series.csv").write_text("day,held\n2021-04-30,36000\n")
    with Case(begun(tmp_path / "case", series=tmp_path / "series.csv"), actor="tester") as case:
        found = case.records()
        assert (found.readings, found.problems, found.others) == ((), (), ("series.csv",))
        assert found.sound
        assert case.build().releases == 0


def test_a_large_table_that_nobody_knows_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept without text, as its rows would be records, and is then not understood, is said."""
    monkeypatch.setattr("habeas.evidence.formats.TABLE_LIMIT", 10)
    (tmp_path / "series.csv").write_text("day,held\n2021-04-30,36000\n")
    with Case(begun(tmp_path / "case", series=tmp_path / "series.csv"), actor="tester") as case:
        found = case.records()
        assert [one.key for one in found.problems] == ["records.layout-unknown"]
        assert not found.sound


# --- what the case says of its records


def test_a_mapping_of_the_case_reads_what_nobody_knows(tmp_path: Path) -> None:
    """The mapping that case.toml names is used; another mapping reads again; one that is not there is named."""
    (tmp_path / "list.csv").write_text("Nombre del penal,Entrada,Salida,Clave\nNORTE,2025-01-02,2025-01-05,p1\n")
    folder = begun(tmp_path / "case", '[records]\nmappings = ["own.toml"]\n', rows=tmp_path / "list.csv")
    with pytest.raises(CaseError) as caught, Case(folder) as case:
        case.build()
    assert caught.value.key == "case.no-mapping"
    own = """
name = "own"
kind = "stints"
[field.place]
aliases = ["Nombre del penal"]
[field.stint_in]
aliases = ["Entrada"]
form = "moment"
required = true
[field.stint_out]
aliases = ["Salida"]
form = "moment"
[field.person]
aliases = ["Clave"]
form = "person"
"""
    (folder / "own.toml").write_text(own)
    with Case(folder) as case:
        assert case.build().rows == 1
        assert case.census().rows[0].value == "NORTE"
        (folder / "own.toml").write_text(own.replace('["Clave"]', '["Otra"]'))
        assert case.build().changed
        assert case.held().totals.persons == (0, 1)


def test_a_rule_that_is_none_is_named(folder: Path) -> None:
    """The rules there are stand in the message."""
    toml = folder / "case.toml"
    toml.write_text(toml.read_text().replace('rule = "habeas"', 'rule = "mine"'))
    with pytest.raises(InputError) as caught, Case(folder) as case:
        case.build()
    assert caught.value.key == "custody.rule-unknown"


def test_the_last_moment_of_the_case_stands_in_where_a_release_says_none(folder: Path) -> None:
    """``until`` is used for a release that does not state how far it reaches; the end of the day, where it is a day."""
    toml = folder / "case.toml"
    toml.write_text(toml.read_text().replace('rule = "habeas"', "until = 2025-02-01"))
    with Case(folder) as case:
        assert case.held().totals.last_day == date(2025, 2, 1)
        with case.custody(until=datetime(2025, 1, 31, 12)) as found:
            assert found.held().totals.last_day == date(2025, 1, 30)


def test_counting_otherwise_leaves_the_tables_of_the_case(case: Case, tmp_path: Path) -> None:
    """By another rule it is counted apart, into a folder that can be asked later."""
    before = kept(case.folder)
    with case.custody(rule="vera", to=tmp_path / "vera") as found:
        assert found.held().totals.rule == "vera"
    assert kept(case.folder) == before
    assert releases.load(tmp_path / "vera").held().totals.rule == "vera"
    assert case.held().totals.rule == "habeas"


# --- what a case answers


def test_a_census_is_certain_and_possible(case: Case) -> None:
    """After midnight of 8 January three persons are certainly held, and possibly a fourth, whose row has no identifier."""
    day = date(2025, 1, 8)
    found = case.census(day=day)
    assert (found.certain, found.possible) == (3, 4)
    assert {one.value: (one.certain, one.possible) for one in found.rows} == {"AAAA": (1, 2), "BBBB": (2, 2)}
    assert {one.value: (one.certain, one.possible) for one in case.census(day=day, by="sex").rows} == {
        "male": (2, 3),
        "female": (1, 1),
    }
    by_day = case.census(place="BBBB", at="any-moment").rows
    assert {one.value: one.certain for one in by_day}["2025-01-06"] == 2
    assert (case.census(place="BBBB").certain, case.census(place="BBBB").day) == (None, None)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"day": date(1999, 1, 1)}, "case.no-day"),
        ({"place": "AAAB"}, "case.no-place"),
        ({"by": "colour"}, "case.unknown-choice"),
        ({"by": "sex", "place": "AAAA"}, "case.by-and-place"),
    ],
)
def test_a_census_that_cannot_be_is_refused(case: Case, asked: dict[str, object], key: str) -> None:
    """A day outside, a place or dimension that is none, and two things at once: each is said with the way out."""
    with pytest.raises(InputError) as caught:
        case.census(**asked)  # type: ignore[arg-type]
    assert caught.value.key == key
    assert caught.value.text("en") != caught.value.text("es")


def test_lengths_movements_and_timelines(case: Case) -> None:
    """Length of stay, from where to where, and one person's way, down to the line."""
    whole = case.stays()[0]
    assert (whole.stratum, whole.ended + whole.censored + case.held().totals.stays_before) == ("all", 4)
    moved = case.movements(from_place="AAAA", to_place="BBBB")
    assert [(one.certain, one.median_minutes) for one in moved] == [(1, 150.0)]
    steps = case.timeline(files.PERSONS[0]).steps
    assert [(one.kind, one.place, one.file, one.line) for one in steps if one.kind == "stint"] == [
        ("stint", "AAAA", CSV, 2),
        ("stint", "BBBB", CSV, 3),
    ]
    for asked, key in ((files.PERSONS[0][:6], "case.no-person-near"), ("nobody", "case.no-person")):
        with pytest.raises(InputError) as caught:
            case.timeline(asked)
        assert caught.value.key == key


def test_why_walks_a_row_back_to_its_line_and_original(case: Case) -> None:
    """``release:row`` names file, line and what it says, then the source and the SHA-256 of its bytes."""
    (ground,) = case.why(f"{CSV}:1")
    assert ground.kind == "record"
    assert f"line 3 of {CSV}" in ground.said["en"]
    assert "place: BBBB" in ground.steps
    assert ground.grounds[0].id == "release"
    assert ground.grounds[0].grounds[0].id == case.sources()["release"].current.sha256
    with pytest.raises(InputError):
        case.why(f"{CSV}:99")


def test_the_report_has_pages_of_the_records_without_any_claim(case: Case, tmp_path: Path) -> None:
    """A case with a release and nothing else publishes its population, places, movements and lengths of stay, in both languages."""
    case.report(tmp_path / "site")
    for lang in ("en", "es"):
        pages = {path.name.split(".", 1)[-1] for path in (tmp_path / "site" / lang / "records").glob("*.html")}
        assert pages >= {"population.html", "places.html", "movements.html", "lengths.html"}
    assert not any(files.PERSONS[0] in path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html"))


# --- what can happen to tables


@pytest.mark.parametrize("name", [f"custody/{CSV}/census.parquet", f"records/{CSV}/stints.parquet"])
def test_an_altered_table_is_named_and_made_again(case: Case, name: str) -> None:
    """``verify`` names it; it is used no more."""
    before = kept(case.folder)
    path = case.folder / "tables" / name
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [(one.key, one.file) for one in case.verify().problems] == [("tables.altered", f"tables/{name}")]
    assert case.build().changed
    assert kept(case.folder) == before
    assert case.verify().problems == ()


def test_a_failure_in_the_middle_leaves_the_earlier_tables(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made before is there as it was, and nothing half-written beside it."""
    before = kept(case.folder)
    case.add(files.written(tmp_path / CSV, files.ROWS[:3]))

    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ReleaseFolder, "_swap", fail)
    with pytest.raises(StorageError) as caught:
        case.build()
    assert caught.value.key == "tables.cannot-write"
    assert kept(case.folder) == before
    assert not list((case.folder / "tables").glob(".releases-*"))


def test_an_original_that_changed_is_not_read(case: Case) -> None:
    """Bytes that are no longer those that came in are named, never counted."""
    shutil.rmtree(case.folder / "tables")
    sha256 = case.sources()["release"].current.sha256
    path = case.folder / "originals" / sha256[:2] / sha256
    path.chmod(0o644)
    path.write_text(path.read_text().replace("AAAA", "CCCC"))
    with pytest.raises(StorageError) as caught:
        case.records()
    assert caught.value.key == "evidence.original-changed"


def test_an_original_that_is_gone_is_a_problem_of_its_file(case: Case) -> None:
    """The file is named; nothing is silently less."""
    shutil.rmtree(case.folder / "tables")
    sha256 = case.sources()["release"].current.sha256
    (case.folder / "originals" / sha256[:2] / sha256).unlink()
    found = case.records()
    assert [(one.key, one.file) for one in found.problems] == [("records.file-unreadable", CSV)]
    assert not found.sound


def test_originals_elsewhere_are_read_too(tmp_path: Path) -> None:
    """Where originals lie in a store that is no folder of this machine, each is lent as a copy, under its own name."""
    place = f"memory://{tmp_path.name}"
    folder = tmp_path / "case"
    Case.init(folder, title_en="Records", title_es="Registros")
    toml = folder / "case.toml"
    toml.write_text(toml.read_text().replace("languages = ", f'originals = "{place}"\nlanguages = '))
    with Case(folder, actor="tester") as case:
        case.add(files.written(tmp_path / CSV))
        assert [one.file for one in case.records().readings[0].accounts] == [CSV]
        assert case.held().totals.persons == (3, 4)


def test_two_builds_at_once_end_with_one_set_of_tables(folder: Path) -> None:
    """Both end well, and what is there is whole."""
    from concurrent.futures import ThreadPoolExecutor

    before = kept(folder)
    shutil.rmtree(folder / "tables")

    def build(_number: int) -> int:
        with Case(folder, actor="tester") as case:
            return case.build().rows

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(build, range(2))) == [6, 6]
    assert kept(folder) == before
    with Case(folder) as case:
        assert case.verify().problems == ()


def test_what_is_not_there_is_said_in_both_languages(tmp_path: Path) -> None:
    """A folder without tables of records is named, with the command that writes them."""
    with pytest.raises(HabeasError) as caught:
        releases.load(tmp_path)
    assert caught.value.key == "case.no-releases"
    assert caught.value.text("en") != caught.value.text("es")
