"""What is tested and what comes of it: a published figure, the way it was counted, what the records give, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, Self, get_args

from habeas import words
from habeas.amount import Amount
from habeas.findings.audit import Cell

Measure = Literal["population", "average", "book-ins", "releases", "removals", "deaths", "length", "share"]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
Moment = Literal["midnight", "any-moment"]
MOMENTS: Final[tuple[Moment, ...]] = get_args(Moment)
Outcome = Literal["supported", "contradicted", "not-testable"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
Base = Literal["held", "admitted", "released", "removed"]
BASES: Final[tuple[Base, ...]] = get_args(Base)
Universal = Literal["all", "none"]
Variant = Literal["", "stays", "stints", "every-exit", "freed", "removed", "left-the-country"]
DIMENSIONS: Final = ("sex", "nationality", "criminality", "authority", "programme", "age")
ADULT: Final = 18
_FEWEST: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Told:
    """What records tell of a person, to be said in words: dimensions with their values, or a dimension alone."""

    pairs: tuple[tuple[str, str | None], ...]

    def text(self, lang: words.Lang) -> str:
        """Return the dimensions in words, each with its value where it has one."""
        from habeas.findings.tested.saying import told

        return told(self.pairs, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published figure: what is counted, how much, of whom, where and when, and where it stands.

    ``amount`` is the number with its qualifier; of a ``share`` it is a share of 1, of a ``length`` days, else persons.
    ``first_day`` to ``last_day`` are the days it speaks of, both included; None where it does not say. ``place`` is the code
    that the records give a place, None for all. ``who`` are pairs of a dimension of :data:`DIMENSIONS` and a value: everybody
    counted has these. Of a share, ``whole`` says of whom it is one, and ``part`` which of them it counts. ``universal`` says
    that all of them have it, or none. ``at`` and ``without`` are the definition as published; None where it is not told.
    ``published`` is the day of its publication or its file. ``half`` is half a unit of its last digit, where the number alone does not
    tell it (70 % and 70.0 %).
    """

    measure: Measure
    amount: Amount
    first_day: date | None = None
    last_day: date | None = None
    place: str | None = None
    who: tuple[tuple[str, str], ...] = ()
    part: tuple[str, str] | None = None
    whole: Base | None = None
    universal: Universal | None = None
    at: Moment | None = None
    without: tuple[str, ...] | None = None
    published: str = ""
    cell: Cell | None = None
    claim: str | None = None
    half: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The number as stated, without its qualifier."""
        return self.amount.stated

    @property
    def allowed(self) -> tuple[float, float]:
        """The least and the greatest value that the words allow; infinite where they leave it open.

        A number stands for all that round to it: 39,703 for 39,702.5 to 39,703.5. "About" a number without a width stands for
        what rounds to its significant digits: about 40,000 for 35,000 to 45,000.
        """
        amount = self.amount
        low = float("-inf") if amount.low is None else float(amount.low)
        high = float("inf") if amount.high is None else float(amount.high)
        if amount.stated is None or amount.qualifier not in ("exact", "about") or self.universal:
            return low, high
        if amount.qualifier == "about" and amount.known:
            return low, high
        half = self._half(significant=amount.qualifier == "about")
        return float(amount.stated - half), float(amount.stated + half)

    def _half(self, *, significant: bool) -> Decimal:
        """Return half a unit of the last digit that is told; of a whole number, of the last significant one where so asked."""
        if self.half is not None and not significant:
            return self.half
        stated = self.amount.stated or Decimal(0)
        exponent = int(stated.as_tuple().exponent)
        if significant and stated == stated.to_integral_value() and stated:
            exponent = int(stated.normalize().as_tuple().exponent)
        return _FEWEST * Decimal(10) ** exponent

    @property
    def inequality(self) -> bool:
        """Whether the figure is a bound alone: at least, more than, at most, less than."""
        return self.amount.qualifier in ("at_least", "more_than", "at_most", "less_than")

    @property
    def spot(self) -> str:
        """Where the figure stands: cell, claim, or the publication's name."""
        return self.cell.place if self.cell else self.claim or self.published


