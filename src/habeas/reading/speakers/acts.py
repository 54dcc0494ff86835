"""Acts of speech in a sentence: where somebody says something, who, and which words are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from habeas.reading.speakers.lexicon import Verb
from habeas.reading.speakers.lines import DASHES, QUOTES, Line
from habeas.reading.speakers.phrases import Phrase, right
from habeas.reading.speakers.sources import source
from habeas.reading.speakers.speech import Act, Subject
from habeas.reading.speakers.subjects import THAT, opening, past_listeners, subject
from habeas.reading.speakers.verbs import denied, fits, helped, idiom, manner, noun, reduced

_CLOSED: Final = frozenset(("", ",", ".", ";", ")", "?", "!", "…")) | QUOTES | DASHES
_TELLS: Final = frozenset(("told", "tell", "tells"))
_TAIL: Final = 10
"""Words that may follow a verb in a parenthesis: "the monitor wrote in her sixteenth report"."""


def acts(line: Line) -> tuple[Act, ...]:
    """Return the acts of a sentence in the order of their verbs."""
    found: list[Act] = []
    taken = -1
    for at in range(len(line)):
        if at <= taken:
            continue
        led = source(line, at)
        if led:
            act, taken = led
            if found and line.among("citing", at) and line.word(at - 1) == ",":
                found[-1] = replace(found[-1], phrase=act.phrase, by=found[-1].phrase)
            else:
                found.append(act)
            continue
        verb = idiom(line, at) or line.verb(at)
        told = _spoken(line, at, verb, found) if verb else None
        if told:
            found.append(told)
    if len(found) > 1 and line.among("citing", 0) and found[0].at == 0 and found[1].phrase:
        found[:2] = [replace(found[1], phrase=found[0].phrase, by=found[1].phrase, first=0)]
    found.extend(_gapped(line, found))
    _chain(line, found)
    return _outer(line, found)


def _chain(line: Line, found: list[Act]) -> None:
    """Put into the chain of an act who passed it on: "the minister said the director told him that ..."."""
    for number, (one, other) in enumerate(pairwise(found), start=1):
        if one.way != "reported" or other.way != "reported" or not one.phrase or not other.phrase or other.by:
            continue
        between = range(one.at + 1, other.phrase.edge)
        if one.at < other.phrase.edge and len(between) <= 4 and not any(line.mark(place) for place in between):
            found[number] = replace(other, by=one.phrase)


def _outer(line: Line, found: list[Act]) -> tuple[Act, ...]:
    """Return the acts without those inside a paper: "according to the report, inspectors found" is the report's."""
    first = found[0] if found else None
    if first and first.way == "according" and _begins(line, first.at) and first.phrase and first.phrase.sort == "paper":
        return tuple(act for act in found if act is first or act.phrase is None or _proper(line, act.phrase))
    return tuple(found)


def _begins(line: Line, at: int) -> bool:
    return at == 0 or line.words[at - 1] == ":"


def _proper(line: Line, phrase: Phrase) -> bool:
    return any(line.capital(at) for at in range(phrase.first, phrase.last + 1))


def _gapped(line: Line, found: list[Act]) -> Iterator[Act]:
    """Yield the acts whose verb is that of the one before: "The ministry says 60, the opposition 200"."""
    if not found or found[-1].phrase is None or found[-1].way != "reported":
        return
    for at in range(found[-1].at + 2, len(line) - 1):
        if line.words[at] not in {",", ";"} or not ("d" in line.tags[at + 1] or line.capital(at + 1)):
            continue
        phrase = right(line, at + 1)
        if phrase is None or phrase.sort not in {"reporter", "name"}:
            continue
        next_ = phrase.last + 1
        next_ += line.word(next_) == ","
        next_ += line.word(next_) in {"de", "en", "at", "a"}
        if line.figure(next_) and (next_ > phrase.last + 1 or phrase.sort == "reporter"):
            yield replace(found[-1], at=next_ - 1, phrase=phrase, first=at + 1, last=len(line) - 1)


