"""From quantities to claims in the making: each quantity gets the kind that the words around it speak for most, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from habeas.reading.kinds import rates, special
from habeas.reading.kinds.context import Context, contexts
from habeas.reading.kinds.lexicon import Hit
from habeas.reading.kinds.openings import openings
from habeas.reading.kinds.quotes import quote
from habeas.reading.kinds.scores import DEEDS, scores, weights
from habeas.reading.kinds.subjects import place, who
from habeas.reading.kinds.tables import tables
from habeas.reading.model import Document, Found, Measure, Modality, Quantity, Time

UNITS: Final = {
    "population": "persons", "capacity": "places", "capacity_gap": "places", "population_change": "persons", "deaths": "persons", "injured": "persons",
    "health": "cases", "arrests": "persons", "admissions": "persons", "releases": "persons", "transfer": "persons", "complaints": "complaints",
    "staff": "persons", "facility_count": "facilities", "cell_occupancy": "persons_per_cell",
}  # fmt: skip
MEASURES: Final[dict[str, Measure]] = {
    "deaths": "cumulative", "injured": "cumulative", "health": "cumulative", "arrests": "cumulative", "admissions": "cumulative",
    "releases": "cumulative", "transfer": "cumulative", "complaints": "cumulative", "population_change": "cumulative",
}  # fmt: skip
_CUE: Final = {
    "population": ("hold", "holds"), "capacity": ("capacity",), "capacity_gap": ("gap",), "population_change": ("change",), "deaths": ("die",),
    "injured": ("injure",), "arrests": ("arrest",), "admissions": ("admit",), "releases": ("release",), "transfer": ("move",), "staff": ("perguard",),
    "facility_count": ("open",),
}  # fmt: skip
_TOPIC: Final = 3
"""Sentences after which a place named before is no longer what a text is about."""
_IN_A_CELL: Final = 1.2
_FROM_TO: Final = frozenset("to a from de desde al".split())
_PERSONS: Final = frozenset({"population", "deaths", "arrests", "admissions", "releases", "transfer"})
_HEIRS: Final = frozenset(UNITS) - {"capacity_gap", "population_change", "cell_occupancy"}
_PARALLEL: Final = frozenset(
    ", ; and y e or o to a al from de desde against contra versus but pero mientras while ( frente than que".split()
)
_VERBAL: Final = (
    "ed",
    "ing",
    "aron",
    "ieron",
    "aban",
    "ian",
    "ado",
    "ada",
    "ados",
    "adas",
    "ido",
    "ida",
    "idos",
    "idas",
    "ando",
    "iendo",
)
"""Endings of verbs and participles, which no counted noun has that the lexicon does not know."""
_GOES_ON: Final = frozenset(
    "the el la los las a an porque because aunque although donde where which that sino si if tras after before antes despite pese except salvo including incluidos incluidas sin without within "
    "dentro entre among e u ni nor este esta last past per across nationwide each cada both todos all además ademas se les le lo would could podrian podria "
    "no not never still already now aun ya solo tambien also later only today hoy ahora ago antes total more less fewer "
    'in at by on for from under of since until as with who were was are is had have said , . ; ) ( and or ” " » ’ when while '
    "en por para desde hasta a al con que fueron eran era es son ha han habia habian de del y o e cuando segun durante entre mas menos".split()
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the last quantity turned out to be, for those that say nothing themselves."""

    kind: str
    unit: str | None
    context: Context


