"""Blocks: where the tables of a sheet stand. Titles are the anchors; tables may stand side by side.

A block reaches from its title down to the next title in its columns, and to the right up to the next title that begins beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from habeas.records.failed import Place
from habeas.records.statistics.cells import Page
from habeas.records.statistics.vocabulary import Table, Vocabulary

_FAR: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The place of one table: its title, and the lines and columns it may fill (``bottom`` and ``right`` included)."""

    table: Table
    title: Place
    text: str
    bottom: int
    right: int

    def columns(self, page: Page, line: int) -> list[int]:
        """Return the filled columns of a line within the block, from the left."""
        return [column for column in page.lines.get(line, {}) if self.title.column <= column <= self.right]

    def lines(self, page: Page) -> list[int]:
        """Return the lines below the title on which the block has a filled cell."""
        return [line for line in page.lines if self.title.line < line <= self.bottom and self.columns(page, line)]


def find_blocks(page: Page, words: Vocabulary) -> tuple[Block, ...]:
    """Find the tables of a sheet, from above, and from the left where they stand side by side."""
    titles = [(place, text, table) for place, text in page.words_of.items() if (table := words.title(text))]
    places = [place for place, _, _ in titles]
    right = {place: _right(place, places) for place in places}
    return tuple(
        Block(table=table, title=place, text=text, right=right[place], bottom=_bottom(place, places, right))
        for place, text, table in titles
    )


def _right(place: Place, others: Sequence[Place]) -> int:
    """Return the last column of a block: the one before the next title beside it, above the next title at or left of its own."""
    below = min((one.line for one in others if one.line > place.line and one.column <= place.column), default=_FAR)
    beside = (one.column for one in others if one.column > place.column and place.line <= one.line < below)
    return min(beside, default=_FAR) - 1


def _bottom(place: Place, others: Sequence[Place], right: dict[Place, int]) -> int:
    """Return the last line of a block: the one before the next title whose columns overlap its own."""
    below = (
        one.line
        for one in others
        if one.line > place.line and one.column <= right[place] and right[one] >= place.column
    )
    return min(below, default=_FAR) - 1
