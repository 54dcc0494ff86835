"""What a language model answered about sources of the case: entries ``reading.asked`` of the ledger, merged into what the reader found.

What a model says is no function of the original: it cannot be made again, so it is kept as it was said, by which model, at which host, about which
bytes. An entry tells the answers that the rule let pass. Undoing it takes them out of the queue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from habeas.case.proposals.kept import Kept, iso, spoken
from habeas.case.proposals.model import Offsets, ledger_json, offsets, reading_from, reading_id
from habeas.errors import LedgerError, Problem
from habeas.ledger import Draft, Entry, effective
from habeas.reading import VERSION, Reading

if TYPE_CHECKING:
    from habeas.evidence import Extract, Source
    from habeas.reading import Passage
    from habeas.reading.models import Model, Proposed

KIND: Final = "reading.asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one asking gave: the readings that stand, each with the four offsets of its passage, and of what exactly was asked."""

    seq: int
    asked: Mapping[str, Any]
    complete: bool
    readings: tuple[tuple[Reading, Offsets], ...]


def asked(entries: Iterable[Entry]) -> dict[str, list[Answers]]:
    """Return the answers that stand by source, the newest first. Raises :class:`LedgerError` naming an entry that a newer habeas wrote."""
    found: dict[str, list[Answers]] = {}
    for entry in effective(entries):
        if entry.kind == KIND:
            found.setdefault(entry.about, []).insert(0, _answers(entry))
    return found


def _answers(entry: Entry) -> Answers:
    body = entry.body
    try:
        return Answers(
            seq=entry.seq,
            asked={name: body[name] for name in ("sha256", "model", "host", "published", "language")},
            complete=body["answered"] == body["passages"],
            readings=tuple((reading_from(one["reading"]), offsets(one["passage"])) for one in body["readings"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise LedgerError("ledger.unreadable-body", seq=str(entry.seq), kind=entry.kind, found=str(error)) from None


def about(model: Model, source: Source) -> dict[str, Any]:
    """Return of what a model is asked: which bytes, as of which description. Asked of the same again, it is not asked."""
    return {
        "sha256": source.sha256,
        "model": model.name,
        "host": model.host,
        "published": iso(source.about.published),
        "language": spoken(source.about.language),
    }


def draft(model: Model, source: Source, told: Proposed) -> Draft:
    """Return the entry that keeps what a model answered."""
    body = {
        **about(model, source),
        "reader": str(VERSION),
        "passages": told.passages,
        "sent": told.sent,
        "answered": told.answered,
        "refused": told.refused,
        "readings": [{"reading": ledger_json(one.reading), "passage": list(place(one))} for one in told.placed],
    }
    return Draft(kind=KIND, about=source.id, body=body)


def place(one: Passage) -> Offsets:
    """Return the four offsets of a passage."""
    return one.before, one.begins, one.ends, one.after


def merged(found: Kept, answers: Sequence[Answers], extract: Extract) -> Kept:
    """Return what is kept of a source with what models answered about these bytes, in the order of the words.

    What the grammar reads too, or a newer answer says, on overlapping words with the same kind and value, appears once. Answers whose words no longer stand where they stood, as
    where the text is now extracted otherwise, are left out, and counted.
    """
    own = [one for each in answers if each.asked["sha256"] == found.sha256 for one in each.readings]
    if not own:
        return found
    from habeas.reading.models import besides

    standing = [reading_from(one["reading"]) for one in found.readings]
    seen: Counter[str] = Counter(reading_id(found.source, one["reading"], 0) for one in found.readings)
    rows = list(found.readings)
    moved = 0
    for reading, passage in own:
        if extract.text[reading.start : reading.end] != reading.quote:
            moved += 1
        elif besides(standing, (reading,)):
            standing.append(reading)
            raw = reading.as_json()
            name = reading_id(found.source, raw, 0)
            seen[name] += 1
            rows.append(
                {
                    "id": reading_id(found.source, raw, seen[name] - 1),
                    "page": extract.page_at(reading.start),
                    "passage": list(passage),
                    "reading": raw,
                }
            )
    doubt = Problem("case.ask-moved", found.source, gravity="warning", values={"n": moved})
    return replace(
        found,
        readings=tuple(sorted(rows, key=lambda one: int(one["reading"]["start"]))),
        problems=(*found.problems, *([doubt] if moved else [])),
    )
