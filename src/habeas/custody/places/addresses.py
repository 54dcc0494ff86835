"""Addresses of places: two are one where number and street agree and the town or the postal code does.

An address is what a list writes: one line with everything in it, or a street with town, state and code beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from habeas.custody.places.names import same_word
from habeas.custody.places.wording import plain, slug, wording

Agreement = Literal["same", "elsewhere", "differs", "unknown"]
"""``elsewhere``: the same number and street, in another town with another postal code, or in another state."""

_LINE: Final = re.compile(
    r"^(?P<street>.*?),\s*(?P<city>[^,]+?),?\s*\b(?P<state>[A-Z]{2})\b\.?,?\s*(?P<zip>\d{4,5}(?:-?\d{4})?)?\s*$"
)
_TOWN: Final = re.compile(r"^(?P<city>[^,\d]+?),\s*(?P<state>[A-Z]{2})\.?,?\s*(?P<zip>\d{4,5}(?:-?\d{4})?)?\s*$")
_NUMBER: Final = re.compile(r"\d+[A-Z]?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts, each ``None`` or empty where a list does not say it; ``text`` is the street as published.

    ``street`` are the words that say which street, ``joined`` the same in one (``PINE HILL`` is ``PINEHILL``), ``weak`` all others.
    """

    text: str | None = None
    number: str | None = None
    street: frozenset[str] = frozenset()
    joined: str = ""
    weak: frozenset[str] = frozenset()
    city: str | None = None
    state: str | None = None
    zip: str | None = None

    @property
    def exact(self) -> bool:
        """Whether it says which building: a number and a street."""
        return self.number is not None and bool(self.street or self.weak)

    @property
    def town(self) -> str:
        """The town as a key, empty where there is none."""
        return town(self.city)


@lru_cache(maxsize=1 << 14)
def town(city: str | None) -> str:
    """Return a town in one spelling: ``FT. WAYNE`` and ``Fort Wayne`` are one."""
    known = wording().spellings
    words = [known.get(word, word) if word in {"ST", "FT", "MT", "STE"} else word for word in plain(city or "")]
    return "".join(words)


def read_address(
    text: str | None, city: str | None = None, state: str | None = None, postal: str | None = None
) -> Address:
    """Return an address in parts; a town, state or postal code that stands beside it goes before what is in the line."""
    street = text
    line = re.sub(r"\s*\|\s*", ", ", text.strip()) if text else ""
    found = _TOWN.match(line) or _LINE.match(line)
    if found and state in {None, found["state"]}:
        street = found["street"] if "street" in found.groupdict() else None
        city, state, postal = city or found["city"], found["state"], postal or found["zip"]
    number, words = _street(street or "")
    own = [word for word in words if word not in wording().weak]
    weak = frozenset(words) - frozenset(own)
    return Address(street or None, number, frozenset(own), "".join(own), weak, city, state, _postal(postal))


def _postal(text: str | None) -> str | None:
    """Return five digits; a code that lost its leading zero gets it back."""
    digits = re.sub(r"\.0$", "", (text or "").strip()).split("-")[0]
    return digits[:5].zfill(5) if digits.isdigit() and len(digits) >= 4 else None


def _street(text: str) -> tuple[str | None, list[str]]:
    """Return the number and the words of a street in one spelling, up to where floor and suite begin."""
    known = wording()
    number: str | None = None
    words: list[str] = []
    for word in plain(text):
        if number is None and not words and _NUMBER.fullmatch(word):
            number = word
        elif word in known.stops and (words or word not in {"FL", "UNIT"}):
            break
        else:
            words.append(known.streets.get(word, word))
    return number, words


def compare_addresses(one: Address, other: Address) -> Agreement:
    """Whether two addresses are one: the same number, the same street, and not both another town and another postal code.

    ``unknown`` where one of them does not say which building.
    """
    if not one.exact or not other.exact:
        return "unknown"
    if one.number != other.number or not _one_street(one, other):
        return "differs"
    towns = bool(one.town) and bool(other.town) and not same_word(one.town, other.town)
    codes = one.zip is not None and other.zip is not None and one.zip != other.zip
    states = one.state is not None and other.state is not None and one.state != other.state
    return "elsewhere" if (towns and codes) or states else "same"


def _one_street(one: Address, other: Address) -> bool:
    """Whether the words of two streets agree; where neither has a word of its own, the weak ones have to be equal."""
    if not one.street or not other.street:
        return one.street == other.street and one.weak == other.weak
    if same_word(one.joined, other.joined):
        return True
    less, more = sorted((one.street, other.street), key=len)
    found = sum(any(same_word(word, each) for each in more) for word in less)
    return found == len(less) and found * 2 >= len(more)


def address_key(address: Address) -> tuple[str, str] | None:
    """Return the state and number by which addresses are looked up, ``None`` for one that says no building."""
    return (address.state or "", address.number or "") if address.exact else None


def site(city: str | None) -> str:
    """Return a town as a part of a key: ``fort-wayne``, empty where there is none."""
    return slug(city or "")
