"""Repeats: a table whose figures are those of an earlier publication, or of another year.

Figures to date, of a month that was not over, or of a moment move from publication to publication. Where every one of a table stands still
although others of the same workbook move, the table was not renewed. How many of its figures stand still otherwise is learnt from the
other publications, so that a table which is renewed seldom is not told again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from habeas.findings.audit.across_cells import percent
from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.findings.audit.publications import Publication, Publications
from habeas.findings.audit.series import Seldom, Series
from habeas.findings.audit.vintages import Role, Vintages, vintages_of
from habeas.findings.audit.wording import Opening

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_MOVING: Final = (Role.OPEN, Role.RUNNING, Role.MOMENT)
_FEWEST: Final = 6
"""So few figures can stand still by chance."""
_SOME: Final = 3
"""A table of so many figures that moved on says that the publication was renewed."""
_ALIKE: Final = 0.9
"""A table repeats another where so many of its figures that are not 0 are the same."""
_STILL: Final = 0.8
_SAMPLE: Final = 600
_OFTEN: Final = 0.25
"""A table that repeats the one before so often is renewed seldom."""


class _Pair(NamedTuple):
    """A publication, an earlier one, and how many figures of a table both have and how many of them are the same."""

    rank: int
    other: int
    all: int
    same: int


def tables_repeated(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell publications and tables that repeat an earlier one of their year although time went on."""
    vintages = vintages_of(publications, series)
    moving = _moving(vintages)
    pairs = {table: _pairs(vintages, moving, table) for table in sorted({table for table, _ in vintages.kinds})}
    whole = dict(_whole(pairs))
    for rank, (other, all_, same) in sorted(whole.items()):
        yield _publication_told(vintages, rank, other, all_, same)
    for table, found in pairs.items():
        yield from _of_table(vintages, table, found, whole)


def _moving(vintages: Vintages) -> Ints:
    """Return the positions of the figures that move: of no table renewed seldom, of no measure that mostly stands still, and not 0."""
    import numpy as np

    figures = vintages.figures
    seldom = vintages.named_by(vintages.series.of(Seldom))
    before = np.maximum(figures.before, 0)
    ended = (figures.role == Role.OVER) & (figures.before >= 0) & (figures.role[before] == Role.RUNNING)
    moving = (np.isin(figures.role, _MOVING) | ended) & (figures.value != 0) & ~seldom
    stepped = np.flatnonzero(moving & (figures.before >= 0))
    still = figures.value[stepped] == figures.value[figures.before[stepped]]
    size = len(vintages.kinds)
    share = np.bincount(figures.kind[stepped], still, size) / np.maximum(
        np.bincount(figures.kind[stepped], minlength=size), 1
    )
    return np.flatnonzero(moving & (share[figures.kind] <= _STILL))


def _pairs(vintages: Vintages, moving: Ints, table: str) -> list[_Pair]:
    """Return, for each publication with moving figures of a table, the earlier one of its year that is most like it."""
    import numpy as np

    figures = vintages.figures
    kinds = [number for number, (name, _) in enumerate(vintages.kinds) if name == table]
    here = moving[np.isin(figures.kind[moving], kinds)]
    chains, line = np.unique(figures.chain[here], return_inverse=True)
    values = np.full((len(chains), len(vintages.order)), np.nan)
    values[line, figures.rank[here]] = figures.value[here]
    found: list[_Pair] = []
    for rank in np.unique(figures.rank[here]):
        earlier = [n for n in range(rank) if vintages.order[n].year == vintages.order[rank].year]
        if not earlier:
            continue
        both = ~np.isnan(values[:, earlier]) & ~np.isnan(values[:, [rank]])
        same = both & (values[:, earlier] == values[:, [rank]])
        share = same.sum(axis=0) / np.maximum(both.sum(axis=0), _FEWEST)
        best = len(earlier) - 1 - int(np.argmax(share[::-1]))
        found.append(_Pair(int(rank), earlier[best], int(both[:, best].sum()), int(same[:, best].sum())))
    return found


