"""Relations: what rules say about single figures, worked out for every publication.

A relation is one instance of a rule: this total and its parts, that share with its part and its whole. Its *residual* is zero where it
holds; it is broken where the residual is greater than the *tolerance*, which is what rounding to the published places can make. A
*term* is one figure in it, with the coefficient by which a change of the figure changes the residual. Two tables of the database hold
them all; the rules are worked out in SQL, one statement a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from habeas.findings.audit.publications import COLUMNS, Publications
from habeas.findings.audit.series import Additive, Between, One, Rule, Same, Selector, Series, Share, Whole, quoted

_TABLES: Final = """
CREATE OR REPLACE TEMP TABLE relation (
    id UBIGINT, rule VARCHAR, number INTEGER, residual DOUBLE, tolerance DOUBLE, stated DOUBLE, expected DOUBLE, weight DOUBLE);
CREATE OR REPLACE TEMP TABLE term (id UBIGINT, "row" BIGINT, coefficient DOUBLE);
"""
_ZERO: Final = "('', '-', '–', '—', '0', '0.0')"
"""Texts without a value that add nothing to a sum; any other, as a failed formula, leaves the sum unknown."""
_SMALL: Final = "1e-6 + 1e-10"
"""Numbers are held with 15 digits: so much of a term may be lost beside the rounding."""

_ADDED: Final = """
CREATE OR REPLACE TEMP TABLE added AS
WITH chosen AS (
    SELECT f.rowid AS "row", f.number, f.value, f.text, f.grain, {word} = {total} AS total, {weight} AS weight, {other} AS other,
        hash({name}, f.number, f.sheet, f."table", f.measure, f.fiscal_year, {keys}) AS id
    FROM figures AS f {join}
    WHERE {condition} AND {word} IS NOT NULL AND {words}
)
SELECT * FROM chosen SEMI JOIN (
    SELECT id FROM chosen GROUP BY id
    HAVING count(*) FILTER (total) = 1 AND count(*) FILTER (total AND value IS NOT NULL) = 1 AND count(value) FILTER (NOT total) > 0
        AND NOT bool_or(value IS NULL AND trim(text) NOT IN {zero}) AND NOT bool_or(value IS NOT NULL AND weight IS NULL)
) USING (id) WHERE value IS NOT NULL;
"""
_SUM: Final = """
INSERT INTO relation
SELECT id, {name}, any_value(number), sum(value * weight * CASE WHEN total THEN -1 ELSE 1 END) AS residual,
    sum(weight * (grain / 2 + {small} * abs(value))),
    any_value(value) FILTER (total),
    sum(value * weight) FILTER (NOT total) / any_value(weight) FILTER (total), any_value(weight) FILTER (total)
FROM added GROUP BY id HAVING any_value(weight) FILTER (total) > 0;
INSERT INTO term
SELECT id, "row", weight * CASE WHEN total THEN -1 ELSE 1 END FROM added SEMI JOIN relation USING (id) UNION ALL
SELECT id, other, value * CASE WHEN total THEN -1 ELSE 1 END FROM added SEMI JOIN relation USING (id) WHERE other IS NOT NULL;
"""
_MEAN: Final = """
INSERT INTO relation
SELECT id, {name}, any_value(number),
    greatest(min(value) FILTER (NOT total) - any_value(value) FILTER (total), any_value(value) FILTER (total) - max(value) FILTER (NOT total), 0),
    max(grain) + 1e-9, any_value(value) FILTER (total), min(value) FILTER (NOT total), max(value) FILTER (NOT total)
FROM added GROUP BY id HAVING count(*) > 2;
INSERT INTO term SELECT id, "row", 0 FROM added SEMI JOIN relation USING (id);
"""
_SAME: Final = """
CREATE OR REPLACE TEMP TABLE sides AS
WITH sides AS (
    SELECT rowid AS "row", number, value, text, grain, 1 AS sign, hash({name}, number, coalesce(hidden, false), fiscal_year, {keys}) AS id
    FROM figures WHERE {left}
    UNION ALL
    SELECT rowid, number, value, text, grain, -1, hash({name}, number, coalesce(hidden, false), fiscal_year, {keys})
    FROM figures WHERE {right}
)
SELECT * FROM sides SEMI JOIN (
    SELECT id FROM sides GROUP BY id
    HAVING count(value) FILTER (sign = 1) > 0 AND count(value) FILTER (sign = -1) > 0
        AND NOT bool_or(value IS NULL AND trim(text) NOT IN {zero})
) USING (id) WHERE value IS NOT NULL;
INSERT INTO relation
SELECT id, {name}, any_value(number), {residual},
    sum(grain / 2 + {small} * abs(value)), sum(value) FILTER (sign = 1), sum(value) FILTER (sign = -1), 1
