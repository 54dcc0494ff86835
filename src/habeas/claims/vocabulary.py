"""The vocabulary: which predicates a claim may use, what their values are, and the words for all of it in both languages.

The vocabulary is data, ``vocabulary.yaml`` of this room; a fault in it stops the reader, and all faults are reported together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from habeas.claims.model import SubjectType
from habeas.claims.near import plain
from habeas.errors import Faults, Problem
from habeas.words import LANGUAGES, Lang

ValueType = Literal["amount", "choice", "text", "time", "subject"]
FILE: Final = Path(__file__).with_name("vocabulary.yaml")
GROUPS: Final = ("topics", "measures", "units", "capacities", "polarities", "modalities", "statuses", "flags")
REQUIRABLE: Final = frozenset({"who", "span", "capacity", "speaker"})
_FIELDS: Final = frozenset(
    "scene topic of value unit measure maximum growing documented choices requires en es".split()  # noqa: SIM905
)
_FRAMES: Final = ("said", "denied", "own")

Pair = Mapping[Lang, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One predicate of the vocabulary: what can be said with it, of what, in which unit, and its words.

    ``choices`` are the ids a choice may have, ``choice_labels`` their words, ``choice_sentences`` the clause of those that need
    their own. ``sentence`` is the clause of a claim, ``said`` a whole sentence where
    one is given (see :mod:`habeas.claims.sentences`). ``requires`` names fields of a
    claim beyond the common ones. Equality covers every field.
    """

    id: str
    scene: str
    topic: str
    of: tuple[SubjectType, ...]
    value: ValueType
    unit: str | None = None
    measure: str | None = None
    maximum: bool = False
    growing: bool = False
    documented: bool = False
    choices: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    labels: Pair = field(default_factory=dict, hash=False)
    sentence: Pair = field(default_factory=dict, hash=False)
    said: Pair = field(default_factory=dict, hash=False)
    choice_labels: Mapping[str, Pair] = field(default_factory=dict, hash=False)
    choice_sentences: Mapping[str, Pair] = field(default_factory=dict, hash=False)

    @property
    def en(self) -> str:
        """The English label."""
        return self.labels["en"]

    @property
    def es(self) -> str:
        """The Spanish label."""
        return self.labels["es"]

    def text(self, lang: Lang) -> str:
        """Return the label of the predicate."""
        return self.labels[lang]

    def choice(self, value: str, lang: Lang) -> str:
        """Return the words of one of the choices; ``KeyError`` when it is none of them."""
        return self.choice_labels[value][lang]


class Vocabulary(Mapping[str, Predicate]):
    """The predicates by id, in the order of the file, and the words for topics, measures, units and the kinds of claims."""

    __slots__ = ("_names", "_phrases", "frames", "groups", "predicates")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        problems = faults(raw)
        if problems:
            raise Faults("claims.vocabulary-faults", problems)
        self.predicates: Mapping[str, Predicate] = {
            name: _predicate(name, one, raw["sentences"][name]) for name, one in raw["predicates"].items()
        }
        self.groups: Mapping[str, Mapping[str, Pair]] = {
            group: {name: _pair(words) for name, words in raw[group].items()} for group in GROUPS
        }
        self.frames: Mapping[str, Any] = raw["frames"]
        self._names: Mapping[str, Any] = raw["names"]
        self._phrases = {plain(said): _pair(line[:2]) for line in raw["phrases"] for said in line}

    @staticmethod
    def load(path: Path = FILE) -> Vocabulary:
        """Read a vocabulary, once a process. Raises :class:`Faults` with every fault of the file."""
        return _load(path)

    def with_phrases(self, pairs: Iterable[tuple[str, str]]) -> Vocabulary:
        """Return this vocabulary with a case's own phrases, English and Spanish, beside the common ones."""
        more = {plain(said): _pair(pair) for pair in pairs for said in pair}
        if not more:
            return self
        made = copy(self)
        made._phrases = {**self._phrases, **more}  # noqa: SLF001 - a copy of this very class
        return made

    def __getitem__(self, name: str) -> Predicate:
        return self.predicates[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.predicates)

    def __len__(self) -> int:
        return len(self.predicates)

    def topic(self, name: str) -> str:
        """Return the topic of a predicate."""
        return self.predicates[name].topic

    def label(self, group: str, name: str, lang: Lang) -> str:
        """Return the words of a topic, measure, unit, capacity, polarity, modality, status or flag (:data:`GROUPS`)."""
        return self.groups[group][name][lang]

    def phrase(self, said: str, lang: Lang) -> str | None:
        """Return a common phrase for a speaker or for who is counted in a language; ``None`` when it is not a known one."""
        known = self._phrases.get(plain(said))
        return None if known is None else known[lang]

    def inside(self, name: str, lang: Lang) -> str:
        """Return a subject's name as it stands inside a sentence: "the prisons of El Salvador", "el penal de Izalco"."""
        first, gap, rest = name.partition(" ")
        if first in self._names[lang]:
            return f"{self._names[lang][first]}{gap}{rest}"
        head = re.split(r" of |,| \(", name)[0]
        return f"the {name}" if lang == "en" and set(head.split()) & set(self._names["the"]) else name


