"""Every time that a text names, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from habeas.reading.model import Document, Sentence, Time
from habeas.reading.times.calendar import Reference
from habeas.reading.times.forms import Forms, forms
from habeas.reading.times.lexicon import choice, lexicon, words
from habeas.reading.times.meaning import Meant, Teller
from habeas.reading.times.resolve import RESOLVE
from habeas.reading.tokens import plain
from habeas.words import Lang

_NAMES_A_DATE: Final = frozenset(
    {
        "point",
        "days",
        "days_after",
        "range",
        "block",
        "months",
        "part",
        "fiscal",
        "year_end",
        "month_mod",
        "split",
        "quarter",
        "holiday",
        "of_year",
        "ended",
        "year_to",
    }
)
"""The forms that name a time by itself: "a year earlier" is counted from them."""
_OPENS_ANOTHER: Final = frozenset({"point", "range", "days", "days_after", "split"})
"""Where one of these means nothing, another form may start behind its first word."""
_UNLED: Final = frozenset({"unit", "weekday", "today", "weekend"})
"""Forms that need no "in" or "on" before them: "since the court decided last month"."""
_END_OF: Final = re.compile(r"(?:^| )(?:end|close|cierre|final|finales|fines|termino) (?:of|de|del)(?: the| el)?$")
_FUTURE: Final = re.compile(
    r"(?:^| )(?:will|due to|expected to|set to|to be|seran|saldran|van a|va a|previstos?|previstas?|recuperaran)(?: |$)"
)
"""Words of what is to come: months behind them lie ahead."""
_BEGUN: Final = re.compile(
    r"(?:the |el |la )?(?:start|beginning|outbreak|onset|launch|inicio|comienzo|declaratoria|arranque|estallido)(?: [^ ,]+){1,6} , (?:on|in|el|en)$"
)
"""A beginning with its date beside it: "since the start of the unrest, on 18 October"."""
_LED: Final = re.compile(
    r" (?:in|on|of|back in|early in|late in|en|de|del|el|los|a (?:principios|finales|mediados) de)$"
)
"""What stands between an event and its date in "since the coup of February 2021"."""
_SPRING: Final = 8
"""Month up to which annual reports on the year before come out."""
_LABEL: Final = 60
_DIGIT_YEAR: Final = re.compile(r"(?:1[5-9]|20)[0-9]{2}")


_NEWS: Final = {"en": frozenset({"yesterday", "today", "tonight"}), "es": frozenset({"ayer", "hoy", "anoche"})}
"""Words that nobody writes in an annual report; weekdays without a date are such words too."""


def reference(document: Document) -> Reference:
    """Return the publication that the relative times of a document are counted from.

    A text that says "yesterday" or "on Tuesday" is news, whatever else it may have in common with annual reports.
    """
    year = document.report_year or _labelled_year(document)
    if year is not None and any(_is_news(sentence) for sentence in document.sentences):
        year = None
    return Reference(document.published or None, year)


def _labelled_year(document: Document) -> int | None:
    """Return the year before publication where paragraphs open with the labels of annual reports ("Independent monitoring:")."""
    published = document.published
    if not published or len(published) < 7 or int(published[5:7]) > _SPRING:
        return None
    for block in document.blocks:
        label = plain(document.text[block.start : block.start + _LABEL].partition(":")[0]).strip()
        if block.lang and label in words("report_labels", block.lang):
            return int(published[:4]) - 1
    return None


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
    seen: set[str] = set()
    begun: str | None = None
    day: str | None = None
    year: int | None = None
    for number, sentence in enumerate(document.sentences):
        teller = tellers.get(sentence.lang)
        if teller is None:
            teller = Teller(lexicon(sentence.lang), told_by, words, seen=seen, numeric_day_first=sentence.lang == "es")
            tellers[sentence.lang] = teller
        teller.sentence, teller.block = number, sentence.block
        teller.anchor, teller.begun, teller.day, teller.year = anchor, begun, day, year
        row = document.blocks[sentence.block].kind == "row"
        found.extend(_in_line(_Line(number, sentence, row), teller))
        anchor, begun, day, year = teller.anchor, teller.begun, teller.day, teller.year
    return tuple(found)


@dataclass(slots=True)
class _Line:
    """A sentence as a line of plain words, and where each word starts in it."""

    number: int
    sentence: Sentence
    row: bool
    words: str = ""
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        length = 0
        for token in self.sentence.tokens:
            self.starts.append(length)
            length += len(token.low) + 1
        self.words = " ".join(token.low for token in self.sentence.tokens)

    def place(self, at: int) -> int:
        """Return the index of the token at an offset of the line."""
        return bisect_right(self.starts, at) - 1

    def behind(self, at: int) -> int:
        """Return where the token behind the one at an offset starts."""
        place = self.place(at) + 1
        return self.starts[place] if place < len(self.starts) else len(self.words) + 1

    def low(self, place: int) -> str:
        """Return the plain word at a token index, empty outside the sentence."""
        return self.sentence.tokens[place].low if 0 <= place < len(self.starts) else ""


def _in_line(line: _Line, teller: Teller) -> Iterator[Time]:
    grammar = forms(line.sentence.lang)
    edge = 0
    while hit := grammar.every.search(line.words, edge):
        edge = line.behind(hit.start())
        name = hit.lastgroup or ""
        match = grammar.each[name].match(line.words, hit.start())
        if match is None or match.end() != hit.end() or not _stands(name, match, line, teller):
            continue
        teller.future = _FUTURE.search(line.words, 0, match.start()) is not None
        meant = RESOLVE[name](match, teller)
        if meant is None and name == "range" and (alone := grammar.each["point"].match(line.words, match.start("a"))):
            name, match = "point", alone
            meant = RESOLVE[name](match, teller) if _stands(name, match, line, teller) else None
        if meant is None:
            edge = edge if name in _OPENS_ANOTHER else match.end()
            continue
        edge = match.end()
        made = _time(line, grammar, match, meant, led=name not in _UNLED)
        if made is not None:
            _remember(name, made, meant, teller)
            yield made


def _time(line: _Line, grammar: Forms, match: re.Match[str], meant: Meant, *, led: bool) -> Time | None:
    """Return the time in its role: since, until, or neither, as the words before it say."""
    before, words = line.words[: match.start()].rstrip(), match[0]
    role, low, high = meant.role, meant.low, meant.high
    if (role == "on" and (words.startswith(("since ", "desde ")) or grammar.since.match(before))) or (
        role == "on" and (opened := grammar.began.match(before)) and _began(opened[0], line.sentence.lang, led=led)
    ):
        role, high = "since", None
    elif role == "on" and grammar.until.match(before):
        role, low = "until", None
    if role == "span" and low and high and _END_OF.search(before):
        role, low = "on", high
    if low is None and high is None:
        return None
    tokens = line.sentence.tokens
    start, end = tokens[line.place(match.start())].start, tokens[line.place(match.end() - 1)].end
    return Time(sentence=line.number, start=start, end=end, low=low, high=high, role=role, sure=meant.sure)


def _began(before: str, lang: Lang, *, led: bool) -> bool:
    """Return whether the words from "since" to a time name what began then ("since the campaign began in")."""
    heads = before.rsplit(" since " if lang == "en" else " desde ", 1)
    clause = heads[-1].removeprefix("since ").removeprefix("desde ")
    if any(letter.isdigit() for letter in clause) or " " not in clause or (led and _LED.search(clause) is None):
        return False
    return "," not in clause or _BEGUN.match(clause) is not None or _began_verb(lang).search(clause) is not None


@cache
def _began_verb(lang: Lang) -> re.Pattern[str]:
    """Return the pattern of a clause that ends with the verb of a beginning: "since the operation, as it is called, began on"."""
    return re.compile(rf"(?:^| ){choice(lexicon(lang).event_verbs)} (?:in|on|back in|en|el)$")


def _remember(name: str, made: Time, meant: Meant, teller: Teller) -> None:
    """Keep a date for what is counted from it later."""
    named = made.high or made.low
    if named is not None and len(named) == 10 and not meant.ahead:
        teller.day = named
    if named is not None or made.low is not None:
        teller.year = int((named or made.low or "")[:4])
    if named is not None and not meant.ahead:
        teller.dated = None
    if (
        meant.sure
        and made.role in ("on", "until")
        and named is not None
        and len(named) >= len("2020-01")
        and not meant.ahead
    ):
        teller.dated = (named, teller.sentence, teller.block)
    if made.role == "span" and made.low and made.high and len(made.low) >= len("2020-01"):
        teller.span = (made.low[:7], made.high[:7])
    if made.low and made.high and not meant.ahead and (meant.sure or made.role == "span"):
        teller.last = (made.low, made.high)
    teller.seen |= {told for told in (made.low, made.high) if told and len(told) == 10}
    if made.role == "since":
        teller.begun = made.low
        return
    if made.role == "span" and teller.begun is None and made.low and len(made.low) == 10:
        teller.begun = made.low
    if name in _NAMES_A_DATE and named is not None and not meant.ahead:
        teller.anchor = named


def _stands(name: str, match: re.Match[str], line: _Line, teller: Teller) -> bool:
    """Return whether words that have the form of a time are one where they stand: not a name, a verb, or a count."""
    tokens, lang = line.sentence.tokens, line.sentence.lang
    first, last = line.place(match.start()), line.place(match.end() - 1)
    before = line.low(first - 1)
    if name == "today" and match[0] == "manana":
        return before not in ("la", "esta", "toda", "una", "cada", "misma")
    if name == "weekday" and lang == "es":
        return before not in ("santo", "don") and not (first == last > 0 and tokens[last].text[0].isupper())
    if name == "month_mod" and lang == "en":
        return tokens[last].text[0].isupper() or tokens[first + 1].text[0].isupper()
    if name != "point":
        return True
    if _DIGIT_YEAR.fullmatch(match[0]):
        return _is_year(line, first, teller)
    bare = first == last and match[0].split()[0].removesuffix("'s") in teller.lex.months
    return _is_month(line, first, teller) if bare else True


def _is_year(line: _Line, place: int, teller: Teller) -> bool:
    """Return whether a figure such as 2019 is a year: what stands before and behind it says so."""
    lex = teller.lex
    before, after, beyond = line.low(place - 1), line.low(place + 1), line.low(place + 2)
    if line.row:
        return place == 0
    if before in ("-", "/") and line.low(place - 2).isdigit() and len(line.low(place - 2)) != 4:
        return False
    if after in lex.year_not_before or (after == "por" and beyond in ("ciento", "cien", "cada")):
        return False
    if after[:1].isdigit() and before not in lex.year_before:
        return False
    return before in lex.year_before or (place == 0 and after == ",") or after in words("paperwork", line.sentence.lang)


def _is_month(line: _Line, place: int, teller: Teller) -> bool:
    """Return whether a word such as "May" or "julio" is a month, not a verb or a name."""
    lex, token, before = teller.lex, line.sentence.tokens[place], line.low(place - 1)
    month = token.low.removesuffix("'s")
    if line.sentence.lang == "en":
        shy = month in lex.shy and before not in lex.before and month == token.low
        return token.text[0].isupper() and not shy
    if place == 0:
        return month not in lex.shy and not (len(line.starts) > 1 and line.sentence.tokens[1].text[0].isupper())
    return token.text[0].islower() and month not in lex.shy and before in lex.before
