"""Tables to take away: CSV files of the site, beside what a page shows of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from habeas.publishing.context import Edition


def offered(
    edition: Edition, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, worded: bool = False
) -> str:
    """Write a table to take away and return its address in the site.

    One file serves both languages, unless it has words (``worded``): then each edition has its own.
    """
    path = f"data/{name}.{edition.lang}.csv" if worded else f"data/{name}.csv"
    if worded or edition.lang == LANGUAGES[0]:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([plain(one) for one in row] for row in rows)
        edition.report.folder.write(path, out.getvalue())
    return path


def plain(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; None is an empty one."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return f"'{value}"
    return "" if value is None else value
