"""Features: what of a mention is compared, as one row a mention with columns that a database compares fast.

A feature is never an answer: what a mention does not say is null and weighs nothing. Names arrive parsed; here they become at most three given
names and two surnames, each as the word it stands for and as it sounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from habeas.people import names

YEAR: Final = 365.2425
_EPOCH: Final = date(1970, 1, 1).toordinal()
_ZERO: Final = date(1, 1, 1).toordinal()
FEATURES: Final = pa.schema(
    [
        ("id", pa.int32()),
        ("list", pa.int16()),
        *((name, pa.string()) for name in ("g1", "g2", "g3", "f1", "f2", "f3", "s1", "s2", "k1", "k2", "a1", "a2")),
        ("born", pa.string()),
        ("flipped", pa.string()),
        ("born_low", pa.float32()),
        ("born_high", pa.float32()),
        ("event_first", pa.int32()),
        ("event_last", pa.int32()),
        ("place", pa.string()),
        ("sex", pa.string()),
        ("nation", pa.string()),
        ("document", pa.string()),
    ]
)
"""``g1``-``g3`` given names as the words they stand for, ``f1``-``f3`` as they sound; ``s1``, ``s2`` surnames and ``k1``, ``k2`` as they sound; ``a1``,
``a2`` how the surnames of another plausible reading of the name sound. ``born`` is a whole date of birth (yyyymmdd), ``flipped`` the same with day
and month changed over where both can be months; ``born_low`` and ``born_high`` bound the birth in years; events are days since 1970."""


def features(mentions: pa.Table, lists: Sequence[str], parsed: pa.Table) -> pa.Table:
    """Return the features of mentions (the shape is ``MENTIONS`` of :mod:`habeas.people.lists`), row by row.

    ``lists`` gives each list its number; ``parsed`` are the names as :func:`habeas.people.names.parse` returns them.
    """
    born_low, born_high, born, flipped = _births(mentions)
    first, last = (_days(mentions[name]) for name in ("event_first", "event_last"))
    columns: dict[str, Any] = {
        "id": pa.array(np.arange(mentions.num_rows, dtype=np.int32)),
        "list": pc.index_in(mentions["list"], pa.array(list(lists), pa.string())).cast(pa.int16()),
        **_name_columns(parsed),
        "born": born,
        "flipped": flipped,
        "born_low": born_low,
        "born_high": born_high,
        "event_first": pc.coalesce(first, last),
        "event_last": pc.coalesce(last, first),
        "place": mapped(mentions["place"], _folded),
        "sex": mentions["sex"],
        "nation": mapped(mentions["nationality"], _folded),
        "document": mentions["document"],
    }
    return pa.table([columns[field.name] for field in FEATURES], schema=FEATURES)


def mapped(column: Any, say: Callable[[str], str | None]) -> pa.Array:
    """Return a column of texts with each different text put through ``say`` once."""
    coded = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
    said = pa.array([None if one is None else say(one) or None for one in coded.dictionary.to_pylist()], pa.string())
    return said.take(coded.indices)


def _folded(text: str) -> str:
    return " ".join(names.fold(text).split())


def _name_columns(parsed: pa.Table) -> dict[str, pa.Array]:
    """Return the columns of names; a mention that names nobody has none."""
    given = parsed["given"].combine_chunks()
    nobody = parsed["nobody"].combine_chunks()
    found: dict[str, pa.Array] = {}
    for n in (1, 2, 3):
        word = _blanked(_nth(given, n - 1), nobody)
        found[f"g{n}"] = mapped(word, names.canonical)
        found[f"f{n}"] = mapped(found[f"g{n}"], _sounded)
    for n in (1, 2):
        found[f"s{n}"] = _blanked(mapped(parsed[f"s{n}"], lambda text: text.replace(" ", "")), nobody)
        found[f"k{n}"] = mapped(found[f"s{n}"], _sounded)
    found["a1"], found["a2"] = (mapped(_blanked(one, nobody), _sounded) for one in _other(parsed))
    return found


def _sounded(word: str) -> str | None:
    """Return how a word sounds; an initial sounds of nothing."""
    return (names.sound(word) or word) if len(word) > 1 else None


def _nth(lists: pa.Array, n: int) -> pa.Array:
    """Return the n-th of each list, null where a list is shorter."""
    starts, ends = lists.offsets[:-1].to_numpy(), lists.offsets[1:].to_numpy()
    there = starts + n < ends
    values = lists.values
    places = pa.array(np.where(there, starts + n, 0), mask=~there)
    return values.take(places) if len(values) else pa.nulls(len(lists), pa.string())


def _other(parsed: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Return the surnames of the first other reading of each name."""
    alternatives = parsed["alt"].combine_chunks()
    first = _nth(alternatives, 0)
    if not isinstance(first, pa.StructArray):
        empty = pa.nulls(len(alternatives), pa.string())
        return empty, empty
    s1, s2 = pc.struct_field(first, "s1"), pc.struct_field(first, "s2")
    return s1, s2


def _blanked(column: Any, where: Any) -> pa.Array:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pc.if_else(pc.fill_null(where, False), pa.scalar(None, pa.string()), array)


def _days(column: Any) -> pa.Array:
    """Return dates as days since 1970."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(pa.int32())


def _births(mentions: pa.Table) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
    """Return the bounds of each birth in years, the whole date, and the date with day and month changed over.

    An age of n whole years on a day was reached in the year up to it: the birth lies more than n and at most n + 1 years before the day.
    """
    first, last = _days(mentions["born_first"]), _days(mentions["born_last"])
    on = _days(mentions["age_on"])
    low, high = (mentions[name].combine_chunks() for name in ("age_low", "age_high"))
    by_age_low = pc.subtract(_years(on), pc.add(pc.coalesce(high, low).cast(pa.float32()), pa.scalar(1, pa.float32())))
    by_age_high = pc.subtract(_years(on), pc.coalesce(low, high).cast(pa.float32()))
    born_low, born_high = pc.coalesce(_years(first), by_age_low), pc.coalesce(_years(last), by_age_high)
    known = pc.is_valid(pc.add(born_low, born_high))
    nothing = pa.scalar(None, pa.float32())
    exact = pc.if_else(pc.equal(first, last), mentions["born_first"].combine_chunks(), pa.scalar(None, pa.date32()))
    written = pc.strftime(exact, "%Y%m%d")
    return (
        pc.if_else(known, born_low, nothing),
        pc.if_else(known, born_high, nothing),
        written,
        mapped(written, _flipped),
    )


def _flipped(written: str) -> str | None:
    """Return a date yyyymmdd with day and month changed over, or None where the day can be no month or both are the same."""
    month, day = written[4:6], written[6:]
    return written[:4] + day + month if int(day) <= 12 and day != month else None


def _years(days: pa.Array) -> pa.Array:
    """Return days since 1970 as years."""
    return pc.add(pc.divide(days.cast(pa.float64()), pa.scalar(YEAR)), pa.scalar(1970.0)).cast(pa.float32())
