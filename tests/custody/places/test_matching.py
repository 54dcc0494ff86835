"""Matching names of other publications: one place, several, or none; and decisions from files and ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.custody.places.conftest import built, named

from habeas.custody.places import (
    PlaceDecision,
    decide_places,
    decisions_of,
    gather_places,
    match_places,
    mention,
    read_asked,
    read_decisions,
)
from habeas.errors import Faults, InputError
from habeas.ledger import Ledger
from habeas.records import Outcome, read_records

HERE: dict[str, Any] = {"address": "1 Main St", "city": "Pecan", "postal": "79001"}
DATA = Path(__file__).parents[3].parent / "shared" / "data"


def test_a_name_with_its_town_is_matched_to_the_only_place_that_fits() -> None:
    """A workbook's facility: name, address, town, state; its place, how sure, and why."""
    register = built(named("Pecan County Jail", "AAA", **HERE), named("Walnut Prison", "BBB", city="Walnut"))
    asked = named("PECAN CO. JAIL", list="w.xlsx", **HERE)
    (match,) = match_places(register, [asked])
    assert (match.place, match.grade, match.candidates) == ("AAA", "certain", ())
    assert {one.key for one in match.reasons} == {"name-same", "city-same", "address-same"}


def test_a_name_that_fits_two_is_open_and_one_in_no_list_is_none() -> None:
    """Neither is guessed."""
    register = built(named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "BBB", **HERE))
    one, other = match_places(register, [named("Pecan County Jail", city="Pecan"), named("Harvest Center", city="Oak")])
    assert (one.place, one.candidates) == (None, ("AAA", "BBB"))
    assert (other.place, other.candidates, other.reasons) == (None, (), ())


def test_coordinates_decide_between_places_of_one_name_as_far_as_they_are_precise() -> None:
    """Near one and far from the other, the near one it is; with coordinates of unknown precision it stays open."""
    rest: dict[str, Any] = {"precision": "rooftop"}
    register = built(
        named("Jefferson County Jail", "AAA", lat=30.07, lon=-94.09, **rest),
        named("Jefferson County Jail", "BBB", state="OK", lat=34.1, lon=-97.9, **rest),
    )
    near = mention(list="d.csv", line=2, name="Jefferson County Jail", lat=30.08, lon=-94.1, precision="city")
    vague = mention(list="d.csv", line=3, name="Jefferson County Jail", lat=30.08, lon=-94.1)
    found = match_places(register, [near, vague])
    assert [one.place for one in found] == ["AAA", None]
    assert found[1].candidates == ("AAA", "BBB")


def test_a_code_alone_is_enough() -> None:
    """Facility-days name nothing else; a code of two sites is open between them."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Harvest Center", "CCC", **HERE),
        named("Walnut Prison", "CCC", city="Walnut", address="9 Oak Ave"),
    )
    asked = [mention(list="days.csv", line=n, name="", code=code) for n, code in enumerate(("AAA", "CCC", "ZZZ"), 2)]
    found = match_places(register, asked)
    assert [one.place for one in found] == ["AAA", None, None]
    assert len(found[1].candidates) == 2
    assert found[2].candidates == ()


def read(folder: Path, **files: str) -> Outcome:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return read_records(paths, folder / "to")


LIST = "DETLOC,Name,Address,City,County,State,Zip\nAAATX,PECAN COUNTY JAIL,1 MAIN ST,PECAN,,TX,79001\n"
DEATHS = (
    "fiscal_year,detention_center_name,detention_center_state,detention_center_type,latitude,longitude,deaths_n\n"
    "2004,Pecan County Jail,TX,Public,31.12345,-97.12345,2\n2005,Pecan County Jail,TX,Public,31.12345,-97.12345,1\n"
    "2005,NA,NA,NA,NA,NA,1\n"
)
DAYS = "detention_facility_code,n,date\nAAATX,3,2009-01-01\nAAATX,4,2009-01-02\nBBBTX,1,2009-01-02\n"


def test_lists_deaths_and_days_are_gathered_in_one_go(tmp_path: Path) -> None:
    """Each place of another publication is asked once, however many rows name it; one that nobody names is not asked."""
    gathered = gather_places(read(tmp_path, list=LIST, deaths=DEATHS, days=DAYS).readings)
    assert [one.id for one in gathered.register.places] == ["AAATX"]
    found = [(one.mention.kind, one.mention.name or one.mention.code, one.place) for one in gathered.matches]
    assert sorted(found) == [
        ("counts", "Pecan County Jail", "AAATX"),
        ("facility-days", "AAATX", "AAATX"),
        ("facility-days", "BBBTX", None),
    ]


MAPPING = """
name = "centros"
kind = "places"
min_fields = 2
[field.name]
aliases = ["Centro"]
required = true
[field.city]
aliases = ["Municipio"]
[field.capacity]
aliases = ["Capacidad"]
[field.lat]
aliases = ["Latitud"]
[field.lon]
aliases = ["Longitud"]
"""


def test_lists_of_a_country_without_codes_and_states_are_read_with_a_mapping(tmp_path: Path) -> None:
    """Two lists in Spanish, one without accents: towns and names make one place, and its coordinates may have been left text."""
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    one, other = tmp_path / "uno.csv", tmp_path / "dos.csv"
    one.write_text(
        "Centro,Municipio,Capacidad\nCentro Penal de Ñandú,San Pedro,300\nCárcel El Roble,Santa Ana,\n",
        encoding="utf-8",
    )
    other.write_text(
        "Centro,Municipio,Latitud,Longitud\nCENTRO PENITENCIARIO NANDU,SAN PEDRO,13.6,-89.2\n", encoding="utf-8"
    )
    read_as = read_records([one, other], tmp_path / "to", layouts=[tmp_path / "m.toml"])
    register = gather_places(read_as.readings).register
    assert [[one.place for one in register.said(place)] for place in register.places] == [
        ["uno.csv:3"],
        ["dos.csv:2", "uno.csv:2"],
    ]
    assert register.mentions[0].lat == 13.6


def test_a_mapping_without_names_is_told_of(tmp_path: Path) -> None:
    """Rows with neither name nor code are nobody's, and the error says which field the mapping needs."""
    (tmp_path / "m.toml").write_text(MAPPING.replace("[field.name]", "[field.label]"), encoding="utf-8")
    (tmp_path / "uno.csv").write_text("Centro,Municipio\nRoble,Santa Ana\n", encoding="utf-8")
    read_as = read_records([tmp_path / "uno.csv"], tmp_path / "to", layouts=[tmp_path / "m.toml"])
    with pytest.raises(InputError, match="neither a name nor a code, on line 2"):
        gather_places(read_as.readings)


