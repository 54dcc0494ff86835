"""An empty claims file to begin with: YAML with each field explained, a CSV header, or a workbook with lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas import words
from habeas.claims.coding.fields import DECISIONS, LANGUAGE_NAMES, SENSITIVITIES
from habeas.claims.coding.rows import FIELDS, HEAD, VERSION
from habeas.claims.model import Subject
from habeas.claims.vocabulary import Vocabulary
from habeas.errors import InputError, StorageError
from habeas.words import Lang

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

KINDS: Final = (".yaml", ".yml", ".csv", ".xlsx")
COLUMNS: Final = ("predicate", "topic", "label", "value", "unit", "choices", "requires", "subjects")
_ROWS: Final = 2000  # rows of the sheet for which lists and the text format are laid out
_WIDE: Final = {
    "quote": 60,
    "note": 30,
    "reason": 40,
    "predicate": 26,
    "value": 20,
    "speaker": 24,
    "who": 24,
    "source": 26,
}


def template(
    path: Path | str,
    *,
    lang: Lang = "en",
    vocabulary: Vocabulary | None = None,
    subjects: Mapping[str, Subject] | None = None,
    sources: Iterable[str] = (),
) -> Path:
    """Write an empty claims file whose kind is its suffix (``.yaml``, ``.csv``, ``.xlsx``), explained in a language.

    Subjects and sources of the case, where given, become lists to choose from in the workbook. An existing file is never
    replaced: :class:`InputError`. Raises :class:`StorageError` where the file cannot be written.
    """
    place = Path(path)
    known = vocabulary or Vocabulary.load()
    if place.suffix.lower() not in KINDS:
        raise InputError("claims.template-kind", found=place.suffix or "-", known=KINDS)
    if place.exists():
        raise InputError("claims.template-exists", file=str(place))
    try:
        with place.open("xb") as file:
            if place.suffix.lower() == ".xlsx":
                _Book(lang, known, subjects or {}, tuple(sources)).made().save(file)
            else:
                file.write((_csv() if place.suffix.lower() == ".csv" else _yaml(lang)).encode())
    except OSError as error:
        with suppress(OSError):
            place.unlink(missing_ok=True)
        raise StorageError("claims.template-write", file=str(place), found=error.strerror or str(error)) from None
    return place


def explained(name: str, lang: Lang) -> str:
    """Return what a field is for."""
    return words.text(f"claims.field-{name.replace('_', '-')}", lang)


def _csv() -> str:
    return ",".join(FIELDS) + "\n"


def _yaml(lang: Lang) -> str:
    lines = [f"# {words.text('claims.template-title', lang)}", f"habeas: {VERSION}"]
    lines += [f"{name}:  # {explained(name, lang)}" for name in HEAD[1:]]
    lines += ["claims: []", f"# {words.text('claims.template-yaml', lang)}", "#  claims:"]
    for number, name in enumerate(FIELDS):
        lead = "#    - " if number == 0 else "#      "
        lines.append(f"{lead}{name}:  # {explained(name, lang)}")
    return "\n".join(lines) + "\n"


class _Book:
    """The workbook: the claims, the head of the file, the explanations, the vocabulary, and the lists to choose from."""

    def __init__(
        self, lang: Lang, vocabulary: Vocabulary, subjects: Mapping[str, Subject], sources: tuple[str, ...]
    ) -> None:
        self.lang, self.vocabulary, self.subjects, self.sources = lang, vocabulary, subjects, sources

    def made(self) -> Workbook:
        from openpyxl import Workbook

        book = Workbook()
        claims = book.worksheets[0]
        claims.title = "claims"
        claims.append(list(FIELDS))
        head = book.create_sheet("file")
        for name in HEAD:
            head.append([name, VERSION if name == "habeas" else None, explained(name, self.lang)])
        self._explanation(book.create_sheet("explanation"))
        self._predicates(book.create_sheet("vocabulary"))
        self._lists(book.create_sheet("lists"), claims)
        self._dressed(book)
        return book

    def _explanation(self, sheet: Worksheet) -> None:
        sheet.append([words.text("claims.template-title", self.lang)])
        for name in FIELDS:
            sheet.append([name, explained(name, self.lang)])

    def _predicates(self, sheet: Worksheet) -> None:
        sheet.append([words.text(f"claims.column-{name}", self.lang) for name in COLUMNS])
        for one in self.vocabulary.values():
            topic = self.vocabulary.label("topics", one.topic, self.lang)
            choices = ", ".join(f"{name} ({one.choice(name, self.lang)})" for name in one.choices)
            requires = ", ".join("as_of" if name == "span" else name for name in one.requires)
            sheet.append(
                [one.id, topic, one.text(self.lang), one.value, one.unit, choices, requires, ", ".join(one.of)]
            )

    def _lists(self, sheet: Worksheet, claims: Worksheet) -> None:
        """Write each list in a column of its own, and have the cells of its field offer it."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        groups = self.vocabulary.groups
        lists: dict[str, list[str]] = {
            "predicate": list(self.vocabulary),
            "capacity": list(groups["capacities"]),
            "polarity": list(groups["polarities"]),
            "modality": list(groups["modalities"]),
            "language": list(LANGUAGE_NAMES),
            "sensitivity": list(SENSITIVITIES),
            "decision": list(DECISIONS),
            "subject": sorted(self.subjects),
            "source": sorted(self.sources),
        }
        for number, (name, values) in enumerate(((name, values) for name, values in lists.items() if values), 1):
            letter = get_column_letter(number)
            for row, value in enumerate([name, *values], 1):
                sheet.cell(row, number, value)
            offer = DataValidation(
                type="list", formula1=f"lists!${letter}$2:${letter}${len(values) + 1}", allow_blank=True
            )
            offer.errorTitle, offer.error = name, explained(name, self.lang)
            offer.promptTitle, offer.prompt = name, explained(name, self.lang)[:250]
            claims.add_data_validation(offer)
            column = get_column_letter(FIELDS.index(name) + 1)
            offer.add(f"{column}2:{column}{_ROWS}")

    def _dressed(self, book: Workbook) -> None:
        """Lay out the sheets; every cell of a claim is text, so that no program turns ``2023-02`` into a day."""
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        claims = book["claims"]
        claims.freeze_panes = "B2"
        for number, name in enumerate(FIELDS, 1):
            column = get_column_letter(number)
            claims.column_dimensions[column].width = _WIDE.get(name, 14)
            claims.column_dimensions[column].number_format = "@"
            claims[f"{column}1"].font = Font(bold=True)
            claims[f"{column}1"].comment = Comment(explained(name, self.lang), "habeas")
            for row in range(2, 202):
                claims[f"{column}{row}"].number_format = "@"
        for name, widths in (
            ("explanation", (18, 110)),
            ("file", (14, 28, 90)),
            ("vocabulary", (26, 24, 36, 10, 24, 60)),
        ):
            for number, width in enumerate(widths, 1):
                book[name].column_dimensions[get_column_letter(number)].width = width
            for line in book[name].iter_rows():
                for cell in line:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        book["vocabulary"].freeze_panes = "A2"
