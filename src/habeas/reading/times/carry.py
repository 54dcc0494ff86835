"""The time that goes on from earlier sentences: a level's date, an event's day, the period of a source, the start of a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from habeas.reading.model import Time
from habeas.reading.times.calendar import earliest
from habeas.reading.times.story import Story, Stretch
from habeas.reading.times.uses import Placed, line

Want = Literal["count", "level", "share", "state", "act"]

_BACK: Final = 8
"""Stretches that are looked back for a time."""
_COUNTED: Final = ("as of", "as at", "corte a", "corte al", "fecha de")
"""Words before a month by which it is a date of counting."""
_LASTING: Final = 2
"""Sentences between a date and a state of the past that still belongs to it."""
_REPORT: Final = 1
"""Stretches that are looked back in an annual report, where each sentence has its own fact."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A time that goes on; ``part`` is where it is the end or the beginning of a longer unit ("the end of 2023")."""

    time: Time
    part: bool


def carried(story: Story, here: Stretch, index: int, want: Want, *, present: bool = False) -> Carried | None:
    """Return the time that goes on to a stretch which names none of its own.

    ``present`` is whether the claim is told as being so now: then only a date of counting that is not long past goes on.

    ``want`` is what it is for: a count goes on from an event or a period, a level from a level's date only, a share from
    either in the sentence before, a state (no visits, no water) from a past one, an act from a day in the sentence before.
    """
    block = here.sentence.block
    divides = here.cues.partitive.match(here.words) is not None
    if want == "level" and divides:
        divided = _divided(story, here, index)
        if divided is not None:
            return divided
    stated = story.datum
    if stated is not None and want not in ("act", "state") and not here.times:
        return Carried(stated, part=False)
    for steps, stretch in enumerate(story.before(here.number, index, 1 if want == "act" else _BACK)):
        if stretch.sentence.block != block and (
            want != "count" or story.report_year or stretch.sentence.block < block - 1
        ):
            break
        same = stretch.sentence.block == block
        if story.report_year and (want == "state" or steps > _REPORT or (want == "level" and (steps or not divides))):
            break
        found = _in(story, stretch, want, same=same, steps=steps, here=here)
        if found is not None:
            found = _back_to(story, found, here, want) or found
            return None if present and not divides and _is_over(story, found.time, want, steps) else found
    frame = _frame(story, here, want)
    return None if frame is not None and present and _is_over(story, frame.time, want, _BACK) else frame


def _is_over(story: Story, time: Time, want: Want, steps: int) -> bool:
    """Return whether what is told as being so now is not of a time told before.

    A date of counting goes on ("On 31 May it held 410. Of its cells, 40 are shut") unless it is long past; "two years ago", a year, and a month at
    which something was so do not.
    """
    if want not in ("level", "share", "state"):
        return False
    one, stretch = story.place(time)
    if one is None or story.is_long_past(time):
        return True
    figures = story.has_figures(time)
    told = time.high or time.low or ""
    before = line(stretch.sentence.tokens, one.first - 2, one.first)
    counted = (
        one.data
        or story.is_close(time)
        or (len(told) == 10 and figures and not _happened(stretch))
        or before.endswith(_COUNTED)
    )
    return not counted and not (want == "share" and steps == 0 and (figures or len(told) == 7))


def _back_to(story: Story, found: Carried, here: Stretch, want: Want) -> Carried | None:
    """Return the date that a text opened with, where what was told since is only a look back from it."""
    if want not in ("level", "share") or not story.frames or found.time.sentence >= here.number:
        return None
    frame, told = story.frames[0], found.time.high or found.time.low or "1"
    opening = frame.time.sentence < found.time.sentence and frame.old and len(frame.time.high or "") == 10
    back = opening and earliest(told) < earliest(frame.time.high or "1") and len(told) < 10
    return Carried(frame.time, frame.part) if back else None


def _in(story: Story, stretch: Stretch, want: Want, *, same: bool, steps: int, here: Stretch) -> Carried | None:
    placed = [
        one
        for one in stretch.times
        if _is_told(one, want) and not (one.ahead or one.earlier) and not story.is_now(one.time)
    ]
    if not placed:
        return None
    if want == "count":
        placed = [one for one in placed if one.time.role == "since"] or placed
    last = max(placed, key=lambda one: earliest(one.time.high or one.time.low or "1"))
    if not _goes_on(story, last, stretch, want, same=same, steps=steps, here=here):
        return None
    return Carried(last.time, story.is_part(last.time))


def _happened(stretch: Stretch) -> bool:
    """Return whether a stretch tells of what was done on a day, and not of a level."""
    return stretch.cues.event.search(stretch.words) is not None and stretch.cues.total.search(stretch.words) is None


def _is_told(one: Placed, want: Want) -> bool:
    """Return whether a time is one from which a text goes on; for what was seen on a visit, or told, in another month, that month too."""
    return one.use == "fact" or (
        one.use == "said" and want in ("level", "state", "share") and len(one.time.high or "") == 7
    )


