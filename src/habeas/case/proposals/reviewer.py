"""A coder at work: each decision is one append to the ledger, the claim that comes of it included.

The state of the case is read once and then kept up with what is written, so that a decision does not wait for the whole ledger; where another
process wrote meanwhile, it is read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from habeas.case.proposals import fielding
from habeas.case.proposals.deciding import Decided, decided, decision, note
from habeas.case.proposals.model import Decision, Proposal, Verdict, Why, ledger_json
from habeas.claims import Claim, Known, Status, accept, code_fields, propose, retract
from habeas.errors import Faults, InputError, Problem
from habeas.ledger import Draft, Entry, effective

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.evidence import Extract, Source
    from habeas.words import Lang

_STATUS: Final[Mapping[str, Status]] = {
    "claim.accept": "accepted", "claim.reject": "rejected", "claim.retract": "retracted", "claim.conflict": "in_conflict"
}  # fmt: skip


class Reviewer:
    """Takes one coder's decisions about readings of a case."""

    def __init__(self, case: Case, lang: Lang = "en") -> None:
        self.case, self.lang = case, lang
        self.coder = case.actor
        self.last: dict[tuple[str, str], str] = {}
        self.look()

    def look(self) -> None:
        """Read the state of the case anew."""
        state = self.case.state
        self.seen = state.seq
        self.sources = state.sources
        self.decided: Decided = decided(state.entries)
        self.claims = dict(state.claims)
        self.accepted = {one.about: one.seq for one in effective(state.entries) if one.kind == "claim.accept"}
        self.known = Known(
            vocabulary=self.case.vocabulary(),
            subjects=self.case.about.subjects,
            sources=state.sources,
            text=self.case.texts.of,
        )

    # --- what a proposal says, as a coder writes it

    def fields(self, one: Proposal) -> dict[str, str]:
        """Return the fields of the claim that a proposal makes; of one decided before, as it was coded then and is read now."""
        made = fielding.fields_of(one, self.lang)
        for before in sorted(one.decisions, key=lambda each: each.seq):
            if before.fields and (before.actor == self.coder or one.state in ("confirm", "changed")):
                kept = {
                    name: said
                    for name, said in before.fields[0].items()
                    if name in fielding.CHOSEN or name in before.corrected
                }
                made |= kept
        return made

    def defaults(self, one: Proposal, fields: Mapping[str, str]) -> dict[str, str]:
        """Return what was chosen last for fields that are required and empty, in this source; they are shown, and taken with the rest.

        A subject is never among them.
        """
        wanted = [name for name in fielding.missing(fields, self.known.vocabulary) if name in fielding.REMEMBERED]
        return {name: self.last[one.source, name] for name in wanted if (one.source, name) in self.last}

    def check(self, one: Proposal, fields: Mapping[str, str]) -> tuple[Claim | None, tuple[Problem, ...]]:
        """Return the claim that fields make of a proposal, and what is wrong with them, each with the field as ``column``."""
        source, extract = self._source(one)
        given = fielding.row(one, fields, source, extract)
        claim, problems = code_fields({**given, "key": one.id}, self.known)
        return (None if claim is None else self._keyed(claim, one)), problems

    def passage(self, one: Proposal) -> tuple[str, str, str]:
        """Return what stands before the quote of a proposal, the quote, and what follows, of the text it was read from."""
        return one.parts(self._source(one)[1].text)

    def _source(self, one: Proposal) -> tuple[Source, Extract]:
        """Return the version of the source that a proposal was read from, which is the current one unless it is gone."""
        found = self.sources.version(one.source, one.sha256) or self.sources[one.source].current
        return found, self.case.texts.of(found)

    def _keyed(self, claim: Claim, one: Proposal) -> Claim:
        """Give the claim a key of its own: that of the reading, unless another claim that stands bears it."""
        if claim.id in self.claims:
            return replace(claim, key=self.claims[claim.id].key)
        mine = set(self._earlier(one))
        taken = {each.key for name, each in self.claims.items() if name not in mine and each.key.startswith(one.id)}
        keys = (f"{one.id}.{number}" if number > 1 else one.id for number in range(1, len(taken) + 2))
        return replace(claim, key=next(key for key in keys if key not in taken))

    def _earlier(self, one: Proposal) -> list[str]:
        """Return the claims that a new decision takes the place of: this coder's own, and those made of earlier bytes of the source."""
        known = [*self.decided.get(one.id, {}).values(), *self.decided.get(one.was or "", {}).values()]
        old = [each for each in known if each.actor == self.coder or each.sha256 != one.sha256]
        return list(dict.fromkeys(name for each in old for name in each.claims if name in self.claims))

    # --- decisions

    def accept(self, one: Proposal, fields: Mapping[str, str] | None = None, *, reason: str) -> Decision:
        """Accept a proposal as its fields say. Raises :class:`Faults` with what they lack. What is gone is kept as it was accepted."""
        if one.state == "gone":
            return self._keep(one, reason)
        given = dict(fields if fields is not None else self.fields(one))
        return self._decide(one, "accept", [given], reason)

    def split(self, one: Proposal, parts: Sequence[Mapping[str, str]], *, reason: str) -> Decision:
        """Accept two claims or more of one reading. Raises :class:`Faults` with what they lack, or where they are one."""
        if len(parts) < 2:
            raise InputError("case.split-alone")
        return self._decide(one, "split", [dict(part) for part in parts], reason)

    def reject(self, one: Proposal, why: Why, *, reason: str) -> Decision:
        """Reject a proposal; claims that this coder made of it are retracted."""
        drafts = self._dropped(one, (), reason) + self._unsettled(one, "reject", (), reason)
        return self._write(one, drafts, "reject", {"why": why}, reason)

    def undo(self, *, reason: str) -> Decision | None:
        """Take back this coder's last decision that stands, with all that was written with it; None where there is none."""
        self.look()
        mine = [one for by_coder in self.decided.values() for one in by_coder.values() if one.actor == self.coder]
        if not mine:
            return None
        last = max(mine, key=lambda one: one.seq)
        standing = {entry.seq for entry in effective(self.case.state.entries)}
        undos = {entry.seq for entry in self.case.state.entries if entry.kind == "undo"}
        numbers = [n for n in range(last.seq, last.seq - last.preceded - 1, -1) if n in standing or n in undos]
        self.case.append([Draft(kind="undo", about=str(n), reason=reason) for n in numbers], seen=self.seen)
        self.look()
        return last

    def _decide(self, one: Proposal, verdict: Verdict, parts: list[dict[str, str]], reason: str) -> Decision:
        proposed = fielding.fields_of(one, self.lang)
        claims: list[Claim] = []
        for number, part in enumerate(parts, 1):
            claim, problems = self.check(one, part)
            if claim is None:
                raise Faults(
                    "case.proposal-incomplete", [each for each in problems if each.gravity == "error"], id=one.id
                )
            claims.append(
                replace(claim, key=f"{claim.key}.{number}") if number > 1 and claim.id not in self.claims else claim
            )
        if len({claim.id for claim in claims}) < len(claims):
            raise InputError("case.split-alike", id=one.id)
        ids = tuple(claim.id for claim in claims)
        agreed = self._agreed(one, verdict, ids)
        drafts = [propose(claim) for claim in claims if claim.id not in self.claims]
        waiting = [name for name in ids if self._status(name) not in ("accepted", "in_conflict")]
        if agreed and waiting:
            drafts += accept(waiting, reason)
        drafts += self._dropped(one, ids, reason) + self._unsettled(one, verdict, ids, reason)
        corrected = [
            name
            for name in fielding.COMPARED
            if proposed.get(name) and any(part.get(name, "") != proposed[name] for part in parts)
        ]
        for name in (*fielding.REMEMBERED, "subject"):
            if parts[0].get(name):
                self.last[one.source, name] = parts[0][name]
        body = {"claims": list(ids), "fields": parts, "corrected": corrected}
        return self._write(one, drafts, verdict, body, reason)

    def _status(self, name: str) -> Status:
        return self.claims[name].status if name in self.claims else "proposed"

    def _others(self, one: Proposal) -> list[Decision]:
        """Return what other coders decided of the same reading of the same version of the source."""
        return [
            each
            for actor, each in self.decided.get(one.id, {}).items()
            if actor != self.coder and each.sha256 == one.sha256
        ]

    def _agreed(self, one: Proposal, verdict: Verdict, ids: tuple[str, ...]) -> bool:
        return all((each.verdict, each.claims) == (verdict, ids) for each in self._others(one))

    def _unsettled(self, one: Proposal, verdict: Verdict, ids: tuple[str, ...], reason: str) -> list[Draft]:
        """Return the entries that take back what another coder had accepted, where the two differ: nothing counts until it is settled."""
        if self._agreed(one, verdict, ids):
            return []
        names = dict.fromkeys(name for each in self._others(one) for name in each.claims)
        numbers = [self.accepted[name] for name in names if self._status(name) == "accepted" and name in self.accepted]
        return [Draft(kind="undo", about=str(number), reason=reason) for number in numbers]

    def _dropped(self, one: Proposal, ids: Sequence[str], reason: str) -> list[Draft]:
        """Return the entries that retract what was accepted of the reading before, and no other coder upholds."""
        upheld = {*ids, *(name for each in self._others(one) for name in each.claims)}
        names = [name for name in self._earlier(one) if self._status(name) == "accepted" and name not in upheld]
        return retract(names, reason) if names else []

    def _keep(self, one: Proposal, reason: str) -> Decision:
        """Keep what was accepted although it is no longer read."""
        before = max(one.decisions, key=lambda each: each.seq)
        current = self.sources[one.source].current
        kept = replace(one, sha256=current.sha256)
        body = {
            "claims": list(before.claims), "fields": [dict(part) for part in before.fields], "corrected": list(before.corrected),
            "kept": True,
        }  # fmt: skip
        return self._write(kept, [], before.verdict, body, reason)

    def _write(
        self, one: Proposal, drafts: list[Draft], verdict: Verdict, body: Mapping[str, Any], reason: str
    ) -> Decision:
        told: dict[str, Any] = {
            "source": one.source, "sha256": one.sha256, "reading": ledger_json(one.reading), "passage": list(one.passage),
            "preceded": len(drafts), **body,
        }  # fmt: skip
        if one.was is not None:
            told["was"] = one.was
        entries = self.case.append(
            [*drafts, Draft(kind=f"reading.{verdict}", about=one.id, body=told, reason=reason)], seen=self.seen
        )
        self._keep_up(entries)
        return self.decided[one.id][self.coder]

    def _keep_up(self, entries: Sequence[Entry]) -> None:
        """Follow what was written, as the fold of the whole ledger would."""
        self.seen = entries[-1].seq
        for entry in entries:
            if entry.kind == "claim.propose":
                self.claims[entry.about] = Claim.from_json({**entry.body, "id": entry.about})
            elif entry.kind in _STATUS and entry.about in self.claims:
                self.claims[entry.about] = replace(
                    self.claims[entry.about], status=_STATUS[entry.kind], reason=entry.reason
                )
                if entry.kind == "claim.accept":
                    self.accepted[entry.about] = entry.seq
            elif entry.kind == "undo":
                for name in [name for name, seq in self.accepted.items() if seq == int(entry.about)]:
                    self.claims[name] = replace(self.claims[name], status="proposed", reason="")
                    del self.accepted[name]
            elif entry.kind.startswith("reading."):
                note(self.decided, decision(entry))