@cache
def _load(path: Path) -> Vocabulary:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Vocabulary(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506 - both are safe loaders


def _pair(words: Any) -> Pair:
    return dict(zip(LANGUAGES, words, strict=True))


def _predicate(name: str, raw: Mapping[str, Any], said: Mapping[str, Any]) -> Predicate:
    choices: Mapping[str, Any] = said.get("choices", {})
    labels = {key: _pair(one["words"] if isinstance(one, Mapping) else one) for key, one in choices.items()}
    return Predicate(
        id=name,
        scene=raw["scene"],
        topic=raw["topic"],
        of=tuple(raw["of"]),
        value=raw["value"],
        unit=raw.get("unit"),
        measure=raw.get("measure"),
        maximum=raw.get("maximum", False),
        growing=raw.get("growing", False),
        documented=raw.get("documented", False),
        choices=tuple(raw.get("choices", ())),
        requires=tuple(raw.get("requires", ())),
        labels={lang: raw[lang] for lang in LANGUAGES},
        sentence={lang: said[lang] for lang in LANGUAGES},
        said={lang: said["said"][lang] for lang in LANGUAGES} if "said" in said else {},
        choice_labels=labels,
        choice_sentences={
            key: {lang: one[lang] for lang in LANGUAGES} for key, one in choices.items() if isinstance(one, Mapping)
        },
    )


def faults(raw: Any) -> list[Problem]:
    """Return every fault of a vocabulary as read from its file; the place of each is its path in the file."""
    if not isinstance(raw, Mapping):
        return [_fault("shape", "predicates", "predicates:")]
    missing = [name for name in ("predicates", "sentences", "phrases", "names", "frames", *GROUPS) if name not in raw]
    if missing:
        return [_fault("missing", name) for name in missing]
    found = [fault for group in GROUPS for fault in _group_faults(group, raw[group])]
    for name, one in raw["predicates"].items():
        found += (
            _predicate_faults(name, one, raw) if isinstance(one, Mapping) else [_fault("shape", name, "{scene: …}")]
        )
    found += [
        _fault("stray-sentence", f"sentences.{name}") for name in raw["sentences"] if name not in raw["predicates"]
    ]
    for number, line in enumerate(raw["phrases"], 1):
        if not isinstance(line, list) or len(line) < 2:
            found.append(_fault("shape", f"phrases[{number}]", "[English, español, …]"))
    return found + list(_frame_faults(raw["frames"], raw["modalities"]))


def _fault(key: str, place: str, found: object = "", known: object = ()) -> Problem:
    return Problem(f"claims.vocabulary-{key}", FILE.name, column=place, values={"found": found, "known": known})


def _group_faults(group: str, words: Mapping[str, Any]) -> Iterator[Problem]:
    for name, pair in words.items():
        if not _is_pair(pair):
            yield _fault("shape", f"{group}.{name}", "[English, español]")


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) and one for one in pair)


def _predicate_faults(name: str, one: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Problem]:
    place = f"predicates.{name}"
    for column in sorted(one.keys() - _FIELDS):
        yield _fault("unknown", f"{place}.{column}", column, sorted(_FIELDS))
    for column in ("scene", "topic", "of", "value", *LANGUAGES):
        if not one.get(column):
            yield _fault("missing", f"{place}.{column}")
    tables: tuple[tuple[str, Any, Any], ...] = (
        ("topic", [one.get("topic")], raw["topics"]),
        ("value", [one.get("value")], get_args(ValueType)),
        ("of", one.get("of") or [], get_args(SubjectType)),
        ("unit", [one["unit"]] if "unit" in one else [], raw["units"]),
        ("measure", [one["measure"]] if "measure" in one else [], raw["measures"]),
        ("requires", one.get("requires", []), REQUIRABLE),
    )
    for column, values, known in tables:
        for value in values:
            if value is not None and value not in known:
                yield _fault("unknown", f"{place}.{column}", value, sorted(known))
    if one.get("value") == "amount" and not ("unit" in one and "measure" in one):
        yield _fault("amount", place)
    yield from _sentence_faults(name, one, raw["sentences"].get(name))


def _sentence_faults(name: str, one: Mapping[str, Any], said: Any) -> Iterator[Problem]:
    place = f"sentences.{name}"
    if not isinstance(said, Mapping):
        yield _fault("missing", place)
        return
    choices = said.get("choices", {})
    if list(choices) != list(one.get("choices", [])) or (one.get("value") == "choice") != bool(choices):
        yield _fault("choices", f"{place}.choices", list(choices), one.get("choices", []))
    for key, words in choices.items():
        if not _is_pair(words["words"] if isinstance(words, Mapping) else words):
            yield _fault("shape", f"{place}.choices.{key}", "[English, español]")
    clauses = [
        (place, said),
        *((f"{place}.choices.{key}", one) for key, one in choices.items() if isinstance(one, Mapping)),
    ]
    for where, clause in clauses:
        for lang in LANGUAGES:
            if "{subject}" not in str(clause.get(lang)):
                yield _fault("clause", f"{where}.{lang}", str(clause.get(lang)))


def _frame_faults(frames: Mapping[str, Any], modalities: Mapping[str, Any]) -> Iterator[Problem]:
    for kind in _FRAMES:
        wanted = [*modalities, "finding"] if kind != "own" else []
        for name in [*wanted, *frames.get(kind, {})]:
            for lang in LANGUAGES:
                said = str(frames.get(kind, {}).get(name, {}).get(lang))
                if "{speaker}" not in said or "{clause" not in said:
                    yield _fault("frame", f"frames.{kind}.{name}.{lang}", said)
