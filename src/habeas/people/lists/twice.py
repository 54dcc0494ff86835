"""The same list twice: told, never taken out. Two lists with the same rows say nothing that one does not, and no one may be lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from habeas.errors import Problem

_SHARE: Final = 0.5
_LEAST: Final = 5


class Seen(NamedTuple):
    """A list with a number for each row, equal for equal cells."""

    name: str
    file: str
    content: Any


def tell_twice(seen: Sequence[Seen]) -> Iterator[Problem]:
    """Yield a problem for each list that has the rows of one before it, or half of them and more."""
    import numpy as np

    sets = [np.unique(one.content) for one in seen]
    for n, one in enumerate(seen):
        for m, before in enumerate(seen[:n]):
            if not len(sets[n]) or not len(sets[m]):
                continue
            shared = len(np.intersect1d(sets[n], sets[m], assume_unique=True))
            values: dict[str, object] = {"list": one.name, "other": before.name, "n": shared}
            if shared == len(sets[n]) == len(sets[m]) and len(one.content) == len(before.content):
                yield Problem("lists.same-rows", one.file, gravity="warning", values=values)
                break
            if shared >= _LEAST and shared >= _SHARE * min(len(sets[n]), len(sets[m])):
                yield Problem("lists.shared-rows", one.file, gravity="warning", values=values)
