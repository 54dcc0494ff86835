"""Run the notebooks of docs/notebooks and keep what they print: ``python tools/notebooks.py [NAME ...]``.

A notebook here is cells of plain Python one after another, without magics, widgets or pictures: running one is running its cells, so it needs no Jupyter.
What a cell prints is kept as Jupyter keeps it, and the value of its last line where that is an expression.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"


def run(path: Path) -> dict[str, Any]:
    """Return the notebook with the outputs of a run in a fresh namespace, from its own folder. What a cell raises is raised, with the cell's number."""
    book: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    space: dict[str, Any] = {"__name__": "__main__"}
    number = 0
    with _standing_in(path.parent):
        for cell in book["cells"]:
            if cell["cell_type"] != "code":
                continue
            number += 1
            cell["execution_count"] = number
            try:
                cell["outputs"] = list(_outputs("".join(cell["source"]), space, number))
            except Exception as error:
                error.add_note(f"in cell {number} of {path.name}")
                raise
    return book


def write(path: Path, book: dict[str, Any]) -> None:
    """Write a notebook as Jupyter writes it."""
    path.write_text(json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextlib.contextmanager
def _standing_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _outputs(source: str, space: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {number}>", "exec"), space)  # noqa: S102 - our own notebooks
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {number}>", "eval"), space)  # noqa: S307
    if printed.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": printed.getvalue().splitlines(keepends=True)}
    if value is not None:
        shown = {"text/plain": repr(value).splitlines(keepends=True)}
        yield {"data": shown, "execution_count": number, "metadata": {}, "output_type": "execute_result"}


def main() -> None:
    """Run the notebooks that are named, or all, and keep what they print."""
    names = sys.argv[1:] or sorted(one.stem for one in FOLDER.glob("*.ipynb"))
    for name in names:
        path = FOLDER / f"{name}.ipynb"
        write(path, run(path))
        print(path.name)


if __name__ == "__main__":
    main()
