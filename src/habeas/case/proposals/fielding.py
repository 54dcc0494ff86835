"""A proposal as the fields of a claims file: what a coder would have written, to be accepted as it is or corrected field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from habeas import words
from habeas.claims import Vocabulary
from habeas.evidence import quote_at
from habeas.reading import VERSION

if TYPE_CHECKING:
    from habeas.case.proposals.model import Proposal
    from habeas.evidence import Extract, Source
    from habeas.words import Lang

FIELDS: Final = (
    "subject",
    "predicate",
    "value",
    "who",
    "capacity",
    "as_of",
    "speaker",
    "said_on",
    "polarity",
    "modality",
    "note",
)
"""What a coder may correct, in the order in which it is asked."""
COMPARED: Final = ("subject", "predicate", "value", "who", "as_of", "speaker", "polarity", "modality")
"""What the reader proposes, and a coder may have corrected."""
CHOSEN: Final = ("subject", "capacity", "who", "said_on", "note")
"""What a person chose stays chosen when the reading comes back."""
REMEMBERED: Final = ("who", "capacity")
"""Required fields whose last choice in a source is shown for the next proposal."""
_COLUMN: Final[Mapping[str, str]] = {"span": "as_of"}


def fields_of(one: Proposal, lang: Lang) -> dict[str, str]:
    """Return what a proposal says, field by field; what is unknown is left out."""
    reading = one.reading
    told = {
        "subject": one.subject,
        "predicate": one.mapped.predicate,
        "value": one.mapped.value,
        "who": reading.who,
        "as_of": reading.as_of,
        "speaker": reading.attributed_to,
        "polarity": "denied" if reading.denied else None,
        "modality": reading.modality if reading.modality != "fact" else None,
        "note": _note(one, lang),
    }
    return {name: said for name, said in told.items() if said}


def _note(one: Proposal, lang: Lang) -> str:
    """Return what a claim made of a reading says of its making: who passed it on, and what was reckoned."""
    told = []
    if one.reading.chain:
        told.append(words.text("case.read-note-chain", lang, names=one.reading.chain))
    if one.mapped.reckoned is not None:
        sign, figure, said = one.mapped.reckoned
        told.append(
            words.text("case.read-note-over" if sign == "+" else "case.read-note-from", lang, figure=figure, said=said)
        )
    if "model" in one.reading.cues:
        told.append(words.text("case.read-note-model", lang))
    told.append(words.text("case.read-note-read", lang, id=one.id, version=str(VERSION)))
    return " ".join(told)


def missing(fields: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """Return the fields that a claim must have and these lack, in the order in which they are asked."""
    wanted = ["subject", "predicate", "value"]
    predicate = vocabulary.get(fields.get("predicate", ""))
    if predicate is not None:
        wanted += [_COLUMN.get(name, name) for name in predicate.requires]
    return [name for name in FIELDS if name in wanted and not fields.get(name)]


def row(one: Proposal, fields: Mapping[str, str], source: Source, extract: Extract) -> dict[str, str]:
    """Return the fields of a claims file for a proposal: those given, and the quote with what tells it from other places."""
    quote = quote_at(extract, one.reading.start, one.reading.end)
    given = {name: said for name, said in fields.items() if name in FIELDS}
    predicate = Vocabulary.load().get(given.get("predicate", ""))
    if predicate is not None and predicate.value != "amount":
        given.pop("who", None)
    if predicate is None or "capacity" not in predicate.requires:
        given.pop("capacity", None)
    return {
        **given,
        "source": source.id,
        "quote": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "language": one.reading.language,
    }
