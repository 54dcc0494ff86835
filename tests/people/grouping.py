"""Groups, rows and persons for tests of counted groups: mentions are ``list:letter``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from habeas.amount import parse as amount
from habeas.people.groups import Count, Group, GroupState, MemberDecision, match_groups

_TEXT: Final = pa.string()
_KEY: Final = [("mention", _TEXT), ("list", _TEXT), ("row", pa.int32())]
MENTIONS: Final = pa.schema([
    *_KEY, ("name", _TEXT), ("nationality", _TEXT), ("event_first", pa.date32()), ("event_last", pa.date32()),
])  # fmt: skip
STATEMENTS: Final = pa.schema([
    *_KEY, ("column", _TEXT), ("field", _TEXT), ("said", _TEXT), ("time", _TEXT),
    ("first", pa.date32()), ("last", pa.date32()), ("place", _TEXT),
])  # fmt: skip


def mentions(*rows: tuple[str, str | None]) -> pa.Table:
    """Return mentions of ``(key, name)``; the list is what stands before the colon."""
    made = [
        {"mention": key, "list": key.split(":")[0], "row": n, "name": name} for n, (key, name) in enumerate(rows, 2)
    ]
    return pa.Table.from_pylist(made, schema=MENTIONS)


def statements(*cells: tuple[str, str, str]) -> pa.Table:
    """Return statements of ``(key, field, said)``; a field of time is EDTF."""
    made: list[dict[str, Any]] = []
    for key, field, said in cells:
        one = {
            "mention": key,
            "list": key.split(":")[0],
            "row": 2,
            "column": field.upper(),
            "field": field,
            "said": said,
        }
        made.append(one | ({"time": said} if field.endswith("_when") else {}))
    return pa.Table.from_pylist(made, schema=STATEMENTS)


def partition(*persons: Sequence[str], apart: Sequence[Sequence[str]] = ()) -> pa.Table:
    """Return a partition of persons given as groups of keys; ``apart`` is the register's where it joins less."""
    estimate = {key: f"P-{one[0]}" for one in persons for key in one}
    register = {key: f"P-{one[0]}" for one in (apart or persons) for key in one}
    rows = [{"mention": key, "person": register[key], "estimate": estimate[key]} for key in estimate]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([(name, pa.string()) for name in ("mention", "person", "estimate")])
    )


def group(name: str = "flown", **rest: Any) -> Group:
    """Return a group with words."""
    return Group(id=name, en=f"Group {name}", es=f"Grupo {name}", **rest)


def counted(*figures: str) -> tuple[Count, ...]:
    """Return rival counts of persons, as words."""
    return tuple(Count(amount=amount(one, unit="persons"), source="a note") for one in figures)


def only(
    of: Group, rows: pa.Table, said: pa.Table, parts: pa.Table, decisions: Sequence[MemberDecision] = ()
) -> GroupState:
    """Return the state of the one group."""
    (state,) = match_groups([of], rows, said, parts, decisions)
    return state


THREE: Final = mentions(("flight:a", "PEREZ/ANA"), ("families:b", "Ana Pérez"), ("court:c", "Luis Ríos"))
