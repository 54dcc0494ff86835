"""Facility-days as records: how many were held in each place on each day, as somebody else counted them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from habeas.errors import InputError
from habeas.findings.tested.model import Definition, Figure, Moment, Rebuilt, Rows, Told, Way
from habeas.findings.tested.records import Link, NotTestable, has_word, outs, over, population, quoted, single, within

_COLUMNS: Final = {"midnight": "n_detained_at_midnight", "any-moment": "n_detained"}
_OF: Final = {
    ("sex", "male"): "n_detained_male",
    ("sex", "female"): "n_detained_female",
    ("criminality", "convicted"): "n_detained_convicted_criminal",
}
_NEEDED: Final = ("detention_facility_code", "date", "n_detained", "n_detained_at_midnight", "detention_facility")


class FacilityDays(Link):
    """A Parquet file in the layout of the Deportation Data Project's facility-days; ``Custody.as_published`` makes the same.

    A sum over places counts a person in each place of the day. Its attributes are known at any moment of the day alone.
    ``without`` are the words whose places may have been left out of published figures.
    """

    def __init__(self, path: Path, without: Sequence[str] = ()) -> None:
        super().__init__()
        if not self.view("places", path):
            raise InputError("tested.no-file", file=str(path))
        have = {row[0] for row in self.ask("describe places")}
        missing = [name for name in _NEEDED if name not in have]
        if missing:
            raise InputError("tested.not-facility-days", file=str(path), missing=missing)
        self.without = tuple(word.upper() for word in without)
        self.first_day, self.last_day = self.ask("select min(date), max(date) from places")[0]
        self._left_out: dict[tuple[str, ...], int] = {}
        self._days: dict[tuple[str, str | None, tuple[str, ...]], dict[date, tuple[float, float]]] = {}

    def ways(self, figure: Figure) -> tuple[Way, ...]:
        """Return midnight and any moment, each with every place and without those that may be left out."""
        if not population(figure.measure):
            return (Way(),)
        moments: list[Moment] = [figure.at] if figure.at else ["midnight", "any-moment"]
        return tuple(Way(at=at, once=False, without=out) for at in moments for out in outs(figure, self.without))

    def left_out(self, words: Sequence[str]) -> int:
        """Return how many places have one of the words in their code or name."""
        key = tuple(words)
        if key not in self._left_out:
            sql = f"select count(distinct detention_facility_code) from places where {_named(words)}"  # noqa: S608 - words of ours, values quoted
            self._left_out[key] = int(self.ask(sql)[0][0])
        return self._left_out[key]

    def codes(self) -> list[str]:
        """Return the code of each place, in order."""
        return [
            code
            for (code,) in self.ask(
                "select distinct detention_facility_code from places where detention_facility_code is not null order by 1"
            )
        ]

    def names(self) -> dict[str, str]:
        """Return the code of each place by its name in capitals, where the name is that of one code only."""
        return single(self.ask("select distinct detention_facility_code, detention_facility from places"))

    def rebuilt(self, definition: Definition, *, rows: bool = True) -> Rebuilt:
        """Return the average number held over the days. Raises NotTestable for anything but a population."""
        if not population(definition.measure):
            raise NotTestable("tested.populations-only")
        first, last = within(definition, self.first_day, self.last_day)
        way = definition.way
        column = _COLUMNS[way.at or "midnight"]
        if definition.who:
            if way.at != "any-moment" or len(definition.who) > 1 or definition.who[0] not in _OF:
                raise NotTestable("tested.who-unknown", who=Told(definition.who))
            column = _OF[definition.who[0]]
        days = self._daily(column, definition.place, way.without)
        low, high = over(definition.measure, days, first, last)
        return Rebuilt.pair(low, high, self._rows(definition, column, wanted=rows))

    def _daily(self, column: str, place: str | None, without: tuple[str, ...]) -> dict[date, tuple[float, float]]:
        key = (column, place, without)
        if key not in self._days:
            found = self.ask(
                f"select date, sum({column})::double from places where {_where(place, without)} group by 1",  # noqa: S608 - words of ours, values quoted
                place=place,
            )
            if place is not None and not found:
                raise NotTestable("tested.place-unknown", place=place)
            self._days[key] = {day: (n, n) for day, n in found}
        return self._days[key]

    def _rows(self, definition: Definition, column: str, *, wanted: bool) -> Rows:
        where = _where(definition.place, definition.way.without).replace("$place", quoted(definition.place or ""))
        days = f"date between '{definition.first_day}' and '{definition.last_day}'"
        query = f"select detention_facility_code, date, {column} from places where {days} and {where} and {column} > 0"  # noqa: S608 - words of ours, values quoted
        n = int(self.ask(f"select count(*) from ({query})")[0][0]) if wanted else 0  # noqa: S608 - a query of ours
        return Rows(n=n, query=query)


def _named(words: Sequence[str]) -> str:
    """Return the condition that the code or the name of a place has one of the words."""
    named = "upper(concat_ws(' ', detention_facility_code, detention_facility))"
    return has_word(named, words)


def _where(place: str | None, without: Sequence[str]) -> str:
    return "detention_facility_code = $place" if place is not None else f"not {_named(without)}"
