"""The estimate over what the links may be: averaged over partitions, beside the two ends of what is plausible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from habeas.errors import InputError
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.linked.averaging import Averaged, Estimator, average, by_graphs
from habeas.estimation.mse.linked.partitions import Mentions, Tables, joined, tables_of
from habeas.estimation.mse.period import Period, ever_held

if TYPE_CHECKING:
    from habeas.people.linking import Linkage

PARTITIONS: Final = 200
"""So many partitions of a linkage are drawn where nobody says how many."""
PLAUSIBLE: Final = 0.05
SURE: Final = 0.95
"""Mentions that are one person in this share of partitions or more are joined at the one end of what is plausible, and at the other."""
_FEW: Final = 50
_AT_MOST: Final = {6: 200, 7: 25}
"""Of more partitions than these so many, evenly spaced, are estimated by graphs over so many lists: a table takes a twentieth of a second, or one."""
_SAMPLED: Final = 6
"""The same above seven lists, where a table takes many seconds."""


def estimate(
    labels: ArrayLike,
    list_of: ArrayLike,
    lists: Sequence[str],
    *,
    without: Iterable[str] = (),
    estimator: Estimator | None = None,
    level: float = 0.95,
    seed: int = 1,
    period: Period | None = None,
    reasons: Sequence[Reason] = (),
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """Return the total averaged over partitions of mentions into persons (linkage averaging: Sadinle 2018).

    ``labels`` (m, n) says of each of m partitions whose each mention is, by any whole number; ``list_of`` (n,) in which list it stands, as a place in ``lists``. Lists in
    ``without`` (such as a list of deaths, which is no count of those held) are not used. ``estimator`` answers for one table: decomposable graphs unless
    given; each different table is asked once. ``seed`` is kept with the settings: given partitions, nothing here is drawn. ``period`` is what the lists
    are of.

    ``diagnostics`` holds ``share_linkage``, ``share_model`` and ``share_chance`` of the variance (``share_model`` is None where the estimator
    does not tell its models apart; chance then holds both), and under ``extremes`` the number if all plausible links are joined (``joined``: together in 5 % of
    partitions or more), if only sure ones are (``sure``: 95 %), and with no link at all (``none``), which says how many mentions there are and estimates nothing.

    Raises :class:`~habeas.errors.InputError` where shapes or names do not fit.
    """
    mentions = Mentions.of(labels, list_of, lists, without)
    left_out = sorted(set(without))
    settings = {
        "estimator": "graphs" if estimator is None else getattr(estimator, "__name__", str(estimator)),
        "partitions": len(mentions.labels), "lists": list(mentions.lists), "without": left_out, "seed": seed,
    }  # fmt: skip
    told = [
        *reasons,
        ever_held(period),
        *([Reason("linked.left-out", "note", {"lists": left_out})] if left_out else []),
    ]
    known: dict[str, Any] = {"method": "linked", "quantity": "total", "level": level, "assumption": "linked.assumption", "settings": settings}  # fmt: skip
    holding = np.bincount(mentions.list_of, minlength=len(mentions.lists)) > 0
    if holding.sum() < 2:
        nobody = Estimate(point=None, low=None, high=None, listed=None, **known)
        return nobody.with_reasons(*told, Reason("linked.one-list", "refuse", {"lists": int(holding.sum())}))
    asked = estimator or by_graphs
    tables = tables_of(mentions)
    used = tables_of(mentions.thinned(_most(mentions, estimator)))
    found = average(used, asked, progress)
    ends = _extremes(mentions, asked, level)
    listed = np.repeat(tables.listed, tables.times)
    tail = (1 - level) / 2
    low, high = (int(one) for one in np.quantile(listed, [tail, 1 - tail], method="inverted_cdf"))
    diagnostics: dict[str, Any] = {
        **_shares(found), "tables": len(tables.tables), "mentions": int(mentions.labels.shape[1]), "listed_low": low, "listed_high": high, "extremes": ends,
        "estimated": int(used.times.sum()), "unanswered": int(used.times[~found.answered].sum()), "p_not_identified": found.p_not_identified, "typical": _as_json(_typical(used, found)),
    }  # fmt: skip
    if diagnostics["estimated"] < len(mentions.labels):
        values = {"n": diagnostics["estimated"], "partitions": len(mentions.labels), "lists": len(mentions.lists)}
        told.append(Reason("linked.thinned", "note", values))
    told += _warnings(found, diagnostics, len(mentions.labels))
    here = round(float(np.median(listed)))
    if found.total is None:
        nothing = Estimate(point=None, low=None, high=None, listed=here, diagnostics=diagnostics, **known)
        return nothing.with_reasons(*told)
    return Estimate.of(found.total, listed=here, diagnostics=diagnostics, **known).with_reasons(*told)


def of_linkage(
    linkage: Linkage,
    *,
    lists: Iterable[str] | None = None,
    without: Iterable[str] = (),
    partitions: int = PARTITIONS,
    seed: int = 1,
    estimator: Estimator | None = None,
    level: float = 0.95,
    period: Period | None = None,
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """Return the total from linked lists, averaged over ``partitions`` drawn from the linkage; see :func:`estimate`.

    Only ``lists`` are used where they are named, and never those in ``without``. Mentions that give no name can be linked to nobody: they are left out, and how
    many they are is said. Where no ``period`` is given it is what the mentions' dated events span.
    """
    known = list(linkage.lists)
    wanted = known if lists is None else list(lists)
    unknown = sorted({*wanted, *without} - set(known))
    if unknown:
        raise InputError("linked.no-such-list", found=unknown, known=known)
    left_out = sorted({*without} | (set(known) - set(wanted)))
    of = np.asarray(linkage.frame.lists, np.int64)
    used = np.isin(of, [at for at, name in enumerate(known) if name not in left_out])
    named = _named(linkage)
    drawn = linkage.partitions(partitions, seed=seed)
    told = []
    if (nameless := int((used & ~named).sum())) > 0:
        told.append(Reason("linked.nameless", "note", {"n": nameless}))
    if linkage.indistinct:
        told.append(Reason("linked.indistinct", "warn", {"n": linkage.indistinct}))
    return estimate(
        drawn[:, named], of[named], known, without=left_out, estimator=estimator, level=level, seed=seed,
        period=period or _span(linkage, used), reasons=told, progress=progress,
    )  # fmt: skip


def _named(linkage: Linkage) -> NDArray[np.bool_]:
    """Return which mentions give a name, (n,)."""
    found: NDArray[np.bool_] = (
        linkage.features["g1"].is_valid().to_numpy() | linkage.features["s1"].is_valid().to_numpy()
    )
    return found


def _span(linkage: Linkage, used: NDArray[np.bool_]) -> Period | None:
    """Return the days between which the mentions that are used tell of events; None where none is dated."""
    days = [
        linkage.features[name].to_numpy(zero_copy_only=False).astype(np.float64)[used] for name in ("event_first", "event_last")
    ]  # fmt: skip
    if not len(days[0]) or np.isnan(days[0]).all():
        return None
    epoch = date(1970, 1, 1)
    return Period(epoch + timedelta(int(np.nanmin(days[0]))), epoch + timedelta(int(np.nanmax(days[1]))))


def _extremes(mentions: Mentions, estimator: Estimator, level: float) -> dict[str, dict[str, Any]]:
    """Return the number at both ends of what is plausible, and what no link at all would leave."""
    found: dict[str, dict[str, Any]] = {}
    for name, share in (("joined", PLAUSIBLE), ("sure", SURE)):
        only = Mentions(joined(mentions.labels, share)[None, :], mentions.list_of, mentions.lists)
        tables = tables_of(only)
        total = average(Tables(tables.tables, tables.times), estimator).total
        span = None if total is None else total.interval(level)
        found[name] = {
            "listed": tables.tables[0].n, "share": share, "estimate": None if total is None else total.median,
            "low": span.low if span else None, "high": span.high if span else None,
        }  # fmt: skip
    alone = mentions.labels.shape[1]
    found["none"] = {"listed": alone, "share": None, "estimate": None, "low": None, "high": None}
    return found


def _shares(found: Averaged) -> dict[str, float | None]:
    """Return which share of the variance comes from links, from the model and from chance."""
    whole = found.linkage + (found.model or 0.0) + found.chance
    parts = {"linkage": found.linkage, "model": found.model, "chance": found.chance}
    shares = {f"share_{name}": None if one is None else one / whole if whole else 0.0 for name, one in parts.items()}
    return {**shares, "variance": whole}


def _most(mentions: Mentions, estimator: Estimator | None) -> int:
    """Return how many partitions are estimated: all, but where graphs over many lists would take hours."""
    if estimator is not None or len(mentions.lists) <= 5:
        return len(mentions.labels)
    return _AT_MOST.get(len(mentions.lists), _SAMPLED)


def _typical(tables: Tables, found: Averaged) -> Histories:
    """Return the table whose estimate lies in the middle of all: what can stand for them where one table is wanted, as in a gate."""
    if found.total is None:
        return tables.tables[int(np.argmax(tables.times))]
    order = np.argsort(found.means, kind="stable")
    weight = tables.times[found.answered][order]
    middle = order[int(np.searchsorted(np.cumsum(weight), weight.sum() / 2))]
    typical: Histories = [one for one, there in zip(tables.tables, found.answered, strict=True) if there][middle]
    return typical


def _as_json(table: Histories) -> dict[str, Any]:
    return {"lists": list(table.lists), "masks": table.masks.tolist(), "counts": table.counts.tolist()}


def _warnings(found: Averaged, diagnostics: dict[str, Any], partitions: int) -> list[Reason]:
    said = []
    if found.total is None:
        said.append(Reason("linked.no-answer", "refuse", {"n": partitions}))
    elif diagnostics["unanswered"]:
        values = {"n": diagnostics["unanswered"], "partitions": diagnostics["estimated"]}
        grave = values["n"] * 10 > values["partitions"]
        said.append(Reason("linked.some-unanswered", "refuse" if grave else "warn", values))
    if found.total is not None:
        said.append(
            Reason(
                "linked.doubt",
                "note",
                {"n": diagnostics["estimated"], "share": round(100 * diagnostics["share_linkage"], 1)},
            )
        )
    if partitions < _FEW and partitions > 1:
        said.append(Reason("linked.few-partitions", "warn", {"n": partitions}))
    if partitions == 1:
        said.append(Reason("linked.one-partition", "warn"))
    both = [diagnostics["extremes"][name] for name in ("joined", "sure")]
    if found.total is not None and all(one["estimate"] is not None for one in both):
        # Told as changes: a number that a gate refuses later must not stand in a note.
        changes = [f"{100 * (one['estimate'] / found.total.median - 1):+.0f}" for one in both]
        apart = both[0]["high"] < both[1]["low"] or both[1]["high"] < both[0]["low"]
        values = {"joined": changes[0], "sure": changes[1]}
        said.append(
            Reason("linked.extremes-apart", "warn", values) if apart else Reason("linked.extremes", "note", values)
        )
    return said
