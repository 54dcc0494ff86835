"""Judgements and tables for tests: mentions are single letters, and what contradicts is found by trying every set of judgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from habeas.ledger import Entry
from habeas.people.judgements import Judgement, Pair, Verdict, pair_of

_VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")
_SIGNS: dict[str, Verdict] = {"=": "same", "x": "different", "?": "unsure"}


def said(*words: str) -> list[Judgement]:
    """Return judgements of words such as ``ana: a=b`` (``x`` different, ``?`` unsure; ``ana/2`` in round 2)."""
    found = []
    for number, word in enumerate(words, 1):
        by, _, pair = word.partition(": ")
        by, _, at = by.partition("/")
        sign = next(one for one in _SIGNS if one in pair)
        a, b = pair.split(sign)
        found.append(Judgement(_SIGNS[sign], a, b, "Seen.", by, "", str(number), int(at or 1)))
    return found


def entry(seq: int, kind: str, about: str, actor: str = "ana", **body: object) -> Entry:
    """Return an entry of a ledger; its hashes are of no concern here."""
    return Entry(
        seq=seq, kind=kind, about=about, body=body, reason="Seen.", actor=actor, time=f"2025-01-01T00:00:{seq:02}Z", previous="", hash=""
    )  # fmt: skip


def table(doubts: Sequence[tuple[str, str, float, float, str]]) -> pa.Table:
    """Return a table of doubts of (left, right, hidden gain, count gain, kind)."""
    names = ("left", "right", "hidden_gain", "count_gain", "kind")
    columns = dict(zip(names, [list(one) for one in zip(*doubts, strict=True)] or [[]] * 5, strict=True))
    n = len(doubts)
    return pa.table(columns | {"probability": [0.5] * n, "value": [0.0] * n})


@st.composite
def judged(draw: st.DrawFn, verdicts: Sequence[Verdict] = _VERDICTS, most: int = 10) -> list[Judgement]:
    """Draw judgements of two persons on five mentions, at most one each on a pair."""
    pairs = [(a, b, by) for a, b in combinations("abcde", 2) for by in ("ana", "ben")]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=most))
    found = []
    for n, (a, b, by) in enumerate(chosen):
        first, second = draw(st.permutations((a, b)))
        found.append(Judgement(draw(st.sampled_from(verdicts)), first, second, "Seen.", by, "", f"{n}"))
    return found


def groups(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return for each letter the smallest letter that a chain of pairs leads to."""
    name = {one: one for one in "abcdefgh"}
    links = list(pairs)
    for _ in name:
        for a, b in links:
            name[a] = name[b] = min(name[a], name[b])
    return name


def can_all_be_true(ones: Iterable[Judgement]) -> bool:
    """Whether there are persons for which every judgement is true."""
    every = list(ones)
    name = groups(one.pair for one in every if one.verdict == "same")
    return all(name[one.a] != name[one.b] for one in every if one.verdict == "different")


def contradicted(ones: Sequence[Judgement]) -> set[tuple[Verdict, Pair]]:
    """Return what is asserted by some smallest set of assertions that cannot all be true, by trying every set."""
    facts = sorted({(one.verdict, one.pair) for one in ones if one.verdict != "unsure"})
    least: list[frozenset[tuple[Verdict, Pair]]] = []
    for size in range(2, len(facts) + 1):
        for some in combinations(facts, size):
            if any(one <= frozenset(some) for one in least):
                continue
            if not can_all_be_true([Judgement(verdict, *pair, "") for verdict, pair in some]):
                least.append(frozenset(some))
    return {fact for one in least for fact in one}


def at(pair: str) -> Pair:
    """Return a pair of two letters."""
    return pair_of(pair[0], pair[1])


LISTS = {
    "flights.csv": "Nombre,Nacimiento,Documento\nJosé Abel Funes,1990-02-03,\nMarta Ruiz,1985,04411223-1\nNN,,\n",
    "families.csv": "nombre;nacimiento;vuelo\nFunes, Jose;1990;15/3/2025\nMarta Ruiz Díaz;1985-06-01;\nJosé A. Funes;1991-07-08;\n",
}
"""Two lists of made-up persons, by the file."""
_MARKS = {"flights.csv": ",", "families.csv": ";"}
_COLUMNS = {"flights.csv": ("name", "born", "document"), "families.csv": ("name", "born", "deprived_when")}


def key_of(name: str, row: int) -> str:
    """Return the key of the mention on a row of a list of the tests."""
    return f"{name}:{'0' * 10}{row:02}"


def mention_rows() -> list[dict[str, object]]:
    """Return the mentions of the lists."""
    found: list[dict[str, object]] = []
    for file, text in LISTS.items():
        for row, line in enumerate(text.splitlines()[1:], 2):
            name, born, _ = line.split(_MARKS[file])
            of = file.removesuffix(".csv")
            found.append(
                {
                    "mention": key_of(of, row), "list": of, "file": file, "row": row, "name": None if name == "NN" else name,
                    "born": born or None, "born_first": _bound(born, "-01-01"), "born_last": _bound(born, "-12-31"), "document": None,
                }
            )  # fmt: skip
    return found


def _bound(born: str, end: str) -> date | None:
    return date.fromisoformat(born if "-" in born else f"{born}{end}") if born else None


def statement_rows() -> list[dict[str, object]]:
    """Return what the lists say, cell by cell."""
    found: list[dict[str, object]] = []
    for file, text in LISTS.items():
        mark = _MARKS[file]
        header, *lines = text.splitlines()
        for row, line in enumerate(lines, 2):
            for column, field, cell in zip(header.split(mark), _COLUMNS[file], line.split(mark), strict=True):
                of = file.removesuffix(".csv")
                found.append(
                    {"mention": key_of(of, row), "list": of, "row": row, "column": column, "field": field, "said": cell}
                )
    return found


def linked(folder: Path) -> Path:
    """Write the lists and the tables that linking would make of them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in LISTS.items():
        (folder / file).write_text(text, encoding="utf-8")
    f, k = partial(key_of, "flights"), partial(key_of, "families")
    evidence = [{"what": "surname", "level": "paternal-only", "weight": 5.2, "left": "Funes", "right": "Funes"}]
    pairs = [(f(2), k(2), 0.62), (f(3), k(3), 0.97), (f(2), k(4), 0.2), (k(2), k(4), 0.4)]
    tables = {
        "mentions": pa.Table.from_pylist(mention_rows()),
        "statements": pa.Table.from_pylist(statement_rows()),
        "doubts": table(
            [(f(2), k(2), 0.3, 0.4, "pair"), (f(3), k(3), 0.5, 0.1, "person"), (f(2), k(4), 0.1, 0.2, "pair"), (k(2), k(4), 0.1, 0.1, "pair")]
        ),
        "pairs": pa.table(
            {
                "left": [a for a, _, _ in pairs], "right": [b for _, b, _ in pairs], "probability": [p for _, _, p in pairs],
                "evidence": [evidence, [], [], []],
            }
        ),
        "persons": pa.table(
            {
                "mention": [one["mention"] for one in mention_rows()],
                "person": ["P-1", "P-2", "P-3", "P-4", "P-2", "P-4"],
            }
        ),
    }  # fmt: skip
    for name, one in tables.items():
        pq.write_table(one, folder / f"{name}.parquet")
    return folder
