"""How many on no list: the estimate over what the links may be, what it assumes, what would change it, what speaks against it, and the floor below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from habeas.publishing.charts import Drawn
from habeas.publishing.charts.estimators import Row, estimators
from habeas.publishing.charts.posterior import Posterior, columns, posterior
from habeas.publishing.charts.sensitivity import Sensitivity, sensitivity
from habeas.publishing.pages.estimates_words import Sheet, Written, number
from habeas.publishing.small_cells import BELOW, small

_NUMBERS: Final = ("linked.extremes",)


def write(sheet: Sheet) -> Written:
    """Write the page; none is written of fewer persons than a count may show, for an estimate of a small group tells of persons."""
    told = sheet.told
    linked = told["linked"]
    if linked["listed"] is None or linked["listed"] < BELOW:
        return Written(sheet.t("few"), written=False)
    said = _said(sheet, linked)
    shares = {name: linked["diagnostics"].get(f"share_{name}") for name in ("linkage", "model", "chance")}
    sheet.write(
        "estimates_unlisted.html",
        said=said,
        missing=_missing(sheet, told),
        listed=_listed(linked),
        lists=[(one["list"], _few(one["low"], one["high"])) for one in told["lists"]],
        drawn=_posterior(sheet, told),
        beside=_beside(sheet, told),
        curve=_curve(sheet, told),
        tipping=told["tipping"]["message"] if told["tipping"] else None,
        shares=[(sheet.t(f"share-{name}"), round(100 * value)) for name, value in shares.items() if value is not None],
        extremes=_extremes(sheet, linked),
        assumption=linked["assumption"]["message"],
        warnings=sheet.warnings(_told(linked)),
        override=linked["override"],
        methods=[(one["method_name"], one["assumption"]["message"], sheet.warnings(one["warnings"])) for one in (*told["estimates"], *told["floors"])],
        bounds=[one["message"] for one in told["bounds"]],
        settings=_settings(linked),
        sensitivity=_prior(sheet, told),
    )  # fmt: skip
    return Written(said)


def _said(sheet: Sheet, linked: Mapping[str, Any]) -> str:
    level = f"{linked['level'] * 100:g}"
    if linked["refused"] or linked["estimate"] is None:
        floor = _floor(sheet.told)
        return sheet.t("refused-floor", floor=number(floor)) if floor is not None else sheet.t("refused")
    return sheet.t(
        "total", point=number(linked["estimate"]), low=number(linked["low"]), high=number(linked["high"]), level=level
    )


def _floor(told: Mapping[str, Any]) -> float | None:
    return next((one["low"] for one in told["floors"] if not one["refused"] and one["low"] is not None), None)


def _told(linked: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what is said of the estimate; where it is refused, nothing that gives its number in another way."""
    return [one for one in linked["warnings"] if not linked["refused"] or not one["reason"].startswith(_NUMBERS)]


def _missing(sheet: Sheet, told: Mapping[str, Any]) -> str | None:
    """Return how many are on no list; fewer than five are not counted out."""
    found = told["linked"]["missing"]
    if found is None or found["low"] is None or found["high"] is None:
        return None
    low, high = round(found["low"]), round(found["high"])
    if small(high):
        return sheet.t("missing-few", below=BELOW)
    return sheet.t("missing", low=0 if small(low) else low, high=high)


def _listed(linked: Mapping[str, Any]) -> str:
    low, high = linked["diagnostics"].get("listed_low"), linked["diagnostics"].get("listed_high")
    low, high = (linked["listed"] if one is None else one for one in (low, high))
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _few(low: int, high: int) -> str:
    if small(low) or small(high):
        return f"1–{max(high, BELOW - 1)}"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _posterior(sheet: Sheet, told: Mapping[str, Any]) -> Drawn | None:
    linked = told["linked"]
    if linked["posterior"] is None or linked["estimate"] is None:
        return None
    floor, official = _floor(told), told["official"]
    found = Posterior(
        shares=linked["posterior"]["share"], quantiles=linked["posterior"]["quantile"], point=linked["estimate"], low=linked["low"],
        high=linked["high"], listed=linked["listed"], floor=floor,
        marks=((official, sheet.t("mark-official", n=official)),) if official is not None else (),
    )  # fmt: skip
    said = {
        "point": sheet.t("mark-point", n=number(linked["estimate"])), "listed": sheet.t("mark-listed", n=number(linked["listed"])),
        "floor": sheet.t("mark-floor", n=number(floor)),
        "interval": sheet.t("mark-interval", low=number(linked["low"]), high=number(linked["high"]), level=f"{linked['level'] * 100:g}"),
    }  # fmt: skip
    return sheet.chart(
        "posterior", lambda phone: posterior(found, said, phone=phone), ("from", "to", "probability"),
        [(a, b, round(share, 6)) for a, b, share in columns(found)], alt="; ".join(said.values()),
    )  # fmt: skip


