"""The tables of custody as records: who was certainly and who possibly held, came and left, counted as a definition says.

``Custody.write`` makes the tables (docs/custody.md). What is certain is what these tables call so; blanks are kept apart: a record
that does not tell what a definition asks for counts in :attr:`Rebuilt.most` and never in :attr:`Rebuilt.high`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

from habeas.custody import Totals, rule_named
from habeas.errors import InputError
from habeas.findings.audit import Cell
from habeas.findings.tested import flows, shares
from habeas.findings.tested.model import ADULT, Definition, Figure, Moment, Rebuilt, Rows, Told, Variant, Way
from habeas.findings.tested.records import (
    SAMPLE,
    Link,
    NotTestable,
    has_word,
    outs,
    over,
    population,
    quoted,
    single,
    within,
)

How = Literal["certain", "possible", "blank"]
_NEEDED: Final = ("stints", "stays", "census", "national")
_VARIANTS: Final[dict[str, tuple[Variant, ...]]] = {
    "book-ins": ("stays", "stints"),
    "releases": ("every-exit", "freed"),
    "removals": ("removed", "left-the-country"),
}
COLUMN: Final = {
    "midnight": ("night_from", "night_sure", "night_maybe"),
    "any-moment": ("day_from", "day_sure", "day_maybe"),
}

# A row without an identifier is a person of its own; whether it is certain the rule says, as in habeas.custody. Persons are numbered, so
# that they are counted fast. The days are those of the census: from the first night or day that counts to the first that no longer does.
_ATTRIBUTES: Final = "sex, nationality, birth_year, criminality, authority, programme"
_HELD: Final = f"""
create temp table held as
with persons as (select person, row_number() over () as number from (select distinct person from stints where person is not null)),
said as (
  select stints.*, coalesce(number, -1 - row) as who, coalesce(ended_first, ended_last) as end_first,
    not possible_twin and (stints.person is not null or {{without_id}}) as sure
  from stints left join persons using (person))
select row, stay, who, place, sure, started_first, started_last, ended_first, ended_last, {_ATTRIBUTES},
  kind_of(release_reason) as kind, max(started_first) over (partition by who) as came_last,
  night(started_first) as night_from, cast(started_first as date) as day_from,
  case when sure then coalesce(night(end_first), date '9999-12-31') else night(started_first) end as night_sure,
  coalesce(night(ended_last), date '9999-12-31') as night_maybe,
  case when sure then coalesce(cast(end_first as date) + 1, date '9999-12-31') else cast(started_first as date) end as day_sure,
  coalesce(cast(ended_last as date) + 1, date '9999-12-31') as day_maybe
from said"""  # noqa: S608 - names of ours
_STAYED: Final = f"""
create temp table stayed as
select stay, first_place, last_place, started_first, started_last, ended_first, ended_last, days_low, days_high, {_ATTRIBUTES},
  kind_of(release_reason) as kind,
  (person is not null or {{without_id}}) and stay in (select stay from stints where not possible_twin) as sure
