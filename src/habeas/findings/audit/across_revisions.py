"""Closed figures: those of a month or a year that was over hardly change, and how much is usual is learnt.

Corrections come in late for a month or two, and once in a while a whole table is counted anew. What a table usually does is the median,
over its publications, of the correction that nine in ten of its figures do not exceed. Told is what lies far beyond that, a table and
publication together; and figures that were published and are now 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from habeas.findings.audit.across_cells import counted, never_moved, out_of_line, percent, rounded
from habeas.findings.audit.model import AuditFinding
from habeas.findings.audit.publications import Publications
from habeas.findings.audit.series import Closed, Series
from habeas.findings.audit.vintages import Role, Vintages, vintages_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_CLOSED: Final = (Role.MONTH, Role.OVER)
_NINE_IN_TEN: Final = 0.9
_TIMES: Final = 10.0
"""So many times the usual is far beyond it."""
_WEIGHTIEST: Final = 100.0
"""The most that a revision weighs: beyond it, how many times the usual it is says nothing more."""
_LEAST: Final = 0.08
_CHANCE: Final = 5.0
"""Persons are reclassified by chance: so many times the square root of a figure, and five, are allowed besides."""
_FIXED: Final = 5.0
_EMPTIED: Final = 2
_LARGE: Final = 20.0
_OFTEN: Final = 3


def figures_emptied(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell figures of a period that was over that are 0 where an earlier publication had a number: all of a publication together."""
    import numpy as np

    vintages = vintages_of(publications, series)
    figures = vintages.figures
    at = _closed(vintages, series)
    at = at[_gone(vintages, at)]
    for rank in np.unique(figures.rank[at]):
        members = at[figures.rank[at] == rank]
        if len(members) >= _EMPTIED:
            yield _emptied_told(vintages, members[np.argsort(-figures.value[figures.before[members]], kind="stable")])


def _emptied_told(vintages: Vintages, members: Ints) -> AuditFinding:
    figures, worst = vintages.figures, int(members[0])
    publication = vintages.order[int(figures.rank[worst])]
    earlier = vintages.order[int(figures.rank[figures.before[worst]])]
    most = float(figures.value[figures.before[worst]])
    tables = dict.fromkeys(vintages.kinds[int(figures.kind[one])][0] for one in members)
    return AuditFinding(
        publication=publication.file,
        check="emptied",
        gravity="error" if most >= _LARGE else "warning",
        key="audit_vintages.emptied",
        values={
            "tables": [vintages.table(table) for table in tables],
            "n": len(members),
            "label": vintages.labels(worst),
            "before": rounded(most),
            "earlier": earlier.file,
        },
        cells=vintages.cells([spot for one in members[:6] for spot in (int(one), int(figures.before[one]))]),
        weight=most,
        day=publication.day,
    )


