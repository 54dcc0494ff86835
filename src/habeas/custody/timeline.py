"""One person's time in custody, in order: stints, what lies between them, and where two places hold the person at once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a timeline.

    ``stint``: held in ``place`` from ``start`` to ``end`` (None: not known to have ended), as ``file``, ``sheet`` and ``line`` tell.
    ``gap``: in custody by the published stay, in no known place: before the first stint, between two, or after the last. ``overlap``: in ``place`` and in another place of the stay at once.
    ``free``: between two stays: nothing published places the person in custody.
    """

    kind: Literal["stint", "gap", "overlap", "free"]
    start: datetime
    end: datetime | None
    place: str | None = None
    place_name: str | None = None
    stay_in: datetime | None = None
    reason: str | None = None
    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    n_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The steps of one person, in order. Two stints of one stay may touch or lie apart by travel: any time apart is a gap."""

    person: str
    steps: tuple[Step, ...]

    @classmethod
    def made(cls, person: str, stints: Sequence[Mapping[str, Any]]) -> Self:
        """Return the timeline of stints that are in their order."""
        steps: list[Step] = []
        for stay, group in itertools.groupby(stints, key=lambda one: one["begun"]):
            reached = _reached(steps)
            if steps and reached is not None and stay > reached:
                steps.append(Step(kind="free", start=reached, end=stay))
            steps += _stay(stay, list(group))
        return cls(person=person, steps=tuple(steps))


def _reached(steps: Sequence[Step]) -> datetime | None:
    """Return the last end of the steps so far, None where one is not known to have ended, or there are none."""
    ends = [one.end for one in steps]
    return None if not ends or None in ends else max(one for one in ends if one is not None)


def _stay(begun: datetime, stints: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Return the steps of one stay: its stints, the time before, between and after them in no known place, and any overlaps."""
    steps: list[Step] = []
    reached: datetime | None = begun
    for one in stints:
        start, end = one["started_first"], one["ended_last"]
        if reached is not None and start > reached:
            steps.append(Step(kind="gap", start=reached, end=start, stay_in=begun))
        elif steps and (reached is None or start < reached):
            both = min((moment for moment in (reached, end) if moment is not None), default=None)
            steps.append(Step(kind="overlap", start=start, end=both, place=one["place"], stay_in=begun))
        steps.append(_stint(one))
        reached = None if reached is None or end is None else max(reached, end)
    out = max((one["stay_out"] for one in stints if one["stay_out"] is not None), default=None)
    if reached is not None and out is not None and out > reached:
        steps.append(Step(kind="gap", start=reached, end=out, stay_in=begun))
    return steps


def _stint(one: Mapping[str, Any]) -> Step:
    return Step(
        kind="stint",
        start=one["started_first"],
        end=one["ended_last"],
        place=one["place"],
        place_name=one["place_name"],
        stay_in=one["stay_in"],
        reason=one["release_reason"],
        file=one["file"],
        sheet=one["sheet"],
        line=one["line"],
        n_rows=one["n_rows"],
    )
