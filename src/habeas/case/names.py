"""What people and things are called: who acts; claims by id, by the beginning of an id, or by key; sources by id. A slip names what is close."""

from __future__ import annotations

import difflib
import getpass
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from habeas.errors import Faults, InputError, Problem

if TYPE_CHECKING:
    from habeas.claims import Claim
    from habeas.ledger import Sources, SourceState


def acting(actor: str | None = None) -> str:
    """Return who acts: as given, else ``HABEAS_ACTOR``, else the user. Raises :class:`InputError` where the machine knows no name of the user."""
    try:
        return actor or os.environ.get("HABEAS_ACTOR") or getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise InputError("case.no-actor") from None


def close(found: str, choices: Iterable[str]) -> list[str]:
    """Return up to five names that look like the one found; the first five where none does."""
    names = list(choices)
    return difflib.get_close_matches(found, names, 5, 0.5) or names[:5]


def known(name: str, found: str | None, choices: Iterable[str]) -> None:
    """Raise :class:`InputError` where a choice was made that is none of those there are; None is no choice."""
    names = list(choices)
    if found is not None and found not in names:
        raise InputError("case.unknown-choice", name=name, found=found, known=close(found, names))


def nearest_source(sources: Sources, name: str) -> SourceState:
    """Return a source by its id. Raises :class:`InputError` with ids close to it."""
    state = sources.get(name)
    if state is None:
        raise InputError("case.no-source", found=name, known=close(name, sources))
    return state


def claim_ids(claims: Mapping[str, Claim], names: Sequence[str]) -> list[str]:
    """Return the ids of claims named by id or key. Raises :class:`Faults` naming every name that fits none or several."""
    by_key: dict[str, list[str]] = {}
    for claim in claims.values():
        by_key.setdefault(claim.key, []).append(claim.id)
    found: list[str] = []
    problems: list[Problem] = []
    for name in names:
        ids = [name] if name in claims else by_key.get(name) or [one for one in claims if one.startswith(name)]
        if len(ids) == 1:
            found.append(ids[0])
        elif ids:
            problems.append(Problem("case.ambiguous", values={"found": name, "known": ids[:5]}))
        else:
            values: dict[str, object] = {"found": name, "known": close(name, [*by_key, *claims])}
            problems.append(Problem("case.no-claim", values=values))
    if problems:
        raise Faults("case.names", problems)
    return found
