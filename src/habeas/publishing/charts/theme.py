"""How every chart looks: one stack of fonts (the page's), few colours told apart by colour-blind eyes and in grey, no frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

FONT: Final = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'
INK: Final = "#1f2328"
MUTED: Final = "#5a6069"
GRID: Final = "#e6e1d7"
SAID: Final = "#1b5a8a"
IMPLIED: Final = "#a8480c"
# Okabe and Ito's palette, darkened where a word in that colour would be too faint on white.
SERIES: Final = ("#0b5d92", "#b4470a", "#0a7a5a", "#8e4a78", "#5a6069", "#7a5c00")
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
WIDE: Final = 760
PHONE: Final = 340
LETTER: Final = 0.53  # mean advance of a letter of this stack, in ems


def colour(mode: str) -> str:
    """Return the colour of a kind of figure."""
    return SAID if mode == "said" else IMPLIED


def width(words: str, size: float) -> float:
    """Return the width of words in pixels, near enough to keep labels apart."""
    return sum(1.0 if ord(letter) > 0x2E80 else LETTER for letter in words) * size


def shorten(words: str, room: float, size: float) -> str:
    """Cut words to a room in pixels, with an ellipsis."""
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,.;") + "…"


def ticks(top: float, wanted: int = 5) -> list[float]:
    """Return round values from zero up to the first one at or above ``top``."""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    return [round(k * step, 10) for k in range(math.ceil(top / step - 1e-9) + 1)]


def plain(value: Decimal | float) -> float:
    """Return a value as the JSON number a chart holds."""
    return float(value)


def finished(layers: Sequence[Any], width_px: int, height_px: float, words: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the specification of layers drawn over each other; with ``words``, its title, subtitle and source are inside."""
    import altair as alt

    chart = alt.layer(*layers).properties(width=width_px, height=height_px)
    if words is not None:
        title = alt.TitleParams(
            text=lines(words["title"], width_px, 17), subtitle=lines(words["subtitle"], width_px, 13), anchor="start"
        )
        chart = chart.properties(title=title)
    chart = (
        chart.configure(font=FONT, background="white", padding=18 if words else 2, aria=False)
        .configure_view(stroke=None)
        .configure_title(
            fontSize=17, fontWeight="bold", color=INK, subtitleColor=MUTED, subtitleFontSize=13, offset=18, subtitlePadding=6,
            frame="bounds",
        )
    )  # fmt: skip
    found: dict[str, Any] = chart.to_dict()
    return found


def lines(words: str, room: float, size: float) -> list[str]:
    """Break words into lines that fit a room in pixels."""
    found = [""]
    for word in words.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size) > room:
            found.append(word)
        else:
            found[-1] = longer
    return found


def texts(rows: Sequence[Mapping[str, Any]], x: Any, y: Any, **mark: Any) -> Any:
    """Return a layer of words; each row's ``t`` is what it says."""
    import altair as alt

    style = {"font": FONT, "fontSize": 12, "color": INK, "align": "left", "baseline": "middle", **mark}
    return alt.Chart(alt.Data(values=list(rows))).mark_text(**style).encode(x=x, y=y, text=alt.Text("t:N"))
