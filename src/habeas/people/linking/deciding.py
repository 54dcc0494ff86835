"""Deciding: what people said, what lists promise and what cannot be, laid over what was found; from it, both tiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people.judgements import Judgement, Settled, settle
from habeas.people.linking.impossible import Impossible, first_day_of_custody, last_day_of_death, once_of
from habeas.people.linking.kernels import compete
from habeas.people.linking.linkage import Decisions, Found, Linkage
from habeas.people.linking.model import Frame, priors
from habeas.people.linking.partition import MISSING, MOST, NEVER, Edges, components, join
from habeas.people.linking.settings import Settings
from habeas.people.linking.tiers import Standing, tiers
from habeas.people.linking.vectors import Pairs
from habeas.people.linking.weighed import Weighed

if TYPE_CHECKING:
    from habeas.people.lists import ListAbout

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a linkage is asked with: judgements, what is known of the lists, statements of deaths, settings."""

    judgements: tuple[Judgement, ...]
    lists: Mapping[str, ListAbout]
    statements: pa.Table | None
    settings: Settings


def decided(found: Found, asked: Asked) -> Linkage:
    """Return the linkage once everything is heard."""
    n = found.mentions.num_rows
    keys = {key: place for place, key in enumerate(found.mentions["mention"].to_pylist())}
    said = settle(asked.judgements, keys)
    judged = _judged(found.weighed, said, keys, found.frame)
    links = judged.weighed.links
    together = components(n, *_ends(_links_of(said), keys))
    barred = _impossible(found, asked, _ends(said.apart, keys), together)
    weight = np.where(barred.pairs(links.left, links.right) & ~judged.decided, NEVER, judged.weighed.weight)
    chance = _chances(found.frame, links, weight)
    chance = np.where(judged.decided, (weight > 0).astype(float), chance)
    standing = Standing(weight, chance, judged.decided, judged.held, barred)
    return Linkage(
        found=found,
        links=links,
        kinds=judged.weighed.kinds,
        rarity=judged.weighed.rarity,
        decisions=Decisions(weight, chance, judged.decided, len(said.contradictions), barred),
        tiers=tiers(n, links, standing, asked.settings.assert_above),
        settings=asked.settings,
    )


def _chances(frame: Frame, links: Pairs, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the calibrated probability of each pair among its rivals. Two who cannot be one person are rivals, however like a third both are."""
    floats = np.clip(weight, -80, 80).astype(np.float32)
    edges = Edges(links.left, links.right, np.where(weight <= NEVER, NEVER, floats.astype(float)))
    label = join(len(frame.lists), edges, 0.0).label
    sure = compete(links.left, links.right, floats, frame.lists, frame.count, label).astype(float)
    return np.asarray(priors().calibrated(sure))


def _impossible(found: Found, asked: Asked, apart: tuple[Any, Any], together: Any) -> Impossible:
    """Return what cannot be one person, by what lists promise, deaths, and people's word."""
    once = {name for name, one in asked.lists.items() if one.each_once} | set(asked.settings.each_once)
    return Impossible(
        once_of(found.frame.lists, found.lists, once),
        last_day_of_death(found.mentions, asked.statements),
        first_day_of_custody(found.mentions),
        apart,
        together,
    )


def _links_of(said: Settled) -> list[tuple[str, str]]:
    """Return pairs that chain all that people said to be one person."""
    return [pair for group in said.together for pair in pairwise(group)]


def _ends(pairs: Iterable[Sequence[str]], keys: Mapping[str, int]) -> tuple[Any, Any]:
    """Return the numbers of the mentions of pairs, the earlier one first; pairs on a mention that is gone are left out."""
    known = [(keys[a], keys[b]) for a, b in pairs if a in keys and b in keys]
    both = np.array(known, dtype=np.int32).reshape(-1, 2)
    return both.min(1, initial=2**31 - 1), both.max(1, initial=0)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Pairs with those on which people judged: ``decided`` are weighed beyond doubt, on those ``held`` people contradict each other."""

    weighed: Weighed
    decided: Bools
    held: Bools


def _judged(found: Weighed, said: Settled, keys: Mapping[str, int], frame: Frame) -> _Judged:
    """Lay what people said over the pairs, and add pairs that no rule had found."""
    lots = [(_ends(_links_of(said), keys), MOST), (_ends(said.apart, keys), NEVER), (_ends(said.held, keys), np.nan)]
    left, right = (np.concatenate([ends[side] for ends, _ in lots]) for side in (0, 1))
    verdict = np.concatenate([np.full(len(ends[0]), weight) for ends, weight in lots])
    n = len(frame.lists)
    own, wanted = found.links.left.astype(np.int64) * n + found.links.right, left.astype(np.int64) * n + right
    order = np.argsort(own, kind="stable")
    place = np.minimum(np.searchsorted(own[order], wanted), max(len(own) - 1, 0))
    there = own[order][place] == wanted if len(own) else np.zeros(len(wanted), bool)
    whole = Weighed.joined([found, _unweighed(left[~there], right[~there], frame, found)])
    told = np.full(len(whole.weight), np.inf)
    told[order[place[there]]] = verdict[there]
    told[len(own) :] = verdict[~there]
    held, settled = np.isnan(told), np.isfinite(told)
    return _Judged(
        Weighed(whole.links, whole.kinds, whole.rarity, np.where(settled, told, whole.weight)), settled, held
    )


def _unweighed(left: Any, right: Any, frame: Frame, like: Weighed) -> Weighed:
    """Return pairs that were never compared."""
    more = len(left)
    pairs = Pairs(left, right, np.full((more, like.links.levels.shape[1]), -1, np.int8), np.zeros(more, np.int32))
    zeros = np.zeros(more, np.float32)
    return Weighed(pairs, frame.kinds(left, right), (zeros, zeros), np.full(more, MISSING))