def classify(document: Document, quantities: tuple[Quantity, ...], times: tuple[Time, ...]) -> tuple[Found, ...]:
    """Return a claim in the making for each quantity that is one of detention; the others are left out."""
    found: list[Found] = []
    last: _Told | None = None
    persons: _Told | None = None
    topic: tuple[int, str | None] = (0, None)
    sizes = rates.Sizes()
    prose = tuple(one for one in quantities if document.blocks[document.sentences[one.sentence].block].kind != "row")
    for context in contexts(document, prose):
        made = _one(document, context, last, persons)
        if made is None:
            made = rates.by_identity(context, sizes)
        if made is None:
            continue
        found.append(
            replace(made, who=made.who or who(context), subject=made.subject or place(context.sentence, context.first))
        )
        if made.kind in _HEIRS or made.kind in (
            "rate",
            "occupancy_rate",
            "share",
            "cell_area",
            "cost",
            "staff",
            "cell_capacity",
        ):
            last = _Told(made.kind, made.unit, context)
        if made.kind in _PERSONS:
            persons = _Told(made.kind, made.unit, context)
        sizes.note(made)
    found = _once(found)
    found += tables(document, quantities)
    found += openings(document, times)
    return tuple(sizes.settled(found))


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


_TELLING: Final = 20
"""A figure from which on the same one said twice is no chance."""


def _one(document: Document, context: Context, last: _Told | None, persons: _Told | None) -> Found | None:
    quantity = context.quantity
    if quantity.form == "money":
        return special.money(context)
    if quantity.form in ("percent", "fraction"):
        return rates.percent(context, last.kind if last and _near(context, last) else None)
    if quantity.form == "times":
        return rates.times(context)
    if (
        last is not None
        and last.kind == "cell_area"
        and context.noun is None
        and _alone(context)
        and context.quantity.sentence == last.context.quantity.sentence
    ):
        return made(context, "cell_area", last.unit, None, ["inherited"])
    if context.noun is not None and context.noun.name in special.MEASURED:
        return special.measured(context)
    if rates.is_base(context) or rates.is_hundred(context):
        return None
    if (full := rates.per_hundred_places(context, last.kind if last and _near(context, last) else None)) is not None:
        return full
    if (rate := rates.rate(context, last.kind if last and _near(context, last) else None)) is not None:
        return rate
    if context.noun is not None and context.noun.name in ("time", "other", "case"):
        return None
    return _count(document, context, last, persons)


def _near(context: Context, last: _Told) -> bool:
    """Tell whether the last claim is in the same sentence or the one before."""
    return 0 <= context.quantity.sentence - last.context.quantity.sentence <= 1


def _count(document: Document, context: Context, last: _Told | None, persons: _Told | None) -> Found | None:
    told = scores(context)
    cues: list[str] = []
    if context.noun is not None:
        cues.append(f"noun-{context.noun.name}")
    heir = _heir(context, last, persons)
    if heir is not None:
        same = heir.context.quantity.sentence == context.quantity.sentence
        weight = weights()["far"]["inherited" if same else "from_before"]
        unlikely = heir.kind == "capacity" and context.low(context.first - 1) not in _FROM_TO
        told[heir.kind] = told.get(heir.kind, 0.0) + weight * (0.5 if unlikely else 1)
        if context.noun is None and _partitive(context):
            told[heir.kind] += weights()["far"]["partitive"]
        cues.append("inherited")
    _tempered(document, context, told)
    if (
        context.near("hostage", within=6)
        or _age(context)
        or (context.compared and context.noun is not None and context.noun.name == "place")
    ):
        return None
    if context.compared and not context.quantity.vague and context.near("capacity", "built", "occupancy", within=7):
        told = {"capacity_gap": weights()["cue"]["gap"]["weight"]}
    elif context.compared and not context.quantity.vague:
        told = (
            {"population_change": weights()["cue"]["change"]["weight"]}
            if persons is None or persons.kind == "population"
            else {}
        )
    elif special.one_cell(context) and (context.noun is None or context.noun.name in ("held", "person")):
        told["population"] = told.get("population", 0.0) + _IN_A_CELL
    if not told or (context.near("gone", within=3) and not (told.get("deaths") or told.get("releases"))):
        return None
    kind, score = max(told.items(), key=lambda pair: (pair[1], pair[0]))
    if score < weights()["far"]["enough"]:
        return None
    if context.noun is None and heir is None and not _alone(context):
        return None
    if _is_one(context) and not _one_counts(context, kind):
        return None
    if (
        kind == "population"
        and last is not None
        and last.kind == "cell_capacity"
        and _near(context, last)
        and context.noun is None
    ):
        kind, heir = "cell_occupancy", None
    unit = UNITS.get(kind) if heir is None or heir.kind != kind or heir.unit is None else heir.unit
    kind, unit, more = special.refined(context, kind, unit)
    cues += more
    if kind == "population_change" and persons is not None and persons.kind != "population" and _near(context, persons):
        return None
    near = context.near(*_CUE[kind], within=5) if kind in _CUE else None
    if near is not None:
        cues.append(f"cue-{near.name}")
    rivals = sorted(told.values())[-2:]
    cues.append("clear" if len(rivals) < 2 or rivals[1] - rivals[0] >= 1 else "contested")
    return made(context, kind, unit, near, cues)


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
    return Found(
        sentence=context.quantity.sentence,
        kind=kind,
        start=start,
        end=end,
        measure=MEASURES.get(kind, "stock"),
        quantity=quantity or context.quantity,
        unit=unit,
        modality=modality(context, kind),
        cues=tuple(cues),
    )


