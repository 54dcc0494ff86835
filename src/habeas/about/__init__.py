"""What a case is about: the file ``case.toml``, read strictly, every fault reported at once."""

from __future__ import annotations

from habeas.about.checks import FILE
from habeas.about.estimates import EstimateAbout, EstimateKind
from habeas.about.people import DATES, LIST_KINDS, Dates, ListKind, PeopleAbout
from habeas.about.reading import FORMAT, About, Place, Question, RecordsAbout, read

__all__ = [
    "DATES",
    "FILE",
    "FORMAT",
    "LIST_KINDS",
    "About",
    "Dates",
    "EstimateAbout",
    "EstimateKind",
    "ListKind",
    "PeopleAbout",
    "Place",
    "Question",
    "RecordsAbout",
    "read",
]
