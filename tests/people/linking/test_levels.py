"""Levels of agreement: for each one a made-up pair that stands there, compared by Splink on DuckDB, all in one run."""

from __future__ import annotations

from typing import Any

import pytest
from tests.people.linking.making import features, mentions

from habeas.people import names
from habeas.people.linking import database
from habeas.people.linking.features import features as features_of
from habeas.people.linking.levels import COMPARED, NONE, SIZES, WHAT, number

Side = dict[str, Any]


def given(words: str) -> Side:
    """Return features of given names."""
    return {f"{kind}{n}": of for n, word in enumerate(words.split(), 1) for kind, of in _heard("g", "f", word)}


def surname(words: str) -> Side:
    """Return features of surnames."""
    return {f"{kind}{n}": of for n, word in enumerate(words.split(), 1) for kind, of in _heard("s", "k", word)}


def _heard(word: str, sound: str, said: str) -> list[tuple[str, str | None]]:
    return [(word, said), (sound, (names.sound(said) or said) if len(said) > 1 else None)]


def born(day: str) -> Side:
    """Return features of a whole date of birth."""
    year = int(day[:4]) + (int(day[4:6]) - 1) / 12 + int(day[6:]) / 366
    flip = day[:4] + day[6:] + day[4:6] if int(day[6:]) <= 12 and day[6:] != day[4:6] else None
    return {"born": day, "flipped": flip, "born_low": year, "born_high": year}


def aged(low: float, high: float) -> Side:
    """Return features of a birth that an age bounds."""
    return {"born_low": low, "born_high": high}


def event(first: int, last: int | None = None) -> Side:
    """Return features of an event between two days."""
    return {"event_first": first, "event_last": first if last is None else last}


def one(what: str, said: str | None) -> Side:
    """Return one feature."""
    return {what: said}


PAIRS: tuple[tuple[str, str, Side, Side], ...] = (
    ("given", "both", given("jose abel"), given("jose abel")),
    ("given", "both-near", given("jose abel"), given("jose avel")),
    ("given", "both-near", given("jose abel"), given("abel jose")),
    ("given", "both-near", given("jose abel"), given("j abel")),
    ("given", "only", given("abel"), given("abel")),
    ("given", "first", given("jose abel"), given("jose")),
    ("given", "second", given("jose abel"), given("abel")),
    ("given", "near", given("jhonatan"), given("jonatan")),
    ("given", "near", given("jose abel"), given("j")),
    ("given", "near", given("jose alexander"), given("alexandr")),
    ("given", "one-of-two", given("jose abel"), given("jose orlando")),
    ("given", "differ", given("jose"), given("orlando")),
    ("given", "differ", given("jose abel"), given("orlando")),
    ("surname", "both", surname("funes paz"), surname("funes paz")),
    ("surname", "both-near", surname("vasquez paz"), surname("basques paz")),
    ("surname", "both-near", surname("hernandez cardenas"), surname("hernadez cardena")),
    ("surname", "paternal-only", surname("funes paz"), surname("funes")),
    ("surname", "paternal-only", surname("funes"), surname("funes")),
    ("surname", "paternal-only-near", surname("vasquez paz"), surname("basques")),
    ("surname", "swapped", surname("funes paz"), surname("paz funes")),
    ("surname", "maternal-only", surname("funes orantes"), surname("orantes")),
    ("surname", "paternal", surname("funes orantes"), surname("funes lemus")),
    ("surname", "maternal", surname("funes orantes"), surname("lemus orantes")),
    ("surname", "crossed", surname("funes orantes"), surname("orantes lemus")),
    ("surname", "differ", surname("funes orantes"), surname("lemus paz")),
    ("surname", "differ", surname("funes"), surname("lemus")),
    ("birth", "date", born("19900203"), born("19900203")),
    ("birth", "date-near", born("19900203"), born("19900302")),
    ("birth", "date-near", born("19900203"), born("19800203")),
    ("birth", "date-half", born("19900203"), born("19900817")),
    ("birth", "date-half", born("19900203"), born("19550203")),
    ("birth", "date-years", born("19900203"), born("19910817")),
    ("birth", "date-differs", born("19900203"), born("19610817")),
    ("birth", "age", born("19900615"), aged(1990.0, 1991.0)),
    ("birth", "age", aged(1989.5, 1990.5), aged(1990.2, 1991.2)),
    ("birth", "age-1", aged(1988.0, 1989.0), aged(1989.8, 1990.8)),
    ("birth", "age-3", aged(1986.0, 1987.0), aged(1989.8, 1990.8)),
    ("birth", "age-6", aged(1983.0, 1984.0), aged(1989.8, 1990.8)),
    ("birth", "differ", aged(1973.0, 1974.0), aged(1989.8, 1990.8)),
    ("event", "day", event(100), event(100)),
    ("event", "day", event(90, 120), event(100)),
    ("event", "day-1", event(100), event(101)),
    ("event", "day-4", event(100), event(104)),
    ("event", "day-10", event(100, 105), event(115)),
    ("event", "day-40", event(100), event(140)),
    ("event", "differ", event(100), event(141)),
    ("place", "same", one("place", "apopa"), one("place", "apopa")),
    ("place", "near", one("place", "apopa"), one("place", "apopa san salvador")),
    ("place", "near", one("place", "soyapango"), one("place", "soyapamgo")),
    ("place", "differ", one("place", "apopa"), one("place", "perquin")),
    ("sex", "same", one("sex", "f"), one("sex", "f")),
    ("sex", "differ", one("sex", "f"), one("sex", "m")),
    ("nation", "same", one("nation", "ve"), one("nation", "ve")),
    ("nation", "differ", one("nation", "ve"), one("nation", "sv")),
    ("document", "same", one("document", "048712365"), one("document", "048712365")),
    ("document", "near", one("document", "048712365"), one("document", "048712385")),
    ("document", "differ", one("document", "048712365"), one("document", "991112385")),
    ("document", "differ", one("document", "04871"), one("document", "04872")),
)


