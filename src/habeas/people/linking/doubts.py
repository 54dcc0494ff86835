"""Doubts: what a person should look at, worth most first.

Two kinds of gain: persons who may be hidden in a register person, and how far an answer would move the number of persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from habeas.people.judgements import Weights

if TYPE_CHECKING:
    from habeas.people.linking.linkage import Linkage

_ASKED: Final = 0.02


def doubts(linkage: Linkage) -> pa.Table:
    """Return the doubts: keys, probability, ``hidden_gain``, ``count_gain``, ``kind`` and ``value``.

    Of each register person that people did not make, the weakest pair is asked (``person``), however sure it is; of all other pairs those whose
    probability is neither below 2 % nor above 98 %, and the surer ones that the estimate joins and the register does not (``pair``). ``count_gain`` is how far
    the number of persons is expected to move: the chance that the estimate has the pair wrong.
    """
    links, chance, decided = linkage.links, linkage.chance, linkage.decided
    register, estimate = linkage.tiers.register.label, linkage.tiers.estimate.label
    inside = (register[links.left] == register[links.right]) & ~decided
    weakest = _weakest(register[links.left], chance, inside)
    person = np.zeros(len(links), bool)
    person[weakest] = True
    joined = estimate[links.left] == estimate[links.right]
    open_to = ~inside & ~decided & (((chance > _ASKED) & (chance < 1 - _ASKED)) | (joined & (chance >= 1 - _ASKED)))
    where = np.flatnonzero(person | open_to)
    hidden = np.where(person[where], 1.0 - chance[where], 0.0)
    count = np.where(joined[where], 1.0 - chance[where], chance[where])
    worth = Weights()
    value = worth.hidden * hidden + worth.count * count
    order = np.lexsort((where, -value))
    where = where[order]
    keys = pa.array(linkage.keys)
    return pa.table(
        {
            "left": keys.take(pa.array(links.left[where])),
            "right": keys.take(pa.array(links.right[where])),
            "probability": chance[where],
            "hidden_gain": hidden[order],
            "count_gain": count[order],
            "kind": np.where(person[where], "person", "pair"),
            "value": value[order],
        }
    )


def _weakest(label: Any, chance: Any, inside: Any) -> Any:
    """Return for each register person the number of its weakest pair."""
    where = np.flatnonzero(inside)
    order = where[np.lexsort((chance[where], label[where]))]
    first = np.ones(len(order), bool)
    first[1:] = label[order][1:] != label[order][:-1]
    return order[first]
