"""The written form of a claim: plain JSON for the ledger, and the id that follows from what the claim says.

What a source says (subject, predicate, value, polarity, modality, times, speaker, citations, derivation) makes the id; what
the coder added about it (key, language, note, sensitivity) and what people decided do not, so that a remark can be mended
without a new claim. Everything that can be left out is left out, so that equal claims are equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

import msgspec

from habeas.amount import Amount
from habeas.claims.model import Claim, Value
from habeas.errors import InputError
from habeas.evidence import CellQuote, Citation, TextQuote, as_json
from habeas.when import Span

CONTENT: Final = (
    "subject", "predicate", "value", "polarity", "modality", "words", "speaker", "said_on", "span", "citations",
    "derived_from",
)  # fmt: skip
REMARKS: Final = ("key", "language", "note", "sensitivity")
_DECIDED: Final = ("status", "reason", "flags", "conflicts")
_KNOWN: Final = frozenset(("id", *CONTENT, *REMARKS, *_DECIDED))
_LISTS: Final = ("derived_from", "flags", "conflicts")
_AMOUNT: Final = frozenset(field.name for field in fields(Amount)) - {"ratio"}
_LEFT_OUT: Final = {"polarity": "affirmed", "modality": "fact", "status": "proposed"}


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return a claim as plain JSON; see :meth:`habeas.claims.Claim.as_json`."""
    made: dict[str, Any] = {"id": claim.id, "key": claim.key, "subject": claim.subject, "predicate": claim.predicate}
    made["value"] = value_json(claim.value)
    for name in ("polarity", "modality", "words", "language", "speaker", "note", "sensitivity", "status", "reason"):
        said = getattr(claim, name)
        if said and said != _LEFT_OUT.get(name):
            made[name] = said
    for name in ("said_on", "span"):
        span = getattr(claim, name)
        if span is not None:
            made[name] = span.as_json()
    if claim.citations:
        made["citations"] = [as_json(citation) for citation in claim.citations]
    for name in _LISTS:
        if listed := getattr(claim, name):
            made[name] = list(listed)
    return made


def proposal(claim: Claim) -> dict[str, Any]:
    """Return the body of the entry that proposes a claim: what it says and the coder's remarks, without id and decisions."""
    return {name: value for name, value in claim_json(claim).items() if name != "id" and name not in _DECIDED}


def claim_id(body: Mapping[str, Any]) -> str:
    """Return ``c-`` and the first 12 hex digits of the SHA-256 of what the claim says, as canonical JSON."""
    said = {name: body[name] for name in CONTENT if name in body}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"c-{hashlib.sha256(canonical.encode()).hexdigest()[:12]}"


def claim_from(made: Mapping[str, Any], name: str | None = None) -> Claim:
    """Read a claim from the JSON of :func:`claim_json` or, given its id, of :func:`proposal`."""
    if not made.keys() <= _KNOWN:
        raise InputError("claims.json-field", found=", ".join(sorted(made.keys() - _KNOWN)))
    try:
        return _claim(made, name)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError("claims.json", found=str(error)) from None


def _claim(made: Mapping[str, Any], name: str | None) -> Claim:
    get = made.get
    said_on, span = get("said_on"), get("span")
    return Claim(
        id=made["id"] if name is None else name,
        key=made["key"],
        subject=made["subject"],
        predicate=made["predicate"],
        value=value_from(made["value"]),
        polarity=get("polarity", "affirmed"),
        modality=get("modality", "fact"),
        words=get("words", ""),
        language=get("language"),
        speaker=get("speaker"),
        said_on=None if said_on is None else span_from(said_on),
        span=None if span is None else span_from(span),
        citations=tuple([citation_from(one) for one in get("citations", ())]),
        derived_from=tuple(get("derived_from", ())),
        note=get("note", ""),
        sensitivity=get("sensitivity"),
        status=get("status", "proposed"),
        reason=get("reason", ""),
        flags=tuple(get("flags", ())),
        conflicts=tuple(get("conflicts", ())),
    )


def value_json(value: Value) -> Any:
    """Return ``{"amount": …}``, ``{"time": …}`` or the string itself."""
    if isinstance(value, Amount):
        return {"amount": value.as_json()}
    return {"time": value.as_json()} if isinstance(value, Span) else value


def value_from(made: Any) -> Value:
    """Read what :func:`value_json` wrote."""
    if isinstance(made, str):
        return made
    return amount_from(made["amount"]) if "amount" in made else span_from(made["time"])


def amount_from(made: Mapping[str, Any]) -> Amount:
    """Read an amount, quickly where it is in the form that :meth:`Amount.as_json` writes, strictly otherwise."""
    if made.keys() <= _AMOUNT:
        try:
            return msgspec.convert(made, Amount)
        except (msgspec.ValidationError, InputError):
            pass
    return Amount.from_json(made)


def span_from(made: Mapping[str, Any]) -> Span:
    """Read a span; the same few times come back in claim after claim, so each is read once."""
    try:
        return _span(tuple(made.items()))
    except TypeError:  # a value that cannot be remembered is none that a span has
        return Span.from_json(made)


@lru_cache(maxsize=4096)
def _span(items: tuple[tuple[str, Any], ...]) -> Span:
    return Span.from_json(dict(items))


def citation_from(made: Mapping[str, Any]) -> Citation:
    """Read what :func:`habeas.evidence.as_json` wrote; quicker than its own strict reader, for folds of many claims."""
    quote = made["quote"]
    return Citation(
        source=made["source"],
        sha256=made["sha256"],
        quote=CellQuote(**quote) if "sheet" in quote else TextQuote(**quote),
    )
