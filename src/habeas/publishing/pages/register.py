"""The register of places: one identity a place across lists, with what each list says of it side by side, and what is left to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from habeas import words
from habeas.publishing.context import Edition
from habeas.publishing.links import slug
from habeas.publishing.taking import offered

if TYPE_CHECKING:
    from habeas.custody import Judgement, Match, Mention, Place, PlaceRegister, Relation

ELSEWHERE: Final = "??"
FLAGS: Final = (
    "one-code-several-sites", "several-codes", "several-states", "joined-through", "functions-differ", "coordinates-swapped",
)  # fmt: skip
OPEN: Final = 200
"""Pairs to decide that stand on the page; the table to take away has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one list says of a place: where it stands, and each thing in the list's own words; empty where it does not say."""

    where: str
    year: str
    code: str
    name: str
    address: str
    coordinates: str
    type: str
    capacity: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A place as its page shows it."""

    id: str
    anchor: str
    name: str
    flags: Sequence[str]
    said: Sequence[Said]
    relations: Sequence[str]
    also: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The places of one state, on a page of its own."""

    state: str
    href: str
    n: int


def write(edition: Edition) -> None:
    """Write the page on the register and one for each state."""
    found = edition.view.places
    if found is None:
        return
    register = found.register
    groups = _by_state(register)
    page = edition.page("register/index.html")
    lists = sorted({one.list for one in register.mentions})
    flagged = {
        flag: [_link(page.href, register, one) for one in register.places if flag in one.flags] for flag in FLAGS
    }
    page.write(
        "register.html", title=edition.t("register-title"), here="register", lists=lists, mentions=len(register.mentions),
        places=len(register.places), several=sum(len({one.list for one in register.said(place)}) > 1 for place in register.places),
        groups=[Group(state=state, href=page.href(address(state)), n=len(places)) for state, places in groups.items()],
        flagged={flag: places for flag, places in flagged.items() if places}, open=_open(edition, page.href, register),
        undecided=len(register.undecided), table=_table(edition, register), matched=_matched(found.matches),
    )  # fmt: skip
    also = _also(found.matches)
    for state, places in groups.items():
        _state(edition, register, state, places, also)


def address(state: str) -> str:
    """Return the page of a state, within a language's folder."""
    return f"register/{slug(state.lower())}.html"


def _by_state(register: PlaceRegister) -> dict[str, list[Place]]:
    groups: dict[str, list[Place]] = {}
    for one in register.places:
        groups.setdefault(_state_of(register, one), []).append(one)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == ELSEWHERE, group[0])))


def _state_of(register: PlaceRegister, one: Place) -> str:
    """Return the state that most of a place's mentions give."""
    states = [each.state for each in register.said(one) if each.state]
    return max(sorted(set(states)), key=states.count) if states else ELSEWHERE


def _link(href: object, register: PlaceRegister, one: Place) -> tuple[str, str]:
    from habeas.custody.places import name_of

    place = f"{address(_state_of(register, one))}#{_anchor(one.id)}"
    return f"{name_of(register.said(one))} ({one.id})", href(place)  # type: ignore[operator]


def _anchor(place: str) -> str:
    return f"p-{slug(place)}"


def _state(
    edition: Edition, register: PlaceRegister, state: str, places: Sequence[Place], also: Mapping[str, Sequence[str]]
) -> None:
    page = edition.page(address(state))
    relations: dict[str, list[Relation]] = {}
    for one in register.relations:
        for side in {one.a, one.b}:
            relations.setdefault(side, []).append(one)
    shown = [_shown(edition, register, one, relations.get(one.id, ()), also.get(one.id, ())) for one in places]
    shown.sort(key=lambda one: one.name.casefold())
    page.write(
        "register_state.html",
        title=edition.t("register-of", state=state if state != ELSEWHERE else "–"),
        here="register",
        shown=shown,
    )


