"""Ways through pairs that were said to be the same: which pairs lie on a way between two mentions, and the shortest way.

A pair lies on a way without a repeated mention from x to y exactly where it is in one block (biconnected component) with a pair x–y added
to the graph; one depth-first walk finds that block (Hopcroft and Tarjan 1973, Algorithm 447).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from habeas.people.judgements.model import Pair, pair_of

Near = Mapping[str, AbstractSet[str]]
"""The mentions that each mention was said to be the same as."""


def between(x: str, y: str, near: Near) -> set[Pair]:
    """Return the pairs that lie on any way from x to y that passes no mention twice; empty where there is no way."""
    found = {x: 0, y: 1}
    low = {y: 1}
    kept: list[Pair] = []
    work: list[tuple[str, str | None, Iterator[str]]] = [(y, None, iter(near.get(y, ())))]
    while work:
        node, parent, rest = work[-1]
        for other in rest:
            if other == parent:
                continue
            if other not in found:
                found[other] = low[other] = len(found)
                kept.append((node, other))
                work.append((other, node, iter(near.get(other, ()))))
                break
            if found[other] < found[node]:
                kept.append((node, other))
                low[node] = min(low[node], found[other])
        else:
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
                if low[node] >= found[above]:
                    _drop(kept, (above, node))
    return {pair_of(*one) for one in kept}


def _drop(kept: list[Pair], upto: Pair) -> None:
    """Take away a block that hangs on one mention: no way passes through it and comes out."""
    while kept.pop() != upto:
        pass


def shortest(x: str, y: str, near: Near) -> list[str]:
    """Return the mentions of a shortest way from x to y, the first by their keys of those as short; empty where there is none."""
    before: dict[str, str] = {x: x}
    waiting = deque([x])
    while waiting and y not in before:
        node = waiting.popleft()
        for other in sorted(near.get(node, ())):
            if other not in before:
                before[other] = node
                waiting.append(other)
    if y not in before:
        return []
    way = [y]
    while way[-1] != x:
        way.append(before[way[-1]])
    return way[::-1]


def reached(start: str, near: Near) -> set[str]:
    """Return a mention and every one that a way leads to."""
    found = {start}
    waiting = [start]
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
