"""The command link: every row comes back with its person in both tiers; what cannot be used is said in both languages."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.cli.conftest import Run

from habeas.words import LANGUAGES, Lang

A = (("nombre", "edad", "truth"), ("Ana Paz", "20", "1"), ("Eva Sol", "30", "2"), ("NN", "", "3"))
B = (("name", "age"), ("Ana Paz", "20"), ("Luz Mar", "9"))


@dataclass
class _Settings:
    assert_above: float | None = 0.999
    each_once: frozenset[str] = frozenset()
    seed: int = 1


@dataclass
class _Linkage:
    """A linkage by equal names, for what the command does with one."""

    mentions: pa.Table
    settings: _Settings
    lists: Any
    judgements: Sequence[Any]
    recall: Any = field(default_factory=lambda: SimpleNamespace(share=0.97, low=0.95, high=0.99, known=True))
    compared: int = 10
    contradictions: int = 0
    indistinct: int = 0
    found: None = None

    @property
    def groups(self) -> list[int]:
        names: dict[str, int] = {}
        found = []
        for key, name in zip(self.mentions["mention"].to_pylist(), self.mentions["name"].to_pylist(), strict=True):
            found.append(names.setdefault(name or key, len(names)))
        return found

    @property
    def persons(self) -> pa.Table:
        ids = [f"P-{n:010d}" for n in self.groups]
        n = len(ids)
        columns = {
            "mention": self.mentions["mention"],
            "person": ids,
            "estimate": ids,
            "weakest": [0.5] * n,
            "estimate_weakest": [0.4] * n,
        }
        return pa.table({**columns, "hidden": [0.1] * n})

    @property
    def pairs(self) -> pa.Table:
        groups, keys = self.groups, self.mentions["mention"].to_pylist()
        found = [(a, b) for a in range(len(keys)) for b in range(a + 1, len(keys)) if groups[a] == groups[b]]
        evidence = [{"what": "name", "level": "equal", "weight": 3.0, "left": "x", "right": "x"}]
        rows = [
            {
                "left": keys[a],
                "right": keys[b],
                "weight": 3.0,
                "probability": 0.9,
                "same_list": False,
                "evidence": evidence,
            }
            for a, b in found
        ]
        return pa.Table.from_pylist(rows)

    @property
    def doubts(self) -> pa.Table:
        return pa.table({"left": ["a"], "right": ["b"]})

    def partitions(self, draws: int, *, seed: int | None = None) -> Any:  # noqa: ARG002 - the shape of the real one
        return np.array([self.groups] * draws, dtype=np.int32)


class _Linked(list[_Linkage]):
    """The linkages that were made."""


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> _Linked:
    """Put a linkage by equal names in the place of the real one: these tests are about what the command does with it."""
    made = _Linked()
    stand_in = ModuleType("habeas.people.linking")

    def link(
        mentions: pa.Table, *, judgements: Any = (), lists: Any = None, settings: Any = None, **_: Any
    ) -> _Linkage:
        made.append(_Linkage(mentions, settings, lists, judgements))
        return made[-1]

    vars(stand_in).update(link=link, Settings=_Settings, Linkage=_Linkage, say=lambda *_: ["the names are the same"])
    vars(stand_in).update(KEPT=(), MODEL="model.json", keep=lambda *_: None, kept=lambda _: None)
    vars(stand_in).update(OnSpark=SimpleNamespace, functions=lambda: "")
    monkeypatch.setitem(sys.modules, "habeas.people.linking", stand_in)
    return made


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return two lists that share a person."""
    return [written(tmp_path / "a.csv", A), written(tmp_path / "b.csv", B)]


def test_every_row_comes_back_in_the_order_given(run: Run, files: list[Path], linked: _Linked) -> None:
    """Each row has its list, its number in the file, its persons in both tiers and the probability of its weakest link."""
    told = run("link", *reversed(files), "--json")
    assert told.status == 0
    found = json.loads(told.out)
    assert found["habeas"] == "link/1"
    assert [(one["list"], one["row"]) for one in found["rows"]] == [("b", 2), ("b", 3), ("a", 2), ("a", 3), ("a", 4)]
    assert [one["person"] for one in found["rows"]] == [f"P-{n:010d}" for n in (0, 1, 0, 2, 3)]
    assert set(found["rows"][0]) == {
        "list", "row", "file", "mention", "person", "estimate", "weakest", "estimate_weakest", "hidden",
    }  # fmt: skip
    assert found["pairs"] is found["partitions"] is None
    assert [one["rows"] for one in found["lists"]] == [2, 3]


def test_a_stacked_file_keeps_its_order(run: Run, tmp_path: Path, linked: _Linked) -> None:
    """Rows of several lists in one file come back in the order of the file, draws too."""
    rows = [("list", "nombre"), ("x", "Ana"), ("y", "Eva"), ("x", "Luz"), ("y", "Ana")]
    told = run("link", written(tmp_path / "s.csv", rows), "--list-column", "list", "--partitions", "2", "--json")
    found = json.loads(told.out)
    assert [one["row"] for one in found["rows"]] == [2, 3, 4, 5]
    assert [one["list"] for one in found["rows"]] == ["x", "y", "x", "y"]
    draws = found["partitions"]
    assert len(draws) == 2
    assert draws[0][0] == draws[0][3]
    assert len(set(draws[0])) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_what_there_is_and_what_waits(
    run: Run, files: list[Path], linked: _Linked, lang: Lang
) -> None:
    """Without --json rows, persons in both tiers, doubts and reasons are said in the reader's language."""
    told = run("link", *files, "--pairs", "--partitions", "3", "--lang", lang)
    assert told.status == 0
    assert "a:2 = b:2" in told.out
    assert "0.900" in told.out
    assert ("4 personas" if lang == "es" else "4 persons") in told.out