def _beside(sheet: Sheet, told: Mapping[str, Any]) -> Drawn | None:
    linked = {**told["linked"], "method_name": sheet.t("linked-name")}
    rows = [_row(sheet, one, floor=False) for one in (linked, *told["estimates"])]
    rows += [_row(sheet, one, floor=True) for one in told["floors"]]
    if all(one.refused is not None for one in rows):
        return None
    lines = [(float(told["linked"]["listed"]), sheet.t("mark-listed", n=number(told["linked"]["listed"])))]
    if told["official"] is not None:
        lines.append((float(told["official"]), sheet.t("mark-official", n=told["official"])))
    table = [(one.label, one.point, one.low, one.high, one.refused) for one in rows]
    said = "; ".join(f"{one.label}: {one.refused or sheet.between(one.low, one.high)}" for one in rows)
    return sheet.chart(
        "beside", lambda phone: estimators(rows, lines, phone=phone), ("method", "estimate", "low", "high", "refused"), table, alt=said
    )  # fmt: skip


def _row(sheet: Sheet, one: Mapping[str, Any], *, floor: bool) -> Row:
    refusing = [each["message"] for each in one["warnings"] if each["gravity"] == "refuse"]
    if one["refused"] or one["estimate"] is None:
        return Row(
            label=one["method_name"], refused=sheet.t("row-refused", why=" ".join(refusing) or sheet.t("no-answer"))
        )
    return Row(label=one["method_name"], point=one["estimate"], low=one["low"], high=one["high"], floor=floor)


def _curve(sheet: Sheet, told: Mapping[str, Any]) -> Drawn | None:
    curve, tipping = told["curve"], told["tipping"]
    if curve is None or not any(one is not None for one in curve["total"]):
        return None
    found = Sensitivity(
        x=curve["x"], total=curve["total"], low=curve["low"], high=curve["high"], listed=curve["listed"], official=told["official"],
        tipping=tipping["factor"] if tipping else None,
    )  # fmt: skip
    said = {
        "x": sheet.t("curve-x"), "assumed": sheet.t("curve-assumed"), "listed": sheet.t("mark-listed", n=number(curve["listed"])),
        "official": sheet.t("mark-official", n=told["official"] or 0),
        "tipping": sheet.t("curve-tipping", factor=number(found.tipping)) if found.tipping is not None else "",
    }  # fmt: skip
    rows = list(zip(curve["x"], curve["total"], curve["low"], curve["high"], strict=True))
    return sheet.chart(
        "curve", lambda phone: sensitivity(found, said, phone=phone), ("factor", "total", "low", "high"), rows, alt=curve["message"]
    )  # fmt: skip


def _extremes(sheet: Sheet, linked: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return the number at both ends of what the links may be."""
    found = linked["diagnostics"].get("extremes", {})
    return [
        (
            sheet.t(f"extreme-{name}"), number(one["listed"]), number(one["estimate"]),
            sheet.between(one["low"], one["high"]) if one["estimate"] is not None else "–",
        )
        for name in ("joined", "sure", "none")
        if (one := found.get(name)) and not linked["refused"]
    ]  # fmt: skip


def _prior(sheet: Sheet, told: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return what graphs come to under another prior and another cap."""
    graphs = next((one for one in told["estimates"] if one["method"] == "graphs" and not one["refused"]), None)
    found = graphs["diagnostics"].get("sensitivity", []) if graphs else []
    return [
        (sheet.t("prior-and-cap", prior=f"{one['prior']:g}", cap=f"{one['cap']:g}"), number(one["estimate"]), sheet.between(one["low"], one["high"]))
        for one in found
        if one["changed"] in (None, "prior", "cap")
    ]  # fmt: skip


def _settings(linked: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, ", ".join(value) if isinstance(value, list) else str(value)) for name, value in sorted(linked["settings"].items())]  # fmt: skip
