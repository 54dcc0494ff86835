"""The queue: what was read of the sources, joined with what was decided, in the order of the sources and their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from habeas.case.names import nearest_source
from habeas.case.proposals.asked import asked, merged
from habeas.case.proposals.deciding import Decided, differ, settled
from habeas.case.proposals.kept import Kept, kept
from habeas.case.proposals.model import Decision, Proposal, State, differences, reading_from
from habeas.case.proposals.subjects import Gazetteer, Mentions
from habeas.evidence import ROWS
from habeas.reading import Mapped, Reading, mapped
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.evidence import Source
    from habeas.ledger import Sources

Progress = Callable[[int, int], None]
_TABLES: Final = ROWS | frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
_STATES: Final[Mapping[str, State]] = {"accept": "accepted", "reject": "rejected", "split": "split"}
_VALUE: Final = ("value", "value_text", "low", "high")


def to_read(sources: Sources, names: Sequence[str], kind: str | None = None) -> list[Source]:
    """Return the current versions of the sources that are to be read: those named, else every text that is not withdrawn.

    Tables are read where they are named: what they hold is records. Raises :class:`InputError` for a name that is no source.
    """
    if names:
        return [nearest_source(sources, name).current for name in dict.fromkeys(names)]
    return [
        state.current
        for state in sources.values()
        if not state.withdrawn and state.current.media_type not in _TABLES and kind in (None, state.current.kind)
    ]


class Queue:
    """The proposals of a case, for one coder. ``blind`` leaves the decisions of all others out of sight."""

    def __init__(self, case: Case, decided: Decided, *, coder: str, blind: bool, lang: Lang) -> None:
        self.case, self.decided, self.coder, self.blind, self.lang = case, decided, coder, blind, lang
        self.vocabulary = case.vocabulary()
        self.gazetteer = Gazetteer(case.about)
        self.asked = asked(case.state.entries)
        self.claims = case.state.claims
        self._by_source: dict[str, dict[str, dict[str, Decision]]] = {}
        for name, by_coder in decided.items():
            seen = self.seen(by_coder)
            if seen:
                self._by_source.setdefault(next(iter(seen.values())).source, {})[name] = seen

    def seen(self, by_coder: Mapping[str, Decision]) -> dict[str, Decision]:
        """Return the decisions that this coder may see."""
        return {actor: one for actor, one in by_coder.items() if not self.blind or actor == self.coder}

    def of(self, source: Source, progress: Progress | None = None) -> tuple[Kept, list[Proposal]]:
        """Return what is kept of a source, and its proposals in the order of its words; what is gone stands at the end."""
        found = kept(self.case, source, progress)
        if not found.told:
            return found, []  # its text cannot be read now: nothing is known to be gone
        if source.id in self.asked:
            found = merged(found, self.asked[source.id], self.case.texts.of(source))
        known = dict(self._by_source.get(source.id, {}))
        named = self.gazetteer.mentions(self.case.texts.of(source).text if found.readings else "")
        ids = {one["id"] for one in found.readings}
        left = {name: seen for name, seen in known.items() if name not in ids}
        made = [self._proposal(source, named, one, known.get(one["id"]), left) for one in found.readings]
        return found, [*made, *self._gone(source, left)]

    def _proposal(
        self,
        source: Source,
        named: Mentions,
        raw: Mapping[str, Any],
        seen: dict[str, Decision] | None,
        left: dict[str, dict[str, Decision]],
    ) -> Proposal:
        was = None
        if not seen and left:
            was = next(
                (name for name, by in left.items() if _same_words(_last(by), raw["reading"], source.sha256)), None
            )
            seen = left.pop(was) if was is not None else None
        reading = reading_from(raw["reading"])
        told = self._mapped(reading)
        before, begins, ends, after = raw["passage"]
        subject, candidates = self.gazetteer.resolve(
            self.vocabulary.get(told.predicate or ""),
            named,
            quote=(reading.start, reading.end),
            sentence=(begins, ends),
            passage=(before, after),
            subject=reading.subject,
        )
        state, changed = self._state(source, raw["reading"], seen or {}, was)
        return Proposal(
            id=raw["id"],
            source=source.id,
            sha256=source.sha256,
            reading=reading,
            passage=(before, begins, ends, after),
            page=raw["page"],
            state=state,
            mapped=told,
            decisions=tuple((seen or {}).values()),
            changed=changed,
            subject=subject,
            candidates=candidates,
            was=was,
        )

    def _mapped(self, reading: Reading) -> Mapped:
        """Return a reading in the vocabulary; words that name exactly one subject become its id where a subject is the value."""
        told = mapped(reading, self.lang)
        predicate = self.vocabulary.get(told.predicate or "")
        if predicate is None or predicate.value != "subject" or told.value is None:
            return told
        names = self.gazetteer.named(told.value) or self.gazetteer.named(reading.quote)
        return replace(told, value=names[0]) if len(names) == 1 else told

    def _state(
        self, source: Source, reading: Mapping[str, Any], seen: Mapping[str, Decision], was: str | None
    ) -> tuple[State, tuple[str, ...]]:
        if not seen:
            return "open", ()
        last = _last(seen)
        changed = tuple(name for name in differences(last.reading, reading) if name not in last.corrected)
        if changed or was is not None:
            return "changed", changed
        if last.sha256 != source.sha256:
            return "confirm", ()
        same = [one for one in seen.values() if one.sha256 == source.sha256]
        if not differ(same):
            return _STATES[last.verdict], ()
        verdict = settled(same, self.claims)
        return _STATES[verdict] if verdict else "differ", ()

    def _gone(self, source: Source, left: Mapping[str, Mapping[str, Decision]]) -> Iterator[Proposal]:
        """Yield what was accepted and is no longer read; a rejection of what is gone asks for nothing."""
        for name, seen in left.items():
            last = _last(seen)
            if last.verdict == "reject" or (last.kept and last.sha256 == source.sha256):
                continue
            reading = reading_from(last.reading)
            yield Proposal(
                id=name,
                source=source.id,
                sha256=last.sha256,
                reading=reading,
                passage=last.passage,
                page=None,
                state="gone",
                mapped=self._mapped(reading),
                decisions=tuple(seen.values()),
            )


def _last(seen: Mapping[str, Decision]) -> Decision:
    return max(seen.values(), key=lambda one: one.seq)


def _same_words(one: Decision, reading: Mapping[str, Any], sha256: str) -> bool:
    """Whether a decided reading is this one with other words or another value around the same figure, as a newer reader quotes it."""
    old = one.reading
    if old["kind"] != reading["kind"]:
        return False
    if one.sha256 == sha256:
        return bool(old["start"] < reading["end"] and reading["start"] < old["end"])
    inside = old["quote"] in reading["quote"] or reading["quote"] in old["quote"]
    return inside and all(old[name] == reading[name] for name in _VALUE)
