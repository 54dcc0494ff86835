"""What may be added: strata of the same lists, of one definition, and of periods that do not overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from habeas.estimation.estimate import Reason
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.period import Period


def incompatible(
    tables: Mapping[str, Histories],
    *,
    periods: Mapping[str, Period] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> tuple[Reason, ...]:
    """Return why strata must not be added, all of it; nothing where they may be.

    ``periods`` are given only where they are what tells strata apart: then two that overlap count persons twice, and of two that do not, whoever was
    held in both is counted in each, which is a warning. ``definitions`` say who counts as held, in words of their keeper; strata of different definitions cannot be added.
    """
    found = [*_lists(tables), *_definitions(tables, definitions or {}), *_alike(tables)]
    told = {name: one for name, one in (periods or {}).items() if name in tables}
    over = [(a, b) for a, b in combinations(sorted(told), 2) if told[a].overlaps(told[b])]
    found += [Reason("strata.periods-overlap", "refuse", {"one": a, "other": b}) for a, b in over]
    if periods and len(told) < len(tables):
        missing = sorted(set(tables) - set(told))
        found.append(Reason("strata.period-unknown", "refuse", {"strata": missing, "n": len(missing)}))
    if len(told) > 1 and not over:
        found.append(Reason("strata.held-in-both", "warn"))
    return tuple(found)


def _lists(tables: Mapping[str, Histories]) -> list[Reason]:
    named = {name: tuple(sorted(one.lists)) for name, one in sorted(tables.items())}
    if len(set(named.values())) < 2:
        return []
    usual = Counter(named.values()).most_common(1)[0][0]
    return [
        Reason("strata.other-lists", "refuse", {"stratum": name, "lists": list(lists), "usual": list(usual)})
        for name, lists in named.items()
        if lists != usual
    ]


def _definitions(tables: Mapping[str, Histories], definitions: Mapping[str, str]) -> list[Reason]:
    said = sorted({definitions[name] for name in tables if name in definitions})
    found = []
    if len(said) > 1:
        found.append(Reason("strata.other-definition", "refuse", {"definitions": [f"“{one}”" for one in said]}))
    unknown = sorted(set(tables) - set(definitions))
    if said and unknown:
        found.append(Reason("strata.definition-unknown", "refuse", {"strata": unknown, "n": len(unknown)}))
    return found


def _alike(tables: Mapping[str, Histories]) -> list[Reason]:
    """Return a warning for strata of which one seems to be the other again: many persons, and every count the same."""
    seen = sorted((name, one.canonical()) for name, one in tables.items() if one.n >= 30)
    return [
        Reason("strata.same-counts", "warn", {"one": a, "other": b})
        for (a, one), (b, other) in combinations(seen, 2)
        if one == other
    ]
