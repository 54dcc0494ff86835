"""The estimate in words: how many on the last day, what each source's bias is, and which figures are out of line with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas import words
from habeas.estimation.estimate import shown

if TYPE_CHECKING:
    from habeas.estimation.population.result import PopulationEstimate, SourceBias, UsedFigure


def summary(made: PopulationEstimate, lang: words.Lang) -> str:
    """Return the estimate in several lines."""
    said = [headline(made, lang), words.text("population.assumption", lang)]
    said += [f"- {bias(one, lang)}" for one in made.sources]
    said += [f"- {out_of_line(one, lang)}" for one in made.surprising]
    said += [f"- {one.text(lang)}" for one in made.reasons]
    return "\n".join(said)


def headline(made: PopulationEstimate, lang: words.Lang) -> str:
    """Return the number on the last day with its interval, and from how many figures."""
    last = made.on(made.days[-1])
    if last.refused:
        return last.summary(lang).splitlines()[0]
    used = sum(one.used for one in made.figures)
    return words.text(
        "population.headline", lang, day=made.days[-1], point=shown(last.point), low=shown(last.low), high=shown(last.high),
        level=f"{made.level * 100:g}", used=used, all=len(made.figures), scope=made.scope or "–", definition=made.definition or "–",
    )  # fmt: skip


def percent(share: float) -> str:
    """Return a share as a signed percentage."""
    return f"{100 * share:+.1f} %"


def bias(one: SourceBias, lang: words.Lang) -> str:
    """Return the bias of a source in words."""
    side = "unclear" if one.low <= 0 <= one.high else "above" if one.bias > 0 else "below"
    return words.text(
        f"population.bias-{side}", lang, source=one.source or "–", bias=percent(one.bias), low=percent(one.low),
        high=percent(one.high), level=f"{one.level * 100:g}",
    )  # fmt: skip


def out_of_line(one: UsedFigure, lang: words.Lang) -> str:
    """Return a surprising figure in words, with what would have to be false of the others for it to hold."""
    told = one.surprise
    assert told is not None  # noqa: S101 - asked of surprising figures alone
    gap = one.value - told.expected
    side = "high" if gap > 0 else "low"
    chance = "< 0.1" if told.tail < 0.001 else f"{100 * told.tail:.1f}"
    return words.text(
        f"population.surprise-{side}", lang, figure=one.label(lang), when=one.figure.span, low=shown(told.low),
        high=shown(told.high), gap=shown(abs(gap)), share=f"{100 * abs(gap) / max(told.expected, 1):.0f}", chance=chance,
    )  # fmt: skip
