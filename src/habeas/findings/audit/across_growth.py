"""Growth: counts to date can only grow, and so do the bed-days behind an average to date.

A count may be corrected. How far corrections go is learnt from the months that were over, in the same table; a fall within that is worth
knowing, one beyond it cannot be true of both publications. Of bed-days nothing is corrected but by persons moved from one place to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from habeas.findings.audit.across_cells import percent, rounded
from habeas.findings.audit.intervals import Interval, intervals_of
from habeas.findings.audit.model import AuditFinding, Gravity
from habeas.findings.audit.publications import Publications
from habeas.findings.audit.series import Averaged, Growing, Series
from habeas.findings.audit.vintages import PERIODS, Role, Vintages, vintages_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_CORRECTED: Final = 0.9
"""The correction that nine in ten corrections of closed months do not exceed is usual."""
_MOST: Final = 0.05
"""No fall beyond this share is a correction, whatever the months say."""
_FEW: Final = 3
"""Falls by so few persons are corrections."""
_OFTEN: Final = 0.25
_TIMES_OFTEN: Final = 3
_SMALL: Final = 30.0
"""Bed-days: a fall by less is one of a person and a month."""
_LARGE: Final = 20.0
_NEIGHBOURS: Final = 4.0
_ALLOWED: Final = 40.0


def counts_that_fell(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell counts to date that are less than in the publication before, by table and publication."""
    import numpy as np

    vintages = vintages_of(publications, series)
    for rule in series.of(Growing):
        named = vintages.named_by([rule])
        fell = _fallen(vintages, np.flatnonzero(named))
        usual = _corrections(vintages, np.flatnonzero(named))
        often = _often(vintages, named, fell)
        yield from _restless(vintages, rule, fell[np.isin(vintages.figures.family[fell], often)])
        rest = fell[~np.isin(vintages.figures.family[fell], often)]
        for rank in np.unique(vintages.figures.rank[rest]):
            yield _fall_told(vintages, rule, rest[vintages.figures.rank[rest] == rank], usual)


def _fallen(vintages: Vintages, at: Ints) -> Ints:
    """Return figures that are less than before, of a period that was not over then."""
    import numpy as np

    figures = vintages.figures
    at = at[figures.before[at] >= 0]
    grew = np.isin(figures.role[figures.before[at]], (Role.OPEN, Role.RUNNING))
    emptied = (figures.value[at] == 0) & (
        _years_of(vintages)[figures.rank[at]] != _years_of(vintages)[figures.rank[figures.before[at]]]
    )
    kept: Ints = at[grew & ~emptied & (figures.value[at] < figures.value[figures.before[at]])]
    return kept


def _years_of(vintages: Vintages) -> Ints:
    """Return the year of each publication, by rank: what is 0 in the next year is told as emptied, with the rest of its table."""
    import numpy as np

    return np.array([one.year or 0 for one in vintages.order])


def _corrections(vintages: Vintages, at: Ints) -> float:
    """Return how much of a closed month's figure corrections usually take or add, in the table of the figures."""
    import numpy as np

    figures = vintages.figures
    at = at[(figures.before[at] >= 0) & (figures.role[at] == Role.MONTH)]
    before = figures.before[at]
    change = np.abs(figures.value[at] - figures.value[before]) / np.maximum(figures.value[before], 1)
    change = change[(figures.role[before] == Role.MONTH) & (change > 0) & (figures.value[before] >= _LARGE)]
    return float(min(np.quantile(change, _CORRECTED), _MOST)) if len(change) else 0.0


def _often(vintages: Vintages, named: NDArray[np.bool_], fell: Ints) -> Ints:
    """Return the families of figures that fall as a matter of course: provisional counts, which are later told apart."""
    import numpy as np

    figures = vintages.figures
    steps = named & (figures.before >= 0) & np.isin(figures.role, (Role.MONTH, *PERIODS))
    size = int(figures.family.max(initial=-1)) + 1
    times, all_ = np.bincount(figures.family[fell], minlength=size), np.bincount(figures.family[steps], minlength=size)
    return np.flatnonzero(
        (times >= _TIMES_OFTEN) & (times >= _OFTEN * np.maximum(_years(vintages, fell, size), all_ / 12))
    )


def _years(vintages: Vintages, fell: Ints, size: int) -> Floats:
    """Return for each family how many publications have it."""
    import numpy as np

    figures = vintages.figures
    wanted = np.isin(figures.family, figures.family[fell])
    pairs = np.unique(np.stack([figures.family[wanted], figures.rank[wanted]]), axis=1)
    return np.bincount(pairs[0], minlength=size).astype(float) if pairs.size else np.zeros(size)


