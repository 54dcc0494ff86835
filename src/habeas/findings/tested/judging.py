"""The verdict: a published figure against what the records give, by one definition and by all that may be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from habeas.errors import InputError
from habeas.findings.tested.model import (
    DIMENSIONS,
    MEASURES,
    Definition,
    Figure,
    Judged,
    Outcome,
    Rebuilt,
    Tested,
    Tolerance,
    Way,
)
from habeas.findings.tested.records import NotTestable, Records

WIDE: Final = 1.5
"""Where the most that is possible is so many times the least, the records say too little of a figure to support it."""
WIDE_SHARE: Final = 0.1
FAR: Final = 2.0
"""A figure is contradicted where it lies so many times the tolerance from the usual ratio."""
_FEW: Final = 20
_SLACK: Final = 1e-9


def hold_figure(
    figure: Figure,
    records: Records,
    *,
    ways: Sequence[Way] | None = None,
    tolerances: Mapping[Way, Tolerance] | None = None,
) -> Tested:
    """Test one figure against records: by the ways given, or by every way that the figure leaves open.

    ``tolerances`` are what a series taught for each way (:func:`habeas.findings.tested.hold_series`); without one the verdict rests
    on certain and possible alone. Raises InputError where the figure itself cannot be: a negative count, a share above 1, an unknown
    measure or dimension.
    """
    sound(figure)
    known = tolerances or {}
    tried = tuple(ways) if ways is not None else records.ways(figure)
    judged = [_by(figure, records, way, known.get(way)) for way in _distinct(figure, records, tried)]
    return together(figure, judged, next(iter(known.values()), None))


def sound(figure: Figure) -> None:
    """Raise InputError for a figure that cannot be."""
    if figure.measure not in MEASURES:
        raise InputError("tested.measure-unknown", found=str(figure.measure), known=list(MEASURES))
    part = [figure.part] if figure.part else []
    for name, _ in (*figure.who, *part):
        if name not in DIMENSIONS:
            raise InputError("tested.dimension-unknown", found=name, known=list(DIMENSIONS))
    low, high = figure.allowed
    stated = figure.value
    if stated is not None and stated < 0:
        raise InputError("tested.negative", found=stated)
    if figure.measure == "share" and (
        low > 1 or (high > 1 and figure.amount.high is not None and figure.amount.high > 1)
    ):
        raise InputError("tested.share-above", found=stated if stated is not None else high)
    if figure.first_day and figure.last_day and figure.first_day > figure.last_day:
        raise InputError("tested.days-reversed", first=figure.first_day, last=figure.last_day)


def _distinct(figure: Figure, records: Records, ways: Iterable[Way]) -> list[Way]:
    """Leave out the ways that leave out places of which there are none: they are the ways that leave out nothing."""
    kept = []
    for way in ways:
        asked = figure.without is not None
        if asked or not way.without or records.left_out(way.without):
            kept.append(way)
    return kept


def _by(figure: Figure, records: Records, way: Way, tolerance: Tolerance | None) -> Judged:
    """Test a figure by one definition."""
    definition = Definition.of(figure, way, records.left_out(way.without) if way.without else 0)
    if way.without and not definition.left_out:
        return Judged(
            definition=definition,
            outcome="not-testable",
            reason="tested.no-such-place",
            values={"words": list(way.without)},
        )
    try:
        rebuilt = records.rebuilt(definition)
    except NotTestable as said:
        return Judged(definition=definition, outcome="not-testable", reason=said.key, values=said.values)
    return judged(figure, definition, rebuilt, tolerance)


def judged(figure: Figure, definition: Definition, rebuilt: Rebuilt, tolerance: Tolerance | None = None) -> Judged:
    """Return the verdict on a figure from what the records give by a definition."""
    if figure.universal is not None and rebuilt.persons is not None:
        return _universal(figure, definition, rebuilt)
    if tolerance is not None and not tolerance.reaches(figure):
        return Judged(definition=definition, outcome="not-testable", rebuilt=rebuilt, reason="tested.unlike-learned")
    low, high = figure.allowed
    expected, widest, far = (_expected(rebuilt, tolerance, which) for which in ("usual", "blank", "far"))
    outcome, reason = _outcome(figure, (low, high), expected, widest, far)
    off = 0.0
    if outcome == "contradicted":
        off = _off(figure, (low, high), expected)
    elif outcome == "supported" and _too_wide(figure, expected):
        outcome, reason = "not-testable", "tested.too-wide"
    values: dict[str, object] = {"blank": rebuilt.blank}
    return Judged(
        definition=definition,
        outcome=outcome,
        rebuilt=rebuilt,
        expected=expected,
        off=off,
        reason=reason,
        values=values,
    )


def _off(figure: Figure, allowed: tuple[float, float], expected: tuple[float, float]) -> float:
    """Return by how much a figure is too large, or below 0 too small: the number itself where it is one, else its nearer bound."""
    too_large = allowed[0] >= expected[1]
    edge = allowed[0] if too_large else allowed[1]
    exact = figure.value if figure.amount.qualifier == "exact" else None
    return (edge if exact is None else float(exact)) - expected[1 if too_large else 0]


def _expected(rebuilt: Rebuilt, tolerance: Tolerance | None, which: str) -> tuple[float, float]:
    """Return where a figure usually lies; with ``blank``, where the blanks may be anything; with ``far``, so, and twice as far off."""
    low, high = tolerance.range(FAR if which == "far" else 1.0) if tolerance else (1.0, 1.0)
    least, most = (rebuilt.low, rebuilt.high) if which == "usual" else (rebuilt.least, rebuilt.most)
    return least * low, most * high


def _outcome(
    figure: Figure,
    allowed: tuple[float, float],
    expected: tuple[float, float],
    widest: tuple[float, float],
    far: tuple[float, float],
) -> tuple[Outcome, str]:
    """Return whether what the words allow and what is expected of a publisher agree.

    One figure in twenty lies outside of what is usual, so only what lies twice as far is contradicted. A bound (at least, at most)
    is supported where everything expected keeps it, contradicted where nothing does.
    """
    low, high = allowed[0] - _SLACK, allowed[1] + _SLACK
    strict = figure.amount.qualifier in ("more_than", "less_than")
    if low > far[1] or high < far[0] or (strict and (far[1] <= allowed[0] or far[0] >= allowed[1])):
        return "contradicted", ""
    if low > widest[1] or high < widest[0]:
        return "not-testable", "tested.unusual"
    if low > expected[1] or high < expected[0]:
        return "not-testable", "tested.blank"
    if figure.inequality:
        kept = low <= widest[0] and widest[1] <= high
        kept = kept and (not strict or (allowed[0] < widest[0] and widest[1] < allowed[1]))
        return ("supported", "") if kept else ("not-testable", "tested.undecided")
    return "supported", ""


def _too_wide(figure: Figure, expected: tuple[float, float]) -> bool:
    low, high = expected
    if figure.inequality:
        return False
    if figure.measure == "share":
        return high - low > WIDE_SHARE
    return high > WIDE * low and high - low > _FEW


def _universal(figure: Figure, definition: Definition, rebuilt: Rebuilt) -> Judged:
    """Return the verdict on "all" or "none": one certain counterexample contradicts it; no possible one, and no blank, supports it."""
    persons = rebuilt.persons
    if persons is None or figure.universal is None:
        raise ValueError("a universal figure is of persons")
    certain, possible = persons.against(figure.universal)
    values: dict[str, object] = {
        "certain": certain, "possible": possible, "silent": persons.silent, "every": persons.every, "blank": rebuilt.blank,
    }  # fmt: skip
    if certain:
        return Judged(definition=definition, outcome="contradicted", rebuilt=rebuilt, off=certain, values=values)
    if possible:
        reason = "tested.possible-counterexample"
    elif persons.silent:
        reason = "tested.silent"
    else:
        return Judged(definition=definition, outcome="supported", rebuilt=rebuilt, values=values)
    return Judged(definition=definition, outcome="not-testable", rebuilt=rebuilt, reason=reason, values=values)


def together(figure: Figure, judged: Sequence[Judged], tolerance: Tolerance | None = None) -> Tested:
    """Return the verdict of all definitions that may be meant: it holds where it is the same by each of them."""
    outcomes = {one.outcome for one in judged}
    if len(outcomes) == 1:
        only = next(iter(outcomes))
        first = judged[0]
        return Tested(
            figure=figure,
            outcome=only,
            judged=tuple(judged),
            tolerance=tolerance,
            reason=first.reason if only == "not-testable" else "",
            values=first.values,
        )
    return Tested(
        figure=figure,
        outcome="not-testable",
        judged=tuple(judged),
        tolerance=tolerance,
        reason=_differing(judged),
    )


def _differing(judged: Sequence[Judged]) -> str:
    """Return why tests by several definitions give no verdict: they disagree, or the records cannot answer by one of them."""
    if not judged:
        return "tested.no-way"
    told = {one.outcome for one in judged if one.rebuilt is not None}
    return "tested.some-untestable" if len(told) == 1 else "tested.definitions-differ"
