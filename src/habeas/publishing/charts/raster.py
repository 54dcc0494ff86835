"""PNG files, made by a second process while the pages are written: drawing one keeps Python busy for a quarter of a second.

The second process is told a drawing's path and the picture's path, line by line, and writes the picture itself. What it has not
written when it ends (it could not be started, or was killed) is drawn here, so the files are the same either way.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

SCALE: Final = 2
_WORK: Final = """
import json, os, sys
from pathlib import Path
from vl_convert import svg_to_png
for line in sys.stdin:
    drawing, picture, scale = json.loads(line)
    part = picture + ".part"
    Path(part).write_bytes(svg_to_png(Path(drawing).read_text(encoding="utf-8"), scale=scale))
    os.replace(part, picture)
"""


class Raster:
    """The pictures asked for, and the process that makes them; ``close`` waits until all are there."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asked: list[tuple[Path, Path]] = []
        self._failed = False

    def ask(self, drawing: Path, picture: Path) -> None:
        """Ask for the picture of a drawing that is on the disk."""
        self._asked.append((drawing, picture))
        if self._process is None and not self._failed:
            self._start()
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.write(json.dumps([str(drawing), str(picture), SCALE]) + "\n")
                self._process.stdin.flush()
            except OSError:
                self._stop()

    def close(self) -> None:
        """Wait for the process, and draw here what it has not drawn."""
        self._stop()
        for drawing, picture in self._asked:
            if not picture.exists():
                from vl_convert import svg_to_png

                picture.write_bytes(svg_to_png(drawing.read_text(encoding="utf-8"), scale=SCALE))
                picture.with_name(picture.name + ".part").unlink(missing_ok=True)
        self._asked.clear()

    def abandon(self) -> None:
        """End the process without waiting for its work: the report is not going to be."""
        if self._process is not None:
            self._process.kill()
        self._stop()

    def _start(self) -> None:
        self._failed = True
        if sys.executable:
            with suppress(OSError):
                self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with the lines above
                    [sys.executable, "-c", _WORK],
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
                )  # fmt: skip

    def _stop(self) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._process.communicate()
            self._process = None
