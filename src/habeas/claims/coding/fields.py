"""Reading the fields of one row: what is not understood is noted with its place, and reading goes on to the next field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from habeas.amount import Amount
from habeas.amount import parse as parse_amount
from habeas.claims.coding.known import Known
from habeas.claims.coding.rows import Cell, Row
from habeas.claims.model import Value
from habeas.claims.near import nearest, plain
from habeas.claims.vocabulary import Predicate
from habeas.errors import HabeasError, Problem
from habeas.when import Span
from habeas.when import parse as parse_time

KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_ID: Final = re.compile(r"c-[0-9a-f]{12}")
_COLUMN: Final[Mapping[str, str]] = {"span": "as_of"}
_OPEN_MODALITIES: Final = ("target", "hypothetical", "estimate")
DECISIONS: Final = {
    "propose": ("propose", "proponer"),
    "accept": ("accept", "aceptar"),
    "reject": ("reject", "rechazar"),
}
SENSITIVITIES: Final = {
    "public": ("public", "público"), "restricted": ("restricted", "restringido"), "secret": ("secret", "secreto")
}  # fmt: skip
LANGUAGE_NAMES: Final = {"en": ("English", "inglés"), "es": ("Spanish", "español")}


class RowReader:
    """One row being read: its cells, those of the file's head behind them, and the problems found so far."""

    def __init__(self, row: Row, head: Mapping[str, Cell], file: str, known: Known) -> None:
        self.row, self.head, self.file, self.known = row, head, file, known
        self.problems: list[Problem] = list(row.problems)

    def cell(self, name: str) -> Cell | None:
        """Return a field of the row, or of the file's head where the row has none."""
        own = self.row.cells.get(name)
        return (
            own if own is not None or name not in ("source", "language", "decision", "reason") else self.head.get(name)
        )

    def text(self, name: str) -> str | None:
        """Return the words of a field; ``None`` where it is empty."""
        cell = self.cell(name)
        return cell.text if cell else None

    def note(self, key: str, name: str, gravity: str = "error", /, **values: object) -> None:
        """Note a problem at a field, or at the row where the field is missing."""
        cell = self.cell(name)
        line = cell.row if cell else self.row.number
        self.problems.append(Problem(f"claims.{key}", self.file, line, name, gravity=gravity, values=values))

    def unknown(self, key: str, name: str, found: str, known: Iterable[str]) -> None:
        """Note a word that is not one of those known, with the closest of them."""
        all_known = sorted(known)
        close = nearest(found, all_known)
        shown = ", ".join(all_known[:12]) + (", …" if len(all_known) > 12 else "")
        values: dict[str, object] = {"found": found[:80], "near": ", ".join(close), "known": shown}
        self.note(f"{key}-near" if close else key, name, **values)

    def refused(self, name: str, error: HabeasError) -> None:
        """Note why the words of a field could not be read."""
        cell = self.cell(name)
        line = cell.row if cell else self.row.number
        self.problems.append(Problem(error.key, self.file, line, name, values=dict(error.values)))

    def one_of(self, name: str, words: Mapping[str, Iterable[str]], default: str | None) -> str | None:
        """Return the id that a field names, by itself or by its words in either language; the default where it is empty."""
        said = self.text(name)
        if said is None:
            return default
        found = _named(said, words)
        if found is None:
            self.unknown("unknown-choice", name, said, words)
        return found

    def label(self, name: str, group: str, default: str | None) -> str | None:
        """Return the id of one of the vocabulary's groups (modalities, polarities, capacities)."""
        groups = self.known.vocabulary.groups[group]
        return self.one_of(name, {key: tuple(pair.values()) for key, pair in groups.items()}, default)

    def key(self) -> str | None:
        """Return the claim's key."""
        said = self.text("key")
        if said is None:
            self.note("missing", "key")
        elif not KEY.fullmatch(said) or _ID.fullmatch(said):
            self.note("bad-key", "key", found=said[:80])
            return None
        return said

    def subject(self) -> str | None:
        """Return the id of the subject."""
        said = self.text("subject")
        if said is None:
            self.note("missing", "subject")
            return None
        return self.subject_named("subject", said)

    def subject_named(self, name: str, said: str) -> str | None:
        """Return the id of the subject that the words name, by its id or by its whole name in either language."""
        subjects = self.known.subjects
        found = said if said in subjects else _named(said, {key: (one.en, one.es) for key, one in subjects.items()})
        if found is None:
            self.unknown("unknown-subject", name, said, subjects)
        return found

    def predicate(self, subject: str | None) -> Predicate | None:
        """Return the predicate, checked against the type of the subject."""
        said = self.text("predicate")
        if said is None:
            self.note("missing", "predicate")
            return None
        vocabulary = self.known.vocabulary
        predicate = vocabulary.get(said)
        if predicate is None:
            self.unknown("unknown-predicate", "predicate", said, vocabulary)
            return None
        kind = self.known.subjects[subject].type if subject else None
        if kind is not None and kind not in predicate.of:
            self.note("wrong-subject", "predicate", predicate=predicate.id, found=kind, known=", ".join(predicate.of))
        return predicate

    def time(self, name: str, modality: str | None) -> Span | None:
        """Return the time in a field; one that lies in the future is a fault, unless the modality may speak of it."""
        said = self.text(name)
        if said is None:
            return None
        try:
            span = parse_time(said)
        except HabeasError as error:
            self.refused(name, error)
            return None
        if _beyond(span, self.known.today) and (name == "said_on" or modality not in _OPEN_MODALITIES):
            self.note("in-future", name, found=said, today=self.known.today)
            return None
        return span

    def value(self, predicate: Predicate, modality: str | None) -> Value | None:
        """Return the value, read by the predicate's type."""
        said = self.text("value")
        if said is None:
            self.note("missing", "value")
            return None
        if predicate.value == "amount":
            return self._amount(predicate, said)
        if predicate.value == "time":
            return self.time("value", modality)
        if predicate.value == "choice":
            labels = {key: tuple(predicate.choice_labels[key].values()) for key in predicate.choices}
            return self.one_of("value", labels, None)
        return self.subject_named("value", said) if predicate.value == "subject" else said

    def _amount(self, predicate: Predicate, said: str) -> Amount | None:
        capacity = self.label("capacity", "capacities", None)
        try:
            amount = parse_amount(
                said,
                unit=predicate.unit,
                who=self.text("who"),
                measure=predicate.measure,
                capacity=capacity,  # type: ignore[arg-type]  # an id of the group, which a test holds equal to Capacity
            )
        except HabeasError as error:
            self.refused("value", error)
            return None
        if predicate.maximum and amount.qualifier == "at_most" and amount.high is not None and not amount.high_open:
            return replace(amount, low=amount.high)
        return amount

    def definition(self, predicate: Predicate) -> None:
        """Check the fields that say what is counted: the vocabulary's unit and measure stand, and its requirements hold."""
        counted = predicate.value == "amount"
        for name, group, own in (("unit", "units", predicate.unit), ("measure", "measures", predicate.measure)):
            said = self.text(name)
            if said is not None and not self._agrees(said, group, own):
                self.note("contradicts", name, found=said, predicate=predicate.id, expected=own or "-")
        if self.text("who") is not None and not counted:
            self.note("who-not-counted", "who", predicate=predicate.id)
        if self.text("capacity") is not None and "capacity" not in predicate.requires:
            self.note("capacity-of-nothing", "capacity", predicate=predicate.id)
        for field in predicate.requires:
            name = _COLUMN.get(field, field)
            if self.text(name) is None:
                known = ", ".join(self.known.vocabulary.groups["capacities"])
                self.note(f"needs-{name}", name, predicate=predicate.id, known=known)

    def _agrees(self, said: str, group: str, own: str | None) -> bool:
        pair = self.known.vocabulary.groups[group].get(own or "", {})
        return own is not None and plain(said) in {plain(word) for word in (own, *pair.values())}

    def language(self) -> str | None:
        """Return the language of the words."""
        return self.one_of("language", LANGUAGE_NAMES, None)

    def derived_from(self) -> tuple[str, ...]:
        """Return the keys of the claims that the figure was computed from."""
        cell = self.row.cells.get("derived_from")
        return tuple(dict.fromkeys(cell.parts)) if cell else ()


def _named(said: str, words: Mapping[str, Iterable[str]]) -> str | None:
    """Return the one id that is said, by itself or by one of its words; ``None`` where it is none, or more than one."""
    if said in words:
        return said
    wanted = plain(said)
    found = [key for key, names in words.items() if wanted in {plain(one) for one in (key, *names)}]
    return found[0] if len(found) == 1 else None


def _beyond(span: Span, today: date) -> bool:
    """Whether a time cannot have come yet: it begins after today, or is said to hold on every day until after today."""
    first = span.outer[0]
    return (first is not None and first > today) or (span.last_precise is not None and span.last_precise > today)
