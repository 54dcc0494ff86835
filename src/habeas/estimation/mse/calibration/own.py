"""How often the interval would hold the truth, if the truth were one of three worlds fitted to the user's own lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from habeas import words
from habeas.errors import InputError
from habeas.estimation.estimate import Estimate
from habeas.estimation.mse import gate
from habeas.estimation.mse.calibration.scores import Score, Scored, score
from habeas.estimation.mse.calibration.worlds import Design, fitted
from habeas.estimation.mse.histories import Histories

DESIGNS: Final[tuple[Design, ...]] = ("independent", "pairwise", "hard-to-reach")
REPLICATES: Final = 200
"""With as many, the coverage of a 95 % interval is known to 1.5 points (one standard error)."""
FEWER: Final = 60
"""For six lists, of which the graphs take a tenth of a second a table: known to 3 points."""
GRAPH_LISTS: Final = 6
"""With more lists the graphs of hundreds of tables take minutes."""
Estimator = Literal["graphs", "chao"] | Callable[[Histories], Estimate]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How an estimator did on tables of one design fitted to the user's lists; ``total`` is the truth there. ``score`` is None where the design has no total."""

    design: Design
    method: str
    total: int | None
    level: float
    score: Score | None

    def text(self, lang: words.Lang) -> str:
        """Return it in words."""
        design = words.text(f"calibration.design-{self.design}", lang)
        if self.score is None or self.total is None:
            return words.text("calibration.no-world", lang, design=design)
        method = words.text(f"estimation.method-{self.method}", lang)
        if self.score.coverage is None or self.score.bias is None:
            return words.text("calibration.no-answers", lang, design=design, method=method, n=self.score.tables)
        width = self.score.width
        return words.text(
            "calibration.own" if width is not None else "calibration.own-open", lang,
            design=design, method=method, total=self.total, n=self.score.tables, level=f"{self.level * 100:g}", held=f"{100 * self.score.coverage:.0f}",
            bias=f"{100 * self.score.bias:+.0f}", width=f"{100 * (width or 0.0):.0f}", refused=f"{100 * self.score.refused:.0f}",
        )  # fmt: skip

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return it as values of JSON."""
        names = ("tables", "coverage", "coverage_given", "bias", "width", "refused", "error")
        scores = {name: None if self.score is None else getattr(self.score, name) for name in names}
        return {
            "design": self.design, "method": self.method, "total": self.total, "level": self.level, **scores, "message": self.text(lang)
        }  # fmt: skip


def own(
    table: Histories,
    estimator: Estimator = "graphs",
    *,
    designs: Sequence[Design] = DESIGNS,
    replicates: int | None = None,
    level: float = 0.95,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> tuple[Calibration, ...]:
    """Return, for each design, how the estimator does on tables drawn from the world of that design fitted to this table.

    The gate judges every drawn table as it would a real one, but for leaving out lists and for what the user claims. ``progress`` is told the part done. A coverage
    near the level in all designs is no proof that the number is right: the real world may be none of them. A coverage far below it in one is
    a warning that a world like it would not be noticed.
    Raises :class:`~habeas.errors.InputError` for fewer than two lists with persons, for no replicates, and for graphs of more than six lists.
    """
    if estimator == "graphs" and table.k > GRAPH_LISTS:
        raise InputError("calibration.too-many-lists", found=table.k, most=GRAPH_LISTS)
    tables = (REPLICATES if table.k < GRAPH_LISTS else FEWER) if replicates is None else replicates
    if tables < 1:
        raise InputError("calibration.replicates", found=tables)
    streams = np.random.default_rng(seed).spawn(len(DESIGNS))
    found = []
    for at, design in enumerate(designs):
        world = fitted(table, design)
        rng = streams[DESIGNS.index(design)]
        rows: list[Scored] = []
        method: str = estimator if isinstance(estimator, str) else "other"
        for number in range(tables if world is not None else 0):
            assert world is not None  # noqa: S101 - without one nothing is drawn
            estimate = _tried(world.draw(rng), estimator, level)
            method = estimate.method
            rows.append(Scored.of(estimate, world.total))
            if progress:
                progress((at + (number + 1) / tables) / len(designs))
        found.append(Calibration(design, method, world.total if world else None, level, score(rows) if world else None))
    return tuple(found)


def _tried(table: Histories, estimator: Estimator, level: float) -> Estimate:
    """Return the estimate of a drawn table with what the gate says of it; two lists are taken as claimed to be independent, as they were for the user's."""
    estimate = by(estimator, level)(table)
    claim = "-" if table.k == 2 else None
    return gate.applied(table, [estimate], independence_claim=claim, drop=False)[0]


def by(estimator: Estimator, level: float) -> Callable[[Histories], Estimate]:
    """Return the function of an estimator: one of the fast ones by name, or as it was given."""
    if callable(estimator):
        return estimator
    if estimator == "graphs":
        from habeas.estimation.mse import graphs

        return lambda table: graphs.estimate(table, level=level, sensitivity=False)
    from habeas.estimation.mse import floors

    return lambda table: floors.chao(table, level=level)
