"""The worked notebooks: each runs from top to bottom and prints what is kept in it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tools.notebooks import FOLDER, run

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def printed(book: dict[str, Any]) -> list[str]:
    """Return what each cell printed."""
    return [
        "".join("".join(one.get("text") or one["data"]["text/plain"]) for one in cell["outputs"])
        for cell in book["cells"]
        if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_is_kept_in_it(path: Path) -> None:
    """Every cell runs, and what it prints is what the notebook shows; ``python tools/notebooks.py`` writes it anew."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert printed(kept) == printed(run(path))


def test_every_estimator_has_its_notebook() -> None:
    """There is a worked notebook for each estimator."""
    names = {"graphs", "latent", "loglinear", "floors", "linkage", "population", "rates"}
    assert names <= {path.stem for path in NOTEBOOKS}


def test_what_a_cell_raises_names_the_cell(tmp_path: Path) -> None:
    """A notebook that fails says in which cell."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": ["1"],
    }
    wrong = copy.deepcopy(cell) | {"source": ["1 / 0"]}
    path = tmp_path / "wrong.ipynb"
    path.write_text(json.dumps({"cells": [cell, wrong], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    with pytest.raises(ZeroDivisionError) as caught:
        run(path)
    assert caught.value.__notes__ == ["in cell 2 of wrong.ipynb"]
