"""Text as people mean it: codecs repaired, scripts made Latin, accents and case gone, digits read as letters inside a word.

The original is never changed; what is folded is for comparing. ``fold(fold(text)) == fold(text)`` for any text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from anyascii import anyascii

from habeas.people.names.wording import wording

_HIGH: Final = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTE: Final = {shown: code for code, shown in _HIGH.items()}
_NEXT: Final = "[\u0080-\u00bf" + "".join(re.escape(one) for one in _BYTE) + "]"
_MISREAD: Final = re.compile(f"[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00c2-\u00df]{_NEXT}")
_LOWERED: Final = re.compile("\u00e3(?=[\u00a1\u00a9\u00ad\u00b1\u00b3\u00ba\u00bc])")
_LOST_I: Final = re.compile("(?<=[a-z])\u00c3(?=[a-z])")
_LOST: Final = re.compile("\u00c3?\ufffd")
_MARKS: Final = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f]+")
_DEEPEST: Final = 3

_QUOTES: Final = dict.fromkeys(map(ord, "'`\u00b4\u2018\u2019\u02bc\u2032?\ufffd\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ASCII: Final[Mapping[int, str | None]] = {
    code: (None if chr(code) in "'`?" else chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)
}
_SPANISH: Final = dict(zip(map(ord, "áéíóúüñÁÉÍÓÚÜÑ"), "aeiouunaeiouun", strict=True))
_EASY: Final[Mapping[int, str | None]] = {**_ASCII, **_SPANISH}
_HARD: Final = re.compile("[^\x00-\x7fáéíóúüñÁÉÍÓÚÜÑ]")
_OCR: Final = re.compile("(?<=[a-z])[0158]+(?=[a-z])|(?<![a-z0-9])0(?=[a-z]{2})|(?<=[a-z]{2})0(?![a-z0-9])")
_DIGIT: Final = re.compile("[0158]")
_READ: Final = str.maketrans("058", "osb")
_VOWELS: Final = frozenset("aeiou")
_BEFORE_L: Final = frozenset("bcfgp")


def repaired(text: str) -> str:
    """Return a text whose UTF-8 was read as Latin-1 or Windows-1252, once or twice, as it was meant; others as they are.

    A letter that the mistake destroyed (``Ã`` followed by a sign for the unreadable) is left out: it is unknown.
    """
    if text.isascii():
        return text
    text = _LOWERED.sub("\u00c3", text)
    for _ in range(_DEEPEST):
        better = _MISREAD.sub(_decoded, text)
        if better == text:
            break
        text = better
    return _LOST.sub("", _LOST_I.sub("\u00ed", text))


def _decoded(found: re.Match[str]) -> str:
    """Return the letter that some characters are the bytes of, if it is one that names are written with."""
    try:
        meant = bytes(_BYTE.get(one, ord(one)) for one in found[0]).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return found[0]
    code = ord(meant)
    usual = 0xA0 <= code <= 0x17F or 0x370 <= code <= 0x6FF or 0x1E00 <= code <= 0x206F
    return meant if usual else found[0]


def fold(text: str) -> str:
    """Return a text in small ASCII letters and digits, single-spaced: what is compared.

    Misread codecs are repaired, compatibility forms resolved (NFKC), accents and the tilde of ñ taken off, other scripts
    transliterated (Arabic names by table, the rest by anyascii), apostrophes closed up, other punctuation made spaces. The
    digits 0, 1, 5 and 8 between letters are read as the letters that scanners mistake for them, and 0 at the edge of a word.
    """
    return _bare(text) if text.isascii() or not _HARD.search(text) else _bare(_latin(text))


def _bare(text: str) -> str:
    """Return a text of ASCII and Spanish letters folded."""
    bare = " ".join(text.translate(_EASY).split())
    return _OCR.sub(_letters, bare) if _DIGIT.search(bare) else bare


def _letters(found: re.Match[str]) -> str:
    """Return the letters for digits inside a word; 1 is i or l, by its neighbours."""
    read = found[0].translate(_READ)
    if "1" not in read:
        return read
    before, after = found.string[found.start() - 1], found.string[found.end()]
    ell = (after in _VOWELS and before in _VOWELS | _BEFORE_L) or (before in _VOWELS and after not in _VOWELS)
    return read.replace("1", "l" if ell else "i")


def _latin(text: str) -> str:
    """Return a text in ASCII, whatever its script."""
    text = repaired(text).translate(_QUOTES)
    text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    if text.isascii():
        return text
    text = _ARABIC.sub(lambda found: f" {_arabic(found[0])} ", text)
    return "".join(one if one.isascii() else anyascii(one) if one.isalnum() or _mark(one) else " " for one in text)


def _mark(one: str) -> bool:
    return unicodedata.category(one).startswith("M")


@cache
def _scripts() -> Mapping[str, str]:
    """Return Arabic spellings of names, without marks, with their one romanisation."""
    return {
        _MARKS.sub("", unicodedata.normalize("NFKD", form)): name
        for name, forms in wording().arabic.items()
        for form in forms
        if not form.isascii()
    }


def _arabic(word: str) -> str:
    """Return a word in Arabic script romanised: a known name as its usual form, the article set off, the rest letter by letter."""
    known = _scripts()
    if word in known:
        return known[word]
    if word.startswith("\u0627\u0644") and len(word) > 4:
        rest = word[2:]
        return f"al {known.get(rest) or anyascii(rest)}"
    return anyascii(word)


__all__ = ["fold", "repaired"]
