"""A name as words: what is written before and after it taken off, short forms written out, particles and initials marked.

Nothing is lost: every word with a letter is a word of a segment, a particle, a title, an alias, or a husband's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final, Literal, NamedTuple

from habeas.people.names.folding import fold, repaired
from habeas.people.names.wording import wording

Layout = Literal["plain", "comma", "slash", "pipe"]
"""How a name is written: in one string; ``A, B``; ``A/B``; ``A | B | C``."""

_MARK: Final = re.compile(
    r"""\(\s*a\s*\)|\(\s*[ck]\s*/\s*[pa]\s*\)|\balias\b:?|\b(?:mejor\s+|tambi[eé]n\s+)?conocid[oa]\s+(?:tambi[eé]n\s+)?(?:por|como)\b:?|\bc\s*/\s*p\b\.?
    |(?<!\w)[ck]\.\s*[p]\.|\b[ak]\s*/\s*(?:k\s*/\s*)?a\b\.?|\bu\.?s\.?u\.?\s+nombre\b|\ba\.?k\.?a\b\.?|\bapodad[oa]\b|\bdit\b|\(\s*p\s*\)""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED: Final = re.compile(
    r"""["\u201c\u201d\u201e\u00ab\u00bb]([^"\u201c\u201d\u201e\u00ab\u00bb]*)["\u201c\u201d\u201e\u00ab\u00bb]|\(([^()]*)\)|\[([^\[\]]*)\]"""
)
_ODD: Final = re.compile(r"[\"\u201c\u201d\u201e\u00ab\u00bb(\[/.]|alias|conocid|apodad|\baka\b|\bdit\b", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"[\s,]+(?:h\.?|\((?i:h|hij[oa]|jr\.?)\))\s*$")
"""A suffix that as a word of its own would be an initial (a small ``h``; ``H.`` is one) or, in brackets, an alias."""
_NAME: Final = r"[A-Za-záéíóúüñÁÉÍÓÚÜÑ'\- ]+"
_EASY: Final = re.compile(rf"{_NAME}(?:, ?{_NAME}|/{_NAME}|(?:\|{_NAME})+)?")
_TRICKY: Final = re.compile(r"alias|conocid|apodad|\baka\b|\bdit\b|\bh\s*$|\b[acks] ?/ ?[apk]\b", re.IGNORECASE)
"""A text that is all ``_EASY`` and has nothing ``_TRICKY`` is a name with at most its separators."""
_SPLIT: Final = {"pipe": re.compile(r"[|\t]"), "slash": re.compile(r"/|<<"), "comma": re.compile("[,;]")}
_ABD: Final = re.compile(r"abd[aeiou]?(?:l|([rsztdn])(?=\1))([a-z]{3,})")
_AFTER: Final = frozenset(
    ["lic", "licda", "licdo", "ing", "dr", "dra", "br", "bra", "sr", "sra", "srta", "prof", "profa", "abg", "arq"]
)
"""Titles that also stand after a name, and are no names."""
_ARAB: Final = frozenset(("al", "el", "bin", "ibn", "bint"))


class Word(NamedTuple):
    """A word of a name as it is compared: folded, written out; ``particles`` before it (``de la``); ``initial`` where a letter stands for it.

    A compound (``Ponce de León``, ``San Juan``) is one word, its parts with a space between, without particles.
    """

    text: str
    particles: str = ""
    initial: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A name taken apart as far as its writing shows. ``segments`` are the parts between separators, one where there are none."""

    layout: Layout
    segments: tuple[tuple[Word, ...], ...]
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    married: str | None = None
    aside: tuple[str, ...] = ()
    """Particles that no word follows."""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in the order written."""
        if len(self.segments) == 1:
            return self.segments[0]
        return tuple(word for segment in self.segments for word in segment)


class _Part(NamedTuple):
    """A segment taken apart; see :class:`Written`."""

    words: tuple[Word, ...]
    titles: tuple[str, ...]
    married: str | None
    aside: tuple[str, ...]


def nobody(text: str | None) -> bool:
    """Whether a text names nobody: it is empty, a filler (``NN``, ``desconocido``, ``XX``), or such a filler with a description or a number."""
    if text is None:
        return True
    start = text[:3]
    if len(start) == 3 and start.isalpha() and start.isascii() and start.lower() not in _nobody_starts():
        return False
    return _nobody(text)


@cache
def _nobody_starts() -> frozenset[str]:
    """Return the first three letters of all that a text which names nobody may begin with."""
    known = wording()
    words = {"xxx", "nnn", "persona", "cuerpo", "cadaver"} | known.describing | {one.split()[0] for one in known.nobody}
    return frozenset(word[:3] for word in words if len(word) > 2)


_NUMBER: Final = re.compile(r"\b(?:no )?\d+\b")
_SOMEBODY: Final = ("persona", "cuerpo", "cadaver", "hombre", "mujer")
"""With one of these first, words that only describe name nobody; one word alone may be a surname."""
_MOST: Final = 3
"""No filler begins or ends with more words that also describe."""


