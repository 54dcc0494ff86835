"""Which sentences without a word of saying go on with a speaker named before them, or after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.reading.model import Document, Voice
from habeas.reading.speakers.lines import OPENING, QUOTES, Line
from habeas.reading.speakers.stretches import Stretch
from habeas.reading.speakers.topics import topic_of

_NEWS: Final = re.compile(
    r"\b(?:(?:on|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|last (?:week|night)|"
    r"(?:este|el|ayer|pasado) (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|ayer|anoche|hoy)\b",
    re.IGNORECASE,
)
"""Words of the news; a yearly report has none."""
_HEADS: Final = re.compile(
    r"(?:^|\n)(?:\w+ )?(?:physical conditions|administration|independent monitoring|improvements|pretrial detention|political prisoners[\w ]*|arbitrary arrest[\w ]*|arrest procedures|"
    r"arrest procedures and treatment of detainees|condiciones físicas|administración|supervisión independiente|mejoras|detención preventiva): ",
    re.IGNORECASE,
)
"""Headings of the yearly reports on human rights."""
_OWN: Final = frozenset(("his", "her", "su", "sus"))
_FAR: Final = 4
"""Sentences between two acts of one speaker that can be his too."""


def is_yearly(document: Document) -> bool:
    """Tell whether a text is of a yearly report, where the writer's own voice returns after each report."""
    told = document.report_year is not None or _HEADS.search(document.text) is not None
    return told and _NEWS.search(document.text) is None


def continuations(
    document: Document, lines: Sequence[Line], within: Sequence[Sequence[Stretch]]
) -> tuple[Voice | None, ...]:
    """Return for each sentence who goes on speaking in it where no act of its own holds."""
    told: list[Voice | None] = [None] * len(lines)
    yearly = is_yearly(document)
    active: Stretch | None = None
    before: tuple[int, Stretch] | None = None
    circle = Circle()
    for number, one in enumerate(lines):
        own = [stretch for stretch in within[number] if not stretch.close]
        fresh = number == 0 or document.sentences[number - 1].block != one.sentence.block
        lead = not own or _concedes(one, min(stretch.start for stretch in own))
        if lead and active is not None:
            if (number and not fresh and lines[number - 1].words[-1] == ";") or _goes_on(
                one, active, fresh=fresh, yearly=yearly, alone=circle.alone
            ):
                told[number] = replace(active.voice, how="continued")
            elif not own and (_counting(one) or _supposed(one) or not circle.alone or _breaks(one)):
                active = None
        if own:
            first, active = min(own, key=_place), max(own, key=_place)
            if before and not yearly:
                _bridge(lines, told, before, (number, first))
            before = (number, active)
            circle.hear(one, own)
            if active.way == "rule":
                active = None
    _back(document, lines, within, told)
    return tuple(told)


def _bridge(
    lines: Sequence[Line], told: list[Voice | None], before: tuple[int, Stretch], after: tuple[int, Stretch]
) -> None:
    """Give the sentences between two acts of one speaker to that speaker, where they are few."""
    if after[0] - before[0] - 1 > _FAR or not _same(before[1].voice, after[1].voice):
        return
    for between in range(before[0] + 1, after[0]):
        if told[between] is None and not _breaks(lines[between]):
            told[between] = replace(before[1].voice, how="continued")


def _back(
    document: Document, lines: Sequence[Line], within: Sequence[Sequence[Stretch]], told: list[Voice | None]
) -> None:
    """Give the sentences before one that says whose they were ("Son datos del ministerio") to whom it names."""
    for number, one in enumerate(lines):
        own = [stretch for stretch in within[number] if not stretch.close]
        if own and _looks_back(one):
            back = number - 1
            while back >= 0 and not within[back] and document.sentences[back].block == one.sentence.block:
                told[back] = replace(own[0].voice, how="continued")
                back -= 1


@dataclass(slots=True)
class Circle:
    """Whether all that was reported so far is from one source: a body with its papers, as in a note on new figures."""

    name: str | None = None
    alone: bool = True

    def hear(self, line: Line, own: Sequence[Stretch]) -> None:
        """Take in who speaks in a sentence."""
        for stretch in own:
            said = stretch.voice.speaker
            words = [plain for plain in re.split(r"[\W\d]+", said.casefold()) if plain]
            if stretch.way == "rule":
                continue
            if is_individual(line, said) or is_officer(line, said):
                self.alone = False
            elif (
                any(word in line.lexicon.sets["anaphors"] for word in words)
                and said.lower() == said[0].lower() + said[1:]
            ):
                continue
            elif self.name is None:
                self.name = said
            elif not _alike(self.name, said):
                self.alone = False


def _selfish(line: Line) -> bool:
    """Tell whether a sentence is about a body that was named before ("The group runs 12 shelters")."""
    return "d" in line.tags[0] and any(
        word in line.lexicon.reporters and word in line.lexicon.sets["anaphors"] for word in line.words[1:2]
    )


def _concedes(line: Line, start: int) -> bool:
    """Tell whether what is said in a sentence begins after "though", "while": the words before go on with another."""
    at = line.sentence.at(start)
    return start > line.sentence.start and "x" in line.tag(at - 1)


def is_individual(line: Line, said: str) -> bool:
    """Tell whether a speaker is somebody who speaks once, for himself: a relative, a lawyer, "a trade union delegate"."""
    words = said.casefold().replace("’", "'").split()
    if {"same", "misma", "mismo"} & set(words):
        return False
    return any(word in line.lexicon.sets["individuals"] for word in words[:6])


