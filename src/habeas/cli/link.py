"""The command link: lists of persons in files become persons, in two tiers, with every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas import words
from habeas.cli import link_given as given
from habeas.cli.frame import DONE, NEEDS_A_PERSON, Share, argument, command, option
from habeas.cli.show import SHORT, Screen, screen

if TYPE_CHECKING:
    import numpy.typing as npt

    from habeas.errors import Problem
    from habeas.people.judgements import Judgement
    from habeas.people.linking import Linkage, OnSpark
    from habeas.people.lists import Lists

_UNASKED: Final = 100
_FEW: Final = 30_000
"""Up to so many mentions, drawing is a matter of seconds."""
_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for besides the lists."""

    pairs: bool
    partitions: int
    seed: int | None
    certain: float | None
    each_once: tuple[str, ...]
    to: Path | None
    onto: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What came of it: the lists, their linkage, everything that was told, and the draws, where some were asked for."""

    lists: Lists
    linkage: Linkage
    problems: Sequence[Problem]
    draws: npt.NDArray[Any] | None
    earlier: int = 0
    """How many mentions were there before."""


@command("link")
@argument("paths", key="listed", nargs=-1, required=True, type=click.Path())
@option("--list-column", "list_column", key="list-column")
@option("--mapping", "mappings", key="list-mapping", type=click.Path(), metavar="file", multiple=True)
@option("--decisions", "decisions", key="link-decisions", type=click.Path(), metavar="file")
@option("--each-once", "each_once", key="each-once", multiple=True)
@option("--assert", "certain", key="assert", type=Share(), metavar="number")
@option("--pairs", "pairs", key="pairs", is_flag=True)
@option("--partitions", "partitions", key="partitions", type=click.IntRange(0, 100_000), default=0)
@option("--seed", "seed", key="seed", type=click.IntRange(0, 2**31 - 1))
@option("--engine", "engine", key="link-engine", type=click.Choice(["duckdb", "spark"]), default="duckdb")
@option("--master", "master", key="master")
@option("--onto", "onto", key="onto", type=click.Path(), metavar="folder")
@option("--to", "to", key="link-to", type=click.Path())
def link(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    list_column: str | None,
    mappings: tuple[str, ...],
    decisions: str | None,
    each_once: tuple[str, ...],
    certain: float | None,
    pairs: bool,
    partitions: int,
    seed: int | None,
    engine: str,
    master: str | None,
    onto: str | None,
    to: str | None,
) -> int:
    """Link lists of persons: which rows are one person, with reasons and doubt, and nobody merged away."""
    from habeas.people.lists import after, earlier_lists, read_lists

    out = screen(context)
    asked = _Asked(
        pairs=pairs, partitions=partitions, seed=seed, certain=certain, each_once=each_once,
        to=Path(to) if to else None, onto=Path(onto) if onto else None,
    )  # fmt: skip
    given.check_folder(asked.to)
    files = [Path(one) for one in paths]
    mapping = given.mapping_of(files, mappings)
    with out.progress("reading-lists") as progress:
        lists = read_lists(files, mapping=mapping, list_column=list_column, progress=progress)
        before = earlier_lists(asked.onto) if asked.onto else None
        if before is not None:
            lists = after(before, lists)
        lists = given.each_once(lists, each_once)
        given.check_usable(lists)
        judged, faults = given.judged(decisions, lists)
        if progress is not None:
            progress.stage("linking")  # type: ignore[attr-defined]
        with _engine(engine, master) as spark:
            linkage = _linked(lists, judged, asked, spark, progress)
        draws = _draws(linkage, asked, out)
    problems = [*lists.problems, *faults, *given.judgement_problems(judged, lists, linkage)]
    earlier = before.mentions.num_rows if before else 0
    found = _Found(lists=lists, linkage=linkage, problems=problems, draws=draws, earlier=earlier)
    _write(found, asked)
    (_emit if out.json else _tell)(out, found, asked)
    return NEEDS_A_PERSON if any(one.gravity == "error" for one in problems) else DONE


# --- linking


@contextmanager
def _engine(name: str, master: str | None) -> Iterator[OnSpark | None]:
    """Lend Spark where it was asked for; refuse an address where it was not."""
    from habeas.errors import InputError
    from habeas.people.linking import OnSpark, functions

    if name == "duckdb":
        if master is not None:
            raise InputError("custody.engine-master", master=master)
        yield None
        return
    from habeas.custody import spark_session

    with spark_session(master=master, jars=functions()) as (session, scratch):
        yield OnSpark(session, scratch)


def _linked(lists: Lists, judged: Sequence[Judgement], asked: _Asked, spark: OnSpark | None, progress: Any) -> Linkage:
    from habeas.people.linking import Settings, kept, link

    settings = Settings()
    if asked.certain is not None:
        settings = replace(settings, assert_above=asked.certain if asked.certain < 1 else None)
    if asked.seed is not None:
        settings = replace(settings, seed=asked.seed)
    # Nobody is linked to a custody that began after a death; the other statements are not needed here, and are many.
    deaths = lists.said("died_when")
    onto = kept(asked.onto) if asked.onto else None
    return link(
        lists.mentions, judgements=judged, lists=lists.lists, statements=deaths, settings=settings, onto=onto, spark=spark, progress=progress,
    )  # fmt: skip


def _draws(linkage: Linkage, asked: _Asked, out: Screen) -> npt.NDArray[Any] | None:
    """Return the draws: a row each, a column for each mention in the order of their table. A person is told an interval unasked."""
    some = asked.partitions or (0 if out.json or linkage.mentions.num_rows > _FEW else _UNASKED)
    return linkage.partitions(some, seed=asked.seed) if some else None


# --- what is written and printed


def _write(found: _Found, asked: _Asked) -> None:
    if asked.to is None:
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    from habeas.people.linking import keep

    keep(found.linkage.found, asked.to)
    found.lists.write(asked.to)
    for name in ("pairs", "persons", "doubts"):
        pq.write_table(getattr(found.linkage, name), asked.to / f"{name}.parquet")
    (asked.to / "partitions.parquet").unlink(missing_ok=True)  # those of an earlier linkage are not of these tables
    if found.draws is not None and asked.partitions:
        columns = {"mention": found.lists.mentions.column("mention")}
        drawn = {f"draw_{n}": pa.array(row) for n, row in enumerate(found.draws)}
        pq.write_table(pa.table({**columns, **drawn}), asked.to / "partitions.parquet")


def _input_order(lists: Lists) -> npt.NDArray[Any]:
    """Return the places of mentions in their table, in the order of files and rows."""
    import numpy as np

    return np.argsort(lists.order, kind="stable")


def _emit(out: Screen, found: _Found, asked: _Asked) -> None:
    order = _input_order(found.lists)[found.earlier :]
    out.emit(
        "link/1",
        lists=[_list_row(one) for one in found.lists.lists.values()],
        summary=_summary(found),
        rows=_rows(found, order),
        pairs=list(_pairs(found.linkage, out.lang)) if asked.pairs else None,
        partitions=None if found.draws is None else found.draws[:, order].tolist(),
        problems=out.problem_rows([*found.problems, *found.lists.notes]),
        folder=str(asked.to) if asked.to else None,
    )


def _list_row(one: Any) -> dict[str, object]:
    names = ("name", "source", "kind", "official", "each_once", "rows", "mentions", "set_aside")
    return {name: getattr(one, name) for name in names}


def _rows(found: _Found, order: Any) -> list[dict[str, object]]:
    """Return every row that is a mention, in the order of files and rows, with its persons in both tiers."""
    import pyarrow as pa

    places = pa.array(order)
    said = found.lists.mentions.select(["list", "row", "file", "mention"]).take(places)
    persons = found.linkage.persons.select(["person", "estimate", "weakest", "estimate_weakest", "hidden"]).take(places)
    columns = {name: table.column(name).to_pylist() for table in (said, persons) for name in table.column_names}
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _pairs(linkage: Linkage, lang: words.Lang) -> Iterator[dict[str, Any]]:
    """Yield the scored pairs, the surest first, with what speaks for and against in words."""
    from habeas.people.linking import say

    names = ("left", "right", "probability", "weight", "same_list")
    ordered = linkage.pairs.sort_by([("probability", "descending")])
    for batch in ordered.to_batches(max_chunksize=_BATCH):  # where the first few are asked for, the rest is left alone
        for row in batch.to_pylist():
            yield {**{name: row[name] for name in names}, "reasons": say(row["evidence"], lang)}


def _summary(found: _Found) -> dict[str, object]:
    """Return what the linkage came to, as JSON; the interval is that of the draws, null where none were asked for."""
    linkage = found.linkage
    return {
        **_counted(linkage),
        "interval": None if found.draws is None else list(_interval(found.draws)),
        "doubts": linkage.doubts.num_rows,
        "candidates": linkage.compared,
        "recall": {name: getattr(linkage.recall, name) for name in ("share", "low", "high")}
        if linkage.recall.known
        else None,
        "indistinct": linkage.indistinct,
        "contradictions": linkage.contradictions,
    }


def _counted(linkage: Linkage) -> dict[str, Any]:
    """Return how many persons there are in both tiers, and how many of them are expected to be hidden in the register."""
    import pyarrow.compute as pc

    persons = linkage.persons
    hidden = persons.group_by("person").aggregate([("hidden", "max")]).column("hidden_max")
    return {
        "persons": pc.count_distinct(persons.column("person")).as_py(),
        "estimate": pc.count_distinct(persons.column("estimate")).as_py(),
        "hidden": round(float(pc.sum(hidden).as_py() or 0.0), 3),
    }


def _tell(out: Screen, found: _Found, asked: _Asked) -> None:
    lists = found.lists
    out.problems(found.problems, err=False)
    for note in lists.notes:
        out.line(note.text(out.lang), style="dim")
    _say(out, "head", "bold", n=lists.mentions.num_rows, lists=words.text("link.lists", out.lang, n=len(lists.lists)))
    for one in lists.lists.values():
        _say(out, "list", None, list=one.name, n=one.mentions, aside=one.set_aside)
    _tell_persons(out, found)
    if asked.pairs:
        _tell_pairs(out, found)
    if asked.to is not None:
        _say(out, "kept", None, folder=str(asked.to))


def _tell_persons(out: Screen, found: _Found) -> None:
    """Print how many persons there are in both tiers, who may be hidden, what was compared, and what waits for a person."""
    told = _summary(found)
    _say(out, "register", "bold", n=told["persons"])
    _say(out, "hidden", None, found=round(float(str(told["hidden"])), 1))
    if found.draws is not None:
        low, high = _interval(found.draws)
        _say(out, "estimate-drawn", "bold", found=told["estimate"], low=low, high=high, n=len(found.draws))
    else:
        _say(out, "estimate", "bold", n=told["estimate"])
    recall = found.linkage.recall
    if recall.known:
        percent = {name: f"{100 * getattr(recall, name):.1f}" for name in ("share", "low", "high")}
        _say(out, "recall", None, n=found.linkage.compared, **percent)
    else:
        _say(out, "recall-unknown", None, n=found.linkage.compared)
    if told["indistinct"]:
        _say(out, "indistinct", "yellow", n=told["indistinct"])
    if told["contradictions"]:
        _say(out, "contradictions", "yellow", n=told["contradictions"])
    if told["doubts"]:
        _say(out, "doubts", "yellow", n=told["doubts"])
    else:
        _say(out, "no-doubts", None)


def _interval(draws: npt.NDArray[Any]) -> tuple[int, int]:
    """Return between how many persons 95 in 100 draws lie."""
    import numpy as np

    counts = np.array([len(np.unique(row)) for row in draws])
    return int(np.quantile(counts, 0.025)), int(np.quantile(counts, 0.975))


def _tell_pairs(out: Screen, found: _Found) -> None:
    """Print the surest pairs with their reasons; the rest is counted."""
    lists, total = found.lists, found.linkage.pairs.num_rows
    named = dict(zip(lists.mentions.column("mention").to_pylist(), _places(lists), strict=True))
    _say(out, "pairs", "bold", n=total)
    for one in islice(_pairs(found.linkage, out.lang), SHORT):
        first = f"  {named[one['left']]} = {named[one['right']]}  {one['probability']:.3f}  "
        out.line("; ".join(one["reasons"]), first=first, rest="      ")
    out.more(max(total - SHORT, 0))


def _places(lists: Lists) -> list[str]:
    columns = [lists.mentions.column(name).to_pylist() for name in ("list", "row")]
    return [f"{name}:{row}" for name, row in zip(*columns, strict=True)]


def _say(out: Screen, key: str, style: str | None, **values: object) -> None:
    out.line(words.text(f"link.{key}", out.lang, **values), style=style, first="" if style == "bold" else "  ")
