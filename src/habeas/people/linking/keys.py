"""Keys: which pairs of mentions are compared at all; two mentions are a candidate pair where they share a key of any rule.

A key is made from how names sound, so that it survives spelling. A key that too many share (María Hernández) finds nobody: its
mentions get finer keys, with another name, the year of birth, the place or the month, and only finer keys that few share are used. What is lost that
way is estimated (:mod:`habeas.people.linking.recall`), never assumed away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of blocking: its name, the SQL of its keys (a list of texts a mention), and how many mentions may share a key."""

    name: str
    keys: str
    cap: int


_GIVEN: Final = "list_distinct(list_filter([f1, f2, f3], x -> x IS NOT NULL))"
_SURNAMES: Final = "list_distinct(list_filter([k1, k2, a1, a2], x -> x IS NOT NULL))"
_DATE: Final = "born IS NOT NULL"


def _crossed(rows: str, columns: str, say: str) -> str:
    """Return the SQL of one text for each of ``rows`` (x) with each of ``columns`` (y)."""
    return f"flatten(list_transform({rows}, x -> list_transform({columns}, y -> {say})))"


RULES: Final = (
    Rule("given and surname", _crossed("given", "surnames", "x || '|' || y"), 60),
    Rule("both surnames", "CASE WHEN len(surnames) > 1 THEN [list_sort([k1, coalesce(k2, a1)])::VARCHAR] WHEN s2 IS NOT NULL THEN [k1 || '|' || k1] ELSE [] END", 40),
    Rule("birth and surname", f"CASE WHEN {_DATE} THEN list_transform(surnames, x -> born || x) ELSE [] END", 60),
    Rule("birth and given name", f"CASE WHEN {_DATE} THEN list_transform(given, x -> born || x) ELSE [] END", 60),
    Rule("birth, day and month in any order", f"CASE WHEN {_DATE} THEN [least(born, coalesce(flipped, born)) || coalesce(sex, '')] ELSE [] END", 25),
    Rule("day of the event and surname", "CASE WHEN event_first IS NOT NULL AND event_last - event_first <= 1 THEN list_transform(surnames, x -> event_first || x) ELSE [] END", 40),
    Rule("day of the event and given name", "CASE WHEN event_first IS NOT NULL AND event_last - event_first <= 1 THEN list_transform(given, x -> event_first || x) ELSE [] END", 40),
    Rule("beginnings of names", _crossed("given", "surnames", "x[:3] || '|' || y[:4]"), 40),
    Rule("ends of names", _crossed("given", "surnames", "right(x, 4) || '|' || right(y, 4)"), 40),
    Rule("two given names", "CASE WHEN len(given) > 1 THEN [list_sort(given)[:2]::VARCHAR] ELSE [] END", 25),
    Rule("document", "CASE WHEN document IS NOT NULL THEN [document] ELSE [] END", 25),
)  # fmt: skip
"""The rules of blocking, in the order of their bits."""

_FINER: Final = """
    list_transform(list_filter([s1, s2, g1, g2, g3], x -> x IS NOT NULL), x -> 'n' || x)
    || CASE WHEN place IS NULL THEN [] ELSE ['p' || place] END
    || CASE WHEN born_low IS NULL THEN [] ELSE list_transform(range(floor(born_low)::INTEGER, floor(born_high)::INTEGER + 1), x -> 'y' || x) END
    || CASE WHEN event_first IS NULL THEN [] ELSE list_transform(range(event_first // 30, event_last // 30 + 1), x -> 'm' || x) END
"""
_REFINED: Final = "0, 1, 7, 8"
_REFINED_AGAIN: Final = "0, 1"
"""The numbers of the rules whose wide keys get finer ones, and of those whose finer keys, where still wide, get finer ones again."""
_WIDTHS: Final = ((50_000, 40), (500_000, 15), (2**62, 12))
"""How many mentions may share a key, by how many mentions there are: among more, a shared name says less, and the pairs of a key grow with its square."""


