"""A quantity in its sentence: the noun it counts, the cues around it, and what stands between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from habeas.reading.kinds.lexicon import Hit, cues, nouns
from habeas.reading.model import Document, Quantity, Sentence, Token
from habeas.words import LANGUAGES, MONTHS

_STOPS: Final = frozenset(
    "this last next past earlier each every este esta pasado pasada cada hoy ayer today yesterday on was were is are be been had has have who that which whose in at by from on under over to into than as with without per when while "
    "because since until during after before because so and or but nor if not said reported "
    "era eran es son fue fueron ha han habia habian esta estan estaba estaban que cuyo cuyos en por para desde hasta a al con sin sobre bajo cuando "
    "mientras porque tras durante entre segun y o pero ni si no dijo informo hay hubo habia tiene tenia".split()
)
"""Words at which the search for the counted noun ends."""
_ASIDE: Final = 17
_ADJECTIVES: Final = 4
_LISTED: Final = 9
_OF: Final = frozenset(
    {
        "of",
        "de",
        "del",
        "the",
        "los",
        "las",
        "el",
        "la",
        "his",
        "its",
        "their",
        "sus",
        "su",
        "these",
        "those",
        "estos",
        "esas",
        "such",
        "about",
        "unos",
    }
)
_THAN: Final = frozenset({"than", "que"})
_EXTRA: Final = frozenset({"extra", "additional", "adicionales"})
_MORE: Final = frozenset("more fewer less extra additional higher lower mas menos adicionales".split())
_AND: Final = frozenset({"and", "y", "e"})
_SMALL: Final = frozenset({"-", "%"})
_JOINS: Final = frozenset("and y e or o u but pero while mientras".split())
_MONTHS: Final = frozenset(month.lower() for lang in LANGUAGES for month in MONTHS[lang])
_DATE: Final = 3.0
"""A date between a figure and its verb counts as nothing: "mató el 9 de septiembre a 48"."""
_COSTS: Final = {
    ",": 2.0, ":": 1.0, **dict.fromkeys(_JOINS, 2.5), **dict.fromkeys(_MONTHS, -_DATE), **dict.fromkeys(";.?!()[]—–", 6.0),
}  # fmt: skip
"""What a mark or a word between a figure and a cue adds to the distance, besides one for itself."""
_LEADS: Final = frozenset("of de del all todos todas both among entre half such".split())
_WHOM: Final = frozenset("them whom ellos ellas".split())
_PARTITIVE: Final = frozenset("the los las its their these those esos esas estos estas sus his".split())
"""Words that make "71 of the jails" a count of jails."""
_VAGUE: Final = frozenset(
    {
        "millones",
        "millon",
        "millar",
        "miles",
        "cientos",
        "centenares",
        "decenas",
        "docenas",
        "centenar",
        "docena",
        "hundreds",
        "thousands",
        "dozens",
        "scores",
        "tens",
        "decena",
        "veintena",
        "treintena",
    }
)


@dataclass(slots=True)
class Context:
    """One quantity where it stands. Token indices are of its sentence; ``noun`` is what is counted, None where nothing is said."""

    quantity: Quantity
    sentence: Sentence
    first: int
    last: int
    noun: Hit | None
    nouns: dict[int, Hit] = field(repr=False)
    cues: tuple[Hit, ...] = field(repr=False)
    rivals: tuple[tuple[int, int], ...] = ()
    """The token ranges of the other quantities of the sentence."""
    others: frozenset[int] = frozenset()
    """The first tokens of the nouns that other quantities count: what they say is not said of this one."""

    @property
    def compared(self) -> bool:
        """Whether the figure is a difference: "439 more than", "1,850 fewer inmates than", "1,9 % más"."""
        if self.noun is not None and self.noun.name == "held" and self.low(self.after) in ("mas", "menos"):
            return self.low(self.after + 1) != "de"
        end = self.noun.first if self.noun and self.noun.first > self.last else self.last + 2
        between = [self.low(place) for place in range(self.last + 1, end)]
        if not any(word in _MORE for word in between):
            return False
        if self.quantity.form != "count":
            return True
        following = range(self.last + 2, self.after + 4)
        return any(self.low(place) in _THAN for place in following) or (
            self.noun is not None and self.noun.name == "held" and bool(_EXTRA & set(between))
        )

    @property
    def after(self) -> int:
        """The index of the first token behind the quantity and its noun."""
        return (self.noun.last if self.noun and self.noun.first > self.last else self.last) + 1

    def low(self, place: int) -> str:
        """Return the plain word at a token index, empty outside the sentence."""
        tokens = self.sentence.tokens
        return tokens[place].low if 0 <= place < len(tokens) else ""

    def left(self, n: int) -> tuple[str, ...]:
        """Return up to n plain words before the quantity."""
        return tuple(token.low for token in self.sentence.tokens[max(0, self.first - n) : self.first])

    def right(self, n: int) -> tuple[str, ...]:
        """Return up to n plain words behind the quantity."""
        return tuple(token.low for token in self.sentence.tokens[self.last + 1 : self.last + 1 + n])

    def distance(self, hit: Hit) -> float:
        """Return how far a cue is, in words; marks and other quantities in between count as many words, what overlaps is at 0."""
        if hit.last < self.first:
            lo, hi = hit.last + 1, self.first
        elif hit.first > self.last:
            lo, hi = min(self.after, hit.first), hit.first
        else:
            return 0.0
        tokens = self.sentence.tokens
        if hit.first > self.last and lo < hi and tokens[lo].low == ",":
            lo = self._past_aside(lo, hi)
        elif hit.last < self.first and lo < hi and tokens[hi - 1].low == ",":
            hi = self._before_aside(lo, hi)
        cost = float(hi - lo) + sum(_COSTS.get(tokens[place].low, 0.0) for place in range(lo, hi))
        cost = max(0.0, cost)
        cost += sum(5 for a, b in self.rivals if lo <= a < hi)
        return cost

    def _past_aside(self, lo: int, hi: int) -> int:
        """Return the token after an aside between commas: "inmates, most of them women, died"."""
        for place in range(lo + 1, min(hi, lo + _ASIDE)):
            if self.low(place) == ",":
                return place + 1
        return lo

    def _before_aside(self, lo: int, hi: int) -> int:
        """Return the token before an aside between commas: "Hay ahí, puntualizó, 212 hombres"."""
        for place in range(hi - 2, max(lo, hi - _ASIDE) - 1, -1):
            if self.low(place) == ",":
                return place
        return hi

    def near(self, *names: str, within: float = 8.0) -> Hit | None:
        """Return the nearest cue of some classes within a distance."""
        best: tuple[float, Hit] | None = None
        for hit in self.cues:
            if hit.name in names:
                far = self.distance(hit)
                if far <= within and (best is None or far < best[0]):
                    best = (far, hit)
        return best[1] if best else None


def contexts(document: Document, quantities: tuple[Quantity, ...]) -> list[Context]:
    """Return each quantity with its context, in the order of the text."""
    made: list[Context] = []
    by_sentence: dict[int, list[Quantity]] = {}
    for one in quantities:
        by_sentence.setdefault(one.sentence, []).append(one)
    for place_in_text, those in sorted(by_sentence.items()):
        sentence = document.sentences[place_in_text]
        counted, around = nouns(sentence), cues(sentence)
        places = [(sentence.at(one.start), sentence.at(max(one.start, one.end - 1))) for one in those]
        shared = _shared(those, document.text)
        rivals = [tuple(place for place in places if place != own) for own in places]
        counts = [
            _noun(sentence, one, sentence.at(max(one.core[0], one.core[1] - 1)), counted, beside)
            for one, beside in zip(shared, rivals, strict=True)
        ]
        for number, (one, (first, last)) in enumerate(zip(shared, places, strict=True)):
            others = frozenset(
                hit.first for at, hit in enumerate(counts) if hit is not None and at != number and hit != counts[number]
            )
            made.append(Context(one, sentence, first, last, counts[number], counted, around, rivals[number], others))
    return made


_FROM_TO: Final = re.compile(r"\s*(?:to|a|al|y|and)\s*(?:un |el )?", re.IGNORECASE)


def _shared(those: list[Quantity], text: str) -> list[Quantity]:
    """Return the quantities, the first of "from 54 to 21 percent" in per cent as well."""
    made = list(those)
    for number, (one, other) in enumerate(pairwise(those)):
        if one.form == "count" and other.form == "percent" and _FROM_TO.fullmatch(text, one.end, other.start):
            made[number] = replace(one, form="percent")
    return made


def _noun(
    sentence: Sentence, quantity: Quantity, last: int, counted: dict[int, Hit], rivals: tuple[tuple[int, int], ...]
) -> Hit | None:
    """Return the noun that a quantity counts: the first one behind its figure that only adjectives part from it."""
    tokens = sentence.tokens
    starts = {a for a, _ in rivals}
    place, skipped, listed = last + 1, 0, False
    free = quantity.vague or quantity.form in ("percent", "fraction", "times") or tokens[last].low in _VAGUE
    while place < len(tokens) and skipped <= (_LISTED if listed else _ADJECTIVES):
        low = tokens[place].low
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if place in counted and not _only_adjective(sentence, counted, place, quantity):
            return _longer(counted[place], counted)
        if low in ("of", "de") and place == last + 1 and following is not None:
            free = free or following.low in _PARTITIVE or following.low in _WHOM or place + 1 in starts
        if low == "," and skipped and quantity.form == "count" and following is not None and _goes_on(following):
            listed = True
        elif low in _OF:
            if not _leads(tokens, place, last, free=free):
                return None
            free = True
        elif low not in _SMALL and not (low in _AND and listed) and not (low in _WHOM and place > last + 1):
            if not (free if place in starts else low not in _STOPS and low[0].isalpha()):
                return None
            skipped += 1
        place += 1
    return None


def _only_adjective(sentence: Sentence, counted: dict[int, Hit], place: int, quantity: Quantity) -> bool:
    """Tell whether the word for a place stands before what is counted: "six prison guards" are no prisons."""
    hit, tokens = counted[place], sentence.tokens
    singular = hit.first == hit.last and tokens[place].low in _SINGULAR and quantity.stated != 1
    following = tokens[hit.last + 1] if hit.last + 1 < len(tokens) else None
    return singular and following is not None and following.text.isalpha() and following.low not in _STOPS


_SINGULAR: Final = frozenset("prison jail facility cell building detention penitentiary".split())


def _leads(tokens: tuple[Token, ...], place: int, last: int, *, free: bool) -> bool:
    """Tell whether "of" or a determiner still leads on to the counted noun."""
    if tokens[place].low in ("of", "de", "del"):
        return free
    return place == last + 1 or tokens[place - 1].low in _LEADS


def _goes_on(token: Token) -> bool:
    """Tell whether a list of adjectives goes on behind a comma: "479 city, district, municipal, and provincial jails"."""
    return token.low in _AND or (token.text.islower() and token.low not in _STOPS)


def _longer(hit: Hit, counted: dict[int, Hit]) -> Hit:
    """Take the noun that the first one is only an adjective of: "inmate deaths", "prison guards", "jail cells"."""
    following = counted.get(hit.last + 1)
    if (
        following is not None
        and following.name != hit.name
        and hit.name in ("held", "taken", "facility", "cell", "person", "staff")
        and following.name not in ("other", "time", "person")
    ):
        return Hit(hit.first, following.last, following.name)
    return hit
