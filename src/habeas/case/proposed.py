"""What a case answers about the readings of its sources: what the machine proposes, and what people decide of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast, get_args

from habeas import words
from habeas.case.names import close, known
from habeas.errors import Faults, HabeasError, InputError, Problem
from habeas.words import Lang, Said

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.case.proposals import Agreement, Asked, Decision, Proposal, Queue, Repeated, Reviewer, State, Why
    from habeas.case.results import SourceRead
    from habeas.evidence import Source

Progress = Callable[[int, int], None]
_STEPS: Final = 1000


class Proposed:
    """The part of :class:`Case` that speaks of readings."""

    @property
    def _proposing(self) -> Case:
        return cast("Case", self)

    def read(self, *sources: str, kind: str | None = None, progress: Progress | None = None) -> tuple[SourceRead, ...]:
        """Read sources, or every text of the case (of one ``kind``: original or note), and return what came of each.

        Nothing is accepted. A source that was read by this reader already is not read again. Raises :class:`InputError` for an unknown source.
        """
        from habeas.case.proposals import to_read

        known("kind", kind, ("original", "note"))
        queue = self._queue(blind=False, lang="en")
        wanted = to_read(self._proposing.state.sources, sources, kind)
        return tuple(self._source_read(queue, one, told) for one, told in _steps(wanted, progress))

    def ask_model(
        self,
        *sources: str,
        announce: Callable[[Said], None],
        kind: str | None = None,
        progress: Progress | None = None,
    ) -> tuple[Asked, ...]:
        """Ask the language model that ``case.toml`` names about sources, or every text of the case, and return what came of each.

        ``announce`` is told which host gets how many passages of which texts before anything is sent; it may raise to keep that from happening. What the model answers
        and the rule lets pass is an entry ``reading.asked`` for each source, and is among its proposals until that is undone. Raises
        :class:`InputError` where no model is named.
        """
        from habeas.case.proposals import ask_case, model_of, to_read

        known("kind", kind, ("original", "note"))
        case = self._proposing
        model = model_of(case.about.reading_model)
        return tuple(ask_case(case, model, to_read(case.state.sources, sources, kind), announce, progress))

    def _source_read(self, queue: Queue, source: Source, progress: Progress | None) -> SourceRead:
        from habeas.case.results import SourceRead

        found, proposals = queue.of(source, progress)
        states = [one.state for one in proposals]
        kinds: dict[str, int] = {}
        for one in found.readings:
            name = one["reading"]["kind"]
            kinds[name] = kinds.get(name, 0) + 1
        return SourceRead(
            source=source.id,
            file=source.file,
            language=found.told.get("language"),
            words=found.told.get("words", 0),
            pages=found.told.get("pages", 0),
            fresh=found.fresh,
            proposed=len(found.readings),
            decided=sum(state in ("accepted", "rejected", "split") for state in states),
            waiting=sum(one.waiting for one in proposals),
            new=len(found.new),
            changed=len(found.changed),
            gone=len(found.gone),
            kinds=dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
            problems=found.problems,
        )

    def readings(
        self,
        *sources: str,
        kind: str | None = None,
        state: State | None = None,
        least: float = 0.0,
        sort: str = "text",
        blind: bool = False,
        lang: Lang = "en",
        progress: Progress | None = None,
        tell: Callable[[Problem], None] = lambda _: None,
    ) -> list[Proposal]:
        """Return the proposals of the sources: all, or those of a ``kind``, in a ``state``, or of ``least`` so much confidence.

        They are in the order of the sources and their words or, sorted by ``confidence``, the least certain first. ``blind`` shows none of
        the decisions of other coders. Values are put in words of ``lang``. What was not read yet is read first.
        ``tell`` is told of each source whose text cannot be had: none of its proposals is returned.
        """
        from habeas.case.proposals import State, to_read
        from habeas.reading import KINDS, MORE_KINDS

        known("kind", kind, sorted(KINDS | MORE_KINDS))
        known("state", state, get_args(State))
        known("sort", sort, ("text", "confidence"))
        queue = self._queue(blind=blind, lang=lang)
        found: list[Proposal] = []
        for one, told in _steps(to_read(self._proposing.state.sources, sources), progress):
            read, proposals = queue.of(one, told)
            found += proposals
            for problem in () if read.told else read.problems:
                tell(problem)
        kept = [
            one
            for one in found
            if kind in (None, one.reading.kind) and state in (None, one.state) and one.reading.confidence >= least
        ]
        return sorted(kept, key=lambda one: one.reading.confidence) if sort == "confidence" else kept

    def repeated(self, *sources: str) -> tuple[Repeated, ...]:
        """Return the claims that several sources make: repeated by one speaker, or copied, they are one claim and no confirmation."""
        from habeas.case.proposals import repeated, to_read

        return repeated(self._proposing, to_read(self._proposing.state.sources, sources))

    def _queue(self, *, blind: bool, lang: Lang) -> Queue:
        from habeas.case.proposals import Queue, decided

        case = self._proposing
        coder = case.actor if blind else ""
        return Queue(case, decided(case.state.entries), coder=coder, blind=blind, lang=lang)

    def reviewer(self, *, lang: Lang = "en") -> Reviewer:
        """Return the coder at work, for many decisions one after the other."""
        from habeas.case.proposals import Reviewer

        return Reviewer(self._proposing, lang)

    def passage(self, one: Proposal) -> tuple[str, str, str]:
        """Return what stands before the quote of a proposal, the quote, and what follows, of the text it was read from."""
        case = self._proposing
        sources = case.state.sources
        source = sources.version(one.source, one.sha256) or sources[one.source].current
        return one.parts(case.texts.of(source).text)

    def review_accept(
        self, *ids: str, fields: Mapping[str, str] | None = None, reason: str, lang: Lang = "en", blind: bool = False
    ) -> list[Decision]:
        """Accept proposals, named by id or its beginning; ``fields`` corrects or completes each of them alike.

        Raises :class:`Faults` with what each lacks that cannot be accepted as it stands; nothing is written then.
        """
        from habeas.case.proposals import FIELDS

        for name in fields or {}:
            if name not in FIELDS:
                raise InputError("case.not-a-field", found=name, known=FIELDS)
        coder, found = self._named(ids, lang, blind=blind)
        given = [{**(made := coder.fields(one)), **coder.defaults(one, made), **(fields or {})} for one in found]
        wrong: list[Problem] = []
        for one, made in zip(found, given, strict=True):
            if one.state != "gone":
                claim, problems = coder.check(one, made)
                told = problems if claim is None else ()
                wrong += [replace(problem, file=one.id) for problem in told if problem.gravity == "error"]
        if wrong:
            raise Faults(
                "case.proposal-incomplete", wrong, id=words.listing(sorted({one.file or "" for one in wrong}), lang)
            )
        return [coder.accept(one, made, reason=reason) for one, made in zip(found, given, strict=True)]

    def review_reject(self, *ids: str, why: Why = "other", reason: str, blind: bool = False) -> list[Decision]:
        """Reject proposals, named by id or its beginning; ``why`` is one of five grounds, ``reason`` the coder's own words."""
        from habeas.case.proposals import Why

        known("why", why, get_args(Why))
        coder, found = self._named(ids, "en", blind=blind)
        return [coder.reject(one, why, reason=reason) for one in found]

    def review_split(
        self, name: str, parts: Sequence[Mapping[str, str]], *, reason: str, lang: Lang = "en", blind: bool = False
    ) -> Decision:
        """Accept a proposal as two claims or more: each part corrects or completes the fields of the proposal."""
        coder, found = self._named((name,), lang, blind=blind)
        made = coder.fields(found[0])
        return coder.split(found[0], [{**made, **part} for part in parts], reason=reason)

    def review_undo(self, *, reason: str) -> Decision | None:
        """Take back this coder's last decision, with the claims that came of it; None where there is none."""
        return self.reviewer().undo(reason=reason)

    def review_agreement(self, *sources: str) -> Agreement:
        """Return how far the coders of the case agree, and on which readings they do not."""
        from habeas.case.names import nearest_source
        from habeas.case.proposals import agreement, decided

        state = self._proposing.state
        wanted = [nearest_source(state.sources, name).current.id for name in sources]
        return agreement(decided(state.entries), state.claims, wanted)

    def _named(self, names: Sequence[str], lang: Lang, *, blind: bool) -> tuple[Reviewer, list[Proposal]]:
        """Return proposals by id or its beginning. Raises :class:`Faults` naming every name that fits none or several."""
        coder = self.reviewer(lang=lang)
        every = {one.id: one for one in self.readings(blind=blind, lang=lang)}
        found: list[Proposal] = []
        wrong: list[HabeasError] = []
        for name in dict.fromkeys(names):
            ids = [name] if name in every else [one for one in every if one.startswith(name)]
            if len(ids) == 1:
                found.append(every[ids[0]])
            elif ids:
                wrong.append(InputError("case.proposal-ambiguous", found=name, known=ids[:5]))
            elif every:
                wrong.append(InputError("case.no-proposal", found=name, known=close(name, every)))
            else:
                wrong.append(InputError("case.no-proposals", found=name))
        if wrong:
            raise Faults("case.proposal-names", [Problem(one.key, values=one.values) for one in wrong])
        return coder, found


def _steps(wanted: Sequence[Source], progress: Progress | None) -> list[tuple[Source, Progress | None]]:
    """Return the sources, each with what is to be told while it is read: one bar for all, each source an equal part of it."""

    def part(number: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, total: progress(number * _STEPS + done * _STEPS // max(total, 1), len(wanted) * _STEPS)

    if progress is not None and len(wanted) == 1:
        return [(wanted[0], progress)]
    return [(one, part(number)) for number, one in enumerate(wanted)]
