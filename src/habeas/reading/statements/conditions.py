"""Conditions: what a text says detained people have, lack or may not do, as claims without a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from habeas.reading.model import Document, Found, Sentence
from habeas.reading.statements.durations import durations, number, plainly
from habeas.reading.statements.lexicon import Grammar, Rule, grammar
from habeas.reading.statements.line import Line, tagged
from habeas.reading.statements.reality import reality

_KEY: Final = re.compile(r"<c_([a-z_]+)>")
_HALF: Final = re.compile(r" (?:and a half|and 30 minutes|y media)(?!\S)")
_ADEQUATE: Final = re.compile(r"(?<!\S)(?:adequate|proper|appropriate|adecuad[oa]s?)(?!\S)")
_REGULAR: Final = re.compile(
    r"(?<!\S)(?:regular|reliable|consistent|constant|continuous|daily|weekly|unrestricted|full)(?: and \S+)? access(?!\S)"
)
_FAR: Final = 300
"""Letters before a statement within which words may change it."""
_LINK: Final = re.compile(r" (?:,|;|y que|and that|but|pero) ")
_SHARE: Final = re.compile(
    r"(?<!\S)(?:half|(?:a|one|two|three) (?:third|quarter|fifth)s?|(?:two|three|four)-\S+|three quarters|per ?cent|%|in (?:ten|five|three|four)|of every|"
    r"por ciento|mitad|tercio|(?:tercera|cuarta|quinta) parte|de cada \S+)(?!\S)"
)
"""Where a share of them is said to lack something, the share is the claim."""
_GUARDS: Final = re.compile(
    r"(?<!\S)(?:guards?|officers?|staff|wardens?|custodi(?:o|a)s|guardias|agentes|gendarmes|vecinos|residents|neighbou?rs)(?:(?: (?!que(?!\S))[^ ;:.]+){0,4} $"
    r"| (?:denunci|dij|afirm|asegur|reclam|protest|sen[a-z]al)\S+ que (?:no \S+ (?:\S+ )?)?$)"
)
"""Whose lack is not that of detained people."""
_KEPT: Final = re.compile(
    r"(?:(?:is|are|was|were|be|been|being) )?(?:den(?:y|ied|ies|ying)|refus|withh|withdr|deprive)|nieg|neg[oa]|priv"
)
"""Words that say food and water are there and kept back."""
_OWN: Final = frozenset({"lacks", "has-no", "without", "not-enough"})
"""Rules whose subject is who goes without; of the others it may be who forbids."""
_SOME: Final = re.compile(
    r"(?<!\S)(?:some|several|many|dozens|hundreds|of (?:them|the)|algun[oa]s|vari[oa]s|much[oa]s|decenas|de l[oa]s [0-9]\S*)(?!\S)"
    r"|(?<!\S)(?:[0-9][0-9.,]*|unos|unas) $"
)
_GENERAL: Final = 3
"""So many things at once "inadequate" are a complaint in general, not a statement about each."""


def conditions(document: Document, plain: tuple[Line, ...]) -> Iterator[tuple[int, Found]]:
    """Yield the conditions a text states, each with the weight of its rule. ``plain`` has the sentences as lines."""
    for place, sentence in enumerate(document.sentences):
        rules = grammar("conditions", sentence.lang)
        if rules.trigger.search(plain[place].said) and not document.text[: sentence.end].endswith("?"):
            yield from _sentence(place, sentence, tagged(plain[place], rules.names, rules.tags), rules)


def _sentence(place: int, sentence: Sentence, said: Line, rules: Grammar) -> Iterator[tuple[int, Found]]:
    taken: list[tuple[int, int]] = []
    for rule in rules.rules:
        if rule.given and not rule.given.search(said.said):
            continue
        for hit in rule.pattern.finditer(said.said):
            if any(start < hit.end() and hit.start() < end for start, end in taken):
                continue
            clause = _LINK.split(said.said[max(0, hit.start() - _FAR) : hit.start()])[-1]
            if _SHARE.search(clause) or (rule.name in _OWN and _GUARDS.search(clause)):
                continue
            values = list(_values(rule, hit, sentence, clause))
            if values:
                taken.append(hit.span())
            start, end = said.span(hit.start(), hit.end())
            modality, denied = reality(said.said, hit.start(), sentence.lang)
            hours = next((one for one in durations(hit.group(), sentence.lang) if one.unit == "hours"), None)
            for value in values:
                yield rule.weight, Found(
                    sentence=place, kind="condition", start=start, end=end, measure="stock", value_text=value,
                    unit="hours" if value.startswith("hours_") else None,
                    qualifier=hours.qualifier if hours and value.startswith("hours_") else "exact", modality=modality, denied=denied,
                    cues=(f"condition:{rule.name}",),
                )  # fmt: skip


def _values(rule: Rule, hit: re.Match[str], sentence: Sentence, before: str) -> Iterator[str]:
    if rule.value.endswith("=#"):
        said = next(found for name, found in hit.groupdict().items() if found)
        count = number(said, sentence.lang)
        if count is not None and Decimal(6) <= count <= Decimal(24):
            half = Decimal("0.5") if _HALF.search(hit.group()) else Decimal(0)
            yield rule.value[:-1] + plainly(count + half)
    elif "=" in rule.value:
        yield rule.value
    else:
        keys = dict.fromkeys(_KEY.findall(hit.group()))
        if "lawyer_access" in keys and "<r_family>" in hit.group():
            keys["family_contact"] = None  # no access to lawyers or relatives
        value = rule.value
        if value == "none" and _ADEQUATE.search(hit.group()):
            value = "inadequate"
        elif value == "none" and _REGULAR.search(hit.group()):
            value = "restricted"
        if value != "inadequate" or len(keys) < _GENERAL:
            kept = value == "none" and _KEPT.match(hit.group())
            yield from (_said(key, "withheld" if kept and key in {"food", "water"} else value, before) for key in keys)


def _said(key: str, value: str, before: str) -> str:
    """Return a statement of one thing: no bed for some is too few beds, and no visits in private are visits restricted."""
    if key == "close_visits":
        return "visits=restricted" if value == "none" else f"visits={value}"
    if key in {"beds", "bedding"} and value == "none" and _SOME.search(before):
        return f"{key}=insufficient"
    return f"{key}={value}"
