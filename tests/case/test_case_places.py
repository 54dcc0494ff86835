"""A case whose ledger or originals lie elsewhere: PostgreSQL, another folder, any store that fsspec reaches."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas.case import Case


def placed(folder: Path, **places: str) -> Path:
    """Write the synthetic case with its ledger or originals elsewhere; return the folder."""
    synthetic.write(folder)
    lines = "".join(f'{name} = "{place}"\n' for name, place in places.items())
    (folder / "case.toml").write_text(synthetic.CASE.replace('period = "', lines + 'period = "'), encoding="utf-8")
    return folder


def carried(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Carry the case from evidence to findings; return what it finds and what its claims are."""
    with Case(folder, actor="tester") as case:
        assert not case.add(folder / "evidence").problems
        assert not case.code(folder / "claims").problems
        case.withdraw("capacity", reason="To try.")
        case.undo(case.log(last=1)[0].seq, reason="Tried.")
        assert case.verify().problems == ()
        return [one.text("en") for one in case.findings()], {one.key: one.id for one in case.claims()}


@pytest.fixture
def wanted(built: Path) -> tuple[list[str], dict[str, str]]:
    """Return what the case finds when all of it lies in one folder."""
    with Case(built) as case:
        return [one.text("en") for one in case.findings()], {one.key: one.id for one in case.claims()}


def test_a_case_on_postgresql_finds_the_same(
    tmp_path: Path, postgresql_url: str, wanted: tuple[list[str], dict[str, str]]
) -> None:
    """The ledger on a server gives the same claims, by id, and the same findings; no ledger file is made."""
    folder = placed(tmp_path / "north", ledger=postgresql_url)
    assert carried(folder) == wanted
    assert not (folder / "ledger.sqlite").exists()
    with Case(folder) as case:
        assert case.log()[0].kind == "source.add"
        assert case.report().index.is_file()


def test_originals_in_another_folder_find_the_same(
    tmp_path: Path, wanted: tuple[list[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path begins at the case, wherever the command is run."""
    folder = placed(tmp_path / "north", originals="../archive", ledger="sqlite:///../books/north.sqlite")
    (tmp_path / "books").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert carried(folder) == wanted
    assert (tmp_path / "archive" / "manifest.sha256").is_file()
    assert (tmp_path / "books" / "north.sqlite").is_file()
    assert not (folder / "originals").exists()
    with Case(folder) as case:
        assert Path(case.verify().folder).resolve() == (tmp_path / "archive").resolve()


@pytest.mark.parametrize("scheme", ["memory", "file"])
def test_originals_in_a_store_find_the_same(
    tmp_path: Path, wanted: tuple[list[str], dict[str, str]], scheme: str
) -> None:
    """What fsspec reaches by URL holds the originals; nothing of them is in the case folder."""
    place = f"memory://{uuid.uuid4().hex}" if scheme == "memory" else (tmp_path / "store").as_uri()
    folder = placed(tmp_path / "north", originals=place)
    assert carried(folder) == wanted
    assert not (folder / "originals").exists()
    with Case(folder) as case:
        assert len(list(case.store.hashes())) == 5
        assert ("://" in case.verify().folder) == (scheme == "memory")


def test_a_missing_original_in_a_store_is_named(tmp_path: Path) -> None:
    """Verifying looks into the store itself."""
    import fsspec

    place = uuid.uuid4().hex
    folder = placed(tmp_path / "north", originals=f"memory://{place}")
    carried(folder)
    memory = fsspec.filesystem("memory")
    victim = next(path for path in memory.find(f"/{place}") if len(path.rpartition("/")[2]) == 64)
    memory.rm(victim)
    with Case(folder) as case:
        assert [problem.key for problem in case.verify().problems] == ["evidence.original-missing"]
