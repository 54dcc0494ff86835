"""A lexicon of given names and surnames learned without labels from the lists themselves, and how each list orders the parts of a name.

Expectation maximisation (Dempster, Laird and Rubin 1977): the splits of all rows are weighed by what is known of the words, and what is known of the
words by the splits. Rows whose writing shows the order (``SURNAMES, GIVEN``; ``SURNAMES/GIVEN``; ``given | s1 | s2``) steer it. Per list it learns which
order it writes, how many given names and surnames, and how far its own columns can be believed: a list cut by a naive rule
(first word given, second surname) is found out by its contradictions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from habeas.people.names.candidates import Candidates, candidates
from habeas.people.names.likelihood import FIRST, LATER, ROLES, SURNAME, Floats, forms, log_likelihoods
from habeas.people.names.rows import GIVEN_FIRST, SURNAMES_FIRST, Ints, Rows, Vocabulary, read_rows

ROUNDS: Final = 5
_SAMPLE: Final = 120_000
_MOST: Final = 5
"""Numbers of given names and of surnames from which on all count as one."""
_GIVENS: Final = np.array([0.001, 0.33, 0.61, 0.055, 0.004])
_SURNAMES: Final = np.array([0.003, 0.22, 0.765, 0.01, 0.002])
_PLAIN_ORDER: Final = np.array([0.9, 0.1])
_SHOWN_ORDER: Final = np.array([[0.03, 0.97], [0.03, 0.97], [0.95, 0.05]])
"""How likely given names come first, by layout (comma, slash, pipe), before a list is seen."""
_ORDERS: Final = 12.0
"""Rows that weigh as much as what is supposed of a list before it is seen."""
_BELIEVED: Final = 0.85
_DOUBT: Final = 6.0
"""Rows that weigh as much as the belief (``_BELIEVED``) that a list's columns split its names rightly. None is critical, see the likelihoods."""
_SIZES: Final = 7
_SAY_RIGHT, _SAY_WRONG = 0.85, 0.15
"""How likely the columns make a split where it is right, and where another is, before a list is seen."""
_SOFT: Final = 0.7
"""How much a row in one string teaches beside one whose writing shows its order."""


def _shapes_before() -> Floats:
    """Return the share of each order and number of given names and surnames in one string, (2, 5, 5), before a list is seen."""
    return np.asarray(_PLAIN_ORDER[:, None, None] * _GIVENS[None, :, None] * _SURNAMES[None, None, :])


@dataclass(slots=True)
class Habits:
    """How each list writes; a group is a list in one layout."""

    shapes: Floats
    """Expected rows in one string by list, order, given names and surnames: (lists, 2, 5, 5)."""
    shown: Floats
    """Expected rows of visible order by list, layout and order: (lists, 3, 2)."""
    believed: Floats
    """Probability that the columns of a list split a row of so many words rightly: (lists, 7)."""
    right: Floats
    """Probability that the columns make a split (order, given names) of so many words where it is right: (lists, 7, 2, 5)."""
    wrong: Floats
    """The same where another is right. A rule that looks at no name makes it as often: then its columns say nothing."""

    @classmethod
    def unseen(cls, lists: int) -> Habits:
        """Return the habits of lists of which nothing is known."""
        return cls(
            np.tile(_ORDERS * _shapes_before(), (lists, 1, 1, 1)),
            np.tile(_ORDERS * _SHOWN_ORDER, (lists, 1, 1)),
            np.full((lists, _SIZES), _BELIEVED),
            np.full((lists, _SIZES, 2, _MOST), _SAY_RIGHT),
            np.full((lists, _SIZES, 2, _MOST), _SAY_WRONG),
        )


@dataclass(frozen=True, slots=True)
class Split:
    """One way of splitting a name: folded ``given`` words in order (initials as single letters), surnames, and how likely it is among the others."""

    given: tuple[str, ...]
    paternal: str | None
    maternal: str | None
    married: str | None
    weight: float


