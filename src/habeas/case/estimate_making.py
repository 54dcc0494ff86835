"""Making one estimate of a case: from its claims, or from its linked lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from habeas.case import partitions
from habeas.case.estimate_figures import figures
from habeas.errors import InputError
from habeas.tables import PersonFolder
from habeas.words import LANGUAGES, Lang, Said

if TYPE_CHECKING:
    from habeas.about import EstimateAbout
    from habeas.case.case import Case
    from habeas.estimation import Estimate, Reason
    from habeas.estimation.mse import Histories
    from habeas.estimation.population import PopulationEstimate

MODELS: Final = ("graphs", "loglinear")
"""The methods shown beside the average over links where the case names none."""
Told = Mapping[Lang, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Made:
    """What was found, in each language; the ids of the claims under it; and whether it rests on the lists of persons."""

    told: Told
    claims: tuple[str, ...] = ()
    persons: bool = False


def make(case: Case, about: EstimateAbout, before: dict[str, Any]) -> Made:
    """Make an estimate; ``before`` holds those of population that were made before it, by id, and this one after.

    Raises :class:`~habeas.errors.InputError` where it cannot be made.
    """
    if about.kind == "population":
        return _population(case, about, before)
    if about.kind == "mortality":
        return _mortality(case, about, before)
    return _unlisted(case, about)


# --- population


def _population(case: Case, about: EstimateAbout, before: dict[str, Any]) -> Made:
    from habeas.estimation import population

    said = about.settings
    found = population.estimate(
        list(figures(case, said)), scope=said["subject"], definition=said["who"], by=said.get("by", "month"),
        level=said.get("level", 0.95), since=said.get("since"), until=said.get("until"),
        conversions=_conversions(said), flow_scopes=said.get("flows", ()), trusted=said.get("trusted", ()), each_source=bool(said.get("each_source")),
    )  # fmt: skip
    before[about.id] = found
    figures_said = tuple(replace(one, why=_worded(case, one.why) if one.why else None) for one in found.figures)
    found = replace(found, figures=figures_said, reasons=tuple(_worded(case, one) for one in found.reasons))
    told: Told = {lang: {**_settled(found.as_json(lang), said, lang), "summary": found.summary(lang)} for lang in LANGUAGES}  # fmt: skip
    return Made(told, tuple(sorted({one.figure.ref for one in found.figures})))


def _settled(made: dict[str, Any], said: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return an estimate with who states each conversion in the words of a language."""
    stated = [_stated(one["source"], lang) for one in said.get("conversions", ())]
    found = [{**one, "source": by} for one, by in zip(made["settings"]["conversions"], stated, strict=True)]
    return {**made, "settings": {**made["settings"], "conversions": found}}


def _stated(source: str | Mapping[str, str], lang: Lang) -> str:
    return source if isinstance(source, str) else source[lang]


def _conversions(said: Mapping[str, Any]) -> list[Any]:
    from habeas.estimation.population import Conversion

    return [
        Conversion(
            one["from"], one["to"], tuple(one.get("multiply", (1.0, 1.0))), tuple(one.get("add", (0.0, 0.0))), _stated(one["source"], "en"),
        )
        for one in said.get("conversions", ())
    ]  # fmt: skip


# --- mortality


def _mortality(case: Case, about: EstimateAbout, before: Mapping[str, Any]) -> Made:
    from habeas.estimation.rates import from_claims

    said = about.settings
    held: PopulationEstimate | None = before.get(said["held"])
    if held is None:
        raise InputError("case.estimate-not-held", found=said["held"])
    found = from_claims(
        case.state.claims.values(), subject=said["subject"], since=said["since"], who=said.get("who"), held=held,
        held_who=held.definition, level=said.get("level", 0.95),
    )  # fmt: skip
    if not found:
        raise InputError("case.estimate-no-deaths", found=said["subject"])
    found = tuple(replace(one, reasons=tuple(_worded(case, each) for each in one.reasons)) for one in found)
    claims = {name for one in found for name in one.settings.get("claims", ())}
    under = {one.figure.ref for one in held.figures if one.used}
    told: Told = {
        lang: {"held": said["held"], "since": said["since"].isoformat(), "rates": [{**one.as_json(lang), "summary": one.summary(lang)} for one in found]}
        for lang in LANGUAGES
    }  # fmt: skip
    return Made(told, tuple(sorted(claims | under)))


def _worded(case: Case, reason: Reason) -> Reason:
    """Return a reason whose values that are the case's own words (whom a figure counts, who says it, a subject) are said in both languages."""
    return replace(reason, values={name: _said(case, value) for name, value in reason.values.items()})


def _said(case: Case, value: object) -> object:
    if not isinstance(value, str):
        return value
    subject = case.about.subjects.get(value)
    if subject is not None:
        return Said(subject.en, subject.es)
    both = [case.wording.phrase(value, lang) for lang in LANGUAGES]
    return value if None in both else Said(*(str(one) for one in both))


