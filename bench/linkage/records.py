"""What one list writes of the persons that it holds: their names in its layout, dates, ages, places, with its errors, in arrays."""

# ruff: noqa: SIM905 - lists of words read best as lines of words
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from linkage.persons import NONE, PLACES, VOCABULARY, Ints, Persons
from linkage.spelling import (
    BY_EAR,
    BY_HAND,
    BY_SCANNER,
    CODES,
    CUT,
    INITIAL,
    NICKNAME,
    SHORT,
    WAYS,
    bare,
    mojibake,
    spell,
)
from linkage.words import ABBREVIATED, QUARTERS
from linkage.worlds import ListDesign

Bools = NDArray[np.bool_]
COLUMNS: Final = (
    "name_raw",
    "given",
    "surname1",
    "surname2",
    "dob",
    "age",
    "report_date",
    "sex",
    "place",
    "event_date",
)
PARTICLES: Final = frozenset("de del la las los san santa da dos y".split())
FILLERS: Final = ("00000000-0", "99999999-9", "S/N", "12345678-9", "NO PORTA")
NAMELESS: Final = ("NN", "DESCONOCIDO", "N/N", "Sin nombre", "No identificado", "XX")
LINE: Final = 28
"""Letters of a name on a flight list."""


@dataclass(slots=True)
class Hand:
    """Who writes a list: its design, chance, and how a word looks in its hand."""

    design: ListDesign
    rng: np.random.Generator

    def at(self, share: float, n: int) -> Bools:
        """Draw the records that something happens to."""
        return np.asarray(self.rng.random(n) < share)

    def cased(self, word: str) -> str:
        """Write a word in the list's case; particles stay small in titles."""
        if self.design.case == "upper":
            return word.upper()
        return word


def _styled(hand: Hand, words: Ints, codes: Ints) -> pa.Array:
    """Spell words with their faults, in the list's case, with or without accents, and through its codec; NONE is null."""
    n = len(words)
    bared, broken = hand.at(1 - hand.design.accents, n), hand.at(hand.design.mojibake, n)
    keys = ((words.astype(np.int64) * CODES + codes) * 2 + bared) * 2 + broken
    keys[words == NONE] = -1
    unique, where = np.unique(keys, return_inverse=True)
    made: list[str | None] = []
    for key in unique.tolist():
        if key < 0:
            made.append(None)
            continue
        rest, wrong = divmod(key, 2)
        rest, plain = divmod(rest, 2)
        number, code = divmod(rest, CODES)
        word = spell(VOCABULARY[number], code)
        word = hand.cased(bare(word) if plain else word)
        made.append(mojibake(word) if wrong else word)
    return pa.array(made, pa.string()).take(pa.array(where.reshape(-1)))


def _faults(hand: Hand, n: int) -> Ints:
    """Draw a code of fault for each of n words."""
    d, draw = hand.design, hand.rng.random(n)
    ways = hand.rng.integers(0, WAYS, n)
    kinds = np.searchsorted(np.cumsum([d.ear, d.scanner, d.hand, d.cut]), draw, side="right")
    codes = np.array([BY_EAR, BY_SCANNER, BY_HAND, CUT, 0])[kinds]
    return np.where(kinds < 3, codes + ways, codes).astype(np.int32)


