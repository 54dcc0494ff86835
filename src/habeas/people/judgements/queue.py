"""What to ask a person next: the doubts that most affect hidden persons, then those that most move the number of persons.

The value of an answer is ``w1 * hidden_gain + w2 * count_gain`` (:class:`Weights`): the expected number of persons who are hidden in the register
and would be found, and the expected change of the number of persons. Contradictions come first, pairs of which a person was unsure last.
What follows from judgements is not asked, however long the chain, and of all the pairs that are one question (two groups of mentions
that were said to be one person each) the most valuable pair is asked.

An answer costs what it touches: only doubts on the mentions whose answers may have changed are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from habeas.people.judgements.board import Board
from habeas.people.judgements.model import FIRST, SECOND, SETTLES, Judgement, Pair, pair_of, standing
from habeas.people.judgements.settling import Contradiction, contradictions

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["contradiction", "person", "pair", "again"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a person found (``hidden``) and a change of the number of persons by one (``count``) are worth to each other."""

    hidden: float = 10.0
    count: float = 1.0

    def value(self, hidden: float, count: float) -> float:
        """Return the value of an answer."""
        return self.hidden * hidden + self.count * abs(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two mentions of which a person is to say whether they are of one person.

    ``kind``: ``contradiction`` (part of one: ``contradiction`` has it), ``person`` (a person of the register who may hide another), ``pair``, or
    ``again`` (somebody was unsure). ``probability`` is the machine's, None where it did not compare the two. ``value`` is that of an answer;
    ``hidden`` and ``count`` are its parts. ``round`` is that of the judgement that answers it.
    """

    left: str
    right: str
    kind: Kind
    value: float = 0.0
    hidden: float = 0.0
    count: float = 0.0
    probability: float | None = None
    round: int = FIRST
    contradiction: Contradiction | None = None

    @property
    def pair(self) -> Pair:
        """The two mentions, in one order."""
        return pair_of(self.left, self.right)


class Queue:
    """The questions of one sitting, in order, kept up with each answer.

    ``doubts``, ``pairs`` and ``mentions`` are the tables that linking writes. ``judgements`` are all that were not undone. With ``second`` the
    person ``by`` is the second reviewer: they are asked, blind, of the pairs that others judged, and nothing but their own judgements counts.
    """

    def __init__(
        self,
        doubts: pa.Table,
        pairs: pa.Table | None = None,
        mentions: pa.Table | None = None,
        judgements: Iterable[Judgement] = (),
        *,
        by: str = "",
        second: bool = False,
        weights: Weights = Weights(),
    ) -> None:
        self.by, self.second, self._weights = by, second, weights
        self._order = {} if mentions is None else _order(mentions)
        stand = standing(judgements)
        others = [one for one in stand if one.by != by and one.round != SETTLES]
        self.board = Board([one for one in stand if one.by == by] if second else stand)
        self._likely = {} if pairs is None else _likely(pairs)
        ready = [self._question(row) for row in _rows(doubts)]
        if second:
            ready = self._seconded(ready, others)
        self._ready = sorted({one.pair: one for one in reversed(ready)}.values(), key=_by_value)
        self._number = {one.pair: number for number, one in enumerate(self._ready)}
        self._waiting: set[int] = set()
        self._place: dict[str, list[int]] = {}
        for number, one in enumerate(self._ready):
            for mention in one.pair:
                self._place.setdefault(mention, []).append(number)
        self._passed: set[Pair] = set()
        self._state = ["open"] * len(self._ready)
        self._contradictions: dict[Pair, Contradiction] = {}
        for number in range(len(self._ready)):
            self._look(number)
        self._note_contradictions(None)
        self._at = 0

    # --- asking

    def next(self) -> Question | None:
        """Return what to ask now, or None where nothing is left to ask."""
        return next(iter(self), None)

    def __iter__(self) -> Iterator[Question]:
        """Yield what is left to ask, in order; nothing is taken from the queue."""
        asked: set[Pair] = set()
        for question in self._contradicted():
            if question.pair not in asked:
                asked.add(question.pair)
                yield question
        groups: set[Pair] = set()
        while self._at < len(self._ready) and self._state[self._at] in ("closed", "again"):
            self._at += 1
        for number in range(self._at, len(self._ready)):
            one = self._ready[number]
            if self._state[number] == "open" and one.pair not in self._passed and one.pair not in asked:
                group = pair_of(self.board.name(one.left), self.board.name(one.right))
                if group not in groups:
                    groups.add(group)
                    yield one
        for number, one in enumerate(self._ready):
            if self._state[number] == "again" and one.pair not in self._passed and one.pair not in asked:
                others = {each.by for each in self.board.ruling(one.pair)} - {self.by}
                yield replace(one, kind="again", round=SETTLES if others else one.round)

    def __len__(self) -> int:
        """Count the doubts that nothing answers yet, and the contradictions: an answer may settle several at once."""
        passed = sum(self._number.get(pair) in self._waiting for pair in self._passed)
        contradicted = sum(any(pair not in self._passed for pair in one.pairs) for one in self._contradictions.values())
        return len(self._waiting) - passed + contradicted

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The contradictions that nothing has settled yet, in order."""
        return tuple(one for _, one in sorted(self._contradictions.items()))

    def _contradicted(self) -> Iterator[Question]:
        """Yield for each contradiction the pair that the machine bears out least: the likeliest to be a slip."""
        for one in self.contradictions:
            open_pairs = [pair for pair in one.pairs if pair not in self._passed]
            if open_pairs:
                pair = min(open_pairs, key=lambda each, one=one: (self._borne_out(one, each), each))  # type: ignore[misc]
                left, right = self._placed(pair)
                yield Question(
                    left=left, right=right, kind="contradiction", probability=self._likely.get(pair),
                    round=SECOND if self.second else SETTLES, contradiction=one,
                )  # fmt: skip

    def _borne_out(self, one: Contradiction, pair: Pair) -> float:
        """Return the machine's probability of what was said of a pair; one half where it did not compare the two."""
        likely = self._likely.get(pair, 0.5)
        verdicts = {each.verdict for each in one.chain if each.pair == pair}
        if len(verdicts) > 1:
            return 0.0  # persons disagree on the pair itself
        return 1 - likely if "different" in verdicts else likely

    # --- answers

    def take(self, one: Judgement) -> None:
        """Hear an answer, or any judgement made meanwhile.

        A pair is not asked again in this sitting where it was asked as part of a contradiction, or the answer is unsure once more.
        """
        if self.second and one.by != self.by:
            return
        unsure_twice = one.verdict == "unsure" and (self.second or self._unsure_before(one.pair))
        if unsure_twice or any(one.pair in each.pairs for each in self._contradictions.values()):
            self._passed.add(one.pair)
        self._follow(self.board.take(one))

    def withdraw(self, one: Judgement, instead: Judgement | None = None) -> None:
        """Hear that a judgement was undone; ``instead`` is the same person's earlier one that stands again."""
        self._passed.discard(one.pair)
        self._follow(self.board.withdraw(one, instead))

    def skip(self, question: Question) -> None:
        """Leave a question for another sitting."""
        self._passed.add(question.pair)

    def about(self, a: str, b: str) -> Question:
        """Return the question of two mentions, as it comes when nothing is asked first; one that was left is in the queue again."""
        pair = pair_of(a, b)
        self._passed.discard(pair)
        number = self._number.get(pair)
        at = SECOND if self.second else SETTLES if {each.by for each in self.board.ruling(pair)} - {self.by} else FIRST
        left, right = self._placed(pair)
        plain = Question(left=left, right=right, kind="pair", probability=self._likely.get(pair), round=at)
        return plain if number is None else replace(self._ready[number], round=at)

    def _unsure_before(self, pair: Pair) -> bool:
        number = self._number.get(pair)
        return number is not None and self._state[number] == "again"

    def _follow(self, touched: set[str]) -> None:
        numbers = {number for mention in touched for number in self._place.get(mention, ())}
        for number in numbers:
            self._look(number)
        self._at = min([self._at, *numbers])
        self._note_contradictions(touched)

    def _look(self, number: int) -> None:
        """Say anew whether a doubt is open: closed where judgements answer it, to be asked again last where somebody was unsure."""
        answer = self.board.answer(*self._ready[number].pair)
        closed = answer in ("same", "different", "held")  # what is held is asked as a contradiction
        self._state[number] = "closed" if closed else "again" if answer == "unsure" else "open"
        (self._waiting.discard if closed else self._waiting.add)(number)

    def _note_contradictions(self, touched: set[str] | None) -> None:
        for pair in [pair for pair in self._contradictions if touched is None or touched & {*pair}]:
            del self._contradictions[pair]
        self._contradictions.update((one.pair, one) for one in contradictions(self.board, touched))

    # --- making

    def _question(self, row: tuple[Any, ...]) -> Question:
        left, right, likely, hidden, count, kind = row
        return Question(
            left=left,
            right=right,
            kind="person" if kind == "person" else "pair",
            value=self._weights.value(hidden, count),
            hidden=hidden,
            count=count,
            probability=likely,
            round=SECOND if self.second else FIRST,
        )

    def _seconded(self, ready: Sequence[Question], others: Sequence[Judgement]) -> list[Question]:
        """Return the pairs that others judged as questions that tell nothing of what they said, or that it was a contradiction."""
        known = {one.pair: one for one in ready}
        found = []
        for pair in dict.fromkeys(one.pair for one in others):
            one = known.get(pair)
            left, right = self._placed(pair)
            base = one or Question(
                left=left, right=right, kind="pair", probability=self._likely.get(pair), round=SECOND
            )
            found.append(replace(base, kind="pair"))
        return found

    def _placed(self, pair: Pair) -> Pair:
        """Return a pair in the order of the lists."""
        end = len(self._order)
        a, b = sorted(pair, key=lambda key: (self._order.get(key, end), key))
        return a, b


def _by_value(one: Question) -> tuple[float, str, str]:
    """Return the order of questions: the most valuable first, then by the keys of the mentions, so that it is one order."""
    return -one.value, one.left, one.right


def _order(mentions: pa.Table) -> dict[str, int]:
    return {key: place for place, key in enumerate(mentions.column("mention").to_pylist())}


def _likely(pairs: pa.Table) -> dict[Pair, float]:
    columns = (pairs.column(name).to_pylist() for name in ("left", "right", "probability"))
    return {pair_of(a, b): float(p) for a, b, p in zip(*columns, strict=True)}


def _rows(doubts: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of doubts, a figure that is not known as nothing to gain."""
    names = ("left", "right", "probability", "hidden_gain", "count_gain", "kind")
    for left, right, likely, hidden, count, kind in zip(
        *(doubts.column(one).to_pylist() for one in names), strict=True
    ):
        yield left, right, likely, hidden or 0.0, count or 0.0, kind
