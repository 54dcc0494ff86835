"""The way in for words about time: what is no time at all is refused here, and EDTF told from words.

The grammar is loaded only when words need it: it is not small, and most runs read none.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from habeas.errors import InputError
from habeas.when.span import FIRST_YEAR, LAST_YEAR, Span
from habeas.words import Lang

LONGEST: Final = 300

_EDTF: Final = re.compile(
    r"(?:[0-9]{4}(?:[-/~?%TS].*)?|[0-9]{0,3}X.*|[\[{].*|\.\./.*|/.+|Y-?[0-9].*|-[0-9]{4}.*)", re.ASCII
)
_LETTERS: Final = re.compile(r"[0-9XYTZSE~?%/.\[\]{},:+-]+", re.ASCII)
_NOT_EDTF: Final = re.compile(r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{4}-[0-9]{4}", re.ASCII)


def parse(words: str, lang: Lang | None = None, *, reference: date | None = None) -> Span:  # noqa: ARG001 - see docstring
    """Read what people write about time: English, Spanish, ISO dates and EDTF.

    ``reference`` is the day on which the words were said or published. Only with it are read: ``Sunday``, ``last year``,
    ``marzo pasado``, a day or month without a year (of the reference's year), and the end of ``since X`` (true until then).
    ``lang`` is the language the words are in, if known. Both languages are read in any case: no form means different things
    in the two, and ``3/4/2025`` is refused in both.

    Raises :class:`InputError`, and nothing else, with what was found, what it could mean, and what to write instead.
    """
    return _parse(words, reference)


@lru_cache(maxsize=65_536)
def _parse(words: str, reference: date | None) -> Span:
    found = words.strip()
    if not found:
        raise InputError("when.empty")
    if len(found) > LONGEST:
        raise InputError("when.too-long", found=found[:40] + "…", n=len(found), longest=LONGEST)
    if reference is not None:
        _within(reference, reference.isoformat())
    span = _read(found, reference)
    if span is None:
        raise InputError("when.unread", found=found)
    for day in span.outer:
        if day is not None:
            _within(day, found)
    return span


def _read(found: str, reference: date | None) -> Span | None:
    if _EDTF.fullmatch(found) and _LETTERS.fullmatch(found) and not _NOT_EDTF.fullmatch(found):
        return Span.from_edtf(found)
    from habeas.when.grammar import read

    return read(found, reference)


def _within(day: date, found: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError("when.year", found=found, first=str(FIRST_YEAR), last=str(LAST_YEAR))
