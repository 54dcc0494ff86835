"""What cannot be: somebody who certainly died before a custody began is not the person in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from habeas.people.linking.vectors import Pairs


def impossible(pairs: Pairs, mentions: pa.Table, statements: pa.Table | None) -> npt.NDArray[np.bool_]:
    """Return which pairs cannot be one person: the latest day on which one died lies before the earliest on which the other was taken."""
    if statements is None or not statements.num_rows:
        return np.zeros(len(pairs), bool)
    died = _last_day(mentions, statements)
    taken = _days(mentions["event_first"], -np.inf)
    one, other = died[pairs.left] < taken[pairs.right], died[pairs.right] < taken[pairs.left]
    return np.asarray(one | other)


def _last_day(mentions: pa.Table, statements: pa.Table) -> npt.NDArray[np.float64]:
    """Return the latest day on which each mention can have died, infinite where its list says nothing of it."""
    deaths = statements.filter(pc.and_(pc.equal(statements["field"], "died_when"), pc.is_valid(statements["last"])))
    found = np.full(mentions.num_rows, np.inf)
    if not deaths.num_rows:
        return found
    where = pc.index_in(deaths["mention"], mentions["mention"].combine_chunks()).to_numpy(zero_copy_only=False)
    known = ~np.isnan(where.astype(float))
    found[where[known].astype(int)] = _days(deaths["last"], np.inf)[known]
    return found


def _days(column: Any, unknown: float) -> npt.NDArray[np.float64]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    days = array.cast(pa.int32()).cast(pa.float64()).fill_null(unknown)
    return np.asarray(days.to_numpy(zero_copy_only=False))