@lru_cache(maxsize=1 << 16)
def _nobody(text: str) -> bool:
    words = _NUMBER.sub(" ", fold(text)).split()
    half = len(words) // 2  # NN in each of two columns
    return _fills(words) or (words[:half] == words[half:] and _fills(words[:half]))


def _fills(words: list[str]) -> bool:
    """Whether words are no name: none, a filler, or a filler with what describes somebody."""
    known = wording()
    if all(set(word) == {"x"} for word in words):
        return True
    rest = [word for word in words if word not in known.describing]
    if not rest:
        return " ".join(words) in known.nobody or (len(words) > 1 and words[0] in _SOMEBODY)
    if all(word in known.nobody for word in rest) or " ".join(rest) in known.nobody:
        return True
    # "nombre" describes, and is a part of "sin nombre": what describes may stand before and after a filler only
    before, after = (len(list(takewhile(known.describing.__contains__, run))) for run in (words, reversed(words)))
    return any(
        " ".join(words[begin : len(words) - end]) in known.nobody
        for begin in range(max(before - _MOST, 0), before + 1)
        for end in range(max(after - _MOST, 0), after + 1)
    )


def tokens(text: str) -> Written:
    """Return a name as words, with what is no part of it set aside. Any text is taken; one without letters has no words."""
    if _EASY.fullmatch(text) and not _TRICKY.search(text):
        return _written(*_pieces(text), (), ())
    text = repaired(text)
    aliases: tuple[str, ...] = ()
    text, suffix = _without_suffix(text)
    if _ODD.search(text):
        text, aliases = _without_aliases(text)
    return _written(*_pieces(text), aliases, suffix)


def _written(layout: Layout, pieces: Sequence[str], aliases: tuple[str, ...], suffix: tuple[str, ...]) -> Written:
    """Return the pieces of a name read."""
    if len(pieces) == 1:
        part = segment(pieces[0])
        return Written(
            "plain", (part.words,) if part.words else (), aliases, (*part.titles, *suffix), part.married, part.aside
        )
    parts = [segment(one) for one in pieces]
    titles = suffix
    aside: tuple[str, ...] = ()
    married: str | None = None
    kept: list[tuple[Word, ...]] = []
    for part in parts:
        titles = (*part.titles, *titles) if part.titles else titles
        aside = (*aside, *part.aside) if part.aside else aside
        married = married or part.married
        if kept and part.words and all(word.text in _after() for word in part.words):
            titles = (*titles, *(word.text for word in part.words))
        elif part.words:
            kept.append(part.words)
    return Written(layout if len(kept) > 1 else "plain", tuple(kept), aliases, titles, married, aside)


def _without_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without what its bearer is also called, and that."""
    found = _MARK.search(text)
    aliases: list[str] = []
    if found:
        aliases = [one.strip(' \t,;:."()[]') for one in _MARK.split(text[found.end() :])]
        text = text[: found.start()].rstrip(' ,;:(["')
    for quoted in _QUOTED.finditer(text):
        inside = next((one for one in quoted.groups() if one), "")
        aliases.append(inside)
    bare = _QUOTED.sub(" ", text)
    if not fold(bare):
        return text, tuple(filter(fold, aliases)) if found else ()
    return bare, tuple(dict.fromkeys(one.strip() for one in aliases if fold(one)))


def _without_suffix(text: str) -> tuple[str, tuple[str, ...]]:
    found = _SUFFIX.search(text)
    if found is None or not fold(text[: found.start()]):
        return text, ()
    return text[: found.start()], (fold(found[0]),)


def _pieces(text: str) -> tuple[Layout, Sequence[str]]:
    """Return how a name is written, and its parts."""
    if "|" in text or "\t" in text:
        return "pipe", _SPLIT["pipe"].split(text)
    if "/" in text or "<<" in text:
        first, *rest = _SPLIT["slash"].split(text)
        return "slash", (first, " ".join(rest))
    if "," in text or ";" in text:
        first, *rest = _SPLIT["comma"].split(text)
        return "comma", (first, " ".join(rest))
    return "plain", (text,)


NOTHING: Final = _Part((), (), None, ())


@lru_cache(maxsize=1 << 18)
def segment(text: str) -> _Part:
    """Return a part of a name without separators as words."""
    folded = fold(text).split()
    words = [word for one in folded if (word := _PLAIN[one])]
    if len(words) == len(folded):
        return _Part(tuple(words), (), None, ()) if words else NOTHING
    return _careful([one for one in folded if not one.isdigit()], text)


class _Plain(dict[str, Word | None]):
    """Words that mean nothing but themselves, by their text; None for those that ask for a careful reading. Equal words are one in memory."""

    def __missing__(self, text: str) -> Word | None:
        plain = len(text) > 1 and text not in _special() and not text.isdigit()
        return self.setdefault(text, Word(text) if plain else None)


_PLAIN: Final = _Plain()


@cache
def _special() -> frozenset[str]:
    """Return the words that ask for a careful reading."""
    known = wording()
    firsts = {whole[0] for whole in known.compounds}
    return frozenset(
        known.particles | known.saints | known.titles | known.widowed | known.suffixes | set(known.short) | firsts
        | {"abd", "abdul", "abdel", "abdal", "abdur", "abdus", "abu", "abou", "nn", "xx"} | set(map("".join, _joined_names()))
    )  # fmt: skip


def _joined_names() -> Iterator[str]:
    """Yield Abdul-names in one word, as they come from tables of Arabic."""
    return (f"{head}{name}" for head in ("abdul", "abdel") for name in wording().arabic)


def _careful(folded: list[str], text: str) -> _Part:
    """Return a part of a name that holds words with a meaning of their own."""
    known = wording()
    titles, rest = _titles(folded)
    rest, married = _widowed(rest)
    words, aside = _attached([one for one in rest if one not in ("nn", "xx")] or rest, text)
    words = _merged(words)
    if any(word.particles in _ARAB or word.text in known.arabic or word.text.startswith("abdul") for word in words):
        words = [_arabic(word) for word in words]
    return _Part(tuple(words), titles, married, aside)


def _titles(folded: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the titles that a name begins or ends with, and the rest; a title alone is a word."""
    known = wording().titles
    at = 0
    while at < len(folded) - 1 and folded[at] in known:
        at += 1
    end = len(folded)
    while end > at + 1 and folded[end - 1] in _after():
        end -= 1
    return (*folded[:at], *folded[end:]), folded[at:end]


