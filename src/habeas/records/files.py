"""The files of a folder that may hold records: not what is hidden, what a program left beside an open file, or a note about a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_LEFT_OUT: Final = (".", "~$")
_SIDECAR: Final = ".source.yaml"


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and of the folders in it, sorted by their paths."""
    inside = sorted(one for one in folder.rglob("*") if one.is_file())
    return [one for one in inside if not _left_out(one.relative_to(folder))]


def _left_out(path: Path) -> bool:
    return any(part.startswith(_LEFT_OUT) for part in path.parts) or path.name.endswith(_SIDECAR)
