"""The pages of the register of places: every place once, what each list says side by side, what is left to decide."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from tests.publishing import reading, report_case

from habeas.custody import Gathered, match_places
from habeas.custody.places import build_places, mention
from habeas.publishing import publish

MENTIONS = (
    mention(list="a.csv", line=2, name="PECAN COUNTY JAIL", code="PECANTX", address="1 Nut Road", city="Pecan", state="TX", postal="78001", capacity="120"),
    mention(list="b.csv", line=9, name="Pecan County Jail", code="PECANTX", address="1 Nut Rd", city="Pecan", state="TX", postal="78001", capacity="140", lat=29.123456, lon=-98.123456, precision="rooftop"),
    mention(list="a.csv", line=3, name="WALNUT DETENTION CENTER", code="WALNUTX", address="7 Shell Street", city="Walnut", state="TX", postal="78002"),
    mention(list="b.csv", line=4, name="Walnut <b>Detention</b> Center", address="7 Shell St", city="Walnut", state="TX", postal="78002"),
    mention(list="b.csv", line=5, name="Acorn Hold Room", code="ACORNCA", city="Acorn", state="CA"),
    mention(list="b.csv", line=6, name="Nowhere Camp"),
)  # fmt: skip
ASKED = (
    mention(list="book.xlsx", line=12, name="Pecan County Jail", city="Pecan", state="TX", kind="figures"),
    mention(list="book.xlsx", line=13, name="Quite Another House", city="Elm", state="TX", kind="figures"),
)


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    """Build the register of the lists."""
    register = build_places(MENTIONS)
    return Gathered(register=register, matches=match_places(register, ASKED))


@pytest.fixture(scope="module")
def written(gathered: Gathered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report with the register."""
    folder = tmp_path_factory.mktemp("placed") / "site"
    publish(report_case.view(places=gathered), folder)
    return folder


@pytest.fixture(scope="module")
def found(written: Path) -> dict[str, reading.Page]:
    """Return the pages of the register, read."""
    return {path: page for path, page in reading.pages(written).items() if "/register/" in path}


def test_each_state_has_a_page_and_places_without_one_too(found: dict[str, reading.Page]) -> None:
    """One page lists the states; a place of which no list says the state is on a page of its own."""
    states = {path.rpartition("/")[2] for path in found if path.startswith("en/")}
    assert {"index.html", "tx.html", "ca.html"} < states
    assert len(states) == 4


def test_without_lists_there_is_no_page_and_no_way_to_it(tmp_path: Path) -> None:
    """A case without lists of places has the report it had."""
    publish(report_case.view(), tmp_path / "site")
    assert not (tmp_path / "site" / "en" / "register").exists()
    assert "register/" not in (tmp_path / "site" / "en" / "index.html").read_text()


def test_pages_are_well_formed_and_fetch_nothing(written: Path, found: dict[str, reading.Page]) -> None:
    """Every tag is closed, no id is twice there, every link and its anchor are there, and no address names a host."""
    everything = reading.pages(written)
    for page in found.values():
        assert page.faults == [], page.path
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], page.path
        assert not re.search(r"https?://(?!www\.w3\.org)", page.html), page.path
        for link in page.links:
            address, _, anchor = link.partition("#")
            path = normpath(join(dirname(page.path), address)) if address else page.path
            assert (written / path).is_file(), (page.path, link)
            assert not anchor or anchor in everything[path].ids, (page.path, link)


def test_what_each_list_says_stands_side_by_side(found: dict[str, reading.Page]) -> None:
    """Rival capacities are both there, in the words of their lists, with file and line; nothing is averaged."""
    text = " ".join(found["en/register/tx.html"].text.split())
    assert "120" in text
    assert "140" in text
    assert "130" not in text
    assert "a.csv, row 2" in text or "a.csv, line 2" in text
    assert "29.1235, -98.1235 · to the building" in text
    assert "29.1235, -98.1235 · al edificio" in " ".join(found["es/register/tx.html"].text.split())


def test_names_are_text_and_never_markup(found: dict[str, reading.Page]) -> None:
    """What a list wrote is escaped."""
    assert "Walnut &lt;b&gt;Detention&lt;/b&gt; Center" in found["en/register/tx.html"].html


def test_names_of_other_publications_stand_with_their_place(found: dict[str, reading.Page]) -> None:
    """A facility of a workbook is named where it belongs, and the first page counts those in no list."""
    assert "Pecan County Jail (book.xlsx)" in found["en/register/tx.html"].text
    assert "1 are matched to a place, 0 are open between several, and 1 are in no list" in " ".join(
        found["en/register/index.html"].text.split()
    )


def test_the_table_has_every_mention(written: Path, gathered: Gathered) -> None:
    """Each line of each list is in the table, with the place that it is held for."""
    with (written / "data" / "places.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["list"], int(row["line"])) for row in rows} == {(one.list, one.line) for one in MENTIONS}
    assert {row["place"] for row in rows} == {one.id for one in gathered.register.places}


def test_what_is_undecided_is_said_with_its_reasons(tmp_path: Path) -> None:
    """Two places that may be one are named with links to both and with what speaks for and against."""
    twins = (
        mention(list="a.csv", line=1, name="OAK FEDERAL", code="OAKFED", address="2 Oak Way", city="Oak", state="TX", postal="78003"),
        mention(list="b.csv", line=1, name="Oak Federal", code="OAKBOP", address="2 Oak Way", city="Oak", state="TX", postal="78003"),
    )  # fmt: skip
    register = build_places(twins)
    assert len(register.places) == 2
    assert len(register.undecided) == 1
    publish(report_case.view(places=Gathered(register=register)), tmp_path / "site")
    for lang, words in (("en", "One pair of places is left to decide"), ("es", "Queda un par de lugares por decidir")):
        text = (tmp_path / "site" / lang / "register" / "index.html").read_text()
        assert words in text
        assert "OAKFED" in text
        assert "OAKBOP" in text
