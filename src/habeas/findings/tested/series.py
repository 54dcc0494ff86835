"""A published series against records: which definition it keeps to, how far it usually lies from the records, and what lies further.

The definition is learned, not assumed: of each way of counting the figures that are left out in turn are foretold from the others,
and the ways that foretell clearly worse than the best are ruled out. Each figure is then tested with a tolerance to which neither
it nor an earlier or later edition of it contributed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from habeas import words
from habeas.findings.tested.judging import judged, sound, together
from habeas.findings.tested.model import Definition, Figure, Judged, Outcome, Rebuilt, Tested, Tolerance, Way
from habeas.findings.tested.records import NotTestable, Records
from habeas.findings.tested.tolerance import FEWEST, Compared, apart, learn, residuals

if TYPE_CHECKING:
    import numpy as np

Progress = Callable[[int, int], None]
Standing = Literal["best", "kept", "ruled-out", "not-learned"]
RULED_OUT: Final = 0.05
"""The probability below which a way is ruled out: of so much worse a forecast, were it as good as the best (divided by the ways tried)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well one way of counting fits a series.

    ``tolerance`` is what all pairs teach. ``error`` is how far a figure lies from what the others foretell, on average, as a share.
    ``p`` is the probability of so much worse an error than that of the best way by chance (Wilcoxon's signed ranks, one-sided); None
    for the best, and where nothing was learned. ``testable`` is how many of the figures the records can answer for by it,
    ``pairs`` those of them that have a ratio.
    """

    definition: Definition
    standing: Standing
    testable: int
    tolerance: Tolerance | None = None
    error: float | None = None
    p: float | None = None
    pairs: tuple[Compared, ...] = ()

    @property
    def way(self) -> Way:
        """The way of counting."""
        return self.definition.way

    def tolerance_for(self, figure: Figure) -> Tolerance | None:
        """Return what the series teaches for a figure: around its days, without the figures of the same days."""
        return learn(_besides(self.pairs, figure), at=_middle(figure))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTest:
    """A series tested: the ways of counting with how each fits, the best first, and each figure with its verdict.

    ``tolerance`` is that of the best way, None where none was learned. ``fits`` say which ways were ruled out.
    """

    name: str
    fits: tuple[Fit, ...]
    tested: tuple[Tested, ...]

    @property
    def tolerance(self) -> Tolerance | None:
        """The tolerance of the definition that fits best."""
        return next((one.tolerance for one in self.fits if one.standing == "best"), None)

    def of(self, outcome: Outcome) -> tuple[Tested, ...]:
        """Return the figures with a verdict."""
        return tuple(one for one in self.tested if one.outcome == outcome)

    def tolerances(self, figure: Figure) -> dict[Way, Tolerance]:
        """Return for each way in which a figure of the same publisher may count what the series teaches; see :func:`hold_figure`.

        These are the ways that are not ruled out; where the figure itself says how it counts, that way, ruled out or not.
        """
        open_ = [one for one in self.fits if one.tolerance is not None and _may_be(figure, one.way)]
        kept = [one for one in open_ if one.standing != "ruled-out"]
        made = ((one.way, one.tolerance_for(figure)) for one in kept or open_)
        return {way: tolerance for way, tolerance in made if tolerance is not None}

    def text(self, lang: words.Lang) -> str:
        """Return the series in words: definitions, tolerance, and what is contradicted."""
        from habeas.findings.tested.saying import series

        return series(self, lang)


@dataclass(slots=True)
class _Counted:
    """One way's answers for every figure: what the records give, or why they cannot."""

    way: Way
    left_out: int
    answers: list[Rebuilt | NotTestable]

    def pair(self, number: int, figure: Figure) -> Compared | None:
        """Return the pair of one figure; None where there is no ratio."""
        found = self.answers[number]
        if (
            isinstance(found, NotTestable)
            or figure.value is None
            or figure.first_day is None
            or figure.last_day is None
        ):
            return None
        if figure.amount.qualifier != "exact":
            return None
        pair = Compared(
            published=float(figure.value),
            rebuilt=(found.low + found.high) / 2,
            first_day=figure.first_day,
            last_day=figure.last_day,
            place=figure.place,
        )
        return pair if pair.usable else None


def hold_series(
    figures: Sequence[Figure],
    records: Records,
    *,
    name: str = "",
    progress: Progress | None = None,
) -> SeriesTest:
    """Test the figures of one series, of one measure and the same persons, in the order of their publication.

    Fewer than :data:`FEWEST` figures of different days teach no tolerance: then each is tested on certain and possible alone.
    """
    if not figures:
        return SeriesTest(name=name, fits=(), tested=())
    for figure in figures:
        sound(figure)
    if len({(figure.measure, figure.who, figure.part, figure.place is None) for figure in figures}) > 1:
        raise ValueError(
            "the figures of a series are of one measure and the same persons, each of a place or none of one"
        )
    counted = _count(figures, records, progress)
    fits = _fits(counted, figures)
    ways = {one.way for one in fits if one.standing != "ruled-out"}
    kept = sorted((one for one in counted if one.way in ways), key=lambda one: [fit.way for fit in fits].index(one.way))
    tested = (_tested(number, figure, figures, kept) for number, figure in enumerate(figures))
    told = tuple(fits) if any(fit.testable for fit in fits) else ()
    return SeriesTest(name=name, fits=told, tested=tuple(_with_rows(one, records) for one in tested))


def _with_rows(one: Tested, records: Records) -> Tested:
    """Return the test of a contradicted figure with the rows under the definition that decides; any other as it is."""
    chief = one.chief
    if one.outcome != "contradicted" or chief is None:
        return one
    found = replace(chief, rebuilt=records.rebuilt(chief.definition))
    return replace(one, judged=tuple(found if judged is chief else judged for judged in one.judged))


def _count(figures: Sequence[Figure], records: Records, progress: Progress | None) -> list[_Counted]:
    """Ask the records for every figure by every way; ways with the same answers throughout are one."""
    ways = records.ways(figures[0])
    found: list[_Counted] = []
    for number, way in enumerate(ways):
        left_out = records.left_out(way.without) if way.without else 0
        if way.without and not left_out:
            continue
        answers: list[Rebuilt | NotTestable] = []
        for figure in figures:
            try:
                answers.append(records.rebuilt(Definition.of(figure, way, left_out), rows=False))
            except NotTestable as said:
                answers.append(said)
        one = _Counted(way, left_out, answers)
        if not any(_same(one, other) for other in found):
            found.append(one)
        if progress:
            progress(number + 1, len(ways))
    return found


def _same(one: _Counted, other: _Counted) -> bool:
    return [_bounds(answer) for answer in one.answers] == [_bounds(answer) for answer in other.answers]


def _bounds(answer: Rebuilt | NotTestable) -> tuple[float, float] | str:
    return answer.key if isinstance(answer, NotTestable) else (answer.low, answer.high)


def _pairs(one: _Counted, figures: Sequence[Figure]) -> tuple[Compared, ...]:
    found = (one.pair(number, figure) for number, figure in enumerate(figures))
    return tuple(pair for pair in found if pair is not None)


def _besides(pairs: Sequence[Compared], figure: Figure) -> list[Compared]:
    """Leave out a figure and its revisions: the pairs of about the same days."""
    if figure.first_day is None or figure.last_day is None:
        return list(pairs)
    days = (figure.first_day, figure.last_day, figure.place)
    return [pair for pair in pairs if not pair.same_days(*days)]


def _may_be(figure: Figure, way: Way) -> bool:
    """Whether a figure may be counted in a way, by what it says of it."""
    return figure.at in (None, way.at) and (figure.without is None or set(figure.without) == set(way.without))


def _middle(figure: Figure) -> float | None:
    if figure.first_day is None or figure.last_day is None:
        return None
    return (figure.first_day.toordinal() + figure.last_day.toordinal()) / 2


def _fits(counted: Sequence[_Counted], figures: Sequence[Figure]) -> list[Fit]:
    """Return how well each way fits, the best first."""
    pairs = {number: apart(_pairs(one, figures)) for number, one in enumerate(counted)}
    enough = {number: found for number, found in pairs.items() if len(found) >= FEWEST}
    # Ways are compared on the periods that all of them can answer for.
    common = set.intersection(*(_periods(found) for found in enough.values())) if enough else set()
    errors = {
        number: residuals([one for one in found if _period(one) in common])
        for number, found in enough.items()
        if len(common) >= FEWEST
    }
    best = min(errors, key=lambda number: float(errors[number].mean())) if errors else None
    made, first = [], figures[0]
    several = len({figure.place for figure in figures}) > 1
    for number, one in enumerate(counted):
        definition = Definition(
            measure=first.measure,
            way=one.way,
            place=None if several else first.place,
            who=first.who,
            part=first.part,
            left_out=one.left_out,
            periods=True,
            each=several,
        )
        testable = sum(not isinstance(answer, NotTestable) for answer in one.answers)
        if best is None or number not in errors:
            made.append(Fit(definition=definition, standing="not-learned", testable=testable))
            continue
        p = None if number == best else _worse(errors[number], errors[best])
        out = p is not None and p < RULED_OUT / max(len(errors) - 1, 1)
        made.append(
            Fit(
                definition=definition,
                standing="best" if number == best else "ruled-out" if out else "kept",
                testable=testable,
                tolerance=learn(_pairs(one, figures)),
                pairs=_pairs(one, figures),
                error=float(errors[number].mean()),
                p=p,
            )
        )
    order = {"best": 0, "kept": 1, "not-learned": 2, "ruled-out": 3}
    return sorted(made, key=lambda one: (order[one.standing], one.error or 0.0))


def _period(one: Compared) -> tuple[object, ...]:
    return one.first_day, one.last_day, one.place


def _periods(pairs: Sequence[Compared]) -> set[tuple[object, ...]]:
    return {_period(one) for one in pairs}


def _worse(errors: np.ndarray, best: np.ndarray) -> float:
    """Return the probability of errors so much greater than the best's, were they alike (Wilcoxon 1945)."""
    import numpy as np
    from scipy.stats import wilcoxon

    difference = errors - best
    if not np.any(difference):
        return 1.0
    return float(wilcoxon(difference, alternative="greater", method="asymptotic").pvalue)


def _tested(number: int, figure: Figure, figures: Sequence[Figure], kept: Sequence[_Counted]) -> Tested:
    """Test one figure by every way that was not ruled out, with tolerances that owe nothing to it or its revisions."""
    made: list[Judged] = []
    first: Tolerance | None = None
    for one in kept:
        definition = Definition.of(figure, one.way, one.left_out)
        answer = one.answers[number]
        if isinstance(answer, NotTestable):
            made.append(Judged(definition=definition, outcome="not-testable", reason=answer.key, values=answer.values))
            continue
        tolerance = learn(_besides(_pairs(one, figures), figure), at=_middle(figure))
        first = first or tolerance
        made.append(judged(figure, definition, answer, tolerance))
    return together(figure, made, first)
