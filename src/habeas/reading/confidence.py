"""How often readings like this one are right.

The weights are data (``confidence.toml``), counted on annotated documents by ``bench/reading/calibrate.py``: a logistic model of few signs,
each of which is there or not. The file says of each sign on how many readings it was seen and how many of these were right.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from typing import Final

from habeas.reading.model import Found, Voice

_LEAST, _MOST = 0.01, 0.99
"""No reading of a machine is certainly right or certainly wrong."""
_FAR: Final = 200
"""Characters between a speaker and what he or she is held to say, from which on another may have spoken in between."""
_LONG: Final = 90


@dataclass(frozen=True, slots=True)
class Weights:
    """The base and the weight of each sign, on the scale of log-odds. A sign without a weight counts nothing."""

    base: float
    weights: Mapping[str, float]

    def share(self, signs: tuple[str, ...]) -> float:
        """Return the share of readings with these signs that are right, to two digits."""
        score = self.base + sum(self.weights.get(sign, 0.0) for sign in signs)
        return round(min(_MOST, max(_LEAST, 1 / (1 + exp(-score)))), 2)


def confidence(found: Found, *, sure: bool, voice: Voice | None) -> float:
    """Return the share of readings with these signs that are right, from 0.01 to 0.99.

    Right means what a reviewer need not correct: the kind, the value, a time that overlaps the true one, and the
    speaker. The qualifier is not in it, nor whether the time is as narrow as the text allows. ``sure`` says that the text itself ties the time
    to the claim; ``voice`` is who was found to say it.
    """
    return _weights().share(signs(found, sure=sure, voice=voice))


def signs(found: Found, *, sure: bool, voice: Voice | None) -> tuple[str, ...]:
    """Return what of a reading is told to the model, as words: its kind, the rules that fired, how its time and its speaker were found."""
    told = [f"kind: {found.kind}", f"measure: {found.measure}", f"time: {'tied' if sure else 'inferred'}"]
    told += [f"cue: {cue}" for cue in dict.fromkeys(found.cues)]
    told += _figure(found) if found.quantity is not None else ["figure: none"]
    told += _speaker(found, voice)
    if found.modality != "fact":
        told.append(f"modality: {found.modality}")
    if found.denied:
        told.append("denied")
    if found.end - found.start > _LONG:
        told.append("quote: long")
    return tuple(told)


def _figure(found: Found) -> list[str]:
    quantity = found.quantity
    if quantity is None:
        return []
    told = [f"figure: {quantity.form}", f"qualifier: {quantity.qualifier}"]
    if quantity.vague:
        told.append("figure: vague")
    if quantity.base is not None:
        told.append("figure: reckoned")
    if quantity.stated is not None and quantity.form == "count" and quantity.stated < 10:
        told.append("figure: below ten")
    return told


def _speaker(found: Found, voice: Voice | None) -> list[str]:
    if voice is None:
        return ["speaker: none"]
    told = [f"speaker: {voice.how}"]
    if voice.chain:
        told.append("speaker: chain")
    if max(found.start - voice.end, voice.start - found.end) > _FAR:
        told.append("speaker: far")
    return told


@cache
def _weights() -> Weights:
    place = resources.files("habeas.reading") / "confidence.toml"
    told = tomllib.loads(place.read_text(encoding="utf-8"))
    return Weights(told["base"], told["weights"])
