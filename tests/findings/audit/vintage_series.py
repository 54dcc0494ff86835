"""A series of publications made from a population that is known day by day, so that what is true of every figure is known too."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.findings.audit.conftest import figure

FIRST = date(2023, 10, 1)
YEAR = 2024
LABELS = ("a", "b", "c", "d")


@dataclass
class Truth:
    """Persons by place, classification and day, and book-ins by agency and day, of a year; drawn once from a seed."""

    places: dict[str, list[list[int]]] = field(default_factory=dict)
    booked: dict[str, list[int]] = field(default_factory=dict)


def truth(seed: int = 1, places: int = 12, days: int = 366) -> Truth:
    """Return a year: places of 20 to 900 persons that drift by a few a day, and two agencies that book in some hundred a day."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    made = Truth()
    for number in range(places):
        size = [chance.randint(5, 225) for _ in LABELS]
        held: list[list[int]] = []
        for _ in range(days):
            size = [max(one + chance.randint(-2, 2), 1) for one in size]
            held.append(list(size))
        made.places[f"PLACE {chr(65 + number)}"] = held
    for agency, mean in (("ice", 300), ("cbp", 700)):
        made.booked[agency] = [mean + chance.randint(-60, 60) for _ in range(days)]
    return made


def publication(
    known: Truth, last: date, *, file: str | None = None, year: int = YEAR, **common: Any
) -> list[dict[str, Any]]:
    """Return the figures of one publication that counts up to a day: book-ins by month and to date, averages, the list of places."""
    stamp = last + timedelta(days=1)
    first = date(year - 1, 10, 1)
    base = {
        "file": file or f"{stamp:%Y%m%d}.xlsx", "pulled": stamp, "captured": datetime(stamp.year, stamp.month, stamp.day) + timedelta(days=3),
        "publication": f"FY{year}", "fiscal_year": year, **common,
    }  # fmt: skip
    days = (last - first).days + 1
    lines = [*_booked(known, first, days), *_national(known, first, last, days), *_listed(known, first, last, days)]
    return [figure(**{**base, **one, "text": one.get("text", repr(one.get("value")))}) for one in lines]


def _booked(known: Truth, first: date, days: int) -> Iterator[dict[str, Any]]:
    """Yield book-ins by agency: a column a month, the current one partial, and the year to date."""
    last = first + timedelta(days=days - 1)
    for line, (agency, counts) in enumerate(known.booked.items(), 10):
        labels, column, begun = {"agency": agency}, 2, first
        while begun <= last:
            end = (begun + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            until = min(end, last)
            value = float(sum(counts[(begun - first).days : (until - first).days + 1]))
            yield {
                "line": line, "column": chr(64 + column), "labels": labels, "month": begun, "first_day": begun, "last_day": until,
                "partial": until < end, "value": value, "row_label": agency.upper(), "column_label": f"{begun:%b}",
            }  # fmt: skip
            begun, column = end + timedelta(days=1), column + 1
        total = float(sum(counts[:days]))
        yield {
            "line": line, "column": "N", "labels": labels, "first_day": first, "last_day": last, "value": total,
            "row_label": agency.upper(), "column_label": "Total",
        }  # fmt: skip


def _national(known: Truth, first: date, last: date, days: int) -> Iterator[dict[str, Any]]:
    """Yield the average daily population by classification, under the labels of agency and criminality."""
    for line, (number, label) in enumerate(enumerate(("convicted", "pending", "other", "unknown")), 30):
        held = sum(day[number] for place in known.places.values() for day in place[:days])
        yield {
            "table": "adp-by-agency-month-criminality", "measure": "adp", "line": line, "column": "N", "first_day": first,
            "last_day": last, "labels": {"agency": "ice", "criminality": label}, "value": held / days, "row_label": label.title(),
            "column_label": "FY Overall",
        }  # fmt: skip


def _listed(known: Truth, first: date, last: date, days: int) -> Iterator[dict[str, Any]]:
    """Yield the list of places: address, type and area as texts, the averages by classification, and a length of stay."""
    for line, (name, held) in enumerate(known.places.items(), 8):
        base = {
            "sheet": "Facilities", "table": "facilities", "subject": name, "line": line, "first_day": first, "last_day": last,
            "row_label": name, "labels": {},
        }  # fmt: skip
        texts = {
            "address": f"{line} ROAD",
            "city": "TOWN",
            "state": "TX",
            "zip": f"7000{line}",
            "area": "SNA",
            "type": "IGSA",
            "sexes": "Male",
        }
        for column, (measure, text) in enumerate(texts.items(), 2):
            yield {
                **base,
                "measure": measure,
                "unit": "text",
                "value": None,
                "text": text,
                "column": chr(64 + column),
                "column_label": measure,
            }
        for column, (number, label) in enumerate(enumerate(LABELS), 10):
            average = sum(day[number] for day in held[:days]) / days
            yield {
                **base, "measure": "adp", "column": chr(64 + column), "labels": {"classification": label}, "value": average,
                "column_label": f"Level {label.upper()}",
            }  # fmt: skip
        stay = 30 + 10 * (line % 3) + days / 100 + (days * line % 7) / 50
        yield {**base, "measure": "alos", "unit": "days", "column": "I", "value": stay, "column_label": "ALOS"}


def ends(number: int = 12, every: int = 14, begin: int = 80) -> list[date]:
    """Return the last days that publications count, one a fortnight."""
    return [FIRST + timedelta(days=begin + every * n) for n in range(number)]


def series(known: Truth | None = None, **given: Any) -> list[dict[str, Any]]:
    """Return the figures of a year of publications without any error."""
    known = known or truth()
    return [one for last in ends(**given) for one in publication(known, last)]


def changed(figures: list[dict[str, Any]], change: Callable[[float], float], **where: Any) -> list[dict[str, Any]]:
    """Return figures of which those that match (``labels`` as a mapping, the rest by equality) have another value."""
    return [{**one, **_valued(change(one["value"]))} if _matches(one, where) else one for one in figures]


def _matches(one: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return one["value"] is not None and all(
        json.loads(one["labels"]) == value if name == "labels" else one[name] == value for name, value in where.items()
    )


def _valued(value: float) -> dict[str, Any]:
    return {"value": value, "text": repr(value)}
