"""Tables: a figure in a cell is what the head of its column, or else the first cell of its row, says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from habeas.reading.kinds.lexicon import Hit, cues, nouns
from habeas.reading.kinds.measures import measure
from habeas.reading.kinds.rates import base_of
from habeas.reading.kinds.scores import weights
from habeas.reading.model import Block, Document, Found, Quantity, Sentence
from habeas.reading.tokens import tokens
from habeas.words import Lang

_DIGIT: Final = re.compile(r"\d")
_FIGURE: Final = re.compile(r"[-–]?\d[\d.,]*(?: ?%)?")
_YEAR: Final = re.compile(r"\s*(?:19|20)\d\d\s*")
_CUES: Final = {"capacity": "capacity", "occupancy": "occupancy_rate", "die": "deaths", "hold": "population", "arrest": "arrests",
                "release": "releases", "move": "transfer", "admit": "admissions", "injure": "injured", "rate": "rate", "cost": "cost"}  # fmt: skip
_UNITS: Final = {
    "capacity": "places",
    "occupancy_rate": "pct_of_capacity",
    "facility_count": "facilities",
    "complaints": "complaints",
    "cost": None,
}


def tables(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Found]:
    """Yield a claim for each figure of a table whose column or row says what it counts.

    ``subject`` is the row's first cell; where the columns are years, the head of the column is its time and stands in the cues.
    """
    by_block: dict[int, list[Quantity]] = {}
    for one in quantities:
        by_block.setdefault(document.sentences[one.sentence].block, []).append(one)
    head: list[tuple[str, str | None]] = []
    before: int | None = None
    edge = 0
    for number, block in enumerate(document.blocks):
        parted, edge = "\n\n" in document.text[edge : block.start], block.end
        if block.kind != "row" or block.lang is None:
            before = None
            continue
        if parted:
            before = None
        cells = list(_cells(document.text, block))
        if "\t" not in document.text[block.start : block.end] and before is None:
            head = _head_above(document, number, len(cells))
            before = number
        if before is None or not any(_DIGIT.search(cell) and not _YEAR.fullmatch(cell) for _, cell in cells):
            head = [(cell.strip(), kind_of(cell, block.lang)) for _, cell in cells]
            before = number
            continue
        before = number
        label = cells[0][1].strip()
        for one in by_block.get(number, ()):
            column = sum(start <= one.start for start, _ in cells) - 1
            if column > 0:
                named = head[column] if column < len(head) else ("", None)
                yield from _claim(one, cells[column], named, label, block.lang)


def _claim(
    quantity: Quantity, cell: tuple[int, str], head: tuple[str, str | None], label: str, lang: Lang
) -> Iterator[Found]:
    kind = head[1] or kind_of(label, lang)
    if kind is None:
        return
    if quantity.form in ("percent", "fraction") and kind != "occupancy_rate":
        kind = "share" if kind == "population" else None
    if kind is None:
        return
    start = cell[0] + len(cell[1]) - len(cell[1].lstrip())
    yield Found(
        sentence=quantity.sentence,
        kind=kind,
        start=start,
        end=cell[0] + len(cell[1].rstrip()),
        measure=measure(kind),
        quantity=quantity,
        unit=_unit(kind, f"{head[0]} {label}"),
        subject=label if head[1] else None,
        cues=("table", *((f"head-{head[0]}",) if _YEAR.fullmatch(head[0]) else ())),
    )


def _unit(kind: str, named: str) -> str | None:
    """Return what the figures of a column or row are in; of a rate, what its heading says that it is per."""
    if kind == "rate":
        return base_of(named.casefold())
    return "percent" if kind == "share" else _UNITS.get(kind, "persons")


def _head_above(document: Document, number: int, columns: int) -> list[tuple[str, str | None]]:
    """Return the head of a table without tabs from the line above it, where its words name just as many kinds as there are columns."""
    above = document.blocks[number - 1] if number else None
    if above is None or above.lang is None or _DIGIT.search(document.text, above.start, above.end):
        return []
    kinds: list[tuple[str, str | None]] = []
    for word in document.text[above.start : above.end].split():
        kind = kind_of(word, above.lang)
        if kind is not None and (not kinds or kinds[-1][1] != kind):
            kinds.append((word, kind))
    if len(kinds) == columns:
        return kinds
    return [("", None), *kinds] if len(kinds) == columns - 1 else []


def _cells(text: str, block: Block) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each cell of a row; without tabs, of the words before the first figure and of each figure."""
    start = block.start
    if "\t" not in text[block.start : block.end]:
        first = _DIGIT.search(text, block.start, block.end)
        begin = first.start() if first else block.end
        yield start, text[start:begin].rstrip()
        yield from ((hit.start(), hit.group()) for hit in _FIGURE.finditer(text, begin, block.end))
        return
    for cell in text[block.start : block.end].split("\t"):
        yield start, cell
        start += len(cell) + 1


def kind_of(words: str, lang: Lang) -> str | None:
    """Return the kind that a heading names: "Capacidad instalada" is a capacity, "Deaths in custody" are deaths."""
    sentence = Sentence(0, len(words), 0, lang, tokens(words, 0, len(words)))
    around: tuple[Hit, ...] = cues(sentence)
    named = {hit.name for hit in around}
    if "rate" in named and base_of(words.casefold()) is not None:
        return "rate"  # "Prisoners per 100,000" counts no prisoners
    for name in ("occupancy", "capacity"):
        if name in named and not (
            "capacity" in named
            and name == "occupancy"
            and not any("%" in words or (hit.name == "occupancy" and hit.last > hit.first) for hit in around)
        ):
            return _CUES[name]
    counted = [hit.name for hit in nouns(sentence).values() if hit.name in weights()["noun"]]
    if any(word.low in ("population", "poblacion") for word in sentence.tokens) and set(counted) <= {
        "facility",
        "held",
        "person",
    }:
        return "population"
    for name in sorted(counted, key=lambda one: one in ("held", "taken", "person", "facility")):
        return str(weights()["noun"][name]["kind"]) if name != "person" else "population"
    for name in ("die", "release", "arrest", "admit", "move", "injure", "rate", "cost", "hold"):
        if name in named:
            return _CUES[name]
    return None