@pytest.fixture(scope="module")
def levels() -> dict[int, dict[str, int]]:
    """Compare each pair forwards and backwards, and each side with a mention that is silent, all in one run."""
    rows: list[Side] = [side for *_, left, right in PAIRS for side in (left, right)]
    backwards = [side for *_, left, right in PAIRS for side in (right, left)]
    table = features(*rows, *backwards, {})
    n = len(rows)
    left = [*range(0, 2 * n, 2), *range(n)]
    right = [*range(1, 2 * n, 2), *([2 * n] * n)]
    with database.opened(table, "200MB") as connection:
        found = database.given(connection, left, right)
    place = {
        (int(a), int(b)): dict(zip(WHAT, row.tolist(), strict=True))
        for a, b, row in zip(found.left, found.right, found.levels, strict=True)
    }
    return {k: place[a, b] for k, (a, b) in enumerate(zip(left, right, strict=True))}


def said(what: str, level: int) -> str:
    """Return the word of a level."""
    return "silent" if level == NONE else COMPARED[WHAT.index(what)].names[level]


@pytest.mark.parametrize(
    "n", range(len(PAIRS)), ids=[f"{what}-{level}-{n}" for n, (what, level, *_) in enumerate(PAIRS)]
)
def test_a_pair_stands_at_its_level_whichever_comes_first(levels: dict[int, dict[str, int]], n: int) -> None:
    """Each pair stands at the level it was made for, in both orders, and says nothing of what it does not say."""
    what, level, *_ = PAIRS[n]
    for at in (n, len(PAIRS) + n):
        assert level == said(what, levels[at][what])
        assert {NONE} == {found for other, found in levels[at].items() if other != what}


def test_every_level_has_a_pair() -> None:
    """There is a pair above for every level but the one that is learned."""
    every = {(one.what, name) for one in COMPARED for name in one.names} - {("place", "related")}
    assert every == {(what, level) for what, level, *_ in PAIRS}
    assert [len(one.names) for one in COMPARED] == list(SIZES)
    assert number("surname", "differ") == 0


def test_silence_has_no_level(levels: dict[int, dict[str, int]]) -> None:
    """Where one side says nothing, nothing is compared, whatever the other side says."""
    for at in range(2 * len(PAIRS), 4 * len(PAIRS)):
        assert {NONE} == set(levels[at].values())


def test_an_age_is_a_year_of_birth() -> None:
    """Who is 30 on a day was born more than 30 and at most 31 years before it; a span of ages widens that, a date of birth goes before an age."""
    table = mentions(
        {"list": "a", "name": "Ana Paz", "age": (30, "2022-07-01")},
        {"list": "a", "name": "Ana Paz", "age": (30, "2022-07-01"), "born": "1991-07-02"},
        {"list": "a", "name": "Ana Paz"},
    )
    made = features_of(table, ["a"], names.parse(table))
    assert [
        (low and round(low, 2), high and round(high, 2))
        for low, high in zip(made["born_low"].to_pylist(), made["born_high"].to_pylist(), strict=True)
    ] == [(1991.5, 1992.5), (1991.5, 1991.5), (None, None)]
    assert made["born"].to_pylist() == [None, "19910702", None]
    assert made["flipped"].to_pylist() == [None, "19910207", None]


def test_a_nickname_is_the_name_it_stands_for_and_the_nameless_have_no_features() -> None:
    """Features hold the words that names stand for; of NN nothing of the name is left."""
    table = mentions({"list": "a", "name": "Chepe Vásquez"}, {"list": "a", "name": None, "born": "1990-02-03"})
    made = features_of(table, ["a"], names.parse(table)).to_pylist()
    assert (made[0]["g1"], made[0]["s1"], made[0]["k1"]) == ("jose", "vasquez", names.sound("vasquez"))
    assert {None} == {made[1][name] for name in ("g1", "f1", "s1", "k1", "a1")}
    assert made[1]["born"] == "19900203"
