"""Keeping: what a linkage found, as a folder of Parquet tables and one JSON file, so that more mentions can be linked onto it another day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from habeas.errors import InputError
from habeas.people.linking.features import FEATURES
from habeas.people.linking.levels import WHAT
from habeas.people.linking.linkage import Found
from habeas.people.linking.model import Frame, Model
from habeas.people.linking.rarity import Counts
from habeas.people.linking.recall import Recall
from habeas.people.linking.vectors import Pairs
from habeas.people.linking.weighed import Weighed

KEPT: Final = ("features", "weighed", "rarity")
"""The tables that are written beside the mentions."""
MODEL: Final = "model.json"
_FORMAT: Final = 1
_MODEL: Final = ("match", "kin", "chance", "match_prior", "kin_prior")


class _Told(msgspec.Struct):
    """What of it is no table."""

    format: int
    lists: list[str]
    compared: int
    indistinct: int
    recall: Recall
    model: dict[str, Any]
    agree: dict[str, float]


def keep(found: Found, folder: Path) -> None:
    """Write what a linkage found into a folder, which is made where it is not there. What people said is not in it: it is given again."""
    folder.mkdir(parents=True, exist_ok=True)
    told = _Told(
        format=_FORMAT,
        lists=list(found.lists),
        compared=found.compared,
        indistinct=found.indistinct,
        recall=found.recall,
        model={name: getattr(found.model, name).tolist() for name in _MODEL},
        agree={name: one.agree for name, one in found.counts.items()},
    )
    tables = {
        "mentions": found.mentions,
        "features": found.features,
        "weighed": _weighed_table(found.weighed),
        "rarity": _rarity_table(found.counts),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    (folder / MODEL).write_bytes(msgspec.json.encode(told, order="sorted") + b"\n")


def kept(folder: Path) -> Found:
    """Return what a linkage found from its folder. Raises :class:`InputError` where the folder holds none, or one of another version."""
    try:
        told = msgspec.json.decode((folder / MODEL).read_bytes(), type=_Told)
        tables = {name: pq.read_table(folder / f"{name}.parquet") for name in ("mentions", *KEPT)}
        features = tables["features"].cast(FEATURES).combine_chunks()
        weighed = _weighed_of(tables["weighed"])
    except (OSError, KeyError, msgspec.MsgspecError, pa.ArrowException) as error:
        raise InputError("linking.no-linkage", folder=str(folder), found=str(error)) from None
    if told.format != _FORMAT:
        raise InputError("linking.other-version", folder=str(folder), found=told.format, expected=_FORMAT)
    return Found(
        mentions=tables["mentions"],
        features=features,
        lists=tuple(told.lists),
        frame=Frame(features["list"].to_numpy().astype(np.int32), len(told.lists)),
        model=Model(**{name: np.array(told.model[name]) for name in _MODEL}),
        counts=_counts_of(tables["rarity"], told.agree),
        weighed=weighed,
        recall=told.recall,
        compared=told.compared,
        indistinct=told.indistinct,
    )


def _weighed_table(weighed: Weighed) -> pa.Table:
    links = weighed.links
    levels = {f"level_{what}": links.levels[:, n] for n, what in enumerate(WHAT)}
    return pa.table(
        {
            "left": links.left,
            "right": links.right,
            "rules": links.rules,
            **levels,
            "kind": weighed.kinds,
            "shared": weighed.rarity[0],
            "given": weighed.rarity[1],
            "weight": weighed.weight,
        }
    )


def _weighed_of(table: pa.Table) -> Weighed:
    column = {name: table[name].to_numpy() for name in table.column_names}
    levels = np.stack([column[f"level_{what}"] for what in WHAT], 1)
    links = Pairs(column["left"], column["right"], levels, column["rules"])
    return Weighed(links, column["kind"], (column["shared"], column["given"]), column["weight"])


def _rarity_table(counts: Mapping[str, Counts]) -> pa.Table:
    """Return the counts of all fields as one table; a value is written as text."""
    parts = [
        pa.table(
            {
                "field": pa.array([name] * len(one.values), pa.string()),
                "value": one.values.cast(pa.string()),
                "share": pa.array(one.shares, pa.float64()),
            }
        )
        for name, one in counts.items()
    ]
    return pa.concat_tables(parts)


def _counts_of(table: pa.Table, agree: Mapping[str, float]) -> dict[str, Counts]:
    fields = np.asarray(table["field"].to_pylist())
    found: dict[str, Counts] = {}
    for name, chance in agree.items():
        part = table.filter(pa.array(fields == name))
        values = part["value"].combine_chunks()
        found[name] = Counts(values.cast(pa.int32()) if name == "event" else values, part["share"].to_numpy(), chance)
    return found
