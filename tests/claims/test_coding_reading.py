"""A claims file is read the same from YAML, CSV and workbooks; a file that cannot be read is one clear message."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from habeas.claims.coding.nodes import Listing, Mapped, Node, Scalar, compose
from habeas.claims.coding.reading import read
from habeas.claims.coding.rows import FIELDS
from habeas.errors import InputError
from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from tests.claims.conftest import World

KEYS = ("cells", "capacity", "held", "now")


def claims(good: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the good claims as plain values, the derived one with its list."""
    made = [plain(compose("f", f"{{{good(key)}}}")) for key in KEYS]
    return [{**one, "source": "vrt", "language": "en"} for one in made] + [
        {
            "key": "sum", "source": "vrt", "language": "en", "quote": "eight buildings with 32 cells", "subject": "cecot",
            "predicate": "cells", "value": "256", "derived_from": ["cells", "capacity"], "decision": "accept",
            "reason": "reckoned by the source, checked",
        }
    ]  # fmt: skip


def cells_of(claim: dict[str, Any]) -> list[str]:
    """Return a claim as the cells of a spreadsheet."""
    return [", ".join(one) if isinstance(one := claim.get(name, ""), list) else one for name in FIELDS]


def as_yaml(rows: list[dict[str, Any]]) -> bytes:
    return yaml.safe_dump({"habeas": "claims/1", "coder": "A. Coder", "claims": rows}, sort_keys=False).encode()


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([FIELDS, *(cells_of(row) for row in rows)])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    """Return a workbook in which whole numbers are numbers, as a person would type them."""
    book = Workbook()
    book.worksheets[0].title = "claims"
    book.worksheets[0].append(list(FIELDS))
    for row in rows:
        book.worksheets[0].append([int(cell) if cell.isdecimal() else cell or None for cell in cells_of(row)])
    head = book.create_sheet("file")
    head.append(["habeas", "claims/1"])
    head.append(["coder", "A. Coder"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_yaml_csv_and_workbook_of_the_same_claims_give_the_same_drafts(
    world: World, good: Callable[[str], str]
) -> None:
    """The drafts do not depend on the format of the file."""
    rows = claims(good)
    from_yaml = world.code(as_yaml(rows))
    assert from_yaml.problems == ()
    assert (from_yaml.rows, len(from_yaml.used), len(from_yaml.drafts)) == (5, 5, 6)
    for content, name in (
        (as_csv(rows), "claims.csv"),
        (as_csv(rows, ";"), "claims.csv"),
        (as_csv(rows, "\t"), "claims.csv"),
        (as_xlsx(rows), "claims.xlsx"),
    ):
        coded = world.code(content, name)
        assert coded.problems == ()
        assert coded.drafts == from_yaml.drafts
        assert coded.used == from_yaml.used
    assert world.code(as_xlsx(rows), "claims.xlsx").coder == from_yaml.coder == "A. Coder"


def test_a_fault_in_a_spreadsheet_stands_in_its_row(world: World, good: Callable[[str], str]) -> None:
    """The row is the one the sheet shows, also below empty rows and below a cell with line breaks."""
    rows = claims(good)[:2]
    rows[0]["note"] = "two\nlines"
    rows[1]["predicate"] = "capacitty"
    problems = world.code(as_csv(rows), "claims.csv").problems
    assert [(one.row, one.column) for one in problems] == [(4, "predicate")]
    problems = world.code(as_xlsx(rows), "claims.xlsx").problems
    assert [(one.row, one.column) for one in problems] == [(3, "predicate")]


def test_columns_that_are_unknown_doubled_or_untitled_are_reported(world: World) -> None:
    """A column that is not understood is a fault of the sheet; a value without a column is a fault of its row."""
    coded = world.code("key,predicat,value,value,\na,x,1,2,stray\n", "claims.csv")
    assert [(one.row, one.key) for one in coded.problems][:3] == [
        (1, "claims.unknown-field-near"),
        (1, "claims.field-twice"),
        (2, "claims.no-column"),
    ]


def test_the_head_holds_for_every_claim_that_has_not_its_own(world: World) -> None:
    """Source, language, decision and reason of the file stand in for those of a claim."""
    coded = world.code(
        "habeas: claims/1\nsource: vrt\nlanguage: en\ndecision: accept\nreason: checked\nclaims:\n"
        "  - {key: a, quote: eight buildings, subject: cecot, predicate: buildings, value: 8}\n"
        "  - {key: b, quote: 80 bunks, subject: cecot, predicate: beds_per_cell, value: 80, decision: propose}\n"
    )
    assert [draft.kind for draft in coded.drafts] == ["claim.propose", "claim.accept", "claim.propose"]
    assert coded.drafts[1].reason == "checked"
    assert coded.drafts[0].body["language"] == "en"


BROKEN: list[tuple[str, bytes, str]] = [
    ("claims.txt", b"x", "claims.file-kind"),
    ("claims.yaml", b"  \n ", "claims.file-empty"),
    ("claims.yaml", b"habeas: claims/2\nclaims: []", "claims.file-version"),
    ("claims.yaml", b"- a\n- b\n", "claims.file-shape"),
    ("claims.yaml", b"claims:\n  - key: a: b\n", "claims.file-yaml"),
    ("claims.yaml", b"claims: [*unknown]", "claims.file-yaml"),
    ("claims.yaml", b"a: 1\n---\nb: 2\n", "claims.file-yaml"),
    ("claims.yaml", b"a: \x07\n", "claims.file-yaml"),
    ("claims.yaml", "a: ñ".encode("latin-1"), "claims.file-encoding"),
    ("claims.yaml", b"[" * 100_000, "claims.file-deep"),
    ("claims.yaml", b"- " * 100_000, "claims.file-deep"),
    ("claims.csv", b'key,value\n"a,b\n', "claims.file-csv"),
    ("claims.csv", "key\nñ".encode("latin-1"), "claims.file-encoding"),
    ("claims.xlsx", b"PK\x03\x04 not a workbook", "claims.file-workbook"),
    ("claims.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "claims.file-workbook"),
]


@pytest.mark.parametrize(("name", "content", "key"), BROKEN)
def test_a_file_that_cannot_be_read_is_one_message_in_both_languages(
    world: World, name: str, content: bytes, key: str
) -> None:
    """Broken, empty, foreign, encrypted or hostile files give one error with the file and the way out; no traceback."""
    with pytest.raises(InputError) as caught:
        world.code(content, name)
    assert caught.value.key == key
    said = [caught.value.text(lang) for lang in LANGUAGES]
    assert said[0] != said[1]
    assert all(name in one and "{" not in one for one in said)


def test_a_missing_file_and_a_folder_say_so(world: World, tmp_path: Path) -> None:
    """A path that is not a readable file is one clear message."""
    (tmp_path / "folder.yaml").mkdir()
    for name in ("none.yaml", "folder.yaml"):
        with pytest.raises(InputError) as caught:
            read(tmp_path / name)
        assert caught.value.key == "claims.file-missing"


def test_a_workbook_that_would_unpack_beyond_bounds_is_not_opened(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zip bomb named .xlsx is refused by the sizes in its directory, before anything is unpacked."""
    monkeypatch.setattr("habeas.claims.coding.reading.LARGEST", 2**20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", b"0" * 2**21)
    assert len(out.getvalue()) < 2**20
    with pytest.raises(InputError) as caught:
        world.code(out.getvalue(), "claims.xlsx")
    assert caught.value.key == "claims.file-large"


@pytest.mark.parametrize("claims", ["", "claims:\n", "claims: []\n"])
def test_a_file_without_claims_is_a_warning(world: World, claims: str) -> None:
    """Nothing to code is no fault, and is said."""
    coded = world.code(f"habeas: claims/1\n{claims}")
    assert coded.sound
    assert [one.key for one in coded.problems] == ["claims.no-claims"]


def test_claims_that_are_no_list_are_a_fault(world: World) -> None:
    """`claims:` with fields under it instead of a list is pointed out at its line."""
    problems = world.code("habeas: claims/1\nclaims:\n  key: a\n").problems
    assert ("claims.claims-list", 2) in [(one.key, one.row) for one in problems]


def plain(node: Node | None) -> Any:
    """Return nodes as plain values, every scalar as its words."""
    if isinstance(node, Mapped):
        return {plain(key): plain(value) for key, value in node.pairs}
    if isinstance(node, Listing):
        return [plain(one) for one in node.nodes]
    return node.text if isinstance(node, Scalar) else None


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.dictionaries(WORDS, st.one_of(WORDS, st.lists(WORDS, max_size=3)), max_size=5), st.booleans())
def test_nodes_are_what_the_yaml_library_reads(made: dict[str, Any], flow: bool) -> None:
    """Composing from events gives the same words as the library's own loader, for any mapping it can write."""
    text = yaml.safe_dump(made, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    assert plain(compose("f", text)) == yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings, lists and mappings only


def test_anchors_are_followed(world: World) -> None:
    """A field may be an alias of one before it."""
    coded = world.code(
        "habeas: claims/1\nsource: vrt\nclaims:\n"
        "  - {key: a, quote: &q eight buildings, subject: cecot, predicate: buildings, value: 8}\n"
        "  - {key: b, quote: *q, subject: cecot, predicate: buildings, value: at least 8}\n"
    )
    assert coded.sound
    assert len(coded.used) == 2