@cache
def _after() -> frozenset[str]:
    """Return the titles and suffixes that stand after a name."""
    return _AFTER | wording().suffixes


def _widowed(folded: list[str]) -> tuple[list[str], str | None]:
    """Return a name without "widow of so-and-so", and so-and-so."""
    known = wording()
    for at, word in enumerate(folded):
        if word in known.widowed and at + 1 < len(folded):
            name = [one for one in folded[at + 1 :] if one not in known.particles]
            if name:
                return folded[:at], " ".join(known.short.get(one, one) for one in name)
    return folded, None


def _attached(folded: Sequence[str], text: str) -> tuple[list[Word], tuple[str, ...]]:
    """Return words with the particles before them; particles that nothing follows apart."""
    known = wording()
    portuguese = not known.portuguese.isdisjoint(folded)
    words: list[Word] = []
    before: list[str] = []
    for at, word in enumerate(folded):
        last = at == len(folded) - 1
        if word in known.particles and not last and _particle(word, at, portuguese, text):
            before.append(word)
            continue
        if last and word in known.particles and len(word) > 1 and words:
            before.append(word)
            break
        words.append(_word(word, " ".join(before)))
        before = []
    return words, tuple(before)


def _particle(word: str, at: int, portuguese: bool, text: str) -> bool:
    """Whether a word that may be a particle is one here: "y" and "e" only between names, and not with a full stop."""
    if word not in wording().between:
        return True
    stopped = re.search(rf"\b{word}\.", text, re.IGNORECASE) is not None
    return at > 0 and not stopped and (word == "y" or portuguese)


def _word(word: str, particles: str) -> Word:
    known = wording()
    if len(word) > 1:
        return Word(known.short.get(word, word), particles)
    if particles == "de la" and word == "o":
        return Word("delao")
    meant = known.devotions.get(f"{particles} {word}")
    return Word(meant, particles) if meant else Word(word, particles, initial=True)


def _merged(words: list[Word]) -> list[Word]:
    """Return words with compounds as one."""
    known = wording()
    merged: list[Word] = []
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else None
        if after and not word.initial and not after.initial:
            whole = (word.text, f"{after.particles} {after.text}".strip().replace(" ", "_"))
            joined = known.compounds.get(whole)
            if joined is None and word.text in known.saints and not after.particles:
                joined = f"{word.text} {after.text}"
            if joined is None and word.text in ("abu", "abou"):
                joined = f"abu{after.text}"
            if joined is None and (word.text == "abd" or _ABD_ALONE.fullmatch(word.text)):
                joined = f"abdul{after.text}"
            if joined:
                merged.append(Word(joined, word.particles))
                at += 2
                continue
        merged.append(word)
        at += 1
    return merged


_ABD_ALONE: Final = re.compile("abd[aeiou][a-z]{0,2}")


def _arabic(word: Word) -> Word:
    """Return a word among Arabic names with its article set off: ``almasri`` is ``masri``."""
    known = wording()
    for article in ("al", "el"):
        rest = word.text.removeprefix(article)
        if rest != word.text and len(rest) >= 5 and word.text not in known.arabic and rest in known.arabic:
            return Word(rest, article)
    return word


def joined_abdul(text: str) -> str | None:
    """Return what follows "servant of the" in a name written in one word (``abdurrahman``: ``rahman``); None where it is no such name."""
    found = _ABD.fullmatch(text)
    return found[2] if found else None


__all__ = ["NOTHING", "Layout", "Word", "Written", "joined_abdul", "nobody", "segment", "tokens"]
