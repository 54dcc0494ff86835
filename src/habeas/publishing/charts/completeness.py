"""How complete the records of persons are, as a map of shades: a line a field, a column a list, an authority or a period.

The darker, the more persons of whom the field is known; the number is the share in per cent, and two numbers where it is doubtful who is one
person or which value is right. A dash: the field is asked for of nobody there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from habeas import words
from habeas.custody.persons import fields
from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas
from habeas.publishing.charts.model import Chart

if TYPE_CHECKING:
    import pyarrow as pa

By = Literal["list", "authority", "period"]
_EMPTY: Final = (0xF1, 0xED, 0xE3)
_FULL: Final = (0x0B, 0x5D, 0x92)
_NARROW: Final = 18.0
_LINE: Final = 21.0
_DARK: Final = 0.5
_COLUMNS: Final = ("by", "key", "field", "article", "rule", "persons", "asked", "known", "disputed", "unclear", "missing", "share", "low", "high")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One share with its bounds, from 0 to 1; None where the field is asked for of nobody."""

    share: float | None
    low: float | None = None
    high: float | None = None

    @property
    def text(self) -> str:
        """The share in per cent, its bounds where they differ."""
        if self.share is None:
            return "–"
        low, high = (round(100 * (self.share if one is None else one)) for one in (self.low, self.high))
        return f"{low}" if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shades:
    """What is drawn: the lines (letter of the article or nothing, label), the columns, and a cell for each of both."""

    lines: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]


def shades_of(table: pa.Table, by: By, lang: words.Lang, *, most: int = 12) -> Shades:
    """Return what is drawn of a table of completeness: all persons first, then the groups with the most persons, in the table's order."""
    rows = [one for one in table.to_pylist() if one["by"] in {"all", by}]
    persons = {(one["by"], one["key"]): one["persons"] for one in rows}
    largest = sorted(persons, key=lambda one: (one[0] != "all", -persons[one], str(one[1])))[: most + 1]
    groups = [one for one in persons if one in set(largest)]
    asked = dict.fromkeys(one["field"] for one in rows)
    known = {(one["field"], one["by"], one["key"]): one for one in rows}
    cells = {
        (line, column): Cell(**{name: found[name] for name in ("share", "low", "high")})
        for line, field in enumerate(asked)
        for column, group in enumerate(groups)
        if (found := known.get((field, *group)))
    }
    return Shades(
        lines=tuple((fields()[one].article or "", fields()[one].label.text(lang)) for one in asked),
        columns=tuple(_name(group, persons[group], lang) for group in groups),
        cells=cells,
    )


