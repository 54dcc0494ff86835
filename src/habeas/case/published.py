"""One row of a release, walked back to the line of the file in which it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from habeas.case import recording, releases
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.records import Reading

_ROW: Final = re.compile(r"(.+):(\d{1,12})")
_PLACE: Final = frozenset({"row", "file", "sheet", "line", "unread", "days_only"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was read: its ``values`` as ``column: value``, where it stands, and the source it is from."""

    release: str
    file: str
    sheet: str | None
    line: int
    values: tuple[str, ...]
    source: str | None


def row(case: Case, asked: str) -> Row | None:
    """Return the row ``release:row`` (``row`` as the tables number it), or None where that is no name of a row here.

    A release with several kinds of record is named with the kind: ``release/arrests:row``.
    """
    parts = _ROW.fullmatch(asked)
    if parts is None or not recording.candidates(case):
        return None
    try:
        found = releases.load(case.tables.path)
    except InputError:
        return None
    named = {name: one for one in found.readings for name in _names(one)}
    if parts[1] not in named:
        return None
    rows = _at(named[parts[1]], int(parts[2]))
    return _row(case, named[parts[1]], rows[0]) if rows else None


def _names(one: Reading) -> tuple[str, ...]:
    folder, name = one.table.parent.name, one.table.stem
    return (f"{folder}/{name}", folder) if one.kind == "stints" else (f"{folder}/{name}",)


def _at(one: Reading, number: int) -> list[dict[str, Any]]:
    import duckdb

    with duckdb.connect() as link:
        found = link.execute(
            "select * from read_parquet($path) where row = $row", {"path": str(one.table), "row": number}
        )
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _row(case: Case, one: Reading, values: dict[str, Any]) -> Row:
    said = tuple(f"{name}: {value}" for name, value in values.items() if value is not None and name not in _PLACE)
    sources = recording.candidates(case)
    names = [name for name in sources if name == values["file"] or name.endswith(f"/{values['file']}")]
    return Row(
        release=one.release,
        file=values["file"],
        sheet=values["sheet"],
        line=values["line"],
        values=said,
        source=sources[names[0]].id if len(names) == 1 else None,
    )
