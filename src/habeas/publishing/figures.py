"""The figures that charts and tables show: from claims, from findings, and from the arithmetic of rival claims laid side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing import labels
from habeas.publishing.charts import Figure
from habeas.publishing.context import Edition
from habeas.when import Span
from habeas.words import number

MOST: Final = 20
_ONE_NUMBER: Final = Decimal("1e-9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table of figures: the mark drawn for it, and what stands under it."""

    figure: Figure
    text: str
    when: str
    counted: str
    claims: tuple[Claim, ...]
    finding: Finding | None = None


def of_claim(edition: Edition, claim: Claim, *, label: str | None = None, below: str = "") -> Row | None:
    """Return the figure a claim states; None where it states no number. A label, and what stands below it, serve ranges."""
    amount = claim.value
    if not isinstance(amount, Amount) or (amount.low is None and amount.high is None and amount.stated is None):
        return None
    lang = edition.lang
    start, end = _days(claim)
    when = labels.when(claim, lang)
    who = labels.who(edition.view, claim, lang)
    figure = Figure(
        label=label or labels.short(amount),
        who=below or who,
        low=amount.low,
        high=amount.high,
        low_open=amount.low_open,
        high_open=amount.high_open,
        stated=amount.stated,
        short=labels.short(amount),
        mode="derived" if claim.derived_from else "said",
        start=start,
        end=end,
        series=f"{who} / {labels.counted(edition.view, claim, lang)}",
        claims=(claim.key,),
    )
    return Row(
        figure=figure,
        text=amount.text(lang),
        when=when,
        counted=labels.counted(edition.view, claim, lang),
        claims=(claim,),
    )


def of_amount(
    edition: Edition, amount: Amount, claims: Sequence[Claim], *, label: str, who: str, finding: Finding | None = None
) -> Row:
    """Return a figure that follows from claims by arithmetic."""
    figure = Figure(
        label=label, who=who, low=amount.low, high=amount.high, low_open=amount.low_open, high_open=amount.high_open,
        stated=amount.stated, short=labels.short(amount), mode="implied", claims=tuple(one.key for one in claims),
    )  # fmt: skip
    return Row(
        figure=figure,
        text=amount.text(edition.lang),
        when="",
        counted=amount.who or "",
        claims=tuple(claims),
        finding=finding,
    )


def _days(claim: Claim) -> tuple[date | None, date | None]:
    span = claim.span or claim.said_on
    return span.outer if isinstance(span, Span) else (None, None)


def stated(edition: Edition, claims: Iterable[Claim]) -> list[Row]:
    """Return the figures of claims, in order of time (the end of the days each holds for, then its start)."""
    rows = [row for row in (of_claim(edition, claim) for claim in claims) if row is not None]
    return sorted(rows, key=lambda row: (row.figure.end or row.figure.start or date.max, row.figure.start or date.min))


def told_apart(rows: Sequence[Row]) -> list[Row]:
    """Say whom a figure counts, in its label, where most of its neighbours count others."""
    usual = Counter(row.counted for row in rows).most_common(1)[0][0] if rows else ""
    return [
        row if row.counted == usual else replace(row, figure=replace(row.figure, apart=row.counted or "?"))
        for row in rows
    ]


def merged(rows: Sequence[Row], *, timeless: bool = False) -> list[Row]:
    """Return the rows with those that say the same, by the same voice, as one row that rests on all their claims.

    ``timeless`` rows are the same whatever days they speak of, and the days are told together.
    """
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        one = row.figure
        said = (one.low, one.high, one.low_open, one.high_open, one.stated, one.mode)
        same = (one.label, one.who, row.counted, said, () if timeless else (one.start, one.end))
        if same in found:
            earlier = found[same]
            claims = tuple(dict.fromkeys([*earlier.claims, *row.claims]))
            figure = replace(earlier.figure, claims=tuple(dict.fromkeys([*earlier.figure.claims, *one.claims])))
            when = "; ".join(dict.fromkeys(part for part in (*earlier.when.split("; "), row.when) if part))
            found[same] = replace(earlier, claims=claims, figure=figure, when=when)
        else:
            found[same] = row
    return list(found.values())


