"""Which time a claim is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from habeas.reading.model import Document, Found, Time, Token
from habeas.reading.times.calendar import earliest, latest
from habeas.reading.times.carry import Carried, Want, carried, is_week, period, start_of_process, told_next
from habeas.reading.times.story import Story, story
from habeas.reading.times.uses import Placed, line

_RECURRING: Final = re.compile(r"_per_(?:year|month)")
_NORMS: Final = frozenset({"staff", "cell_area", "cell_capacity", "occupancy_rate", "share"})
_BREAKS: Final = {",": 1.5, ";": 14.0, ":": 4.0, "—": 6.0, "–": 3.0, "(": 2.0, ")": 3.0, "?": 20.0}
_JOINTS: Final = frozenset("and but while whereas y e pero mientras aunque although when cuando".split())
_FRONT: Final = 9.0
_CLAUSE: Final = re.compile(r" (?:;|, (?:and|but|y|e|pero|mientras|while)) ")
_SINCE: Final = re.compile(r"(?<![^ ])(?:has|have|had) since(?: been)? (?!the |a |last |it |he |she |they |[0-9])")
"""English counts from a date told before with a bare "since"."""
_NEXT: Final = 12
"""Words behind the time of a comparison within which a figure may still be the one compared with."""
_WANTS: Final[dict[str, Want]] = {"condition": "state", "legal": "state", "share": "share"}


def as_of(document: Document, known: tuple[Time, ...], found: Found) -> tuple[str | None, bool]:
    """Return the time a claim is about, as an ISO date, a part of one, or ``a/b``; and whether the text itself ties the two."""
    if found.measure == "rule":
        return None, False
    asked = _Asked(story(document, known), found)
    if asked.is_norm():
        return None, False
    by_measure = {"event": asked.act, "cumulative": asked.count}
    made = by_measure.get(found.measure, asked.level)()
    return made if made is not None else (_default(asked.story, found), False)


class _Asked:
    """One claim whose time is asked for, where it stands: its stretch, and the first and last token of its figure."""

    def __init__(self, told: Story, found: Found) -> None:
        core = found.quantity.core if found.quantity else (found.start, found.end)
        self.story, self.found, self.published = told, found, told.document.published
        self.index = told.at(found.sentence, core[0])
        self.here = told.stretches(found.sentence)[self.index]
        if found.quantity is not None and (base := found.quantity.base) is not None:
            # In "double the 7,150 of 2021" the year is that of the 7,150, never that of its double.
            self.here = replace(self.here, times=tuple(one for one in self.here.times if one.time.start < base))
        self.first = self.here.sentence.at(core[0])
        self.last = self.here.sentence.at(max(core[0], core[1] - 1))
        self.best = self._nearest()
        self.said = next((one for one in self.here.times if one.use == "said" and not one.ahead), None)

    def is_norm(self) -> bool:
        """Return whether a figure is what somebody recommends or prescribes."""
        if self.found.kind not in _NORMS:
            return False
        tokens, norm = self.here.sentence.tokens, self.here.cues.norm
        before = line(tokens, self.first - 5, self.first).rpartition(",")[2]
        after = line(tokens, self.last + 1, self.last + 6).partition(",")[0]
        return norm.search(before) is not None or norm.search(after) is not None

    def act(self) -> tuple[str, bool] | None:
        """Return when something was done: the day beside it, else the month."""
        if self.best is not None and self.best.time.role in ("on", "span"):
            if is_week(self.best.time):
                return (self.best.time.high or "")[:7], False
            return self.best.time.iso or "", self.best.time.sure
        if self.said is not None and self.said.time.high:
            return self.said.time.high, False
        going = carried(self.story, self.here, self.index, "act")
        return (going.time.iso or "", False) if going else None

    def count(self) -> tuple[str, bool] | None:
        """Return the time of a count: the period counted over where a start is known, else when it was counted."""
        if self.best is not None:
            return self._counted(self.best), self.best.time.sure
        after = self._told_before() if _SINCE.search(self.here.words) else None
        if after is not None:
            return _to(after, self.published), False
        start = start_of_process(self.story, self.here.number)
        if self.here.cues.so_far.search(self.here.words):
            return (_to(start, self.published), False) if start else None
        end = self.said.time.high if self.said else None
        if start and end and self._begun_before(start, end):
            return f"{start}/{end}", False
        going = carried(self.story, self.here, self.index, "count")
        if going is not None:
            return self._of_count(going, start), False
        if end is not None:
            return end[:7], False
        if start:
            return _to(start, self.published), False
        begun = next(
            (
                one.time.low
                for one in self.here.times
                if one.use == "fact" and one.time.role == "since" and one.last < self.first
            ),
            None,
        )
        if begun:
            return _to(begun, self.published), False
        day = told_next(self.story, self.here)
        return (day, False) if day else None

    def level(self) -> tuple[str | None, bool] | None:
        """Return the time at which something was so; of what somebody tells who was held some time ago, that it is not known."""
        if self.best is not None:
            told = self._level_at(self.best)
            if told is not None:
                return told, self.best.time.sure
            if self.best.time.role in ("since", "span"):
                return None
        if self._is_testimony():
            return None, False
        if self.said is not None and self.said.time.high:
            return self.said.time.high[:7], False
        want = _WANTS.get(self.found.kind, "level")
        going = carried(self.story, self.here, self.index, want, present=self._is_told_as_now())
        if going is not None:
            made = going.time.iso if going.time.role == "span" else going.time.high or going.time.low
            if made is not None and is_week(going.time):
                made = (going.time.high or "")[:7]
            if made is not None:
                yearly = self.found.kind == "cost" or (want == "state" and self.story.annual is not None)
                return made[:4] if yearly and going.part else made, False
        stated = period(self.story, self.here)
        return (stated, False) if stated else None

    def _is_told_as_now(self) -> bool:
        """Return whether the verb that the figure belongs to is in the present, or tells what a place was built for."""
        if self.found.quantity is not None and self.found.quantity.base is not None:
            return False  # "This is double the 7,150": the comparison is made now, the figure before is of its own time
        tokens, here = self.here.sentence.tokens, self.here
        before = line(tokens, max(here.low, self.first - 30), self.first)
        after = line(tokens, self.last + 1, min(here.high, self.last + 10))
        figures = any(token.text[0].isdigit() for token in tokens[here.low : self.first])
        if not figures and here.cues.part_of.search(f"{before} {after.partition(',')[0]}"):
            return False
        if here.cues.built_for.search(line(tokens, max(here.low, self.first - 6), self.first)):
            return True
        within = line(tokens, self.first, min(here.high, self.last + 1))
        for part in (within, before):
            now = [hit.start() for hit in here.cues.present.finditer(part)]
            past = [hit.start() for hit in here.cues.past.finditer(part)]
            if now or past:
                return max(now, default=-1) > max(past, default=-1)
        first_now, first_past = here.cues.present.search(after), here.cues.past.search(after)
        return first_now is not None and (first_past is None or first_now.start() < first_past.start())

    def _is_testimony(self) -> bool:
        kind = self.found.kind
        told = kind == "condition" or kind.startswith("cell_") or (kind == "legal" and self.found.measure == "stock")
        return told and self.here.cues.witness.search(self.here.words) is not None

    def _counted(self, best: Placed) -> str:
        time = best.time
        if time.role == "since":
            start = time.low or ""
            later = [
                one.time.high for one in self.here.times
                if one is not best and one.time.high and one.time.role in ("on", "until") and not is_week(one.time) and not one.ahead and one.use in ("fact", "said")
                and earliest(one.time.high) > earliest(start) and self._same_clause(best, one)
                and (one.time.role == "until" or one.use == "said" or self._distance(one) < _FRONT)
            ]  # fmt: skip
            return _to(start, later[0] if later else period(self.story, self.here) or self.published)
        if time.role == "until":
            start_at = start_of_process(self.story, self.here.number + 1)
            if start_at is None and time.high and self._is_through(best):
                start_at = f"{time.high[:4]}-01"
            if start_at is None and time.high and len(time.high) == len("2020-01-01"):
                start_at = self._told_start(time.high)
            return f"{start_at}/{time.high}" if start_at and time.high else time.high or ""
        if time.role == "on" and self._is_this_year(time):
            return _to(f"{time.low}-01", self.published)
        if time.role != "on" or not time.high:
            return time.iso or ""
        if is_week(time):
            return time.high[:7]
        if best.use == "fact" and self.here.cues.so_far.search(self.here.words) and not self.story.is_now(time):
            return _to(time.low, self.published)
        begun = self._begun(best) or (start_of_process(self.story, self.here.number) if self._is_by(best) else None)
        return f"{begun}/{time.high}" if begun and self._begun_before(begun, time.high) else time.iso or ""

    def _told_before(self) -> str | None:
        """Return the date that the sentence before told, from which on something "has since" happened."""
        for stretch in self.story.before(self.here.number, self.index, 1):
            if stretch.sentence.block == self.here.sentence.block:
                told = [
                    one.time.high
                    for one in stretch.times
                    if one.use == "fact" and one.time.role == "on" and not one.ahead
                ]
                return told[-1] if told else None
        return None

    def _told_start(self, end: str) -> str | None:
        """Return the start from which the sentence before counted, for a count up to a day that names none."""
        for stretch in self.story.before(self.here.number, self.index, 1):
            for one in stretch.times:
                same = stretch.sentence.block == self.here.sentence.block
                if (
                    same
                    and one.time.role == "since"
                    and one.use == "fact"
                    and one.time.low
                    and self._begun_before(one.time.low, end)
                ):
                    return one.time.low
        return None

    def _begun(self, best: Placed) -> str | None:
        """Return the start told in the same clause, where a count is one up to a day ("on Monday raised the number since May to 80")."""
        for one in self.here.times:
            told = one.time.role == "since" and one.use == "fact" and self._same_clause(one, best)
            parted = one.first > self.last and any(
                token.low == "," for token in self.here.sentence.tokens[self.last + 1 : one.first]
            )
            if told and len(best.time.high or "") == 10 and not parted and (one.process or self._counts_from(one)):
                return one.time.low
        return None

    def _is_through(self, one: Placed) -> bool:
        """Return whether a count runs from the start of the year ("31 deaths through August")."""
        before = line(self.here.sentence.tokens, one.first - 1, one.first)
        return before == "through" and len(one.time.high or "") >= 7 and not (one.time.high or "").endswith("-01")

    def _is_by(self, one: Placed) -> bool:
        """Return whether a time is one up to which something was counted ("by Sunday")."""
        before = line(self.here.sentence.tokens, one.first - 2, one.first).split()
        return bool(before) and (before[-1] in ("by", "para") or before == ["as", "of"])

    def _counts_from(self, begun: Placed) -> bool:
        """Return whether a start stands behind the figure with no other figure between."""
        between = self.here.sentence.tokens[self.last + 1 : begun.first]
        return begun.first > self.last and not any(token.text[0].isdigit() for token in between)

    def _of_count(self, going: Carried, start: str | None) -> str:
        """Return what a time named before means for a count that names none."""
        time = going.time
        if time.role == "since":
            return _to(time.low, self.published)
        if time.role == "until":
            return _to(start, self.published) if start else time.high or ""
        return (time.low or "")[:4] if going.part else time.iso or ""

    def _level_at(self, best: Placed) -> str | None:
        time = best.time
        if time.role == "since":
            over = self.found.kind in ("condition", "legal") or (
                self.found.kind == "cost" and self._distance(best) < _FRONT
            )
            return _to(time.low, self.published) if over else None
        if time.role == "until":
            ends = time.high or ""
            return f"{self.published[: len(ends)]}/{ends}" if best.ahead and self.published else ends
        if time.role == "span" and time.high == self.published:
            return None
        if self.story.is_now(time) or is_week(time):
            return (time.high or "")[:7]
        if time.role == "on" and self._is_this_year(time):
            near = self.found.kind == "cost" and self._distance(best) < _FRONT
            return time.iso if near else None
        return time.iso

    def _is_this_year(self, time: Time) -> bool:
        if time.low is None or len(time.low) != 4 or not self.published or time.low != self.published[:4]:
            return False
        return not self.story.has_figures(time)

    def _begun_before(self, start: str, end: str) -> bool:
        return earliest(start) < latest(end)

    def _nearest(self) -> Placed | None:
        """Return the time of the stretch that belongs to the figure, if one does."""
        others: list[tuple[float, Placed]] = []
        nows: list[tuple[float, Placed]] = []
        for one in self.here.times:
            far = self._distance(one)
            if one.use not in ("fact", "compare") or self._is_apart(one) or self._is_strange(one, far):
                continue
            (nows if self.story.is_now(one.time) else others).append((far, one))
        counts = self.found.measure in ("cumulative", "event")
        fitting = (others or nows) if counts else ([*others, *nows] if others else [])
        return min(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def _is_strange(self, one: Placed, far: float) -> bool:
        """Return whether a time is of a kind that a claim does not have.

        A plan's date or a day to come is not when something is; a change is not of the day it is reckoned from; and a state that lasts is not
        one of a weekday told in another part of its sentence.
        """
        kind, time = self.found.kind, one.time
        if one.ahead and time.role == "on" and (one.planned or not self.story.has_figures(time) or far >= _FRONT):
            return True
        if one.named and self.found.measure not in ("cumulative", "event"):
            return True
        if kind == "population_change":
            return one.base and time.role == "on"
        day = len(time.high or "") == 10 and not self.story.has_figures(time)
        return kind in ("condition", "legal") and self.found.measure == "stock" and day and far >= _FRONT

    def _is_other_clause(self, one: Placed) -> bool:
        """Return whether a start is said of something else: before the figure but not of the whole sentence, or behind another clause."""
        tokens = self.here.sentence.tokens
        if one.first > self.last:
            state = self.found.kind in ("condition", "legal")
            return state and any(token.low in ("and", "y", "e") for token in tokens[self.last + 1 : one.first])
        between = line(tokens, one.last + 1, self.first)
        return not (one.front or one.process) and _CLAUSE.search(f" {between} ") is not None

    def _is_apart(self, one: Placed) -> bool:
        """Return whether a semicolon, or a comparison that has ended, parts a time from the figure."""
        tokens = self.here.sentence.tokens
        if one.time.role == "since" and self._is_other_clause(one):
            return True
        if one.use == "compare" and self.last < one.since_token:
            return True
        if one.within:
            return one.last < self.first
        if one.first > self.last:
            return one.paper or any(token.low == ";" for token in tokens[self.last + 1 : one.first])
        between = tokens[one.last + 1 : self.first]
        if one.earlier and any(token.low == "," for token in between):
            return self.found.measure not in ("cumulative", "event") or len(self.here.times) > 1
        if one.paper:
            return any(token.low == ";" for token in between)
        return one.use == "compare" and (len(between) > _NEXT or any(token.low in _BREAKS for token in between))

    def _distance(self, one: Placed) -> float:
        after = one.first > self.last
        low, high = (self.last + 1, one.first) if after else (one.last + 1, self.first)
        tokens: tuple[Token, ...] = self.here.sentence.tokens[low:high]
        cost = float(len(tokens)) + (0.0 if after else 1.5)
        hard = False
        for token in tokens:
            if token.low in _BREAKS:
                cost += _BREAKS[token.low]
                hard = hard or token.low == ";"
            elif token.text[0].isdigit():
                cost += 6.0
            elif token.low in _JOINTS:
                cost += 3.0
        cost += sum(
            5.0 for other in self.here.times if other is not one and low <= other.first < high and other.use != "aside"
        )
        return min(cost, _FRONT) if one.front and not after and not hard else cost

    def _same_clause(self, a: Placed, b: Placed) -> bool:
        low, high = min(a.last, b.last), max(a.first, b.first)
        return not any(token.low in (";", ":") for token in self.here.sentence.tokens[low:high])


def _to(start: str | None, end: str | None) -> str:
    return f"{start}/{end}" if start and end and start != end else start or end or ""


def _default(told: Story, found: Found) -> str | None:
    """Return the time of a claim whose text names none: the year of an annual report, else the month of publication."""
    if told.report_year is not None:
        return str(told.report_year)
    published = told.document.published
    if published is None:
        return None
    if found.kind == "cost" and found.unit and _RECURRING.search(found.unit):
        return published[:4]
    return published[:7]
