"""From a text to readings: quantities, times and speakers are found, then what belongs together is joined."""

from __future__ import annotations

from dataclasses import replace

from habeas.reading.confidence import confidence
from habeas.reading.document import document
from habeas.reading.kinds import classify
from habeas.reading.model import Document, Found, Reading, Time
from habeas.reading.numbers import quantities
from habeas.reading.speakers import Voices, voices
from habeas.reading.statements import allegations, statements
from habeas.reading.times import as_of, times
from habeas.words import Lang

VERSION = 1
"""Of the grammar: another version may read the same text in another way."""


def read(text: str, *, lang: Lang | None = None, published: str | None = None) -> tuple[Reading, ...]:
    """Return the claims that a text makes, in the order of their words.

    ``published`` is the ISO date of publication, or a part of one: without it, "last year" and "on Sunday" have no date.
    ``lang`` is the language the text is mostly in. Passages in another language are not read. The same text gives the same readings.
    """
    return readings(document(text, lang=lang, published=published))


def readings(made: Document) -> tuple[Reading, ...]:
    """Return the claims of a text that is in sentences already."""
    when = times(made)
    found = [*classify(made, quantities(made), when), *statements(made), *allegations(made)]
    found.sort(key=lambda one: (one.start, one.end, one.kind, one.value_text or ""))
    who = voices(made)
    return tuple(_reading(made, one, when, who) for one in found)


def _reading(made: Document, one: Found, when: tuple[Time, ...], who: Voices) -> Reading:
    told, sure = as_of(made, when, one)
    quantity = one.quantity
    voice = who.at(quantity.start, quantity.end) if quantity else who.at(one.start, one.end)
    point = quantity is not None and quantity.qualifier != "range" and not quantity.vague
    read = Reading(
        kind=one.kind,
        quote=made.text[one.start : one.end],
        start=one.start,
        end=one.end,
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        value=quantity.stated if quantity and point else None,
        value_text=one.value_text,
        qualifier=quantity.qualifier if quantity else one.qualifier,
        unit=one.unit,
        as_of=told,
        attributed_to=voice.speaker if voice else None,
        chain=voice.chain if voice else (),
        subject=one.subject,
        who=one.who,
        modality=one.modality,
        denied=one.denied,
        confidence=confidence(one, sure=sure, voice=voice),
        language=made.sentences[one.sentence].lang,
        cues=one.cues,
    )
    return read if read.measured else replace(read, confidence=0.0)  # nobody has counted how often such are right
