"""Names of persons: folded, taken apart, heard, and split into given names and surnames by a lexicon that the lists themselves teach.

The original of a name is never touched: what this room returns is for comparing. :func:`parse` is what the linkage asks; the rest are its steps.
"""

from __future__ import annotations

from habeas.people.names.folding import fold, repaired
from habeas.people.names.lexicon import Lexicon, Split
from habeas.people.names.nicknames import canonical, stands_for
from habeas.people.names.parsing import PARSED, canonicals, parse, sounds
from habeas.people.names.sounds import bones, sound
from habeas.people.names.words import Word, Written, nobody, tokens

__all__ = [
    "PARSED",
    "Lexicon",
    "Split",
    "Word",
    "Written",
    "bones",
    "canonical",
    "canonicals",
    "fold",
    "nobody",
    "parse",
    "repaired",
    "sound",
    "sounds",
    "stands_for",
    "tokens",
]
