"""The command link, end to end, on what goes wrong: clear words in both languages, and nobody lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run

ANA = "Ana Lucía Quiroz Meléndez,1990-02-01"
LISTS = {
    "orders": (
        "nombre,fecha de nacimiento",
        ANA,
        '"QUIROZ MELÉNDEZ, ANA LUCÍA",1990-02-01',
        "Quiroz Meléndez Ana Lucía,1990-02-01",
    ),
    "one": ("nombre,edad", "Ana Paz,20"),
    "twice": ("nombre,nombre,edad", "Ana Paz,Ana Paz,20", "Eva Sol,Eva Mar,30"),
    "nobody": ("nombre,edad", "NN,20", "desconocido,30", "NN,20"),
    "copy": ("nombre,edad", "Ana Paz,20"),
    "other": ("nombre,edad", "Zoila Quintanilla,70", "Yanira Umaña,61"),
    "namesakes": ("nombre,edad", *("José Hernández,30" for _ in range(200))),
    "a": ("nombre,fecha de nacimiento", "Ana Paz,1990-02-01", "Eva Sol,1991-02-01"),
    "b": ("nombre,fecha de nacimiento", "Ana Paz,1990-02-01", "Ana Páz,1990-02-01"),
}
JUDGED = (
    "verdict,a,b,reason,by",
    "same,a:2,b:2,One birth,p",
    "same,b:2,b:3,One name,p",
    "different,a:2,b:3,Two homes,q",
)


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, Path]:
    """Return the files of the lists, by name."""
    for name, lines in {**LISTS, "judged": JUDGED}.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {name: tmp_path / f"{name}.csv" for name in (*LISTS, "judged")}


def linked(run: Run, lists: dict[str, Path], *names: str, options: Sequence[object] = ()) -> Any:
    """Link lists and return what was printed; every row of theirs is in a person of both tiers."""
    told = run("link", *(lists[name] for name in names), *options, "--json", "--lang", "es")
    assert told.err == ""
    found = json.loads(told.out)
    assert found["habeas"] == "link/1"
    rows = {(one["list"], one["row"]) for one in found["rows"] if one["person"] and one["estimate"]}
    assert rows == {(name, row) for name in names for row in range(2, len(LISTS[name]) + 1)}
    return found


def problems(found: Any) -> set[str]:
    """Return the keys of what was told."""
    return {one["problem"].removeprefix("lists.") for one in found["problems"]}


def persons(found: Any, tier: str) -> int:
    """Return how many persons there are in a tier."""
    return len({one[tier] for one in found["rows"]})


def test_a_name_in_three_orders_is_one_name(run: Run, lists: dict[str, Path]) -> None:
    """One column holds a name in three orders: no row is lost, and each pair of them is scored as likelier than not or waits as a doubt."""
    found = linked(run, lists, "orders", "one", options=["--pairs"])
    assert len(found["pairs"]) >= 3
    assert all(one["reasons"] for one in found["pairs"])


def test_duplicated_headers_and_nobodies_are_kept_and_told(run: Run, lists: dict[str, Path]) -> None:
    """Rows without a name, or with two, are persons of their own: no machine joins them, equal as they are."""
    found = linked(run, lists, "twice", "nobody")
    assert {"header-twice", "all-nameless", "rows-equal"} <= problems(found)
    assert persons({"rows": [one for one in found["rows"] if one["list"] == "nobody"]}, "person") == 3


def test_the_same_list_twice_is_told(run: Run, lists: dict[str, Path]) -> None:
    """A list under two names is told, and a list of one is linked all the same."""
    assert {"same-rows", "list-of-one"} <= problems(linked(run, lists, "one", "copy"))


def test_one_row_alone_and_lists_without_overlap(run: Run, lists: dict[str, Path]) -> None:
    """One row is one person; lists that share nobody have as many persons as rows, in both tiers."""
    assert persons(linked(run, lists, "one"), "person") == 1
    apart = linked(run, lists, "one", "other", options=["--partitions", 3])
    assert (persons(apart, "person"), persons(apart, "estimate")) == (3, 3)
    assert [len(set(draw)) for draw in apart["partitions"]] == [3, 3, 3]


def test_two_hundred_namesakes_are_not_merged_away(run: Run, lists: dict[str, Path]) -> None:
    """Two hundred rows of one name, in one list and nothing else known, are two hundred persons of the register."""
    assert persons(linked(run, lists, "namesakes", "a"), "person") == 202


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "judgement contradicts others"), ("es", "juicio contradice a otros")]
)
def test_contradictory_judgements_are_told(run: Run, lists: dict[str, Path], lang: str, said: str) -> None:
    """What contradicts joins nobody, and is told in the reader's language."""
    options = ("--decisions", lists["judged"])
    assert linked(run, lists, "a", "b", options=options)["summary"]["contradictions"] >= 1
    told = run("link", lists["a"], lists["b"], *options, "--lang", lang)
    assert said in told.out
    assert "q: a:2 " in told.out
    assert "(Two homes)" in told.out


@pytest.mark.parametrize(("lang", "said"), [("en", "in no list now"), ("es", "ya no está en ninguna lista")])
def test_a_judgement_on_a_mention_of_no_list_is_told(run: Run, lists: dict[str, Path], lang: str, said: str) -> None:
    """A key that no list has joins nobody, and is not passed over in silence."""
    lists["judged"].write_text("verdict,a,b,reason,by\nsame,a:abcdefabcdef,b:2,One birth,p\n", encoding="utf-8")
    told = run("link", lists["a"], lists["b"], "--decisions", lists["judged"], "--lang", lang)
    assert (told.status, said in told.out, "a:abcdefabcdef" in told.out) == (0, True, True)
