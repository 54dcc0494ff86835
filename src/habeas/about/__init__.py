"""What a case is about: the file ``case.toml``, read strictly, every fault reported at once."""

from __future__ import annotations

from habeas.about.checks import FILE
from habeas.about.people import LIST_KINDS, ListKind, PeopleAbout
from habeas.about.reading import FORMAT, About, Place, Question, RecordsAbout, read

__all__ = [
    "FILE",
    "FORMAT",
    "LIST_KINDS",
    "About",
    "ListKind",
    "PeopleAbout",
    "Place",
    "Question",
    "RecordsAbout",
    "read",
]
