"""Legal acts and limits: what courts, parliaments and governments did, and how long the law lets somebody be held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from habeas.reading.model import Document, Found, Sentence
from habeas.reading.statements.instruments import instruments
from habeas.reading.statements.lexicon import Grammar, grammar
from habeas.reading.statements.limits import Terms
from habeas.reading.statements.line import Line, tagged
from habeas.reading.statements.reality import reality


def legal(document: Document, plain: tuple[Line, ...]) -> Iterator[tuple[int, Found]]:
    """Yield the legal acts and limits a text states, each with the weight of its rule. ``plain`` has the sentences as lines."""
    terms = Terms()
    for place, sentence in enumerate(document.sentences):
        rules = grammar("legal", sentence.lang)
        said = plain[place]
        if document.text[: sentence.end].endswith("?"):
            continue
        if rules.trigger.search(said.said):
            yield from _acts(place, sentence, tagged(said, rules.names, rules.tags), rules)
        for found in instruments(document.text, place, sentence):
            yield 2, found
        for found in terms.read(place, sentence, said, rules.words):
            yield 1, found


def _acts(place: int, sentence: Sentence, said: Line, rules: Grammar) -> Iterator[tuple[int, Found]]:
    taken: list[tuple[int, int]] = []
    for rule in rules.rules:
        if rule.given and not rule.given.search(said.said):
            continue
        for hit in rule.pattern.finditer(said.said):
            if any(_same(hit.span(), one) for one in taken):
                continue
            taken.append(hit.span())
            start, end = said.span(hit.start(), hit.end())
            modality, denied = reality(said.said, hit.start(), sentence.lang)
            made = Found(
                sentence=place, kind="legal", start=start, end=end, measure="event", value_text=rule.value,
                modality=modality, denied=denied, cues=(f"legal:{rule.name}",),
            )  # fmt: skip
            # "will never be released" is announced, and is the statement itself
            yield rule.weight, replace(made, modality="fact") if rule.name == "release-never" else made


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two findings share more than half of the shorter: then they are two readings of the same words."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared > min(one[1] - one[0], other[1] - other[0])
