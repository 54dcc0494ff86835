"""Phrases that name a speaker: where one ends or begins, what in it is the name, and what sort of speaker it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from habeas.reading.speakers.lines import QUOTES, Line

Sort = str
"""``name``, ``reporter``, ``paper``, ``data``, ``law``, ``court``, ``holder``, ``pronoun`` or ``thing``."""
_OF: Final = frozenset(("of", "de", "del"))
_FROM: Final = frozenset(("of", "from", "by", "de", "del"))
_OCCASION: Final = frozenset(
    [
        "statement",
        "report",
        "interview",
        "letter",
        "news",
        "press",
        "speech",
        "briefing",
        "email",
        "conference",
        "its",
        "his",
        "her",
        "their",
        "a",
        "an",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "comunicado",
        "informe",
        "entrevista",
        "carta",
        "rueda",
        "conferencia",
        "su",
        "un",
        "una",
        "este",
        "esta",
        "el",
        "pasado",
        "boletín",
        "documento",
        "twitter",
        "x",
    ]
)
_SEEN: Final = frozenset(
    """seen obtained reviewed analyzed analysed examined vistas vistos obtenidas obtenidos revisadas revisados consultadas consultados analizados
    analizadas""".split()
)
_ADJECTIVES: Final = frozenset(
    "new latest official recent fresh unofficial preliminary internal provisional partial último últimos últimas nuevo nueva nuevos nuevas of".split()
)
_SHOWN: Final = frozenset(
    ["include", "includes", "included", "incluyen", "incluye", "incluyeron", "are", "were", "set", "sets"]
)
_PARTICLES: Final = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "e",
        "da",
        "do",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "ibn",
        "of",
        "the",
        "and",
        "for",
        "'s",
    ]
)


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
    while begin > low and not _bars_left(line, begin - 1, last):
        begin -= 1
    if begin > last:
        return None
    first = _start(line, begin, last)
    if first is None:
        return None
    if not any(word in line.lexicon.data for word in line.words[first : first + 3]):
        last = _trimmed(line, first, last)
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
    last = first
    while last + 1 < len(line) and not _bars_right(line, last + 1, first):
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
    return _named(line, first, _trimmed(line, first, last))


def _unbracketed(line: Line, last: int) -> int:
    if line.word(last) == ")":
        for back in range(last - 1, max(-1, last - 8), -1):
            if line.word(back) == "(":
                return back - 1
    return last


def _bars_left(line: Line, at: int, last: int) -> bool:
    """Tell whether a word cannot be inside a phrase that ends further right."""
    word, tag = line.words[at], line.tags[at]
    if line.mark(at):
        if word in {"-", "'", "’", "&", "/", "°"}:
            return False
        return not (word == "." and line.capital(at - 1) and len(line.word(at - 1)) <= 3)
    if line.capital(at):
        return False
    if line.word(at - 1) in {"according", "acuerdo"} or word == "según":
        return True
    if tag:
        if "c" in tag:
            return not (line.capital(at + 1) and line.capital(at - 1)) and not _joins(line, at)
        if set(tag) & set("xrobafwn") and "d" not in tag and "p" not in tag:
            return True
        if "n" in tag:
            return True
    if line.sentence.lang == "es" and word.endswith(("ó", "aron", "ieron")):
        return True
    verb = line.lexicon.verbs.get(word)
    if verb and verb.finite and not verb.doubtful and not verb.participle and "d" not in line.tag(at - 1):
        return True
    return bool(verb and verb.participle and at == last and "p" not in line.tag(at + 1) and "d" not in line.tag(at - 1))


def _joins(line: Line, at: int) -> bool:
    """Tell whether "and" at an index joins two names of a subject that begins the sentence ("X and other groups said")."""
    back = at - 1
    while back >= 0 and not line.mark(back) and not (set(line.tags[back]) & set("xrobafn")) and not line.figure(back):
        back -= 1
    if back >= 0 and line.words[back] not in {",", ";"} and "r" not in line.tags[back]:
        return False
    return back + 1 < at and "p" not in line.tag(back + 1) and at - back <= 8


def _start(line: Line, begin: int, last: int) -> int | None:
    """Return where the phrase begins between a bar and its end: after a leading adverbial, if there is one."""
    leads = "p" in line.tag(begin) and not line.capital(begin)
    for at in range(last, begin - 1, -1):
        tag = line.tags[at]
        if at == begin:
            return None if leads or line.figure(at) else at
        before, previous = line.tags[at - 1], line.words[at - 1]
        if line.words[at] == "the" and "d" in before and previous not in {"all", "both", "half"}:
            return at  # by six votes to one the judges
        if "p" in tag and not line.capital(at) and "d" not in tag:
            continue
        if ("p" in before or "d" in before or "c" in before) and "t" not in before:
            if not (line.capital(at - 1) and at - 1 == begin):
                continue
            continue
        if "c" in tag:
            continue
        if "d" in tag and not line.figure(at):
            if (
                not leads
                and line.capital(at - 1)
                and line.capital(at + 1)
                and "t" not in before
                and line.sentence.lang == "en"
            ):
                continue  # Save the Children
            return at
        timed = "t" in before or line.figure(at - 1) or "v" in before
        if (
            timed
            and (line.capital(at) or line.words[at] in line.lexicon.reporters or (leads and not tag))
            and not line.figure(at)
        ):
            if "t" in before and not leads and at - 1 > begin and not line.figure(at - 1):
                continue
            return at
        if leads and line.capital(at) and not line.capital(at - 1) and previous not in line.lexicon.reporters:
            return at
        if leads and line.words[at] in line.lexicon.reporters and line.capital(at - 1) and not line.capital(at):
            return at
    return None


def _trimmed(line: Line, first: int, last: int) -> int:
    """Return the end of a phrase without an adverbial at its end ("the ministry on Tuesday")."""
    for at in range(first + 1, last + 1):
        tag = line.tags[at]
        if "p" in tag and line.words[at] not in _OF and not line.capital(at):
            after = line.word(at + 1)
            if after in _OCCASION or "t" in line.tag(at + 1) or line.figure(at + 1):
                if after in {"el", "su", "a", "its", "the"} and line.words[at] in {
                    "para",
                    "for",
                    "contra",
                    "against",
                    "by",
                    "por",
                }:
                    continue
                return at - 1
        ends = at == last or bool(set(line.tags[at + 1]) & set("tpv")) or line.figure(at + 1)
        if "t" in tag and ends and not line.capital(at - 1) and "p" not in line.tags[at - 1]:
            end = at - 1
            while end > first and "d" in line.tags[end]:
                end -= 1
            return end
        if "v" in tag and at == last and "d" not in tag and not line.capital(at):
            return at - 1
    return last


def _bars_right(line: Line, at: int, first: int) -> bool:
    word, tag = line.words[at], line.tags[at]
    if line.mark(at):
        if word in {"-", "&", "/", "°"}:
            return False
        return not (word == "." and line.capital(at - 1) and len(line.word(at - 1)) <= 3 and line.capital(at + 1))
    if line.capital(at):
        return "t" in tag and "p" not in line.tag(at - 1)
    if line.figure(at):
        paper = line.word(at + 1) in line.lexicon.papers or line.word(at + 1) in line.lexicon.data
        return not (paper and len(word) == 4)  # the inspectorate's 2021 report
    before = line.tag(at - 1)
    if "p" in before or ("d" in before and not line.capital(at - 1)):
        return bool(set(tag) & set("bfro")) and "d" not in tag
    if "c" in tag:
        after = line.tag(at + 1)
        return not (
            line.capital(at + 1)
            or line.word(at + 1) in line.lexicon.reporters
            or ("d" in after and line.word(at + 2) in line.lexicon.reporters)
        )
    if "c" in before:
        return False
    if "d" in tag and "p" not in tag:
        return not (line.sentence.lang == "en" and word == "the" and line.capital(at - 1) and line.capital(at + 1))
    if word in {"last", "next", "earlier", "late", "early"} and "t" in line.tag(at + 1):
        return True
    if set(tag) & set("xrobafwnvt"):
        return True
    if "p" in tag:
        after = line.word(at + 1)
        if word in {
            "al",
            "tras",
            "durante",
            "after",
            "during",
            "since",
            "until",
            "before",
            "hasta",
            "desde",
            "than",
            "as",
            "sin",
            "without",
        }:
            return True
        return word not in _OF and (after in _OCCASION or "t" in line.tag(at + 1) or line.figure(at + 1))
    verb = line.lexicon.verbs.get(word)
    if verb and verb.finite and not (verb.participle and "p" in line.tag(at + 1)) and not verb.doubtful:
        return True
    if word in _SHOWN:
        return True
    if line.sentence.lang == "es":
        return word.endswith(("ó", "aron", "ieron"))
    after = line.tag(at + 1)
    return (
        word.endswith("ed")
        and at > first
        and ("d" in after or "p" in after or line.figure(at + 1))
        and line.word(at + 1) != "by"
    )


def _named(line: Line, first: int, last: int) -> Phrase | None:
    """Return the phrase without what only leads to the name, with its sort."""
    known = line.lexicon
    while first < last and (line.words[first] in QUOTES or ("v" in line.tags[first] and "d" not in line.tags[first])):
        first += 1
    head = first
    while head < last and "d" in line.tags[head] and not line.capital(head):
        head += 1
    while head < last and line.words[head] in _ADJECTIVES and not line.tags[head + 1]:
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
            count == last or line.words[count + 1].endswith("ed") or line.words[count + 1] in _SEEN
        )
        if (
            count is not None
            and plain
            and line.words[count - 1] not in _ADJECTIVES
            and not (set(line.tags[count - 1]) & set("pdv"))
        ):
            owner = _owner(line, count, last) if count < last else None
            if owner:
                return owner
            count -= line.words[count - 1] == "own" and count - 1 > first
            if not line.capital(count - 1) and not _reports(line, line.words[count - 1]):
                return Phrase(first, last, "data")  # flight-tracking data
            while first < count - 1 and line.words[first] in _ADJECTIVES | {"these", "those"}:
                first += 1
            return Phrase(first, count - 1, "data")
    return Phrase(first, last, _sort(line, first, head, last))


def _owner(line: Line, head: int, last: int) -> Phrase | None:
    """Return whose the figures are: "figures from the ministry", "datos publicados por Interior"."""
    for at in range(head + 1, min(last, head + 6)):
        if line.words[at] in _FROM:
            if line.words[at - 1] in _SEEN:
                return None
            inner = _named(line, at + 1, last)
            if inner and inner.sort not in {"thing", "holder"}:
                return Phrase(inner.first, inner.last, "data")
            return None
    return None


def _sort(line: Line, first: int, head: int, last: int) -> Sort:
    known = line.lexicon
    end = head
    spanish = line.sentence.lang == "es"
    while end < last and line.words[end + 1] not in _PARTICLES - {"'s"} and "p" not in line.tag(end + 1):
        if not spanish and line.words[end + 1].endswith("ed") and not line.capital(end + 1) and end + 1 < last:
            break  # a prisoner released from jail
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
        while back > head and (line.capital(back) or line.words[back] in _OF):
            back -= 1
        if line.capital(last - 1) and back <= head:
            main = [line.words[last]]  # Ministry of Justice bulletin
    for words, sort in ((known.laws, "law"), (known.courts, "court"), (known.papers, "paper"), (known.data, "data")):
        if (spanish and main[0] in words) or main[-1] in words or (main[0] in words and len(main) < 3):
            return sort
    named = line.capital(end) or spanish
    if any(_reports(line, word) for word in (main if named else main[-1:])):
        return "reporter"
    if (main[0] if spanish else main[-1]) in known.holders:
        return "holder"
    if any(line.capital(at) for at in range(first, last + 1) if line.words[at] not in _PARTICLES):
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
        return trade or (bare.startswith("ex") and bare.removeprefix("ex") in known)
    return bare.endswith(("woman", "women", "ologist", "ologists", "person"))


def is_name(line: Line, first: int, last: int) -> bool:
    """Tell whether words are nothing but a name: capitals with particles between."""
    if not line.capital(first) or not line.capital(last):
        return False
    return all(
        line.capital(at) or line.words[at] in _PARTICLES or line.words[at] in {"-", "."}
        for at in range(first, last + 1)
    )
