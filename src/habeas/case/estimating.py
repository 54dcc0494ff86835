"""The estimates of a case: made from its claims and its linked lists when these change, and kept in ``estimates/`` of its tables.

What is kept is what a reader sees: each estimate in both languages, with all that is needed to make it again. A case that asks for none has none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.results import CaseEstimate
from habeas.errors import HabeasError, Problem
from habeas.quiet import undisturbed
from habeas.tables import EstimateFolder, PersonFolder, estimates_fingerprint
from habeas.words import LANGUAGES, Lang, Said

if TYPE_CHECKING:
    from habeas.about import EstimateAbout
    from habeas.case.case import Case
    from habeas.records import Progress

_FORMAT: Final = 1
_FILE: Final = "estimates.json"


def fresh(case: Case, progress: Progress | None) -> tuple[Path | None, bool]:
    """Return the folder of the estimates of this moment, made anew where it has to be, and whether it had to; None where the case asks for none.

    The persons of the case must be those of this moment (:func:`habeas.case.linking.fresh`).
    """
    folder = EstimateFolder(case.tables.path)
    made = folder.made_from()
    if not case.about.estimates:
        if made is not None or (folder.path / "estimates").exists():
            with folder.replace({}):
                pass
        return None, made not in (None, {})
    want = wanted(case)
    if made == want:
        return folder.path / "estimates", False
    tell = getattr(progress, "stage", None)
    if tell is not None:
        tell("estimating")
    with undisturbed(), folder.replace(want) as to:
        _write(case, to / "estimates")
    return folder.path / "estimates", True


def wanted(case: Case) -> dict[str, Any]:
    """Return what the estimates of this moment are to be made from: the stamp of their tables."""
    seq, digest = case.ledger.head()
    lists = any(one.kind == "mse" for one in case.about.estimates)
    return {
        "format": _FORMAT,
        "about": case.about.sha256,
        "ledger": [seq, digest],
        "persons": PersonFolder(case.tables.path).made_from() if lists else None,
        "code": estimates_fingerprint(),
    }


def _write(case: Case, to: Path) -> None:
    from habeas.case import estimate_making

    to.mkdir(parents=True)
    kept: list[dict[str, Any]] = []
    made: dict[str, Any] = {}
    for about in case.about.estimates:
        try:
            found = estimate_making.make(case, about, made)
            kept.append({"told": found.told, "claims": sorted(found.claims), "persons": found.persons})
        except HabeasError as error:
            kept.append({"problem": {"key": error.key, "values": _plain(error.values)}})
        except (ArithmeticError, ValueError) as error:
            # Arithmetic that fails on one estimate must not take the tables and the report of the case with it; it is told.
            kept.append({"problem": {"key": "case.estimate-failed", "values": {"found": str(error)}}})
    text = json.dumps(_steady(kept), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    (to / _FILE).write_text(text + "\n", encoding="utf-8")


def _steady(value: Any) -> Any:
    """Return values of JSON with numbers of ten digits: the last ones of a sum depend on the machine. What is no number is null."""
    if isinstance(value, float):
        return float(f"{value:.10g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): _steady(one) for name, one in value.items()}
    return [_steady(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Return the values of an error as JSON; what is words in both languages stays so."""
    return {name: {"en": one.en, "es": one.es} if isinstance(one, Said) else one if isinstance(one, int | float | str | list | tuple) else str(one) for name, one in values.items()}  # fmt: skip


def load(case: Case, progress: Progress | None = None) -> tuple[CaseEstimate, ...]:
    """Return the estimates of a case, in the order in which it asks for them, made anew where they have to be."""
    from habeas.case import linking

    if any(one.kind == "mse" for one in case.about.estimates):
        linking.fresh(case, progress)
    folder, _ = fresh(case, progress)
    if folder is None:
        return ()
    raw = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return tuple(_loaded(about, one) for about, one in zip(case.about.estimates, raw, strict=True))


def _loaded(about: EstimateAbout, raw: Mapping[str, Any]) -> CaseEstimate:
    common: dict[str, Any] = {"id": about.id, "kind": about.kind, "title": about.title, "note": about.note}
    if "problem" in raw:
        values = {name: Said(**one) if isinstance(one, dict) else one for name, one in raw["problem"]["values"].items()}
        return CaseEstimate(
            **common,
            problem=Problem(
                raw["problem"]["key"], "case.toml", column=f"estimates.{about.id}", values=values, gravity="warning"
            ),
        )
    told: dict[Lang, Mapping[str, Any]] = {lang: raw["told"][lang] for lang in LANGUAGES}
    return CaseEstimate(**common, told=told, claims=tuple(raw["claims"]), persons=raw["persons"])


def problems(found: tuple[CaseEstimate, ...]) -> Iterator[Problem]:
    """Yield why estimates could not be made."""
    yield from (one.problem for one in found if one.problem is not None)


def summary(one: CaseEstimate, lang: Lang) -> str:
    """Return an estimate that was made in words, with what it assumes and what speaks against it; of several rates the last."""
    told = one.told[lang]
    if one.kind == "mse":
        return str(told["linked"]["summary"])
    return str(told["summary"] if one.kind == "population" else told["rates"][-1]["summary"])


def altered(case: Case) -> list[Problem]:
    """Return a problem for each file of the estimates that is not the one that was made; it is then no longer used."""
    folder = EstimateFolder(case.tables.path)
    found = [
        Problem("tables.altered", f"tables/{name}", values={"folder": str(folder.path)}) for name in folder.altered()
    ]
    if found:
        folder.discard()
    return found
