"""Clusters: mentions put together by judgements, the surest first, and never past what forbids it.

Two clusters become one where a judgement says so and no pair across them is forbidden: another state, another function, two codes that
no list or person calls one place, names and addresses that all differ, or a person who said otherwise. So a chain of doubtful pairs
never makes one place of two: the judgement that would is put before a person instead. Under one code a chain may lead from a name and
address to others, as where a place moved and was renamed; the place then bears the flag ``joined-through``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from habeas.custody.places.evidence import Evidence, Reason
from habeas.custody.places.judging import GRADES, Judgement, strength
from habeas.custody.places.mentions import Mention

Pair = tuple[int, int]
Weigh = Callable[[int, int], Evidence]
_SOURCES: Final = ("person", "rule", "list")


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    codes: set[str]
    states: set[str]
    apart: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Clustered:
    """The clusters, each the numbers of its mentions in order, and the judgements as they stand now."""

    clusters: tuple[tuple[int, ...], ...]
    judgements: tuple[Judgement, ...]


class Clustering:
    """Puts mentions together; ``weigh`` compares any two of them."""

    def __init__(self, mentions: Sequence[Mention], weigh: Weigh) -> None:
        self._mentions = mentions
        self._weigh = weigh
        self._of = [
            _Cluster([n], {one.code} if one.code else set(), {one.state} if one.state else set())
            for n, one in enumerate(mentions)
        ]

    def run(self, judgements: Sequence[Judgement]) -> Clustered:
        """Apply judgements, and return the clusters and the judgements; one that was refused has become undecided, saying why."""
        for one in judgements:
            if one.verdict == "different" and one.source == "person":
                self._of[one.a].apart.add(one.b)
                self._of[one.b].apart.add(one.a)
        ordered = sorted((one for one in judgements if one.verdict == "same"), key=self._order)
        first = [one for one in ordered if self._at_once(one)]
        refused = self._apply(first)
        rest = [one for one in ordered if not self._at_once(one)]
        rivals = self._rivals(rest)
        refused |= rivals
        refused |= self._apply([one for one in rest if one.pair not in rivals])
        clusters = sorted({id(one): tuple(sorted(one.members)) for one in self._of}.values())
        return Clustered(tuple(clusters), tuple(self._now(one, refused) for one in judgements))

    def _one_code(self, one: Judgement) -> bool:
        return self._mentions[one.a].code is not None and self._mentions[one.a].code == self._mentions[one.b].code

    def _at_once(self, one: Judgement) -> bool:
        """Whether a judgement is applied before it is seen what else fits: a person's, and one of two lines with codes that say where."""
        left, right = self._mentions[one.a], self._mentions[one.b]
        coded = left.code is not None and right.code is not None and not left.bare and not right.bare
        return one.source == "person" or (coded and (one.source == "list" or left.code == right.code))

    def _open(self, n: int) -> bool:
        """Whether it is open into which place a mention goes: it has no code, or a code and nothing that says where."""
        return not self._of[n].codes or (self._mentions[n].bare and len(self._of[n].members) == 1)

    def _settled(self, cluster: _Cluster) -> bool:
        """Whether a cluster is a place of a code that some line says where it is."""
        return bool(cluster.codes) and not all(self._mentions[n].bare for n in cluster.members)

    def _order(self, one: Judgement) -> tuple[object, ...]:
        worth = tuple(-part for part in strength(self._weigh(*one.pair)))
        keys = tuple(sorted((self._mentions[n].key, self._mentions[n].place) for n in one.pair))
        return (_SOURCES.index(one.source) > 0, GRADES.index(one.grade), worth, keys)

    def _apply(self, ordered: Sequence[Judgement]) -> dict[Pair, Reason]:
        """Join what may be joined; return why each of the others was refused."""
        refused: dict[Pair, Reason] = {}
        for one in ordered:
            left, right = self._of[one.a], self._of[one.b]
            if left is right:
                continue
            reason = self._forbidden(left, right, one)
            if reason is None:
                self._join(left, right)
            else:
                refused[one.pair] = reason
        return refused

    def _join(self, left: _Cluster, right: _Cluster) -> None:
        if len(left.members) < len(right.members):
            left, right = right, left
        left.members += right.members
        left.codes |= right.codes
        left.states |= right.states
        left.apart |= right.apart
        for n in right.members:
            self._of[n] = left

    def _forbidden(self, left: _Cluster, right: _Cluster, one: Judgement) -> Reason | None:
        """Return what forbids two clusters to be one place, ``None`` where nothing does."""
        if left.apart.intersection(right.members):
            return Reason("refused-person", "against")
        if one.source == "person":
            return None
        if left.states and right.states and not left.states & right.states:
            return Reason("refused-state", "against", {"a": sorted(left.states), "b": sorted(right.states)})
        if left.codes and right.codes and not left.codes & right.codes and one.source != "list":
            return Reason("refused-codes", "against", {"a": sorted(left.codes), "b": sorted(right.codes)})
        one_code = self._one_code(one)
        for a in left.members:
            for b in right.members:
                found = self._weigh(min(a, b), max(a, b))
                if one.source == "list" and found.denied:
                    return Reason("refused-denied", "against", {"list": found.denied[0], "ids": found.denied[1]})
                if not one_code and (found.contradicts or (found.functions is False and not found.code)):
                    names = {"a": self._mentions[a].name, "b": self._mentions[b].name}
                    return Reason("refused-pair", "against", names)
        return None

    def _rivals(self, ordered: Sequence[Judgement]) -> dict[Pair, Reason]:
        """Return the judgements that would put an open mention into one of several places that fit it as well."""
        targets: dict[int, dict[int, list[Judgement]]] = {}
        for one in ordered:
            for n, other in (one.pair, one.pair[::-1]):
                cluster = self._of[other]
                if self._open(n) and self._settled(cluster) and cluster is not self._of[n]:
                    targets.setdefault(n, {}).setdefault(id(cluster), []).append(one)
        found: dict[Pair, Reason] = {}
        for n, places in targets.items():
            worth = {place: max(map(self._worth, ones)) for place, ones in places.items()}
            best = [places[place] for place in places if worth[place] == max(worth.values())]
            if len(best) > 1:
                codes = sorted(min(self._cluster_beside(n, ones[0]).codes) for ones in best)
                found |= {one.pair: Reason("rivals", "against", {"codes": codes}) for ones in best for one in ones}
        return found

    def _cluster_beside(self, n: int, one: Judgement) -> _Cluster:
        return self._of[one.b if one.a == n else one.a]

    def _worth(self, one: Judgement) -> tuple[float, ...]:
        return (-float(GRADES.index(one.grade)), *strength(self._weigh(*one.pair))[:2])

    def _now(self, one: Judgement, refused: Mapping[Pair, Reason]) -> Judgement:
        """Return a judgement as it stands: refused ones are undecided, unless their mentions came together after all."""
        if one.pair not in refused or self._of[one.a] is self._of[one.b]:
            return one
        return replace(one, verdict="undecided", grade="undecided", reasons=(*one.reasons, refused[one.pair]))
