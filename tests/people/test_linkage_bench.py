"""The bench of linkage: its lists are what their truth says, and its measures are what their definitions say, counted the slow way."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from linkage.lists import HEADER, make_lists, make_world
from linkage.public import _date, _table
from linkage.quality import drawn_bias
from linkage.records import naive
from linkage.run import RESULTS, heading, kept
from linkage.scoring import candidate_recall, chapman, covered, hidden_persons, interval, numbered, score, two_lists
from linkage.spelling import BY_EAR, CODES, INITIAL, PLAIN, mojibake, spell
from linkage.worlds import DESIGNS, draw

GROUPINGS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


@pytest.fixture(scope="module", params=DESIGNS)
def world(request: pytest.FixtureRequest) -> tuple[str, pa.Table, dict[str, Any]]:
    """Make lists of each design with the truth about them."""
    table, truth = make_world(300, draw(4, request.param))
    return request.param, table, truth


def test_lists_have_the_columns_of_the_shared_ones(world: tuple[str, pa.Table, dict[str, Any]]) -> None:
    """Every design writes the columns of the shared lists in their order; document comes last where a world has any."""
    assert [name for name in world[1].column_names if name != "document"] == HEADER
    assert world[1]["rec_id"].to_pylist() == list(range(world[1].num_rows))


def test_truth_is_what_the_lists_hold(world: tuple[str, pa.Table, dict[str, Any]]) -> None:
    """The persons on each list, and those whom two lists share, are those of the records."""
    _, table, truth = world
    on = defaultdict(set)
    for name, person in zip(table["list"].to_pylist(), table["truth"].to_pylist(), strict=True):
        on[name].add(person)
    assert truth["lists"] == {name: len(on[name]) for name in truth["lists"]}
    assert truth["shared"] == {f"{a}+{b}": len(on[a] & on[b]) for a, b in itertools.combinations(truth["lists"], 2)}
    assert truth["listed"] == len(set().union(*on.values()))


def test_a_seed_makes_one_world() -> None:
    """The same seed makes the same records, another seed others with other rates."""
    assert make_lists(80, 3).equals(make_lists(80, 3))
    assert not make_lists(80, 3)["name_raw"].equals(make_lists(80, 5)["name_raw"])
    assert draw(3).lists[0].ear != draw(5).lists[0].ear


def test_designs_do_what_they_are_called() -> None:
    """Clean lists write a person alike everywhere, lists apart share nobody, namesakes have one name, and a design that is none is refused."""
    clean = make_lists(200, 1, "clean")
    said = defaultdict(set)
    for row in clean.to_pylist():
        said[row["truth"]].add((row["given"].upper(), row["surname1"].upper(), row["surname2"].upper(), row["dob"]))
    assert {len(names) for names in said.values()} == {1}
    assert len(said) < clean.num_rows
    assert set(make_world(300, draw(1, "apart"))[1]["shared"].values()) == {0}
    assert (
        len(
            {
                row["name_raw"].upper().replace(" | ", " ")
                for row in make_lists(50, 1, "namesakes").to_pylist()
                if "," not in row["name_raw"]
            }
        )
        == 1
    )
    with pytest.raises(ValueError, match="varied"):
        draw(1, "nothing")


def test_surnames_are_shared_as_in_a_country() -> None:
    """The commonest first surname is that of 3 to 8 persons in a hundred, and there are hundreds of others."""
    table = make_lists(6000, 2, "salvador")
    leaked = [row["surname1"] for row in table.to_pylist() if row["list"] == "leaked"]
    (_, most), *rest = Counter(leaked).most_common()
    assert 0.03 <= most / len(leaked) <= 0.08
    assert len(rest) > 300


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Clemente Rolando Méndez Martínez", ("Clemente Rolando", "Méndez", "Martínez")),
        ("Carmen Rosa Coreas", ("Carmen", "Rosa", "Coreas")),
        ("Ever Lopez", ("Ever", "Lopez", "")),
        ("Ana de la Cruz del Cid", ("Ana", "de la Cruz", "del Cid")),
        ("Ana", ("Ana", "", "")),
        ("", ("", "", "")),
    ],
)
def test_names_in_one_string_are_split_carelessly(name: str, expected: tuple[str, str, str]) -> None:
    """The last two words are taken for surnames, particles with the word after them, as the shared lists do."""
    assert naive(name, surnames_first=False) == expected


@given(st.sampled_from(["Hernández", "Guadalupe", "José", "Zúñiga"]), st.integers(0, CODES - 1))
def test_a_fault_of_a_word_is_always_the_same(word: str, code: int) -> None:
    """A code of fault gives one spelling, never none; the plain code none, the initial a letter."""
    assert spell(word, code) == spell(word, code) != ""
    assert spell(word, PLAIN) == word
    assert spell(word, INITIAL) == f"{word[0]}."
    assert spell("Vásquez", BY_EAR) != "Vásquez"
    assert mojibake("José") == "JosÃ©"


def _slow(rows: list[tuple[int, int]]) -> tuple[float, float, float]:
    pairs = list(itertools.combinations(rows, 2))
    same = [a[0] == b[0] for a, b in pairs]
    put = [a[1] == b[1] for a, b in pairs]
    both = sum(x and y for x, y in zip(same, put, strict=True))
    precision, recall = both / sum(put) if any(put) else 1.0, both / sum(same) if any(same) else 1.0
    of = [([r for r in rows if r[1] == row[1]], [r for r in rows if r[0] == row[0]]) for row in rows]
    shared = [len([r for r in group if r[0] == row[0]]) for row, (group, _) in zip(rows, of, strict=True)]
    b3 = [sum(n / len(part[i]) for n, part in zip(shared, of, strict=True)) / len(rows) for i in (0, 1)]
    return precision, recall, 2 * b3[0] * b3[1] / (b3[0] + b3[1])


@given(GROUPINGS)
def test_scores_are_those_of_their_definitions(rows: list[tuple[int, int]]) -> None:
    """Pair precision and recall and B-cubed F1 are what counting every pair and every record gives."""
    made = score([row[0] for row in rows], [row[1] for row in rows])
    assert (made.precision, made.recall, made.b3) == pytest.approx(_slow(rows))
    assert made.split == pytest.approx(
        1000
        * sum(len({g for p, g in rows if p == person}) > 1 for person in {p for p, _ in rows})
        / len({p for p, _ in rows})
    )


@given(GROUPINGS)
def test_whoever_owns_a_group_is_not_hidden(rows: list[tuple[int, int]]) -> None:
    """Every group has one owner who has as many records in it as anybody; who owns none is hidden, and no more owners are there than groups."""
    truth, group = numbered([row[0] for row in rows]), numbered([row[1] for row in rows])
    hidden = set(hidden_persons(truth, group).tolist())
    shown = set(truth.tolist()) - hidden
    assert len(shown) <= len(set(group.tolist()))
    for number in set(group.tolist()):
        inside = Counter(truth[group == number].tolist())
        assert shown & {person for person, n in inside.items() if n == max(inside.values())}


@pytest.mark.parametrize(
    ("truth", "group", "hidden", "split"),
    [
        ("AABB", "1122", 0.0, 0.0),
        ("AABB", "1111", 500.0, 0.0),
        ("AAB", "111", 500.0, 0.0),
        ("ABC", "111", 2000 / 3, 0.0),
        (
            "AAB",
            "121",
            500.0,
            500.0,
        ),  # at a tie doubt counts against the linkage: A has another group, and yet B is the one who is lost
        ("AABC", "1123", 0.0, 0.0),
    ],
)
def test_hidden_and_split_persons(truth: str, group: str, hidden: float, split: float) -> None:
    """Per 1,000 persons: those under others' names, and those counted more than once."""
    made = score(list(truth), list(group))
    assert made.hidden == pytest.approx(hidden)
    assert made.split == pytest.approx(split)


