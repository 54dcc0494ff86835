"""Where tables are computed: DuckDB in this process, or Spark, with one set of verbs for both.

An expression is written once with Ibis and means the same on either engine: times are naive and in microseconds, text is compared
byte for byte, and each column has the type that the expression states, whatever wider type the engine would have chosen.
Both engines leave the file they were asked for whole or not at all, and reach nothing but the paths they were given.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self, get_args

from habeas.errors import InputError
from habeas.records.engine import room_for

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends.sql import SQLBackend
    from pyspark.sql import DataFrame

EngineName = Literal["duckdb", "spark"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

# Enough for five million stints; more rows spill to the scratch folder, which is slower but never fails for size.
_MEMORY: Final[Mapping[EngineName, str]] = {"duckdb": "550MB", "spark": "1GB"}
# A row group is what a reader skips or reads at once; the same size always makes the same bytes.
_ROW_GROUP: Final = 122_880


class Engine(ABC):
    """An open engine; leave its ``with`` block, or call :meth:`close`, to free what it holds and delete its scratch folder."""

    name: EngineName

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch

    @property
    @abstractmethod
    def backend(self) -> SQLBackend:
        """The Ibis backend that runs the expressions."""

    @abstractmethod
    def table(self, path: Path | Sequence[Path]) -> ibis.Table:
        """Return the rows of a Parquet file, or of several with the same columns, in no order."""

    @abstractmethod
    def keep(self, expression: ir.Table, name: str) -> ibis.Table:
        """Compute an expression once and return its rows, for the steps that read them again. A name keeps one table."""

    @abstractmethod
    def write(self, expression: ir.Table, path: Path, order: Sequence[str]) -> int:
        """Write one Parquet file (zstd), sorted by ``order`` with nulls last, and return how many rows it has.

        The same rows give the same bytes on the same engine where ``order`` leaves no two rows equal. The file appears
        whole or not at all.
        """

    @abstractmethod
    def fetch(self, expression: ir.Table) -> pa.Table:
        """Return the rows of an expression in this process: for totals and other short answers; there is no order but its own."""

    @abstractmethod
    def _shut(self) -> None:
        """Free what the engine holds."""

    def close(self) -> None:
        """Free what the engine holds and delete its scratch folder; closing twice is closing once."""
        try:
            self._shut()
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<engine {self.name}>"


class DuckDBEngine(Engine):
    """DuckDB in this process: threads, a limit of memory, and a scratch folder for what exceeds it."""

    name = "duckdb"

    def __init__(self, scratch: Path, *, memory: str, threads: int) -> None:
        super().__init__(scratch)
        import ibis

        self._backend = ibis.duckdb.connect(
            threads=threads,
            memory_limit=memory,
            temp_directory=str(scratch),
            # Every table written is sorted first, so the order of reading need not be kept in memory.
            preserve_insertion_order=False,
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self._backend.con.execute("SET enable_progress_bar = false")  # it would be printed among what a program reads

    @property
    def backend(self) -> SQLBackend:
        """The Ibis backend that runs the expressions."""
        return self._backend

    def table(self, path: Path | Sequence[Path]) -> ibis.Table:
        """Return the rows of a Parquet file, or of several with the same columns, in no order."""
        return self._backend.read_parquet([str(one) for one in _paths(path)])

    def keep(self, expression: ir.Table, name: str) -> ibis.Table:
        """Compute an expression once, into a temporary table that moves to the scratch folder when memory runs short."""
        kept = _kept(name)
        with room_for(self.scratch):
            self._backend.con.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS {self._typed(expression)}")
        return self._backend.table(kept)

    def write(self, expression: ir.Table, path: Path, order: Sequence[str]) -> int:
        """Write one Parquet file, sorted; see :meth:`Engine.write`."""
        sql = self._typed(expression.order_by(_order(expression, order)))
        form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
        with room_for(path.parent), _whole(path) as made:
            target = str(made).replace("'", "''")
            written = self._backend.con.execute(f"COPY ({sql}) TO '{target}' ({form})").fetchone()
        return int(written[0]) if written else 0

    def fetch(self, expression: ir.Table) -> pa.Table:
        """Return the rows of an expression in this process."""
        with room_for(self.scratch):
            rows: pa.Table = self._backend.con.execute(self._typed(expression)).to_arrow_table()
        return rows.cast(_schema(expression))

    def _typed(self, expression: ir.Table) -> str:
        """Return SQL whose columns have the types that the expression states: a sum would else be a HUGEINT."""
        mapper = self._backend.compiler.type_mapper
        columns = ", ".join(
            f"CAST({_quoted(column)} AS {mapper.from_ibis(dtype).sql('duckdb')}) AS {_quoted(column)}"
            for column, dtype in expression.schema().items()
        )
        return f"SELECT {columns} FROM ({self._backend.compile(expression)})"  # noqa: S608 - the names are quoted

    def _shut(self) -> None:
        self._backend.disconnect()


class SparkEngine(Engine):
    """Spark, in this machine's own processes or on a standalone cluster that sees the same folders."""

    name = "spark"

    def __init__(self, scratch: Path, *, master: str, memory: str, threads: int) -> None:
        super().__init__(scratch)
        from habeas.custody.spark import Session

        self._session = Session(scratch, master=master, memory=memory, threads=threads)

    @property
    def backend(self) -> SQLBackend:
        """The Ibis backend that runs the expressions."""
        return self._session.backend

    def table(self, path: Path | Sequence[Path]) -> ibis.Table:
        """Return the rows of a Parquet file, or of several with the same columns, in no order."""
        return self._read([one.absolute().as_uri() for one in _paths(path)], _kept("read_" + uuid.uuid4().hex[:12]))

    def keep(self, expression: ir.Table, name: str) -> ibis.Table:
        """Compute an expression once, into Parquet in the scratch folder, which the workers of a cluster must see too."""
        at = self.scratch / f"{name}-{uuid.uuid4().hex[:8]}"
        self._typed(expression).write.parquet(at.as_uri())
        return self._read([at.as_uri()], _kept(name))

    def write(self, expression: ir.Table, path: Path, order: Sequence[str]) -> int:
        """Write one Parquet file, sorted; see :meth:`Engine.write`. Spark writes parts; they are joined a batch at a time."""
        sort = _order(expression, order)
        parts = self.scratch / f"parts-{uuid.uuid4().hex[:8]}"
        self._typed(expression.order_by(sort)).write.parquet(parts.as_uri())
        try:
            with _whole(path) as made:
                return _joined(sorted(parts.glob("part-*.parquet")), made, expression)
        finally:
            shutil.rmtree(parts, ignore_errors=True)

    def fetch(self, expression: ir.Table) -> pa.Table:
        """Return the rows of an expression in this process; not by way of pandas, which changes whole numbers with nulls."""
        with warnings.catch_warnings():
            # PySpark leaves the closing of the socket that the rows came by to Python.
            warnings.simplefilter("ignore", ResourceWarning)
            return self._typed(expression).toArrow().cast(_schema(expression))

    def _read(self, addresses: list[str], view: str) -> ibis.Table:
        self._session.spark.read.parquet(*addresses).createOrReplaceTempView(view)
        return self.backend.table(view)

    def _typed(self, expression: ir.Table) -> DataFrame:
        """Return the rows with the types that the expression states."""
        from pyspark.sql import functions

        mapper = self.backend.compiler.type_mapper
        rows = self._session.spark.sql(str(self.backend.compile(expression)))
        return rows.select(
            *(
                functions.col(f"`{column}`").cast(mapper.from_ibis(dtype).sql("spark")).alias(column)
                for column, dtype in expression.schema().items()
            )
        )

    def _shut(self) -> None:
        self._session.close()


