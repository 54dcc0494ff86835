"""The register: what is one place, what is not, what is left to a person, and that none is merged away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.custody.places.conftest import built, named, numbered, partition

from habeas import words
from habeas.custody.places import (
    Link,
    Mention,
    PlaceDecision,
    PlaceRegister,
    account_of,
    build_places,
    decision_key,
    find_place,
    load_places,
    name_of,
    resolve,
    write_places,
)
from habeas.errors import InputError, StorageError

HERE: dict[str, Any] = {"address": "1 Main St", "city": "Pecan", "postal": "79001"}
THERE: dict[str, Any] = {"address": "90 Oak Ave", "city": "Walnut", "postal": "79900"}


def verdict(register: PlaceRegister) -> tuple[str, str] | None:
    """Return verdict and grade of the only judgement, ``None`` where there is none."""
    return next(((one.verdict, one.grade) for one in register.judgements), None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # one code
        (named("Pecan County Jail", "AAA", **HERE), named("PECAN CO JAIL", "AAA", **HERE), ("same", "certain")),
        (named("Pecan County Jail", "AAA", **HERE), named("Harvest Center", "AAA", **HERE), ("same", "certain")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "AAA", **THERE), ("same", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Harvest Center", "AAA", **THERE), ("undecided", "undecided")),
        (named("Pecan County Jail", "AAA"), named("Harvest Center", "AAA"), ("same", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "AAA", state="NM", **HERE), ("different", "certain")),
        # two codes
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "BBB", **HERE), ("undecided", "undecided")),
        (named("Pecan County Jail", "AAA", **HERE), named("Harvest Center", "BBB", **HERE), ("different", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan Hold Room", "PECHOLD", **HERE), ("different", "likely")),
        # no code on one side
        (named("Pecan County Jail", "AAA", **HERE), named("PECAN CO. JAIL", city="Pecan"), ("same", "certain")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Prison", city="Pecan"), ("same", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail"), ("same", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", **THERE), ("undecided", "undecided")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail Annex", city="Pecan"), ("undecided", "undecided")),
        (named("Pecan County Jail", "AAA", **HERE), named("Pecan Hold Room", **HERE), ("different", "likely")),
        (named("Pecan County Jail", "AAA", **HERE), named("Harvest Prison", **HERE), ("undecided", "undecided")),
        (named("Harvest Moon Jail", "AAA", **HERE), named("Harvest Moon Jail", **THERE, state="NM"), None),
        (named("Pecan County Jail", "AAA", **HERE), named("Walnut County Jail", city="Walnut"), None),
    ],
)  # fmt: skip
def test_a_pair_is_judged_by_code_name_town_and_address(
    one: Mention, other: Mention, expected: tuple[str, str] | None
) -> None:
    """Same where a code, or a name with a town or an address, says so; different or open where something speaks against it."""
    register = built(one, replace(other, list="b.csv"))
    assert verdict(register) == expected
    assert len(register.places) == (1 if expected and expected[0] == "same" else 2)


def test_a_judgement_says_why_in_both_languages() -> None:
    """What speaks for it comes first, then what speaks against; names and codes are quoted."""
    register = built(named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "BBB", list="b.csv", **HERE))
    (one,) = register.judgements
    assert [reason.key for reason in one.reasons] == ["name-same", "city-same", "address-same", "code-differs"]
    assert one.reasons[-1].text("en") == "They bear two codes, AAA and BBB."
    assert one.reasons[-1].text("es") == "Llevan dos códigos, AAA y BBB."
    assert {reason.text(lang).count("{") for reason in one.reasons for lang in words.LANGUAGES} == {0}


def test_several_codes_at_one_address_are_a_relation_and_not_a_place() -> None:
    """The agency keeps two codes apart, and so does the register; that they share an address is kept."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Pecan Hold Room", "PECHOLD", **HERE),
        named("Harvest Center", "BBB", **HERE),
    )
    assert [one.id for one in register.places] == ["AAA", "BBB", "PECHOLD"]
    found = {(one.a, one.b) for one in register.relations if one.kind == "same-address"}
    assert found == {("AAA", "BBB"), ("AAA", "PECHOLD"), ("BBB", "PECHOLD")}


