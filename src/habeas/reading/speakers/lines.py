"""A sentence made ready for finding its speakers: each word with what it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.reading.model import Sentence, Token
from habeas.reading.speakers.lexicon import Lexicon, Verb, lexicon

OPENING: Final = frozenset("“«‹„‘\"'")
CLOSING: Final = frozenset("”»›’\"'“")
QUOTES: Final = OPENING | CLOSING
DASHES: Final = frozenset("—–-―")
STOPS: Final = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a sentence with their small words, the letters of what each can be, and the language's lexicon."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    lexicon: Lexicon

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, at: int) -> str:
        """Return the word at an index in small letters, nothing outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def tag(self, at: int) -> str:
        """Return the letters of what the word at an index can be."""
        return self.tags[at] if 0 <= at < len(self.tags) else ""

    def capital(self, at: int) -> bool:
        """Tell whether a word is written as a name: with a capital, and not only because it begins the sentence."""
        if not 0 <= at < len(self.tokens) or not self.tokens[at].text[0].isupper():
            return False
        word = self.words[at]
        first = (
            at == 0
            or self.words[at - 1] in QUOTES
            or self.words[at - 1] in STOPS
            or self.words[at - 1] in {":", "—", "–"}
        )
        if not first:
            return True
        known = self.lexicon
        return not (
            self.tags[at] or word in known.reporters or word in known.papers or word in known.data or word in known.laws
        ) or (self.tokens[at].text.isupper() and len(word) > 1)

    def mark(self, at: int) -> bool:
        """Tell whether a token is a mark and no word nor figure."""
        return 0 <= at < len(self.tokens) and not self.tokens[at].text[0].isalnum()

    def joined(self, at: int) -> bool:
        """Tell whether a mark joins two words ("director-general") and is no dash between parts of a sentence."""
        if not 0 < at < len(self.tokens) - 1:
            return False
        one, mark, other = self.tokens[at - 1 : at + 2]
        return one.end == mark.start and mark.end == other.start and one.text not in STOPS

    def figure(self, at: int) -> bool:
        """Tell whether a token is a figure."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text[0].isdigit()

    def among(self, name: str, at: int) -> bool:
        """Tell whether the word at an index is one of a group of the lexicon."""
        return self.word(at) in self.lexicon.sets[name]

    def verb(self, at: int) -> Verb | None:
        """Return the verb of speech that a word can be a form of."""
        if not 0 <= at < len(self.tokens):
            return None
        if self.tokens[at].text[0].isupper() and at and not self.mark(at - 1):
            return None
        return self.lexicon.verbs.get(self.words[at])


def line(sentence: Sentence) -> Line:
    """Return a sentence made ready."""
    known = lexicon(sentence.lang)
    words = tuple(
        token.text.casefold().replace("’", "'") if len(token.text) > 1 else token.text.casefold()
        for token in sentence.tokens
    )
    return Line(sentence, sentence.tokens, words, tuple(known.tags.get(word, "") for word in words), known)
