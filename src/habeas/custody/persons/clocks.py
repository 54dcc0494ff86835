"""The clocks of a person: days held, days since the last record, days to the first appearance, and these against the limits of the law.

Days are all that dates give. Between a day and a day ``n`` later lie more than ``(n - 1) * 24`` and less than ``(n + 1) * 24`` hours; a limit is
*past* or kept *within* only where every such number of hours is. That an appearance is not recorded does not mean that there was none:
of a person without a recorded appearance nothing can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from habeas.custody.persons.events import EARLY, LATE, Step, day
from habeas.custody.persons.laws import Law
from habeas.custody.persons.model import Against, Clock, ClockKind, Source, Sure, Verdict
from habeas.custody.persons.rows import Days
from habeas.custody.persons.timeline import Spell, certain_days, last_trace

Bounds = tuple[int, int]
_NOT_RECORDED: Final[tuple[None, None]] = (None, None)


def clocks_of(spells: Sequence[Spell], steps: Sequence[Step], laws: Sequence[Law], today: date) -> tuple[Clock, ...]:
    """Return the clocks of a person's last time in custody; none where no list records one.

    It is the last one of which a start is recorded, if any; the days since the last record are counted from whatever is last.
    """
    if not spells:
        return ()
    spell = next((one for one in reversed(spells) if one.start), spells[-1])
    now = today.toordinal()
    began = _began(spell)
    found = [_held(spell, began, now)]
    if spells[-1].end is None:
        found.append(_since_trace(spells[-1], steps, now))
    found.append(_first_court(began, steps))
    found.append(_administrative(spell, began, steps))
    return tuple(_against(one, began, laws) for one in found)


def _began(spell: Spell) -> tuple[Bounds, tuple[Source, ...]] | None:
    """Return the bounds of the day on which a spell began, all dates given for it taken together; None where none is recorded."""
    starts = [one for one in spell.steps if one.kind == "deprived"]
    if not starts:
        return None
    low, high = min(one.low for one in starts), max(one.high for one in starts)
    # A record of custody before the arrest contradicts it: custody then began by that record at the latest.
    low = min([low, *(one.high for one in spell.steps)])
    later = [one.high for one in spell.steps if one.kind != "deprived" and one.high >= low]
    return (low, min([high, *later])), tuple(source for one in starts for source in one.sources)


def _held(spell: Spell, began: tuple[Bounds, tuple[Source, ...]] | None, now: int) -> Clock:
    low = sum(last - first + 1 for first, last in certain_days(spell))
    end = min(spell.end.high, now) if spell.end else now
    high = end - began[0][0] + 1 if began and began[0][0] > EARLY else None
    sources = (began[1] if began else ()) + (spell.end.sources if spell.end else ())
    return Clock(
        kind="held",
        low=low,
        high=high,
        running=spell.end is None,
        recorded=began is not None,
        start=_outer(began[0] if began else None),
        end=_outer((spell.end.low, end) if spell.end else (now, now)),
        sources=sources,
    )


def _outer(bounds: Bounds | None) -> Days:
    return (day(bounds[0]), day(bounds[1])) if bounds else (None, None)


def _since_trace(spell: Spell, steps: Sequence[Step], now: int) -> Clock:
    if not spell.steps:
        return Clock(kind="since-trace", low=None, high=None, running=True, recorded=False)
    trace = last_trace(spell, steps)
    low = max(0, now - trace.high) if trace.high < LATE else 0
    high = now - trace.low if trace.low > EARLY else None
    start, end = _outer((trace.low, trace.high)), _outer((now, now))
    return Clock(kind="since-trace", low=low, high=high, running=True, start=start, end=end, sources=trace.sources)


def _first_court(began: tuple[Bounds, tuple[Source, ...]] | None, steps: Sequence[Step]) -> Clock:
    """Return the days to the first appearance; a hearing of which nobody says that it was the first is an upper bound for it."""
    court, sources = _court(began, steps)
    if began is None or court is None:
        return Clock(
            kind="first-court", low=None, high=None, running=False, recorded=False, sources=began[1] if began else ()
        )
    low, high = _elapsed(began[0], court)
    start, end = _outer(began[0]), _outer(court)
    return Clock(kind="first-court", low=low, high=high, start=start, end=end, sources=began[1] + sources)


def _court(
    began: tuple[Bounds, tuple[Source, ...]] | None, steps: Sequence[Step]
) -> tuple[Bounds | None, tuple[Source, ...]]:
    since = began[0][0] if began else EARLY
    firsts = [one for one in steps if one.kind == "first-court" and one.dated and one.high >= since]
    hearings = [one for one in steps if one.kind == "hearing" and one.dated and one.high >= since]
    if firsts:
        sources = tuple(source for one in firsts for source in one.sources)
        return (min(one.low for one in firsts), max(one.high for one in firsts)), sources
    if hearings:
        earliest = min(hearings, key=lambda one: one.high)
        return (since, earliest.high), earliest.sources
    return None, ()


def _administrative(spell: Spell, began: tuple[Bounds, tuple[Source, ...]] | None, steps: Sequence[Step]) -> Clock:
    """Return the days to the first appearance or the end of custody, whichever comes first."""
    court, sources = _court(began, steps)
    ends = [one for one in (court, (spell.end.low, spell.end.high) if spell.end else None) if one]
    if began is None or not ends:
        return Clock(kind="administrative", low=None, high=None, recorded=False, sources=began[1] if began else ())
    end = min(one[0] for one in ends), min(one[1] for one in ends)
    low, high = _elapsed(began[0], end)
    if court is None:  # an appearance that nobody recorded can have come before the end
        low = 0
    return Clock(
        kind="administrative",
        low=low,
        high=high,
        start=_outer(began[0]),
        end=_outer(end),
        sources=began[1] + sources + (spell.end.sources if spell.end else ()),
    )


def _elapsed(start: Bounds, end: Bounds) -> tuple[int, int | None]:
    low = max(0, end[0] - start[1]) if end[0] > EARLY and start[1] < LATE else 0
    high = max(0, end[1] - start[0]) if end[1] < LATE and start[0] > EARLY else None
    return low, high


def _against(clock: Clock, began: tuple[Bounds, tuple[Source, ...]] | None, laws: Sequence[Law]) -> Clock:
    days = began[0] if began else None
    held: list[Against] = []
    for law in laws:
        sure = _applies(law, days) if law.clock == clock.kind else None
        if sure is not None:
            against = Against(law=law.id, hours=law.hours, verdict=verdict(clock, law.hours), applies=sure)
            for one in laws:
                how = _applies(one, days) if law.id in one.suspends else None
                if how is not None and against.suspended_by is None:
                    against = replace(against, suspended_by=one.id, suspended=how)
            held.append(against)
    return replace(clock, against=tuple(held)) if held else clock


def _applies(law: Law, began: Bounds | None) -> Sure | None:
    """Say whether a limit held on the day of the deprivation of liberty; None: no."""
    if law.first is None and law.last is None:
        return "certain"
    if began is None:
        return "possible"
    first = law.first.toordinal() if law.first else EARLY
    last = law.last.toordinal() if law.last else LATE
    if began[1] < first or began[0] > last:
        return None
    return "certain" if first <= began[0] and began[1] <= last else "possible"


def verdict(clock: Clock, hours: int) -> Verdict:
    """Say whether a clock is within a limit of hours. Both ends of ``held`` are counted, so that its days elapsed are one fewer."""
    if clock.low is None:
        return "cannot-tell"
    less = 1 if clock.kind == "held" else 0
    if (clock.low - less - 1) * 24 >= hours:
        return "past"
    if clock.high is None:
        return "cannot-tell"
    return "within" if (clock.high - less + 1) * 24 <= hours else "possibly-past"


CLOCKS: Final[tuple[ClockKind, ...]] = ("held", "since-trace", "first-court", "administrative")