def make_keys(connection: DuckDBPyConnection, features: str, keys: str) -> None:
    """Make the table ``keys`` (rule, key, id) of a table of features; ``key`` is a hash."""
    each = " UNION ALL BY NAME ".join(
        f"SELECT {n}::TINYINT AS rule, id, unnest(list_distinct({one.keys})) AS text FROM named"  # noqa: S608 - ours
        for n, one in enumerate(RULES)
    )
    width = _width(connection, features)
    caps = ", ".join(str(min(one.cap, width)) for one in RULES)
    # A finer key starts from the coarse one, so that two rules never meet in one key.
    connection.execute(f"""
        CREATE OR REPLACE TABLE "{keys}" AS
        WITH named AS (SELECT *, {_GIVEN} AS given, {_SURNAMES} AS surnames FROM "{features}" WHERE g1 IS NOT NULL OR s1 IS NOT NULL),
        coarse AS (SELECT rule, id, hash(text) AS key FROM ({each}) WHERE text IS NOT NULL),
        sized AS (SELECT rule, key, count(*) > first([{caps}][rule + 1]) AS wide FROM coarse GROUP BY rule, key HAVING count(*) > 1),
        more AS (SELECT id, {_FINER} AS finer FROM "{features}"),
        fine AS (
            SELECT rule, hash(key, unnest(finer)) AS key, id
            FROM coarse SEMI JOIN (SELECT * FROM sized WHERE wide AND rule IN ({_REFINED})) USING (rule, key) JOIN more USING (id)
        ),
        fine_sized AS (SELECT rule, key, count(*) > {width} AS wide FROM fine GROUP BY rule, key HAVING count(*) > 1),
        finest AS (
            SELECT rule, hash(key, unnest(finer)) AS key, id
            FROM fine SEMI JOIN (SELECT * FROM fine_sized WHERE wide AND rule IN ({_REFINED_AGAIN})) USING (rule, key) JOIN more USING (id)
        )
        SELECT rule, key, id FROM coarse SEMI JOIN (SELECT * FROM sized WHERE NOT wide) USING (rule, key)
        UNION ALL
        SELECT rule, key, id FROM fine SEMI JOIN (SELECT * FROM fine_sized WHERE NOT wide) USING (rule, key)
        UNION ALL
        SELECT rule, key, id FROM finest SEMI JOIN (SELECT rule, key FROM finest GROUP BY rule, key HAVING count(*) BETWEEN 2 AND {width}) USING (rule, key)
    """)  # noqa: S608


def make_candidates(
    connection: DuckDBPyConnection, keys: str, candidates: str, *, chunk: int, newer_than: int | None = None
) -> int:
    """Make the table ``candidates`` (left, right, rules, chunk) of all pairs that share a key, and return how many there are.

    With ``newer_than``, only pairs of which at least one mention has that number or a higher one.
    """
    new = "" if newer_than is None else f" AND b.id >= {newer_than}"
    connection.execute(f"""
        CREATE OR REPLACE TABLE "{candidates}" AS
        WITH found AS (
            SELECT a.id AS "left", b.id AS "right", bit_or(1::INTEGER << a.rule::INTEGER) AS rules
            FROM "{keys}" AS a JOIN "{keys}" AS b ON a.rule = b.rule AND a.key = b.key AND a.id < b.id{new}
            GROUP BY ALL
        )
        SELECT *, ((row_number() OVER () - 1) // {chunk})::INTEGER AS chunk FROM found
    """)  # noqa: S608
    return _count(connection, candidates)


def count_indistinct(connection: DuckDBPyConnection, features: str, keys: str) -> int:
    """Return how many mentions were compared with nobody because too many others bear the name and nothing else tells them apart."""
    found = connection.execute(f"""
        SELECT count(*) FROM "{features}" ANTI JOIN "{keys}" USING (id)
        SEMI JOIN (SELECT f1, k1 FROM "{features}" WHERE f1 IS NOT NULL AND k1 IS NOT NULL GROUP BY ALL HAVING count(*) > {_width(connection, features)})
        USING (f1, k1)
    """).fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _width(connection: DuckDBPyConnection, features: str) -> int:
    """Return how many mentions may share a key among so many."""
    count = _count(connection, features)
    return next(most for size, most in _WIDTHS if count <= size)


def _count(connection: DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    return int(found[0]) if found else 0
