"""Placing labels so that none covers another or a mark: the best of a few places around each mark, with a leader when it is far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels
_HEIGHT: Final = 15.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to place: its width, the box of its mark, and whether it may be left out where there is no room."""

    width: float
    mark: Box
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands: the left end of its middle line, and whether a leader is needed."""

    x: float
    y: float
    far: bool


def place(wanted: Sequence[Wanted], room: Box, taken: Sequence[Box] = ()) -> list[Placed | None]:
    """Return a place for each label, in order; None where an optional one has no room of its own.

    A label that must be shown and has no free place takes the one that covers least.
    """
    used = [*taken, *(one.mark for one in wanted)]
    found: list[Placed | None] = []
    for one in wanted:
        best: tuple[float, Placed, Box] | None = None
        for penalty, x, y in _places(one):
            if best is not None and penalty >= best[0]:
                continue
            box = (x, y - _HEIGHT / 2, x + one.width, y + _HEIGHT / 2)
            left, top, right, bottom = box[0] - 2, box[1], box[2] + 2, box[3]
            # Most of what is used is far away, and asked about a million times.
            near = [one for one in used if one[0] < right and one[2] > left and one[1] < bottom and one[3] > top]
            cover = sum(_overlap(box, other) for other in near) + 6 * _outside(box, room)
            if one.optional and (cover > 0 or penalty > 8):
                continue
            score = cover * 4 + penalty
            if best is None or score < best[0]:
                best = (score, Placed(x, y, penalty > 8), box)
        found.append(best[1] if best else None)
        if best:
            used.append(best[2])
    return found


def _places(one: Wanted) -> Iterator[tuple[float, float, float]]:
    left, top, right, bottom = one.mark
    middle = (top + bottom) / 2
    centre = (left + right) / 2 - one.width / 2
    for x, y, cost in (
        (right + 6, middle, 0),
        (left - 6 - one.width, middle, 1),
        (centre, top - 9, 2),
        (centre, bottom + 10, 3),
        (right - 2, top - 8, 2),
        (left + 2 - one.width, top - 8, 3),
        (right - 2, bottom + 9, 4),
        (left + 2 - one.width, bottom + 9, 4),
    ):
        yield cost, x, y
    for ring in range(1, 16):
        reach = 15.0 * ring
        for x, y, cost in (
            (left - 14 - one.width, top - reach, 0), (right + 14, top - reach, 0),
            (left - 14 - one.width, bottom + reach, 1), (right + 14, bottom + reach, 1),
            (centre, top - reach, 1), (centre, bottom + reach, 2),
            (left - 14 - reach - one.width, middle, 2), (right + 14 + reach, middle, 2),
            (left - reach - one.width, top - reach, 4), (right + reach, top - reach, 4),
            (left - reach - one.width, bottom + reach, 5), (right + reach, bottom + reach, 5),
        ):  # fmt: skip
            yield 8 + 7 * ring + cost, x, y


def _overlap(a: Box, b: Box) -> float:
    wide = min(a[2], b[2] + 2) - max(a[0], b[0] - 2)
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _outside(box: Box, room: Box) -> float:
    over = max(0.0, room[0] - box[0]) + max(0.0, box[2] - room[2])
    return over * _HEIGHT + (max(0.0, room[1] - box[1]) + max(0.0, box[3] - room[3])) * (box[2] - box[0])
