"""What a case answers about persons: its lists linked, the record of each person, how complete they are, and what is left to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    import pyarrow as pa

    from habeas.case.case import Case
    from habeas.case.results import Persons
    from habeas.custody.persons import PersonFile, Question
    from habeas.records import Progress


class Linked:
    """The part of :class:`Case` that speaks of persons."""

    def link(self, *, progress: Progress | None = None) -> bool:
        """Link the lists of the case into persons; return whether that had to be done anew.

        It is done anew only when a list, what is said of it, a judgement, the law or the code has changed. A case without lists has no persons.
        """
        from habeas.case import linking

        return linking.fresh(cast("Case", self), progress)[1]

    def persons(self, *, progress: Progress | None = None) -> Persons:
        """Return the persons of the case's lists, as the judgements in its ledger stand now.

        Raises :class:`InputError` where ``case.toml`` names no list, :class:`Faults` where none of those it names is there.
        """
        from habeas.case import linking

        return linking.load(cast("Case", self), progress)

    def person(self, name: str, *, progress: Progress | None = None) -> PersonFile:
        """Return the record of one person: by its id in the case or in the report, by the key of a mention, or by a row of a list (``families:12``).

        Raises :class:`InputError` where there is none.
        """
        return self.persons(progress=progress).person(name)

    def completeness(self, *, period: Literal["year", "month"] = "year", progress: Progress | None = None) -> pa.Table:
        """Return for how many persons each field of the register is known: in all, by list, by authority, by ``period``."""
        return self.persons(progress=progress).register.completeness(period)

    def person_questions(
        self, *, authority: str | None = "all", person: str | None = None, progress: Progress | None = None
    ) -> list[Question]:
        """Return what the records leave to ask, numbered for each authority, under the ids of the report; of one authority or person, where given."""
        return self.persons(progress=progress).questions(authority, person)
