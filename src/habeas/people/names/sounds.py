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
    (letter, re.compile(pattern), said)
    for letter, pattern, said in (
        ("h", "ph", "f"),
        ("h", "sc?h", "s"),
        ("h", "(?<=[tdgrk])h", ""),
        ("h", "jh|lh", "i"),  # Jhon; Carvalho
        ("k", "c?ck", "k"),
        ("h", "ch(?=[rl]|$)", "k"),  # Christian
        ("u", "^h?u(?=[aeio])|^gu(?=[ao])|(?<=[aeiou])[hg]u(?=a)", "w"),  # Huerta, Guadalupe; Guerra is another
        ("w", "wu", "w"),
        ("h", "ch", "C"),
        ("h", "h", ""),
        ("x", "x", "s"),
        ("c", "s?c(?=[ei])", "s"),
        ("z", "z", "s"),
        ("q", "qu(?=[ei])|q", "k"),
        ("c", "c", "k"),
        ("g", "gu(?=[ei])", "G"),
        ("g", "g(?=[ei])", "j"),
        ("G", "G", "g"),
        ("v", "v", "b"),
        ("l", "ll", "i"),
        ("y", "y", "i"),
        ("m", "m(?=[^aeiou]|$)", "n"),
        ("t", "k(?=t)", ""),  # Victor, Octavio
        ("p", "^ps", "s"),
        ("", r"(.)\1+", r"\1"),
        ("", "(?<=[aeiou])[sdtk]$", ""),
    )
)
"""What a word has to hold for a rule to be tried, the rule, and what is said instead."""
_DOUBLE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile("(?<!^)[aeiou]")


@lru_cache(maxsize=1 << 18)
def sound(token: str) -> str:
    """Return the phonetic key of a word; of a compound, that of its parts with a space. Not empty where the word has a letter.

    The same for ``Vásquez`` and ``Basques``, ``Jiménez`` and ``Gimenes``, ``Yamileth`` and ``Llamilet``, ``Hernández`` and ``Ernandes``.
    Names whose tradition spells x for j (Ximena) or ç for s (Gonçalves) are respelt first.
    """
    return " ".join(map(_sound, fold(token).split()))


def _sound(word: str) -> str:
    key = wording().respelt.get(word, word)
    for letter, pattern, said in _RULES:
        if letter in key:
            key = pattern.sub(said, key)
    return (key or word[:1]).replace("C", "c")


@lru_cache(maxsize=1 << 18)
def bones(token: str) -> str:
    """Return the phonetic key without the vowels after its first letter: equal also where a vowel was misread (``García``, ``Gorcía``)."""
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", sound(token)))


__all__ = ["bones", "sound"]
