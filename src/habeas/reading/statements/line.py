"""Lines: a sentence as one string of plain words, in which rules are written, with the way back to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from habeas.reading.model import Sentence

_QUOTES: Final = frozenset("\"'“”\u2018\u2019«»\u2039\u203a`*_")
_LOOSE: Final = re.compile(
    r"(?: (?:the|an?|of|to|and|or|in|on|for|by|from|with|at|their|his|her|its|el|la|los|las|un|una|de|del|y|o|a|en|con|por|para|que|sus?|,))+ ?\Z"
)
_ASIDE: Final = re.compile(
    r" , (?:(?:according to|segun|in the words of|a juicio de|de acuerdo con) [^,;:.]{1,60}"
    r"|(?:he|she|they|it|the \S+|one \S+) (?:said|says|noted|notes|added|adds|wrote|reported|found|recalled|told \S+)"
    r"|(?:dijo|dice|dijeron|afirm|asegur|denunci|senal|relat|explic|agreg|anad|precis|sostuv|record|indic|cont)[a-z]*(?: [^,;:.]{1,40})?"
    r"|however|meanwhile|for example|in fact|in effect|too|for instance|sin embargo|en efecto|por su parte|por ejemplo|eso si) ,(?=\s)"
)
"""Who says it, or a word of passage, set between commas: without it the statement reads on."""
_SHORT: Final = re.compile(r"n't$")
_WHOLE: Final = {
    "cannot": "can not", "can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "they've": "they have", "we've": "we have", "i've": "i have", "you've": "you have", "they're": "they are",
    "we're": "we are", "there's": "there is", "del": "de el", "al": "a el",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Plain words joined by single spaces. ``starts`` says where each piece begins in ``said``; ``spans`` where it stands in the text."""

    said: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the text of ``said[start:end]``, whole words; articles and the like are not left at its end."""
        loose = _LOOSE.search(self.said, start, end)
        if loose and loose.start() > start:
            end = loose.start()
        return self.spans[self._at(start)][0], self.spans[self._at(max(start, end - 1))][1]

    def _at(self, place: int) -> int:
        return max(0, bisect_right(self.starts, place) - 1)


def line(sentence: Sentence) -> Line:
    """Return a sentence as a line: quotation marks and "he said" between commas left out, contractions written in full."""
    made = _joined(
        (_full(token.low), (token.start, token.end)) for token in sentence.tokens if token.text not in _QUOTES
    )
    if " , " not in made.said:
        return made
    kept: list[tuple[str, tuple[int, int]]] = []
    edge = 0
    for hit in _ASIDE.finditer(made.said):
        kept.extend(_pieces(made, edge, hit.start()))
        edge = hit.end()
    return _joined([*kept, *_pieces(made, edge, len(made.said))]) if edge else made


def tagged(plain: Line, names: re.Pattern[str], tags: Mapping[str, str]) -> Line:
    """Return a line in which every word group that ``names`` finds is one piece: ``<tag>``, by the name of its group."""
    pieces: list[tuple[str, tuple[int, int]]] = []
    edge = 0
    for hit in names.finditer(plain.said):
        pieces.extend(_pieces(plain, edge, hit.start()))
        pieces.append((f"<{tags[hit.lastgroup or '']}>", plain.span(hit.start(), hit.end())))
        edge = hit.end()
    if not edge:
        return plain
    pieces.extend(_pieces(plain, edge, len(plain.said)))
    return _joined(pieces)


def _pieces(plain: Line, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    said = plain.said[start:end]
    made = []
    place = start
    for word in said.split(" "):
        if word:
            made.append((word, plain.span(place, place + len(word))))
        place += len(word) + 1
    return made


def _joined(pieces: Iterable[tuple[str, tuple[int, int]]]) -> Line:
    said: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    place = 0
    for word, span in pieces:
        said.append(word)
        starts.append(place)
        spans.append(span)
        place += len(word) + 1
    return Line(" ".join(said), tuple(starts), tuple(spans))


def _full(word: str) -> str:
    return _WHOLE.get(word) or (_SHORT.sub(" not", word) if word.endswith("n't") else word)
