"""The eight published lists: what is in the register, and how it does against truth that was held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from tests.custody.places.conftest import partition

from habeas.custody.places import (
    Mention,
    PlaceRegister,
    build_places,
    find_place,
    load_places,
    write_places,
)
from habeas.custody.places.mentions import key_of

DOC = (Path(__file__).parents[3] / "docs" / "places.md").read_text(encoding="utf-8")
Label = Callable[[Mention], str | None]


def precision_recall(
    register: PlaceRegister, label: Label, counted: Callable[[Mention, Mention], bool] = lambda _a, _b: True
) -> tuple[float, float]:
    """Return pairwise precision and recall over the mentions that have a label: two of one label are one place."""
    labels = {n: said for n, one in enumerate(register.mentions) if (said := label(one)) is not None}
    places = {n: register.of[n].id for n in labels}

    def together(of: dict[int, str]) -> set[tuple[int, int]]:
        by: dict[str, list[int]] = {}
        for n, key in of.items():
            by.setdefault(key, []).append(n)
        every = (pair for members in by.values() for pair in combinations(members, 2))
        return {(a, b) for a, b in every if counted(register.mentions[a], register.mentions[b])}

    truth, found = together(labels), together(places)
    right = len(truth & found)
    return right / len(found), right / len(truth)


def test_every_mention_is_in_one_place(published_register: PlaceRegister) -> None:
    """5,783 used rows of seven lists that name places, 543 links of the eighth; as many places as the document says."""
    register = published_register
    assert (len(register.mentions), len(register.links), len({one.list for one in register.mentions})) == (5783, 543, 7)
    assert sorted(n for one in register.places for n in one.mentions) == list(range(5783))
    assert 1900 <= len(register.places) <= 1940


def test_no_place_is_in_two_states(published_register: PlaceRegister) -> None:
    """Nobody decided anything yet, so no place has two states."""
    for place in published_register.places:
        assert len({one.state for one in published_register.said(place) if one.state}) <= 1, place.id


def test_several_codes_are_one_place_only_by_a_lists_word(published_register: PlaceRegister) -> None:
    """For each place with several codes there is a judgement of a list between mentions of two codes in it."""
    for place in published_register.places:
        codes = {one.code for one in published_register.said(place) if one.code}
        if len(codes) > 1:
            assert "several-codes" in place.flags
            assert any(one.source == "list" for one in published_register.between(place, place)), place.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ETOWAAL", "ETWHOLD"),  # a jail and the hold room in it
        ("EPC", "ELPHOLD"),  # a processing centre and its hold room
        ("AVPARLA", "AVWOMLA"),  # a prison and a women's prison at one address
        ("YUMAJAZ", "YUJUVAZ"),  # adults and juveniles
    ],
)
def test_places_at_one_address_stay_several(published_register: PlaceRegister, one: str, other: str) -> None:
    """Looked at by hand: hold rooms, wings and places for minors are places of their own."""
    assert find_place(published_register, one).id != find_place(published_register, other).id


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CSCNWWA", "NORTHWEST DETENTION CENTER"),
        ("KRO", "Krome North Service Processing Center"),
        ("JENADLA", "Central Louisiana ICE Processing Center (CLIPC)"),
        ("ADLNTCA", "ADELANTO DETENTION FACILITY"),
    ],
)
def test_renamed_places_are_found_under_either_name(published_register: PlaceRegister, code: str, name: str) -> None:
    """Looked at by hand: the code and each name that a list gave are one place."""
    assert name in {each for one in published_register.said(find_place(published_register, code)) for each in one.names}


def test_numbers_that_were_held_out_are_found_again(published_register: PlaceRegister) -> None:
    """Without the projects' numbers as evidence, their crosswalk is rebuilt from names, towns and addresses.

    Two mentions of one number are one place. Precision and recall are those that the document gives; no missed pair is denied.
    """
    register = build_places(published_register.mentions, links=published_register.links, claims=False)
    precision, recall = precision_recall(register, lambda one: dict(one.ids).get("canonical_id"))
    assert f"precision {precision:.3f}, recall {recall:.3f}" in DOC
    assert min(precision, recall) >= 0.94
    undecided = {one.pair for one in register.judgements if one.verdict != "different"}
    numbers: dict[str, list[int]] = {}
    for n, one in enumerate(register.mentions):
        if one.ids:
            numbers.setdefault(one.ids[0][1], []).append(n)
    missed = [
        pair
        for members in numbers.values()
        for pair in combinations(members, 2)
        if register.of[pair[0]] is not register.of[pair[1]]
    ]
    assert all(pair in undecided for pair in missed)


@pytest.mark.parametrize(
    ("hidden", "row"),
    [("09foia5638detentionfacilitylist.xls", "2009"), ("ddp_facilities.csv", "Deportation Data Project")],
)
def test_codes_that_were_hidden_are_found_again(published_register: PlaceRegister, hidden: str, row: str) -> None:
    """With the codes of one list taken away its rows find their places by name, town and address; truth is the code.

    Precision and recall are those that the document gives; what counts as wrong is mostly one site under two codes.
    """
    truth = {one.place: one.code for one in published_register.mentions}
    ones = [_without_code(one) if one.list == hidden else one for one in published_register.mentions]
    register = build_places(ones, claims=False)
    precision, recall = precision_recall(
        register, lambda one: truth[one.place], lambda a, b: (a.list == hidden) != (b.list == hidden)
    )
    (said,) = [line for line in DOC.splitlines() if line.startswith(f"| {row} |") and line.count("|") == 6]
    assert [cell.strip() for cell in said.split("|")][3:5] == [f"{precision:.3f}", f"{recall:.3f}"]
    assert precision >= 0.97


def _without_code(one: Mention) -> Mention:
    return replace(one, code=None, key=key_of(None, one.state, one.name, one.city))


def test_places_keep_their_ids_when_a_list_is_left_out(published_register: PlaceRegister) -> None:
    """Without the newest list, all but a few places that are in others as well have the id that they have with it."""
    left = "detention_system_data_2026-07.csv"
    fewer = build_places(
        [one for one in published_register.mentions if one.list != left], links=published_register.links
    )
    ids = {one.id for one in published_register.places}
    assert len([one for one in fewer.places if one.id not in ids]) <= 10
    assert partition(fewer)


def test_coordinates_have_classes_and_radii(published_register: PlaceRegister) -> None:
    """Only one list has coordinates; those that several of its addresses share are no building's."""
    located = [one for one in published_register.mentions if one.lat is not None]
    assert len(located) == 709
    assert {one.list for one in located} == {"ddp_facilities.csv"}
    shared: dict[tuple[float | None, float | None], Sequence[Mention]] = {}
    for one in located:
        shared[one.lat, one.lon] = [*shared.get((one.lat, one.lon), ()), one]
    for ones in shared.values():
        if len({one.address.town for one in ones}) > 1:
            assert {one.precision for one in ones} <= {"county", "state", "unknown"}


def test_the_tables_give_the_register_back(
    published_register: PlaceRegister, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Everything that was judged of real lists survives writing and reading."""
    folder = tmp_path_factory.mktemp("register")
    write_places(published_register, folder)
    found = load_places(folder)
    assert found.mentions == published_register.mentions
    assert found.judgements == published_register.judgements
    assert found == replace(published_register, problems=())
