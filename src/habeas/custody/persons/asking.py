"""The questions that the records leave, numbered for each authority, and a request for information that asks them.

A request names persons by their id in the register. Of what lists say of them it holds only the fields that whoever asks chose to include:
also where a question is about rival values, these are quoted only if the field was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from habeas import words
from habeas.custody.persons.catalogue import FieldAbout, fields
from habeas.custody.persons.laws import LawFile
from habeas.custody.persons.model import FieldState, PersonFile, Question, QuestionKind, Stretch
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.custody.persons.register import PersonRegister

_GAP: Final = 2


def questions(register: PersonRegister, authority: str | None = "all", person: str | None = None) -> Iterator[Question]:
    """Give the questions: by authority (those of no recorded authority last), then person, then field in the order of the catalogue.

    Of one authority, or about one person, they bear the numbers that they have among all.
    """
    asked = register.answering
    if person is not None:
        if person not in asked or authority not in {"all", asked[person]}:
            return
        authority = asked[person]
    persons = [one for one in register.persons if authority in {"all", asked[one.id]}]
    persons.sort(key=lambda one: (asked[one.id] is None, asked[one.id] or "", one.id))
    for each, theirs in groupby(persons, key=lambda one: asked[one.id]):
        number = 0
        for one in theirs:
            for question in _of_person(one, each):
                number += 1
                if person in {None, one.id}:
                    yield replace(question, number=number)


def _of_person(person: PersonFile, authority: str | None) -> Iterator[Question]:
    """Give the questions about one person, not yet numbered."""
    open_end = person.status.kind == "unknown" or (person.status.kind == "held" and person.status.sure == "possible")
    if open_end:
        yield Question(number=0, authority=authority, person=person.id, kind="whereabouts", article="e")
    for about in fields().values():
        state = person.state(about.id)
        if state.status != "known" and _asks(person, about, state):
            yield Question(
                number=0, authority=authority, person=person.id, kind=state.status, field=about.id, article=about.article,
                rule=about.rule, values=_rivals(state),
            )  # fmt: skip
    for stretch in person.timeline:
        kind = _asked_as(stretch)
        if kind is not None:
            article = "h" if kind == "after-end" else "e"
            yield Question(number=0, authority=authority, person=person.id, kind=kind, article=article, about=stretch)


def _asks(person: PersonFile, about: FieldAbout, state: FieldState) -> bool:
    """Whether a field is asked about: of two that serve for one another only the first, a part of a name only where the whole is clear."""
    if about.question is None or not state.asked:
        return False
    if about.part_of is not None:
        return state.status == "disputed" and person.state(about.part_of).status != "disputed"
    return state.status != "missing" or not about.unless


def _asked_as(stretch: Stretch) -> QuestionKind | None:
    """Return what is asked about a stretch: of what cannot be, and of gaps of two days or more (the open one is asked about as whereabouts)."""
    if stretch.kind == "held":
        return None
    if stretch.kind == "gap":
        return "gap" if stretch.last is not None and stretch.days is not None and stretch.days[0] >= _GAP else None
    return stretch.kind


def _rivals(state: FieldState) -> tuple[str, ...]:
    if state.status == "disputed":
        return tuple(dict.fromkeys(state.values[group[0]].said for group in state.rivals))
    return tuple(dict.fromkeys(one.said for one in state.values))


def say_question(one: Question, lang: words.Lang, include: Sequence[str] = ()) -> str:
    """Return a question in words, with the article and rule that ask for the field; rival values only of fields in ``include``."""
    said = _said(one, lang, include)
    where = [words.text("persons.article", lang, letter=one.article)] if one.article else []
    if one.rule:
        rule = one.rule.removeprefix("BoP ")
        rule = rule.replace("(", " ") if lang == "es" else rule
        where.append(words.text("persons.rule-bop" if one.rule.startswith("BoP") else "persons.rule", lang, rule=rule))
    return words.text("persons.question-where", lang, question=said, where=where) if where else said


def _said(one: Question, lang: words.Lang, include: Sequence[str]) -> str:
    if one.field is None:
        about = one.about.text(lang) if one.about is not None and "timeline" in include else ""
        said = words.text(f"persons.ask-{one.kind}", lang)
        return f"{about} {said}".strip()
    field = fields()[one.field]
    asked = field.question.text(lang) if field.question else field.label.text(lang)
    if one.kind == "missing":
        return asked
    if one.field in include:
        values = [words.text("persons.quoted", lang, said=each) for each in one.values]
        return words.text(f"persons.ask-{one.kind}-quoted", lang, question=asked, values=values, field=field.label)
    return words.text(f"persons.ask-{one.kind}", lang, question=asked, field=field.label)


def request(
    register: PersonRegister,
    authority: str | None,
    lang: words.Lang,
    *,
    law: LawFile | None = None,
    include: Sequence[str] = (),
    person: str | None = None,
) -> str:
    """Return a request for information to an authority as text (Markdown): placeholders for who asks, the legal basis, numbered questions.

    About one ``person`` the questions keep the numbers that they have among all to that authority.

    ``include`` are the fields whose values it may hold (``name``, ``born``, ``timeline`` for the days of gaps). Raises :class:`InputError` where one
    is no field, or nothing is asked of that authority.
    """
    _check(include)
    asked = list(register.questions(authority, person))
    if not asked:
        raise InputError("persons.nothing-asked", authority=authority or "", known=_asked_of(register))
    to = authority or words.text("persons.request-no-authority", lang)
    basis = law.basis.text(lang) if law and law.basis else words.text("persons.request-basis-blank", lang)
    parts = [words.text("persons.request-head", lang, to=to, basis=basis, day=register.as_of)]
    for name, each in groupby(asked, key=lambda one: one.person):
        lines = [f"{one.number}. {say_question(one, lang, include)}" for one in each]
        parts.append("\n".join([_heading(register.person(name), lang, include), "", *lines]))
    parts.append(words.text("persons.request-foot", lang, n=len(asked)))
    return "\n\n".join(parts) + "\n"


def _heading(person: PersonFile, lang: words.Lang, include: Sequence[str]) -> str:
    details = [
        words.text("persons.request-detail", lang, field=fields()[name].label, values=list(dict.fromkeys(one.said for one in person.state(name).values)))
        for name in include
        if name != "timeline" and person.state(name).values
    ]  # fmt: skip
    key = "persons.request-person-details" if details else "persons.request-person"
    return words.text(key, lang, person=person.id, details="; ".join(details))


def _check(include: Sequence[str]) -> None:
    unknown = [name for name in include if name != "timeline" and name not in fields()]
    if unknown:
        raise InputError("persons.include-unknown", found=unknown, known=[*fields(), "timeline"])


def _asked_of(register: PersonRegister) -> list[str]:
    return sorted({one for one in register.answering.values() if one})


def request_json(register: PersonRegister, authority: str | None, *, include: Sequence[str] = ()) -> str:
    """Return the questions to an authority as JSON, in both languages, with what a request may hold of each person."""
    _check(include)
    made: list[dict[str, Any]] = [
        {
            "number": one.number, "person": one.person, "kind": one.kind, "field": one.field, "article": one.article, "rule": one.rule,
            "text": {lang: say_question(one, lang, include) for lang in words.LANGUAGES},
        }
        for one in register.questions(authority)
    ]  # fmt: skip
    given = {"authority": authority, "as_of": register.as_of.isoformat(), "include": list(include), "questions": made}
    return json.dumps(given, ensure_ascii=False, indent=1) + "\n"