def _whole(pairs: dict[str, list[_Pair]]) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield the publications of which nearly all moving figures, of all tables together, are those of one earlier publication."""
    totals: dict[int, dict[int, list[int]]] = {}
    every: dict[int, int] = {}
    for found in pairs.values():
        for rank, other, all_, same in found:
            both = totals.setdefault(rank, {}).setdefault(other, [0, 0])
            both[0] += all_
            both[1] += same
            every[rank] = every.get(rank, 0) + all_
    for rank, others in totals.items():
        other, (all_, same) = max(others.items(), key=lambda one: one[1][1])
        renewed = any(
            one.same < one.all / 2 for found in pairs.values() for one in found if one.rank == rank and one.all >= _SOME
        )
        if not renewed and all_ >= _ALIKE * every[rank] and same >= _ALIKE * all_ and all_ >= _FEWEST:
            yield rank, (other, all_, same)


def _publication_told(vintages: Vintages, rank: int, other: int, all_: int, same: int) -> AuditFinding:
    """Tell a publication that repeats an earlier one: a warning where its stamp says that it is of another day."""
    publication, earlier = vintages.order[rank], vintages.order[other]
    moved = publication.pulled != earlier.pulled
    return AuditFinding(
        publication=publication.file,
        check="publication-repeated",
        gravity="warning" if moved else "note",
        key="audit_vintages.repeated-moved" if moved else "audit_vintages.republished",
        values={
            "earlier": earlier.file,
            "all": all_,
            "same": same,
            "n": all_ - same,
            "day": publication.pulled or "?",
            "before": earlier.pulled or "?",
        },
        cells=(Cell(file=publication.file), Cell(file=earlier.file)),
        weight=float(same),
        day=publication.day,
    )


def _of_table(
    vintages: Vintages, table: str, found: list[_Pair], whole: dict[int, tuple[int, int, int]]
) -> Iterator[AuditFinding]:
    repeats = [
        one
        for one in found
        if one.all >= _FEWEST and one.same >= _ALIKE * one.all and whole.get(one.rank, (-1,))[0] != one.other
    ]
    if len(repeats) > max(_OFTEN * len(found), 1):
        return
    others = [
        one.same / one.all for one in found if one not in repeats and one.all >= _FEWEST and one.rank not in whole
    ]
    if not others:
        return
    for one in repeats:
        yield _table_told(vintages, table, one, max(others))


def _table_told(vintages: Vintages, table: str, pair: _Pair, usual: float) -> AuditFinding:
    publication, earlier = vintages.order[pair.rank], vintages.order[pair.other]
    return AuditFinding(
        publication=publication.file,
        check="table-repeated",
        gravity="warning",
        key="audit_vintages.table-repeated",
        values={
            "table": Opening(vintages.table(table)),
            "earlier": earlier.file,
            "all": pair.all,
            "same": pair.same,
            "usual": percent(usual),
        },
        cells=_cells(vintages, table, pair),
        weight=float(pair.same),
        day=publication.day,
    )


def _cells(vintages: Vintages, table: str, pair: _Pair) -> tuple[Cell, ...]:
    """Return some cells of a table in a publication, each with that of the earlier one that is the same."""
    import numpy as np

    figures = vintages.figures
    kinds = [number for number, (name, _) in enumerate(vintages.kinds) if name == table]
    wanted = np.isin(figures.kind, kinds) & (figures.value != 0)
    here = np.flatnonzero(wanted & (figures.rank == pair.rank) & np.isin(figures.role, (*_MOVING, Role.OVER)))
    there = np.flatnonzero(wanted & (figures.rank == pair.other))
    there = there[np.argsort(figures.chain[there])]
    at = np.searchsorted(figures.chain[there], figures.chain[here])
    at = np.minimum(at, len(there) - 1)
    same = (figures.chain[there[at]] == figures.chain[here]) & (figures.value[there[at]] == figures.value[here])
    chosen = zip(here[same][:4], there[at][same][:4], strict=True)
    return vintages.cells([int(one) for pair_ in chosen for one in pair_])


def tables_of_another_year(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell tables whose figures, month by month and row by row, are those of a publication of another year."""
    import numpy as np

    vintages = vintages_of(publications, series)
    figures = vintages.figures
    place = _within_year(vintages)
    years = np.array([one.year or 0 for one in vintages.order])
    for table in sorted({table for table, _ in vintages.kinds}):
        kinds = [number for number, (name, _) in enumerate(vintages.kinds) if name == table]
        here = np.flatnonzero(np.isin(figures.kind, kinds) & (figures.value != 0) & (place >= 0))
        values = _sampled(place[here], figures.rank[here], figures.value[here], len(vintages.order))
        for rank in range(len(vintages.order)):
            found = _most_like(values, rank, np.flatnonzero((years != years[rank]) & (np.arange(len(years)) < rank)))
            if found is not None:
                yield _year_told(vintages, table, found, here, place)


