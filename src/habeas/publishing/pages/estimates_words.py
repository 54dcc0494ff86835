"""What the pages on estimates share: the words of a language, numbers with their bounds, and charts with their words around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from habeas import words
from habeas.publishing.charts import Chart, Drawn, worded
from habeas.publishing.context import Edition, Page
from habeas.publishing.estimates_view import EstimateView
from habeas.publishing.links import slug


@dataclass(frozen=True, slots=True)
class Written:
    """What a page comes to in one sentence, and whether there is a page."""

    text: str
    written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What speaks against an estimate, or how it has to be read, as the gravity of a finding."""

    gravity: str
    text: str


class Sheet:
    """One page on one estimate in one language."""

    def __init__(self, edition: Edition, page: Page, estimate: EstimateView) -> None:
        self.edition, self.page, self.estimate, self.lang = edition, page, estimate, edition.lang
        self.told: Mapping[str, Any] = estimate.told[edition.lang]
        self.title = estimate.title.text(edition.lang)

    def t(self, key: str, /, **values: object) -> str:
        """Return a message of these pages."""
        return words.text(f"estimates_pages.{key}", self.lang, **values)

    def between(self, low: float | None, high: float | None) -> str:
        """Return bounds in words: both, one, or that there is none."""
        if low is None and high is None:
            return self.t("no-bounds")
        key = "between" if low is not None and high is not None else "at-least" if high is None else "at-most"
        return self.t(key, low=number(low), high=number(high))

    def warnings(self, found: Sequence[Mapping[str, Any]]) -> list[Warned]:
        """Return reasons, the gravest first."""
        gravities = {"refuse": "error", "warn": "warning", "note": "note"}
        return [Warned(gravity=gravities[one["gravity"]], text=one["message"]) for one in found]

    def chart(
        self,
        name: str,
        draw: Callable[[bool], Mapping[str, Any]],
        columns: tuple[str, ...],
        rows: Sequence[tuple[object, ...]],
        *,
        alt: str,
        numbered: bool = False,
    ) -> Drawn:
        """Draw a chart of this estimate; its title, subtitle and source line are messages that begin with its name."""
        title, subtitle = self.t(f"{name}-title"), self.t(f"{name}-how")
        source = self.t("source-line", title=self.title)
        if self.estimate.note is not None:
            source = f"{source} {self.estimate.note.text(self.lang)}"
        wide, phone = draw(False), draw(True)
        about = {"title": f"{title}: {self.title}", "subtitle": subtitle, "source": source}
        return self.edition.draw(
            Chart(
                name=f"estimate-{slug(self.estimate.id)}-{name}.{self.lang}", title=about["title"], subtitle=subtitle, source=source,
                alt=f"{title}. {alt}", wide=wide, phone=phone, full=worded(wide, about), columns=columns, rows=rows, numbered=numbered,
            )
        )  # fmt: skip

    def claim(self, name: str) -> Markup:
        """Return the footnote of a claim, which leads to its quote."""
        return self.page.notes.claim(self.edition.disclosed.claims[name])

    def write(self, template: str, **values: Any) -> None:
        """Fill a template and write the page."""
        note = self.estimate.note.text(self.lang) if self.estimate.note else ""
        self.page.write(template, title=self.title, here="estimates", p=self.t, sheet=self, note=note, **values)


def number(value: float | None) -> str:
    """Return a number as these pages print it: whole from 10 upwards, else with as many digits as say something; a dash where there is none."""
    if value is None:
        return "–"
    if abs(value) >= 10 or float(value).is_integer():
        return words.number(round(value))
    return words.number(float(f"{value:.2g}"))


def percent(value: float, digits: int = 1) -> str:
    """Return a share in per cent, with its sign."""
    return f"{value * 100:+.{digits}f} %".replace("-", "\u2212")
