"""How strongly the words around a quantity speak for each kind."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import Hit

FILE: Final = Path(__file__).with_name("weights.toml")
PERSONS: Final = frozenset({"held", "person", "death", "injured", "arrest", "release", "transfer", "admission"})
_OF_THINGS: Final = frozenset({"capacity", "gap", "change", "perguard"})
"""Cues that can be said of what is no person: nobody arrests a prison."""
_AGREED: Final = 0.2
_THERE: Final = 0.9
"""What "there are 300 people" adds: not enough by itself for persons of whom nothing says that they are held."""
_HAS: Final = frozenset("had has have tiene tenia tienen tenian".split())
_OWN_CLAUSE: Final = 11
DEEDS: Final = frozenset({"move", "arrest", "release", "die", "injure", "admit"})
"""What is done to persons: "240 ringleaders were moved" counts persons, whatever a ringleader is."""
_RIGHT_BESIDE: Final = 3
_SENTENCE: Final = 20.0
_TOPIC: Final = 2


@cache
def weights() -> dict[str, Any]:
    """Return the weights of :file:`weights.toml`."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def scores(context: Context) -> dict[str, float]:
    """Return what each kind scores for a counted quantity, by the noun it counts and the cues around it."""
    made: dict[str, float] = {}
    table = weights()
    noun = context.noun
    if noun is not None and noun.name in table["noun"]:
        row = table["noun"][noun.name]
        made[row["kind"]] = row["weight"]
    for hit in context.cues:
        row = table["cue"].get(hit.name)
        if row is None or _inside_noun(hit, noun):
            continue
        if noun is not None and noun.name not in PERSONS and hit.name not in _OF_THINGS:
            if noun.name != "staff" or hit.name not in ("die", "injure"):
                continue
        if hit.name == "change" and context.low(hit.last + 1) in ("from", "to", "desde", "hasta"):
            continue
        if hit.name == "change" and context.low(context.first - 1) in ("to", "a", "hasta", "at"):
            continue
        if hit.name == "gap" and noun is not None and noun.name != "place":
            continue
        side = "left" if hit.last < context.first else "right"
        if hit.name == "gap" and side == "right" and context.distance(hit) > _RIGHT_BESIDE:
            continue
        if row["side"] not in ("both", side):
            continue
        far = context.distance(hit)
        reach = row["reach"]
        if hit.name == "capacity" and noun is None and not any(hit.last < a < context.first for a, _ in context.rivals):
            reach = _OWN_CLAUSE
        if far < reach:
            flat = hit.name == "gap" and (side == "left" or far <= _RIGHT_BESIDE)
            score = row["weight"] * (1 if flat else 1 - far / reach)
            if hit.name in DEEDS and noun is None and side == "right" and far <= _RIGHT_BESIDE:
                score += 1
            if noun is not None and noun.name == "staff" and far <= _RIGHT_BESIDE:
                score *= 2
            base = made.get(row["kind"], 0.0)
            made[row["kind"]] = base + score if base < 1 else max(base, score) + _AGREED
    if noun is None:
        _far_nouns(context, made, table)
    if (
        noun is None
        and context.low(context.first - 1) in _HAS
        and (made.get("population", 0) > 0 or _says_place(context))
    ):
        made["population"] = made.get("population", 0.0) + _THERE + _THERE
    if noun is not None and noun.name == "person":
        if _for_places(context) or (context.low(context.first - 1) in _HAS and _says_place(context)):
            made["population"] = made.get("population", 0.0) + _THERE
        elif context.near("hold", "holds", within=_SENTENCE):
            made["population"] = max(made.get("population", 0.0), weights()["far"]["enough"] + 0.1)
    if built_for(context):
        made["capacity"] = made.get("capacity", 0.0) + table["cue"]["capacity"]["weight"]
    if noun is not None and noun.name in ("held", "person") and context.near("there", within=0.5):
        made["population"] = made.get("population", 0.0) + _THERE
    if noun is not None and noun.name == "person" and _in_facility(context):
        made["population"] = made.get("population", 0.0) + 1.2
    return made


def _for_places(context: Context) -> bool:
    """Tell whether persons are set against places: "129 men for 138 beds"."""
    near = any(hit.name == "place" and 0 < hit.first - context.after <= 4 for hit in context.nouns.values())
    return near and context.low(context.after) in ("for", "para", "in", "en", "sobre")


def _says_place(context: Context) -> bool:
    """Tell whether a place of detention or its capacity is named before the figure."""
    return any(
        hit.name in ("facility", "cell", "building") and hit.last < context.first for hit in context.nouns.values()
    )


def built_for(context: Context) -> bool:
    """Tell whether a figure is what something was built for, with words between: "built in 1952 for 2,011"."""
    if context.low(context.first - 1) not in ("for", "para") and context.low(context.first) not in ("for", "para"):
        return False
    for hit in context.nouns.values():
        if hit.name in ("facility", "cell") and hit.last == context.first - 2:
            return True
    built = context.near("built", within=9)
    return built is not None and built.last < context.first


def _in_facility(context: Context) -> bool:
    """Tell whether persons are said to be in a place of detention: "88,000 people in the prisons of"."""
    for hit in context.nouns.values():
        if hit.name in ("facility", "cell", "building") and 0 <= hit.first - context.after <= 5:
            if any(context.low(place) in ("in", "inside", "at", "en") for place in range(context.after, hit.first)):
                return True
    return False


def _inside_noun(hit: Hit, noun: Hit | None) -> bool:
    """Tell whether a cue is the counted noun itself: "detenidos" is no verb of arrest beside itself."""
    return noun is not None and noun.first <= hit.first <= noun.last


def _far_nouns(context: Context, made: dict[str, float], table: dict[str, Any]) -> None:
    far = table["far"]
    for hit in context.nouns.values():
        row = table["noun"].get(hit.name)
        if (
            row is None
            or hit.name in ("person", "facility", "building", "cell")
            or (hit.name == "staff" and hit.last >= context.first)
        ):
            continue
        distance = context.distance(hit)
        kind = (
            "deaths"
            if hit.name == "held" and any(one.name == "die" and one.first == hit.last + 1 for one in context.cues)
            else row["kind"]
        )
        if distance < far["reach"]:
            score = far["weight"] * (1 - distance / far["reach"]) + (far["topic"] if hit.first <= _TOPIC else 0.0)
            made[kind] = max(made.get(kind, 0.0), score)
