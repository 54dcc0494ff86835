"""The command about places: places, with its words show, same and different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_option, command, option
from habeas.cli.records import opened_case, refuse_with_case
from habeas.cli.show import SHORT, Screen, both, screen

if TYPE_CHECKING:
    from habeas.case import Case
    from habeas.custody import Account, Gathered, Judgement, Match, Mention, PlaceRegister
    from habeas.ledger import Entry

_WORDS: Final = {"show": 1, "same": 2, "different": 2}
"""The words that ``habeas places`` knows, each with how many names it takes; a file of that name is given as ``./show``."""
_OUTCOMES: Final = ("matched", "open", "none")


@command("places")
@argument("paths", nargs=-1, type=click.Path(), key="placed")
@option("--to", "to", key="places-to", type=click.Path())
@option("--tables", "tables", key="places-tables", type=click.Path())
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
@option("--decisions", "decisions", key="decisions", type=click.Path(), metavar="file")
@option("--all", "everything", key="all", is_flag=True)
@case_option
@option("--actor", key="actor")
@option("--reason", key="reason")
def places(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    to: str | None,
    tables: str | None,
    mappings: tuple[str, ...],
    decisions: str | None,
    everything: bool,
    folder: str,
    actor: str | None,
    reason: str | None,
) -> int:
    """Make one register of places of lists that name them, and ask or decide what is one place."""
    out = screen(context)
    if paths and paths[0] in _WORDS:
        _check_names(paths[0], paths[1:])
        if paths[0] == "show":
            return _show(out, paths[1], folder, tables)
        return _decide(out, paths[0], paths[1:], _Acting(folder, actor, reason or ""))
    with out.progress("reading-places") as progress, _case(paths, folder) as case:
        if case is not None:
            refuse_with_case(mapping=mappings, decisions=decisions)
            found = case.places(progress=progress)
            sound = case.records().sound
        else:
            found, sound = _read(paths, mappings, decisions, to, progress)
    _write(found, to)
    if out.json:
        _emit(out, found=found)
    else:
        _tell(out, found, everything=everything)
        if to:
            out.say("places-kept", folder=to)
    return DONE if sound and not found.register.undecided and not found.register.problems else NEEDS_A_PERSON


class _Acting:
    """In which case, as whom and why something is decided."""

    def __init__(self, folder: str, actor: str | None, reason: str) -> None:
        self.folder, self.actor, self.reason = folder, actor, reason


def _check_names(word: str, names: Sequence[str]) -> None:
    from habeas.errors import InputError

    if len(names) != _WORDS[word]:
        raise InputError("cli.places-names", word=word, n=_WORDS[word], found=len(names))


@contextmanager
def _case(paths: Sequence[str], folder: str) -> Iterator[Case | None]:
    with opened_case(paths or (folder,)) as case:
        yield case


def _read(
    paths: Sequence[str], mappings: Sequence[str], decisions: str | None, to: str | None, progress: object
) -> tuple[Gathered, bool]:
    """Read lists from files; what keeps tables from being written or decisions from being followed is found before."""
    from habeas.case import read_files
    from habeas.custody import check_folder, gather_places, read_decisions

    if to:
        check_folder(Path(to))
    decided = read_decisions(Path(decisions)) if decisions else ()
    files, own = [Path(path) for path in paths], [Path(path) for path in mappings]
    with read_files(files, mappings=own, progress=progress) as releases:  # type: ignore[arg-type]
        return gather_places(releases.readings, decided, progress=progress), releases.sound  # type: ignore[arg-type]


def _write(found: Gathered, to: str | None) -> None:
    if to:
        from habeas.custody import write_places

        write_places(found.register, Path(to), found.matches)


def _emit(
    out: Screen, *, found: Gathered | None = None, shown: Account | None = None, entry: Entry | None = None
) -> None:
    """Print the one shape of the command, null where something was not asked for."""
    problems = out.problem_rows(found.register.problems) if found else []
    out.emit(
        "places/1",
        registered=_registered(found) if found else None,
        shown=_shown(shown) if shown else None,
        entry=asdict(entry) if entry else None,
        problems=problems,
    )


# --- the register


def _registered(found: Gathered) -> dict[str, object]:
    from habeas.custody import counted

    register = found.register
    return {
        "lists": sorted({one.list for one in register.mentions}),
        "n_mentions": len(register.mentions),
        "n_links": len(register.links),
        "n_places": len(register.places),
        "n_several_lists": sum(_lists(register, n) > 1 for n in range(len(register.places))),
        "flags": dict(counted(register)),
        "relations": _relations(register),
        "undecided": [list(pair) for pair in register.undecided],
        "matched": [{"list": name, **counts} for name, counts in _matched(found.matches).items()],
    }


def _lists(register: PlaceRegister, n: int) -> int:
    return len({one.list for one in register.said(register.places[n])})


def _relations(register: PlaceRegister) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in register.relations:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return dict(sorted(counts.items()))


def _matched(matches: Sequence[Match]) -> dict[str, dict[str, int]]:
    """Return for each publication how many names are matched, open, and in no list; workbooks of statistics are one."""
    counts: dict[str, dict[str, int]] = {}
    for one in matches:
        name = one.mention.list if one.mention.kind != "figures" else "figures"
        each = counts.setdefault(name, dict.fromkeys(_OUTCOMES, 0))
        each["matched" if one.place else "open" if one.candidates else "none"] += 1
    return counts


def _tell(out: Screen, found: Gathered, *, everything: bool) -> None:
    register = found.register
    told = _registered(found)
    lists = told["lists"]
    out.say("places-head", "bold", mentions=told["n_mentions"], lists=len(list(lists)), places=told["n_places"])  # type: ignore[call-overload]
    if register.links:
        out.say("places-links", None, "  ", n=len(register.links), files=sorted({one.list for one in register.links}))
    out.say("places-several", None, "  ", n=told["n_several_lists"])
    for name, n in {**_flags(register), **_relations(register)}.items():
        out.say(f"places-{name}", None, "  ", n=n)
    for name, counts in _matched(found.matches).items():
        said = name if name != "figures" else out.text("places-figures")
        out.say("places-matched", None, "  ", file=said, **counts)
    out.problems(register.problems, err=False)
    _tell_undecided(out, register, everything=everything)


def _flags(register: PlaceRegister) -> dict[str, int]:
    from habeas.custody import counted

    return dict(counted(register))


def _tell_undecided(out: Screen, register: PlaceRegister, *, everything: bool) -> None:
    """Print the pairs of places of which a person has to say whether they are one, with what speaks for and against."""
    pairs = register.undecided
    if not pairs:
        out.say("places-undecided-none", "green")
        return
    out.say("places-undecided", "yellow", n=len(pairs))
    best: dict[tuple[str, str], Judgement] = {}
    for one in register.judgements:
        left, right = sorted((register.of[one.a].id, register.of[one.b].id))
        if one.verdict == "undecided" and left != right:
            best.setdefault((left, right), one)
    shown = pairs if everything else pairs[:SHORT]
    for pair in shown:
        out.line(_reasons(best[pair], out.lang), first=f"  {pair[0]}  {pair[1]}  ", rest="      ")
    out.more(len(pairs) - len(shown))
    out.plain("places-decide-help")


def _reasons(one: Judgement, lang: words.Lang) -> str:
    return " ".join(reason.text(lang) for reason in one.reasons)


# --- one place


def _show(out: Screen, asked: str, folder: str, tables: str | None) -> int:
    from habeas.custody import account_of, find_place, load_places

    if tables is not None:
        register = load_places(Path(tables))
    else:
        from habeas.case import Case

        with Case(Path(folder)) as case, out.progress("reading-places") as progress:
            register = case.places(progress=progress).register
    account = account_of(register, find_place(register, asked))
    if out.json:
        _emit(out, shown=account)
    else:
        _tell_place(out, register, account)
    return DONE


def _shown(account: Account) -> dict[str, object]:
    return {
        "id": account.place.id,
        "name": account.name,
        "flags": list(account.place.flags),
        "mentions": [_mention_row(one) for one in account.said],
        "joined": [_judgement_row(one) for one in account.joined],
        "relations": [{"kind": one.kind, "a": one.a, "b": one.b, **one.values} for one in account.relations],
        "undecided": [{"place": name, **_judgement_row(one)} for name, one in account.undecided],
    }


def _mention_row(one: Mention) -> dict[str, object]:
    where = one.address
    return {
        "list": one.list, "line": one.line, "year": one.year, "code": one.code, "name": one.name, "address": where.text, "city": where.city,
        "state": where.state, "zip": where.zip, "lat": one.lat, "lon": one.lon, "precision": one.precision, "types": list(one.types),
        "capacity": one.capacity, "area": one.area, "first_used": one.first_used, "last_used": one.last_used, "ids": dict(one.ids),
    }  # fmt: skip


def _judgement_row(one: Judgement) -> dict[str, object]:
    said = both(lambda lang: _reasons(one, lang))
    return {"verdict": one.verdict, "grade": one.grade, "source": one.source, "by": one.by, "said": said}


def _tell_place(out: Screen, register: PlaceRegister, account: Account) -> None:
    out.say("place-head", "bold", id=account.place.id, name=account.name, n=len({one.list for one in account.said}))
    for flag in account.place.flags:
        out.say(f"place-{flag}", "yellow", "  ")
    for one in account.said:
        out.line(_said_by(out, one), first=f"  {one.list}:{one.line}  ", rest="      ")
    out.say("place-why", "bold")
    for judgement in account.joined:
        first = f"  {register.mentions[judgement.a].place} = {register.mentions[judgement.b].place} ({out.text(f'grade-{judgement.grade}')})  "
        out.line(_reasons(judgement, out.lang), first=first, rest="      ")
    for relation in account.relations:
        other = relation.b if relation.a == account.place.id else relation.a
        out.say(f"place-{relation.kind}", None, "  ", other=other, **relation.values)
    if account.undecided:
        out.say("place-undecided", "yellow", n=len(account.undecided))
        for name, one_open in account.undecided:
            out.line(_reasons(one_open, out.lang), first=f"  {name}  ", rest="      ")


def _said_by(out: Screen, one: Mention) -> str:
    """Return what one list says of a place, in its own words, one thing after the other."""
    where = one.address
    line = ", ".join(
        part for part in (where.text, where.city, " ".join(filter(None, (where.state, where.zip)))) if part
    )
    parts = [one.name, one.code or "", line, ", ".join(one.types)]
    if one.capacity:
        parts.append(out.text("place-capacity", capacity=one.capacity))
    if one.lat is not None:
        at = f"{one.lat:.6g}, {one.lon:.6g}"
        parts.append(out.text("place-at", at=at, precision=out.text(f"precision-{one.precision}")))
    if one.first_used or one.last_used:
        parts.append(out.text("place-used", first=one.first_used or "?", last=one.last_used or "?"))
    if one.year:
        parts.append(str(one.year))
    return "; ".join(part for part in parts if part)


# --- deciding


def _decide(out: Screen, word: str, names: Sequence[str], acting: _Acting) -> int:
    from habeas.case import Case

    with Case(Path(acting.folder), actor=acting.actor) as case:
        decide = case.same_place if word == "same" else case.different_place
        with out.progress("reading-places") as progress:
            entry = decide(names[0], names[1], reason=acting.reason, progress=progress)
            found = case.places(progress=progress)
    if out.json:
        _emit(out, found=found, entry=entry)
    else:
        out.say("decided", seq=entry.seq)
        out.problems(found.register.problems, err=False)
        out.say("places-now", places=len(found.register.places), n=len(found.register.undecided))
    return NEEDS_A_PERSON if found.register.problems else DONE
