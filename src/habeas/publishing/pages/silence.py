"""What nobody has said: numbered questions to the state, the fields of the register first, in the form of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from habeas.findings import Finding
from habeas.publishing.context import Edition
from habeas.publishing.leading import lead
from habeas.publishing.pages.series import slugged
from habeas.standards import Requirement

# Of whom the fields of the register are asked first: those who were moved, then all others.
_FIRST: Final = "event"
Kind = Literal["fields", "topics"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, with the fields of the register that it asks for."""

    number: int
    finding: Finding
    text: str
    requirements: Sequence[Requirement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The questions about one subject."""

    id: str
    title: str
    questions: Sequence[Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The questions of one kind, by subject: fields of the register, or topics on which the authorities state nothing."""

    kind: Kind
    groups: Sequence[Group]


def write(edition: Edition) -> None:
    """Write the page of questions."""
    page = edition.page("silence.html")
    chapters = asked(edition)
    n = sum(len(group.questions) for chapter in chapters for group in chapter.groups)
    title, about = edition.t("silence-title"), edition.t("silence-lead")
    page.write("silence.html", title=title, here="silence", lead=about, chapters=chapters, n=n)


def asked(edition: Edition) -> list[Chapter]:
    """Return the questions in the order in which they stand, numbered from 1 over the whole page.

    The fields of the register come first, and of these the ones on the persons of an event (a transfer); a lawyer sends these.
    """
    silent = [one for one in edition.disclosed.findings if one.kind == "silence"]
    parts: dict[Kind, list[Finding]] = {"fields": [], "topics": []}
    for one in silent:
        parts["fields" if one.requirements else "topics"].append(one)
    chapters, number = [], 0
    for kind, findings in parts.items():
        groups = []
        for subject, own in _by_subject(edition, findings):
            groups.append(_group(edition, kind, subject, own, number))
            number += len(own)
        if groups:
            chapters.append(Chapter(kind=kind, groups=groups))
    return chapters


def _by_subject(edition: Edition, findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    grouped: dict[str, list[Finding]] = {}
    for one in findings:
        grouped.setdefault(one.subject, []).append(one)
    known = edition.view.about.subjects
    return sorted(grouped.items(), key=lambda pair: pair[0] not in known or known[pair[0]].type != _FIRST)


def _group(edition: Edition, kind: Kind, subject: str, own: Sequence[Finding], after: int) -> Group:
    needs, name = edition.view.requirements, edition.subject(subject)
    questions = [
        Asked(
            number=number,
            finding=one,
            text=lead(one, edition.lang, name),
            requirements=[needs[need] for need in one.requirements if need in needs],
        )
        for number, one in enumerate(own, after + 1)
    ]
    return Group(id=f"{slugged(subject)}-{kind}", title=name, questions=questions)
