"""Mapping files: a draft of how to read a table nobody has described, made by looking at its columns, for a person to decide on.

The draft says for every column what it was taken for and why. What the file does not show is left as ``"?"``, and a mapping with a
``"?"`` in it is refused until somebody has decided. Values are shown only from short lists of which each value stands on many rows;
names, identifiers, dates and numbers never are.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from pathlib import Path
from typing import Final

from habeas import words
from habeas.errors import Faults, InputError
from habeas.records.columns import FEW, Profile, Role, distinct_names, plain, profile, role, sexes
from habeas.records.layout import RESERVED
from habeas.records.model import Kind
from habeas.records.rosters import days_in_name
from habeas.records.sheets import Sheet, open_file

UNDECIDED: Final = "?"
_ISOLATION: Final = ("segregation", "restricted housing", "solitary", "isolation", "aislamiento", "smu", "rhu")
_RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "roster": {"stint_in": "admitted", "stint_out": "discharged"},
    "placements": {"stint_in": "started", "stint_out": "ended"},
}
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "stints": ("stint_in", "place", "place_name"),
    "placements": ("started",),
    "roster": (),
    "passengers": (),
    "flights": ("day",),
}
_ENGLISH: Final = frozenset({"yes", "no", "y", "n", "true", "false", "t", "f"})
_NUMBERING: Final = frozenset({"id", "identifier", "identificador"})

Note = tuple[str, Mapping[str, object]]
"""The key of a message and its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the draft: the canonical field it was taken for, its form (``?``: to be decided), why, and what is in doubt."""

    title: str
    field: str
    form: str
    profile: Profile
    personal: bool = False
    values: Mapping[str, Sequence[str]] = made_by(default_factory=dict)
    why: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft of a mapping: ``kind`` is ``None`` and ``dates`` is ``?`` where the file does not show them.

    ``undecided`` names the places of the mapping that hold a ``?``; with none of them the text can be used as it is.
    """

    file: str
    sheet: str | None
    kind: Kind | None
    kind_why: Note
    dates: str | None
    dates_why: Note | None
    columns: tuple[Column, ...]
    others: tuple[str, ...] = ()
    hook: str | None = None

    @property
    def undecided(self) -> tuple[str, ...]:
        """The keys of the mapping that a person has to decide, in the order of the text."""
        top = [*(() if self.kind else ("kind",)), *(("dates",) if self.dates == UNDECIDED else ())]
        return (*top, *(f"field.{one.field}.form" for one in self.columns if one.form == UNDECIDED))

    def text(self, lang: words.Lang) -> str:
        """Return the mapping as TOML, its comments in a language."""
        return "\n".join(
            [*_top(self, lang), *(line for one in self.columns for line in _column_lines(self, one, lang)), ""]
        )


