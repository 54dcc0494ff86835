"""Worlds with known truth: probabilities mean what they say, draws reach around the estimate and keep what people decided, a new list is linked as in a full run."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.people.linking.making import again, estimate, judged, linked, register, score, world

from habeas.people.linking import Linkage, link

WORLDS = (1, 5, 6)
BINS = (0.05, 0.2, 0.5, 0.8, 0.95, 0.99)


def test_probabilities_mean_what_they_say() -> None:
    """Of the links of three worlds, by their stated probability: the mean absolute gap to the share that is right, each link counting once, is below 0.02.

    So is the gap of the whole: as many links are right as the probabilities add up to, within 5 in 100.
    """
    stated, right = [], []
    for seed in WORLDS:
        made, truth = linked(220, seed), world(220, seed).truth
        stated.append(made.chance)
        right.append(truth[made.links.left] == truth[made.links.right])
    chance, same = np.concatenate(stated), np.concatenate(right)
    place = np.digitize(chance, BINS)
    assert len(np.unique(place)) == len(BINS) + 1
    gaps = [abs(float(chance[place == n].sum() - same[place == n].sum())) for n in range(len(BINS) + 1)]
    assert sum(gaps) / len(chance) < 0.02
    assert chance.sum() == pytest.approx(same.sum(), rel=0.05)


@pytest.mark.parametrize("seed", WORLDS)
def test_draws_reach_around_the_estimate(seed: int) -> None:
    """The median of the number of persons drawn lies within 2 in 100 of the estimation partition, and within the interval; draws differ from each other."""
    made = linked(220, seed)
    counts = (made.partitions(80, seed=1) == np.arange(len(made))).sum(1)
    assert np.median(counts) == pytest.approx(made.tiers.estimate.count, rel=0.02)
    assert made.summary.interval[0] <= made.summary.estimate <= made.summary.interval[1]
    assert len(np.unique(counts)) > 1


def test_what_people_decided_is_never_drawn_otherwise() -> None:
    """A pair that people joined, which the machine would never join, is one person in every draw; the surest one, which they parted, is two in every draw."""
    base = linked(220, 6)
    surest = int(np.argmax(base.chance))
    parted = base.keys[base.links.left[surest]], base.keys[base.links.right[surest]]
    known = set(parted) | {key for key, one in estimate(base).items() if one in {estimate(base)[key] for key in parted}}
    strangers = [key for key in base.keys if key not in known]
    joined = strangers[0], next(one for one in strangers if estimate(base)[one] != estimate(base)[strangers[0]])
    made = again(base, judged("same", *joined), judged("different", *parted))
    a, b, c, d = (made.keys.index(key) for key in (*joined, *parted))
    for label in made.partitions(60, seed=2):
        assert label[a] == label[b]
        assert label[c] != label[d]


@pytest.fixture(scope="module")
def onto() -> tuple[Linkage, Linkage]:
    """Link all lists of a world but the last, and that one onto them."""
    whole = world(220, 5).mentions
    new = pc.equal(whole["list"], whole["list"][-1])
    old = link(whole.filter(pc.invert(new)))
    return old, link(whole.filter(new), onto=old.found)


def test_a_list_linked_onto_others_comes_out_as_in_a_full_run(onto: tuple[Linkage, Linkage]) -> None:
    """F1 of the pairs of the estimate is within 0.02 of that of all lists linked at once."""
    _, made = onto
    whole = world(220, 5)
    where = [whole.mentions["mention"].to_pylist().index(key) for key in made.keys]
    full = score(whole.truth, linked(220, 5).tiers.estimate.label).f1
    assert score(whole.truth[where], made.tiers.estimate.label).f1 == pytest.approx(full, abs=0.02)


def test_whom_a_new_list_does_not_touch_stays_to_the_last_bit(onto: tuple[Linkage, Linkage]) -> None:
    """Every old pair weighs what it weighed, bit for bit; register persons in whose component of plausible pairs nobody new stands keep id, probability and what they may hide."""
    old, made = onto
    n = len(old)
    before = {(a, b): w for a, b, w in zip(old.links.left, old.links.right, old.weight, strict=True)}
    after = {(a, b): w for a, b, w in zip(made.links.left, made.links.right, made.weight, strict=True) if b < n}
    assert before == after
    touched = {int(a) for a, b in zip(made.links.left, made.links.right, strict=True) if b >= n}
    rows = zip(old.persons.to_pylist(), made.persons.slice(0, n).to_pylist(), old.tiers.estimate.label, strict=True)
    groups = old.tiers.estimate.label
    alone = [(one, other) for one, other, label in rows if not touched & set(np.flatnonzero(groups == label).tolist())]
    assert len(alone) > 50
    ids = [(one["mention"], one["person"], one["estimate"]) for one, _ in alone]
    assert ids == [(one["mention"], one["person"], one["estimate"]) for _, one in alone]


def test_a_list_given_again_adds_nothing(onto: tuple[Linkage, Linkage]) -> None:
    """The new list linked onto what it is in already: no mention, no pair and no person comes or goes."""
    _, made = onto
    whole = world(220, 5).mentions
    same = link(whole.filter(pc.equal(whole["list"], whole["list"][-1])), onto=made.found)
    assert made.mentions.equals(same.mentions)
    assert register(made) == register(same)
    assert estimate(made) == estimate(same)
    assert isinstance(same.pairs, pa.Table)
    assert made.pairs.num_rows == same.pairs.num_rows
