"""The whole answer to a table: every method asked for, judged beside the others, with what it assumes, what would change it, and the floor below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Literal

from habeas.errors import InputError
from habeas.estimation.estimate import Estimate
from habeas.estimation.mse import dependence, gate
from habeas.estimation.mse.histories import Histories
from habeas.words import Lang

Model = Literal["graphs", "latent", "loglinear", "chao", "lincoln-petersen"]
MODELS: Final[tuple[Model, ...]] = ("graphs", "latent", "loglinear")
LIMIT: Final = 2.0
"""The odds ratio to which dependence of two lists is limited where bounds without a model are shown."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a table says of its total.

    ``estimates`` are those of the methods asked for, each with all that speaks against it; ``floors`` hold with less assumed. ``curve`` is the first
    estimate that stands by a factor on those on no list, ``tipping`` the factor that would make ``official`` true, ``bounds`` what holds without a model
    where the dependence of every two lists is limited.
    """

    table: Histories
    estimates: tuple[Estimate, ...]
    floors: tuple[Estimate, ...]
    curve: dependence.Curve | None
    tipping: dependence.Tipping | None
    bounds: tuple[dependence.Bounds, ...]
    official: float | None = None

    @property
    def main(self) -> Estimate | None:
        """Return the first estimate that is not refused and has a number; None where only the floors are left."""
        return next((one for one in self.estimates if not one.refused and one.point is not None), None)

    @property
    def refused(self) -> bool:
        """Return whether no method stands."""
        return self.main is None

    def as_json(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the answer as values of JSON."""
        return {
            "lists": [
                {"list": name, "persons": int(size)}
                for name, size in zip(self.table.lists, self.table.sizes, strict=True)
            ],
            "listed": self.table.n,
            "refused": self.refused,
            "estimates": [one.as_json(lang) for one in self.estimates],
            "floors": [one.as_json(lang) for one in self.floors],
            "curve": None if self.curve is None else self.curve.as_json(lang),
            "tipping": None if self.tipping is None else self.tipping.as_json(lang),
            "bounds": [one.as_json(lang) for one in self.bounds],
        }


def answer(
    table: Histories,
    models: Iterable[Model] = MODELS,
    *,
    level: float = 0.95,
    seed: int = 1,
    independence_claim: str | None = None,
    official: float | None = None,
    decisions: Sequence[gate.Decision] = (),
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Return the answer of several methods to one table.

    ``settings`` holds more for a method by its name. ``progress`` is told the method and the share of it that is done.
    Raises :class:`~habeas.errors.InputError` for an official total that is not a number of persons.
    """
    if official is not None and not 0 <= official < 1e15:
        raise InputError("estimation.official", found=official)
    used = table.without(*(name for name, size in zip(table.lists, table.sizes, strict=True) if not size)).canonical()
    found = []
    for model in models:
        asked = {"level": level, "seed": seed, "progress": None if progress is None else _telling(progress, model)}
        found.append(_estimate(used, model, {**asked, **(settings or {}).get(model, {})}))
    floors = _floors(used, level)
    given = {one.method for one in found}
    more = [one for one in floors if one.method not in given]
    judged = gate.applied(used, [*found, *more], independence_claim=independence_claim, decisions=decisions)
    estimates, below = judged[: len(found)], judged[len(found) :]
    main = next((one for one in estimates if not one.refused and one.point is not None), None)
    curve = None if main is None or main.method in gate.FLOORS else dependence.scaled(main, used)
    return Answer(
        table=used, estimates=estimates, floors=below, curve=curve, official=official,
        tipping=None if curve is None or official is None else dependence.tipping(curve, official),
        bounds=_bounds(used, level),
    )  # fmt: skip


def _telling(progress: Progress, model: str) -> Callable[[float], None]:
    def told(share: float) -> None:
        progress(model, share)

    return told


def _estimate(table: Histories, model: Model, asked: Mapping[str, Any]) -> Estimate:
    """Return the estimate of one method, whose room is opened when it is asked for."""
    from habeas.estimation.mse import floors

    if model == "chao":
        return floors.chao(table, level=asked["level"])
    if model == "lincoln-petersen":
        return floors.lincoln_petersen(table, *table.lists[:2], level=asked["level"])
    made: Estimate = import_module(f"habeas.estimation.mse.{model}").estimate(table, **asked)
    return made


def _floors(table: Histories, level: float) -> list[Estimate]:
    from habeas.estimation.mse import floors

    return [floors.chao(table, level=level)]


def _bounds(table: Histories, level: float) -> tuple[dependence.Bounds, ...]:
    if table.k < 2:
        return ()
    return (
        dependence.bounds(table, LIMIT, level=level),
        dependence.bounds(table, LIMIT, direction="positive", level=level),
    )