def _spoken(line: Line, at: int, verb: Verb, before: list[Act]) -> Act | None:  # noqa: C901 - one test after another
    """Return the act of a verb, None where it is no act: a noun, an impersonal, a denial of speech."""
    if noun(line, at, verb) or denied(line, at):
        return None
    passive = _agent(line, at, verb)
    if passive:
        return passive
    start = helped(line, at)
    if verb.participle and not verb.finite and start is None:
        return None
    if verb.gerund and not verb.finite:
        return _adding(line, at, verb, before)
    if reduced(line, at, verb):
        return None
    told = subject(line, at, at if start is None else start, verb, before)
    if told is None or _negated(line, told.phrase):
        return None
    if not fits(line, at, verb, told.phrase, before, turned=told.turned):
        return None
    if verb.does == {"act"}:
        return Act(at, told.phrase, 0, len(line) - 1, "done", close=True)
    act = replace(_placed(line, at, told, verb), host=told.host, person=told.person)
    if line.words[at].startswith("recom") and not act.close:  # a standard, beside what is
        stop = next((place for place in range(at + 1, len(line)) if line.words[place] in {".", ";"}), len(line))
        return replace(act, first=min(at, told.edge), last=stop - 1, close=True)
    if (told.phrase and told.phrase.sort == "law") or verb.does == {"rule"}:
        stop = next((place for place in range(at + 1, len(line)) if "x" in line.tags[place]), len(line))
        return replace(act, way="rule", last=min(act.last, stop - 1))
    return act


def _negated(line: Line, phrase: Phrase | None) -> bool:
    """Tell whether a subject is nobody: "neither the ministry nor the police"."""
    return phrase is not None and ("n" in line.tag(phrase.edge - 1) or "n" in line.tags[phrase.edge])


def _placed(line: Line, at: int, told: Subject, verb: Verb) -> Act:
    """Return the act of a verb with its subject: one that governs what follows, or one in a parenthesis."""
    edge = told.edge
    if line.word(edge) == "que" and told.turned:
        return _govern(line, at, told, verb)
    next_ = past_listeners(line, (at if told.end is None else told.end) + 1)
    if line.words[at] in _TELLS and not told.turned:
        heard = right(line, next_)
        after = past_listeners(line, heard.last + 1) if heard else next_
        next_ = after if heard and (line.mark(after) or after >= len(line)) else next_  # "told senators on Monday."
    follows = line.word(next_)
    apart = edge > 0 and (line.word(edge - 1) in {",", "(", *DASHES} or line.word(edge - 1) in QUOTES)
    closes = follows in _CLOSED
    if told.turned:
        inside = edge > 0 and (closes or (apart and follows != ":" and (follows not in THAT or edge > 5)))
    else:
        set_off = edge == 0 or line.mark(edge - 1)
        inside = set_off and closes and (edge > 0 or not follows)
        inside = inside or (apart and edge > 3 and follows not in THAT and _tails(line, next_))
    if inside:
        return Act(at, told.phrase, 0, _aside(line, next_ - 1), "parenthesis", manner(verb))
    act = _govern(line, at, told, verb)
    return replace(act, first=edge) if told.strict else act


def _tails(line: Line, next_: int) -> bool:
    """Tell whether nothing is said after a verb but where or when: "..., the monitor wrote in her sixteenth report"."""
    if "p" not in line.tag(next_) or line.word(next_) in {"of", "de"}:
        return False
    for place in range(next_, len(line)):
        if line.mark(place):
            return place - next_ <= _TAIL and line.words[place] in _CLOSED
        if set(line.tags[place]) & set("bfa") or line.words[place] in THAT or line.words[place] in QUOTES:
            return False
        if line.figure(place) and "t" not in line.tag(place - 1) and line.word(place - 1) != "page":
            return False
    return True


def _aside(line: Line, end: int) -> int:
    """Return where the words end that a verb in a parenthesis speaks for: what a relative adds to its subject is the writer's."""
    next_ = end + 1 + (line.word(end + 1) == ",")
    relative = "r" in line.tag(next_) or line.among("adds", next_)
    return end if relative or (next_ == end + 1 and next_ < len(line) - 1 and not line.mark(next_)) else len(line) - 1


