"""A small synthetic case: four notes, a series as CSV, sixteen claims, and what must follow from them. No persons."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from habeas.case import Case

CASE = """\
habeas = 1
languages = ["en", "es"]
period = "2021/2025"

[title]
en = "North prison"
es = "Penal del norte"

[[subjects]]
id = "north"
type = "place"
en = "North prison"
es = "Penal del norte"
links = { part_of = "prisons" }

[[subjects]]
id = "prisons"
type = "system"
en = "Prisons of the country"
es = "Cárceles del país"

[[subjects]]
id = "transfer"
type = "event"
en = "Transfer of 2025"
es = "Traslado de 2025"

[[subjects]]
id = "deal"
type = "instrument"
en = "Agreement of 2025"
es = "Acuerdo de 2025"
links = { covers = "transfer" }

[[questions]]
id = "what"
en = "What is the prison?"
es = "¿Qué es el penal?"
subjects = ["north", "prisons"]
topics = ["structure", "capacity", "population", "conditions"]
"""

NOTES = {
    "structure": "The visitors counted 8 buildings with 32 cells in each building. A cell is for 65 to 70 persons. "
    "The area of a cell is 100 m2, they wrote.",
    "capacity": "The minister said on 2 February 2024 that the prison was designed to hold 40,000 inmates.",
    "conditions": "Según la organización, no hay visitas familiares, y las camas no alcanzan. Nadie sale al aire libre: 0 horas al día.",
    "transfer": "The monitor counted 238 persons on the flights. The newspaper counted 261 persons on the flights. "
    "The sum was 6,000,000 dollars for 365 days.",
}

SERIES = "day,held\n2021-04-30,36000\n2024-03-31,110000\n"

CLAIMS = """\
habeas: claims/1
coder: synthetic
language: en
decision: accept
reason: Checked by hand.
claims:
  - {key: buildings, source: structure, quote: 8 buildings, subject: north, predicate: buildings, value: 8, as_of: 1 February 2024}
  - {key: cells, source: structure, quote: 32 cells in each building, subject: north, predicate: cells_per_building, value: 32,
     as_of: 1 February 2024}
  - {key: per-cell, source: structure, quote: 65 to 70 persons, subject: north, predicate: persons_per_cell, value: 65 to 70,
     capacity: design, as_of: 1 February 2024}
  - {key: area, source: structure, quote: The area of a cell is 100 m2, subject: north, predicate: cell_area, value: 100,
     as_of: 1 February 2024}
  - {key: capacity, source: capacity, quote: "designed to hold 40,000 inmates", subject: north, predicate: capacity,
     value: "40,000", capacity: design, who: all held, as_of: 1 February 2024, speaker: the minister, said_on: 2 February 2024}
  - {key: visits, source: conditions, quote: no hay visitas familiares, language: es, subject: north, predicate: family_visits,
     value: none, as_of: 1 February 2024}
  - {key: beds, source: conditions, quote: las camas no alcanzan, language: es, subject: north, predicate: beds,
     value: insufficient, as_of: 1 February 2024}
  - {key: outdoors, source: conditions, quote: 0 horas al día, language: es, subject: north, predicate: outdoor_hours, value: 0,
     as_of: 1 February 2024}
  - {key: held-2021, source: series, row: 2, column: B, subject: prisons, predicate: population, value: 36000, who: all held,
     as_of: 30 April 2021}
  - {key: held-2024, source: series, row: 3, column: B, subject: prisons, predicate: population, value: 110000, who: all held,
     as_of: 31 March 2024}
  - {key: flown-monitor, source: transfer, quote: 238 persons, subject: transfer, predicate: transferred, value: 238,
     who: all on the flights, speaker: the monitor}
  - {key: flown-newspaper, source: transfer, quote: 261 persons, subject: transfer, predicate: transferred, value: 261,
     who: all on the flights, speaker: the newspaper}
  - {key: sum, source: transfer, quote: "6,000,000 dollars", subject: deal, predicate: sum_usd, value: "6,000,000"}
  - {key: days, source: transfer, quote: 365 days, subject: deal, predicate: duration_days, value: 365}
