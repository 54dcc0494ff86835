"""The synthetic case, built once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas.case import Case


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built case; no test writes there."""
    return synthetic.made(tmp_path_factory.mktemp("built") / "north")


@pytest.fixture
def case(built: Path) -> Iterator[Case]:
    """Open the built case, to read."""
    with Case(built) as opened:
        yield opened
