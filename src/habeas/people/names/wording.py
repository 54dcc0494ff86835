"""The words of names, kept as data: particles, short forms, titles, fillers, compounds, nicknames, spellings, common names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

_TIERS: Final = {"often": 60.0, "common": 20.0, "known": 5.0}
"""How many bearers a name of each tier counts for where the lists say nothing; only the proportions matter."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What words of names say; see ``words.toml``, ``arabic.toml``, ``nicknames.toml`` and ``common.toml``."""

    particles: frozenset[str]
    between: frozenset[str]
    portuguese: frozenset[str]
    saints: frozenset[str]
    short: Mapping[str, str]
    devotions: Mapping[str, str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    widowed: frozenset[str]
    nobody: frozenset[str]
    describing: frozenset[str]
    compounds: Mapping[tuple[str, ...], str]
    origins: frozenset[str]
    """Surnames that stand after a plain "de" without being a husband's."""
    respelt: Mapping[str, str]
    arabic: Mapping[str, tuple[str, ...]]
    nicknames: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Common:
    """Common names by weight: men's and women's given names (a name may be both), and surnames."""

    men: Mapping[str, float]
    women: Mapping[str, float]
    surnames: Mapping[str, float]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("habeas.people") / "names" / name).read_text(encoding="utf-8"))


def _lists(given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {head: tuple(forms.split()) for head, forms in given.items()}


def _turned(given: Mapping[str, str]) -> dict[str, str]:
    """Return each form with the word it stands for; a form of two words keeps the first."""
    found: dict[str, str] = {}
    for word, forms in given.items():
        for form in forms.split():
            found.setdefault(form, word.replace("_", " "))
    return found


@cache
def wording() -> Wording:
    """Return the words that come with habeas."""
    given = _read("words.toml")
    nicknames = _read("nicknames.toml")
    return Wording(
        particles=frozenset(given["particles"]["words"].split()),
        between=frozenset(given["particles"]["between"].split()),
        portuguese=frozenset(given["particles"]["portuguese"].split()),
        saints=frozenset(given["particles"]["saints"].split()),
        short=_turned(given["short"]),
        devotions=given["devotions"],
        titles=frozenset(given["titles"]["words"].split()),
        suffixes=frozenset(given["suffixes"]["words"].split()),
        widowed=frozenset(given["widowed"]["words"].split()),
        nobody=frozenset(given["nobody"]["phrases"]),
        describing=frozenset(given["nobody"]["describing"].split()),
        compounds={tuple(whole.split()): key for key, whole in given["compounds"].items()},
        origins=frozenset(given["origins"]["words"].split()),
        respelt=_turned(given["respelt"]),
        arabic={head: tuple(forms) for head, forms in _read("arabic.toml").items()},
        nicknames=_lists(nicknames["nicknames"]),
        spellings=_lists(nicknames["spellings"]),
    )


@cache
def common() -> Common:
    """Return the common names that come with habeas, for lists that are too short to learn from."""
    given = _read("common.toml")

    def tiers(table: Mapping[str, str]) -> dict[str, float]:
        return {name: _TIERS[tier] for tier in reversed(_TIERS) for name in table.get(tier, "").split()}

    return Common(tiers(given["men"]), tiers(given["women"]), tiers(given["surnames"]))


__all__ = ["Common", "Wording", "common", "wording"]
