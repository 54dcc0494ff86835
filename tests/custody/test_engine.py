"""The engine DuckDB, and what is said where an engine cannot be opened."""

from __future__ import annotations

import importlib.util
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from habeas.custody import spark
from habeas.custody.engine import Engine, engine
from habeas.errors import InputError, MissingExtra

NAIVE = datetime(2024, 3, 10, 2, 30, 0, 123456)


@pytest.fixture
def on() -> Iterator[Engine]:
    with engine() as opened:
        yield opened


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "in.parquet"
    table = pa.table(
        {
            "a": pa.array([3, 1, 2, None], pa.int64()),
            "moment": pa.array([NAIVE, None, NAIVE, NAIVE], pa.timestamp("us")),
            "word": ["é", "z", None, "A"],
        }
    )
    pq.write_table(table, path)
    return path


def test_a_table_comes_back_as_it_was_written(on: Engine, rows: Path, tmp_path: Path) -> None:
    """Values, naive times to the microsecond and nulls survive; rows stand in the order asked for, nulls last."""
    assert on.write(on.table(rows), tmp_path / "out.parquet", ["a"]) == 4
    made = pq.read_table(tmp_path / "out.parquet")
    assert made["a"].to_pylist() == [1, 2, 3, None]
    assert made["moment"].to_pylist() == [None, NAIVE, NAIVE, NAIVE]
    assert made.schema.field("moment").type == pa.timestamp("us")
    assert made["word"].to_pylist() == ["z", None, "é", "A"]


def test_several_files_are_one_table(on: Engine, rows: Path, tmp_path: Path) -> None:
    """A sequence of paths gives the rows of all."""
    again = tmp_path / "again's.parquet"
    again.write_bytes(rows.read_bytes())
    assert on.fetch(on.table([rows, again]).count().name("n").as_table())["n"].to_pylist() == [8]
    assert on.fetch(on.table(again).count().name("n").as_table())["n"].to_pylist() == [4]