def test_one_code_for_several_sites_is_flagged_and_each_site_has_an_id() -> None:
    """Neither name nor address agrees: two places of one code, with their towns in their ids."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Pecan County Jail", "AAA", list="b.csv", **HERE),
        named("Harvest Center", "AAA", list="c.csv", **THERE),
    )
    assert [one.id for one in register.places] == ["AAA@pecan-1", "AAA@walnut-90"]
    assert all("one-code-several-sites" in one.flags for one in register.places)
    assert [(one.kind, one.a, one.b) for one in register.relations] == [("one-code", "AAA@pecan-1", "AAA@walnut-90")]
    assert register.undecided == (("AAA@pecan-1", "AAA@walnut-90"),)
    assert len(resolve(register.mentions, "AAA@walnut")) == len(resolve(register.mentions, "AAA@walnut-90")) == 1
    assert len(resolve(register.mentions, "AAA")) == 3


def test_a_name_that_fits_two_places_as_well_is_put_into_neither() -> None:
    """Both pairs become undecided, saying that there are rivals; a person is asked once for each."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Pecan County Jail", "BBB", **HERE),
        named("Pecan County Jail", city="Pecan", list="b.csv"),
    )
    assert len(register.places) == 3
    loose = "TX:pecan-county-jail@pecan"
    assert {("AAA", loose), ("BBB", loose)} <= set(register.undecided)
    assert all(
        one.reasons[-1].key == "rivals"
        for one in register.judgements
        if loose == register.of[one.b].id and one.verdict != "same"
    )


def test_a_name_without_a_code_never_makes_one_place_of_two_codes() -> None:
    """A chain from one code over a name to another code stops at the name: no place is hidden by what lies between."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Pecan County Jail", list="b.csv", **HERE),
        named("Pecan County Correctional Center", "BBB", **HERE),
    )
    assert partition(register) == {frozenset({"a.csv:2", "b.csv:3"}), frozenset({"a.csv:4"})}
    refused = [one for one in register.judgements if one.verdict == "undecided"]
    assert {reason.key for one in refused for reason in one.reasons} >= {"refused-codes"}


def test_a_renaming_is_told_with_its_years() -> None:
    """Under one code and address, another name in a later list is a renaming; in lists without a year it is another name."""
    ones = (
        named("Pecan Detention Center", "AAA", year=2009, **HERE),
        named("Harvest ICE Processing Center", "AAA", year=2017, list="b.csv", **HERE),
        named("Moonlight Center", "AAA", list="c.csv", **HERE),
    )
    register = built(*ones)
    (relation,) = [one for one in register.relations if one.kind == "renamed"]
    assert relation.values == {
        "before": "Pecan Detention Center",
        "until": "2009",
        "after": "Harvest ICE Processing Center",
        "since": "2017",
    }


def test_a_place_that_moved_and_was_renamed_is_held_together_and_flagged() -> None:
    """Each step is plain under the code, first and last have nothing in common: one place, flagged for a person to look at."""
    register = built(
        named("Pecan Jail", "AAA", **HERE),
        named("Pecan Jail", "AAA", list="b.csv", **THERE),
        named("Harvest Center", "AAA", list="c.csv", **THERE),
    )
    (place,) = register.places
    assert place.flags == ("joined-through",)


# --- what lists say


def test_a_number_that_a_list_gives_joins_names_that_bear_it_out() -> None:
    """Names that agree in part, without town or address, are one place by the list's word; names that do not are left open."""
    ids = (("canonical_id", "7"),)
    same = built(
        named("Harvest Moon Center", ids=ids, city="Pecan"), named("Harvest Prison", "AAA", ids=ids, city="Pecan")
    )
    assert [(one.verdict, one.source, one.by) for one in same.judgements] == [("same", "list", "a.csv")]
    unlike = built(named("Moon Center", ids=ids, city="Pecan"), named("Harvest Prison", "AAA", ids=ids, city="Pecan"))
    assert [one.verdict for one in unlike.judgements] == ["undecided"]
    assert [one.kind for one in unlike.relations] == ["said-one"]


