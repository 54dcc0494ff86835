"""Statements: what the rules found, put as findings in both languages, with ids that stay the same over builds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from habeas import words
from habeas.amount import Amount, Ratio
from habeas.findings.model import Finding, Gravity, Kind
from habeas.words import Lang

_EXACT: Final = 6
_NUMBERS: Final = re.compile(r"\{(\w+)\}([^{}<>]*)<([^|>]*)\|([^>]*)>")
_CONTRACTED: Final = re.compile(r"\b(de|a) el (?=\w)")


class Label:
    """Words in both languages, said when they are asked for and then kept. Equality is identity."""

    __slots__ = ("_kept", "_say")

    def __init__(self, say: Callable[[Lang], str]) -> None:
        self._say = say
        self._kept: dict[Lang, str] = {}

    def text(self, lang: Lang) -> str:
        """Return the words in a language."""
        if lang not in self._kept:
            self._kept[lang] = self._say(lang)
        return self._kept[lang]


def named(en: str, es: str) -> Label:
    """Return a label of words that are known."""
    return Label(lambda lang: es if lang == "es" else en)


NOTHING: Final = named("", "")


def message(key: str, **values: object) -> Label:
    """Return a message of this room in both languages."""
    return Label(lambda lang: contracted(words.text(f"findings.{key}", lang, **plain(values, lang)), lang))


def plain(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Return values with the labels among them already said: the quick way to fill a message."""
    return {name: value.text(lang) if isinstance(value, Label) else value for name, value in values.items()}


def contracted(said: str, lang: Lang) -> str:
    """Return Spanish words with ``de el`` and ``a el`` drawn together, as they must be outside names."""
    if lang == "en":
        return said
    return _CONTRACTED.sub(lambda hit: "del " if hit[1] == "de" else "al ", said)


def sentences(parts: Iterable[Label]) -> Label:
    """Return labels one after the other, each with a capital and a full stop; empty ones and repeats are left out."""
    kept = tuple(parts)
    return Label(lambda lang: " ".join(dict.fromkeys(finished(said) for one in kept if (said := one.text(lang)))))


def finished(said: str) -> str:
    """Return words as a sentence: with a capital and a full stop."""
    whole = capital(said.rstrip())
    return whole if whole.endswith((".", "?", "…", "!")) else f"{whole}."


def capital(said: str) -> str:
    """Return words that begin with a capital."""
    return f"{said[:1].upper()}{said[1:]}"


def listed(labels: Sequence[Label]) -> Label:
    """Return labels as a sentence lists them: ``a, b and c``."""
    return Label(lambda lang: words.listing([one.text(lang) for one in labels], lang))


def quoted(said: str, lang: Lang) -> str:
    """Return words in the quotation marks of a language."""
    return f"«{said}»" if lang == "es" else f"“{said}”"


def told(template: Mapping[Lang, str], values: Mapping[str, Label], ones: frozenset[str]) -> Label:
    """Return a relation's sentence with its places filled; ``ones`` are the places whose number is one."""

    def say(lang: Lang) -> str:
        chosen = _NUMBERS.sub(lambda hit: f"{{{hit[1]}}}{hit[2]}{hit[3] if hit[1] in ones else hit[4]}", template[lang])
        return contracted(words.fill(chosen, lang, plain(values, lang)), lang)

    return Label(say)


def multiples(ratio: Ratio) -> Amount:
    """Return the multiple that a ratio states, as an amount of its own."""
    return Amount.between(ratio.low, ratio.high, low_open=ratio.low_open, high_open=ratio.high_open)


def shown(amount: Amount) -> Amount:
    """Return an implied amount as a sentence says it.

    To four digits where it has more than six and is no whole number; zero is no least value.
    """
    low, high = amount.low, amount.high
    if low is not None and low == high and low == low.to_integral_value():
        return amount
    if low == 0 and high is not None and high > 0:
        return replace(amount, qualifier="less_than" if amount.high_open else "at_most", low=None, low_open=False)
    if low is not None and high is not None and _digits(low) > _EXACT and _near(low) == _near(high):
        return Amount.about(_near(low), unit=amount.unit)
    if any(end is not None and _digits(end) > _EXACT for end in (low, high)):
        return amount.rounded()
    return amount


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _near(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - 3)), ROUND_HALF_EVEN)


def bare(amount: Amount) -> Amount:
    """Return an amount as a lead says it: the number an "about" is about, without the width, unit and definition."""
    if amount.qualifier == "about" and amount.stated is not None:
        return Amount.about(amount.stated)
    return replace(shown(amount), unit=None, who=None, measure=None, capacity=None, ratio=None)


def number(amount: Amount) -> Label:
    """Return the bare number of an amount, as it stands inside a sentence."""

    def say(lang: Lang) -> str:
        kept = bare(amount)
        if lang == "es" and kept.qualifier == "range" and kept.low is not None and kept.high is not None:
            return words.text("findings.between", lang, low=kept.low, high=kept.high)
        return kept.text(lang)

    return Label(say)


def united(amount: Amount, unit: str | None) -> Label:
    """Return an amount as a lead says it, with its unit."""
    return Label(lambda lang: replace(bare(amount), unit=unit).text(lang))


def finding(  # noqa: PLR0917 - the fields of a finding, in their order
    kind: Kind,
    gravity: Gravity,
    subject: str,
    topic: str,
    key: str,
    values: Mapping[str, object],
    *,
    more: Iterable[Label] = (),
    claims: Iterable[str] = (),
    requirements: Iterable[str] = (),
    relation: str | None = None,
    result: Amount | None = None,
    steps: Iterable[str] = (),
    mark: str = "",
) -> Finding:
    """Return a finding; ``more`` are the sentences behind its lead.

    The id is the SHA-256, cut to 16 hexadecimal digits, of its kind and place, its plain numbers, its arithmetic and what it
    rests on; ``mark`` tells apart what these do not. It does not depend on the wording.
    """
    under, asked = tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(requirements))
    lines, parts = tuple(steps), tuple(more)
    numbers = {name: value for name, value in values.items() if isinstance(value, int)}
    says = [
        kind, subject, topic, key, numbers, under, asked, relation,
        None if result is None else result.as_json(), lines, mark,
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(says, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Finding(
        id=digest[:16],
        kind=kind,
        gravity=gravity,
        subject=subject,
        topic=topic,
        key=f"findings.{key}",
        values={**values, "more": sentences(parts)} if parts else values,
        claims=under,
        requirements=asked,
        relation=relation,
        result=result,
        steps=lines,
        detail="findings.more" if parts else None,
    )
