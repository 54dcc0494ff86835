"""The example's lists of invented persons: the same bytes every time, said to be invented, and holding what they are made to hold."""

from __future__ import annotations

import csv
import importlib
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Final

import pyarrow as pa
import yaml

from habeas.custody.orders import find_orders, read_orders
from habeas.custody.persons import build_persons, read_laws
from habeas.estimation.mse import linked
from habeas.people.groups import Range, match_groups, read_groups
from habeas.people.linking import Settings, link
from habeas.people.lists import Lists, read_lists

ROOT: Final = Path(__file__).parents[2]
CASE: Final = ROOT / "examples" / "el-salvador"
LISTS: Final = ("families", "court", "flight", "deaths")


sys.path.insert(0, str(CASE))


def maker() -> ModuleType:
    """Return the script that makes the lists."""
    return importlib.import_module("make_lists")


def invented() -> ModuleType:
    """Return what the script knows of the persons."""
    return importlib.import_module("invented_persons")


@cache
def made() -> Sequence[Any]:
    """Return the invented persons, as they really were."""
    return tuple(invented().persons(Random(maker().SEED)))  # noqa: S311 - the same persons every time


@cache
def rows(name: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of a list."""
    with (CASE / "lists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def truth() -> Mapping[tuple[str, int], str]:
    """Return whose each row is."""
    with (Path(__file__).parent / "el-salvador-lists.truth.csv").open(encoding="utf-8", newline="") as file:
        return {(one["list"], int(one["row"])): one["person"] for one in csv.DictReader(file)}


@cache
def people() -> Mapping[str, Any]:
    """Return what the case says of lists, groups and orders."""
    return tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))


def test_the_lists_are_what_the_script_makes() -> None:
    """No row was changed by hand, and no clock is read."""
    files = maker().files()
    assert len(files) == len(LISTS) + 1
    assert [path for path, content in files.items() if path.read_bytes() != content] == []


def test_how_many_persons_are_on_no_list_is_told() -> None:
    """What an estimate is held against is what the script makes and the README says; no row of a list hangs on it."""
    assert maker().unlisted() == 33
    readme = " ".join((CASE / "lists" / "README.md").read_text(encoding="utf-8").split())
    assert "33 are on no list. 333 persons" in readme
    assert "33 no están en ninguna lista" in readme


def test_every_row_is_somebodys() -> None:
    """The truth has one person for each row; about 300 persons, many on several lists, some twice on one."""
    assert {(name, at) for name in LISTS for at, _ in enumerate(rows(name), 2)} == set(truth())
    on: dict[str, Counter[str]] = defaultdict(Counter)
    for (name, _), person in truth().items():
        on[person][name] += 1
    known = [one for one in on if "nobody" not in one]
    assert len(known) == 300
    assert sum(len(on[one]) > 1 for one in known) > 120
    assert sum(max(on[one].values()) > 1 for one in known) == 8
    assert len(on) - len(known) == 5


def test_every_list_says_that_its_persons_are_invented() -> None:
    """Title and citation of each list, the groups of its persons, and the README say it, in both languages."""
    for name in LISTS:
        said = yaml.safe_load((CASE / "lists" / f"{name}.csv.source.yaml").read_text(encoding="utf-8"))
        assert "INVENTED" in said["title"]
        assert "no person, court, prison, flight or document in it exists" in said["citation"]
        assert said["sensitivity"] == "restricted"
    readme = (CASE / "lists" / "README.md").read_text(encoding="utf-8")
    assert "**Nobody in these lists exists.**" in readme
    assert "**Nadie en estas listas existe.**" in readme


def test_groups_of_invented_persons_are_labelled_and_no_list_is_of_a_real_group() -> None:
    """A reader meets the word with every figure: a group that takes members from the lists says INVENTED in its name."""
    groups, problems = read_groups(people()["groups"])
    assert problems == ()
    for one in groups:
        takes = bool(one.lists or one.fixed_by or one.conditions)
        assert takes == one.en.startswith("INVENTED: ") == one.es.startswith("INVENTADO: ")
        assert one.note is not None
    assert {one.claim for group in groups if not group.en.startswith("INVENTED") for one in group.counts} >= {
        "cbs-238", "cnn-261", "cnn-23",
    }  # fmt: skip


def test_the_lists_hold_what_an_investigation_meets() -> None:
    """Somebody vanishes from a list, is held past an order of release, is flown after the order and on its day, is seen elsewhere."""
    both = [one for one in made() if {"court", "families"} <= one.lists]
    assert sum(one.delisted is not None for one in made()) >= 5
    assert sum(bool(one.freed_by and one.seen and one.seen > one.freed_by) for one in both) >= 5
    assert sum(one.heard is None for one in made() if one.court) >= 20
    assert sum(bool(one.seen and (one.seen - one.taken).days == 3 and one.seen_at != one.held) for one in both) >= 3
    petitioned = Counter(one.flight for one in made() if one.petition and "flight" in one.lists)
    assert all(petitioned[flight] >= 3 for flight in invented().FLIGHTS)
    assert {day < invented().ORDER for day in invented().FLIGHTS.values()} == {True, False}


@cache
def read() -> Lists:
    """Return the lists as the product reads them."""
    told = {one["source"]: one for one in people()["lists"]}
    known = {"kind", "authority", "official"}
    return read_lists(
        [CASE / "lists" / f"{name}.csv" for name in LISTS],
        mapping={CASE / "lists" / "flight.csv": CASE / "lists" / "flight.toml"},
        about={name: {each: one[each] for each in one.keys() & known} for name, one in told.items()},
    )


@cache
def known() -> pa.Table:
    """Return who is who, as a partition."""
    mentions = read().mentions
    rows_of = zip(mentions["list"].to_pylist(), mentions["row"].to_pylist(), strict=True)
    whose = pa.array([f"P-{truth()[one]}" for one in rows_of])
    return pa.table({"mention": mentions["mention"], "person": whose, "estimate": whose})


def test_every_row_is_read_and_every_cell_understood() -> None:
    """No problem is left, only notes on what links nobody."""
    assert read().problems == ()
    assert read().mentions.num_rows == len(truth()) == read().rows
    assert read().set_aside == 0


def test_groups_are_identified_as_far_as_the_truth_says() -> None:
    """With everybody known who they are, the identified are those whom the flight list names; the possible were there too, or not."""
    groups, _ = read_groups(people()["groups"])
    states = {one.group.id: one for one in match_groups(groups, read().mentions, read().statements, known())}
    flown = {person for (name, _), person in truth().items() if name == "flight" and "nobody" not in person}
    state = states["invented-flights"]
    assert {f"P-{one}" for one in flown} == {one.person for one in state.register.of("certain")}
    assert state.identified.low == len(flown)
    assert (state.size, state.unnamed) == (Range(121, 131), 3)
    assert all(int(one.person[2:]) < invented().REMOVED for one in state.register.of("possible"))
    assert [one.key for each in states.values() for one in each.findings if one.gravity != "note"] == ["no-claim"] * 4
    assert states["transfer-2025-03"].register.members == ()


def test_orders_find_what_the_lists_were_made_to_hold() -> None:
    """Removals after the order and on its day, custody past an order of release, and custody for which no source shows an order."""
    groups, _ = read_groups(people()["groups"])
    states = match_groups(groups, read().mentions, read().statements, known())
    orders, problems = read_orders(people()["orders"])
    register = build_persons(
        known(), read().mentions, read().statements, lists=read().lists, laws=read_laws(CASE / "law.toml").laws
    )
    assert problems == ()
    found = Counter((one.kind, one.answer) for one in find_orders(orders, register.persons, states))
    flown = Counter(invented().FLIGHTS[one.flight] for one in made() if one.petition and "flight" in one.lists)
    assert found["forbidden", "certain"] == sum(n for day, n in flown.items() if day > invented().ORDER)
    assert found["forbidden", "possible"] == flown[invented().ORDER]
    assert found["past-release", "certain"] >= 10
    assert found["no-order", "certain"] >= 50


def test_no_list_writes_a_name_as_another_does() -> None:
    """Lists differ in form; the errors are there to be met."""
    assert all("/" in one["PAX"] for one in rows("flight") if one["PAX"] != "NN")
    assert all(one["PAX"] == one["PAX"].upper() for one in rows("flight"))
    assert {"Primer apellido", "Segundo apellido", "Nombres"} <= set(rows("court")[0])
    assert sum(len(one["Nombre completo"].split()) == 2 for one in rows("families")) > 10
    filled = {name: sum(bool(one[name]) for one in rows("court")) / len(rows("court")) for name in rows("court")[0]}
    assert min(filled.values()) < 0.1
    assert max(filled.values()) > 0.9


def test_an_estimate_from_the_linked_lists_holds_everybody_with_the_doubt_about_links_inside() -> None:
    """All whom a list names and all who are on none are within the interval; the links are part of its width and not the most of it."""
    linkage = link(
        read().mentions,
        lists=read().lists,
        statements=read().said("died_when"),
        settings=Settings(assert_above=None),
    )
    named = len({one for one in truth().values() if "nobody" not in one})
    whole = named + maker().unlisted()
    for without in ((), ("deaths",)):
        found = linked.of_linkage(linkage, without=without, partitions=60)
        assert found.low is not None
        assert found.high is not None
        assert found.low <= whole <= found.high
        assert found.high - found.low < 0.4 * whole
        assert 0.02 < found.diagnostics["share_linkage"] < 0.5
        ends = found.diagnostics["extremes"]
        assert ends["joined"]["estimate"] < ends["sure"]["estimate"]
        nameless = next(one for one in found.reasons if one.key == "linked.nameless")
        assert nameless.values["n"] == (3 if without else 5)