def test_two_codes_are_one_place_where_a_list_says_so_and_the_address_too() -> None:
    """The lookup gives both codes one number; without the address in common it stays open, and so it does without the list."""
    links = [Link("codes.csv", n, "canonical_id", "7", code) for n, code in enumerate(("AAA", "BBB"), 2)]
    pair = (named("Pecan County Jail", "AAA", **HERE), named("Harvest Center", "BBB", **HERE))
    assert [one.flags for one in built(*pair, links=links).places] == [("several-codes",)]
    assert len(built(*pair).places) == 2
    assert len(built(*pair, links=links, claims=False).places) == 2
    apart = (pair[0], named("Harvest Center", "BBB", **THERE))
    assert len(built(*apart, links=links).places) == 2


def test_a_list_that_gives_two_numbers_keeps_two_names_apart() -> None:
    """A project's two numbers speak against one place: the pair is open, whatever the names."""
    one, other = (named("Pecan County Jail", ids=(("canonical_id", n),), city="Pecan") for n in "12")
    register = built(one, replace(other, list="b.csv"))
    assert [(made.verdict, made.reasons[-1].key) for made in register.judgements] == [("undecided", "list-denies")]


# --- what persons decide


def decision(verdict: str, a: str, b: str, where: str = "1") -> PlaceDecision:
    return PlaceDecision(verdict=verdict, a=a, b=b, reason="Looked.", by="ana", where=where)  # type: ignore[arg-type]


def test_a_person_joins_what_rules_keep_apart_and_taking_it_back_parts_them() -> None:
    """Two codes are one place by decision, whatever the state and use; without the decision they are two again."""
    pair = (named("Pecan County Jail", "AAA", **HERE), named("Harvest Hold Room", "BBB", state="NM", **THERE))
    register = built(*pair, decisions=[decision("same", "AAA", "BBB")])
    assert [(one.id, one.flags) for one in register.places] == [
        ("AAA", ("several-codes", "several-states", "functions-differ", "joined-through"))
    ]
    assert register.judgements[0].reasons[0].text("en") == "ana decided: Looked."
    assert len(built(*pair).places) == 2


def test_a_person_parts_what_rules_join() -> None:
    """Mentions that a person calls different are never in one place, not through others either."""
    ones = [named("Pecan County Jail", "AAA", list=f"{name}.csv", **HERE) for name in "abc"]
    register = build_places(numbered(ones), decisions=[decision("different", "a.csv:2", "b.csv:3")])
    assert register.of[0] is not register.of[1]
    assert len(register.places) == 2


def test_decisions_that_contradict_each_other_are_told_of_and_the_later_is_followed() -> None:
    """Both entries are named, so that one can be undone."""
    pair = (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "BBB", **HERE))
    register = built(*pair, decisions=[decision("same", "AAA", "BBB", "4"), decision("different", "AAA", "BBB", "9")])
    assert len(register.places) == 2
    (problem,) = register.problems
    assert problem.text("en").startswith("Decisions 4 and 9 contradict each other about AAA and BBB.")


def test_a_decision_about_what_no_list_has_is_told_of() -> None:
    """The name is given; so is a decision with one mention on both sides."""
    pair = (named("Pecan County Jail", "AAA", **HERE), named("Pecan County Jail", "BBB", **HERE))
    register = built(*pair, decisions=[decision("same", "AAA", "ZZZ"), decision("different", "AAA", "a.csv:2", "2")])
    assert [one.key for one in register.problems] == ["places.decision-lost", "places.decision-itself"]
    assert register.problems[0].values["names"] == ["ZZZ"]


# --- properties