def engine(
    name: str = "duckdb",
    *,
    master: str | None = None,
    memory: str | None = None,
    threads: int = 2,
    scratch: Path | None = None,
) -> Engine:
    """Open an engine, for a ``with`` block.

    ``master`` is where Spark runs: ``local[2]`` (this machine, the default, with ``threads``) or ``spark://host:port``.
    ``memory`` (``"700MB"``, ``"6GB"``) is what the engine may hold; what exceeds it goes to a folder of its own inside ``scratch``,
    by default the system's temporary folder, and is deleted on closing.

    Raises InputError where the name, the memory or the master is not understood or the master does not answer, and
    MissingExtra where Spark or a Java of 17 or later is not installed.
    """
    known = next((one for one in ENGINES if one == name), None)
    if known is None:
        raise InputError("custody.engine-unknown", name=name, known=list(ENGINES))
    if known == "duckdb" and master is not None:
        raise InputError("custody.engine-master", master=master)
    limit = _memory(memory or _MEMORY[known])
    folder = Path(tempfile.mkdtemp(prefix="habeas-engine-", dir=scratch)).absolute()
    try:
        if known == "duckdb":
            return DuckDBEngine(folder, memory=limit, threads=threads)
        return SparkEngine(folder, master=master or f"local[{threads}]", memory=limit, threads=threads)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _memory(text: str) -> str:
    """Return an amount of memory as both engines read it: ``700MB``, ``6GB``."""
    found = re.fullmatch(r"\s*(\d+)\s*([MG])i?B?\s*", text, flags=re.IGNORECASE)
    if not found or int(found[1]) == 0:
        raise InputError("custody.engine-memory", found=text)
    return f"{found[1]}{found[2].upper()}B"


def _paths(path: Path | Sequence[Path]) -> list[Path]:
    return [path] if isinstance(path, Path) else list(path)


def _kept(name: str) -> str:
    """Return the name of a kept table; a name is a word, so that it needs no quotes on either engine."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"the name of a kept table is lower-case letters, digits and _: {name!r}")
    return f"kept_{name}"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _order(expression: ir.Table, order: Sequence[str]) -> list[Any]:
    if not order:
        raise ValueError("a table is written in an order")
    return [expression[column].asc() for column in order]


def _schema(expression: ir.Table) -> pa.Schema:
    """Return the columns of an expression as files have them: times in microseconds, everything nullable."""
    import pyarrow as pa

    return pa.schema(
        pa.field(one.name, pa.timestamp("us") if pa.types.is_timestamp(one.type) else one.type)
        for one in expression.schema().to_pyarrow()
    )


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a name beside the path to write to; move it into place when all went well."""
    made = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        yield made
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def _joined(parts: Sequence[Path], made: Path, expression: ir.Table) -> int:
    """Join parts, in their order, into one file of equal row groups; return the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(expression)
    waiting: list[pa.RecordBatch] = []
    rows = written = 0
    with pq.ParquetWriter(made, schema, compression="zstd") as writer:
        for part in parts:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches(batch_size=_ROW_GROUP):
                    waiting.append(batch.cast(schema))
                    rows += batch.num_rows
                    if rows - written >= _ROW_GROUP:
                        table = pa.Table.from_batches(waiting, schema)
                        writer.write_table(table.slice(0, _ROW_GROUP), row_group_size=_ROW_GROUP)
                        waiting = table.slice(_ROW_GROUP).to_batches()
                        written += _ROW_GROUP
        if rows > written or not rows:
            writer.write_table(pa.Table.from_batches(waiting, schema), row_group_size=_ROW_GROUP)
    return rows