def modality(context: Context, kind: str) -> Modality:
    """Return whether a figure is planned or supposed: "plans to build a prison for 4,000", "could exceed 1,000"."""
    plan = context.near("plan", within=12)
    if plan is not None and (plan.last < context.first or kind in ("capacity", "cost")):
        return "target"
    might = context.near("might", within=5)
    return "hypothetical" if might is not None and might.last < context.first else "fact"


def _is_one(context: Context) -> bool:
    """Tell whether the figure is "one" in words, which mostly is an article."""
    return context.quantity.stated == 1 and not any(letter.isdigit() for letter in context.low(context.first))


def _plural(word: str) -> bool:
    """Tell whether a word may be a noun in the plural, which is what figures count."""
    return word.endswith("s") and word not in _GOES_ON and word.isalpha()


def _age(context: Context) -> bool:
    """Tell whether a figure is somebody's age: "a man of 72"."""
    return (
        context.low(context.first - 1) in ("of", "de")
        and context.low(context.first - 2) in _SOMEBODY
        and context.noun is None
    )


_SOMEBODY: Final = frozenset(
    "man woman boy girl youth prisoner inmate detainee hombre mujer nino nina joven interno recluso reo varon adolescente".split()
)


def _one_counts(context: Context, kind: str) -> bool:
    """Tell whether "one" is a count here: one death, one injured, a single doctor for all."""
    if kind in ("deaths", "injured"):
        partitive = any(hit.name == "part" and hit.first == context.last + 1 for hit in context.cues)
        return context.near("die", "injure", within=10 if partitive else 3) is not None
    if kind == "capacity":
        return context.low(context.first - 1) in ("for", "para")
    single = {context.low(context.first - 1), context.low(context.last + 1)} & {
        "only",
        "single",
        "solo",
        "sola",
        "unico",
        "unica",
    }
    return kind == "staff" and bool(single) and context.near("perguard", within=0.5) is None


def _alone(context: Context) -> bool:
    """Tell whether a figure that counts no noun can stand for persons: a verb, a preposition or the end follows it."""
    following = context.low(context.last + 1)
    return (
        not following
        or following in _GOES_ON
        or not following[0].isalpha()
        or following.endswith(_VERBAL)
        or any(hit.first == context.last + 1 for hit in context.cues)
    )


