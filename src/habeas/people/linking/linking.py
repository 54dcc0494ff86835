"""Linking: mentions in, a linkage out; and new mentions onto a linkage that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people import names
from habeas.people.judgements import Judgement, Settled, settle
from habeas.people.linking import recall as recalling
from habeas.people.linking.features import features as features_of
from habeas.people.linking.impossible import impossible
from habeas.people.linking.kernels import compete
from habeas.people.linking.keys import make_candidates, make_keys
from habeas.people.linking.linkage import Linkage
from habeas.people.linking.model import Evidence, Frame, Model, fit, persons, priors, random_pairs
from habeas.people.linking.partition import MISSING, MOST, NEVER, components
from habeas.people.linking.places import related
from habeas.people.linking.rarity import Rarity
from habeas.people.linking.settings import Settings
from habeas.people.linking.tiers import tiers
from habeas.people.linking.vectors import CHUNK, Pairs, compare

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from habeas.people.lists import ListAbout

Progress = Callable[[int, int], None]
_KEPT: Final = -9.0
_RANDOM: Final = 250_000
_STEPS: Final = 100


def link(
    mentions: pa.Table,
    *,
    judgements: Sequence[Judgement] = (),
    lists: Mapping[str, ListAbout] | None = None,
    statements: pa.Table | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Linkage:
    """Link mentions (the shape is ``MENTIONS`` of :mod:`habeas.people.lists`) to persons.

    ``judgements`` are what people said; what they joined stays joined and what they parted stays apart. ``lists`` says of which lists their owner states that they hold
    each person once; ``statements`` are asked for deaths, so that nobody is linked to a custody that began after. ``progress`` is called with
    steps done, of a hundred. The outcome does not depend on the number of threads.
    """
    settings = settings or Settings()
    tell = progress or (lambda _done, _all: None)
    order = list(dict.fromkeys(mentions["list"].to_pylist()))
    made = features_of(mentions, order, names.parse(mentions))
    tell(10, _STEPS)
    frame = Frame(made["list"].to_numpy().astype(np.int32), len(order))
    with _database(made, settings) as connection:
        make_keys(connection, "features", "keys")
        count = make_candidates(connection, "keys", "candidates", chunk=CHUNK)
        found = _compared(connection, "candidates", count, lambda done: tell(15 + 40 * done // max(count, 1), _STEPS))
        left, right = random_pairs(made.num_rows, _RANDOM, settings.seed)
        random = _pairs_of(connection, left, right)
        tell(65, _STEPS)
        rarity = Rarity.of(made)
        model, found = _fitted(frame, made, found, random, rarity, lambda done, of: tell(65 + 15 * done // of, _STEPS))
        kept = _Kept.of(found, model, frame, rarity)
        codes = _codes(found, made.num_rows)
        del found
        sampled, one, other = recalling.sample_search(made, settings.seed)
        search = _pairs_of(connection, np.minimum(one, other), np.maximum(one, other))
    share = _recall(search, sampled, model, frame, rarity, codes, kept, settings.seed)
    tell(90, _STEPS)
    linkage = _settled(
        mentions, made, order, frame, model, rarity, kept, judgements, lists or {}, statements, settings, share, count
    )
    tell(_STEPS, _STEPS)
    return linkage


def _database(features: pa.Table, settings: Settings) -> Any:
    """Lend a database that holds the features, read from a Parquet file as Splink's engines read them."""
    from contextlib import contextmanager
    from pathlib import Path
    from tempfile import TemporaryDirectory

    @contextmanager
    def lend() -> Any:
        import duckdb
        import pyarrow.parquet as pq

        with TemporaryDirectory(prefix="habeas-link-") as folder, duckdb.connect() as connection:
            path = Path(folder) / "features.parquet"
            pq.write_table(features, path)
            connection.execute(f"SET memory_limit = '{settings.memory}'")
            connection.execute(f"SET temp_directory = '{folder}'")
            connection.execute("SET preserve_insertion_order = false")
            connection.execute("CREATE TABLE features AS SELECT * FROM read_parquet(?)", [str(path)])
            yield connection

    return lend()


