"""Who a sentence is about, for the speaker whom a later one does not name, and phrases that only point back."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.reading.model import Voice
from habeas.reading.speakers.lines import Line
from habeas.reading.speakers.phrases import Phrase, is_name
from habeas.reading.speakers.subjects import inmates, opening


@dataclass(slots=True)
class Memory:
    """Who was named so far: who spoke last, who of them is a person, the law of the sentence before, and the subject of the sentence before.

    ``thing`` where that subject is a paper, which is no "he".
    """

    last: Voice | None = None
    person: Voice | None = None
    topic: Voice | None = None
    thing: bool = False
    law: Voice | None = None
    block: int = -1
    heard_in: int = -1

    def enter(self, block: int) -> None:
        """Begin a sentence of a block."""
        self.block = block

    def heard(self, voice: Voice, *, person: bool) -> None:
        """Remember who spoke."""
        self.last, self.heard_in = voice, self.block
        if person:
            self.person = voice

    def meant(self, host: Voice | None, *, own: bool, person: bool) -> Voice | None:
        """Return whom a pronoun or a verb without subject means; ``own`` where somebody spoke in the sentence already."""
        if own:
            return self.last
        if self.topic is not None and not (person and self.thing):
            return self.topic
        if person and self.person is not None:
            return self.person
        if host is not None and self.heard_in != self.block:
            return host
        return self.last or host


def is_person(line: Line, phrase: Phrase) -> bool:
    """Tell whether a speaker can be "he" or "she": no paper, no figures, no law, no acronym."""
    if phrase.sort in {"paper", "data", "law"}:
        return False
    body = line.lexicon.sets["anaphors"]
    if any(line.words[at] in body for at in range(phrase.first, phrase.last + 1)) and phrase.sort == "reporter":
        return is_name(line, phrase.last, phrase.last) and not line.tokens[phrase.last].text.isupper()
    return not line.tokens[phrase.last].text.isupper()


def topic_of(line: Line, *, papers: bool = False) -> Phrase | None:
    """Return the subject of a sentence that begins with it, where it could speak: a person or a body, no inmates, no place.

    ``papers`` takes reports too ("The final report runs to 900 pages. It says ...").
    """
    phrase = opening(line, len(line))
    if phrase is None or phrase.sort not in ({"reporter", "name", "paper"} if papers else {"reporter", "name"}):
        return None
    return None if inmates(line, phrase) else phrase


def again(line: Line, phrase: Phrase) -> bool:
    """Tell whether a phrase stands for a source named before: "the same figures", "la misma base de datos"."""
    words = line.words[phrase.first : phrase.last + 1]
    return bool({"same", "misma", "mismas", "mismo", "mismos"} & set(words[:3])) and any(
        word in line.lexicon.data for word in words
    )
