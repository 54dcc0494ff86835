"""Documents that several persons bear: a number that stands beside many unlike names is filler, and links nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from habeas.errors import Problem
from habeas.people.lists.values import fold

if TYPE_CHECKING:
    import pyarrow as pa

MOST: Final = 3
"""Beside so many unlike names a document may stand: a number is mistyped, or a child's row bears the mother's."""
_ALIKE: Final = 75
"""From this share on (0 to 100) names that share words are taken for spellings of one."""


def without_shared_documents(mentions: pa.Table) -> tuple[pa.Table, tuple[Problem, ...]]:
    """Return the mentions without document numbers that stand beside more than ``MOST`` unlike names, and what was taken out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    documents = mentions.column("document")
    if documents.null_count == len(documents):
        return mentions, ()
    filled = mentions.select(["document", "name"]).filter(pc.is_valid(documents))
    named = filled.group_by("document").aggregate([("name", "distinct")])
    many = named.filter(pc.greater(pc.list_value_length(named.column("name_distinct")), MOST))
    texts, names = (many.column(one).to_pylist() for one in ("document", "name_distinct"))
    found = {one: unlike for one, said in zip(texts, names, strict=True) if (unlike := _unlike(said)) > MOST}
    if not found:
        return mentions, ()
    shared = pc.is_in(documents, pa.array(found))
    problems = []
    for one, unlike in found.items():
        rows = mentions.filter(pc.equal(documents, one))
        values: dict[str, object] = {"n": rows.num_rows, "found": one, "names": unlike}
        place = {"file": rows.column("file")[0].as_py(), "row": rows.column("row")[0].as_py()}
        problems.append(Problem("lists.document-shared", gravity="warning", values=values, **place))
    place = mentions.schema.get_field_index("document")
    nulled = pc.if_else(shared, pa.scalar(None, pa.string()), documents)
    return mentions.set_column(place, "document", nulled), tuple(problems)


def _unlike(names: Iterable[str | None]) -> int:
    """Return how many names there are that are not spellings of one another."""
    from rapidfuzz.fuzz import token_sort_ratio

    kept: list[str] = []
    for name in sorted({fold(one) for one in names if one}):
        if not any(token_sort_ratio(name, other) >= _ALIKE for other in kept):
            kept.append(name)
        if len(kept) > MOST * 4:
            break
    return len(kept)
