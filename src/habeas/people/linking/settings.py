"""What a user may settle about a linkage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SAFE: Final = 0.998
"""The probability above which ``habeas link`` asserts that mentions are one person, where its user says nothing else. A case asserts none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user settles.

    ``assert_above``: the probability above which the register asserts a link without a person, None for never. ``each_once``: lists whose owner says that they
    hold each person once. ``seed`` settles what is drawn; ``memory`` is what the database may take.
    """

    assert_above: float | None = SAFE
    each_once: frozenset[str] = field(default_factory=frozenset)
    seed: int = 20250316
    memory: str = "700MB"
