"""What may leave of the records of persons: times by the month, places and authorities that several persons share, and no value that identifies anybody.

ICPPED Article 19: what is collected to find a person serves no other purpose. One exact day, a place, a sex and an age are enough to know somebody by, so

- the value of a field leaves only where the catalogue calls it public or the case names it; else times leave by the month, places of custody and authorities
  where several persons have them, and of all other fields only that a list says something;
- numbers of days leave as what the shown months allow: with any more exact range, the day of the register (or of a flight, or of an order) and a month,
  a day could be counted back to;
- a place or an authority that fewer than five persons have is not named with any of them: what few records say is an address, a mistake or an officer's name;
- the row of a list that anybody can have is not shown: it leads to the name.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from anyascii import anyascii

from habeas import words
from habeas.custody.orders import OrderFinding
from habeas.custody.orders.model import Day, Where, between
from habeas.custody.persons import Clock, Delisting, Event, LastSeen, PersonFile, Source, Status, Stretch, Value, fields
from habeas.people.lists import list_fields
from habeas.publishing.persons_view import Grain, PersonsView
from habeas.when import Span

Days = tuple[date | None, date | None]
_PERIODS: Final = frozenset(one for one, about in fields().items() if about.type == "time") - {"born"}
_PLACES: Final = frozenset(
    {"held_place", "transferred_from", "transferred_to", "released_place", "died_place", "seen_place"}
)
_AUTHORITIES: Final = frozenset(one for one, about in fields().items() if about.type == "authority")
_DAY: Final = timedelta(days=1)
_CERTAINLY: Final = 2
"""Custody past an order of release is certain from two days on (:mod:`habeas.custody.orders.release`): that it is certain tells no more."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One value as it may be shown: its words, or None where it is not shown; and the rows that say it, each with when it was reported."""

    text: str | None
    sources: tuple[str, ...]


