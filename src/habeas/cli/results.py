"""Commands about what follows from the claims: findings, assess, questions, why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.show import Screen, both, screen
from habeas.cli.tree import draw
from habeas.findings import Finding, Gravity, Kind
from habeas.standards import Verdict

if TYPE_CHECKING:
    from habeas.case import Ground
    from habeas.standards import Assessment, Requirement

_GRAVITIES: Final = get_args(Gravity)
_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "cyan"}
_VERDICTS: Final = {"not_met": "red", "some_readings": "yellow", "met": "green", "no_evidence": None}
_STEPS: Final = 4


@command("findings")
@case_argument
@option("--kind", key="kind", type=click.Choice(get_args(Kind)))
@option("--gravity", key="gravity", type=click.Choice(_GRAVITIES))
@option("--subject", key="subject")
@option("--fail-on", "fail_on", key="fail-on", type=click.Choice(_GRAVITIES))
@option("--all", "everything", key="all", is_flag=True)
def findings(
    context: click.Context,
    *,
    folder: str,
    kind: str | None,
    gravity: str | None,
    subject: str | None,
    fail_on: str | None,
    everything: bool,
) -> int:
    """List the findings."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        found = case.findings(kind=kind, gravity=gravity, subject=subject, progress=progress)
    if out.json:
        out.emit("findings/1", findings=[_finding_row(one) for one in found])
    else:
        _print_findings(out, found, everything)
    grave = fail_on is not None and any(_GRAVITIES.index(one.gravity) <= _GRAVITIES.index(fail_on) for one in found)
    return NEEDS_A_PERSON if grave else DONE


def _finding_row(one: Finding) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "gravity": one.gravity,
        "subject": one.subject,
        "topic": one.topic,
        "message": both(one.text),
        "detail": both(one.more),
        "result": one.result.as_json() if one.result is not None else None,
        "steps": list(one.steps),
        "claims": list(one.claims),
        "requirements": list(one.requirements),
        "relation": one.relation,
    }


def _print_findings(out: Screen, found: Sequence[Finding], everything: bool) -> None:
    if not found:
        out.say("nothing")
    for gravity, style in _COLOURS.items():
        ones = [one for one in found if one.gravity == gravity]
        if not ones:
            continue
        out.line(f"{out.text(f'gravity-{gravity}')} ({len(ones)})", style=style)
        shown = ones if everything or gravity == "error" else _leading(ones)
        for one in shown:
            out.labelled(one.id, one.text(out.lang), style=style)
            for step in one.steps if everything else one.steps[:_STEPS]:
                out.line(step, first=" " * (len(one.id) + 6), rest=" " * (len(one.id) + 10))
        out.more(len(ones) - len(shown))


def _leading(ones: Sequence[Finding]) -> list[Finding]:
    """Return the first two findings of each kind on each topic, in their order: a short list that leaves no matter out."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in ones:
        seen[one.kind, one.topic] += 1
        if seen[one.kind, one.topic] <= 2 and one.kind not in ("silence", "derived"):
            kept.append(one)
    return kept


@command("assess")
@case_argument
@option("--subject", key="subject")
@option("--verdict", key="verdict", type=click.Choice(get_args(Verdict)))
@option("--all", "everything", key="all", is_flag=True)
def assess(context: click.Context, *, folder: str, subject: str | None, verdict: str | None, everything: bool) -> int:
    """Assess the requirements."""
    from habeas.case import Case
    from habeas.standards import requirements

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        found = case.assess(subject=subject, verdict=verdict, progress=progress)
        names = {name: one.text(out.lang) for name, one in case.about.subjects.items()}
    if out.json:
        out.emit("assess/1", assessments=[_assessment_row(one, requirements()) for one in found])
    else:
        _print_assessments(out, found, names, everything or verdict is not None)
    return DONE


def _assessment_row(one: Assessment, known: Mapping[str, Requirement]) -> dict[str, object]:
    return {
        "id": one.id,
        "requirement": one.requirement,
        "subject": one.subject,
        "verdict": one.verdict,
        "verified": known[one.requirement].verified,
        "claims_for": list(one.claims_for),
        "claims_against": list(one.claims_against),
        "measured": one.measured.as_json() if one.measured is not None else None,
    }


def _print_assessments(out: Screen, found: Sequence[Assessment], names: Mapping[str, str], everything: bool) -> None:
    """Print each subject's requirements: first those not met, last those met; those without evidence counted, or all."""
    if not found:
        out.say("nothing")
    for subject in dict.fromkeys(one.subject for one in found):
        ones = [one for one in found if one.subject == subject]
        out.line(names.get(subject, subject), style="bold")
        for verdict, style in _VERDICTS.items():
            of_it = [one for one in ones if one.verdict == verdict]
            if verdict == "no_evidence" and not everything:
                if of_it:
                    out.say("silent", "dim", "  ", n=len(of_it), total=len(ones))
                continue
            for one in of_it:
                _print_assessment(out, one, style)


def _print_assessment(out: Screen, one: Assessment, style: str | None) -> None:
    from habeas.standards import requirements

    required = requirements()[one.requirement]
    said = [required.text(out.lang)]
    if not required.verified:
        said.append(f"({out.text('unverified')})")
    if one.measured is not None:
        said.append(out.text("measured", measured=one.measured))
    if one.claims:
        said.append(out.text("rests-on", n=len(one.claims), claims=list(one.claims)))
    out.record((out.text(f"verdict-{one.verdict}"), required.reference(out.lang), one.id), " ".join(said), style=style)


@command("questions")
@case_argument
@option("--persons", "persons", key="questions-persons", is_flag=True)
@option("--authority", "authority", key="questions-authority")
@option("--person", "person", key="questions-person")
@option("--request", "request", key="questions-request", is_flag=True)
@option("--include", "include", key="questions-include", multiple=True)
@option("--all", "everything", key="all", is_flag=True)
def questions(context: click.Context, *, folder: str, persons: bool, **asked: Any) -> int:
    """List the questions to the authority."""
    from habeas.case import Case

    out = screen(context)
    if persons or any(asked[name] for name in ("authority", "person", "request", "include")):
        from habeas.cli.persons_asked import person_questions

        return person_questions(out, folder, asked)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        found = case.questions(progress=progress)
    if out.json:
        out.emit("questions/1", questions=[_finding_row(one) for one in found], persons=None, request=None)
        return DONE
    if not found:
        out.say("nothing")
    for number, one in enumerate(found, 1):
        out.line(one.text(out.lang), first=f"{number:>3}. ")
    return DONE


@command("why")
@argument("x", key="x")
@case_option
def why(context: click.Context, *, x: str, folder: str) -> int:
    """Walk a number back to the quotes."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        grounds = case.why(x, progress=progress)
    if out.json:
        out.emit("why/1", asked=x, grounds=[_ground_row(one) for one in grounds])
        return DONE
    draw(out, grounds)
    return DONE


def _ground_row(ground: Ground) -> dict[str, object]:
    return {
        "kind": ground.kind,
        "id": ground.id,
        "said": dict(ground.said),
        "steps": list(ground.steps),
        "grounds": [_ground_row(one) for one in ground.grounds],
    }
