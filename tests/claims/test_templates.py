"""A template is a claims file from the start: it reads without a fault, and offers what the case has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from habeas.claims import Vocabulary, template
from habeas.claims.coding.rows import FIELDS
from habeas.errors import InputError, StorageError
from habeas.words import LANGUAGES, Lang

if TYPE_CHECKING:
    from tests.claims.conftest import World

KINDS = ("claims.yaml", "claims.yml", "claims.csv", "claims.xlsx")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_template_reads_without_a_fault(world: World, name: str, lang: Lang) -> None:
    """The file as written has no claims and nothing wrong."""
    path = template(world.folder / name, lang=lang)
    coded = world.code(path.read_bytes(), name)
    assert [one.key for one in coded.problems] == ["claims.no-claims"]
    assert coded.rows == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_yaml_template_explains_every_field(tmp_path: Path, lang: Lang) -> None:
    """Each field stands in it with its explanation, in the language asked for."""
    made = template(tmp_path / "claims.yaml", lang=lang).read_text(encoding="utf-8")
    assert all(f" {name}:  # " in made for name in FIELDS)
    assert ("Afirmaciones" in made) == (lang == "es")


def test_the_yaml_template_uncommented_is_a_claim(world: World) -> None:
    """The commented example, filled in, is read as a claim."""
    made = template(world.folder / "claims.yaml").read_text(encoding="utf-8")
    lines = [line.removeprefix("#") for line in made.splitlines() if line.startswith(("#  claims", "#    "))]
    filled = {
        "key": "a", "source": "vrt", "quote": "eight buildings", "subject": "cecot", "predicate": "buildings", "value": "8"
    }  # fmt: skip
    body = "\n".join(
        line.partition("  # ")[0] + " " + filled.get(line.partition(":")[0].strip(" -"), "") for line in lines
    )
    body = "\n".join(line[2:] for line in body.splitlines())
    coded = world.code(f"habeas: claims/1\n{body}\n")
    assert coded.problems == ()
    assert list(coded.used) == ["a"]


def test_the_workbook_offers_lists_and_a_row_typed_into_it_is_read(world: World, vocabulary: Vocabulary) -> None:
    """Predicates, kinds, subjects and sources are offered where they are typed; text stays text; a filled row is used."""
    path = template(
        world.folder / "claims.xlsx",
        vocabulary=vocabulary,
        subjects=world.known.subjects,
        sources=world.known.sources,
    )
    book = load_workbook(path)
    assert book.sheetnames == ["claims", "file", "explanation", "vocabulary", "lists"]
    sheet = book["claims"]
    offered = {one.promptTitle for one in sheet.data_validations.dataValidation}
    wanted = {
        "predicate",
        "subject",
        "source",
        "capacity",
        "polarity",
        "modality",
        "language",
        "sensitivity",
        "decision",
    }
    assert offered == wanted
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["lists"].iter_cols()}
    assert lists["predicate"] == list(vocabulary)
    assert lists["subject"] == sorted(world.known.subjects)
    assert sheet["A2"].number_format == "@"
    row: dict[str, str | int] = {
        "key": "a",
        "source": "vrt",
        "quote": "eight buildings",
        "subject": "cecot",
        "predicate": "buildings",
        "value": 8,
    }
    for name, value in row.items():
        sheet.cell(2, FIELDS.index(name) + 1, value)
    out = io.BytesIO()
    book.save(out)
    coded = world.code(out.getvalue(), "filled.xlsx")
    assert coded.problems == ()
    assert list(coded.used) == ["a"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_speaks_the_language(tmp_path: Path, lang: Lang) -> None:
    """Explanations and the vocabulary's meanings are in the language asked for."""
    book = load_workbook(template(tmp_path / "claims.xlsx", lang=lang))
    said = " ".join(str(cell.value) for name in ("explanation", "vocabulary") for line in book[name] for cell in line)
    assert ("capacidad" in said) == (lang == "es")
    assert ("who is counted" in said) == (lang == "en")


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    """A file of that name stays as it is."""
    path = tmp_path / "claims.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        template(path)
    assert caught.value.key == "claims.template-exists"
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_kind_nobody_reads_is_refused(tmp_path: Path) -> None:
    """Only kinds that can be read back are written."""
    with pytest.raises(InputError) as caught:
        template(tmp_path / "claims.docx")
    assert caught.value.key == "claims.template-kind"


@pytest.mark.parametrize("name", ["claims.yaml", "claims.xlsx"])
def test_a_folder_that_is_not_there_is_one_message(tmp_path: Path, name: str) -> None:
    """A place that cannot be written gives the reason in both languages."""
    with pytest.raises(StorageError) as caught:
        template(tmp_path / "none" / name)
    assert caught.value.text("en") != caught.value.text("es")