"""

MORE = """\
habeas: claims/1
coder: synthetic
claims:
  - {key: tripled, source: series, row: 3, column: B, subject: prisons, predicate: population, value: "more than 3 x {held-2021}",
     who: all held, as_of: April 2024, language: en, decision: accept, reason: A ratio of what the series says of 2021.}
  - {key: undecided, source: transfer, quote: 238 persons on the flights, subject: transfer, predicate: transferred,
     value: 238, who: all on the flights}
"""

KEYS = (
    "buildings", "cells", "per-cell", "area", "capacity", "visits", "beds", "outdoors", "held-2021", "held-2024",
    "flown-monitor", "flown-newspaper", "sum", "days", "tripled", "undecided",
)  # fmt: skip


def front(title: str, language: str = "en") -> str:
    """Return the front matter of a synthetic note."""
    return (
        f"---\nkind: note\ntitle: Note on {title}\npublisher: Synthetic {title}\npublished: 2025-04-01\nlanguage: {language}\n"
        f"citation: Synthetic publication on {title}, 2025\nobtained_how: written for a test\nsensitivity: public\n---\n\n"
    )


def note(title: str) -> str:
    """Return one of the notes as it stands in its file."""
    return front(title, "es" if title == "conditions" else "en") + NOTES[title] + "\n"


def write(folder: Path) -> Path:
    """Write ``case.toml``, ``evidence/`` and ``claims/`` of the case, nothing taken in yet; return the folder."""
    (folder / "evidence").mkdir(parents=True)
    (folder / "claims").mkdir()
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    for title in NOTES:
        (folder / "evidence" / f"{title}.md").write_text(note(title), encoding="utf-8")
    (folder / "evidence" / "series.csv").write_text(SERIES, encoding="utf-8")
    about = "title: A series\npublisher: Synthetic ministry\npublished: 2025-04-01\nsensitivity: public\n"
    (folder / "evidence" / "series.csv.source.yaml").write_text(about, encoding="utf-8")
    (folder / "claims" / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (folder / "claims" / "a-more.yaml").write_text(MORE, encoding="utf-8")  # read before what it refers to
    return folder


def made(folder: Path) -> Path:
    """Write the case, take in its evidence, code its claims and build it; return the folder."""
    with Case(write(folder), actor="tester") as case:
        assert not case.add(folder / "evidence").problems
        assert not case.code(folder / "claims").problems
        case.build()
    return folder


def copied(case: Path, to: Path) -> Path:
    """Copy a case folder, as its backup is made; return the copy."""
    return Path(shutil.copytree(case, to))


def contents(folder: Path, *leave_out: str) -> dict[str, str]:
    """Return the SHA-256 of every file under a folder by its name, without those under the folders to leave out."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(leave_out or ("\0",))
    }


def kept(folder: Path) -> dict[str, str]:
    """Return what nothing may lose or change: the originals and the case file, by their hashes."""
    every = contents(folder)
    return {name: sha for name, sha in every.items() if name.startswith("originals/") or name == "case.toml"}


def flipped(path: Path, place: int, bit: int = 0) -> bytes:
    """Flip one bit of a file and return the bytes it had."""
    was = path.read_bytes()
    now = bytearray(was)
    now[place] ^= 1 << bit
    mode = path.stat().st_mode
    path.chmod(0o644)
    path.write_bytes(bytes(now))
    path.chmod(mode)
    return was


def restored(path: Path, was: bytes) -> None:
    """Put the bytes of a file back."""
    mode = path.stat().st_mode
    path.chmod(0o644)
    path.write_bytes(was)
    path.chmod(mode)


def places(path: Path, *, step: int) -> Iterator[int]:
    """Yield places spread over a file, its first and its last byte among them."""
    size = path.stat().st_size
    yield from range(0, size, step)
    yield size - 1
