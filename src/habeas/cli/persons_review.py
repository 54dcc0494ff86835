"""``habeas review --persons``: at the keyboard, from a file of recorded judgements, as a list, and how far reviewers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON
from habeas.cli.show import SHORT, Screen
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case import Case
    from habeas.people.judgements import Agreement, Difference, Judgement, Question, Queue, Reviewing, Tables

_FOR_CLAIMS: Final = {
    "accepted": "--accept", "rejected": "--reject", "fields": "--set", "sources": "--source", "kind": "--kind", "state": "--state",
    "least": "--min", "blind": "--blind", "reason": "--reason", "why": "--why", "sort": "--sort",
}  # fmt: skip
_UNSAID: Final = {"why": "other", "sort": "text"}
"""What stands where such an option was not given."""


def review_persons(out: Screen, folder: str, actor: str | None, asked: dict[str, Any]) -> int:
    """Review persons as asked; return the exit status."""
    _check(asked)
    recorded = asked["decisions"]
    if asked["tables"] is None:
        from habeas.case import Case

        with Case(Path(folder), actor=actor) as case:
            if recorded:
                return _replay(out, case, Path(recorded), asked)
            return _review(out, case.review_persons(), asked)
    from habeas.case import acting
    from habeas.people.judgements import InFile, load_tables

    if not recorded:
        raise InputError("judgements.needs-decisions")
    tables = load_tables(Path(asked["tables"]))
    return _review(out, InFile(tables, Path(recorded), acting(actor)), asked)


def _check(asked: dict[str, Any]) -> None:
    for name, option in _FOR_CLAIMS.items():
        if asked[name] and asked[name] != _UNSAID.get(name):
            raise InputError("judgements.not-with-persons", name=option)
    apart = {"--agreement": asked["agreement"], "--list": asked["listing"], "--second": asked["second"]}
    given = [name for name, on in apart.items() if on]
    if "--agreement" in given and len(given) > 1:
        raise InputError("judgements.one-at-a-time", names=given)
    replayed = asked["decisions"] and asked["tables"] is None
    for name, on in (("--decisions", replayed), ("--export", asked["export"])):
        if on and given:
            raise InputError("judgements.one-at-a-time", names=[name, *given])


def _review(out: Screen, reviewing: Reviewing, asked: dict[str, Any]) -> int:
    """List, tell how far reviewers agree, export, or sit down at the keyboard."""
    if asked["agreement"]:
        return _agreement(out, reviewing)
    if asked["listing"]:
        return _listing(out, reviewing, asked)
    if asked["export"]:
        return _export(out, reviewing.said(), Path(asked["export"]))
    return _sit(out, reviewing, second=asked["second"])


def _sit(out: Screen, reviewing: Reviewing, *, second: bool) -> int:
    from habeas.cli.keyboard import Keyboard, at_a_terminal
    from habeas.cli.persons_desk import PersonsDesk

    if out.json or not at_a_terminal():
        raise InputError("judgements.needs-terminal")
    _problems(out, reviewing)
    with Keyboard() as board:
        PersonsDesk(out, reviewing, keys=board.key, ask=board.line, second=second).work()
    return DONE


def _problems(out: Screen, reviewing: Reviewing) -> None:
    """Tell of judgements on mentions that are in no list now."""
    from habeas.cli.persons_shown import placed
    from habeas.people.judgements import settle

    found = settle(reviewing.said(), reviewing.tables.keys)
    told = [one for one in found.problems if one.key != "judgements.contradicted"]
    out.problems([placed(reviewing.tables, one) for one in told])


def _emit(out: Screen, **persons: object) -> None:
    """Print the one shape of the command, null where something was not asked for."""
    told = dict.fromkeys(("questions", "recorded", "present", "exported", "agreement", "problems"))
    out.emit("review/1", proposals=None, decided=[], agreement=None, persons={**told, **persons})


# --- recorded judgements


def _replay(out: Screen, case: Case, path: Path, asked: dict[str, Any]) -> int:
    """Record the judgements of a file, each as its own person's; a line with a fault is told and left out."""
    from habeas.cli.persons_shown import placed
    from habeas.people.judgements import read_judgements, settle

    tables = case.review_persons().tables
    recorded, problems = read_judgements(path, tables.mentions)
    written, present = case.replay_judgements(recorded)
    said = case.judgements(every=True)
    told = [*problems, *(placed(tables, one) for one in settle(said, tables.keys).problems)]
    exported = _written(said, Path(asked["export"])) if asked["export"] else None
    if out.json:
        _emit(
            out,
            recorded=[asdict(one) for one in written],
            present=present,
            exported=exported,
            problems=out.problem_rows(told),
        )
    else:
        _say(out, "replayed", "green", n=len(written), present=present)
        out.problems(told, err=False)
        if exported is not None:
            _say(out, "exported", n=exported, file=asked["export"])
    return NEEDS_A_PERSON if told else DONE


