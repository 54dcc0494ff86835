"""What must make no difference: the run, the order of rows, the layout of a list; and Splink's engine, which is pinned."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from tests.people.linking.making import again, features, groups, linked, mentions, score, tables, world

from habeas.people.linking import Linkage, Settings, database, keep, kept, link
from habeas.people.lists import read_lists

PEOPLE = (
    ("Rutilio Antonio", "Orantes", "Mejía", "1990-02-03", "M", "2022-04-02"),
    ("Delmy Carolina", "Ábrego", "Quintanilla", "1985-11-20", "F", "2022-05-17"),
    ("Kevin Josué", "Barahona", "Umaña", "1999-07-09", "M", "2022-04-28"),
    ("Fausto Eliseo", "Cea", "Landaverde", "1971-12-30", "M", "2022-06-01"),
)
HEADER = ("Nombres", "Primer apellido", "Segundo apellido", "Fecha de nacimiento", "Sexo", "Fecha de captura")


def written(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """Write a list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(*paths: Path) -> pa.Table:
    """Read lists."""
    return read_lists(paths, today=date(2026, 1, 1)).mentions


def test_two_runs_give_the_same_tables() -> None:
    """Linked again, every table is the same byte for byte."""
    made = linked(220, 3)
    assert tables(made) == tables(link(world(220, 3).mentions))


def test_rows_in_another_order_make_the_same_persons() -> None:
    """Rows of each list shuffled, the lists in their order: the partitions of both tiers are those of the rows as they were, up to the ids."""
    made = linked(220, 3)
    of = np.array(made.mentions["list"].to_pylist())
    rng = np.random.default_rng(9)
    order = np.concatenate([rng.permutation(np.flatnonzero(of == name)) for name in dict.fromkeys(of.tolist())])
    other = link(made.mentions.take(pa.array(order)))
    for tier in ("register", "estimate"):
        one, two = (getattr(each.tiers, tier).label.tolist() for each in (made, other))
        assert groups(one, made.keys) == groups(two, other.keys)


def test_a_list_given_twice_is_one_set_of_persons(tmp_path: Path) -> None:
    """A world's list under two names is twice as many mentions of the same persons: each row is found again."""
    whole = world(220, 5)
    first, truth = whole.taken(np.array(whole.mentions["list"].to_pylist()) == whole.mentions["list"][0].as_py())
    copy = first.set_column(0, "mention", pa.array([f"again:{n}" for n in range(len(first))]))
    copy = copy.set_column(1, "list", pa.array(["again"] * len(first)))
    made = link(pa.concat_tables([first, copy]))
    assert score(np.concatenate([truth, truth]), made.tiers.estimate.label).recall > 0.95
    assert made.tiers.estimate.count <= 1.05 * len(first)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)], ids=["given first", "surnames first", "backwards"])
def test_the_order_of_columns_makes_no_difference(tmp_path: Path, order: tuple[int, ...]) -> None:
    """A list with its columns of names in three orders is found whole on a list with the names in one string."""
    columns = [*order, 3, 4, 5]
    laid = written(
        tmp_path / "columnas.csv", [HEADER[n] for n in columns], [[row[n] for n in columns] for row in PEOPLE]
    )
    plain = written(
        tmp_path / "cadena.csv",
        ("Nombre completo", *HEADER[3:]),
        [(" ".join(row[:3]), *row[3:]) for row in reversed(PEOPLE)],
    )
    made = link(read(laid, plain))
    label = made.tiers.estimate.label
    assert label.tolist() == [0, 1, 2, 3, 3, 2, 1, 0]


@pytest.mark.parametrize("rows", [[], [{"list": "a", "name": None}], [{"list": "a", "name": "Ana Paz"}]])
def test_nothing_or_one_row_is_linked_without_a_fault(rows: list[dict[str, object]]) -> None:
    """No mention, one without a name and one with a name are as many persons; the summary can be told."""
    made = link(mentions(*rows))
    assert (made.summary.persons, made.summary.estimate, made.summary.interval) == (len(rows),) * 2 + (
        (len(rows),) * 2,
    )
    assert made.doubts.num_rows == made.pairs.num_rows == 0


def test_lists_are_linked_onto_nothing_as_they_are_by_themselves(tmp_path: Path) -> None:
    """Onto a linkage of no mention, kept and read again, two mentions of one person are one."""
    keep(link(mentions()).found, tmp_path)
    rest = {"name": "Rutilio Antonio Orantes Mejía", "born": "1990-02-03", "event": "2022-04-02"}
    made = link(mentions({"list": "a", **rest}, {"list": "b", **rest}), onto=kept(tmp_path))
    assert made.tiers.estimate.count == 1


def test_settings_and_judgements_change_nothing_that_was_found() -> None:
    """Asked with another threshold, what was found is not computed again: pairs weigh what they weighed."""
    made = linked(220, 3)
    other: Linkage = again(made, settings=Settings(assert_above=None))
    assert other.found is made.found
    assert made.weight.tolist() == other.weight.tolist()


def test_splink_predicts_on_the_pinned_duckdb() -> None:
    """DuckDB is below 2, where Splink's plans broke down, and compares 20,000 pairs in a moment; each pair once, none lost."""
    assert int(duckdb.__version__.split(".")[0]) < 2
    rows = [{"g1": f"n{n % 17}", "f1": f"n{n % 17}", "s1": f"a{n % 29}", "k1": f"a{n % 29}"} for n in range(201)]
    left, right = np.triu_indices(201, 1)
    start = time.process_time()
    with database.opened(features(*rows), "200MB") as connection:
        found = database.given(connection, left[:20_000], right[:20_000])
    assert time.process_time() - start < 20
    assert len(found) == 20_000
    assert len(np.unique(found.left.astype(np.int64) * 201 + found.right)) == 20_000
