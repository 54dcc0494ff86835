"""Worlds that lists come from: every rate of error, coverage and kinship is drawn from a range, so that fifty systems are fifty worlds.

A world is drawn from a seed and a design, is plain numbers, and goes into the truth beside the lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from random import Random
from typing import Final

DESIGNS: Final = ("varied", "salvador", "hostile", "clean", "apart", "namesakes")
"""varied: anything; salvador: the seven lists of one country; hostile: namesakes, twins, fathers and sons everywhere; clean: no errors; apart: two lists
that share nobody; namesakes: everybody has one name."""


@dataclass(frozen=True, slots=True)
class ListDesign:
    """One list: whom it covers, how it is laid out, and at which rates it errs. Rates are shares of records, of words where said so."""

    name: str
    form: str
    """comma: "SURNAMES, GIVEN"; slash: "SURNAMES/GIVEN" cut at 28 letters; pipes: "Given | First | Second"; plain: "Given Surnames" in one string;
    surnames-first: the same the other way round. The last two are split into columns naively."""
    case: str
    accents: float
    """Share of words that keep their accents."""
    coverage: float
    """Share of persons that it holds."""
    by_place: float
    """Standard deviation of the departments' effects, in logits; the next are logits too."""
    by_time: float
    women: float
    young: float
    known: float
    """How strongly it holds whom the other lists hold: the loading on what is not seen of a person."""
    follows: float
    """How much rather it holds whom the list before it holds."""
    departments: float
    """Share of the departments that it covers at all."""
    twice: float
    ear: float
    """Share of words spelled by ear; scanner and hand likewise."""
    scanner: float
    hand: float
    drop_second: float
    only_second: float
    swap_given: float
    initial: float
    nickname: float
    short: float
    cut: float
    no_maternal: float
    no_paternal: float
    swap_surnames: float
    married: float
    no_particle: float
    born: float
    """Share with a date of birth; aged is the share of the rest with an age."""
    aged: float
    age_off: float
    flipped: float
    year_off: float
    decade_off: float
    day_off: float
    filler_born: float
    no_sex: float
    wrong_sex: float
    no_place: float
    short_place: float
    quarter: float
    department: float
    elsewhere: float
    place_fault: float
    no_event: float
    event_off: float
    no_report: float
    lag: float
    """Median days from event to report."""
    mojibake: float
    nameless: float
    documents: float
    filler_documents: float


@dataclass(frozen=True, slots=True)
class World:
    """All that is drawn: the persons' names and kin, and the lists."""

    design: str
    seed: int
    countries: tuple[float, ...]
    top_surname: float
    """Share of persons whose first surname is the commonest."""
    rare_surnames: int
    related: float
    """Share of persons who come with a sibling; twins is a share of these."""
    together: float
    """Share of siblings taken on the same day."""
    twins: float
    fathers: float
    namesakes: float
    one_surname: float
    heterogeneity: float
    start: str
    days: int
    lists: tuple[ListDesign, ...] = field(default=())


Range = tuple[float, float]
ANY: Final[dict[str, Range]] = {
    "accents": (0.5, 1.0), "coverage": (0.1, 0.4), "by_place": (0.0, 0.9), "by_time": (-0.8, 0.8), "women": (-0.8, 0.8), "young": (-0.6, 0.6),
    "known": (-0.3, 0.9), "follows": (-0.5, 1.2), "departments": (0.8, 1.0), "twice": (0.0, 0.05), "ear": (0.01, 0.07), "scanner": (0.0, 0.02),
    "hand": (0.005, 0.03), "drop_second": (0.05, 0.3), "only_second": (0.0, 0.07), "swap_given": (0.0, 0.03), "initial": (0.0, 0.04), "nickname": (0.0, 0.05),
    "short": (0.0, 0.03), "cut": (0.0, 0.01), "no_maternal": (0.02, 0.25), "no_paternal": (0.0, 0.03), "swap_surnames": (0.0, 0.04), "married": (0.0, 0.1),
    "no_particle": (0.0, 0.3), "born": (0.1, 0.7), "aged": (0.3, 0.7), "age_off": (0.05, 0.4), "flipped": (0.0, 0.04), "year_off": (0.0, 0.04),
    "decade_off": (0.0, 0.01), "day_off": (0.0, 0.04), "filler_born": (0.0, 0.01), "no_sex": (0.02, 0.15), "wrong_sex": (0.002, 0.02), "no_place": (0.1, 0.5),
    "short_place": (0.0, 0.15), "quarter": (0.0, 0.12), "department": (0.0, 0.12), "elsewhere": (0.0, 0.08), "place_fault": (0.0, 0.08),
    "no_event": (0.1, 0.5), "event_off": (0.02, 0.3), "no_report": (0.0, 0.05), "lag": (20.0, 150.0), "mojibake": (0.0, 0.0), "nameless": (0.0, 0.004),
    "documents": (0.0, 0.0), "filler_documents": (0.0, 0.15),
}  # fmt: skip
CLEAN: Final = dict.fromkeys(ANY, (0.0, 0.0)) | {
    "accents": (1.0, 1.0), "coverage": (0.3, 0.6), "departments": (1.0, 1.0), "born": (1.0, 1.0), "aged": (1.0, 1.0), "lag": (20.0, 60.0), "by_place": (0.0, 0.5),
}  # fmt: skip