def draft_mapping(path: Path, *, sheet: str | None = None) -> Draft:
    """Draft how to read a CSV, XLSX or Parquet file, or one sheet of it; without one named, the sheet with the most rows.

    Raises:
        Faults: the file cannot be opened as a table; every reason is named.
        InputError: the sheet is not in it, or none of its rows can be its header.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        opened = open_file(path, scratch)
        if not opened.sheets:
            raise Faults("records.map-unreadable", opened.problems, file=path.name)
        chosen = _choose(opened.sheets, sheet, path)
        at = _header_row(chosen)
        titles = [(cell or "").strip() for cell in chosen.head[at]]
        profiles = list(profile(chosen, 0 if chosen.named else chosen.line_of(at), scratch).values())
    others = tuple(one.name or "" for one in opened.sheets if one is not chosen)
    return _draft(chosen, titles, profiles, others)


def _choose(sheets: Sequence[Sheet], name: str | None, path: Path) -> Sheet:
    if name is None:
        return max(sheets, key=lambda one: one.height)
    named = next((one for one in sheets if one.name == name), None)
    if named is None:
        known = ", ".join(one.name or "" for one in sheets)
        raise InputError("records.map-no-sheet", file=path.name, sheet=name, known=known)
    return named


def _header_row(sheet: Sheet) -> int:
    """Return the row of the header: the first that is nearly as wide as the widest and whose cells are words, each another."""
    cells = [[(cell or "").strip() for cell in row if (cell or "").strip()] for row in sheet.head]
    widest = max(map(len, cells), default=0)
    for at, row in enumerate(cells):
        words_only = all(any(letter.isalpha() for letter in cell) for cell in row)
        if row and len(row) >= max(2, 0.6 * widest) and words_only and len(set(row)) > len(row) / 2:
            return at
    raise InputError("records.map-no-header", file=sheet.file, sheet=sheet.name or sheet.file)


def _draft(sheet: Sheet, titles: Sequence[str], profiles: Sequence[Profile], others: tuple[str, ...]) -> Draft:
    columns = _columns(titles, profiles)
    kind, kind_why, hook = _kind(sheet, columns)
    renamed = _RENAMED.get(kind or "", {})
    columns = [replace(one, field=renamed.get(one.field, one.field)) for one in columns]
    dates, dates_why = _dates(columns)
    return Draft(
        file=sheet.file,
        sheet=sheet.name,
        kind=kind,
        kind_why=kind_why,
        dates=dates,
        dates_why=dates_why,
        columns=tuple(columns),
        others=others,
        hook=hook,
    )


def _columns(titles: Sequence[str], profiles: Sequence[Profile]) -> list[Column]:
    """Return what each titled column is taken for; two columns never get one field, the first keeps it."""
    named = [(title, one) for title, one in zip(titles, profiles, strict=True) if title]
    own = distinct_names([title for title, _ in named])
    made: list[Column] = []
    seen: set[str] = set()
    for (title, one), name in zip(named, own, strict=True):
        if plain(title) in seen:
            continue  # a header that stands twice is one field; both of its columns are read
        seen.add(plain(title))
        taken = {column.field for column in made}
        found = role(title)
        if found is None:
            made.append(_by_values(title, _free(name, taken), one))
        elif found[0].field in taken:
            made.append(_second(title, _free(name, taken), one, found[0]))
        else:
            made.append(_by_role(title, one, *found))
    return made


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no field has and no table has already."""
    number, free = 1, name
    while free in taken or free in RESERVED:
        number += 1
        free = f"{name}_{number}"
    return free


def _by_values(title: str, name: str, one: Profile) -> Column:
    forms = {
        "moment": "moment",
        "day": "day",
        "year": "year",
        "integer": "integer",
        "amount": "amount",
        "yes-no": "yes-no",
    }
    column = Column(
        title=title,
        field=name,
        form=forms.get(one.shape, "text"),
        profile=one,
        personal=one.shape == "id",
        why=(("records.map-why-own", {"field": name}),),
        doubts=tuple(_date_doubts(one)),
    )
    column = _yes_no(column) if one.shape == "yes-no" else column
    if one.shape == "mixed":
        return replace(column, doubts=(("records.map-doubt-mixed", {}),))
    return replace(column, form=UNDECIDED) if one.order == "both" else column


def _second(title: str, name: str, one: Profile, found: Role) -> Column:
    """Return a column for whose role there is one already: a moment or an identifier is for a person to decide, words are kept."""
    doubt: Note = ("records.map-doubt-second", {"field": found.field})
    weighty = found.form in {"moment", "person"} and one.filled
    column = replace(_by_values(title, name, one), personal=found.personal or found.form == "person", doubts=(doubt,))
    return replace(column, form=UNDECIDED) if weighty else column


def _by_role(title: str, one: Profile, found: Role, phrase: str) -> Column:
    """Return the column as its header has it, undecided where its values do not bear that out."""
    column = Column(
        title=title,
        field=found.field,
        form=found.form,
        profile=one,
        personal=found.personal or found.form == "person",
        why=(("records.map-why-name", {"field": found.field, "words": phrase}),),
    )
    if not one.filled:
        return replace(column, form="text") if found.form == "sex" else column
    return _TESTS.get(found.form, lambda given: given)(column)


