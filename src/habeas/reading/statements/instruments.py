"""Instruments: the laws by name that somebody invokes or acts under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from habeas.reading.model import Found, Sentence
from habeas.words import Lang

_CAPITAL: Final = r"[A-ZÁÉÍÓÚÑ][\w\u2019'.-]*"
_NAMED: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?P<how>\b(?:[Ii]nvo(?:k|c)\w+(?: of)?|[Uu]nder|[Pp]ursuant to|[Cc]iting|[Bb]y virtue of|[Rr]elying on|[Uu]sing|[Uu]sed|[Uu]se of|[Bb]ased on|"
        r"[Ss]igned|[Ee]nacted|[Pp]assed|[Aa]ppl(?:y|ied|ying)))"
        rf"\s(?:the\s|an?\s|his\s|its\s|so-called\s|\w+-century\s|wartime\s|\d{{4}}\s|[“\"])*"
        rf"(?P<name>(?:{_CAPITAL}\s(?:(?:of|and|for|on|against|the|to|in)\s)*){{1,8}}(?:Act|Law|Ordinance|Proclamation|Decree|Bill)|Executive Order \d+|Title \d+|"
        rf"(?:Presidential |Legislative |Emergency )Decree(?: No\.?)? ?[\d-]*\d)\b(?:\sof\s[12]\d{{3}})?"
    ),
    "es": re.compile(
        r"(?P<how>\b(?:[Ii]nvoc\w+|[Aa]mparad\w+ en|[Aa]mpar[aá]ndose en|[Aa]l amparo de|[Ee]n virtud de|[Cc]on base en|[Bb]as[aá]ndose en|[Aa]pelando a|"
        r"[Aa]pel[oó] a|[Rr]ecurri\w+ a|[Bb]ajo|[Aa]plic\w+|[Ss]eg[uú]n lo previsto en|[Pp]romulg\w+|[Aa]prob(?:ó|aron)))"
        r"\s?(?:(?:de\s)?(?:la|el|los|una|un)\s|l\s|[«“\"])*"
        rf"(?P<name>(?:Ley|Decreto Ley|Orden Ejecutiva|Título)\s(?:(?:de|del|la|las|los|el|y|e|contra|para|sobre|en|al|a)\s)*(?:{_CAPITAL}(?:\s(?:(?:de|del|la|las|los|el|y|e|contra|para|sobre|en|al|a)\s)*(?=[A-ZÁÉÍÓÚÑ])|(?=\W|$)))+|Orden Ejecutiva \d+|Título \d+)"
    ),
}
_WEAK: Final = re.compile(r"[Uu]nder|[Pp]ursuant|[Bb]ajo|[Ss]ign|[Ee]nact|[Pp]ass|[Pp]romulg|[Aa]prob")
"""Acts are also done under laws that nobody is held by: these words need somebody held, arrested or sent away."""
_CUSTODY: Final = re.compile(
    r"(?i)\b(?:detain|held|arrest|deport|expel|remov|imprison|jail|charg|prosecut|convict|intern|detuv|deten|arrest|expuls|encarcel|captur|order|acusad|process?ad)\w*"
)
_CUE: Final = re.compile(r"\b(?:Act|Law|Ordinance|Order|Title|Decree|Proclamation|Bill|Ley|Decreto|Orden|Título)\b")


def instruments(text: str, place: int, sentence: Sentence) -> Iterator[Found]:
    """Yield the named laws that a sentence says were invoked or acted under."""
    if not _CUE.search(text, sentence.start, sentence.end):
        return
    custody = _CUSTODY.search(text, sentence.start, sentence.end)
    for hit in _NAMED[sentence.lang].finditer(text, sentence.start, sentence.end):
        if _WEAK.match(hit.group("how")) and not custody:
            continue
        name = re.sub(r"\s+", " ", hit.group("name")).strip(" .,")
        yield Found(
            sentence=place, kind="legal", start=hit.start(), end=hit.end(), measure="event",
            value_text=f"instrument={name}", cues=("legal:instrument",),
        )  # fmt: skip