@dataclass(slots=True)
class Lexicon:
    """What is known of words and lists. Without learning it knows the common names that come with habeas.

    ``counts`` are expected bearers by role and word; learn with :meth:`learn`, use with :meth:`split` or
    :func:`habeas.people.names.parse`.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    counts: Floats = field(default_factory=lambda: np.zeros((ROLES, 0)))
    lists: tuple[str, ...] = ()
    habits: Habits = field(default_factory=lambda: Habits.unseen(0))

    @classmethod
    def learn(cls, names: pa.Table, *, rounds: int = ROUNDS) -> Lexicon:
        """Learn from a table of names (columns as in :func:`habeas.people.names.parse`), deterministically; of very long tables a sample is read."""
        lexicon = cls()
        lexicon.learn_rows(read_rows(names, lexicon.vocabulary), rounds=rounds)
        return lexicon

    def learn_rows(self, rows: Rows, *, rounds: int = ROUNDS) -> None:
        """Learn from rows that were read with this vocabulary; what was learned before is forgotten."""
        rows = rows.each(-(-len(rows) // _SAMPLE) or 1)
        self.lists = rows.names
        self.habits = Habits.unseen(len(rows.names))
        self.counts = np.zeros((ROLES, len(self.vocabulary)))
        splits = candidates(rows)
        if not len(splits):
            return
        known = forms(self.vocabulary)
        for round_ in range(rounds):
            words = log_likelihoods(known, self.counts)
            weights = weighed(rows, splits, words, self.habits, np.arange(len(self.lists), dtype=np.int32))
            soft = np.where(rows.layout[splits.row] > 0, 1.0, 0.0 if round_ == 0 and (rows.layout > 0).any() else _SOFT)
            self.counts = _counted(rows, splits, weights * soft, len(self.vocabulary))
            self.habits = _habits(rows, splits, weights, len(self.lists))

    def likelihoods(self) -> Floats:
        """Return the log probability of each word in each role, (3, words), for every word of the vocabulary, learned or only met."""
        new = len(self.vocabulary) - self.counts.shape[1]
        if new:
            self.counts = np.concatenate([self.counts, np.zeros((ROLES, new))], axis=1)
        return log_likelihoods(forms(self.vocabulary), self.counts)

    def order(self, name: str) -> Mapping[str, float]:
        """Return how likely a list writes ``given-first`` and ``surnames-first`` where a name is one string; unknown lists as lists in general."""
        shapes = self.habits_of((name,)).shapes[0].sum(axis=(1, 2))
        shares = shapes / shapes.sum()
        return {"given-first": float(shares[GIVEN_FIRST]), "surnames-first": float(shares[SURNAMES_FIRST])}

    def believed(self, name: str) -> Mapping[int, float]:
        """Return how likely the columns of a list split a name of so many words rightly."""
        return {size: float(share) for size, share in enumerate(self.habits_of((name,)).believed[0]) if size > 1}

    def habits_of(self, names: Sequence[str]) -> Habits:
        """Return the habits of lists by name; of lists that were not learned from, what is supposed of any."""
        number = {name: n for n, name in enumerate(self.lists)}
        found = Habits.unseen(len(names))
        for n, name in enumerate(names):
            if name in number:
                found.shapes[n] = self.habits.shapes[number[name]]
                found.shown[n] = self.habits.shown[number[name]]
                found.believed[n] = self.habits.believed[number[name]]
                found.right[n] = self.habits.right[number[name]]
                found.wrong[n] = self.habits.wrong[number[name]]
        return found

    def split(
        self, text: str, columns: tuple[str | None, str | None, str | None] | None = None, name: str = ""
    ) -> tuple[Split, ...]:
        """Return the splits of a name, best first, with weights that add up to 1; none for nobody.

        ``columns`` are the given names and surnames as the list ``name`` has them, believed as far as that list has earned it.
        """
        from habeas.people.names.parsing import parse

        given, first, second = columns or (None, None, None)
        row = {"list": [name], "name": [text], "given": [given], "surname1": [first], "surname2": [second]}
        table = pa.table(row, schema=pa.schema([(key, pa.string()) for key in row]))
        found: dict[str, Any] = parse(table, self).to_pylist()[0]
        if found["nobody"] or not (found["given"] or found["s1"] or found["married"]):
            return ()
        best = Split(tuple(found["given"]), found["s1"], found["s2"], found["married"], found["certainty"])
        others = (Split(tuple(one["given"]), one["s1"], one["s2"], None, one["weight"]) for one in found["alt"])
        return (best, *others)


def weighed(rows: Rows, splits: Candidates, words: Floats, habits: Habits, lists: Ints) -> Floats:
    """Return the probability of each split among those of its row.

    ``lists`` are the numbers in ``habits`` of the lists of the rows.
    """
    where = lists[rows.lists[splits.row]]
    score = _said(rows, splits, words) + _usual(rows, splits, habits, where)
    top = np.maximum.reduceat(score, splits.starts)
    rank = np.searchsorted(splits.starts, np.arange(len(splits)), side="right") - 1
    weight = np.exp(score - top[rank])
    return np.asarray(weight / np.add.reduceat(weight, splits.starts)[rank])


def _said(rows: Rows, splits: Candidates, words: Floats) -> Floats:
    """Return the log probability of the words of a row under each split."""
    later = np.concatenate([[0.0], np.cumsum(words[LATER][rows.words])])
    family = np.concatenate([[0.0], np.cumsum(words[SURNAME][rows.words])])
    begin, surname = starts(rows, splits)
    end = begin + splits.given
    first = np.where(
        splits.given > 0, (words[FIRST] - words[LATER])[rows.words[np.minimum(begin, len(rows.words) - 1)]], 0.0
    )
    return np.asarray(later[end] - later[begin] + first + family[surname + splits.surnames] - family[surname])


def starts(rows: Rows, splits: Candidates) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the given names and the surnames of each split begin among the words of the rows."""
    at = rows.at[splits.row]
    given_first = splits.order == GIVEN_FIRST
    return np.where(given_first, at, at + splits.surnames), np.where(given_first, at + splits.given, at)


