"""Ids: a person's id is made from the key of its first mention, in the order of the lists and their rows.

So an id needs no register of ids: a list that comes later, or a mention that joins, changes nothing; where two persons become one the id of the earlier
stays; a person taken apart again has its old ids again. It holds no name and cannot be turned back into one without the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U, so that an id can be read out
_LENGTH: Final = 10


def person_id(mention: str) -> str:
    """Return the id of the person whose first mention has this key."""
    number = int.from_bytes(hashlib.sha256(mention.encode()).digest()[:8], "big")
    said = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        said += _ALPHABET[digit]
    return f"P-{said}"


def person_ids(label: Any, mentions: Sequence[str]) -> list[str]:
    """Return the id of each mention's person; a label is the number of the person's first mention."""
    first = np.unique(label)
    made = {int(n): person_id(mentions[int(n)]) for n in first}
    return [made[int(n)] for n in label]
