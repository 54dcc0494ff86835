"""The forms in which a text names times, one pattern each, for English and for Spanish.

Patterns are written for a *line*: the plain words of a sentence with one blank between them. A form is tried at the start of every
word; of several forms that begin at one word the first in the list wins, so the more exact ones come first. Named groups hold
what a form is made of; how that becomes a date is in resolve.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from habeas.reading.times.lexicon import Lexicon, choice, lexicon
from habeas.words import Lang

_YEAR: Final = r"(?:1[5-9]|20)[0-9]{2}"
_DAY: Final = r"(?:[12][0-9]|3[01]|0?[1-9])(?: (?:\. )?(?:st|nd|rd|th|o|er|ro))?"
_ISO: Final = rf"{_YEAR} ?- ?(?:1[0-2]|0[1-9]) ?- ?(?:[12][0-9]|3[01]|0[1-9])"
_FIGURES: Final = (
    rf"[0-3]?[0-9] / [0-3]?[0-9] / {_YEAR}|[0-3]?[0-9] - [01]?[0-9] - {_YEAR}|[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR}"
)
_SPLIT: Final = rf"(?:the )?(?P<first>{_YEAR}) ?[-–/] ?(?P<last>[0-9]{{2}})(?! ?[-/])(?: (?:financial|fiscal|budget|reporting) year)?"
_DASH: Final = r" ?[-–—/] ?"
_GROUP: Final = re.compile(r"\(\?P<\w+>")
_OPEN: Final = r"(?<![^ (\-–—/])"
_CLOSE: Final = r"(?![^ \-–—/])"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, and the pattern that takes it apart."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one language. ``every`` finds them all, its group names are the forms' names; ``point`` takes a date apart."""

    every: re.Pattern[str]
    each: dict[str, re.Pattern[str]]
    since: re.Pattern[str]
    until: re.Pattern[str]
    began: re.Pattern[str]


@cache
def forms(lang: Lang) -> Forms:
    """Return the compiled forms of a language."""
    lex = lexicon(lang)
    listed = _english(lex) if lang == "en" else _spanish(lex)
    found = "|".join(f"(?P<{name}>{_GROUP.sub('(?:', body)})" for name, body in listed)
    return Forms(
        every=re.compile(rf"{_OPEN}(?:{found}){_CLOSE}"),
        each={name: re.compile(rf"(?:{body}){_CLOSE}") for name, body in listed},
        since=re.compile(
            rf"(?:^|.* |\()(?:{choice(lex.since)})(?: the| el| about| around)?(?: [\"“«])?(?: antes de| before)?$"
        ),
        began=re.compile(r"(?:^|.* )(?:since|ever since|desde que|desde)(?: [^ ;:]+){1,14}$"),
        until=re.compile(rf"(?:^|.* |\()(?:{choice(lex.until)})(?: the| el| about| around)?$"),
    )


def _month(lex: Lexicon) -> str:
    short = [name for name in lex.months if len(name) <= 4 and name not in ("june", "july", "may", "mayo")]
    return rf"(?:{choice(set(lex.months) - set(short))}(?:'s)?|{choice(short)}(?: \.)?)"


def _count(lex: Lexicon) -> str:
    return rf"(?:[0-9]{{1,3}}|{choice(lex.numbers)})"


