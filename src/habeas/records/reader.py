"""Readers: the one protocol behind which every format stands, and the hooks by which a layout asks for help.

A format whose rows are records is a layout (:mod:`habeas.records.layout`), read by :class:`habeas.records.rows.Rows`. What is
peculiar to it in the file's name or in its rows is a hook. A format that is no table of rows (a workbook of statistics) is a
:class:`Reader` of its own, listed in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from habeas.errors import Problem
from habeas.records.header import Header
from habeas.records.model import Progress, Reading
from habeas.records.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Recognition:
    """How well a reader knows the sheets of one file.

    ``known`` counts the headers and titles it knows: the reader with the most reads the file, and two that know as many are a
    problem. ``problems`` says what kept a sheet from being recognised; they are reported if this reader reads the file or none does.
    """

    known: int
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


class Reader(Protocol):
    """One family of published formats."""

    name: str

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Say which of one file's sheets this reader reads, and how well it knows them."""
        ...

    def read(
        self, sheets: Sequence[Sheet], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[Sequence[Reading], Sequence[Problem]]:
        """Read recognised sheets, of however many files, into folders of ``to``; one reading a kind and release."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A condition on one row that a hook adds: where it holds the row is set aside (``error``), or used (``warning``).

    ``condition`` is SQL over columns of the sheet's rows by the names that ``header.columns`` gives, or over ``line``; ``key``,
    ``field`` and ``expected`` go into the problem, and the value published for ``field`` is what was found.
    """

    key: str
    condition: str
    field: str
    expected: str = ""
    gravity: str = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What a hook knows about one sheet before its rows are read.

    ``constants`` are values of fields that the whole sheet shares (the day in a roster's file name). ``checks`` are held against
    each row. ``columns`` replaces the columns that the header gave. ``problems`` concern the sheet. Where none
    of its rows can be used, ``refusal`` is the key of the reason, and all are set aside.
    ``release`` is the release that the sheet belongs to, where identifiers hold within one file only.
    """

    constants: Mapping[str, str | int | date | datetime] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    columns: Mapping[str, tuple[str, ...]] | None = None
    problems: tuple[Problem, ...] = ()
    refusal: str | None = None
    release: str | None = None


class Hook(Protocol):
    """Looks at a sheet and its header, and may look into its rows (``sheet.source``), before they are read."""

    def __call__(self, sheet: Sheet, header: Header) -> Preparation:
        """Return what is peculiar to this sheet."""
        ...


HOOKS: Final[Mapping[str, str]] = {
    "facility-days": "habeas.records.facility_days:prepare_facility_days",
    "manifest": "habeas.records.manifests:prepare_manifest",
    "notes": "habeas.records.places:prepare_notes",
    "places": "habeas.records.places:prepare_places",
    "placements": "habeas.records.placements:prepare_placements",
    "roster": "habeas.records.rosters:prepare_roster",
}
"""The hooks a layout may name, by ``module:function``. A closed list: a user's mapping file runs no code of its own."""

READERS: Final[tuple[str, ...]] = (
    "habeas.records.statistics:StatisticsReader",
    "habeas.records.flights:FlightsReader",
    "habeas.records.counts:CountsReader",
)
"""Readers beside the one of layouts, by ``module:class``; each is made without arguments."""


def resolve(place: str) -> Any:
    """Return what a ``module:name`` of this module's lists stands for."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def prepare(sheet: Sheet, header: Header) -> Preparation:
    """Ask the hook that a layout names, if it names one."""
    if header.layout.hook is None:
        return Preparation()
    hook: Hook = resolve(HOOKS[header.layout.hook])
    return hook(sheet, header)
