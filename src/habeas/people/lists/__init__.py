"""Lists of persons: files in, mentions and statements out; every row is kept or set aside with its reason, and nothing is guessed."""

from __future__ import annotations

from habeas.about import ListKind
from habeas.people.lists.earlier import after, earlier_lists
from habeas.people.lists.fields import FieldType, ListField, list_fields
from habeas.people.lists.model import ListAbout, Lists, mentions_schema, statements_schema
from habeas.people.lists.reading import read_lists

__all__ = [
    "FieldType",
    "ListAbout",
    "ListField",
    "ListKind",
    "Lists",
    "after",
    "earlier_lists",
    "list_fields",
    "mentions_schema",
    "read_lists",
    "statements_schema",
]
