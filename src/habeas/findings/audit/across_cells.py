"""A cell out of line: one figure that leaves the range of its neighbours in time and comes back.

Most figures of a series move one way from publication to publication, or stand still, so that the one before and the one after bound
them: of 182,000 figures of 38 workbooks nine in ten lie within. How far outside is usual is learnt for each table, measure and kind of
period. Where a publication is the first or the last of its year there is one neighbour only, and the step from it is held against
usual steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import floor, log10
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from habeas import words
from habeas.findings.audit.model import AuditFinding
from habeas.findings.audit.publications import Publications
from habeas.findings.audit.series import Averaged, Growing, Seldom, Series, Whole
from habeas.findings.audit.vintages import EPOCH, Figures, Role, Vintages, vintages_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_TIMES: Final = 3.0
"""So many times the usual distance is out of line."""
_USUAL: Final = 0.99
_LEAST: Final = {Role.OPEN: 0.05, Role.MONTH: 0.01, Role.RUNNING: 0.01, Role.OVER: 0.005, Role.MOMENT: 0.25}
"""No distance below these shares is told, however still the table usually is."""
_LEAST_STEP: Final = {Role.OPEN: 4.0, Role.MONTH: 0.05, Role.RUNNING: 0.75, Role.OVER: 0.05, Role.MOMENT: 1.0}
_CHANCE: Final = 4.0
"""Counts vary by chance as the square root of their size: so many times that, and three, are allowed besides."""
_FIXED: Final = 3.0
_STEPS: Final = 8.0
"""A chain that is restless is allowed so many times its median step."""
_NEVER: Final = 0.15
_ISSUES: Final = 10
_NOTHING: Final = 1e-6
_NEARER: Final = 2.0
_WHOLE: Final = 0.99
"""A measure is a count where so many of its figures are whole: an error in one makes it no average."""
_SOON: Final = 45
_ENOUGH: Final = 5
_FEW: Final = 30
_LEAST_KNOWN: Final = 5
_LARGE: Final = 20.0
_TOGETHER: Final = 4
"""So many cells of one table out of line in one publication are one finding: the table, not a cell, is doubted."""


class _Out(NamedTuple):
    """Figures out of line: their positions, by how much, how much is allowed, and the share that is usual in their table."""

    at: Ints
    by: Floats
    allowed: Floats
    usual: Floats
    low: Floats
    high: Floats

    def where(self, kept: Mask) -> _Out:
        """Return some of them."""
        return _Out(self.at[kept], self.by[kept], self.allowed[kept], self.usual[kept], self.low[kept], self.high[kept])


def cells_out_of_line(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell cells whose figure stands far outside of those of the publications before and after, by table and publication."""
    vintages = vintages_of(publications, series)
    if len(vintages.order) < 2:
        return
    yield from _told(vintages, _found_between(vintages), "audit_vintages.cell")
    yield from _told(vintages, _at_ends(vintages, _sizes(vintages)), "audit_vintages.step")


_FOUND: WeakKeyDictionary[Vintages, _Out] = WeakKeyDictionary()


def _found_between(vintages: Vintages) -> _Out:
    if vintages not in _FOUND:
        _FOUND[vintages] = _between(vintages, _sizes(vintages))
    return _FOUND[vintages]


def out_of_line(vintages: Vintages) -> Ints:
    """Return the positions of the figures that are told as out of the range of their neighbours."""
    return _found_between(vintages).at


class _Sizes(NamedTuple):
    """What is compared of each figure.

    ``value`` is the value, of averages to date (``dated``) times their days; ``chance`` how far it varies by chance; ``restless`` how far
    its chain usually steps. What only ``grows`` is held against that (growth), and here only where a year begins and ends.
    """

    value: Floats
    chance: Floats
    dated: Mask
    grows: Mask
    restless: Floats


