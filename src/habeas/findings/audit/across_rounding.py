"""Rounding: a publication whose averages are written to a few decimals where those of the others are exact."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from habeas.findings.audit.model import AuditFinding
from habeas.findings.audit.publications import Publications, cells
from habeas.findings.audit.series import Averaged, Series
from habeas.findings.audit.vintages import vintages_of

_DECIMALS: Final = 3
_MOST: Final = 0.95
_FEWEST: Final = 10
_EXACT: Final = 0.5
"""So many of the publications of a table have to be exact for a rounded one to be told."""

_MEASURED: Final = """
WITH broken AS (
    SELECT number, "table", measure, cell, length(regexp_extract(printf('%.9f', value), '\\.(\\d*[1-9])', 1)) AS decimals
    FROM figures WHERE value <> round(value) AND NOT coalesce(hidden, false) AND unit <> 'text'
), each AS (
    SELECT number, "table", measure, count(*) AS n, max(decimals) FILTER (decimals <= $few) AS places,
        avg((decimals <= $few)::INTEGER) AS share, list(cell ORDER BY decimals DESC)[:6] AS cells
    FROM broken GROUP BY ALL HAVING count(*) >= $fewest
)
SELECT *, count(*) FILTER (share < 0.5) OVER (PARTITION BY "table", measure) AS exact,
    count(*) OVER (PARTITION BY "table", measure) AS publications
FROM each QUALIFY share >= $most AND exact >= $exact * publications ORDER BY number, "table", measure
"""


def rounded_publications(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell tables whose averages are rounded in one publication and exact in most: a warning where bed-days could be told from them."""
    given = {"few": _DECIMALS, "fewest": _FEWEST, "most": _MOST, "exact": _EXACT}
    averaged = {(rule.of.table, rule.of.measure) for rule in series.of(Averaged)}
    rows = publications.rows(_MEASURED, given)
    for (number, table), group in groupby(rows, key=lambda row: (row["number"], row["table"])):
        measures = list(group)
        publication, first = publications.at(number), measures[0]
        bed_days = any((table, row["measure"]) in averaged for row in measures)
        yield AuditFinding(
            publication=publication.file,
            check="rounded",
            gravity="warning" if bed_days else "note",
            key="audit_vintages.rounded-bed-days" if bed_days else "audit_vintages.rounded",
            values={
                "table": vintages_of(publications, series).table(table),
                "all": sum(row["n"] for row in measures),
                "places": max(row["places"] for row in measures),
                "exact": first["exact"],
                "publications": first["publications"],
            },
            cells=cells(cell for row in measures for cell in row["cells"]),
            weight=float(sum(row["n"] for row in measures)),
            day=publication.day,
        )
