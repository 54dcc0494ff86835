"""The time that goes on from earlier sentences: a level's date, an event's day, the period of a source, the start of a campaign."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, Literal

from habeas.reading.model import Time
from habeas.reading.times.calendar import earliest, latest
from habeas.reading.times.story import Story, Stretch
from habeas.reading.times.uses import Placed

Want = Literal["count", "level", "share", "state", "act"]

_BACK: Final = 8
"""Stretches that are looked back for a time."""
_REPORT: Final = 1
"""Stretches that are looked back in an annual report, where each sentence has its own fact."""
_OLD: Final = 60
"""Days before publication from which on a level is told of as past: later paragraphs then go on from it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A time that goes on; ``part`` is where it is the end or the beginning of a longer unit ("the end of 2023")."""

    time: Time
    part: bool


def carried(story: Story, here: Stretch, index: int, want: Want) -> Carried | None:
    """Return the time that goes on to a stretch which names none of its own.

    ``want`` is what it is for: a count goes on from an event or a period, a level from a level's date only, a share from
    either in the sentence before, a state (no visits, no water) from a past one, an act from a day in the sentence before.
    """
    block = here.sentence.block
    if want == "level" and here.cues.partitive.match(here.words):
        divided = _divided(story, here, index)
        if divided is not None:
            return divided
    stated = story.datum
    if stated is not None and want not in ("act", "state") and not here.times:
        return Carried(stated, part=False)
    for steps, stretch in enumerate(story.before(here.number, index, 1 if want == "act" else _BACK)):
        if stretch.sentence.block != block and (want != "count" or story.report_year or stretch.sentence.block < block - 1):
            break
        same = stretch.sentence.block == block
        if story.report_year and (want == "state" or steps > _REPORT):
            break
        found = _in(story, stretch, want, same=same, steps=steps, here=here)
        if found is not None:
            return found
    return _frame(story, here, want)


def _in(story: Story, stretch: Stretch, want: Want, *, same: bool, steps: int, here: Stretch) -> Carried | None:
    placed = [one for one in stretch.times if _is_told(one, want) and not one.ahead and not is_now(story, one.time)]
    if not placed:
        return None
    if want == "count":
        placed = [one for one in placed if one.time.role == "since"] or placed
    last = max(placed, key=lambda one: earliest(one.time.high or one.time.low or "1"))
    if not _goes_on(story, last, stretch, want, same=same, steps=steps, here=here):
        return None
    return Carried(last.time, _is_part(story, last.time))


def _is_level(stretch: Stretch) -> bool:
    """Return whether a stretch tells how many there were, not what happened."""
    return stretch.cues.stock.search(stretch.words) is not None and stretch.cues.event.search(stretch.words) is None


def _is_told(one: Placed, want: Want) -> bool:
    """Return whether a time is one from which a text goes on; for what was seen on a visit, or told, in another month, that month too."""
    return one.use == "fact" or (one.use == "said" and want in ("level", "state", "share") and len(one.time.high or "") == 7)


def _goes_on(story: Story, one: Placed, stretch: Stretch, want: Want, *, same: bool, steps: int, here: Stretch) -> bool:
    time = one.time
    day = len(time.high or time.low or "") == 10
    if want == "act":
        return day and time.role == "on"
    if want == "count":
        if time.role == "on" and ((_is_level(stretch) and not _is_part(story, time)) or one.cut_off):
            return False
        return same or time.role != "since"
    if want == "state":
        return here.cues.past.search(here.words) is not None and time.role != "since" and steps == 0
    if time.role == "span" and want == "share" and steps == 0:
        return True
    if time.role == "since" or (time.role == "span" and not one.data):
        return False
    relative = day and not any(letter.isdigit() for letter in _words(story, time))
    happened = stretch.cues.event.search(stretch.words) is not None and stretch.cues.total.search(stretch.words) is None
    counted = stretch.cues.stock.search(stretch.words) is not None
    if not one.data and (not counted or happened) and (relative or steps or len(time.high or "") == 4):
        return False
    return not _is_now_again(story, here, time)


def _is_now_again(story: Story, here: Stretch, time: Time) -> bool:
    """Return whether a stretch says "now" of a time that is long past."""
    return any(is_now(story, one.time) for one in here.times) and _is_old(story, time)


def _divided(story: Story, here: Stretch, index: int) -> Carried | None:
    """Return the time of the persons held that "of those in custody" divides."""
    if here.cues.held.search(here.words) is None:
        return None
    for stretch in story.before(here.number, index, _BACK):
        if stretch.sentence.block < here.sentence.block - 1 or (story.report_year and stretch.sentence.block != here.sentence.block):
            return None
        if stretch.cues.held.search(stretch.words):
            return _in(story, stretch, "level", same=True, steps=1, here=here)
    return None


def _frame(story: Story, here: Stretch, want: Want) -> Carried | None:
    """Return the date that all the figures of a text are of: the first at which a level was counted, long before publication."""
    if story.report_year is not None or want in ("state", "act"):
        return None
    document = story.document
    for time in reversed(story.known[: bisect_left(story.known, here.number, key=lambda time: time.sentence)]):
        one, stretch = _placed(story, time)
        told = time.high or time.low
        first = document.sentences[time.sentence].block == document.sentences[0].block
        if one is None or one.use != "fact" or one.ahead or told is None or not (first or _is_old(story, time)):
            continue
        if time.role == "span" and first and len(time.high or "") == 7 and stretch.cues.paperwork.search(stretch.words):
            if any(letter.isdigit() for letter in _words(story, time)):
                year = Time(sentence=time.sentence, start=time.start, end=time.end, low=told[:4], high=told[:4])
                return Carried(year, part=False)
            continue
        if time.role not in ("on", "until") or stretch.cues.stock.search(stretch.words) is None:
            continue
        if stretch.cues.event.search(stretch.words) is not None:
            continue
        if want == "count" and not _is_part(story, time):
            continue
        if not _is_old(story, time) and here.cues.present.search(here.words) is not None:
            continue
        if (len(told) == 10 and any(letter.isdigit() for letter in _words(story, time))) or _is_part(story, time) or (one.data and len(told) == 4):
            return Carried(time, _is_part(story, time))
    return None


def _placed(story: Story, time: Time) -> tuple[Placed | None, Stretch]:
    stretches = story.stretches(time.sentence)
    for stretch in stretches:
        for one in stretch.times:
            if one.time is time:
                return one, stretch
    return None, stretches[0]


def _is_old(story: Story, time: Time) -> bool:
    published, told = story.document.published, time.high or time.low
    return bool(published and told) and (earliest(published or "1") - latest(told or "1")).days > _OLD


def _is_part(story: Story, time: Time) -> bool:
    words = _words(story, time)
    if len(time.high or "") != 7 or not any(letter.isdigit() for letter in words):
        return (time.high or "").endswith("-12-31")
    return any(word in words for word in ("end", "close", "cierre", "final", "fin", "término"))


def is_now(story: Story, time: Time) -> bool:
    """Return whether a time is the present, as "now" and "hoy" are."""
    return time.high is not None and time.high == (story.document.published or "")[: len(time.high)] and (
        _words(story, time) in story_now(story, time)
    )


def is_week(time: Time) -> bool:
    """Return whether a time is a week, told by its first and last day."""
    if time.low is None or time.high is None or len(time.low) != 10 or time.role != "on":
        return False
    return (earliest(time.high) - earliest(time.low)).days in range(2, 7)


def story_now(story: Story, time: Time) -> frozenset[str]:
    """Return the words for the present in the language of a time's sentence."""
    from habeas.reading.times.lexicon import lexicon

    return lexicon(story.document.sentences[time.sentence].lang).now


