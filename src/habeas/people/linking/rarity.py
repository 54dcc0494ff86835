"""Rarity: how much more an agreement says on a rare name, day or place than on a common one.

Agreement on a name that a share p of the mentions bears is by chance p / q as likely as agreement on names in general, where q is the chance that two
random mentions agree (the sum of p squared). So ln(q / p) is added to the weight of a pair wherever the level says that this name agrees,
partial agreement included: "same paternal surname, the maternal one missing" weighs less for Hernández than for Polanco.
After Winkler, "Frequency-based matching in Fellegi-Sunter record linkage" (2000), there for exact agreement of whole fields only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from habeas.people.linking.levels import number
from habeas.people.linking.vectors import Pairs

Floats = npt.NDArray[np.float32]
_FIELDS: Final = {"surname": ("k1", "k2"), "given": ("f1", "f2", "f3"), "event": ("event_first",), "place": ("place",)}
_SEEN: Final = 0.5
"""Added to each count: a name that was seen once may be more common than one in so many."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each value of a field stands in the lists: ``values`` to ``shares`` of all mentions that have one, and ``agree``, the chance of two to agree."""

    values: pa.Array
    shares: npt.NDArray[np.float64]
    agree: float

    @classmethod
    def of(cls, column: pa.Array) -> Counts:
        """Count the values of a column; nulls are not counted."""
        counted = column.drop_null().value_counts()
        numbers = counted.field("counts").to_numpy().astype(float)
        total = numbers.sum() + 1.0
        return cls(counted.field("values"), (numbers + _SEEN) / total, float(((numbers / total) ** 2).sum()) or 1.0)

    def logs(self, column: Any) -> Floats:
        """Return ln(p / q) of each value of a column, 0 where there is none. A value that was never counted is as rare as one that was counted once."""
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        found = pc.index_in(array, self.values)
        places = pc.fill_null(found, -1).to_numpy(zero_copy_only=False)
        rarest = float(self.shares.min()) if len(self.shares) else 1.0
        shares = np.append(self.shares, rarest)[places]
        said = array.is_valid().to_numpy(zero_copy_only=False)
        return np.where(said, np.log(shares / self.agree), 0.0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Rarity:
    """The counts of the fields that rarity weighs, and for each mention ln(p / q) of its own names, day and place."""

    counts: Mapping[str, Counts]
    logs: dict[str, Floats]
    codes: dict[str, npt.NDArray[np.int32]]

    @classmethod
    def of(cls, features: pa.Table, counts: Mapping[str, Counts] | None = None) -> Rarity:
        """Count the features of mentions, or weigh them by counts made before."""
        columns = {name: [_one(features[one]) for one in fields] for name, fields in _FIELDS.items()}
        if counts is None:
            counts = {name: Counts.of(pa.concat_arrays(these)) for name, these in columns.items()}
        logs = {
            field: counts[name].logs(array)
            for name, fields in _FIELDS.items()
            for field, array in zip(fields, columns[name], strict=True)
        }
        both = pa.concat_arrays([_one(features["k1"]), _one(features["k2"])]).dictionary_encode()
        coded = pc.fill_null(both.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32)
        half = features.num_rows
        return cls(counts, logs, {"k1": coded[:half], "k2": coded[half:]})

    def of_pairs(self, pairs: Pairs) -> tuple[Floats, Floats]:
        """Return what rarity adds to the weight of each pair: for names that a family shares (surname, place, day), and for the given name."""
        left, right, levels = pairs.left, pairs.right, pairs.levels

        def mean(name: str) -> Floats:
            return np.asarray((self.logs[name][left] + self.logs[name][right]) / 2)

        crossed = self.codes["k1"][left] == self.codes["k2"][right]
        other = np.where(crossed, self.logs["k1"][left], self.logs["k1"][right])
        first, second = mean("k1"), mean("k2")
        at = levels[:, 1]
        by_level = {
            "both": first + second, "both-near": first + second, "swapped": first + second, "paternal-only": first,
            "paternal-only-near": first, "maternal-only": other, "paternal": first, "maternal": second, "crossed": other,
        }  # fmt: skip
        shared = np.select([at == number("surname", name) for name in by_level], list(by_level.values()), 0.0)
        shared += np.where(levels[:, 3] == number("event", "day"), self.logs["event_first"][left], 0.0)
        shared += np.where(levels[:, 4] == number("place", "same"), self.logs["place"][left], 0.0)
        at, one, two = levels[:, 0], mean("f1"), mean("f2")
        short = np.where(self.logs["f2"][left] == 0, self.logs["f1"][left], self.logs["f1"][right])
        by_level = {
            "both": one + two, "both-near": one + two, "only": one, "first": one, "second": short, "near": short, "one-of-two": one,
        }  # fmt: skip
        given = np.select([at == number("given", name) for name in by_level], list(by_level.values()), 0.0)
        return (-shared).astype(np.float32), (-given).astype(np.float32)


def _one(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
