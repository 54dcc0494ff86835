"""The persons of a case: its lists read and linked into ``tables/persons/``, made anew only when lists, judgements, law or code change.

Counted groups and orders are held against the register when it is asked: they follow from claims too, and claims do not link anybody anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case import partitions
from habeas.case.persons_key import key_of
from habeas.case.recording import lent
from habeas.case.results import Persons
from habeas.case.seals import local
from habeas.errors import CaseError, Faults, InputError, Problem, because
from habeas.quiet import undisturbed
from habeas.tables import PersonFolder, persons_fingerprint
from habeas.words import Said

if TYPE_CHECKING:
    import pyarrow as pa

    from habeas.case.case import Case
    from habeas.custody.orders import OrderFinding
    from habeas.custody.persons import LawFile, PersonRegister
    from habeas.evidence import Source
    from habeas.ledger import Entry
    from habeas.people.groups import GroupState
    from habeas.people.linking import Linkage
    from habeas.people.lists import Lists
    from habeas.records import Progress

_FORMAT: Final = 1
_ABOUT: Final = frozenset({"kind", "authority", "official", "each_once", "as_of", "dates", "scope"})
_TABLES: Final = ("pairs", "persons", "doubts")


def sources_of(case: Case) -> tuple[dict[str, Source], tuple[Problem, ...]]:
    """Return the current version of each source that is a list, by its id; a problem for each that is not there or was withdrawn."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for number, name in enumerate(case.about.people.names, 1):
        state = case.state.sources.get(name)
        if state is None or state.withdrawn or state.current.kind != "original":
            key = "case.list-withdrawn" if state is not None and state.withdrawn else "case.list-no-source"
            problems.append(Problem(key, "case.toml", column=f"lists[{number}].source", values={"source": name}))
        else:
            found[name] = state.current
    return found, tuple(problems)


def originals(case: Case) -> dict[str, Path]:
    """Return the original of each list by what its file is called in the tables; empty where originals are kept elsewhere than on this machine."""
    sources, _ = sources_of(case)
    place = local(case.store)
    if place is None:
        return {}
    return {
        name: place / one.sha256[:2] / one.sha256 for name, one in zip(_called(sources), sources.values(), strict=True)
    }


def wanted(case: Case) -> dict[str, Any]:
    """Return what the persons of this moment are to be made from: the stamp of their tables."""
    sources, _ = sources_of(case)
    people = case.about.people
    return {
        "format": _FORMAT,
        "lists": [[name, one.file, one.sha256] for name, one in sources.items()],
        "said": [{name: str(value) for name, value in sorted(one.items())} for one in people.lists],
        "mappings": [_digest(case, path) for one in people.lists if (path := one.get("mapping"))],
        "law": _digest(case, people.law) if people.law else "",
        "assert_above": people.assert_above,
        "judged": [one.hash for one in _judged(case)],
        "code": persons_fingerprint() if sources else "",
        **({"partitions": asked} if (asked := partitions.asked(case.about.estimates)) else {}),
    }


def _judged(case: Case) -> list[Entry]:
    from habeas.ledger import effective
    from habeas.people.judgements import judgement_of

    return [one for one in effective(case.state.entries) if judgement_of(one) is not None]


def _digest(case: Case, path: str) -> str:
    try:
        return hashlib.sha256((case.folder / path).read_bytes()).hexdigest()
    except OSError as error:
        raise CaseError("case.no-people-file", file=path, found=because(error)) from None


def fresh(case: Case, progress: Progress | None) -> tuple[Path | None, bool]:
    """Return the folder of the persons of this moment, made anew where it has to be, and whether it had to; None where the case has no list."""
    folder = PersonFolder(case.tables.path)
    sources, _ = sources_of(case)
    made = folder.made_from()
    if not sources:
        if made is not None:
            with folder.replace({}):
                pass
        return None, made not in (None, {})
    want = wanted(case)
    if made != want:
        with undisturbed(), folder.replace(want) as to:
            _made(case, sources, to / "persons", progress)
        return folder.path / "persons", True
    return folder.path / "persons", False


