"""The secret of a case behind the ids that persons have in its report.

It is drawn once, at random, when a case with lists is first built or reported, and kept as an entry ``persons.key`` of the ledger: so a team
has one, a copy of the case has the same, and the ids stay when the report is written again. Nothing that is published holds it: the report has
the number, hash and time of the ledger's last entry alone, and 256 random bits cannot be found from a hash. Undone, another one is drawn by the
next build, and every person has a new id in the report: what a team does whose key became known.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.ledger import Entry

KIND: Final = "persons.key"
_BYTES: Final = 32


def key_of(entries: Iterable[Entry]) -> bytes:
    """Return the key that stands, the first where two were drawn at once; empty where there is none."""
    from habeas.ledger import effective

    return next((bytes.fromhex(str(one.body["key"])) for one in effective(entries) if one.kind == KIND), b"")


def drawn(case: Case) -> None:
    """Draw the key of a case that has lists and none yet."""
    from habeas.case import linking
    from habeas.ledger import Draft

    sources, _ = linking.sources_of(case)
    if sources and not key_of(case.state.entries):
        body = {"key": secrets.token_hex(_BYTES)}
        case.append([Draft(kind=KIND, about="persons", body=body)], actor="habeas")
