"""Sources, descriptions and citations as plain JSON, the form in which the ledger keeps them. Read back strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, TypeVar, cast

from habeas.errors import InputError
from habeas.evidence.model import CellQuote, Citation, Description, Source, TextQuote
from habeas.evidence.store import is_sha256

_Form = TypeVar("_Form", Source, Description, Citation, TextQuote, CellQuote)


def as_json(value: Source | Description | Citation | TextQuote | CellQuote) -> dict[str, Any]:
    """Return plain JSON, fields in the order of the class; what is unknown (``None``) is left out, and ``ocr`` when false."""
    out: dict[str, Any] = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if held is not None and held is not False:
            out[field.name] = as_json(held) if isinstance(held, Description | TextQuote | CellQuote) else held
    return out


def from_json(cls: type[_Form], raw: object) -> _Form:
    """Return the value that :func:`as_json` wrote.

    Raises :class:`~habeas.errors.InputError` for anything else: a field missing, unknown, or of another type, a SHA-256 that is
    none, a position that runs backwards.
    """
    import msgspec

    try:
        made = cast("_Form", _READ.get(cls.__name__, _plain)(cls, raw))
    except (msgspec.ValidationError, KeyError) as error:
        raise InputError("evidence.form", form=cls.__name__, found=str(error)) from None
    _sound(made)
    return made


def _plain(cls: type, raw: object) -> Any:
    import msgspec

    _known(cls, raw)
    return msgspec.convert(raw, cls)


def _source(cls: type, raw: object) -> Any:
    if isinstance(raw, Mapping):
        _known(Description, raw.get("about"))
    return _plain(cls, raw)


def _citation(_cls: type, raw: object) -> Any:
    """Read a citation; the class of its quote depends on what the quote holds."""
    import msgspec

    whole = msgspec.convert(raw, dict[str, Any])
    _known(Citation, whole)
    quote = msgspec.convert(whole["quote"], dict[str, Any])
    made = from_json(CellQuote, quote) if "sheet" in quote else from_json(TextQuote, quote)
    return Citation(
        source=msgspec.convert(whole["source"], str), sha256=msgspec.convert(whole["sha256"], str), quote=made
    )


_READ: Final[Mapping[str, Callable[[type, object], Any]]] = {"Source": _source, "Citation": _citation}


def _known(cls: type, raw: object) -> None:
    if isinstance(raw, Mapping):
        unknown = sorted(set(raw) - {field.name for field in fields(cls)}, key=str)
        if unknown:
            raise InputError("evidence.form", form=cls.__name__, found=", ".join(map(str, unknown)))


def _sound(made: object) -> None:
    wrong: object = None
    if isinstance(made, Source | Citation) and not is_sha256(made.sha256):
        wrong = made.sha256
    elif isinstance(made, Source) and (made.version < 1 or made.size < 0):
        wrong = made.version if made.version < 1 else made.size
    elif isinstance(made, TextQuote) and not 0 <= made.start < made.end:
        wrong = f"{made.start}-{made.end}"
    elif isinstance(made, CellQuote) and made.row < 1:
        wrong = made.row
    if wrong is not None:
        raise InputError("evidence.form", form=type(made).__name__, found=str(wrong))
