"""Lists of an earlier linkage, from the folder that it was kept in, and new lists after them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas.errors import InputError
from habeas.people.lists.model import ListAbout, Lists, mentions_schema, statements_schema

if TYPE_CHECKING:
    import pyarrow as pa


def earlier_lists(folder: Path) -> Lists:
    """Return the lists that :meth:`Lists.write` wrote into a folder; what was told of them then is not told again.

    Raises :class:`InputError` where the folder holds none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        mentions = pq.read_table(folder / "mentions.parquet", schema=mentions_schema())
        statements = pq.read_table(folder / "statements.parquet", schema=statements_schema())
        said = json.loads((folder / "lists.json").read_text(encoding="utf-8"))
        lists = {one["name"]: _about(one) for one in said}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError("lists.no-earlier", folder=str(folder), found=str(error)) from None
    return Lists(
        mentions=mentions, lists=lists, pieces=tuple(_by_field(statements)), order=list(range(mentions.num_rows))
    )


def after(before: Lists, new: Lists) -> Lists:
    """Return new lists after earlier ones: a mention whose key is there already is the same row given again, and is left out.

    A list that goes on under its old name keeps what is known of it, with the rows that came new. ``order`` puts the earlier mentions first.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    known = before.mentions["mention"].combine_chunks()
    fresh = pc.invert(pc.is_in(new.mentions["mention"], known))
    there = [place for place, one in zip(new.order, fresh.to_pylist(), strict=True) if one]
    count = before.mentions.num_rows
    again = Counter(new.mentions.filter(pc.invert(fresh)).column("list").to_pylist())
    return Lists(
        mentions=pa.concat_tables([before.mentions, new.mentions.filter(fresh)]),
        lists={
            **before.lists,
            **{name: _together(before.lists.get(name), one, again[name]) for name, one in new.lists.items()},
        },
        problems=new.problems,
        notes=new.notes,
        pieces=(*before.pieces, *(_fresh(one, known) for one in new.pieces)),
        order=[*range(count), *(count + place for place in there)],
    )


def _about(said: dict[str, Any]) -> ListAbout:
    known = {one.name for one in fields(ListAbout)}
    values = {name: value for name, value in said.items() if name in known}
    day = values.get("as_of")
    return ListAbout(**{**values, "as_of": date.fromisoformat(day) if day else None})


def _by_field(statements: pa.Table) -> list[pa.Table]:
    """Return the statements field by field, as :meth:`Lists.said` wants them."""
    import pyarrow.compute as pc

    return [statements.filter(pc.equal(statements["field"], one)) for one in statements["field"].unique().to_pylist()]


def _together(before: ListAbout | None, new: ListAbout, again: int) -> ListAbout:
    """Return what is known of a list that goes on; ``again`` rows of the new one were there already, and count once."""
    if before is None:
        return new
    return replace(
        before,
        rows=before.rows + new.rows - again,
        mentions=before.mentions + new.mentions - again,
        set_aside=before.set_aside + new.set_aside,
        each_once=before.each_once or new.each_once,
    )


def _fresh(piece: pa.Table, known: pa.Array) -> pa.Table:
    import pyarrow.compute as pc

    return piece.filter(pc.invert(pc.is_in(piece["mention"], known)))