def _made(case: Case, sources: Mapping[str, Source], to: Path, progress: Progress | None) -> None:
    """Read and link the lists and write everything that follows from them into an empty folder."""
    import msgspec
    import pyarrow.parquet as pq

    lists = _read(case, sources, progress)
    linkage = _linked(case, lists, progress)
    lists.write(to)
    for name in _TABLES:
        pq.write_table(getattr(linkage, name), to / f"{name}.parquet")
    for draws, seed in partitions.asked(case.about.estimates):
        partitions.write(linkage, draws, seed, to)
    register, undated = _registered(case, lists, linkage, sources)
    register.write(to)
    told = {"summary": linkage.summary, "problems": [*lists.problems, *undated, *register.problems]}
    (to / "linkage.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(told, enc_hook=str, order="sorted"), indent=1) + b"\n"
    )


def _registered(
    case: Case, lists: Lists, linkage: Linkage, sources: Mapping[str, Source]
) -> tuple[PersonRegister, tuple[Problem, ...]]:
    """Return the register; where no list names any day it is of the day on which the last of them was added, and that is told."""
    from habeas.custody.persons import build_persons

    law = law_of(case)
    build = partial(
        build_persons,
        linkage.persons,
        lists.mentions,
        lists.statements,
        lists=lists.lists,
        laws=law.laws if law else (),
    )
    try:
        return build(), ()
    except InputError as error:
        if error.key != "persons.no-day":
            raise
    added = (one.time for one in case.state.entries if one.kind == "source.add" and one.about in sources)
    day = date.fromisoformat(max(added)[:10])
    return build(as_of=day), (Problem("case.lists-no-day", "case.toml", values={"day": day}, gravity="warning"),)


def _read(case: Case, sources: Mapping[str, Source], progress: Progress | None) -> Lists:
    from habeas.people.lists import read_lists

    people = case.about.people
    lost = [
        Problem("case.list-lost", one.file, values={"source": name, "sha256": one.sha256})
        for name, one in sources.items()
        if not case.store.has(one.sha256)
    ]
    if lost:
        raise Faults("case.lists-lost", lost)
    said = {one["source"]: one for one in people.lists if one["source"] in sources}
    called = _called(sources)
    with lent(case, dict(zip(called, sources.values(), strict=True))) as files:
        paths = list(files.values())
        mappings = {
            path: case.folder / one["mapping"]
            for path, one in zip(paths, said.values(), strict=True)
            if "mapping" in one
        }
        told = {people.names[name]: {key: one[key] for key in one if key in _ABOUT} for name, one in said.items()}
        names = [people.names[name] for name in said]
        lists = read_lists(paths, mapping=mappings, names=names, called=called, about=told, progress=progress)
    # Neither the folder nor a store is part of what is written: a copy of the case has the same tables.
    back = {people.names[name]: one for name, one in said.items()}
    kept = {
        name: replace(about, source=back[name]["source"], mapping=back[name].get("mapping")) if name in back else about
        for name, about in lists.lists.items()
    }
    return replace(lists, lists=kept)


def _called(sources: Mapping[str, Source]) -> list[str]:
    """Return what the file of each source is called: its name, with the source before it where two have one name."""
    files = [one.file for one in sources.values()]
    return [one.file if files.count(one.file) == 1 else f"{name}/{one.file}" for name, one in sources.items()]


def _linked(case: Case, lists: Lists, progress: Progress | None) -> Linkage:
    from habeas.people.linking import Settings, link

    tell = getattr(progress, "stage", None)
    if tell is not None:
        tell("linking")
    settings = Settings(assert_above=case.about.people.assert_above)
    deaths = lists.said("died_when")
    judged = case.judgements(every=True)
    return link(
        lists.mentions, judgements=judged, lists=lists.lists, statements=deaths, settings=settings, progress=progress
    )


def law_of(case: Case) -> LawFile | None:
    """Return the limits of the case's law file, None where it names none."""
    from habeas.custody.persons import read_laws

    return read_laws(case.folder / case.about.people.law) if case.about.people.law else None


