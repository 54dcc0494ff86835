"""What can go wrong, said so that a person can act on it.

::

    HabeasError
    ├── InputError      a file, row, option or word that was given cannot be used
    │   └── Faults      several of them, collected: a person mends them in one go
    ├── CaseError       the case folder itself cannot be opened, or is of a newer version
    ├── LedgerError     the ledger cannot be read or written
    ├── StorageError    the disk is full or read-only, or an original cannot be reached
    └── MissingExtra    an optional dependency is not installed; the message is the command that installs it

Every error carries a message key (see :mod:`habeas.words`) and its values, so that it can be said in either language.
Each message says what happened, where, what was expected, what was found, and the way out.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from habeas import words


class HabeasError(Exception):
    """The root of every error habeas raises on purpose; ``str(error)`` is English, ``error.text("es")`` Spanish."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, lang: words.Lang) -> str:
        """Return the message in a language."""
        return words.text(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.key, self.values)


def _rebuild(cls: type[HabeasError], key: str, values: dict[str, object]) -> HabeasError:
    return cls(key, **values)


class InputError(HabeasError):
    """Something given cannot be used as it is."""


class CaseError(HabeasError):
    """The case folder cannot be opened."""


class LedgerError(HabeasError):
    """The ledger cannot be read or written."""


class StorageError(HabeasError):
    """Bytes cannot be written or fetched."""


class MissingExtra(HabeasError):  # noqa: N818 - reads as what it is
    """An optional dependency is missing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was not understood: where it stands, what was found, what was expected, and the way out.

    ``gravity`` is ``error`` (set aside, not used) or ``warning`` (used, but look at it). ``row`` counts from 1 as the file
    shows it. Equality covers every field.
    """

    key: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    gravity: str = "error"
    values: dict[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: words.Lang) -> str:
        """Return the problem in words, its place first."""
        place = ", ".join(
            part
            for part in (
                self.file,
                words.text("errors.row", lang, row=self.row) if self.row is not None else None,
                self.column,
            )
            if part
        )
        said = words.text(self.key, lang, **self.values)
        return f"{place}: {said}" if place else said


class Faults(InputError):  # noqa: N818 - reads as what it is
    """Several problems of one input, reported together; nothing of the input was used unless the message says so."""

    def __init__(self, key: str, problems: Sequence[Problem], /, **values: object) -> None:
        super().__init__(key, n=len(problems), **values)
        self.problems = tuple(problems)

    def text(self, lang: words.Lang) -> str:
        """Return the heading and every problem, a line each."""
        return "\n".join([super().text(lang), *(f"  {problem.text(lang)}" for problem in self.problems)])

    def __reduce__(self) -> tuple[Any, ...]:
        values = {name: value for name, value in self.values.items() if name != "n"}
        return _rebuild_faults, (self.key, self.problems, values)


def _rebuild_faults(key: str, problems: Sequence[Problem], values: dict[str, object]) -> Faults:
    return Faults(key, problems, **values)


_REFUSALS = {
    errno.ENOENT: "no-such-place",
    errno.EACCES: "no-permission",
    errno.EPERM: "not-permitted",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.ENOSPC: "no-space",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EIO: "read-or-write",
}
"""The reasons of operating systems that habeas has words for."""


def because(error: OSError) -> str | words.Said:
    """Return why the operating system refused: in both languages where that is one of the common reasons, else as the system says it."""
    key = _REFUSALS.get(error.errno or 0)
    if key is None:
        return error.strerror or str(error)
    return words.Said(*(words.text(f"errors.{key}", lang) for lang in words.LANGUAGES))
