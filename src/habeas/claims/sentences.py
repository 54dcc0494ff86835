"""One claim as one sentence that says who says it and never asserts it: the wording is data, in ``vocabulary.yaml``.

A frame names the speaker and the manner (said, estimated, alleged, denied ...), a clause what was said. A claim of
ill-treatment, disappearance or arbitrary arrest is worded as an allegation even where its source words it as a fact, and as
a finding only where the claim's choice is that a body found it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from habeas import words
from habeas.amount import Amount
from habeas.claims.model import Claim, Subject
from habeas.claims.vocabulary import Predicate, Vocabulary
from habeas.ledger import SourceState
from habeas.when import Span
from habeas.words import Lang

_MOODS: Final = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_NUMBERS: Final = re.compile(r"<([^|>]*)\|([^>]*)>")
_CONTRACTED: Final = re.compile(r"\b(de|a) el (?=\S)")


def sentence(
    claim: Claim,
    vocabulary: Vocabulary,
    subjects: Mapping[str, Subject],
    sources: Mapping[str, SourceState],
    lang: Lang,
) -> str:
    """Return the claim as one sentence of the language, with a capital and a full stop, always attributed.

    A speaker that is not named is the source's own voice: its publisher, else its title, else its id. Free words that were
    written in another language, and have no translation in the vocabulary, stand in quotation marks.
    """
    writer = _Writer(vocabulary, subjects, sources, lang)
    return _finished(writer.framed(claim), lang)


class _Writer:
    """Puts the parts of a claim into words of one language."""

    def __init__(
        self, vocabulary: Vocabulary, subjects: Mapping[str, Subject], sources: Mapping[str, SourceState], lang: Lang
    ) -> None:
        self.vocabulary, self.subjects, self.sources, self.lang = vocabulary, subjects, sources, lang

    def framed(self, claim: Claim) -> str:
        predicate = self.vocabulary[claim.predicate]
        manner = _manner(claim, predicate)
        if predicate.said and claim.speaker is not None and (claim.polarity, manner) == ("affirmed", "fact"):
            values = {"speaker": self._speaker(claim), "said_on": self._said_on(claim)}
            return predicate.said[self.lang].format(**self._parts(claim, predicate), **values)
        frames = self.vocabulary.frames
        frame = frames["denied" if claim.polarity == "denied" else "said"][manner]
        if claim.speaker is None and claim.polarity == "affirmed":
            frame = frames["own"].get(manner, frame)
        values = {
            "speaker": self._speaker(claim),
            "said_on": self._said_on(claim),
        }
        said: str = frame[self.lang]
        mood = int("{clause2}" in said)
        values["clause2" if mood else "clause"] = self._clause(claim, predicate, mood)
        return said.format(**values)

    def _clause(self, claim: Claim, predicate: Predicate, mood: int) -> str:
        own = predicate.choice_sentences.get(claim.value) if isinstance(claim.value, str) else None
        single = isinstance(claim.value, Amount) and _single(claim.value)
        template = _clause((own or predicate.sentence)[self.lang], mood, single)
        return template.format(**self._parts(claim, predicate))

    def _parts(self, claim: Claim, predicate: Predicate) -> dict[str, str]:
        value = claim.value
        notes = self._notes(claim)
        time = f" {time_words(claim.span, self.lang)}" if claim.span is not None else ""
        if notes and time.startswith(" ("):
            notes, time = f"{notes[:-1]}; {time[2:]}", ""
        return {
            "subject": self._subject(claim.subject),
            "value": "" if isinstance(value, Amount) else self._value(claim, predicate),
            "number": number(value, self.lang) if isinstance(value, Amount) else "",
            "notes": notes,
            "time": time,
        }

    def _value(self, claim: Claim, predicate: Predicate) -> str:
        value = claim.value
        if isinstance(value, Span):
            return time_words(value, self.lang)
        if not isinstance(value, str):
            return ""
        if predicate.value == "choice":
            label = predicate.choice_labels.get(value)
            return label[self.lang] if label else value  # a choice of another version of the vocabulary
        if predicate.value == "subject":
            return self._subject(value)
        return self._free(value.strip().rstrip("."), claim)

    def _subject(self, name: str) -> str:
        subject = self.subjects.get(name)
        return self.vocabulary.inside(subject.text(self.lang), self.lang) if subject else name

    def _notes(self, claim: Claim) -> str:
        if not isinstance(claim.value, Amount):
            return ""
        kind, who = claim.value.capacity, claim.value.who
        notes = [self.vocabulary.label("capacities", kind, self.lang)] if kind else []
        notes += [self._free(who, claim)] if who else []
        return f" ({'; '.join(notes)})" if notes else ""

    def _free(self, said: str, claim: Claim) -> str:
        """Return free words: translated where the vocabulary can, quoted where they are in the other language."""
        known = self.vocabulary.phrase(said, self.lang)
        if known is not None:
            return known
        foreign = claim.language is not None and claim.language != self.lang and not _is_name(said)
        return _quoted(said, self.lang) if foreign else said

    def _speaker(self, claim: Claim) -> str:
        if claim.speaker is None:
            return self._source(claim)
        said = claim.speaker.strip()
        for subject in self.subjects.values():
            if said in (subject.id, subject.en, subject.es):
                return self.vocabulary.inside(subject.text(self.lang), self.lang)
        return self._free(said, claim)

    def _source(self, claim: Claim) -> str:
        frames = self.vocabulary.frames
        if not claim.citations:
            return str(frames["nobody"][self.lang])
        name = claim.citations[0].source
        state = self.sources.get(name)
        about = state.current.about if state else None
        if about and about.publisher:
            return about.publisher
        return str(frames["source"][self.lang]).format(title=(about and about.title) or name)

    def _said_on(self, claim: Claim) -> str:
        """Return when it was said, unless that is the time it speaks of, which the clause gives."""
        if claim.said_on is None or claim.said_on == claim.span:
            return ""
        said = time_words(claim.said_on, self.lang)
        return f" {said}" if self.lang == "en" or said.startswith("(") else f" ({said.partition(' ')[2]})"


@lru_cache(maxsize=2048)
def _clause(template: str, mood: int, single: bool) -> str:
    """Return a clause's template in a mood and number, with places for notes and time."""
    template = _MOODS.sub(lambda hit: hit[1 + mood], template)
    template = _NUMBERS.sub(lambda hit: hit[1 if single else 2], template)
    missing = [part for part in ("{notes}", "{time}") if part not in template]
    return template + "".join(missing)


