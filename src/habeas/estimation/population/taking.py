"""Which figures take part: one scope and definition, each statement once, nothing that was reckoned from other figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.estimate import Reason
from habeas.estimation.population import derived
from habeas.estimation.population.figures import SIGNS, STOCKS, Conversion, Figure, Kind
from habeas.estimation.population.flows import known
from habeas.estimation.population.reach import Reach, grain, reach, rounding
from habeas.estimation.population.result import Use

_IDLE: Final = frozenset(
    {"the", "and", "others", "other", "of", "y", "e", "el", "la", "los", "las", "de", "del", "otros", "otras"}
)
_AGAIN: Final = 31
"""A statement repeated within so many days is one statement."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure with its use, what it says after conversion, and the doubt that each conversion adds (by the place of the conversion)."""

    figure: Figure
    use: Use
    reach: Reach | None
    why: Reason | None = None
    of: tuple[str, ...] = ()
    doubt: tuple[tuple[int, float], ...] = ()

    @property
    def counts(self) -> bool:
        """Return whether the figure takes part."""
        return self.use in ("used", "censored")


@dataclass(frozen=True, slots=True)
class Key:
    """Where and whom a series counts."""

    scope: str
    definition: str


@dataclass(frozen=True, slots=True)
class Picked:
    """All figures with their use, in one order that does not depend on how they came; the key; and the days with both flows known."""

    key: Key
    figures: tuple[Taken, ...]
    window: tuple[date, date] | None

    def stocks(self) -> list[Taken]:
        """Return the stock figures that take part."""
        return [one for one in self.figures if one.counts and one.figure.kind in STOCKS]

    def flows(self, kind: Kind) -> list[Taken]:
        """Return the figures of one flow that take part."""
        return [one for one in self.figures if one.counts and one.figure.flow == kind]


def folded(words: str) -> str:
    """Return a key without case and idle spaces."""
    return " ".join(words.casefold().split())


