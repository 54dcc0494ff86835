"""Relations: places at one address, places that share a code, names that followed each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from habeas.custody.places.addresses import address_key, compare_addresses
from habeas.custody.places.mentions import Mention
from habeas.custody.places.names import read_name

if TYPE_CHECKING:
    from habeas.custody.places.register import Place, PlaceRegister, Relation


def relate(register: PlaceRegister) -> Iterator[Relation]:
    """Yield the relations of a register, each pair of places once a kind, in order."""
    yield from _at_one_address(register)
    yield from _with_one_code(register)
    yield from _said_one(register)
    for one in register.places:
        yield from _renamed(register, one)


def _at_one_address(register: PlaceRegister) -> Iterator[Relation]:
    from habeas.custody.places.register import Relation

    blocks: dict[tuple[str, str], list[int]] = {}
    for n, one in enumerate(register.mentions):
        if key := address_key(one.address):
            blocks.setdefault(key, []).append(n)
    found: dict[tuple[str, str], str] = {}
    for members in blocks.values():
        for a, b in combinations(members, 2):
            left, right = register.of[a].id, register.of[b].id
            pair = (min(left, right), max(left, right))
            if left == right or pair in found:
                continue
            here, there = register.mentions[a].address, register.mentions[b].address
            if compare_addresses(here, there) == "same":
                found[pair] = here.text or ""
    for (left, right), text in sorted(found.items()):
        yield Relation(kind="same-address", a=left, b=right, values={"address": text})


def _with_one_code(register: PlaceRegister) -> Iterator[Relation]:
    from habeas.custody.places.register import Relation

    codes: dict[str, set[str]] = {}
    for n, one in enumerate(register.mentions):
        if one.code:
            codes.setdefault(one.code, set()).add(register.of[n].id)
    for code, places in sorted(codes.items()):
        for left, right in combinations(sorted(places), 2):
            yield Relation(kind="one-code", a=left, b=right, values={"code": code})


def _said_one(register: PlaceRegister) -> Iterator[Relation]:
    """Yield the pairs to which a list gives one number, and which were not joined."""
    from habeas.custody.places.register import Relation

    found: dict[tuple[str, str], dict[str, object]] = {}
    for one in register.judgements:
        left, right = register.of[one.a].id, register.of[one.b].id
        said = next((each for each in one.reasons if each.key == "list-says"), None)
        if left != right and said is not None:
            found.setdefault((min(left, right), max(left, right)), dict(said.values))
    for (left, right), values in sorted(found.items()):
        yield Relation(kind="said-one", a=left, b=right, values=values)


def _renamed(register: PlaceRegister, place: Place) -> Iterator[Relation]:
    """Yield a renaming for each name of a dated list whose own words differ from those of the dated list before it."""
    from habeas.custody.places.register import Relation

    dated = sorted(
        (one for one in register.said(place) if one.year is not None and one.kind == "list"),
        key=lambda one: (one.year or 0, one.list, one.line),
    )
    for before, after in pairwise(dated):
        if before.year != after.year and _renames(before, after):
            values: dict[str, object] = {
                "before": before.name, "until": str(before.year), "after": after.name, "since": str(after.year),
            }  # fmt: skip
            yield Relation(kind="renamed", a=place.id, b=place.id, values=values)


def _renames(before: Mention, after: Mention) -> bool:
    from habeas.custody.places.names import Rarity

    found = Rarity(()).compare(before.name, after.name)
    return found.likeness in {"part", "unlike"} and read_name(before.name).own != read_name(after.name).own
