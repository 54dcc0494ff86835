"""Shifts: a line or column of figures that stands one cell away from its labels, told by the relations that would hold if it were put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from habeas.findings.audit.culprits import Broken
from habeas.findings.audit.publications import Publications
from habeas.findings.audit.series import Additive, Rule, Same

_FEWEST: Final = 3
"""A line is tried where at least so many relations are broken that its figures are in: fewer may have one figure in common."""
_LEFT: Final = 4
"""Put back, at most one in so many of the broken relations may stay broken: a figure at the end has left the table."""
_TRIED: Final = 40
_HELD: Final = """
SELECT rowid AS "row", sheet, "table", line, place, value FROM figures
WHERE number = $number AND value IS NOT NULL AND unit <> 'text' ORDER BY line, place
"""
_TOUCHED: Final = """
SELECT r.id, r.rule, r.residual, r.tolerance, t."row", t.coefficient FROM relation AS r JOIN term AS t USING (id)
WHERE r.number = $number AND r.rule IN (SELECT unnest($rules))
"""

Axis = Literal["line", "column"]
_Candidate = tuple[Axis, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A line (or column) of a sheet whose figures stand ``by`` cells to the right of (below) where they belong; negative: to the left.

    ``rows`` are its figures in order, ``repaired`` how many broken relations hold when they are put back, ``rules`` which these are of, and
    ``edge`` is the column (line) that they left empty.
    """

    axis: Axis
    sheet: str
    index: int
    by: int
    rows: tuple[int, ...]
    repaired: int
    rules: frozenset[str]
    edge: int

    def explains(self, broken: Broken, shown: Mapping[int, Mapping[str, Any]]) -> bool:
        """Whether a relation is broken by the shift: a figure of it has moved, or one that is missing left where it was."""
        if not broken.parts.keys().isdisjoint(self.rows):
            return True
        along = "place" if self.axis == "line" else "line"
        where = [shown[row] for row in broken.parts]
        return broken.rule.name in self.rules and any(
            row["sheet"] == self.sheet and row[along] == self.edge for row in where
        )


def shifts(
    publications: Publications,
    number: int,
    broken: Sequence[Broken],
    shown: Mapping[int, Mapping[str, Any]],
    rules: Iterable[Rule],
) -> list[Shift]:
    """Return the shifted lines and columns of one publication, those that repair the most first; no figure is in two of them."""
    plain = frozenset(
        one.name
        for one in rules
        if (isinstance(one, Additive) and not (one.weight or one.weigh))
        or (isinstance(one, Same) and one.low == one.high == 1)
    )
    candidates = list(_candidates([one for one in broken if one.rule.name in plain], shown))
    if not candidates:
        return []
    rows = publications.rows(_HELD, {"number": number})
    touched = publications.rows(_TOUCHED, {"number": number, "rules": sorted(plain)})
    found = [made for one in candidates if (made := _tried(one, rows, touched))]
    kept: list[Shift] = []
    for one in sorted(found, key=lambda one: (-one.repaired, one.axis, one.sheet, one.index)):
        if not any(set(one.rows) & set(other.rows) for other in kept):
            kept.append(one)
    return kept


def _candidates(broken: Iterable[Broken], shown: Mapping[int, Mapping[str, Any]]) -> Iterator[_Candidate]:
    """Yield lines and columns in which several relations are broken, by axis, sheet, table and number, the most broken first."""
    counts: Counter[_Candidate] = Counter()
    for one in broken:
        where = [shown[row] for row in one.parts]
        counts.update({("line", row["sheet"], "", row["line"]) for row in where})
        counts.update({("column", row["sheet"], row["table"], row["place"]) for row in where})
    for candidate, n in counts.most_common(_TRIED):
        if n >= _FEWEST:
            yield candidate


def _tried(
    candidate: _Candidate, figures: Sequence[Mapping[str, Any]], relations: Sequence[Mapping[str, Any]]
) -> Shift | None:
    """Move the figures of one line or column back by one cell, either way, and see what holds."""
    axis, sheet, table, index = candidate
    along, across = ("place", "line") if axis == "line" else ("line", "place")
    rows = [row for row in figures if row[across] == index and row["sheet"] == sheet and table in {"", row["table"]}]
    if len(rows) <= _FEWEST:
        return None
    value = {row[along]: row["value"] for row in rows}
    held = {row["row"]: row["value"] for row in rows}
    inside = {row["id"] for row in relations if row["row"] in held}
    touched = [row for row in relations if row["id"] in inside]
    for by in (1, -1):
        moved = {row["row"]: value.get(row[along] + by) for row in rows}
        before, after = _broken(touched, held, moved)
        if before >= _FEWEST and after * _LEFT <= before:
            return Shift(
                axis=axis,
                sheet=sheet,
                index=index,
                by=by,
                rows=tuple(held),
                repaired=before - after,
                rules=frozenset(row["rule"] for row in touched),
                edge=(min(value) if by == 1 else max(value)) - by,
            )
    return None


def _broken(
    touched: Iterable[Mapping[str, Any]], held: Mapping[int, float], moved: Mapping[int, float | None]
) -> tuple[int, int]:
    """Return how many relations are broken as the figures stand, and how many when they are moved; what leaves the table is not asked."""
    residual: dict[int, float] = {}
    tolerance: dict[int, float] = {}
    change: dict[int, float | None] = {}
    for row in touched:
        key = row["id"]
        residual[key], tolerance[key] = row["residual"], row["tolerance"]
        old = change.setdefault(key, 0.0)
        if row["row"] in held and old is not None:
            new = moved[row["row"]]
            change[key] = None if new is None else old + row["coefficient"] * (new - held[row["row"]])
    asked = [(key, by) for key, by in change.items() if by is not None]
    before = sum(abs(residual[key]) > tolerance[key] for key, _ in asked)
    after = sum(abs(residual[key] + by) > 10 * tolerance[key] + 1e-9 for key, by in asked)
    return before, after
