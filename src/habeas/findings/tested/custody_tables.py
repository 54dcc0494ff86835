"""The tables of custody as records: who was certainly and who possibly held, came and left, counted as a definition says.

``Custody.write`` makes the tables (docs/custody.md). What is certain is what these tables call so; blanks are kept apart: a record
that does not tell what a definition asks for counts in :attr:`Rebuilt.most` and never in :attr:`Rebuilt.high`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from habeas.custody import Totals, rule_named
from habeas.errors import InputError
from habeas.findings.audit import Cell
from habeas.findings.tested import flows, shares
from habeas.findings.tested.model import ADULT, Definition, Figure, Moment, Rebuilt, Rows, Variant, Way
from habeas.findings.tested.records import SAMPLE, Link, NotTestable, has_word, outs, over, population, quoted, within

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

# A row without an identifier is a person of its own; whether it is certain the rule says, as in habeas.custody.
_HELD: Final = """
create view held as
with said as (
  select *, coalesce(person, '#' || row) as who, upper(concat_ws(' ', place, place_name)) as named,
    not possible_twin and (person is not null or {without_id}) as sure, coalesce(ended_first, ended_last) as end_first
  from stints)
select *,
  {night}(started_first) as night_from, cast(started_first as date) as day_from,
  case when sure then coalesce({night}(end_first), date '9999-12-31') else {night}(started_first) end as night_sure,
  coalesce({night}(ended_last), date '9999-12-31') as night_maybe,
  case when sure then coalesce(cast(end_first as date) + 1, date '9999-12-31') else cast(started_first as date) end as day_sure,
  coalesce(cast(ended_last as date) + 1, date '9999-12-31') as day_maybe
from said"""
_STAYS: Final = """
create view stayed as
select *, coalesce(person, '#' || stay) as who,
  (person is not null or {without_id}) and stay in (select stay from stints where not possible_twin) as sure, kind_of(release_reason) as kind
