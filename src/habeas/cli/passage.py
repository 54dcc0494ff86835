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
_CAPITAL: Final = "[A-ZÁÉÍÓÚÑ]"
_SHORT: Final = (
    rf"(?:(?:{_CAPITAL}{{1,2}}\.)+|(?:Mr|Mrs|Ms|Dr|Dra|Prof|Sr|Sra|Srta|Lic|Licda|Ing|Arq|Gen|Gral|Col|Cnel|Tte|Lt|Sgt|Capt|Cap|Gov|Sen|Rep|Rev|Hon|Mons|St|Sto|Sta)\.)"
    r"(?!\s+(?:The|This|That|In|On|At|It|He|She|They|A|An|El|La|Los|Las|Un|Una|En|Se|Lo|No|Según|Esto|Ese)\b)"
)
"""A short form whose full stop ends no sentence: an initial, U.S., Dr."""
_PART: Final = rf"(?:{_SHORT}|{_CAPITAL}[\w\u2019'-]*(?:\.[\w\u2019'-]+)*)"
_NAME: Final = re.compile(
    rf"{_PART}(?:\s+(?:of|of\s+the|for|the|de|de\s+la|de\s+las|de\s+los|del|la|las|los|y|and)\s+{_PART}|\s+{_PART})*"
)
_OPENING: Final = re.compile(r"(?:^|[.!?…]\s+[\"“«]?)$")
_LEAD: Final = re.compile(
    r"(?:Seg\u00fan|Para|Por|En|De|Desde|Con|El|La|Los|Las|Un|Una|According to|The|In|On|Since|Until|After|Before|For|At|By|From|A|An|Tras|Hasta|Durante|Este|This|Last)\s+(?:(?:el|la|los|las|the)\s+)?"
)
"""Words that open a sentence before a name."""
_LONGEST: Final = 60
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIMES: Final = frozenset(
    [
        *(month.casefold() for names in MONTHS.values() for month in names),
        *(day.casefold() for day in _DAYS),
        *("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    ]
)
_DAY_LEAD: Final = re.compile(rf"(?:{'|'.join((*_DAYS, *MONTHS['en']))})\s+(?:the|and)\s+")
"""A time before a name: "on Tuesday the Ministry of Justice said"."""


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

    A single word that opens a sentence is none, nor is a month or a day of the week. No name goes on behind the end of a sentence.
    """
    plain = " ".join(passage.split())
    found = [name for name in known if name in plain]
    for hit in _NAME.finditer(plain):
        name = hit[0].rstrip(".'\u2019")
        opens = _OPENING.search(plain[: hit.start()]) is not None
        lead = _LEAD.match(name) if opens else None
        name = name[lead.end() :] if lead else name
        while day := _DAY_LEAD.match(name):
            name = name[day.end() :]
        if (
            not 2 < len(name) <= _LONGEST
            or name.casefold() in _TIMES
            or (opens and not lead and " " not in name and not name.isupper())
        ):
            continue
        found.append(name)
    return list(dict.fromkeys(found))


def confidence(reading: Reading) -> str:
    """Return how often such readings are right in per cent; a dash where nobody has counted it."""
    return f"{reading.confidence:.0%}" if reading.confidence else "—"
