"""Sources that a sentence names without a verb of saying: according to X, for X, under the law, data of X."""

from __future__ import annotations

from dataclasses import replace

from habeas.reading.speakers.lines import STOPS, Line
from habeas.reading.speakers.phrases import Phrase, right
from habeas.reading.speakers.speech import Act
from habeas.reading.speakers.subjects import THAT, after, apposed, inmates, issued, opening


def source(line: Line, at: int) -> tuple[Act, int] | None:
    """Return the act of "according to X" that begins at an index, and the last index it takes up."""
    if at == 0:
        led = _viewed(line) or _ruled(line) or _owned(line)
        if led:
            return led
    handed = _handed(line, at) or _read(line, at)
    if handed:
        return handed
    if line.words[at] == "per" and line.word(at + 1) != "the" and not line.capital(at + 1):
        return None
    counted = _counted(line, at) if line.words[at] == "by" else None
    if counted:
        return counted
    for parts in line.lexicon.according.get(line.words[at], ()):
        if line.words[at : at + len(parts)] == parts:
            return _named(line, at, at + len(parts))
    return None


def _handed(line: Line, at: int) -> tuple[Act, int] | None:
    """Return the act of figures that somebody gives or keeps: "a list that the union keeps", "cifra que X entregó a este diario"."""
    if not (line.words[at] in line.lexicon.data or line.words[at] in line.lexicon.papers):
        return None
    apart = line.word(at + 1) == ","
    if line.among("made", at + 1 + apart) and (
        issuer := issued(line, at + 1 + apart)
    ):  # a count kept by monitors had reached 300
        begins, last = _around(line, at, issuer.last)
        return Act(at, replace(issuer, sort="data"), begins, last, "according"), issuer.last
    apart = apart and line.words[at] in line.lexicon.papers and line.word(at + 2) in {"que", "which"}
    first = at + 1 + apart
    first += line.word(first) in {*THAT, "which"}
    first += line.among("gives", first) and first > at + 1  # la lista que lleva la asociación
    if not ("d" in line.tag(first) or line.capital(first)) or line.tag(first)[:1] == "p":
        return None
    phrase = right(line, first)
    if phrase and phrase.last > phrase.first and line.among("gives", phrase.last) and not line.capital(phrase.last):
        noun = phrase.last - 1  # the census the ministry conducts
        told = line.capital(noun) or line.words[noun] in line.lexicon.reporters
        phrase = replace(phrase, last=noun, sort="reporter" if told else "thing")
    if phrase is None or phrase.sort not in {"name", "reporter"}:
        return None
    end = phrase.last
    if line.sentence.lang == "es" or line.among("gives", first - 1):
        given = line.among("gives", first - 1) or any(line.among("gives", end + step) for step in (1, 2, 3))
    else:
        given = line.among("gives", end + 1) or ("a" in line.tag(end + 1) and line.among("gives", end + 2))
    if not given:
        return None
    begins, last = _around(line, at, end)
    return Act(at, replace(phrase, sort="data"), begins, last, "according"), end


def _issuer(line: Line, first: int, end: int) -> Phrase | None:
    """Return who issued the paper or the figures at an index: "a list of prisoners kept since May by the union"."""
    head = first + ("d" in line.tag(first))
    head += line.word(head) in line.lexicon.sets["adjectives"]
    if line.word(head) not in line.lexicon.data and line.word(head) not in line.lexicon.papers:
        return None
    for at in range(head + 1, min(end + 3, len(line), head + 6)):
        if line.mark(at):
            return None
        verb = line.verb(at)
        if line.among("gives", at) or line.among("made", at) or (verb and verb.participle):
            issuer = issued(line, at)
            return replace(issuer, sort="data") if issuer else None
    return None


def _read(line: Line, at: int) -> tuple[Act, int] | None:
    """Return the act of a paper in which something stands: "en la nota se lee que hay 300"."""
    if line.words[at] != "en" or line.sentence.lang != "es":
        return None
    phrase = right(line, at + 1)
    if phrase is None or phrase.sort not in {"paper", "data"} or line.word(phrase.last + 1) != "se":
        return None
    verb = line.lexicon.verbs.get(line.word(phrase.last + 2))
    if not (verb or line.among("stands", phrase.last + 2)) or line.word(phrase.last + 3) == "por":
        return None
    begins, last = _around(line, at, phrase.last + 2)
    return Act(at, phrase, begins, last, "according"), phrase.last + 2


def _counted(line: Line, at: int) -> tuple[Act, int] | None:
    """Return the act of "by the union's count"."""
    some = at + 2 + (line.words[at + 2 : at + 3] == ("official",))
    if line.word(at + 1) in {"some", "one", "most", "several", "official", "any"} and (
        line.word(some) in line.lexicon.data or line.word(some) in {"accounts", "account"}
    ):
        first, last = _around(line, at, some)
        return Act(at, Phrase(at + 1, some, "data"), first, last, "according"), some
    for place in range(at + 1, min(at + 8, len(line) - 1)):
        if line.mark(place):
            return None
        if not line.words[place].endswith(("'s", "s'")):
            continue
        noun = place + 1 + (line.words[place + 1] == "own")
        if line.word(noun) in line.lexicon.data or line.among("accounts", noun):
            first, last = _around(line, at, noun)
            return Act(at, Phrase(at + 1, place, "data"), first, last, "according"), noun
    return None


