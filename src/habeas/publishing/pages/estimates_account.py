"""The account of a case in the report: its lines as they may leave, each with its definition and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from habeas import words
from habeas.publishing.context import Edition, Page
from habeas.publishing.estimates_view import AccountLine
from habeas.publishing.links import slug
from habeas.publishing.pages.estimates_words import number
from habeas.publishing.small_cells import BELOW, small


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: what it counts, its number, its definition, and its footnote or the page it leads to."""

    what: str
    number: str
    definition: str
    note: Markup
    href: str | None


def rows(edition: Edition, page: Page) -> Sequence[tuple[str, Sequence[Row]]]:
    """Return the lines that may leave, those of the same persons together: none that rests on claims, or on an estimate, that stay."""
    shown = [one for one in edition.view.account if _leaves(edition, one)]
    return [(of.text(edition.lang), [_row(edition, page, one) for one in own]) for of, own in groupby(shown, key=lambda one: one.of)]  # fmt: skip


def _leaves(edition: Edition, one: AccountLine) -> bool:
    if one.kind == "claims":
        return all(name in edition.disclosed.claims or any(claim.key == name for claim in edition.disclosed.claims.values()) for name in one.why)  # fmt: skip
    if one.kind == "estimate":
        known = {each.id: each for each in edition.view.estimates}
        return all(name in edition.disclosed.claims for each in one.why if each in known for name in known[each].claims)
    return True


def _row(edition: Edition, page: Page, one: AccountLine) -> Row:
    lang, note = edition.lang, Markup("")
    if one.kind == "claims":
        by_key = {claim.key: claim for claim in edition.disclosed.claims.values()}
        for name in one.why[:4]:
            note += page.notes.claim(edition.disclosed.claims.get(name) or by_key[name])
    href = page.href(f"estimates/{slug(one.why[0])}.html") if one.kind == "estimate" and one.why else None
    return Row(
        what=one.what.text(lang),
        number=_number(one, lang),
        definition=one.definition.text(lang),
        note=note,
        href=href,
    )


def _number(one: AccountLine, lang: words.Lang) -> str:
    """Return the number as it may be shown: of persons on lists, one to four are not counted out."""
    low, high = one.low, one.high
    if low is None and high is None:
        return words.text("account.unknown", lang)
    if one.kind != "claims" and high is not None and small(round(high)):
        return words.text("account.between", lang, low=0, high=BELOW - 1)
    if one.kind != "claims" and low is not None and small(round(low)):
        low = 0.0
    if low is not None and high is not None:
        said = number(low) if low == high else words.text("account.between", lang, low=round(low), high=round(high))
    else:
        key = "at-least" if high is None else "at-most"
        said = words.text(f"account.{key}", lang, n=round(low if high is None else high))  # type: ignore[arg-type]
    if one.level is not None:
        said = words.text("account.level", lang, number=said, level=f"{one.level * 100:g}")
    return said
