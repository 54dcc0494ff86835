"""Culprits: which figure it is that several broken relations have in common.

A figure that is wrong breaks the relations it is in, all by the same amount, and none of them still holds. So of the figures of broken
relations the one is named whose change by one amount would repair the most of them and break the fewest of those that hold. Where two
are as likely, none is named and all are doubted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from habeas.findings.audit.series import Additive, Between, Rule, Same, Whole

_FIRST: Final = 200
"""Of more broken relations than this that hang together no single figure is at fault: then it is the table that is wrong."""

_FEW: Final = 4
"""A relation that holds only more or less points to no figure of more than so many."""
_HALF: Final = 0.5
_STILL: Final = 0.5
"""What a relation that stays broken counts against a figure: others may be wrong in it too."""


@dataclass(frozen=True, slots=True)
class Term:
    """One figure in a relation: its row among the figures, its value, and how much of its change the residual takes on."""

    row: int
    coefficient: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A relation that does not hold: its rule, by how much, what is published (``stated``) and what the other figures give (``expected``)."""

    rule: Rule
    residual: float
    tolerance: float
    stated: float
    expected: float
    weight: float
    terms: tuple[Term, ...]
    parts: Mapping[int, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parts: dict[int, float] = {}
        for term in self.terms:
            parts[term.row] = parts.get(term.row, 0.0) + term.coefficient
        object.__setattr__(self, "parts", parts)

    @property
    def exact(self) -> bool:
        """Whether the residual says by how much a figure is wrong."""
        loose = isinstance(self.rule, Whole | Between) or (
            isinstance(self.rule, Same) and not self.rule.low == self.rule.high == 1
        )
        return not loose

    def change(self, row: int) -> tuple[float, float] | None:
        """Return the change of a figure that would repair the relation, and how exact that is; None where no one change would."""
        part = self.parts.get(row)
        return (-self.residual / part, self.tolerance / abs(part)) if part and self.exact else None

    def repaired(self, row: int, change: float | None, slack: float) -> bool:
        """Whether the relation would hold after a change of a figure; a change that is not known may be any."""
        part = self.parts.get(row)
        if not part:
            return False
        if change is None:
            return True
        left = self.residual + part * change
        if isinstance(self.rule, Whole):
            left -= round(left)
        elif not self.exact:
            return abs(left) < abs(self.residual)
        return abs(left) <= self.tolerance + abs(part) * slack


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Broken relations that one figure explains: its row and the change that would repair them; without one, the rows that are doubted."""

    relations: tuple[Broken, ...]
    row: int | None = None
    change: float | None = None
    doubted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suspect:
    row: int
    change: float | None
    slack: float
    score: float


def explain(broken: Sequence[Broken], holding: Mapping[int, int]) -> list[list[Explained]]:
    """Explain the broken relations of one publication, those that have figures in common together.

    ``holding`` counts for a figure the relations that hold.
    """
    return [_explain(group, holding) for group in _connected(sorted(broken, key=plainness))]


def _connected(broken: Sequence[Broken]) -> list[list[Broken]]:
    """Return relations in groups that have no figure in common, each in the order given."""
    home: dict[int, int] = {}

    def root(row: int) -> int:
        while home.setdefault(row, row) != row:
            home[row] = row = home[home[row]]
        return row

    for one in broken:
        first, *others = map(root, one.parts)
        for other in others:
            home[other] = first
    groups: dict[int, list[Broken]] = {}
    for one in broken:
        groups.setdefault(root(next(iter(one.parts))), []).append(one)
    return list(groups.values())


def _explain(broken: Sequence[Broken], holding: Mapping[int, int]) -> list[Explained]:
    left = list(broken)
    found: list[Explained] = []
    while left:
        suspects = _suspects(left, holding) if len(left) <= _FIRST else []
        best = max(suspects, key=lambda one: one.score, default=None)
        if best is None:
            return [*found, *(_doubt([one], (), holding) for one in left)]
        mine = [one for one in left if one.repaired(best.row, best.change, best.slack)]
        near = {row for one in mine for row in one.parts}
        tied = [one.row for one in suspects if one.score == best.score and one.row in near]
        if len(tied) > 1 or (len(mine) == 1 and _strange(best, mine[0])):
            mine = [one for one in mine if one.parts.keys() >= set(tied)] or mine[:1]
            found.append(_doubt(mine, tied if len(tied) > 1 else (), holding))
            left = [one for one in left if one not in mine]
        else:
            explained, left = _repair(left, best)
            found.append(Explained(relations=tuple(explained), row=best.row, change=best.change))
    return found


def _strange(best: _Suspect, only: Broken) -> bool:
    """Whether a figure would have to change by half to repair one relation: then it is rather others that are missing."""
    if not isinstance(only.rule, Additive | Same):
        return False
    value = next(term.value for term in only.terms if term.row == best.row)
    return best.change is not None and abs(best.change) > _HALF * abs(value) and len(only.parts) > 1


def plainness(one: Broken) -> int:
    """Put what is plainest first: a sum, two tables, a share, an average, a whole number."""
    weighed = isinstance(one.rule, Additive) and bool(one.rule.weight or one.rule.weigh)
    return 3 if weighed else 4 if not one.exact else 0 if isinstance(one.rule, Additive) else 1


def _repair(left: Sequence[Broken], best: _Suspect) -> tuple[list[Broken], list[Broken]]:
    """Return the relations that the change of a figure explains, and those that are left, as they are after it.

    What is still broken after the change by another amount is another figure's fault, unless the figure was a weight in it.
    """
    explained: list[Broken] = []
    others: list[Broken] = []
    for one in left:
        part = one.parts.get(best.row)
        if not part:
            others.append(one)
        elif best.change is None or abs(part) != 1 or one.repaired(best.row, best.change, best.slack):
            explained.append(one)
        else:
            others.append(replace(one, residual=one.residual + part * best.change))
    return explained, [one for one in others if not one.exact or abs(one.residual) > one.tolerance]


def _doubt(relations: Sequence[Broken], tied: Sequence[int], holding: Mapping[int, int]) -> Explained:
    """Doubt all figures of relations: those that are as likely as each other first, then those of which the least holds."""
    rows = list(dict.fromkeys(term.row for one in relations for term in one.terms))
    inside = [row for row in rows if row in tied]
    others = sorted((row for row in rows if row not in inside), key=lambda row: holding.get(row, 0))
    return Explained(relations=tuple(relations), doubted=(*inside, *others))


def _suspects(left: Sequence[Broken], holding: Mapping[int, int]) -> list[_Suspect]:
    of: dict[int, list[Broken]] = {}
    for one in left:
        for row, part in one.parts.items():
            if part and (one.exact or len(one.parts) <= _FEW):
                of.setdefault(row, []).append(one)
    return [_suspect(row, mine, holding.get(row, 0)) for row, mine in of.items()]


def _suspect(row: int, mine: Sequence[Broken], holds: int) -> _Suspect:
    """Weigh one figure: relations that one change repairs, less those that hold now, less a part of those that stay broken."""
    tries: list[tuple[float | None, float]] = [one for relation in mine if (one := relation.change(row)) is not None]
    change, slack = max(tries or [(None, 0.0)], key=lambda one: sum(relation.repaired(row, *one) for relation in mine))
    repaired = sum(relation.repaired(row, change, slack) for relation in mine)
    return _Suspect(row, change, slack, repaired - holds - _STILL * (len(mine) - repaired))
