"""A claims file as a whole: keys, references between rows, what the ledger already has, and the drafts that follow.

Every row ends in exactly one of three places: used, unchanged, or set aside with its faults. A faulty row never takes a good
one with it, unless the good one names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from habeas.amount import Amount
from habeas.claims.coding.checking import Checked, Checker
from habeas.claims.coding.known import Coded, Known, SetAside
from habeas.claims.coding.reading import read
from habeas.claims.coding.rows import Row, Sheet
from habeas.claims.decisions import accept, propose, reject
from habeas.claims.form import REMARKS
from habeas.claims.model import Claim
from habeas.claims.near import nearest, plain
from habeas.errors import Problem
from habeas.ledger import Draft

_RESULT: Final = {"accept": "accepted", "reject": "rejected"}
_CLOSE_WHO: Final = 90.0
_MOST_WHO: Final = 2000  # beyond so many different wordings, spelling is not compared


def read_claims_file(path: Path | str, known: Known) -> Coded:
    """Read a claims file (YAML, CSV, XLSX or ODS), check every row against the case, and return the ledger drafts.

    Nothing is written. All faults of all rows are returned together, each with its line or row. Rows without a fault are
    used; the others are set aside and listed. Reading the same file again, once its drafts are in the ledger, changes nothing.

    Raises :class:`habeas.errors.InputError` where the file as a whole cannot be read.
    """
    sheet = read(Path(path))
    return _Coder(sheet, known).coded()


class _Coder:
    """One file on its way to drafts."""

    def __init__(self, sheet: Sheet, known: Known) -> None:
        self.sheet, self.known = sheet, known
        self.by_key = {claim.key: claim for claim in known.claims.values() if "superseded" not in claim.flags}
        self.used: dict[str, str] = {}
        self.unchanged: dict[str, str] = {}
        self.aside: list[SetAside] = []
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = list(sheet.problems)

    def coded(self) -> Coded:
        checker = Checker(self.sheet.head, self.sheet.file, self.known)
        checked = self._referenced(self._distinct([checker.check(row) for row in self.sheet.rows]))
        if not self.sheet.rows:
            self.problems.append(Problem("claims.no-claims", self.sheet.file, gravity="warning"))
        self._worded_alike(checked)
        self._ratio_doubts(checked)
        for one in checked:
            self._settle(one)
        coder = self.sheet.head.get("coder")
        return Coded(
            file=self.sheet.file,
            coder=coder.text if coder else None,
            rows=len(self.sheet.rows),
            drafts=tuple(self.drafts),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.row or 0)),
            used=self.used,
            unchanged=self.unchanged,
            set_aside=tuple(self.aside),
        )

    def _problem(self, one: Checked, key: str, column: str, gravity: str = "error", /, **values: object) -> Problem:
        cell = one.row.cells.get(column)
        return Problem(
            f"claims.{key}",
            self.sheet.file,
            cell.row if cell else one.row.number,
            column,
            gravity=gravity,
            values=values,
        )

    def _distinct(self, checked: Iterable[Checked]) -> list[Checked]:
        """Fault a key, or a claim, that the file has twice, and a claim that the ledger has under another key."""
        keys: dict[str, Row] = {}
        ids: dict[str, str] = {}
        kept: list[Checked] = []
        for one in checked:
            faults: list[Problem] = []
            if one.key is not None and one.key in keys:
                faults.append(self._problem(one, "key-twice", "key", found=one.key, first=keys[one.key].number))
            elif one.key is not None:
                keys[one.key] = one.row
            if one.claim is not None and not faults:
                other = self.known.claims.get(one.claim.id)
                first = ids.get(one.claim.id) or (other.key if other is not None else None)
                if first is not None and first != one.claim.key:
                    faults.append(self._problem(one, "claim-twice", "key", found=one.claim.key, first=first))
                ids.setdefault(one.claim.id, one.claim.key)
            kept.append(replace(one, problems=(*one.problems, *faults)) if faults else one)
        return kept

    def _referenced(self, checked: list[Checked]) -> list[Checked]:
        """Fault what names a claim that does not exist, itself, or a row that is set aside, until nothing more falls."""
        while True:
            good = {one.key: one for one in checked if not one.faulty and one.key is not None}
            rows = {one.key: one.row.number for one in checked if one.key is not None and one.faulty}
            round_trips = _round_trips(good)
            faults = {
                number: found
                for number, one in enumerate(checked)
                if not one.faulty and (found := list(self._reference_faults(one, good, rows, round_trips)))
            }
            if not faults:
                return checked
            checked = [
                replace(one, problems=(*one.problems, *faults[number])) if number in faults else one
                for number, one in enumerate(checked)
            ]

    def _reference_faults(
        self, one: Checked, good: Mapping[str, Checked], rows: Mapping[str, int], round_trips: frozenset[str]
    ) -> Iterable[Problem]:
        for column, key in one.references:
            if key == one.key or (key in round_trips and one.key in round_trips):
                yield self._problem(one, "refers-to-itself", column, found=key)
            elif key in good:
                yield from self._base_faults(one, column, good[key].claim)
            elif key in rows:
                yield self._problem(one, "refers-to-faulty", column, found=key, first=rows[key])
            elif key in self.by_key or key in self.known.claims:
                yield from self._base_faults(one, column, self.by_key.get(key) or self.known.claims[key])
            else:
                close = nearest(key, {*good, *self.by_key})
                name = "unknown-key-near" if close else "unknown-key"
                yield self._problem(one, name, column, found=key, near=", ".join(close))

    def _base_faults(self, one: Checked, column: str, base: Claim | None) -> Iterable[Problem]:
        """Fault a ratio of something that is no amount of the same unit."""
        mine = one.claim.value if one.claim else None
        if column != "value" or base is None or not isinstance(mine, Amount):
            return
        theirs = base.value
        if not isinstance(theirs, Amount) or theirs.unit != mine.unit:
            found = theirs.unit if isinstance(theirs, Amount) else base.predicate
            yield self._problem(one, "ratio-unit", column, key=base.key, found=found or "-", expected=mine.unit or "-")

    def _ratio_doubts(self, checked: list[Checked]) -> None:
        """Doubt a ratio whose two sides count other persons."""
        good = {one.key: one.claim for one in checked if not one.faulty}
        for one in checked:
            mine = one.claim.value if one.claim else None
            if one.faulty or not isinstance(mine, Amount) or mine.ratio is None:
                continue
            base = good.get(mine.ratio.of) or self.by_key.get(mine.ratio.of)
            theirs = base.value if base else None
            if base and isinstance(theirs, Amount) and mine.who and theirs.who and plain(mine.who) != plain(theirs.who):
                values = {"key": base.key, "found": theirs.who, "expected": mine.who}
                self.problems.append(self._problem(one, "ratio-who", "value", "warning", **values))

    def _worded_alike(self, checked: list[Checked]) -> None:
        """Doubt a wording of who is counted that is close to another: unlike definitions are never compared."""
        from rapidfuzz import fuzz, process

        seen = {claim.value.who for claim in self.known.claims.values() if isinstance(claim.value, Amount)}
        known = {plain(who): who for who in seen if who}
        for one in checked:
            value = one.claim.value if one.claim else None
            who = value.who if isinstance(value, Amount) else None
            if who is None or len(known) > _MOST_WHO or plain(who) in known:
                continue
            close = process.extractOne(plain(who), list(known), scorer=fuzz.ratio, score_cutoff=_CLOSE_WHO)
            if close is not None and known[close[0]] != who:
                self.problems.append(self._problem(one, "who-close", "who", "warning", found=who, near=known[close[0]]))
            known[plain(who)] = who

    def _settle(self, one: Checked) -> None:
        """Put a row in its place: set aside, unchanged, or used."""
        self.problems += one.problems
        claim = one.claim
        if claim is None or one.faulty:
            self.aside.append(SetAside(one.row.number, one.key))
            return
        before = self.known.claims.get(claim.id)
        if before is None:
            self._supersede(one, claim)
            drafts = [propose(claim), *self._decided(one, claim)]
        else:
            drafts = self._again(one, claim, before)
        self.drafts += drafts
        (self.used if drafts else self.unchanged)[claim.key] = claim.id

    def _supersede(self, one: Checked, claim: Claim) -> None:
        before = self.by_key.get(claim.key)
        if before is not None and before.status not in ("rejected", "retracted"):
            self.problems.append(self._problem(one, "supersedes", "key", "warning", found=claim.key, id=before.id))

    def _again(self, one: Checked, claim: Claim, before: Claim) -> list[Draft]:
        """Return what a claim that the ledger has still needs: new remarks, or a decision nobody has taken yet."""
        same = all(getattr(claim, name) == getattr(before, name) for name in REMARKS)
        drafts = [] if same else [propose(claim)]
        if before.status == "proposed":
            return drafts + self._decided(one, claim)
        wanted = _RESULT.get(one.decision)
        if wanted is not None and wanted != before.status:
            values: dict[str, object] = {"found": one.decision, "status": before.status, "id": before.id}
            self.problems.append(self._problem(one, "decided-otherwise", "decision", "warning", **values))
        return drafts

    def _decided(self, one: Checked, claim: Claim) -> list[Draft]:
        if one.decision == "propose":
            return []
        return accept([claim.id], one.reason) if one.decision == "accept" else reject([claim.id], one.reason)


def _round_trips(good: Mapping[str, Checked]) -> frozenset[str]:
    """Return the keys of rows that name each other in a circle: what is left when rows that lead out are taken away."""
    left = {key: {name for _, name in one.references if name in good} for key, one in good.items()}
    left = {key: names for key, names in left.items() if names}
    while True:
        inside = {key: names & left.keys() for key, names in left.items()}
        kept = {key: names for key, names in inside.items() if names}
        if len(kept) == len(left):
            return frozenset(_cyclic(kept))
        left = kept


def _cyclic(left: Mapping[str, set[str]]) -> set[str]:
    """Return the keys that something left names, round by round: only circles stay."""
    inside = dict(left)
    while True:
        named = {name for names in inside.values() for name in names}
        kept = {key: names & inside.keys() for key, names in inside.items() if key in named}
        if len(kept) == len(inside):
            return set(kept)
        inside = kept