def test_candidates_are_counted_once() -> None:
    """A true pair counts once however often and in whichever order it is proposed; false ones do not."""
    left, right = pa.array([0, 1, 0, 2]).to_numpy(), pa.array([1, 0, 3, 2]).to_numpy()
    assert candidate_recall(list("AAAB"), left, right) == pytest.approx(1 / 3)


def test_linkage_biases_the_estimate_from_two_lists() -> None:
    """With half of the overlap missed the estimate is as much too high as Chapman's formula says."""
    lists = ["a"] * 60 + ["b"] * 60
    truth = [*range(60), *range(20, 80)]
    missed = [*range(60), *range(20, 40), *range(200, 240)]
    assert chapman(60, 60, 40) == pytest.approx(61 * 61 / 41 - 1)
    made = two_lists(lists, truth, missed)
    assert made.total == made.each[("a", "b")] == pytest.approx(chapman(60, 60, 20) / chapman(60, 60, 40) - 1)
    assert two_lists(lists, truth, truth).total == 0.0


def test_intervals_cover_what_lies_in_them() -> None:
    """The central interval of draws leaves 2.5 in 100 out at either end, and covers its ends."""
    low, high = interval(pa.array(range(1001)).to_numpy())
    assert [low, high] == pytest.approx([25, 975])
    assert covered([26, 24, 976, 500], [(low, high)] * 4) == 0.5
    assert covered([1, 2], [(1, 2)] * 2) == 1.0


