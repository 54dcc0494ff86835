"""A group's state in words, line by line: how many are identified, of how many, by whose counts, and what does not fit."""

from __future__ import annotations

from habeas import words
from habeas.people.groups.model import GroupState


def say_group(state: GroupState, lang: words.Lang) -> tuple[str, ...]:
    """Return the state of a group in words: the headline first, then what it rests on.

    The note of the group comes right after the headline, so that no figure is read without it.
    """
    lines = [_headline(state, lang)]
    if state.group.note is not None:
        lines.append(state.group.note.text(lang))
    if state.unidentified is not None:
        lines.append(words.text("groups.unidentified", lang, number=state.unidentified))
    if state.unnamed:
        lines.append(words.text("groups.unnamed", lang, n=state.unnamed))
    lines += [words.text("groups.count", lang, count=one) for one in state.counts]
    lines += _members(state, lang)
    return (*lines, *(one.text(lang) for one in state.findings))


def _headline(state: GroupState, lang: words.Lang) -> str:
    values = {"group": state.group, "identified": state.identified}
    if state.size is None:
        key = "groups.identified-uncounted" if state.group.counts else "groups.identified-alone"
        return words.text(key, lang, **values)
    return words.text("groups.identified", lang, **values, size=state.size)


def _members(state: GroupState, lang: words.Lang) -> list[str]:
    """Return how many are certain and how many possible, in each tier where the two differ."""
    one, other = state.register, state.estimate
    sure, maybe = len(one.of("certain")), len(one.of("possible"))
    lines = [words.text("groups.members", lang, sure=sure, maybe=maybe)]
    if one.identified != other.identified:
        sure, maybe = len(other.of("certain")), len(other.of("possible"))
        lines.append(words.text("groups.members-plausible", lang, sure=sure, maybe=maybe))
    if state.excluded:
        lines.append(words.text("groups.excluded", lang, n=len(state.excluded)))
    return lines
