"""How a word of a name sounds in Central America and Venezuela, as a key: equal where ear, pen and clerk do not tell two spellings apart.

The rules are read in order; each is a line of the table in ``docs/names.md``. The key is small letters without meaning of their own: ``c`` is
the sound of ch, ``i`` that of y and ll, ``w`` that of hue, gua and w.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from habeas.people.names.folding import fold
from habeas.people.names.wording import wording

_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("sh|sch", "s"),
        ("th", "t"),
        ("dh", "d"),
        ("gh", "g"),
        ("rh", "r"),
        ("jh", "i"),  # Jhon
        ("kh", "k"),
        ("lh", "i"),  # Carvalho
        ("nh", "n"),  # Cunha; the tilde of ñ is gone
        ("c?ck|cq", "k"),
        ("ch(?=[rl])|ch(?=$)", "k"),  # Christian
        ("^[hg]u(?=[aeio])(?<!gu)|^gu(?=[ao])|(?<=[aeiou])[hg]u(?=a)|^hu(?=[aeio])", "w"),  # Huerta, Guerra is another
        ("wu|w(?=[aeiou])", "w"),
        ("ch", "C"),
        ("h", ""),
        ("x(?=[ct])", "s"),
        ("x", "s"),
        ("sc(?=[ei])|c(?=[ei])|z|ss", "s"),
        ("qu(?=[ei])|q|c", "k"),
        ("gu(?=[ei])", "G"),
        ("g(?=[ei])", "j"),
        ("G", "g"),
        ("v", "b"),
        ("ll|y", "i"),
        ("m(?=[^aeiou]|$)", "n"),
        ("k(?=t)", ""),  # Victor, Octavio
        ("^ps", "s"),
        (r"(.)\1+", r"\1"),
        ("(?<=[aeiou])[sdt]$", ""),
        ("(?<=[aeiou])[aeiou]?[kt]$", ""),
    )
)
_VOWELS: Final = re.compile("(?<!^)[aeiou]")


@lru_cache(maxsize=1 << 18)
def sound(token: str) -> str:
    """Return the phonetic key of a word; of a compound, that of its parts with a space. Not empty where the word has a letter.

    The same for ``Vásquez`` and ``Basques``, ``Jiménez`` and ``Gimenes``, ``Yamileth`` and ``Llamilet``, ``Hernández`` and ``Ernandes``.
    Names whose tradition spells x for j (Ximena) or ç for s (Gonçalves) are respelt first.
    """
    return " ".join(
        _sound(one)
        for one in (token if token.isalpha() and token.islower() and token.isascii() else fold(token)).split()
    )


def _sound(word: str) -> str:
    key = wording().respelt.get(word, word)
    for pattern, said in _RULES:
        key = pattern.sub(said, key)
    return (key or word[:1]).replace("C", "c")


@lru_cache(maxsize=1 << 18)
def bones(token: str) -> str:
    """Return the phonetic key without the vowels after its first letter: equal also where a vowel was misread (``García``, ``Gorcía``)."""
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", sound(token)))


_DOUBLE: Final = re.compile(r"(.)\1+")

__all__ = ["bones", "sound"]
