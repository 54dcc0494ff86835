"""How a time is used in its sentence: when something was so, when it was said, what a figure is compared with, or the age of a law.

Only the first is the time of a claim by right; the second is one where nothing better is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from habeas.reading.model import Document, Sentence, Time, Token
from habeas.reading.times.calendar import earliest, latest
from habeas.reading.times.lexicon import choice, words
from habeas.words import Lang

Use = Literal["fact", "said", "compare", "aside"]

_SAID_REACH: Final[dict[Lang, int]] = {"en": 8, "es": 12}
_SAID_STOPS: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(r" (?:that|was|were|had|died|killed|arrested|,|[;:()—–“”\"«]|[0-9][^ ]*) "),
    "es": re.compile(r" (?:que|[;:()—–“”\"«]) "),
}
"""What parts a word of saying from a time: what was said begins there. English leaves "that" out, so a figure parts them too."""
_FIGURE: Final = re.compile(r"(?:^| )[0-9]")
_FRONT_STOPS: Final = re.compile(r" (?:[;:()—–]|[0-9][^ ]*) ")
_LOOSE: Final = (
    "report",
    "statement",
    "interview",
    "informe",
    "entrevista",
    "visita",
    "inspeccion",
    "audiencia",
    "hearing",
)
_WHEN: Final = frozenset({"when", "cuando"})
_STOPS: Final = frozenset({";", ":", "(", ")", "—", "–"})
_DATED: Final = re.compile(r"(?:^| )(?:1[5-9]|20)[0-9]{2}(?: |$)")
"""A time told with its year is hardly ever that of an utterance that opens a sentence ("On 1 May 2019, it told the court, ...")."""
_NEAR: Final = 4
"""Words from a word of comparison to a time that is compared with, where no figure stands between."""
_QUIET: Final = frozenset("of de del the la el no n o number num and y , - / . ° º for on in to a by against".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A time where it stands: its first and last token, its use, from which token on it belongs to a comparison, and whether it opens its sentence."""

    time: Time
    first: int
    last: int
    use: Use
    since_token: int
    front: bool
    ahead: bool
    data: bool
    process: bool
    paper: bool
    planned: bool
    cut_off: bool
    within: bool
    base: bool
    named: bool
    earlier: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled cues of one language."""

    said: re.Pattern[str]
    paper: re.Pattern[str]
    law: frozenset[str]
    built: re.Pattern[str]
    compare: re.Pattern[str]
    than: frozenset[str]
    then: frozenset[str]
    data: re.Pattern[str]
    process: re.Pattern[str]
    stock: re.Pattern[str]
    norm: re.Pattern[str]
    annual: re.Pattern[str]
    official: re.Pattern[str]
    source: re.Pattern[str]
    held: re.Pattern[str]
    partitive: re.Pattern[str]
    past: re.Pattern[str]
    present: re.Pattern[str]
    paperwork: re.Pattern[str]
    planned: re.Pattern[str]
    so_far: re.Pattern[str]
    datum: re.Pattern[str]
    event: re.Pattern[str]
    total: re.Pattern[str]
    change_from: re.Pattern[str]
    backward: re.Pattern[str]
    before_it: re.Pattern[str]
    after_it: re.Pattern[str]
    clause_after: re.Pattern[str]
    lasting: re.Pattern[str]
    witness: re.Pattern[str]
    cases: re.Pattern[str]
    built_for: re.Pattern[str]
    inspected: re.Pattern[str]
    part_of: re.Pattern[str]


@cache
def cues(lang: Lang) -> Cues:
    """Return the cues of a language."""

    def inside(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![^ ]){choice(words(name, lang))}(?![^ ])")

    def tense(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![^ ])(?:{'|'.join(words(name, lang))})(?![^ ])")

    def right_before(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![^ ]){choice(words(name, lang))}(?: the| el| la| los)?$")

    nouns, paper = choice(words("said_noun", lang)), choice(words("said_paper", lang))
    return Cues(
        said=inside("said"),
        paper=re.compile(rf"(?<![^ ]){nouns}(?: [^ ]+){{0,4}} {paper}(?: [^ ]+){{0,3}}$"),
        law=frozenset(words("law", lang)),
        built=re.compile(rf"(?<![^ ]){choice(words('built', lang))}(?: [^ ]+){{0,4}}$"),
        compare=inside("compare"),
        than=frozenset(words("compare_than", lang)),
        then=frozenset(words("compare_then", lang)),
        data=re.compile(
            rf"(?<![^ ]){choice(words('data', lang))}(?: (?:for|from|of|in|on|about|covering|sobre|correspondientes?|relativ[oa]s?|de|del|a|al|year|ano|the|el))*$"
        ),
        process=inside("process"),
        stock=inside("stock_words"),
        norm=inside("norm"),
        annual=inside("annual"),
        official=inside("official"),
        source=inside("independent"),
        held=inside("held_words"),
        partitive=re.compile(rf"(?:[“«\"] )?{choice(words('partitive', lang))}(?![^ ])"),
        past=tense("past"),
        present=tense("present"),
        paperwork=inside("paperwork"),
        planned=re.compile(rf"(?<![^ ]){choice(words('planned', lang))}(?: [^ ]+){{0,3}}$"),
        so_far=inside("so_far"),
        datum=re.compile(
            rf"(?<![^ ]){choice(words('data', lang))}(?: [^ ]+){{0,2}} {choice(words('datum_verbs', lang))}(?: [^ ]+){{0,2}}$"
        ),
        event=inside("event_words"),
        total=inside("total_words"),
        change_from=right_before("change_from"),
        backward=inside("backward"),
        before_it=right_before("before_it"),
        after_it=right_before("after_it"),
        clause_after=re.compile(rf"^ ?{choice(words('clause_after', lang))} "),
        witness=inside("witness"),
        cases=inside("case_words"),
        built_for=re.compile(rf"(?<![^ ]){choice(words('built_for', lang))}(?: [^ ]+){{0,3}}$"),
        inspected=inside("inspected"),
        part_of=inside("part_of"),
        lasting=tense("lasting"),
    )


def line(tokens: tuple[Token, ...], first: int, last: int) -> str:
    """Return the plain words from one token up to another, with a blank between."""
    return " ".join(token.low for token in tokens[max(0, first) : max(0, last)])


def placed(document: Document, sentence: Sentence, time: Time) -> Placed:
    """Return a time of a sentence with its use."""
    tokens = sentence.tokens
    first, last = sentence.at(time.start), sentence.at(time.end - 1)
    known = cues(sentence.lang)
    before = line(tokens, first - 7, first)
    front = first <= 3 and not any(token.text[0].isdigit() for token in tokens[:first])
    published = document.published
    ahead = bool(published) and earliest(time.high or time.low or "1") > latest(published or "1")
    from_token = _compared(tokens, first, last, known)
    start = _moved_from(sentence, first, last)
    within = start >= 0
    data = known.data.search(before) is not None
    use: Use = "fact"
    paper = False
    if (
        _is_law(tokens, first, time, known)
        or (
            (len(time.iso or "") == 4 or (time.role == "span" and len(time.low or "") == 4))
            and known.built.search(before)
            and line(tokens, last + 1, last + 2) not in ("with", "con")
        )
        or (time.role == "on" and known.before_it.search(before))
        or _is_dateline(document, sentence, last)
    ) or (len(time.high or "") < 10 and _is_of_event(sentence, last)):
        use = "aside"
    elif within:
        use, from_token = "compare", start
    elif 0 <= from_token < first:
        use = "compare"
    elif len(time.iso or "") == 4 and last + 1 < len(tokens) and known.paperwork.fullmatch(tokens[last + 1].low):
        use, from_token, paper = "compare", first, True
    elif (
        time.role == "on"
        and not (data and len(time.iso or "") == 4)
        and _is_said(sentence, time, first, last, front=front)
    ):
        use = "said"
    return Placed(
        time, first, last, use, from_token, front, ahead,
        data=data,
        process=time.role == "since" and known.process.search(line(tokens, first - 7, last + 1)) is not None,
        paper=paper,
        cut_off=known.after_it.search(before) is not None,
        within=within,
        named=_names_event(sentence, first, time),
        earlier=known.clause_after.search(line(tokens, first - 22, first).rpartition(",")[2]) is not None,
        base=known.change_from.search(before) is not None or known.backward.search(line(tokens, first, last + 1)) is not None
        or (tokens[first - 1].low in ("on", "over", "sobre") and len(time.high or "") == 4),
        planned=known.planned.search(before) is not None,
    )  # fmt: skip


_MOVED: Final = {"en": frozenset({"from"}), "es": frozenset({"de", "desde"})}
_SMALL: Final = frozenset(
    {
        "the",
        "about",
        "some",
        "roughly",
        "nearly",
        "almost",
        "los",
        "las",
        "unos",
        "unas",
        "casi",
        "cerca",
        "de",
        "around",
        "just",
    }
)
_ON_TO: Final = {"en": frozenset({"to"}), "es": frozenset({"a"})}


def _moved_from(sentence: Sentence, first: int, last: int) -> int:
    """Return the token from which on a time is only that of a figure left behind ("from 400 in May to 600"); -1 where it is not."""
    tokens, lang = sentence.tokens, sentence.lang
    for place in range(first - 1, max(-1, first - 9), -1):
        if tokens[place].low in (",", ";", ":", "."):
            return -1
        if tokens[place].low not in _MOVED[lang]:
            continue
        ahead = place + 1
        while ahead < first and tokens[ahead].low in _SMALL:
            ahead += 1
        if ahead < first and tokens[ahead].text[0].isdigit():
            if any(token.text[0].isdigit() for token in tokens[ahead + 1 : first]):
                return -1
            told = lang == "en" or any(
                token.low in _ON_TO[lang] and one.text[0].isdigit()
                for token, one in zip(tokens[last + 1 : last + 7], tokens[last + 2 : last + 8], strict=False)
            )
            return place if told else -1
    return -1


def _names_event(sentence: Sentence, first: int, time: Time) -> bool:
    """Return whether a day only names an event, as in "the protesters of 11 July"."""
    if first < 2 or len(time.high or "") != 10 or time.role != "on":
        return False
    low = sentence.tokens[first - 1].low
    place = first - 3 if low == "el" and sentence.tokens[first - 2].low == "de" else first - 2
    if low not in ("of", "del") and place == first - 2:
        return False
    noun = sentence.tokens[place].low
    return noun.isalpha() and noun not in words("of_date", sentence.lang)


def _is_of_event(sentence: Sentence, last: int) -> bool:
    """Return whether a year or month only tells which event is meant: "last year's protests"."""
    tokens = sentence.tokens
    if not tokens[last].low.endswith(("'s", "'")) or last + 1 >= len(tokens):
        return False
    return any(token.low in words("events_named", sentence.lang) for token in tokens[last + 1 : last + 4])


def _is_dateline(document: Document, sentence: Sentence, last: int) -> bool:
    """Return whether a date stands in the line with which a news text opens ("LIMA, 5 March -")."""
    if sentence.block > 1 or sentence.start != document.blocks[sentence.block].start or last > 8:
        return False
    return any(token.text in ("—", "–", "-", ".-", "–.", ".–") for token in sentence.tokens[last + 1 : last + 5])


def _compared(tokens: tuple[Token, ...], first: int, last: int, known: Cues) -> int:
    """Return the token from which on a time belongs to a comparison; -1 where it belongs to none."""
    for place in range(first - 1, max(-1, first - 12), -1):
        low = tokens[place].low
        if low in _STOPS:
            return -1
        if low in _WHEN and place and _figure_follows(tokens, last):
            return place
        then = place + 1 <= last and (tokens[place + 1].low in known.then or place + 1 == first)
        if low in known.than and then and _graded(tokens, place):
            return place
        pair = f"{low} {tokens[place + 1].low}" if place + 1 < len(tokens) else low
        if known.compare.fullmatch(low) or known.compare.fullmatch(pair):
            figure = any(token.text[0].isdigit() for token in tokens[place + 1 : first])
            return place if figure or first - place <= _NEAR else -1
    return -1


def _figure_follows(tokens: tuple[Token, ...], last: int) -> bool:
    """Return whether a figure stands soon behind a time: "when in 2002 it was 123"."""
    return any(token.text[0].isdigit() for token in tokens[last + 1 : last + 7])


def _graded(tokens: tuple[Token, ...], place: int) -> bool:
    """Return whether "que" or "than" stands behind a comparative."""
    if tokens[place].low == "than":
        return True
    return any(
        token.low in ("mas", "menos", "mayor", "menor", "mayores", "menores")
        for token in tokens[max(0, place - 3) : place]
    )


def _is_law(tokens: tuple[Token, ...], first: int, time: Time, known: Cues) -> bool:
    """Return whether a year or date is that of a law: only small words, numbers and names stand between the two."""
    if time.role not in ("on", "span"):
        return False
    for place in range(first - 1, max(-1, first - 7), -1):
        token = tokens[place]
        if token.low in known.law:
            return token.low not in ("no", "n") or any(one.text[0].isdigit() for one in tokens[place:first])
        if not (token.low in _QUIET or token.text[0].isdigit() or token.text[0].isupper()) or token.low in (
            "in",
            "on",
            "en",
            "el",
        ):
            return False
    return False


def _is_said(sentence: Sentence, time: Time, first: int, last: int, *, front: bool) -> bool:
    """Return whether a time is that of an utterance or of a paper: a word for it stands near before, with no clause between the two.

    A time that opens its sentence is one too where a word of saying is the first verb behind it ("El viernes, la ministra habia dicho").
    """
    tokens, known = sentence.tokens, cues(sentence.lang)
    near = _SAID_REACH[sentence.lang]
    before = _SAID_STOPS[sentence.lang].split(f" {line(tokens, first - near, first)} ")[-1].strip()
    words_before = before.split()
    if len(time.high or "") < 10 and (_FIGURE.search(before) or words_before[-1:] == ["durante"]):
        before = ""
    hit = None
    for hit in known.said.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if hit is not None and not (
        hit[0] in _LOOSE and len(words_before) > 2 and not before.endswith(f"{hit[0]} {words_before[-1]}")
    ):
        return True
    if known.paper.search(line(tokens, first - 8, first)):
        return True
    if not front or _DATED.search(line(tokens, first, last + 1)):
        return False
    after = _FRONT_STOPS.split(f" {line(tokens, last + 1, last + 22)} ")[0].strip()
    return known.said.search(after) is not None
