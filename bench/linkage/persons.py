"""The persons of a world: names as numbers of words, kin, home, birth, and the day on which each was taken. All in arrays, one row a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from linkage.words import COUNTRIES, DEVOUT, MEN, MUNICIPALITIES, WOMEN, surnames
from linkage.worlds import World

Ints = NDArray[np.int32]
Numbers = NDArray[np.signedinteger[Any]]
NONE: Final = -1

_GIVEN: Final = tuple(dict.fromkeys((*MEN, *WOMEN, *DEVOUT)))
_BY_COUNTRY: Final = tuple(surnames(name, 2500) for name in COUNTRIES)
_SURNAMES: Final = tuple(dict.fromkeys(word for names in _BY_COUNTRY for word in names))
VOCABULARY: Final = _GIVEN + _SURNAMES
"""Words by number: given names first, then surnames; a word that is both has two numbers."""
_NUMBERS: Final = {word: n for n, word in enumerate(_GIVEN)}
_FIRST_SURNAME: Final = {word: len(_GIVEN) + n for n, word in enumerate(_SURNAMES)}
SURNAMES: Final = tuple(np.array([_FIRST_SURNAME[word] for word in names], np.int32) for names in _BY_COUNTRY)
"""Numbers of the surnames of each country, commonest first."""

PLACES: Final = tuple(
    (c, department, town)
    for c, name in enumerate(COUNTRIES)
    for department, towns in MUNICIPALITIES[name].items()
    for town in towns.split("|")
)
DEPARTMENTS: Final = tuple(dict.fromkeys((c, department) for c, department, _ in PLACES))


@dataclass(slots=True)
class Persons:
    """Persons in arrays of one length. Words are numbers of VOCABULARY, NONE where there is none; days count from 1970."""

    given: NDArray[np.int32]
    """Three columns."""
    first: Ints
    second: Ints
    female: NDArray[np.bool_]
    born: Ints
    place: Ints
    taken: Ints
    family: Ints

    def __len__(self) -> int:
        return len(self.first)

    def copy(self, names: str, to: Numbers, source: Numbers) -> None:
        """Give some persons what others have, in the fields named."""
        for name in names.split():
            values = getattr(self, name)
            values[to] = values[source]


def zipf(size: int, top: float, bend: float = 7.0) -> NDArray[np.float64]:
    """Weights that fall as 1 / (rank + bend) ** a, with a such that the first has the share ``top`` (Mandelbrot 1953)."""
    ranks = np.arange(size) + bend
    low, high = 0.05, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = ranks**-middle
        low, high = (middle, high) if weights[0] / weights.sum() < top else (low, middle)
    weights = ranks**-low
    return np.asarray(weights / weights.sum())


def _surnames(world: World, rng: np.random.Generator, country: Ints) -> Ints:
    made = np.empty(len(country), np.int32)
    for c, every in enumerate(SURNAMES):
        here = np.flatnonzero(country == c)
        numbers = every[: world.rare_surnames]
        made[here] = numbers[rng.choice(len(numbers), len(here), p=zipf(len(numbers), world.top_surname))]
    return made


def _given(rng: np.random.Generator, female: NDArray[np.bool_]) -> NDArray[np.int32]:
    n = len(female)
    made = np.full((n, 3), NONE, np.int32)
    for sex, names in ((False, MEN), (True, WOMEN)):
        here = np.flatnonzero(female == sex)
        numbers = np.array([_NUMBERS[name] for name in names], np.int32)
        weights = zipf(len(numbers), 0.06, 4.0)
        for column in range(3):
            made[here, column] = numbers[rng.choice(len(numbers), len(here), p=weights)]
    how_many = rng.choice(3, n, p=[0.24, 0.7, 0.06])
    devout = rng.random(n) < 0.02
    made[devout, 1] = [_NUMBERS[DEVOUT[i]] for i in rng.integers(0, len(DEVOUT), devout.sum())]
    made[made[:, 1] == made[:, 0], 1] = NONE
    made[how_many < 1, 1] = NONE
    made[(how_many < 2) | (made[:, 1] == NONE) | (made[:, 2] == made[:, 0]) | (made[:, 2] == made[:, 1]), 2] = NONE
    return made


def _kin(world: World, rng: np.random.Generator, people: Persons) -> None:
    """Make siblings, twins, fathers and sons, and namesakes out of neighbouring rows; rows are shuffled afterwards."""
    n = len(people)
    child = np.flatnonzero(rng.random(n) < world.related / (1 + world.related / 2))
    child = child[child > 0].astype(np.int32)
    people.family[child] = NONE
    head = np.maximum.accumulate(np.where(people.family == NONE, 0, np.arange(n))).astype(np.int32)[child]
    people.family[child] = head
    people.copy("first second place", child, head)
    same = child[rng.random(len(child)) < world.together]
    people.copy("taken", same, people.family[same])
    twin = child[rng.random(len(child)) < world.twins]
    people.copy("born", twin, people.family[twin])
    alone = np.flatnonzero(people.family == np.arange(n))
    son = alone[rng.random(len(alone)) < world.fathers].astype(np.int32)
    father = rng.integers(0, n, len(son)).astype(np.int32)
    ok = (~people.female[father]) & (father != son)
    son, father = son[ok], father[ok]
    people.copy("first place female", son, father)
    people.given[son, 0] = people.given[father, 0]
    people.given[son, 1] = np.where(rng.random(len(son)) < 0.5, people.given[father, 1], people.given[son, 1])
    people.born[son] = people.born[father] + rng.integers(6600, 12000, len(son))
    double = alone[rng.random(len(alone)) < world.namesakes].astype(np.int32)
    other = _whose_name(world, rng, people, len(double))
    people.copy("given first second female", double, other)
    close = double[rng.random(len(double)) < (0.5 if world.design == "hostile" else 0.15)]
    where = other[np.searchsorted(double, close)]
    people.copy("place", close, where)
    people.born[close] = people.born[where] + rng.integers(-900, 900, len(close))


def _whose_name(world: World, rng: np.random.Generator, people: Persons, wanted: int) -> Ints:
    """Draw persons who have namesakes: those with two common surnames and one or two common given names, seldom others; in a hostile world anybody."""
    n = len(people)
    if world.design == "hostile":
        return rng.integers(0, n, wanted).astype(np.int32)
    weight = np.full(n, 0.02)
    for names in (people.first, people.second, people.given[:, 0]):
        share = np.bincount(names + 1, minlength=len(VOCABULARY) + 1) / n
        weight *= np.where(names == NONE, 0.3, share[names + 1] * 100)
    return (
        rng.choice(n, wanted, p=weight / weight.sum()).astype(np.int32)
        if weight.sum()
        else rng.integers(0, n, wanted).astype(np.int32)
    )


def make_persons(persons: int, world: World, rng: np.random.Generator) -> Persons:
    """Make the persons of a world, in an order that says nothing."""
    n = persons
    country = rng.choice(4, n, p=np.array(world.countries)).astype(np.int32)
    female = rng.random(n) < 0.14
    place = np.empty(n, np.int32)
    for c in range(4):
        numbers = np.array([i for i, (at, _, _) in enumerate(PLACES) if at == c], np.int32)
        here = np.flatnonzero(country == c)
        place[here] = numbers[rng.choice(len(numbers), len(here), p=zipf(len(numbers), min(0.12, 3 / len(numbers))))]
    start = int(np.datetime64(world.start, "D").astype(int))
    taken = (start + rng.beta(0.7, 1.4, n) * world.days).astype(np.int32)
    age = 16 + rng.gamma(2.2, 6.5, n)
    people = Persons(
        given=_given(rng, female),
        first=_surnames(world, rng, country),
        second=_surnames(world, rng, country),
        female=female,
        born=(taken - np.minimum(age, 88) * 365.25).astype(np.int32),
        place=place,
        taken=taken,
        family=np.arange(n, dtype=np.int32),
    )
    people.second[rng.random(n) < world.one_surname] = NONE
    _kin(world, rng, people)
    if world.design == "namesakes":
        zero: Any = np.zeros(n, np.int32)
        people.copy("given first second female", np.arange(n, dtype=np.int32), zero)
    people.born[people.born > people.taken - 5000] -= 5000
    order = rng.permutation(n)
    return Persons(*(np.ascontiguousarray(getattr(people, name)[order]) for name in Persons.__slots__))