# --- persons on no list


def _unlisted(case: Case, about: EstimateAbout) -> Made:
    from habeas.estimation.mse import Decision, answer, dependence, gate, linked

    said, level = about.settings, about.settings.get("level", 0.95)
    draws, seed = int(said.get("partitions", partitions.DRAWS)), int(said.get("seed", 1))
    folder = PersonFolder(case.tables.path)
    if not folder.made_from():
        raise InputError("case.estimate-no-lists", found=about.id)
    drawn = partitions.read(folder.path / "persons", draws, seed)
    wanted = said.get("lists") or list(drawn.lists)
    if lost := sorted(set(wanted) - set(drawn.lists)):
        raise InputError("linked.no-such-list", found=lost, known=list(drawn.lists))
    whole = linked.estimate(
        drawn.labels, drawn.list_of, drawn.lists, without=sorted(set(drawn.lists) - set(wanted)), level=level, seed=seed,
        period=_period(drawn, wanted), reasons=_of_rows(drawn, wanted),
    )  # fmt: skip
    table = _typical(whole)
    decisions = [Decision(**one) for one in said.get("decisions", ())]
    asked: dict[str, Any] = {
        "independence_claim": said.get("independence"), "decisions": decisions,
    }  # fmt: skip
    beside = answer(table, said.get("models", MODELS), level=level, seed=seed, **asked) if table is not None else None
    if table is not None and beside is not None:
        shares = {
            name: float(value)
            for name in ("share_linkage", "share_model")
            if (value := whole.diagnostics.get(name)) is not None
        }
        others = [*beside.estimates, *beside.floors]
        whole, *rest = gate.applied(table, [whole, *others], linkage=shares, **asked)
        estimates, floors = rest[: len(beside.estimates)], rest[len(beside.estimates) :]
    else:
        estimates, floors = [], []
    curve = None if whole.refused or whole.point is None or table is None else dependence.scaled(whole, table)
    official = said.get("official")
    told: Told = {
        lang: {
            "linked": {**whole.as_json(lang), "summary": whole.summary(lang), "missing": _missing(whole)},
            "estimates": [{**one.as_json(lang), "method_name": _name(one, lang)} for one in estimates],
            "floors": [{**one.as_json(lang), "method_name": _name(one, lang)} for one in floors],
            "lists": _sizes(drawn, wanted),
            "curve": None if curve is None else curve.as_json(lang),
            "official": official,
            "tipping": None if curve is None or official is None else dependence.tipping(curve, official).as_json(lang),
            "bounds": [one.as_json(lang) for one in beside.bounds] if beside is not None else [],
        }
        for lang in LANGUAGES
    }
    return Made(told, persons=True)


def _name(one: Estimate, lang: Lang) -> str:
    from habeas import words

    return words.text(f"estimation.method-{one.method}", lang)


def _missing(one: Estimate) -> dict[str, float | None] | None:
    found = one.missing
    return None if found is None or one.refused else {"low": found.low, "high": found.high}


def _sizes(drawn: partitions.Partitions, wanted: list[str]) -> list[dict[str, Any]]:
    """Return how many persons each list names, at least and at most over the partitions."""
    import numpy as np

    found = []
    for at, name in enumerate(drawn.lists):
        if name in wanted:
            sizes = np.array([len(np.unique(row[drawn.list_of == at])) for row in drawn.labels])
            low, high = np.quantile(sizes, [0.025, 0.975], method="inverted_cdf")
            found.append({"list": name, "low": int(low), "high": int(high)})
    return found


def _period(drawn: partitions.Partitions, wanted: list[str]) -> Any:
    from habeas.estimation.mse import Period

    spans = [span for name, span in zip(drawn.lists, drawn.spans, strict=True) if name in wanted and span is not None]
    return Period(min(one[0] for one in spans), max(one[1] for one in spans)) if spans else None


def _of_rows(drawn: partitions.Partitions, wanted: list[str]) -> list[Reason]:
    """Return what is to be told of rows that name nobody, or were compared with nobody."""
    from habeas.estimation import Reason

    nameless = sum(n for name, n in zip(drawn.lists, drawn.nameless, strict=True) if name in wanted)
    found = [Reason("linked.nameless", "note", {"n": nameless})] if nameless else []
    return [*found, Reason("linked.indistinct", "warn", {"n": drawn.indistinct})] if drawn.indistinct else found


def _typical(whole: Estimate) -> Histories | None:
    """Return the table that stands for all partitions; None where there is none."""
    import numpy as np

    from habeas.estimation.mse import Histories

    raw = whole.diagnostics.get("typical")
    if raw is None:
        return None
    return Histories(tuple(raw["lists"]), np.array(raw["masks"], np.int64), np.array(raw["counts"], np.int64))
