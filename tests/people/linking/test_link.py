"""Linking as a whole: draws, recall, going on from a linkage, keeping it, and what cannot be told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.people.linking.making import linked, mentions, world

from habeas.errors import InputError
from habeas.people.linking import Settings, keep, kept, link, say
from habeas.words import LANGUAGES, Lang

WORLDS = range(1, 9)


@pytest.mark.parametrize("seed", WORLDS)
def test_the_interval_of_persons_holds_the_truth(seed: int) -> None:
    """On made-up lists that nothing was learned from, 95 of 100 draws reach around the true number; the draws hang on the seed alone."""
    made, truth = linked(220, seed), world(220, seed)
    drawn = made.partitions(80, seed=1)
    counts = (drawn == np.arange(len(made))).sum(1)
    low, high = np.quantile(counts, (0.025, 0.975))
    assert low <= len(set(truth.truth.tolist())) <= high
    assert np.array_equal(drawn[:5], made.partitions(80, seed=1)[:5])
    assert not np.array_equal(drawn, made.partitions(80, seed=2))


def test_a_label_is_the_first_mention_of_its_person() -> None:
    """In both tiers and in every draw the first mention of a person bears its own number."""
    made = linked(220, 3)
    for label in (made.tiers.register.label, made.tiers.estimate.label, *made.partitions(5, seed=3)):
        assert np.array_equal(label[label], label)
        assert (label <= np.arange(len(made))).all()


@pytest.mark.parametrize("seed", [4, 6])
def test_recall_is_estimated_near_the_truth(seed: int) -> None:
    """What the search says of the rules lies within three points of what the truth says."""
    made, truth = linked(220, seed), world(220, seed).truth
    left, right = np.triu_indices(len(truth), 1)
    same = truth[left] == truth[right]
    pairs = set(
        zip(
            made.links.left[made.links.rules > 0].tolist(), made.links.right[made.links.rules > 0].tolist(), strict=True
        )
    )
    found = sum(pair in pairs for pair in zip(left[same].tolist(), right[same].tolist(), strict=True))
    assert made.recall.share == pytest.approx(found / same.sum(), abs=0.03)
    assert made.recall.known


def test_a_new_list_leaves_alone_whom_it_does_not_touch(tmp_path: Path) -> None:
    """Kept, read and gone on with: old pairs weigh what they weighed, persons without a link to a new mention keep ids; the same list again adds nothing."""
    whole = world(220, 6).mentions
    last = whole["list"].to_pylist()[-1]
    new = pc.equal(whole["list"], last)
    old = link(whole.filter(pc.invert(new)))
    keep(old.found, tmp_path)
    made = link(whole.filter(new), onto=kept(tmp_path))
    pairs = {(one["left"], one["right"]): one["weight"] for one in made.pairs.to_pylist()}
    assert all(pairs[one["left"], one["right"]] == one["weight"] for one in old.pairs.to_pylist() if one["evidence"])
    before = dict(zip(old.keys, old.persons["estimate"].to_pylist(), strict=True))
    after = dict(zip(made.keys, made.persons["estimate"].to_pylist(), strict=True))
    fresh = {person for key, person in after.items() if key not in before}
    assert (
        sum(after[key] != person for key, person in before.items() if person not in fresh and after[key] not in fresh)
        == 0
    )
    assert len(link(whole.filter(pc.invert(new)), onto=kept(tmp_path))) == len(old)


def test_a_folder_without_a_linkage_is_named(tmp_path: Path) -> None:
    """What is no kept linkage is refused with the folder."""
    with pytest.raises(InputError) as told:
        kept(tmp_path)
    assert str(tmp_path) in told.value.text("en")


def test_a_name_of_too_many_with_nothing_else_is_said_to_be_compared_with_nobody() -> None:
    """Two hundred of one name, and nothing else known: nobody is joined, and the number of those compared with nobody is told."""
    rows = [{"list": "ab"[n % 2], "name": "José Hernández Martínez", "mention": f"m:{n}"} for n in range(200)]
    made = link(mentions(*rows))
    assert (made.indistinct, made.tiers.register.count, made.tiers.estimate.count) == (200, 200, 200)
    assert not made.recall.known


def test_lists_without_a_person_in_common_stay_apart() -> None:
    """Two lists of strangers are as many persons as rows, and a list of one is one."""
    a = [{"list": "a", "name": name, "born": "1990-01-02"} for name in ("Rutilio Cea Mancía", "Delmy Orantes Lue")]
    b = [{"list": "b", "name": name, "born": "1971-12-30"} for name in ("Fausto Ábrego Nolasco", "Noemí Zepeda Quil")]
    assert link(mentions(*a, *b)).tiers.estimate.count == 4
    assert link(mentions(a[0])).tiers.estimate.count == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_level_has_words(lang: Lang) -> None:
    """Each piece of evidence of each pair is put into words of the language, with the values of both sides where they differ."""
    made = linked(220, 7)
    for one in made.pairs["evidence"].to_pylist()[:400]:
        said = say(one, lang)
        assert len(said) == len(one)
        assert all(said)


def test_one_thread_and_two_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many threads the database has changes nothing."""
    import duckdb

    made, real = linked(220, 3), duckdb.connect

    def single(*rest: object) -> duckdb.DuckDBPyConnection:
        connection = real(*rest)  # type: ignore[arg-type]
        connection.execute("SET threads = 1")
        return connection

    monkeypatch.setattr(duckdb, "connect", single)
    again = link(made.mentions, settings=Settings())
    assert again.pairs.equals(made.pairs)
    assert again.persons.equals(made.persons)
    assert isinstance(again.doubts, pa.Table)
