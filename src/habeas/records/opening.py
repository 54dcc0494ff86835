"""Opening many files: workbooks two at a time where the machine has room for both, everything in the order given.

A workbook is unpacked by compiled code on one processor; the other would wait.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from habeas.records.model import Progress
from habeas.records.sheets import Opened, open_file

_TIMES: Final = 4
"""A sheet in memory takes up to so many times the room of its text in the workbook: measured on 740,000 rows of 53 columns, 3.5."""
_SHARE: Final = 0.4
"""What two sheets in memory may take of the machine's."""


def open_files(names: Mapping[Path, str], scratch: Path, progress: Progress | None) -> Iterator[Opened]:
    """Yield each file opened, in the order given, each in a folder of its own; ``names`` is what they are called.

    ``progress`` is told as a stage of its own (files done, files in all) where it can tell stages apart: one with a method ``stage``.
    """
    told = getattr(progress, "stage", None)
    if told is not None:
        told("opening-files")
    folders = [scratch / f"file-{number}" for number in range(len(names))]
    for folder in folders:
        folder.mkdir()
    given = list(zip(names.items(), folders, strict=True))
    with ThreadPoolExecutor(_workers(list(names))) as pool:
        waiting: deque[Future[Opened]] = deque()
        for number in range(len(given)):
            # No more than the next one is begun ahead: what is unpacked lies on the disk, and whoever asks may stop.
            for (path, name), folder in given[number + len(waiting) : number + 2]:
                waiting.append(pool.submit(open_file, path, folder, name=name))
            yield waiting.popleft().result()
            if told is not None and progress is not None:
                progress(number + 1, len(given))
    if told is not None:
        told("reading-records")


def _workers(paths: list[Path]) -> int:
    """Return 2 where two processors and the memory for the two largest sheets are there, else 1."""
    largest = sorted(map(_unpacked, paths))[-2:]
    if len(largest) < 2 or (os.cpu_count() or 1) < 2 or not largest[0]:
        return 1
    return 2 if sum(largest) * _TIMES <= _memory() * _SHARE else 1


def _unpacked(path: Path) -> int:
    """Return how large the largest sheet of a workbook is, in bytes; 0 for any other file."""
    try:
        with ZipFile(path) as archive:
            return max((one.file_size for one in archive.infolist()), default=0)
    except (BadZipFile, OSError, ValueError):
        return 0


def _memory() -> int:
    """Return the machine's memory in bytes; 0 where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
