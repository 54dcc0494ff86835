"""The model: kin are no matches, and a frequent name says less than a rare one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.people.linking.making import estimate, key, mentions, register, world

from habeas.people.linking import Linkage, link
from habeas.people.linking.model import priors

LISTS = ("leaked", "family")


def person(number: int, name: str, **rest: Any) -> list[dict[str, Any]]:
    """Return a person's mentions, one on each of the two lists."""
    return [{"list": of, "mention": key(f"made-{of}", number), "name": name, "sex": "m", **rest} for of in LISTS]


DAY = {"event": "2022-04-02", "place": "Apopa"}
PEOPLE = (
    person(0, "José Abel Orantes Mejía", born="1990-02-03", **DAY),
    person(1, "Rutilio Antonio Orantes Mejía", born="1992-09-17", **DAY),
    person(2, "Eliseo Ábrego Quintanilla", born="1962-03-01", **DAY),
    person(3, "Eliseo Ábrego Quintanilla", born="1999-08-21", **DAY),
    person(4, "Kevin Josué Barahona Umaña", born="1997-05-05", **DAY),
    person(5, "Brayan Alexis Barahona Umaña", born="1997-05-05", **DAY),
    person(6, "Carlos Hernández"),
    person(7, "Carlos Menjívar"),
    person(8, "Tobías Cea Landaverde", born="1958-01-30", **DAY),
    person(9, "Tobías Cea Landaverde", born="1994-06-11", event="2022-06-20", place="Apopa"),
)
"""Brothers taken on one day; a father and his son of one name taken on one day; twins; two men of one given name, with a frequent and a rare surname, the maternal
one missing; a father and his son of one name taken on two days."""


@pytest.fixture(scope="module")
def village() -> Linkage:
    """Link these people among those of a world."""
    base = world(500, 103, "salvador").mentions
    assert set(LISTS) <= set(base["list"].to_pylist())
    return link(pa.concat_tables([base, mentions(*(row for of in PEOPLE for row in of))]))


def of(number: int) -> tuple[str, str]:
    """Return the keys of a person's two mentions."""
    one, other = (key(f"made-{name}", number) for name in LISTS)
    return one, other


@pytest.mark.parametrize(("one", "other"), [(0, 1), (4, 5)], ids=["brothers", "twins"])
def test_kin_stay_two_persons(village: Linkage, one: int, other: int) -> None:
    """Who shares surnames, day and place is not one person with his kin, in either tier, and each is found on both lists."""
    for tier in (estimate(village), register(village)):
        assert tier[of(one)[0]] != tier[of(other)[0]]
        assert tier[of(one)[0]] != tier[of(other)[1]]
    assert estimate(village)[of(one)[0]] == estimate(village)[of(one)[1]]
    assert estimate(village)[of(other)[0]] == estimate(village)[of(other)[1]]


@pytest.mark.parametrize(("father", "son"), [(2, 3), (8, 9)], ids=["on one day", "on two days"])
def test_the_register_keeps_a_father_and_a_son_of_one_name_apart(village: Linkage, father: int, son: int) -> None:
    """Their dates of birth speak against one person, so that no machine asserts it, and the queue asks; each is found on both lists.

    The estimate may take them for one person whose date one list has wrong: the class of kin shares surnames, and no given names (docs/linkage.md, limits).
    """
    tier = register(village)
    assert {tier[of(father)[0]]} == {tier[one] for one in of(father)}
    assert {tier[of(son)[0]]} == {tier[one] for one in of(son)}
    assert tier[of(father)[0]] != tier[of(son)[0]]
    mine = set(of(father) + of(son))
    asked = village.doubts.to_pylist()
    assert any({row["left"], row["right"]} <= mine and row["kind"] == "pair" for row in asked)


def test_kin_weigh_less_than_strangers_would(village: Linkage) -> None:
    """The same agreement of surnames, day and place says less as soon as kin are thought of: the pair of brothers weighs under even odds."""
    pairs = {
        frozenset((left, right)): probability
        for left, right, probability in zip(
            *(village.pairs[name].to_pylist() for name in ("left", "right", "probability")), strict=True
        )
    }
    assert pairs.get(frozenset((of(0)[0], of(1)[1])), 0.0) < 0.05
    assert pairs[frozenset(of(0))] > 0.95


def test_a_frequent_surname_weighs_less_than_a_rare_one(village: Linkage) -> None:
    """Two mentions of a given name and one surname, the other missing on both: Hernández weighs less by what it is more frequent than Menjívar."""
    rows = {frozenset((row["left"], row["right"])): row for row in village.pairs.to_pylist()}
    frequent, rare = rows[frozenset(of(6))], rows[frozenset(of(7))]
    levels = [[(one["what"], one["level"]) for one in row["evidence"]] for row in (frequent, rare)]
    assert [("given", "only"), ("surname", "paternal-only"), ("sex", "same")] == levels[0] == levels[1]
    rarity = [next(one["rare"] for one in row["evidence"] if one["what"] == "surname") for row in (frequent, rare)]
    sounds = village.features["k1"].to_pylist() + village.features["k2"].to_pylist()
    keys = [village.features["k1"].to_pylist()[village.keys.index(of(n)[0])] for n in (6, 7)]
    counts = [sounds.count(one) + 0.5 for one in keys]
    assert rarity[1] - rarity[0] == pytest.approx(np.log2(counts[0] / counts[1]), rel=1e-4)
    # Weighed against kin too, for whom a shared surname says nothing, so that not all of it arrives.
    assert 1.0 < rare["weight"] - frequent["weight"] <= rarity[1] - rarity[0] + 1e-4


def test_probabilities_are_made_less_sure_than_the_model_is() -> None:
    """Calibration pulls both ends towards the middle, and keeps the order."""
    chances = np.array([1e-6, 0.01, 0.3, 0.5, 0.9, 0.999999])
    made = priors().calibrated(chances)
    assert (np.diff(made) > 0).all()
    assert made[0] > chances[0]
    assert made[-1] < chances[-1]
