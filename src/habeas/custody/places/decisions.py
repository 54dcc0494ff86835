"""What persons decide about places: that two are one, or two. A decision is an entry of the ledger, or a line of a file of one's own.

A file of decisions is CSV with the columns ``verdict`` (``same`` or ``different``), ``a``, ``b``, ``reason`` and, if wished, ``by``; a line
is undone by taking it out. In a case a decision is undone with ``habeas undo``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from habeas.errors import Faults, InputError, Problem
from habeas.ledger import Draft, Entry, effective

Said = Literal["same", "different"]
KINDS: Final = {"place.same": "same", "place.different": "different"}
_COLUMNS: Final = ("verdict", "a", "b", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDecision:
    """A person's word that two places are one, or two, with the reason.

    ``a`` and ``b`` are keys of mentions, ids of places, or a line of a list (``list.csv:12``); ``where`` is the entry of the ledger or
    the line of the file that holds it; ``by`` is who decided.
    """

    verdict: Said
    a: str
    b: str
    reason: str
    by: str = ""
    where: str = ""


def decide_places(verdict: Said, a: str, b: str, reason: str) -> Draft:
    """Return the draft that says that two places are the same, or different.

    Raises :class:`InputError` without a reason, or where both are one name.
    """
    if not reason.strip():
        raise InputError("places.no-reason")
    if a == b:
        raise InputError("places.same-twice", found=a)
    return Draft(kind=f"place.{verdict}", about=a, body={"with": b}, reason=reason.strip())


def decisions_of(entries: Iterable[Entry]) -> tuple[PlaceDecision, ...]:
    """Return the decisions about places that stand, in the order of the ledger."""
    return tuple(
        PlaceDecision(
            verdict="same" if one.kind == "place.same" else "different",
            a=one.about,
            b=str(one.body["with"]),
            reason=one.reason,
            by=one.actor,
            where=str(one.seq),
        )
        for one in effective(entries)
        if one.kind in KINDS
    )


def read_decisions(path: Path) -> tuple[PlaceDecision, ...]:
    """Return the decisions of a CSV file.

    Raises :class:`InputError` where there is no such file, :class:`Faults` with every line that is no decision.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            header = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("places.decisions-unreadable", file=str(path), why=str(error)) from None
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise InputError("places.decisions-columns", file=path.name, missing=missing, found=list(header))
    faults = [one for line, row in enumerate(rows, 2) for one in _faults(path.name, line, row)]
    if faults:
        raise Faults("places.decisions-faults", faults)
    return tuple(_of_row(path.name, line, row) for line, row in enumerate(rows, 2))


def _faults(file: str, line: int, row: dict[str, str | None]) -> Iterator[Problem]:
    for name in _COLUMNS:
        value = (row.get(name) or "").strip()
        if not value:
            yield Problem("places.decision-blank", file, row=line, column=name)
        elif name == "verdict" and value not in {"same", "different"}:
            yield Problem("places.decision-verdict", file, row=line, column=name, values={"found": value})
    if (row.get("a") or "").strip() == (row.get("b") or "").strip() != "":
        yield Problem("places.same-twice", file, row=line, column="b", values={"found": row["b"]})


def _of_row(file: str, line: int, row: dict[str, str | None]) -> PlaceDecision:
    said = {name: (row.get(name) or "").strip() for name in (*_COLUMNS, "by")}
    verdict: Said = "same" if said["verdict"] == "same" else "different"
    return PlaceDecision(
        verdict=verdict, a=said["a"], b=said["b"], reason=said["reason"], by=said["by"], where=f"{file}:{line}"
    )