def test_settings_and_judgements_reach_the_linkage(
    run: Run, files: list[Path], tmp_path: Path, linked: _Linked
) -> None:
    """--assert 1 asserts nothing by machine; --each-once is the owner's word; decisions name rows as LIST:ROW."""
    decisions = written(
        tmp_path / "d.csv", [("verdict", "a", "b", "reason", "by"), ("different", "a:2", "b:2", "another age", "x")]
    )
    options = ("--assert", "1", "--each-once", "b", "--decisions", decisions, "--seed", "7")
    assert run("link", *files, *options, "--json").status == 0
    [made] = linked
    assert made.settings.assert_above is None
    assert made.settings.seed == 7
    assert [one.each_once for one in made.lists.values()] == [False, True]
    assert [one.verdict for one in made.judgements] == ["different"]


def test_a_list_has_a_mapping_of_its_own(run: Run, tmp_path: Path, linked: _Linked) -> None:
    """LIST=FILE is for that list alone, by its path or its name; a plain FILE is for all."""
    rows = [("PAX", "X"), ("PAZ/ANA", "Eva Sol")]
    flight, bus = written(tmp_path / "flight.csv", rows), written(tmp_path / "bus.csv", rows)
    maps = [tmp_path / "f.toml", tmp_path / "b=1.toml"]
    for path, column in zip(maps, ("PAX", "X"), strict=True):
        path.write_text(f'[columns]\nname = "{column}"\n', encoding="utf-8")
    for options, names in (
        (("--mapping", f"{flight}={maps[0]}", "--mapping", f"bus.csv={maps[1]}"), ["PAZ/ANA", "Eva Sol"]),
        (("--mapping", maps[0]), ["PAZ/ANA"] * 2),
        (("--mapping", maps[1]), ["Eva Sol"] * 2),
    ):
        run("link", flight, bus, *options, "--json")
        assert linked[-1].mentions["name"].to_pylist() == names


def test_tables_are_kept_and_may_be_kept_again(run: Run, files: list[Path], tmp_path: Path, linked: _Linked) -> None:
    """--to writes the tables; the same folder may be given again, without the draws of before; one that holds other things may not."""
    folder = tmp_path / "t"
    for _ in range(2):
        assert run("link", *files, "--to", folder, "--partitions", "2").status == 0
    assert {"mentions.parquet", "statements.parquet", "persons.parquet", "partitions.parquet"} <= {
        one.name for one in folder.iterdir()
    }
    assert run("link", *files, "--to", folder).status == 0
    assert not (folder / "partitions.parquet").exists()
    (folder / "foto.jpg").touch()
    assert run("link", *files, "--to", folder).status == 2


def test_a_bad_list_beside_good_ones_needs_a_person(
    run: Run, files: list[Path], tmp_path: Path, linked: _Linked
) -> None:
    """The good lists are linked, and the exit status says that something needs a person."""
    bad = written(tmp_path / "c.csv", [("x", "y"), ("1", "2")])
    told = run("link", *files, bad, "--json")
    assert told.status == 1
    found = json.loads(told.out)
    assert len(found["rows"]) == 5
    assert "lists.no-name-column" in {one["problem"] for one in found["problems"]}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("missing.csv",), "lists.files-missing"),
        (("a.csv", "a.csv"), "lists.files-missing"),
        (("a.csv", "--list-column", "fuente"), "lists.no-list-column"),
        (("a.csv", "--mapping", "none.toml"), "lists.mapping-faults"),
        (("a.csv", "--mapping", "a.csv=none.toml"), "lists.mapping-faults"),
        (("a.csv", "--mapping", "z.csv=none.toml"), "link.mapping-of-which"),
        (("a.csv", "--mapping", "a.csv="), "link.mapping-of-which"),
        (("a.csv", "--mapping", "a.csv=x.toml", "--mapping", "y.toml"), "link.mapping-twice"),
        (("a.csv", "--mapping", "x.toml", "--mapping", "y.toml"), "link.mapping-twice"),
        (("a.csv", "--each-once", "z"), "link.no-such-list"),
        (("a.csv", "--decisions", "none.csv"), "judgements.unreadable"),
        (("a.csv", "--to", "a.csv"), "link.not-a-folder"),
        (("nameless.csv",), "link.nothing-to-link"),
        (("empty.csv",), "link.nothing-to-link"),
    ],
)
def test_what_cannot_be_used_is_said_in_both_languages(  # noqa: PLR0917 - fixtures
    run: Run,
    files: list[Path],
    tmp_path: Path,
    linked: _Linked,
    monkeypatch: pytest.MonkeyPatch,
    arguments: Sequence[str],
    key: str,
    lang: Lang,
) -> None:
    """Nothing is linked, the status is 2, and the message says what was wrong in the reader's language."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "nameless.csv", [("edad",), ("3",)])
    (tmp_path / "empty.csv").touch()
    told = run("link", *arguments, "--lang", lang, "--json")
    assert told.status == 2
    assert json.loads(told.out)["key"] == key
    assert linked == []