def _goes_on(story: Story, one: Placed, stretch: Stretch, want: Want, *, same: bool, steps: int, here: Stretch) -> bool:
    time = one.time
    day = len(time.high or time.low or "") == 10
    if want == "act":
        return day and time.role == "on"
    if want == "count":
        bare = day and not story.has_figures(time)
        if time.role == "on" and ((stretch.tells_level and not story.is_part(time) and not bare) or one.cut_off):
            return False
        return same or time.role != "since"
    if want == "state":
        lasting = here.cues.lasting.search(here.words) is not None
        goes_on = steps <= _LASTING and (steps == 0 or stretch.sentence.block == here.sentence.block)
        return lasting and time.role != "since" and goes_on and not (day and not story.has_figures(time))
    told_over = _divides_count(one, stretch, want, same=same, steps=steps, here=here)
    if told_over is not None:
        return told_over
    if one.named or time.role == "since" or (time.role == "span" and not one.data):
        return False
    relative = day and not story.has_figures(time)
    happened = _happened(stretch)
    counted = stretch.cues.stock.search(stretch.words) is not None
    if relative and stretch.cues.total.search(stretch.words) is None:
        return False
    if not one.data and (not counted or happened) and (relative or steps or len(time.high or "") == 4):
        return False
    return not _is_now_again(story, here, time)


def _divides_count(one: Placed, stretch: Stretch, want: Want, *, same: bool, steps: int, here: Stretch) -> bool | None:
    """Return whether a level or a share belongs to a period that was counted over or inspected before; None where nothing says so."""
    time, cases = one.time, stretch.cues.cases.search(stretch.words) is not None
    if time.role == "span" and want == "share" and steps == 0 and cases:
        return True
    if steps <= _LASTING and same and time.role in ("on", "span") and stretch.cues.inspected.search(stretch.words):
        past = here.cues.past.search(here.words) is not None
        return past or (False if time.role == "span" else None)
    if want == "share" and steps <= _LASTING and cases and here.cues.cases.search(here.words):
        return time.role in ("on", "span") and same
    return None


def _is_now_again(story: Story, here: Stretch, time: Time) -> bool:
    """Return whether a stretch says "now" of a time that is long past."""
    return any(story.is_now(one.time) for one in here.times) and story.is_old(time)


def _divided(story: Story, here: Stretch, index: int) -> Carried | None:
    """Return the time of the persons held that "of those in custody" divides."""
    if here.cues.held.search(here.words) is None:
        return None
    for stretch in story.before(here.number, index, _BACK):
        if stretch.sentence.block < here.sentence.block - 1 or (
            story.report_year and stretch.sentence.block != here.sentence.block
        ):
            return None
        if stretch.cues.held.search(stretch.words):
            return _in(story, stretch, "level", same=True, steps=1, here=here)
    return None


def _frame(story: Story, here: Stretch, want: Want) -> Carried | None:
    """Return the date that all the figures of a text are of: the last before at which a level was counted."""
    if story.report_year is not None or want in ("state", "act"):
        return None
    present = here.cues.present.search(here.words) is not None
    for frame in reversed(story.frames):
        if frame.time.sentence >= here.number or (present and not frame.old) or _is_now_again(story, here, frame.time):
            continue
        if want != "count" or frame.part:
            return Carried(frame.time, frame.part)
    return None


def is_week(time: Time) -> bool:
    """Return whether a time is a week, told by its first and last day."""
    if time.low is None or time.high is None or len(time.low) != 10 or time.role != "on":
        return False
    return (earliest(time.high) - earliest(time.low)).days in range(2, 7)


def told_next(story: Story, here: Stretch) -> str | None:
    """Return the weekday told right behind the opening of a news text: "Three men died. The riot began on Friday"."""
    document = story.document
    number = here.number + 1
    if story.report_year or number >= len(document.sentences) or here.sentence.block != document.sentences[0].block:
        return None
    if document.sentences[number].block != here.sentence.block:
        return None
    for one in story.stretches(number)[0].times:
        time = one.time
        if one.use == "fact" and time.role == "on" and len(time.high or "") == 10 and not story.has_figures(time):
            return time.iso
    return None


def start_of_process(story: Story, number: int) -> str | None:
    """Return the start of a campaign or regime named before a sentence, from which the counts of a text run."""
    named = [time.low for time in story.starts if time.sentence < number]
    return named[-1] if named else None


def _has_source(here: Stretch) -> bool:
    """Return whether a stretch names a source of its own: a report, an organization, a name in capital letters."""
    tokens = here.sentence.tokens[here.low : here.high]
    return here.cues.source.search(here.words) is not None or any(
        token.text.isupper() and token.text.isalpha() and len(token.text) > 1 for token in tokens
    )


def period(story: Story, here: Stretch) -> str | None:
    """Return the year that an annual report, of which a text tells, is about; None where another source speaks."""
    published = story.document.published
    if published is None or story.annual is None or story.annual > here.number + 1:
        return None
    sentences = story.document.sentences
    same = sentences[story.annual].block == here.sentence.block
    if not same and (story.annual > here.number or not _has_source(here)):
        return None
    official = [hit.start() for hit in here.cues.official.finditer(here.words)]
    own = [hit.start() for hit in here.cues.source.finditer(here.words)]
    if official and (not own or max(own) < max(official)):
        return None
    return str(int(published[:4]) - 1)
