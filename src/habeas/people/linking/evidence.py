"""Evidence: what made a pair weigh what it weighs, as rows for a table and as words for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from habeas import words
from habeas.people.linking.levels import COMPARED, SIZES, WHAT, WIDEST
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.people.linking.model import Model
    from habeas.people.linking.vectors import Pairs

SHAPE: Final = pa.list_(
    pa.struct(
        [
            ("what", pa.string()),
            ("level", pa.string()),
            ("weight", pa.float32()),
            ("left", pa.string()),
            ("right", pa.string()),
            ("rare", pa.float32()),
        ]
    )
)
_SHOWN: Final = {
    "given": ("g1", "g2", "g3"), "surname": ("s1", "s2"), "event": ("event_first",), "place": ("place",), "sex": ("sex",),
    "nation": ("nation",), "document": ("document",), "birth": ("born",),
}  # fmt: skip
_RARE: Final = 1.5
_COMMON: Final = -0.7
_SURNAMES: Final = frozenset(COMPARED[WHAT.index("surname")].names) - {"differ"}


def table(pairs: Pairs, kinds: Any, model: Model, rarity: tuple[Any, Any], features: pa.Table) -> pa.Array:
    """Return the evidence of pairs as a list a pair of what was compared, the level, its weight in log2, both values, and what rarity added to it in log2."""
    log = np.log2(np.maximum(model.match, 1e-12)) - np.log2(np.maximum(model.chance, 1e-12))
    shared, given = (one / np.log(2) for one in rarity)
    n, things = pairs.levels.shape
    rare = np.zeros((n, things), np.float32)
    rare[:, WHAT.index("surname")], rare[:, WHAT.index("given")] = shared, given
    weight = np.zeros((n, things), np.float32)
    for c in range(things):
        at = np.maximum(pairs.levels[:, c], 0)
        weight[:, c] = log[kinds, c, at] + rare[:, c]
    said = pairs.levels >= 0
    row, column = np.nonzero(said)
    flat = column * WIDEST + pairs.levels[said]
    names = np.array([name for c, one in enumerate(COMPARED) for name in (*one.names, *[""] * (WIDEST - SIZES[c]))])
    texts = [_text(features, what) for what in WHAT]
    sides = [_pick(texts, side[row], column) for side in (pairs.left, pairs.right)]
    values = pa.StructArray.from_arrays(
        [
            pa.array(np.array(WHAT)[column]), pa.array(names[flat]), pa.array(weight[said], pa.float32()), *sides,
            pa.array(rare[said], pa.float32()),
        ],
        names=[field.name for field in SHAPE.value_type],
    )  # fmt: skip
    offsets = np.concatenate([[0], np.cumsum(said.sum(1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values).cast(SHAPE)


def _text(features: pa.Table, what: str) -> pa.Array:
    columns = [features[name].cast(pa.string()) if what != "event" else _day(features[name]) for name in _SHOWN[what]]
    if what == "birth":
        years = pc.floor(features["born_low"]).cast(pa.int32(), safe=False).cast(pa.string())
        date = pc.replace_substring_regex(columns[0], r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3")
        columns = [pc.coalesce(date, years)]
    joined = pc.binary_join_element_wise(*columns, " ", null_handling="skip") if len(columns) > 1 else columns[0]
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def _day(column: Any) -> Any:
    return column.cast(pa.date32()).cast(pa.string())


def _pick(texts: list[pa.Array], mentions: Any, column: Any) -> pa.Array:
    """Return for each row the text of its mention in its column."""
    whole = pa.concat_arrays(texts)
    return whole.take(pa.array(column.astype(np.int64) * len(texts[0]) + mentions))


def say(evidence: Iterable[Mapping[str, Any]], lang: Lang) -> list[str]:
    """Return evidence in words, what weighs most first."""
    rows = sorted(evidence, key=lambda one: -abs(one["weight"]))
    return [_said(one, lang) for one in rows]


def _said(one: Mapping[str, Any], lang: Lang) -> str:
    what, level = str(one["what"]), str(one["level"])
    said = words.text(f"linking.{what}-{level}", lang, left=_or(one["left"], lang), right=_or(one["right"], lang))
    if what not in ("surname", "given") or level == "differ":
        return said
    rare = float(one.get("rare") or 0.0)
    key = "linking.rare" if rare >= _RARE else "linking.common" if rare <= _COMMON else None
    return said if key is None else f"{said}, {words.text(key, lang)}"


def _or(value: Any, lang: Lang) -> str:
    return str(value) if value not in (None, "") else words.text("linking.nothing", lang)
