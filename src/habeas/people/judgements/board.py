"""What follows from judgements, kept up with each answer: only the mentions that an answer touches are looked at again.

Invariant: what the board says is a function of the set of judgements on it. A judgement holds where it is part of no contradiction, that
is, of no smallest set of judgements that cannot all be true (so it is in every largest set that can: the free base of Benferhat,
Dubois and Prade 1997); the others are neither asserted nor denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from habeas.people.judgements.model import SETTLES, Judgement, Pair, pair_of
from habeas.people.judgements.ways import between, reached

Answer = Literal["same", "different", "held", "unsure"]


class Board:
    """The judgements that stand, and what follows of any two mentions."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.said: dict[Pair, dict[str, Judgement]] = {}
        self.judged: dict[str, set[str]] = {}
        """The mentions that each was judged with, whatever was said."""
        self.same: dict[str, set[str]] = {}
        self.denied: dict[str, set[str]] = {}
        self.held: dict[Pair, set[Pair]] = {}
        """Each denied pair that a way joins, with the pairs on such ways."""
        self._held_by: dict[Pair, int] = {}
        self.group: dict[str, str] = {}
        self.members: dict[str, set[str]] = {}
        for one in judgements:
            self._note(one)
        touched: set[str] = set()
        for mention in self._mentions():
            if mention not in touched:
                touched |= self._look({mention})

    def _mentions(self) -> list[str]:
        return sorted({mention for pair in self.said for mention in pair})

    # --- answers

    def take(self, one: Judgement) -> set[str]:
        """Put a judgement on the board, in place of the same person's earlier one; return the mentions to ask about anew."""
        before = self._around(one.pair)
        self._note(one)
        return self._look(before)

    def withdraw(self, one: Judgement, instead: Judgement | None = None) -> set[str]:
        """Take a person's judgement of a pair off, or put back what stood before it; return the mentions to ask about anew."""
        before = self._around(one.pair)
        by = self.said.get(one.pair, {})
        by.pop(one.by, None)
        if instead is not None:
            by[instead.by] = instead
        if not by:
            self.said.pop(one.pair, None)
        self._link(one.pair)
        return self._look(before)

    def _note(self, one: Judgement) -> None:
        if one.a and one.b and one.a != one.b:
            self.said.setdefault(one.pair, {})[one.by] = one
            for a, b in (one.pair, one.pair[::-1]):
                self.judged.setdefault(a, set()).add(b)
            self._link(one.pair)

    def _link(self, pair: Pair) -> None:
        """Say anew whether a pair is said to be the same, or denied to be."""
        verdicts = {one.verdict for one in self.ruling(pair)}
        for links, on in (
            (self.same, "same" in verdicts and "unsure" not in verdicts),
            (self.denied, "different" in verdicts),
        ):
            for a, b in (pair, pair[::-1]):
                if on:
                    links.setdefault(a, set()).add(b)
                elif a in links:
                    links[a].discard(b)

    def _around(self, pair: Pair) -> set[str]:
        return {mention for one in pair for mention in reached(one, self.same)}

    def _look(self, mentions: set[str]) -> set[str]:
        """Find anew what holds among mentions, and those that ways join them with."""
        nodes = {other for one in mentions for other in reached(one, self.same)}
        for pair in [pair for pair in self.held if pair[0] in nodes or pair[1] in nodes]:
            self._free(pair)
        self._contradict(nodes)
        self._join(nodes)
        return nodes

    def _free(self, pair: Pair) -> None:
        for one in self.held.pop(pair, ()):
            self._held_by[one] -= 1
            if not self._held_by[one]:
                del self._held_by[one]

    def _contradict(self, nodes: set[str]) -> None:
        """Note each denied pair among the nodes that a way of sameness joins, with all that lies on such ways."""
        raw: dict[str, int] = {}
        for number, one in enumerate(nodes):
            if one not in raw:
                raw.update(dict.fromkeys(reached(one, self.same), number))
        for one in nodes:
            for other in self.denied.get(one, ()):
                pair = pair_of(one, other)
                if pair not in self.held and raw.get(other) == raw[one]:
                    self.held[pair] = between(*pair, self.same)
                    for each in self.held[pair]:
                        self._held_by[each] = self._held_by.get(each, 0) + 1

    def _join(self, nodes: set[str]) -> None:
        """Group the nodes by the samenesses that hold."""
        for name in {self.group.pop(one) for one in nodes if one in self.group}:
            self.members.pop(name, None)
        free = {
            one: {other for other in self.same.get(one, ()) if pair_of(one, other) not in self._held_by}
            for one in nodes
        }
        for one in nodes:
            if one not in self.group:
                members = reached(one, free)
                name = min(members)
                self.members[name] = members
                self.group.update(dict.fromkeys(members, name))

    # --- what is asked of it

    def ruling(self, pair: Pair) -> tuple[Judgement, ...]:
        """Return the judgements that count on a pair, in one order: those that settle it where there are any, else all."""
        every = sorted(self.said.get(pair, {}).values(), key=sorted_by)
        return tuple([one for one in every if one.round == SETTLES] or every)

    def doubted(self, pair: Pair) -> bool:
        """Whether one person is unsure of a pair of which another is not."""
        verdicts = {one.verdict for one in self.ruling(pair)}
        return "unsure" in verdicts and len(verdicts) > 1

    def name(self, mention: str) -> str:
        """Return the name of the group of a mention: the smallest key in it, its own where nothing was said."""
        return self.group.get(mention, mention)

    def together(self, mention: str) -> set[str]:
        """Return the mentions said to be of one person with this one, itself included."""
        return self.members.get(self.name(mention), {mention})

    def answer(self, a: str, b: str) -> Answer | None:
        """Return what follows of two mentions; None where nothing does.

        ``held``: the two are in a contradiction, or persons differ on them, and no other judgement answers.
        """
        if self.name(a) == self.name(b):
            return "same"
        if self._apart(a, b):
            return "different"
        pair = pair_of(a, b)
        if pair in self.held or pair in self._held_by or self.doubted(pair):
            return "held"
        verdicts = {one.verdict for one in self.ruling(pair)}
        return "unsure" if "unsure" in verdicts else None

    def _apart(self, a: str, b: str) -> bool:
        small, other = sorted((self.together(a), self.together(b)), key=len)
        return any(
            each in other and self.asserts_apart(pair_of(one, each))
            for one in small
            for each in self.denied.get(one, ())
        )

    def asserts_apart(self, pair: Pair) -> bool:
        """Whether a denial holds: no way contradicts it, and nobody is unsure of it."""
        return pair not in self.held and not self.doubted(pair)

    def pairs_held(self) -> Iterator[Pair]:
        """Yield the pairs that are neither asserted nor denied, in one order."""
        doubted = {pair for pair in self.said if self.doubted(pair) and self.name(pair[0]) != self.name(pair[1])}
        yield from sorted({*self.held, *self._held_by, *doubted})


def sorted_by(one: Judgement) -> tuple[str, ...]:
    """Return the order of judgements of one pair: by who said it, which does not hang on when it was heard."""
    return one.by, one.verdict, one.where, one.when, one.reason
