"""Figures that look like a claim about custody and are none: killings in the streets, ages, hostages, an article "one"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import cues, nouns
from habeas.reading.kinds.scores import DEEDS
from habeas.reading.model import Document, Sentence

_SOMEBODY: Final = frozenset(
    "man woman boy girl youth prisoner inmate detainee hombre mujer nino nina joven interno recluso reo varon adolescente".split()
)
_GANGS: Final = frozenset("gangs pandillas maras gunmen sicarios".split())
_SINGLE: Final = frozenset("only single solo sola unico unica".split())
_FEW: Final = 10
_HANDFUL: Final = 5
_DEFINITE: Final = frozenset("otros otras other another".split())
_ALL: Final = frozenset("todo toda todos todas whole entire all".split())
_OUT_OF_PLACE: Final = 1.5


def excluded(context: Context) -> bool:
    """Tell whether a figure counts hostages, somebody's years, or places that are asked for."""
    if context.near("hostage", within=6) or _age(context) or _some_more(context):
        return True
    noun = context.noun.name if context.noun else None
    about = any(hit.name == "other" and hit.first <= 1 for hit in context.nouns.values())
    if noun is None and about and context.near(*DEEDS, within=4) is None:
        return True  # "Assaults on staff rose to 10,281"
    if noun == "staff" and (context.near("gap", within=2) or context.near("raid", within=5)):
        return True  # officers who are lacking are not there; those who raid are no guards
    if noun in ("facility", "building", "cell") and context.quantity.vague:
        return True
    if noun == "facility" and (context.quantity.stated or 0) <= _FEW and context.low(context.first - 1) in _DEFINITE:
        return True  # "moved to eight other prisons" counts none that there are
    return context.compared and context.noun is not None and context.noun.name == "place"


def temper(document: Document, context: Context, told: dict[str, float], *, told_before: bool) -> None:
    """Take away deaths outside custody, and persons of whom nothing says that they are held.

    ``told_before`` says that a figure before it was of the same kind: then no more is needed.
    """
    number = context.quantity.sentence
    if told.get("deaths") and (context.noun is None or context.noun.name in ("person", "death", "staff")):
        inside = custody(context.sentence)
        outside = any(hit.name == "killed_outside" for hit in context.cues)
        gangs = any(token.low in _GANGS for token in context.sentence.tokens[: context.first])
        street = context.near("street", within=8) is not None
        if street or ((outside or gangs) and not inside):
            del told["deaths"]
        elif not inside and not told_before and not (number and custody(document.sentences[number - 1])):
            told["deaths"] -= _OUT_OF_PLACE
    if context.noun is not None and context.noun.name == "person":
        few = (context.quantity.stated or _FEW) <= _HANDFUL and context.near("hold", "holds", within=4) is None
        if few or told.get("population", 0) < 1 or not about_custody(document, number):
            told.pop("population", None)  # "two lawyers said" counts nobody who is held


def about_custody(document: Document, number: int) -> bool:
    """Tell whether a sentence or its neighbours speak of custody, or the text throughout."""
    around = range(max(0, number - _BACK), min(len(document.sentences), number + 2))
    return any(custody(document.sentences[place]) for place in around) or _throughout(document)


_BACK: Final = 3
_PART: Final = 0.3


@lru_cache(maxsize=8)
def _throughout(document: Document) -> bool:
    """Tell whether enough sentences of a text speak of custody that the others do too."""
    told = sum(custody(one) or _held(one) for one in document.sentences)
    return told >= _PART * len(document.sentences)


def custody(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of custody."""
    return any(hit.name == "custody" for hit in cues(sentence))


def _held(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of persons held, or of places where they are."""
    return any(hit.name in ("hold", "holds") for hit in cues(sentence)) or any(
        hit.name in ("held", "taken", "facility", "cell") for hit in nouns(sentence).values()
    )


def mere_article(context: Context, kind: str) -> bool:
    """Tell whether a figure is a "one" that counts nothing; one death, one injured, a single doctor for all do count."""
    if context.quantity.stated != 1 or any(letter.isdigit() for letter in context.low(context.first)):
        return False
    if kind in ("deaths", "injured"):
        partly = any(hit.name == "part" and hit.first == context.last + 1 for hit in context.cues)
        return context.near("die", "injure", within=12 if partly else 3) is None
    if kind == "capacity":
        return context.low(context.first - 1) not in ("for", "para")
    around = {context.low(context.first - 1), context.low(context.last + 1), context.low(context.first)}
    all_of_them = {context.low(place) for place in range(context.after, context.after + 4)} & _ALL
    return not (kind == "staff" and (around & _SINGLE or all_of_them) and context.near("perguard", within=0.5) is None)


def _some_more(context: Context) -> bool:
    """Tell whether a figure is of others that are wanted: "asked for 2,000 more."."""
    after = context.low(context.last + 2)
    return (
        context.noun is None
        and context.low(context.last + 1) in ("more", "mas")
        and (not after or not after[0].isalpha())
    )


def _age(context: Context) -> bool:
    """Tell whether a figure is somebody's age: "a man of 72"."""
    before = (context.low(context.first - 1), context.low(context.first - 2))
    return before[0] in ("of", "de") and before[1] in _SOMEBODY and context.noun is None
