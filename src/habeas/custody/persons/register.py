"""The register of persons: the records, and what is asked of all of them: how complete they are, and the questions they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from habeas.custody.persons.laws import Law
from habeas.custody.persons.model import PersonFile, Question
from habeas.errors import InputError, Problem
from habeas.people.lists import ListAbout
from habeas.quiet import undisturbed

if TYPE_CHECKING:
    import pyarrow as pa

Period = Literal["year", "month"]


@dataclass(frozen=True, kw_only=True)
class PersonRegister:
    """The records of persons, by id, as they stand on a day.

    ``estimates`` is the person of each mention in the partition for estimates, for what is possible where it is doubtful who is one person.
    """

    persons: tuple[PersonFile, ...]
    lists: Mapping[str, ListAbout]
    as_of: date
    laws: tuple[Law, ...] = ()
    estimates: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, PersonFile]:
        return {one.id: one for one in self.persons}

    @cached_property
    def answering(self) -> Mapping[str, str | None]:
        """The authority that is asked about each person, by id: who held them last, else who keeps an official list that has them."""
        from habeas.custody.persons.naming import answering, keepers

        return answering(self, keepers(self))

    def person(self, name: str) -> PersonFile:
        """Return a person's record by id. Raises :class:`InputError` where there is none."""
        found = self._by_id.get(name)
        if found is None:
            raise InputError("persons.person-unknown", person=name)
        return found

    def completeness(self, period: Period = "year") -> pa.Table:
        """Return for how many persons each field is known, in all and by list, authority and period; see :mod:`.completeness`."""
        from habeas.custody.persons.completeness import completeness

        with undisturbed():
            return completeness(self, period)

    def questions(self, authority: str | None = "all", person: str | None = None) -> Iterator[Question]:
        """Give the questions that the records leave, numbered for each authority; of one authority or person, where given."""
        from habeas.custody.persons.asking import questions

        return questions(self, authority, person)

    def with_orders(self, orders: Mapping[str, Sequence[str]]) -> PersonRegister:
        """Return the register with the ids of findings about orders beside the persons they are about."""
        persons = tuple(replace(one, orders=tuple(orders[one.id])) if one.id in orders else one for one in self.persons)
        return replace(self, persons=persons)

    def write(self, folder: Path) -> None:
        """Write the register into a folder; equal registers give equal bytes. StorageError where there is no room."""
        from habeas.custody.persons.keeping import write

        write(self, folder)

    @classmethod
    def load(cls, folder: Path) -> PersonRegister:
        """Return the register that was written into a folder. Raises :class:`InputError` where there is none that can be read."""
        from habeas.custody.persons.keeping import load

        with undisturbed():
            return load(folder)
