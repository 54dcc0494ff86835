"""A published figure on how many are held, or on how many came and went, with who said it, of whom, and of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from habeas.amount import Amount
from habeas.when import Span

Kind = Literal["stock", "average", "in", "out", "deaths", "in_total", "out_total", "deaths_total"]
"""What a figure counts: ``stock`` persons held on a day, ``average`` over a period, ``in`` / ``out`` / ``deaths`` over a
period, and the same as running totals, which become flows by difference."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STOCKS: Final[frozenset[Kind]] = frozenset({"stock", "average"})
TOTALS: Final[Mapping[Kind, Kind]] = {"in_total": "in", "out_total": "out", "deaths_total": "deaths"}
SIGNS: Final[Mapping[Kind, int]] = {"in": 1, "out": -1, "deaths": -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it was published. Equality covers every field.

    ``amount`` holds bounds and the figure as stated, ``span`` the day or period it is of (a day within which is not known, where
    it is a stock of a month). ``scope`` and ``definition`` say where and whom it counts: keys of a series, never noise.
    ``since`` is the first day of a running total. ``derived_from`` names the figures it was reckoned from. ``ref`` is the id of
    the claim behind it, or the row of its file; ``why`` of a case answers for claims.
    """

    ref: str
    kind: Kind
    amount: Amount
    span: Span
    source: str
    scope: str = ""
    definition: str = ""
    since: date | None = None
    derived_from: tuple[str, ...] = ()
    file: str | None = None
    row: int | None = None

    @property
    def first(self) -> date:
        """Return the first day that the figure may be of."""
        low, high = self.span.outer
        found = low if low is not None else high
        assert found is not None  # noqa: S101 - figures without a day are set aside where they are read
        return found

    @property
    def last(self) -> date:
        """Return the last day that the figure may be of."""
        low, high = self.span.outer
        found = high if high is not None else low
        assert found is not None  # noqa: S101 - as above
        return found

    @property
    def flow(self) -> Kind | None:
        """Return the flow that the figure tells of, or None for a stock."""
        return None if self.kind in STOCKS else TOTALS.get(self.kind, self.kind)

    @property
    def value(self) -> Decimal | None:
        """Return the figure as stated; the middle of a range; the known end where only one is."""
        amount = self.amount
        if amount.stated is not None:
            return amount.stated
        if amount.low is not None and amount.high is not None:
            return (amount.low + amount.high) / 2
        return amount.low if amount.low is not None else amount.high

    @property
    def bounded(self) -> bool:
        """Return whether the figure is known on one side only."""
        return self.amount.qualifier in ("at_least", "at_most", "more_than", "less_than")

    def as_json(self) -> dict[str, Any]:
        """Return the figure as values of JSON."""
        return {
            "ref": self.ref, "kind": self.kind, "amount": self.amount.as_json(), "when": self.span.to_edtf(),
            "first": self.first.isoformat(), "last": self.last.isoformat(), "source": self.source, "scope": self.scope,
            "definition": self.definition, "derived_from": list(self.derived_from), "file": self.file, "row": self.row,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversion:
    """What turns figures of one scope or definition into those of another: times a factor, plus a number, each a range.

    ``source`` says who states it. The range becomes uncertainty of every figure that is converted.
    """

    origin: str
    target: str
    multiply: tuple[float, float] = (1.0, 1.0)
    add: tuple[float, float] = (0.0, 0.0)
    source: str = ""

    def matches(self, figure: Figure, scope: str, definition: str) -> Figure | None:
        """Return a figure under the key it is converted to, where this conversion is for it."""
        if figure.scope == self.origin and self.target == scope:
            return replace(figure, scope=self.target)
        if figure.definition == self.origin and self.target == definition:
            return replace(figure, definition=self.target)
        return None

    def as_json(self) -> dict[str, Any]:
        """Return the conversion as values of JSON."""
        return {
            "from": self.origin, "to": self.target, "multiply": list(self.multiply), "add": list(self.add), "source": self.source,
        }  # fmt: skip