def _compared(connection: DuckDBPyConnection, candidates: str, count: int, tell: Callable[[int], None]) -> Pairs:
    """Return the candidates with their levels, in the order of their mentions."""
    done = 0
    parts = []

    def said(n: int) -> None:
        nonlocal done
        done += n
        tell(min(done, count))

    for part in compare(connection, "features", candidates, tell=said):
        parts.append(part)
    pairs = Pairs.joined(parts)
    return pairs.take(np.lexsort((pairs.right, pairs.left)))


def _pairs_of(connection: DuckDBPyConnection, left: Any, right: Any) -> Pairs:
    """Return given pairs with their levels, each once, in the order of their mentions."""
    table = pa.table({"left": pa.array(left, pa.int32()), "right": pa.array(right, pa.int32())})
    connection.register("given_pairs", table)
    connection.execute(
        f'CREATE OR REPLACE TABLE chosen AS SELECT DISTINCT "left", "right", 0 AS rules, 0 AS chunk FROM given_pairs WHERE "left" < "right"'  # noqa: F541
    )
    connection.unregister("given_pairs")
    pairs = Pairs.joined(list(compare(connection, "features", "chosen", tell=lambda _: None)))
    return pairs.take(np.lexsort((pairs.right, pairs.left)))


def _evidence(frame: Frame, pairs: Pairs, rarity: Rarity) -> Evidence:
    return Evidence(pairs, frame.kinds(pairs.left, pairs.right), rarity.of_pairs(pairs))


def _fitted(
    frame: Frame, made: pa.Table, found: Pairs, random: Pairs, rarity: Rarity, tell: Progress
) -> tuple[Model, Pairs]:
    """Fit the model twice: once to learn which names of places go together, and with that again."""
    known = priors()
    model = fit(
        frame,
        _evidence(frame, found, rarity),
        _evidence(frame, random, rarity),
        known,
        progress=lambda a, b: tell(a, 2 * b),
    )
    weights, _ = model.weights(found, frame.kinds(found.left, found.right), rarity.of_pairs(found))
    say = related(made, found, weights, random)
    if say is not None:
        found, random = say(found), say(random)
        model = fit(
            frame,
            _evidence(frame, found, rarity),
            _evidence(frame, random, rarity),
            known,
            progress=lambda a, b: tell(a + b, 2 * b),
        )
    return model, found


@dataclass(frozen=True, slots=True)
class _Kept:
    """The pairs that weigh enough to matter."""

    links: Pairs
    kinds: npt.NDArray[np.int32]
    rarity: tuple[Any, Any]
    weight: npt.NDArray[np.float64]

    @classmethod
    def of(cls, found: Pairs, model: Model, frame: Frame, rarity: Rarity) -> _Kept:
        kinds, rare = frame.kinds(found.left, found.right), rarity.of_pairs(found)
        weights, _ = model.weights(found, kinds, rare)
        kept = weights > _KEPT
        return cls(found.take(kept), kinds[kept], (rare[0][kept], rare[1][kept]), weights[kept].astype(float))


def _codes(pairs: Pairs, n: int) -> npt.NDArray[np.int64]:
    """Return a number for each pair, sorted, to look pairs up by."""
    return np.sort(pairs.left.astype(np.int64) * n + pairs.right)


def _recall(
    search: Pairs, sampled: Any, model: Model, frame: Frame, rarity: Rarity, codes: Any, kept: _Kept, seed: int
) -> recalling.Recall:
    """Estimate the recall: what the search finds is weighed among all rivals that the rules found, so that a stranger is not taken for a missed match."""
    n = len(frame.lists)
    own = search.left.astype(np.int64) * n + search.right
    place = np.minimum(np.searchsorted(codes, own), max(len(codes) - 1, 0))
    there = codes[place] == own if len(codes) else np.zeros(len(own), bool)
    missed = _Kept.of(search.take(~there), model, frame, rarity)
    both = Pairs.joined([kept.links, missed.links])
    weights = np.concatenate([kept.weight, missed.weight]).astype(np.float32)
    label = persons(both, weights, n)
    chances = compete(both.left, both.right, weights, frame.lists, frame.count, label).astype(float)
    known = len(kept.links)
    return recalling.estimate(sampled, kept.links, chances[:known], missed.links, chances[known:], n, seed)


