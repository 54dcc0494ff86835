"""From quantities to claims in the making: each quantity gets the kind that the words around it speak for most, or none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from habeas.reading.kinds import doubts, rates, special
from habeas.reading.kinds.context import Context, contexts
from habeas.reading.kinds.heirs import HEIRS, PERSONS, Told, alone, heir, partitive
from habeas.reading.kinds.lexicon import Hit
from habeas.reading.kinds.measures import measure
from habeas.reading.kinds.modality import modality
from habeas.reading.kinds.openings import openings
from habeas.reading.kinds.quotes import quote
from habeas.reading.kinds.scores import scores, weights
from habeas.reading.kinds.subjects import place, who
from habeas.reading.kinds.tables import tables
from habeas.reading.model import Document, Found, Quantity, Time

UNITS: Final = {
    "population": "persons", "capacity": "places", "capacity_gap": "places", "population_change": "persons", "deaths": "persons", "injured": "persons",
    "health": "cases", "arrests": "persons", "admissions": "persons", "releases": "persons", "transfer": "persons", "complaints": "complaints",
    "staff": "persons", "facility_count": "facilities", "cell_occupancy": "persons_per_cell",
}  # fmt: skip
_CUE: Final = {
    "population": ("hold", "holds"), "capacity": ("capacity",), "capacity_gap": ("gap",), "population_change": ("change",), "deaths": ("die",),
    "injured": ("injure",), "arrests": ("arrest",), "admissions": ("admit",), "releases": ("release",), "transfer": ("move",), "staff": ("perguard",),
    "facility_count": ("open",),
}  # fmt: skip
_IN_A_CELL: Final = 1.2
_THE: Final = frozenset("the los las these those estos esos".split())
_OF_PERSONS: Final = frozenset({"share", "injured", "health", "cell_occupancy", "population_change", "rate"})
_FROM_TO: Final = frozenset("to a from de desde al".split())
_TOPIC: Final = 3
"""Sentences after which a place named before is no longer what a text is about."""
_TELLING: Final = 20
"""A figure from which on the same one said twice is no chance."""
_REMEMBERED: Final = HEIRS | {"rate", "occupancy_rate", "share", "cell_area", "cost", "cell_capacity"}


@dataclass(slots=True)
class _Memory:
    """What was read so far, for figures that say nothing themselves."""

    last: Told | None = None
    persons: Told | None = None
    topic: tuple[int, str | None] = (0, None)
    sizes: rates.Sizes = field(default_factory=rates.Sizes)

    def note(self, made: Found, context: Context) -> None:
        """Remember a claim."""
        if made.kind in _REMEMBERED:
            self.last = Told(made.kind, made.unit, context)
        if made.kind in PERSONS:
            self.persons = Told(made.kind, made.unit, context)
        self.sizes.note(made)

    def before(self, context: Context) -> str | None:
        """Return the kind of the last claim, where it is in the same sentence or the one before."""
        near = self.last is not None and context.quantity.sentence - self.last.context.quantity.sentence <= 1
        return self.last.kind if near and self.last is not None else None

    def counts_others(self, context: Context) -> bool:
        """Tell whether what was counted last is no population, so that a change is one of something else."""
        same = self.last is not None and self.last.context.quantity.sentence == context.quantity.sentence
        last = self.last if same and self.last is not None and self.last.kind in HEIRS else self.persons
        return last is not None and last.kind not in ("population", "capacity")

    def tells_of_persons(self, context: Context) -> bool:
        """Tell whether persons held were counted in the same sentence or the two before."""
        last = self.persons
        return last is not None and context.quantity.sentence - last.context.quantity.sentence <= 2 and alone(context)

    def subject(self, context: Context) -> str | None:
        """Return the place the sentence names, or the one named shortly before."""
        named = place(context.sentence, context.first)
        if named is not None:
            self.topic = (context.quantity.sentence, named)
        return self.topic[1] if context.quantity.sentence - self.topic[0] <= _TOPIC else None


def classify(document: Document, quantities: tuple[Quantity, ...], times: tuple[Time, ...]) -> tuple[Found, ...]:
    """Return a claim in the making for each quantity that is one of detention; the others are left out."""
    found: list[Found] = []
    memory = _Memory()
    prose = tuple(one for one in quantities if document.blocks[document.sentences[one.sentence].block].kind != "row")
    for context in contexts(document, prose):
        one = _one(document, context, memory)
        if one is not None:
            group = one.who or (who(context) if one.kind in PERSONS or one.kind in _OF_PERSONS else None)
            found.append(replace(one, who=group, subject=one.subject or memory.subject(context)))
            memory.note(one, context)
    found = _once(found)
    found += tables(document, quantities)
    found += openings(document, times)
    return tuple(memory.sizes.settled(rates.based(found)))


def _once(found: list[Found]) -> list[Found]:
    """Leave out a figure that a text repeats: it is the same claim, made twice."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Found] = []
    for one in found:
        quantity = one.quantity
        key = (one.kind, quantity and quantity.low, quantity and quantity.high, quantity and quantity.stated)
        large = quantity is not None and quantity.stated is not None and quantity.stated >= _TELLING
        if key not in seen or not (large or "inherited" in one.cues):
            kept.append(one)
        seen.add(key)
    return kept