FROM sides GROUP BY id;
INSERT INTO term SELECT id, "row", sign FROM sides;
"""
_EXACT: Final = "sum(value * sign)"
_BOUNDED: Final = """greatest(sum(value) FILTER (sign = 1) - {high} * sum(value) FILTER (sign = -1),
    {low} * sum(value) FILTER (sign = -1) - sum(value) FILTER (sign = 1), 0)"""
_SHARE: Final = """
CREATE OR REPLACE TEMP TABLE shared AS
SELECT hash({name}, f.rowid) AS id, f.number, f.rowid AS "row", p.rowid AS part_row, w.rowid AS whole_row, f.value, f.grain,
    p.value AS part, p.grain AS part_grain, w.value AS whole, w.grain AS whole_grain
FROM figures AS f
JOIN figures AS p ON p.number = f.number AND {part} AND {part_keys}
JOIN figures AS w ON w.number = f.number AND {whole} AND {whole_keys}
WHERE {of} AND f.value IS NOT NULL AND p.value IS NOT NULL AND w.value > 0
QUALIFY count(*) OVER (PARTITION BY f.rowid) = 1;
INSERT INTO relation
SELECT id, {name}, number, value * whole - part, whole * grain / 2 + {small} * abs(part), value, part / whole, whole FROM shared;
INSERT INTO term
SELECT id, unnest(["row", part_row, whole_row]), unnest([whole, -1, value]) FROM shared;
"""
_ONE: Final = """
CREATE OR REPLACE TEMP TABLE shares AS
SELECT f.rowid AS "row", number, value, grain, hash({name}, number, sheet, "table", measure, subject, fiscal_year, {keys}) AS id
FROM figures AS f WHERE {of} AND {word} IS NOT NULL AND {word} <> 'total' AND value IS NOT NULL;
INSERT INTO relation
SELECT id, {name}, any_value(number), sum(value) - 1, sum(grain / 2 + {small}), 1, sum(value), 1
FROM shares GROUP BY id HAVING count(*) > 1 AND sum(value) > 0;
INSERT INTO term SELECT id, "row", 1 FROM shares SEMI JOIN relation USING (id);
"""
_WHOLE: Final = """
CREATE OR REPLACE TEMP TABLE wholes AS
WITH made AS (
    SELECT f.rowid AS "row", f.number, f.sheet, f."table", f.value, {weight} AS weight, {weight} * (f.grain / 2 + {small} * abs(f.value)) AS tolerance,
        f.value * {weight} AS product, {other} AS other
    FROM figures AS f {join} WHERE {condition} AND f.value IS NOT NULL AND {weight} > 0
)
SELECT *, hash({name}, "row") AS id, product - round(product) AS residual FROM made WHERE tolerance < 0.2
WINDOW held AS (PARTITION BY number, sheet, "table")
QUALIFY count(*) FILTER (abs(product - round(product)) > tolerance) OVER held <= greatest(1, 0.1 * count(*) OVER held)
    AND count(*) OVER held >= {fewest};
INSERT INTO relation
SELECT id, {name}, number, residual, tolerance, value, round(product) / weight, weight FROM wholes;
INSERT INTO term SELECT id, "row", weight FROM wholes UNION ALL SELECT id, other, value FROM wholes WHERE other IS NOT NULL;
"""
_FEWEST: Final = 5
"""Of fewer figures nothing follows from all but one, or nine in ten, being whole."""


def relate(publications: Publications, series: Series) -> None:
    """Work out every relation of a series' rules into the tables ``relation`` and ``term``."""
    run = publications.database.execute
    run(_TABLES)
    for rule in series.rules:
        for statement in statements(rule):
            run(statement)


