"""What a finding is: a statement that follows from claims by a stated rule, with all it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from habeas import words
from habeas.amount import Amount

Gravity = Literal["error", "warning", "note"]
Kind = Literal[
    "contradiction",  # a minimal set of claims that cannot all be true
    "implied",  # what a relation and other claims imply for a quantity
    "unlike",  # figures that differ in definition and are therefore not compared
    "derived",  # a figure recognised as computed from others in its source
    "decrease",  # a quantity that can only grow, and fell
    "change",  # how much a quantity changed between two dates, under every pair of rival figures
    "order",  # an act after an order that forbade it
    "unmet",  # requirements no source shows to be met
    "silence",  # what nobody has said: a question to the authority
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statement with its grounds. ``id`` is a hash of what it says and rests on, so it is stable over builds.

    ``key`` and ``values`` give its lead in both languages (:mod:`habeas.words`): one or two sentences with the conclusion and
    its numbers. ``detail`` is the key of all the rest, filled from the same values: each figure with who said it and when, the
    definitions that differ, the rule. ``result`` is the quantity it states, if any; ``steps`` is the arithmetic, line by
    line, in symbols that need no translation; ``claims`` and ``requirements`` are the ids under it, in reading order. An
    ``error`` cannot be true, a ``warning`` is unlikely or unmet, a ``note`` informs.
    """

    id: str
    kind: Kind
    gravity: Gravity
    subject: str
    topic: str
    key: str
    values: Mapping[str, object] = field(hash=False)
    claims: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    relation: str | None = None
    result: Amount | None = None
    steps: tuple[str, ...] = ()
    detail: str | None = None

    def text(self, lang: words.Lang) -> str:
        """Return the finding as a short lead, ready to print."""
        return words.text(self.key, lang, **self.values)

    def more(self, lang: words.Lang) -> str:
        """Return what stands behind the lead, sentence by sentence; empty where there is nothing more to say."""
        return "" if self.detail is None else words.text(self.detail, lang, **self.values)