def fewer(rows: Sequence[Row], most: int = MOST) -> list[Row]:
    """Return at most so many rows, in order: the first, the last, the lowest, the highest, and others evenly between."""
    if len(rows) <= most:
        return list(rows)
    anchors = [row.figure.anchor for row in rows]
    known = [place for place, anchor in enumerate(anchors) if anchor is not None]
    kept = {0, len(rows) - 1}
    if known:
        kept |= {min(known, key=lambda k: anchors[k] or 0), max(known, key=lambda k: anchors[k] or 0)}
    room = most - len(kept)
    kept |= {int(k * len(rows) / room) for k in range(room)}
    return [rows[place] for place in sorted(kept)]


def implied(edition: Edition, subject: str, unit: str) -> list[Row]:
    """Return what follows for a subject in a unit, one row a combination of rival claims, the lowest first.

    Each row is named by the claims that the combinations differ in, and says whose claims they are.
    """
    found = [
        one
        for one in edition.disclosed.about([subject])
        if one.kind == "implied" and one.result is not None and one.result.unit == unit and one.claims
    ]
    if not found:
        return []
    values: dict[str, set[str]] = {}
    for claim in (claim for one in found for claim in edition.disclosed.grounds(one)):
        values.setdefault(claim.predicate, set()).add(_figure(edition, claim))
    rows = []
    for one in found:
        grounds = edition.disclosed.grounds(one)
        amounts = [claim for claim in grounds if isinstance(claim.value, Amount)]
        telling = [claim for claim in amounts if len(values[claim.predicate]) > 1] or amounts
        label = ", ".join(dict.fromkeys(_named(edition, claim) for claim in telling))
        whose = ", ".join(dict.fromkeys(labels.who(edition.view, claim, edition.lang) for claim in telling))
        if one.result is not None:
            rows.append(of_amount(edition, settled(one.result), grounds, label=label, who=whose, finding=one))
    return sorted(rows, key=lambda row: (row.figure.low or row.figure.high or 0, row.figure.high or 0))


def _named(edition: Edition, claim: Claim) -> str:
    return f"{_figure(edition, claim)} {edition.predicate(claim.predicate)}"


def _figure(edition: Edition, claim: Claim) -> str:
    amount = claim.value
    if not isinstance(amount, Amount):
        return labels.value(edition.view, claim, edition.lang)
    if edition.view.vocabulary[claim.predicate].maximum and amount.stated is not None:
        return number(amount.stated)
    return labels.short(amount)


def settled(amount: Amount, digits: int = 3) -> Amount:
    """Return what a relation gives as it is shown: four digits where it is one number, bounds rounded outward where it is two.

    A lower bound of zero that itself is left out says nothing of what can only be positive, and is shown as an open end.
    """
    low, high = amount.low, amount.high
    if low is not None and high is not None and low > 0 and (high - low) / high < _ONE_NUMBER:
        near = ((low + high) / 2).quantize(Decimal(1).scaleb(high.adjusted() - 3))
        return Amount.exact(near, unit=amount.unit, measure=amount.measure)
    if low == 0 and amount.low_open:
        open_end = Amount.between(None, high, high_open=amount.high_open, unit=amount.unit, measure=amount.measure)
        return open_end.rounded(digits)
    return amount.rounded(digits)


def spread(rows: Sequence[Row]) -> tuple[str, str]:
    """Return the lowest and the highest figure in signs."""
    known = [row.figure for row in rows if row.figure.anchor is not None]
    known = [one for one in known if not one.ends] or known
    low = min(known, key=lambda one: min(one.numbers))
    high = max(known, key=lambda one: max(one.numbers))
    return (number(min(low.numbers)) if "–" in low.short else low.short), (
        number(max(high.numbers)) if "–" in high.short else high.short
    )
