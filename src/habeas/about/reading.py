"""What a case is about: the file ``case.toml``, read strictly, every fault reported at once.

The file is written by people and is not under the ledger's chain: what it says names and orders things, and is no evidence.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, get_args

from habeas.about.checks import FILE, fault, named, pair, strings, within
from habeas.about.endpoint import reading_faults
from habeas.about.estimates import ESTIMATES, EstimateAbout, estimates_about, estimates_faults
from habeas.about.people import PEOPLE, PeopleAbout, people_about, people_faults
from habeas.claims import Subject, SubjectType, Vocabulary
from habeas.errors import CaseError, Faults, InputError, Problem
from habeas.words import LANGUAGES, Lang

FORMAT: Final = 1
_WORDS: Final = {"period", "ledger", "originals"}
_TABLES: Final = {"subjects", "questions", "phrases"}
_TOP: Final = {
    "habeas",
    "title",
    "summary",
    "languages",
    "records",
    "reading",
    "places",
    *_WORDS,
    *_TABLES,
    *PEOPLE,
    *ESTIMATES,
}
_RECORDS: Final = frozenset({"rule", "until", "mappings", "subjects", "who"})
_PLACE: Final = frozenset({"name", "lat", "lon", "subject"})
_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "subjects": frozenset({"id", "type", "en", "es", "links"}),
    "questions": frozenset({"id", "en", "es", "subjects", "topics"}),
}


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
class RecordsAbout:
    """How a case's record files are read: by which rule, up to which moment where a release does not say it, with which mappings.

    ``mappings`` are paths of mapping files; a relative one begins at the case. ``subjects`` says of which subject a release is, by the
    release's name: claims about it are tested against the release. ``who`` says what words for who is counted mean in the records,
    as pairs of a dimension and a value: ``convicted`` is ``(("criminality", "convicted"),)``.
    """

    rule: str | None = None
    until: date | datetime | None = None
    mappings: tuple[str, ...] = ()
    subjects: Mapping[str, str] = field(default_factory=dict)
    who: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place by the code that records give it: its name, where it lies in degrees north and east, and the subject that it is."""

    code: str
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a case is about. ``ledger`` and ``originals`` are URLs or paths, or None for the folder itself.

    ``phrases`` are the case's own words for speakers and for who is counted, English and Spanish. ``reading_model`` names a
    language model. ``sha256`` is that of the file it was read from; it is empty where there was none.
    """

    title: Mapping[str, str]
    summary: Mapping[str, str]
    period: str | None
    languages: tuple[Lang, ...]
    ledger: str | None
    originals: str | None
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    records: RecordsAbout = field(default_factory=RecordsAbout)
    places: Mapping[str, Place] = field(default_factory=dict)
    reading_model: Mapping[str, Any] = field(default_factory=dict)
    people: PeopleAbout = field(default_factory=PeopleAbout)
    estimates: tuple[EstimateAbout, ...] = ()
    sha256: str = ""


def read(folder: Path) -> About:
    """Read ``case.toml`` of a case folder.

    Raises :class:`CaseError` when the folder is no case, cannot be read or was written by a newer habeas, :class:`Faults` with
    every fault of the file otherwise.
    """
    path = folder / FILE
    try:
        content = path.read_bytes()
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        raise CaseError("about.no-case", folder=str(folder)) from None
    except OSError as error:
        raise CaseError("about.unreadable", file=str(path), found=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CaseError("about.not-toml", file=str(path), found=str(error)) from None
    version = raw.get("habeas")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CaseError("about.no-version", file=str(path), expected=FORMAT)
    if version > FORMAT:
        raise CaseError("about.newer", file=str(path), found=version, expected=FORMAT)
    problems = list(_faults(raw))
    if problems:
        raise Faults("about.faults", problems, file=str(path))
    return _about(raw, hashlib.sha256(content).hexdigest())


def _faults(raw: Mapping[str, Any]) -> Iterator[Problem]:
    for name in sorted(set(raw) - _TOP):
        yield fault("unknown-field", name, known=sorted(_TOP))
    if "title" not in raw:
        yield fault("missing", "title")
    for name in ("title", "summary"):
        if name in raw and not pair(raw[name]):
            yield fault("needs-both-languages", name)
    for name in sorted(_WORDS & set(raw)):
        if not named(raw[name]):
            yield fault("not-words", name, found=str(raw[name])[:60])
    yield from _period_faults(raw.get("period"))
    yield from _language_faults(raw.get("languages", []))
    for name in sorted(_TABLES & set(raw)):
        if not isinstance(raw[name], list) or not all(isinstance(one, dict) for one in raw[name]):
            yield fault("not-tables", name, name=name)
    subjects = {one["id"] for one in _tables(raw, "subjects") if named(one.get("id"))}
    yield from _table_faults(_tables(raw, "subjects"), _tables(raw, "questions"), subjects)
    yield from _phrase_faults(_tables(raw, "phrases"))
    yield from _records_faults(raw.get("records", {}), subjects)
    yield from _place_faults(raw.get("places", {}), subjects)
    yield from reading_faults(raw.get("reading", {}))
    yield from people_faults(raw)
    yield from estimates_faults(raw, subjects)


def _records_faults(records: Any, known: set[str]) -> Iterator[Problem]:
    if not isinstance(records, dict):
        yield fault("not-table", "records", example='[records] rule = "habeas"')
        return
    for name in sorted(set(records) - _RECORDS):
        yield fault("unknown-field", f"records.{name}", known=sorted(_RECORDS))
    if "rule" in records and not named(records["rule"]):
        yield fault("not-words", "records.rule", found=str(records["rule"])[:60])
    if "until" in records and not isinstance(records["until"], date):
        yield fault("not-a-day", "records.until", found=str(records["until"])[:60])
    if "mappings" in records and not strings(records["mappings"]):
        yield fault("not-list", "records.mappings")
    yield from _meaning_faults(records, known)


def _meaning_faults(records: Mapping[str, Any], known: set[str]) -> Iterator[Problem]:
    """Yield the faults of what releases are about, and of what words for who is counted mean."""
    subjects, who = records.get("subjects", {}), records.get("who", {})
    if not isinstance(subjects, dict):
        yield fault("not-table", "records.subjects", example='[records.subjects] "RELEASE" = "subject"')
    else:
        for release, subject in subjects.items():
            if not named(subject) or subject not in known:
                yield fault("link", f"records.subjects.{release}", found=str(subject)[:60])
    example = '[records.who] convicted = { criminality = "convicted" }'
    if not isinstance(who, dict):
        yield fault("not-table", "records.who", example=example)
        return
    for words, pairs in who.items():
        if not isinstance(pairs, dict) or not pairs or not all(named(value) for value in pairs.values()):
            yield fault("not-table", f"records.who.{words}", example=example)


def _place_faults(places: Any, known: set[str]) -> Iterator[Problem]:
    if not isinstance(places, dict):
        yield fault("not-table", "places", example='[places.CODE] name = "…"')
        return
    for code, place in places.items():
        if isinstance(place, dict):
            yield from _one_place_faults(place, f"places.{code}", known)
        else:
            yield fault("not-table", f"places.{code}", example=f'[places.{code}] name = "…"')


def _one_place_faults(place: Mapping[str, Any], where: str, known: set[str]) -> Iterator[Problem]:
    for name in sorted(set(place) - _PLACE):
        yield fault("unknown-field", f"{where}.{name}", known=sorted(_PLACE))
    for name in sorted({"name", "subject"} & set(place)):
        if not named(place[name]):
            yield fault("not-words", f"{where}.{name}", found=str(place[name])[:60])
    for name, limit in (("lat", 90), ("lon", 180)):
        if name in place and not within(place[name], limit):
            yield fault("not-degrees", f"{where}.{name}", found=str(place[name])[:60], limit=limit)
    if ("lat" in place) != ("lon" in place):
        yield fault("missing", f"{where}.{'lon' if 'lat' in place else 'lat'}")
    if named(place.get("subject")) and place["subject"] not in known:
        yield fault("link", f"{where}.subject", found=place["subject"])


def _phrase_faults(phrases: list[Mapping[str, Any]]) -> Iterator[Problem]:
    for number, phrase in enumerate(phrases, 1):
        for name in sorted(set(phrase) - set(LANGUAGES)):
            yield fault("unknown-field", f"phrases[{number}].{name}", known=sorted(LANGUAGES))
        if not pair(phrase):
            yield fault("needs-both-languages", f"phrases[{number}]")


def _tables(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = raw.get(name, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _period_faults(period: Any) -> Iterator[Problem]:
    from habeas.when import Span

    if not named(period):
        return
    try:
        Span.from_edtf(period)
    except InputError as error:
        yield Problem(error.key, FILE, column="period", values=error.values)


def _language_faults(languages: Any) -> Iterator[Problem]:
    if not strings(languages):
        yield fault("language", "languages", found=str(languages)[:60], known=LANGUAGES)
        return
    for lang in languages:
        if lang not in LANGUAGES:
            yield fault("language", "languages", found=lang, known=LANGUAGES)


def _table_faults(
    subjects: list[Mapping[str, Any]], questions: list[Mapping[str, Any]], known: set[str]
) -> Iterator[Problem]:
    for name, tables in (("subjects", subjects), ("questions", questions)):
        seen: set[str] = set()
        for number, table in enumerate(tables, 1):
            where = f"{name}[{number}]"
            yield from _own_faults(table, where, _FIELDS[name], seen)
            yield from (_subject_faults if name == "subjects" else _question_faults)(table, where, known)


def _own_faults(table: Mapping[str, Any], where: str, fields: frozenset[str], seen: set[str]) -> Iterator[Problem]:
    """Yield the faults that a subject and a question can both have: of their fields, id and words."""
    for name in sorted(set(table) - fields):
        yield fault("unknown-field", f"{where}.{name}", known=sorted(fields))
    own = table.get("id")
    if not named(own):
        yield fault("missing", f"{where}.id")
    elif own in seen:
        yield fault("twice", where, found=own)
    else:
        seen.add(str(own))
    if not pair(table):
        yield fault("needs-both-languages", where)


def _subject_faults(subject: Mapping[str, Any], where: str, known: set[str]) -> Iterator[Problem]:
    if subject.get("type") not in get_args(SubjectType):
        yield fault("type", f"{where}.type", found=str(subject.get("type")), known=get_args(SubjectType))
    links = subject.get("links", {})
    if not isinstance(links, dict) or not all(isinstance(target, str) for target in links.values()):
        yield fault("not-links", f"{where}.links")
        return
    for link, target in links.items():
        if target not in known:
            yield fault("link", f"subjects.{subject.get('id')}.{link}", found=target)


def _question_faults(question: Mapping[str, Any], where: str, known: set[str]) -> Iterator[Problem]:
    subjects, topics = question.get("subjects", []), question.get("topics", [])
    for name, listed in (("subjects", subjects), ("topics", topics)):
        if not strings(listed):
            yield fault("not-list", f"{where}.{name}")
    if strings(subjects):
        for target in subjects:
            if target not in known:
                yield fault("link", where, found=target)
    if strings(topics) and topics:
        there_are = Vocabulary.load().groups["topics"]
        for topic in topics:
            if topic not in there_are:
                yield fault("topic", where, found=topic, known=sorted(there_are))


def _about(raw: Mapping[str, Any], sha256: str) -> About:
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
        phrases=tuple((one["en"], one["es"]) for one in raw.get("phrases", [])),
        records=_records(raw.get("records", {})),
        places={code: Place(code=code, **one) for code, one in sorted(raw.get("places", {}).items())},
        reading_model=raw.get("reading", {}).get("model", {}),
        people=people_about(raw),
        estimates=estimates_about(raw),
        sha256=sha256,
    )


def _records(raw: Mapping[str, Any]) -> RecordsAbout:
    return RecordsAbout(
        rule=raw.get("rule"),
        until=raw.get("until"),
        mappings=tuple(raw.get("mappings", ())),
        subjects=dict(sorted(raw.get("subjects", {}).items())),
        who={words: tuple(sorted(pairs.items())) for words, pairs in sorted(raw.get("who", {}).items())},
    )
