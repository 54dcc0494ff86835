"""From the stints of releases to their tables of custody, by one rule, on one engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case.releases import Releases
    from habeas.custody import Engine, Totals
    from habeas.records import Reading

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How custody is counted: by which rule, on which engine, up to which moment.

    ``until`` is the last moment as given, ``settled`` as ``case.toml`` has it; see :func:`last_moment`.
    """

    rule: str = "habeas"
    engine: str = "duckdb"
    master: str | None = None
    until: datetime | None = None
    settled: date | datetime | None = None

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        """Lend the engine. Before any work: a rule that is none, or an engine that is not installed, is said at once."""
        from habeas.custody import engine, rule_named

        rule_named(self.rule)
        with engine(self.engine, master=self.master) as running:
            yield running

    def last_moment(self, one: Reading) -> datetime:
        """Return the last moment a release knows of: as given; else as it states; else as the case settles it; else its latest.

        Raises :class:`InputError` where none is known.
        """
        if self.until is not None:
            return self.until
        if one.until is not None and (one.until.ground == "stated" or self.settled is None):
            return one.until.moment
        if self.settled is not None:
            return at_end(self.settled)
        raise InputError("case.no-until", release=one.release)


def count(found: Releases, to: Path, how: Counting, running: Engine, progress: Progress | None) -> None:
    """Count the custody of each release into ``custody/<release>/`` of a folder; of rosters a register first, into ``register/<release>/``."""
    from habeas.case.releases import name_of
    from habeas.custody import Custody

    stage(progress, "counting-custody")
    moments = [how.last_moment(one) for one in found.stints]
    for number, (one, last) in enumerate(zip(found.stints, moments, strict=True)):
        with Custody(one.table, last, rule=how.rule, engine=running) as custody:
            custody.write(to / "custody" / name_of(one), _part(progress, number, len(moments)))
    for one in found.rosters:
        _register(one, to, running, progress)


def _register(one: Reading, to: Path, running: Engine, progress: Progress | None) -> None:
    """Make the register of a series of rosters, and count its custody where a list of it is believed."""
    from habeas.case.releases import name_of
    from habeas.custody import make_register

    if not one.used:  # each row's problem says why
        return
    stage(progress, "making-register")
    made = make_register(one, to / "register" / name_of(one), progress)
    if any(day.state in {"believed", "doubled"} for day in made.days):
        with made.custody(engine=running) as custody:
            custody.write(to / "custody" / name_of(one))


def compare(found: Releases, how: Counting, progress: Progress | None = None) -> dict[str, tuple[Totals, ...]]:
    """Return what every rule counts in each release, by its name."""
    from habeas.case.releases import name_of
    from habeas.custody import compare_rules

    stage(progress, "comparing-rules")
    parts = len(found.stints)
    with how.opened() as running:
        return {
            name_of(one): compare_rules(
                one.table, how.last_moment(one), engine=running, progress=_part(progress, number, parts)
            )
            for number, one in enumerate(found.stints)
        }


def moment(said: str) -> datetime:
    """Read a moment as a person writes it: ``2026-03-10`` is the end of that day. Raises :class:`InputError`."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise InputError("case.not-a-moment", found=said) from None
    return at_end(found.date()) if len(said) <= len("2026-03-10") else found.replace(tzinfo=None)


def day(said: str) -> date:
    """Read a day as a person writes it: ``2026-03-10``. Raises :class:`InputError`."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError("case.not-a-day", found=said) from None


def at_end(found: date | datetime) -> datetime:
    """Return a moment; of a day, its last."""
    return found.replace(tzinfo=None) if isinstance(found, datetime) else datetime.combine(found, time.max)


def stage(progress: Progress | None, name: str) -> None:
    """Tell a progress that can say so which stage begins: it has a method ``stage``."""
    told = getattr(progress, "stage", None)
    if told is not None:
        told(name)


def _part(progress: Progress | None, number: int, parts: int) -> Progress | None:
    """Return the progress of one part of several that are as long."""
    if progress is None:
        return None

    def told(done: int, total: int) -> None:
        progress(number * total + done, parts * total)

    return told