Kind = tuple[str, str, str, dict[str, Range]]
KINDS: Final[dict[str, Kind]] = {
    "leaked": ("leaked filtrado padron", "comma", "upper", {"accents": (0, 0), "coverage": (0.3, 0.5), "born": (0.8, 0.97), "aged": (0.2, 0.5), "no_maternal": (0.01, 0.08),
        "no_event": (0.1, 0.3), "no_place": (0.2, 0.4), "drop_second": (0.02, 0.12), "nickname": (0, 0.01), "scanner": (0.01, 0.05), "ear": (0.01, 0.04)}),
    "family": ("family familias denuncias", "plain", "title", {"coverage": (0.2, 0.45), "born": (0.2, 0.5), "aged": (0.6, 0.9), "no_maternal": (0.02, 0.1),
        "no_place": (0.05, 0.15), "no_event": (0.1, 0.3), "nickname": (0.01, 0.08), "ear": (0.03, 0.09), "only_second": (0.02, 0.1), "event_off": (0.1, 0.3)}),
    "court": ("court tribunal expedientes", "pipes", "title", {"accents": (0, 0.9), "coverage": (0.12, 0.35), "born": (0.05, 0.25), "aged": (0.2, 0.5), "no_maternal": (0.02, 0.12),
        "nickname": (0, 0.01), "no_event": (0.15, 0.4), "drop_second": (0.02, 0.15)}),
    "flight": ("flight vuelos manifest", "slash", "upper", {"accents": (0, 0), "coverage": (0.06, 0.2), "born": (0.6, 0.95), "aged": (0, 0.2), "no_maternal": (0.3, 0.6),
        "no_place": (0.85, 1), "no_event": (0.05, 0.2), "nickname": (0, 0), "drop_second": (0.1, 0.3), "departments": (0.4, 1)}),
    "press": ("press prensa medios", "plain", "title", {"coverage": (0.06, 0.18), "born": (0, 0.05), "aged": (0.4, 0.7), "no_maternal": (0.15, 0.4), "no_place": (0.2, 0.45),
        "no_event": (0.4, 0.7), "nickname": (0, 0.05), "ear": (0.02, 0.08), "drop_second": (0.2, 0.45), "initial": (0.01, 0.06)}),
    "hospital": ("hospital ingresos", "plain", "mixed", {"coverage": (0.015, 0.06), "born": (0.1, 0.3), "aged": (0.4, 0.8), "no_maternal": (0.3, 0.6), "no_place": (0.5, 0.9),
        "no_event": (0.6, 0.9), "drop_second": (0.3, 0.6), "ear": (0.03, 0.1), "nameless": (0, 0.02)}),
    "deaths": ("ngodeath fallecidos", "plain", "title", {"coverage": (0.005, 0.02), "born": (0.1, 0.4), "aged": (0.5, 0.9), "no_maternal": (0.05, 0.25), "no_place": (0.1, 0.4),
        "no_event": (0.3, 0.6)}),
    "roster": ("roster nomina", "surnames-first", "upper", {"accents": (0, 0.2), "coverage": (0.15, 0.4), "born": (0.3, 0.8), "no_maternal": (0.02, 0.1), "no_place": (0.3, 0.9),
        "scanner": (0.01, 0.05), "drop_second": (0.02, 0.15), "cut": (0, 0.03)}),
}  # fmt: skip


