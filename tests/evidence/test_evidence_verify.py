"""Whatever happens to the originals is found and named, by habeas and by sha256sum alone; texts can be thrown away."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
import uuid
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

import habeas.evidence
from habeas.errors import InputError, MissingExtra, StorageError
from habeas.evidence import MANIFEST, Source, Store, Texts, extract, extractor, manifest, verify_originals
from habeas.evidence.store import name

CONTENTS = (b"Eight buildings.", "32 celdas, según él.".encode(), bytes(range(256)))


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Store, list[Source]]:
    """Return a store of three originals, and their sources."""
    store = Store(tmp_path / "originals")
    for content in CONTENTS:
        store.put(content)
    return store, [files.source(content, name=f"s{number}") for number, content in enumerate(CONTENTS)]


def place(store: Store, source: Source) -> Path:
    """Return the file of an original, made writable."""
    path = Path(str(store)) / name(source.sha256)
    path.chmod(0o600)
    return path


def found(store: Store, sources: list[Source]) -> list[tuple[str | None, str, str]]:
    """Return file, name and gravity of each problem; all speak both languages."""
    problems = list(verify_originals(store, sources))
    assert all(problem.text("en") != problem.text("es") for problem in problems)
    return [(problem.file, problem.key.removeprefix("evidence."), problem.gravity) for problem in problems]


def test_good_originals_have_no_problems(kept: tuple[Store, list[Source]]) -> None:
    """Nothing is reported where nothing is wrong, and progress counts every original once."""
    store, sources = kept
    steps: list[tuple[int, int]] = []
    assert list(verify_originals(store, [*sources, *sources], lambda *step: steps.append(step))) == []
    assert steps == [(1, 3), (2, 3), (3, 3)]


@given(which=st.integers(0, 2), at=st.integers(0, 255), change=st.integers(1, 255))
def test_any_flipped_byte_is_found(which: int, at: int, change: int) -> None:
    """Whichever byte of whichever original changes to whatever, that original is named, and only it."""
    store = Store(f"memory://{uuid.uuid4().hex}")
    sources = [files.source(content, name=f"s{number}") for number, content in enumerate(CONTENTS)]
    for content in CONTENTS:
        store.put(content)
    flipped = bytearray(CONTENTS[which])
    flipped[at % len(flipped)] ^= change
    store._shelf.write(iter([bytes(flipped)]), name(sources[which].sha256))
    assert found(store, sources) == [(f"s{which}.txt", "original-changed", "error")]
    with pytest.raises(StorageError):
        store.get(sources[which].sha256)


def test_every_kind_of_loss_is_named(kept: tuple[Store, list[Source]]) -> None:
    """Missing, shortened and lengthened originals and files that nobody added are all reported in one go."""
    store, sources = kept
    place(store, sources[0]).unlink()
    place(store, sources[1]).write_bytes(CONTENTS[1][:-1])
    place(store, sources[2]).write_bytes(CONTENTS[2] + b"\n")
    unknown = store.put(b"nobody knows me")
    (Path(str(store)) / "stray.txt").write_text("x")
    (Path(str(store)) / MANIFEST).write_text(manifest(store, sources))
    assert sorted(found(store, sources), key=str) == sorted(
        [
            ("s0.txt", "original-missing", "error"),
            ("s1.txt", "original-changed", "error"),
            ("s2.txt", "original-changed", "error"),
            (name(unknown), "original-unknown", "warning"),
            ("stray.txt", "original-unknown", "warning"),
        ],
        key=str,
    )


def test_an_original_that_cannot_be_read_does_not_stop_the_others(kept: tuple[Store, list[Source]]) -> None:
    """A folder where a file should be, or a broken disk, is one problem among others."""
    store, sources = kept
    path = place(store, sources[0])
    path.unlink()
    path.mkdir()
    place(store, sources[1]).unlink()
    assert sorted(key for _, key, _ in found(store, sources)) == ["original-missing", "storage-unreachable"]


def test_a_store_that_is_gone_names_every_original(tmp_path: Path) -> None:
    """Where the whole folder is lost, each original is named."""
    sources = [files.source(content, name=f"s{number}") for number, content in enumerate(CONTENTS)]
    assert [key for _, key, _ in found(Store(tmp_path / "gone"), sources)] == ["original-missing"] * 3


def test_a_third_party_checks_with_sha256sum_alone(kept: tuple[Store, list[Source]]) -> None:
    """The manifest is what ``sha256sum -c`` reads: it passes on good originals, and names the one that changed or is gone."""
    store, sources = kept
    folder = Path(str(store))
    (folder / MANIFEST).write_text(manifest(store, sources))
    program = ["sha256sum"] if shutil.which("sha256sum") else ["shasum", "-a", "256"]

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run([*program, "-c", MANIFEST], cwd=folder, capture_output=True, text=True, check=False)

    passed = check()
    assert passed.returncode == 0
    assert passed.stdout.count(": OK") == 3
    place(store, sources[1]).write_bytes(b"32 celdas")
    place(store, sources[2]).unlink()
    failed = check()
    assert failed.returncode != 0
    for source in sources[1:]:
        assert f"{name(source.sha256)}: FAILED" in failed.stdout


def test_the_manifest_is_the_same_whatever_the_order(kept: tuple[Store, list[Source]]) -> None:
    """The list is sorted, holds each original once, and names missing and unknown ones too."""
    store, sources = kept
    missing = files.source(b"never kept")
    unknown = store.put(b"nobody knows me")
    listed = manifest(store, [missing, *sources])
    assert listed == manifest(store, [*reversed(sources), missing, missing])
    assert [line.split("  ")[0] for line in listed.splitlines()] == sorted(
        {missing.sha256, unknown, *(source.sha256 for source in sources)}
    )
    assert all(re.fullmatch(r"[0-9a-f]{64}  [0-9a-f]{2}/[0-9a-f]{64}", line) for line in listed.splitlines())


# ---- texts


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the originals whose text is really read."""
    calls: list[str] = []

    def count(data: bytes, media_type: str, *, ocr: bool = False) -> object:
        calls.append(media_type)
        return extract(data, media_type, ocr=ocr)

    monkeypatch.setattr("habeas.evidence.texts.extract", count)
    return calls