NAMES = st.sampled_from(
    [
        "Pecan County Jail",
        "PECAN CO JAIL",
        "Pecan Hold Room",
        "Harvest Center",
        "Harvest ICE Processing Center",
        "Walnut Prison",
    ]
)
MENTIONS = st.builds(
    named,
    NAMES,
    st.sampled_from([None, None, "AAA", "BBB", "PECHOLD"]),
    list=st.sampled_from(["a.csv", "b.csv", "c.csv"]),
    state=st.sampled_from(["TX", "TX", "NM", None]),
    city=st.sampled_from(["Pecan", "Walnut", None]),
    address=st.sampled_from(["1 Main St", "90 Oak Ave", None]),
)
QUICK = settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))


@QUICK
@given(mentions=st.lists(MENTIONS, min_size=1, max_size=10), order=st.randoms(use_true_random=False))
def test_the_order_of_lists_and_lines_changes_nothing(mentions: list[Mention], order: Any) -> None:
    """The same mentions are the same places with the same ids and judgements, in whatever order they come."""
    ones = numbered(mentions)
    mixed = list(ones)
    order.shuffle(mixed)
    assert build_places(mixed) == build_places(ones)


@QUICK
@given(mentions=st.lists(MENTIONS, min_size=1, max_size=10))
def test_no_rule_makes_one_place_of_two_states_codes_or_uses(mentions: list[Mention]) -> None:
    """Every mention is in exactly one place, and no place has two states, two codes, or a hold room and a jail of two codes."""
    register = built(*mentions)
    assert sorted(n for one in register.places for n in one.mentions) == list(range(len(mentions)))
    assert len({one.id for one in register.places}) == len(register.places)
    for place in register.places:
        said = register.said(place)
        assert len({one.state for one in said if one.state}) <= 1
        assert len({one.code for one in said if one.code}) <= 1


@QUICK
@given(mentions=st.lists(MENTIONS, min_size=1, max_size=8))
def test_a_list_of_other_places_changes_no_id(mentions: list[Mention]) -> None:
    """What is added elsewhere leaves ids as they were."""
    ones = numbered(mentions)
    other = named("Faraway Camp", "ZZZ", list="z.csv", state="AK", city="Nome", address="5 Ice Rd")
    before, after = build_places(ones), build_places([*ones, other])
    assert {one.id for one in after.places} == {one.id for one in before.places} | {"ZZZ"}


@QUICK
@given(mentions=st.lists(MENTIONS, min_size=2, max_size=8), data=st.data())
def test_what_a_person_calls_different_is_never_one_place(mentions: list[Mention], data: st.DataObject) -> None:
    """Whatever else is decided or judged."""
    ones = numbered(mentions)
    a, b = data.draw(st.lists(st.sampled_from(ones), min_size=2, max_size=2, unique_by=lambda one: one.place))
    register = build_places(ones, decisions=[decision("different", a.place, b.place)])
    of = {register.mentions[n].place: place.id for n, place in register.of.items()}
    assert of[a.place] != of[b.place]
    joined = build_places(ones, decisions=[decision("same", a.place, b.place)])
    of = {joined.mentions[n].place: place.id for n, place in joined.of.items()}
    assert of[a.place] == of[b.place]


@QUICK
@given(mentions=st.lists(MENTIONS, min_size=1, max_size=8))
def test_tables_give_the_register_back(tmp_path_factory: pytest.TempPathFactory, mentions: list[Mention]) -> None:
    """What is written is what is read, reasons and relations included."""
    folder = tmp_path_factory.mktemp("tables")
    register = built(*mentions)
    write_places(register, folder)
    assert load_places(folder) == register


# --- asking


def test_a_place_is_found_by_id_code_line_or_name() -> None:
    """Each way to name it gives the same place; a part of its name will do where only one has it."""
    register = built(named("Pecan County Jail", "AAA", **HERE), named("Harvest Moon Center", "BBB", **THERE))
    assert {find_place(register, asked).id for asked in ("BBB", "bbb", "a.csv:3", "HARVEST MOON CTR", "harvest")} == {
        "BBB"
    }


