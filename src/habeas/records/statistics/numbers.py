"""Numbers: what a cell of a table of figures holds."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.records.failed import is_failed
from habeas.records.statistics.model import Value

_TEXT: Final = re.compile(r"-?\$?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")
_MARKS: Final = frozenset({"-", "--", "–", "—", "n/a", "na", "*", "**", "***"})


class Number(NamedTuple):
    """A cell's number, ``None`` where it is a mark that stands for none; ``repaired`` is the number of a text, as it is read.

    ``failed`` says that the cell's formula failed, so that nobody knows its number.
    """

    value: float | None
    repaired: str | None = None
    failed: bool = False


def read_number(value: Value) -> Number | None:
    """Read a cell as a number; ``None`` where it is none: a date, a truth value, a word.

    A number typed as text ("1,234", "12.5%") is read, and says so.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Number(float(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.lower() in _MARKS:
        return Number(None)
    if is_failed(text):
        return Number(None, failed=True)
    if not _TEXT.fullmatch(text):
        return None
    read = float(text.replace(",", "").replace("$", "").rstrip("%"))
    read = read / 100 if text.endswith("%") else read
    return Number(read, repr(read))
