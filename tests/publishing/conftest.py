"""What the tests of the report share: one report, written once, and its pages read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.publishing import reading, report_case

from habeas.publishing import publish


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of the synthetic case once; return its folder."""
    folder = tmp_path_factory.mktemp("report") / "site"
    publish(report_case.view(), folder)
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, reading.Page]:
    """Return every page of the report, read, by its path."""
    return reading.pages(site)