def _export(out: Screen, said: Sequence[Judgement], path: Path) -> int:
    n = _written(said, path)
    if out.json:
        _emit(out, exported=n)
    else:
        _say(out, "exported", "green", n=n, file=str(path))
    return DONE


def _written(said: Sequence[Judgement], path: Path) -> int:
    from habeas.people.judgements import standing, write_judgements

    stand = standing(said)
    write_judgements(path, stand)
    return len(stand)


def _say(out: Screen, key: str, style: str | None = None, first: str = "", /, **values: object) -> None:
    out.line(words.text(f"judgements.{key}", out.lang, **values), first=first, style=style)


# --- what is left to ask


def _listing(out: Screen, reviewing: Reviewing, asked: dict[str, Any]) -> int:
    from habeas.people.judgements import Queue

    tables = reviewing.tables
    queue = Queue(
        tables.doubts, tables.pairs, tables.mentions, reviewing.said(), by=reviewing.by, second=asked["second"]
    )
    if out.json:
        _emit(out, questions=[_question(one, out) for one in queue])
        return DONE
    found = list(queue)
    if not found:
        _say(out, "none-second" if asked["second"] else "none", "green")
    shown = found if asked["everything"] else found[:SHORT]
    for one in shown:
        _tell(out, one, queue, reviewing)
    out.more(len(found) - len(shown))
    return DONE


def _question(one: Question, out: Screen) -> dict[str, Any]:
    contradiction = one.contradiction
    return {
        "left": one.left,
        "right": one.right,
        "kind": one.kind,
        "probability": one.probability,
        "hidden_gain": one.hidden,
        "count_gain": one.count,
        "value": one.value,
        "contradiction": None if contradiction is None else contradiction.text(out.lang),
    }


def _tell(out: Screen, one: Question, queue: Queue, reviewing: Reviewing) -> None:
    from habeas.cli.persons_shown import gain, in_rows

    lang = out.lang
    kind = words.text(f"judgements.head-kind-{one.kind}", lang)
    tables = reviewing.tables
    both = [in_rows(tables, key) for key in (one.left, one.right)]
    pair = words.text("judgements.listed", lang, left=both[0], right=both[1])
    if one.contradiction is not None:
        pair += f": {in_rows(tables, one.contradiction.text(lang))}"
    told = "" if queue.second else words.text("judgements.gain", lang, hidden=gain(one.hidden), count=gain(one.count))
    out.record((kind, told if one.value else ""), pair, style="cyan")


# --- agreement


def _agreement(out: Screen, reviewing: Reviewing) -> int:
    from habeas.people.judgements import agreement

    found = agreement(reviewing.said())
    if out.json:
        _emit(out, agreement=_agreement_row(found))
    else:
        _tell_agreement(out, found, reviewing.tables)
    return NEEDS_A_PERSON if found.open else DONE


def _agreement_row(found: Agreement) -> dict[str, Any]:
    return {
        "persons": dict(found.persons),
        "kappas": [asdict(one) for one in found.kappas],
        "alpha": found.alpha,
        "units": found.units,
        "seen": found.seen,
        "differences": [
            {"pair": list(one.pair), "settled": one.settled, "judgements": [asdict(each) for each in one.judgements]}
            for one in found.differences
        ],
    }


def _tell_agreement(out: Screen, found: Agreement, tables: Tables) -> None:
    measured = [one for one in found.kappas if one.pairs]
    if not measured:
        _say(out, "agreement-alone", "yellow")
    for one in measured:
        if one.kappa is None:
            _say(out, "agreement-undefined", "yellow", **asdict(one))
        else:
            rounded = {name: f"{getattr(one, name):.2f}" for name in ("kappa", "low", "high")}
            _say(out, "agreement-kappa", None, **{**asdict(one), **rounded})
    if found.alpha is not None and len(found.persons) > 2:
        _say(out, "agreement-alpha", alpha=found.alpha, units=found.units)
    if found.seen:
        _say(out, "agreement-seen", "dim", n=found.seen)
    if found.open:
        _say(out, "agreement-open", "yellow", n=len(found.open))
    for each in found.open:
        _tell_difference(out, each, tables)


def _tell_difference(out: Screen, one: Difference, tables: Tables) -> None:
    from habeas.cli.persons_shown import in_rows
    from habeas.people.judgements import said

    told = "; ".join(said(each, out.lang) for each in one.judgements)
    out.record([in_rows(tables, key) for key in one.pair], in_rows(tables, told), style="cyan")