def statements(rule: Rule) -> Iterable[str]:
    """Return the SQL that works out one rule; none for a rule of another kind."""
    if isinstance(rule, Additive):
        return (_added(rule), _SUM.format(name=quoted(rule.name), small=_SMALL))
    if isinstance(rule, Between):
        return (
            _added(Additive(name=rule.name, en="", es="", of=rule.of, over=rule.over, total=rule.total)),
            _MEAN.format(name=quoted(rule.name)),
        )
    if isinstance(rule, Same):
        return (_same(rule),)
    if isinstance(rule, Share):
        return (_share(rule),)
    if isinstance(rule, One):
        keys = f"month, first_day, {_other_marks('f', rule.over)}"
        return (
            _ONE.format(name=quoted(rule.name), of=rule.of.sql(), word=column("f", rule.over), keys=keys, small=_SMALL),
        )
    return (_whole(rule),) if isinstance(rule, Whole) else ()


def _added(rule: Additive) -> str:
    """Return what makes the table ``added``: the total and the parts of each sum, with their weights."""
    word, total, alike = _over(rule)
    words = "true"
    if rule.parts:
        words = f"{word} IN ({', '.join(map(quoted, (total, *rule.parts)))})"
    if rule.without:
        words += f" AND {word} NOT IN ({', '.join(map(quoted, rule.without))})"
    join, weight = _weight(rule.weight, rule.weigh, rule.weigh_by)
    return _ADDED.format(
        name=quoted(rule.name),
        word=word,
        total=quoted(total),
        words=words,
        keys=", ".join([*alike, *(column("f", name) for name in rule.by)]),
        weight=weight or "1",
        other="w.rowid" if rule.weigh else "NULL::BIGINT",
        join=join,
        condition=rule.of.sql("f"),
        zero=_ZERO,
    )


def _over(rule: Additive) -> tuple[str, str, tuple[str, ...]]:
    """Return the SQL of the label over which figures are added, the word of the total, and in what the others must be alike."""
    if rule.over == "month":
        return "coalesce(f.month::VARCHAR, 'total')", "total", ("f.subject", "f.labels")
    if rule.over == "subject":
        return "coalesce(f.subject, 'total')", "total", ("f.month", "f.first_day")
    return column("f", rule.over), rule.total, ("f.subject", "f.month", "f.first_day", _other_marks("f", rule.over))


def _same(rule: Same) -> str:
    exact = rule.low == rule.high == 1
    keys = ", ".join(column("", name) for name in rule.by) or "0"
    return _SAME.format(
        name=quoted(rule.name),
        keys=keys,
        left=rule.left.sql(),
        right=rule.right.sql(),
        residual=_EXACT if exact else _BOUNDED.format(low=rule.low, high=rule.high),
        zero=_ZERO,
        small=_SMALL,
    )


def _share(rule: Share) -> str:
    def keys(alias: str, of: Selector) -> str:
        fixed = [name for name in rule.by if name not in of.where]
        same = (f"{column(alias, name)} IS NOT DISTINCT FROM {column('f', name)}" for name in fixed)
        return " AND ".join(same) or "true"

    return _SHARE.format(
        name=quoted(rule.name),
        of=rule.of.sql("f"),
        part=rule.part.sql("p"),
        whole=rule.whole.sql("w"),
        part_keys=keys("p", rule.part),
        whole_keys=keys("w", rule.whole),
        small=_SMALL,
    )


def _whole(rule: Whole) -> str:
    join, weight = _weight(rule.times, rule.weigh, rule.weigh_by)
    return _WHOLE.format(
        name=quoted(rule.name),
        weight=weight or "1",
        join=join,
        other="w.rowid" if rule.weigh else "NULL::BIGINT",
        condition=rule.of.sql("f"),
        small=_SMALL,
        fewest=_FEWEST if weight else 1,
    )


def _weight(days: str, weigh: Selector | None, by: tuple[str, ...]) -> tuple[str, str]:
    """Return how the weight of a figure is joined, and the weight; both empty where it has none."""
    if days:
        return "", "(f.last_day - f.first_day + 1)"
    if weigh is None:
        return "", ""
    same = [f"{column('w', name)} IS NOT DISTINCT FROM {column('f', name)}" for name in by]
    return f"LEFT JOIN figures AS w ON {' AND '.join(['w.number = f.number', weigh.sql('w'), *same])}", "w.value"


def column(alias: str, name: str) -> str:
    """Return the SQL of a column of ``figures``, or of a label."""
    before = f"{alias}." if alias else ""
    return f'{before}"{name}"' if name in COLUMNS else f"{before}marks[{quoted(name)}]"


def _other_marks(alias: str, over: str) -> str:
    """Return the SQL of all labels but one."""
    return f"list_filter(map_entries({alias}.marks), one -> one.key <> {quoted(over)})"
