"""What several sources of a case repeat: one claim with its citations, however often it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from habeas.case.proposals.asked import asked, merged
from habeas.case.proposals.kept import iso, kept
from habeas.case.proposals.model import reading_from
from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from habeas.case.case import Case
    from habeas.evidence import Source
    from habeas.reading import Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A claim that two sources or more make, the earliest first. ``ids`` are its readings, one a citation."""

    cited: Cited
    ids: tuple[str, ...]

    @property
    def copied(self) -> Mapping[str, str]:
        """By source, the earlier one that has the same passage."""
        return {one.source: one.copied_from for one in self.cited.citations if one.copied_from is not None}

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON: who says it, in which sources, copied from which, and of how many independent ones at most."""
        said = self.cited.said
        return {
            "kind": said.kind,
            "quote": said.quote,
            "speaker": self.cited.speaker,
            "sources": list(self.cited.sources),
            "ids": list(self.ids),
            "copied": dict(self.copied),
            "independent": self.cited.independent,
            "message": {lang: self.cited.text(lang) for lang in LANGUAGES},
        }


def repeated(case: Case, sources: Sequence[Source]) -> tuple[Repeated, ...]:
    """Return the claims that more than one of the sources makes, in the order in which they were first published."""
    from habeas.reading import reconcile

    found = {one.id: kept(case, one) for one in sources}
    extracts = {one.id: case.texts.of(one) for one in sources if found[one.id].told}
    answers = asked(case.state.entries)
    found |= {name: merged(found[name], answers.get(name, ()), one) for name, one in extracts.items()}
    texts = {name: one.text for name, one in extracts.items()}
    readings = {name: [reading_from(each["reading"]) for each in found[name].readings] for name in texts}
    made = reconcile(texts, readings, {one.id: iso(one.about.published) for one in sources})
    return tuple(
        Repeated(cited=one, ids=tuple(found[each.source].readings[each.reading]["id"] for each in one.citations))
        for one in made.claims
        if len(one.sources) > 1
    )