def test_the_bias_of_draws_is_the_mean_of_theirs() -> None:
    """Of two draws of which one is the truth the bias is half of the other's, for the quoted two lists and for all."""
    lists = ["court"] * 60 + ["leaked"] * 60
    truth = np.array([*range(60), *range(20, 80)])
    missed = np.array([*range(60), *range(20, 40), *range(200, 240)])
    half = (chapman(60, 60, 20) / chapman(60, 60, 40) - 1) / 2
    records = pa.table({"list": lists, "truth": [str(one) for one in truth]})
    assert drawn_bias(records, np.stack([truth, missed])) == pytest.approx((half, half))


def test_public_sets_have_the_columns_of_our_lists_and_no_day_that_is_none() -> None:
    """One header serves both; 30 February and letters are no date."""
    made = _table({"given": ["Ana"], "surname1": ["Paz"], "truth": ["7"]}, 1)
    assert made.column_names == HEADER
    assert made.to_pylist() == [
        dict.fromkeys(HEADER, "")
        | {"rec_id": "0", "name_raw": "Ana Paz", "given": "Ana", "surname1": "Paz", "truth": "7"}
    ]
    assert [_date(*day) for day in (("1987", "2", "3"), ("1987", "02", "30"), ("", "02", "03"))] == [
        "1987-02-03",
        "",
        "",
    ]


def test_results_keep_what_was_measured_before() -> None:
    """A part takes the place of its own earlier text alone, in the order of the parts; coverage of other worlds stands beside the first."""
    told = argparse.Namespace(first=201, systems=50, persons=1500)
    title = heading("coverage", told)
    assert title == "Coverage of intervals: worlds 201 to 250, of 1,500 persons"
    before = "# What\n\n## Coverage of intervals: worlds 1 to 50, of 1,500 persons\n\nold\n\n## Speed\n\nslow\n"
    made = kept(before, title, "new")
    assert [line for line in made.splitlines() if line.startswith("## ")] == [
        before.splitlines()[2],
        f"## {title}",
        "## Speed",
    ]
    assert "old" in made
    assert "slow" in made
    assert "slow" not in kept(made, heading("speed", told), "fast")
    real = RESULTS.read_text(encoding="utf-8")
    titles = [line.removeprefix("## ") for line in real.splitlines() if line.startswith("## ")]
    assert [
        line.removeprefix("## ") for line in kept(real, titles[0], "").splitlines() if line.startswith("## ")
    ] == titles
