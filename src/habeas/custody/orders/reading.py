"""Orders as a case describes them: tables ``[[orders]]``, and claims that say that an instrument was issued and what it forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import Any, Final, get_args

from habeas.amount import Amount
from habeas.claims import Claim, Subject
from habeas.custody.orders.model import Act, Dated, Duty, Order, Required, Scope
from habeas.errors import InputError, Problem
from habeas.when import Span
from habeas.when import parse as parse_time
from habeas.words import LANGUAGES

_FIELDS: Final = frozenset(
    {"id", "en", "es", "issued", "in_force", "by", "source", "claims", "subject", "forbids", "requires"}
)
_SCOPE: Final = ("persons", "lists", "groups", "nationalities", "under", "places")
_REQUIRED: Final = frozenset({"act", "within_days", "by"})
_ISSUED, _FORBIDS, _LASTS = "order_issued", "order_forbids", "duration_days"
_NO_CLAIMS: Final[Mapping[str, Claim]] = MappingProxyType({})
_NO_SUBJECTS: Final[Mapping[str, Subject]] = MappingProxyType({})


def read_orders(
    raw: Any,
    claims: Mapping[str, Claim] = _NO_CLAIMS,
    subjects: Mapping[str, Subject] = _NO_SUBJECTS,
    file: str = "case.toml",
) -> tuple[tuple[Order, ...], tuple[Problem, ...]]:
    """Return the orders of a case, those of its tables first, and the problems.

    ``subject`` of a table (its ``id`` where it has none) is the instrument that claims speak of: when it was issued, and for how many days it
    holds. An instrument that claims alone tell of, with its day and what it forbids, is an order against transfers of the persons of the
    counted group that bears the event's id. A table with a fault is set aside whole.
    """
    tables = isinstance(raw, list) and all(isinstance(one, dict) for one in raw)
    given: list[Mapping[str, Any]] = raw if tables else []
    told = _told(claims)
    orders: list[Order] = []
    problems = [] if tables else [Problem("orders.not-tables", file, column="orders")]
    for number, table in enumerate(given, 1):
        faults = list(_faults(table, f"orders[{number}]", file, [one.id for one in orders]))
        order = None if faults else _order(table, told, claims)
        if order is not None and not order.issued:
            faults.append(_fault("no-day", file, f"orders[{number}].issued"))
        if order is not None and not order.source and not order.claims:
            faults.append(_fault("no-source", file, f"orders[{number}].source"))
        problems += faults
        if order is not None and not faults:
            problems += _unknown_claims(table, claims, f"orders[{number}].claims", file)
            orders.append(order)
    named = {str(one.get("subject", one.get("id"))) for one in given}
    return (*orders, *_claimed({name: one for name, one in told.items() if name not in named}, subjects)), tuple(
        problems
    )


def _fault(key: str, file: str, where: str, **values: object) -> Problem:
    return Problem(f"orders.{key}", file, column=where, values=values)


def _unknown_claims(table: Mapping[str, Any], claims: Mapping[str, Claim], where: str, file: str) -> Iterator[Problem]:
    """Give the claims that an order names and that do not stand: it is held against persons without them."""
    standing = {name for one in claims.values() if one.stands for name in (one.id, one.key)}
    unknown = [name for name in table.get("claims", ()) if name not in standing]
    if unknown:
        yield Problem("orders.claim-unknown", file, column=where, gravity="warning", values={"found": unknown})


def _named(raw: Any) -> bool:
    return isinstance(raw, str) and bool(raw.strip())


def _words(raw: Any) -> bool:
    return isinstance(raw, list) and bool(raw) and all(_named(one) for one in raw)


def _faults(table: Mapping[str, Any], where: str, file: str, known: Sequence[str]) -> Iterator[Problem]:
    every = sorted({*_FIELDS, *_SCOPE})
    for name in sorted(set(table) - set(every)):
        yield _fault("unknown-field", file, f"{where}.{name}", known=every)
    if not _named(table.get("id")):
        yield _fault("missing", file, f"{where}.id")
    elif table["id"] in known:
        yield _fault("twice", file, f"{where}.id", found=table["id"])
    if not all(_named(table.get(lang)) for lang in LANGUAGES):
        yield _fault("both-languages", file, where)
    yield from _value_faults(table, where, file)
    yield from _act_faults(table, where, file)


def _value_faults(table: Mapping[str, Any], where: str, file: str) -> Iterator[Problem]:
    for name in ("by", "source", "subject"):
        if name in table and not _named(table[name]):
            yield _fault("missing", file, f"{where}.{name}")
    for name in (*_SCOPE, "claims"):
        if name in table and not _words(table[name]):
            yield _fault("not-list", file, f"{where}.{name}", example=f'{name} = ["…"]')
    for name in ("issued", "in_force"):
        if name in table:
            yield from _time_faults(table[name], f"{where}.{name}", file)


def _time_faults(raw: Any, where: str, file: str) -> Iterator[Problem]:
    try:
        parse_time(str(raw))
    except InputError as error:
        yield Problem(error.key, file, column=where, values=error.values)


def _act_faults(table: Mapping[str, Any], where: str, file: str) -> Iterator[Problem]:
    acts = table.get("forbids", [])
    if not isinstance(acts, list) or not set(map(str, acts)) <= set(get_args(Act)):
        yield _fault("acts", file, f"{where}.forbids", known=get_args(Act), found=str(acts)[:60])
    required = table.get("requires", [])
    if not isinstance(required, list) or not all(isinstance(one, dict) for one in required):
        yield _fault(
            "not-required", file, f"{where}.requires", example='requires = [{ act = "release", within_days = 2 }]'
        )
        return
    if not acts and not required:
        yield _fault("says-nothing", file, where)
    for number, one in enumerate(required, 1):
        yield from _required_faults(one, f"{where}.requires[{number}]", file)


def _required_faults(one: Mapping[str, Any], at: str, file: str) -> Iterator[Problem]:
    for name in sorted(set(one) - _REQUIRED):
        yield _fault("unknown-field", file, f"{at}.{name}", known=sorted(_REQUIRED))
    if one.get("act") not in get_args(Duty):
        yield _fault("acts", file, f"{at}.act", known=get_args(Duty), found=str(one.get("act"))[:40])
    if ("within_days" in one) == ("by" in one):
        yield _fault("within-or-by", file, at)
    elif "by" in one:
        yield from _time_faults(one["by"], f"{at}.by", file)
    elif not _days(one["within_days"]):
        yield _fault("not-days", file, f"{at}.within_days", found=str(one["within_days"])[:40])


def _days(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 36_500


def _order(table: Mapping[str, Any], told: Mapping[str, Sequence[Claim]], claims: Mapping[str, Claim]) -> Order:
    subject = told.get(table.get("subject", table["id"]), ())
    named = [one for one in claims.values() if one.stands and {one.id, one.key} & set(table.get("claims", ()))]
    issued = [Dated(span=parse_time(str(table["issued"])))] if "issued" in table else []
    issued += [one for one in _issued(subject) if one.span not in {each.span for each in issued}]
    order = Order(
        id=table["id"],
        en=table["en"],
        es=table["es"],
        issued=tuple(issued),
        in_force=parse_time(str(table["in_force"])) if "in_force" in table else None,
        by=table.get("by", ""),
        scope=Scope(**{name: tuple(table.get(name, ())) for name in _SCOPE}),
        forbids=tuple(table.get("forbids", ())),
        requires=tuple(_required(one) for one in table.get("requires", ())),
        source=table.get("source", ""),
        claims=tuple(dict.fromkeys(one.id for one in (*subject, *named))),
    )
    return order if order.in_force is not None else replace(order, in_force=_in_force(subject))


def _required(raw: Mapping[str, Any]) -> Required:
    return Required(
        duty=raw["act"],
        within_days=raw.get("within_days"),
        by=parse_time(str(raw["by"])) if "by" in raw else None,
    )


def _told(claims: Mapping[str, Claim]) -> dict[str, list[Claim]]:
    """Return the standing claims that affirm something of an order, by the instrument."""
    found: dict[str, list[Claim]] = {}
    for one in claims.values():
        affirmed = one.stands and one.polarity == "affirmed" and "superseded" not in one.flags
        if affirmed and one.predicate in {_ISSUED, _FORBIDS, _LASTS}:
            found.setdefault(one.subject, []).append(one)
    return {name: each for name, each in found.items() if any(one.predicate != _LASTS for one in each)}


def _issued(claims: Sequence[Claim]) -> list[Dated]:
    """Return each day that claims give an order, once."""
    found: dict[Span, Dated] = {}
    for one in claims:
        if one.predicate == _ISSUED and isinstance(one.value, Span):
            found.setdefault(one.value, Dated(span=one.value, claim=one.id))
    return list(found.values())


def _in_force(claims: Sequence[Claim]) -> Span | None:
    """Return for how long an order held, by the one claim that says when it was issued and the one that says for how many days."""
    issued = _issued(claims)
    lasts = [one.value for one in claims if one.predicate == _LASTS and isinstance(one.value, Amount)]
    if len(issued) != 1 or len(lasts) != 1 or lasts[0].low is None or lasts[0].high is None:
        return None
    first, last = issued[0].span.outer
    if first is None or last is None:
        return None
    low, high = _whole(lasts[0].low, ROUND_FLOOR), _whole(lasts[0].high, ROUND_CEILING)
    return Span.between_ends(issued[0].span, Span.some_day(first + timedelta(low), last + timedelta(high)))


def _whole(days: Decimal, rounding: str) -> int:
    return min(36_500, max(0, int(days.to_integral_value(rounding))))


def _claimed(told: Mapping[str, Sequence[Claim]], subjects: Mapping[str, Subject]) -> Iterator[Order]:
    """Yield the orders that claims alone tell of: with a day, and with what they forbid."""
    for name, each in told.items():
        targets = tuple(dict.fromkeys(str(one.value) for one in each if one.predicate == _FORBIDS))
        issued = _issued(each)
        if not targets or not issued:
            continue
        subject = subjects.get(name)
        yield Order(
            id=name,
            en=subject.en if subject else name,
            es=subject.es if subject else name,
            issued=tuple(issued),
            in_force=_in_force(each),
            scope=Scope(groups=targets),
            forbids=("transfer",),
            claims=tuple(one.id for one in each),
        )
