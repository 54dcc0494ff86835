"""Linking on Spark: Splink's other engine finds the same levels."""

from __future__ import annotations

import pytest
from tests.people.linking.making import linked

from habeas.custody import spark_session
from habeas.people.linking import OnSpark, functions, link


@pytest.mark.slow
def test_spark_gives_the_linkage_that_duckdb_gives() -> None:
    """On made-up lists every pair, weight and person is the same on both engines."""
    here = linked(150, 5)
    with spark_session(master="local[2]", jars=functions()) as (session, scratch):
        there = link(here.mentions, settings=here.settings, spark=OnSpark(session, scratch))
    assert there.pairs.equals(here.pairs)
    assert there.persons.equals(here.persons)
