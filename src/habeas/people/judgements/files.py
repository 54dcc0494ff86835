"""A file of judgements outside of a case: CSV, a line a judgement, later lines going before earlier ones of the same person on the same pair.

The columns are ``verdict`` (same, different, unsure), ``a``, ``b``, ``reason``, ``by`` and, if wished, ``round`` (1, 2, 3) and ``when``. ``a``
and ``b`` are keys of mentions, or a row of a list as people count it there: ``flights:12``. A line is undone by taking it out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.errors import InputError, Problem, StorageError, because
from habeas.people.judgements.model import FIRST, SECOND, SETTLES, VERDICTS, Judgement

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS: Final = ("verdict", "a", "b", "reason", "by", "round", "when")
_NEEDED: Final = COLUMNS[:5]
_KEY: Final = re.compile(r"[^:]+:[0-9a-f]{12}")
_ROW: Final = re.compile(r"([^:]+):([0-9]{1,9})", re.ASCII)
Rows = Mapping[tuple[str, int], str]


def read_judgements(path: Path, mentions: pa.Table | None = None) -> tuple[tuple[Judgement, ...], tuple[Problem, ...]]:
    """Return the judgements of a CSV file and every fault of its lines; a line with a fault is left out, the others count.

    ``mentions`` is the table of mentions by which rows of lists are found; without it only keys can be. A key that is in no list now is no
    fault here: :func:`habeas.people.judgements.settle` tells of it. Raises :class:`InputError` where there is no such file, or it is not CSV with
    the needed columns.
    """
    header, lines = _lines(path)
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise InputError("judgements.columns", file=path.name, missing=missing, found=header)
    twice = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if twice:
        raise InputError("judgements.columns-twice", file=path.name, found=twice)
    reading = _Reading(path.name, header, _rows_of(mentions))
    found = [reading.line(number, cells) for number, cells in lines]
    return tuple(one for one in found if one is not None), tuple(reading.problems)


def other_columns(path: Path) -> list[str]:
    """Return the columns of a file that are none of a judgement's: reading passes them over, and writing would lose them."""
    return [name for name in _lines(path)[0] if name not in COLUMNS]


def _lines(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of the columns, and the cells of each line that holds any, with the line's number in the file."""
    try:
        words = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("judgements.not-utf8", file=str(path)) from None
    except OSError as error:
        raise InputError("judgements.unreadable", file=str(path), why=because(error)) from None
    first = words.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=mark)
    found: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for cells in reader:
            found.append((begin, [cell.strip() for cell in cells]))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputError("judgements.unreadable", file=str(path), why=str(error)) from None
    if not found:
        return [], []
    return [name.lower() for name in found[0][1]], [one for one in found[1:] if any(one[1])]


class _Reading:
    """Makes judgements of lines, and keeps what is wrong with them."""

    def __init__(self, file: str, header: Sequence[str], rows: Rows | None) -> None:
        self.file, self.header, self.rows = file, list(header), rows
        self.problems: list[Problem] = []
        self._before = 0

    def line(self, number: int, cells: Sequence[str]) -> Judgement | None:
        """Return the judgement of a line, or None where anything is wrong with it."""
        self._before = len(self.problems)
        row = dict(zip(self.header, [*cells, *[""] * len(self.header)], strict=False))
        if len(cells) > len(self.header):
            self._wrong("judgements.more-cells", number, self.header[-1], found=" ".join(cells[len(self.header) :]))
        for name in _NEEDED:
            if not row[name]:
                self._wrong("judgements.blank", number, name)
        verdict = row["verdict"].lower()
        if verdict and verdict not in VERDICTS:
            self._wrong("judgements.verdict", number, "verdict", found=row["verdict"])
        a, b = self._mention(number, "a", row["a"]), self._mention(number, "b", row["b"])
        if a and a == b:
            self._wrong("judgements.one-twice", number, "b", found=row["b"])
        at = self._round(number, row.get("round", ""))
        if len(self.problems) > self._before:
            return None
        said = next(one for one in VERDICTS if one == verdict)
        return Judgement(said, a, b, row["reason"], row["by"], row.get("when", ""), f"{self.file}:{number}", at)

    def _round(self, number: int, found: str) -> int:
        rounds = {"": FIRST, "1": FIRST, "2": SECOND, "3": SETTLES}
        if found not in rounds:
            self._wrong("judgements.round", number, "round", found=found)
        return rounds.get(found, FIRST)

    def _mention(self, number: int, column: str, found: str) -> str:
        """Return the key of the mention that a cell names; empty where it names none."""
        if not found or _KEY.fullmatch(found):
            return found
        row = _ROW.fullmatch(found)
        if row is None:
            self._wrong("judgements.not-a-mention", number, column, found=found)
        elif self.rows is None:
            self._wrong("judgements.no-mentions", number, column, found=found)
        else:
            key = self.rows.get((row[1], int(row[2])))
            if key is not None:
                return key
            lists = sorted({name for name, _ in self.rows})
            if row[1] in lists:
                self._wrong("judgements.no-row", number, column, found=row[2], list=row[1])
            else:
                self._wrong("judgements.no-list", number, column, found=row[1], known=lists)
        return ""

    def _wrong(self, key: str, number: int, column: str, **values: object) -> None:
        self.problems.append(Problem(key, self.file, row=number, column=column, values=values))


def mention_of(mentions: pa.Table, name: str) -> str | None:
    """Return the key of the mention that a key or a row of a list (``flights:12``) names; None where there is no such mention."""
    import pyarrow.compute as pc

    row = _ROW.fullmatch(name)
    if row is None:
        named = pc.equal(mentions.column("mention"), name)
    else:
        named = pc.and_(pc.equal(mentions.column("list"), row[1]), pc.equal(mentions.column("row"), int(row[2])))
    return next(iter(mentions.filter(named).column("mention").to_pylist()), None)


def _rows_of(mentions: pa.Table | None) -> Rows | None:
    """Return the key of the mention on each row of each list; None without a table."""
    if mentions is None:
        return None
    columns = (mentions.column(name).to_pylist() for name in ("list", "row", "mention"))
    return {(of, int(row)): key for of, row, key in zip(*columns, strict=True)}


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements as a CSV file, whole or not at all; read again it gives the same, but for where they stand."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in judgements:
        writer.writerow([one.verdict, one.a, one.b, " ".join(one.reason.split()), one.by, one.round, one.when])
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(out.getvalue(), encoding="utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise StorageError("judgements.unwritable", file=str(path), why=because(error)) from None