def _named(line: Line, at: int, first: int) -> tuple[Act, int] | None:
    """Return the act of a source whose name begins at an index."""
    while "v" in line.tag(first) and "d" not in line.tag(first):
        first += 1
    verb = line.verb(first)
    said = bool(verb and verb.finite and not verb.doubtful and line.sentence.lang == "es")
    if said:  # "según informó el ministerio": the verb adds nothing
        first += 1
        phrase, _ = after(line, first)
    else:
        phrase = right(line, first)
        if phrase and phrase.sort == "thing" and _measure(line, phrase):
            return None
    if phrase is None and not said:
        return None
    if phrase and phrase.sort in {"data", "paper"} and line.among("own", phrase.first):
        own = opening(line, at)  # "the group counts 300, according to its records"
        if own and own.sort in {"name", "reporter"}:
            begins, last = _around(line, at, phrase.last)
            return Act(at, own, begins, last, "according"), phrase.last
    end = max(phrase.last if phrase else first - 1, at)
    if phrase and phrase.sort in {"paper", "data"} and line.word(end + 1) in THAT:
        next_ = end + 2 + line.among("gives", end + 2)  # "según un informe que (publicó) la red (dio a conocer)"
        owner = right(line, next_)
        if owner and owner.sort in {"reporter", "name"}:
            phrase, end = owner, owner.last
    if phrase and phrase.sort in {"paper", "data", "reporter"} and (issuer := _issuer(line, first, end)):
        phrase, end = issuer, issuer.last
    phrase, end, by = apposed(line, phrase, end)
    begins, last = _around(line, at, end)
    law = phrase is not None and phrase.sort == "law"
    return Act(at, phrase, begins, last, "rule" if law else "according", by=by), end


def _viewed(line: Line) -> tuple[Act, int] | None:
    """Return the act of a sentence that begins with whose view it is: "Para el sindicato, ..."."""
    if line.words[0] not in {"para", "for"}:
        return None
    phrase = right(line, 1)
    if phrase is None or inmates(line, phrase):
        return None
    if line.word(phrase.last + 1) != "," and not ("b" in line.tag(phrase.last + 1) and line.figure(phrase.last + 2)):
        return None
    letters = line.tokens[phrase.last].text
    if phrase.sort != "reporter" and not (phrase.sort == "name" and letters.isupper() and len(letters) > 2):
        return None
    return Act(0, phrase, 0, len(line) - 1, "according"), phrase.last


def _ruled(line: Line) -> tuple[Act, int] | None:
    """Return the act of a sentence that begins with the law it states: "Under Kenyan law a suspect must ..."."""
    if line.words[0] not in {"under", "bajo"}:
        return None
    phrase = right(line, 1)
    if phrase is None or phrase.sort != "law" or line.words[1] in {"a", "an", "un", "una"}:
        return None
    return Act(0, phrase, 0, len(line) - 1, "rule"), phrase.last


def _owned(line: Line) -> tuple[Act, int] | None:
    """Return the act of a sentence that says whose the figures are: "Son datos del ministerio recogidos por la red"."""
    words = line.words[:6]
    if words[0] not in {"son", "these", "those", "the", "los", "las"}:
        return None
    head = next((at for at, word in enumerate(words[:4]) if at and word in line.lexicon.data), None)
    joins = {"are", "were", "come", "came", "son", "proceden", "provienen"}
    if head is None or (words[0] != "son" and not joins & set(words[1:4])):
        return None
    of = next((at for at in range(head, min(head + 4, len(line))) if line.among("of", at)), None)
    phrase = right(line, of + 1) if of else None
    if phrase is None or phrase.sort in {"thing", "holder"}:
        return None
    by = next((at for at in range(phrase.first + 1, min(phrase.last + 5, len(line))) if line.among("by", at)), None)
    passed = right(line, by + 1) if by else None
    if by:
        phrase = replace(phrase, last=min(phrase.last, by - 2))
    return Act(0, phrase, 0, len(line) - 1, "according", by=passed), max(phrase.last, passed.last if passed else 0)


def _measure(line: Line, phrase: Phrase) -> bool:
    return any(line.words[at] in line.lexicon.measures for at in range(phrase.first, phrase.last + 1))


def _around(line: Line, at: int, end: int) -> tuple[int, int]:
    """Return the words that a source speaks for: all of the sentence but what a contrast divides from it."""
    before = at - 1
    if line.word(before) in {",", "("}:
        before -= 1
    opens = before < 0 or line.words[before] in {";", ":", "donde", "where", "que", "that"} or "x" in line.tags[before]
    if opens and end + 1 < len(line) and line.word(end + 1) not in STOPS:
        return max(0, before + 1), len(line) - 1
    return 0, len(line) - 1
