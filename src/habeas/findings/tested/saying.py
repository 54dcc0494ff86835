"""Tests in words: definitions, what the records give, tolerance, verdict, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from habeas import words

if TYPE_CHECKING:
    from habeas.findings.audit import Cell
    from habeas.findings.tested.model import Definition, Figure, Judged, Rebuilt, Tested, Tolerance
    from habeas.findings.tested.series import Fit, SeriesTest

FAR_RATIO: Final = 0.1
"""How far from 1 a usual ratio is said to be far."""
_WORDED: Final = frozenset({"under-18", "adult", "convicted", "pending", "other", "male", "female"})


def _say(key: str, lang: words.Lang, **values: object) -> str:
    return words.text(f"tested.{key}", lang, **values)


def number(value: float, measure: str = "") -> str:
    """Write a count or an average with one decimal at most, a share as a percentage."""
    return percent(value) if measure == "share" else words.number(round(value, 1))


def percent(value: float) -> str:
    """Write a share as a percentage with two digits that tell something."""
    digits = 1 if abs(value) >= 0.01 else 2
    return f"{words.number(round(100 * value, digits))} %"


# --- definitions


def definition(one: Definition, lang: words.Lang) -> str:
    """Return a definition as a sentence."""
    return _say(
        "definition", lang, what=_what(one, lang), who=_who(one, lang), where=_where(one, lang), when=_when(one, lang)
    )


def _what(one: Definition, lang: words.Lang) -> str:
    way = one.way
    if one.measure in ("population", "average"):
        once = "" if way.at == "midnight" else "-once" if way.once else "-each"
        return _say(f"what-held-{way.at}{once}", lang)
    if one.measure == "share":
        part = _say("part", lang, values=values([one.part], lang)) if one.part else ""
        return _say(f"what-share-{way.base}{f'-{way.at}' if way.at else ''}", lang, part=part)
    return _say(f"what-{one.measure}{f'-{way.variant}' if way.variant else ''}", lang)


def values(pairs: Sequence[tuple[str, str]], lang: words.Lang) -> list[str]:
    """Return pairs of a dimension and a value in words; a value that has no words of its own as the records tell it."""
    return [
        _say(f"field-{name}", lang, value=_say(f"value-{value}", lang) if value in _WORDED else value)
        for name, value in pairs
    ]


def told(pairs: Sequence[tuple[str, str | None]], lang: words.Lang) -> str:
    """Return dimensions in words, each with its value where it has one."""
    said = [_say(f"name-{name}", lang) if value is None else values([(name, value)], lang)[0] for name, value in pairs]
    return words.listing(said, lang)


def _who(one: Definition, lang: words.Lang) -> str:
    return _say("who", lang, values=values(one.who, lang)) if one.who else ""


def _where(one: Definition, lang: words.Lang) -> str:
    if one.each:
        return _say("where-each", lang)
    if one.place is not None:
        return _say("where-place", lang, place=one.place)
    if one.way.without:
        return _say("where-without", lang, n=one.left_out, words=" / ".join(one.way.without))
    return _say("where-all", lang)


def _when(one: Definition, lang: words.Lang) -> str:
    if one.first_day is None or one.last_day is None:
        return _say("when-periods" if one.periods else "when-unknown", lang)
    if one.first_day == one.last_day:
        return _say("when-day", lang, day=one.first_day)
    key = {"average": "when-average", "population": "when-some-day"}.get(one.measure, "when-days")
    return _say(key, lang, first=one.first_day, last=one.last_day)


# --- one figure


def amount(figure: Figure, lang: words.Lang) -> str:
    """Return the published number with its qualifier, a share as a percentage."""
    if figure.measure == "share" and figure.amount.qualifier == "exact" and figure.value is not None:
        return percent(float(figure.value))
    return figure.amount.text(lang)


def tested(one: Tested, lang: words.Lang) -> str:
    """Return a test in words, a line each: figure, definitions with what they give, tolerance, verdict, rows."""
    figure = one.figure
    spot = _say("spot", lang, place=figure.spot) if figure.spot else ""
    counted = _say("counted", lang, who=figure.amount.who) if figure.amount.who else ""
    lines = [_say("published", lang, amount=amount(figure, lang), who=counted, spot=spot)]
    if figure.amount.qualifier == "about" and not figure.amount.known:
        low, high = figure.allowed
        lines.append(_say("about", lang, low=number(low), high=number(high)))
    several = len({judged.outcome for judged in one.judged}) > 1
    for judged in one.judged:
        lines += _judged(judged, figure, lang, verdict=several)
    if one.tolerance is not None:
        lines.append(tolerance(one.tolerance, lang))
    elif figure.universal is None and any(judged.expected for judged in one.judged):
        lines.append(_say("no-tolerance", lang))
    lines.append(verdict(one, lang))
    lines += rows(one, lang)
    return "\n".join(lines)


def _judged(one: Judged, figure: Figure, lang: words.Lang, *, verdict: bool) -> list[str]:
    said = [_say("read-as", lang, definition=definition(one.definition, lang))]
    if one.rebuilt is not None:
        said.append(gives(one.rebuilt, figure, lang))
    if one.expected is not None and one.rebuilt is not None and one.expected != (one.rebuilt.low, one.rebuilt.high):
        low, high = (number(side, figure.measure) for side in one.expected)
        said.append(_say("expected", lang, low=low, high=high))
    if verdict:
        said.append(_outcome(one, figure, lang))
    return [" ".join(said)]


def gives(one: Rebuilt, figure: Figure, lang: words.Lang) -> str:
    """Return what the records give, in words."""
    low, high, least, most = (number(side, figure.measure) for side in (one.low, one.high, one.least, one.most))
    said = [_say("gives", lang, value=low) if low == high else _say("gives-pair", lang, low=low, high=high)]
    if one.persons is not None:
        persons = one.persons
        counts = {"having": persons.having[0], "lacking": persons.lacking[0], "silent": persons.silent}
        said.append(_say("gives-persons", lang, every=persons.every, **counts))
    elif (least, most) != (low, high):
        said.append(_say("gives-blank", lang, blank=percent(one.blank), least=least, most=most))
    return " ".join(said)


def verdict(one: Tested, lang: words.Lang) -> str:
    """Return the verdict on a figure as a sentence."""
    chief = one.chief
    if one.outcome == "not-testable" or chief is None:
        return _say("not-testable", lang, reason=_reason(one.reason, one.values, lang))
    return _outcome(chief, one.figure, lang)


def _reason(key: str, values: Mapping[str, object], lang: words.Lang) -> str:
    blank = values.get("blank")
    return words.text(key, lang, **{**values, "blank": percent(blank) if isinstance(blank, float) else blank})


def _outcome(one: Judged, figure: Figure, lang: words.Lang) -> str:
    if one.outcome == "not-testable":
        return _say("not-testable", lang, reason=_reason(one.reason, one.values, lang))
    if one.outcome == "supported":
        return _say("supported", lang)
    if figure.universal is not None and one.rebuilt is not None and one.rebuilt.persons is not None:
        return _say(f"contradicted-{figure.universal}", lang, n=one.rebuilt.persons.against(figure.universal)[0])
    if not one.off:
        return _say("contradicted-bound", lang)
    nearest = one.expected[1 if one.off > 0 else 0] if one.expected else 0.0
    if not nearest:
        return _say("contradicted-nobody", lang)
    key = "contradicted-more" if one.off > 0 else "contradicted-less"
    return _say(key, lang, off=number(abs(one.off), figure.measure), share=percent(abs(one.off) / nearest))


def rows(one: Tested, lang: words.Lang) -> list[str]:
    """Return how many rows a verdict rests on, and where a few of them stand."""
    why = one.why
    if not why.n:
        return []
    places = "; ".join(place(cell, lang) for cell in why.sample)
    return [_say("rows", lang, n=why.n, places=places) if places else _say("rows-number", lang, n=why.n)]


def place(cell: Cell, lang: words.Lang) -> str:
    """Return where a row stands."""
    if cell.sheet:
        return _say("row-sheet", lang, file=cell.file, sheet=cell.sheet, line=str(cell.line))
    return _say("row", lang, file=cell.file, line=str(cell.line))


# --- the series


def tolerance(one: Tolerance, lang: words.Lang) -> str:
    """Return a tolerance in words."""
    low, high = one.range()
    return _say(
        "tolerance-local" if one.local else "tolerance",
        lang,
        ratio=ratio(one.ratio),
        low=ratio(low),
        high=ratio(high),
        level=percent(one.level),
        n=one.n,
        first=one.first_day,
        last=one.last_day,
        around=one.around,
    )


def ratio(value: float) -> str:
    """Write a ratio with four digits behind the point."""
    return f"{value:.4f}"


def fit(one: Fit, lang: words.Lang) -> str:
    """Return a definition of a series, and how well it fits."""
    from habeas.findings.tested.tolerance import FEWEST

    told = {
        "n": FEWEST,
        "error": percent(one.error) if one.error is not None else "",
        "p": _p(one.p) if one.p is not None else "",
    }
    standing = _say(f"fit-{one.standing}", lang, **told)
    return _say("fit", lang, definition=definition(one.definition, lang), standing=standing[:1].upper() + standing[1:])


def _p(value: float) -> str:
    return f"= {value:.3f}" if value >= 0.001 else "< 0.001"


def series(one: SeriesTest, lang: words.Lang) -> str:
    """Return a series in words: its definitions, its tolerance, how many figures have which verdict, and those contradicted."""
    lines = [fit(each, lang) for each in one.fits]
    if one.tolerance is not None:
        lines.append(tolerance(one.tolerance, lang))
        if abs(one.tolerance.ratio - 1) > FAR_RATIO:
            lines.append(_say("far-ratio", lang))
    elif len(one.of("not-testable")) < len(one.tested):
        lines.append(_say("no-tolerance", lang))
    lines.append(
        _say(
            "verdicts",
            lang,
            supported=len(one.of("supported")),
            contradicted=len(one.of("contradicted")),
            untestable=len(one.of("not-testable")),
        )
    )
    lines += _reasons(one, lang)
    lines += [
        f"{each.figure.spot}: {amount(each.figure, lang)}. {verdict(each, lang)}" for each in one.of("contradicted")
    ]
    return "\n".join(lines)


def _reasons(one: SeriesTest, lang: words.Lang) -> list[str]:
    """Return why figures of a series are not testable, the most frequent reason first, each with how many."""
    told = Counter(_reason(each.reason, each.values, lang) for each in one.of("not-testable"))
    return [_say("untestable", lang, n=n, reason=reason) for reason, n in told.most_common()]