def test_a_text_is_read_once_and_kept(kept: tuple[Store, list[Source]], tmp_path: Path, counted: list[str]) -> None:
    """The second time, in this run or the next, the kept text is the same as the one that was read."""
    store, sources = kept
    first = Texts(store, tmp_path / "text")
    made = first.of(sources[1])
    assert made == extract(CONTENTS[1], "text/plain") == first.of(sources[1])
    assert Texts(store, tmp_path / "text").of(sources[1]) == made
    assert counted == ["text/plain"]


def test_kept_texts_can_be_deleted_and_damaged(
    kept: tuple[Store, list[Source]], tmp_path: Path, counted: list[str]
) -> None:
    """A kept text that is gone, cut off or nonsense is read again, and the file is then the same bytes as before."""
    store, sources = kept
    made = Texts(store, tmp_path / "text").of(sources[1])
    (path,) = (tmp_path / "text").rglob("*.json")
    before = path.read_bytes()
    for content in (None, b"", b"{}", before[: len(before) // 2], b'{"text": 1}', b"[]"):
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        assert Texts(store, tmp_path / "text").of(sources[1]) == made
        assert path.read_bytes() == before
    assert len(counted) == 7


def test_another_version_of_a_reader_reads_again(
    kept: tuple[Store, list[Source]], tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept text belongs to the reader that made it."""
    store, sources = kept
    Texts(store, tmp_path / "text").of(sources[1])
    monkeypatch.setattr("habeas.evidence.formats.txt.EXTRACTOR", "txt-2")
    assert Texts(store, tmp_path / "text").of(sources[1]).extractor == "txt-2"
    assert len(counted) == 2


def test_everything_of_a_text_is_kept(tmp_path: Path) -> None:
    """Pages, sheets, encoding, delimiter and doubts come back as they were."""
    contents = {
        "application/pdf": files.pdf([["one"], files.picture(["x"], "JPEG"), ["three"]]),
        "text/csv": "año;niños\n2023;1".encode("cp1252"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": files.workbook(a=[[1, 2]], b=[["x"]]),
        "image/png": files.picture(["x"]),
    }
    store = Store(tmp_path / "originals")
    for media_type, content in contents.items():
        store.put(content)
        source = files.source(content, media_type)
        made = Texts(store, tmp_path / "text").of(source)
        again = Texts(store, tmp_path / "text").of(source)
        assert again == made == extract(content, media_type)
        assert [problem.text("es") for problem in again.problems] == [problem.text("es") for problem in made.problems]
        assert [sheet.span(1, "A") for sheet in again.sheets] == [sheet.span(1, "A") for sheet in made.sheets]


def test_a_text_that_was_read_on_the_way_in_is_not_read_again(
    kept: tuple[Store, list[Source]], tmp_path: Path, counted: list[str]
) -> None:
    """What was read when a file came in serves the build."""
    store, sources = kept
    made = extract(CONTENTS[1], "text/plain")
    Texts(store, tmp_path / "text").keep(sources[1].sha256, made)
    assert Texts(store, tmp_path / "text").of(sources[1]) == made
    assert counted == []


def test_the_same_bytes_can_be_read_as_two_types(tmp_path: Path) -> None:
    """A text and a table of the same bytes do not take each other's place."""
    store = Store(tmp_path / "originals")
    store.put(b"a,b\n1,2\n")
    texts = Texts(store, tmp_path / "text")
    assert texts.of(files.source(b"a,b\n1,2\n")).text == "a,b\n1,2\n"
    assert texts.of(files.source(b"a,b\n1,2\n", "text/csv")).text == "a\tb\n1\t2\n"


def test_a_disk_that_keeps_no_text_costs_time_only(kept: tuple[Store, list[Source]], tmp_path: Path) -> None:
    """Where texts cannot be written, they are still read."""
    store, sources = kept
    (tmp_path / "text").write_text("a file in the way")
    assert Texts(store, tmp_path / "text").of(sources[0]).text == "Eight buildings."
    assert Texts(store).of(sources[0]).text == "Eight buildings."


def test_a_text_of_a_lost_or_changed_original_is_refused(kept: tuple[Store, list[Source]]) -> None:
    """Nothing is read out of bytes that are not the original."""
    store, sources = kept
    place(store, sources[0]).write_bytes(b"Nine buildings!!")
    place(store, sources[1]).unlink()
    for source in sources[:2]:
        with pytest.raises(StorageError):
            Texts(store).of(source)


def test_an_original_above_the_limit_has_no_text(
    kept: tuple[Store, list[Source]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was kept without its text is not read in a build either."""
    store, sources = kept
    monkeypatch.setattr("habeas.evidence.formats.TEXT_LIMIT", 5)
    made = Texts(store).of(sources[0])
    assert made.text == ""
    assert [problem.key for problem in made.problems] == ["evidence.too-large"]


def test_what_came_in_with_ocr_is_read_with_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source says how it was read; a machine without OCR uses the text that is kept, and says so where there is none."""
    content = files.picture(["thirty two cells"])
    store = Store(tmp_path / "originals")
    store.put(content)
    source = replace(files.source(content, "image/png"), ocr=True)
    assert Texts(store, tmp_path / "text").of(source).text == "thirty two cells"
    assert Texts(store, tmp_path / "text").of(replace(source, ocr=False)).text == ""
    monkeypatch.setattr("habeas.evidence.texts.extractor", without_ocr)
    assert Texts(store, tmp_path / "text").of(source).text == "thirty two cells"
    for folder in (tmp_path / "none", None):
        with pytest.raises(MissingExtra):
            Texts(store, folder).of(source)


def without_ocr(media_type: str, *, ocr: bool = False) -> str:
    """Name the reader as a machine without Tesseract does."""
    if ocr:
        raise MissingExtra("evidence.tesseract-missing")
    return extractor(media_type)


def test_memory_holds_few_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many texts are asked for, what is held stays below the limit."""
    monkeypatch.setattr("habeas.evidence.texts._HELD", 1000)
    store, texts = Store(tmp_path), None
    texts = Texts(store)
    for number in range(50):
        content = f"{number:03}".encode() * 100
        store.put(content)
        assert texts.of(files.source(content)).text == content.decode()
        assert sum(len(made.text) for made in texts._held.values()) <= 1000


# ---- the room itself


ROOM = Path(habeas.evidence.__file__).parent


def test_every_message_is_used_and_every_key_exists() -> None:
    """No message is missing, none is left over, each speaks both languages and fills the same places in both."""
    catalogue = tomllib.loads((ROOM / "messages.toml").read_text(encoding="utf-8"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))
    used = set(re.findall(r'"evidence\.([a-z0-9-]+)"', code)) | {"how-to-check"}
    used |= {f"storage-{key}" for key in re.findall(r'"(full|read-only|unreachable)"', code)}
    assert used == set(catalogue)
    for key, message in catalogue.items():
        places = [{field for _, field, _, _ in Formatter().parse(message[lang]) if field} for lang in ("en", "es")]
        assert places[0] == places[1], key
        assert {f"{lang}_one" in message for lang in ("en", "es")} in ({True}, {False}), key
        assert message["en"] != message["es"], key


def test_the_room_offers_what_it_names() -> None:
    """``__all__`` is exactly the public names, sorted, each with a docstring where it can have one."""
    offered = habeas.evidence.__all__
    assert len(offered) == len(set(offered))
    for public in offered:
        held = getattr(habeas.evidence, public)
        if callable(held) and not hasattr(held, "__args__"):
            assert held.__doc__, public


def test_a_source_with_an_unknown_type_is_refused(kept: tuple[Store, list[Source]]) -> None:
    """A type that a newer habeas wrote is refused with a message and no traceback."""
    store, _ = kept
    with pytest.raises(InputError, match="does not read"):
        Texts(store).of(files.source(CONTENTS[0], "video/mp4"))
