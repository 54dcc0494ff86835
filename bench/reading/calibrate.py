"""Count how often readings with certain signs are right, and keep it as the weights of the reader's confidence.

    python bench/reading/calibrate.py [--shared FOLDER] [--held] [--unseen SHARE] [--plot] [--dry]

A logistic model with a penalty on the squares of its weights, fitted to the documents to develop on (and those of a folder outside). How
strong the penalty is, is chosen by leaving groups of documents out in turn; the error printed is that of documents left out.

A grammar does better on documents its writers saw. ``--held`` counts the held documents too, gives the seen ones a base of their own, and keeps
the base of the held; the choice and the error are then those of held documents left out. Only once the grammar is final: the
weights tell what goes wrong there. ``--unseen 0.6`` moves the base so that the mean confidence is that share.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
from annotated import Annotated, outside, own
from judging import right
from reliability import RIGHTS, bins, expected_error, plots, table
from scipy.optimize import brentq, minimize

from habeas.reading import reader
from habeas.reading.confidence import Weights, signs
from habeas.reading.model import Found, Voice

TO: Final = Path(__file__).parents[2] / "src/habeas/reading/confidence.toml"
PENALTIES: Final = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
FEWEST: Final = 5
"""A sign seen on fewer readings has no weight of its own."""
GROUPS: Final = 8
SEEN: Final = "document: seen"
"""The sign of a reading in a document that the grammar was written on; no reading of a user has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reading: its document, its signs, and whether it is right in each sense."""

    document: str
    signs: tuple[str, ...]
    right: dict[str, bool]


def rows(documents: Sequence[Annotated]) -> Iterator[Row]:
    """Read the documents and yield their readings. The reader is given numbers for confidences, by which each is known again."""
    kept: list[tuple[str, ...]] = []

    def number(found: Found, *, sure: bool, voice: Voice | None) -> float:
        kept.append(signs(found, sure=sure, voice=voice))
        return len(kept) - 1

    with patch.object(reader, "confidence", number):
        for one in documents:
            kept.clear()
            made = reader.read(one.text, lang=one.lang, published=one.published)
            found = [reading.as_json() for reading in made if reading.measured]
            told = {name: right(found, one.claims, name, one.text) for name in RIGHTS}
            for at, claim in enumerate(found):
                yield Row(one.id, kept[int(claim["confidence"])], {name: good[at] for name, good in told.items()})


def fit(told: Sequence[tuple[tuple[str, ...], bool]], penalty: float) -> Weights:
    """Fit base and weights to signs and outcomes; the base is not penalised, nor that of documents which were seen."""
    seen = Counter(sign for signs_of, _ in told for sign in signs_of)
    names = sorted(sign for sign, times in seen.items() if times >= FEWEST)
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(told), len(names) + 1))
    x[:, -1] = 1
    for line, (signs_of, _) in enumerate(told):
        for sign in signs_of:
            if sign in place:
                x[line, place[sign]] = 1
    y = np.array([1.0 if good else 0.0 for _, good in told])
    held = np.array([1e-6 if name == SEEN else penalty for name in names] + [1e-6])

    def loss(w: Any) -> tuple[float, Any]:
        score = x @ w
        # log(1 + e^s) - y s, the negative log-likelihood of a logistic model (Cox 1958)
        cost = float(np.logaddexp(0, score).sum() - y @ score + (held * w * w).sum() / 2)
        return cost, x.T @ (1 / (1 + np.exp(-score)) - y) + held * w

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return Weights(float(found[-1]), {name: float(found[at]) for at, name in enumerate(names)})


def left_out(told: Sequence[Row], penalty: float, seen: Sequence[Row] = ()) -> list[float]:
    """Return the confidence of each reading by weights fitted without its group of documents, and with those that were seen."""
    names = sorted({row.document for row in told})
    group = {name: at % GROUPS for at, name in enumerate(names)}
    made = [0.0] * len(told)
    for one in range(min(GROUPS, len(names))):
        others = [*seen, *(row for row in told if group[row.document] != one)]
        weights = fit([(row.signs, row.right["lenient"]) for row in others], penalty)
        for at, row in enumerate(told):
            if group[row.document] == one:
                made[at] = weights.share(row.signs)
    return made


def log_loss(confidences: Sequence[float], good: Sequence[bool]) -> float:
    """Return the mean surprise at the outcomes, in nats."""
    return -sum(float(np.log(c if g else 1 - c)) for c, g in zip(confidences, good, strict=True)) / len(good)


def moved(weights: Weights, told: Sequence[Row], share: float) -> Weights:
    """Return weights with another base, by which the mean confidence of the readings is a share."""

    def off(by: float) -> float:
        other = Weights(weights.base + by, weights.weights)
        return sum(other.share(row.signs) for row in told) / len(told) - share

    return Weights(weights.base + float(brentq(off, -5, 5, xtol=1e-3)), weights.weights)


def written(weights: Weights, told: Sequence[Row], note: str) -> str:
    """Return the file of the weights, with what each was counted on."""
    lines = [
        "# How often readings with certain signs are right. Made by bench/reading/calibrate.py: not to be edited by hand.",
        f"# {note}",
        "# Log-odds: the base, and what each sign adds to it. Beside a sign: the readings that had it, and the share of them that was right.",
        f"base = {weights.base:.3f}",
        "",
        "[weights]",
    ]
    for sign, weight in sorted(weights.weights.items()):
        having = [row.right["lenient"] for row in told if sign in row.signs]
        lines.append(f'"{sign}" = {weight:.3f}  # {len(having)}, {sum(having) / len(having):.2f}')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the arguments, count, print the error of documents left out, and keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--unseen", type=float)
    parser.add_argument("--plot", action="store_true", help="draw docs/reading-calibration.png, of documents left out")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    given = parser.parse_args()
    known = list(rows([*own("develop"), *(outside(given.shared) if given.shared else ())]))
    seen = [replace(row, signs=(*row.signs, SEEN)) for row in known] if given.held else []
    told = list(rows(own("held"))) if given.held else known
    good = [row.right["lenient"] for row in told]
    if len(set(good)) < 2:
        parser.error(f"{len(told)} readings, all right or all wrong: nothing can be counted")
    by = {penalty: left_out(told, penalty, seen) for penalty in PENALTIES}
    penalty = min(PENALTIES, key=lambda one: log_loss(by[one], good))
    weights = fit([(row.signs, row.right["lenient"]) for row in [*seen, *told]], penalty)
    weights = Weights(weights.base, {sign: weight for sign, weight in weights.weights.items() if sign != SEEN})
    share = sum(good) / len(good)
    number = len({row.document for row in told})
    what = "held documents" if given.held else "documents"
    print(f"{number} {what}, {len(told)} readings, {share:.3f} right (lenient); penalty {penalty:g}")
    print(
        f"surprise, documents left out: {log_loss(by[penalty], good):.3f}; of one number for all: {log_loss([share] * len(good), good):.3f}"
    )
    print(f"expected calibration error, documents left out: {expected_error(bins(by[penalty], good)):.3f}\n")
    rights = {name: [row.right[name] for row in told] for name in RIGHTS}
    print("\n".join(table(by[penalty], rights)))
    if given.plot:
        plots(by[penalty], rights)
    note = f"Counted on {len(told)} readings of {number} {what}, of which {share:.3f} were right; penalty {penalty:g}"
    note += f"; with {len(seen)} readings of documents that were seen" if seen else ""
    if given.unseen:
        weights = moved(weights, told, given.unseen)
        note += f"; base moved to the {given.unseen:g} of documents nobody saw"
    if not given.dry:
        TO.write_text(written(weights, [*seen, *told], note + "."), encoding="utf-8")


if __name__ == "__main__":
    main()