def is_officer(line: Line, said: str) -> bool:
    """Tell whether a speaker is a person in office ("the minister", "an official")."""
    return any(word in line.lexicon.sets["officers"] for word in said.casefold().split()[:6])


def _counting(line: Line) -> bool:
    """Tell whether a sentence is one of figures, of which nobody says that they are believed."""
    places = range(len(line))
    counts = any(line.figure(at) or line.among("numbers", at) for at in places)
    return counts and not _supposed(line)


def _supposed(line: Line) -> bool:
    return any(line.among("supposed", at) for at in range(len(line)))


def _place(stretch: Stretch) -> int:
    return stretch.at


def _same(one: Voice, other: Voice) -> bool:
    """Tell whether two voices are one: the same words, or one the short form of the other."""
    return _alike(one.speaker, other.speaker)


def _alike(one: str, other: str) -> bool:
    left, right = one.casefold(), other.casefold()
    left, right = (re.sub(r"^(?:the|el|la|los|las)\s+", "", each) for each in (left, right))
    short, long = sorted((left, right), key=len)
    return left == right or (short in long and not re.search(re.escape(short) + r"['’]s?\b", long))


def _goes_on(line: Line, active: Stretch, *, fresh: bool, yearly: bool, alone: bool) -> bool:
    """Tell whether a sentence goes on with the report before it; ``fresh`` where it begins a paragraph."""
    linked = _linked(line)
    if not linked and _breaks(line):
        return False
    if yearly:
        return not fresh and (linked or _measured(line))
    if not linked and _happens(line):
        return False
    if linked and fresh and not alone and line.among("rises", 1):
        return False
    if linked or (line.words[0] in OPENING and not fresh):
        return True
    if fresh and any(line.among("days", at) for at in range(len(line))):
        return False
    if fresh:
        return _papered(line) or (alone and _counting(line) and not _background(line) and not _selfish(line))
    if active.voice.how == "quoted" or is_individual(line, active.voice.speaker):
        return False
    if is_officer(line, active.voice.speaker) and not _measured(line) and line.words[0] not in _OWN:
        return False
    return not _background(line)


def _breaks(line: Line) -> bool:
    """Tell whether a sentence is the writer's own news: it begins with a day, or is about what a court or a government did."""
    words, tags = line.words, line.tags
    begin = 1 if words[0] in QUOTES else 0
    head = words[begin : begin + 6]
    if not head:
        return True
    if head[0] in {"on", "el", "este", "last", "this"}:
        for place, word in enumerate(head[1:5], begin + 1):
            if word in line.lexicon.sets["days"] or (
                line.figure(place) and line.word(place + 1) == "de" and place <= begin + 2
            ):
                return True
            if line.figure(place) and head[0] == "on" and "t" in tags[place - 1]:
                return True
            if line.mark(place):
                break
    if any(
        word in line.lexicon.powers or word in line.lexicon.courts or word in {"ruling", "fallo", "decisión"}
        for word in head[:3]
    ):
        return True
    subject = topic_of(line)
    return subject is not None and any(
        words[at] in line.lexicon.courts or words[at] in line.lexicon.powers
        for at in range(subject.first, subject.last + 1)
    )


def _happens(line: Line) -> bool:
    """Tell whether a sentence tells what was done to people, which a report on numbers seldom goes on with."""
    return any(line.among("happens", at) for at in range(len(line)))


def _background(line: Line) -> bool:
    """Tell whether a sentence describes a place from its history: what was built when, for how many."""
    if any(word in line.lexicon.inmates for word in line.words[:3]):
        return False
    known = line.lexicon
    if line.capital(1) and any(
        word in known.holders for word in line.words[:4]
    ):  # Evin, the largest prison, holds 9,000
        comma = next((at for at in range(2, min(7, len(line))) if line.words[at] == ","), None)
        if comma and any(line.among("describes", at) for at in range(comma + 1, comma + 5)):
            return True
    return any(word in known.sets["built"] for word in line.words)


def _measured(line: Line) -> bool:
    """Tell whether a sentence begins with a share ("Approximately 52 percent of ...")."""
    head = line.words[:7]
    return any(word in {"percent", "%", "ciento"} for word in head) and any(
        line.figure(at) for at in range(min(4, len(line)))
    )


def _papered(line: Line) -> bool:
    """Tell whether a sentence is about the paper that the report before it was from ("El hallazgo número 9 ...")."""
    return any(word in line.lexicon.sets["findings"] for word in line.words[:2])


def _looks_back(line: Line) -> bool:
    """Tell whether a sentence says whose the words before it were: "Son datos del ministerio"."""
    start = line.words[:4]
    if len(start) > 2 and start[0] in {"the", "los", "las"} and start[1] in line.lexicon.data:
        return start[2] in {"are", "were", "come", "came", "son", "proceden", "provienen"}
    if start[0] in {"son", "these", "those", "así", "that", "such"}:
        return start[0] == "así" or any(word in line.lexicon.data or word == "according" for word in start)
    return False


def _linked(line: Line) -> bool:
    words = [word for word in line.words[:4] if word not in QUOTES]
    return any(tuple(words[:size]) in line.lexicon.links for size in (1, 2, 3))
