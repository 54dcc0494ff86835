"""Allegations: torture, beatings, sexual violence, disappearance and arbitrary arrest, as a text says that they happened."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.reading.model import Document, Found
from habeas.reading.statements.lexicon import grammar
from habeas.reading.statements.line import Line
from habeas.reading.statements.reality import reality


def alleged(document: Document, plain: tuple[Line, ...]) -> Iterator[Found]:
    """Yield what is alleged, in order, once a sentence for each thing. ``plain`` has the sentences as lines.

    Laws and bodies against torture, and absences of it ("no reports of torture"), are not allegations; denied ones are marked.
    """
    for place, sentence in enumerate(document.sentences):
        rules = grammar("allegations", sentence.lang)
        said = plain[place].said
        if not rules.trigger.search(said):
            continue
        for rule in rules.rules:
            hit = rule.pattern.search(said)
            if hit is None or rules.words["not_alleged"].search(said, 0, hit.start()):
                continue
            start, end = plain[place].span(hit.start(), hit.end())
            yield Found(
                sentence=place, kind="allegation", start=start, end=end, measure="event", value_text=rule.value,
                modality="allegation", denied=reality(said, hit.start(), sentence.lang)[1], cues=(f"allegation:{rule.name}",),
            )  # fmt: skip
