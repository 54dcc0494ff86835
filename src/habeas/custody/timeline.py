"""One person's time in custody, in order: stints, what lies between them, and where two places hold the person at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a timeline.

    ``stint``: held in ``place`` from ``start`` to ``end`` (None: not known to have ended), as ``file``, ``sheet`` and ``line`` tell.
    ``gap``: in custody by the published stay, in no known place. ``overlap``: in ``place`` and in another place of the stay at once.
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
        reached: datetime | None = None
        stay: datetime | None = None
        for one in stints:
            start, end = one["started_first"], one["ended_last"]
            if stay != one["begun"]:
                if reached is not None and one["begun"] > reached:
                    steps.append(Step(kind="free", start=reached, end=one["begun"]))
                reached = max(one["begun"], reached) if reached is not None else one["begun"]
                stay = one["begun"]
            if reached is not None and start > reached:
                steps.append(Step(kind="gap", start=reached, end=start, stay_in=stay))
            elif (
                reached is not None
                and start < reached
                and start >= one["begun"]
                and any(s.kind == "stint" for s in steps)
            ):
                until = reached if end is None else min(reached, end)
                steps.append(Step(kind="overlap", start=start, end=until, place=one["place"], stay_in=stay))
            steps.append(_stint(one))
            reached = max(reached or start, end) if end is not None else datetime.max
        return cls(person=person, steps=tuple(steps))


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
