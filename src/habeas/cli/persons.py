"""Commands about persons: persons, completeness; and the questions that the records of persons leave."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.show import SHORT, Screen, both, screen

if TYPE_CHECKING:
    from habeas.case import Persons
    from habeas.custody.persons import PersonFile, PersonRegister, Question
    from habeas.words import Lang

_BY: Final = ("all", "list", "authority", "period")


@command("persons")
@argument("person", key="person", required=False)
@case_option
@option("--all", "everything", key="all", is_flag=True)
def persons(context: click.Context, *, person: str | None, folder: str, everything: bool) -> int:
    """Show the register of persons, or the record of one."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("linking") as progress:
        found = case.persons(progress=progress)
    shown = found.person(person) if person else None
    if out.json:
        _emit(out, found, shown)
    elif shown is not None:
        _tell_one(out, found, shown)
    else:
        _tell(out, found, everything=everything)
    return NEEDS_A_PERSON if any(one.gravity == "error" for one in found.problems) else DONE


def _emit(out: Screen, found: Persons, shown: PersonFile | None) -> None:
    import msgspec

    out.emit(
        "persons/1",
        as_of=found.register.as_of,
        summary=dict(found.summary),
        doubts=found.doubts,
        persons=None if shown else [_row(one) for one in found.register.persons],
        shown=None if shown is None else {**msgspec.to_builtins(shown), "said": _said(found, shown)},
        groups=[_group_row(one) for one in found.groups],
        orders=[_order_row(one) for one in found.orders if shown is None or one.person == shown.id],
        problems=out.problem_rows(found.problems),
    )


def _row(one: PersonFile) -> dict[str, object]:
    return {
        "id": one.id,
        "status": one.status.kind,
        "sure": one.status.sure,
        "lists": list(one.lists),
        "mentions": list(one.mentions),
        "known": _known(one)[0],
        "asked": _known(one)[1],
        "orders": list(one.orders),
        "weakest": one.weakest,
        "hidden": one.hidden,
    }


def _known(one: PersonFile) -> tuple[int, int]:
    """Return how many of the fields that are asked for of a person are known, and how many are asked for."""
    from habeas.custody.persons import due_fields

    states = [one.state(about.id) for about in due_fields()]
    asked = [state for state in states if state.asked]
    return sum(state.status == "known" for state in asked), len(asked)


def _said(found: Persons, shown: PersonFile) -> dict[str, list[str]]:
    from habeas.custody.persons import say_person
    from habeas.words import LANGUAGES

    return {lang: list(say_person(shown, found.register.laws, lang)) for lang in LANGUAGES}


def _group_row(one: Any) -> dict[str, object]:
    from habeas.people.groups import say_group

    return {"id": one.group.id, "said": both(lambda lang: " ".join(say_group(one, lang)))}


def _order_row(one: Any) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "answer": one.answer,
        "gravity": one.gravity,
        "person": one.person,
        "order": one.order,
        "message": both(one.text),
        "detail": both(lambda lang: " ".join(one.more(lang))),
    }


def _tell(out: Screen, found: Persons, *, everything: bool) -> None:
    register = found.register
    out.problems([one for one in found.problems if one.gravity != "note"], err=False)
    low, high = found.summary["interval"]
    out.say("persons-head", "bold", n=len(register.persons), day=register.as_of, lists=len(register.lists))
    out.say("persons-estimate", None, "  ", found=found.summary["estimate"], low=low, high=high)
    out.say("persons-doubts", "yellow" if found.doubts else None, "  ", n=found.doubts)
    for kind, n in sorted(_statuses(register).items()):
        out.say(f"status-count-{kind}", None, "  ", n=n)
    from habeas.people.groups import say_group

    for group in found.groups:
        first, *rest = say_group(group, out.lang)
        out.line(first, style="bold")
        for line in rest:
            out.line(line, first="  ")
    if found.orders:
        certain = sum(one.answer == "certain" for one in found.orders)
        out.say("persons-orders", "bold", n=len(found.orders), certain=certain)
    for person in register.persons if everything else register.persons[:SHORT]:
        known, asked = _known(person)
        status = out.text(f"status-is-{person.status.kind}", certain=person.status.sure == "certain")
        text = out.text("persons-line", status=status, known=known, asked=asked, lists=list(person.lists))
        out.labelled(person.id, text, style="cyan")
    out.more(0 if everything else max(len(register.persons) - SHORT, 0))


