"""The two tiers: what the register asserts and what it never does, what is said of persons it may hide, and what people's judgements do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.people.linking.making import (
    again,
    deaths,
    estimate,
    groups,
    judged,
    linked,
    mentions,
    register,
    tables,
    world,
)

from habeas.people.linking import Linkage, Settings, link
from habeas.people.linking.levels import COMPARED, WHAT, number
from habeas.people.linking.tiers import against
from habeas.people.linking.vectors import Pairs

SPEAKS_AGAINST = {
    "given": {"differ", "one-of-two"},
    "surname": {"differ", "crossed", "maternal", "paternal"},
    "birth": {"differ", "age-6", "age-3", "date-differs", "date-years", "date-half"},
    "sex": {"differ"},
    "document": {"differ"},
}
SPEAKS_FOR = {"birth": {"date", "date-near", "age"}, "event": {"day", "day-1"}, "document": {"same", "near"}}


@pytest.fixture(scope="module")
def base() -> Linkage:
    """Link the lists of a world; its first list holds some persons twice."""
    return linked(500, 108)


def inside(linkage: Linkage) -> list[dict[str, Any]]:
    """Return the pairs of which both mentions are one register person."""
    tier = register(linkage)
    return [row for row in linkage.pairs.to_pylist() if tier[row["left"]] == tier[row["right"]]]


def only_estimated(linkage: Linkage) -> dict[str, Any]:
    """Return a pair that the estimate joins and the register does not."""
    sure, likely = register(linkage), estimate(linkage)
    return next(
        row for row in linkage.pairs.to_pylist()
        if likely[row["left"]] == likely[row["right"]] and sure[row["left"]] != sure[row["right"]]
    )  # fmt: skip


# --- what the register asserts


def test_the_register_asserts_nothing_that_something_speaks_against(base: Linkage) -> None:
    """In every pair of a register person no level speaks against it, and more than the name speaks for it."""
    pairs = inside(base)
    assert len(pairs) > 50
    for row in pairs:
        said = {one["what"]: one["level"] for one in row["evidence"]}
        assert not [what for what, level in said.items() if level in SPEAKS_AGAINST.get(what, ())]
        assert [what for what, level in said.items() if level in SPEAKS_FOR.get(what, ())]


@pytest.mark.parametrize("what", WHAT)
def test_what_speaks_against_and_for(what: str) -> None:
    """Beside agreement on all else, exactly the levels above hold a pair back; a name alone, even a document of another form, does not assert it."""
    names = COMPARED[WHAT.index(what)].names
    for level in names:
        row = [number(one.what, one.levels[0][0]) if one.what != what else number(what, level) for one in COMPARED]
        pairs = Pairs(np.zeros(1, np.int32), np.ones(1, np.int32), np.array([row], np.int8), np.zeros(1, np.int32))
        assert [level in SPEAKS_AGAINST.get(what, ())] == against(pairs).tolist()
        alone = np.full((1, len(WHAT)), -1, np.int8)
        alone[0, [0, 1]] = [number("given", "both"), number("surname", "both")]
        alone[0, WHAT.index(what)] = number(what, level)
        held = level in SPEAKS_AGAINST.get(what, ()) or level not in SPEAKS_FOR.get(what, ())
        assert [held] == against(replace(pairs, levels=alone)).tolist()


@pytest.mark.parametrize("limit", [0.9, 0.99, 0.998, 0.9995])
def test_the_register_asserts_above_its_threshold_alone(base: Linkage, limit: float) -> None:
    """The weakest joining of every person of the register is surer than asked for; a higher threshold joins nobody anew."""
    made = again(base, settings=Settings(assert_above=limit))
    shared = made.persons.filter(pa.array(made.tiers.register.weakest < np.inf))
    assert (shared["weakest"].to_numpy() > limit).all()
    lower = again(base, settings=Settings(assert_above=limit - 0.05))
    assert lower.tiers.register.count <= made.tiers.register.count


def test_without_a_threshold_a_machine_asserts_nothing(base: Linkage) -> None:
    """Where the settings name none, every mention is a person of its own in the register, and none is hidden; the estimate is the same."""
    made = again(base, settings=Settings(assert_above=None))
    assert len(made) == len(set(register(made).values()))
    assert {0.0} == set(made.persons["hidden"].to_pylist())
    assert estimate(base) == estimate(made)


def test_a_mention_that_two_of_one_list_may_be_is_asserted_with_neither() -> None:
    """Two of one name, age and day on a list, one on another: who of the two it is cannot be known, and the register does not say it."""
    rest = {"name": "Eliseo Ábrego Quintanilla", "age": (30, "2022-04-02"), "event": "2022-04-02", "place": "Apopa"}
    base, _ = world(500, 108).taken(np.ones(len(world(500, 108).truth), bool))
    one, other = base["list"].to_pylist()[0], base["list"].to_pylist()[-1]
    extra = mentions(
        {"list": one, "mention": "x:1", **rest},
        {"list": one, "mention": "x:2", **rest},
        {"list": other, "mention": "x:3", **rest},
    )
    made = link(pa.concat_tables([base, extra]), settings=Settings(each_once=frozenset({one})))
    assert len({register(made)[f"x:{n}"] for n in (1, 2, 3)}) == 3


# --- what is said of those who may be hidden


def test_every_person_of_machines_says_how_many_it_may_hide(base: Linkage) -> None:
    """A register person of one mention hides nobody; of more, it says a chance above nought, the sum of which the summary gives."""
    hidden, weakest = (base.persons[name].to_numpy() for name in ("hidden", "weakest"))
    sizes = np.bincount(base.tiers.register.label)[base.tiers.register.label]
    assert (hidden[sizes == 1] == 0).all()
    assert (weakest[sizes == 1] == 1).all()
    assert (hidden[sizes > 1] > 0).all()
    assert (hidden <= (sizes - 1) * (1 - weakest) + 1e-9).all()
    first = base.tiers.register.label == np.arange(len(base))
    assert base.summary.hidden == pytest.approx(hidden[first].sum())


def test_the_queue_asks_of_every_person_of_machines(base: Linkage) -> None:
    """Each register person of two mentions or more has one pair of kind person in the queue: its weakest."""
    tier = register(base)
    many = {one for one in tier.values() if list(tier.values()).count(one) > 1}
    asked = [row for row in base.doubts.to_pylist() if row["kind"] == "person"]
    assert sorted(many) == sorted(tier[row["left"]] for row in asked)
    values = base.doubts["value"].to_pylist()
    assert values == sorted(values, reverse=True)


# --- judgements


def test_same_joins_and_different_parts(base: Linkage) -> None:
    """What people join is one person in both tiers and hides nobody; what they part is two in both."""
    row = only_estimated(base)
    pair = row["left"], row["right"]
    joined, parted = again(base, judged("same", *pair)), again(base, judged("different", *pair))
    assert register(joined)[pair[0]] == register(joined)[pair[1]]
    assert estimate(joined)[pair[0]] == estimate(joined)[pair[1]]
    for tier in (register(parted), estimate(parted)):
        assert tier[pair[0]] != tier[pair[1]]
    at = joined.keys.index(pair[0])
    if (joined.tiers.register.label == joined.tiers.register.label[at]).sum() == 2:
        assert joined.persons["hidden"][at].as_py() == 0.0
    decided = next(one for one in joined.pairs.to_pylist() if (one["left"], one["right"]) == pair)
    assert decided["decided"]
    assert decided["probability"] == 1.0


def test_what_people_parted_stays_parted_when_rows_move(base: Linkage) -> None:
    """The rows come in another order and are linked anew: the machine's surest pair, which a person parted, is two persons still."""
    row = max(inside(base), key=lambda one: one["probability"])
    order = np.random.default_rng(3).permutation(len(base))
    made = link(base.mentions.take(pa.array(order)), judgements=[judged("different", row["left"], row["right"])])
    for tier in (register(made), estimate(made)):
        assert tier[row["left"]] != tier[row["right"]]


