"""The ids under which persons leave a case: another one for each, to which only a secret of the case leads.

A person's id in the case is a hash of a row: whoever has the list can work it out. With a key of which nothing is published (HMAC-SHA-256,
RFC 2104) the id that is shown tells nothing of the row, and is the same in every report for as long as the key is.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from habeas.custody.persons.register import PersonRegister

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG: Final = 10


def alias(name: str, key: bytes) -> str:
    """Return the id under which a person is shown outside of the case: ``P-`` and ten characters (50 bits)."""
    number = int.from_bytes(hmac.digest(key, name.encode(), "sha256")[:7], "big")
    return "P-" + "".join(_LETTERS[number >> 5 * place & 31] for place in range(_LONG))


def renamed(register: PersonRegister, key: bytes) -> PersonRegister:
    """Return the register with every person under the id that is shown, in the order of these ids: the old order would tell of the old ids."""
    persons = (replace(one, id=alias(one.id, key)) for one in register.persons)
    return replace(register, persons=tuple(sorted(persons, key=lambda one: one.id)))