def _moment(column: Column) -> Column:
    one = column.profile
    if one.shape not in {"moment", "day"}:
        return replace(column, form=UNDECIDED, doubts=(("records.map-doubt-not-dates", {}),))
    doubts = tuple(_date_doubts(one))
    unread = one.order == "both" or one.two_digit == one.agreeing
    return replace(column, form=UNDECIDED if unread else column.form, doubts=doubts)


def _date_doubts(one: Profile) -> Iterator[Note]:
    if one.shape not in {"moment", "day"}:
        return
    if one.order == "both":
        yield "records.map-doubt-both", {"day": one.day_first, "month": one.month_first}
    if one.two_digit:
        yield "records.map-doubt-two-digit", {"n": one.two_digit}
    if one.agreeing < one.filled:
        yield "records.map-doubt-unread", {"n": one.filled - one.agreeing}


def _integer(column: Column) -> Column:
    expected = {"integer": {"integer", "year"}, "year": {"year"}}[column.form]
    if column.profile.shape in expected:
        return column
    return replace(column, form=UNDECIDED, doubts=(("records.map-doubt-not-numbers", {}),))


def _sex(column: Column) -> Column:
    meanings = sexes(column.profile.spellings) if column.profile.spellings else None
    if meanings:
        return replace(column, form="choice", values=meanings)
    return replace(column, form=UNDECIDED, doubts=(("records.map-doubt-sex", {}),))


def _person(column: Column) -> Column:
    """Return an identifier; numbers of which each stands once, under a header that says no more than id, may count the rows."""
    one = column.profile
    if plain(column.title) in _NUMBERING and one.shape in {"integer", "year"} and one.distinct == one.filled:
        return replace(column, form=UNDECIDED, doubts=(("records.map-doubt-numbering", {}),))
    return column


def _yes_no(column: Column) -> Column:
    """Return a column of yes and no, its Spanish spellings named one by one."""
    spellings = column.profile.spellings
    if {plain(one) for one in spellings} <= _ENGLISH:
        return column
    yes = [one for one in spellings if plain(one) in {"si", "s", "yes", "y", "true"}]
    no = [one for one in spellings if one not in yes]
    return replace(column, form="choice", values={key: found for key, found in (("yes", yes), ("no", no)) if found})


_TESTS: Final = {
    "moment": _moment,
    "day": _moment,
    "integer": _integer,
    "year": _integer,
    "sex": _sex,
    "person": _person,
}


def _kind(sheet: Sheet, columns: Sequence[Column]) -> tuple[Kind | None, Note, str | None]:
    """Return the kind of record that the columns allow, why, and the hook that reading it needs."""
    fields = {one.field for one in columns}
    filled = {one.field for one in columns if one.profile.filled}
    person = bool(fields & {"person", "given_name", "family_name"})
    if {"from_place", "to_place", "day"} <= fields:
        return (
            ("passengers", ("records.map-kind-passengers", {}), None)
            if person
            else ("flights", ("records.map-kind-flights", {}), None)
        )
    titles = plain(" ".join([sheet.file, sheet.name or "", *(one.title for one in columns)]))
    if "stint_in" in fields and "stint_out" in filled and any(f" {word} " in f" {titles} " for word in _ISOLATION):
        return "placements", ("records.map-kind-placements", {}), None
    if "stint_in" in filled and "stint_out" in filled and fields & {"place", "place_name"}:
        return "stints", ("records.map-kind-stints", {}), None
    if person and "stint_out" not in filled and "day" in fields:
        return "roster", ("records.map-kind-roster", {}), None
    if person and "stint_out" not in filled and len(days_in_name(sheet.file)) == 1:
        return "roster", ("records.map-kind-roster-named", {}), "roster"
    return None, ("records.map-kind-none", {}), None