def _manner(claim: Claim, predicate: Predicate) -> str:
    if predicate.topic != "allegations" or predicate.value != "choice":
        return claim.modality
    if claim.value == "found":
        return "finding"
    return "allegation" if claim.modality == "fact" else claim.modality


def number(amount: Amount, lang: Lang) -> str:
    """Return an amount in words without its unit, as it stands inside a clause.

    The width of an "about" is the coder's reading of it, not the speaker's, and is left out.
    """
    if amount.ratio is not None and not amount.known:
        return amount.text(lang).replace("{", "“" if lang == "en" else "«").replace("}", "”" if lang == "en" else "»")
    if amount.qualifier == "exact" and amount.stated is not None:
        return words.number(amount.stated)
    if amount.qualifier == "at_most" and amount.low is not None and amount.low == amount.high:
        return words.text("claims.up-to", lang, figure=amount.high)
    if amount.qualifier == "about" and amount.stated is not None:
        return Amount.about(amount.stated).text(lang)
    closed = not (amount.low_open or amount.high_open)
    if lang == "es" and amount.qualifier == "range" and closed and None not in (amount.low, amount.high):
        return words.text("claims.between", lang, low=amount.low, high=amount.high)
    return replace(amount, unit=None, who=None, measure=None, capacity=None, ratio=None).text(lang)


def _single(amount: Amount) -> bool:
    """Whether the words after the number are in the singular: it is one, and no range up to or from one."""
    ends = {end for end in (amount.low, amount.high, amount.stated) if end is not None}
    return amount.ratio is None and ends == {1}


@lru_cache(maxsize=4096)
def time_words(span: Span, lang: Lang) -> str:
    """Return a time as an adverb: ``on 3 May 2024``, ``en mayo de 2024``; in parentheses where it has no such form."""
    first, last = span.outer
    if first is None or last is None or not (first == last or span.first_precise is None):
        return f"({span.text(lang)})"
    if first == last:
        return f"{'on' if lang == 'en' else 'el'} {words.day(first, lang)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{'in' if lang == 'en' else 'en'} {first.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and _last_of_month(last):
        month = words.MONTHS[lang][first.month - 1]
        return f"in {month} {first.year}" if lang == "en" else f"en {month} de {first.year}"
    return f"({span.text(lang)})"


def _last_of_month(day: date) -> bool:
    return day != date.max and (day + timedelta(days=1)).day == 1


def _is_name(said: str) -> bool:
    """Whether words are all capitalised, short ones aside: a name, the same in both languages."""
    return all(word[0].isupper() or not word[0].isalpha() for word in said.split() if len(word) > 3)


def _quoted(said: str, lang: Lang) -> str:
    return f"“{said}”" if lang == "en" else f"«{said}»"


def _finished(said: str, lang: Lang) -> str:
    whole = " ".join(said.split()).rstrip(". ")
    if lang == "es":
        whole = _CONTRACTED.sub(lambda hit: "del " if hit[1] == "de" else "al ", whole)
    return f"{whole[:1].upper()}{whole[1:]}."
