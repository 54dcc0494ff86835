"""What a case answers that nobody reports: the numbers it asks to be estimated, and the account of how many are known, counted and estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from habeas.case.accounting import Account
    from habeas.case.case import Case
    from habeas.case.results import CaseEstimate
    from habeas.records import Progress


class Estimated:
    """The part of :class:`Case` that speaks of estimates."""

    def estimates(self, *, progress: Progress | None = None) -> tuple[CaseEstimate, ...]:
        """Return the estimates that ``case.toml`` asks for, made anew where claims, lists, the file or the code have changed."""
        from habeas.case import estimating

        return estimating.load(cast("Case", self), progress)

    def account(self, *, progress: Progress | None = None) -> Account:
        """Return how many are known by name, counted without name and estimated on no list; held, released, dead, and whose whereabouts nobody says."""
        from habeas.case import accounting

        return accounting.account(cast("Case", self), progress)
