"""How a written word goes wrong: by ear, by scanner, by hand, by codec. Each fault of a word is the same whenever it is asked for again."""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import Final

from linkage.words import ABBREVIATIONS, NICKNAMES

EAR: Final = (
    ("b", "v"), ("v", "b"), ("z", "s"), ("s", "z"), ("ce", "se"), ("ci", "si"), ("sc", "s"), ("se", "ce"), ("si", "ci"), ("ll", "y"), ("y", "ll"), ("h", ""),
    ("^(?=[aeou])", "h"), ("ge", "je"), ("gi", "ji"), ("je", "ge"), ("ji", "gi"), ("x", "j"), ("qu", "k"), ("c(?=[aou])", "k"), ("k", "c"), ("ñ", "n"),
    ("rr", "r"), ("i", "e"), ("e(?=[nsr])", "i"), ("y$", "i"), ("i$", "y"), ("w", "gu"), ("nn", "n"), ("ph", "f"), ("j", "y"), ("m(?=[bp])", "n"), ("u", "o"),
    ("os$", "o"), ("th", "t"), ("t$", ""), ("d$", ""), ("g(?=ua)", "h"),
)  # fmt: skip
SCANNER: Final = (
    ("o", "0"), ("l", "1"), ("i", "l"), ("e", "c"), ("m", "rn"), ("rn", "m"), ("s", "5"), ("b", "8"), ("u", "v"), ("n", "ri"), ("c", "e"), ("h", "b"), ("d", "cl"),
    ("g", "q"), ("z", "2"), ("a", "o"), ("ri", "n"), ("t", "f"), ("v", "y"), ("m", "n"), ("^m", "n"), ("^g", "c"), ("^r", "k"),
)  # fmt: skip
KEYS: Final = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "kñ", "m": "n", "n": "bm",
    "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x", "ñ": "l",
}  # fmt: skip
WAYS: Final = 8
"""How many different faults of each kind a word can have."""
PLAIN, BY_EAR, BY_SCANNER, BY_HAND = 0, 1, 1 + WAYS, 1 + 2 * WAYS
INITIAL, NICKNAME, SHORT, CUT = 1 + 3 * WAYS, 2 + 3 * WAYS, 3 + 3 * WAYS, 4 + 3 * WAYS
CODES: Final = 5 + 3 * WAYS
"""Codes of faults: plain; by ear, by scanner and by hand in WAYS ways each; the initial; a nickname; a usual abbreviation; cut off."""


def bare(text: str) -> str:
    """Take the accents off; ñ becomes n, as in lists typed on foreign keyboards."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def mojibake(text: str) -> str:
    """Read UTF-8 as if it were Windows-1252, as a careless import does."""
    return text.encode("utf-8").decode("cp1252", errors="replace")


def _swap(word: str, rules: tuple[tuple[str, str], ...], rng: Random) -> str:
    lower = word.lower()
    places = [(m.start(), m.end(), new) for old, new in rules for m in re.finditer(old, lower)]
    if not places:
        return _by_hand(word, rng)
    start, end, new = rng.choice(places)
    return _as_begun(word, word[:start] + new + word[end:])


def _as_begun(word: str, written: str) -> str:
    """Keep the capital that a word began with."""
    if word[0].isupper() and not written[:2].isupper():
        return written[:1].upper() + written[1:2].lower() + written[2:]
    return written


def _by_hand(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word)) if len(word) > 1 else 0
    way = rng.randrange(5)
    if way == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at] + word[at:]
    if way == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    at = max(at, 1) if len(word) > 1 else 0
    near = KEYS.get(bare(word[at]).lower(), "a")
    return word[:at] + rng.choice(near) + word[at + (0 if way == 3 else 1) :]


def spell(word: str, code: int) -> str:
    """Return a word with the fault of a code; the same fault each time."""
    rng = Random(f"{word}|{code}")
    if code == PLAIN:
        return word
    if code < BY_SCANNER:
        return _swap(word, EAR, rng)
    if code < BY_HAND:
        return _swap(word, SCANNER, rng)
    if code < INITIAL:
        return _by_hand(word, rng)
    if code == INITIAL:
        return f"{word[0]}."
    if code == NICKNAME:
        return rng.choice(NICKNAMES.get(word, (word,)))
    if code == SHORT:
        return ABBREVIATIONS.get(word, word)
    return word[: max(3, len(word) - 3)]
