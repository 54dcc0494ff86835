"""What judgements say taken together: who is one person, who is not, what is open, and every contradiction with the judgements that make it.

**What holds meanwhile.** A judgement that is part of a contradiction is neither asserted nor denied until a person settles it. The register
keeps the two mentions of such a pair apart (a false merge makes a person vanish, a false split does not); the estimate takes them as
it takes any pair that nobody judged; the review asks about them first. Every other judgement holds, whatever else is contradicted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from habeas import words
from habeas.errors import Problem
from habeas.people.judgements.board import Answer, Board, sorted_by
from habeas.people.judgements.model import SETTLES, Judgement, Pair, pair_of, standing
from habeas.people.judgements.ways import shortest


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Judgements that cannot all be true, or of which one person doubts what another says.

    ``kind`` is ``chain`` (A is not B, but A = C and C = B), ``pair`` (two persons disagree on A and B), or ``doubt`` (one is unsure where
    another is not). ``pair`` is A and B. ``chain`` has the judgements in order: that A is not B, then each step of a shortest way from A
    to B; with several persons on one step, all of them. ``others`` are further judgements on longer ways between the two: they are held as well.
    """

    kind: Literal["chain", "pair", "doubt"]
    pair: Pair
    chain: tuple[Judgement, ...]
    others: tuple[Judgement, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of the chain, in order, each once."""
        return tuple(dict.fromkeys(one.pair for one in self.chain))

    def text(self, lang: words.Lang) -> str:
        """Return the contradiction in words, each judgement with who made it."""
        told = [said(one, lang) for one in self.chain]
        a, b = self.pair
        text = words.text(f"judgements.contradiction-{self.kind}", lang, a=a, b=b, said="; ".join(told))
        if self.others:
            text += " " + words.text("judgements.contradiction-others", lang, n=len(self.others))
        return text


def said(one: Judgement, lang: words.Lang) -> str:
    """Return a judgement in words: who said what of which two, where, and why."""
    by = one.by or words.text("judgements.somebody", lang)
    told = words.text(f"judgements.said-{one.verdict}", lang, by=by, a=one.a, b=one.b, reason=one.reason.rstrip("."))
    return f"{told} [{one.where}]" if one.where else told


@dataclass(frozen=True)
class Settled:
    """What follows from judgements. Every tuple is sorted; it does not hang on the order in which they were said.

    ``together``: the groups of two mentions or more that are one person (must-link), each sorted. ``apart``: the pairs that are two persons
    (cannot-link), as they were said; two groups with such a pair between them are two persons whole. ``held``: pairs neither asserted nor
    denied; the register keeps them apart as well. ``unsure``: pairs that somebody could not judge and nothing answers.
    ``overruled``: judgements before which another, that settles the pair, goes. ``gone``: judgements on a mention that is in no list now;
    they are kept, and what follows through them still follows: groups and pairs name mentions that there are, another of the same group
    in the place of one that is gone. ``void``: judgements of a mention on itself, or on nothing.
    """

    together: tuple[tuple[str, ...], ...]
    apart: tuple[Pair, ...]
    held: tuple[Pair, ...]
    unsure: tuple[Pair, ...]
    contradictions: tuple[Contradiction, ...]
    overruled: tuple[Judgement, ...]
    gone: tuple[Judgement, ...]
    void: tuple[Judgement, ...]
    judgements: tuple[Judgement, ...]

    @cached_property
    def board(self) -> Board:
        """The judgements, to ask of any two mentions and to go on judging."""
        return Board(self.judgements)

    def answer(self, a: str, b: str) -> Answer | None:
        """Return what follows of two mentions, through others too; None where nothing does."""
        return self.board.answer(a, b)

    @property
    def kept_apart(self) -> tuple[Pair, ...]:
        """The pairs that no register may merge: those that are two persons, and those that are held."""
        return tuple(sorted({*self.apart, *self.held}))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person has to look at: contradictions, and judgements on mentions that are gone or on none."""
        told = [
            Problem("judgements.contradicted", gravity="warning", values={"said": _Told(one)})
            for one in self.contradictions
        ]
        for key, ones in (("judgements.gone", self.gone), ("judgements.void", self.void)):
            told += [Problem(key, gravity="warning", values={"said": _Judged(one)}) for one in ones]
        return tuple(told)


@dataclass(frozen=True, slots=True)
class _Told:
    one: Contradiction

    def text(self, lang: words.Lang) -> str:
        return self.one.text(lang)


@dataclass(frozen=True, slots=True)
class _Judged:
    one: Judgement

    def text(self, lang: words.Lang) -> str:
        return said(self.one, lang)


def settle(judgements: Iterable[Judgement], mentions: Collection[str] | None = None) -> Settled:
    """Return what follows from judgements; of one person's on one pair the last counts.

    ``mentions`` are the keys that there are now, so that judgements on others are told; None where that is not asked.
    """
    stand = standing(judgements)
    board = Board(stand)
    usable = [one for one in stand if one.a and one.b and one.a != one.b]
    known = None if mentions is None else frozenset(mentions)
    missing = [] if known is None else [one for one in usable if one.a not in known or one.b not in known]
    groups = [sorted(one if known is None else one & known) for one in board.members.values()]
    return Settled(
        together=tuple(sorted(tuple(one) for one in groups if len(one) > 1)),
        apart=_present(board, (pair for pair in board.said if _denied(board, pair)), known),
        held=_present(board, board.pairs_held(), known),
        unsure=_present(board, (pair for pair in board.said if board.answer(*pair) == "unsure"), known),
        contradictions=contradictions(board),
        overruled=_ordered(one for pair in board.said for one in _overruled(board, pair)),
        gone=_ordered(missing),
        void=_ordered(one for one in stand if not (one.a and one.b and one.a != one.b)),
        judgements=stand,
    )


def _present(board: Board, pairs: Iterable[Pair], known: frozenset[str] | None) -> tuple[Pair, ...]:
    """Return pairs in order, another mention of the same group in the place of one that is gone; without one the pair is left out."""
    if known is None:
        return tuple(sorted(pairs))
    found = set()
    for pair in pairs:
        a, b = (one if one in known else min(board.together(one) & known, default="") for one in pair)
        if a and b:
            found.add(pair_of(a, b))
    return tuple(sorted(found))


def _denied(board: Board, pair: Pair) -> bool:
    return pair[1] in board.denied.get(pair[0], ()) and board.asserts_apart(pair)


def _overruled(board: Board, pair: Pair) -> list[Judgement]:
    """Return the judgements on a pair that one of the last round goes before."""
    rules = board.ruling(pair)
    return [one for one in board.said[pair].values() if one not in rules and rules[0].round == SETTLES]


def _ordered(ones: Iterable[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(ones, key=lambda one: (one.pair, sorted_by(one))))


def contradictions(board: Board, among: Collection[str] | None = None) -> tuple[Contradiction, ...]:
    """Return every contradiction on a board, or those of some mentions, in the order of their pairs: each denied pair that a way joins has one."""
    pairs = [pair for pair in board.held if among is None or pair[0] in among]
    found = [_chained(board, pair) for pair in sorted(pairs)]
    doubted = [
        pair
        for pair in (board.said if among is None else _said_of(board, among))
        if pair not in board.held and board.doubted(pair) and board.answer(*pair) != "same"
    ]
    found += [Contradiction("doubt", pair, board.ruling(pair)) for pair in sorted(doubted)]
    return tuple(sorted(found, key=lambda one: (one.pair, one.kind)))


def _said_of(board: Board, among: Collection[str]) -> set[Pair]:
    return {pair_of(one, other) for one in among for other in board.judged.get(one, ())}


def _chained(board: Board, pair: Pair) -> Contradiction:
    way = shortest(*pair, board.same)
    steps = [pair_of(a, b) for a, b in pairwise(way)]
    chain = [one for one in board.ruling(pair) if one.verdict == "different"]
    chain += [one for step in steps for one in board.ruling(step) if one.verdict == "same"]
    more = board.held[pair] - {*steps}
    others = [one for step in sorted(more) for one in board.ruling(step) if one.verdict == "same"]
    return Contradiction("pair" if len(steps) == 1 else "chain", pair, tuple(chain), tuple(others))