def _dates(columns: Sequence[Column]) -> tuple[str | None, Note | None]:
    """Return which of day and month comes first in the file, as far as any of its columns shows it; ``?`` where none does."""
    dated = [one for one in columns if one.profile.shape in {"moment", "day"} and one.profile.order != "certain"]
    if not dated:
        return None, None
    shown = {one.profile.order for one in dated if one.profile.order in {"day-first", "month-first"}}
    n = sum(one.profile.day_first + one.profile.month_first for one in dated)
    either = sum(one.profile.either for one in dated)
    if len(shown) == 1 and all(one.profile.order != "both" for one in dated):
        (order,) = shown
        return order, (f"records.map-dates-{order}", {"n": n, "either": either})
    if shown or n:
        return UNDECIDED, ("records.map-dates-both", {})
    return UNDECIDED, ("records.map-dates-either", {"n": either})


def _top(draft: Draft, lang: words.Lang) -> Iterator[str]:
    say = _Say(lang)
    rows = max((one.profile.rows for one in draft.columns), default=0)
    yield from say.comment("records.map-head", {"file": draft.file, "n": rows})
    if draft.sheet is not None:
        yield from say.comment("records.map-sheet", {"sheet": draft.sheet})
    if draft.others:
        yield from say.comment("records.map-others", {"sheets": list(draft.others)})
    if draft.kind != "flights" and all(one.field != "person" for one in draft.columns):
        yield from say.comment("records.map-no-person", {})
    undecided = draft.undecided
    if undecided:
        yield from say.comment("records.map-decide", {"n": len(undecided), "places": ", ".join(undecided)})
    yield ""
    yield f"name = {_quoted(distinct_names([Path(draft.file).stem])[0])}"
    yield from say.comment(*draft.kind_why)
    yield f"kind = {_quoted(draft.kind or UNDECIDED)}"
    yield f"min_fields = {min(3, len(draft.columns))}"
    if draft.hook:
        yield f"hook = {_quoted(draft.hook)}"
    if draft.dates and draft.dates_why:
        yield from say.comment(*draft.dates_why)
        yield f"dates = {_quoted(draft.dates)}"


def _column_lines(draft: Draft, one: Column, lang: words.Lang) -> Iterator[str]:
    say, seen = _Say(lang), one.profile
    yield ""
    counts = {"title": one.title, "filled": seen.filled, "rows": seen.rows, "distinct": seen.distinct}
    yield from say.comment("records.map-column", counts)
    for key, given in one.why:
        yield from say.comment(key, given)
    yield from say.comment(f"records.map-shape-{seen.shape}", {})
    if one.personal:
        yield from say.comment("records.map-personal", {})
    elif seen.codes and seen.shape in {"text", "yes-no", "sex"} and seen.distinct <= FEW:
        yield from say.comment(
            "records.map-values", {"values": ", ".join(f"{value} ({n})" for value, n in seen.codes.items())}
        )
    for key, given in one.doubts:
        yield from say.comment(key, given)
    yield f"[field.{one.field}]"
    yield f"aliases = [{_quoted(one.title)}]"
    yield f"form = {_quoted(one.form)}"
    required = _REQUIRED.get(draft.kind or "", ())
    if one.field in required and (
        one.field != "place" or not any(other.field == "place_name" for other in draft.columns)
    ):
        yield "required = true"
    if one.values:
        arms = ", ".join(f"{key} = [{', '.join(map(_quoted, found))}]" for key, found in one.values.items())
        yield f"values = {{ {arms} }}"


@dataclass(frozen=True, slots=True)
class _Say:
    lang: words.Lang

    def comment(self, key: str, given: Mapping[str, object]) -> Iterator[str]:
        """Yield a message as one line of comment: nothing of a file's own text can end the line."""
        said = words.text(
            key, self.lang, **{name: _one_line(one) if isinstance(one, str) else one for name, one in given.items()}
        )
        yield f"# {_one_line(said)}"


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
