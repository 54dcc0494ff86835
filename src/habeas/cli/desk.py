"""Reviewing at the keyboard: one reading at a time, one key for a good one, every decision kept at once."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from habeas.cli.passage import confidence, names_in, passage_lines
from habeas.cli.show import Screen, painted
from habeas.cli.sitting import Ask, Left, Sitting
from habeas.errors import Faults, HabeasError, InputError, LedgerError

if TYPE_CHECKING:
    from habeas.case import Case
    from habeas.case.proposals import Proposal, Why
    from habeas.errors import Problem

_WHY: Final[tuple[Why, ...]] = ("not_said", "wrong_number", "not_this_case", "repetition", "other")
_ALWAYS: Final = ("subject", "predicate", "value", "as_of", "speaker")
_PARTS: Final = ("value", "who", "subject", "as_of")


class Desk(Sitting):
    """One coder's sitting."""

    def __init__(
        self,
        out: Screen,
        case: Case,
        queue: Sequence[Proposal],
        *,
        keys: Callable[[], str],
        ask: Ask,
        reason: str | None = None,
        blind: bool = False,
    ) -> None:
        super().__init__(out, keys=keys, ask=ask)
        self.case, self.queue, self.blind = case, list(queue), blind
        self.coder = case.reviewer(lang=out.lang)
        self.reason = reason or out.text("desk-reason")
        self.fields: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.places: list[int] = []
        self.repeated = {name: one.cited for one in case.repeated() for name in one.ids}
        self.counts = dict.fromkeys(("accept", "reject", "split"), 0)
        self.at = 0

    def work(self) -> None:
        """Go through the queue until its end, or until the coder leaves."""
        self.out.say("desk-begin", "bold", n=len(self.queue))
        self._open(0)
        with suppress(Left):
            while self.at < len(self.queue) and (key := self.key()).lower() != "q":
                self._press(key)
        left = len(self.queue) - len(self.places)
        self.out.say("desk-end", "bold", left=left, **self.counts)

    def _press(self, key: str) -> None:
        """Do what a key asks; what goes wrong is said, and the reading stays."""
        act = {
            "a": self._accept, "c": self._correct, "r": self._reject, "s": self._split, "p": self._speaker, "u": self._undo,
            "n": self._next, "b": self._back,
        }.get(key.lower())  # fmt: skip
        if act is None:
            self.out.say("desk-keys", "dim")
            return
        try:
            act()
        except LedgerError as error:
            if error.key != "ledger.moved":
                raise
            self.coder.look()  # somebody else wrote meanwhile; the decision is taken against what is there now
            act()
        except Faults as error:
            self._wrong(error.problems)
        except InputError as error:
            self._said(error)

    # --- moving

    @property
    def one(self) -> Proposal:
        """The reading on the desk."""
        return self.queue[self.at]

    def _open(self, at: int) -> None:
        """Lay a reading on the desk, with the fields it would be accepted with."""
        self.at = at
        if at < len(self.queue):
            self.fields = self.coder.fields(self.one)
            self.shown = self.coder.defaults(self.one, self.fields)
            self._show()

    def _next(self) -> None:
        self._open(self.at + 1)

    def _back(self) -> None:
        self._open(max(0, self.at - 1))

    def _decided(self, verdict: str) -> None:
        self.counts[verdict] += 1
        self.places.append(self.at)
        self._next()

    # --- deciding

    def _accept(self) -> None:
        from habeas.case.proposals import missing

        if self.one.state == "gone":
            self.coder.accept(self.one, reason=self.reason)
            self._decided("accept")
            return
        given = {**self.shown, **self.fields}
        while lacking := missing(given, self.coder.known.vocabulary):
            if not self._fill(given, lacking[0]):
                self._show()
                return
        self.fields = given
        decision = self.coder.accept(self.one, given, reason=self.reason)
        self.out.say("desk-accepted", "green", "  ", claims=list(decision.claims))
        self._decided("accept")

    def _reject(self) -> None:
        grounds = [self.out.text(f"why-{why}") for why in _WHY]
        chosen = self.chosen(grounds)
        if chosen is None:
            self._show()
            return
        why, said = _WHY[chosen], grounds[chosen]
        reason = self.ask(self.out.text("desk-why"), "") if why == "other" else said
        if not (reason or "").strip():
            self._show()
            return
        self.coder.reject(self.one, why, reason=str(reason))
        self.out.say("desk-rejected", "red", "  ", why=reason)
        self._decided("reject")

    def _split(self) -> None:
        """Lay the reading out twice; each part is filled in field by field."""
        parts = []
        for number in (1, 2):
            self.out.say("desk-part", "bold", "  ", n=number)
            part = {**self.shown, **self.fields}
            for name in _PARTS:
                if not self._fill(part, name, may_be_empty=True):
                    self._show()
                    return
            parts.append(part)
        decision = self.coder.split(self.one, parts, reason=self.reason)
        self.out.say("desk-accepted", "green", "  ", claims=list(decision.claims))
        self._decided("split")

    def _undo(self) -> None:
        undone = self.coder.undo(reason=self.out.text("desk-undone"))
        if undone is None:
            self.out.say("desk-nothing-to-undo", "yellow", "  ")
            return
        self.out.say("desk-undone", "yellow", "  ")
        if self.places:
            self.counts[undone.verdict] -= 1
            self._open(self.places.pop())
        else:
            self._show()

    # --- correcting

    def _correct(self) -> None:
        """Let fields be corrected, each named by its digit, until the coder is done."""
        while True:
            names = self._editable()
            menu = "  ".join(f"{number} {self.out.text(f'field-{name}')}" for number, name in enumerate(names, 1))
            self.out.line(menu, first="  ")
            key = self.key()
            if not (key.isdecimal() and 1 <= int(key) <= len(names)):
                self._show()
                if key == "a":
                    self._accept()
                return
            self.fields = {**self.shown, **self.fields}
            self._fill(self.fields, names[int(key) - 1], may_be_empty=True)

    def _editable(self) -> list[str]:
        """Return the fields that the claim may have, at most nine: one for each digit."""
        predicate = self.coder.known.vocabulary.get(self.fields.get("predicate", ""))
        wanted = list(_ALWAYS)
        if predicate is None or predicate.value == "amount":
            wanted.insert(3, "who")
        if predicate is not None and "capacity" in predicate.requires:
            wanted.insert(4, "capacity")
        return [*wanted, "modality", "polarity"][:9]

    def _fill(self, fields: dict[str, str], name: str, *, may_be_empty: bool = False) -> bool:
        """Ask for one field until what is said can be used; return whether the coder went through with it."""
        before = fields.get(name) or self._suggested(name)
        for choice in self._choices(name, fields):
            self.out.line(choice, first="    ")
        while True:
            said = self.ask(f"  {self.out.text(f'field-{name}')}", before)
            if said is None or (not said.strip() and not may_be_empty):
                return False
            said = self._meant(name, said.strip(), fields)
            if not said:
                fields.pop(name, None)
                self.shown.pop(name, None)
                return True
            trial = {**fields, name: said}
            _, problems = self.coder.check(self.one, trial)
            wrong = [each for each in problems if each.column == name and each.gravity == "error"]
            if not wrong:
                fields[name] = said
                return True
            self._wrong(wrong)
            before = said

    def _suggested(self, name: str) -> str:
        """Return what is typed already where nothing is known: it is the coder who sends it off."""
        if name == "subject":
            last = self.coder.last.get((self.one.source, "subject"))
            return last or (self.one.candidates or ("",))[0]
        if name == "as_of":
            about = self.coder.sources[self.one.source].current.about
            return about.published or ""
        if name == "who":
            return self.out.text("desk-all-held")
        return "official" if name == "capacity" else ""

    def _choices(self, name: str, fields: dict[str, str]) -> list[str]:
        """Return what may be chosen, where it can be listed: subjects, the choices of a predicate, kinds of capacity."""
        vocabulary, lang = self.coder.known.vocabulary, self.out.lang
        predicate = vocabulary.get(fields.get("predicate", ""))
        if name == "subject" or (name == "value" and predicate is not None and predicate.value == "subject"):
            wanted = self._fitting(fields) if name == "subject" else list(self.case.about.subjects)
            names = list(dict.fromkeys([*(self.one.candidates if name == "subject" else ()), *wanted]))[:9]
            return [
                f"{number} {subject} · {self.case.about.subjects[subject].text(lang)}"
                for number, subject in enumerate(names, 1)
            ]
        if name == "value" and predicate is not None and predicate.choices:
            return [
                f"{number} {choice} · {predicate.choice(choice, lang)}"
                for number, choice in enumerate(predicate.choices, 1)
            ]
        if name == "capacity":
            kinds = vocabulary.groups["capacities"]
            return [f"{number} {kind} · {kinds[kind][lang]}" for number, kind in enumerate(kinds, 1)]
        return []

    def _fitting(self, fields: dict[str, str]) -> list[str]:
        from habeas.case.proposals import Gazetteer

        return Gazetteer(self.case.about).fitting(self.coder.known.vocabulary.get(fields.get("predicate", "")))

    def _meant(self, name: str, said: str, fields: dict[str, str]) -> str:
        """Return the choice that a digit stands for, or the subject that words name; else the words themselves."""
        choices = self._choices(name, fields)
        if said.isdecimal() and choices and 1 <= int(said) <= len(choices) and name in ("subject", "capacity", "value"):
            return choices[int(said) - 1].split()[1]
        predicate = self.coder.known.vocabulary.get(fields.get("predicate", ""))
        names = name == "subject" or (name == "value" and predicate is not None and predicate.value == "subject")
        if names and said not in self.case.about.subjects:
            from habeas.case.proposals import Gazetteer

            named = Gazetteer(self.case.about).named(said)
            return named[0] if len(named) == 1 else said
        return said

    def _speaker(self) -> None:
        """Choose who says it: among the names of the passage, the source itself, or somebody else."""
        passage = "".join(self.coder.passage(self.one))
        mine = self.one.reading.attributed_to
        others = [one.reading.attributed_to for one in self.queue if one.source == self.one.source]
        named = names_in(passage, [name for name in others if name and name != mine])
        names = list(dict.fromkeys([*([mine] if mine else []), *named]))[:8]
        listed = [f"{number} {name}" for number, name in enumerate(names, 1)]
        self.out.line(
            "  ".join([*listed, self.out.text("desk-speaker-own"), self.out.text("desk-speaker-type")]), first="  "
        )
        key = self.key()
        if key == "0":
            self.fields.pop("speaker", None)
        elif key == "t":
            self._fill(self.fields, "speaker", may_be_empty=True)
        elif key.isdecimal() and 1 <= int(key) <= len(names):
            self.fields["speaker"] = names[int(key) - 1]
        self._show()

    # --- showing

    def _show(self) -> None:
        one, out = self.one, self.out
        page = out.text("desk-page", n=one.page) if one.page else ""
        state = "" if one.state == "open" else f"[{out.text(f'status-{one.state}')}]"
        what = f"{one.reading.kind} {one.reading.value_text or ''}"
        head = f"{self.at + 1}/{len(self.queue)}  {one.source}  {page}  {what}  {confidence(one.reading)}  {state}"
        click.echo()
        out.line(" ".join(head.split()), style="bold")
        before, quote, after = self.coder.passage(one)
        for line in passage_lines(before, quote, after, out.width):
            click.echo(line)
        if one.id in self.repeated:
            others = [name for name in self.repeated[one.id].sources if name != one.source]
            out.say("desk-repeated", "dim", "  ", sources=others)
        self._show_fields()
        self._show_earlier()
        out.say("desk-keys", "dim")

    def _show_fields(self) -> None:
        from habeas.case.proposals import FIELDS, missing

        lacking = missing({**self.shown, **self.fields}, self.coder.known.vocabulary)
        for name in FIELDS:
            said = self.fields.get(name) or self.shown.get(name)
            if not said and name not in lacking:
                continue
            label = f"{self.out.text(f'field-{name}'):<12}"
            style = None if self.fields.get(name) else "yellow"
            mark = f"  {self.out.text('desk-last')}" if said and name in self.shown and name not in self.fields else ""
            words = self._worded(name, said) if said else "?"
            for line in textwrap.wrap(f"{words}{mark}", (self.out.width or 100) - 16) or [words]:
                click.echo(f"  {painted(label, 'dim')}  {painted(line, style)}")
                label = " " * len(label)

    def _worded(self, name: str, said: str) -> str:
        """Return an id with its words."""
        vocabulary, lang = self.coder.known.vocabulary, self.out.lang
        if name == "subject" and said in self.case.about.subjects:
            return f"{said} · {self.case.about.subjects[said].text(lang)}"
        predicate = vocabulary.get(self.fields.get("predicate", ""))
        if name == "predicate" and predicate is not None:
            unit = f" · {vocabulary.label('units', predicate.unit, lang)}" if predicate.unit else ""
            return f"{said} · {predicate.text(lang)}{unit}"
        if name == "value" and predicate is not None and said in predicate.choices:
            return f"{said} · {predicate.choice(said, lang)}"
        return said

    def _show_earlier(self) -> None:
        """Tell what was decided before of a reading that comes back, and what it says now instead."""
        one = self.one
        for each in one.decisions:
            said = self.out.text(f"verdict-{each.verdict}")
            self.out.line(f"{each.actor}: {said}. {each.reason}", first="  ", style="dim")
        if one.decisions and one.changed:
            before = max(one.decisions, key=lambda each: each.seq).reading
            now = one.reading.as_json()
            for name in one.changed:
                self.out.say(
                    "desk-changed",
                    "yellow",
                    "  ",
                    name=name,
                    before=_plain(before.get(name)),
                    now=_plain(now.get(name)),
                )

    def _wrong(self, problems: Sequence[Problem]) -> None:
        for each in problems:
            self.out.line(each.text(self.out.lang), first="  ", rest="    ", style="red")

    def _said(self, error: HabeasError) -> None:
        self.out.line(error.text(self.out.lang), first="  ", rest="    ", style="red")


def _plain(value: object) -> str:
    return "–" if value is None else str(value)