def _english(lex: Lexicon) -> list[tuple[str, str]]:
    month, count, unit, week = _month(lex), _count(lex), choice(lex.units), choice(lex.weekdays)
    day, ordinal = _DAY, choice(lex.ordinals)
    point = (
        rf"(?:(?:{week}(?: ,)? )?(?:(?:the )?{day} (?:of )?{month}(?: ,)? (?:of )?{_YEAR}|{month} (?:the )?{day}(?: ,)? {_YEAR}"
        rf"|{_ISO}|{_FIGURES}|(?:the )?{day} (?:of )?{month}|{month} (?:the )?{day}(?! ?[,.]?[0-9]))"
        rf"|{month}(?: ,)? (?:of )?{_YEAR}|{month}|{_YEAR})"
    )
    part, block = choice(lex.parts), choice(lex.blocks)
    whole = rf"(?:(?P<which>the same|the previous|the preceding|the following|the prior|the current|the|this|last|that|next|each) (?P<unit>year|month)(?:'s)?|(?P<point>{point}))"
    begun = r"(?:(?:when|since|as|until) )?(?:the|this) year (?:began|started|opened)"
    events = choice({name for event in lex.events for name in event.words} | set(lex.event_common))
    verbs, heads = choice(lex.event_verbs), choice(lex.event_begin)
    named = choice(lex.inaugurations)
    return [
        (
            "fiscal",
            rf"(?:the )?(?:fiscal(?: year)?|fy|financial year|budget year)[ -]?(?P<first>{_YEAR})(?:{_DASH}(?P<last>{_YEAR}|[0-9]{{2}}))?",
        ),
        ("split", _SPLIT),
        ("quarter", rf"(?:the )?q ?(?P<q>[1-4])(?:,? (?:of )?(?P<y>{_YEAR}))?"),
        (
            "holiday",
            rf"(?P<name>christmas(?: eve| day)?|new year's (?:eve|day)|new year(?! 's))(?:,? (?:of |in )?(?P<y>{_YEAR}))?",
        ),
        (
            "neighbour",
            r"(?:on )?the (?:(?P<way>previous|preceding|next|following) day|day (?P<way2>before|after)(?= [,.;]|$))",
        ),
        (
            "days",
            rf"(?:(?:between|from) )?(?:the )?(?P<d1>{day})(?: (?:and|to|through|until|till) |{_DASH})(?:the )?(?P<d2>{day}) (?:of )?(?P<m>{month})(?:(?: ,)? (?P<y>{_YEAR}))?",
        ),
        (
            "days_after",
            rf"(?:(?:between|from) )?(?P<m>{month}) (?P<d1>{day})(?: (?:and|to|through|until|till) |{_DASH})(?P<d2>{day})(?! of)(?:(?: ,)? (?P<y>{_YEAR}))?",
        ),
        (
            "anniversary",
            rf"(?:marked|completed|turned|reached|marks|completes) (?:its |the |a )?(?:(?P<n>{count}) (?P<unit>years?|months?)(?: anniversary)?|(?P<ord>{ordinal}) anniversary) (?:on|in) (?P<point>{point})",
        ),
        (
            "of_year",
            rf"(?P<date>(?:the )?{day} (?:of )?{month}|{month} {day}|{month})(?: ,)?(?: of)? (?P<which>last|this|the previous|the same|that|next) year",
        ),
        (
            "ended",
            rf"(?P<way>ended|closed|finished|ending|began|started|opened|entered) (?:(?P<which>the|last|this|that) year|(?P<y>{_YEAR})|(?P<m>{month}))(?= with| at| holding)",
        ),
        (
            "then",
            r"(?:on|by|in|at|until) that (?P<unit>day|date|time|month|year|point)|(?:on |during )?that (?P<unit2>day|month|night|evening|morning|afternoon)|(?:over|in|during|for) (?:the same|that) (?P<unit3>period|year|month|time)(?! (?:of|in|last|a|the) )|(?:by|at) (?P<word>the time|then)(?= [,.;]|$| the| there| of (?:the|its|his|her|their) (?![0-9]))",
        ),
        (
            "season",
            rf"(?:(?:in|during|over|by|of|since|last|this|early|late|the|that) )+(?P<s>spring|summer|autumn|fall|winter)(?: of)?(?: (?P<y>{_YEAR}))?|(?P<s2>spring|summer|autumn|winter) (?P<y2>{_YEAR})",
        ),
        (
            "year_to",
            rf"(?:(?:in|for|during|over) )?(?:the )?(?:(?P<n>{count}) (?P<unit>months)|(?:full |financial |fiscal |budget )?(?P<one>year)|(?P<quarter>quarter)) (?:to|ending|ended|up to)(?: in| on)?(?: the end of)? (?P<point>{point})",
        ),
        (
            "range",
            rf"(?:(?:between|from) )?(?:(?:early|mid|late|the (?:start|beginning|end) of)[ -])?(?P<a>{point})(?P<sep> (?:and|to|through|thru|until|till|up to) (?:the end of |early |late |mid[- ])?|{_DASH})(?P<b>{point})(?: (?:of )?(?P<ry>this|last|that|the same) year)?",
        ),
        (
            "ytd",
            rf"(?:(?:so|thus) far|to date|already)(?: in| during)? (?:(?P<this>(?:this|the) year)|(?P<year>{_YEAR}))|(?P<date>(?:this )?year[ -]to[ -]date|this year (?:so far|alone))|since (?P<begin>(?:the )?(?:beginning|start|turn) of (?:the|this) (?:year|{_YEAR})|(?:the|this) year (?:began|started))",
        ),
        ("began", rf"{begun}"),
        (
            "year_end",
            rf"(?:(?:the )?(?:year's end|year[- ]end|end[- ]of[- ]year)|the year ended|the year closed)(?: (?P<y>{_YEAR}))?",
        ),
        (
            "block",
            rf"(?:the )?(?P<ord>{ordinal}) (?P<block>{block})(?: of)?(?: (?P<which>the|this|last|that) year| (?:fiscal )?(?P<y>{_YEAR}))?",
        ),
        (
            "months",
            rf"(?:the )?first (?P<n>{count}) (?P<unit>months|quarters|weeks) of (?:(?P<which>the|this|last|that) year|(?P<y>{_YEAR}))",
        ),
        ("part", rf"(?:the )?(?:very )?(?P<part>{part})(?: of| in| on)?[ -]{whole}"),
        (
            "past",
            rf"(?:the |these |his |its )?(?:last|past|previous|preceding|prior) (?:(?P<n>{count}|few|several) (?P<unit>{unit})|(?P<one>decade|fortnight|24 hours|12 months))|(?:in|over|during|within|for) the (?:last|past) (?P<single>year|month|week|quarter|day)",
        ),
        ("coming", rf"the (?:next|coming) (?:(?P<n>{count}|few|several) )?(?P<unit>{unit})"),
        (
            "ago",
            rf"(?:(?:about|some|nearly|almost|around|just) )?(?P<n>{count}) (?P<unit>{unit})(?P<half> and a half)? (?P<dir>ago|earlier|previously|prior|before(?= [,.;:)]|$)|later|after(?= [,.;:)]|$)|afterwards|on(?= [,.;:)]|$))",
        ),
        (
            "adjacent",
            rf"(?:the )?(?:same|corresponding) (?P<same>months|weeks|month|period|time|day|date|week|quarter|point)(?: of| in)?(?: (?P<which>the previous|last|the preceding|the prior|the) (?P<of>year)| (?P<y>{_YEAR})| a year (?P<back>earlier|ago|before))",
        ),
        (
            "unit",
            r"(?:(?:earlier|later|late|early|during|in|throughout) )?(?P<which>this|last|next|the previous|the preceding|the prior|the following|that|the same|the current|the|the whole|all) (?P<unit>year|month|week|quarter|decade)(?:'s)?(?: (?P<dir>before(?= [,.;:)]|$)|earlier|prior|after(?= [,.;:)]|$)))?",
        ),
        ("weekend", r"(?:over |at |during |on )?(?P<which>the|last|this|this past|the past|that) weekend"),
        (
            "weekday",
            rf"(?:(?P<which>last|this|next|this past|the previous|the following|late|early|since) )?(?P<day>{week})(?:'s)?(?: (?:morning|afternoon|evening|night))?(?: (?P<post>last week))?(?! (?:, )?(?:the )?(?:{day} (?:of )?{month}|{month} {day})(?: |$))",
        ),
        (
            "today",
            r"(?P<word>the day before yesterday|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening)|overnight)(?:'s)?",
        ),
        ("now", rf"(?P<word>{choice(lex.now)})"),
        ("decade", r"(?:the )?(?:(?:early|late|mid)[ -])?(?P<y>(?:1[5-9]|20)[0-9]0) ?'? ?s"),
        (
            "event",
            rf"(?P<lead>since|ever since|during|throughout|when|after) (?:(?P<head>{heads}) )?(?:the )?(?P<name>{events})(?: (?P<verb>{verbs}))?",
        ),
        (
            "office",
            rf"(?P<lead>when|since|ever since|after|before|until) (?:[a-z'.-]+ ){{0,3}}?(?P<name>{named})(?:'s)? (?:took (?:office|power)|became (?:president|prime minister|premier)|assumed (?:office|power|the presidency)|was (?:sworn in|inaugurated)|came to (?:power|office)|return(?:ed)? to (?:office|power)|inauguration)(?: (?:in|on) (?P<point>{point}))?",
        ),
        (
            "month_mod",
            rf"(?P<which>last|this past|this|next|the previous|the following|that) (?P<m>{month})(?! {day}(?: |$))",
        ),
        ("point", rf"(?P<point>{point})"),
    ]