def _within_year(vintages: Vintages) -> Ints:
    """Return what a figure is but for its year, as a number: its row and its month; -1 for tables whose rows or months are of several years."""
    import numpy as np

    figures = vintages.figures
    days = figures.first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    month = np.where(np.isin(figures.role, (Role.OPEN, Role.MONTH)) & (figures.first >= 0), days, 12 + figures.role)
    month = np.where(month == 12 + Role.OVER, 12 + Role.RUNNING, month)
    place = figures.family * 32 + month
    twice = np.zeros(len(place), dtype=bool)
    by = np.lexsort((place, figures.rank))
    double = np.flatnonzero((place[by][1:] == place[by][:-1]) & (figures.rank[by][1:] == figures.rank[by][:-1]))
    twice[by[double]] = twice[by[double + 1]] = True
    several = np.isin(figures.kind, np.unique(figures.kind[twice]))
    return np.where(several, -1, place)


def _sampled(place: Ints, rank: Ints, value: Floats, size: int) -> Floats:
    """Return the figures of a table, a line a place and a column a publication, of no more lines than are needed to tell."""
    import numpy as np

    places, line, times = np.unique(place, return_inverse=True, return_counts=True)
    kept = np.full(len(places), -1)
    chosen = np.argsort(-times, kind="stable")[:_SAMPLE]
    kept[chosen] = range(len(chosen))
    here = kept[line] >= 0
    made = np.full((len(chosen), size), np.nan)
    made[kept[line[here]], rank[here]] = value[here]
    return made


def _most_like(values: Floats, rank: int, others: Ints) -> _Pair | None:
    """Return the publication of another year with the same figures, if there is one."""
    import numpy as np

    if not len(others):
        return None
    filled = ~np.isnan(values[:, rank])
    same = (values[:, others] == values[:, [rank]]).sum(axis=0)
    both = (~np.isnan(values[:, others]) & filled[:, None]).sum(axis=0)
    best = int(np.argmax(same))
    if both[best] < _FEWEST or same[best] < _ALIKE * filled.sum():
        return None
    return _Pair(rank, int(others[best]), int(filled.sum()), int(same[best]))


def _year_told(vintages: Vintages, table: str, pair: _Pair, here: Ints, place: Ints) -> AuditFinding:
    import numpy as np

    figures = vintages.figures
    ours, theirs = here[figures.rank[here] == pair.rank], here[figures.rank[here] == pair.other]
    _, one, two = np.intersect1d(place[ours], place[theirs], return_indices=True)
    publication, earlier = vintages.order[pair.rank], vintages.order[pair.other]
    gravity: Gravity = "error"
    return AuditFinding(
        publication=publication.file,
        check="table-of-another-year",
        gravity=gravity,
        key="audit_vintages.another-year",
        values={
            "table": Opening(vintages.table(table)),
            "earlier": earlier.file,
            "year": _year(earlier),
            "all": pair.all,
            "same": pair.same,
        },
        cells=vintages.cells([int(spot) for n in range(min(4, len(one))) for spot in (ours[one[n]], theirs[two[n]])]),
        weight=float(pair.same),
        day=publication.day,
    )


def _year(publication: Publication) -> str:
    return publication.name or str(publication.year or "?")