def _draw_list(rng: Random, kind: str, design: str, taken: set[str]) -> ListDesign:
    names, form, case, own = KINDS[kind]
    ranges = (
        CLEAN | {"coverage": own.get("coverage", ANY["coverage"])} if design in ("clean", "namesakes") else ANY | own
    )
    if design in ("salvador", "hostile"):
        ranges |= {"departments": (1.0, 1.0)}
    rates = {name: rng.uniform(*ranges[name]) for name in ANY}
    choices = names.split()
    name = choices[0] if design != "varied" else rng.choice(choices)
    while name in taken:
        name += "-b"
    taken.add(name)
    if design == "varied" and rng.random() < 0.25:
        form = rng.choice(("comma", "pipes", "plain", "surnames-first"))
    return ListDesign(name=name, form="pipes" if design == "clean" else form, case=case, **rates)


def _kinds(rng: Random, design: str) -> list[str]:
    if design == "apart":
        return ["leaked", "family"]
    if design in ("clean", "namesakes"):
        return ["leaked", "family", "court"]
    if design == "salvador":
        return ["leaked", "family", "court", "flight", "press", "hospital", "deaths"]
    chosen = rng.sample(sorted(KINDS), rng.randint(3, 7))
    return chosen + ([rng.choice(chosen)] if rng.random() < 0.25 else [])


def _trouble(rng: Random, lists: list[ListDesign]) -> list[ListDesign]:
    """Give one list a wrong codec and some lists document numbers, in some worlds."""
    if rng.random() < 0.4:
        at = rng.randrange(len(lists))
        lists[at] = replace(lists[at], mojibake=rng.uniform(0.3, 1.0), accents=rng.uniform(0.7, 1.0))
    if rng.random() < 0.4:
        lists = [replace(one, documents=rng.uniform(0.2, 0.9)) if rng.random() < 0.5 else one for one in lists]
    return lists


def draw(seed: int, design: str = "varied") -> World:
    """Draw a world of a design; ValueError where there is no such design."""
    if design not in DESIGNS:
        raise ValueError(f"{design}: one of {', '.join(DESIGNS)}")
    rng, taken = Random(f"{design}|{seed}"), set[str]()
    lists = [_draw_list(rng, kind, design, taken) for kind in _kinds(rng, design)]
    if design == "varied":
        lists = _trouble(rng, lists)
    hard, clean = design == "hostile", design in ("clean", "namesakes")
    weights = [rng.random() ** 2 for _ in range(4)] if design == "varied" else [0.8, 0.2, 0.0, 0.0]
    return World(
        design=design,
        seed=seed,
        countries=tuple(w / sum(weights) for w in weights),
        top_surname=rng.uniform(0.06, 0.07) if hard else rng.uniform(0.03, 0.07),
        rare_surnames=rng.randint(300, 500) if hard else rng.randint(500, 2500),
        related=0.0 if clean else rng.uniform(0.25, 0.4) if hard else rng.uniform(0.05, 0.2),
        together=rng.uniform(0.6, 0.95) if hard else rng.uniform(0.3, 0.8),
        twins=rng.uniform(0.2, 0.35) if hard else rng.uniform(0.02, 0.08),
        fathers=0.0 if clean else rng.uniform(0.05, 0.1) if hard else rng.uniform(0.0, 0.03),
        namesakes=0.0 if clean else rng.uniform(0.1, 0.2) if hard else rng.uniform(0.0, 0.03),
        one_surname=0.0 if clean else rng.uniform(0.01, 0.06),
        heterogeneity=rng.uniform(0.0, 0.8),
        start=f"{rng.randint(2018, 2023)}-{rng.randint(1, 12):02}-01",
        days=rng.randint(200, 1200),
        lists=tuple(lists),
    )


def _checked() -> None:
    wanted = {f.name for f in fields(ListDesign)} - {"name", "form", "case"}
    if wanted != set(ANY):
        raise TypeError(f"ranges differ from fields: {wanted ^ set(ANY)}")


_checked()
