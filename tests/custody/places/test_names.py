"""Names and addresses: what is one spelling of another, what sets two apart, and what a place is for."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.custody.places.addresses import compare_addresses, read_address
from habeas.custody.places.mentions import state_of
from habeas.custody.places.names import Rarity, function_of, read_name, same_word
from habeas.custody.places.wording import plain, wording

RARITY = Rarity(["PECAN COUNTY JAIL", "WALNUT COUNTY JAIL", "SAN PEDRO DETENTION CENTER", "OAK HILL CAMP"])
WORDS = st.sampled_from(
    ["PECAN", "COUNTY", "CO", "JAIL", "NORTH", "ANNEX", "SPC", "(TX)", "St.", "Oak", "II", "2", "S.P.C."]
)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("ST. LUCIE CO. JAIL", "Saint Lucie County Jail", "same"),
        ("KROME NORTH S.P.C.", "Krome North Service Processing Center", "same"),
        ("KROME NORTH S P C", "KROME NORTH SPC", "same"),
        ("FMC Pecan", "PECAN FEDERAL MEDICAL CTR", "same"),
        ("YUMA HOLDROOM", "YUMA HOLD ROOM", "alike"),
        ("Pecan County Jail (Texas)", "PECAN COUNTY JAIL", "same"),
        ("Pecan County Residential Center2", "PECAN COUNTY RESIDENTIAL CTR", "same"),
        ("Walnut County Jail", "WALNUT COUNTY CORRECTIONAL COMPLEX", "alike"),
        ("WALNUTT COUNTY JAIL", "Walnut County Jail", "alike"),
        ("Pecan County Jail", "Walnut County Jail", "unlike"),
        ("Desert View Annex", "Desert View", "part"),
        ("Pecan City Jail", "Pecan County Jail", "part"),
        ("Colo Facility (Stillwater)", "Colo Facility (Oak Park)", "part"),
        ("", "Pecan County Jail", "unsaid"),
    ],
)
def test_names_are_compared_by_the_words_that_say_which_place(one: str, other: str, likeness: str) -> None:
    """Spelling, order, short forms and words of kind do not count; other words do, and so do words that set apart."""
    assert RARITY.compare(one, other).likeness == likeness


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Desert View Annex", "Desert View", ("ANNEX",)),
        ("Pecan City Jail", "Pecan County Jail", ("CITY", "COUNTY")),
        ("Oak North", "Oak South", ("NORTH", "SOUTH")),
        ("Pecan Center (Main)", "Pecan Center (Annex)", ("ANNEX", "MAIN")),
        ("Pecan Jail", "Pecan Prison", ()),
    ],
)
def test_words_that_set_places_apart_are_named(one: str, other: str, apart: tuple[str, ...]) -> None:
    """A part of a site, another owner or another wing is not the same place."""
    assert RARITY.compare(one, other).apart == apart


def test_a_name_that_says_only_its_town_says_little() -> None:
    """In a town that both bear, jail and processing centre are not alike; two county jails of one county are."""
    towns = frozenset({"PECAN"})
    assert RARITY.compare("PECAN COUNTY JAIL", "PECAN PROCESSING CENTER", towns).beside_town == "part"
    assert RARITY.compare("PECAN COUNTY JAIL", "PECAN COUNTY PRISON", towns).beside_town == "alike"
    assert RARITY.compare("PECAN COUNTY JAIL", "PECAN PROCESSING CENTER").beside_town == "alike"


@settings(max_examples=120, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(one=st.lists(WORDS, min_size=1, max_size=5), other=st.lists(WORDS, min_size=1, max_size=5))
def test_comparing_is_symmetric_and_a_name_is_like_itself(one: list[str], other: list[str]) -> None:
    """Which of two names comes first changes nothing, and nothing sets a name apart from itself."""
    left, right = " ".join(one), " ".join(other)
    there, back = RARITY.compare(left, right), RARITY.compare(right, left)
    assert (there.likeness, there.apart) == (back.likeness, back.apart)
    assert there.share == pytest.approx(back.share)
    assert RARITY.compare(left, left).likeness == "same"
    assert RARITY.compare(left, left).apart == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("HILBIG", "HILLBIG", True),
        ("MCCLENNAN", "MCCLENANN", True),
        ("CORRECTIO", "CORRECTIONAL", True),
        ("KENDAL", "KENDALL", True),
        ("ALLEN", "ALLENS", True),
        ("OAK", "OAKS", False),
        ("PECAN", "WALNUT", False),
        ("10400", "10250", False),
        ("12345", "12346", False),
    ],
)
def test_a_letter_more_or_less_is_a_slip_and_a_digit_is_not(one: str, other: str, *, same: bool) -> None:
    """Long words may differ by a letter or be cut off; numbers and short words have to be equal."""
    assert same_word(one, other) is same
    assert same_word(other, one) is same


@pytest.mark.parametrize(
    ("name", "types", "code", "function", "firm"),
    [
        ("ABILENE HOLD ROOM", ["IGSA"], None, "hold", True),
        ("PECAN COUNTY JAIL", [], "PECHOLD", "hold", True),
        ("PECAN DISTRICT", ["HOLD"], None, "hold", False),
        ("PECAN COUNTY JAIL", ["HOLD"], None, "hold", False),
        ("PECAN COUNTY JAIL", ["IGSA"], None, "jail", True),
        ("FEDERAL MEDICAL CENTER PECAN", ["BOP"], None, "jail", False),
        ("PECAN MEDICAL CENTER", [], None, "hospital", True),
        ("PECAN COUNTY JUVENILE CENTER", ["IGSA"], None, "juvenile", True),
        ("PECAN INN", [], None, "hotel", True),
        ("JTF CAMP SIX", ["DOD"], None, None, False),
    ],
)
def test_what_a_place_is_for_is_said_by_name_code_or_type(
    name: str, types: list[str], code: str | None, function: str | None, *, firm: bool
) -> None:
    """Name and code are firm; the type that a list gives is not."""
    assert function_of(name, types, code) == (function, firm)


def test_one_spelling_has_no_spelling_of_its_own() -> None:
    """No word that others are spelt as is itself spelt otherwise, so that spelling once is spelling for good."""
    known = wording()
    assert not set(known.spellings.values()) & set(known.spellings)
    assert not set(known.streets.values()) & set(known.streets)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VETERAN'S DR.", ("VETERANS", "DR")),
        ("Sheriff\u2019s Office", ("SHERIFFS", "OFFICE")),
        ("El Salvador: Centro Penitenciario Ñandú", ("EL", "SALVADOR", "CENTRO", "PENITENCIARIO", "NANDU")),
    ],
)
def test_words_are_bare_capitals(text: str, words: tuple[str, ...]) -> None:
    """Accents, apostrophes and punctuation are none of a word."""
    assert plain(text) == words


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("500 HILLBIG RD., CONROE, TX 77301", "500 Hilbig Road, Conroe, TX 77301", "same"),
        ("830 Pine Hill Road, Jena, LA 71342", "830 PINEHILL ROAD, JENA, LA 71342", "same"),
        ("1 Main St Suite 4, Mesa, AZ 85212", "1 MAIN STREET, FLOOR 2, MESA, AZ 85212", "same"),
        ("1 N Main St, Mesa, AZ 85212", "2 N Main St, Mesa, AZ 85212", "differs"),
        ("1 Main St, Mesa, AZ 85212", "1 Oak St, Mesa, AZ 85212", "differs"),
        ("1 Main St, Mesa, AZ 85212", "1 Main St, Tempe, AZ 85999", "elsewhere"),
        ("1 Main St, Mesa, AZ 85212", "1 Main St, Mesa, TX 85212", "elsewhere"),
        ("PO Box 5, Mesa, AZ 85212", "1 Main St, Mesa, AZ 85212", "unknown"),
        ("1 Third St, Mesa, AZ 85212", "1 3rd Street, Mesa, AZ", "same"),
    ],
)
def test_addresses_agree_by_number_and_street(one: str, other: str, agreement: str) -> None:
    """Spelling and floors do not count; number and street do; a box says no building."""
    assert compare_addresses(read_address(one), read_address(other)) == agreement
    assert compare_addresses(read_address(other), read_address(one)) == agreement


def test_an_address_in_one_line_gives_town_state_and_code() -> None:
    """What stands beside the line goes before what is in it, and a state that contradicts the line leaves the line whole."""
    found = read_address("20 Hobo Forks Road, Natchez, MS 39120")
    assert (found.number, found.text, found.city, found.state, found.zip) == (
        "20",
        "20 Hobo Forks Road",
        "Natchez",
        "MS",
        "39120",
    )
    assert read_address("Tulsa |   OK 74128").city == "Tulsa"
    assert read_address("1 Main St, Mesa, AZ 85212", state="TX").text == "1 Main St, Mesa, AZ 85212"
    assert read_address("1 Main St", "Newark", "NJ", "7105").zip == "07105"
    assert read_address("1 Main St", "Newark", "NJ", "7105.0").zip == "07105"
    assert read_address(None, None, None, None) == read_address("")


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(text=st.text(max_size=40), city=st.one_of(st.none(), st.text(max_size=10)))
def test_any_text_is_read_and_compared(text: str, city: str | None) -> None:
    """No address and no name is too odd to read, and each agrees with itself where it says a building."""
    found = read_address(text, city)
    assert compare_addresses(found, found) == ("same" if found.exact else "unknown")
    assert read_name(text).text == text


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ("TX", "TX"),
        ("Texas", "TX"),
        (" new mexico ", "NM"),
        ("CUBA", "CU"),
        ("ID|IN", None),
        ("", None),
        (None, None),
        ("San Salvador", "SAN SALVADOR"),
    ],
)
def test_states_are_held_by_their_letters(given: str | None, state: str | None) -> None:
    """Written out or short it is one state; two at once are none, and another country's are as they are."""
    assert state_of(given) == state