def _shown(
    edition: Edition, register: PlaceRegister, one: Place, relations: Sequence[Relation], also: Sequence[str]
) -> Shown:
    from habeas.custody.places import name_of

    mentions = register.said(one)
    return Shown(
        id=one.id,
        anchor=_anchor(one.id),
        name=name_of(mentions),
        flags=one.flags,
        said=[_said(edition, each) for each in mentions],
        relations=[_related(edition, one.id, each) for each in relations],
        also=also,
    )


def _related(edition: Edition, place: str, one: Relation) -> str:
    return edition.t(f"register-{one.kind}", other=one.b if one.a == place else one.a, **one.values)


def _said(edition: Edition, one: Mention) -> Said:
    where, t = one.address, edition.t
    line = (where.text, where.city, " ".join(filter(None, (where.state, where.zip))))
    at = f"{one.lat:.6g}, {one.lon:.6g} · {t(f'register-precision-{one.precision}')}" if one.lat is not None else ""
    used = f"{one.first_used or '?'} – {one.last_used or '?'}" if one.first_used or one.last_used else ""
    return Said(
        where=f"{one.list}{f' · {one.sheet}' if one.sheet else ''}, {t('records-line', line=one.line)}",
        year=str(one.year or ""),
        code=one.code or "",
        name=" / ".join(one.names),
        address=", ".join(part for part in line if part),
        coordinates=at,
        type=", ".join(one.types),
        capacity=one.capacity or "",
        used=used,
    )


def _also(matches: Sequence[Match]) -> dict[str, list[str]]:
    """Return for each place the names that other publications give it."""
    found: dict[str, dict[str, None]] = {}
    for one in matches:
        if one.place is not None:
            found.setdefault(one.place, {})[f"{one.mention.name} ({one.mention.list})"] = None
    return {place: list(names) for place, names in found.items()}


def _matched(matches: Sequence[Match]) -> tuple[int, int, int]:
    """Return how many names of other publications are matched, open between places, and in no list."""
    placed, between = (
        sum(one.place is not None for one in matches),
        sum(one.place is None and bool(one.candidates) for one in matches),
    )
    return placed, between, len(matches) - placed - between


def _open(
    edition: Edition, href: object, register: PlaceRegister
) -> list[tuple[tuple[str, str], tuple[str, str], str]]:
    """Return the pairs of places that a person has to decide, with what speaks for and against."""
    by_id = {one.id: one for one in register.places}
    return [
        (_link(href, register, by_id[a]), _link(href, register, by_id[b]), _reasons(one, edition.lang))
        for (a, b), one in list(_undecided(register))[:OPEN]
    ]  # fmt: skip


def _undecided(register: PlaceRegister) -> Iterator[tuple[tuple[str, str], Judgement]]:
    best: dict[tuple[str, str], Judgement] = {}
    for one in register.judgements:
        left, right = sorted((register.of[one.a].id, register.of[one.b].id))
        if one.verdict == "undecided" and left != right:
            best.setdefault((left, right), one)
    for pair in register.undecided:
        yield pair, best[pair]


def _reasons(one: Judgement, lang: words.Lang) -> str:
    return " ".join(reason.text(lang) for reason in one.reasons)


def _table(edition: Edition, register: PlaceRegister) -> str:
    """Write every mention with its place to take away, and return the address in the site."""
    columns = (
        "list",
        "sheet",
        "line",
        "year",
        "code",
        "name",
        "lat",
        "lon",
        "precision",
        "capacity",
        "first_used",
        "last_used",
    )
    rows = (
        (place.id, *(getattr(one, name) for name in columns), *_where(one), "; ".join(place.flags))
        for place in register.places
        for one in register.said(place)
    )
    return offered(edition, "places", ("place", *columns, "address", "city", "state", "zip", "flags"), rows)


def _where(one: Mention) -> tuple[str | None, ...]:
    return one.address.text, one.address.city, one.address.state, one.address.zip