def _words(story: Story, time: Time) -> str:
    return story.document.text[time.start : time.end].casefold().replace("í", "i")


def start_of_process(story: Story, number: int) -> str | None:
    """Return the start of a campaign or regime named in earlier sentences, from which the counts of a text run."""
    for time in reversed(story.known):
        if time.sentence >= number or time.role != "since":
            continue
        one, _ = _placed(story, time)
        if one is not None and (one.process or not any(letter.isdigit() for letter in _words(story, time))) and _is_event(story, time):
            return time.low
    return None


def _is_event(story: Story, time: Time) -> bool:
    """Return whether a start was told by the name of what began, or beside a word for it."""
    one, _ = _placed(story, time)
    words = _words(story, time)
    return bool(one and one.process) or words.startswith(("since", "desde", "during", "durante", "ever", "throughout"))


def period(story: Story, here: Stretch, core: int) -> str | None:
    """Return the year that an annual report, of which a text tells, is about; None where another source speaks."""
    published = story.document.published
    if published is None:
        return None
    official = [hit.start() for hit in here.cues.official.finditer(here.words)]
    own = [hit.start() for hit in here.cues.source.finditer(here.words)]
    del core
    if official and (not own or max(own) < max(official)):
        return None
    for number in range(here.number + 1):
        for stretch in story.stretches(number):
            if stretch.cues.annual.search(stretch.words):
                return str(int(published[:4]) - 1)
    return None
