"""Evidence: what speaks for and against two mentions being one place, each point in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from habeas import words
from habeas.custody.places.addresses import Agreement, compare_addresses
from habeas.custody.places.mentions import Mention
from habeas.custody.places.names import Compared, Rarity, same_word
from habeas.custody.places.precision import RADII, distance
from habeas.custody.places.wording import plain

Side = Literal["for", "against", "neither"]
_LIKENESS: Final = {"same": 3, "alike": 2, "part": 1, "unlike": 0, "unsaid": 0}


@dataclass(frozen=True, slots=True)
class Reason:
    """One point for or against, as a message key of ``places`` and its values."""

    key: str
    side: Side
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: words.Lang) -> str:
        """Return the point in words."""
        return words.text(f"places.{self.key}", lang, **self.values)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two mentions have in common and what sets them apart; ``None`` is what one of them does not say.

    ``name`` compares the names that are most alike. ``km`` is the distance of their coordinates, and ``near`` whether it is within
    what the precision of both allows. ``functions`` says whether both are for the same, which a list's type cannot deny of one name; ``claimed`` is the list by which they are one
    place, ``denied`` the list that gives them two numbers of its own.
    """

    code: bool | None
    state: bool | None
    city: bool | None
    zip: bool | None
    address: Agreement
    name: Compared
    names: tuple[str, str]
    functions: bool | None
    km: float | None = None
    near: bool | None = None
    claimed: tuple[str, str] | None = None
    denied: tuple[str, str] | None = None

    @property
    def contradicts(self) -> bool:
        """Whether nothing but a code can join them: another name, and another address or, where one of them says none, another town."""
        elsewhere = self.address == "differs" or (self.address == "unknown" and self.city is False)
        return self.name.likeness == "unlike" and elsewhere


def weigh(one: Mention, other: Mention, rarity: Rarity) -> Evidence:
    """Compare two mentions."""
    names, best = _names(one, other, rarity)
    km, near = _distance(one, other)
    return Evidence(
        code=None if one.code is None or other.code is None else one.code == other.code,
        state=_same(one.state, other.state),
        city=_towns(one, other),
        zip=_same(one.address.zip, other.address.zip),
        address=compare_addresses(one.address, other.address),
        name=best,
        names=names,
        functions=None
        if best.likeness == "same" and not (one.firm and other.firm)
        else _same(one.function, other.function),
        km=km,
        near=near,
    )


def _same(one: object, other: object) -> bool | None:
    return None if one is None or other is None else one == other


def _towns(one: Mention, other: Mention) -> bool | None:
    """Whether two towns are one; a name cut off or misspelt by a letter is."""
    left, right = one.address.town, other.address.town
    return None if not left or not right else same_word(left, right)


def _names(one: Mention, other: Mention, rarity: Rarity) -> tuple[tuple[str, str], Compared]:
    """Return the two names that are most alike, and how they compare."""
    towns = frozenset(plain(one.city or "") + plain(other.city or ""))
    pairs = [((a, b), rarity.compare(a, b, towns)) for a in one.names for b in other.names]
    return max(pairs, key=lambda pair: (_LIKENESS[pair[1].likeness], not pair[1].apart, pair[1].share))


def _distance(one: Mention, other: Mention) -> tuple[float | None, bool | None]:
    """Return the distance in kilometres and whether both can be one point; ``None`` where one of them has no known precision."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None, None
    km = distance((one.lat, one.lon), (other.lat, other.lon))
    if one.precision == "unknown" or other.precision == "unknown":
        return km, None
    return km, km <= RADII[one.precision] + RADII[other.precision]


def reasons(one: Mention, other: Mention, found: Evidence) -> tuple[Reason, ...]:
    """Return what speaks for two mentions being one place, then what speaks against, then what says neither."""
    made = [*_of_codes(one, other, found), *_of_names(found), *_of_places(one, other, found), *_of_lists(found)]
    order = {"for": 0, "against": 1, "neither": 2}
    return tuple(sorted(made, key=lambda reason: order[reason.side]))


def _of_codes(one: Mention, other: Mention, found: Evidence) -> list[Reason]:
    if found.code is None:
        return []
    if found.code:
        return [Reason("code-same", "for", {"code": one.code})]
    return [Reason("code-differs", "against", {"a": one.code, "b": other.code})]


def _of_names(found: Evidence) -> list[Reason]:
    if found.name.likeness == "unsaid":
        return []
    left, right = found.names
    values: dict[str, object] = {"a": left, "b": right, "shared": _said(found.name.shared)}
    side: Side = "for" if found.name.likeness in {"same", "alike"} else "neither"
    if found.name.likeness == "part":
        side = "for" if not found.name.apart else "neither"
    if found.name.likeness == "unlike":
        side = "against"
    made = [Reason(f"name-{found.name.likeness}", side, values)]
    if found.name.apart and found.name.likeness != "unlike":
        made.append(Reason("name-apart", "against", {"words": _said(found.name.apart)}))
    return made


def _said(found: tuple[str, ...]) -> list[str]:
    return list(found)


def _of_places(one: Mention, other: Mention, found: Evidence) -> list[Reason]:
    made: list[Reason] = []
    if found.state is False:
        made.append(Reason("state-differs", "against", {"a": one.state, "b": other.state}))
    if found.city is not None:
        key, side = ("city-same", "for") if found.city else ("city-differs", "against")
        made.append(Reason(key, side, {"a": one.city, "b": other.city}))  # type: ignore[arg-type]
    if found.address != "unknown":
        key = f"address-{found.address}"
        side = {"same": "for", "elsewhere": "neither", "differs": "against"}[found.address]
        made.append(Reason(key, side, {"a": one.address.text, "b": other.address.text}))  # type: ignore[arg-type]
    if found.km is not None:
        side = "neither" if found.near is None else "for" if found.near else "against"
        values: dict[str, object] = {"km": round(found.km, 1), "a": one.precision, "b": other.precision}
        made.append(Reason({"neither": "distance", "for": "near", "against": "far"}[side], side, values))  # type: ignore[arg-type]
    if years := _years_apart(one, other):
        made.append(Reason("years-apart", "neither", years))
    if found.functions is False:
        made.append(Reason("function-differs", "against", {"a": function(one), "b": function(other)}))
    return made


def _years_apart(one: Mention, other: Mention) -> dict[str, object] | None:
    """Return the last use of one and the first of the other where one came after the other, as a place does that replaces another."""
    for before, after in ((one, other), (other, one)):
        if before.last_used and after.first_used and before.last_used < after.first_used:
            return {"a": before.name, "last": str(before.last_used), "b": after.name, "first": str(after.first_used)}
    return None


def function(one: Mention) -> words.Said:
    """Return what a mention is for, in words."""
    key = f"places.function-{one.function or 'unknown'}"
    return words.Said(words.text(key, "en"), words.text(key, "es"))


def _of_lists(found: Evidence) -> list[Reason]:
    made: list[Reason] = []
    if found.claimed:
        made.append(Reason("list-says", "for", {"list": found.claimed[0], "id": found.claimed[1]}))
    if found.denied:
        made.append(Reason("list-denies", "against", {"list": found.denied[0], "ids": found.denied[1]}))
    return made