def _one(document: Document, context: Context, memory: _Memory) -> Found | None:
    quantity, before = context.quantity, memory.before(context)
    if quantity.form == "money":
        return special.money(context) if doubts.about_custody(document, quantity.sentence) else None
    if quantity.form in ("percent", "fraction"):
        return (
            rates.percent(context, before)
            or rates.by_identity(context, memory.sizes)
            or rates.share_of_before(context, memory.tells_of_persons(context))
        )
    if quantity.form == "times":
        return rates.times(context)
    if rates.is_base(context) or rates.is_hundred(context):
        return None
    if (full := rates.per_hundred_places(context, before)) is not None:
        return full
    return _measured(context, memory) or rates.rate(context, before) or _counted(document, context, memory)


def _measured(context: Context, memory: _Memory) -> Found | None:
    """Return an area or a distance, or what follows one: "should be 597,045 square metres; the bureau has 219,498"."""
    last = memory.last
    if last is None or last.kind != "cell_area" or last.context.quantity.sentence != context.quantity.sentence:
        last = None
    if last is not None and context.noun is None and alone(context):
        return made(context, "cell_area", last.unit, None, ["inherited"])
    return special.measured(context) if context.noun is not None and context.noun.name in special.MEASURED else None


def _counted(document: Document, context: Context, memory: _Memory) -> Found | None:
    """Return a count of persons or things; "in 88 of the cases" is said of what was counted before."""
    noun = context.noun
    if noun is not None and noun.name == "case" and context.low(noun.first - 1) in _THE:
        return _count(document, replace(context, noun=None), memory)
    silent = noun is not None and noun.name in (*special.MEASURED, "time", "other", "case")
    return None if silent else _count(document, context, memory)


def _count(document: Document, context: Context, memory: _Memory) -> Found | None:
    if doubts.excluded(context):
        return None
    told, older, cues = scores(context), heir(context, memory.last, memory.persons), []
    if context.noun is not None:
        cues.append(f"noun-{context.noun.name}")
    if older is not None:
        told[older.kind] = told.get(older.kind, 0.0) + _inherited(context, older)
        cues.append("inherited")
    doubts.temper(document, context, told, told_before=older is not None)
    told = _compared(context, told, memory)
    if not told or (context.near("gone", within=3) and not (told.get("deaths") or told.get("releases"))):
        return None
    kind, score = max(told.items(), key=lambda pair: (pair[1], pair[0]))
    silent = context.noun is None and older is None and not alone(context)
    if score < weights()["far"]["enough"] or silent or doubts.mere_article(context, kind):
        return None
    if kind == "population" and _beside_cell(context, memory):
        kind, older = "cell_occupancy", None
    unit = UNITS.get(kind) if older is None or older.kind != kind or older.unit is None else older.unit
    kind, unit, more = special.refined(context, kind, unit)
    if kind == "health" and context.noun is not None and context.noun.name in _ILL:
        unit = "persons"
    near = context.near(*_CUE[kind], within=5) if kind in _CUE else None
    cues += [*more, *([f"cue-{near.name}"] if near else [])]
    rivals = sorted(told.values())[-2:]
    cues.append("clear" if len(rivals) < 2 or rivals[1] - rivals[0] >= 1 else "contested")
    return made(context, kind, unit, near, cues)


