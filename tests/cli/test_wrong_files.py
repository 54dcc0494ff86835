"""Files that cannot be used: each is named with the way out, the good ones beside it come in, and nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run, Told
from tests.evidence import evidence_files as files

from habeas.case import Case
from habeas.words import LANGUAGES

MIB = 2**20
Measured = Callable[..., tuple[Told, int]]

# What is wrong with a file, and what must stand in the message in English and Spanish: what is wrong, and the way out.
WRONG: Mapping[str, tuple[str, Callable[[], bytes], str, str]] = {
    "locked pdf": ("locked.pdf", lambda: files.pdf([["Words."]], "word"), "save or print it", "guárdelo o imprímalo"),
    "locked word": ("locked.docx", files.locked_office, "password", "contraseña"),
    "broken pdf": ("broken.pdf", lambda: files.pdf([["Words."]])[:60], "fetch it again", "vuelva a obtenerlo"),
    "half a pdf": ("half.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "fetch it again", "vuelva a obtenerlo"),
    "empty": ("empty.txt", lambda: b"", "The file is empty", "El archivo está vacío"),
    "bomb in word": ("bomb.docx", lambda: files.bomb("docx", 400 * MIB), "unfolds to 1,0", "se expande a 1,0"),
    "bomb in excel": ("bomb.xlsx", lambda: files.bomb("xlsx", 400 * MIB), "save it again", "guárdelo de nuevo"),
    "lying bomb": (
        "lying.docx",
        lambda: files.lying_zip("docx", 400 * MIB, 1000),
        "fetch it again",
        "vuelva a obtenerlo",
    ),
    "broken word": ("broken.docx", lambda: files.word()[:900], "The file is damaged", "El archivo está dañado"),
    "broken excel": ("broken.xlsx", lambda: files.workbook(a=[[1]])[:900], "fetch it again", "vuelva a obtenerlo"),
    "old word": ("old.doc", files.old_office, "save it as .docx", "guárdelo como .docx"),
    "program": ("program.exe", lambda: b"MZ" + bytes(300), "does not read", "no lee"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_cannot_be_used_is_named_and_the_others_come_in(
    run: Run, folder: Path, tmp_path: Path, what: str
) -> None:
    """One line for the file in each language, status 1; the good file beside it is there, and what was there before is as it was."""
    name, content, english, spanish = WRONG[what]
    (tmp_path / name).write_bytes(content())
    (tmp_path / "good.txt").write_text("Good words.")
    with Case(folder) as case:
        before, entries = synthetic.kept(folder), case.log()
    said = {}
    for lang in LANGUAGES:
        told = run("add", tmp_path, "-c", folder, "--lang", lang)
        assert told.status == 1
        lines = told.err.splitlines()
        assert len(lines) == 2
        assert lines[1].strip().startswith(f"{name}: ")
        assert "Traceback" not in told.err
        said[lang] = lines[1]
    assert english in said["en"]
    assert spanish in said["es"]
    assert said["en"] != said["es"]
    with Case(folder) as case:
        assert case.log()[:-1] == entries
        assert "good" in case.sources()
        assert case.verify().problems == ()
    after = synthetic.kept(folder)
    assert all(after[path] == sha for path, sha in before.items() if not path.endswith("manifest.sha256"))


@pytest.mark.parametrize("what", ["bomb in word", "bomb in excel", "lying bomb"])
def test_a_bomb_is_not_unfolded(folder: Path, tmp_path: Path, what: str, measured: Measured) -> None:
    """The process that looks at it stays small: far below the 400 MiB that the bomb unfolds to."""
    name, content, _, _ = WRONG[what]
    (tmp_path / name).write_bytes(content())
    told, used = measured("add", tmp_path / name, "-c", folder)
    assert told.status == 1
    assert used < 150 * MIB


@pytest.mark.slow
def test_a_file_of_two_gigabytes_is_kept_in_little_memory(folder: Path, tmp_path: Path, measured: Measured) -> None:
    """Its bytes come in and verify; that its text is not read is said; the process stays below 150 MiB."""
    big = tmp_path / "big.pdf"
    with big.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(2 * 1024 * MIB)
    told, used = measured("add", big, "-c", folder, "--json")
    big.unlink()
    answer = json.loads(told.out)
    assert told.status == 0
    assert answer["new"][0]["size"] == 2 * 1024 * MIB
    assert [(one["problem"], one["gravity"]) for one in answer["problems"]] == [("evidence.too-large", "warning")]
    assert used < 150 * MIB
    with Case(folder) as case:
        assert case.verify().problems == ()
    next((folder / "originals").rglob(answer["new"][0]["sha256"])).unlink()  # two gigabytes, for the next test's sake


def test_names_that_are_no_utf8_are_written_as_escapes(program: Run, folder: Path, tmp_path: Path) -> None:
    """A file from an old disk comes in, and its name can be printed."""
    raw = os.fsencode(tmp_path) + b"/a\xf1o.txt"
    Path(os.fsdecode(raw)).write_text("Words.")
    told = program("add", os.fsdecode(raw), "-c", folder, "--json")
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out)["new"][0]["file"] == "a\\xf1o.txt"
    told = program("add", os.fsdecode(raw) + ".missing", "-c", folder)
    assert told.status == 2
    assert "\\xf1o.txt.missing" in told.err or "\\udcf1o.txt.missing" in told.err
