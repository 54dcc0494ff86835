"""The columns of tables of deaths and person-years, by their headers in English and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

_ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "place": (
        "place", "facility", "detention center name", "detention center", "prison", "agency", "state", "state name", "lugar", "centro",
        "centro de detencion", "centro penal", "penal", "establecimiento", "agencia", "estado",
    ),
    "year": ("year", "calendar year", "ano", "anio", "ano calendario"),
    "fiscal": ("fiscal year", "fy", "ano fiscal", "ejercicio", "ejercicio fiscal"),
    "from": ("from", "start", "first", "first day", "since", "desde", "inicio", "primer dia"),
    "to": ("to", "end", "last", "last day", "until", "hasta", "fin", "ultimo dia"),
    "period": ("period", "month", "quarter", "periodo", "mes", "trimestre"),
    "deaths": ("deaths", "deaths n", "n deaths", "number of deaths", "muertes", "numero de muertes", "fallecimientos", "defunciones"),
    "person-years": ("person years", "personyears", "py", "anos persona", "personas ano", "persona anos"),
    "average": (
        "average population", "average daily population", "mean population", "adp", "poblacion media", "poblacion promedio",
        "poblacion media diaria", "promedio diario",
    ),
    "population": ("population", "held", "persons held", "poblacion", "personas detenidas", "personas privadas de libertad"),
    "age": ("age", "age group", "ages", "edad", "grupo de edad", "edades"),
    "rate": ("rate", "rate per 100k", "rate per 100 000", "mortality rate", "tasa", "tasa por 100 000", "tasa de mortalidad"),
    "standard": (
        "standard", "standard population", "weight", "weights", "estandar", "poblacion estandar", "poblacion tipo", "peso", "pesos",
    ),
    "name": ("name", "group", "administration", "nombre", "grupo", "administracion", "gobierno"),
}  # fmt: skip
_KNOWN: Final = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}


def plain(header: str) -> str:
    """Return a header in lower case, without accents, points or underscores."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", header.casefold()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def columns(headers: Iterable[str]) -> dict[str, str]:
    """Return which header holds what: the first of those that say the same."""
    found: dict[str, str] = {}
    for header in headers:
        name = _KNOWN.get(plain(header))
        if name is not None:
            found.setdefault(name, header)
    return found


def counts_of_deaths(headers: Iterable[str]) -> tuple[str, ...]:
    """Return the headers of deaths: the one that says no more, else all that begin with the word, as rival counts do."""
    named = [(plain(one), one) for one in headers]
    alone = tuple(one for bare, one in named if bare in _ALIASES["deaths"])
    return alone[:1] or tuple(one for bare, one in named if bare.startswith(("deaths ", "muertes ")))