_ILL: Final = frozenset({"held", "person", "taken"})
"""Nouns of those who are ill: "40 detainees were ill" counts persons, "40 cases of measles" does not."""


def _beside_cell(context: Context, memory: _Memory) -> bool:
    """Tell whether persons are set against the room in a cell: "celdas para cuatro con nueve ocupantes"."""
    if memory.before(context) != "cell_capacity" or memory.last is None:
        return False
    same = memory.last.context.quantity.sentence == context.quantity.sentence
    return context.noun is None or (same and context.first - memory.last.context.after <= _BESIDE)


_BESIDE: Final = 4


def _inherited(context: Context, older: Told) -> float:
    """Return how much a figure before speaks for the same kind."""
    far = weights()["far"]
    same = older.context.quantity.sentence == context.quantity.sentence
    weight = float(far["inherited" if same else "from_before"])
    if older.kind == "capacity" and context.low(context.first - 1) not in _FROM_TO:
        weight /= 2  # persons are told next to places more often than places next to places
    return weight + (far["partitive"] if partitive(context) else 0.0)


def _off_capacity(context: Context) -> bool:
    """Tell whether a figure is said to be below or above capacity: "1,098 below operational capacity"."""
    if context.noun is not None and context.noun.name not in ("held", "taken", "person", "place"):
        return False
    if not {context.low(context.after), context.low(context.after + 1)} & _OFF:
        return False
    beside = (*context.cues, *context.nouns.values())
    return any(hit.name in ("capacity", "place") and 0 < hit.first - context.last <= _REACH for hit in beside)


_REACH: Final = 6
_OFF: Final = frozenset("below above under over beyond short debajo encima".split())


def _compared(context: Context, told: dict[str, float], memory: _Memory) -> dict[str, float]:
    """Return the scores of a figure that is a difference, or that is said of one cell; the others as they are."""
    cue = weights()["cue"]
    if _off_capacity(context):
        return {"capacity_gap": cue["gap"]["weight"]}
    of_others = memory.counts_others(context)
    if context.compared and not context.quantity.vague:
        if context.near("capacity", "built", "occupancy", within=7):
            return {"capacity_gap": cue["gap"]["weight"]}
        return {} if of_others else {"population_change": cue["change"]["weight"]}
    if of_others:
        told = {kind: score for kind, score in told.items() if kind != "population_change"}
    if special.one_cell(context) and (context.noun is None or context.noun.name in ("held", "taken", "person")):
        return told | {"population": told.get("population", 0.0) + _IN_A_CELL}
    return told


def made(
    context: Context,
    kind: str,
    unit: str | None,
    near: Hit | None,
    cues: list[str],
    *,
    quantity: Quantity | None = None,
) -> Found:
    """Return the claim in the making."""
    start, end = quote(context, near)
    if kind == "population_change" and context.near("fewer", within=_FEWER):
        quantity = _negative(quantity or context.quantity)
    return Found(
        sentence=context.quantity.sentence,
        kind=kind,
        start=start,
        end=end,
        measure=measure(kind),
        quantity=quantity or context.quantity,
        unit=unit,
        modality=modality(context, kind),
        cues=tuple(cues),
    )


def _negative(quantity: Quantity) -> Quantity:
    """Return a fall as a negative change: "104 fewer" is -104."""
    low, high, stated = quantity.high, quantity.low, quantity.stated
    return replace(
        quantity,
        low=None if low is None else -low,
        high=None if high is None else -high,
        stated=None if stated is None else -stated,
    )


_FEWER: Final = 4.0
