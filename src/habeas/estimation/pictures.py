"""Pictures of an estimate for a notebook: complete charts that need nothing around them."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np

from habeas.estimation.estimate import Estimate, shown
from habeas.words import Lang, number, text

_COLUMNS: Final = 60
_INSIDE: Final = "#0b5d92"
_OUTSIDE: Final = "#a9c6da"
_LISTED: Final = "#0a7a5a"
_INK: Final = "#1f2328"
_GREY: Final = "#8a8f96"
_WIDTH: Final = 520


def plot(estimate: Estimate, lang: Lang = "en") -> Any:
    """Return an estimate as a chart: its distribution as columns with point, interval and those listed; without one its point and its interval.

    An estimate that is refused, or has no answer, is no picture of a number: its chart says so in grey.
    """
    axis = text(f"estimation.quantity-{estimate.quantity}", lang)
    title = {"text": text(f"estimation.method-{estimate.method}", lang), "subtitle": _headline(estimate, lang), "anchor": "start"}  # fmt: skip
    if estimate.refused or estimate.point is None:
        drawn: Any = _words(estimate, lang)
    elif estimate.distribution is None:
        drawn = alt.layer(*_bar(estimate, axis))
    else:
        drawn = alt.layer(*_hill(estimate, axis), *_rules(estimate, axis, lang))
    return drawn.properties(title=title, width=_WIDTH)


def _headline(estimate: Estimate, lang: Lang) -> str:
    return estimate.summary(lang).splitlines()[0]


def _words(estimate: Estimate, lang: Lang) -> Any:
    """Return the reasons of a refusal as lines of words."""
    said = [one.text(lang) for one in estimate.reasons if one.gravity == "refuse"] or [_headline(estimate, lang)]
    rows = [{"y": place, "t": words} for place, words in enumerate(said)]
    marks = alt.Chart({"values": rows}).mark_text(align="left", color=_GREY, limit=_WIDTH)
    return marks.encode(x=alt.value(0), y=alt.Y("y:O", axis=None), text="t:N")


def _hill(estimate: Estimate, axis: str) -> list[Any]:
    """Return columns of probability, those within the interval darker; the outermost hundredth above is left out."""
    known = estimate.distribution
    if known is None:
        return []
    first, last = known.quantile(0.0005), known.quantile(0.99)
    low, high = estimate.low, estimate.high
    edges = np.linspace(first, last if last > first else first + 1, _COLUMNS + 1)
    reached = np.concatenate([[0.0], np.cumsum(known.weight)])
    shares = np.diff(reached[np.searchsorted(known.support, edges, side="right")])
    rows = [
        {
            "from": float(a), "to": float(b), "p": float(share),
            "inside": bool((low is None or (a + b) / 2 >= low) and (high is None or (a + b) / 2 <= high)),
        }
        for a, b, share in zip(edges[:-1], edges[1:], shares, strict=True)
    ]  # fmt: skip
    colour = alt.Color("inside:N", scale=alt.Scale(domain=[True, False], range=[_INSIDE, _OUTSIDE]), legend=None)
    marks = alt.Chart({"values": rows}).mark_bar()
    x = alt.X("from:Q", title=axis, scale=alt.Scale(zero=False), bin="binned")
    return [marks.encode(x=x, x2="to:Q", y=alt.Y("p:Q", axis=None), color=colour)]


def _rules(estimate: Estimate, axis: str, lang: Lang) -> list[Any]:
    """Return the lines for the point and for those listed, each with its number."""
    marked: list[tuple[float, str, str]] = []
    if estimate.point is not None:
        marked.append((estimate.point, f"{shown(estimate.point):,}", _INK))
    if estimate.listed is not None:
        marked.append((float(estimate.listed), text("estimates_pages.mark-listed", lang, n=number(estimate.listed)), _LISTED))  # fmt: skip
    found: list[Any] = []
    for place, (value, words, ink) in enumerate(marked):
        base = alt.Chart({"values": [{"x": value, "t": words}]}).encode(x=alt.X("x:Q", title=axis))
        found.append(base.mark_rule(color=ink, strokeWidth=1.5))
        label = base.mark_text(color=ink, align="left", dx=4, baseline="top", dy=14 * place)
        found.append(label.encode(y=alt.value(0), text="t:N"))
    return found


def _bar(estimate: Estimate, axis: str) -> list[Any]:
    """Return the interval as a bar and the point as a dot; an open side has an arrow and no bar of its own."""
    low = estimate.low if estimate.low is not None else estimate.point
    high = estimate.high if estimate.high is not None else estimate.point
    row = {"x": estimate.point, "low": low, "high": high}
    base = alt.Chart({"values": [row]})
    x = alt.X("low:Q", title=axis, scale=alt.Scale(zero=False))
    found = [base.mark_rule(color=_INSIDE, strokeWidth=3).encode(x=x, x2="high:Q")]
    found.append(base.mark_point(color=_INK, filled=True, size=90, opacity=1).encode(x=alt.X("x:Q", title=axis)))
    for end, angle in ((estimate.high, 90), (estimate.low, -90)):
        if end is None:
            found.append(base.mark_point(shape="triangle", angle=angle, color=_INSIDE, filled=True, size=120, opacity=1, xOffset=14 if angle > 0 else -14).encode(x=alt.X("x:Q", title=axis)))  # fmt: skip
    return found
