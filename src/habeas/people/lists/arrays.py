"""Arrays: several columns of one field put together, row by row, without a row being lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def constant(text: str, n: int) -> pa.DictionaryArray:
    """Return a column of one text."""
    import numpy as np
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, dtype=np.int8)), pa.array([text]))


def joined(columns: Sequence[Any], between: str) -> Any:
    """Return the parts of each row that are there, joined; nothing where none is, which the join of Arrow would leave out."""
    import pyarrow.compute as pc

    found = columns[0]
    for one in columns[1:]:
        both = pc.binary_join_element_wise(found, one, between)
        found = pc.coalesce(both, found, one)
    return found


def outer(lows: Sequence[Any], highs: Sequence[Any]) -> tuple[Any, Any]:
    """Return the bounds that hold what every column says; a side is open where one of them leaves it open, and none where none says anything."""
    import pyarrow as pa
    import pyarrow.compute as pc

    low, high = pc.min_element_wise(*lows), pc.max_element_wise(*highs)
    nothing = pa.scalar(None, low.type)
    for first, last in zip(lows, highs, strict=True):
        low = pc.if_else(pc.and_(pc.is_null(first), pc.is_valid(last)), nothing, low)
        high = pc.if_else(pc.and_(pc.is_valid(first), pc.is_null(last)), nothing, high)
    return low, high


def agreed(columns: Sequence[Any]) -> Any:
    """Return what columns that say the same thing agree on: what one of them says alone, nothing where two differ."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = columns[0]
    wrong = pa.array([False] * len(found))
    for other in columns[1:]:
        wrong = pc.or_(wrong, pc.fill_null(pc.not_equal(found, other), fill_value=False))
        found = pc.coalesce(found, other)
    return pc.if_else(wrong, pa.scalar(None, pa.string()), found)
