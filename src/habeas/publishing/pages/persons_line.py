"""A person's time as a picture: a line for each stretch, drawn by whole months where no exact days are shown, with its words beside it.

Lengths are shares of the width, so that one drawing serves a page and a phone. All that it shows stands in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup, escape

from habeas import words
from habeas.custody.persons import PersonFile, Stretch, say_days
from habeas.publishing.charts.canvas import dates
from habeas.publishing.persons_shown import Discretion, edge
from habeas.when import Span

_TICKS: Final = 6
_ORDER: Final = ("held", "overlap", "after-end", "gap")
_HIGH: Final = 16
_AXIS: Final = 18
_LAST: Final = 88.0
"""A tick further right than this share of the width has its words on its left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the picture: its words, its drawing, and what says it."""

    kind: str
    when: str
    text: str
    drawing: Markup
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The lines of a person's time, over one axis."""

    axis: Markup
    bars: Sequence[Bar]


def picture(person: PersonFile, told: Discretion, today: date) -> Picture | None:
    """Return the picture of a person's time line; None where no list gives a day. ``person`` is the record as it is shown."""
    ends = [one.first for one in person.timeline if one.first] + [one.last for one in person.timeline if one.last]
    if not ends:
        return None
    first, last = min(ends), edge(max(*ends, today), told.grain, last=True)
    scale = _Scale(first, last)
    bars = [_bar(one, scale, told) for one in sorted(person.timeline, key=_place) if not _slight(one, told)]
    return Picture(axis=_axis(scale, told.lang), bars=bars)


def _place(one: Stretch) -> tuple[date, int, date]:
    return one.first or date.min, _ORDER.index(one.kind), one.last or date.max


def _slight(one: Stretch, told: Discretion) -> bool:
    """Say whether a gap begins and ends in one month (or year), and a drawing by months has no room for it."""
    if told.grain == "day" or one.kind != "gap" or one.first is None or one.last is None:
        return False
    return edge(one.first, told.grain, last=True) == one.last


class _Scale:
    """Where days lie, in per cent of the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = max(1, (last - first).days + 1)

    def x(self, day: date) -> float:
        """Return where a day begins."""
        return max(0.0, min(100.0, (day - self.first).days / self._days * 100))

    def box(self, first: date | None, last: date | None) -> tuple[float, float]:
        """Return where a stretch begins and how wide it is; an open end is the picture's."""
        left = self.x(first or self.first)
        return left, max(0.6, self.x((last or self.last) + timedelta(days=1)) - left)


def _axis(scale: _Scale, lang: words.Lang) -> Markup:
    parts = []
    for day, said in dates(scale.first, scale.last, _TICKS, lang):
        x = scale.x(day)
        end = ' text-anchor="end"' if x > _LAST else ""
        parts.append(
            f'<rect x="{x:.1f}%" y="13" width="1" height="5"/><text x="{x:.1f}%" y="11"{end}>{escape(said)}</text>'
        )
    return Markup(  # noqa: S704 - numbers, and words escaped above
        f'<svg class="axis" width="100%" height="{_AXIS}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _bar(one: Stretch, scale: _Scale, told: Discretion) -> Bar:
    return Bar(
        kind=f"{one.kind} {one.sure}",
        when=_when(one, told),
        text=_text(one, told),
        drawing=_drawing(one, scale),
        sources="; ".join(dict.fromkeys(told.source(each) for each in one.sources)),
    )


def _drawing(one: Stretch, scale: _Scale) -> Markup:
    x, width = scale.box(one.first, one.last)
    inner = ""
    if one.kind == "held" and one.sure == "certain" and one.certain_days:
        a, b = scale.box(*one.certain_days)
        inner = f'<rect class="sure" x="{a:.1f}%" y="3" width="{b:.1f}%" height="{_HIGH - 6}"/>'
    return Markup(  # noqa: S704 - numbers, and words of the model
        f'<svg width="100%" height="{_HIGH}" aria-hidden="true" focusable="false">'
        f'<rect class="{one.kind} {one.sure}" x="{x:.1f}%" y="3" width="{width:.1f}%" height="{_HIGH - 6}"/>{inner}</svg>'
    )


def _when(one: Stretch, told: Discretion) -> str:
    lang = told.lang
    if one.last is None:
        since = words.text("persons.day-unknown", lang) if one.first is None else _month(one.first, told)
        return words.text("persons_pages.since", lang, when=since)
    first = one.first or one.last
    if told.grain == "day":
        return _range(words.day(first, lang), words.day(one.last, lang))
    return _range(_month(first, told), _month(one.last, told))


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _month(day: date, told: Discretion) -> str:
    return told.when(Span.on(day)).text(told.lang)


def _text(one: Stretch, told: Discretion) -> str:
    lang = told.lang
    place = one.place or words.text("persons.place-unsaid", lang)
    if one.kind == "held":
        by = words.text("persons_pages.line-by", lang, authority=one.authority) if one.authority else ""
        return words.text(
            f"persons_pages.line-held-{one.sure}{'' if one.place else '-nowhere'}", lang, place=place, by=by
        )
    if one.kind == "gap":
        low, high = one.days or (None, None)
        days = say_days(low, high, lang)
        if one.place and one.other and one.place != one.other:
            return words.text("persons_pages.line-gap-moved", lang, days=days, place=one.place, other=one.other)
        return words.text("persons_pages.line-gap", lang, days=days)
    if one.kind == "overlap":
        return words.text(f"persons_pages.line-overlap-{one.sure}", lang, place=place, other=one.other or place)
    return words.text(f"persons_pages.line-after-{one.other}", lang, place=place)
