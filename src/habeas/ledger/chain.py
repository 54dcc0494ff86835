"""The hash chain: each entry's hash covers all of its fields and, through ``previous``, every entry before it.

The hash of an entry is SHA-256, in lower-case hexadecimal, of the UTF-8 bytes of one JSON array of its eight other fields
in the order of the columns (``seq`` a number, the rest strings, ``body`` as the text that is stored), without spaces and
with no character escaped that JSON lets stand. ``json.dumps(row, ensure_ascii=False, separators=(",", ":"))`` writes the
same bytes, so a third party needs the standard library alone (``docs/ledger.md`` has the recipe, and a test runs it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from habeas.errors import Problem

GENESIS: Final = "0" * 64
COLUMNS: Final = ("seq", "kind", "about", "body", "reason", "actor", "time", "previous", "hash")


def _plain(value: Any) -> Any:
    """Return a mapping, text or number of a class of its own as what it is."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(type(value).__name__)


_encode = msgspec.json.Encoder(order="deterministic", enc_hook=_plain).encode


def canonical(body: Mapping[str, Any]) -> str:
    """Return a body as JSON text: keys sorted by code point, no spaces, nothing escaped that need not be."""
    return _encode(body).decode()


def digest(fields: tuple[Any, ...]) -> str:
    """Return the hash of an entry from its other fields, in the order of ``COLUMNS``; ``body`` is its text as stored."""
    return hashlib.sha256(_encode(fields)).hexdigest()


def faults(
    rows: Iterable[tuple[Any, ...]], head: tuple[int, str] | None, noted: Mapping[int, str] | None = None
) -> Iterator[Problem]:
    """Walk rows in the order of ``COLUMNS`` and ``seq``; yield a problem for each entry that fails.

    ``head`` is the number and hash that the ledger keeps of its last entry (``(0, GENESIS)`` when it is empty), or None
    where that record itself is lost. ``noted`` holds hashes written down elsewhere earlier, by number: a ledger that was
    rewritten as a whole, every hash anew, differs from them. The values of a row may be of any type: a damaged file gives
    bytes or nothing where text was.
    """
    last, stored = 0, GENESIS
    expected: set[str | None] = {GENESIS}
    wanted = dict(noted or {})
    for row in rows:
        seq, previous, found = row[0], row[7], row[8]
        if not isinstance(seq, int) or seq <= last:
            yield Problem("ledger.twice", values={"seq": str(seq)})
            continue
        if seq > last + 1:
            yield _missing(last + 1, seq - 1)
        true = _digest(row)
        if true != found:
            yield Problem("ledger.changed", values={"seq": str(seq)})
        elif seq == last + 1 and previous not in expected:
            yield Problem("ledger.broken-link", values={"seq": str(seq), "before": str(last)})
        if wanted.pop(seq, found) != found:
            yield Problem("ledger.noted-differs", values={"seq": str(seq)})
        last, stored, expected = seq, found, {found, true}
    yield from _head_faults(last, stored, head)
    for seq in sorted(wanted):
        yield Problem("ledger.noted-missing", values={"seq": str(seq)})


def _digest(row: tuple[Any, ...]) -> str | None:
    """Return the hash of a row's fields, or None where they are not what an entry holds: bytes, say, in the place of text."""
    if not all(isinstance(field, str) for field in row[1:8]):
        return None
    try:
        return digest(tuple(row[:8]))
    except UnicodeEncodeError:
        return None


def _missing(first: int, last: int) -> Problem:
    if first == last:
        return Problem("ledger.missing", values={"seq": str(first)})
    return Problem("ledger.missing-range", values={"first": str(first), "last": str(last)})


def _head_faults(last: int, stored: object, head: tuple[int, str] | None) -> Iterator[Problem]:
    if head is None:
        yield Problem("ledger.head-lost")
    elif head[0] > last:
        yield _missing(last + 1, head[0])
    elif head != (last, stored):
        yield Problem("ledger.head-differs", values={"seq": str(last), "found": str(head[0])})
