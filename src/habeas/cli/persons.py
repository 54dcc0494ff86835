"""Commands about persons: the register and one record (persons), and for how many each field is known (completeness)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.persons_asked import tell_questions
from habeas.cli.show import Screen, both, screen

if TYPE_CHECKING:
    from habeas.case import Persons
    from habeas.custody.persons import PersonFile, PersonRegister
    from habeas.words import Lang

_OPEN: Final = {"disputed": "field-disputed", "unclear": "field-unclear"}
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
        as_of=found.register.as_of if found.register.persons else None,
        summary=dict(found.summary),
        doubts=found.doubts,
        persons=None if shown else [_row(found, one) for one in found.register.persons],
        shown=None
        if shown is None
        else {**msgspec.to_builtins(shown), "in_report": found.shown.get(shown.id), "said": _said(found, shown)},
        groups=[_group_row(one) for one in found.groups],
        orders=[_order_row(one) for one in found.orders if shown is None or one.person == shown.id],
        problems=out.problem_rows(found.problems),
    )


def _row(found: Persons, one: PersonFile) -> dict[str, object]:
    return {
        "id": one.id,
        "in_report": found.shown.get(one.id),
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
    if found.note is not None:
        out.line(found.note.text(out.lang), style="bold")
    if not register.persons:
        out.say("persons-none", "yellow", lists=list(register.lists))
        _tell_groups(out, found)
        return
    low, high = found.summary["interval"]
    out.say("persons-head", "bold", n=len(register.persons), day=register.as_of, lists=len(register.lists))
    out.say("persons-estimate", None, "  ", found=found.summary["estimate"], low=low, high=high)
    out.say("persons-doubts", "yellow" if found.doubts else None, "  ", n=found.doubts)
    for kind, n in sorted(_statuses(register).items()):
        out.say(f"status-count-{kind}", None, "  ", n=n)
    _tell_groups(out, found)
    if found.orders:
        out.say("persons-orders", "bold")
        for (kind, answer), n in sorted(Counter((one.kind, one.answer) for one in found.orders).items()):
            said = words.text(f"persons_pages.orders-{kind}-{answer}", out.lang, n=n)
            out.line(said, first="  ", style="red" if answer == "certain" else "yellow")
    out.say("persons-each", "bold")
    rows = (_cells(out, found, one) for one in register.persons)
    out.table(("person", "shown", "status", "complete", "lists"), rows, everything=everything)


def _cells(out: Screen, found: Persons, one: PersonFile) -> list[str]:
    """Return a person's line of the table: its ids, where the person is, how many fields are known, and the lists."""
    known, asked = _known(one)
    status = out.text(f"status-is-{one.status.kind}-{one.status.sure}")
    return [
        one.id,
        found.shown.get(one.id, "–"),
        status,
        out.text("persons-known", known=known, asked=asked),
        ", ".join(one.lists),
    ]


def _tell_groups(out: Screen, found: Persons) -> None:
    from habeas.people.groups import say_group

    if found.groups:
        out.say("persons-groups", "bold")
    for group in found.groups:
        first, *rest = say_group(group, out.lang)
        out.line(first, first="  ", rest="    ", style="cyan")
        for line in rest:
            out.line(line, first="    ")


def _statuses(register: PersonRegister) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for one in register.persons:
        counts[one.status.kind] = counts.get(one.status.kind, 0) + 1
    return counts


def _tell_one(out: Screen, found: Persons, shown: PersonFile) -> None:
    if found.note is not None:
        out.line(found.note.text(out.lang), style="bold")
    known, asked = _known(shown)
    out.say("person-head", "bold", id=shown.id, n=len(shown.mentions), known=known, asked=asked)
    if shown.id in found.shown:
        out.say("person-in-report", None, "  ", id=found.shown[shown.id])
    if shown.doubtful:
        values = {"weakest": f"{shown.weakest:.3f}", "hidden": f"{shown.hidden:.3f}"}
        out.say("person-doubtful", "yellow", "  ", **values)
    _tell_fields(out, shown)
    _tell_time(out, found, shown)
    orders = [one for one in found.orders if one.person == shown.id]
    if orders:
        out.say("persons-orders", "bold")
    for one in orders:
        out.line(one.text(out.lang), first="  ", style="red" if one.answer == "certain" else "yellow")
    out.say("person-questions", "bold")
    tell_questions(out, found.questions(person=shown.id))


def _tell_fields(out: Screen, shown: PersonFile) -> None:
    """Print what lists say of each field, with where; a field on which they do not agree is marked."""
    from habeas.custody.persons import fields

    _part(out, "part-fields")
    for about in fields().values():
        state = shown.state(about.id)
        if state.values:
            label = about.label.text(out.lang) + (f" ({about.article})" if about.article else "")
            if state.status != "known":
                label += f" [{out.text(_OPEN[state.status])}]"
            style = "yellow" if state.status != "known" else None
            out.line("; ".join(_values(state)), first=f"  {label}: ", rest="      ", style=style)


def _tell_time(out: Screen, found: Persons, shown: PersonFile) -> None:
    """Print where the person is, the time line and the clocks."""
    from habeas.custody import persons as custody

    known, lang = {one.id: one for one in found.register.laws}, out.lang
    _part(out, "part-time")
    for stretch in shown.timeline:
        style = {"gap": "yellow", "overlap": "red", "after-end": "red"}.get(stretch.kind)
        out.line(custody.say_stretch(stretch, lang), first="  ", rest="      ", style=style)
    out.say("person-now", "bold")
    said = [custody.say_status(one, lang) for one in (shown.status, *shown.others)]
    said += [custody.say_last_seen(shown.last_seen, lang)] if shown.last_seen else []
    said += [custody.say_delisting(one, lang) for one in shown.delisted]
    for line in said:
        out.line(line, first="  ", rest="      ")
    _part(out, "part-clocks")
    for clock in shown.clocks:
        out.line(custody.say_clock(clock, lang), first="  ", rest="      ")
        for one in clock.against:
            style = {"past": "red", "possibly-past": "yellow"}.get(one.verdict)
            out.line(custody.say_against(one, known, lang), first="    ", rest="      ", style=style)


def _part(out: Screen, key: str) -> None:
    out.line(words.text(f"persons_pages.{key}", out.lang), style="bold")


def _values(state: Any) -> list[str]:
    """Return what is said of a field, equal words once, each with the rows that say it."""
    rows: dict[str, list[str]] = {}
    for value in state.values:
        where = f"{value.source.list}:{value.source.row}" if value.source.row else value.source.list
        rows.setdefault(value.said, []).append(where)
    return [f"{said} [{', '.join(dict.fromkeys(where))}]" for said, where in rows.items()]


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

    if not rows:
        out.say("nothing")
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
        out.say("completeness-line", "red" if row["share"] < 0.5 else None, "  ", field=label, **_shares(out, row))


def _shares(out: Screen, row: dict[str, Any]) -> dict[str, object]:
    """Return the share that is known, with its bounds where they are not one number, and what else there is, where there is any."""
    share, low, high = (f"{100 * row[name]:.0f}" for name in ("share", "low", "high"))
    more = "" if share == low == high else out.text("completeness-bounds", low=low, high=high)
    named = (("completeness-disputed", "disputed"), ("completeness-unclear", "unclear"))
    counted = [out.text(key, n=row[name]) for key, name in named if row[name]]
    rest = f"; {', '.join(counted)}" if counted else ""
    return {"share": share, "bounds": more, "known": row["known"], "asked": row["asked"], "rest": rest}
