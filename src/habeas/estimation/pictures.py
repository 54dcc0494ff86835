"""Pictures of an estimate for a notebook: complete charts that need nothing around them."""

from __future__ import annotations

from typing import cast

import altair as alt

from habeas.estimation.estimate import Estimate
from habeas.words import Lang, text


def plot(estimate: Estimate, lang: Lang = "en") -> alt.Chart:
    """Return the distribution of an estimate as an area over its quantity."""
    known = estimate.distribution
    values = [] if known is None else [{"x": float(x), "p": float(p)} for x, p in zip(known.support, known.weight, strict=True)]
    x = alt.X("x:Q", title=text(f"estimation.quantity-{estimate.quantity}", lang))
    return cast("alt.Chart", alt.Chart({"values": values}).mark_area().encode(x=x, y=alt.Y("p:Q", title=None)))
