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
SHAPES: Final = ("circle", "square", "diamond", "cross", "circle", "square")
CONFIG: Final[Mapping[str, Any]] = {
    "font": FONT,
    "background": "white",
    "aria": False,
    "view": {"stroke": None},
    "title": {
        "font": FONT, "fontSize": 17, "fontWeight": "bold", "color": INK, "frame": "bounds", "offset": 18,
        "subtitleFont": FONT, "subtitleFontSize": 13, "subtitleColor": MUTED, "subtitlePadding": 6,
    },
}  # fmt: skip
WIDE: Final = 840
PHONE: Final = 340
FOOT: Final = 48
# Advances of this stack's letters in ems, as its metrics give them, near enough to keep labels apart.
_ADVANCES: Final[Mapping[str, float]] = {
    **dict.fromkeys("iljI|'.,:;! ", 0.27),
    **dict.fromkeys("ftr()-/", 0.34),
    **dict.fromkeys("mMW%", 0.86),
    **dict.fromkeys("ABCDEGHKNOPQRSUVXY&", 0.7),
}


def colour(mode: str) -> str:
    """Return the colour of a kind of figure."""
    return SAID if mode == "said" else IMPLIED


def width(words: str, size: float) -> float:
    """Return the width of words in pixels, near enough to keep labels apart."""
    return sum(1.0 if ord(letter) > 0x2E80 else _ADVANCES.get(letter, 0.555) for letter in words) * size


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


class Sheet:
    """The data of one chart, each table under a name: layers name their table, so that no layer carries or copies it."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def chart(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Return an empty layer over rows."""
        import altair as alt

        name = f"t{len(self.tables) + 1}"
        self.tables[name] = [dict(row) for row in rows]
        return alt.Chart(alt.NamedData(name=name))

    def texts(self, rows: Sequence[Mapping[str, Any]], x: Any, y: Any, **mark: Any) -> Any:
        """Return a layer of words; each row's ``t`` is what it says."""
        import altair as alt

        style = {"font": FONT, "fontSize": 12, "color": INK, "align": "left", "baseline": "middle", **mark}
        return self.chart(rows).mark_text(**style).encode(x=x, y=y, text=alt.Text("t:N"))


def finished(sheet: Sheet, layers: Sequence[Any], width_px: int, height_px: float) -> dict[str, Any]:
    """Return the specification of layers drawn over each other.

    Layers are put together as plain JSON: Altair's own layering copies every layer once for each property set.
    """
    import altair as alt

    found: dict[str, Any] = {
        "$schema": alt.SCHEMA_URL,
        "width": width_px,
        "height": height_px,
        "layer": [_bare(one) for one in layers],
        "datasets": dict(sheet.tables),
        "config": {**CONFIG, "padding": 2},
    }
    return found


def worded(spec: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """Return a specification with its title and subtitle above the drawing and its source below, to stand alone."""
    title, subtitle = lines(words["title"], spec["width"], 17), lines(words["subtitle"], spec["width"], 13)
    mark = {"type": "text", "font": FONT, "fontSize": 11, "color": MUTED, "align": "left", "baseline": "middle"}
    foot = {
        "data": {"name": "source"},
        "mark": mark,
        "encoding": {
            "x": {"value": 0},
            "y": {"value": spec["height"] + FOOT},
            "text": {"field": "t", "type": "nominal"},
        },
    }
    return {
        **spec,
        "layer": [*spec["layer"], foot],
        "datasets": {**spec["datasets"], "source": [{"t": words["source"]}]},
        "config": {**spec["config"], "padding": 18},
        "title": {"text": title, "subtitle": subtitle, "anchor": "start"},
    }


def _bare(layer: Any) -> dict[str, Any]:
    spec: dict[str, Any] = layer.to_dict(validate=False)
    return {name: value for name, value in spec.items() if name not in ("$schema", "config")}


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
