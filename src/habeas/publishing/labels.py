"""Short words for the things of a case: predicates, values, dates, publishers. Sentences come from the claims room."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.errors import HabeasError
from habeas.evidence import CellQuote, Source
from habeas.publishing.view import View
from habeas.when import Span
from habeas.words import Lang, number

_SIGNS: Final[Mapping[str, str]] = {
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
    "about": "≈ ",
}
_QUOTED: Final[Mapping[Lang, str]] = {"en": "“{}”", "es": "«{}»"}
LONGEST_QUOTE: Final = 280
_SHORT: Final = 3


def predicate(view: View, name: str, lang: Lang) -> str:
    """Return the label of a predicate."""
    return view.vocabulary[name].text(lang)


def subject(view: View, name: str, lang: Lang) -> str:
    """Return the name of a subject as the case gives it."""
    found = view.about.subjects.get(name)
    return found.text(lang) if found else name


def value(view: View, claim: Claim, lang: Lang) -> str:
    """Return what a claim says of its predicate, in a few words."""
    if isinstance(claim.value, str):
        kind = view.vocabulary[claim.predicate]
        if kind.value == "subject":
            return subject(view, claim.value, lang)
        return kind.choice(claim.value, lang) if kind.value == "choice" else _QUOTED[lang].format(claim.value)
    return claim.value.text(lang)


def alleged(view: View, claim: Claim) -> bool:
    """Say whether a claim is shown as an allegation: worded as one, or of ill-treatment and not found by a body."""
    kind = view.vocabulary[claim.predicate]
    return claim.modality == "allegation" or (
        kind.topic == "allegations"
        and kind.value == "choice"
        and claim.value != "found"
        and claim.polarity == "affirmed"
    )


def short(amount: Amount) -> str:
    """Return an amount in signs that need no language: ``≥ 261``, ``65-70`` with a dash, ``≈ 12,500``."""
    if amount.qualifier in _SIGNS and amount.stated is not None:
        return _SIGNS[amount.qualifier] + number(amount.stated)
    low, high = amount.low, amount.high
    if low is None or high is None:
        only = low if low is not None else high
        return "?" if only is None else ("≥ " if high is None else "≤ ") + number(only)
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def current(view: View, claim: Claim) -> Source | None:
    """Return the current version of the source a claim cites first."""
    versions = view.sources.get(claim.citations[0].source, ()) if claim.citations else ()
    return versions[-1] if versions else None


def who(view: View, claim: Claim, lang: Lang) -> str:
    """Return who says it: the speaker (a common phrase in the language), else the publisher, else the source's title or id."""
    if claim.speaker:
        said = free(view, claim.speaker, claim, lang)
        return said[:1].upper() + said[1:]
    source = current(view, claim)
    return (source.about.publisher or source.about.title or source.id) if source else ""


def title(source: Source) -> str:
    """Return what a source is called: its title, else its file name."""
    return source.about.title or source.file


def when(claim: Claim, lang: Lang) -> str:
    """Return the time a claim is about, in words."""
    if claim.span is not None:
        return claim.span.text(lang)
    return claim.value.text(lang) if isinstance(claim.value, Span) else ""


def exact(claim: Claim, turn: int = 1) -> str:
    """Return the quoted words (or the cell's content), cut where they are long."""
    words = claim.citations[turn - 1].quote.exact
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rstrip() + "…"


def cell(claim: Claim, turn: int = 1) -> str | None:
    """Return the address of a cited cell (``Sheet1!B4``), or None for a passage of text."""
    place = claim.citations[turn - 1].quote
    return f"{place.sheet}!{place.column}{place.row}" if isinstance(place, CellQuote) else None


def counted(view: View, claim: Claim, lang: Lang) -> str:
    """Return who is counted, as a common phrase of the language or as the coder put it."""
    said = claim.value.who if isinstance(claim.value, Amount) else None
    return free(view, said, claim, lang) if said else ""


def free(view: View, said: str, claim: Claim, lang: Lang) -> str:
    """Return free words: translated where the vocabulary can, in quotation marks where they stay in another language."""
    known = view.vocabulary.phrase(said, lang)
    if known is not None:
        return known
    return _QUOTED[lang].format(said) if _foreign(said, claim, lang) else said


def _foreign(said: str, claim: Claim, lang: Lang) -> bool:
    """Say whether words are in another language than the page's. Words with capitals are a name, the same in both."""
    name = all(word[0].isupper() or not word[0].isalpha() for word in said.split() if len(word) > _SHORT)
    return claim.language is not None and claim.language != lang and not name


def marked(text: str, claim: Claim, lang: Lang) -> Markup:
    """Return a text in which the words that stayed in the language of a claim are said to be of that language.

    They are found by the quotation marks that :func:`free` and the sentences of the claims room put around them.
    """
    if claim.language is None or claim.language == lang:
        return escape(text)
    opening, closing = _QUOTED[lang].split("{}")
    parts = [part for part in re.split(f"({opening}[^{closing}]*{closing})", text) if part]
    return Markup().join(
        Markup('<span lang="{}">{}</span>').format(claim.language, part) if part[0] == opening else escape(part)
        for part in parts
    )


def by_machine(view: View, claim: Claim, turn: int = 1) -> bool:
    """Say whether the quoted words were read from a picture by a machine."""
    cited = claim.citations[turn - 1]
    return any(one.ocr and one.sha256 == cited.sha256 for one in view.sources.get(cited.source, ()))


def byline(view: View, claim: Claim) -> str:
    """Return the publisher and the title of the source a claim cites first."""
    source = current(view, claim)
    if source is None:
        return ""
    return ", ".join(part for part in (source.about.publisher, source.about.title or source.file) if part)


def date(edtf: str | None, lang: Lang) -> str:
    """Return an EDTF date in words; as it stands where it cannot be read, ``""`` where it is unknown."""
    if not edtf:
        return ""
    try:
        return Span.from_edtf(edtf).text(lang)
    except HabeasError:
        return edtf