def _name(group: tuple[str, str | None], persons: int, lang: words.Lang) -> str:
    if group[0] == "all":
        said = words.text("persons.heat-all", lang)
    else:
        said = group[1] if group[1] is not None else words.text(f"persons.heat-no-{group[0]}", lang)
    return f"{said} ({words.number(persons)})"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the cells lie, in pixels: the left edge, the width of a column, the upper edge, the size of the numbers."""

    left: float
    step: float
    head: float
    size: int


def completeness(shades: Shades, *, phone: bool) -> dict[str, Any]:
    """Return the specification of the map of shades; on a phone the columns bear numbers, as the table below it does."""
    width = theme.PHONE if phone else theme.WIDE
    size = 10 if phone else 12
    left = min(width * 0.42, 26 + max((theme.width(label, size) for _, label in shades.lines), default=0.0))
    step = min(90.0, (width - left) / max(1, len(shades.columns)))
    head = (
        30.0 if phone else 22.0 + max((len(theme.lines(one, step - 6, 11)) for one in shades.columns), default=1) * 13.0
    )
    canvas = Canvas(width, head + _LINE * len(shades.lines) + 2)
    _heads(canvas, shades.columns, left, step, head, phone=phone)
    letters = [(0.0, head + _LINE * (n + 0.5), letter) for n, (letter, _) in enumerate(shades.lines) if letter]
    canvas.words([one for n, one in enumerate(letters) if n == 0 or letters[n - 1][2] != one[2]], fontSize=11, fontWeight="bold", color=theme.MUTED)  # fmt: skip
    labels = [(_NARROW, head + _LINE * (n + 0.5), theme.shorten(label, left - _NARROW - 6, size)) for n, (_, label) in enumerate(shades.lines)]  # fmt: skip
    canvas.words(labels, fontSize=size)
    _cells(canvas, shades, _Frame(left, step, head, 9 if phone else 11))
    return canvas.finished()


def _heads(canvas: Canvas, columns: Sequence[str], left: float, step: float, head: float, *, phone: bool) -> None:
    for n, one in enumerate(columns):
        said = [str(n + 1)] if phone else theme.lines(one, step - 6, 11)
        top = head - 6 - 13 * (len(said) - 1)
        canvas.words(
            [
                (left + step * (n + 0.5), top - 4 + 13 * place, theme.shorten(line, step - 4, 11))
                for place, line in enumerate(said)
            ],
            fontSize=11,
            align="center",
            color=theme.MUTED,
        )


def _cells(canvas: Canvas, shades: Shades, at: _Frame) -> None:
    left, step, head, size = at.left, at.step, at.head, at.size
    by_ink: dict[str, list[list[tuple[float, float]]]] = {}
    said: dict[str, list[tuple[float, float, str]]] = {theme.INK: [], "white": [], theme.MUTED: []}
    for (line, column), cell in shades.cells.items():
        x, y = left + step * column, head + _LINE * line
        if cell.share is not None:
            box = [(x + 1, y + 1), (x + step - 1, y + 1), (x + step - 1, y + _LINE - 1), (x + 1, y + _LINE - 1)]
            by_ink.setdefault(shade(cell.share), []).append(box)
        ink = theme.MUTED if cell.share is None else "white" if cell.share > _DARK else theme.INK
        said[ink].append((x + step / 2, y + _LINE / 2, theme.shorten(cell.text, step - 2, size)))
    for ink in sorted(by_ink):
        canvas.shapes(by_ink[ink], ink)
    for ink, texts in said.items():
        canvas.words(texts, fontSize=size, align="center", color=ink)


def shade(share: float) -> str:
    """Return the colour of a share, in twenty steps from hardly any to full."""
    step = round(share * 20) / 20
    return "#" + "".join(f"{round(low + (high - low) * step):02x}" for low, high in zip(_EMPTY, _FULL, strict=True))


def completeness_chart(table: pa.Table, by: By, lang: words.Lang, *, source: str, most: int = 12) -> Chart:
    """Return the chart of a table of completeness, ready to draw: its words, both sizes, and the rows under it."""
    from habeas.publishing.charts.theme import worded

    shades = shades_of(table, by, lang, most=most)
    title = words.text(f"persons.heat-title-{by}", lang)
    subtitle = words.text("persons.heat-subtitle", lang)
    wide, phone = completeness(shades, phone=False), completeness(shades, phone=True)
    rows = [tuple(one[name] for name in _COLUMNS) for one in table.to_pylist() if one["by"] in {"all", by}]
    return Chart(
        name=f"completeness-{by}.{lang}",
        title=title,
        subtitle=subtitle,
        source=source,
        alt=_alt(shades, title, lang),
        wide=wide,
        phone=phone,
        full=worded(wide, {"title": title, "subtitle": subtitle, "source": source}),
        columns=_COLUMNS,
        rows=rows,
        numbered=True,
    )


def _alt(shades: Shades, title: str, lang: words.Lang) -> str:
    """Return the chart in words: for all persons, which fields are known best and worst."""
    whole = [
        (cell.share, shades.lines[line][1])
        for (line, column), cell in shades.cells.items()
        if column == 0 and cell.share is not None
    ]
    if not whole:
        return title
    best, worst = max(whole, key=lambda one: one[0]), min(whole, key=lambda one: one[0])
    said = words.text(
        "persons.heat-alt", lang, best=best[1], most=round(100 * best[0]), worst=worst[1], least=round(100 * worst[0])
    )
    return f"{title}. {said}"
