"""Linking: mentions in, a linkage out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people import names
from habeas.people.judgements import Judgement
from habeas.people.linking import database, recall
from habeas.people.linking.deciding import Asked, decided
from habeas.people.linking.features import features as features_of
from habeas.people.linking.kernels import compete
from habeas.people.linking.linkage import Found, Linkage
from habeas.people.linking.model import Evidence, Frame, Model, fit, persons, priors, random_pairs
from habeas.people.linking.on_spark import OnSpark
from habeas.people.linking.places import related
from habeas.people.linking.rarity import Rarity
from habeas.people.linking.settings import Settings
from habeas.people.linking.vectors import Pairs
from habeas.people.linking.weighed import Weighed, evidence_of

if TYPE_CHECKING:
    from habeas.people.lists import ListAbout

Progress = Callable[[int, int], None]
_RANDOM = 250_000
_STEPS = 100
_LOST = -14.0
"""Pairs that weigh less once the model was fitted are not fitted again: related places cannot bring them back."""


def link(
    mentions: pa.Table,
    *,
    judgements: Sequence[Judgement] = (),
    lists: Mapping[str, ListAbout] | None = None,
    statements: pa.Table | None = None,
    settings: Settings | None = None,
    onto: Found | None = None,
    spark: OnSpark | None = None,
    progress: Progress | None = None,
) -> Linkage:
    """Link mentions (the shape is ``MENTIONS`` of :mod:`habeas.people.lists`) to persons.

    ``judgements`` are what people said; what they joined stays joined and what they parted stays apart. ``lists`` says of which lists their owner states that they hold
    each person once; ``statements`` are asked for deaths, so that nobody is linked to a custody that began after. With ``onto``, ``mentions`` are new ones and are
    linked onto what an earlier linkage found (``Linkage.found``), where that has any: see :func:`habeas.people.linking.onto.link_onto`. With ``spark`` the candidates are compared there,
    with the same outcome. ``progress`` is called with steps done, of a hundred.
    The outcome does not depend on the number of threads.
    """
    asked = Asked(tuple(judgements), lists or {}, statements, settings or Settings())
    tell = progress or (lambda _done, _all: None)
    if onto is not None and onto.mentions.num_rows:
        from habeas.people.linking.onto import link_onto

        return link_onto(onto, mentions, asked, tell)
    found = _found(mentions, asked.settings, spark, tell)
    tell(90, _STEPS)
    linkage = decided(found, asked)
    tell(_STEPS, _STEPS)
    return linkage


def _found(mentions: pa.Table, settings: Settings, spark: OnSpark | None, tell: Progress) -> Found:
    """Compare, fit and weigh: all that follows from the mentions alone."""
    order = list(dict.fromkeys(mentions["list"].to_pylist()))
    made = features_of(mentions, order, names.parse(mentions))
    tell(10, _STEPS)
    frame = Frame(made["list"].to_numpy().astype(np.int32), len(order))
    with database.opened(made, settings.memory) as connection:
        pairs, compared = database.candidates(
            connection, lambda done, of: tell(10 + 45 * done // of, _STEPS), spark=spark
        )
        random = database.given(connection, *random_pairs(made.num_rows, _RANDOM, settings.seed))
        tell(65, _STEPS)
        rarity = Rarity.of(made)
        codes = pairs.left.astype(np.int64) * made.num_rows + pairs.right
        model, evidence = _fitted(
            frame, made, evidence_of(frame, pairs, rarity), evidence_of(frame, random, rarity),
            lambda done, of: tell(65 + 15 * done // of, _STEPS),
        )  # fmt: skip
        del pairs
        weighed = Weighed.of(evidence, model)
        sampled, one, other = recall.sample_search(made, settings.seed)
        search = database.given(connection, np.minimum(one, other), np.maximum(one, other))
    missed = Weighed.of(evidence_of(frame, _not_in(codes, search, made.num_rows), rarity), model)
    share = _recall(frame, weighed, missed, sampled, settings.seed)
    # What only the search found is shown to people with the rest: a random sample of what the rules miss, at what it is worth.
    weighed = Weighed.joined([weighed, replace(missed, weight=missed.weight + np.log(recall.worth(len(frame.lists))))])
    return Found(
        mentions, made, tuple(order), frame, model, rarity.counts, weighed, share, compared.pairs, compared.indistinct
    )


def _fitted(frame: Frame, made: pa.Table, found: Evidence, random: Evidence, tell: Progress) -> tuple[Model, Evidence]:
    """Fit the model twice: once to learn which names of places go together, and with that again.

    Returned with it is the evidence of the pairs that may still matter. What rarity adds does not change with related places.
    """
    known = priors()
    model = fit(frame, found, random, known, progress=lambda a, b: tell(a, 2 * b))
    weights, kins = model.weights(found.pairs, found.kinds, found.rarity)
    mark = related(made, found.pairs, weights)
    found = found.take((weights > _LOST) | (kins > 0))
    if mark is not None:
        found = replace(found, pairs=mark(found.pairs))
        random = replace(random, pairs=mark(random.pairs))
        model = fit(frame, found, random, known, progress=lambda a, b: tell(a + b, 2 * b))
    return model, found


def _not_in(codes: npt.NDArray[np.int64], pairs: Pairs, n: int) -> Pairs:
    """Return the pairs that are not among those of ``codes``, which are in order."""
    own = pairs.left.astype(np.int64) * n + pairs.right
    if not len(codes):
        return pairs
    place = np.minimum(np.searchsorted(codes, own), len(codes) - 1)
    return pairs.take(codes[place] != own)


def _recall(frame: Frame, weighed: Weighed, missed: Weighed, sampled: Any, seed: int) -> recall.Recall:
    """Estimate the recall: what only the search finds is weighed among all rivals that the rules found, so that a stranger is not taken for a missed match."""
    both = Weighed.joined([weighed, missed])
    weights = both.weight.astype(np.float32)
    label = persons(both.links, weights, len(frame.lists))
    chances = compete(both.links.left, both.links.right, weights, frame.lists, frame.count, label).astype(float)
    split = len(weighed.links)
    by_rules = recall.Chances(weighed.links, chances[:split])
    by_search = recall.Chances(missed.links, chances[split:])
    return recall.estimate(sampled, by_rules, by_search, n=len(frame.lists), seed=seed)
