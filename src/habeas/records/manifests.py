"""Passenger manifests: a row a person on a mission. Bad places are warnings; struck rows stay, marked.

The identifier of a passenger is arbitrary in every file, so that each file is a release of its own: nobody is one person across files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.records.engine import quoted
from habeas.records.header import Header
from habeas.records.reader import Check, Preparation
from habeas.records.sheets import Sheet

_PLACE: Final = "[A-Za-z0-9]{3,7}"
"""Airports are published by their codes of three or four letters, a few by facility codes of up to seven signs."""


def prepare_manifest(sheet: Sheet, header: Header) -> Preparation:
    """Make each file a release of its own, and warn of pick-ups and drop-offs that are missing or no place's code."""
    return Preparation(release=sheet.file, checks=tuple(_checks(header)))


def _checks(header: Header) -> Iterator[Check]:
    for name in ("from_place", "to_place"):
        if found := header.columns.get(name):
            text = f"coalesce(trim(CAST({quoted(found[0])} AS VARCHAR)), '')"
            yield Check(key="records.passenger-no-place", condition=f"{text} = ''", field=name, gravity="warning")
            bad = f"{text} <> '' AND NOT regexp_full_match({text}, '{_PLACE}')"
            yield Check(
                key="records.passenger-bad-place", condition=bad, field=name, expected="KMIA, BRO", gravity="warning"
            )