def load(case: Case, progress: Progress | None) -> Persons:
    """Return the persons of a case, linked anew where they have to be. Raises :class:`InputError` where the case names no list."""
    from habeas.custody.persons import PersonRegister

    if not case.about.people.lists:
        raise InputError("case.no-lists")
    folder, _ = fresh(case, progress)
    _, absent = sources_of(case)
    if folder is None:
        raise Faults("case.lists-absent", absent)
    register = PersonRegister.load(folder)
    groups, told = _groups(case, folder)
    orders, more = _orders(case, register, groups)
    by_person: dict[str, list[str]] = {}
    for one in orders:
        by_person.setdefault(one.person, []).append(one.id)
    kept, summary = _kept(folder)
    return Persons(
        folder=folder,
        register=register.with_orders(by_person),
        doubts=_rows(folder / "doubts.parquet"),
        note=case.about.people.note,
        key=key_of(case.state.entries),
        summary=summary,
        groups=groups,
        orders=orders,
        law=law_of(case),
        problems=(*absent, *kept, *_judgement_problems(case, folder), *told, *more),
    )


def _judgement_problems(case: Case, folder: Path) -> tuple[Problem, ...]:
    """Return what a person has to look at of what was judged: contradictions, and judgements on mentions that are in no list now."""
    import pyarrow.parquet as pq

    from habeas.people.judgements import settle

    judged = case.judgements()
    if not judged:
        return ()
    return settle(judged, _keys(pq.read_table(folder / "mentions.parquet", columns=["mention"]))).problems


def _keys(mentions: pa.Table) -> set[str]:
    return set(mentions.column("mention").to_pylist())


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    n: int = pq.read_metadata(path).num_rows
    return n


def _kept(folder: Path) -> tuple[tuple[Problem, ...], Mapping[str, Any]]:
    """Return the problems of the lists and the summary of the linkage, as they were written."""
    import msgspec

    raw = msgspec.json.decode((folder / "linkage.json").read_bytes())
    return tuple(_problem(one) for one in raw["problems"]), raw["summary"]


def _problem(raw: Mapping[str, Any]) -> Problem:
    """Return a problem as it was written; words in two languages are words again."""
    values = {name: Said(**one) if isinstance(one, dict) else one for name, one in raw["values"].items()}
    return Problem(**{**raw, "values": values})


def _groups(case: Case, folder: Path) -> tuple[tuple[GroupState, ...], tuple[Problem, ...]]:
    import pyarrow.parquet as pq

    from habeas.people.groups import check_decisions, check_lists, match_groups, member_decisions_of, read_groups

    groups, problems = read_groups(list(case.about.people.groups))
    if not groups:
        return (), problems
    mentions, statements, persons = (
        pq.read_table(folder / f"{name}.parquet") for name in ("mentions", "statements", "persons")
    )
    decisions = member_decisions_of(case.state.entries)
    lists = {*case.about.people.names.values(), *mentions.column("list").unique().to_pylist()}
    told = (*check_lists(groups, lists), *check_decisions(groups, _keys(mentions), decisions))
    found = match_groups(
        groups, mentions, statements, persons, decisions, claims=case.state.claims, wording=case.wording
    )
    return found, (*problems, *told)


def _orders(
    case: Case, register: PersonRegister, groups: Sequence[GroupState]
) -> tuple[tuple[OrderFinding, ...], tuple[Problem, ...]]:
    from habeas.custody.orders import find_orders, read_orders

    orders, problems = read_orders(list(case.about.people.orders), case.state.claims, case.about.subjects)
    return find_orders(orders, register.persons, groups, as_of=register.as_of), problems


def altered(case: Case) -> list[Problem]:
    """Return a problem for each file of the persons that is not the one that was made; it is then no longer used."""
    folder = PersonFolder(case.tables.path)
    problems = [
        Problem("tables.altered", f"tables/{name}", values={"folder": str(folder.path)}) for name in folder.altered()
    ]
    if problems:
        folder.discard()
    return problems
