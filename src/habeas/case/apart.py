"""Records apart from a case: files read where they lie, and custody counted otherwise than a case counts it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import InputError
from habeas.records import files_in

if TYPE_CHECKING:
    from habeas.case.counting import Counting
    from habeas.case.releases import Releases
    from habeas.custody import Engine
    from habeas.records import Progress


@contextmanager
def read_files(
    paths: Sequence[Path],
    to: Path | None = None,
    *,
    mappings: Sequence[Path] = (),
    counted: Counting | None = None,
    progress: Progress | None = None,
) -> Iterator[Releases]:
    """Read record files, or every file of folders, and lend what they gave; ``counted`` asks for their custody too.

    The tables are kept in ``to``, a folder that is new, empty or of an earlier run; without it they are gone after the ``with`` block.
    Raises :class:`InputError` where a path is not there or ``to`` holds something else.
    """
    from habeas.case import counting, releases
    from habeas.tables import ReleaseFolder, check_writable

    files = _files(paths)
    with tempfile.TemporaryDirectory(prefix="habeas-records-") as scratch, _opened(counted) as running:
        place = to if to is not None else Path(scratch) / "tables"
        check_writable(place)
        made_from = {"files": [str(path) for path in files.values()], "mappings": [str(path) for path in mappings]}
        with ReleaseFolder(place).replace(made_from) as fresh:
            found = releases.read(files, fresh, mappings=mappings, progress=progress)
            if counted is not None and running is not None:
                counting.count(found, fresh, counted, running, progress)
        yield releases.load(place)


@contextmanager
def _opened(counted: Counting | None) -> Iterator[Engine | None]:
    if counted is None:
        yield None
        return
    with counted.opened() as running:
        yield running


def count(found: Releases, to: Path, counted: Counting, running: Engine, progress: Progress | None) -> Releases:
    """Count the custody of releases into another folder, with a copy of what was read."""
    from habeas.case import counting, releases
    from habeas.tables import ReleaseFolder, check_writable

    check_writable(to)
    with ReleaseFolder(to).replace({"counted": asdict(counted)}) as fresh:
        shutil.copytree(found.folder / "records", fresh / "records")
        counting.count(found, fresh, counted, running, progress)
    return releases.load(to)


def open_tables(folder: Path) -> Releases:
    """Return the releases that ``habeas custody --to`` wrote into a folder. Raises :class:`InputError` where there are none."""
    from habeas.case import releases

    return releases.load(folder)


def _files(paths: Sequence[Path]) -> dict[str, Path]:
    """Return the files of paths and of the folders among them, sorted, by the name each is shown under."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError("evidence.no-such-file", file=str(path))
        found += files_in(path) if path.is_dir() else [path]
    if not found:
        raise InputError("case.no-files", folder=str(paths[0]) if paths else ".")
    named: dict[str, Path] = {}
    for number, path in enumerate(dict.fromkeys(found)):
        named[f"{number}/{path.name}" if path.name in named else path.name] = path
    return named