def _adding(line: Line, at: int, verb: Verb, before: list[Act]) -> Act | None:
    """Return the act of "saying that", "asegurando que": it is of whoever spoke or is the subject of the sentence."""
    clause = line.word(at + 1) in THAT
    if not clause and not (line.word(at - 1) == "," and (line.figure(at + 1) or line.among("spoken", at))):
        return None
    speaker = before[-1].phrase if before else opening(line, at)
    if speaker is None and not before:
        return None
    return Act(at, speaker, at + 1, len(line) - 1, "reported", manner(verb))


def _agent(line: Line, at: int, verb: Verb) -> Act | None:
    """Return the act of a participle with its agent: "36,000 reported by the government", "contabilizadas por la ONG"."""
    by = at + 1
    while verb.participle and by < min(len(line), at + 6) and not line.among("by", by):
        timed = set(line.tags[by]) & set("vptd") or line.figure(by) or line.words[by] in {"last", "this"}
        if line.mark(by) or not timed:
            return None
        by += 1
    if not verb.participle or not line.among("by", by):
        return None
    phrase = right(line, by + 1)
    if phrase is None or phrase.sort in {"thing", "holder"}:
        return None
    if phrase.sort == "law" and not verb.does & {"rule", "say"}:
        return None
    if line.words[at] == "accused":
        inner = range(phrase.first + 1, phrase.last)
        cut = next((place for place in inner if line.words[place] == "of" and not line.capital(place + 1)), None)
        phrase = replace(phrase, last=cut - 1) if cut else phrase
    if "b" in line.tag(at - 1) or ("v" in line.tag(at - 1) and "b" in line.tag(at - 2)):
        return Act(at, phrase, _clause(line, at), len(line) - 1, "passive", manner(verb))
    first, last = at, phrase.last
    while first > 0 and not _divides(line, first - 1, "bfaor") and line.words[first - 1] not in {"than", "from", "to"}:
        first -= 1
    while last + 1 < len(line) and not _divides(line, last + 1, "bfaorxc"):
        last += 1
    return Act(at, phrase, first, last, "passive", manner(verb), close=True)


def _divides(line: Line, at: int, letters: str) -> bool:
    return line.mark(at) or bool(set(line.tags[at]) & set(letters) and "d" not in line.tags[at])


def _clause(line: Line, at: int) -> int:
    """Return where the clause of a word begins: after a semicolon or a contrast."""
    back = at
    while back > 0 and line.words[back - 1] not in {";", ":"} and "x" not in line.tags[back - 1]:
        back -= 1
    return back


def _govern(line: Line, at: int, told: Subject, verb: Verb) -> Act:
    """Return the act of a verb that what is said follows: its words, and an adverbial before its subject."""
    phrase, edge, how = told.phrase, told.edge, manner(verb)
    first = min(edge, at)
    opener = line.tag(first - 1)
    last = len(line) - 1
    timed = line.among("when", first - 1) or (line.among("when", 0) and first < 3)
    if timed and line.word(at + 1) not in THAT:
        last = next((place for place in range(at + 1, len(line)) if line.words[place] == ","), last)
    if "r" in line.tag(first) and line.word(first) == "que" and told.turned:
        back = first - 1
        while back > 0 and not line.mark(back - 1) and ("d" not in line.tags[back] or "p" in line.tags[back - 1]):
            back -= 1
        return Act(at, phrase, back, at, "reported", how, close=True)
    if "r" in line.tag(first) and not told.turned and line.word(first - 1) == ",":
        shut = next((place for place in range(at + 1, last) if line.words[place] == ","), last)
        if "f" in line.tag(shut + 1) or line.word(shut + 1).endswith("ed"):
            last = shut  # police, who called it lawful, arrested 54
    if not told.turned and line.word(first - 1) in {"that", "which"} and line.word(at + 1) in _CLOSED:
        count = next((place for place in range(first - 2, max(-1, first - 6), -1) if line.figure(place)), None)
        if count is not None and not any(_divides(line, place, "bfar") for place in range(count, first - 1)):
            return Act(at, phrase, count, at, "reported", how, close=True)  # the 31 deaths that the army admits
    if "r" in line.tag(first) or set(opener) & set("xoc") or line.word(first - 1) in {";", ":"}:
        return Act(at, phrase, first, last, "reported", how)
    start = _clause(line, first)
    led = any(line.figure(place) and place + 1 < first and "f" in line.tag(place - 1) for place in range(start, first))
    return Act(at, phrase, first if led else start, last, "reported", how)
