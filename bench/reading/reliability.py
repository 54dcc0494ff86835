"""Whether confidences mean what they say: of the readings at 0.8, how many in ten are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Final

from habeas.words import Lang

BINS: Final = 10
DOCS: Final = Path(__file__).parents[2] / "docs"
# The colours of the report's charts, told apart by colour-blind eyes, and shapes for print in grey.
_COLOURS: Final = ("#5a6069", "#0b5d92", "#b4470a")
_SHAPES: Final = ("square", "circle", "diamond")
_ASIDE: Final = 0.008
_SHOWN: Final = 5
"""A bin of fewer readings says nothing and is not drawn; the table has it."""
_Z: Final = 1.959964
RIGHTS: Final[dict[str, dict[Lang, str]]] = {
    "kind+value": {"en": "kind and value", "es": "clase y valor"},
    "lenient": {
        "en": "kind, value, overlapping time and speaker: what the confidence states",
        "es": "clase, valor, tiempo que coincide en parte y hablante: lo que dice la confianza",
    },
    "strict": {"en": "the same, with the very time", "es": "lo mismo, con el tiempo exacto"},
}
_SAID: Final[dict[Lang, tuple[str, str, str]]] = {
    "en": ("Confidence", "Share that is right, with 95 % intervals (Wilson)", "Right in"),
    "es": ("Confianza", "Proporción correcta, con intervalos del 95 % (Wilson)", "Correcto en"),
}


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings of like confidence: how many, their mean confidence, how many are right, and the Wilson interval of that share."""

    number: int
    stated: float
    right: int

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.number

    @property
    def bounds(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson 1927, without correction for continuity)."""
        n, square = self.number, _Z * _Z
        middle = (self.share + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * sqrt(self.share * (1 - self.share) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


def bins(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Return ten bins of equal width, without those that hold nothing."""
    made: dict[int, list[tuple[float, bool]]] = {}
    for stated, good in zip(confidences, right, strict=True):
        made.setdefault(min(BINS - 1, int(stated * BINS)), []).append((stated, good))
    return [
        Bin(len(one), sum(stated for stated, _ in one) / len(one), sum(good for _, good in one))
        for _, one in sorted(made.items())
    ]


def expected_error(made: Sequence[Bin]) -> float:
    """Return the mean distance between stated and actual share, each bin by its size (expected calibration error)."""
    total = sum(one.number for one in made)
    return sum(one.number * abs(one.share - one.stated) for one in made) / total if total else 0.0


def table(confidences: Sequence[float], rights: dict[str, list[bool]]) -> Iterator[str]:
    """Yield a Markdown table: a line a bin, with the share that is right in each sense."""
    yield "| confidence | readings | stated | " + " | ".join(f"{name} (95 %)" for name in rights) + " |"
    yield "|---|---|---|" + "---|" * len(rights)
    columns = [bins(confidences, right) for right in rights.values()]
    for row in zip(*columns, strict=True):
        low = min(BINS - 1, int(row[0].stated * BINS)) / BINS
        shares = " | ".join(f"{one.share:.2f} ({one.bounds[0]:.2f}–{one.bounds[1]:.2f})" for one in row)
        yield f"| {low:.1f}–{low + 1 / BINS:.1f} | {row[0].number} | {row[0].stated:.2f} | {shares} |"
    errors = " | ".join(f"{expected_error(column):.3f}" for column in columns)
    yield f"| expected calibration error | {len(confidences)} | | {errors} |"


def plots(confidences: Sequence[float], rights: dict[str, list[bool]]) -> None:
    """Draw docs/reading-calibration.png, and docs/reading-calibration.es.png in Spanish."""
    number = f"{len(confidences):,}"
    plot(confidences, rights, f"How often {number} readings are right", DOCS / "reading-calibration.png", "en")
    plot(
        confidences, rights, f"Con qué frecuencia aciertan {number} lecturas", DOCS / "reading-calibration.es.png", "es"
    )


def plot(confidences: Sequence[float], rights: dict[str, list[bool]], title: str, to: Path, lang: Lang) -> None:
    """Draw stated confidence against the share that is right, a line for each sense of right; write a PNG."""
    import altair as alt
    import vl_convert

    x, y, legend = _SAID[lang]
    rows: list[dict[str, Any]] = [
        # Lines side by side, so that their intervals do not hide each other.
        {"stated": one.stated + (at - 1) * _ASIDE, "share": one.share, "low": one.bounds[0], "high": one.bounds[1], "n": one.number, "sense": RIGHTS[name][lang]}
        for at, (name, right) in enumerate(rights.items())
        for one in bins(confidences, right)
        if one.number >= _SHOWN
    ]  # fmt: skip
    names = [RIGHTS[name][lang] for name in rights]
    under = alt.Legend(orient="bottom", direction="vertical", labelLimit=500)
    colours = alt.Scale(domain=names, range=list(_COLOURS[: len(names)]))
    shapes = alt.Scale(domain=names, range=list(_SHAPES[: len(names)]))
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart({"values": rows}).encode(x=alt.X("stated:Q", title=x, scale=scale))
    ideal = alt.Chart({"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}).mark_line(color="#999", strokeDash=[4, 4])
    intervals = base.mark_rule().encode(
        y=alt.Y("low:Q", title=y, scale=scale), y2="high:Q", color=alt.Color("sense:N", scale=colours, legend=None)
    )
    shares = base.mark_point(filled=True, opacity=1).encode(
        y="share:Q",
        color=alt.Color("sense:N", title=legend, scale=colours, legend=under),
        shape=alt.Shape("sense:N", title=legend, scale=shapes, legend=under),
        size=alt.Size("n:Q", legend=None),
    )
    chart = (
        alt.layer(ideal.encode(x="x:Q", y="y:Q"), intervals, shares)
        # The intervals have no legend of their own, or the shapes would not share that of the colours.
        .resolve_scale(color="independent", shape="independent")
        .properties(width=420, height=420, title=title)
    )
    to.write_bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=1.5))