def test_a_judgement_taken_back_leaves_the_earlier_tables(base: Linkage) -> None:
    """With a judgement the tables are others; without it they are the earlier ones byte for byte."""
    row = only_estimated(base)
    before = tables(base)
    assert tables(again(base, judged("same", row["left"], row["right"])))["persons"] != before["persons"]
    assert before == tables(again(base))


def test_unsure_changes_nothing(base: Linkage) -> None:
    """Who is unsure asserts nothing: all tables stay byte for byte."""
    row = inside(base)[0]
    assert tables(base) == tables(again(base, judged("unsure", row["left"], row["right"])))


def test_contradictory_judgements_are_held_in_the_register_only(base: Linkage) -> None:
    """One says same, another different: the register keeps the pair apart, the estimate is as if nobody had spoken, and the contradiction is counted."""
    row = max(inside(base), key=lambda one: one["probability"])
    pair = row["left"], row["right"]
    made = again(base, judged("same", *pair), judged("different", *pair, by="ben"))
    assert register(made)[pair[0]] != register(made)[pair[1]]
    assert estimate(base) == estimate(made)
    assert made.contradictions == 1


def test_people_join_what_no_rule_compared_even_across_the_nameless() -> None:
    """A is the nameless body, and the nameless body is B: the three are one person, though a nameless mention was compared with nobody."""
    made = mentions(
        {"list": "a", "name": "Ana Orantes Mejía"},
        {"list": "b", "name": None, "event": "2022-04-02"},
        {"list": "c", "name": "Rutilio Ábrego"},
        {"list": "c", "name": "Berta Cea"},
    )
    a, nameless, b, c = made["mention"].to_pylist()
    assert len(set(register(link(made)).values())) == 4
    tier = register(link(made, judgements=[judged("same", a, nameless), judged("same", b, nameless, by="ben")]))
    assert tier[a] == tier[nameless] == tier[b] != tier[c]