from stays"""  # noqa: S608 - names of ours
_NAMES: Final = """
create temp table names as
select place, string_agg(distinct upper(concat_ws(' ', place, place_name)), ' / ') as named
from stints where place is not null group by place"""


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    """Return the beginnings of reasons and their kinds, the longest first."""
    text = (resources.files("habeas") / "findings" / "tested" / "reasons.toml").read_text(encoding="utf-8")
    kinds: dict[str, str] = tomllib.loads(text)["kinds"]
    return tuple(sorted(kinds.items(), key=lambda one: -len(one[0])))


def kind_of(reason: str) -> str:
    """Return SQL that says of what kind a reason of leaving is; null where it is none that is known."""
    said = f"lower(trim({reason}))"
    cases = " ".join(f"when starts_with({said}, {quoted(begin)}) then {quoted(kind)}" for begin, kind in _kinds())
    return f"case {cases} end"


class CustodyTables(Link):
    """A folder of custody tables; with ``rows``, the release's table of rows, each row is known by file, sheet and line.

    ``without`` are the words whose places may have been left out of published figures. Raises InputError where the folder does
    not hold the tables.
    """

    def __init__(self, folder: Path, *, rows: Path | None = None, without: Sequence[str] = ()) -> None:
        super().__init__()
        self.without = tuple(word.upper() for word in without)
        missing = [name for name in _NEEDED if not self.view(name, folder / f"{name}.parquet")]
        try:
            self.totals = Totals.read(folder)
        except (OSError, ValueError, KeyError, TypeError):
            missing.append("totals.json")
        if missing:
            raise InputError("tested.not-custody", folder=str(folder), missing=missing)
        if rows is not None and not self.view("rows", rows):
            raise InputError("tested.no-file", file=str(rows))
        self.first_day, self.last_day = self.totals.first_day, self.totals.last_day
        rule = rule_named(self.totals.rule)
        without_id = "false" if rule.without_id == "possible" else "true"
        # As the census counts: the first midnight at which who comes at a moment is held, and who leaves is not.
        shift = "(x - interval 1 microsecond)" if rule.midnight == "start" else "x"
        after = " + 1" if rule.midnight == "start" else ""
        self.link.execute(f"create macro kind_of(reason) as {kind_of('reason')}")
        self.link.execute(f"create macro night(x) as cast({shift} as date){after}")
        for made in (_HELD, _STAYED, _NAMES):
            self.link.execute(made.format(without_id=without_id))
        columns = {row[0] for row in self.ask("describe rows")} if rows is not None else set()
        self._located = rows is not None
        self.has_status = "case_status" in columns
        self._asked: dict[tuple[str, str], bool] = {}
        self._left_out: dict[tuple[str, ...], int] = {}
        self._days: dict[str, dict[date, tuple[float, float]]] = {}
        self._held: dict[str, dict[date, float]] = {}

    # --- ways

    def ways(self, figure: Figure) -> tuple[Way, ...]:
        """Return the ways in which such a figure can be counted, that of most publishers first."""
        if population(figure.measure):
            moments: list[Moment] = [figure.at] if figure.at else ["midnight", "any-moment"]
            made = [Way(at=at, once=once, without=out) for at in moments for once, out in self._counted(figure, at)]
            return tuple(made)
        if figure.measure == "share":
            return shares.ways(figure)
        variants = (
            ("stints",) if figure.place and figure.measure == "book-ins" else _VARIANTS.get(figure.measure, ("",))
        )
        return tuple(Way(variant=one) for one in variants)

    def _counted(self, figure: Figure, at: Moment) -> list[tuple[bool, tuple[str, ...]]]:
        """Return how persons of some places may be counted: each once a day, or once in each place of the day.

        At midnight hardly anybody is in two places: the two are one way, and where places are left out it is the sum over the others.
        """
        made: list[tuple[bool, tuple[str, ...]]] = []
        for out in outs(figure, self.without):
            if figure.place is not None or (not out and at == "midnight"):
                made.append((True, out))
            else:
                made += [(True, out), (False, out)] if not out else [(False, out)]
        return made

    def left_out(self, words: Sequence[str]) -> int:
        """Return how many places have one of the words in their code or name."""
        key = tuple(words)
        if key not in self._left_out:
            sql = f"select count(*) from names where {has_word('named', words)}"  # noqa: S608 - words of ours, values quoted
            self._left_out[key] = int(self.ask(sql)[0][0])
        return self._left_out[key]

    def codes(self) -> list[str]:
        """Return the code of each place, in order."""
        return [code for (code,) in self.ask("select place from names order by 1")]

    def names(self) -> dict[str, str]:
        """Return the code of each place by its name in capitals, where the name is that of one code only."""
        return single(self.ask("select distinct place, place_name from stints where place is not null"))

    # --- what the tables give

    def rebuilt(self, definition: Definition, *, rows: bool = True) -> Rebuilt:
        """Return what the tables give by a definition, with the rows under it. Raises NotTestable where they cannot answer."""
        if definition.place is not None:
            self._known(definition.place)
        for name, value in definition.who:
            self.told(name, value)
        if definition.measure == "share":
            return shares.rebuilt(self, definition, rows=rows)
        if not population(definition.measure):
            return flows.rebuilt(self, definition, rows=rows)
        first, last = within(definition, self.first_day, self.last_day)
        days = self.daily(definition)
        low, high = over(definition.measure, days, first, last)
        under = self.rows_of(self.present(definition), wanted=rows)
        if not definition.who:
            return Rebuilt.pair(low, high, under)
        blank = self.daily(definition, blank=True)
        more = over(definition.measure, blank, first, last)[1]
        share = more / (high + more) if high + more else 0.0
        return Rebuilt(low=low, high=high, least=low, most=high + more, blank=share, rows=under)

    def _known(self, place: str) -> None:
        if not self._any("names", f"place = {quoted(place)}"):
            raise NotTestable("tested.place-unknown", place=place)

    def told(self, name: str, value: str | None = None) -> None:
        """Raise NotTestable where no record tells of a dimension, or none has the value; of an age any year of birth tells."""
        column = "birth_year" if name == "age" else name
        if not self._any("held", f"{column} is not null"):
            raise NotTestable("tested.field-empty", field=Told(((name, None),)))
        if value is not None and name != "age" and not self._any("held", f"{column} = {quoted(value)}"):
            raise NotTestable("tested.value-unknown", who=Told(((name, value),)))

    def _any(self, table: str, where: str) -> bool:
        """Whether a table has such a row; asked once."""
        if (table, where) not in self._asked:
            self._asked[table, where] = bool(self.ask(f"select 1 from {table} where {where} limit 1"))  # noqa: S608 - words of ours, values quoted
        return self._asked[table, where]

    def daily(self, definition: Definition, *, blank: bool = False) -> Mapping[date, tuple[float, float]]:
        """Return who was certainly and possibly held on each day, from the census where it counts so, else from the stints.

        With ``blank``, how many more there may be among those of whom no record tells what the definition asks.
        """
        way = definition.way
        prefix = "midnight" if way.at == "midnight" else "any"
        if not definition.who:
            if definition.place is None and way.once and not way.without:
                return self._table(f"select day, {prefix}_certain, {prefix}_possible from national")  # noqa: S608 - names of ours
            if definition.place is not None or not way.once:
                sums = f"sum({prefix}_certain)::double, sum({prefix}_possible)::double"
                return self._table(f"select day, {sums} from census where {self.where(definition)} group by day")  # noqa: S608 - names of ours
        start, sure, maybe = COLUMN[way.at or "midnight"]
        limits = {"certain": (start, sure), ("blank" if blank else "possible"): (start, maybe)}
        low, high = (self._present(definition, how, *sides) for how, sides in limits.items())  # type: ignore[arg-type]
        return {day: (0.0 if blank else low.get(day, 0.0), n) for day, n in high.items()}

    def _table(self, sql: str) -> dict[date, tuple[float, float]]:
        if sql not in self._days:
            self._days[sql] = {day: (low, high) for day, low, high in self.ask(sql)}
        return self._days[sql]

    def _present(self, definition: Definition, how: How, start: str, end: str) -> dict[date, float]:
        """Return how many persons (each once, or once in each place) the stints hold on each day, from ``start`` up to but not on ``end``.

        Each stint adds the days that the earlier stints of its person do not cover, as the census does it.
        """
        first, beyond = _aged(definition.who, start, end, how)
        key = "who" if definition.way.once else "who, place"
        sql = f"""
        with kept as (
          select who, place, row, {first} as first, {beyond} as beyond from held
          where {self.where(definition)} and {self.has(definition.who, None, how)}),
        cut as (
          select beyond, greatest(first, coalesce(max(beyond) over (
            partition by {key} order by first, row rows between unbounded preceding and 1 preceding), first)) as first
          from kept where beyond > first),
        changes as (select first as day, 1 as n from cut where beyond > first union all select beyond, -1 from cut where beyond > first)
        select day, sum(n)::bigint from changes group by day order by day"""  # noqa: S608 - words of ours, values quoted
        if sql not in self._held:
            self._held[sql] = _running(self.ask(sql), self.first_day, self.last_day)
        return self._held[sql]

    # --- conditions of SQL on ``held`` and ``stayed``

    def where(self, definition: Definition) -> str:
        """Return the condition that a stint, or a row of the census, is of the place of a definition, or of none that is left out."""
        if definition.place is not None:
            return f"place = {quoted(definition.place)}"
        if not definition.way.without:
            return "true"
        named = has_word("named", definition.way.without)
        return f"coalesce(place not in (select place from names where {named}), true)"  # noqa: S608 - words of ours, values quoted

    @staticmethod
    def has(who: Sequence[tuple[str, str]], day: str | None, how: How = "possible") -> str:
        """Return the condition that a record certainly, or possibly, has every value; ``blank``: it is silent of one and has the rest.

        The year of birth leaves two ages on a day: whoever turns 18 in its year is possibly under 18, and possibly not. Without a day
        any year of birth does: the days are limited by :func:`_aged`.
        """
        told, silent = [], []
        for name, value in who:
            if name == "age" and day is None:
                told.append("birth_year is not null")
                silent.append("birth_year is null")
            elif name == "age":
                age, sign = f"year({day}) - birth_year", "<" if value == "under-18" else ">"
                told.append(f"({age} {sign}{'' if how == 'certain' else '='} {ADULT})")
                silent.append("birth_year is null")
            else:
                told.append(f"coalesce({name} = {quoted(value)}, false)")
                silent.append(f"{name} is null")
        if how != "blank":
            return " and ".join(f"coalesce({one}, false)" for one in told) or "true"
        rest = " and ".join(f"(coalesce({one}, false) or {other})" for one, other in zip(told, silent, strict=True))
        return f"{rest} and ({' or '.join(silent)})"

    def present(self, definition: Definition) -> str:
        """Return the stints of who was held in the days of a definition, as a query."""
        start, _, maybe = COLUMN[definition.way.at or "midnight"]
        days = f"{start} <= '{definition.last_day}' and {maybe} > '{definition.first_day}'"
        where = self.where(definition)
        return f"held where {days} and {where} and {self.has(definition.who, start)}"

    def rows_of(self, source: str, *, wanted: bool = True) -> Rows:
        """Return the rows of a query over ``held``: how many, and a few by file, sheet and line where the rows are at hand.

        Without ``wanted`` the query alone.
        """
        if not wanted:
            return Rows(query=f"select * from {source}")  # noqa: S608 - a query of ours
        n = int(self.ask(f"select count(*) from {source}")[0][0])  # noqa: S608 - words of ours, values quoted
        under = Rows(n=n, query=f"select * from {source}")  # noqa: S608 - words of ours, values quoted
        return replace(under, sample=self.located(under, SAMPLE)) if n else under

    def located(self, rows: Rows, most: int | None = None) -> tuple[Cell, ...]:
        """Return where the rows under a number stand, all or the first ``most``, by file, sheet and line.

        Empty where the release's table of rows was not given.
        """
        if not self._located or not rows.query:
            return ()
        limit = "" if most is None else f" limit {most}"
        numbers = self.ask(f"select distinct row from ({rows.query}) order by row{limit}")  # noqa: S608 - a query of ours
        wanted = ", ".join(str(number) for (number,) in numbers)
        if not wanted:
            return ()
        found = self.ask(f"select file, sheet, line from rows where row in ({wanted}) order by row")  # noqa: S608 - numbers
        return tuple(Cell(file=file, sheet=sheet, line=line) for file, sheet, line in found)


def _aged(who: Sequence[tuple[str, str]], start: str, end: str, how: How) -> tuple[str, str]:
    """Return the first day of a stint, and the first no longer, on which an age that is asked for is certain or possible.

    The year of birth leaves two ages on a day: of the year of the eighteenth birthday both are possible and neither is certain.
    """
    first, beyond = start, end
    for name, value in who:
        if name != "age":
            continue
        later = (how == "certain") == (value == "adult")
        turns = f"make_date(birth_year + {ADULT + 1 if later else ADULT}, 1, 1)"
        if value == "adult":
            first = f"greatest({first}, coalesce({turns}, {first}))"
        else:
            beyond = f"least({beyond}, coalesce({turns}, {beyond}))"
    return first, beyond


def _running(changes: Sequence[tuple[date, int]], first: date, last: date) -> dict[date, float]:
    """Return the sum of changes up to each day from the first to the last."""
    by_day = dict(changes)
    held = sum(n for day, n in changes if day < first)
    counted: dict[date, float] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        held += by_day.get(day, 0)
        counted[day] = float(held)
    return counted
