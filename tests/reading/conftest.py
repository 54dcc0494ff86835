"""What the tests of reading share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.playing import Player, playing


@pytest.fixture
def player() -> Iterator[Player]:
    """Play a model on a free port of this computer."""
    with playing() as one:
        yield one
