"""A passage on the screen, its quote marked; and the names in it that may be those of a speaker."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from habeas.cli.show import wrapped
from habeas.words import MONTHS

if TYPE_CHECKING:
    from habeas.reading import Reading

_BEGINS, _ENDS = "\ue000", "\ue001"  # of the private use area: in no text but by accident
_ON, _OFF = "\x1b[1;7m", "\x1b[0m"
_NAME: Final = re.compile(
    r"(?:[A-ZÁÉÍÓÚÑ][\w\u2019'.-]*)(?:\s+(?:of|for|the|de|del|la|las|los|y|and)\s+[A-ZÁÉÍÓÚÑ][\w\u2019'-]*|\s+[A-ZÁÉÍÓÚÑ][\w\u2019'-]*)*"
)
_OPENING: Final = re.compile(r"(?:^|[.!?…]\s+[\"“«]?)$")
_LEAD: Final = re.compile(
    r"(?:Seg\u00fan|Para|Por|En|De|Desde|Con|El|La|Los|Las|Un|Una|According to|The|In|For|At|By|From|A|An)\s+(?:(?:el|la|los|las|the)\s+)?"
)
"""Words that open a sentence before a name."""
_LONGEST: Final = 60
_MONTHS: Final = frozenset(month for names in MONTHS.values() for month in names)


def passage_lines(before: str, quote: str, after: str, wide: int | None) -> list[str]:
    """Return a passage in lines, the quote in reverse; between ``»`` and ``«`` where there are no colours."""
    plain = [re.sub(f"[{_BEGINS}{_ENDS}]", "", part) for part in (before, quote, after)]
    whole = " ".join(f"{plain[0]}{_BEGINS}{plain[1]}{_ENDS}{plain[2]}".split())
    lines = wrapped(whole, "  ", "  ", wide)
    if os.environ.get("NO_COLOR"):
        return [line.replace(_BEGINS, "»").replace(_ENDS, "«") for line in lines]
    made, inside = [], False
    for line in lines:
        opened = f"{line[:2]}{_ON}{line[2:]}" if inside else line
        inside = (inside or _BEGINS in line) and _ENDS not in line
        marked = opened.replace(_BEGINS, _ON).replace(_ENDS, _OFF)
        made.append(f"{marked}{_OFF}" if inside else marked)
    return made


def names_in(passage: str, known: Iterable[str] = ()) -> list[str]:
    """Return who may be speaking in a passage: of those known the ones it names, then what looks like a name.

    A single word that opens a sentence is none, nor is a month.
    """
    plain = " ".join(passage.split())
    found = [name for name in known if name in plain]
    for hit in _NAME.finditer(plain):
        name = hit[0].rstrip(".'\u2019")
        opens = _OPENING.search(plain[: hit.start()]) is not None
        lead = _LEAD.match(name) if opens else None
        name = name[lead.end() :] if lead else name
        if (
            not 2 < len(name) <= _LONGEST
            or name in _MONTHS
            or (opens and not lead and " " not in name and not name.isupper())
        ):
            continue
        found.append(name)
    return list(dict.fromkeys(found))


def confidence(reading: Reading) -> str:
    """Return how often such readings are right in per cent; a dash where nobody has counted it."""
    return f"{reading.confidence:.0%}" if reading.confidence else "—"
