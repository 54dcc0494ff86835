"""Commands about what follows from the claims: findings, assess, questions, why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, case_option, command, option
from habeas.cli.show import COLOURS, Screen, both, screen
from habeas.findings.model import Finding, Gravity, Kind
from habeas.standards.model import Verdict

if TYPE_CHECKING:
    from rich.tree import Tree

    from habeas.case import Ground

_GRAVITIES = get_args(Gravity)


@command("findings")
@click.argument("folder", metavar="[CASE]", type=click.Path(), default=".")
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
        "result": one.result.as_json() if one.result is not None else None,
        "steps": list(one.steps),
        "claims": list(one.claims),
        "requirements": list(one.requirements),
        "relation": one.relation,
    }


def _print_findings(out: Screen, found: Iterable[Finding], everything: bool) -> None:
    groups: dict[str, list[Finding]] = {gravity: [] for gravity in _GRAVITIES}
    for one in found:
        groups[one.gravity].append(one)
    if not any(groups.values()):
        out.say("nothing")
    for gravity, ones in groups.items():
        if not ones:
            continue
        out.line(f"{out.text(f'gravity-{gravity}')} ({len(ones)})", style=COLOURS[gravity])
        shown = ones if everything or gravity == "error" else ones[:12]
        for one in shown:
            out.line(f"  {one.id}  {one.text(out.lang)}")
            for step in one.steps:
                out.line(f"  {' ' * len(one.id)}  {step}", style="dim")
        if len(shown) < len(ones):
            out.say("more", "dim", n=len(ones) - len(shown))


@command("assess")
@click.argument("folder", metavar="[CASE]", type=click.Path(), default=".")
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
        names = case.about.subjects
    known = requirements()
    if out.json:
        rows = [
            {
                "id": one.id,
                "requirement": one.requirement,
                "subject": one.subject,
                "verdict": one.verdict,
                "verified": known[one.requirement].verified,
                "claims_for": list(one.claims_for),
                "claims_against": list(one.claims_against),
                "measured": one.measured.as_json() if one.measured is not None else None,
            }
            for one in found
        ]
        out.emit("assess/1", assessments=rows)
        return DONE
    order = get_args(Verdict)
    out.table(
        ("subject", "requirement", "what", "verdict", "claim"),
        (
            (
                names[one.subject].text(out.lang),
                known[one.requirement].reference(out.lang)
                + ("" if known[one.requirement].verified else f" ({out.text('unverified')})"),
                known[one.requirement].text(out.lang),
                out.text(f"verdict-{one.verdict}"),
                ", ".join((*one.claims_for, *one.claims_against)[:4]),
            )
            for one in sorted(found, key=lambda one: (one.subject, (order.index(one.verdict) - 1) % 4, one.requirement))
        ),
        everything=everything,
    )
    return DONE


@command("questions")
@click.argument("folder", metavar="[CASE]", type=click.Path(), default=".")
def questions(context: click.Context, *, folder: str) -> int:
    """List the questions to the authority."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        found = case.questions(progress=progress)
    if out.json:
        out.emit("questions/1", questions=[_finding_row(one) for one in found])
        return DONE
    for number, one in enumerate(found, 1):
        out.line(f"{number:>3}. {one.text(out.lang)}")
    return DONE


@command("why")
@click.argument("x", metavar="X")
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
    for ground in grounds:
        out.console.print(_tree(ground, out))
    return DONE


def _ground_row(ground: Ground) -> dict[str, object]:
    return {
        "kind": ground.kind,
        "id": ground.id,
        "said": dict(ground.said),
        "steps": list(ground.steps),
        "grounds": [_ground_row(one) for one in ground.grounds],
    }


def _tree(ground: Ground, out: Screen, into: Tree | None = None) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    style = {"finding": "bold", "claim": "cyan", "citation": "green", "source": "", "decision": "dim"}.get(
        ground.kind, ""
    )
    label = Text.assemble((ground.said[out.lang], style), "  ", (ground.id, "dim"))
    branch = Tree(label, guide_style="dim") if into is None else into.add(label)
    for step in ground.steps:
        branch.add(Text(step, style="magenta"))
    for one in ground.grounds:
        _tree(one, out, branch)
    return branch
