"""Keys of blocking: who is compared with whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from tests.people.linking.making import features

from habeas.people.linking import database
from habeas.people.linking.features import FEATURES
from habeas.people.linking.keys import RULES, count_indistinct, make_candidates, make_keys

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Pairs = dict[tuple[int, int], frozenset[str]]


def person(given: str = "", surnames: str = "", **rest: Any) -> dict[str, Any]:
    """Return features of a mention; a word sounds as it is written."""
    made: dict[str, Any] = {}
    for n, word in enumerate(given.split(), 1):
        made |= {f"g{n}": word, f"f{n}": word}
    for n, word in enumerate(surnames.split(), 1):
        made |= {f"s{n}": word, f"k{n}": word}
    return made | rest


@contextmanager
def keyed(table: pa.Table) -> Iterator[DuckDBPyConnection]:
    """Lend a database with the keys of features."""
    with database.opened(table, "200MB") as connection:
        make_keys(connection, "features", "keys")
        yield connection


def candidates(table: pa.Table, newer_than: int | None = None) -> Pairs:
    """Return the candidate pairs with the names of the rules that found each."""
    with keyed(table) as connection:
        count = make_candidates(connection, "keys", "found", chunk=50, newer_than=newer_than)
        rows = connection.execute('SELECT "left", "right", rules, chunk FROM found').fetchall()
    assert len(rows) == count
    assert {chunk for *_, chunk in rows} == set(range(-(-count // 50)))
    return {(a, b): frozenset(one.name for n, one in enumerate(RULES) if rules >> n & 1) for a, b, rules, _ in rows}


def crowd(seed: int = 5, size: int = 400) -> pa.Table:
    """Return features of a crowd of few names, so that some keys are too wide and others are not."""
    rng = np.random.default_rng(seed)

    def some(words: str, share: float) -> Any:
        return str(rng.choice(words.split())) if rng.random() < share else None

    rows = []
    for _ in range(size):
        of = person(f"{some('jose jose jose abel ana rutilio', 1)}", f"{some('funes funes paz lemus', 1)}")
        more = some("rios mejia orantes", 0.5)
        of |= {"s2": more, "k2": more, "place": some("apopa ilobasco tonaca perquin", 0.4)}
        of |= {
            "document": some("1 2 3 4 5 6 7 8 9 10 11 12 13 14", 0.3),
            "born": some("19900203 19910304 19850101", 0.3),
        }
        rows.append(of)
    return features(*rows)


SHARED = (
    ("given and surname", person("rutilio", "orantes"), person("rutilio", "orantes mejia")),
    ("both surnames", person("rutilio", "orantes mejia"), person("abel", "mejia orantes")),
    ("birth and surname", person("rutilio", "orantes", born="19900203"), person("abel", "paz orantes", born="19900203")),
    ("birth and given name", person("rutilio", "orantes", born="19900203"), person("rutilio", "paz", born="19900203")),
    (
        "birth, day and month in any order",
        person("rutilio", "orantes", born="19900203", flipped="19900302"),
        person("abel", "paz", born="19900302", flipped="19900203"),
    ),
    (
        "day of the event and surname",
        person("rutilio", "orantes", event_first=9, event_last=9),
        person("abel", "paz orantes", event_first=9, event_last=10),
    ),
    (
        "day of the event and given name",
        person("rutilio", "orantes", event_first=9, event_last=9),
        person("rutilio", "paz", event_first=9, event_last=9),
    ),
    ("beginnings of names", person("rutilio", "orantes"), person("rutino", "orante")),
    ("ends of names", person("rutilio", "orantes"), person("utilio", "rantes")),
    ("two given names", person("rutilio abel", "orantes"), person("abel rutilio", "paz")),
    ("document", person("rutilio", "orantes", document="042"), person("abel", "paz", document="042")),
)  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Pairs:
    """Compare the two of each rule, all in one table, each two with their own letters before their names, days and numbers."""
    rows = []
    for n, (_, *two) in enumerate(SHARED):
        mark = "abcdefghijk"[n]
        for one in two:
            own = {k: f"{mark}{v}{mark}" if k[0] in "gfsk" and k[1:].isdigit() else v for k, v in one.items()}
            own |= {k: f"{int(v[:4]) + n}{v[4:]}" for k, v in one.items() if k in ("born", "flipped")}
            own |= {k: v + 100 * n for k, v in one.items() if k.startswith("event")}
            rows.append(own)
    return candidates(features(*rows))


@pytest.mark.parametrize("number", range(len(SHARED)), ids=[name for name, *_ in SHARED])
def test_who_shares_a_key_of_a_rule_is_compared(found: Pairs, number: int) -> None:
    """Two mentions that agree in what a rule asks for are a candidate pair that this rule found."""
    assert SHARED[number][0] in found[2 * number, 2 * number + 1]


def test_every_rule_is_tried_and_no_others_are_compared(found: Pairs) -> None:
    """The rules are those above; mentions with nothing in common are no candidates."""
    assert [one.name for one in RULES] == [name for name, *_ in SHARED]
    assert set(found) == {(2 * n, 2 * n + 1) for n in range(len(SHARED))}


def test_another_plausible_reading_of_a_name_has_keys_too() -> None:
    """A mention whose name can be read with another surname is compared with those who bear that."""
    made = candidates(features(person("ana", "paz", a1="quintero"), person("ana", "quintero")))
    assert "given and surname" in made[0, 1]


def test_the_nameless_are_compared_with_nobody() -> None:
    """Mentions without a name are no candidates, though they share document, birth, day and place."""
    rest = {"document": "042", "born": "19900203", "event_first": 9, "event_last": 9, "place": "apopa", "sex": "m"}
    assert candidates(features(rest, rest, person("ana", "paz", **rest))) == {}


def test_a_frequent_name_gets_finer_keys() -> None:
    """Of 70 who bear one name, those are compared who share a place, a year of birth or a month as well, and nobody else."""
    name = person("jose", "hernandez")
    rows = [dict(name) for _ in range(70)]
    rows[3] |= {"place": "apopa"}
    rows[60] |= {"place": "apopa"}
    rows[5] |= {"born_low": 1990.2, "born_high": 1991.2}
    rows[50] |= {"born_low": 1991.1, "born_high": 1991.1}
    rows[7] |= {"event_first": 300, "event_last": 340}
    rows[40] |= {"event_first": 331, "event_last": 331}
    assert set(candidates(features(*rows))) == {(3, 60), (5, 50), (7, 40)}


def test_who_is_compared_with_nobody_for_a_frequent_name_is_counted() -> None:
    """Of 70 who bear one name and of whom nothing else is known, all but the two with a document are counted; who bears a rare name is not."""
    rows = [person("jose", "hernandez") for _ in range(70)]
    rows[1] |= {"document": "042"}
    rows[2] |= {"document": "042"}
    with keyed(features(*rows, person("rutilio", "orantes"))) as connection:
        assert count_indistinct(connection, "features", "keys") == 68


def test_a_wide_key_whose_finer_keys_are_wide_gets_finer_ones_again() -> None:
    """Of 100 of one name of which all share the place, the two who share the month too are compared."""
    rows = [person("jose", "hernandez", place="apopa") for _ in range(100)]
    for n in (10, 90):
        rows[n] |= {"event_first": 300, "event_last": 305}
    assert (10, 90) in candidates(features(*rows))


@pytest.fixture(scope="module")
def crowded() -> tuple[pa.Table, Pairs]:
    """Compare a crowd."""
    table = crowd()
    return table, candidates(table)


@pytest.mark.parametrize("first", [0, 150, 399, 400])
def test_newer_pairs_are_those_with_a_new_mention(crowded: tuple[pa.Table, Pairs], first: int) -> None:
    """Asked for what is newer, the candidates are exactly those pairs of a full run of which one mention is new, found by the same rules."""
    table, every = crowded
    assert {pair: rules for pair, rules in every.items() if pair[1] >= first} == candidates(table, newer_than=first)


def test_the_order_of_rows_says_nothing(crowded: tuple[pa.Table, Pairs]) -> None:
    """The candidates of shuffled rows are those of the rows."""
    table, every = crowded
    order = np.random.default_rng(1).permutation(table.num_rows)
    shuffled = table.take(pa.array(order)).set_column(0, FEATURES.field("id"), table["id"])
    made = candidates(shuffled.cast(FEATURES))
    assert len(every) > 1000
    assert every == {tuple(sorted((int(order[a]), int(order[b])))): rules for (a, b), rules in made.items()}
