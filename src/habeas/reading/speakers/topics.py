"""Who a sentence is about, for the speaker whom a later one does not name, and phrases that only point back."""

from __future__ import annotations

from habeas.reading.speakers.acts import opening
from habeas.reading.speakers.lines import Line
from habeas.reading.speakers.phrases import Phrase


def topic_of(line: Line) -> Phrase | None:
    """Return the subject of a sentence that begins with it, where it could speak: a person or a body, no inmates, no place."""
    phrase = opening(line, len(line))
    if phrase is None or phrase.sort not in {"reporter", "name"}:
        return None
    return (
        None if any(line.words[at] in line.lexicon.inmates for at in range(phrase.first, phrase.last + 1)) else phrase
    )


def again(line: Line, phrase: Phrase) -> bool:
    """Tell whether a phrase stands for a source named before: "the same figures", "la misma base de datos"."""
    words = line.words[phrase.first : phrase.last + 1]
    return bool({"same", "misma", "mismas", "mismo", "mismos"} & set(words[:3])) and any(
        word in line.lexicon.data for word in words
    )