def _statuses(register: PersonRegister) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for one in register.persons:
        counts[one.status.kind] = counts.get(one.status.kind, 0) + 1
    return counts


def _tell_one(out: Screen, found: Persons, shown: PersonFile) -> None:
    from habeas.custody.persons import fields, say_person

    known, asked = _known(shown)
    out.say("person-head", "bold", id=shown.id, n=len(shown.mentions), known=known, asked=asked)
    if shown.doubtful:
        out.say("person-doubtful", "yellow", "  ", weakest=f"{shown.weakest:.3f}", hidden=f"{shown.hidden:.3f}")
    for about in fields().values():
        state = shown.state(about.id)
        if state.values:
            style = "yellow" if state.status != "known" else None
            label = about.label.text(out.lang) + (f" ({about.article})" if about.article else "")
            out.line("; ".join(_values(state)), first=f"  {label}: ", rest="      ", style=style)
    for line in say_person(shown, found.register.laws, out.lang):
        out.line(line, first="  ")
    for one in found.orders:
        if one.person == shown.id:
            out.line(one.text(out.lang), first="  ", style="red" if one.answer == "certain" else "yellow")
    out.say("person-questions", "bold")
    _tell_questions(out, list(found.register.questions(person=shown.id)))


def _values(state: Any) -> list[str]:
    """Return what is said of a field, equal words once, each with the rows that say it."""
    rows: dict[str, list[str]] = {}
    for value in state.values:
        where = f"{value.source.list}:{value.source.row}" if value.source.row else value.source.list
        rows.setdefault(value.said, []).append(where)
    return [f"{said} [{', '.join(dict.fromkeys(where))}]" for said, where in rows.items()]


# --- questions


def person_questions(out: Screen, folder: str, authority: str | None, person: str | None) -> int:
    """Print what the records of persons leave to ask, numbered for each authority."""
    from habeas.case import Case

    with Case(Path(folder)) as case, out.progress("linking") as progress:
        found = case.persons(progress=progress)
    name = found.person(person).id if person else None
    asked = list(found.register.questions(authority or "all", name))
    if out.json:
        out.emit("questions/1", questions=None, persons=[_question_row(one) for one in asked])
    else:
        _tell_questions(out, asked)
    return DONE


def _tell_questions(out: Screen, asked: list[Question]) -> None:
    from habeas.custody.persons import say_question

    if not asked:
        out.say("nothing")
    before: object = ""
    for one in asked:
        if one.authority != before:
            out.line(one.authority or out.text("questions-nobody"), style="bold")
            before = one.authority
        out.line(say_question(one, out.lang), first=f"{one.number:>5}. {one.person}  ", rest="       ")


def _question_row(one: Question) -> dict[str, object]:
    from habeas.custody.persons import say_question

    names = ("number", "authority", "person", "kind", "field", "article", "rule")
    return {**{name: getattr(one, name) for name in names}, "said": both(lambda lang: say_question(one, lang))}


# --- completeness


@command("completeness")
@case_argument
@option("--by", "by", key="completeness-by", type=click.Choice(_BY), default="all")
def completeness(context: click.Context, *, folder: str, by: str) -> int:
    """Show for how many persons each field is known."""
    import pyarrow.compute as pc

    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("linking") as progress:
        table = case.completeness(progress=progress)
    rows = table.filter(pc.equal(table.column("by"), by)).to_pylist()
    if out.json:
        out.emit("completeness/1", rows=rows)
        return DONE
    _tell_completeness(out, rows, out.lang)
    return DONE


def _tell_completeness(out: Screen, rows: list[dict[str, Any]], lang: Lang) -> None:
    from habeas.custody.persons import fields

    before: object = ""
    for row in rows:
        if row["key"] != before:
            if row["by"] != "all":
                out.line(row["key"] or out.text("completeness-none"), style="bold")
            before = row["key"]
        label = fields()[row["field"]].label.text(lang) + (f" ({row['article']})" if row["article"] else "")
        if row["share"] is None:
            out.say("completeness-unasked", "dim", "  ", field=label)
            continue
        style = "red" if row["share"] < 0.5 else None
        values = {
            "share": f"{100 * row['share']:.0f}",
            "low": f"{100 * row['low']:.0f}",
            "high": f"{100 * row['high']:.0f}",
        }
        counts = {name: row[name] for name in ("known", "asked", "disputed", "unclear")}
        out.say("completeness-line", style, "  ", field=label, **values, **counts)
