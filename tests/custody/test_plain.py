"""The short way of plain rows against the long way of any rows, and stays against counting them one by one."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.custody.conftest import UNTIL, Open, write

from habeas.custody import RULES, Custody, Engine

DAYS = (date(2024, 1, 5), date(2025, 1, 30))


def lives(seed: int, persons: int = 60) -> list[dict[str, Any]]:
    """Return rows of persons who are moved among 45 places, return, stay on, overlap, lack an identifier, a time or a stay."""
    draw, rows = random.Random(seed), []  # noqa: S311 - synthetic lives
    for n in range(persons):
        at, stay_in = datetime(2024, 1, 1) + timedelta(hours=draw.randrange(6_000)), None
        kind = draw.choice(["plain"] * 6 + ["overlap", "open", "days", "no stay", "no id", "twice"])
        before: list[str] = []
        for _ in range(draw.choice([1, 1, 2, 3, 5, 9])):
            if stay_in is None or draw.random() < 0.2:
                stay_in = at
            place = draw.choice(before) if before and draw.random() < 0.3 else f"P{draw.randrange(45):02}"
            before.append(place)
            out = at + timedelta(minutes=draw.choice([0, 30, 600, 3_000, 20_000]))
            row = {
                "person": None if kind == "no id" else f"person-{seed}-{n:03}",
                "place": place,
                "stay_in": None if kind == "no stay" else stay_in,
                "stint_in": at,
                "stint_out": None if kind == "open" and draw.random() < 0.4 else out,
                "stay_out": None,
                "release_reason": draw.choice([None, "Transferred", "Removed"]),
                "birth_year": draw.choice([None, 1970, 2006]),
                "sex": draw.choice(["male", "female"]),
            }
            if kind == "days":
                row |= {"stint_in": _day(at), "stint_out": _day(out), "days_only": True}
            rows += [row, row] if kind == "twice" and draw.random() < 0.5 else [row]
            at = (
                out - timedelta(minutes=20)
                if kind == "overlap"
                else out + timedelta(minutes=draw.choice([0, 45, 2_000]))
            )
    draw.shuffle(rows)
    return rows


def _day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), datetime.min.time())


class LongWay(Custody):
    """Custody in which every person goes the long way."""

    @property
    def _odd(self) -> Any:
        return self._along.select("number").distinct()


def files(custody: Custody, folder: Path) -> dict[str, bytes]:
    """Write every table and return their bytes."""
    custody.write(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_short_way_gives_what_the_long_way_gives(rule: str, tmp_path: Path, duck: Engine) -> None:
    """Every table is the same, byte for byte, and the short way is taken by some persons and not by others."""
    path = write(tmp_path / "rows.parquet", lives(1))
    quick = Custody(path, UNTIL, rule=rule, engine=duck, days=DAYS)
    assert 0 < duck.fetch(quick._odd).num_rows < duck.fetch(quick._along.select("number").distinct()).num_rows
    made = files(quick, tmp_path / "short")
    assert made == files(LongWay(path, UNTIL, rule=rule, engine=duck, days=DAYS), tmp_path / "long")


@pytest.mark.parametrize("seed", [2, 3])
def test_a_stay_is_what_its_stints_make_it(seed: int, opened: Open, duck: Engine) -> None:
    """First, last and longest place, how many stints and how many different places, and the reason of the last."""
    rows = [one for one in lives(seed, 80) if one["person"] and one["stint_out"] and not one.get("days_only")]
    custody = opened(rows, days=DAYS)
    stints = duck.fetch(custody.stints()).sort_by("stint").to_pylist()
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in stints:
        of[one["stay"]].append(one)
    found = duck.fetch(custody.stays()).to_pylist()
    assert len(found) == len(of) > 80
    assert max(one["n_places"] for one in found) > 5
    for stay in found:
        mine = of[stay["stay"]]
        longest = max(enumerate(mine), key=lambda one: (one[1]["ended_last"] - one[1]["started_first"], one[0]))[1]
        assert (stay["n_stints"], stay["n_places"]) == (len(mine), len({one["place"] for one in mine}))
        assert (stay["first_place"], stay["last_place"], stay["longest_place"]) == (
            mine[0]["place"],
            mine[-1]["place"],
            longest["place"],
        )
        assert (stay["release_reason"], stay["birth_year"]) == (mine[-1]["release_reason"], mine[-1]["birth_year"])


@pytest.mark.parametrize("seed", [4, 5])
def test_movements_are_the_steps_from_stint_to_stint(seed: int, opened: Open, duck: Engine) -> None:
    """The edges of all persons, counted one stint after the other; what comes to a place is what its book says came."""
    rows = [one for one in lives(seed) if not one.get("days_only")]
    custody = opened(rows, days=DAYS)
    edges: dict[tuple[str | None, str | None], list[int]] = defaultdict(lambda: [0, 0])
    before: dict[str, Any] | None = None
    stints = [one for one in duck.fetch(custody.stints()).sort_by("stint").to_pylist() if not one["possible_twin"]]
    for one in [*stints, None]:
        same = before is not None and one is not None and one["stay"] == before["stay"]
        steps = [(before["place"], one["place"])] if before is not None and one is not None and same else []
        if not same and before is not None and before["ended_last"] is not None:
            steps.append((before["place"], None))
        if not same and one is not None:
            steps.append((None, one["place"]))
        for step in steps:
            known = (one if step[1] else before or one or {})["person"] is not None
            edges[step] = [edges[step][0] + known, edges[step][1] + 1]
        before = one
    found: dict[tuple[str | None, str | None], list[int]] = defaultdict(lambda: [0, 0])
    for edge in duck.fetch(custody.movements()).to_pylist():
        key = (edge["from_place"], edge["to_place"])
        found[key] = [found[key][0] + edge["n_certain"], found[key][1] + edge["n_possible"]]
    assert found == edges
    for book in duck.fetch(custody.balance()).to_pylist():
        assert book["arrivals"] == sum(n[1] for (_, to), n in found.items() if to == book["place"])
        assert book["departures"] == sum(n[1] for (origin, _), n in found.items() if origin == book["place"])


def test_one_kind_of_census_is_that_column_of_both(opened: Open, duck: Engine) -> None:
    """The midnight census alone, for which no sort by place is needed, has the numbers of the whole one."""
    custody = opened(lives(6), days=DAYS)
    both = duck.fetch(custody.census()).sort_by([("place", "ascending"), ("day", "ascending")])
    for at, columns in (
        ("midnight", ["midnight_certain", "midnight_possible"]),
        ("any-moment", ["any_certain", "any_possible"]),
    ):
        one = duck.fetch(custody.census(at))  # type: ignore[arg-type]
        one = one.sort_by([("place", "ascending"), ("day", "ascending")])
        assert one.equals(both.select(["day", "place", *columns]))
    assert sum(both["any_possible"].to_pylist()) > sum(both["midnight_certain"].to_pylist()) > 0


def test_every_place_of_the_release_is_in_the_grid(opened: Open, duck: Engine) -> None:
    """A place where nobody is in these days has a zero a day."""
    stint = {"person": "p", "stint_in": datetime(2024, 1, 1), "stint_out": datetime(2024, 1, 3)}
    rows = [{**stint, "place": "A"}, {**stint, "person": "q", "place": "B", "stint_out": datetime(2024, 1, 9)}]
    made = duck.fetch(opened(rows, days=(date(2024, 1, 6), date(2024, 1, 7))).census()).to_pylist()
    assert {(one["place"], one["any_possible"]) for one in made} == {("A", 0), ("B", 1)}
    assert len(made) == 4


DAY = datetime(2024, 1, 2, 8)
ONE = {"person": "p", "place": "A", "stint_in": DAY, "stint_out": DAY + timedelta(hours=4)}


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        ([{**ONE, "stay_in": None}], 1),
        ([{**ONE, "days_only": True}], 1),
        ([{**ONE, "stint_out": None, "stay_out": DAY + timedelta(days=1)}], 1),
        ([ONE, {**ONE, "place": "B", "stint_in": DAY + timedelta(hours=1)}], 1),
        ([{**ONE, "stint_out": None}, {**ONE, "stint_in": DAY + timedelta(days=1)}], 1),
        ([ONE, {**ONE, "stint_in": DAY + timedelta(hours=4), "stint_out": None}], 0),
        ([ONE, {**ONE, "person": None}, {**ONE, "person": "q"}], 0),
    ],
)
def test_rows_that_leave_a_doubt_make_their_person_odd(
    rows: list[dict[str, Any]], odd: int, opened: Open, duck: Engine
) -> None:
    """Each doubt alone is enough, and a plain person has none."""
    assert duck.fetch(opened(rows)._odd).num_rows == odd
