"""What people write about time, in English and Spanish, read into spans; what cannot be read is refused with its reason.

A point ("January 2025") is *some day* of its unit. A state ("since", "from ... to") is *every day*. Nothing is guessed: where
two readings are left, both are named and the words are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from habeas.errors import InputError
from habeas.when import edtf, units
from habeas.when.forms import Context
from habeas.when.lexicon import MONTH, NOW, UNKNOWN_DAY, UNKNOWN_TIME, choice, plain
from habeas.when.notes import with_notes
from habeas.when.points import point
from habeas.when.span import Span

_LEAST: Final = "(?:at least|al menos|por lo menos|cuando menos)"
_TO: Final = re.compile(r" (?:to|until|till|up to|through|thru|hasta|al|a|-) |(?<=[0-9a-z])-(?=[0-9a-z])", re.ASCII)
_AND: Final = re.compile(r" (?:and|y|e) ", re.ASCII)
_OR: Final = re.compile(r" (?:or|o|u) ", re.ASCII)
_FROM: Final = re.compile(r"(?:from|desde|del|de|starting|beginning) (.+)", re.ASCII)
_SOFT: Final = re.compile(f"{_LEAST} (.+)", re.ASCII)
_BETWEEN: Final = re.compile(r"(?:(?:(?:at )?some (?:day|time) )?between|en algun momento entre|entre) (.+)", re.ASCII)
_YEAR: Final = re.compile(r"\b[0-9]{4}\b", re.ASCII)
_MONTH: Final = re.compile(rf"\b{choice(MONTH)}\b", re.ASCII)
_GENERAL: Final = re.compile(
    r"(?:on every day from|todos los dias desde) (?P<fp>.+) (?:to|hasta) (?P<lp>.+) "
    r"(?:and possibly on other days between|y quiza otros dias entre) (?P<fi>.+) (?:and|y) (?P<li>.+)",
    re.ASCII,
)


def read(words: str, reference: date | None) -> Span | None:
    """Read words about time; None where the form is not known. Raises :class:`InputError` with the reason to refuse one."""
    return with_notes(plain(words), lambda text: _read(text, Context(words, reference)))


def _read(text: str, context: Context) -> Span | None:
    if text in UNKNOWN_TIME:
        return Span()
    general = _GENERAL.fullmatch(text)
    if general is not None:
        return _general(general, context)
    for pattern, read in _STATES:
        match = pattern.fullmatch(text)
        if match is not None:
            span = read(match[1], context)
            if span is not None:
                return span
    begun = _FROM.fullmatch(text)
    span = _range(begun[1], context) if begun else None
    if span is not None:
        return span
    since = _SINCE.fullmatch(text)
    span = _since(since, context) if since else None
    return span or _some_day(text, context) or _range(text, context)


def _some_day(text: str, context: Context) -> Span | None:
    """Read a point, or some day between two points."""
    between = _BETWEEN.fullmatch(text)
    if between is None:
        return point(text, context) or _either(text, context)
    for start, end in _pairs(between[1], _AND, context):
        first, last = point(*start), point(*end)
        if first is not None and last is not None:
            return edtf.some_day_between(first.outer[0], last.outer[1], context.words)
    return None


def _either(text: str, context: Context) -> Span | None:
    """Read two points of which one is meant; apart from each other they are refused, for a span would hold the days between."""
    for start, end in _pairs(text, _OR, context):
        first, last = point(*start), point(*end)
        if first is None or last is None or first.outer[1] is None or last.outer[0] is None:
            continue
        if last.outer[0] - first.outer[1] != units.ONE_DAY:
            raise InputError("when.set", found=context.words)
        return Span.some_day(first.outer[0], last.outer[1])
    return None


def _pairs(
    text: str, joint: re.Pattern[str], context: Context
) -> Iterator[tuple[tuple[str, Context], tuple[str, Context]]]:
    """Yield each way to take words apart at a joint; a side without a year or month leans on the other."""
    for match in joint.finditer(text):
        sides = text[: match.start()], text[match.end() :]
        yield (sides[0], _leaning(context, sides[1])), (sides[1], _leaning(context, sides[0]))


def _leaning(context: Context, neighbour: str) -> Context:
    year, month = _YEAR.search(neighbour), _MONTH.search(neighbour)
    return replace(context, year=int(year[0]) if year else None, month=MONTH[month[0]] if month else None)


def _range(text: str, context: Context) -> Span | None:
    """Read a state with a start and an end."""
    refused: InputError | None = None
    for start, end in _pairs(text, _TO, context):
        try:
            span = _from_to(start, end, context.words)
        except InputError as error:
            refused = refused or error
            continue
        if span is not None:
            return span
    if refused is not None:
        raise refused
    return None


def _from_to(start: tuple[str, Context], end: tuple[str, Context], words: str) -> Span | None:
    if start[0] in UNKNOWN_DAY:
        last = _end(end)
        return None if last is None else replace(Span.until(last), started=None)
    first = _side(start)
    if first is None:
        return None
    begun, observed = first
    if end[0] in UNKNOWN_DAY:
        span = replace(Span.since(begun), ended=None)
    else:
        last = _end(end)
        if last is None:
            return None
        span = edtf.join(begun, replace(last, ended=True), words)
        span = replace(span, ended=last.ended)
    return replace(span, started=False) if observed else span


def _side(side: tuple[str, Context]) -> tuple[Span, bool] | None:
    """Read one side of a range, and whether it is only "at least"."""
    soft = _SOFT.fullmatch(side[0])
    span = _some_day(soft[1] if soft else side[0], side[1])
    return None if span is None else (span, soft is not None)


def _end(side: tuple[str, Context]) -> Span | None:
    """Read the end of a range; its ``ended`` is False where it is "at least" or the day of saying."""
    text, context = side
    if text.removeprefix("el ").removeprefix("la ") in NOW or text in NOW:
        if context.reference is None:
            raise InputError("when.needs-reference", found=context.words)
        return replace(Span.on(context.reference), ended=False)
    read = _side(side)
    return None if read is None else replace(read[0], ended=False) if read[1] else read[0]


_SINCE: Final = re.compile(
    f"(?P<soft>{_LEAST} )?(?:ever )?(?:since|as from|from|starting(?: on| in)?|beginning(?: on| in)?|desde|a partir del?)"
    f"(?: el)?(?P<soft2> {_LEAST})? (?P<rest>.+?)(?: on| onwards?| en adelante)?",
    re.ASCII,
)


def _since(match: re.Match[str], context: Context) -> Span | None:
    start = _some_day(match["rest"], context)
    if start is None:
        return None
    span = _seen(start, context.reference)
    return replace(span, started=False) if match["soft"] or match["soft2"] else span


def _seen(start: Span, reference: date | None) -> Span:
    """Return the state since a start; it was still so on the day on which that was said, if that is known."""
    first, last = start.outer
    if reference is None or first is None or first > reference:
        return Span.since(start)
    if last is not None and last > reference:
        start = Span.some_day(first, reference)
    return Span.since(start, until=reference)


def _until(text: str, context: Context) -> Span | None:
    soft = _SOFT.fullmatch(text)
    end = _some_day(soft[1] if soft else text, context)
    if end is None:
        return None
    return replace(Span.until(end), ended=False) if soft else Span.until(end)


def _until_at_least(text: str, context: Context) -> Span | None:
    end = _some_day(text, context)
    return None if end is None else replace(Span.until(end), ended=False)


def _by(text: str, context: Context) -> Span | None:
    seen = _some_day(text, context)
    return None if seen is None else Span(None, None, None, seen.outer[1], None, ended=False)


def _no_later(text: str, context: Context) -> Span | None:
    limit = _some_day(text, context)
    return None if limit is None else Span.some_day(None, limit.outer[1])


def _no_earlier(text: str, context: Context) -> Span | None:
    limit = _some_day(text, context)
    return None if limit is None else Span.some_day(limit.outer[0], None)


def _before(text: str, context: Context) -> Span | None:
    limit = _some_day(text, context)
    if limit is None or limit.outer[0] is None or limit.outer[1] is None:
        return None
    return Span.some_day(None, (limit.outer[0] if _whole(limit) else limit.outer[1]) - units.ONE_DAY)


def _after(text: str, context: Context) -> Span | None:
    limit = _some_day(text, context)
    if limit is None or limit.outer[0] is None or limit.outer[1] is None:
        return None
    return Span.some_day((limit.outer[1] if _whole(limit) else limit.outer[0]) + units.ONE_DAY, None)


def _whole(span: Span) -> bool:
    """Whether a point is a whole day, month, quarter, half or year: "before" it is before its first day."""
    first, last = span.outer
    unit = units.calendar_unit(first, last) if first is not None and last is not None else None
    return unit is not None and unit.kind != "third"


def _throughout(text: str, context: Context) -> Span | None:
    whole = _some_day(text, context)
    if whole is None or whole.outer[0] is None or whole.outer[1] is None:
        return None
    return Span.every_day(whole.outer[0], whole.outer[1])


def _general(match: re.Match[str], context: Context) -> Span | None:
    days: list[date | None] = []
    for name in ("fp", "lp", "fi", "li"):
        span = None if match[name] in UNKNOWN_DAY else point(match[name], context)
        if match[name] not in UNKNOWN_DAY and (span is None or span.outer[0] != span.outer[1]):
            return None
        days.append(span.outer[0] if span else None)
    try:
        return Span(days[0], days[1], days[2], days[3])
    except InputError:  # days that do not go forward
        return None


def _state(before: str, after: str = "") -> re.Pattern[str]:
    return re.compile(f"(?:{before})(.+?)(?:{after})", re.ASCII)


_Read = Callable[[str, Context], Span | None]
_STATES: Final[tuple[tuple[re.Pattern[str], _Read], ...]] = (
    (_state(f"{_LEAST} (?:until|till|hasta) |(?:until|till|hasta) {_LEAST} "), _until_at_least),
    (
        _state(
            "(?:no|not) later than |on or before |a mas tardar (?:en |para )?|(?:no|lo) mas tarde del? |no despues del? "
        ),
        _no_later,
    ),
    (_state("(?:by |para )?", " at the latest| or before| or earlier| a mas tardar| o antes"), _no_later),
    (_state("(?:no|not) earlier than |not before |no sooner than |on or after |no antes del? "), _no_earlier),
    (_state("", " at the earliest| or later| or after| o despues| como muy temprano"), _no_earlier),
    (_state("(?:by|para) "), _by),
    (_state("before |prior to |antes del? "), _before),
    (_state("after |despues del? |tras "), _after),
    (_state("throughout |(?:all|the whole|the whole year) of |(?:durante )?tod[oa] |a lo largo del? "), _throughout),
    (_state("until |till |up to |up until |through |hasta "), _until),
)
