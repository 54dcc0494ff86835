"""Onto a linkage that is there: new mentions are scored against all, and nothing old against old.

What was learned from the old lists stays: their rates, how rare names are, the weights of old pairs. So persons that no new mention touches
stay as they are, to the last digit, and keep their ids; a full run over all lists would learn a little more, and may be made any time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from habeas.people import names
from habeas.people.linking import database
from habeas.people.linking.deciding import Asked, decided
from habeas.people.linking.features import features as features_of
from habeas.people.linking.kernels import compete
from habeas.people.linking.linkage import Found, Linkage
from habeas.people.linking.model import Frame, Model, common_of, persons
from habeas.people.linking.rarity import Rarity
from habeas.people.linking.weighed import Weighed, evidence_of

_ROUNDS = 8
_STEPS = 100


def link_onto(before: Found, mentions: pa.Table, asked: Asked, tell: Callable[[int, int], None]) -> Linkage:
    """Link new mentions onto what an earlier linkage found. Mentions whose key is there already are left out: a list that is given again adds nothing.

    Only the prior of pairs with a new list is fitted; their rates of agreement are the common ones. The recall is that of the old run. ``asked`` holds
    all judgements and lists, not only new ones.
    """
    mentions = _not_there(before.mentions, mentions)
    whole = pa.concat_tables([before.mentions, mentions.cast(before.mentions.schema)])
    order = list(dict.fromkeys([*before.lists, *mentions["list"].to_pylist()]))
    lexicon = names.Lexicon.learn(whole)
    new = features_of(mentions, order, names.parse(mentions, lexicon))
    tell(20, _STEPS)
    count = before.features.num_rows
    new = new.set_column(0, "id", pa.array(np.arange(count, count + new.num_rows, dtype=np.int32)))
    made = pa.concat_tables([before.features, new]).combine_chunks()
    frame = Frame(made["list"].to_numpy().astype(np.int32), len(order))
    rarity = Rarity.of(made, before.counts)
    with database.opened(made, asked.settings.memory) as connection:
        pairs, compared = database.candidates(
            connection, lambda done, of: tell(20 + 50 * done // of, _STEPS), newer_than=count
        )
    model = _widened(before.model, before.frame.count, frame)
    evidence = evidence_of(frame, pairs, rarity)
    weighed = Weighed.of(evidence, model)
    for _ in range(_ROUNDS):
        model = _priors(model, frame, weighed, before.frame.count)
        weighed = Weighed.of(evidence, model)
    tell(85, _STEPS)
    kept = replace(before.weighed, kinds=frame.kinds(before.weighed.links.left, before.weighed.links.right))
    found = Found(
        whole, made, tuple(order), frame, model, before.counts, Weighed.joined([kept, weighed]), before.recall, before.compared + compared.pairs, compared.indistinct,
    )  # fmt: skip
    linkage = decided(found, asked)
    tell(_STEPS, _STEPS)
    return linkage


def _not_there(before: pa.Table, mentions: pa.Table) -> pa.Table:
    """Return the mentions whose keys are new."""
    import pyarrow.compute as pc

    return mentions.filter(pc.invert(pc.is_in(mentions["mention"], before["mention"].combine_chunks())))


def _widened(model: Model, known: int, frame: Frame) -> Model:
    """Return the model for more lists: pairs of old lists keep what was fitted, others begin with what is common to all."""
    kinds = frame.count**2
    match = np.repeat(common_of(model.match)[None], kinds, 0)
    chance = np.repeat(common_of(model.chance)[None], kinds, 0)
    prior, kin = frame.guess, np.full(kinds, float(np.median(model.kin_prior)))
    for a in range(known):
        for b in range(known):
            old, new = a * known + b, a * frame.count + b
            match[new], chance[new] = model.match[old], model.chance[old]
            prior[new], kin[new] = model.match_prior[old], model.kin_prior[old]
    return Model(match, model.kin, chance, prior, kin)


def _priors(model: Model, frame: Frame, weighed: Weighed, known: int) -> Model:
    """Return the model with the priors of pairs with a new list fitted to the weights as they stand."""
    links, weights = weighed.links, weighed.weight.astype(np.float32)
    label = persons(links, weights, len(frame.lists))
    chances = compete(links.left, links.right, weights, frame.lists, frame.count, label)
    kinds = np.arange(frame.count**2)
    fresh = (kinds // frame.count >= known) | (kinds % frame.count >= known)
    fitted = (np.bincount(weighed.kinds, chances, minlength=len(kinds)) + 0.5) / (frame.possible + 1.0)
    return replace(model, match_prior=np.where(fresh, fitted, model.match_prior))
