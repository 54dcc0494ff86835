"""Lists made by hand: mentions and what they say, in few words. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from habeas import words
from habeas.custody.persons import Law, PersonFile, PersonRegister, build_persons
from habeas.people.lists import ListAbout, list_fields, mentions_schema, statements_schema

TODAY = date(2024, 6, 1)
DAY = date(2022, 5, 3)
PARTITION = pa.schema(
    [
        ("mention", pa.string()),
        ("person", pa.string()),
        ("estimate", pa.string()),
        ("weakest", pa.float64()),
        ("hidden", pa.float64()),
    ]
)
COURT_72 = Law(
    id="court-72",
    clock="first-court",
    hours=72,
    citation="Invented Code, Article 1",
    label=words.Said("Before a judge within 72 hours.", "Ante un juez en 72 horas."),
)


def day(n: int) -> date:
    """Return the n-th day after the first of all stories."""
    return DAY + timedelta(days=n)


@dataclass
class World:
    """Lists being written; ``row`` adds a row to a list, ``register`` builds the register of all rows."""

    lists: dict[str, ListAbout] = field(default_factory=dict)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def list(self, name: str, kind: str = "family", **about: Any) -> None:
        """Describe a list."""
        self.lists[name] = ListAbout(name=name, source=f"{name}.csv", kind=kind, **about)  # type: ignore[arg-type]

    def row(
        self,
        person: str,
        name: str,
        said: Mapping[str, Any] | None = None,
        *,
        mention: Mapping[str, Any] | None = None,
        link: Mapping[str, Any] | None = None,
    ) -> str:
        """Add a row; a date or a pair of dates is a time, all else is as written. Returns the mention's key."""
        number = 2 + sum(one["list"] == name for one in self.mentions)
        key = f"{name}:{number:012x}"
        self.mentions.append({"mention": key, "list": name, "file": f"{name}.csv", "row": number, **(mention or {})})
        for field_id, value in (said or {}).items():
            self.statements.append({"mention": key, "list": name, "row": number, **statement(field_id, value)})
        self.links.append(
            {"mention": key, "person": person, "estimate": person, "weakest": 1.0, "hidden": 0.0, **(link or {})}
        )
        return key

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table]:
        """Return partition, mentions and statements."""
        return (
            pa.Table.from_pylist(self.links, schema=PARTITION),
            pa.Table.from_pylist(self.mentions, schema=mentions_schema()),
            pa.Table.from_pylist(self.statements, schema=statements_schema()),
        )

    def register(self, *, as_of: date | None = TODAY, laws: Sequence[Law] = ()) -> PersonRegister:
        """Build the register."""
        return build_persons(*self.tables(), lists=self.lists, laws=laws, as_of=as_of)


def statement(field_id: str, value: Any) -> dict[str, Any]:
    """Return one statement."""
    time = list_fields()[field_id].type == "time"
    first, last = (
        (value if isinstance(value, tuple) else (value, value)) if time and not isinstance(value, str) else (None, None)
    )
    return {
        "column": field_id.upper(),
        "field": field_id,
        "said": str(value),
        "time": None,
        "first": first,
        "last": last,
        "place": None,
    }


def one_person(*rows: Mapping[str, Any], kind: str = "family", **rest: Any) -> PersonFile:
    """Return the record of one person of whom each row is in a list of its own; ``_list`` and ``_about`` of a row describe that list."""
    world = World()
    for number, row in enumerate(rows):
        name = f"list-{number}"
        world.list(name, row.get("_kind", kind), **row.get("_about", {}))
        world.row("P-1", name, {key: value for key, value in row.items() if key[0] != "_"}, mention=row.get("_mention"))
    return world.register(**rest).person("P-1")
