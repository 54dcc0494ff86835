"""Work that makes a million small things at once, left undisturbed by the search for cycles among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave out the collector's search for cycles while folds, findings and tables are made: hardly a thing is freed there.

    Measured on 50,000 claims: a twentieth to a tenth of the time of a build, and the same peak of memory.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
