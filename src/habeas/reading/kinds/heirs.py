"""Figures that say nothing themselves: "… and 552 in Turkmenistan" takes over the kind of the figure before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.scores import DEEDS
from habeas.reading.model import Quantity

PERSONS: Final = frozenset({"population", "deaths", "arrests", "admissions", "releases", "transfer"})
HEIRS: Final = PERSONS | {"capacity", "injured", "health", "complaints", "staff", "facility_count"}
_PARALLEL: Final = frozenset(
    ", ; : and y e or o to a al from de desde against contra versus but pero mientras while ( frente than que".split()
)
_GOES_ON: Final = frozenset(
    "the el la los las a an porque because aunque although donde where which that sino si if tras after before antes despite pese "
    "except salvo including incluidos incluidas sin without within dentro entre among e u ni nor este esta last past per across "
    "nationwide each cada both todos all además ademas se les le lo would could podrian podria will can no not never still already now "
    "aun ya solo tambien also later only today hoy ahora ago antes total more less fewer in at by on for from under of since until as "
    "with who were was are is had have has said when while en por para desde hasta a al con que fueron eran era es son ha han habia "
    "habian de del y o e cuando segun durante entre mas menos this its".split()
)
"""Words that can follow a figure and are not what it counts."""
_VERBAL: Final = (
    "ed", "ing", "aron", "ieron", "aban", "ian", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ando", "iendo",
)  # fmt: skip
"""Endings of verbs and participles, which no counted noun has that the lexicon does not know."""
_FAR_BACK: Final = 4
_BESIDE: Final = 4
_RECENT: Final = 2
_LISTED: Final = 10
_CLOSE: Final = 8
_MOST_PLACES: Final = 2_000
"""A bare figure above it is taken for one of persons: few countries have more prisons (the United States do)."""
_SEXES: Final = frozenset("women men mujeres hombres minors menores".split())
_COPULAS: Final = frozenset("no had have were are fueron eran son habian han".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What a quantity before turned out to be."""

    kind: str
    unit: str | None
    context: Context


def heir(context: Context, last: Told | None, persons: Told | None) -> Told | None:
    """Return the claim whose kind a figure without a noun takes over: one before it, in the same sentence or the last ones.

    ``last`` is the claim before, ``persons`` the last one about persons.
    """
    if last is None or (context.noun is not None and context.noun.name != "person"):
        return None
    partly = partitive(context)
    if persons is not None and (last.kind not in HEIRS or _of_persons(context) or _too_many(context, last)):
        last = persons
    if last.kind == "capacity" and context.noun is None and context.near("there", "holds", within=4):
        last = Told("population", "persons", last.context)  # "it can take 400 people; on Thursday there were 1,180"
    apart = context.quantity.sentence - last.context.quantity.sentence
    if last.kind not in HEIRS or apart > (_FAR_BACK if partly else _RECENT):
        return None
    if last.kind == "facility_count" and apart and not _within(context.quantity, last.context.quantity):
        return None
    if context.noun is not None:
        return last if last.kind in PERSONS and _joins_persons(context, last, apart, partly=partly) else None
    if apart == 0:
        between = range(last.context.last + 1, context.first)
        joined = any(context.low(place) in _PARALLEL for place in between)
        return last if joined and (alone(context) or partly or len(between) <= _CLOSE) else None
    return last if alone(context) and (apart == 1 or partly) else None


def _joins_persons(context: Context, last: Told, apart: int, *, partly: bool) -> bool:
    """Tell whether persons are named in one breath with those before: "13.460 hombres y 1.015 mujeres"."""
    between = [context.low(place) for place in range(last.context.after, context.first)] if apart == 0 else []
    if apart == 0 and (len(between) <= _RECENT or (len(between) <= _LISTED and ("y" in between or "and" in between))):
        return True
    begins = apart == 1 and context.first <= _RECENT and last.kind == "population"
    return begins or (apart <= 1 and partly)


def _too_many(context: Context, last: Told) -> bool:
    return last.kind == "facility_count" and (context.quantity.stated or 0) > _MOST_PLACES


def _within(part: Quantity, whole: Quantity) -> bool:
    """Tell whether a figure can be a part of another."""
    return part.stated is not None and whole.stated is not None and part.stated <= whole.stated


def partitive(context: Context) -> bool:
    """Tell whether a figure is said to be a part of another: "of them", "the remaining", "de los cuales"."""
    return any(
        hit.name == "part"
        and hit.first <= context.last + _BESIDE
        and (hit.last >= context.first - _BESIDE or (hit.first <= 1 and hit.last < context.first))
        for hit in context.cues
    )


def _of_persons(context: Context) -> bool:
    """Tell whether what follows a figure says something of persons: "eran mujeres", "had no conviction"."""
    following = [context.low(place) for place in range(context.last + 1, context.last + 3)]
    if any(word in _SEXES for word in following):
        return True
    if any(hit.name == "person" and 0 < hit.first - context.last <= 3 for hit in context.nouns.values()):
        return True
    return following[0] in _COPULAS and any(hit.name == "hold" and context.distance(hit) <= 6 for hit in context.cues)


def alone(context: Context) -> bool:
    """Tell whether a figure that counts no known noun can stand for persons: no unknown plural follows it, or a deed is near."""
    following, second = context.low(context.last + 1), context.low(context.last + 2)
    if not following or following in _GOES_ON or not following[0].isalpha() or following.endswith(_VERBAL):
        return True
    if any(hit.first == context.last + 1 for hit in context.cues) or any(
        a == context.last + 1 for a, _ in context.rivals
    ):
        return True
    for hit in context.cues:
        if hit.name in DEEDS and (1 <= hit.first - context.last <= 4 or 1 <= context.first - hit.last <= _RECENT):
            return True
    return not _plural(following) and not _plural(second)


def _plural(word: str) -> bool:
    """Tell whether a word may be a noun in the plural, which is what figures count."""
    return word.endswith("s") and word not in _GOES_ON and word.isalpha()
