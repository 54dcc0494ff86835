"""Comparison vectors: Splink compares candidate pairs on DuckDB, and each pair comes back as one small number a thing compared."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people.linking.levels import WHAT, comparisons

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Ints = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
CHUNK: Final = 1_000_000
"""How many pairs are compared at once: their vectors take some 100 MB on the way."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: ``left`` < ``right`` are rows of the features, ``levels`` has a row a pair and a column a thing compared (:data:`WHAT`).

    ``rules`` has a bit for each rule of blocking that found the pair.
    """

    left: Ints
    right: Ints
    levels: Levels
    rules: Ints

    def __len__(self) -> int:
        return len(self.left)

    def take(self, where: Any) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.left[where], self.right[where], self.levels[where], self.rules[where])

    @classmethod
    def joined(cls, parts: list[Pairs]) -> Pairs:
        """Return several lots of pairs as one."""
        if not parts:
            return cls.none()
        names = ("left", "right", "levels", "rules")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @classmethod
    def none(cls) -> Pairs:
        """Return no pairs."""
        empty = np.empty(0, np.int32)
        return cls(empty, empty, np.empty((0, len(WHAT)), np.int8), empty)


@contextmanager
def quiet_splink() -> Iterator[None]:
    """Keep Splink from writing to the screen what only its own developers read."""
    log = logging.getLogger("splink")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def settings_of(engine: str) -> Any:
    """Return what Splink is asked for on one of its engines: the levels of given pairs, and nothing else."""
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[*comparisons(engine)],
        blocking_rules_to_generate_predictions=[block_on("id")],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def compare(connection: DuckDBPyConnection, features: str, candidates: str) -> Iterator[Pairs]:
    """Yield candidate pairs with their levels, chunk by chunk, in no order that matters.

    ``features`` is the table of features of the connection, ``candidates`` one with the columns ``left``, ``right``, ``rules`` and ``chunk``, a number
    from 0 that no gap interrupts.
    """
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    settings = settings_of("duckdb")
    last = connection.execute(f'SELECT max(chunk) FROM "{candidates}"').fetchone()  # noqa: S608 - a name of ours
    chunks = 0 if last is None or last[0] is None else int(last[0]) + 1
    with quiet_splink():
        for n in range(chunks):
            blocked = f"{candidates}_{n}"
            connection.execute(
                f'CREATE OR REPLACE TABLE "{blocked}" AS SELECT "left" AS join_key_l, "right" AS join_key_r, rules::VARCHAR AS match_key '  # noqa: S608
                f'FROM "{candidates}" WHERE chunk = {n}'
            )
            api = DuckDBAPI(connection)
            linker = Linker(api.register(features), settings, log_level=logging.CRITICAL, validate_settings=False)
            linker.table_management.register_blocked_pairs_for_predict(api.register(blocked))
            scored = linker.inference.predict(warning_mode="never")
            found = _read(connection, scored.physical_name)
            scored.drop_table_from_database_and_remove_from_cache()
            connection.execute(f'DROP TABLE IF EXISTS "{blocked}"')
            yield found


def _read(connection: DuckDBPyConnection, table: str) -> Pairs:
    """Read what Splink found: the weight of a level is its number plus one, and nought where there was nothing to compare."""
    weights = ", ".join(f"(mw_{what} - 1)::TINYINT AS {what}" for what in WHAT)
    found = connection.execute(
        f'SELECT least(id_l, id_r)::INTEGER AS "left", greatest(id_l, id_r)::INTEGER AS "right", match_key::INTEGER AS rules, {weights} '  # noqa: S608
        f'FROM "{table}"'
    ).to_arrow_table()
    return pairs_of(found)


def pairs_of(table: pa.Table) -> Pairs:
    """Return a table of left, right, rules and a column a thing compared as pairs."""
    column = {name: np.asarray(table[name].to_numpy()) for name in table.column_names}
    levels = np.empty((table.num_rows, len(WHAT)), np.int8)
    for n, what in enumerate(WHAT):
        levels[:, n] = column[what]
    return Pairs(column["left"], column["right"], levels, column["rules"])
