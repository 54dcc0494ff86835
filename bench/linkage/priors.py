"""Learn what linking knows before it reads a list, from made-up lists with known truth, and write it beside the code.

    python bench/linkage/priors.py [--worlds 16] [--write]

Shares of levels are those of true pairs that were compared, each world counting once; of kin and of strangers those that the models themselves come to. ``slope`` and ``shift`` make
the model's ln odds among rivals true ones (logistic regression). ``weight_shift`` is the one, of a row of them, at which the number of persons drawn is nearest to the
truth over all worlds, ``spread`` the least at which 95 % intervals of it hold the truth in 95 of 100 worlds. No list of the shared sets is used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest import mock

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parents[1]))

from habeas.people.linking import Linkage, link, linkage
from habeas.people.linking.levels import COMPARED, SIZES
from habeas.people.linking.model import Priors, priors
from habeas.people.lists import read_lists
from linkage.lists import make_lists, write

FILE: Final = Path(linkage.__file__).parent / "priors.json"
_STATED: Final = ("nation", "document")
_SLOPE: Final = 0.8
_LIST_SPREAD: Final = 0.4
_SHIFTS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
_SPREADS: Final = (0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.2)


@dataclass(frozen=True, slots=True)
class World:
    """A linkage, and who is who in it."""

    made: Linkage
    truth: npt.NDArray[np.int64]

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Which links are of one person."""
        links = self.made.links
        return np.asarray(self.truth[links.left] == self.truth[links.right])


def worlds(count: int) -> Iterator[World]:
    """Yield linkages of made-up lists of different sizes and designs."""
    for seed in range(count):
        design = "salvador" if seed % 4 == 3 else "varied"
        table = make_lists(800 + 500 * seed, 9_000 + seed, design)
        yield linked(table)


def linked(table: pa.Table) -> World:
    """Link made-up lists, and keep who is who in them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lists.csv"
        write(table, file)
        lists = read_lists([file], list_column="list")
    # A row of the file is two more than its place in the table: the header is row 1.
    rows = np.asarray(lists.mentions["row"]) - 2
    truth = np.unique(np.asarray(table["truth"].to_pylist(), dtype=object)[rows].astype(str), return_inverse=True)[1]
    return World(link(lists.mentions, lists=lists.lists), truth)


def match_shares(made: list[World]) -> dict[str, dict[str, float]]:
    """Return at which levels true pairs stand, each world counting once."""
    found: dict[str, dict[str, float]] = {}
    for n, one in enumerate(COMPARED):
        shares = np.zeros(SIZES[n])
        for world in made:
            levels = world.made.links.levels[world.same, n]
            counted = np.bincount(levels[levels >= 0], minlength=SIZES[n]) + 0.2
            shares += counted / counted.sum() / len(made)
        found[one.what] = {name: round(float(share), 5) for name, share in zip(one.names, shares, strict=True)}
    return found


def fitted_shares(made: list[World], table: str) -> dict[str, dict[str, float]]:
    """Return the mean of what the models come to for kin, or for strangers (``chance``)."""
    tables = [getattr(world.made.found.model, table) for world in made]
    mean = np.mean([one if one.ndim == 2 else one.mean(0) for one in tables], axis=0)
    return {
        one.what: {name: round(float(mean[n, level]), 6) for level, name in enumerate(one.names)}
        for n, one in enumerate(COMPARED)
    }


def _unseen(known: Mapping[str, Mapping[str, float]]) -> dict[str, Mapping[str, float]]:
    """Return what is stated and not learned, because the made-up lists do not have it: nationalities and document numbers."""
    return {what: known[what] for what in _STATED}


def calibration(made: list[World], known: Priors) -> tuple[float, float]:
    """Return slope and shift that make calibrated ln odds of the model's own, by logistic regression over all pairs."""
    sure = np.concatenate([np.clip(world.made.chance, 1e-12, 1 - 1e-9) for world in made])
    own = (np.log(sure / (1 - sure)) - known.shift) / known.slope
    same = np.concatenate([world.same for world in made]).astype(float)

    def loss(at: npt.NDArray[np.float64]) -> float:
        odds = at[0] * own + at[1]
        return float(np.mean(np.logaddexp(0, odds) - same * odds))

    found = minimize(loss, [known.slope, known.shift]).x
    return round(float(found[0]), 3), round(float(found[1]), 3)


def counts(world: World, known: Priors, draws: int) -> npt.NDArray[np.int64]:
    """Return the numbers of persons in partitions drawn with these priors."""
    with mock.patch.object(linkage, "priors", return_value=known):
        drawn = world.made.partitions(draws)
    return np.asarray((drawn == np.arange(len(world.made))).sum(1))


def drawn_shift(made: list[World], known: Priors) -> float:
    """Return the shift at which the mean error of the number of persons is nearest to nothing."""
    errors = {
        shift: np.mean(
            [
                counts(world, replace(known, weight_shift=shift, spread=0.0, list_spread=0.0), 10).mean()
                / _persons(world)
                - 1
                for world in made
            ]
        )
        for shift in _SHIFTS
    }
    print("error by shift:", {shift: f"{error:+.2%}" for shift, error in errors.items()})
    return min(_SHIFTS, key=lambda shift: abs(errors[shift]))


def drawn_spread(made: list[World], known: Priors) -> float:
    """Return the least spread at which 95 % intervals hold the truth in 95 of 100 worlds, or the largest tried."""
    for spread in _SPREADS:
        held = []
        for world in made:
            low, high = np.quantile(counts(world, replace(known, spread=spread), 100), (0.025, 0.975))
            held.append(low <= _persons(world) <= high)
        print(f"spread {spread}: {np.mean(held):.0%} held")
        if np.mean(held) >= 0.95:
            return spread
    return _SPREADS[-1]


def _persons(world: World) -> int:
    return int(world.truth.max()) + 1


def learned(count: int) -> Priors:
    """Return the priors that so many worlds teach."""
    made, known = list(worlds(count)), priors()
    slope, shift = calibration(made, known)
    known = Priors(
        {**match_shares(made), **_unseen(known.match)}, {**fitted_shares(made, "kin"), **_unseen(known.kin)},
        {**fitted_shares(made, "chance"), **_unseen(known.chance)}, slope, shift, _SLOPE, 0.0, 0.0, _LIST_SPREAD,
    )  # fmt: skip
    known = replace(known, weight_shift=drawn_shift(made, known))
    return replace(known, spread=drawn_spread(made, known))


def main() -> None:
    """Learn, print, and write if asked. Run it twice: rates learned change the links that calibration is learned from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=16)
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args()
    text = msgspec.json.format(msgspec.json.encode(asdict(learned(said.worlds))), indent=1)
    print(text.decode())
    if said.write:
        FILE.write_bytes(text + b"\n")


if __name__ == "__main__":
    main()
