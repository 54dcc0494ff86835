"""How far coders agree: Krippendorff's alpha over the readings that two of them or more decided, and where they do not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from habeas.amount import Amount
from habeas.case.proposals.deciding import Decided, differ, settled
from habeas.case.proposals.model import Decision
from habeas.claims import Claim

Level = Literal["nominal", "interval", "ratio"]
Cells = Mapping[str, Mapping[str, str | float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Krippendorff's alpha of one thing that coders decide: 1 is full agreement, 0 what chance would give, below 0 is worse.

    ``units`` readings were decided by two coders or more, in ``pairs`` pairs of decisions. ``alpha`` is None where nothing varies,
    or there is no unit: agreement is then not defined.
    """

    of: Literal["decision", "predicate", "subject", "value"]
    level: Level
    alpha: float | None
    units: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A reading of which coders decided otherwise: the last decision of each."""

    id: str
    source: str
    quote: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The coders, how many readings each decided, the coefficients, and what they differ on, in the order of sources and words.

    ``settled`` counts the readings on which they differed and somebody settled it; the coefficients are of these too.
    """

    coders: Mapping[str, int]
    alphas: tuple[Alpha, ...]
    differences: tuple[Difference, ...]
    settled: int = 0


_THINGS: Final[tuple[tuple[Literal["decision", "predicate", "subject", "value"], Level], ...]] = (
    ("decision", "nominal"), ("predicate", "nominal"), ("subject", "nominal"), ("value", "interval"), ("value", "ratio"),
)  # fmt: skip


def agreement(decided: Decided, claims: Mapping[str, Claim], sources: Sequence[str] = ()) -> Agreement:
    """Return how far coders agree, in all sources or in some. Decisions about different versions of a source are not compared."""
    units = {
        name: by_coder
        for name, by_coder in decided.items()
        if by_coder and (not sources or _source(by_coder) in sources)
    }
    coders: dict[str, int] = {}
    for by_coder in units.values():
        for actor in by_coder:
            coders[actor] = coders.get(actor, 0) + 1
    both = {name: same for name, by_coder in units.items() if len(same := _same_bytes(by_coder)) > 1}
    apart = {name: by for name, by in both.items() if differ(by.values())}
    differing = [
        Difference(
            id=name, source=_source(by), quote=next(iter(by.values())).reading["quote"], decisions=tuple(by.values())
        )
        for name, by in apart.items()
        if settled(by.values(), claims) is None
    ]
    return Agreement(
        coders=dict(sorted(coders.items())),
        alphas=tuple(_alpha(of, level, _cells(both, of, claims)) for of, level in _THINGS),
        differences=tuple(sorted(differing, key=lambda one: (one.source, one.decisions[0].reading["start"], one.id))),
        settled=len(apart) - len(differing),
    )


def _source(by_coder: Mapping[str, Decision]) -> str:
    return next(iter(by_coder.values())).source


def _same_bytes(by_coder: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions about the version of the source that was decided last."""
    last = max(by_coder.values(), key=lambda one: one.seq).sha256
    return {actor: one for actor, one in by_coder.items() if one.sha256 == last}


def _cells(both: Mapping[str, Mapping[str, Decision]], of: str, claims: Mapping[str, Claim]) -> Cells:
    return {
        name: {
            actor: told for actor, one in by_coder.items() if (told := _told(one, of, claims)) is not None
        }
        for name, by_coder in both.items()
    }  # fmt: skip


def _told(one: Decision, of: str, claims: Mapping[str, Claim]) -> str | float | None:
    """Return what a decision says of one thing; None where it says nothing, as a rejection says nothing of a value."""
    if of == "decision":
        return one.verdict
    if one.verdict != "accept" or not one.claims or one.claims[0] not in claims:
        return None
    claim = claims[one.claims[0]]
    if of == "value":
        value = claim.value
        bounds = (value.stated, value.low, value.high) if isinstance(value, Amount) else ()
        return next((float(bound) for bound in bounds if bound is not None), None)
    return claim.predicate if of == "predicate" else claim.subject


def _alpha(of: Literal["decision", "predicate", "subject", "value"], level: Level, cells: Cells) -> Alpha:
    pairable = {name: row for name, row in cells.items() if len(row) > 1}
    pairs = sum(len(list(combinations(row, 2))) for row in pairable.values())
    return Alpha(of=of, level=level, alpha=_krippendorff(pairable, level), units=len(pairable), pairs=pairs)


def _krippendorff(cells: Cells, level: Level) -> float | None:
    values = {told for row in cells.values() for told in row.values()}
    if len(values) < 2:
        return None
    import krippendorff

    coders = sorted({actor for row in cells.values() for actor in row})
    number = {
        told: float(told) if isinstance(told, float) else float(n) for n, told in enumerate(sorted(values, key=str))
    }
    table = [[number[row[actor]] if actor in row else math.nan for row in cells.values()] for actor in coders]
    return round(float(krippendorff.alpha(reliability_data=table, level_of_measurement=level)), 4)
