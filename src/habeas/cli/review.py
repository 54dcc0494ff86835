"""The command that reviews what was read: at the keyboard, by lists of ids, and how far coders agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, Share, case_option, command, option
from habeas.cli.reading import told
from habeas.cli.show import SHORT, Screen, screen
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case import Case
    from habeas.case.proposals import Agreement, Decision, Proposal
    from habeas.errors import Problem

_WHY: Final = ("not_said", "wrong_number", "not_this_case", "repetition", "other")
_STATES: Final = ("open", "accepted", "rejected", "split", "confirm", "changed", "gone", "differ")
_FOR_PERSONS: Final = ("second", "decisions", "export", "tables")
_DONE: Final = {"accept": "review-accepted", "reject": "review-rejected", "split": "review-split"}
_COMMA: Final = re.compile(r"[\s,;]+")


@command("review")
@case_option
@option("--claims", "claims", key="review-claims", is_flag=True)
@option("--persons", "persons", key="review-persons", is_flag=True)
@option("--agreement", "agreement", key="review-agreement", is_flag=True)
@option("--list", "listing", key="review-list", is_flag=True)
@option("--accept", "accepted", key="review-accept", multiple=True)
@option("--reject", "rejected", key="review-reject", multiple=True)
@option("--set", "fields", key="review-set", multiple=True)
@option("--why", "why", key="review-why", type=click.Choice(_WHY), default="other", show_default=False)
@option("--source", "sources", key="review-source", multiple=True)
@option("--kind", "kind", key="review-kind")
@option("--state", "state", key="review-state", type=click.Choice(_STATES))
@option("--min", "least", key="review-min", type=Share(), default=0.0, show_default=False)
@option(
    "--sort", "sort", key="review-sort", type=click.Choice(("text", "confidence")), default="text", show_default=False
)
@option("--blind", "blind", key="review-blind", is_flag=True)
@option("--second", "second", key="review-second", is_flag=True)
@option("--decisions", "decisions", key="review-decisions", type=click.Path(), metavar="file")
@option("--export", "export", key="review-export", type=click.Path(), metavar="file")
@option("--tables", "tables", key="review-tables", type=click.Path())
@option("--all", "everything", key="all", is_flag=True)
@option("--actor", key="actor")
@option("--reason", key="reason")
def review(
    context: click.Context,
    *,
    folder: str,
    claims: bool,
    persons: bool,
    agreement: bool,
    actor: str | None,
    **asked: Any,
) -> int:
    """Review what was read, or who is who."""
    from habeas.case import Case

    out = screen(context)
    if persons and not claims:
        from habeas.cli.persons_review import review_persons

        return review_persons(out, folder, actor, {**asked, "agreement": agreement})
    if (claims == agreement) or persons:
        raise InputError("cli.review-what")
    deciding = bool(asked["accepted"] or asked["rejected"])
    _refuse_unused(asked, claims=claims, deciding=deciding)
    if not agreement and not (asked["listing"] or deciding):
        _needs_a_terminal(out)
    with Case(Path(folder), actor=actor) as case:
        if agreement:
            return _agreement(out, case, asked["sources"])
        if deciding:
            return _decided(out, case, asked)
        unread: list[Problem] = []
        with out.progress("reading-texts") as progress:
            found = case.readings(
                *asked["sources"],
                kind=asked["kind"],
                state=asked["state"],
                least=asked["least"],
                sort=asked["sort"],
                blind=asked["blind"],
                lang=out.lang,
                progress=progress,
                tell=unread.append,
            )
        found = (
            found
            if asked["state"] or (asked["listing"] and asked["everything"])
            else [one for one in found if one.waiting]
        )
        out.problems(unread)
        if asked["listing"]:
            _listing(out, case, found, everything=asked["everything"])
        else:
            _at_the_keyboard(out, case, found, asked)
        return NEEDS_A_PERSON if unread else DONE


def _refuse_unused(asked: dict[str, Any], *, claims: bool, deciding: bool) -> None:
    """Raise :class:`InputError` for an option that would do nothing with the others."""
    for name in _FOR_PERSONS:
        if asked[name]:
            raise InputError("judgements.needs-persons", name=f"--{name}")
    for name, given, used in (
        ("--accept", asked["accepted"], claims),
        ("--reject", asked["rejected"], claims),
        ("--list", asked["listing"], claims and not deciding),
        ("--set", asked["fields"], bool(asked["accepted"])),
    ):
        if given and not used:
            raise InputError("cli.review-unused", name=name)


def _needs_a_terminal(out: Screen) -> None:
    from habeas.cli.keyboard import at_a_terminal

    if out.json or not at_a_terminal():
        raise InputError("cli.review-terminal")


def _at_the_keyboard(out: Screen, case: Case, found: Sequence[Proposal], asked: dict[str, Any]) -> None:
    from habeas.cli.desk import Desk
    from habeas.cli.keyboard import Keyboard

    if not found:
        out.say("review-none", "green")
        return
    with Keyboard() as board:
        Desk(out, case, found, keys=board.key, ask=board.line, reason=asked["reason"], blind=asked["blind"]).work()


# --- by lists


def _listing(out: Screen, case: Case, found: Sequence[Proposal], *, everything: bool) -> None:
    if out.json:
        _emit(out, proposals=[_proposal(case, one) for one in found])
        return
    if not found:
        out.say("review-none", "green")
    shown = found if everything else found[:SHORT]
    for one in shown:
        state = out.text(f"status-{one.state}")
        subject = one.subject or "?"
        cells = (one.id, one.source, state, subject, one.reading.kind, *told(out, one.reading))
        out.record(cells, f"“{' '.join(one.reading.quote.split())}”", style="cyan")
    out.more(len(found) - len(shown))


def _proposal(case: Case, one: Proposal) -> dict[str, Any]:
    return {**one.as_json(), "context": list(case.passage(one))}


def _emit(
    out: Screen,
    *,
    proposals: Sequence[dict[str, Any]] | None = None,
    decisions: Sequence[Decision] = (),
    agreement: dict[str, Any] | None = None,
) -> None:
    """Print the one shape of the command, null where something was not asked for."""
    rows = [{"id": one.id, **one.as_json()} for one in decisions]
    out.emit("review/1", proposals=proposals, decided=rows, agreement=agreement, persons=None)


def _decided(out: Screen, case: Case, asked: dict[str, Any]) -> int:
    reason, blind = asked["reason"] or "", asked["blind"]
    accepted, rejected = _ids(asked["accepted"]), _ids(asked["rejected"])
    both = sorted(set(accepted) & set(rejected))
    if both:
        raise InputError("cli.review-both", found=both)
    if not accepted and not rejected:
        raise InputError("cli.review-no-ids")
    if not reason.strip():
        raise InputError("case.no-reason")
    made: list[Decision] = []
    if accepted:
        made += case.review_accept(
            *accepted, fields=_fields(asked["fields"]), reason=reason, lang=out.lang, blind=blind
        )
    if rejected:
        made += case.review_reject(*rejected, why=asked["why"], reason=reason, blind=blind)
    if out.json:
        _emit(out, decisions=made)
        return DONE
    for one in made:
        out.say(_DONE[one.verdict], None, "  ", id=one.id, claims=list(one.claims) or "–", seq=one.seq)
    return DONE


def _ids(given: Sequence[str]) -> list[str]:
    return [name for words in given for name in _COMMA.split(words) if name]


def _fields(given: Sequence[str]) -> dict[str, str]:
    """Return ``--set field=words`` as fields."""
    told_fields: dict[str, str] = {}
    for words in given:
        name, gap, said = words.partition("=")
        if not gap:
            raise InputError("cli.review-set-form", found=words)
        told_fields[name.strip().replace("-", "_")] = said.strip()
    return told_fields


# --- agreement


def _agreement(out: Screen, case: Case, sources: Sequence[str]) -> int:
    found = case.review_agreement(*sources)
    if out.json:
        _emit(out, agreement=_agreement_row(found))
    else:
        _tell_agreement(out, found)
    return NEEDS_A_PERSON if found.differences else DONE


def _agreement_row(found: Agreement) -> dict[str, Any]:
    return {
        "coders": dict(found.coders),
        "alphas": [
            {"of": one.of, "level": one.level, "alpha": one.alpha, "units": one.units, "pairs": one.pairs}
            for one in found.alphas
        ],
        "differences": [
            {
                "id": one.id,
                "source": one.source,
                "quote": one.quote,
                "decisions": [each.as_json() for each in one.decisions],
            }
            for one in found.differences
        ],
    }


def _tell_agreement(out: Screen, found: Agreement) -> None:
    if len(found.coders) < 2:
        out.say("review-one-coder", "yellow", n=len(found.coders))
        return
    out.say("review-coders", "bold", coders=[f"{name} ({n})" for name, n in found.coders.items()])
    rows = (
        (
            out.text(f"coded-{one.of}"),
            out.text(f"level-{one.level}"),
            "–" if one.alpha is None else f"{one.alpha:.3f}",
            str(one.units),
            str(one.pairs),
        )
        for one in found.alphas
    )
    out.table(("of", "level", "alpha", "units", "pairs"), rows)
    out.say("review-alpha-help", "dim")
    if found.settled:
        out.say("review-settled", "green", n=found.settled)
    if not found.differences:
        if not found.settled:
            out.say("review-no-differences", "green")
        return
    out.say("review-differences", "yellow", n=len(found.differences))
    for one in found.differences:
        said = "; ".join(_verdict(out, each) for each in one.decisions)
        out.record((one.id, one.source, f"“{' '.join(one.quote.split())}”"), said, style="cyan")
    out.plain("review-settle")


def _verdict(out: Screen, one: Decision) -> str:
    """Return what one coder decided, in words."""
    said = f"{one.actor}: {out.text(f'verdict-{one.verdict}')}"
    if one.why:
        return f"{said} ({out.text(f'why-{one.why}')})"
    fields = one.fields[0] if one.fields else {}
    coded = ", ".join(
        fields[name] for name in ("subject", "predicate", "value", "as_of", "speaker") if fields.get(name)
    )
    return f"{said} {', '.join(one.claims)}: {coded}" if one.claims else said
