"""Phrases that name a speaker: where one ends or begins, what in it is the name, and what sort of speaker it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from habeas.reading.speakers.bounds import OF, bars_left, bars_right, start, trimmed
from habeas.reading.speakers.lines import QUOTES, Line

Sort = str
"""``name``, ``reporter``, ``paper``, ``data``, ``law``, ``court``, ``holder``, ``pronoun`` or ``thing``."""
_FROM: Final = frozenset(("of", "from", "by", "de", "del"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a sentence, by the indexes of the first and the last, and what sort of speaker they name."""

    first: int
    last: int
    sort: Sort
    lead: int = -1
    """Where the words begin that lead to the name ("figures from the ministry" lead to the ministry)."""

    @property
    def edge(self) -> int:
        """Where the whole phrase begins."""
        return self.first if self.lead < 0 else self.lead


def left(line: Line, last: int, low: int = 0) -> Phrase | None:
    """Return the phrase that ends at an index, as the subject before a verb; None where there is none."""
    last = _unbracketed(line, last)
    begin = last + 1
    while begin > low and not bars_left(line, begin - 1, last):
        begin -= 1
    if begin > last:
        return None
    first = start(line, begin, last)
    if first is None:
        return None
    if not any(word in line.lexicon.data for word in line.words[first : first + 3]):
        last = trimmed(line, first, last)
    if first == last and line.among("others", first):
        return Phrase(first, last, "reporter", first)
    if (
        first == last
        and set(line.tags[first]) & set("dp")
        and not set(line.tags[first]) & set("w")
        and not line.capital(first)
    ):
        return None
    named = _named(line, first, last)
    return replace(named, lead=first) if named else None


def right(line: Line, first: int) -> Phrase | None:
    """Return the phrase that begins at an index, as the subject after a verb or what follows "according to"."""
    if first >= len(line) or line.mark(first) or line.figure(first):
        return None
    if set(line.tags[first]) & set("rocx") and not set(line.tags[first]) & set("d") and not line.capital(first):
        return None
    if line.words[first] in {"que", "that"}:
        return None
    if line.word(first + 1) in OF and line.word(first + 2) in {"ellos", "ellas", "them"}:
        return Phrase(first, first + 2, "reporter")
    last = first
    while last + 1 < len(line) and not bars_right(line, last + 1, first):
        last += 1
    while (
        last > first
        and ("d" in line.tag(last) or "p" in line.tag(last) or "c" in line.tag(last))
        and not line.capital(last)
    ):
        last -= 1
    tag = line.tag(last)
    if last == first and tag and not line.capital(first):
        return None
    return _named(line, first, trimmed(line, first, last))


def _unbracketed(line: Line, last: int) -> int:
    if line.word(last) == ")":
        for back in range(last - 1, max(-1, last - 8), -1):
            if line.word(back) == "(":
                return back - 1
    return last


def _named(line: Line, first: int, last: int) -> Phrase | None:  # noqa: C901 - one form of name after another
    """Return the phrase without what only leads to the name, with its sort."""
    known = line.lexicon
    while first < last and (line.words[first] in QUOTES or ("v" in line.tags[first] and "d" not in line.tags[first])):
        first += 1
    head = first
    while head < last and "d" in line.tags[head] and not line.capital(head):
        head += 1
    while head < last and line.words[head] in line.lexicon.sets["adjectives"] and not line.tags[head + 1]:
        head += 1
    if line.words[head] in known.data:
        owner = _owner(line, head, last)
        if owner:
            return owner
    if line.sentence.lang == "en":
        count = next(
            (at for at in range(last, head, -1) if line.words[at] in known.data and not line.capital(at)), None
        )
        plain = count is not None and (
            count == last or line.words[count + 1].endswith("ed") or line.words[count + 1] in line.lexicon.sets["seen"]
        )
        if (
            count is not None
            and plain
            and (line.words[count - 1] not in line.lexicon.sets["adjectives"] or line.word(count - 2).endswith("'s"))
            and not (set(line.tags[count - 1]) & set("pdv"))
        ):
            owner = _owner(line, count, last) if count < last else None
            if owner:
                return owner
            own = line.words[count - 1] == "own" or line.words[count - 1] in line.lexicon.sets["adjectives"]
            count -= own and count - 1 > first
            if not line.capital(count - 1) and not _reports(line, line.words[count - 1]):
                return Phrase(first, last, "data")  # flight-tracking data
            while first < count - 1 and line.words[first] in line.lexicon.sets["adjectives"] | {"these", "those"}:
                first += 1
            return Phrase(first, count - 1, "data")
    return Phrase(first, last, _sort(line, first, head, last))


