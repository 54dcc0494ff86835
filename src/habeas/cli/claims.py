"""Commands about claims: template, vocabulary, code, claims, and what people decide about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from habeas.claims import Claim, Predicate, Status
from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.show import SHORT, Screen, both, screen
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case import Case


@command("template")
@argument("file", key="file", type=click.Path())
@case_option
def template(context: click.Context, *, file: str, folder: str) -> int:
    """Write an empty claims file."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case:
        case.template(Path(file), lang=out.lang)
    if out.json:
        out.emit("template/1", file=file)
    else:
        out.say("template-done", file=file)
    return DONE


@command("vocabulary")
@option("--topic", key="topic")
def vocabulary(context: click.Context, *, topic: str | None) -> int:
    """List the predicates."""
    from habeas.case import Case

    out = screen(context)
    every = Case.vocabulary()
    topics = list(every.groups["topics"])
    if topic is not None and topic not in topics:
        raise InputError("case.unknown-choice", name="topic", found=topic, known=topics)
    found = [one for one in every.values() if topic in (None, one.topic)]
    if out.json:
        out.emit("vocabulary/1", predicates=[_predicate_row(one) for one in found])
        return DONE
    rows = ((one.id, one.text(out.lang), one.topic, _takes(one, out)) for one in found)
    out.table(("predicate", "what", "topic", "takes"), rows)
    return DONE


@command("code")
@argument("files", nargs=-1, required=True, type=click.Path(), key="files")
@case_option
@option("--actor", key="actor")
@option("--dry-run", key="dry-run", is_flag=True)
def code(context: click.Context, *, files: tuple[str, ...], folder: str, actor: str | None, dry_run: bool) -> int:
    """Read claims coded by hand."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case, out.progress("coding") as progress:
        coded = case.code(*(Path(file) for file in files), dry_run=dry_run, progress=progress)
    counts = {"rows": coded.rows, "accepted": coded.accepted, "unchanged": coded.unchanged, "faulty": coded.faulty}
    if out.json:
        out.emit("code/1", **counts, proposed=list(coded.proposed), problems=out.problem_rows(coded.problems))
    else:
        out.problems(coded.problems)
        out.say("code-done", **counts, proposed=len(coded.proposed))
    return NEEDS_A_PERSON if any(one.gravity == "error" for one in coded.problems) else DONE


@command("claims")
@case_argument
@option("--status", key="status", type=click.Choice(get_args(Status)))
@option("--subject", key="subject")
@option("--topic", key="topic")
@option("--all", "everything", key="all", is_flag=True)
def claims(
    context: click.Context, *, folder: str, status: str | None, subject: str | None, topic: str | None, everything: bool
) -> int:
    """List the claims."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case:
        found = case.claims(status=status, subject=subject, topic=topic)
        if out.json:
            out.emit("claims/1", claims=[_claim_row(one, case) for one in found])
        else:
            _print_claims(out, case, found if everything else found[:SHORT])
            out.more(len(found) - SHORT if not everything and len(found) > SHORT else 0)
    return DONE


def _claim_row(one: Claim, case: Case) -> dict[str, object]:
    """Return a claim with every field it could have, null where it is unknown."""
    unknown = dict.fromkeys(("words", "language", "speaker", "said_on", "span", "note", "sensitivity", "reason"))
    none: dict[str, object] = {name: [] for name in ("citations", "derived_from", "flags", "conflicts")}
    known = {"polarity": one.polarity, "modality": one.modality, "status": one.status, "stands": one.stands}
    return {**unknown, **none, **known, **one.as_json(), "sentence": both(lambda lang: case.sentence(one, lang))}


def _predicate_row(one: Predicate) -> dict[str, object]:
    return {
        "id": one.id,
        "topic": one.topic,
        "of": list(one.of),
        "value": one.value,
        "unit": one.unit,
        "measure": one.measure,
        "choices": {name: dict(words) for name, words in one.choice_labels.items()},
        "requires": list(one.requires),
        "en": one.en,
        "es": one.es,
    }


def _print_claims(out: Screen, case: Case, found: Sequence[Claim]) -> None:
    flags = case.vocabulary().groups["flags"]
    if not found:
        out.say("nothing")
    for one in found:
        weak = [flags[flag][out.lang] if flag in flags else flag for flag in one.flags]
        status = ", ".join((out.text(f"status-{one.status}"), *weak))
        out.record(
            (one.id, one.key, f"({status})"), case.sentence(one, out.lang), style="cyan" if one.stands else "dim"
        )


def _takes(one: Predicate, out: Screen) -> str:
    """Return what a predicate's value may be: its choices, its unit, or the kind of value."""
    if one.choices:
        return ", ".join(one.choices)
    return one.unit or out.text(f"takes-{one.value}")


def _decision(verb: str) -> click.Command:
    """Return the command that records one kind of decision about claims."""

    def run(
        context: click.Context, *, claims: tuple[str, ...], folder: str, actor: str | None, reason: str | None
    ) -> int:
        from habeas.case import Case

        out = screen(context)
        with Case(Path(folder), actor=actor) as case:
            entries = getattr(case, verb)(*claims, reason=reason or "")
        if out.json:
            out.emit("entries/1", entries=[asdict(entry) for entry in entries])
        else:
            for entry in entries:
                out.say("decided", seq=entry.seq)
        return DONE

    decorated: Callable[..., Any] = option("--reason", key="reason")(run)
    decorated = option("--actor", key="actor")(decorated)
    decorated = case_option(decorated)
    decorated = argument("claims", nargs=-1, required=True, key="claims")(decorated)
    return command(verb)(decorated)


accept = _decision("accept")
reject = _decision("reject")
retract = _decision("retract")
conflict = _decision("conflict")


@command("undo")
@argument("seq", type=click.IntRange(1), key="entry")
@case_option
@option("--actor", key="actor")
@option("--reason", key="reason")
def undo(context: click.Context, *, seq: int, folder: str, actor: str | None, reason: str | None) -> int:
    """Undo an entry of the ledger."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case:
        entry = case.undo(seq, reason=reason or "")
    if out.json:
        out.emit("entry/1", entry=asdict(entry))
    else:
        out.say("decided", seq=entry.seq)
    return DONE
