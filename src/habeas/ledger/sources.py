"""The sources of a case as the ledger tells them: every version, what is recorded about it now, and what was withdrawn.

The entries that make sources, each about the source's id:

- ``source.add``: the body is one version of the source, as :func:`habeas.evidence.as_json` writes it.
- ``source.describe``: the body is ``{"about": {field: value}}``, the fields of the description that change, and may have
  ``"version": n``; without it, the last version is meant. ``null`` says that a field is unknown after all. ``"kind"`` may say
  that the source is a note after all, or an original.
- ``source.withdraw``: the reason says why. It holds for all versions, those added later included, until it is undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from habeas.errors import InputError, LedgerError
from habeas.evidence import Description, Source, as_json, from_json
from habeas.ledger.fold import effective
from habeas.ledger.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source as it stands: its versions in order, the last one current. ``entries`` are the numbers that made it so."""

    versions: tuple[Source, ...]
    withdrawn: bool = False
    reason: str = ""
    entries: tuple[int, ...] = ()

    @property
    def current(self) -> Source:
        """The version added last."""
        return self.versions[-1]


class Sources(Mapping[str, SourceState]):
    """Sources by id, in the order in which they were first added."""

    def __init__(self, states: Mapping[str, SourceState]) -> None:
        self._states = dict(states)

    def __getitem__(self, source: str) -> SourceState:
        return self._states[source]

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def __repr__(self) -> str:
        return f"Sources({self._states!r})"

    def version(self, source: str, sha256: str) -> Source | None:
        """Return the version of a source that has these bytes, which is what a citation names; the last one, if several do."""
        state = self._states.get(source)
        found = (one for one in reversed(state.versions) if one.sha256 == sha256) if state else ()
        return next(iter(found), None)


@dataclass(slots=True)
class _Told:
    versions: list[Source] = field(default_factory=list)
    withdrawn: bool = False
    reason: str = ""
    entries: list[int] = field(default_factory=list)


def fold_sources(entries: Iterable[Entry]) -> Sources:
    """Return the sources that the entries that stand make; entries of other kinds are passed over.

    What is told about a source whose adding was undone has no effect. Raises :class:`LedgerError` naming the entry whose
    body is not the form of its kind: a newer habeas wrote it, or another program.
    """
    told: dict[str, _Told] = {}
    for entry in effective(entries):
        if entry.kind == "source.add":
            told.setdefault(entry.about, _Told()).versions.append(_source(entry))
        elif entry.kind not in ("source.describe", "source.withdraw") or entry.about not in told:
            continue
        elif entry.kind == "source.describe":
            _describe(told[entry.about].versions, entry)
        else:
            told[entry.about].withdrawn, told[entry.about].reason = True, entry.reason
        told[entry.about].entries.append(entry.seq)
    return Sources(
        {
            name: SourceState(
                versions=tuple(one.versions), withdrawn=one.withdrawn, reason=one.reason, entries=tuple(one.entries)
            )
            for name, one in told.items()
        }
    )


def _source(entry: Entry) -> Source:
    try:
        source = from_json(Source, entry.body)
    except InputError as error:
        raise _unreadable(entry, error) from None
    if source.id != entry.about:
        raise _unreadable(entry, source.id)
    return source


def _describe(versions: list[Source], entry: Entry) -> None:
    changes, wanted = entry.body.get("about"), entry.body.get("version", versions[-1].version)
    if not isinstance(changes, dict) or entry.body.keys() - {"about", "version"}:
        raise _unreadable(entry, ", ".join(sorted(entry.body)) or "∅")
    for place, source in enumerate(versions):
        if source.version == wanted:
            kind = entry.body.get("kind", source.kind)
            if kind not in ("original", "note"):
                raise _unreadable(entry, str(kind))
            versions[place] = replace(source, about=_described(source.about, changes, entry), kind=kind)


def _described(about: Description, changes: Mapping[str, Any], entry: Entry) -> Description:
    known = {name: value for name, value in {**as_json(about), **changes}.items() if value is not None}
    try:
        return from_json(Description, known)
    except InputError as error:
        raise _unreadable(entry, error) from None


def _unreadable(entry: Entry, found: object) -> LedgerError:
    return LedgerError("ledger.unreadable-body", seq=str(entry.seq), kind=entry.kind, found=found)
