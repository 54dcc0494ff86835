"""A case with one article, and a reader that finds in it what a test says: so that what is tested does not hang on the grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import habeas.reading
from habeas.case import Case
from habeas.reading import Passage, Reading, Whole

TOML = """\
habeas = 1
languages = ["en", "es"]
[title]
en = "Two prisons"
es = "Dos penales"
[[subjects]]
id = "north"
type = "place"
en = "North Lake Prison (NLP)"
es = "Penal del Lago Norte"
links = { part_of = "prisons" }
[[subjects]]
id = "south"
type = "place"
en = "South Lake Prison"
es = "Penal del Lago Sur"
[[subjects]]
id = "prisons"
type = "system"
en = "the prisons of Lakeland"
es = "las cárceles de Lagonia"
[places.NL1]
name = "Lakeside Annex"
subject = "north"
"""

ARTICLE = """\
Overcrowding at the lake

North Lake Prison held 1,200 inmates in March 2024, the ministry said. It was built for 900. At least 12 people died there since 2022, a rights group said.

Families are not allowed to visit South Lake Prison. The director told reporters that 40 detainees were ill.
"""

Find = Callable[..., None]


def reading(text: str, kind: str, quote: str, n: int = 1, **said: Any) -> Reading:
    """Return a reading on the n-th place of a quote; ``value`` may be a number."""
    start = -1
    for _ in range(n):
        start = text.index(quote, start + 1)
    for name in ("value", "low", "high"):
        if said.get(name) is not None:
            said[name] = Decimal(str(said[name]))
    if "value" in said:
        said = {"low": said["value"], "high": said["value"], "unit": "persons", **said}
    return Reading(kind=kind, quote=quote, start=start, end=start + len(quote), **{"confidence": 0.8, **said})


def whole(text: str, *found: Reading) -> Whole:
    """Return what a reader that found this would have found, each reading in its sentence."""
    passages = []
    for one in sorted(found, key=lambda each: each.start):
        begins = text.rfind(". ", 0, one.start) + 2 if ". " in text[: one.start] else 0
        ends = text.find(".", one.end) + 1 or len(text)
        passages.append(
            Passage(reading=one, before=max(0, begins - 40), begins=begins, ends=ends, after=min(len(text), ends + 40))
        )
    return Whole(
        passages=tuple(passages),
        language="en",
        words=len(text.split()),
        sentences=text.count("."),
        foreign=0,
        contents=0,
        doubts=(),
    )


def finds(monkeypatch: pytest.MonkeyPatch, *found: Sequence[Any], version: int = 1) -> None:
    """Let the reader find these in whatever text has their quotes: ``(kind, quote, fields)``."""

    def read_whole(text: str, **_: Any) -> Whole:
        return whole(
            text,
            *(reading(text, kind, quote, **fields) for kind, quote, fields in found if quote in text),
        )

    monkeypatch.setattr(habeas.reading, "read_whole", read_whole)
    monkeypatch.setattr(habeas.reading, "VERSION", version)


HELD = ("population", "held 1,200 inmates", {"value": 1200, "as_of": "2024-03", "attributed_to": "the ministry"})
BUILT = ("capacity", "built for 900", {"value": 900, "unit": "places"})
DIED = (
    "deaths",
    "At least 12 people died",
    {"value": 12, "high": None, "qualifier": "at_least", "as_of": "2022/2025-03", "attributed_to": "a rights group"},
)
VISITS = ("condition", "not allowed to visit", {"value_text": "visits=none", "as_of": "2025-03"})
ILL = ("health", "40 detainees were ill", {"value": 40, "as_of": "2025-03", "attributed_to": "The director"})
EVERY = (HELD, BUILT, DIED, VISITS, ILL)
WHY = "Seen in the passage."


def made(folder: Path, text: str = ARTICLE) -> Path:
    """Make a case that holds the article; return its folder."""
    folder.mkdir()
    (folder / "case.toml").write_text(TOML, encoding="utf-8")
    arrived(folder, text)
    return folder


def arrived(folder: Path, text: str) -> None:
    """Let the article come in, or a newer version of it."""
    (folder / "article.txt").write_text(text, encoding="utf-8")
    with Case(folder, actor="ana") as case:
        assert not case.add(folder / "article.txt", published="2025-03-18", language="en").problems


def by_kind(case: Case, **asked: Any) -> dict[str, Any]:
    """Return the proposals of a case by their kind."""
    return {one.reading.kind: one for one in case.readings(**asked)}


def states(case: Case, **asked: Any) -> dict[str, str]:
    """Return the state of each proposal by its kind."""
    return {one.reading.kind: one.state for one in case.readings(**asked)}
