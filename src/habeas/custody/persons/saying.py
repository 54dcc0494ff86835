"""The record of a person in words: stretches, gaps, overlaps, clocks, status, steps; English and Spanish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from habeas import words
from habeas.custody.persons.laws import Law
from habeas.custody.persons.model import Against, Clock, Delisting, Event, LastSeen, PersonFile, Source, Status, Stretch
from habeas.when import Span


def say_days(low: int | None, high: int | None, lang: words.Lang) -> str:
    """Return days with their bounds: ``41 days``, ``41 to 48 days``, ``at least 41 days``, ``at most 3 days``."""
    if low is None:
        return words.text("persons.days-unknown", lang)
    if high is None and low == 0:
        return words.text("persons.days-unknown", lang)
    if high is None:
        return words.text("persons.days-least", lang, n=low)
    if low == high:
        return words.text("persons.days", lang, n=low)
    return (
        words.text("persons.days-most", lang, n=high)
        if low == 0
        else words.text("persons.days-between", lang, low=low, n=high)
    )


def say_stretch(one: Stretch, lang: words.Lang) -> str:
    """Return a stretch of a time line as a sentence."""
    if one.kind == "held":
        return _held(one, lang)
    if one.kind == "gap":
        return _gap(one, lang)
    when = _on(Span.some_day(one.first, one.last), lang)
    if one.kind == "overlap":
        return words.text(f"persons.overlap-{one.sure}", lang, when=when, place=one.place, other=one.other)
    place = one.place or words.text("persons.place-unsaid", lang)
    return words.text(f"persons.after-{one.other}", lang, when=when, place=place)


def say_place(one: Stretch, lang: words.Lang) -> str:
    """Return where a person was held, as it stands in a sentence: ``at Mariona``, ``possibly at Mariona``, or that it is not recorded."""
    if one.place is None:
        return words.text("persons.nowhere", lang)
    return words.text(f"persons.at-{one.placed}", lang, place=one.place)


def say_holder(one: Stretch, lang: words.Lang) -> str:
    """Return by whom a person was held, or taken where nobody recorded who held then, or that nobody recorded it."""
    key = "held-by-none" if one.authority is None else "taken-by" if one.took else "held-by"
    return words.text(f"persons.{key}", lang, authority=one.authority or "")


def _held(one: Stretch, lang: words.Lang) -> str:
    place, by = say_place(one, lang), say_holder(one, lang)
    start = words.text("persons.day-unknown", lang) if one.first is None else _the(Span.on(one.first), lang)
    if one.last is None:
        return words.text(f"persons.held-open-{one.sure}", lang, start=start, place=place, by=by)
    if one.first == one.last:
        return words.text(f"persons.held-day-{one.sure}", lang, when=_on(Span.on(one.last), lang), place=place, by=by)
    end = _the(Span.on(one.last), lang)
    exact = one.certain_days == (one.first, one.last)
    said = words.text(f"persons.held-{one.sure}", lang, start=start, end=end, place=place, by=by)
    if one.sure == "possible" or exact:
        return said
    if one.certain_days is None:
        return words.text("persons.no-day-certain", lang, said=said)
    first, last = (_the(Span.on(day), lang) for day in one.certain_days)
    return words.text("persons.days-certain", lang, said=said, start=first, end=last)


def _gap(one: Stretch, lang: words.Lang) -> str:
    low, high = one.days or (None, None)
    days = say_days(low, high, lang)
    start = words.text("persons.day-unknown", lang) if one.first is None else _the(Span.on(one.first), lang)
    if one.last is None:
        return words.text("persons.gap-open", lang, start=start, days=days)
    key = "persons.gap" if one.sure == "certain" else "persons.gap-possible"
    said = words.text(key, lang, days=days, start=start, end=_the(Span.on(one.last), lang))
    if one.place and one.other and one.place != one.other:
        key = "persons.gap-moved-by" if one.authority else "persons.gap-moved"
        return words.text(key, lang, said=said, place=one.place, other=one.other, authority=one.authority or "")
    return said


def say_clock(one: Clock, lang: words.Lang) -> str:
    """Return a clock as a sentence."""
    if not one.recorded and one.kind != "held":
        return words.text(f"persons.clock-{one.kind}-none", lang)
    if not one.recorded:
        return words.text("persons.clock-held-unbegun", lang, days=say_days(one.low, one.high, lang))
    running = "-running" if one.running and one.kind == "held" else ""
    return words.text(f"persons.clock-{one.kind}{running}", lang, days=say_days(one.low, one.high, lang))


def say_against(one: Against, laws: Mapping[str, Law], lang: words.Lang) -> str:
    """Return how a clock stands to a limit of the law, with the law's words; never that a detention is lawful or arbitrary."""
    limit = say_days(one.hours // 24, one.hours // 24, lang) if one.hours % 24 == 0 and one.hours > 96 else words.text("persons.hours", lang, n=one.hours)  # fmt: skip
    said = words.text(f"persons.verdict-{one.verdict}", lang, limit=limit, law=laws[one.law])
    if one.applies == "possible":
        said = words.text("persons.applies-possibly", lang, said=said)
    if one.suspended_by:
        said = words.text(f"persons.suspended-{one.suspended}", lang, said=said, law=laws[one.suspended_by])
    return said


def say_status(one: Status, lang: words.Lang) -> str:
    """Return where a person stands, since when, and why."""
    said = words.text(f"persons.status-{one.kind}-{one.sure}", lang)
    if one.since is not None and one.since.outer != (None, None):
        said = words.text(f"persons.status-since-{'end' if one.kind in {'dead', 'released'} else 'record'}", lang, said=said, when=_on(one.since, lang))  # fmt: skip
    return " ".join(
        [
            words.text("persons.sentence", lang, said=said),
            *(words.text(f"persons.because-{each}", lang) for each in one.because),
        ]
    )


def say_event(one: Event, lang: words.Lang) -> str:
    """Return a step: when, what, where, from where, by whom."""
    when = words.text("persons.day-unknown", lang) if one.when.outer == (None, None) else one.when.text(lang)
    said = words.text(f"persons.event-{one.kind}", lang)
    parts = [words.text("persons.event-from", lang, place=one.origin)] if one.origin else []
    if one.place:
        parts.append(
            words.text("persons.event-to" if one.kind == "transferred" else "persons.event-at", lang, place=one.place)
        )
    if one.kind not in {"hearing", "first-court", "died", "delisted"}:
        parts.append(
            words.text("persons.event-by", lang, authority=one.authority)
            if one.authority
            else words.text("persons.event-by-none", lang)
        )
    return words.text("persons.event", lang, when=when, said=" ".join([said, *parts]))


def say_last_seen(one: LastSeen, lang: words.Lang) -> str:
    """Return where, when and by whom a person was last recorded in custody."""
    place = one.place or words.text("persons.place-unsaid", lang)
    by = one.authority or words.text("persons.authority-unsaid", lang)
    when = words.text("persons.day-unknown", lang) if one.when.outer == (None, None) else one.when.text(lang)
    return words.text(f"persons.last-seen-{one.sure}", lang, when=when, place=place, by=by)


def say_delisting(one: Delisting, lang: words.Lang) -> str:
    """Return that a person was taken off an official list, and between which days."""
    by = one.authority or words.text("persons.authority-unsaid", lang)
    when = words.text("persons.day-unknown", lang) if one.when.outer == (None, None) else one.when.text(lang)
    return words.text("persons.delisted" if one.own else "persons.delisted-told", lang, list=one.list, by=by, when=when)


def say_source(one: Source, lang: words.Lang) -> str:
    """Return the row of a list, or the list as a whole, as a reader finds it."""
    if not one.row:
        return words.text("persons.source-whole", lang, list=one.list)
    key = "persons.source-column" if one.column else "persons.source-row"
    return words.text(key, lang, list=one.list, row=str(one.row), column=one.column or "")


def say_person(person: PersonFile, laws: Sequence[Law], lang: words.Lang) -> Iterator[str]:
    """Give the record of a person in sentences, without names: status, last record, time line, clocks against the law."""
    known = {one.id: one for one in laws}
    for status in (person.status, *person.others):
        yield say_status(status, lang)
    if person.last_seen:
        yield say_last_seen(person.last_seen, lang)
    yield from (say_delisting(one, lang) for one in person.delisted)
    yield from (say_stretch(one, lang) for one in person.timeline)
    for clock in person.clocks:
        yield say_clock(clock, lang)
        yield from (say_against(one, known, lang) for one in clock.against)


def _the(span: Span, lang: words.Lang) -> str:
    said = span.text(lang)
    return f"el {said}" if lang == "es" and span.outer[0] == span.outer[1] else said


def _on(span: Span, lang: words.Lang) -> str:
    """Return a day or a stretch as it follows a verb: ``on 12 May 2024``, ``el 12 de mayo de 2024``."""
    return words.text("persons.on-day" if span.outer[0] == span.outer[1] else "persons.on-days", lang, when=span)
