"""How strongly the words around a quantity speak for each kind."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import Hit

FILE: Final = Path(__file__).with_name("weights.toml")
PERSONS: Final = frozenset(
    {"held", "taken", "captured", "person", "death", "injured", "arrest", "release", "transfer", "admission"}
)
_OF_THINGS: Final = frozenset({"capacity", "gap", "change", "perguard"})
"""Cues that can be said of what is no person: nobody arrests a prison."""
_AGREED: Final = 0.2
_THERE: Final = 0.9
"""What "there are 300 people" adds: not enough by itself for persons of whom nothing says that they are held."""
_NOW: Final = frozenset("hoy ahora ya now today already currently still actualmente".split())
_HAS: Final = frozenset("had has have tiene tenia tienen tenian".split())
_OWN_CLAUSE: Final = 11
DEEDS: Final = frozenset({"move", "arrest", "release", "die", "injure", "admit"})
"""What is done to persons: "240 ringleaders were moved" counts persons, whatever a ringleader is."""
_BESIDE: Final = 3
_LEVELS: Final = frozenset("to a hasta at from desde".split())
"""Words that name a level, which is no change: "climbed to 56,816"."""
_SENTENCE: Final = 20.0
_NEARBY: Final = 5
_TAKEN: Final = 1.6
_SENTENCES: Final = frozenset(
    "sentence sentences penalty row pena penas condena condenas sentenced condenado condenados".split()
)
"""Words that make "death" a punishment: "death sentences", "condenados a muerte"."""
_DONE: Final = 1.5
_NUMBERED: Final = 1.3
_NUMBERING: Final = frozenset("sumaban suman eran son fueron were are number numbered total totalled totaled".split())
_SILENT: Final = frozenset({"person", "facility", "building", "cell"})
"""Nouns that are too common to speak for a figure elsewhere in their sentence."""
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
        if (
            hit.name in table["cue"]
            and not _inside_noun(hit, noun)
            and hit.first not in context.others
            and _may_say(context, hit)
        ):
            row = table["cue"][hit.name]
            score = _score(context, hit, row)
            if score > 0:
                base = made.get(row["kind"], 0.0)
                made[row["kind"]] = base + score if base < 1 else max(base, score) + _AGREED
    if noun is None:
        _far_nouns(context, made, table)
    _persons(context, made)
    if noun is None and any(hit.name == "capacity" and hit.first <= _TOPIC + 1 for hit in context.cues):
        made["capacity"] = made.get("capacity", 0.0) + _NUMBERED
    if built_for(context):
        made["capacity"] = made.get("capacity", 0.0) + table["cue"]["capacity"]["weight"]
    return made


def _may_say(context: Context, hit: Hit) -> bool:
    """Tell whether a cue can say something of what is counted."""
    noun = context.noun.name if context.noun else None
    if hit.name == "capacity" and noun in ("facility", "building", "cell", "staff", "complaint"):
        return False  # "dispone de 69 centros" is no room for anybody
    if noun is not None and noun not in PERSONS and hit.name not in _OF_THINGS:
        return (
            noun == "staff"
            and hit.name in ("die", "injure")
            and (hit.first > context.last or context.distance(hit) < 1)
        )
    if hit.name == "move" and context.low(hit.last + 1) == "into":
        return False  # who was moved into a prison is held there
    if noun is None and hit.name == "hold" and hit.first in context.nouns:
        return False  # the noun itself speaks, as one of the sentence
    if hit.name == "die" and {context.low(hit.last + 1), context.low(hit.first - 2)} & _SENTENCES:
        return False
    if hit.name == "perguard" and noun == "person":
        return False
    if hit.name == "change":
        return context.low(hit.last + 1) not in _LEVELS and context.low(context.first - 1) not in _LEVELS
    return hit.name != "gap" or noun in (None, "place")


def _score(context: Context, hit: Hit, row: dict[str, Any]) -> float:
    """Return how strongly a cue speaks for its kind, by how far it is and on which side."""
    side = "left" if hit.last < context.first else "right"
    far, reach, noun = context.distance(hit), row["reach"], context.noun
    if row["side"] not in ("both", side) or (hit.name == "gap" and side == "right" and far > 1):
        return 0.0
    if hit.name == "capacity" and noun is None and not any(hit.last < a < context.first for a, _ in context.rivals):
        reach = _OWN_CLAUSE
    if far >= reach:
        return 0.0
    score = float(row["weight"]) * (1 if hit.name == "gap" else 1 - far / reach)
    if hit.name in DEEDS and (noun is None or noun.name == "person") and side == "right" and far <= _BESIDE:
        score += _DONE
    return score * 2 if noun is not None and noun.name == "staff" and far <= _BESIDE else score


def _persons(context: Context, made: dict[str, float]) -> None:
    """Add what says that persons are held: a place that has them, "there are", a verb anywhere in the sentence."""
    noun = context.noun.name if context.noun else None
    held = made.get("population", 0.0)
    before = context.low(context.first - 2 if context.low(context.first - 1) in _NOW else context.first - 1)
    has = before in _HAS and (held > 0 or _says_place(context))
    if noun is None:
        held += 2 * _THERE if has else 0.0
        held += _THERE if held > 0 and context.near("there", within=1.5) else 0.0
        held += _NUMBERED if _numbered(context) else 0.0
        held += 2 * _NUMBERED if _so_many(context) else 0.0
    elif noun in ("held", "taken", "person") and context.near("there", within=4):
        held += _THERE
    if noun == "taken" and context.near("arrest", within=_SENTENCE / 2):
        made["arrests"] = made.get("arrests", 0.0) + _TAKEN
    if noun == "person":
        if _for_places(context) or has:
            held += _THERE
        elif context.near("hold", "holds", within=_SENTENCE):
            held = max(held, weights()["far"]["enough"] + 0.1)
        held += _THERE if _in_facility(context) else 0.0
    if held:
        made["population"] = held


def _numbered(context: Context) -> bool:
    """Tell whether a figure says how many the persons named before it are: "Las mujeres eran menos de 1.000"."""
    return any(
        hit.name == "person" and hit.first <= 1 and 1 <= context.first - hit.last <= 4 for hit in context.nouns.values()
    )


def _so_many(context: Context) -> bool:
    """Tell whether a verb of being or adding up stands between prisoners and their number: "los presos políticos eran 1.976"."""
    return context.low(context.first - 1) in _NUMBERING and any(
        hit.name in ("held", "taken") and hit.last == context.first - 2 for hit in context.nouns.values()
    )


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
    comma = 1 if context.low(context.first - 2) == "," else 0
    for hit in context.nouns.values():
        if hit.name in ("facility", "cell") and hit.last == context.first - 2 - comma:
            return True
    built = context.near("built", within=9)
    return built is not None and built.last < context.first


def _in_facility(context: Context) -> bool:
    """Tell whether persons are said to be in a place of detention: "88,000 people in the prisons of"."""
    return any(
        hit.name in ("facility", "cell", "building")
        and 0 <= hit.first - context.after <= _NEARBY
        and any(context.low(place) in ("in", "inside", "at", "en") for place in range(context.after, hit.first))
        for hit in context.nouns.values()
    )


def _inside_noun(hit: Hit, noun: Hit | None) -> bool:
    """Tell whether a cue is the counted noun itself: "detenidos" is no verb of arrest beside itself."""
    return noun is not None and noun.first <= hit.first <= noun.last


def _far_nouns(context: Context, made: dict[str, float], table: dict[str, Any]) -> None:
    """Let the nouns of the sentence speak for a figure that counts none itself."""
    far = table["far"]
    dead = {hit.first for hit in context.cues if hit.name == "die"}
    for hit in context.nouns.values():
        row, distance = table["noun"].get(hit.name), context.distance(hit)
        if hit.name == "facility" and hit.first <= _TOPIC and context.low(context.first - 1) in _NUMBERING:
            made["facility_count"] = made.get("facility_count", 0.0) + 2 * _NUMBERED
        if (
            row is None
            or distance >= far["reach"]
            or hit.name in _SILENT
            or (hit.name == "staff" and hit.last >= context.first)
        ):
            continue
        kind = "deaths" if hit.name == "held" and hit.last + 1 in dead else row["kind"]
        if hit.name == "taken" and any(one.name == "arrest" for one in context.cues):
            kind = "arrests"
        score = far["weight"] * max(0.0, 1 - distance / far["reach"]) + (far["topic"] if hit.first <= _TOPIC else 0.0)
        made[kind] = max(made.get(kind, 0.0), score)
