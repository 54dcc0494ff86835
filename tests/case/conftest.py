"""The synthetic case, built once a session, and a copy of it for each test."""

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
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built case, apart from the test's own folder."""
    return synthetic.copied(built, tmp_path_factory.mktemp("copy") / "north")


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    """Open the copy."""
    with Case(folder, actor="tester") as opened:
        yield opened