def _usual(rows: Rows, splits: Candidates, habits: Habits, where: Ints) -> Floats:
    """Return the log of how usual each split is in its list."""
    layout = rows.layout[splits.row].astype(np.int64)
    given, surnames = np.minimum(splits.given, _MOST - 1), np.minimum(splits.surnames, _MOST - 1)
    plain = np.log(habits.shapes[where, splits.order, given, surnames])
    shown = np.log(habits.shown[where, np.maximum(layout - 1, 0), splits.order])
    usual = np.where(layout == 0, plain, shown)
    has = (rows.column_order[splits.row] >= 0) & (layout == 0)
    cell = (where, *_cell(rows, splits))
    trust = np.where(splits.column, np.log(habits.right[cell]), np.log(habits.wrong[cell]))
    return np.asarray(usual + np.where(has, trust, 0.0))


def _cell(rows: Rows, splits: Candidates) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the number of words of the row of each split, and how the columns of the list split it."""
    row = splits.row
    return (
        np.minimum(rows.sizes[row], _SIZES - 1),
        np.maximum(rows.column_order[row], 0),
        np.clip(rows.column_given[row], 0, _MOST - 1),
    )


def _counted(rows: Rows, splits: Candidates, weights: Floats, size: int) -> Floats:
    """Return the expected bearers of each word in each role."""
    begin, surname = starts(rows, splits)
    total = len(rows.words)
    later = _covered(begin + np.minimum(splits.given, 1), begin + splits.given, weights, total)
    family = _covered(surname, surname + splits.surnames, weights, total)
    first = _covered(begin, begin + np.minimum(splits.given, 1), weights, total)
    return np.stack([np.bincount(rows.words, one, minlength=size) for one in (first, later, family)])


def _covered(begin: NDArray[np.int64], end: NDArray[np.int64], weights: Floats, total: int) -> Floats:
    """Return the weight of the stretches that cover each word."""
    steps = np.bincount(begin, weights, minlength=total + 1) - np.bincount(end, weights, minlength=total + 1)
    return np.maximum(np.cumsum(steps)[:total], 0.0)


def _habits(rows: Rows, splits: Candidates, weights: Floats, lists: int) -> Habits:
    habits = Habits.unseen(lists)
    where, layout = rows.lists[splits.row], rows.layout[splits.row].astype(np.int64)
    given, surnames = np.minimum(splits.given, _MOST - 1), np.minimum(splits.surnames, _MOST - 1)
    plain = layout == 0
    habits.shapes += _tally(habits.shapes.shape, (where, splits.order, given, surnames), weights * plain)
    habits.shown += _tally(habits.shown.shape, (where, np.maximum(layout - 1, 0), splits.order), weights * ~plain)
    _believe(habits, rows, splits, np.where(plain & (rows.column_order[splits.row] >= 0), weights, 0.0))
    return habits


def _tally(shape: tuple[int, ...], where: tuple[NDArray[Any], ...], weights: Floats) -> Floats:
    """Return the sum of the weights in each cell of a table."""
    flat = np.ravel_multi_index(where, shape)
    return np.asarray(np.bincount(flat, weights, minlength=int(np.prod(shape))).reshape(shape), np.float64)


def _believe(habits: Habits, rows: Rows, splits: Candidates, weights: Floats) -> None:
    """Learn how far the columns of each list can be believed; ``weights`` are 0 where there are none."""
    where = rows.lists[splits.row]
    size, order, given = _cell(rows, splits)
    shape = habits.right.shape
    made_right = _tally(shape, (where, size, order, given), weights * splits.column)
    made_wrong = _tally(shape, (where, size, order, given), weights * ~splits.column)
    is_right = _tally(shape, (where, size, splits.order, np.minimum(splits.given, _MOST - 1)), weights)
    rows_ = (made_right + made_wrong).sum(axis=(2, 3))
    is_wrong = np.maximum(rows_[:, :, None, None] - is_right, 0.0)
    habits.right = np.clip((made_right + _DOUBT * _SAY_RIGHT) / (is_right + _DOUBT), 0.02, 0.995)
    habits.wrong = np.clip((made_wrong + _DOUBT * _SAY_WRONG) / (is_wrong + _DOUBT), 0.002, 0.98)
    habits.believed = (made_right.sum(axis=(2, 3)) + _DOUBT * _BELIEVED) / (rows_ + _DOUBT)


__all__ = ["ROUNDS", "Habits", "Lexicon", "Split", "starts", "weighed"]
