"""A person's time line: where they were held, certainly or possibly, what nobody recorded, and what cannot be.

Between two records custody is *certain* where they belong together: an arrival and a later record at that place, an arrival and the departure or
release after it, an arrest and the admission after it. Between any others, and after the last one, it is *possible*: nobody recorded an end. Days of
exact records are certain in themselves. What no list says of the days between two records is told as a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from habeas.custody.persons.events import COURT, CUSTODY, EARLY, ENDS, LATE, Step, day, same_place
from habeas.custody.persons.model import Stretch

_ARRIVALS: Final = frozenset({"admitted", "transferred"})
_TRACES: Final = COURT | {"reported"}
"""Records that end a gap without being a step of a way."""


@dataclass(slots=True)
class Spell:
    """One time in custody: from a deprivation of liberty, or the first record of custody, to a release, a death or the last record."""

    steps: list[Step] = field(default_factory=list)
    end: Step | None = None
    tied: list[bool] = field(default_factory=list)

    @property
    def start(self) -> Step | None:
        """The deprivation of liberty that began it; None where no list records it."""
        first = self.steps[0] if self.steps else None
        return first if first is not None and first.kind == "deprived" else None


def spells_of(steps: Sequence[Step]) -> tuple[list[Spell], list[tuple[Step, Step]]]:
    """Return the times in custody, and the records of custody after an end, each with that end.

    A new deprivation of liberty begins a new time in custody only after a release; two without one between are two dates of one.
    """
    found = _Sorting()
    for step in steps:
        if step.dated and step.kind in ENDS:
            found.ends(step)
        elif step.dated and step.kind in CUSTODY:
            found.holds(step)
    for one in found.spells:
        one.steps = _without_reports(one)
        one.tied = list(_ties(one))
    return found.spells, found.after


def _without_reports(spell: Spell) -> list[Step]:
    """Return the steps without reports that others follow: a report is no step of a way, and can be later than what it reports."""
    known = [n for n, one in enumerate(spell.steps) if one.kind != "reported"]
    last = len(spell.steps) if spell.end else known[-1] if known else -1
    kept = [one for n, one in enumerate(spell.steps) if one.kind != "reported" or n > last]
    return kept or spell.steps[-1:]


@dataclass(slots=True)
class _Sorting:
    """Sorts steps into times in custody, one after the other."""

    spells: list[Spell] = field(default_factory=list)
    after: list[tuple[Step, Step]] = field(default_factory=list)
    now: Spell | None = None
    ended: Step | None = None

    def ends(self, step: Step) -> None:
        """Take a release or death: it ends the time in custody that is open; a second one for one release changes nothing but a death."""
        if self.now is None and self.ended is not None and self.spells[-1].end is not None:
            if step.kind == "died" and self.ended.kind == "released":
                self.ended = step
                self.spells.append(Spell(end=step))
            return
        self._open().end = step
        self.ended, self.now = step, None

    def holds(self, step: Step) -> None:
        """Take a record of custody."""
        if self.ended is not None:
            again = step.kind == "deprived" and self.ended.kind == "released"
            if not again and step.kind == "reported":  # the report can be later than what it reports
                return
            if not again and step.low > self.ended.high:
                self.after.append((step, self.ended))
            self.ended = None if again else self.ended
        self._open().steps.append(step)

    def _open(self) -> Spell:
        if self.now is None:
            self.now = Spell()
            self.spells.append(self.now)
        return self.now


def _ties(spell: Spell) -> Iterator[bool]:
    """Say for each two records of a spell that follow each other whether they belong together."""
    documented = False
    for one, other in pairwise([*spell.steps, *([spell.end] if spell.end else [])]):
        arrived = one.kind == "deprived" or one.kind in _ARRIVALS
        documented = documented or arrived
        tied = _tied(one, other, documented=documented)
        yield tied
        documented = tied and one.kind != "reported"


def _tied(one: Step, other: Step, *, documented: bool) -> bool:
    if other.kind == "deprived" or "reported" in {one.kind, other.kind}:
        return False
    if one.kind == "deprived" and other.kind in _ARRIVALS:
        return other.kind == "admitted" or other.origin is None or same_place(one.place, other.origin)
    at = None if one.kind == "deprived" else one.place
    if other.kind in ENDS:
        return documented
    if other.kind == "transferred":
        return same_place(at, other.origin) and (documented or (at is not None and other.origin is not None))
    return documented and at is not None and other.place is not None and same_place(at, other.place)


def stretches(
    spells: Sequence[Spell], after: Sequence[tuple[Step, Step]], steps: Sequence[Step], today: date
) -> tuple[Stretch, ...]:
    """Return the time line in order of days."""
    found = [
        *(one for spell in spells for one in _held(spell, today)),
        *(one for spell in spells for one in _gaps(spell, steps, today)),
        *_overlaps(steps),
        *(_after(*one) for one in after),
    ]
    return tuple(sorted(found, key=lambda one: (one.first or date.min, one.last or date.max, one.kind)))


def certain_days(spell: Spell) -> list[tuple[int, int]]:
    """Return the ranges of days on every one of which the person was certainly in custody, none touching another."""
    every = [*spell.steps, *([spell.end] if spell.end else [])]
    ranges = [(one.high, other.low) for (one, other), tied in zip(pairwise(every), spell.tied, strict=True) if tied]
    ranges += [(one.low, one.high) for one in every if one.exact and one.kind != "reported"]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(one for one in ranges if one[0] <= one[1]):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _held(spell: Spell, today: date) -> list[Stretch]:
    """Return where the person was held: links between records, neighbours at one place as one stretch, and the open end."""
    every = [*spell.steps, *([spell.end] if spell.end else [])]
    found: list[Stretch] = []
    stay: frozenset[str] = frozenset()
    for (one, other), tied in zip(pairwise(every), spell.tied, strict=True):
        stay = one.mentions if one.kind in _ARRIVALS else stay | one.mentions
        made = _between(one, other, tied=tied, stay=stay)
        if found and _continues(found[-1], made):
            found[-1] = _longer(found[-1], made)
        else:
            found.append(made)
    last = spell.steps[-1] if spell.steps else None
    if last is not None and spell.end is None:
        now = today.toordinal()
        sure = last.exact and last.low == now and last.kind != "reported"
        days = (today, today) if sure else None
        made = _stretch(last, last.low, LATE, sure=sure, place=_left_at(last), days=days)
        found.append(made)
    return found


def _between(one: Step, other: Step, *, tied: bool, stay: frozenset[str]) -> Stretch:
    """Return the stretch between two records; ``stay`` are the mentions that speak of the stay at the place where the first leaves the person."""
    at, then = _left_at(one), other.origin if other.kind == "transferred" else other.place
    there = at is not None and then is not None and same_place(at, then)
    placed = there or (at is not None and other.kind in ENDS and bool(stay & other.mentions))
    came = then if other.kind == "transferred" else None
    place = at if placed else at or came if tied else None
    certain = (day(one.high), day(other.low)) if tied and EARLY < one.high <= other.low < LATE else None
    days = (certain[0], certain[1]) if certain and certain[0] and certain[1] else None
    made = _stretch(one, one.low, other.high, sure=tied, place=place, days=days, other=other)
    return made if placed or place is None else replace(made, placed="possible")


def _left_at(step: Step) -> str | None:
    """Return where a step leaves a person: an arrest leaves them nowhere that is known."""
    return None if step.kind == "deprived" else step.place


def _stretch(
    one: Step,
    low: int,
    high: int,
    *,
    sure: bool,
    place: str | None,
    days: tuple[date, date] | None,
    other: Step | None = None,
) -> Stretch:
    holder = one.holder
    if holder is None and other is not None and place is not None:
        holder = other.holder
    return Stretch(
        kind="held",
        sure="certain" if sure else "possible",
        first=day(low),
        last=day(high),
        place=place,
        authority=holder,
        took=holder is not None and one.kind == "deprived",
        certain_days=days,
        sources=one.sources + (other.sources if other else ()),
    )


def _continues(one: Stretch, other: Stretch) -> bool:
    alike = one.place is not None and other.place is not None and same_place(one.place, other.place)
    return (
        alike
        and (one.sure, one.placed) == (other.sure, other.placed)
        and (one.authority is None or other.authority in {None, one.authority})
    )


def _longer(one: Stretch, other: Stretch) -> Stretch:
    days = [each for pair in (one.certain_days, other.certain_days) if pair for each in pair]
    return replace(
        one,
        last=other.last,
        authority=one.authority or other.authority,
        certain_days=(min(days), max(days)) if days else None,
        sources=tuple(dict.fromkeys(one.sources + other.sources)),
    )


def _gaps(spell: Spell, steps: Sequence[Step], today: date) -> Iterator[Stretch]:
    """Give the days of which no list says where the person was, between records of custody or of a court, and since the last."""
    every = [*spell.steps, *([spell.end] if spell.end else [])]
    for (one, other), tied in zip(pairwise(every), spell.tied, strict=True):
        placeless = one.kind == "deprived" and other.kind in _ARRIVALS
        if (tied and not placeless) or other.kind == "deprived":
            continue
        courts = [each for each in steps if each.kind in _TRACES and one.high < each.low and each.high < other.low]
        for left, right in pairwise([one, *courts, other]):
            yield from _gap(left, right)
    if spell.end is None and spell.steps:
        trace = last_trace(spell, steps)
        now = today.toordinal()
        if now > trace.low and trace.high < LATE:
            low = max(0, now - trace.high)
            high = None if trace.low <= EARLY else now - trace.low
            yield Stretch(
                kind="gap", sure="certain" if low else "possible", first=day(trace.low), last=None, days=(low, high),
                silent=_silent(trace.high + 1, now), place=trace.place, sources=trace.sources,
            )  # fmt: skip


def _silent(first: int, last: int) -> tuple[date, date] | None:
    """Return the days of a gap for which no date allows a record."""
    ends = day(first), day(last)
    return (ends[0], ends[1]) if first <= last and ends[0] and ends[1] else None


def last_trace(spell: Spell, steps: Sequence[Step]) -> Step:
    """Return the last record of a person in custody, or before a court while in custody."""
    courts = [one for one in steps if one.kind in COURT and one.dated and one.low >= spell.steps[0].low]
    return max(
        [*spell.steps, *courts], key=lambda one: (min(one.high, LATE - 1) if one.low > EARLY else one.high, one.low)
    )


def _gap(one: Step, other: Step) -> Iterator[Stretch]:
    if one.high >= LATE or other.low <= EARLY:
        return
    high = None if one.low <= EARLY or other.high >= LATE else other.high - one.low - 1
    low = max(0, other.low - one.high - 1)
    if high is not None and high <= 0:
        return
    moved = other.authority if other.kind == "transferred" else None
    yield Stretch(
        kind="gap",
        sure="certain" if low else "possible",
        first=day(one.low),
        last=day(other.high),
        days=(low, high),
        silent=_silent(one.high + 1, other.low - 1),
        place=_left_at(one),
        other=other.place,
        authority=moved,
        sources=one.sources + other.sources,
    )


def _overlaps(steps: Sequence[Step]) -> Iterator[Stretch]:
    """Give the days of which two records say two places: within a stay with an arrival and its departure, or two records of one day."""
    placed = [one for one in steps if one.dated and one.place and one.kind in CUSTODY - {"deprived", "reported"}]
    if len({one.place for one in placed}) < 2:
        return
    for arrival in placed:
        if arrival.kind in _ARRIVALS and (leaving := _departure(arrival, steps)):
            for other in placed:
                if other is not arrival and not same_place(arrival.place, other.place):
                    yield from _within(arrival, leaving, other)
    moves = {one.low for one in steps if one.kind == "transferred" and one.exact}
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            if (
                one.exact
                and other.exact
                and one.low == other.low
                and one.low not in moves
                and not same_place(one.place, other.place)
            ):
                sure = one.kind not in _ARRIVALS and other.kind not in _ARRIVALS
                yield _overlap(one, other, one.low, one.low, sure=sure, sources=one.sources + other.sources)


def _departure(arrival: Step, steps: Sequence[Step]) -> Step | None:
    """Return the departure that ends an arrival's stay: from that place, or told by the same row."""
    for one in steps:
        if one is arrival or one.low <= arrival.low or one.high >= LATE:
            continue
        if one.kind == "transferred" and one.origin is not None and same_place(one.origin, arrival.place):
            return one
        if one.kind in ENDS and one.mentions & arrival.mentions:
            return one
    return None


def _within(arrival: Step, leaving: Step, other: Step) -> Iterator[Stretch]:
    if other is leaving or arrival.low <= EARLY:
        return
    sure = arrival.high < other.low and other.high < leaving.low
    if sure or (arrival.low < other.low and other.high < leaving.high):
        sources = arrival.sources + leaving.sources + other.sources
        yield _overlap(arrival, other, other.low, other.high, sure=sure, sources=sources)


def _overlap(one: Step, other: Step, low: int, high: int, *, sure: bool, sources: tuple) -> Stretch:  # type: ignore[type-arg]
    return Stretch(
        kind="overlap", sure="certain" if sure else "possible", first=day(low), last=day(high), place=one.place, other=other.place,
        authority=other.authority, sources=sources,
    )  # fmt: skip


def _after(step: Step, end: Step) -> Stretch:
    return Stretch(
        kind="after-end", sure="certain", first=day(step.low), last=day(step.high), place=step.place, authority=step.authority,
        other=end.kind, sources=step.sources + end.sources,
    )  # fmt: skip