def _heir(context: Context, last: _Told | None, persons: _Told | None) -> _Told | None:
    """Return the claim whose kind a figure without a noun takes over: one before it in the same sentence or the last ones."""
    if last is None or (context.noun is not None and context.noun.name != "person"):
        return None
    partitive = any(
        hit.name == "part" and hit.first <= context.last + 4 and hit.last >= context.first - 4 for hit in context.cues
    )
    if (
        persons is not None
        and last is not persons
        and (_of_persons(context) or (partitive and last.kind not in _HEIRS))
    ):
        last = persons
    apart = context.quantity.sentence - last.context.quantity.sentence
    if last.kind not in _HEIRS or apart > (_FAR_BACK if partitive else 2):
        return None
    if last.kind == "facility_count" and apart and not _within(context.quantity, last.context.quantity):
        return None
    if last.kind == "facility_count" and (context.quantity.stated or 0) > _MOST_PLACES:
        last = persons if persons is not None else last
    if context.noun is not None and last.kind not in _PERSONS:
        return None
    if context.noun is not None:
        between = [context.low(place) for place in range(last.context.after, context.first)] if apart == 0 else []
        listed = apart == 0 and (
            len(between) <= 2 or (len(between) <= _LISTED and ("y" in between or "and" in between))
        )
        begins = apart == 1 and context.first <= 2 and last.kind == "population"
        return last if listed or begins or (apart <= 1 and partitive) else None
    if apart == 0:
        between = range(last.context.last + 1, context.first)
        joined = any(context.low(place) in _PARALLEL for place in between)
        return last if joined and (_alone(context) or partitive or len(between) <= 8) else None
    return last if _alone(context) and (apart == 1 or partitive) else None


_FAR_BACK: Final = 4
_LISTED: Final = 10
_MOST_PLACES: Final = 2_000
"""No country has so many prisons that a bare figure above it is one of prisons."""


def _within(part: Quantity, whole: Quantity) -> bool:
    """Tell whether a figure can be a part of another."""
    return part.stated is not None and whole.stated is not None and part.stated <= whole.stated


def _partitive(context: Context) -> bool:
    """Tell whether a figure is said to be a part of another: "of them", "the remaining", "de los cuales"."""
    return any(
        hit.name == "part" and hit.first <= context.last + 4 and hit.last >= context.first - 4 for hit in context.cues
    )


def _of_persons(context: Context) -> bool:
    """Tell whether what follows a figure says something of persons: "eran mujeres", "had no conviction"."""
    following = [context.low(place) for place in range(context.last + 1, context.last + 3)]
    if any(word in ("women", "men", "mujeres", "hombres", "minors", "menores") for word in following):
        return True
    return any(
        hit.name == "person" and hit.first <= context.last + 3
        for hit in context.nouns.values()
        if hit.first > context.last
    ) or (
        following[0] in ("no", "had", "have", "were", "are", "fueron", "eran", "son", "habian", "han")
        and any(hit.name == "hold" and context.distance(hit) <= 6 for hit in context.cues)
    )


def _tempered(document: Document, context: Context, told: dict[str, float]) -> None:
    """Take away what looks like a claim about custody and is none: killings in the streets, people at large."""
    if told.get("deaths") and (context.noun is None or context.noun.name in ("person", "death")):
        outside = any(hit.name == "killed_outside" for hit in context.cues)
        gangs = any(
            token.low in ("gangs", "pandillas", "maras", "gunmen", "sicarios")
            for token in context.sentence.tokens[: context.first]
        )
        inside = _custody(document, context.quantity.sentence)
        if (outside and not inside) or (gangs and not inside):
            del told["deaths"]
        elif not any(
            _custody(document, number)
            for number in range(max(0, context.quantity.sentence - 1), context.quantity.sentence + 1)
        ):
            told["deaths"] -= 1.5
    if context.noun is not None and context.noun.name == "person" and told.get("population", 0) < 1:
        told.pop("population", None)


def _custody(document: Document, number: int) -> bool:
    """Tell whether a sentence speaks of custody."""
    from habeas.reading.kinds.lexicon import cues as cues_of

    return any(hit.name == "custody" for hit in cues_of(document.sentences[number]))
