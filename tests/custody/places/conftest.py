"""Mentions made by hand, and the published lists read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from habeas.custody.places import Gathered, Mention, PlaceRegister, build_places, gather_places, mention
from habeas.records import read_records

LISTS = Path(__file__).parents[3].parent / "shared" / "data" / "facilities"
Named = Callable[..., Mention]


def named(name: str, code: str | None = None, *, list: str = "a.csv", line: int = 2, **rest: Any) -> Mention:  # noqa: A002
    """Return a mention in Texas unless told otherwise."""
    return mention(list=list, line=line, name=name, code=code, **{"state": "TX", **rest})


def partition(register: PlaceRegister) -> set[frozenset[str]]:
    """Return the places as sets of lines of lists."""
    return {frozenset(one.place for one in register.said(place)) for place in register.places}


def numbered(mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions, each on a line of its own."""
    from dataclasses import replace

    return [replace(one, line=n) for n, one in enumerate(mentions, 2)]


def built(*mentions: Mention, **rest: Any) -> PlaceRegister:
    """Build the register of mentions, each on a line of its own."""
    return build_places(numbered(mentions), **rest)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """Gather the eight published lists."""
    found = read_records(sorted(LISTS.iterdir()), tmp_path_factory.mktemp("published"))
    return gather_places(found.readings)


@pytest.fixture(scope="session")
def published_register(published: Gathered) -> PlaceRegister:
    """Return the register of the eight published lists."""
    return published.register