def _spanish(lex: Lexicon) -> list[tuple[str, str]]:
    month, count, unit, week = _month(lex), _count(lex), choice(lex.units), choice(lex.weekdays)
    day = rf"(?:{_DAY}|primero)"
    full = rf"(?:{week}(?: ,)? )?(?:dia )?{day} de {month}"
    of_year = rf"(?: del?| ,)?(?: ano)? {_YEAR}"
    point = rf"(?:{full}{of_year}|{_ISO}|{_FIGURES}|{full}|{month}{of_year}|{month}|(?:(?:el )?ano )?{_YEAR})"
    part, ordinal, block = choice(lex.parts), choice(lex.ordinals), choice(lex.blocks)
    this = r"(?:este|esta|el presente|la presente|el actual|el corriente|el|del presente|de este|del|ese|aquel|dicho|mismo|el mismo)"
    whole = rf"(?:(?P<which>este|ese|aquel|el mismo|el presente|presente|proximo|el pasado|pasado|el)? ?(?P<unit>ano|mes)(?: (?P<post>pasado|anterior|previo|siguiente|en curso|proximo))?|(?P<point>{point}))"
    events = choice({name for event in lex.events for name in event.words} | set(lex.event_common))
    verbs, heads = choice(lex.event_verbs), choice(lex.event_begin)
    named = choice(lex.inaugurations)
    return [
        (
            "fiscal",
            rf"(?:el |al )?(?:ano fiscal|ejercicio fiscal|ejercicio|ano presupuestal)(?: de| del)? (?P<first>{_YEAR})(?:{_DASH}(?P<last>{_YEAR}|[0-9]{{2}}))?",
        ),
        ("split", _SPLIT),
        ("holiday", rf"(?P<name>navidad|nochebuena|nochevieja|ano nuevo)(?:(?: del?)? (?P<y>{_YEAR}))?"),
        (
            "neighbour",
            r"(?:al |el )?dia (?P<way>anterior|siguiente|previo)|(?:la )?(?P<way2>vispera)|un dia (?P<way3>antes|despues)(?! de)",
        ),
        (
            "days",
            rf"(?:(?:entre|del|desde|de) )?(?:(?:el|los dias) )?(?P<d1>{day})(?: (?:y|al?|hasta)(?: el)? |{_DASH})(?P<d2>{day}) de (?P<m>{month})(?:(?: del?| ,)?(?: ano)? (?P<y>{_YEAR}))?",
        ),
        (
            "anniversary",
            rf"(?:cumplio|cumple|cumplia|cumplira|completo|completa) (?:sus |su |los )?(?P<n>{count}) (?P<unit>anos?|meses|mes) (?:de vigencia |en vigor )?(?:el |en )?(?P<point>{point})",
        ),
        (
            "of_year",
            rf"(?P<date>{full}|{month})(?: del?)? (?P<which>ano pasado|este ano|este mismo ano|presente ano|ano anterior|mismo ano|ano en curso|ese ano|ese mismo ano|corriente ano|ano previo)",
        ),
        (
            "ended",
            rf"(?P<way>cerro|termino|finalizo|concluyo|acabo|empezo|inicio|comenzo|arranco) (?:(?:el )?(?P<which>ano)(?: (?P<post>pasado))?|(?P<y>{_YEAR})|(?P<m>{month}))(?= con)",
        ),
        (
            "then",
            r"(?:en |a |para |hasta |por )?(?:es[ea]|aquel|aquella|dich[oa]) (?P<unit>dia|fecha|momento|mes|noche|tarde|madrugada|manana|jornada)|(?:por|hasta|para) (?P<word>entonces)|(?:en el|al) (?P<word2>momento) (?:del|de la)(?! [0-9])",
        ),
        (
            "season",
            rf"(?:(?:en|durante|el|la|este|del|desde|pasado) )+(?P<s>primavera|verano|otono|invierno)(?: pasad[oa])?(?: del?)?(?: (?P<y>{_YEAR}))?",
        ),
        (
            "year_to",
            rf"(?:el |los )?(?:(?P<n>{count}) (?P<unit>meses)|(?P<one>ano)|(?P<quarter>trimestre)) (?:hasta|terminad[oa]s?|concluid[oa]s?|finalizad[oa]s?|cerrad[oa]s?)(?: en| el| al)? (?P<point>{point})",
        ),
        (
            "range",
            rf"(?:(?:entre|desde|del?) (?:el )?)?(?P<a>{point})(?P<sep> (?:y|e|a|al|hasta)(?: el| finales de| fines de| mediados de| principios de)? |{_DASH})(?P<b>{point})(?: (?:de|del) (?P<ry>este(?: mismo)? ano|ano pasado|presente ano|mismo ano|ese(?: mismo)? ano|ano anterior|ano en curso))?",
        ),
        (
            "ytd",
            rf"(?P<this>(?:en )?lo que va (?:de|del)(?: este| presente)?(?: ano)?(?: (?P<year>{_YEAR}))?|(?:en )?lo corrido (?:de|del)(?: este| presente)?(?: ano)?(?: {_YEAR})?|en lo que llevamos de ano|hasta ahora este ano|en el ano en curso|desde que (?:comenzo|empezo|inicio|arranco) (?:el|este) ano|desde (?:el )?(?:inicio|comienzo|principio|principios|inicios|comienzos)s? (?:de|del|de este)(?: presente)? ano)",
        ),
        (
            "began",
            r"(?:cuando |al )(?:comenzo|empezo|inicio|arranco|comenzar|empezar|iniciar|arrancar)(?:se)? (?:el|este) ano",
        ),
        (
            "block",
            rf"(?:el |la |al |los )?(?P<ord>{ordinal}) (?P<block>{block})(?: (?:de|del)(?: (?P<which>este|ese|presente|pasado))?(?: (?P<year>ano)(?: (?P<post>pasado|anterior|en curso))?| (?:ano )?(?P<y>{_YEAR})))?",
        ),
        (
            "months",
            rf"(?:los |las )?(?:primer[oa]s (?P<n>{count})|(?P<n2>{count}) primer[oa]s) (?P<unit>meses|trimestres|semanas) (?:de|del)(?: (?P<which>este|ese|presente|pasado))?(?: ano(?: (?P<post>pasado|anterior))?| (?:ano )?(?P<y>{_YEAR}))",
        ),
        (
            "part",
            rf"(?:a |al |el |los |las |hacia |hacia el )?(?P<part>{part})(?:(?: de| del)(?: el)?|(?<=ar)(?: el)?|(?<=er)(?: el)?|(?<=ir)(?: el)?) {whole}",
        ),
        (
            "past",
            rf"(?:los |las |el |la )?(?:ultim[oa]s?|pasad[oa]s) (?:(?P<n>{count}|pocos|varios|pocas|varias) )?(?P<unit>{unit})(?! de {month})|(?:(?:los|las) )(?P<n2>{count}) ultim[oa]s (?P<unit2>{unit})",
        ),
        (
            "coming",
            rf"(?:los |las |el |la )?(?:proxim[oa]s?|siguientes) (?:(?P<n>{count}|pocos|varios|pocas|varias) )?(?P<unit>{unit})",
        ),
        (
            "ago",
            rf"hace (?:apenas |casi |unos |unas |mas de |ya |solo |poco mas de )?(?P<n>{count}) (?P<unit>{unit})(?P<half> y medio)?|(?P<n2>{count}) (?P<unit2>{unit}) (?P<dir>atras|antes(?! de)|despues(?! de)|mas tarde)",
        ),
        (
            "adjacent",
            rf"(?:el |la |los |las )?(?:mism[oa]s?|igual|identico) (?P<same>meses|semanas|mes|periodo|lapso|fecha|dia|trimestre|semestre)(?: de| del)?(?: (?P<of>ano) (?P<post>pasado|anterior|previo)| (?P<y>{_YEAR}))",
        ),
        (
            "unit",
            rf"(?:(?:(?P<all>todo|durante todo) )?(?P<which>{this}) )?(?:(?P<pre>pasad[oa]|proxim[oa]|ultim[oa]) )?(?P<unit>ano(?! {_YEAR})|mes(?! de {month})|semana|trimestre|decada)(?: (?P<post>pasad[oa]|anterior|previ[oa]|siguiente|en curso|que viene|proxim[oa]|ultim[oa]))?",
        ),
        ("weekend", r"(?:el |este |durante el |ese )?(?:pasado |ultimo )?fin de semana(?: pasado| ultimo)?"),
        (
            "weekday",
            rf"(?:(?P<which>este|el pasado|pasado|el proximo|proximo|el|del|al|la noche del|la madrugada del|mismo|desde el|para el|del pasado|ultimo) )?(?P<day>{week})(?: (?P<post>pasado|ultimo|anterior|proximo|siguiente|que viene))?(?! (?:, )?(?:dia )?{day} de {month})",
        ),
        (
            "today",
            r"(?P<word>antes de ayer|anteayer|antier|ayer|anoche|antenoche|esta manana|esta tarde|esta noche|esta madrugada|manana(?= [,.;]|$))",
        ),
        ("now", rf"(?P<word>{choice(lex.now)})"),
        ("decade", r"(?:los |la decada de (?:los |las )?)(?:anos )?(?P<y>(?:1[5-9]|20)[0-9]0)(?= |$)(?! y)"),
        (
            "event",
            rf"(?P<lead>desde|durante|desde que|cuando|tras) (?:(?:se )?(?P<head>{heads}|{verbs}) )?(?P<name>{events})(?: (?P<verb>{verbs}))?",
        ),
        (
            "office",
            rf"(?P<lead>cuando|desde que|tras que|desde la|antes de que|hasta que) (?:[a-z'.-]+ ){{0,4}}?(?P<name>{named}) (?:asumio|llego|tomo|fue investid[oa]|juro|se convirtio|accedio|volvio|gobierna|esta en el poder)|(?P<lead2>cuando|desde que|desde) (?:asumio|llego|tomo posesion|juro|la llegada de|la asuncion de|la toma de posesion de)(?: [a-z'.-]+){{0,4}}? (?P<name2>{named})",
        ),
        (
            "month_mod",
            rf"(?:(?P<which>este|el pasado|pasado|el proximo|proximo|ese|el ultimo|del pasado|el)(?: mes de| mes del?)? )(?P<m>{month})(?! de| del)|(?P<d>(?:{day} de )?)(?P<m2>{month}) (?P<post>pasado|ultimo|anterior|proximo)",
        ),
        ("point", rf"(?P<point>{point})"),
    ]
