"""A file that was read by its lines, as a list of lines that are understood once for all files that have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas.records.header import Header
from habeas.records.listing import Listed
from habeas.records.sheets import Sheet

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A file whose first line is one that is known: ``sample`` is a sheet of another such file, ``header`` what was found in it."""

    file: str
    path: Path
    first: bytes
    sample: Sheet
    header: Header
    delimiter: str

    @property
    def height(self) -> int:
        """About how many lines it has: for progress."""
        return self.path.stat().st_size // 90 + 1


@dataclass(slots=True)
class Batch:
    """Different lines of some files, and what they were understood to say: a row of ``table`` each, by ``place`` (-1: blank)."""

    lines: dict[bytes, int] = field(default_factory=dict)
    first: list[tuple[int, int]] = field(default_factory=list)
    table: pa.Table | None = None
    place: np.ndarray | None = None
    encoded: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A file that was read by its lines: the number of each in its batch, in order, what is peculiar to the file, and what was found."""

    part: int
    lines: Lines
    batch: Batch
    at: np.ndarray
    day: date
    latest: date
    notes: tuple[Listed, ...] = ()

    @property
    def used(self) -> int:
        """How many lines are rows; the others are blank."""
        return int((self.batch.place[self.at] >= 0).sum()) if self.batch.place is not None else 0


def numbers(column: Any, blank: int = 0) -> np.ndarray:
    """Return the whole numbers, flags or moments of a column as numbers of 64 bits; taken from memory, for Arrow's own way loads pandas."""
    import numpy as np
    import pyarrow as pa

    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_boolean(one.type):
        one = one.cast(pa.int8())
    made = _memory(one.cast(pa.int64()), np.int64)
    return made if one.null_count == 0 else np.where(_memory(one.is_valid().cast(pa.int8()), np.int8) != 0, made, blank)


def _memory(column: pa.Array, kind: Any) -> np.ndarray:
    import numpy as np

    return np.frombuffer(column.buffers()[1], dtype=kind)[column.offset : column.offset + len(column)]


def rows_at(one: Repeated) -> np.ndarray:
    """Return the rows of the batch's table that a file's lines are, blank ones left out."""
    assert one.batch.place is not None  # noqa: S101 - it has been understood
    at: np.ndarray = one.batch.place[one.at]
    return at[at >= 0]


def spellings(repeated: Sequence[Repeated], name: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each spelling of a field in files read by their lines, with the part and line on which it is first."""
    seen: set[int] = set()
    for one in repeated:
        if id(one.batch) in seen or one.batch.table is None or one.batch.place is None:
            continue
        seen.add(id(one.batch))
        firsts: dict[str, tuple[int, int]] = {}
        values = one.batch.table[name].to_pylist()
        for number, place in enumerate(one.batch.place):
            value = values[place] if place >= 0 else None
            if value is not None:
                first = one.batch.first[number]
                firsts[value] = min(firsts.get(value, first), first)
        yield from firsts.items()


def columns_of(
    ones: Sequence[Repeated], names: Sequence[str], encoded: dict[str, Any], spelt: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Any]:
    """Return columns of the rows of files of one batch, one after another; texts are encoded once a batch, into ``encoded``.

    ``spelt`` gives for a column the spellings to write otherwise.
    """
    import numpy as np
    import pyarrow as pa

    table = ones[0].batch.table
    at = np.concatenate([rows_at(one) for one in ones])
    made: dict[str, Any] = {}
    if table is None:
        return made
    for name in names:
        if name not in encoded:
            column = table[name].combine_chunks()
            encoded[name] = _encoded(column, spelt.get(name, {})) if pa.types.is_string(column.type) else column
        made[name] = encoded[name].take(pa.array(at))
    return made


def _encoded(column: pa.Array, spelt: Mapping[str, str]) -> pa.DictionaryArray:
    import pyarrow as pa

    made = column.dictionary_encode()
    if not spelt:
        return made
    texts = pa.array([spelt.get(text, text) for text in made.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(made.indices, texts)


def lines_of(one: Repeated) -> np.ndarray:
    """Return the line of each row of a file."""
    import numpy as np

    return np.flatnonzero(one.batch.place[one.at] >= 0) + 2 if one.batch.place is not None else one.at
