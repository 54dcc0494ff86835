"""The lists of the example linked in a case, reviewed from the recorded decisions, and one judgement withdrawn: what follows, against the truth."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq
import pytest

from habeas.case import Case, linking
from habeas.case.results import CaseEstimate, Persons
from habeas.ledger import Entry
from habeas.people.groups import Range
from habeas.people.judgements import Agreement, read_judgements

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "el-salvador"
LISTS: Final = ("families", "court", "flight", "deaths")
TRUE: Final = 305
"""Persons whom the lists name, and five rows that nobody can name."""
EVERYBODY: Final = 333
"""Persons with a name in the world that the lists are of, 33 of them on no list."""


@cache
def truth() -> Mapping[tuple[str, int], str]:
    """Return whose each row is."""
    with (Path(__file__).parent / "el-salvador-lists.truth.csv").open(encoding="utf-8", newline="") as file:
        return {(one["list"], int(one["row"])): one["person"] for one in csv.DictReader(file)}


@dataclass(frozen=True)
class Step:
    """The persons of the case at one moment: each one's rows by id, its record as bytes, and what the case says."""

    rows: Mapping[str, frozenset[tuple[str, int]]]
    records: Mapping[str, bytes]
    persons: Persons

    @property
    def hiding(self) -> list[str]:
        """The persons of the register in whom two different ones are."""
        return [name for name, rows in self.rows.items() if len({truth()[one] for one in rows}) > 1]

    @property
    def split(self) -> int:
        """How many persons too many the register has."""
        of: dict[str, set[str]] = defaultdict(set)
        for name, rows in self.rows.items():
            for one in rows:
                of[truth()[one]].add(name)
        return sum(len(names) - 1 for names in of.values())


def step(case: Case) -> Step:
    """Link the case where that has to be done, and return its persons."""
    found = case.persons()
    mentions = pq.read_table(found.folder / "mentions.parquet", columns=["mention", "list", "row"]).to_pylist()
    place = {one["mention"]: (one["list"], one["row"]) for one in mentions}
    lines = gzip.decompress((found.folder / "persons.jsonl.gz").read_bytes()).splitlines()
    return Step(
        rows={one.id: frozenset(place[each] for each in one.mentions) for one in found.register.persons},
        records={json.loads(line)["id"]: line for line in lines},
        persons=found,
    )