class Discretion:
    """Decides, for one language, what is shown of the records of a register."""

    def __init__(self, view: PersonsView, lang: words.Lang, *, known: Iterable[str] = (), subjects: Mapping[str, str] | None = None, open_lists: Iterable[str] = ()) -> None:  # fmt: skip
        self.view, self.lang = view, lang
        self.shown, self.grain = view.shown, view.shown.periods
        self.open_lists = view.open_lists | frozenset(open_lists)
        self._subjects = dict(subjects or {})
        own = {one.authority for one in view.register.lists.values() if one.official and one.authority}
        self._open = {_folded(one) for one in (*known, *self._subjects, *self._subjects.values(), *own)}
        self._persons = _shared(view.register.persons)
        self._no_place = words.text("persons_pages.place-not-shown", lang)
        self._no_authority = words.text("persons_pages.authority-not-shown", lang)

    def names(self, name: str) -> bool:
        """Say whether a place or an authority is named: the case knows it, or several persons have it."""
        plain = _folded(name)
        return plain in self._open or self._persons[plain] >= self.shown.fewest

    def place(self, name: str | None) -> str | None:
        """Return a place as it is shown; None where there is none."""
        return name if name is None else self._subjects.get(name, name) if self.names(name) else self._no_place

    def authority(self, name: str | None) -> str | None:
        """Return an authority as it is shown; None where there is none."""
        return name if name is None else self._subjects.get(name, name) if self.names(name) else self._no_authority

    def when(self, span: Span) -> Span:
        """Return a time no more exact than is shown."""
        return coarse(span, self.grain)

    def source(self, one: Source) -> str:
        """Return which list says it, and in which row, unless the row would lead to a name."""
        if one.list in self.open_lists:
            return words.text("persons_pages.row-not-shown", self.lang, list=one.list)
        key = "persons.source-row" if one.row else "persons.source-whole"
        return words.text(key, self.lang, list=one.list, row=str(one.row))

    def reported(self, one: Source) -> str:
        """Return which row says it and when that was reported, where that is known."""
        said, (first, last) = self.source(one), one.reported
        if (first is None and last is None) or not one.row:
            return said
        return words.text("persons_pages.reported", self.lang, row=said, when=self.when(Span.some_day(first, last)))

    def value(self, name: str, one: Value) -> str | None:
        """Return what a row says of a field, as far as it may be shown; None where it is withheld."""
        if name in self.shown.publish or list_fields()[name].sensitivity == "public":
            return one.said
        if list_fields()[name].sensitivity != "restricted":
            return None
        if name in _PERIODS:
            known = one.when is not None and one.when.outer != (None, None)
            return self.when(one.when).text(self.lang) if one.when is not None and known else None
        if name in _PLACES or name in _AUTHORITIES:
            said = one.place if one.place is not None and self.names(one.place) else one.said
            return self._subjects.get(said, said) if self.names(said) else None
        return None

    def person(self, one: PersonFile) -> PersonFile:
        """Return the record of a person as it is shown: its fields are left as they are, for :meth:`value`."""
        return replace(
            one,
            status=self._status(one.status),
            others=tuple(self._status(each) for each in one.others),
            events=tuple(self._event(each) for each in one.events),
            undated=tuple(self._event(each) for each in one.undated),
            timeline=tuple(self._stretch(each) for each in one.timeline),
            clocks=tuple(self._clock(each, one.timeline) for each in one.clocks),
            last_seen=self._seen(one.last_seen),
            delisted=tuple(self.delisting(each) for each in one.delisted),
            authorities=tuple(dict.fromkeys(self.authority(each) or "" for each in one.authorities)),
        )

    def delisting(self, one: Delisting) -> Delisting:
        """Return a removal from a list as it is shown."""
        return replace(one, when=self.when(one.when), authority=self.authority(one.authority))

    def order(self, one: OrderFinding) -> str:
        """Return a finding about an order as a sentence; the day of the order is as exact as the case has it, those of the person are not."""
        values: dict[str, Any] = dict(one.values)
        for name in ("when", "ordered", "deadline"):
            if isinstance(values.get(name), Day):
                values[name] = Day(self.when(values[name].span))
        if isinstance(values.get("place"), Where):
            values["place"] = Where(self.place(values["place"].place))
        if one.kind == "past-release" and self.grain != "day":
            low, _ = between(values["ordered"].span, values["when"].span)
            values["n"] = max(low or 0, min(values["n"], _CERTAINLY))
        return words.text(f"orders.{one.key}", self.lang, **values)

    def _status(self, one: Status) -> Status:
        return replace(one, since=self.when(one.since) if one.since is not None else None)

    def _event(self, one: Event) -> Event:
        return replace(
            one, when=self.when(one.when), place=self.place(one.place), origin=self.place(one.origin), authority=self.authority(one.authority)
        )  # fmt: skip

    def _seen(self, one: LastSeen | None) -> LastSeen | None:
        if one is None:
            return None
        return replace(
            one, when=self.when(one.when), place=self.place(one.place), authority=self.authority(one.authority)
        )

    def _clock(self, one: Clock, timeline: Iterable[Stretch]) -> Clock:
        """Return a clock with the days that the shown times allow; what runs until the day of the register ends on it."""
        if self.grain == "day":
            return one
        start, end = self._ends(one.start), one.end if one.running else self._ends(one.end)
        first, last = start[0], end[1]
        low, high = self._least(one, start, end, timeline), None
        if one.high is not None and first and last:
            high = (last - first).days + (one.kind == "held")
        return replace(one, low=None if one.low is None else min(one.low, low), high=high, start=start, end=end)

    def _least(self, one: Clock, start: Days, end: Days, timeline: Iterable[Stretch]) -> int:
        """Return how many days a clock has at least: of days held, those surely in custody whatever the days of a month."""
        if one.kind != "held":
            return max(0, (end[0] - start[1]).days) if end[0] and start[1] else 0
        sure = [each.certain_days for each in timeline if each.kind == "held" and each.certain_days]
        since, until = one.start[0] or date.min, one.end[1] or date.max
        inside = [(a, b) for a, b in sure if since <= a and b <= until]
        lengths = [(edge(b, self.grain, last=False) - edge(a, self.grain, last=True)).days + 1 for a, b in inside]
        return sum(length for length in lengths if length > 0)

    def _ends(self, days: Days) -> Days:
        first, last = days
        return first and edge(first, self.grain, last=False), last and edge(last, self.grain, last=True)

    def _gap(self, one: Stretch, days: tuple[int, int | None]) -> tuple[int, int | None]:
        """Return the days without a record that the shown times allow, neither end counted; an open gap runs until the day of the register."""
        if self.grain == "day":
            return days
        now = self.view.register.as_of + _DAY
        low, high = 0, None
        if one.silent:
            before, after = one.silent[0] - _DAY, one.silent[1] + _DAY
            end = edge(after, self.grain, last=False) if one.last else now
            low = max(0, (end - edge(before, self.grain, last=True)).days - 1)
        if days[1] is not None and one.first:
            end = edge(one.last, self.grain, last=True) if one.last else now
            high = (end - edge(one.first, self.grain, last=False)).days - 1
        return low, high

    def _stretch(self, one: Stretch) -> Stretch:
        other = one.other if one.kind == "after-end" else self.place(one.other)
        days = self._gap(one, one.days) if one.days else None
        return replace(
            one,
            first=one.first and edge(one.first, self.grain, last=False),
            last=one.last and edge(one.last, self.grain, last=True),
            certain_days=one.certain_days and (edge(one.certain_days[0], self.grain, last=False), edge(one.certain_days[1], self.grain, last=True)),
            days=days,
            silent=one.silent if self.grain == "day" else None,
            place=self.place(one.place),
            other=other,
            authority=self.authority(one.authority),
        )  # fmt: skip


def edge(day: date, grain: Grain, *, last: bool) -> date:
    """Return the first or the last day of the month or the year of a day; the day itself where days are shown."""
    if grain == "day":
        return day
    month = day.month if grain == "month" else 12 if last else 1
    return date(day.year, month, monthrange(day.year, month)[1] if last else 1)


def coarse(span: Span, grain: Grain) -> Span:
    """Return a time in whole months or years: on some day of those that it allows."""
    first, last = span.outer
    if grain == "day" or (first is None and last is None):
        return span
    return _some(first and edge(first, grain, last=False), last and edge(last, grain, last=True))


@lru_cache(maxsize=1 << 14)
def _some(first: date | None, last: date | None) -> Span:
    return Span.some_day(first, last)


def _folded(name: str) -> str:
    return "".join(letter for letter in anyascii(name).lower() if letter.isalnum())


def _shared(persons: Iterable[PersonFile]) -> Counter[str]:
    """Return how many persons have each place and each authority in their records.

    Where somebody was taken is not among them: it is a street or a home town, and becomes a place of custody only where others are held there.
    """
    found: Counter[str] = Counter()
    for one in persons:
        said = {value.said for name in (*_PLACES, *_AUTHORITIES) for value in one.state(name).values}
        said |= {value.place for name in _PLACES for value in one.state(name).values if value.place}
        steps = [each for each in (*one.events, *one.undated) if each.kind != "deprived"]
        said |= {each for step in steps for each in (step.place, step.origin) if each}
        said |= {step.authority for step in (*one.events, *one.undated) if step.authority}
        said |= {stretch.authority for stretch in one.timeline if stretch.authority}
        found.update({_folded(each) for each in (*said, *one.authorities)})
    return found