def test_a_column_has_the_type_its_expression_states(on: Engine, rows: Path, tmp_path: Path) -> None:
    """A sum of whole numbers is an int64 in the file, not the engine's own wider type."""
    total = on.table(rows).agg(total=ibis._.a.sum())
    on.write(total, tmp_path / "sum.parquet", ["total"])
    assert pq.read_schema(tmp_path / "sum.parquet").field("total").type == pa.int64()
    assert on.fetch(total).to_pylist() == [{"total": 6}]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Two runs on two threads give identical files, over many row groups and whatever order the rows came in."""
    n = 400_000
    forward = pa.table({"n": pa.array(range(n)), "word": [f"place {i % 700}" for i in range(n)]})
    for name, table in (("a", forward), ("b", forward.take(pa.array(range(n - 1, -1, -1))))):
        pq.write_table(table, tmp_path / f"{name}-in.parquet", row_group_size=50_000)
        with engine(threads=2) as on:
            kept = on.keep(on.table(tmp_path / f"{name}-in.parquet"), "rows")
            assert on.write(kept, tmp_path / f"{name}.parquet", ["n"]) == n
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "a.parquet").metadata.num_row_groups > 1


def test_what_exceeds_memory_goes_to_scratch(tmp_path: Path) -> None:
    """A sort larger than the memory allowed still ends, and nothing of it is left behind."""
    n = 3_000_000
    source = tmp_path / "wide.parquet"
    duckdb.sql(f"copy (select hash(i)::varchar || hash(i + 1)::varchar as word from range({n}) r(i)) to '{source}'")  # noqa: S608 - a file of ours
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with engine(memory="100MB", scratch=scratch) as on:
        kept = on.keep(on.table(source), "words")
        assert on.write(kept, tmp_path / "sorted.parquet", ["word"]) == n
    assert list(scratch.iterdir()) == []


def test_a_kept_table_is_computed_once_and_a_name_keeps_one(on: Engine, rows: Path) -> None:
    """What is kept does not follow the file it was computed from; keeping again under the name replaces it."""
    kept = on.keep(on.table(rows), "one")
    rows.unlink()
    assert on.fetch(kept.filter(ibis._.a == 1))["word"].to_pylist() == ["z"]
    assert on.fetch(on.keep(kept.filter(ibis._.a > 1), "other")).num_rows == 2


@pytest.mark.parametrize("name", ["", "One", "a b", 'a"', "1a"])
def test_a_kept_table_has_a_plain_name(on: Engine, rows: Path, name: str) -> None:
    """A name that would need quotes is refused."""
    with pytest.raises(ValueError, match="kept table"):
        on.keep(on.table(rows), name)


def test_a_table_without_an_order_is_not_written(on: Engine, rows: Path, tmp_path: Path) -> None:
    """Bytes that hang on chance are refused."""
    with pytest.raises(ValueError, match="in an order"):
        on.write(on.table(rows), tmp_path / "out.parquet", [])


def test_a_write_that_fails_leaves_the_old_file(on: Engine, rows: Path, tmp_path: Path) -> None:
    """The file is there whole, as it was, and nothing lies beside it."""
    out = tmp_path / "out.parquet"
    on.write(on.table(rows), out, ["a"])
    before = out.read_bytes()
    with pytest.raises(duckdb.Error):
        on.write(on.table(rows).mutate(bad=ibis._.word.cast("int64")), out, ["a"])
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]


def test_duckdb_fetches_no_extension(on: Engine) -> None:
    """No extension is installed or loaded unasked."""
    asked = "select name, value from duckdb_settings() where name like 'auto%extensions'"
    settings = dict(on.backend.con.execute(asked).fetchall())
    assert settings == {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def test_closing_deletes_the_scratch_folder_and_may_happen_twice(tmp_path: Path) -> None:
    """Nothing is left, whether the block ended well or not."""
    opened = engine(scratch=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    opened.close()
    opened.close()
    with pytest.raises(RuntimeError, match="inside"), engine(scratch=tmp_path):
        raise RuntimeError("inside")
    assert list(tmp_path.iterdir()) == []
    assert repr(opened) == "<engine duckdb>"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"name": "pandas"}, "custody.engine-unknown"),
        ({"name": "duckdb", "master": "local[2]"}, "custody.engine-master"),
        ({"memory": "much"}, "custody.engine-memory"),
        ({"memory": "0MB"}, "custody.engine-memory"),
        ({"name": "spark", "master": "yarn"}, "custody.master-form"),
        ({"name": "spark", "master": "spark://nowhere"}, "custody.master-form"),
        ({"name": "spark", "master": "spark://127.0.0.1:99999"}, "custody.master-form"),
    ],
)
def test_what_is_not_understood_is_said(given: dict[str, str], key: str, tmp_path: Path) -> None:
    """Each wrong word has its message, in both languages, and leaves nothing behind."""
    with pytest.raises(InputError) as caught:
        engine(**given, scratch=tmp_path)  # type: ignore[arg-type]
    assert caught.value.key == key
    assert caught.value.text("en") != caught.value.text("es")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["700MB", "700 mb", "700MiB", "700m"])
def test_memory_is_read_as_people_write_it(text: str) -> None:
    """Letter case, spaces and the i of MiB make no difference."""
    with engine(memory=text) as on:
        limit = on.backend.con.execute("select current_setting('memory_limit')").fetchone()
    assert limit == ("667.5 MiB",)


def test_a_silent_master_is_named() -> None:
    """An address where nobody listens is an error within seconds that names it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(InputError, match=f"spark://127.0.0.1:{port} did not answer"):
        engine("spark", master=f"spark://127.0.0.1:{port}")


def test_a_missing_spark_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyspark the message is the command that installs it."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else find(name))
    with pytest.raises(MissingExtra, match=r'pip install "habeas\[spark\]"'):
        engine("spark")


def _java(folder: Path, version: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{version}' >&2\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "25.0.1"', 25),
    ],
)
def test_a_java_that_is_new_enough_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, found: int
) -> None:
    """Versions are read as Java writes them, with and without a minor number."""
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, version)))
    assert spark.check_java() == found


@pytest.mark.parametrize(("version", "old"), [('java version "1.8.0_292"', 8), ('openjdk version "11.0.2"', 11)])
def test_an_old_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, old: int) -> None:
    """A Java before 17 is refused with its version and the way out."""
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, version)))
    with pytest.raises(MissingExtra, match=rf"version {old}\b.*apt install") as caught:
        engine("spark")
    assert caught.value.key == "custody.java-old"


def test_a_missing_java_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Java on the path, and none where JAVA_HOME points, is the same message; so is a program that is no Java."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtra, match="Java 17 or later"):
        spark.check_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(MissingExtra, match="Java 17 or later"):
        spark.check_java()
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path / "other", "no such thing")))
    monkeypatch.setenv("PATH", os.defpath)
    with pytest.raises(MissingExtra, match="Java 17 or later"):
        spark.check_java()


def test_the_command_line_starts_without_an_engine() -> None:
    """Neither DuckDB, Ibis nor Spark is imported before a command needs it."""
    code = "import sys, habeas.cli, habeas.case; print({'duckdb', 'ibis', 'pyspark'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
