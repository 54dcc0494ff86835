"""Gathering: the register of all lists that were read, and what other publications among them name, matched to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.custody.places.decisions import PlaceDecision
from habeas.custody.places.matching import Match, match_places, read_asked
from habeas.custody.places.mentions import Link, Mention, read_links, read_mentions
from habeas.custody.places.register import PlaceRegister, Progress, build_places
from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.records import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A register of places, and the names of other publications matched to it."""

    register: PlaceRegister
    matches: tuple[Match, ...] = ()


def gather_places(
    readings: Sequence[Reading], decisions: Sequence[PlaceDecision] = (), *, progress: Progress | None = None
) -> Gathered:
    """Build the register from readings of kinds ``places`` and ``place-links``; match ``figures``, ``counts`` and ``facility-days`` to it.

    Raises :class:`InputError` where no reading is a list of places with a row that can be used.
    """
    mentions: list[Mention] = []
    links: list[Link] = []
    for one in readings:
        if one.kind == "places" and one.used:
            mentions += read_mentions(one.table)
        elif one.kind == "place-links":
            links += read_links(one.table)
    if not mentions:
        raise InputError("places.no-list", found=sorted({one.kind for one in readings}) or ["-"])
    register = build_places(mentions, links=links, decisions=decisions, progress=progress)
    asked: list[Mention] = []
    for one in readings:
        if one.kind in {"figures", "counts", "facility-days"}:
            asked += read_asked(one.table, one.kind)
    return Gathered(register=register, matches=match_places(register, asked))
