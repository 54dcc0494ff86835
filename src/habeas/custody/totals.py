"""Totals: what one rule counts in one release, in a few numbers that say how sure they are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

NAME: Final = "totals.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a rule counts. A pair is (certain, possible): possible adds rows without an identifier, and possible twins.

    ``rows_left_out`` are rows that the rule does not use. ``person_years`` are the lower and upper sum of time held up to ``until``.
    ``last_midnight`` and ``peak_midnight`` are persons held at midnight on ``last_day`` and ``peak_day``. ``unbalanced`` names places whose
    book does not balance: there should be none. ``stays_before`` are stays begun before ``first_day``: the lengths of stay leave them
    out, for of the stays of that time only the long ones are in the release.
    """

    rule: str
    rows: int
    rows_left_out: int
    rows_without_id: int
    persons: tuple[int, int]
    stints: tuple[int, int]
    stays: tuple[int, int]
    open_stints: int
    open_stays: int
    person_years: tuple[float, float]
    until: datetime
    first_day: date
    last_day: date
    last_midnight: tuple[int, int]
    peak_day: date | None
    peak_midnight: tuple[int, int]
    median_days: float | None
    median_days_low: float | None
    median_days_high: float | None
    stays_before: int
    unbalanced: tuple[str, ...] = field(default=())

    def write(self, folder: Path) -> None:
        """Write ``totals.json``."""
        text = json.dumps(asdict(self), default=_plain, indent=1, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Totals:
        """Read ``totals.json`` of a folder of custody tables."""
        given: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        for name in ("persons", "stints", "stays", "person_years", "last_midnight", "peak_midnight", "unbalanced"):
            given[name] = tuple(given[name])
        for name in ("first_day", "last_day", "peak_day"):
            given[name] = date.fromisoformat(given[name]) if given[name] else None
        return cls(**{**given, "until": datetime.fromisoformat(given["until"])})


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
