"""Shape: values that cannot be, texts of the wrong form, lines given twice, lines and tables that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.findings.audit.publications import Publications, cells
from habeas.findings.audit.relations import column
from habeas.findings.audit.series import Complete, Distinct, Form, Range, Rule, Series, quoted
from habeas.findings.audit.wording import Opening, Quoted

_SHOWN: Final = 24
_OUTSIDE: Final = """
SELECT number, sheet, "table", measure, max(greatest($least - value, value - $most)) AS off, count(*) AS n,
    list(cell ORDER BY line, place) AS held
FROM figures WHERE {condition} AND value IS NOT NULL AND (value < $least OR value > $most) AND NOT coalesce(hidden, false)
GROUP BY ALL ORDER BY number, sheet
"""
_FORMS: Final = """
SELECT number, sheet, count(*) AS n, list(cell ORDER BY line, place) AS held
FROM figures WHERE {condition} AND coalesce(repaired, text) IS NOT NULL
    AND NOT regexp_full_match(trim(coalesce(repaired, text)), $pattern) AND NOT coalesce(hidden, false)
GROUP BY ALL ORDER BY number, sheet
"""
_LINES: Final = """
WITH lines AS (
    SELECT number, sheet, line, {key} AS key, any_value(subject) AS subject,
        coalesce(max(abs(value)) FILTER (value IS NOT NULL), 0) AS most, list(cell ORDER BY place) FILTER ({wanted}) AS held
    FROM figures WHERE "table" = {table} AND NOT coalesce(hidden, false) GROUP BY number, sheet, line
)
SELECT number, sheet, key, list(line ORDER BY line) AS lines, list(DISTINCT subject ORDER BY subject) AS subjects,
    flatten(list(held ORDER BY line)) AS held, max(most) AS most
