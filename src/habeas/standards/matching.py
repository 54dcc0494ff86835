"""Whether the requirements and the vocabulary of claims fit: indicators exist, choices are theirs, units agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from habeas.amount import Amount
from habeas.errors import Problem
from habeas.standards.catalogue import FILE, MEASURES
from habeas.standards.model import Requirement


class Measurable(Protocol):
    """What is asked of a predicate: its values, and the unit or choices of these."""

    @property
    def value(self) -> str:
        """Amount, choice, text, time or subject."""

    @property
    def unit(self) -> str | None:
        """The unit of an amount."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices, where the value is one."""


def mismatches(rows: Mapping[str, Requirement], vocabulary: Mapping[str, Measurable]) -> list[Problem]:
    """Return every place where a requirement does not fit the vocabulary; empty when no claim can be misread."""
    return [problem for row in rows.values() for problem in _of(row, vocabulary)]


def _of(row: Requirement, vocabulary: Mapping[str, Measurable]) -> Iterator[Problem]:
    unknown = [name for name in row.indicators if name not in vocabulary]
    for name in unknown:
        yield Problem("standards.no-predicate", FILE, column=f"{row.id}.indicators", values={"found": name})
    if unknown:
        return
    choices = {one for name in row.indicators for one in vocabulary[name].choices}
    for name in sorted({*row.values, *row.partly} - choices):
        values: dict[str, object] = {"found": name, "known": sorted(choices)}
        yield Problem("standards.choice", FILE, column=f"{row.id}.values", values=values)
    for name in row.indicators:
        if not _fits(row, name, vocabulary[name]):
            yield Problem("standards.misfit", FILE, column=f"{row.id}.indicators", values={"found": name})
    if row.quotient is not None:
        top, bottom = (Amount.exact(1, unit=vocabulary[name].unit) for name in row.quotient)
        if row.scale == 1 and (top / bottom).unit != row.unit:
            yield Problem("standards.unit", FILE, column=f"{row.id}.unit", values={"found": str((top / bottom).unit)})


def _fits(row: Requirement, name: str, predicate: Measurable) -> bool:
    """Whether claims of the predicate can be held against the requirement at all."""
    if row.comparator in MEASURES:
        return predicate.value == "amount" and (name in (row.quotient or ()) or predicate.unit == row.unit)
    return row.comparator == "stated" or predicate.value == "choice"
