"""What the pages on estimates are made from: each number that nobody reports, as it was worked out, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from habeas.words import Lang, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """One estimate of a case as the report sees it.

    ``told`` is what was found, as values of JSON, for a reader in each language (empty where it could not be made; ``problem`` says why). ``claims`` are the
    ids of the claims under it: it leaves only where they all do. ``persons`` says that it rests on the lists of persons.
    """

    id: str
    kind: Literal["population", "mortality", "mse"]
    title: Said
    note: Said | None = None
    told: Mapping[Lang, Mapping[str, Any]] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    persons: bool = False
    problem: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One number of the account of a case: of whom, what it counts, at least and at most how many (None: no bound), and under which definition.

    Both bounds None: nobody can say. ``kind`` says what the ids in ``why`` are of. What it counts, and its definition, are in words already.
    """

    of: Said
    what: Said
    low: float | None
    high: float | None
    level: float | None
    definition: Said
    kind: Literal["claims", "persons", "estimate", "group"]
    why: tuple[str, ...] = ()
