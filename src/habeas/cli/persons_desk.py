"""Reviewing persons at the keyboard: two records side by side, one key for a verdict and one for its reason, every answer kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, Literal

import click

from habeas import words
from habeas.cli.persons_shown import evidence, gain, in_rows, pair_lines, rest_lines, row_lines
from habeas.cli.show import Screen, painted
from habeas.cli.sitting import Ask, Left, Sitting
from habeas.errors import InputError
from habeas.people.judgements import Judgement, Question, Queue, Reviewing, Verdict, judge, said

_REASONS: Final[dict[Verdict, tuple[str, ...]]] = {
    "same": ("same-document", "same-birth", "same-event", "same-kin", "other"),
    "different": ("different-document", "different-birth", "different-name", "different-time", "other"),
    "unsure": ("unsure-little", "unsure-common", "unsure-source", "other"),
}
_KEYS: Final[dict[str, Verdict]] = {"s": "same", "d": "different", "u": "unsure"}
_STYLES: Final[dict[Verdict, str]] = {"same": "green", "different": "red", "unsure": "yellow"}
Act = tuple[Literal["said"], Judgement] | tuple[Literal["left"], Question]


class PersonsDesk(Sitting):
    """One person's sitting. ``second``: nothing of what others said is shown, nor what the register made of it."""

    def __init__(
        self,
        out: Screen,
        reviewing: Reviewing,
        *,
        keys: Callable[[], str],
        ask: Ask,
        second: bool = False,
    ) -> None:
        super().__init__(out, keys=keys, ask=ask)
        self.reviewing, self.second, self.tables = reviewing, second, reviewing.tables
        self.said = list(reviewing.said())
        self.queue = Queue(
            self.tables.doubts, self.tables.pairs, self.tables.mentions, self.said, by=reviewing.by, second=second
        )
        self.acts: list[Act] = []
        self.counts: dict[Verdict, int] = dict.fromkeys(_REASONS, 0)
        self.reason = ""
        self.one = self.queue.next()

    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return self.one is None

    def work(self) -> None:
        """Ask until nothing is left to ask, or the person leaves."""
        if self.done():
            self._say("none-second" if self.second else "none", "green")
            return
        self._say("begin-second" if self.second else "begin", "bold", n=len(self.queue))
        self._show()
        with suppress(Left):
            while not self.done() and (key := self.key()).lower() != "q":
                self._press(key)
        if self.queue.contradictions:
            self._say("still", "yellow", n=len(self.queue.contradictions))
        self._say("end", "bold", left=len(self.queue), **self.counts)

    def _press(self, key: str) -> None:
        """Do what a key asks; what goes wrong is said, and the question stays."""
        act = {"r": self._own_reason, "w": self._row, "n": self._next, "b": self._back}.get(key.lower())
        try:
            if key.lower() in _KEYS:
                self._judge(_KEYS[key.lower()])
            elif act is None:
                self._say("keys", "dim")
            else:
                act()
        except InputError as error:
            self.out.line(error.text(self.out.lang), first="  ", rest="    ", style="red")

    def _say(self, key: str, style: str | None = None, first: str = "", /, **values: object) -> None:
        self.out.line(self._text(key, **values), first=first, style=style)

    def _text(self, key: str, **values: object) -> str:
        return words.text(f"judgements.{key}", self.out.lang, **values)

    # --- answering

    def _judge(self, verdict: Verdict) -> None:
        one = self.one
        reason = self.reason or self._why(verdict)
        if one is None or not reason:
            self._show()
            return
        [made] = self.reviewing.append([judge(verdict, one.left, one.right, reason, round=one.round)])
        self.said.append(made)
        self.queue.take(made)
        self.acts.append(("said", made))
        self.counts[verdict] += 1
        self._say(f"recorded-{verdict}", _STYLES[verdict], "  ", reason=reason)
        self._open(self.queue.next())

    def _why(self, verdict: Verdict) -> str:
        """Let the person choose a reason by its digit, or type one; empty where neither is done."""
        names = _REASONS[verdict]
        chosen = self.chosen([self._text(f"reason-{name}") for name in names])
        if chosen is None:
            return ""
        if names[chosen] == "other":
            return (self.ask(f"  {self._text('why')}", "") or "").strip()
        return self._text(f"reason-{names[chosen]}")

    def _own_reason(self) -> None:
        """Type the reason that the answer to this question will have."""
        typed = (self.ask(f"  {self._text('why')}", self.reason) or "").strip()
        if typed:
            self.reason = typed
            self._say("own-reason", "dim", "  ", reason=typed)

    def _next(self) -> None:
        if self.one is not None:
            self.queue.skip(self.one)
            self.acts.append(("left", self.one))
            self._open(self.queue.next())

    def _back(self) -> None:
        """Go back to the question before: one that was left is asked again, an answer is undone by an entry."""
        if self.acts and self.acts[-1][0] == "left":
            question = self.acts.pop()[1]
            self._open(self.queue.about(*question.pair))
            return
        mine = [one for one in self.said if one.by == self.reviewing.by]
        if not mine:
            self._say("nothing-back", "yellow", "  ")
            return
        self._undo(mine[-1])

    def _undo(self, last: Judgement) -> None:
        self.reviewing.undo(last, reason=self._text("taken-back-why"))
        self.said.remove(last)
        earlier = [one for one in self.said if (one.by, one.pair) == (last.by, last.pair)]
        self.queue.withdraw(last, earlier[-1] if earlier else None)
        if self.acts:
            self.acts.pop()
            self.counts[last.verdict] -= 1
        self._say("taken-back", "yellow", "  ", said=in_rows(self.tables, said(last, self.out.lang)))
        self._open(self.queue.about(*last.pair))

    # --- showing

    def _open(self, question: Question | None) -> None:
        self.one, self.reason = question, ""
        if question is not None:
            self._show()

    def _show(self) -> None:
        one = self.one
        if one is None:
            return
        click.echo()
        self.out.line(self._head(one), style="bold")
        for text, style in pair_lines(self.tables, one.left, one.right, self.out.lang, self.out.width):
            click.echo(painted(text, style))
        found = evidence(self.tables, one.left, one.right, self.out.lang)
        if found:
            self._say("speaks", None, "  ", said="; ".join(found))
        if not self.second:
            self._show_others(one)
        self._say("keys", "dim")

    def _head(self, one: Question) -> str:
        parts = [self._text("head", left=len(self.queue), kind=self._text(f"head-kind-{one.kind}"))]
        if one.probability is not None and not self.second:
            parts.append(self._text("likely", p=round(one.probability, 3)))
        if one.value and not self.second:
            parts.append(self._text("gain", hidden=gain(one.hidden), count=gain(one.count)))
        return " · ".join(parts)

    def _show_others(self, one: Question) -> None:
        """Show who else would be joined, the contradiction that the question is part of, and what was said of the pair."""
        for line in rest_lines(self.tables, self.queue.board, one.left, one.right, self.out.lang):
            self.out.line(line, first="  ", rest="      ")
        if one.contradiction is not None:
            text = in_rows(self.tables, one.contradiction.text(self.out.lang))
            self.out.line(text, first="  ", rest="    ", style="yellow")
        for each in self.queue.board.ruling(one.pair):
            self._say("earlier", "dim", "  ", said=in_rows(self.tables, said(each, self.out.lang)))

    def _row(self) -> None:
        """Show the row of each record as it stands in its file."""
        sides: Sequence[str] = () if self.one is None else (self.one.left, self.one.right)
        for key in sides:
            for line in row_lines(self.tables, key, self.out.lang):
                self.out.line(line, first="  ", rest="      ")