def _sizes(vintages: Vintages) -> _Sizes:
    """Return what is compared of each figure, what of it may be chance, and how far its chain usually steps."""
    import numpy as np

    figures = vintages.figures
    whole = [rule for rule in vintages.series.of(Whole) if rule.times == "days"]
    averages = vintages.named_by([*vintages.series.of(Averaged), *whole])
    days = figures.days()
    dated = averages & np.isin(figures.role, (Role.OPEN, Role.RUNNING, Role.OVER)) & (days > 0)
    value = np.where(dated, figures.value * np.maximum(days, 1), figures.value)
    counts = counted(vintages)[figures.kind]
    chance = np.where(
        counts, _CHANCE * np.sqrt(np.maximum(figures.value, 0)) + _FIXED, np.where(dated, _FIXED * days, 0)
    )
    alone = [rule for rule in vintages.series.of(Averaged) if not rule.over]
    grows = vintages.named_by([*vintages.series.of(Growing), *alone]) & (figures.role != Role.MONTH)
    return _Sizes(value, chance, dated, grows, _restless(vintages, value, dated | grows))


def _restless(vintages: Vintages, value: Floats, grows: Mask) -> Floats:
    """Return for each figure the median step of its chain, the two longest left out: one error makes two; 0 for what grows anyway."""
    import numpy as np

    figures = vintages.figures
    steps = np.where(figures.before >= 0, np.abs(value - value[figures.before]), np.nan)
    by = np.lexsort((steps, figures.chain))
    chains, begun, many = np.unique(figures.chain[by], return_index=True, return_counts=True)
    left = many - 3  # the first figure of a chain has no step, and nan sorts last
    made = np.where(left > 0, steps[by][begun + np.maximum(left - 1, 0) // 2], 0.0)
    return np.where(grows, 0.0, made[np.searchsorted(chains, figures.chain)])


def _between(vintages: Vintages, size: _Sizes) -> _Out:
    """Return figures outside of the range of the ones before and after, which are nearer to each other than to it."""
    import numpy as np

    figures = vintages.figures
    at = np.flatnonzero((figures.before >= 0) & (figures.after >= 0) & _settled(vintages, size))
    before, after = figures.before[at], figures.after[at]
    alike = _alike(figures.role[before], figures.role[at]) & (
        _alike(figures.role[at], figures.role[after])
        | ((figures.role[at] == Role.OPEN) & (figures.role[after] == Role.MONTH))
    )
    at, before, after = at[alike], before[alike], after[alike]
    low, high = np.minimum(size.value[before], size.value[after]), np.maximum(size.value[before], size.value[after])
    out = np.maximum(np.maximum(size.value[at] - high, low - size.value[at]), 0)
    found = _beyond(vintages, size, at, out, low=low, high=high, least=_LEAST)
    returned = size.dated[found.at] | (found.by > _NEARER * (found.high - found.low))
    return found.where(returned & ~size.grows[found.at])


def _at_ends(vintages: Vintages, size: _Sizes) -> _Out:
    """Return figures of the last and the first publication of a year that are an unusual step from their only neighbour.

    Months are held against what was published of them before (revisions); here are the figures to date and of a moment. A year of few
    publications, or a long time between the two, has no usual step.
    """
    import numpy as np

    figures = vintages.figures
    told = np.isin(figures.role, (Role.RUNNING, Role.OVER, Role.MOMENT)) & (~size.dated | size.grows)
    at = np.flatnonzero(told & _settled(vintages, size))
    first, last = _ends(vintages)
    near = np.where(last[figures.rank[at]] | (figures.before[at] >= 0), figures.before[at], figures.after[at])
    at, near = at[near >= 0], near[near >= 0]
    days = np.array([(one.day or EPOCH).toordinal() for one in vintages.order])
    years = np.array([one.year or 0 for one in vintages.order])
    apart = np.abs(days[figures.rank[at]] - days[figures.rank[near]])
    kept = _alike(figures.role[near], figures.role[at]) & (years[figures.rank[near]] == years[figures.rank[at]])
    kept &= (apart <= _SOON) & ~np.isin(near, out_of_line(vintages))
    at, near = at[kept], near[kept]
    low, high = np.minimum(size.value[near], size.value[at]), np.maximum(size.value[near], size.value[at])
    found = _beyond(vintages, size, at, high - low, low=low, high=np.maximum(low, 1e-9), least=_LEAST_STEP)
    ends = (first | last)[figures.rank[found.at]] & (found.low >= _LARGE)
    return found.where(ends)


def _ends(vintages: Vintages) -> tuple[Mask, Mask]:
    """Return, by rank, which publications are the first and which the last of a year with enough of them to know what is usual."""
    import numpy as np

    years = [one.year for one in vintages.order]
    enough = np.array([years.count(year) >= _ENOUGH for year in years])
    first = np.array([n == 0 or years[n - 1] != year for n, year in enumerate(years)])
    last = np.array([n == len(years) - 1 or years[n + 1] != year for n, year in enumerate(years)])
    return first & enough, last & enough


def _settled(vintages: Vintages, size: _Sizes) -> Mask:
    """Return which figures are looked at: not those renewed seldom, nor what is no count of a month that was not over."""
    import numpy as np

    figures = vintages.figures
    seldom = vintages.named_by(vintages.series.of(Seldom))
    renewed = seldom & np.isin(figures.role, (Role.RUNNING, Role.OVER)) & (_role_before(figures) == Role.RUNNING)
    looked: Mask = ~renewed & ((figures.role != Role.OPEN) | size.grows)
    return looked


def _role_before(figures: Figures) -> Ints:
    import numpy as np

    return np.where(figures.before >= 0, figures.role[figures.before], -1)


def _alike(one: Ints, other: Ints) -> Mask:
    """Return whether figures of two roles bound each other: of one role, or both of a longer period."""
    import numpy as np

    periods = np.isin(one, (Role.RUNNING, Role.OVER)) & np.isin(other, (Role.RUNNING, Role.OVER))
    return np.asarray((one == other) | periods)


def _beyond(
    vintages: Vintages, size: _Sizes, at: Ints, out: Floats, *, low: Floats, high: Floats, least: dict[Role, float]
) -> _Out:
    """Return those of the figures that lie out by far more than is usual in their table, measure and kind of period."""
    import numpy as np

    figures = vintages.figures
    share = out / np.maximum(high, 1e-9)
    floor = np.array([least[role] for role in Role])[figures.role[at]]
    beyond = out > np.maximum(floor * high, _STEPS * size.restless[at]) + size.chance[at]
    still = _still(vintages, at, (high > low) | (out > 0))
    usual = _usual(vintages, at, share, large=high >= _LARGE, wanted=beyond)
    known = np.isfinite(usual)
    share_allowed = np.maximum(np.where(known, usual, 0) * _TIMES, floor)
    allowed = np.maximum(share_allowed * high, _STEPS * size.restless[at]) + size.chance[at]
    allowed = np.where(known, allowed, np.inf)
    allowed = np.where(still, _NOTHING * high, allowed)  # where nothing ever moves, whatever moves is out of line
    far = out > allowed
    return _Out(at[far], out[far], allowed[far], usual[far], low[far], high[far])


def _usual(vintages: Vintages, at: Ints, share: Floats, *, large: Mask, wanted: Mask) -> Floats:
    """Return, for the figures wanted, the distance that 99 of 100 figures alike in all other publications do not exceed.

    Where too few others are known, nothing is usual and nothing unusual.
    """
    import numpy as np

    figures = vintages.figures
    ended = (figures.role[at] == Role.OVER) & (_role_before(figures)[at] == Role.RUNNING)
    group, rank = figures.kind[at] * len(Role) + np.where(ended, Role.RUNNING, figures.role[at]), figures.rank[at]
    usual = np.zeros(len(at))
    for one in np.unique(group[wanted]):
        here = group == one
        told = here & large if (here & large).sum() >= _FEW else here
        for publication in np.unique(rank[here & wanted]):
            others = share[told & (rank != publication)]
            mine = here & (rank == publication)
            if len(others) < _LEAST_KNOWN:
                usual[mine] = np.inf
            else:
                usual[mine] = np.quantile(others, _USUAL) if len(others) >= _FEW else np.max(others)
    return usual


def _still(vintages: Vintages, at: Ints, moved: Mask) -> Mask:
    """Return which figures are of a closed period in a table where, in all publications but a few, none ever changes."""
    import numpy as np

    figures = vintages.figures
    group = figures.kind[at] * len(Role) + figures.role[at]
    return never_moved(group, figures.rank[at], moved) & np.isin(figures.role[at], (Role.MONTH, Role.OVER))


def never_moved(group: Ints, rank: Ints, moved: Mask) -> Mask:
    """Return which figures are of a group of which nothing moves in all publications but a few: a few are an error, or a new count."""
    import numpy as np

    size, wide = int(group.max(initial=-1)) + 1, int(rank.max(initial=-1)) + 1
    issues = np.bincount(np.unique(group * wide + rank) // max(wide, 1), minlength=size)
    restless = np.bincount(np.unique((group * wide + rank)[moved]) // max(wide, 1), minlength=size)
    never: Mask = (issues >= _ISSUES) & (restless <= _NEVER * issues)
    return never[group]


def counted(vintages: Vintages) -> Mask:
    """Return for each table and measure whether its figures are counts, which vary by chance: all their values are whole."""
    import numpy as np

    figures = vintages.figures
    whole = np.bincount(figures.kind, figures.value == np.round(figures.value), len(vintages.kinds))
    every = np.maximum(np.bincount(figures.kind, minlength=len(vintages.kinds)), 1)
    return np.asarray(whole / every > _WHOLE)


def _told(vintages: Vintages, found: _Out, key: str) -> Iterator[AuditFinding]:
    """Tell cells out of line, of one table and publication together where they are several."""
    import numpy as np

    figures = vintages.figures
    weight = found.by / np.maximum(found.allowed, 1e-9)
    groups: dict[tuple[int, int], list[int]] = {}
    for n in np.argsort(-weight, kind="stable"):
        groups.setdefault((int(figures.rank[found.at[n]]), int(figures.kind[found.at[n]])), []).append(int(n))
    for members in groups.values():
        if len(members) >= _TOGETHER:
            yield _table_told(vintages, found, members, f"{key}s", weight)
        else:
            for n in members:
                yield _cell_told(vintages, found, n, key, float(weight[n]))


def _cell_told(vintages: Vintages, found: _Out, n: int, key: str, weight: float) -> AuditFinding:
    figures, at = vintages.figures, int(found.at[n])
    publication = vintages.order[int(figures.rank[at])]
    near = [int(one) for one in (figures.before[at], figures.after[at]) if one >= 0]
    values: dict[str, Any] = {
        "table": vintages.table(vintages.kinds[int(figures.kind[at])][0]),
        "label": vintages.labels(at),
        "found": rounded(figures.value[at]),
        "before": rounded(figures.value[near[0]]),
        "after": rounded(figures.value[near[-1]]),
        "usual": percent(found.usual[n]),
        "by": percent(found.by[n] / max(found.high[n], 1e-9)),
    }
    return AuditFinding(
        publication=publication.file,
        check="cell-out-of-line",
        gravity="warning",
        key=key,
        values=values,
        cells=vintages.cells([at, *near]),
        weight=weight,
        day=publication.day,
    )


def _table_told(vintages: Vintages, found: _Out, members: list[int], key: str, weight: Floats) -> AuditFinding:
    figures = vintages.figures
    first = int(found.at[members[0]])
    rank, kind = int(figures.rank[first]), int(figures.kind[first])
    publication = vintages.order[rank]
    near = int(figures.before[first] if figures.before[first] >= 0 else figures.after[first])
    here = int(((figures.rank == rank) & (figures.kind == kind)).sum())
    return AuditFinding(
        publication=publication.file,
        check="cells-out-of-line",
        gravity="warning",
        key=key,
        values={
            "table": vintages.table(vintages.kinds[kind][0]),
            "n": len(members),
            "all": here,
            "label": vintages.labels(first),
            "found": rounded(figures.value[first]),
            "before": rounded(figures.value[near]),
            "other": vintages.order[int(figures.rank[near])].file,
            "usual": percent(found.usual[members[0]]),
        },
        cells=vintages.cells([int(found.at[n]) for n in members]),
        weight=float(weight[members[0]]),
        day=publication.day,
    )


def rounded(value: float) -> Decimal:
    """Return a number as a sentence shows it: to two decimals, or as many as its first three digits need where it is small."""
    digits = 2 if abs(value) >= 1 or value == 0 else 2 - floor(log10(abs(value)))
    return Decimal(f"{float(value):.{min(digits, 12)}f}")


def percent(share: float) -> words.Said:
    """Return a share as a percentage, to two digits that say something."""
    hundred = 100 * float(share)
    text = words.number(round(hundred, 0 if hundred >= 10 else 1 if hundred >= 1 else 2))
    return words.Said(f"{text} %", f"{text} %")
