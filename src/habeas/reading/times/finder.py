"""Every time that a text names, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from habeas.reading.model import Document, Sentence, Time
from habeas.reading.times.calendar import Reference
from habeas.reading.times.forms import Forms, forms
from habeas.reading.times.lexicon import choice, lexicon, words
from habeas.reading.times.resolve import RESOLVE, Meant, Role, Teller
from habeas.words import Lang

_NAMES_A_DATE: Final = frozenset({"point", "days", "days_after", "range", "block", "months", "part", "fiscal", "year_end", "month_mod", "split", "quarter", "holiday", "of_year", "ended", "year_to"})
"""The forms that name a time by itself: "a year earlier" is counted from them."""
_END_OF: Final = re.compile(r"(?:^| )(?:end|close|cierre|final|finales|fines|termino) (?:of|de|del)(?: the| el)?$")
_LED: Final = re.compile(r" (?:in|on|of|back in|early in|late in|en|de|del|el|los|a (?:principios|finales|mediados) de)$")
"""What stands between an event and its date in "since the coup of February 2021"."""
_DIGIT_YEAR: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}")


_NEWS: Final = {"en": frozenset({"yesterday", "today", "tonight"}), "es": frozenset({"ayer", "hoy", "anoche"})}
"""Words that nobody writes in an annual report; weekdays without a date are such words too."""


def reference(document: Document) -> Reference:
    """Return the publication that the relative times of a document are counted from.

    A text that says "yesterday" or "on Tuesday" is news, whatever else it may have in common with annual reports.
    """
    year = document.report_year
    if year is not None and any(_is_news(sentence) for sentence in document.sentences):
        year = None
    return Reference(document.published or None, year)


def _is_news(sentence: Sentence) -> bool:
    lex = lexicon(sentence.lang)
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if token.low in _NEWS[sentence.lang]:
            return True
        if token.low in lex.weekdays:
            near = tokens[place + 1 : place + 4]
            if not any(one.low in lex.months or one.text.isdigit() for one in near):
                return True
    return False


def times(document: Document) -> tuple[Time, ...]:
    """Return the times that a text names, in order; those that name no date without a date of publication are left out then."""
    words = frozenset(token.low for sentence in document.sentences for token in sentence.tokens)
    told_by = reference(document)
    tellers: dict[Lang, Teller] = {}
    found: list[Time] = []
    anchor: str | None = None
    begun: str | None = None
    day: str | None = None
    for number, sentence in enumerate(document.sentences):
        teller = tellers.get(sentence.lang)
        if teller is None:
            teller = Teller(lexicon(sentence.lang), told_by, words, numeric_day_first=sentence.lang == "es")
            tellers[sentence.lang] = teller
        teller.anchor, teller.begun, teller.day = anchor, begun, day
        found.extend(_in_sentence(number, sentence, teller))
        anchor, begun, day = teller.anchor, teller.begun, teller.day
    return tuple(found)


def _in_sentence(number: int, sentence: Sentence, teller: Teller) -> Iterator[Time]:
    grammar = forms(sentence.lang)
    starts: list[int] = []
    length = 0
    for token in sentence.tokens:
        starts.append(length)
        length += len(token.low) + 1
    line = " ".join(token.low for token in sentence.tokens)
    edge = 0
    while match := grammar.every.search(line, edge):
        name = match.lastgroup or ""
        inner = grammar.each[name].match(line, match.start())
        first, last = bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1) - 1
        if inner is None or inner.end() != match.end() or not _stands(name, inner, sentence, first, last, teller):
            edge = starts[first + 1] if first + 1 < len(starts) else length
            continue
        meant, end = RESOLVE[name](inner, teller), match.end()
        if meant is None and name == "range" and (alone := grammar.each["point"].match(line, inner.start("a"))):
            name, inner, end = "point", alone, alone.end()
            first, last = bisect_right(starts, alone.start()) - 1, bisect_right(starts, end - 1) - 1
            meant = RESOLVE[name](alone, teller) if _stands(name, alone, sentence, first, last, teller) else None
        if meant is None:
            edge = _step(name, end, starts, first, length)
            continue
        edge = end
        made = _time(number, sentence, grammar, line[: inner.start()].rstrip(), (first, last), meant, inner[0])
        if made is None:
            continue
        _remember(name, made, meant, teller)
        yield made


def _step(name: str, end: int, starts: list[int], first: int, length: int) -> int:
    """Return where to look on behind words that were no time after all: the second date of a false range may be one by itself."""
    if name in ("point", "range", "days", "days_after", "split"):
        return starts[first + 1] if first + 1 < len(starts) else length
    return end


def _time(
    number: int, sentence: Sentence, grammar: Forms, before: str, span: tuple[int, int], meant: Meant, words: str
) -> Time | None:
    role: Role = meant.role
    low, high = meant.low, meant.high
    if role == "on" or words.startswith(("since", "desde")):
        if grammar.since.match(before) or words.startswith(("since ", "desde ")):
            role, high = ("since", None) if role != "span" else (role, high)
        elif role == "on" and (led := grammar.began.match(before)) and _began(led[0], sentence.lang):
            role, high = "since", None
        elif grammar.until.match(before):
            role, low = "until", None
    if role == "span" and low and high and _END_OF.search(before):
        role, low = "on", high
    if low is None and high is None:
        return None
    tokens = sentence.tokens
    return Time(
        sentence=number, start=tokens[span[0]].start, end=tokens[span[1]].end, low=low, high=high, role=role,
        sure=meant.sure,
    )  # fmt: skip


def _began(before: str, lang: Lang) -> bool:
    """Return whether the words from "since" to a time say that something began then ("since the campaign began in")."""
    heads = before.rsplit(" since " if lang == "en" else " desde ", 1)
    clause = heads[-1].removeprefix("since ").removeprefix("desde ")
    if any(letter.isdigit() for letter in clause):
        return False
    return _LED.search(clause) is not None and " " in clause


def _remember(name: str, made: Time, meant: Meant, teller: Teller) -> None:
    """Keep a date for what is counted from it later."""
    named = made.high or made.low
    if named is not None and len(named) == 10 and not meant.ahead:
        teller.day = named
    if made.role == "since":
        teller.begun = made.low
        return
    if name in _NAMES_A_DATE and named is not None and not meant.ahead:
        teller.anchor = named


def _stands(name: str, match: re.Match[str], sentence: Sentence, first: int, last: int, teller: Teller) -> bool:
    """Return whether words that have the form of a time are one where they stand: not a name, a verb, or a count."""
    tokens = sentence.tokens
    lex = teller.lex
    before = tokens[first - 1].low if first else ""
    after = tokens[last + 1].low if last + 1 < len(tokens) else ""
    only = tokens[first]
    named = match[0]
    if name == "weekday" and sentence.lang == "es":
        return not (before in ("santo", "don") or (tokens[last].text[0].isupper() and last > 0 and first == last))
    if name == "today" and named == "manana":
        return before not in ("la", "esta", "toda", "una", "cada", "misma")
    if name not in ("point", "month_mod") or (name == "month_mod" and sentence.lang == "es"):
        return True
    if name == "month_mod":
        return tokens[last].text[0].isupper() or tokens[first + 1].text[0].isupper()
    if _DIGIT_YEAR.fullmatch(named):
        beyond = tokens[last + 2].low if last + 2 < len(tokens) else ""
        if after in lex.year_not_before or (after == "por" and beyond in ("ciento", "cien", "cada")) or (after[:1].isdigit() and before not in lex.year_before):
            return False
        return before in lex.year_before or (first == 0 and after == ",") or after in words("paperwork", sentence.lang)
    if first != last or any(letter.isdigit() for letter in named):
        return True
    month = named.split()[0].removesuffix("'s")
    if month not in lex.months:
        return True
    if sentence.lang == "en":
        return only.text[0].isupper() and (month not in lex.shy or before in lex.before or named.endswith("'s"))
    if first == 0 and len(tokens) > 1 and tokens[1].text[0].isupper():
        return False
    return (only.text[0].islower() or first == 0) and (month not in lex.shy) and (before in lex.before or first == 0)