def like(published: Figure, figure: Figure) -> bool:
    """Whether a figure is of what a published one is of: the same measure and persons, and of a single place where that one is.

    A population is like an average; whether a tolerance reaches so short a time, the test says.
    """
    measure = "average" if figure.measure == "population" else figure.measure
    mine = (published.measure, published.who, published.place is None)
    return mine == (measure, figure.who, figure.place is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of counting that a publisher may have used: what a series can teach and a single figure may not say.

    ``at`` is for populations: held at midnight, or at any moment of the day. ``once`` counts a person once a day, else once in
    each place of the day. ``without`` are the words by which places are left out: each of whose code or name has one of them.
    ``variant`` is for what comes and goes: ``stays`` begun or ``stints`` begun; ``every-exit`` from custody or those ``freed``;
    the ``removed`` alone or all who ``left-the-country``. ``base`` is for shares: those of whom they are.
    """

    at: Moment | None = None
    once: bool = True
    without: tuple[str, ...] = ()
    variant: Variant = ""
    base: Base | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a test compares, stated before its verdict: the way of counting, of whom, where and when.

    ``left_out`` is how many places of the records ``way.without`` leaves out. ``periods`` is true where the definition is that of a
    series, whose figures have days of their own, ``each`` where they have places of their own too.
    """

    measure: Measure
    way: Way
    first_day: date | None = None
    last_day: date | None = None
    place: str | None = None
    who: tuple[tuple[str, str], ...] = ()
    part: tuple[str, str] | None = None
    universal: Universal | None = None
    left_out: int = 0
    periods: bool = False
    each: bool = False

    @classmethod
    def of(cls, figure: Figure, way: Way, left_out: int = 0) -> Self:
        """Return how a figure is counted one way."""
        return cls(
            measure=figure.measure,
            way=way,
            first_day=figure.first_day,
            last_day=figure.last_day,
            place=figure.place,
            who=figure.who,
            part=figure.part,
            universal=figure.universal,
            left_out=left_out,
        )

    def text(self, lang: words.Lang) -> str:
        """Return the definition as a sentence."""
        from habeas.findings.tested.saying import definition

        return definition(self, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows under a number: how many, the query that gives them all, and a few of them by file, sheet and line.

    ``query`` is SQL over the views that :class:`habeas.findings.tested.CustodyTables` opens (``held`` are its stints, ``stayed`` its
    stays) or over the ``places`` of facility-days; ``ask`` of either answers it.
    """

    n: int = 0
    query: str = ""
    sample: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Those under a share: who has the value and who lacks it, each as certain and possible, and of whom no record tells."""

    having: tuple[int, int]
    lacking: tuple[int, int]
    silent: int
    every: int

    def against(self, universal: Universal) -> tuple[int, int]:
        """Return how many counterexamples to "all" or "none" there certainly and possibly are, the silent not among them."""
        return self.lacking if universal == "all" else self.having


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What the records give: at least ``low`` (certain), at most ``high`` (possible).

    ``least`` and ``most`` are the same where records that leave the wanted field blank may be anything; ``blank`` is the share
    of the records that do. ``persons`` are those under a share.
    """

    low: float
    high: float
    least: float
    most: float
    blank: float = 0.0
    persons: Persons | None = None
    rows: Rows = field(default_factory=Rows)

    @classmethod
    def pair(cls, low: float, high: float, rows: Rows | None = None) -> Self:
        """Return a pair of which no record leaves the field blank."""
        return cls(low=low, high=high, least=low, most=high, rows=rows or Rows())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One definition's test: the definition, what the records give by it, what is to be expected of a publisher, and the verdict.

    ``expected`` is what a published figure usually lies in, from ``rebuilt`` and the tolerance. ``off`` is by how much it lies outside,
    in its unit; below 0 where it is too small. ``reason`` is the message that says why it is not testable.
    """

    definition: Definition
    outcome: Outcome
    rebuilt: Rebuilt | None = None
    expected: tuple[float, float] | None = None
    off: float = 0.0
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A figure tested: the verdict, and each definition with its own.

    The verdict is that of all ``judged`` definitions; where they differ it is ``not-testable`` and ``reason`` says so.
    """

    figure: Figure
    outcome: Outcome
    judged: tuple[Judged, ...]
    tolerance: Tolerance | None = None
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: words.Lang) -> str:
        """Return the test in words: figure, definitions, tolerance, verdict."""
        from habeas.findings.tested.saying import tested

        return tested(self, lang)

    def verdict(self, lang: words.Lang) -> str:
        """Return the verdict as a sentence: by how much it is contradicted, or why it is not testable."""
        from habeas.findings.tested.saying import verdict

        return verdict(self, lang)

    @property
    def chief(self) -> Judged | None:
        """The definition that decides: of those with the verdict the one by which the figure is least off, else the first of all."""
        deciding = [one for one in self.judged if one.outcome == self.outcome] or list(self.judged)
        return min(deciding, key=lambda one: abs(one.off), default=None)

    @property
    def why(self) -> Rows:
        """The rows the verdict rests on."""
        chief = self.chief
        return chief.rebuilt.rows if chief is not None and chief.rebuilt is not None else Rows()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How published figures of a series usually lie beside the rebuilt ones.

    ``ratio`` is the usual published / rebuilt; a published figure lies within ``ratio`` times or over ``factor`` in ``level`` of
    the cases. ``spread`` is the typical distance from the usual ratio, as a share. ``n`` pairs of periods that do not overlap
    taught it, of ``first_day`` to ``last_day`` and of published figures from ``least`` to ``most``; ``shortest`` is the shortest of the
    periods, in days. ``around`` is the day of which the usual ratio is that of the nearest periods, where the ratio drifts; None where it
    is that of all. See docs/tested.md for the method and how often it covers.
    """

    ratio: float
    factor: float
    spread: float
    n: int
    level: float
    method: Literal["conformal", "spread"]
    first_day: date | None = None
    last_day: date | None = None
    least: float = 0.0
    most: float = float("inf")
    shortest: int = 1
    around: date | None = None

    @property
    def local(self) -> bool:
        """Whether the usual ratio is that of the nearest periods."""
        return self.around is not None

    def range(self, times: float = 1.0) -> tuple[float, float]:
        """Return the least and the greatest usual ratio; ``times`` as far from the usual on the scale of ratios."""
        return self.ratio / self.factor**times, self.ratio * self.factor**times

    def reaches(self, figure: Figure) -> bool:
        """Whether the tolerance was learned from figures like this one.

        Its size from half the least to twice the greatest, and its days no fewer than half of the shortest period: an average of
        few days varies more.
        """
        low, high = figure.allowed
        value = float(figure.value) if figure.value is not None else (low + high) / 2
        days = (figure.last_day - figure.first_day).days + 1 if figure.first_day and figure.last_day else 0
        return self.least / 2 <= value <= self.most * 2 and 2 * days >= self.shortest

    def text(self, lang: words.Lang) -> str:
        """Return the tolerance in words."""
        from habeas.findings.tested.saying import tolerance

        return tolerance(self, lang)
