"""The page that documents the vocabulary, made from it, so that the two cannot part."""

from __future__ import annotations

from collections.abc import Iterator

from habeas import words
from habeas.claims.vocabulary import Predicate, Vocabulary
from habeas.words import LANGUAGES, Lang


def reference(vocabulary: Vocabulary) -> str:
    """Return ``docs/vocabulary.md``: every predicate by topic, in both languages, with its unit, choices and needs."""
    lines = [
        "<!-- Made from src/habeas/claims/vocabulary.yaml by habeas.claims.reference; a test compares the two. -->",
        "",
        f"# {words.text('claims.vocabulary-title', 'en')}",
        "",
        f"*{words.text('claims.vocabulary-title', 'es')}*",
        "",
    ]
    lines += _explanation()
    for topic in vocabulary.groups["topics"]:
        english, spanish = (vocabulary.label("topics", topic, lang) for lang in LANGUAGES)
        lines += [f"## {english} · {spanish}", ""]
        for one in vocabulary.values():
            if one.topic == topic:
                lines += [*_predicate(one, vocabulary), ""]
    return "\n".join([*lines, *_kinds(vocabulary)]) + "\n"


def _explanation() -> list[str]:
    return [
        "A claim says one of these things of one subject. The value of an *amount* is read as people write it (`65 to 70`,",
        "`hasta 40,000`); a *choice* is one of those listed; a *time* is read as people write it; a *subject* is the id of",
        "another subject of the case; a *text* is free words. A field under *needs* must be filled. What is *growing* can only",
        "grow for the same counter and start; what is *documented* is a lower bound on what happened; where the number is *by",
        'nature a maximum*, "up to N" states N.',
        "",
    ]


def _predicate(one: Predicate, vocabulary: Vocabulary) -> Iterator[str]:
    kind = f"{one.value}, {vocabulary.label('units', one.unit, 'en')}" if one.unit else one.value
    yield f"### `{one.id}`"
    yield ""
    yield f"{one.en} · *{one.es}*"
    yield ""
    yield f"- {one.scene}; {kind}; of {', '.join(one.of)}"
    if one.measure:
        yield f"- kind of number: {vocabulary.label('measures', one.measure, 'en')}"
    if one.requires:
        yield f"- needs: {', '.join('`as_of`' if name == 'span' else f'`{name}`' for name in one.requires)}"
    marks = [mark for mark in ("growing", "documented", "maximum") if getattr(one, mark)]
    if marks:
        yield f"- {', '.join('by nature a maximum' if mark == 'maximum' else mark for mark in marks)}"
    for choice in one.choices:
        yield f"- `{choice}`: {one.choice(choice, 'en')} · *{one.choice(choice, 'es')}*"


def _kinds(vocabulary: Vocabulary) -> Iterator[str]:
    titles: dict[str, dict[Lang, str]] = {
        "capacities": {"en": "Kinds of capacity", "es": "Clases de capacidad"},
        "modalities": {"en": "How a thing is said", "es": "Cómo se dice"},
        "statuses": {"en": "What was decided", "es": "Lo que se decidió"},
        "flags": {"en": "What weakens a claim", "es": "Lo que debilita una afirmación"},
    }
    for group, title in titles.items():
        yield f"## {title['en']} · {title['es']}"
        yield ""
        for name, pair in vocabulary.groups[group].items():
            yield f"- `{name}`: {pair['en']} · *{pair['es']}*"
        yield ""