def _given(hand: Hand, people: Persons, who: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the given names that the list writes and their codes, three columns each."""
    d, n = hand.design, len(who)
    given = people.given[who].copy()
    two = given[:, 1] != NONE
    swap, only, drop = two & hand.at(d.swap_given, n), two & hand.at(d.only_second, n), two & hand.at(d.drop_second, n)
    given[swap, :2] = given[swap, 1::-1]
    given[only, 0] = given[only, 1]
    given[only | drop, 1] = NONE
    given[only | hand.at(2 * d.drop_second, n), 2] = NONE
    codes = np.stack([_faults(hand, n) for _ in range(3)], axis=1)
    codes[hand.at(d.nickname, n), 0] = NICKNAME
    short = hand.at(d.short, n)
    codes[short, 0] = SHORT
    codes[hand.at(d.initial, n), 1] = INITIAL
    return given, codes


def _surnames(hand: Hand, people: Persons, who: Ints) -> tuple[Ints, Ints, Bools]:
    """Return first and second surname as the list takes them, and who is written with a husband's name."""
    d, n = hand.design, len(who)
    first, second = people.first[who].copy(), people.second[who].copy()
    both = second != NONE
    married = people.female[who] & hand.at(d.married, n)
    swapped, orphan = both & hand.at(d.swap_surnames, n), both & hand.at(d.no_paternal, n)
    first[swapped], second[swapped] = second[swapped], first[swapped]
    first[orphan] = second[orphan]
    second[orphan | hand.at(d.no_maternal, n)] = NONE
    husband = people.first[hand.rng.integers(0, len(people), n)]
    second[married] = husband[married]
    return first, second, married


def _no_particle(hand: Hand, names: pa.Array) -> pa.Array:
    """Leave out the particles of some compound surnames."""
    cut = pc.replace_substring_regex(names, r"(?i)^(?:de |del |la |los |las )+", "")
    return pc.if_else(pa.array(hand.at(hand.design.no_particle, len(names))), cut, names)


def _join(*parts: pa.Array, between: str = " ") -> pa.Array:
    return pc.binary_join_element_wise(*parts, between, null_handling="skip")


def naive(name: str, surnames_first: bool) -> tuple[str, str, str]:
    """Split a name in one string as a careless import does: the last two words are surnames, particles going with the word after them."""
    words: list[str] = []
    held = ""
    for word in name.split():
        held = f"{held} {word}" if held else word
        if word.lower() not in PARTICLES:
            words.append(held)
            held = ""
    if held:
        words.append(held)
    if surnames_first:
        one = words[:2] if len(words) > 2 else words[:1]
        return " ".join(words[len(one) :]), one[0] if one else "", one[1] if len(one) > 1 else ""
    if len(words) > 2:
        return " ".join(words[:-2]), words[-2], words[-1]
    return words[0] if words else "", words[1] if len(words) > 1 else "", ""


def _split(names: pa.Array, surnames_first: bool) -> tuple[pa.Array, pa.Array, pa.Array]:
    parts = [naive(name, surnames_first) for name in names.to_pylist()]
    return tuple(pa.array([part[i] for part in parts], pa.string()) for i in range(3))


def _names(hand: Hand, people: Persons, who: Ints) -> dict[str, pa.Array]:
    """Write names in the list's layout and split them as its columns do."""
    d, n = hand.design, len(who)
    numbers, codes = _given(hand, people, who)
    given = _join(*(_styled(hand, numbers[:, i], codes[:, i]) for i in range(3)))
    first, second, married = _surnames(hand, people, who)
    short = np.where(hand.at(d.short, n), SHORT, 0).astype(np.int32)
    one = _no_particle(hand, _styled(hand, first, np.where(short, short, _faults(hand, n))))
    two = _no_particle(hand, _styled(hand, second, np.where(short, short, _faults(hand, n))))
    two = pc.if_else(pa.array(married), pc.binary_join_element_wise(hand.cased("de"), two, " "), two)
    if d.form == "slash":
        raw = pc.utf8_slice_codeunits(_join(_join(one, two), given, between="/"), 0, LINE)
        given = pc.utf8_slice_codeunits(given, 0, LINE)
        written = pc.list_element(pc.split_pattern(pc.binary_join_element_wise(raw, "", "/"), "/"), 1)
        return {"name_raw": raw, "given": pc.utf8_trim_whitespace(written), "surname1": one, "surname2": two}
    if d.form == "comma":
        return {
            "name_raw": _join(_join(one, two), given, between=", "),
            "given": given,
            "surname1": one,
            "surname2": two,
        }
    if d.form == "pipes":
        raw = pc.binary_join_element_wise(given, one, pc.fill_null(two, ""), " | ")
        return {"name_raw": pc.utf8_trim(raw, " |"), "given": given, "surname1": one, "surname2": two}
    raw = _join(one, two, given) if d.form == "surnames-first" else _join(given, one, two)
    return dict(zip(COLUMNS[:4], (raw, *_split(raw, d.form == "surnames-first")), strict=True))


def _days(values: NDArray[Any], missing: Bools) -> pa.Array:
    return pc.cast(pa.array(values.astype("datetime64[D]"), mask=missing), pa.string())


def _born(hand: Hand, people: Persons, who: Ints) -> pa.Array:
    """Dates of birth with day and month flipped, years off by one or ten, days off, or filled in for want of better."""
    d, n = hand.design, len(who)
    born = people.born[who].astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    day, number = (born - month).astype(int), month.astype(int) % 12
    flip = hand.at(d.flipped, n) & (day < 12)
    flipped = (month.astype("datetime64[Y]").astype("datetime64[M]") + day).astype("datetime64[D]") + number
    born = np.where(flip, flipped, born)
    years = np.where(hand.at(d.year_off, n), hand.rng.choice([-1, 1], n), 0) + np.where(
        hand.at(d.decade_off, n), hand.rng.choice([-10, 10], n), 0
    )
    moved = (born.astype("datetime64[M]") + 12 * years).astype("datetime64[D]") + (
        born - born.astype("datetime64[M]").astype("datetime64[D]")
    )
    born = np.where(years != 0, moved, born) + np.where(
        hand.at(d.day_off, n), hand.rng.choice([-10, -2, -1, 1, 2, 10], n), 0
    )
    born = np.where(hand.at(d.filler_born, n), np.datetime64("1900-01-01"), born)
    return _days(born, ~hand.at(d.born, n))


def _sexes(hand: Hand, people: Persons, who: Ints) -> pa.Array:
    d, n = hand.design, len(who)
    said = people.female[who] ^ hand.at(d.wrong_sex, n)
    return pa.array(np.where(said, "F", "M"), mask=hand.at(d.no_sex, n), type=pa.string())


def _place(place: int, way: int) -> str:
    """Name a place in one of the ways: town, shortened, quarter with and without town, department, and misspelled in WAYS ways."""
    _, department, town = PLACES[place]
    if way == 1:
        for long, brief in ABBREVIATED.items():
            if town.startswith(long):
                return brief + town[len(long) :]
        return town
    if way == 2:
        return QUARTERS[place % len(QUARTERS)]
    if way == 3:
        quarter = QUARTERS[(place * 7 + 3) % len(QUARTERS)]
        return f"{quarter}, {town}" if place % 2 else f"{town}, {quarter}"
    if way == 4:
        return department
    if way > 4:
        return spell(town, (BY_EAR, BY_SCANNER, BY_HAND)[way % 3] + way % WAYS)
    return town


def _places(hand: Hand, people: Persons, who: Ints) -> pa.Array:
    d, n = hand.design, len(who)
    place = np.where(hand.at(d.elsewhere, n), hand.rng.integers(0, len(PLACES), n), people.place[who])
    edges = np.cumsum([d.short_place, d.quarter / 3, d.quarter * 2 / 3, d.department, d.place_fault])
    drawn = np.searchsorted(edges, hand.rng.random(n), side="right")
    way = np.array([1, 2, 3, 4, 5, 0])[drawn] + np.where(drawn == 4, hand.rng.integers(0, 12, n), 0)
    bared = hand.at(1 - d.accents, n)
    keys = (place.astype(np.int64) * 20 + way) * 2 + bared
    unique, where = np.unique(keys, return_inverse=True)
    made = []
    for key in unique.tolist():
        rest, plain = divmod(key, 2)
        text = _place(*divmod(rest, 20))
        made.append(hand.cased(bare(text) if plain else text))
    texts = pa.array(made, pa.string()).take(pa.array(where.reshape(-1)))
    return pc.if_else(pa.array(hand.at(d.no_place, n)), pa.scalar(None, pa.string()), texts)


def _documents(hand: Hand, who: Ints) -> pa.Array:
    """Document numbers, the same for a person on every list, with fillers."""
    d, n = hand.design, len(who)
    number = (who.astype(np.int64) * 2654435761 + 1234567) % 100_000_000
    digits = pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), 8, "0")
    real = pc.binary_join_element_wise(digits, pc.cast(pa.array(number % 9), pa.string()), "-")
    filled = pa.array(FILLERS).take(pa.array(hand.rng.integers(0, len(FILLERS), n)))
    said = pc.if_else(pa.array(hand.at(d.filler_documents, n)), filled, real)
    return pc.if_else(pa.array(hand.at(d.documents, n)), said, pa.scalar(None, pa.string()))