def revised_beyond_usual(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell closed figures that were revised far beyond what is usual in their table, by table and publication."""
    import numpy as np

    vintages = vintages_of(publications, series)
    figures = vintages.figures
    at = _closed(vintages, series)
    before = figures.before[at]
    at = at[np.isin(figures.role[before], _CLOSED) & ~_gone(vintages, at)]
    at = at[~_late_in_its_row(vintages, at) & ~_out_of_line(vintages, at)]
    allowed, usual = _measured(vintages, at)
    change = np.abs(figures.value[at] - figures.value[figures.before[at]])
    far = np.flatnonzero(change > allowed)
    tables = [table for table, _ in vintages.kinds]
    table = np.array([tables.index(one) for one in tables], dtype=np.int64)
    group = figures.rank[at] * len(tables) + table[figures.kind[at]]
    for one in np.unique(group[far]):
        members = far[group[far] == one]
        weight = change / np.maximum(allowed, 1e-9)
        members = members[np.argsort(-weight[members], kind="stable")]
        worst = int(members[0])
        # Where nothing is ever revised nothing is allowed: then it is the size of the change that weighs.
        times = float(change[worst] / allowed[worst]) if allowed[worst] > 0 else float(change[worst])
        yield _told(vintages, at[members], int((group == one).sum()), min(times, _WEIGHTIEST), float(usual[worst]))


def _gone(vintages: Vintages, at: Ints) -> NDArray[np.bool_]:
    """Return which figures are 0 and were not: counts of more than a few persons, and averages of a period that was over before, too."""
    import numpy as np

    figures = vintages.figures
    old = figures.value[figures.before[at]]
    counts = counted(vintages)[figures.kind[at]]
    over = np.isin(figures.role[figures.before[at]], _CLOSED)
    return np.asarray((figures.value[at] == 0) & np.where(counts, old > _FIXED, (old > 0) & over))


def _closed(vintages: Vintages, series: Series) -> Ints:
    """Return figures of a period that is over which were published before, as the declaration names them."""
    import numpy as np

    figures = vintages.figures
    named = vintages.named_by(series.of(Closed)) & np.isin(figures.role, _CLOSED) & (figures.before >= 0)
    return np.flatnonzero(named)


def _late_in_its_row(vintages: Vintages, at: Ints) -> NDArray[np.bool_]:
    """Return which are the first revision of their chain, in a row whose first revisions are large again and again (provisional reasons)."""
    import numpy as np

    figures = vintages.figures
    before = figures.before[at]
    earlier = figures.before[before]
    first = (earlier < 0) | (figures.role[np.maximum(earlier, 0)] == Role.OPEN)
    first &= figures.role[at] == Role.MONTH
    change = np.abs(figures.value[at] - figures.value[before]) / np.maximum(figures.value[before], 1)
    large = at[first & (change > _LEAST)]
    size = int(figures.family.max(initial=-1)) + 1
    told = np.unique(np.stack([figures.family[large], figures.rank[large]]), axis=1)
    times = np.bincount(told[0], minlength=size)
    return np.asarray(first & (times[figures.family[at]] >= _OFTEN))


def _out_of_line(vintages: Vintages, at: Ints) -> NDArray[np.bool_]:
    """Return which figures are told as cells out of line, or are back in line after one."""
    import numpy as np

    out = out_of_line(vintages)
    return np.isin(at, out) | np.isin(vintages.figures.before[at], out)


def _measured(vintages: Vintages, at: Ints) -> tuple[Floats, Floats]:
    """Return, for each figure, the change that is allowed, and the share that is usual in its table."""
    import numpy as np

    figures = vintages.figures
    old, new = figures.value[figures.before[at]], figures.value[at]
    base = np.maximum(np.maximum(np.abs(old), np.abs(new)), 1e-9)
    share = np.abs(new - old) / base
    usual, chance, least = np.zeros(len(at)), np.zeros(len(at)), np.full(len(at), _LEAST)
    for kind in np.unique(figures.kind[at]):
        here = figures.kind[at] == kind
        usual[here] = np.median(_by_publication(figures.rank[at[here]], share[here]))
        chance[here] = _CHANCE * np.sqrt(base[here]) + _FIXED if counted(vintages)[kind] else 0
    still = never_moved(figures.kind[at], figures.rank[at], share > 0)
    chance[still], least[still] = 0, 0  # where nothing is ever revised, every revision is told
    return np.maximum(usual * _TIMES, least) * base + chance, usual


def _by_publication(rank: Ints, share: Floats) -> Floats:
    """Return, for each publication, the share that nine in ten of its figures do not exceed."""
    import numpy as np

    by = np.lexsort((share, rank))
    _, begun, many = np.unique(rank[by], return_index=True, return_counts=True)
    return np.asarray(share[by][begun + np.maximum(np.ceil(_NINE_IN_TEN * many).astype(np.int64) - 1, 0)])


def _told(vintages: Vintages, at: Ints, all_: int, weight: float, usual: float) -> AuditFinding:
    figures, worst = vintages.figures, int(at[0])
    before = int(figures.before[worst])
    publication, earlier = vintages.order[int(figures.rank[worst])], vintages.order[int(figures.rank[before])]
    return AuditFinding(
        publication=publication.file,
        check="revised-beyond-usual",
        gravity="warning",
        key="audit_vintages.revised",
        values={
            "table": vintages.table(vintages.kinds[int(figures.kind[worst])][0]),
            "n": len(at),
            "all": all_,
            "label": vintages.labels(worst),
            "before": rounded(figures.value[before]),
            "found": rounded(figures.value[worst]),
            "earlier": earlier.file,
            "usual": percent(usual),
        },
        cells=vintages.cells([spot for one in at[:6] for spot in (int(one), int(figures.before[one]))]),
        weight=weight,
        day=publication.day,
    )