def pick(
    figures: Iterable[Figure],
    *,
    scope: str | None = None,
    definition: str | None = None,
    conversions: Sequence[Conversion] = (),
    flow_scopes: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Picked:
    """Say of every figure whether it takes part and, if not, why.

    Without ``scope`` and ``definition`` the series with most figures is taken. ``flow_scopes`` names scopes whose flows are stated to be
    those of this population (a country's arrests for its prisons). Raises :class:`~habeas.errors.InputError` where no figure
    is of the scope and definition asked for.
    """
    ordered = sorted(figures, key=_order)
    key = _key([one for one in ordered if one.kind in STOCKS], scope, definition)
    gone = {folded(one) for one in without}
    stocks = [_stock(one, key, conversions, gone) for one in ordered if one.kind in STOCKS]
    flows, window = _flows([one for one in ordered if one.kind not in STOCKS], key, flow_scopes, gone)
    stocks = _derived(stocks, ordered)
    taken = [*_once(stocks), *flows]
    return Picked(key, tuple(taken), window)


def _order(one: Figure) -> tuple[object, ...]:
    return one.first, one.last, one.kind, float(one.value or 0), folded(one.source), one.definition, one.scope, one.ref


def _key(stocks: Sequence[Figure], scope: str | None, definition: str | None) -> Key:
    scopes = _most(one.scope for one in stocks)
    if not scopes:
        raise InputError("population.no-stock")
    wanted = _named(scope, scopes, "scope") if scope is not None else scopes[0]
    definitions = _most(one.definition for one in stocks if folded(one.scope) == folded(wanted))
    meant = _named(definition, definitions, "definition") if definition is not None else definitions[0]
    return Key(wanted, meant)


def _most(names: Iterable[str]) -> list[str]:
    """Return the names that occur, the most frequent first."""
    counts = Counter(names)
    return sorted(counts, key=lambda one: (-counts[one], one))


def _named(wanted: str, there: Sequence[str], what: str) -> str:
    for one in there:
        if folded(one) == folded(wanted):
            return one
    raise InputError(f"population.no-such-{what}", found=wanted, known=[one or "–" for one in there])


def _stock(one: Figure, key: Key, conversions: Sequence[Conversion], gone: set[str]) -> Taken:
    said = reach(one.amount)
    if folded(one.source) in gone:
        return Taken(one, "left-out", said, Reason("population.source-left-out", "note", {"source": one.source or "–"}))
    if said is None:
        return Taken(one, "left-out", said, Reason("population.excludes-nothing", "note"))
    same = (folded(one.scope), folded(one.definition)) == (folded(key.scope), folded(key.definition))
    if same:
        return Taken(one, _use(said), said)
    turned = _converted(one, said, key, conversions)
    if turned is not None:
        return turned
    what = "scope" if folded(one.scope) != folded(key.scope) else "definition"
    found, wanted = (one.scope, key.scope) if what == "scope" else (one.definition, key.definition)
    return Taken(
        one,
        "not-comparable",
        said,
        Reason(f"population.other-{what}", "note", {"found": found or "–", "wanted": wanted or "–"}),
    )


def _use(said: Reach) -> Use:
    return "used" if said.exact or (np.isfinite(said.low) and np.isfinite(said.high)) else "censored"


def _converted(one: Figure, said: Reach, key: Key, conversions: Sequence[Conversion]) -> Taken | None:
    """Return the figure under the wanted key by one stated conversion, or by one of its scope and one of its definition."""
    paths = [[at] for at in range(len(conversions))]
    paths += [[first, then] for first in range(len(conversions)) for then in range(len(conversions)) if first != then]
    for path in paths:
        now: Figure | None = one
        for at in path:
            turned = None if now is None else _turned(now, conversions[at], key)
            now = turned
        if now is not None and (folded(now.scope), folded(now.definition)) == (
            folded(key.scope),
            folded(key.definition),
        ):
            value, doubt = said, []
            for at in path:
                value, wide = _moved(value, conversions[at])
                doubt.append((at, wide))
            told = ", ".join(f"{conversions[at].origin} → {conversions[at].target}" for at in path)
            return Taken(
                one, _use(value), value, Reason("population.converted", "note", {"found": told}), doubt=tuple(doubt)
            )
    return None


def _turned(one: Figure, by: Conversion, key: Key) -> Figure | None:
    if folded(one.scope) == folded(by.origin) and folded(by.target) == folded(key.scope):
        return replace(one, scope=key.scope)
    if folded(one.definition) == folded(by.origin) and folded(by.target) == folded(key.definition):
        return replace(one, definition=key.definition)
    return None


def _moved(said: Reach, by: Conversion) -> tuple[Reach, float]:
    """Return what a figure says after a conversion, and the standard deviation that the range of the conversion adds to it."""
    factor, plus = sum(by.multiply) / 2, sum(by.add) / 2
    wide = np.hypot((by.multiply[1] - by.multiply[0]) * abs(said.value), by.add[1] - by.add[0]) / np.sqrt(12)
    moved = Reach(
        said.value * factor + plus, said.sd * factor, said.low * factor + plus, said.high * factor + plus, said.exact
    )
    return moved, float(wide)


# --- what was reckoned from other figures


def _derived(stocks: list[Taken], figures: Sequence[Figure]) -> list[Taken]:
    there = {one.ref for one in figures}
    found = []
    for one in stocks:
        if not one.counts:
            found.append(one)
            continue
        parents = tuple(ref for ref in one.figure.derived_from if ref in there)
        sums = derived.search(one.figure, figures)
        if sums is not None:
            why = Reason("population.derived-sum", "note", {"sum": sums.said})
            found.append(replace(one, use="derived", why=why, of=sums.of))
        elif parents:
            found.append(replace(one, use="derived", why=Reason("population.derived-said", "note"), of=parents))
        else:
            found.append(one)
    return found


# --- one statement once


def _once(taken: Sequence[Taken]) -> list[Taken]:
    """Let each statement count once: what says least (the more rounded, then the later) is the copy."""
    ranked = sorted((one for one in taken if one.counts), key=lambda one: (_grain(one), *_order(one.figure)))
    kept: list[Taken] = []
    copies: dict[str, Taken] = {}
    for one in ranked:
        first = next((other for other in kept if _copies(one, other)), None)
        if first is None:
            kept.append(one)
            continue
        why = Reason("population.copy", "note", {"source": first.figure.source or "–", "found": first.figure.amount})
        copies[_id(one)] = replace(one, use="copy", why=why, of=(first.figure.ref,))
    return [copies.get(_id(one), one) for one in taken]


def _id(one: Taken) -> str:
    return f"{one.figure.file}|{one.figure.row}|{one.figure.ref}|{one.figure.kind}"


def _grain(one: Taken) -> float:
    value = one.figure.value
    return grain(value) if value is not None else 0.0


def _copies(one: Taken, other: Taken) -> bool:
    """Say whether ``one`` is the statement ``other`` again: the same figure, or a rounder one by the same speaker, of the same time."""
    mine, theirs = one.figure, other.figure
    if mine.kind != theirs.kind or mine.value is None or theirs.value is None:
        return False
    if mine.bounded != theirs.bounded or (mine.bounded and mine.amount.qualifier != theirs.amount.qualifier):
        return False
    gap = max((mine.first - theirs.last).days, (theirs.first - mine.last).days)
    same_speaker = speaker(mine.source) == speaker(theirs.source) or _within(mine.source, theirs.source)
    if mine.value == theirs.value:
        telling = float(mine.value) / grain(mine.value)
        if gap <= 0:
            return same_speaker or telling >= 100
        return gap <= _AGAIN and telling >= 1000 and folded(mine.source) != folded(theirs.source)
    if gap > _AGAIN or not same_speaker or mine.bounded:
        return False
    rounder = grain(mine.value) > grain(theirs.value)
    return rounder and abs(float(mine.value - theirs.value)) <= rounding(mine.value)


def speaker(words: str) -> frozenset[str]:
    """Return the words that name a speaker."""
    return frozenset(re.findall(r"\w+", words.casefold())) - _IDLE


def _within(one: str, other: str) -> bool:
    mine, theirs = speaker(one), speaker(other)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


# --- flows


def _flows(
    flows: Sequence[Figure], key: Key, scopes: Sequence[str], gone: set[str]
) -> tuple[list[Taken], tuple[date, date] | None]:
    """Say which flows take part: of this population, one definition a kind, and only while both sides are known."""
    own = {folded(key.scope), "", *(folded(one) for one in scopes)}
    found: list[Taken] = []
    for one in flows:
        said = reach(one.amount)
        if folded(one.source) in gone:
            found.append(
                Taken(
                    one, "left-out", said, Reason("population.source-left-out", "note", {"source": one.source or "–"})
                )
            )
        elif said is None:
            found.append(Taken(one, "left-out", said, Reason("population.excludes-nothing", "note")))
        elif folded(one.scope) not in own:
            values = {"found": one.scope or "–", "wanted": key.scope or "–"}
            found.append(Taken(one, "not-comparable", said, Reason("population.other-flow-scope", "note", values)))
        else:
            found.append(Taken(one, _use(said), said))
    for kind in SIGNS:
        found = _one_definition(found, kind)
    found = _once(found)
    window = _window(found)
    return (found, window) if window else ([_unpaired(one) for one in found], None)


def _window(taken: Sequence[Taken]) -> tuple[date, date] | None:
    """Return the days on which both what comes and what goes is known."""
    sides = [[one.figure for one in taken if one.counts and one.figure.flow == kind] for kind in ("in", "out")]
    if not all(sides):
        return None
    spans = [known(side) for side in sides]
    first, last = max(one[0] for one in spans), min(one[1] for one in spans)
    return (first, last) if first < last else None


def _one_definition(taken: list[Taken], kind: Kind) -> list[Taken]:
    """Let one definition of a flow take part: the one with most figures."""
    names = _most(one.figure.definition for one in taken if one.counts and one.figure.flow == kind)
    found = []
    for one in taken:
        if one.counts and one.figure.flow == kind and one.figure.definition != names[0]:
            values = {"found": one.figure.definition or "–", "wanted": names[0] or "–"}
            found.append(replace(one, use="not-comparable", why=Reason("population.other-definition", "note", values)))
        else:
            found.append(one)
    return found


def _unpaired(one: Taken) -> Taken:
    return replace(one, use="no-pair", why=Reason("population.no-pair", "note")) if one.counts else one
