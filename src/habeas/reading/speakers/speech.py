"""An act of speech in a sentence, and who is its subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from habeas.reading.speakers.phrases import Phrase

Manner = Literal["fact", "estimate", "allegation"]
Way = Literal["reported", "according", "parenthesis", "passive", "rule", "done"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of speech. ``phrase`` is None where the sentence does not name the speaker ("he said", "aseguró que").

    ``first`` to ``last`` are the token indexes of the words that are the speaker's, ``at`` the index of the verb.
    ``done`` is the way of what authorities did and did not say, which only yearly reports give as theirs. ``close`` acts hold for their own words only and are not gone on with. ``host`` is the subject of the sentence, for a
    pronoun that nobody named before can stand for; ``person`` where the pronoun is of a person ("she said").
    """

    at: int
    phrase: Phrase | None
    first: int
    last: int
    way: Way
    manner: Manner = "fact"
    close: bool = False
    by: Phrase | None = None
    """Who passed it on ("data of the ministry gathered by the network")."""
    host: Phrase | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: None where it is who spoke before. ``edge`` is where the clause begins, ``end`` where a subject after its verb ends.

    ``strict`` where the words before the edge are the writer's ("the group, which was founded by 12 women, said").
    """

    phrase: Phrase | None
    edge: int
    end: int | None = None
    strict: bool = False
    host: Phrase | None = None
    person: bool = False

    @property
    def turned(self) -> bool:
        """Whether it stands after its verb."""
        return self.end is not None
