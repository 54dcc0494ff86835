"""A text is sent passage by passage to a model, and what it answers is held to the rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from habeas.errors import Problem
from habeas.reading.document import document
from habeas.reading.model import Document, Reading
from habeas.reading.models.endpoint import Model, ModelError
from habeas.reading.models.holding import Rule
from habeas.reading.models.instructions import messages
from habeas.reading.models.placing import placed
from habeas.reading.whole import Passage
from habeas.words import Lang, Said

LONGEST: Final = 4_000
"""Characters of a passage."""
_PATIENCE: Final = 3
"""Passages in a row without a usable answer, after which the others are not sent."""
_THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a model proposed of a text: the readings that stand, and why others were refused or passages have no answer.

    ``sent`` counts the passages that were sent, of ``passages``, and ``answered`` those with a usable answer. ``placed`` are the readings, each in
    its sentence. ``stopped`` says that asking this endpoint again is of no use now. The confidence of these readings is 0: it was never counted.
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    passages: int
    sent: int
    answered: int = 0
    placed: tuple[Passage, ...] = ()
    stopped: bool = False

    @property
    def refused(self) -> int:
        """How many answers were refused."""
        return sum(one.gravity == "warning" for one in self.problems)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of a text would be sent."""

    passages: int
    characters: int


def plan(text: str, *, lang: Lang | None = None, published: str | None = None, longest: int = LONGEST) -> Plan:
    """Return how much of a text :func:`ask` would send. Sends nothing."""
    passages = list(_passages(document(text, lang=lang, published=published), longest))
    return Plan(len(passages), sum(end - start for start, end in passages))


def ask(
    model: Model,
    text: str,
    *,
    announce: Callable[[Said], None],
    lang: Lang | None = None,
    published: str | None = None,
    longest: int = LONGEST,
) -> Proposed:
    """Ask a model for the claims of a text. Never raises for what an endpoint does or answers: that is in ``problems``.

    ``announce`` is told which host gets how much of the text before anything is sent; it may raise to keep it from being sent. Passages have at most
    ``longest`` characters; passages in another language and tables of contents are not sent.
    """
    made = document(text, lang=lang, published=published)
    passages = list(_passages(made, longest))
    if not passages:
        return Proposed((), (), 0, 0)
    announce(model.notice(len(passages), sum(end - start for start, end in passages)))
    rule = Rule(made)
    readings: list[Reading] = []
    problems: list[Problem] = []
    sent = failed = answered = 0
    stopped = False
    for start, end in passages:
        sent += 1
        try:
            answers = _claims(model, model.answer(messages(text[start:end], published)))
        except ModelError as error:
            failed += 1
            problems.append(replace(error.problem, row=text.count("\n", 0, start) + 1))
            stopped = error.final or failed == _PATIENCE
            if stopped:
                break
            continue
        failed = 0
        answered += 1
        held = rule.held(answers, start, end)
        readings += held.readings
        problems += [replace(one, row=text.count("\n", 0, start) + 1, gravity="warning") for one in held.problems]
    if sent < len(passages):
        problems.append(Problem("reading.model-stopped", values={"n": len(passages) - sent, "host": model.host}))
    found = tuple(readings)
    return Proposed(found, tuple(problems), len(passages), sent, answered, placed(made, found), stopped)


def besides(readings: Sequence[Reading], proposed: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return what a model proposed that the grammar did not read: another kind, another value, or on other words."""
    return tuple(one for one in proposed if not any(_same(one, other) for other in readings))


def _same(one: Reading, other: Reading) -> bool:
    return (
        one.start < other.end
        and other.start < one.end
        and (one.kind, one.value, one.value_text) == (other.kind, other.value, other.value_text)
        and (one.value is not None or one.value_text is not None or (one.low, one.high) == (other.low, other.high))
    )


def _passages(made: Document, longest: int) -> Iterator[tuple[int, int]]:
    """Yield passages of whole sentences, paragraphs together as far as they have room; a longer sentence is cut."""
    start = end = None
    for one in made.sentences:
        for begin in range(one.start, one.end, longest):
            stop = min(one.end, begin + longest)
            if start is not None and end is not None and (stop - start > longest or _skips(made, end, begin)):
                yield start, end
                start = None
            start = begin if start is None else start
            end = stop
    if start is not None and end is not None:
        yield start, end


def _skips(made: Document, end: int, begin: int) -> bool:
    """Tell whether something that is not read stands between two sentences: it is not sent along."""
    return bool(made.text[end:begin].strip())


def _claims(model: Model, said: str) -> list[Any]:
    """Return the claims in what a model says: a JSON object with a list of claims, or the list alone, whatever words stand around it."""
    bare = _THOUGHT.sub("", said, count=1)
    decoder = json.JSONDecoder()
    for hit in re.finditer(r"[{\[]", bare):
        try:
            told, _ = decoder.raw_decode(bare, hit.start())
        except (ValueError, RecursionError):
            break
        claims = told.get("claims") if isinstance(told, dict) else told
        if isinstance(claims, list):
            return claims
        break
    found = " ".join(bare.split())[:80]
    raise ModelError(
        Problem("reading.model-no-json", values={"host": model.host, "model": model.name, "found": found}), final=False
    )
