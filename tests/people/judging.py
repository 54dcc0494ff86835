"""Judgements and tables for tests: mentions are single letters, and what contradicts is found by trying every set of judgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import pyarrow as pa
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
