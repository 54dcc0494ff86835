"""Commands about a case as a whole: init, log, build, report, verify."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, command, option
from habeas.cli.show import screen


@command("init")
@argument("folder", key="folder", type=click.Path())
@option("--title-en", key="title-en")
@option("--title-es", key="title-es")
def init(context: click.Context, *, folder: str, title_en: str | None, title_es: str | None) -> int:
    """Begin a case."""
    from habeas.case import Case

    out = screen(context)
    case = Case.init(Path(folder), title_en=title_en, title_es=title_es)
    if out.json:
        out.emit("init/1", case=str(case.folder))
    else:
        out.say("init-done", folder=str(case.folder))
    return DONE


@command("log")
@case_argument
@option("--last", key="last", type=click.IntRange(1))
def log(context: click.Context, *, folder: str, last: int | None) -> int:
    """Show the entries of the ledger; those undone are marked. An undo stands behind what it undoes, so the last ones will do."""
    from habeas.case import Case
    from habeas.ledger import effective

    out = screen(context)
    with Case(Path(folder)) as case:
        entries = case.log(last=last)
    if out.json:
        out.emit("log/1", entries=[asdict(entry) for entry in entries])
        return DONE
    standing = {entry.seq for entry in effective(entries)}
    rows = (
        (
            str(one.seq),
            one.time[:16].replace("T", " "),
            one.actor,
            one.kind,
            one.about,
            one.reason if one.seq in standing or one.kind == "undo" else f"({out.text('undone')}) {one.reason}",
        )
        for one in entries
    )
    out.table(("entry", "when", "actor", "what", "id", "reason"), rows)
    return DONE


@command("build")
@case_argument
def build(context: click.Context, *, folder: str) -> int:
    """Make the derived tables."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("building") as progress:
        built = case.build(progress=progress)
    counted = {one.name: getattr(built, one.name) for one in fields(built) if one.name != "problems"}
    done = NEEDS_A_PERSON if any(one.gravity == "error" for one in built.problems) else DONE
    if out.json:
        out.emit("build/1", **{**counted, "problems": out.problem_rows(built.problems)})
        return done
    counts = {**counted, "seconds": f"{built.seconds:.2f}"}
    out.say("built" if counts.pop("changed") else "build-unchanged", **counts)
    if built.releases:
        out.say("built-records", n=built.releases, rows=built.rows, aside=built.set_aside)
    if built.audited:
        worst = "red" if built.audit_errors else None
        out.say(
            "built-audit",
            worst,
            n=built.audited,
            errors=built.audit_errors,
            warnings=built.audit_warnings,
            notes=built.audit_notes,
        )
    if built.persons:
        out.say("built-persons", n=built.persons, doubts=built.doubts)
    if built.estimates:
        out.say("built-estimates", n=built.estimates)
    out.problems([one for one in built.problems if one.gravity != "note"], err=False)
    return done


@command("report")
@case_argument
@option("--folder", "site", key="folder", type=click.Path())
def report(context: click.Context, *, folder: str, site: str | None) -> int:
    """Write the site."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("reporting") as progress:
        written = case.report(Path(site) if site else None, progress=progress)
    if out.json:
        out.emit("report/1", index=str(written.index), files=written.files)
    else:
        out.say("reported", n=written.files, file=str(written.index))
    return DONE


@command("verify")
@case_argument
def verify(context: click.Context, *, folder: str) -> int:
    """Check originals, citations and the ledger."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("verifying") as progress:
        checked = case.verify(progress=progress)
    counts = {"originals": checked.originals, "citations": checked.citations, "entries": checked.entries}
    if out.json:
        where = {"folder": checked.folder, "manifest": checked.manifest}
        out.emit("verify/1", sound=checked.sound, **counts, **where, problems=out.problem_rows(checked.problems))
    else:
        wrong = [one for one in checked.problems if one.gravity == "error"]
        said = out.counted(
            originals=("count-originals", checked.originals),
            citations=("count-citations", checked.citations),
            entries=("count-entries", checked.entries),
        )
        out.problems(checked.problems, err=False)
        if checked.sound:
            out.say("verified", "green", **said)
        else:
            out.say("verify-failed", "red", n=len(wrong), **said)
        if "://" not in checked.folder:
            out.plain("verify-by-hand", folder=checked.folder, file=checked.manifest)
    return DONE if checked.sound else NEEDS_A_PERSON
