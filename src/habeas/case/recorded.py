"""What a case answers from records: each method is a command of the same name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from habeas.case.answers import At, Census, Length, Movement
    from habeas.case.case import Case
    from habeas.case.held import Held
    from habeas.case.releases import Releases
    from habeas.custody import Timeline
    from habeas.findings.tested import Tested
    from habeas.records import Progress


class Recorded:
    """The part of :class:`Case` that speaks of records."""

    @property
    def _case(self) -> Case:
        return cast("Case", self)

    def records(self, *, progress: Progress | None = None) -> Releases:
        """Read the case's record files, and return what each gave; they are read again only when they have changed.

        What changes with the rule is counted with them. See :meth:`custody`.
        """
        from habeas.case import recording
        from habeas.case.releases import Releases

        found, _changed = recording.fresh(self._case, progress)
        return found if found is not None else Releases(folder=self._case.tables.path)

    @contextmanager
    def custody(
        self,
        *,
        rule: str | None = None,
        engine: str = "duckdb",
        master: str | None = None,
        until: datetime | None = None,
        to: Path | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Releases]:
        """Lend the releases with their custody counted: who was held where, from when to when.

        As ``case.toml`` says it is in the case's tables. By another ``rule``, on another ``engine`` or up to another moment it is
        counted apart, into ``to``, or into a folder that is gone after the ``with`` block; the case's tables stay as they are.
        """
        from habeas.case import apart, recording
        from habeas.case.counting import Counting

        own = recording.rule_of(self._case)
        if rule in (None, own) and (engine, until, master, to) == ("duckdb", None, None, None):
            yield self.records(progress=progress)
            return
        given = Counting(
            rule=rule or own, engine=engine, master=master, until=until, settled=self._case.about.records.until
        )
        with tempfile.TemporaryDirectory(prefix="habeas-custody-") as scratch, given.opened() as running:
            found = self.records(progress=progress)
            place = to if to is not None else Path(scratch) / "tables"
            yield apart.count(found, place, given, running, progress) if found.counted else found

    def held(self, release: str | None = None, *, progress: Progress | None = None) -> Held:
        """Return the custody of one release, to be asked; needed where a case holds several."""
        return self.records(progress=progress).held(release)

    def census(
        self,
        *,
        day: date | None = None,
        at: At = "midnight",
        by: str | None = None,
        place: str | None = None,
        release: str | None = None,
        progress: Progress | None = None,
    ) -> Census:
        """Return who was held on a day, certainly and possibly: by place, by a dimension, or in one place on every day."""
        return self.held(release, progress=progress).census(day=day, at=at, by=by, place=place)

    def stays(self, *, release: str | None = None, progress: Progress | None = None) -> tuple[Length, ...]:
        """Return the lengths of stay, of all and by stratum."""
        return self.held(release, progress=progress).stays()

    def movements(
        self,
        *,
        from_place: str | None = None,
        to_place: str | None = None,
        release: str | None = None,
        progress: Progress | None = None,
    ) -> tuple[Movement, ...]:
        """Return from where to where persons were moved, the most first."""
        return self.held(release, progress=progress).movements(from_place=from_place, to_place=to_place)

    def tested(self, release: str | None = None, *, progress: Progress | None = None) -> list[Tested]:
        """Return the standing claims about the subjects of a release and its places, each tested against the release's custody.

        ``case.toml`` says of which subject a release is (``[records.subjects]``) and a place (``[places.CODE]``), and what words for
        who is counted mean (``[records.who]``); of any other subject nothing is tested, and words that nobody explained are not guessed.
        Registers of rosters are of an hour that published figures do not bear, and nothing is tested against them.
        """
        from habeas.findings.tested import CustodyTables, findings_of

        held, about = self.held(release, progress=progress), self._case.about
        places: dict[str, str | None] = {one.subject: one.code for one in about.places.values() if one.subject}
        places |= {subject: None for name, subject in about.records.subjects.items() if name == held.release}
        claims = [one for one in self._case.state.claims.values() if one.subject in places]
        if not claims or held.register is not None:
            return []
        with CustodyTables(held.folder, rows=held.reading.table) as records:
            return findings_of(claims, records, places, who=about.records.who)

    def timeline(self, person: str, *, release: str | None = None, progress: Progress | None = None) -> Timeline:
        """Return one person's time in custody, each stint with file, sheet and line."""
        return self.held(release, progress=progress).timeline(person)