def test_without_a_list_there_is_no_register(tmp_path: Path) -> None:
    """The error says what was read instead."""
    with pytest.raises(InputError, match=r"is a list of places\. Read were: facility-days"):
        gather_places(read(tmp_path, days=DAYS).readings)


def test_places_of_a_published_workbook_are_matched_by_name_and_address(
    tmp_path: Path, published_register: object
) -> None:
    """Of the facilities of one published workbook nine in ten are matched for certain, and none to a place of another state."""
    from habeas.custody.places import PlaceRegister

    assert isinstance(published_register, PlaceRegister)
    (workbook,) = sorted((DATA / "ice-statistics" / "workbooks").glob("*FY24*"))[:1]
    (reading,) = read_records([workbook], tmp_path).readings
    asked = read_asked(reading.table, "figures")
    found = match_places(published_register, asked)
    places = {one.id: one for one in published_register.places}
    matched = [one for one in found if one.place]
    assert len(matched) >= 0.9 * len(asked) > 90
    for one in matched:
        states = {said.state for said in published_register.said(places[one.place or ""])} - {None}
        assert one.mention.state in states


# --- decisions


def test_decisions_of_a_ledger_are_those_that_stand(tmp_path: Path) -> None:
    """An undone decision is none, and undoing the undo brings it back."""
    with Ledger(f"sqlite:///{tmp_path / 'l.sqlite'}") as ledger:
        ledger.append(
            [decide_places("same", "AAA", "BBB", "One gate."), decide_places("different", "AAA", "CCC", "Two.")],
            actor="ana",
        )
        whole = decisions_of(ledger.entries())
        from habeas.ledger import Draft

        ledger.append([Draft(kind="undo", about="1", reason="No.")], actor="ana")
        left = decisions_of(ledger.entries())
        ledger.append([Draft(kind="undo", about="3", reason="Yes.")], actor="ana")
        assert decisions_of(ledger.entries()) == whole
    assert whole[0] == PlaceDecision(verdict="same", a="AAA", b="BBB", reason="One gate.", by="ana", where="1")
    assert left == whole[1:]


@pytest.mark.parametrize(("a", "b", "reason"), [("AAA", "AAA", "Why."), ("AAA", "BBB", "  ")])
def test_a_decision_needs_two_names_and_a_reason(a: str, b: str, reason: str) -> None:
    """Neither is guessed."""
    with pytest.raises(InputError):
        decide_places("same", a, b, reason)


def test_decisions_in_a_file_are_read_with_their_lines(tmp_path: Path) -> None:
    """Blanks around are dropped; ``by`` may be left out."""
    path = tmp_path / "decisions.csv"
    path.write_text("verdict,a,b,reason\nsame, AAA ,BBB,One gate.\n", encoding="utf-8")
    assert read_decisions(path) == (
        PlaceDecision(verdict="same", a="AAA", b="BBB", reason="One gate.", where="decisions.csv:2"),
    )


def test_every_fault_of_a_file_of_decisions_is_named(tmp_path: Path) -> None:
    """A missing column, a blank, a verdict that is none, one name twice, a file that is not there."""
    path = tmp_path / "decisions.csv"
    path.write_text("verdict,a,b\nsame,AAA,BBB\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the columns reason"):
        read_decisions(path)
    path.write_text("verdict,a,b,reason\nmaybe,AAA,BBB,x\nsame,,BBB,x\nsame,AAA,AAA,x\n", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_decisions(path)
    assert [(one.row, one.key) for one in caught.value.problems] == [
        (2, "places.decision-verdict"),
        (3, "places.decision-blank"),
        (4, "places.same-twice"),
    ]
    with pytest.raises(InputError, match="cannot be read"):
        read_decisions(tmp_path / "none.csv")
