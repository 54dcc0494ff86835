"""What nobody has said: the open fields of the register, as numbered questions to the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from habeas.findings import Finding
from habeas.publishing.context import Edition
from habeas.publishing.pages.series import slugged
from habeas.standards import Requirement


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


def write(edition: Edition) -> None:
    """Write the page of questions."""
    page = edition.page("silence.html")
    needs = edition.view.requirements
    groups: dict[str, list[Asked]] = {}
    for number, finding in enumerate((one for one in edition.disclosed.findings if one.kind == "silence"), 1):
        fields = [needs[name] for name in finding.requirements if name in needs]
        asked = Asked(number=number, finding=finding, text=finding.text(edition.lang), requirements=fields)
        groups.setdefault(finding.subject, []).append(asked)
    shown = [Group(id=slugged(name), title=edition.subject(name), questions=own) for name, own in groups.items()]
    title, lead = edition.t("silence-title"), edition.t("silence-lead")
    page.write("silence.html", title=title, here="silence", lead=lead, groups=shown)
