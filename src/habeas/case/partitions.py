"""Which mentions are one person, drawn many times while the lists are linked: kept, so that an estimate made another day need not link them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from habeas.about import EstimateAbout
    from habeas.people.linking import Linkage

DRAWS: Final = 200
"""So many partitions are drawn where the case does not say how many."""


@dataclass(frozen=True, eq=False)
class Partitions:
    """The partitions of all mentions that give a name: ``labels`` (draws, n), the list of each mention (n,), and what the lists are called.

    ``nameless`` counts for each list the rows that give none, ``indistinct`` the rows of all lists that were compared with nobody. ``spans`` are the first
    and the last day on which each list tells of an event; None where it dates none.
    """

    labels: NDArray[np.int64]
    list_of: NDArray[np.int64]
    lists: tuple[str, ...]
    nameless: tuple[int, ...]
    indistinct: int
    spans: tuple[tuple[date, date] | None, ...]


def asked(estimates: Sequence[EstimateAbout]) -> list[list[int]]:
    """Return how many partitions, and of which seed, the estimates of a case need; each pair once."""
    wanted = {
        (int(one.settings.get("partitions", DRAWS)), int(one.settings.get("seed", 1)))
        for one in estimates
        if one.kind == "mse"
    }
    return [list(one) for one in sorted(wanted)]


def write(linkage: Linkage, draws: int, seed: int, folder: Path) -> None:
    """Draw partitions of a linkage and write them into the folder of persons."""
    import msgspec
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    features, of = linkage.features, np.asarray(linkage.frame.lists, np.int64)
    named = features["g1"].is_valid().to_numpy() | features["s1"].is_valid().to_numpy()
    labels = np.asarray(linkage.partitions(draws, seed=seed), np.int32)[:, named]
    flat = pa.array(np.ascontiguousarray(labels.T).ravel(), pa.int32())
    table = pa.table({"list": of[named].astype(np.int32), "labels": pa.FixedSizeListArray.from_arrays(flat, draws)})
    spans = []
    for at in range(len(linkage.lists)):
        first, last = (
            features[name].to_numpy(zero_copy_only=False).astype(np.float64)[of == at]
            for name in ("event_first", "event_last")
        )
        known = len(first) > 0 and not np.isnan(first).all() and not np.isnan(last).all()
        spans.append([int(np.nanmin(first)), int(np.nanmax(last))] if known else None)
    about = {
        "lists": list(linkage.lists),
        "nameless": np.bincount(of[~named], minlength=len(linkage.lists)).tolist(),
        "indistinct": int(linkage.indistinct),
        "spans": spans,
    }
    pq.write_table(table.replace_schema_metadata({"about": msgspec.json.encode(about)}), _file(folder, draws, seed))


def read(folder: Path, draws: int, seed: int) -> Partitions:
    """Return the partitions that were written."""
    import msgspec
    import numpy as np
    import pyarrow.parquet as pq

    table = pq.read_table(_file(folder, draws, seed))
    about = msgspec.json.decode(table.schema.metadata[b"about"])
    column = table.column("labels").combine_chunks()
    flat = column.flatten().to_numpy(zero_copy_only=False).astype(np.int64)
    epoch = date(1970, 1, 1)
    return Partitions(
        labels=flat.reshape(table.num_rows, draws).T.copy(),
        list_of=table.column("list").to_numpy().astype(np.int64),
        lists=tuple(about["lists"]),
        nameless=tuple(about["nameless"]),
        indistinct=about["indistinct"],
        spans=tuple(one and (epoch + timedelta(one[0]), epoch + timedelta(one[1])) for one in about["spans"]),
    )


def _file(folder: Path, draws: int, seed: int) -> Path:
    return folder / f"partitions-{draws}-{seed}.parquet"