@dataclass(frozen=True)
class Story:
    """The case before anybody judged, after the recorded decisions, and with one of them undone; whether undoing that too would bring back the same."""

    before: Step
    judged: Step
    withdrawn: Step
    restored: bool
    recorded: int
    agreement: Agreement
    unlisted: CaseEstimate


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Carry the lists through the case, once; claims are left out, which link nobody."""
    folder = tmp_path_factory.mktemp("persons") / "el-salvador"
    (folder / "lists").mkdir(parents=True)
    for name in ("case.toml", "law.toml", "lists/flight.toml"):
        shutil.copy(EXAMPLE / name, folder / name)
    with Case(folder, actor="test") as case:
        case.add(*(EXAMPLE / "lists" / f"{name}.csv" for name in LISTS))
        before = step(case)
        recorded, problems = read_judgements(EXAMPLE / "decisions.csv", case.review_persons().tables.mentions)
        assert problems == ()
        entries, present = case.replay_judgements(recorded)
        assert present == 0
        assert case.replay_judgements(recorded) == ([], len(entries))
        judged = step(case)
        stamp = linking.wanted(case)
        undone = case.undo(_joining(entries).seq, reason="A test.")
        withdrawn = step(case)
        case.undo(undone.seq, reason="A test.")
        yield Story(
            before=before,
            judged=judged,
            withdrawn=withdrawn,
            restored=linking.wanted(case) == stamp,
            recorded=len(entries),
            agreement=case.judgement_agreement(),
            unlisted=next(one for one in case.estimates() if one.kind == "mse"),
        )


def _joining(entries: Sequence[Entry]) -> Entry:
    """Return a judgement that alone makes one person of two: that they are one, on a pair that nobody else judged."""
    pairs = Counter(frozenset((one.about, str(one.body["with"]))) for one in entries)
    return next(
        one
        for one in entries
        if one.kind == "person.same" and pairs[frozenset((one.about, str(one.body["with"])))] == 1
    )


def test_nobody_is_hidden_and_decisions_join_who_was_split(story: Story) -> None:
    """No two different persons are in one of the register, before or after; the decisions leave fewer persons split."""
    assert [one.hiding for one in (story.before, story.judged, story.withdrawn)] == [[], [], []]
    assert sum(len(rows) for rows in story.judged.rows.values()) == len(truth())
    assert 8 <= story.before.split - story.judged.split <= 17


def test_the_estimate_of_those_on_no_list_holds_the_truth(story: Story) -> None:
    """333 persons and the 33 on no list lie in its intervals, doubt about links is a part of it, and nothing refuses it."""
    found = story.unlisted.told["en"]["linked"]
    assert not found["refused"]
    assert found["low"] <= EVERYBODY <= found["high"]
    assert found["missing"]["low"] <= 33 <= found["missing"]["high"]
    assert 0 < found["diagnostics"]["share_linkage"] < 0.5
    assert found["high"] < 1.5 * EVERYBODY


def test_the_interval_of_the_estimate_holds_the_truth(story: Story) -> None:
    """With the decisions, 95 of 100 draws lie around the number of persons that there are, give or take two; the register has more, and says what waits."""
    low, high = story.judged.persons.summary["interval"]
    assert low - 2 <= TRUE <= high + 2
    assert high - low < 20
    assert len(story.judged.rows) > TRUE
    assert story.judged.persons.doubts > 50


def test_a_withdrawn_judgement_changes_what_it_should(story: Story) -> None:
    """One person becomes two again, with the same rows; the record of everybody else is the same, byte for byte. Undone again, the same is made of the same."""
    gone = {name: rows for name, rows in story.judged.rows.items() if story.withdrawn.rows.get(name) != rows}
    come = {name: rows for name, rows in story.withdrawn.rows.items() if story.judged.rows.get(name) != rows}
    assert (len(gone), len(come)) == (1, 2)
    assert frozenset().union(*gone.values()) == frozenset().union(*come.values())
    assert all(story.before.rows[name] <= rows for name, rows in come.items())
    kept = story.judged.rows.keys() - gone.keys() - come.keys()
    assert [name for name in kept if story.judged.records[name] != story.withdrawn.records[name]] == []
    assert story.restored


def test_two_reviewers_agree_as_far_as_is_recorded(story: Story) -> None:
    """Ten pairs were judged blind by a second one; of two differences one is settled, and one is left open."""
    assert story.recorded == 51
    [kappa] = [one for one in story.agreement.kappas if one.pairs]
    assert (kappa.pairs, kappa.agreed) == (10, 8)
    assert (len(story.agreement.differences), len(story.agreement.open)) == (2, 1)


def test_groups_are_identified_as_far_as_the_lists_go(story: Story) -> None:
    """The truth lies in the pair; whoever is on the flight list and has a name is certain."""
    states = {one.group.id: one for one in story.judged.persons.groups}
    flown = {one for (name, _), one in truth().items() if name == "flight" and "nobody" not in one}
    found = states["invented-flights"].identified
    assert (found.low, states["invented-flights"].size) == (len(flown), Range(121, 131))
    assert states["invented-flights-salvadoran"].identified.low == 11
    assert states["transfer-2025-03"].identified == Range(0, 0)


def test_orders_and_completeness_have_the_figures_of_the_lists(story: Story) -> None:
    """Removals after the order and on its day, custody past an order of release; who has a date of death is whoever died."""
    found = Counter((one.kind, one.answer) for one in story.judged.persons.orders)
    assert (found["forbidden", "certain"], found["forbidden", "possible"]) == (6, 6)
    assert found["past-release", "certain"] >= 10
    rows = story.judged.persons.register.completeness().to_pylist()
    told = {one["field"]: one for one in rows if one["by"] == "all"}
    assert (told["died_when"]["known"], told["died_when"]["asked"]) == (18, 18)
    assert told["custodian"]["known"] == 0
    assert all(one["low"] <= one["share"] <= one["high"] for one in told.values() if one["share"] is not None)


def test_a_person_has_a_gap_two_places_on_a_day_and_clocks(story: Story) -> None:
    """The record that the demo shows: seen elsewhere on the day of the admission, nothing recorded since, before a judge in time."""
    one = story.judged.persons.person("families:122")
    assert one.id == story.judged.persons.person("court:96").id
    assert {"held", "gap", "overlap"} <= {each.kind for each in one.timeline}
    assert [each.verdict for clock in one.clocks if clock.kind == "first-court" for each in clock.against] == [
        "within"
    ] * 2
    assert one.state("name").status == "disputed"
    asked = story.judged.persons.questions(person="families:122")
    assert {"whereabouts", "missing", "disputed", "overlap"} <= {each.kind for each in asked}
