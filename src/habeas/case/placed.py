"""What a case answers about places: the register of its lists, and what persons decide of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.custody import Gathered
    from habeas.ledger import Entry
    from habeas.records import Progress


class Placed:
    """The part of :class:`Case` that speaks of places."""

    @property
    def _placed(self) -> Case:
        return cast("Case", self)

    def places(self, *, progress: Progress | None = None) -> Gathered:
        """Return one identity for each place across the lists of the case, as the decisions in its ledger stand now.

        Raises :class:`InputError` where none of the case's originals is a list of places.
        """
        from habeas.custody import decisions_of, gather_places

        found = self._placed.records(progress=progress)
        decisions = decisions_of(self._placed.ledger.entries())
        return gather_places(found.readings, decisions, progress=progress)

    def same_place(self, a: str, b: str, *, reason: str, progress: Progress | None = None) -> Entry:
        """Record that two names are of one place. Each is an id, a code, a line of a list (``list.csv:12``) or a name.

        Raises :class:`InputError` for a name of no place or of several, for one place twice, and without a reason.
        """
        return self._decide("same", a, b, reason, progress)

    def different_place(self, a: str, b: str, *, reason: str, progress: Progress | None = None) -> Entry:
        """Record that two names are of two places; see :meth:`same_place`."""
        return self._decide("different", a, b, reason, progress)

    def _decide(
        self, verdict: Literal["same", "different"], a: str, b: str, reason: str, progress: Progress | None
    ) -> Entry:
        from habeas.custody import decide_places, decision_key

        register = self.places(progress=progress).register
        draft = decide_places(verdict, decision_key(register, a), decision_key(register, b), reason)
        return self._placed.append([draft])[0]
