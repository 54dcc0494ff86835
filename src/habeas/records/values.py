"""Values: how a published text becomes a value of its form, as SQL that the engine runs over whole columns.

Every function returns one SQL expression over the texts of one column. An expression yields NULL for what it cannot read: nothing
is guessed. A text of two possible meanings (3/4/2025 where the layout does not say which comes first) is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from habeas.records.engine import literal, quoted
from habeas.records.layout import Dates, Field, Form

BLANK: Final = ("", "NA", "N/A", "#N/A", "NULL", "(null)", "nan", "-", "--")
"""Texts that publishers and their tools write for nothing. ``Unknown`` and ``None`` are answers, not these."""

TYPES: Final[Mapping[Form, str]] = {
    "moment": "TIMESTAMP",
    "day": "DATE",
    "year": "INTEGER",
    "integer": "BIGINT",
    "amount": "DOUBLE",
    "yes-no": "BOOLEAN",
    "choice": "VARCHAR",
    "code": "VARCHAR",
    "text": "VARCHAR",
    "person": "VARCHAR",
}
"""The type of a form's column."""

EXPECTED: Final[Mapping[Form, str]] = {
    "moment": "2025-03-15 20:41, 3/15/2025 20:41",
    "day": "2025-03-15, 3/15/2025",
    "year": "1987",
    "integer": "12",
    "amount": "7500.00",
    "yes-no": "YES, NO",
}
"""What a value of a form looks like, for those that can fail."""

_MARK: Final = r"[(\[{]?\s*b\s*[)\]}]?\s*[(\[{]\s*[0-9]\s*[)\]}]?\s*([(\[{]?\s*[a-f]\s*[)\]}]?)?"
REDACTION: Final = rf"[(\[]?\s*({_MARK}[\s,;/&.-]*)+[)\]]?|[\[(*]*\s*redacted\s*[\])*]*|█+"
"""Exemptions of the Freedom of Information Act, however they are typed: ``(b)(6),(b)(7)(c )``, ``b(6), b(7)C``."""

_FIRST: Final = "['(', '[', '{', '*', 'b', 'B', 'r', 'R', '█']"
_SPACES: Final = " \t\r\n\u00a0"

_COMMON: Final = ("%d-%b-%Y %H:%M:%S", "%d-%b-%Y %H:%M", "%d-%b-%Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_BY_ORDER: Final[Mapping[Dates, tuple[str, ...]]] = {
    "month-first": ("%m/%d/%Y", "%m-%d-%Y"),
    "day-first": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"),
}
_CLOCK: Final = (" %H:%M", "", " %H:%M:%S", " %I:%M:%S %p", " %I:%M %p", " %I:%M:%S%p", " %I:%M%p")


def trimmed(column: str, kind: str) -> str:
    """Return SQL of a column as text without spaces around it; NULL where nothing is left."""
    text = quoted(column) if kind == "VARCHAR" else f"CAST({quoted(column)} AS VARCHAR)"
    if kind in {"DOUBLE", "FLOAT"}:
        return rf"regexp_replace({text}, '\.0$', '')"
    if kind != "VARCHAR":
        return text
    return f"nullif(trim({text}, E'{_SPACES}'), '')"


def redacted(text: str) -> str:
    """Return SQL: whether a trimmed text stands for a value that the publisher withheld."""
    # A list and not IN: the engine is slow to plan many of those.
    return f"(list_contains({_FIRST}, {text}[1]) AND regexp_full_match({text}, {literal(REDACTION)}, 'i'))"


def blank(text: str) -> str:
    """Return SQL: whether a trimmed text stands for nothing."""
    return f"list_contains([{', '.join(map(literal, BLANK[1:]))}], {text})"


def value(field: Field, text: str, dates: Dates | None) -> str:
    """Return SQL of a field's value, over its trimmed text that is neither blank nor redacted."""
    if field.form == "moment":
        return _moment(text, dates)
    if field.form == "day":
        return f"CAST({_moment(text, dates)} AS DATE)"
    if field.form == "choice":
        return _choice(field, text)
    if field.form == "code":
        tidy = rf"regexp_replace({text}, '\s+', ' ', 'g')"
        tidy = f"CASE WHEN contains({text}, '  ') OR contains({text}, chr(10)) OR contains({text}, chr(9)) THEN {tidy} ELSE {text} END"
        return f"upper({tidy})" if field.upper else tidy
    return _PLAIN[field.form](text) if field.form in _PLAIN else text