def _nameless(hand: Hand, names: dict[str, pa.Array]) -> dict[str, pa.Array]:
    n = len(names["given"])
    lost = pa.array(hand.at(hand.design.nameless, n))
    filler = pa.array(NAMELESS).take(pa.array(hand.rng.integers(0, len(NAMELESS), n)))
    made = {key: pc.if_else(lost, "", pc.fill_null(values, "")) for key, values in names.items()}
    return made | {key: pc.if_else(lost, filler, made[key]) for key in ("name_raw", "given")}


def write_list(hand: Hand, people: Persons, who: Ints, documents: bool) -> pa.Table:
    """Write the records of the persons numbered, one each, in that order, with the truth."""
    d, n = hand.design, len(who)
    taken = people.taken[who]
    report = taken + np.minimum(hand.rng.gamma(1.2, d.lag / 0.9, n), 900).astype(np.int32)
    age = (report - people.born[who]) // 365.2425
    age = age + np.where(hand.at(d.age_off, n), hand.rng.choice([-3, -2, -1, -1, 1, 1, 2, 3], n), 0)
    born = _born(hand, people, who)
    event = taken + np.where(hand.at(d.event_off, n), hand.rng.choice([-3, -2, -1, 1, 2, 3, 4, 5], n), 0)
    no_age = ~hand.at(d.aged, n) | pc.is_valid(born).to_numpy(zero_copy_only=False)
    columns = {
        "list": pa.array([d.name], pa.string()).take(pa.array(np.zeros(n, np.int32))),
        **_nameless(hand, _names(hand, people, who)),
        "dob": born,
        "age": pa.array(age.astype(np.int32), mask=no_age),
        "report_date": _days(report, hand.at(d.no_report, n)),
        "sex": _sexes(hand, people, who),
        "place": _places(hand, people, who),
        "event_date": _days(event, hand.at(d.no_event, n)),
        "truth": pa.array(who),
    }
    if documents:
        columns["document"] = _documents(hand, who)
    return pa.table(columns)


__all__ = ["COLUMNS", "Hand", "naive", "write_list"]
