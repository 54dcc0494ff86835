"""Places: those that vanish from a list, appear or return, bear another name at one address, or change what hardly changes.

Publishers leave out places that were empty on the day of the pull, so that some vanish from every list; how many is learnt from the
series. Names are compared without case, punctuation and the marks of footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from statistics import median
from typing import Any, Final, NamedTuple

from habeas.findings.audit.across_cells import rounded
from habeas.findings.audit.intervals import Interval, intervals_of
from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.series import Averaged, Places, Series, quoted
from habeas.findings.audit.vintages import vintages_of
from habeas.words import Said

_LISTED: Final = 12
_MASS: Final = 0.4
"""A list that loses so many of its places was cut, or is another list."""
_TIMES: Final = 4
_MANY: Final = 5
_HELD: Final = 30.0
"""A place that held so many on average in the days before does not empty unnoticed."""
_AND_RETURN: Final = 3
"""It is told where it is back within so many publications."""


class _Line(NamedTuple):
    """One line of a list: the place's name as published, its texts by measure, and the cells of these."""

    name: str
    texts: Mapping[str, str]
    found: Mapping[str, Mapping[str, Any]]


_Listed = dict[str, _Line]


def places_changed(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell, by publication, which places vanished, appeared, were renamed or changed since the one before."""
    for rule in series.of(Places):
        lists = _lists(publications, rule)
        order = [one for one in vintages_of(publications, series).order if one.number in lists]
        years = [list(group) for _, group in groupby(order, key=lambda one: one.year)]
        usual = median([_lost(lists, before, now) for year in years for before, now in pairwise(year)] or [0])
        for year in years:
            yield from _came_and_went(rule, year, lists, usual)
            yield from _traits(rule, year, lists)
        yield from _left_out(publications, series, rule, order, lists)


def _lists(publications: Publications, rule: Places) -> dict[int, _Listed]:
    """Return the places of each publication by their folded names; of those of one name none, they cannot be followed."""
    measures = ", ".join(map(quoted, dict.fromkeys((*rule.address, *rule.traits))))
    rows = publications.rows(
        f"""SELECT number, any_value(subject) AS name, list(measure) AS measures, list(coalesce(repaired, text)) AS texts,
        list(cell) AS cells FROM figures WHERE "table" = {quoted(rule.table)} AND measure IN ({measures})
        AND NOT coalesce(hidden, false) AND subject IS NOT NULL GROUP BY number, sheet, line ORDER BY number, line"""  # noqa: S608 - declared names, quoted
    )
    made: dict[int, _Listed] = {}
    twice: set[tuple[int, str]] = set()
    for row in rows:
        listed, key = made.setdefault(row["number"], {}), folded(row["name"])
        if key in listed:
            twice.add((row["number"], key))
        texts = dict(zip(row["measures"], row["texts"], strict=True))
        listed[key] = _Line(row["name"], texts, dict(zip(row["measures"], row["cells"], strict=True)))
    for number, key in twice:
        made[number][key] = made[number][key]._replace(texts={})
    return made


@cache
def folded(name: str) -> str:
    """Return a name without case, punctuation, and the digit that marks a footnote."""
    return re.sub(r"(?<=[^\W\d_])\d$", "", re.sub(r"[\W_]", "", name.casefold()))


def _address(rule: Places, line: _Line) -> str:
    return "|".join(folded(line.texts.get(part) or "") for part in rule.address).strip("|")


def _lost(lists: Mapping[int, _Listed], before: Publication, now: Publication) -> int:
    return len(lists[before.number].keys() - lists[now.number].keys())


def _came_and_went(
    rule: Places, year: Sequence[Publication], lists: Mapping[int, _Listed], usual: float
) -> Iterator[AuditFinding]:
    seen: set[str] = set()
    for before, now in pairwise(year):
        old, new = lists[before.number], lists[now.number]
        gone, come = [key for key in old if key not in new], [key for key in new if key not in old]
        at = {_address(rule, old[key]): key for key in gone if _address(rule, old[key])}
        renamed = [(at[_address(rule, new[key])], key) for key in come if _address(rule, new[key]) in at]
        same = {key for pair in renamed for key in pair}
        gone, come = [key for key in gone if key not in same], [key for key in come if key not in same]
        seen |= old.keys()
        if renamed:
            yield _renamed(now, old, new, renamed)
        if gone or come:
            returned = [key for key in come if key in seen]
            yield _moved(before, now, lists, gone=gone, come=come, returned=len(returned), usual=usual)


def _moved(
    before: Publication,
    now: Publication,
    lists: Mapping[int, _Listed],
    *,
    gone: Sequence[str],
    come: Sequence[str],
    returned: int,
    usual: float,
) -> AuditFinding:
    """Tell the places that left and entered a list: a warning where so many left that the list was cut."""
    old, new = lists[before.number], lists[now.number]
    mass = len(gone) >= max(_MASS * len(old), _TIMES * usual, _MANY)
    gravity: Gravity = "warning" if mass else "note"
    return AuditFinding(
        publication=now.file,
        check="places",
        gravity=gravity,
        key="audit_vintages.places-cut" if mass else "audit_vintages.places",
        values={
            "gone": len(gone),
            "come": len(come),
            "returned": returned,
            "earlier": before.file,
            "before": len(old),
            "now": len(new),
            "usual": usual,
            "vanished": _names(old, gone),
            "appeared": _names(new, come),
        },
        cells=_cells([old[key] for key in gone] + [new[key] for key in come], now.file),
        weight=float(len(gone)),
        day=now.day,
    )


def _names(lines: _Listed, keys: Sequence[str]) -> Said:
    """Return the names of places as a sentence lists them, no more than a dozen."""
    names = [lines[key].name for key in keys[:_LISTED]]
    more = len(keys) - len(names)
    if not names:
        return Said("none", "ninguno")
    text = ", ".join(names)
    return Said(f"{text} and {more} more", f"{text} y {more} más") if more else Said(text, text)


def _cells(lines: Sequence[_Line], file: str) -> tuple[Cell, ...]:
    found = [next(iter(line.found.values())) for line in lines[:_LISTED] if line.found]
    return cells(found) or (Cell(file=file),)


def _renamed(now: Publication, old: _Listed, new: _Listed, renamed: Sequence[tuple[str, str]]) -> AuditFinding:
    pairs = [(old[one].name, new[other].name) for one, other in renamed]
    text = "; ".join(f"{one} → {other}" for one, other in pairs[:_LISTED])
    return AuditFinding(
        publication=now.file,
        check="places-renamed",
        gravity="note",
        key="audit_vintages.renamed",
        values={"n": len(pairs), "pairs": text},
        cells=_cells([new[other] for _, other in renamed] + [old[one] for one, _ in renamed], now.file),
        weight=float(len(pairs)),
        day=now.day,
    )


def _traits(rule: Places, year: Sequence[Publication], lists: Mapping[int, _Listed]) -> Iterator[AuditFinding]:
    """Yield, for each publication, the places whose address, type or area is another, and say of how many it changes back later."""
    for number, (before, now) in enumerate(pairwise(year)):
        old, new = lists[before.number], lists[now.number]
        changed = [
            (key, trait)
            for key, line in new.items()
            if key in old
            for trait in rule.traits
            if trait in line.texts
            and trait in old[key].texts
            and folded(line.texts[trait] or "") != folded(old[key].texts[trait] or "")
        ]
        if not changed:
            continue
        later = [lists[one.number] for one in year[number + 2 :]]
        back = [
            (key, trait)
            for key, trait in changed
            if any(
                key in one and folded(one[key].texts.get(trait) or "") == folded(old[key].texts[trait] or "")
                for one in later
            )
        ]
        yield _traits_told(before, now, lists, changed, len(back))


def _traits_told(
    before: Publication, now: Publication, lists: Mapping[int, _Listed], changed: Sequence[tuple[str, str]], back: int
) -> AuditFinding:
    old, new = lists[before.number], lists[now.number]
    text = "; ".join(
        f"{new[key].name}: {old[key].texts[trait] or '–'} → {new[key].texts[trait] or '–'}"
        for key, trait in changed[:_LISTED]
    )
    pairs = [found for key, trait in changed[:_LISTED] for found in (new[key].found[trait], old[key].found[trait])]
    gravity: Gravity = "warning" if back >= _MANY else "note"
    return AuditFinding(
        publication=now.file,
        check="places-changed",
        gravity=gravity,
        key="audit_vintages.traits-back" if back else "audit_vintages.traits",
        values={
            "n": len({key for key, _ in changed}),
            "all": len(changed),
            "back": back,
            "earlier": before.file,
            "pairs": text,
        },
        cells=cells(pairs),
        weight=float(len(changed)),
        day=now.day,
    )


def _left_out(
    publications: Publications, series: Series, rule: Places, order: Sequence[Publication], lists: Mapping[int, _Listed]
) -> Iterator[AuditFinding]:
    """Yield places with many persons that a list leaves out, and a later one has again with more bed-days."""
    ranks = {one.file: rank for rank, one in enumerate(order)}
    for averaged in series.of(Averaged):
        if averaged.of.table != rule.table:
            continue
        last: dict[tuple[str, int | None], Interval] = {}
        for one in intervals_of(publications, series, averaged):
            key = (one.subject or "", one.year)
            before = last.get(key)
            if before is not None and one.average_low >= _HELD <= before.average_low:
                skipped = _skipped(rule, _between(order, ranks, before, one), one, lists)
                if skipped:
                    yield _left_out_told(averaged, before, one, skipped)
            last[key] = one


def _between(
    order: Sequence[Publication], ranks: Mapping[str, int], before: Interval, now: Interval
) -> Sequence[Publication]:
    """Return the publications between those of two intervals, where they are few."""
    first, last = ranks.get(before.publication), ranks.get(now.publication)
    return order[first + 1 : last] if first is not None and last is not None and last - first <= _AND_RETURN else ()


def _skipped(
    rule: Places, between: Sequence[Publication], now: Interval, lists: Mapping[int, _Listed]
) -> list[Publication]:
    """Return those in whose lists neither the place of an interval nor one at its address is."""
    name = folded((now.subject or "").split(" @ ")[0])
    line = lists[now.now.publication.number].get(name)
    address = _address(rule, line) if line else ""
    return [
        one
        for one in between
        if name not in lists[one.number]
        and not (address and any(_address(rule, other) == address for other in lists[one.number].values()))
    ]


def _left_out_told(rule: Averaged, before: Interval, now: Interval, skipped: Sequence[Publication]) -> AuditFinding:
    one = skipped[0]
    return AuditFinding(
        publication=one.file,
        check="place-left-out",
        gravity="warning",
        key="audit_vintages.left-out",
        values={
            "what": rule.said,
            "subject": now.subject or "",
            "before": rounded(before.average_low),
            "average": rounded(now.average_low),
            "earlier": before.publication,
            "later": now.publication,
        },
        cells=(Cell(file=one.file), *now.cells),
        weight=now.average_low,
        day=one.day,
    )
