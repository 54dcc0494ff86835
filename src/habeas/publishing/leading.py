"""Which findings lead: the headlines, the answer to a question, the top of a section. No two of them say nearly the same.

Findings come ranked: by gravity, kind, and how far apart their figures are. That order is kept. What is added here is variety,
because the first ten of a long list are often ten readings of one contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from habeas.findings import Finding
from habeas.words import Lang

HEADLINES: Final = 9
SCANNED: Final = 400
_GRAVITIES: Final = ("error", "warning", "note")
# The classes of headlines in their order, and how many each may have; errors lead and are not limited.
_CLASSES: Final[Mapping[str, int]] = {
    "contradiction": 3,
    "order": 1,
    "decrease": 1,
    "implied": 2,
    "change": 1,
    "unmet": 1,
}
_HUMAN: Final = ("USD/person/day", "m2/person")
# What only says where a figure comes from, and leads where nothing else does.
_ASIDE: Final = ("derived",)
_SAME: Final = 0.6
_AFTER_NAME: Final = (": ", ", ", ". ")


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their own order, gravest first; among changes, those that rest on most claims come first."""
    found = list(findings)
    changes = iter(sorted((one for one in found if one.kind == "change"), key=lambda one: -len(one.claims)))
    placed = [next(changes) if one.kind == "change" else one for one in found]
    return sorted(placed, key=lambda one: _GRAVITIES.index(one.gravity))


def alike(one: Finding, two: Finding) -> bool:
    """Say whether two findings say nearly the same: of one kind, about one subject, and mostly by the same claims."""
    if (one.kind, one.subject) != (two.kind, two.subject) or not one.claims or not two.claims:
        return False
    first, second = set(one.claims), set(two.claims)
    return len(first & second) >= _SAME * len(first | second)


def headlines(findings: Iterable[Finding], most: int = HEADLINES) -> list[Finding]:
    """Return the findings to open a report with, the first of each kind and topic.

    Errors first; then contradictions, acts after an order, totals that fell, what the figures come to for one person (space and
    money), changes, and requirements not shown to be met.
    """
    classes = list(_CLASSES)
    found: list[Finding] = []
    taken = dict.fromkeys(classes, 0)
    for one in sorted(ranked(findings), key=lambda one: (one.gravity != "error", _class(one, classes))):
        grave = one.gravity == "error"
        if len(found) < most and (grave or _eligible(one)) and _new(one, found):
            if grave or taken[one.kind] < _CLASSES[one.kind]:
                found.append(one)
            taken[one.kind] = taken.get(one.kind, 0) + 1
    return found


def _class(one: Finding, classes: Sequence[str]) -> int:
    return classes.index(one.kind) if one.kind in classes else len(classes)


def _eligible(one: Finding) -> bool:
    if one.kind == "implied":
        return one.result is not None and one.result.unit in _HUMAN
    return one.kind in _CLASSES and (one.kind != "unmet" or bool(one.claims))


def _new(one: Finding, found: Sequence[Finding]) -> bool:
    return not any((one.kind, one.topic) == (other.kind, other.topic) or alike(one, other) for other in found)


def leading(findings: Iterable[Finding], most: int) -> list[Finding]:
    """Return the findings that speak first of a matter, the first of each kind and topic in their order, then others; errors first.

    Where most findings are questions that nobody has answered, the silence is what there is to say, and it comes first.
    """
    ordered = ranked(findings)
    asked = [one for one in ordered if one.kind == "silence"]
    if 2 * len(asked) > len(ordered):
        ordered = [*asked, *(one for one in ordered if one.kind != "silence")]
    found: list[Finding] = []
    telling = [one for one in ordered if one.kind not in _ASIDE]
    for one in telling:
        if len(found) < most and _new(one, found):
            found.append(one)
    for one in [*telling[:SCANNED], *(one for one in ordered[:SCANNED] if one.kind in _ASIDE)]:
        if len(found) < most and one not in found and not any(alike(one, other) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.gravity != "error")


def unprefixed(text: str, name: str) -> str:
    """Return a lead without the name of its subject at the front, for where a heading names the subject already."""
    for mark in _AFTER_NAME:
        if name and text.startswith(name + mark):
            rest = text[len(name) + len(mark) :]
            return rest[:1].upper() + rest[1:]
    return text


def about_one(findings: Sequence[Finding]) -> str | None:
    """Return the one subject that all of the findings are about, if there is one."""
    subjects = {one.subject for one in findings}
    return subjects.pop() if len(subjects) == 1 else None


def lead(one: Finding, lang: Lang, name: str | None = None) -> str:
    """Return a finding's lead, without the name of its subject where that is given."""
    return unprefixed(one.text(lang), name or "")
