"""The pages of the report, one module a kind of page; each has ``write(edition)``."""

from habeas.publishing.pages import (
    audit,
    claims,
    conditions,
    findings,
    index,
    legal,
    methods,
    money,
    persons,
    places,
    records,
    register,
    series,
    silence,
    sources,
    transfer,
)

__all__ = [
    "audit",
    "claims",
    "conditions",
    "findings",
    "index",
    "legal",
    "methods",
    "money",
    "persons",
    "places",
    "records",
    "register",
    "series",
    "silence",
    "sources",
    "transfer",
]