from stays"""


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
        self.link.execute(_HELD.format(night="night", without_id=without_id))
        self.link.execute(_STAYS.format(without_id=without_id))
        columns = {row[0] for row in self.ask("describe rows")} if rows is not None else set()
        self._located = rows is not None
        self.has_status = "case_status" in columns
        self._left_out: dict[tuple[str, ...], int] = {}
        self._days: dict[Any, dict[date, tuple[float, float]]] = {}

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
            sql = f"select count(distinct place) from held where {has_word('named', words)}"  # noqa: S608 - words of ours, values quoted
            self._left_out[key] = int(self.ask(sql)[0][0])
        return self._left_out[key]

    # --- what the tables give

    def rebuilt(self, definition: Definition, *, rows: bool = True) -> Rebuilt:
        """Return what the tables give by a definition, with the rows under it. Raises NotTestable where they cannot answer."""
        if definition.place is not None:
            self._known(definition.place)
        for name, value in definition.who:
            self._told(name, value)
        if definition.measure == "share":
            return shares.rebuilt(self, definition, rows=rows)
        if not population(definition.measure):
            return flows.rebuilt(self, definition, rows=rows)
        first, last = within(definition, self.first_day, self.last_day)
        days = self._daily(definition, first, last)
        low, high = over(definition.measure, days, first, last)
        under = self.rows_of(self.present(definition), wanted=rows)
        if not definition.who:
            return Rebuilt.pair(low, high, under)
        blank = self._daily(definition, first, last, blank=True)
        more = over(definition.measure, blank, first, last)[1]
        share = more / (high + more) if high + more else 0.0
        return Rebuilt(low=low, high=high, least=low, most=high + more, blank=share, rows=under)

    def _known(self, place: str) -> None:
        if not self.ask("select 1 from stints where place = $place limit 1", place=place):
            raise NotTestable("tested.place-unknown", place=place)

    def _told(self, name: str, value: str) -> None:
        """Raise NotTestable where no record tells of a dimension, or none has the value."""
        if name == "age":
            if not self.ask("select 1 from stints where birth_year is not null limit 1"):
                raise NotTestable("tested.field-empty", field=name)
            return
        if not self.ask(f"select 1 from stints where {name} is not null limit 1"):  # noqa: S608 - words of ours, values quoted
            raise NotTestable("tested.field-empty", field=name)
        if not self.ask(f"select 1 from stints where {name} = $value limit 1", value=value):  # noqa: S608 - words of ours, values quoted
            raise NotTestable("tested.value-unknown", field=name, value=value)

    def _daily(
        self, definition: Definition, first: date, last: date, *, blank: bool = False
    ) -> dict[date, tuple[float, float]]:
        """Return who was held on each day, from the census where it counts so, else from the stints."""
        way = definition.way
        midnight = way.at == "midnight"
        prefix = "midnight" if midnight else "any"
        if not definition.who:
            if definition.place is None and way.once and not way.without:
                return self._table(f"select day, {prefix}_certain, {prefix}_possible from national")  # noqa: S608 - names of ours
            if definition.place is not None or not way.once:
                sums = f"sum({prefix}_certain)::double, sum({prefix}_possible)::double"
                return self._table(f"select day, {sums} from census where {self._places(definition)} group by day")  # noqa: S608 - names of ours
        start, sure, maybe = COLUMN[way.at or "midnight"]
        who = "who" if way.once else "(who, place)"
        where = " and ".join(
            [self.where(definition), self.has(definition.who, "d.day", "blank" if blank else "possible")]
        )
        certain = f"d.day < {sure} and {self.has(definition.who, 'd.day', 'certain')}"
        sql = f"""
        select d.day, count(distinct {who}) filter ({certain})::double, count(distinct {who})::double
        from (select unnest(generate_series($first, $last, interval 1 day))::date as day) d
        join held on d.day >= {start} and d.day < {maybe} where {where} group by d.day"""  # noqa: S608 - words of ours, values quoted
        return self._table(sql, place=definition.place, first=first, last=last)

    def _places(self, definition: Definition) -> str:
        """Return the condition of places on the census, which does not know their names."""
        if definition.place is not None:
            return f"place = {quoted(definition.place)}"
        named = has_word("named", definition.way.without)
        found = self.ask(f"select distinct place from held where place is not null and {named}")  # noqa: S608 - words of ours, values quoted
        out = ", ".join(quoted(place) for (place,) in sorted(found))
        return f"coalesce(place not in ({out}), true)" if out else "true"

    def _table(self, sql: str, **values: object) -> dict[date, tuple[float, float]]:
        key = (sql, tuple(values.items()))
        if key not in self._days:
            self._days[key] = {day: (low, high) for day, low, high in self.ask(sql, **values)}
        return self._days[key]

    # --- conditions of SQL on ``held`` and ``stayed``

    @staticmethod
    def where(definition: Definition) -> str:
        """Return the condition that a stint is of the place of a definition, or of none that is left out."""
        if definition.place is not None:
            return f"place = {quoted(definition.place)}"
        return f"not {has_word('named', definition.way.without)}" if definition.way.without else "true"

    @staticmethod
    def has(who: Sequence[tuple[str, str]], day: str, how: How = "possible") -> str:
        """Return the condition that a record certainly, or possibly, has every value; ``blank``: it is silent of one and has the rest.

        The year of birth leaves two ages on a day: whoever turns 18 in its year is possibly under 18, and possibly not.
        """
        told, silent = [], []
        for name, value in who:
            if name == "age":
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
        return Rows(n=n, query=f"select * from {source}", sample=self.sample(f"select row from {source}") if n else ())  # noqa: S608 - words of ours, values quoted

    def located(self, rows: Rows, most: int | None = None) -> tuple[Cell, ...]:
        """Return where the rows under a number stand, all or the first ``most``, by file, sheet and line.

        Empty where the release's table of rows was not given.
        """
        return self.sample(f"select row from ({rows.query})", most) if rows.query else ()  # noqa: S608 - a query of ours

    def sample(self, rows: str, most: int | None = SAMPLE) -> tuple[Cell, ...]:
        """Return where the first rows of a query of row numbers stand."""
        limit = "" if most is None else f"limit {most}"
        if not self._located:
            return ()
        wanted = f"select file, sheet, line from rows where row in ({rows}) order by row {limit}"  # noqa: S608 - words of ours, values quoted
        return tuple(Cell(file=file, sheet=sheet, line=line) for file, sheet, line in self.ask(wanted))
