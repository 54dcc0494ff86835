"""What the pages on persons are made from: the register, its groups and findings, what the linkage came to, and what may leave of all this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from habeas.custody.orders import OrderFinding
from habeas.custody.persons import LawFile, PersonRegister, Question, alias, due_fields, fields, renamed
from habeas.errors import InputError
from habeas.people.groups import GroupState
from habeas.words import Said

if TYPE_CHECKING:
    import pyarrow as pa

    from habeas.people.linking import Summary

Grain = Literal["day", "month", "year"]
GRAINS: Final[tuple[Grain, ...]] = ("day", "month", "year")
FEWEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the case lets out of the records of persons.

    ``publish`` are the fields whose values are shown as lists write them: none unless the case names them. ``periods`` is how exact the times of
    all others are. A place or an authority that fewer than ``fewest`` persons have in their records is not shown with any of them.
    """

    publish: frozenset[str] = frozenset()
    periods: Grain = "month"
    fewest: int = FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two mentions that stand for one person: the probability that they do, whether a person decided it, and what speaks for and against it."""

    left: str
    right: str
    probability: float
    decided: bool
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two persons of the register who may be one (or one who may be two: ``left`` is ``right``), and how probable it is that both mentions are one's."""

    left: str
    right: str
    probability: float


@dataclass(frozen=True, kw_only=True)
class PersonsView:
    """The register of persons as the report sees it.

    ``summary`` is what the linkage came to, None where the register was made by hand. ``joined`` are, for each person, the pairs of mentions that hold it
    together. ``open_lists`` are lists that anybody can have: their rows are not shown, for a row leads to a name.
    """

    register: PersonRegister
    groups: tuple[GroupState, ...] = ()
    orders: tuple[OrderFinding, ...] = ()
    law: LawFile = field(default_factory=LawFile)
    summary: Summary | None = None
    joined: Mapping[str, tuple[Joined, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    open_lists: frozenset[str] = frozenset()
    shown: Shown = field(default_factory=Shown)
    note: Said | None = None

    @cached_property
    def by_person(self) -> Mapping[str, tuple[OrderFinding, ...]]:
        """The findings about orders, by person."""
        found: dict[str, list[OrderFinding]] = {}
        for one in self.orders:
            found.setdefault(one.person, []).append(one)
        return {name: tuple(own) for name, own in found.items()}

    @cached_property
    def asked(self) -> Mapping[str | None, tuple[Question, ...]]:
        """The questions that the records leave, by the authority that is asked (None: no list says which)."""
        found: dict[str | None, list[Question]] = {}
        for one in self.register.questions():
            found.setdefault(one.authority, []).append(one)
        return {name: tuple(own) for name, own in found.items()}

    @cached_property
    def asked_of(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions about each person."""
        found: dict[str, list[Question]] = {}
        for own in self.asked.values():
            for one in own:
                found.setdefault(one.person, []).append(one)
        return {name: tuple(own) for name, own in found.items()}

    @cached_property
    def complete(self) -> pa.Table:
        """For how many persons each field is known; see :meth:`PersonRegister.completeness`."""
        return self.register.completeness()

    @cached_property
    def known(self) -> Mapping[str, tuple[int, int]]:
        """For each person, how many of the fields that a register has to hold are known, of how many that are asked for."""
        due = due_fields()
        found = {}
        for one in self.register.persons:
            states = [one.state(about.id) for about in due]
            known = sum(each.status == "known" for each in states)
            found[one.id] = known, sum(each.asked or each.status != "missing" for each in states)
        return found

    @cached_property
    def doubtful(self) -> Mapping[str, tuple[Doubt, ...]]:
        """The doubts that wait for a person to decide, by the persons they are about."""
        found: dict[str, list[Doubt]] = {}
        for one in self.doubts:
            for name in dict.fromkeys((one.left, one.right)):
                found.setdefault(name, []).append(one)
        return {name: tuple(own) for name, own in found.items()}


def persons_view(
    register: PersonRegister,
    *,
    groups: Sequence[GroupState] = (),
    orders: Sequence[OrderFinding] = (),
    law: LawFile | None = None,
    summary: Summary | None = None,
    pairs: pa.Table | None = None,
    doubts: pa.Table | None = None,
    open_lists: Iterable[str] = (),
    publish: Iterable[str] = (),
    periods: str = "month",
    note: Said | None = None,
    key: bytes = b"",
) -> PersonsView:
    """Return the view of a register.

    ``summary``, ``pairs`` and ``doubts`` are those of the linkage. ``publish`` and ``periods`` are what the case sets (:class:`Shown`); with ``periods``
    of ``day``, exact dates leave. ``note`` stands on each of the pages. ``key`` is a secret of the case: with it each person has another id in the report than in the case, so that whoever has
    one of the lists cannot work out the ids of its rows. Raises :class:`InputError` where ``publish`` names what is no field, or ``periods`` is none.
    """
    named = frozenset(publish)
    unknown = sorted(named - fields().keys())
    if unknown:
        raise InputError("persons_pages.publish-unknown", found=unknown, known=list(fields()))
    grain = next((one for one in GRAINS if one == periods), None)
    if grain is None:
        raise InputError("persons_pages.periods-unknown", found=periods, known=list(GRAINS))
    if key:
        register, orders = _renamed(register, orders, key)
        groups = [_renamed_in(one, key) for one in groups]
    of = {mention: one.id for one in register.persons for mention in one.mentions}
    return PersonsView(
        register=register,
        groups=tuple(groups),
        orders=tuple(orders),
        law=law or LawFile(laws=register.laws),
        summary=summary,
        joined=_joined(pairs, of) if pairs is not None else {},
        doubts=tuple(_doubts(doubts, of)) if doubts is not None else (),
        open_lists=frozenset(open_lists) | {one.name for one in register.lists.values() if one.kind == "press"},
        shown=Shown(publish=named, periods=grain),
        note=note,
    )


def _renamed(
    register: PersonRegister, orders: Sequence[OrderFinding], key: bytes
) -> tuple[PersonRegister, tuple[OrderFinding, ...]]:
    """Return the register and the findings with ids that only the key leads to.

    A finding's own id is a hash of the person's and of rows, and findings come in the order of the old ids: both would lead back.
    """
    names = {one.id: alias(one.id, key) for one in register.persons}
    rank: dict[tuple[str, str], int] = {}
    for one in orders:
        rank.setdefault((one.answer, one.kind), len(rank))
    found = [
        replace(
            one,
            id="O" + alias(one.id, key)[1:],
            person=names[one.person],
            values={**one.values, "person": names[one.person]},
        )
        for one in orders
        if one.person in names
    ]
    found.sort(key=lambda one: (rank[one.answer, one.kind], one.person, one.id))
    return renamed(register, key), tuple(found)


def _renamed_in(state: GroupState, key: bytes) -> GroupState:
    """Return the state of a group with the persons whom its findings name under their ids in the report."""
    found = [
        replace(
            one,
            values={name: alias(str(said), key) if name == "person" else said for name, said in one.values.items()},
        )
        for one in state.findings
    ]
    # Those of one person in the order of the new ids: the old order would tell of the old ids.
    found.sort(key=lambda one: str(one.values.get("person", "")))
    return replace(state, findings=tuple(found))


def _joined(pairs: pa.Table, of: Mapping[str, str]) -> dict[str, tuple[Joined, ...]]:
    """Return for each person the pairs that tie its mentions together, the surest first; those that only repeat it are left out."""
    import pyarrow as pa

    left, right = pairs["left"].to_pylist(), pairs["right"].to_pylist()
    inside = [n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a in of and of[a] == of.get(b)]
    rows = pairs.take(pa.array(inside, pa.int64())).to_pylist()
    found: dict[str, list[Joined]] = {}
    group: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (-row["decided"], -row["probability"], row["left"], row["right"])):
        ends = _root(group, row["left"]), _root(group, row["right"])
        if ends[0] == ends[1]:
            continue
        group[ends[0]] = ends[1]
        one = Joined(
            left=row["left"], right=row["right"], probability=row["probability"], decided=row["decided"],
            evidence=tuple(row["evidence"] or ()),
        )  # fmt: skip
        found.setdefault(of[row["left"]], []).append(one)
    return {name: tuple(own) for name, own in found.items()}


def _root(group: Mapping[str, str], name: str) -> str:
    while name in group:
        name = group[name]
    return name


def _doubts(doubts: pa.Table, of: Mapping[str, str]) -> Iterable[Doubt]:
    """Give one doubt for each two persons, the first that the queue of the review has."""
    met: set[tuple[str, str]] = set()
    columns = (doubts[name].to_pylist() for name in ("left", "right", "probability"))
    for left, right, probability in zip(*columns, strict=True):
        if left not in of or right not in of:
            continue
        pair = (min(of[left], of[right]), max(of[left], of[right]))
        if pair not in met:
            met.add(pair)
            yield Doubt(left=of[left], right=of[right], probability=probability)
