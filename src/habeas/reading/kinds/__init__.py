"""Kinds: what a quantity is a quantity of.

The words are data (:file:`lexicon.toml`), and so is how strongly each speaks for a kind (:file:`weights.toml`).
"""

from habeas.reading.kinds.classify import classify

__all__ = ["classify"]