def _owner(line: Line, head: int, last: int) -> Phrase | None:
    """Return whose the figures are: "figures from the ministry", "datos publicados por Interior"."""
    for at in range(head + 1, min(last, head + 6)):
        if line.words[at] in _FROM:
            if line.words[at - 1] in line.lexicon.sets["seen"]:
                return None
            inner = _named(line, at + 1, last)
            if inner and not line.capital(inner.last) and line.words[inner.last] in line.lexicon.inmates:
                return None  # a list of prisoners
            if inner and inner.sort not in {"thing", "holder"}:
                return Phrase(inner.first, inner.last, "data")
            return None
    return None


def _sort(line: Line, first: int, head: int, last: int) -> Sort:  # noqa: C901 - one sort after another
    """Return what sort of speaker a phrase names, by its main noun."""
    known = line.lexicon
    end = head
    # the Prison and Probation Service
    joined = line.word(head + 1) == "and" and line.capital(head) and line.capital(head + 2)
    spanish = line.sentence.lang == "es"
    while (
        end < last
        and line.words[end + 1] not in line.lexicon.sets["particles"] - {"'s"}
        and "p" not in line.tag(end + 1)
    ):
        if not spanish and line.words[end + 1].endswith("ed") and not line.capital(end + 1) and end + 1 < last:
            break  # a prisoner released from jail
        end += 1
    if joined and not spanish and end == head:
        end = min(last, head + 2)
        while end < last and line.capital(end + 1):
            end += 1
    main = [line.words[at] for at in range(head, end + 1)]
    if (
        not spanish
        and not line.capital(last)
        and last > end
        and "p" not in line.tag(last - 1)
        and "d" not in line.tag(last - 1)
    ):
        back = last - 1
        while back > head and (line.capital(back) or line.words[back] in OF):
            back -= 1
        if line.capital(last - 1) and back <= head:
            main = [line.words[last]]  # Ministry of Justice bulletin
    if spanish and line.among("offices", head) and line.capital(head):
        return "reporter"  # la Auditoría Superior
    if not spanish and main[-1] in known.papers and main[0] in known.courts:
        return "paper"  # a court filing
    for words, sort in ((known.laws, "law"), (known.courts, "court"), (known.papers, "paper"), (known.data, "data")):
        if (spanish and main[0] in words) or main[-1] in words or (main[0] in words and len(main) < 3):
            return sort
    named = line.capital(end) or spanish
    if any(_reports(line, word) for word in (main if named else main[-1:])):
        return "reporter"
    branch = len(main) > 2 and not line.among("sites", end) and all(line.capital(at) for at in range(head, end + 1))
    if (main[0] if spanish else main[-1]) in known.holders and (spanish or not branch):
        return "holder"
    if any(line.capital(at) for at in range(first, last + 1) if line.words[at] not in line.lexicon.sets["particles"]):
        return "name"
    if first == last and "w" in line.tags[first]:
        return "pronoun"
    return "thing"


def _reports(line: Line, word: str) -> bool:
    """Tell whether a noun is of somebody who reports; "ex-" and the endings of trades tell too."""
    known = line.lexicon.reporters
    bare = word.removesuffix("'s").removesuffix("'")
    if bare in known or ("-" in bare and bare.rpartition("-")[2] in known):
        return True
    if line.sentence.lang == "es":
        trade = bare.endswith(("ista", "istas")) and not bare.startswith(
            ("lista", "vista", "pista", "revista", "entrevista")
        )
        return trade or any(
            bare.startswith(head) and bare.removeprefix(head) in known for head in ("ex", "sub", "vice")
        )
    return bare.endswith(("woman", "women", "ologist", "ologists", "person"))


def is_name(line: Line, first: int, last: int) -> bool:
    """Tell whether words are nothing but a name: capitals with particles between."""
    if not line.capital(first) or not line.capital(last):
        return False
    return all(
        line.capital(at) or line.words[at] in line.lexicon.sets["particles"] or line.words[at] in {"-", "."}
        for at in range(first, last + 1)
    )