# --- what cannot be


def test_a_list_that_holds_each_person_once_holds_none_twice(base: Linkage) -> None:
    """Where the owner says so, no two mentions of the list are one person, in either tier and in every draw; said of all lists, of none."""
    lists = base.frame.lists
    once = again(base, settings=Settings(each_once=frozenset(base.lists)))
    assert any(row["same_list"] and row["probability"] > 0.5 for row in base.pairs.to_pylist())
    for label in (once.tiers.register.label, once.tiers.estimate.label, *once.partitions(60, seed=4)):
        pairs = label.astype(np.int64) * len(base.lists) + lists
        assert len(np.unique(pairs)) == len(pairs)


def test_who_died_before_is_not_in_custody_after(base: Linkage) -> None:
    """Somebody who certainly died before another was taken is not that person, in either tier and in every draw."""
    row = max((one for one in inside(base) if _taken(base, one["right"])), key=lambda one: one["probability"])
    made = again(base, statements=deaths((row["left"], "2001-01-01")))
    a, b = (made.keys.index(row[side]) for side in ("left", "right"))
    for label in (made.tiers.register.label, made.tiers.estimate.label, *made.partitions(60, seed=4)):
        assert label[a] != label[b]


def _taken(linkage: Linkage, mention: str) -> bool:
    return linkage.mentions["event_first"][linkage.keys.index(mention)].as_py() is not None


def test_a_death_on_or_after_the_day_is_no_reason(base: Linkage) -> None:
    """Who died later, or on a day that may be later, may be the person in custody: the partition is as without it."""
    row = next(one for one in inside(base) if _taken(base, one["right"]))
    day = base.mentions["event_first"][base.keys.index(row["right"])].as_py()
    made = again(base, statements=deaths((row["left"], day.isoformat())))
    assert groups(register(base).values(), base.keys) == groups(register(made).values(), made.keys)


def test_what_cannot_be_holds_through_a_third_mention_too() -> None:
    """Two of a list that holds each person once are both like one of another list, and too unlike each other to be weighed: they stay two, drawn or not."""
    rest = {"event": "2022-04-02", "place": "Apopa", "sex": "m"}
    base = world(500, 108).mentions
    one, other = "uno", "dos"
    rows: list[dict[str, Any]] = []
    for n, (given, name) in enumerate(
        (("Eliseo", "Ábrego Quintanilla"), ("Tobías", "Cea Landaverde"), ("Rutilio", "Orantes Mejía"))
    ):
        rows.append({"list": one, "mention": f"x{n}:1", "name": f"{given} {name}", "born": "1990-02-03", **rest})
        rows.append({"list": one, "mention": f"x{n}:2", "name": f"{given} {name}", "born": "1961-11-17", **rest})
        rows.append({"list": other, "mention": f"x{n}:3", "name": f"{given} {name}", **rest})
    made = link(
        pa.concat_tables([base, mentions(*rows)]), settings=Settings(each_once=frozenset({one}), assert_above=0.6)
    )
    for label in (made.tiers.register.label, made.tiers.estimate.label, *made.partitions(100, seed=4)):
        for n in range(3):
            a, b = (made.keys.index(f"x{n}:{k}") for k in (1, 2))
            assert label[a] != label[b]
