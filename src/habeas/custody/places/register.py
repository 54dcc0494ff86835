"""The register of places: one identity a place across lists, with what each list says of it, and why its mentions are held for one.

A place's id is the smallest key of its mentions, codes before names: building it again, or adding a list, gives a place the same id
unless that very list names it differently. Where one code stands for several sites, each site's id names its town besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from habeas.custody.places.addresses import site
from habeas.custody.places.candidates import pairs
from habeas.custody.places.clusters import Clustering
from habeas.custody.places.decisions import PlaceDecision
from habeas.custody.places.evidence import Evidence, Reason, weigh
from habeas.custody.places.judging import Judgement, judge, rule
from habeas.custody.places.mentions import Link, Mention
from habeas.custody.places.names import Rarity
from habeas.errors import Problem

Progress = Callable[[int, int], None]
_STEP: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place. ``mentions`` are the numbers of its mentions in the register; ``flags`` what a reader should know of it.

    Flags: ``one-code-several-sites`` (its code also stands for another place), ``several-codes``, ``several-states``, ``joined-through``
    (two of its mentions are one place through others only), ``coordinates-swapped``, ``functions-differ``.
    """

    id: str
    mentions: tuple[int, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How two places, or two names of one, stand to each other.

    ``kind``: ``same-address``; ``one-code`` (one code, several sites); ``said-one`` (a list gives them one number, and they were not
    joined); ``renamed`` (``a`` and ``b`` are then the same place, and the values name the earlier and the later name with their lists).
    """

    kind: str
    a: str
    b: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceRegister:
    """Places, the mentions they are made of, the judgements that put them together, and what came of decisions.

    ``undecided`` judgements are for a person. ``problems`` are decisions that name no mention, or that contradict each other.
    """

    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    judgements: tuple[Judgement, ...]
    relations: tuple[Relation, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def of(self) -> Mapping[int, Place]:
        """The place of each mention, by the mention's number."""
        return {n: one for one in self.places for n in one.mentions}

    @cached_property
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """The pairs of places, by id, of which a person has to say whether they are one."""
        found = {
            tuple(sorted((self.of[one.a].id, self.of[one.b].id)))
            for one in self.judgements
            if one.verdict == "undecided" and self.of[one.a] is not self.of[one.b]
        }
        return tuple(sorted((a, b) for a, b in found))

    def said(self, place: Place) -> tuple[Mention, ...]:
        """Return what each list says of a place, in the order of the lists."""
        return tuple(self.mentions[n] for n in place.mentions)

    def between(self, one: Place, other: Place) -> tuple[Judgement, ...]:
        """Return the judgements between the mentions of two places, or inside one."""
        left, right = set(one.mentions), set(other.mentions)
        return tuple(
            each
            for each in self.judgements
            if (each.a in left and each.b in right) or (each.a in right and each.b in left)
        )


def build_places(
    mentions: Sequence[Mention],
    *,
    links: Sequence[Link] = (),
    decisions: Sequence[PlaceDecision] = (),
    claims: bool = True,
    progress: Progress | None = None,
) -> PlaceRegister:
    """Build the register from mentions of any number of lists.

    ``links`` are codes that a list gives to its own numbers. ``claims=False`` leaves out what lists say of which numbers are one
    place, to measure the rules against it. The order of mentions does not matter for what becomes one place.
    """
    from habeas.custody.places.relations import relate

    ordered = tuple(sorted(mentions, key=lambda one: (one.list, one.sheet or "", one.line, one.key)))
    weighing = _Weighing(ordered, _Claims(ordered, links) if claims else None)
    judgements, problems = _decided(ordered, decisions)
    judgements += _judged(ordered, weighing, {one.pair for one in judgements}, progress)
    judgements.sort(key=lambda one: (one.pair, one.source))
    clustered = Clustering(ordered, weighing.compare).run(judgements)
    register = PlaceRegister(
        mentions=ordered,
        places=_places(ordered, clustered.clusters, weighing.compare),
        judgements=clustered.judgements,
        links=tuple(links),
        problems=tuple(problems),
    )
    return replace(register, relations=tuple(relate(register)))


class _Weighing:
    """Compares mentions, each pair once, with what lists say of them."""

    def __init__(self, mentions: Sequence[Mention], claims: _Claims | None) -> None:
        self._mentions = mentions
        self._claims = claims
        self._rarity = Rarity(one.name for one in {one.key: one for one in mentions}.values())
        self._known: dict[tuple[int, int], Evidence] = {}

    def compare(self, a: int, b: int) -> Evidence:
        """Return the evidence of two mentions, the earlier first."""
        found = self._known.get((a, b))
        if found is None:
            found = weigh(self._mentions[a], self._mentions[b], self._rarity)
            self._known[a, b] = found = self._claims.told(a, b, found) if self._claims else found
        return found


def _judged(
    mentions: Sequence[Mention], weighing: _Weighing, decided: set[tuple[int, int]], progress: Progress | None
) -> list[Judgement]:
    """Return the rules' judgements of all candidate pairs on which no person decided, where they are worth keeping."""
    made: list[Judgement] = []
    candidates = pairs(mentions)
    for done, (a, b) in enumerate(candidates):
        if (a, b) not in decided and _worth(weighing.compare(a, b)):
            made.append(judge(a, b, mentions, weighing.compare(a, b)))
        if progress and done % _STEP == 0:
            progress(done, len(candidates))
    if progress:
        progress(len(candidates), len(candidates))
    return made


def _worth(found: Evidence) -> bool:
    """Whether a judgement is worth keeping: ``different`` only where something had spoken for ``same``."""
    if rule(found).verdict != "different":
        return True
    alike = found.name.likeness in {"same", "alike"} and found.city is not False
    return bool(found.code) or (found.state is not False and bool(found.claimed or found.address == "same" or alike))


class _Claims:
    """What lists say of which of their numbers, and which codes, are one place."""

    def __init__(self, mentions: Sequence[Mention], links: Sequence[Link]) -> None:
        by_code: dict[str, set[tuple[str, str, str]]] = {}
        for one in links:
            by_code.setdefault(one.code, set()).add((one.scheme, one.id, one.list))
        self._own = [dict.fromkeys(one.ids, one.list) for one in mentions]
        self._all = [
            {(scheme, number): name for scheme, number, name in sorted(by_code.get(one.code or "", ()))} | own
            for own, one in zip(self._own, mentions, strict=True)
        ]

    def told(self, a: int, b: int, found: Evidence) -> Evidence:
        """Return evidence with what lists say: one number for both, or two numbers of one scheme."""
        left, right = self._all[a], self._all[b]
        shared = sorted(set(left) & set(right))
        if shared:
            scheme, number = shared[0]
            return replace(found, claimed=(left[scheme, number], f"{scheme} {number}"))
        for scheme, number in sorted(self._own[a]):
            others = sorted(other for name, other in self._own[b] if name == scheme)
            if others:
                return replace(found, denied=(self._own[a][scheme, number], f"{scheme} {number}, {others[0]}"))
        return found


def resolve(mentions: Sequence[Mention], asked: str) -> tuple[int, ...]:
    """Return the numbers of the mentions that a key, an id of a place or a line of a list means; none where nothing does."""
    exact = tuple(n for n, one in enumerate(mentions) if asked in {one.key, one.place})
    if exact or "@" not in asked:
        return exact
    code, _, town = asked.partition("@")
    return tuple(n for n, one in enumerate(mentions) if one.code == code and town in {site(one.city), at(one)})


def _decided(mentions: Sequence[Mention], decisions: Sequence[PlaceDecision]) -> tuple[list[Judgement], list[Problem]]:
    """Return persons' judgements, and the decisions that cannot be followed; of two that contradict each other neither is."""
    made: dict[tuple[int, int], tuple[Judgement, PlaceDecision]] = {}
    problems: list[Problem] = []
    for one in decisions:
        left, right = resolve(mentions, one.a), resolve(mentions, one.b)
        lost = [asked for asked, found in ((one.a, left), (one.b, right)) if not found]
        if lost or set(left) & set(right):
            key = "places.decision-lost" if lost else "places.decision-itself"
            values: dict[str, object] = {"where": one.where, "names": lost or [one.a, one.b]}
            problems.append(Problem(key, gravity="warning", values=values))
            continue
        reason = Reason("person", "for" if one.verdict == "same" else "against", {"by": one.by, "reason": one.reason})
        every = [(min(a, b), max(a, b)) for a in left for b in right]
        for pair in every if one.verdict == "different" else every[:1]:
            before = made.get(pair)
            if before and before[1].verdict != one.verdict:
                values = {"a": before[1].where, "b": one.where, "names": [one.a, one.b]}
                problems.append(Problem("places.decisions-contradict", gravity="warning", values=values))
            made[pair] = (Judgement(*pair, one.verdict, "certain", "person", (reason,), one.where), one)
    return [judgement for judgement, _ in made.values()], problems


def _places(
    mentions: Sequence[Mention], clusters: Iterable[Sequence[int]], compare: Callable[[int, int], Evidence]
) -> tuple[Place, ...]:
    """Return the places of clusters, by id."""
    made = list(clusters)
    sites: dict[str, int] = {}
    for members in made:
        for code in {mentions[n].code for n in members} - {None}:
            sites[str(code)] = sites.get(str(code), 0) + 1
    found: list[Place] = []
    taken: set[str] = set()
    for members in made:
        ones = [mentions[n] for n in members]
        name = _id(ones, sites, taken)
        taken.add(name)
        found.append(Place(id=name, mentions=tuple(members), flags=tuple(_flags(members, mentions, sites, compare))))
    return tuple(sorted(found, key=lambda one: one.id))


def _id(ones: Sequence[Mention], sites: Mapping[str, int], taken: set[str]) -> str:
    """Return the id of a place: its smallest key, codes of its own before codes that several places share, and those before names."""
    _, _, key = min((one.code is None, sites.get(one.key, 0) > 1, one.key) for one in ones)
    if sites.get(key, 0) > 1:
        towns = sorted(named for one in ones if one.code == key and (named := at(one)))
        key = f"{key}@{towns[0]}" if towns else key
    number, made = 2, key
    while made in taken:
        made = f"{key}~{number}"
        number += 1
    return made


def at(one: Mention) -> str:
    """Return where a mention is, for the id of one of several sites of a code: ``conroe-500``, empty where nothing says."""
    return "-".join(part for part in (site(one.city), (one.address.number or "").lower()) if part)


def _flags(
    members: Sequence[int],
    mentions: Sequence[Mention],
    sites: Mapping[str, int],
    compare: Callable[[int, int], Evidence],
) -> Iterable[str]:
    ones = [mentions[n] for n in members]
    codes = {one.code for one in ones if one.code}
    if any(sites[code] > 1 for code in codes):
        yield "one-code-several-sites"
    if len(codes) > 1:
        yield "several-codes"
    if len({one.state for one in ones if one.state}) > 1:
        yield "several-states"
    if len({one.function for one in ones if one.function}) > 1:
        yield "functions-differ"
    if any(one.swapped for one in ones):
        yield "coordinates-swapped"
    if any(_through(compare(a, b)) for at, a in enumerate(members) for b in members[at + 1 :]):
        yield "joined-through"


def _through(found: Evidence) -> bool:
    """Whether two mentions are one place through others only: no name, address, town or list of their own joins them."""
    unlike = found.name.likeness == "unlike" and found.address not in {"same", "elsewhere"} and not found.claimed
    return unlike and (found.contradicts or not found.code)
