"""Rosters in a case: a register and its custody with the tables, the counts of the lists, and a page that names nobody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.case import rosters

from habeas.case import Case, Counting, read_files
from habeas.errors import InputError


@pytest.fixture(scope="module")
def counts() -> dict[date, int]:
    """How many are on each list, once the lists are written."""
    return {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, counts: dict[date, int]) -> Path:
    """Build a case of synthetic rosters and its report, once."""
    place = tmp_path_factory.mktemp("rosters")
    counts.update(rosters.write(place / "lists"))
    with Case.init(place / "case") as case:
        case.add(place / "lists")
        case.build()
        case.report()
    return place / "case"


def test_counts_of_the_census_are_those_of_the_lists(folder: Path, counts: dict[date, int]) -> None:
    """On every day with a list that is believed, as many are held as are on it, certainly and possibly."""
    with Case(folder) as case:
        held = case.held("nyc-doc")
        assert held.register is not None
        believed = [one.day for one in held.register.covered]
        assert set(believed) == counts.keys() - {rosters.STALE}
        found = {day: held.census(day=day) for day in believed}
    assert {day: (one.certain, one.possible) for day, one in found.items()} == {
        day: (counts[day], counts[day]) for day in believed
    }


def test_days_that_prove_nothing_widen_what_is_possible(folder: Path) -> None:
    """On the day without a list and on that of the copy, who may have come or gone is possible and not certain."""
    with Case(folder) as case:
        for day in (rosters.MISSING, rosters.STALE):
            census = case.census(day=day)
            assert census.certain is not None
            assert census.possible is not None
            assert census.certain < census.possible


def test_one_persons_time_is_told_from_the_lists(folder: Path) -> None:
    """A person of the lists has a timeline, with the file and line of the list."""
    with Case(folder) as case:
        told = case.timeline(rosters.person(1000))
    assert len(told.steps) >= 1
    assert any(step.file and step.file.startswith("roster_2024") for step in told.steps)


def test_the_report_says_who_vanished_and_names_nobody(folder: Path) -> None:
    """The page gives days and lines of lists; no identifier is in any file of the site."""
    for lang, word in (("en", "vanished"), ("es", "dejaron de figurar")):
        html = (folder / "site" / lang / "records" / "nyc-doc.vanished.html").read_text()
        assert word in html
        assert "roster_20240303.csv" in html
    everything = b"".join(
        path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file() and path.suffix != ".png"
    )
    persons = {rosters.person(n).encode() for n in rosters.held(rosters.FIRST)}
    assert not persons & set(re.findall(rb"(?<!\d)\d{11,16}(?!\d)", everything))


def test_a_register_has_no_pages_on_places_and_moves(folder: Path) -> None:
    """Its lists know one place; the pages that it has lead to each other."""
    pages = {path.name for path in (folder / "site" / "en" / "records").iterdir()}
    assert pages == {"index.html", "nyc-doc.population.html", "nyc-doc.vanished.html", "nyc-doc.lengths.html"}


def test_a_register_is_made_again_only_when_its_lists_change(folder: Path) -> None:
    """Building again leaves every byte; verify finds the files as they were made."""
    place = folder / "tables" / "register" / "nyc-doc"
    before = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    with Case(folder) as case:
        assert not case.build().changed
        assert case.verify().sound
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == before


def test_rosters_apart_from_a_case_are_counted_too(tmp_path: Path) -> None:
    """Files are enough; the tables are kept where they are asked for."""
    counts = rosters.write(tmp_path / "lists")
    with read_files([tmp_path / "lists"], tmp_path / "out", counted=Counting()) as found:
        assert found.names == ("nyc-doc",)
        last = max(counts)
        assert found.held().census(day=last).certain == counts[last]
    assert (tmp_path / "out" / "register" / "nyc-doc" / "vanished.parquet").is_file()


def test_a_single_list_is_a_register_of_one_day(tmp_path: Path) -> None:
    """Nobody vanishes from one list; who is on it is held."""
    rosters.write(tmp_path / "lists")
    with read_files([tmp_path / "lists" / "roster_20240301.csv"], counted=Counting()) as found:
        census = found.held().census(day=rosters.FIRST)
        assert (census.certain, census.possible) == (50, 50)


def test_lists_of_no_known_day_are_no_register(tmp_path: Path) -> None:
    """Without a day in the name no row can be used; nothing is counted and it is said why."""
    rosters.write(tmp_path / "lists")
    (tmp_path / "lists" / "roster_20240301.csv").rename(tmp_path / "list.csv")
    with read_files([tmp_path / "list.csv"], counted=Counting()) as found:
        assert found.set_aside == 50
        with pytest.raises(InputError):
            found.held()