def typed(field: Field, column: str, kind: str) -> str | None:
    """Return SQL of a value whose column is already of its form; ``None`` where it has to be read from its text."""
    name = quoted(column)
    if field.form in {"moment", "day"}:
        plain = f"make_timestamp(epoch_us({name}))" if kind == "TIMESTAMP WITH TIME ZONE" else name
        if kind == "DATE" or kind.startswith("TIMESTAMP"):
            return f"CAST({plain} AS {TYPES[field.form]})"
    if field.form == "yes-no" and kind == "BOOLEAN":
        return name
    numbers = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
    if field.form in {"year", "integer"} and kind in numbers:
        return f"CAST({name} AS {TYPES[field.form]})"
    if field.form == "amount" and (kind in {*numbers, "DOUBLE", "FLOAT"} or kind.startswith("DECIMAL")):
        return f"CAST({name} AS DOUBLE)"
    return None


def whole_day(text: str) -> str:
    """Return SQL: whether the text of a moment gives its day only."""
    return rf"(NOT contains({text}, ':') AND NOT regexp_full_match({text}, '\d{{5}}\.\d+'))"


def _moment(text: str, dates: Dates | None) -> str:
    """Return SQL of a moment: ISO 8601, the publisher's order of day and month, or the number by which a spreadsheet counts days."""
    orders = _BY_ORDER[dates] if dates else ()
    forms = [order + clock for order in orders for clock in _CLOCK] + list(_COMMON)
    listed = ", ".join(map(literal, forms))
    serial = (
        f"TIMESTAMP '1899-12-30' + to_microseconds(CAST(round(TRY_CAST({text} AS DOUBLE) * 86400) AS BIGINT) * 1000000)"
    )
    return (
        f"CASE WHEN {text}[5] IN ('-', '/') AND {text}[2] BETWEEN '0' AND '9' AND {text}[3] BETWEEN '0' AND '9'"
        f" AND {text}[1] BETWEEN '0' AND '9' THEN TRY_CAST({text} AS TIMESTAMP)"
        rf" WHEN regexp_full_match({text}, '\d{{5}}(\.\d+)?') THEN {serial}"
        rf" WHEN regexp_full_match({text}, '\d{{8}}') THEN try_strptime({text}, '%Y%m%d')"
        rf" WHEN contains({text}, '  ') THEN try_strptime(regexp_replace({text}, ' +', ' ', 'g'), [{listed}])"
        f" ELSE try_strptime({text}, [{listed}]) END"
    )


def _year(text: str) -> str:
    return rf"CASE WHEN regexp_full_match({text}, '\d{{4}}(\.0+)?') THEN CAST({text}[1:4] AS INTEGER) END"


def _integer(text: str) -> str:
    plain = f"replace({text}, ',', '')"
    return rf"CASE WHEN regexp_full_match({text}, '-?(\d+|\d{{1,3}}(,\d{{3}})+)(\.0+)?') THEN TRY_CAST({plain} AS BIGINT) END"


def _amount(text: str) -> str:
    plain = f"regexp_replace({text}, '[$,\\s]', '', 'g')"
    return rf"CASE WHEN regexp_full_match({text}, '-?\$?\s*(\d+|\d{{1,3}}(,\d{{3}})+)(\.\d*)?') THEN TRY_CAST({plain} AS DOUBLE) END"


def _yes_no(text: str) -> str:
    return (
        f"CASE WHEN lower({text}) IN ('yes', 'y', 'true', 't', '1') THEN true"
        f" WHEN lower({text}) IN ('no', 'n', 'false', 'f', '0') THEN false END"
    )


def _choice(field: Field, text: str) -> str:
    """Return SQL of a choice; its spellings are compared without case."""
    arms = " ".join(
        f"WHEN lower({text}) IN ({', '.join(literal(name.lower()) for name in (meaning, *names))}) THEN {literal(meaning)}"
        for meaning, names in field.values.items()
    )
    return f"CASE {arms}{f' ELSE {text}' if field.keep_others else ''} END"


_PLAIN: Final = {"year": _year, "integer": _integer, "amount": _amount, "yes-no": _yes_no}
