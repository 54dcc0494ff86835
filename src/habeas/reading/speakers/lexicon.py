"""The words by which a text shows who says something, read once from ``lexicon.toml`` and conjugated."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from habeas.words import Lang

Class = Literal["say", "allege", "estimate", "count", "hear", "act", "rule", "show", "judge"]
_CLASSES: Final[tuple[Class, ...]] = ("say", "allege", "estimate", "count", "hear", "act", "rule", "show", "judge")
_SHAPES: Final = {
    "ar": (("a", "an", "ó", "aron", "aba", "aban", "ará", "aría", "arían"), "ad", "ando"),
    "er": (("e", "en", "ió", "ieron", "ía", "ían", "erá", "ería", "erían"), "id", "iendo"),
    "ir": (("e", "en", "ió", "ieron", "ía", "ían", "irá", "iría", "irían"), "id", "iendo"),
}
"""Of a Spanish verb: the endings of the third person, of the participle (before its vowel) and of the gerund."""


_PARTICIPLES: Final = tuple(
    ending + vowel + many
    for ending in ("ad", "id", "ich", "scrit", "uest", "uelt", "evist")
    for vowel in "oa"
    for many in ("", "s")
)

_ARTICLED: Final = {"de": "del", "a": "al"}


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb of speech: what it does, whether it can be a finite form or a participle, whether it may be a noun."""

    does: frozenset[Class]
    finite: bool
    participle: bool
    gerund: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language. Verbs are looked up with their accents, in small letters; all other words likewise."""

    verbs: Mapping[str, Verb]
    tags: Mapping[str, str]
    """Each small word with the letters of what it can be: see ``_TAGS``."""
    inverts: frozenset[str]
    according: Mapping[str, tuple[tuple[str, ...], ...]]
    """By its first word, each expression that names a source after it, the longest first."""
    data: frozenset[str]
    papers: frozenset[str]
    laws: frozenset[str]
    courts: frozenset[str]
    reporters: frozenset[str]
    holders: frozenset[str]
    measures: frozenset[str]
    inmates: frozenset[str]
    powers: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    """Smaller groups of words, by the name they have in the file."""
    times: frozenset[str]
    links: frozenset[tuple[str, ...]]


_TAGS: Final = {
    "articles": "d", "prepositions": "p", "conjunctions": "c", "contrast": "x", "openers": "o", "relatives": "r",
    "auxiliaries": "a", "copulas": "b", "negations": "n", "pronouns": "w", "adverbs": "v", "times": "t",
    "verbs": "f", "impersonal": "i",
}  # fmt: skip


@cache
def lexicon(lang: Lang) -> Lexicon:
    """Return the words of a language."""
    given = tomllib.loads((resources.files("habeas.reading.speakers") / "lexicon.toml").read_text(encoding="utf-8"))
    told: dict[str, Any] = given[lang]
    words: dict[str, str] = told["words"]
    tags: dict[str, str] = defaultdict(str)
    for group, letter in _TAGS.items():
        for word in words[group].split():
            tags[word] += letter
    according: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for said in sorted(told["according"], key=len, reverse=True):
        parts = tuple(said.split())
        according[parts[0]].append(parts)
        if lang == "es" and parts[-1] in _ARTICLED:
            according[parts[0]].append((*parts[:-1], _ARTICLED[parts[-1]]))
    return Lexicon(
        _verbs(told, lang),
        dict(tags),
        frozenset(told["inverts"].split()),
        {first: tuple(each) for first, each in according.items()},
        **{
            name: frozenset(told[name].split())
            for name in ("data", "papers", "laws", "courts", "reporters", "holders", "measures", "inmates", "powers")
        },
        sets={name: frozenset(said.split()) for name, said in told["sets"].items()},
        times=frozenset(words["times"].split()),
        links=frozenset(tuple(link.split("-")) for link in words["links"].split()),
    )


def _verbs(told: Mapping[str, Any], lang: Lang) -> dict[str, Verb]:
    does: dict[str, set[Class]] = defaultdict(set)
    shapes: dict[str, set[str]] = defaultdict(set)
    doubtful = frozenset(told["doubtful"].split())
    for kind in _CLASSES:
        for lemma in told.get(kind, "").split():
            for form, shape in _english(lemma) if lang == "en" else _spanish(lemma):
                does[form].add(kind)
                shapes[form].add(shape)
    for line in told["irregular"].strip().splitlines():
        kind, _, forms = line.partition(":")
        for form in forms.split()[lang == "es" :]:
            does[form].add(kind.strip())
            shapes[form].update(_shape(form, lang))
    return {
        form: Verb(
            frozenset(kinds),
            "finite" in shapes[form],
            "participle" in shapes[form],
            "gerund" in shapes[form],
            form in doubtful,
        )
        for form, kinds in does.items()
    }


def _english(lemma: str) -> Iterator[tuple[str, str]]:
    yield lemma, "finite"
    if lemma.endswith("e"):
        past, going, now = lemma + "d", lemma[:-1] + "ing", lemma + "s"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past, going, now = lemma[:-1] + "ied", lemma + "ing", lemma[:-1] + "ies"
    else:
        past, going = lemma + "ed", lemma + "ing"
        now = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    yield from ((now, "finite"), (past, "finite"), (past, "participle"), (going, "gerund"))


def _spanish(lemma: str) -> Iterator[tuple[str, str]]:
    shape = lemma[-2:].replace("í", "i")
    stem = lemma[:-2]
    endings, participle, gerund = _SHAPES[shape]
    for ending in endings:
        yield stem + ending, "finite"
    for vowel in ("o", "a", "os", "as"):
        yield stem + participle + vowel, "participle"
    yield stem + gerund, "gerund"


def _shape(form: str, lang: Lang) -> tuple[str, ...]:
    if lang == "en":
        if form.endswith("ing"):
            return ("gerund",)
        return ("finite",) if form.endswith("s") else ("finite", "participle")
    if form.endswith("ndo"):
        return ("gerund",)
    return ("participle",) if form.endswith(_PARTICIPLES) else ("finite",)
