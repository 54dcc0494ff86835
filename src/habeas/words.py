"""Words a user reads, in English and Spanish, kept as data beside the room that says them.

A message is a table in ``<room>/messages.toml`` (or ``messages/<module>.toml`` for a single module)::

    [quote-not-found]
    en = "The quote on row {row} is not in {source}."
    es = "La cita de la fila {row} no está en {source}."

and is asked for as ``text("claims.quote-not-found", lang, row=12, source="vrt")``. Where the value ``n`` is 1 and the table
has ``en_one`` / ``es_one``, that form is used. Numbers, dates, lists, spans and amounts are written as the language writes
them; El Salvador writes ``40,000`` and ``0.64`` in both languages (CLDR, es-SV).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Final, Literal, Protocol, get_args, runtime_checkable

Lang = Literal["en", "es"]
LANGUAGES: Final[tuple[Lang, ...]] = get_args(Lang)

MONTHS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
        "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip


@runtime_checkable
class Sayable(Protocol):
    """A value that can put itself into words."""

    def text(self, lang: Lang) -> str:
        """Return the value in words of the language."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """A value already put into words, in each language."""

    en: str
    es: str

    def text(self, lang: Lang) -> str:
        """Return the words of a language."""
        return self.es if lang == "es" else self.en


def preferred() -> Lang:
    """Return the reader's language: ``HABEAS_LANG``, else the locale of the environment, else English."""
    for name in ("HABEAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "es" if value.lower().startswith("es") else "en"
    return "en"


@cache
def _catalogue(room: str) -> Mapping[str, Mapping[str, str]]:
    root = resources.files("habeas")
    place = root / room / "messages.toml"
    if not place.is_file():
        place = root / "messages" / f"{room}.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def number(value: float | Decimal) -> str:
    """Write a number with grouped thousands and without trailing zeros: ``40,000``, ``0.64``."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if exact == exact.to_integral_value():
        return f"{int(exact):,}"
    return f"{exact:,f}".rstrip("0").rstrip(".")


def day(value: date, lang: Lang) -> str:
    """Write a date out: ``16 March 2025``, ``16 de marzo de 2025``."""
    month = MONTHS[lang][value.month - 1]
    return f"{value.day} {month} {value.year}" if lang == "en" else f"{value.day} de {month} de {value.year}"


def listing(values: Sequence[object], lang: Lang) -> str:
    """Join values as a sentence does: ``a, b and c``; ``a, b y c``, with ``e`` before an i sound."""
    said = [say(value, lang) for value in values]
    if len(said) < 2:
        return "".join(said)
    last = said[-1].lower()
    joint = "and" if lang == "en" else "e" if last.startswith(("i", "hi")) and not last.startswith("hie") else "y"
    return f"{', '.join(said[:-1])} {joint} {said[-1]}"


def say(value: object, lang: Lang) -> str:
    """Write one value as the language writes it."""
    if isinstance(value, str):
        return value
    # What has a text of its own is asked by name: isinstance with a protocol is the slowest question of all.
    text_of = getattr(value, "text", None)
    if callable(text_of):
        return str(text_of(lang))
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "es": ("no", "sí")}[lang][value]
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, Sequence):
        return listing(value, lang)
    return str(value)


class _Sentence(Formatter):
    """``str.format`` that writes each plain value with :func:`say`."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        return super().format_field(value, format_spec) if format_spec else say(value, self._lang)


def fill(template: str, lang: Lang, values: Mapping[str, object]) -> str:
    """Fill a template's ``{name}`` places, each value as the language writes it."""
    return _Sentence(lang).vformat(template, (), values)


def text(key: str, lang: Lang, /, **values: object) -> str:
    """Return the message of a key in a language.

    Raises ``KeyError`` when the key is unknown: a missing message is a defect, and a test reads every catalogue.
    """
    room, _, name = key.partition(".")
    message = _catalogue(room)[name]
    template = message.get(f"{lang}_one", message[lang]) if values.get("n") == 1 else message[lang]
    return fill(template, lang, values)
