"""What the ledger takes: every fault of the drafts of one call is found before anything is written.

A body is plain JSON whose text is the same whoever writes it: objects with string keys, arrays, strings, ``true``,
``false``, ``null``, and whole numbers within ±(2^53 - 1), which every JSON reader keeps exactly (RFC 7493, I-JSON). A
number with a decimal point is written as a string: ``0.64`` as binary floating point is another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from habeas.errors import Problem
from habeas.ledger.model import Draft

DECISIONS: Final = frozenset(
    {
        "claim.accept",
        "claim.reject",
        "claim.retract",
        "claim.conflict",
        "group.member",
        "group.not-member",
        "person.same",
        "person.different",
        "person.unsure",
        "place.same",
        "place.different",
        "reading.accept",
        "reading.reject",
        "reading.split",
        "source.withdraw",
        "undo",
    }
)
WIDEST: Final = 2**53 - 1
DEEPEST: Final = 64

_NESTED: Final = (dict, list, tuple, Mapping)
_KIND = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*")
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_LONE = re.compile("[\ud800-\udfff]")  # half of a pair: no UTF-8 for it
_UNFIT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no NUL


def now() -> str:
    """Return the present moment as the ledger writes it."""
    return _written(datetime.now(UTC))


def moment(time: str) -> str | None:
    """Return an RFC 3339 date-time as the ledger writes it (UTC, microseconds), or None where it is not one."""
    if not _RFC3339.fullmatch(time):
        return None
    try:
        return _written(datetime.fromisoformat(time.upper()).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _written(moment: datetime) -> str:
    return f"{moment.isoformat(timespec='microseconds')[:-6]}Z"


def faults(drafts: Sequence[Draft], actor: str, time: str | None) -> Iterator[Problem]:
    """Yield every fault of drafts that are to be appended together; ``row`` is the place of the draft, from 1."""
    if not actor.strip():
        yield Problem("ledger.no-actor")
    elif _UNFIT.search(actor):
        yield Problem("ledger.unfit-text", column="actor")
    if time is not None and moment(time) is None:
        yield Problem("ledger.not-a-time", values={"found": _shown(time)})
    for row, draft in enumerate(drafts, 1):
        yield from _draft_faults(draft, row)


def _draft_faults(draft: Draft, row: int) -> Iterator[Problem]:
    if not _KIND.fullmatch(draft.kind):
        yield Problem("ledger.not-a-kind", row=row, column="kind", values={"found": _shown(draft.kind)})
    if not draft.about.strip():
        yield Problem("ledger.no-about", row=row, column="about", values={"kind": _shown(draft.kind)})
    if draft.kind in DECISIONS and not draft.reason.strip():
        values: dict[str, object] = {"kind": draft.kind, "about": _shown(draft.about)}
        yield Problem("ledger.no-reason", row=row, column="reason", values=values)
    for name, value in (("about", draft.about), ("reason", draft.reason)):
        if _UNFIT.search(value):
            yield Problem("ledger.unfit-text", row=row, column=name)
    for place, key, found in _body_faults(draft.body, "body", 0):
        yield Problem(key, row=row, column=place, values={"found": _shown(found)})


def _body_faults(value: Any, place: str, depth: int) -> Iterator[tuple[str, str, object]]:
    """Yield (place, message key, value found) for each part of a body that is not plain JSON."""
    if not isinstance(value, _NESTED):
        fault = _value_fault(value)
        if fault:
            yield place, fault, value
    elif depth > DEEPEST:
        yield place, "ledger.deep", "…"
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _body_faults(part, f"{place}[{number}]", depth + 1)
    else:
        for key, part in value.items():
            if not isinstance(key, str) or _LONE.search(key):
                yield place, "ledger.not-json", key
            elif not (isinstance(part, str) and part.isascii()):  # most parts are plain words
                yield from _body_faults(part, f"{place}.{key}", depth + 1)


def _value_fault(value: Any) -> str | None:
    if isinstance(value, str):
        return "ledger.unfit-text" if _LONE.search(value) else None
    if isinstance(value, int):  # true and false are among them
        return None if -WIDEST <= value <= WIDEST else "ledger.wide-number"
    if isinstance(value, float):
        return "ledger.float"
    return None if value is None else "ledger.not-json"


def _shown(value: object) -> str:
    """Return a value found so that any terminal can print it, and not more than a line of it."""
    said = value if isinstance(value, str) else repr(value)
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in said)
    return safe if len(safe) <= 80 else f"{safe[:79]}…"
