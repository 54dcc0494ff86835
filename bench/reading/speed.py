"""Measure reading: words a second on one core and peak memory on a long text, and the time of ``habeas read`` on one short file.

    python bench/reading/speed.py [--words 40000] [--shared FOLDER]

The long text of a language is its annotated documents one after the other, again and again; each is read in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from annotated import Annotated, outside, own

from habeas.words import LANGUAGES

TARGETS: Final = {"words": 4_000, "memory": 700, "start": 2.0}


def rows(documents: Sequence[Annotated], words: int) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| what | measured | target |\n|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            text = long(documents, lang, words)
            if not text:
                continue
            path = Path(folder) / f"long-{lang}.txt"
            path.write_text(text, encoding="utf-8")
            told = json.loads(
                subprocess.run(
                    [sys.executable, __file__, "--inside", str(path)], capture_output=True, text=True, check=True
                ).stdout
            )
            yield f"| {lang}: words a second, one core, {told['words']:,} words | {told['words'] / told['seconds']:,.0f} | {TARGETS['words']:,} |"
            yield f"| {lang}: peak memory | {told['megabytes']:,.0f} MB | {TARGETS['memory']} MB |"
        short = Path(folder) / "short.txt"
        short.write_text(documents[0].text, encoding="utf-8")
        yield _start("habeas read FILE --json", [sys.executable, "-m", "habeas", "read", str(short), "--json"])


def long(documents: Sequence[Annotated], lang: str, words: int) -> str:
    """Return so many words of the documents of a language, again and again, in whole documents."""
    texts = [one.text for one in documents if one.lang == lang]
    kept: list[str] = []
    count = 0
    while texts and count < words:
        kept.append(texts[len(kept) % len(texts)])
        count += len(kept[-1].split())
    return "\n\n".join(kept)


def _start(name: str, command: Sequence[str]) -> str:
    seconds, peak, status = [], 0, 0
    for _ in range(5):
        begun = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = status = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - begun)
        peak = max(peak, used.ru_maxrss // (1 if sys.platform != "darwin" else 1024))
    failed = f" (exit status {status})" if status else ""
    return f"| `{name}`, whole process, one short file | {statistics.median(seconds):.2f} s, {peak / 1000:,.0f} MB{failed} | {TARGETS['start']:g} s |"


def inside(path: Path) -> None:
    """Read one file in this process and print what it took; the time does not count the loading of the program."""
    from habeas.reading import read

    text = path.read_text(encoding="utf-8")
    read(text[:2_000], published="2024-01-01")
    begun = time.process_time()
    read(text, published="2024-01-01")
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000 if sys.platform != "darwin" else 1_000_000)
    print(json.dumps({"words": len(text.split()), "seconds": seconds, "megabytes": peak}))


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        inside(given.inside)
        return
    documents = [*own("develop"), *(outside(given.shared) if given.shared else ())]
    for line in rows(documents, given.words):
        print(line, flush=True)


if __name__ == "__main__":
    main()
