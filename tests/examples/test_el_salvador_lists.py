"""The example's lists of invented persons: the same bytes every time, said to be invented, and holding what they are made to hold."""

from __future__ import annotations

import csv
import importlib.util
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import yaml

from habeas.people.groups import read_groups

ROOT: Final = Path(__file__).parents[2]
CASE: Final = ROOT / "examples" / "el-salvador"
LISTS: Final = ("families", "court", "flight", "deaths")


@cache
def maker() -> ModuleType:
    """Return the script that makes the lists."""
    spec = importlib.util.spec_from_file_location("make_lists", CASE / "make_lists.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_lists"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


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
    part = CASE / "people.toml.part"
    return tomllib.loads((part if part.is_file() else CASE / "case.toml").read_text(encoding="utf-8"))


def test_the_lists_are_what_the_script_makes() -> None:
    """No row was changed by hand, and no clock is read."""
    made = maker().files()
    assert len(made) == len(LISTS) + 1
    assert [path for path, content in made.items() if path.read_bytes() != content] == []


def test_every_row_is_somebodys_and_nobody_is_on_no_list() -> None:
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
    persons = maker().persons(maker().Random(maker().SEED))
    both = [one for one in persons if {"court", "families"} <= one.lists]
    assert sum(one.delisted is not None for one in persons) >= 5
    assert sum(bool(one.freed_by and one.seen and one.seen > one.freed_by) for one in both) >= 5
    assert sum(one.heard is None for one in persons if one.court) >= 20
    assert sum(bool(one.seen and (one.seen - one.taken).days == 3 and one.seen_at != one.held) for one in both) >= 3
    petitioned = Counter(one.flight for one in persons if one.petition and "flight" in one.lists)
    assert all(petitioned[flight] >= 3 for flight in maker().FLIGHTS)
    assert {day < maker().ORDER for day in maker().FLIGHTS.values()} == {True, False}


def test_no_list_writes_a_name_as_another_does() -> None:
    """Lists differ in form; the errors are there to be met."""
    assert all("/" in one["PAX"] for one in rows("flight") if one["PAX"] != "NN")
    assert all(one["PAX"] == one["PAX"].upper() for one in rows("flight"))
    assert {"Primer apellido", "Segundo apellido", "Nombres"} <= set(rows("court")[0])
    assert sum(len(one["Nombre completo"].split()) == 2 for one in rows("families")) > 10
    filled = {name: sum(bool(one[name]) for one in rows("court")) / len(rows("court")) for name in rows("court")[0]}
    assert min(filled.values()) < 0.1
    assert max(filled.values()) > 0.9