def _settled(
    mentions: pa.Table, made: pa.Table, order: Sequence[str], frame: Frame, model: Model, rarity: Rarity, kept: _Kept,
    judgements: Sequence[Judgement], lists: Mapping[str, ListAbout], statements: pa.Table | None, settings: Settings,
    share: recalling.Recall, count: int,
) -> Linkage:  # fmt: skip
    """Return the linkage once what people said, what lists promise and what cannot be is heard."""
    n = mentions.num_rows
    keys = {key: place for place, key in enumerate(mentions["mention"].to_pylist())}
    said = settle(judgements, keys)
    kept, decided, held = _with_judged(kept, said, keys, frame)
    once = {name for name, one in lists.items() if one.each_once} | set(settings.each_once)
    never = _once(kept.links, frame, [place for place, name in enumerate(order) if name in once]) | impossible(
        kept.links, mentions, statements
    )
    weight = np.where(never & ~decided, NEVER, kept.weight)
    together = components(
        n, *_ends([pair for group in said.together for pair in zip(group, group[1:], strict=False)], keys)
    )
    known = priors()
    floats = np.clip(weight, -80, 80).astype(np.float32)
    chance = known.calibrated(
        compete(
            kept.links.left, kept.links.right, floats, frame.lists, frame.count, persons(kept.links, floats, n)
        ).astype(float)
    )
    chance = np.where(decided, (kept.weight > 0).astype(float), chance)
    return Linkage(
        mentions=mentions, features=made, lists=tuple(order), frame=frame, model=model, counts=rarity.counts, links=kept.links, kinds=kept.kinds,
        rarity=kept.rarity, weight=weight, chance=chance, decided=decided,
        tiers=tiers(
            n, kept.links, weight, chance, together=together, decided=decided, held=held,
            assert_above=settings.assert_above,
        ),
        recall=share, settings=settings, compared=count, contradictions=len(said.contradictions),
    )  # fmt: skip


def _ends(pairs: Sequence[tuple[str, str]], keys: Mapping[str, int]) -> tuple[Any, Any]:
    known = [(keys[a], keys[b]) for a, b in pairs if a in keys and b in keys]
    both = np.array(known, dtype=np.int32).reshape(-1, 2)
    return both.min(1, initial=2**31 - 1), both.max(1, initial=0)


def _once(pairs: Pairs, frame: Frame, lists: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which pairs lie in one list that holds each person once."""
    a, b = frame.lists[pairs.left], frame.lists[pairs.right]
    return np.asarray((a == b) & np.isin(a, lists))


def _with_judged(
    kept: _Kept, said: Settled, keys: Mapping[str, int], frame: Frame
) -> tuple[_Kept, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return the pairs with those that people decided: weighed beyond doubt, and added where no rule had found them; which are decided, and which are held
    because people contradict each other on them.
    """
    lots = [
        (_ends([pair for group in said.together for pair in zip(group, group[1:], strict=False)], keys), MOST),
        (_ends(said.apart, keys), NEVER),
        (_ends(said.held, keys), np.nan),
    ]
    left, right = (np.concatenate([ends[side] for ends, _ in lots]) for side in (0, 1))
    verdict = np.concatenate([np.full(len(ends[0]), weight) for ends, weight in lots])
    n = len(frame.lists)
    own, wanted = kept.links.left.astype(np.int64) * n + kept.links.right, left.astype(np.int64) * n + right
    order = np.argsort(own, kind="stable")
    place = np.minimum(np.searchsorted(own[order], wanted), max(len(own) - 1, 0))
    there = own[order][place] == wanted if len(own) else np.zeros(len(wanted), bool)
    more = int((~there).sum())
    added = Pairs(
        left[~there], right[~there], np.full((more, kept.links.levels.shape[1]), -1, np.int8), np.zeros(more, np.int32)
    )
    weight = np.concatenate([kept.weight, np.full(more, MISSING)])
    told = np.full(len(weight), np.inf)
    told[order[place[there]]] = verdict[there]
    told[len(own) :] = verdict[~there]
    held, decided = np.isnan(told), np.isfinite(told)
    zeros = np.zeros(more, np.float32)
    whole = _Kept(
        Pairs.joined([kept.links, added]),
        np.concatenate([kept.kinds, frame.kinds(added.left, added.right)]),
        (np.concatenate([kept.rarity[0], zeros]), np.concatenate([kept.rarity[1], zeros])),
        np.where(decided, told, weight),
    )
    return whole, decided, held
