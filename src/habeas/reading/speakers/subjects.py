"""Subjects of verbs of speech: before or after the verb, set off by commas, named by a relative, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from habeas.reading.speakers.lexicon import Verb
from habeas.reading.speakers.lines import DASHES, QUOTES, Line
from habeas.reading.speakers.phrases import Phrase, is_name, left, right
from habeas.reading.speakers.speech import Act, Subject

_SPEAKS: Final = frozenset(("say", "allege", "estimate", "count"))
THAT: Final = frozenset(("that", "que"))
_NEAR: Final = 24
"""Words between a relative and its verb."""


def subject(line: Line, at: int, start: int, verb: Verb, before: Sequence[Act]) -> Subject | None:
    """Return who speaks, None where a verb has no subject that could.

    ``at`` is the verb, ``start`` where its group begins ("has also said"), ``before`` are the acts found so far.
    """
    back = start - 1
    while back >= 0 and "v" in line.tags[back] and not line.capital(back):
        back -= 1
    word, tag = line.word(back), line.tag(back)
    if (
        line.word(back) in {"ellos", "ellas", "them", "us"}
        and line.word(back - 1) in {"de", "of"}
        and back >= 2
        and "p" not in line.tag(back - 3)
    ):
        return Subject(Phrase(back - 2, back, "reporter"), back - 2)  # one of them said
    if line.among("pronouns", back):
        own = None if before else opening(line, back)
        if own and (own.last >= back or inmates(line, own)):
            own = None
        return Subject(None, back, host=own, person=line.among("persons", back))
    if back < 0 or (line.mark(back) and word != ")") or set(tag) & set("cxor") or word == "según":
        return _loose(line, at, back, verb, before)
    return _before(line, at, back, verb)


def _loose(line: Line, at: int, back: int, verb: Verb, before: Sequence[Act]) -> Subject | None:
    """Return the subject of a verb that has none right before it."""
    word, tag = line.word(back), line.tag(back)
    spanish = line.sentence.lang == "es"
    if "r" in tag and word != "que":
        return _antecedent(line, back)
    turned = _turned(line, at, back)
    if turned:
        return Subject(turned[0], back if word == "que" else back + 1, turned[1])
    if "r" in tag:
        return _antecedent(line, back)
    if word == "that":
        led = _antecedent(line, back)
        return led if led and led.phrase and (led.phrase.sort in {"paper", "data"} or led.strict) else None
    if word == ",":
        named = _set_off(line, back)
        if named:
            return named
    if spanish and verb.finite and not verb.participle and not verb.doubtful and verb.does & _SPEAKS:
        return Subject(None if before else _host(line, back), back + 1)
    if not spanish and ("c" in tag or word == ","):
        earlier = before[-1].phrase if before and before[-1].way == "reported" else opening(line, back)
        return Subject(earlier, back + 1) if earlier else None
    return None


def _before(line: Line, at: int, back: int, verb: Verb) -> Subject | None:
    """Return the subject that ends right before a verb."""
    phrase = _passed(line, back) or left(line, back)
    clause = phrase is not None and "r" in line.tag(phrase.edge - 1) and "d" not in line.tags[phrase.edge]
    lowly = phrase is not None and not line.capital(phrase.edge)
    if phrase is None or phrase.sort == "thing" or (clause and lowly):
        relative = _relative(line, back)
        found = _antecedent(line, relative) if relative is not None else None
        if found and found.phrase and relative is not None:
            apart = line.words[relative - 1] == ","
            return Subject(found.phrase, relative if apart else found.phrase.edge, strict=apart)
    if phrase is not None:
        return Subject(phrase, phrase.edge)
    turned = _turned(line, at, back)
    if turned:
        return Subject(turned[0], back + 1, turned[1])
    plain = line.sentence.lang == "es" and verb.does & {"say", "allege"} and not verb.doubtful
    return Subject(None, back + 1) if plain else None


def _relative(line: Line, back: int) -> int | None:
    """Return the relative word that a clause before an index begins with, if no mark is between."""
    for at in range(back, max(-1, back - _NEAR), -1):
        if line.mark(at):
            return None
        if "r" in line.tags[at] or line.words[at] == "that":
            return at
    return None


def _antecedent(line: Line, back: int) -> Subject | None:
    """Return the phrase that a relative at an index stands for: "TRAC, which counted", "la directora, quien aclaró"."""
    end = back - 1
    if line.words[back] == "que" and line.word(end) in {"los", "las", "el", "la"} and "p" in line.tag(end - 1):
        end -= 2  # los registros a los que accedió la BBC
    elif line.words[back] == "which" and line.word(end) == "to":
        end -= 1
    if line.word(end) == ",":
        end -= 1
    phrase = left(line, end)
    issued = line.verb(phrase.edge - 1) if phrase and phrase.sort == "paper" else None
    if (
        phrase
        and issued
        and (line.words[phrase.edge - 1].startswith(("publi", "releas", "issu", "divulg", "present", "emiti")))
    ):
        issuer = left(line, phrase.edge - 2)  # the inspectorate released a report that found
        return Subject(issuer, back, strict=True) if issuer else None
    if phrase and phrase.sort in {"data", "paper"} and line.words[back] in {"que", "that", "which"}:
        owner = right(line, back + 1)  # the figures that the ministry published show
        if (
            owner
            and owner.sort in {"reporter", "name", "holder"}
            and ("d" in line.tags[back + 1] or line.capital(back + 1))
        ):
            return Subject(replace(owner, sort="data"), back)
    if phrase and line.words[back] == "que" and end == back - 1 and end - phrase.edge > 6:
        return None  # the clause is about the last noun of a long phrase
    if phrase is None or phrase.sort == "holder":
        return Subject(None, back) if line.words[back] in {"quien", "quienes", "who"} else None
    return Subject(phrase, back)


def _turned(line: Line, at: int, back: int) -> tuple[Phrase, int] | None:
    """Return the subject after its verb, and where it ends: "said TRAC", "denunció el Observatorio"."""
    apart = line.word(back) == "," or line.word(back) in QUOTES or line.word(back) in DASHES
    if line.sentence.lang == "en" and (line.words[at] not in line.lexicon.inverts or not apart):
        return None
    phrase, end = after(line, at + 1)
    if phrase is None or phrase.sort == "holder" or ("p" in line.tags[phrase.first] and not line.capital(phrase.first)):
        return None
    if line.sentence.lang == "en" and set(line.tag(end + 1)) & set("bfa"):
        return None  # "the complaint, filed on Monday, says the men were"
    if phrase.sort in {"data", "paper"} and line.word(end + 1) in THAT:
        owner = right(line, end + 2)  # "muestran los datos que el servicio publica"
        if owner and owner.sort in {"reporter", "name"}:
            return replace(owner, sort="data"), owner.last
    set_off = apart and line.word(end + 1) in {",", ".", "", ":", "que", ";"}
    if phrase.sort == "thing" and not (set_off and line.among("definite", phrase.first) and _plainly(line, at)):
        return None
    lowly = "d" in line.tag(phrase.first) and not line.capital(phrase.first + 1)
    if (
        phrase.sort in {"name", "data"}
        and line.sentence.lang == "es"
        and lowly
        and not (set_off and phrase.sort == "data")
    ):
        return None
    return phrase, end


def _plainly(line: Line, at: int) -> bool:
    verb = line.verb(at)
    return bool(verb and verb.does & _SPEAKS)


def after(line: Line, first: int) -> tuple[Phrase | None, int]:
    """Return the phrase after a verb, past times and those who were told, with its apposition, and where it ends."""
    phrase = right(line, past_listeners(line, first))
    if phrase is None:
        return None, first - 1
    end = phrase.last
    if line.word(end + 1) == "(":
        while end + 1 < len(line) and line.words[end] != ")":
            end += 1
    told, end, _ = apposed(line, phrase, end)
    return told, end


_LISTENERS: Final = frozenset(
    ("reporters", "journalists", "lawmakers", "members", "commissioners", "us", "him", "them", "her", "me")
)


_TO: Final = {"en": frozenset(("to",)), "es": frozenset(("a", "al", "ante"))}


def past_listeners(line: Line, at: int) -> int:
    """Return the index after times, adverbs and the listeners: "le dijo a este diario", "told reporters on Monday that"."""
    while at < len(line):
        word, tag = line.words[at], line.tags[at]
        if ("v" in tag and "d" not in tag) or ("t" in tag and not line.mark(at)):
            at += 1
        elif word in {"este", "esta", "el", "la", "this", "last", "on", "en", "late", "early"} and "t" in line.tag(
            at + 1
        ):
            at += 2
        elif (
            word in _TO[line.sentence.lang]
            and (told := right(line, at + 1))
            and told.last - at <= 5 + 4 * line.capital(at + 1)
        ):
            named = line.capital(told.first)  # "a Europa Press fuentes de la investigación"
            inner = range(told.first + 1, told.last + 1) if named else ()
            cut = (place for place in inner if line.words[place] in line.lexicon.reporters and not line.capital(place))
            at = next(cut, told.last + 1)
        elif word in {"desde", "en", "from"} and line.capital(at + 1) and "d" in line.tag(at + 2):
            at += 2  # "comunicó desde Madrid la organización"
        elif "p" in tag and (past := _occasion(line, at)) and ("d" in line.tag(past) or line.capital(past)):
            at = past
        elif word in _LISTENERS and "p" not in line.tag(at + 1):
            at += 1
        else:
            break
    return at


def _occasion(line: Line, at: int) -> int | None:
    """Return the index after "por teléfono", "en una rueda de prensa", "in a statement"; None where it is another phrase."""
    next_ = at + 1 + ("d" in line.tag(at + 1))
    if not line.among("occasion", next_):
        return None
    next_ += 1
    while line.word(next_) in {"de", "con"} and line.word(next_ + 1) in {"prensa", "radio", "televisión", "medios"}:
        next_ += 2
    return next_


def apposed(line: Line, phrase: Phrase | None, end: int) -> tuple[Phrase | None, int, Phrase | None]:
    """Return a phrase with what follows it: "its director, Jane Roe," is Jane Roe; where it ends; and who passed it on."""
    comma = line.word(end + 1) == ","
    next_ = end + 1 + comma
    if phrase is not None and line.among("cited", next_) and line.among("by", next_ + 1):
        by = right(line, next_ + 2)
        return phrase, by.last if by else end, by
    if phrase is None or not comma or phrase.sort != "reporter":
        return phrase, end, None
    close = next_
    while close < len(line) and not line.mark(close):
        close += 1
    if 2 <= close - next_ <= 5 and is_name(line, next_, close - 1):
        return Phrase(next_, close - 1, "name", phrase.edge), close - 1, None
    return phrase, end, None


def _set_off(line: Line, comma: int) -> Subject | None:
    """Return the subject before a part between commas that ends at a comma: "Cristosal, a rights group, reported"."""
    start = comma - 1
    quoted = False
    while start > 0 and (line.words[start] != "," or quoted):
        if line.words[start] in {";", ":"}:
            return None
        quoted ^= line.words[start] in QUOTES
        start -= 1
    if start <= 0 or start + 1 > comma - 1:
        return None
    outer = left(line, start - 1)
    if outer is None:
        return None
    inner = start + 1
    if outer.sort in {"data", "paper"} and line.among("made", inner) and (issuer := issued(line, inner)):
        return Subject(replace(issuer, sort="data"), outer.edge)
    named = inner + (line.words[inner] in {"the", "el", "la", "los", "las"} and line.capital(inner + 1))
    ranked = comma - inner <= 5 and "d" in line.tags[inner] and line.capital(comma - 1) and line.capital(comma - 2)
    if outer.sort in {"reporter", "thing"} and comma - inner <= 9 and (ranked or is_name(line, named, comma - 1)):
        return Subject(Phrase(inner, comma - 1, "name", outer.edge), outer.edge)
    if outer.sort == "holder" or (outer.sort == "thing" and not line.among("definite", outer.first)):
        return None
    told = "r" in line.tags[inner]
    return Subject(outer, comma + 1 if told else outer.edge, strict=told)


def _passed(line: Line, back: int) -> Phrase | None:
    """Return who issued the figures before a verb: "Datos publicados el jueves por el INE (indican)"."""
    by = next((at for at in range(back - 1, max(0, back - 10), -1) if line.among("by", at)), None)
    if by is None:
        return None
    at = by - 1
    while at > max(0, by - 6) and not (line.verb(at) and line.among("made", at)) and not line.mark(at):
        at -= 1
    verb = line.verb(at)
    head = at - 1
    while head > 0 and line.words[head] in line.lexicon.sets["adjectives"]:
        head -= 1
    if verb is None or not verb.participle or line.words[head] not in line.lexicon.data | line.lexicon.papers:
        return None
    phrase = right(line, by + 1)
    if phrase is None or phrase.last != back or phrase.sort not in {"name", "reporter"}:
        return None
    return replace(phrase, sort="data", lead=head - ("d" in line.tag(head - 1)))


def issued(line: Line, at: int) -> Phrase | None:
    """Return by whom a participle at an index says that a paper was issued: "published on Monday by the ministry"."""
    for by in range(at + 1, min(len(line), at + 7)):
        if line.mark(by):
            return None
        if line.among("by", by):
            phrase = right(line, by + 1)
            return phrase if phrase and phrase.sort in {"name", "reporter"} else None
    return None


def inmates(line: Line, phrase: Phrase) -> bool:
    """Tell whether a phrase names those whom such texts are about."""
    return any(line.words[at] in line.lexicon.inmates for at in range(phrase.first, phrase.last + 1))


def _host(line: Line, before: int) -> Phrase | None:
    """Return the subject that begins the sentence of a "dijo" without a subject, where it is one that speaks for itself."""
    phrase = opening(line, before)
    return None if phrase is None or phrase.sort != "reporter" or inmates(line, phrase) else phrase


def opening(line: Line, before: int) -> Phrase | None:
    """Return the subject of a sentence that begins with it, for a second verb ("The group visited the jail and found")."""
    first = next((at + 1 for at in range(1, min(6, before)) if line.words[at] == ":"), 0)
    if "p" in line.tag(first):
        span = range(first + 1, min(before, 12))
        comma = next((at for at in span if line.words[at] == ","), None)
        if comma is None:
            heads = (at for at in span if "d" in line.tags[at] and "p" not in line.tags[at - 1] and at > 1)
            comma = next(heads, before + 1) - 1
        first = comma + 1
    if len(line) and line.tokens[0].text.isupper() and len(line.words[0]) > 1:  # NAIROBI, Kenya (AP) - Police
        span = range(1, min(before, 12))
        dash = next((at for at in span if line.words[at] in {*DASHES, "-"} and not line.joined(at)), None)
        first = dash + 1 if dash else first
    if first >= before:
        return None
    phrase = right(line, first)
    if (
        phrase
        and phrase.last > phrase.first
        and all(line.tokens[at].text.isupper() for at in (phrase.first, phrase.last))
    ):
        return None  # a place at the head of the news
    return replace(phrase, lead=first) if phrase and phrase.sort in {"name", "reporter", "paper", "court"} else None
