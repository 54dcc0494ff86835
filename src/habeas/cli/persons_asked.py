"""What the records of persons leave to ask, numbered for each authority, and the request for information that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas.cli.frame import DONE
from habeas.cli.show import Screen, both
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case import Persons
    from habeas.custody.persons import Question

NOBODY: Final = "-"
"""Stands for no authority, where no list says which one is responsible."""
_FEW: Final = 3


def person_questions(out: Screen, folder: str, asked: dict[str, Any]) -> int:
    """Print what the records of persons leave to ask: of all authorities, of one, of one person, or as a request to one authority."""
    from habeas.case import Case

    with Case(Path(folder)) as case, out.progress("linking") as progress:
        found = case.persons(progress=progress)
    named = asked["authority"]
    authority = None if named == NOBODY else named or "all"
    _check(found, named, asked)
    questions = found.questions(authority, asked["person"])
    texts = _request(found, authority, asked) if asked["request"] else None
    if out.json:
        rows = [question_row(found, one) for one in questions]
        out.emit("questions/1", questions=None, persons=rows, request=texts)
    elif texts is not None:
        click.echo(texts[out.lang], nl=False)
    elif named or asked["person"] or asked["everything"]:
        tell_questions(out, questions)
    else:
        _tell_authorities(out, questions)
    return DONE


def _check(found: Persons, named: str | None, asked: dict[str, Any]) -> None:
    """Refuse a request to nobody and about nobody, fields without a request, and an authority that nothing is asked of."""
    known = dict.fromkeys(one or NOBODY for one in found.asking.answering.values())
    if asked["request"] and not named and not asked["person"]:
        raise InputError("cli.request-authority", known=list(known))
    if asked["include"] and not asked["request"]:
        raise InputError("cli.include-unused")
    if named and named not in known:
        raise InputError("persons.nothing-asked", authority=named, known=list(known))


def _request(found: Persons, authority: str | None, asked: dict[str, Any]) -> dict[str, str]:
    """Return the request in both languages: to the authority, or about one person to the one that is asked about them."""
    from habeas.custody.persons import request

    person = None
    if asked["person"]:
        own = found.person(asked["person"]).id
        person = found.shown.get(own, own)
        authority = found.asking.answering[person] if authority == "all" else authority
    return both(
        lambda lang: request(found.asking, authority, lang, law=found.law, include=asked["include"], person=person)
    )


def _tell_authorities(out: Screen, asked: Sequence[Question]) -> None:
    """Print how many questions there are to each authority, with the first few."""
    if not asked:
        out.say("nothing")
    for authority, own in groupby(asked, key=lambda one: one.authority):
        ones = list(own)
        persons = out.text("questions-persons", n=len({one.person for one in ones}))
        out.say("questions-to", "bold", authority=_named(out, authority), n=len(ones), persons=persons)
        for one in ones[:_FEW]:
            _line(out, one)
    if len(asked) > _FEW:
        out.say("questions-more", "dim")


def tell_questions(out: Screen, asked: Sequence[Question]) -> None:
    """Print questions, each authority before its own."""
    if not asked:
        out.say("nothing")
    for authority, own in groupby(asked, key=lambda one: one.authority):
        out.line(_named(out, authority), style="bold")
        for one in own:
            _line(out, one)


def _line(out: Screen, one: Question) -> None:
    from habeas.custody.persons import say_question

    out.line(say_question(one, out.lang), first=f"{one.number:>5}. {one.person}  ", rest="       ")


def _named(out: Screen, authority: str | None) -> str:
    return authority or out.text("questions-nobody")


def question_row(found: Persons, one: Question) -> dict[str, object]:
    """Return a question as JSON: its person by the id in the case and, where there is one, in the report."""
    from habeas.custody.persons import say_question

    own = next((name for name, shown in found.shown.items() if shown == one.person), one.person)
    names = ("number", "authority", "kind", "field", "article", "rule")
    told = {name: getattr(one, name) for name in names}
    return {
        **told,
        "person": own,
        "in_report": found.shown.get(own),
        "said": both(lambda lang: say_question(one, lang)),
    }
