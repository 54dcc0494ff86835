"""What a case is about: the file ``case.toml``, read strictly, every fault reported at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args

from habeas.claims import Subject, SubjectType
from habeas.errors import CaseError, Faults, Problem
from habeas.words import LANGUAGES, Lang

FORMAT: Final = 1
FILE: Final = "case.toml"
_TOP: Final = {"habeas", "title", "summary", "period", "languages", "ledger", "originals", "subjects", "questions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question the report answers: its words, and which topics about which subjects answer it."""

    id: str
    en: str
    es: str
    subjects: tuple[str, ...]
    topics: tuple[str, ...]

    def text(self, lang: Lang) -> str:
        """Return the question in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a case is about. ``ledger`` and ``originals`` are URLs, or None for the folder itself."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    period: str | None
    languages: tuple[Lang, ...]
    ledger: str | None
    originals: str | None
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def read(folder: Path) -> About:
    """Read ``case.toml`` of a case folder.

    Raises :class:`CaseError` when the folder is no case or was written by a newer habeas, :class:`Faults` with every fault
    of the file otherwise.
    """
    path = folder / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CaseError("about.no-case", folder=str(folder)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError("about.not-toml", file=str(path), found=str(error)) from None
    version = raw.get("habeas")
    if not isinstance(version, int):
        raise CaseError("about.no-version", file=str(path), expected=FORMAT)
    if version > FORMAT:
        raise CaseError("about.newer", file=str(path), found=version, expected=FORMAT)
    problems = list(_faults(raw))
    if problems:
        raise Faults("about.faults", problems, file=str(path))
    return _about(raw)


def _pair(raw: Any) -> bool:
    return isinstance(raw, dict) and all(isinstance(raw.get(lang), str) and raw[lang].strip() for lang in LANGUAGES)


def _faults(raw: Mapping[str, Any]) -> Iterator[Problem]:
    for name in sorted(set(raw) - _TOP):
        yield Problem("about.unknown-field", FILE, column=name, values={"known": sorted(_TOP)})
    if "title" not in raw:
        yield Problem("about.missing", FILE, column="title")
    for name in ("title", "summary"):
        if name in raw and not _pair(raw[name]):
            yield Problem("about.needs-both-languages", FILE, column=name)
    for lang in raw.get("languages", []):
        if lang not in LANGUAGES:
            yield Problem("about.language", FILE, column="languages", values={"found": lang, "known": LANGUAGES})
    seen: set[str] = set()
    for number, subject in enumerate(raw.get("subjects", []), 1):
        yield from _subject_faults(subject, number, seen)
    yield from _link_faults(raw, seen)


def _link_faults(raw: Mapping[str, Any], seen: set[str]) -> Iterator[Problem]:
    for subject in raw.get("subjects", []):
        for link, target in subject.get("links", {}).items():
            if target not in seen:
                place = f"subjects.{subject.get('id')}.{link}"
                yield Problem("about.link", FILE, column=place, values={"found": target})
    for number, question in enumerate(raw.get("questions", []), 1):
        where = f"questions[{number}]"
        if not _pair(question) or not isinstance(question.get("id"), str):
            yield Problem("about.needs-both-languages", FILE, column=where)
        for target in question.get("subjects", []):
            if target not in seen:
                yield Problem("about.link", FILE, column=where, values={"found": target})


def _subject_faults(subject: Mapping[str, Any], number: int, seen: set[str]) -> Iterator[Problem]:
    name = subject.get("id")
    where = f"subjects[{number}]"
    if not isinstance(name, str) or not name:
        yield Problem("about.missing", FILE, column=f"{where}.id")
        return
    if name in seen:
        yield Problem("about.twice", FILE, column=where, values={"found": name})
    seen.add(name)
    if subject.get("type") not in get_args(SubjectType):
        values: dict[str, object] = {"found": str(subject.get("type")), "known": get_args(SubjectType)}
        yield Problem("about.type", FILE, column=f"{where}.type", values=values)
    if not _pair(subject):
        yield Problem("about.needs-both-languages", FILE, column=where)


def _about(raw: Mapping[str, Any]) -> About:
    subjects = {
        one["id"]: Subject(
            id=one["id"], type=one["type"], en=one["en"], es=one["es"], links=dict(sorted(one.get("links", {}).items()))
        )
        for one in raw.get("subjects", [])
    }
    questions = tuple(
        Question(
            id=one["id"],
            en=one["en"],
            es=one["es"],
            subjects=tuple(one.get("subjects", ())),
            topics=tuple(one.get("topics", ())),
        )
        for one in raw.get("questions", [])
    )
    return About(
        title=raw["title"],
        summary=raw.get("summary", {}),
        period=raw.get("period"),
        languages=tuple(raw.get("languages", LANGUAGES)),
        ledger=raw.get("ledger"),
        originals=raw.get("originals"),
        subjects=subjects,
        questions=questions,
    )