FROM lines WHERE key IS NOT NULL GROUP BY ALL HAVING count(*) > 1 ORDER BY number, sheet, min(line)
"""
_TEXTS: Final = "string_agg(upper(trim(text)), '|' ORDER BY measure) FILTER (measure IN ({fields}))"
_NUMBERS: Final = """CASE WHEN count(DISTINCT value) FILTER ({wanted} AND value <> 0) >= 4
    THEN string_agg("column" || '=' || text, '|' ORDER BY place) FILTER ({wanted}) END"""
_WORDS: Final = """
SELECT DISTINCT number, fiscal_year, {word} AS word, min(line) AS line, any_value(cell) AS cell
FROM figures WHERE {condition} AND {word} IS NOT NULL AND NOT coalesce(hidden, false)
GROUP BY ALL ORDER BY number
"""
_TABLES: Final = """
SELECT DISTINCT number, fiscal_year, "table" AS word FROM figures WHERE NOT coalesce(hidden, false) ORDER BY number
"""


def audit_shape(publications: Publications, series: Series) -> Iterator[AuditFinding]:
    """Find values and texts that cannot be, lines that are given twice, and lines and tables that are missing."""
    for rule in series.rules:
        if isinstance(rule, Range):
            yield from _outside(rule, publications)
        elif isinstance(rule, Form):
            yield from _forms(rule, publications)
        elif isinstance(rule, Distinct):
            yield from _twice(rule, publications)
        elif isinstance(rule, Complete):
            yield from _incomplete(rule, publications)
    yield from _tables(publications)


def _outside(rule: Range, publications: Publications) -> Iterator[AuditFinding]:
    least = float("-inf") if rule.least is None else rule.least
    most = float("inf") if rule.most is None else rule.most
    for row in publications.rows(_OUTSIDE.format(condition=rule.of.sql()), {"least": least, "most": most}):
        key = "audit.too-little" if rule.most is None else "audit.too-much" if rule.least is None else "audit.outside"
        values = {"least": rule.least, "most": rule.most, "n": row["n"], "found": row["held"][0]["found"]}
        yield _finding(rule, publications, row, key, values, row["off"])


def _forms(rule: Form, publications: Publications) -> Iterator[AuditFinding]:
    for row in publications.rows(_FORMS.format(condition=rule.of.sql()), {"pattern": rule.pattern}):
        texts = list(dict.fromkeys(Quoted(one["found"]) for one in row["held"]))[:4]
        yield _finding(rule, publications, row, "audit.form", {"n": row["n"], "texts": texts}, row["n"])


def _twice(rule: Distinct, publications: Publications) -> Iterator[AuditFinding]:
    """Yield lines that have the same texts, or the same figures under different names."""
    told: set[tuple[object, ...]] = set()
    if rule.fields:
        fields = ", ".join(map(quoted, rule.fields))
        sql = _LINES.format(key=_TEXTS.format(fields=fields), wanted=f"measure IN ({fields})", table=quoted(rule.table))
        for row in publications.rows(sql):
            values = {"subject": row["subjects"][0], "lines": _places(row), "sheet": row["sheet"].strip()}
            gravity: Gravity = rule.gravity if row["most"] else "note"
            told.add((row["number"], row["sheet"], *row["lines"]))
            yield _finding(rule, publications, row, "audit.line-twice", values, row["most"], gravity)
    if rule.measure:
        wanted = f"measure = {quoted(rule.measure)}"
        sql = _LINES.format(key=_NUMBERS.format(wanted=wanted), wanted=wanted, table=quoted(rule.table))
        for row in publications.rows(sql):
            if (row["number"], row["sheet"], *row["lines"]) in told:
                continue
            values = {"subjects": row["subjects"], "lines": _places(row), "n": len(row["subjects"])}
            yield _finding(rule, publications, row, "audit.figures-twice", values, row["most"], rule.gravity)


def _places(row: Mapping[str, Any]) -> list[str]:
    """Return lines as they are numbered in the file."""
    return [str(line) for line in row["lines"]]


def _incomplete(rule: Complete, publications: Publications) -> Iterator[AuditFinding]:
    """Yield tables that lack lines which are known, or which the publications before and after have."""
    sql = _WORDS.format(condition=rule.of.sql(), word=column("", rule.over))
    rows = publications.rows(sql)
    for number, lacking, before in _lacking(rows, rule.known):
        here = [row for row in rows if row["number"] == number]
        last = max(here, key=lambda row: row["line"])
        lines = {row["word"]: row["line"] for row in rows if row["number"] == before}
        cut = before is not None and all(lines.get(word, 0) > lines.get(last["word"], 0) for word in lacking)
        key = "audit.cut" if cut and len(lacking) > 1 else "audit.lines-missing"
        labels = [_label(word, rows) for word in lacking]
        values = {"n": len(lacking), "labels": labels[:8], "last": last["cell"]["label"]}
        row = {"number": number, "held": [last["cell"]]}
        yield _finding(rule, publications, row, key, values, len(lacking))


def _label(word: str, rows: Sequence[Mapping[str, Any]]) -> Quoted:
    """Return the label under which a line is published, by its word."""
    label = next((str(row["cell"]["label"]) for row in rows if row["word"] == word), word)
    return Quoted(label.split(",")[0])


def _lacking(
    rows: Sequence[Mapping[str, Any]], known: Sequence[str] = ()
) -> Iterator[tuple[int, list[str], int | None]]:
    """Yield publications that lack words which are known, or which those before and after them in their year have."""
    of: dict[tuple[Any, int], dict[str, None]] = {}
    for row in rows:
        of.setdefault((row["fiscal_year"], row["number"]), {})[row["word"]] = None
    for (year, number), here in of.items():
        others = sorted(one for other, one in of if other == year)
        at = others.index(number)
        lacking = [word for word in known if word not in here]
        if 0 < at < len(others) - 1:
            before, after = of[year, others[at - 1]], of[year, others[at + 1]]
            lacking += [one for one in before if one in after and one not in here and one not in lacking]
        if lacking:
            yield number, lacking, others[at - 1] if at else None


def _tables(publications: Publications) -> Iterator[AuditFinding]:
    """Yield publications that lack tables which those before and after them in their year have."""
    rows = publications.rows(_TABLES)
    years: dict[int, set[Any]] = {}
    for row in rows:
        years.setdefault(row["number"], set()).add(row["fiscal_year"])
    order: dict[Any, list[int]] = {}
    for one in publications.distinct:
        order.setdefault(one.year, []).append(one.number)
    words: dict[int, dict[str, None]] = {}
    for row in rows:
        words.setdefault(row["number"], {})[row["word"]] = None
    for numbers in order.values():
        for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
            here = words.get(number, {})
            lacking = [one for one in words.get(before, {}) if one in words.get(after, {}) and one not in here]
            if lacking:
                one = publications.at(number)
                yield AuditFinding(
                    publication=one.file,
                    check="tables",
                    gravity="warning",
                    key="audit.tables-missing",
                    values={
                        "n": len(lacking),
                        "tables": lacking,
                        "before": publications.at(before).file,
                        "after": publications.at(after).file,
                    },
                    cells=(Cell(file=one.file),),
                    weight=len(lacking),
                    day=one.day,
                )


def _finding(  # noqa: PLR0917 - what a finding is made of
    rule: Rule,
    publications: Publications,
    row: Mapping[str, Any],
    key: str,
    values: Mapping[str, object],
    weight: float,
    gravity: Gravity | None = None,
) -> AuditFinding:
    one = publications.at(row["number"])
    held: Iterable[Mapping[str, Any]] = row["held"][:_SHOWN]
    return AuditFinding(
        publication=one.file,
        check=rule.name,
        gravity=gravity or rule.gravity,
        key=key,
        values={"what": Opening(rule.said), **values},
        cells=cells(held),
        weight=weight,
        day=one.day,
    )
