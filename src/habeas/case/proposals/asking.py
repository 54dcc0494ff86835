"""Asking a language model that the user runs: which host gets how much of which texts is said first, and nothing goes anywhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from habeas import words
from habeas.case.proposals.files import ReadFile
from habeas.errors import HabeasError, InputError, Problem
from habeas.reading.models import Model, Plan, Proposed, ask, besides, configured, plan
from habeas.words import LANGUAGES, Lang, Said

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.evidence import Source

Progress = Callable[[int, int], None]
Announce = Callable[[Said], None]
_PATIENCE: Final = 3
"""Texts in a row without a usable answer, after which the others are not sent."""
_WITHHELD: Final = ("restricted", "secret")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wanted:
    """A text to be sent: its name, itself when it is needed, and what is known of it."""

    name: str
    text: Callable[[], str]
    language: Lang | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking a model about a text.

    Of ``passages``, ``sent`` were sent and ``answered`` have a usable answer; ``readings`` answers passed the rule and ``refused`` did not, each of
    them one of ``problems``. ``seq`` is the entry of the ledger that keeps them, None where there is none. Where nothing was sent because the
    model has answered about the same before, that is the earlier entry, and ``before`` is true.
    """

    source: str
    model: str
    host: str
    passages: int = 0
    sent: int = 0
    answered: int = 0
    readings: int = 0
    refused: int = 0
    seq: int | None = None
    before: bool = False
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON of the numbers."""
        return {
            "source": self.source, "model": self.model, "host": self.host, "passages": self.passages, "sent": self.sent,
            "answered": self.answered, "readings": self.readings, "refused": self.refused, "seq": self.seq,
            "before": self.before,
        }  # fmt: skip


def model_of(table: Mapping[str, Any] | None) -> Model:
    """Return the model that a case or the environment names. Raises :class:`InputError` that says how to name one, or what is wrong with it."""
    found = configured(table, os.environ)
    if found is None:
        raise InputError("case.ask-no-model")
    return found


def notice(model: Model, planned: Sequence[tuple[Wanted, Plan]]) -> Said:
    """Return what is said before anything is sent: which host gets how many passages of which texts, and how."""
    values = {
        "n": sum(each.passages for _, each in planned),
        "characters": sum(each.characters for _, each in planned),
        "texts": [f"{one.name} ({each.passages})" for one, each in planned],
        "host": model.host,
        "model": model.name,
    }
    key = "case.ask-notice-local" if model.local else "case.ask-notice"
    said = {lang: words.text(key, lang, **values) for lang in LANGUAGES}
    if not model.local and model.url.lower().startswith("http:"):
        said = {lang: f"{told} {words.text('reading.model-notice-open', lang)}" for lang, told in said.items()}
    return Said(said["en"], said["es"])


def ask_about(
    model: Model, wanted: Sequence[Wanted], announce: Announce, progress: Progress | None = None
) -> Iterator[tuple[Wanted, Proposed] | Problem]:
    """Ask about texts one after the other, after all of them were announced; a :class:`Problem` at the end where the last ones were kept back."""
    planned = [(one, plan(one.text(), lang=one.language, published=one.published)) for one in wanted]
    planned = [(one, each) for one, each in planned if each.passages]
    if not planned:
        return
    announce(notice(model, planned))
    silent = 0
    for number, (one, _) in enumerate(planned, 1):
        told = ask(model, one.text(), announce=lambda _: None, lang=one.language, published=one.published)
        yield one, replace(told, problems=tuple(replace(each, file=one.name) for each in told.problems))
        if progress:
            progress(number, len(planned))
        silent = 0 if told.answered else silent + 1
        if told.stopped or silent == _PATIENCE:
            if number < len(planned):
                yield Problem("case.ask-stopped", values={"n": len(planned) - number, "host": model.host})
            return


# --- a case


def ask_case(
    case: Case, model: Model, sources: Sequence[Source], announce: Announce, progress: Progress | None
) -> Iterator[Asked]:
    """Ask about sources of a case, and keep what was answered of each as an entry of the ledger, at once."""
    from habeas.case.proposals.asked import about, asked, draft

    case.actor  # noqa: B018 - nobody to act is said before a text is sent, not after it
    known = asked(case.state.entries)
    by_name = {one.id: one for one in sources}
    wanted = []
    for source in sources:
        before = next(
            (one for one in known.get(source.id, ()) if one.complete and one.asked == about(model, source)), None
        )
        if before is not None:
            yield Asked(source=source.id, model=model.name, host=model.host, seq=before.seq, before=True)
        elif not model.local and source.about.sensitivity in _WITHHELD:
            values: dict[str, object] = {"found": source.about.sensitivity, "host": model.host}
            kept_back = Problem("case.ask-withheld", source.id, gravity="warning", values=values)
            yield _of(model, source.id, None, None, kept_back)
        elif _readable(case, source):
            wanted.append(_wanted(case, source, about(model, source)))
    for told in ask_about(model, wanted, announce, progress):
        if isinstance(told, Problem):
            yield _of(model, "", None, None, told)
            continue
        one, proposed = told
        entries = case.append([draft(model, by_name[one.name], proposed)]) if proposed.answered else []
        yield _of(model, one.name, proposed, entries[0].seq if entries else None, *proposed.problems)


def _readable(case: Case, source: Source) -> bool:
    """Whether the text of a source can be had; that it cannot is told where it is read."""
    try:
        case.texts.of(source)
    except HabeasError:
        return False
    return True


def _wanted(case: Case, source: Source, known: Mapping[str, Any]) -> Wanted:
    return Wanted(
        name=source.id,
        text=lambda: case.texts.of(source).text,
        language=known["language"],
        published=known["published"],
    )


def _of(model: Model, name: str, told: Proposed | None, seq: int | None, *problems: Problem) -> Asked:
    return Asked(
        source=name,
        model=model.name,
        host=model.host,
        passages=told.passages if told else 0,
        sent=told.sent if told else 0,
        answered=told.answered if told else 0,
        readings=len(told.readings) if told else 0,
        refused=told.refused if told else 0,
        seq=seq,
        problems=problems,
    )


# --- files


def ask_files(
    model: Model, files: Sequence[ReadFile], announce: Announce, progress: Progress | None
) -> tuple[list[ReadFile], list[Asked]]:
    """Ask about files that were read; return them with what the model adds, and what came of asking."""
    made = list(files)
    at = {_of_file(one): number for number, one in enumerate(files)}
    outcomes: list[Asked] = []
    for told in ask_about(model, list(at), announce, progress):
        if isinstance(told, Problem):
            outcomes.append(_of(model, "", None, None, told))
            continue
        wanted, proposed = told
        one = made[at[wanted]]
        standing = [each.reading for each in one.passages]
        new = []
        for each in proposed.placed:
            if besides(standing, (each.reading,)):
                standing.append(each.reading)
                new.append(each)
        passages = tuple(sorted([*one.passages, *new], key=lambda each: each.reading.start))
        made[at[wanted]] = replace(one, passages=passages, problems=(*one.problems, *proposed.problems))
        outcomes.append(_of(model, wanted.name, proposed, None, *proposed.problems))
    return made, outcomes


def _of_file(one: ReadFile) -> Wanted:
    return Wanted(name=one.path.name, text=lambda: one.text, language=one.language, published=one.published)