def test_a_name_of_none_or_of_several_is_an_error_with_the_way_out() -> None:
    """Names that are close, or the ids between which to choose."""
    register = built(named("Pecan County Jail", "AAA", **HERE), named("Pecan County Annex", "BBB", **THERE))
    with pytest.raises(InputError, match=r"fits 2 places: AAA \(Pecan County Jail\) and BBB"):
        find_place(register, "pecan")
    with pytest.raises(InputError, match=r"No list names “Pecan Cunty Jale”\. Close to it: Pecan County Jail"):
        find_place(register, "Pecan Cunty Jale")


def test_a_decision_names_what_it_is_about_for_good() -> None:
    """A code that means one place, a name's place, and where two sites of a code have one town and number, a line of a list."""
    register = built(
        named("Pecan County Jail", "AAA", **HERE),
        named("Harvest Moon Center", "AAA", list="b.csv", city="Pecan", address="1 Oak Ave", postal="79001"),
        named("Walnut Prison", "BBB", city="Walnut", address="9 Oak Ave"),
    )
    assert [one.id for one in register.places] == ["AAA@pecan-1", "AAA@pecan-1~2", "BBB"]
    keys = [
        decision_key(register, asked)
        for asked in ("AAA@pecan-1", "AAA@pecan-1~2", "harvest moon", "bbb", "walnut", "b.csv:3")
    ]
    assert keys == ["a.csv:2", "b.csv:3", "b.csv:3", "BBB", "BBB", "b.csv:3"]
    for key in keys:
        assert len({register.of[n].id for n in resolve(register.mentions, key)}) == 1
    with pytest.raises(InputError, match="fits 2 places"):
        decision_key(register, "AAA")


def test_that_one_place_came_after_another_is_told_and_decides_nothing() -> None:
    """Last use of one before the first of the other: neither for nor against."""
    from datetime import date

    one = named("Pecan County Jail", "AAA", last_used=date(2009, 5, 1), **HERE)
    other = named("Pecan County Jail", "BBB", first_used=date(2010, 6, 2), **HERE)
    (judgement,) = built(one, other).judgements
    assert [reason.text("en") for reason in judgement.reasons if reason.side == "neither"] == [
        "One came after the other: “Pecan County Jail” was last used on 2009-05-01, “Pecan County Jail” first on 2010-06-02."
    ]
    assert judgement.verdict == "undecided"


def test_an_account_of_a_place_explains_every_mention() -> None:
    """Each mention but the first has a judgement that ties it to one explained before; rivals' numbers stand side by side."""
    register = built(
        named("Pecan County Jail", "AAA", capacity="130", **HERE),
        named("PECAN CO JAIL", "AAA", list="b.csv", capacity="400", **HERE),
        named("Pecan County Jail", list="c.csv", city="Pecan"),
        named("Pecan County Jail", "BBB", list="d.csv", **HERE),
    )
    account = account_of(register, find_place(register, "AAA"))
    assert [one.capacity for one in account.said][:2] == ["130", "400"]
    assert len(account.joined) == len(account.said) - 1
    assert [name for name, _ in account.undecided] == ["BBB", "TX:pecan-county-jail@pecan"]


def test_a_place_is_called_by_the_name_that_most_lists_give() -> None:
    """Of spellings of that name, the one that is not all capitals."""
    said = [
        named("PECAN CO JAIL", list="a"),
        named("Pecan County Jail", list="b"),
        named("Harvest", list="c", year=2026),
    ]
    assert name_of(said) == "Pecan County Jail"


def test_a_folder_of_other_things_is_not_written_into(tmp_path: Path) -> None:
    """A file, a folder with other files, a folder without a register: each error says so."""
    register = built(named("Pecan County Jail", "AAA"))
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError, match="holds something else"):
        write_places(register, tmp_path)
    with pytest.raises(InputError, match="is a file"):
        write_places(register, tmp_path / "notes.txt")
    with pytest.raises(InputError, match="holds no register of places"):
        load_places(tmp_path)
    blocked = tmp_path / "notes.txt" / "below"
    with pytest.raises((StorageError, InputError)):
        write_places(register, blocked)