def _restless(vintages: Vintages, rule: Growing, fell: Ints) -> Iterator[AuditFinding]:
    """Tell once which rows of a table fall again and again."""
    import numpy as np

    if not len(fell):
        return
    figures = vintages.figures
    lost = figures.value[figures.before[fell]] - figures.value[fell]
    order = np.argsort(-lost, kind="stable")
    worst = int(fell[order[0]])
    publication = vintages.order[int(figures.rank[worst])]
    yield AuditFinding(
        publication=publication.file,
        check=rule.name,
        gravity="note",
        key="audit_vintages.provisional",
        values={
            "what": rule.said,
            "n": len(np.unique(figures.family[fell])),
            "times": len(fell),
            "publications": len(np.unique(figures.rank[fell])),
            "label": vintages.labels(worst),
            "before": rounded(figures.value[figures.before[worst]]),
            "found": rounded(figures.value[worst]),
        },
        cells=vintages.cells([one for at in fell[order[:6]] for one in (int(at), int(figures.before[at]))]),
        weight=float(lost.max()),
        day=publication.day,
    )


def _fall_told(vintages: Vintages, rule: Growing, fell: Ints, usual: float) -> AuditFinding:
    """Tell the counts of one table that fell from one publication to the next: an error where one fell beyond any correction."""
    import numpy as np

    figures = vintages.figures
    before = figures.before[fell]
    lost = figures.value[before] - figures.value[fell]
    allowed = np.maximum(usual * figures.value[before], _FEW)
    order = np.argsort(-lost / allowed, kind="stable")
    worst = int(fell[order[0]])
    publication, earlier = (
        vintages.order[int(figures.rank[worst])],
        vintages.order[int(figures.rank[figures.before[worst]])],
    )
    beyond = int((lost > allowed).sum())
    gravity: Gravity = "error" if beyond else "note"
    return AuditFinding(
        publication=publication.file,
        check=rule.name,
        gravity=gravity,
        key="audit_vintages.fell" if beyond else "audit_vintages.corrected",
        values={
            "what": rule.said,
            "n": len(fell),
            "label": vintages.labels(worst),
            "before": rounded(figures.value[figures.before[worst]]),
            "found": rounded(figures.value[worst]),
            "earlier": earlier.file,
            "usual": percent(usual),
        },
        cells=vintages.cells([one for at in fell[order[:6]] for one in (int(at), int(figures.before[at]))]),
        weight=float(lost.max()),
        day=publication.day,
    )


def bed_days(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell bed-days since the beginning of the year that fell, or that grew by more persons than can have been there."""
    for rule in series.of(Averaged):
        found = intervals_of(publications, series, rule)
        yield from _fell(rule, [one for one in found if one.bed_days_high < -0.5])
        yield from _crowded(rule, found)


def _fell(rule: Averaged, fallen: Sequence[Interval]) -> Iterator[AuditFinding]:
    """Tell intervals of negative bed-days, the small ones of a publication together."""
    small: dict[str, list[Interval]] = {}
    for one in fallen:
        if one.bed_days_high > -_SMALL:
            small.setdefault(one.publication, []).append(one)
        else:
            yield _interval_told(rule, one, "error", "audit_vintages.bed-days-fell", weight=-one.bed_days_high)
    for some in small.values():
        worst = min(some, key=lambda one: one.bed_days_high)
        yield _interval_told(
            rule, worst, "warning", "audit_vintages.bed-days-less", weight=-worst.bed_days_high, n=len(some)
        )


def _crowded(rule: Averaged, found: Sequence[Interval]) -> Iterator[AuditFinding]:
    """Tell intervals whose average is many times that of the intervals before and after."""
    for n, one in enumerate(found[1:-1], 1):
        before, after = found[n - 1], found[n + 1]
        near = [
            max(other.average_high, 0)
            for other in (before, after)
            if (other.subject, other.labels, other.year) == (one.subject, one.labels, one.year)
        ]
        if len(near) == 2 and one.average_low > _NEIGHBOURS * max(near) + _ALLOWED:
            excess = (one.average_low - max(near)) * one.days_low
            yield _interval_told(rule, one, "warning", "audit_vintages.crowded", weight=excess, near=rounded(max(near)))


def _interval_told(
    rule: Averaged, one: Interval, gravity: Gravity, key: str, *, weight: float, n: int = 1, **more: object
) -> AuditFinding:
    return AuditFinding(
        publication=one.publication,
        check=rule.name,
        gravity=gravity,
        key=key,
        values={
            "what": rule.said,
            "n": n,
            "subject": subject_of(one),
            "before": round(one.before.low) if one.before else 0,
            "found": round(one.now.high),
            "earlier": one.previous or "",
            "days": one.days_high,
            "average": rounded(one.average_low),
            **more,
        },
        cells=one.cells,
        weight=weight,
        day=one.now.publication.day,
    )


def subject_of(one: Interval) -> str:
    """Return what an interval is about: its place, else the labels of its first cell."""
    return one.subject or (one.cells[0].label if one.cells else "")
