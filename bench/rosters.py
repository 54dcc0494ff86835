"""Daily rosters of a jail, generated with the truth about who was held, and what habeas needs to make a register of them and to compare two.

    python bench/rosters.py                    3,700 rosters of 7,000 persons, a table in Markdown
    python bench/rosters.py --days 100         a short run
    python bench/rosters.py --only generate --keep FOLDER

The files have the columns and the quotation marks of the published rosters of New York City. Defects: days without a file, lists put out again (most on
weekends), persons absent for some days under one admission, persons twice on a list, attributes that drift. No real person is in them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

FIRST = date(2016, 6, 2)
HEADER = (
    '"INMATEID","ADMITTED_DT","DISCHARGED_DT","CUSTODY_LEVEL","BRADH","RACE","GENDER","AGE","INMATE_STATUS_CODE","SEALED","SRG_FLG",'
    '"TOP_CHARGE","INFRACTION"\n'
)
LEVELS, STATUSES, RACES = ("MIN ", "MED ", "MAX "), ("DE", "CS", "SSR", "DPV", "DEP"), ("B ", "W ", "O ", "A ")
CHARGES = tuple(f"{n}.{m:02}" for n in range(110, 270, 5) for m in (0, 5, 10, 25, 39))
HOUR = 11
"""The hour at which the lists are taken."""


@dataclass(slots=True)
class Person:
    """Somebody in custody: what the list says, and the line that says it."""

    id: str
    admitted: datetime
    born: int
    said: list[str]
    out: int
    away: tuple[int, int] | None = None
    line: str = field(default="")

    def write(self, day: date) -> None:
        """Write the person's line as of a day."""
        level, bradh, race, sex, status, gang, charge, infraction = self.said
        age = (day - date(1970, 1, 1)).days // 365 - self.born
        self.line = f'"{self.id}","{self.admitted}","","{level}","{bradh}","{race}","{sex}","{age}","{status}","N","{gang}","{charge}","{infraction}"\n'


class Jail:
    """A jail of about ``size`` persons, day by day."""

    def __init__(self, size: int, random: Random) -> None:
        self.size = size
        self.random = random
        self.day = 0
        self.number = 20_000_000
        self.held: dict[str, Person] = {}
        self.left: list[str] = []
        for _ in range(size):
            self._admit(-random.randrange(1, 400))

    def _admit(self, day: int) -> None:
        random = self.random
        returns = bool(self.left) and random.random() < 0.3
        name = self.left.pop(random.randrange(len(self.left))) if returns else f"{self.number:08}"
        self.number += random.randrange(1, 9)
        begin = datetime.combine(FIRST + timedelta(days=day), datetime.min.time())
        hour = (
            random.randrange(HOUR * 3600) if random.random() < 0.25 else random.randrange(HOUR * 3600, 86_400) - 86_400
        )
        stays = 1 + int(random.expovariate(1 / 60))
        said = [random.choice(LEVELS), random.choice("YN"), random.choice(RACES), random.choice("MMMMMMMMF"), random.choice(STATUSES),
                random.choice("YNNNNN"), random.choice(CHARGES), random.choice("YNNN")]  # fmt: skip
        out = max(day, self.day) + stays
        person = Person(name, begin + timedelta(seconds=hour), random.randrange(-10, 35), said, out)
        if stays > 20 and random.random() < 0.01:
            gone = max(day, self.day) + random.randrange(3, 12)
            person.away = (gone, gone + random.randrange(1, 6))
        person.write(FIRST + timedelta(days=max(day, 0)))
        self.held[name] = person

    def next_day(self) -> list[Person]:
        """Let a day pass and return who is on its list."""
        random, today = self.random, FIRST + timedelta(days=self.day)
        for person in [one for one in self.held.values() if one.out <= self.day]:
            del self.held[person.id]
            self.left.append(person.id)
        for _ in range(max(0, self.size - len(self.held)) + random.randrange(-9, 10) if self.day else 0):
            self._admit(self.day)
        drifting = random.sample(list(self.held.values()), len(self.held) // 50)
        for person in drifting:
            which = random.choice((0, 0, 4, 4, 4, 6, 7))
            person.said[which] = random.choice((LEVELS, (), (), (), STATUSES, (), CHARGES, "YN")[which])
            person.write(today)
        listed = [one for one in self.held.values() if one.away is None or not one.away[0] <= self.day < one.away[1]]
        self.day += 1
        return listed


def generate(folder: Path, days: int, size: int = 7000, seed: int = 1) -> dict[str, Any]:
    """Write the rosters of so many days into a folder, and return the truth: what each day has, and how many stays there were."""
    random = Random(seed)
    jail = Jail(size, random)
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, Any] = {"days": {}, "stale": [], "missing": [], "twice": 0}
    last: tuple[str, int, int] | None = None
    for n in range(days):
        day = FIRST + timedelta(days=n)
        listed = jail.next_day()
        if n and n != days - 1 and random.random() < 0.008:
            truth["missing"].append(str(day))
            continue
        stale = last is not None and random.random() < (0.15 if day.weekday() >= 5 else 0.01)
        if not stale:
            twice = [random.choice(listed).line for _ in range(3)] if random.random() < 0.3 else []
            last = HEADER + "".join(one.line for one in listed) + "".join(twice), len(listed), len(twice)
        if last is None:
            continue
        (folder / f"roster_{day:%Y%m%d}.csv").write_text(last[0], encoding="utf-8")
        if stale:
            truth["stale"].append(str(day))
        else:
            truth["days"][str(day)] = last[1]
        truth["twice"] += last[2]
    (folder.parent / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return truth


# --- measuring


def run(code: str, *arguments: object) -> tuple[str, str]:
    """Run Python code as a process of its own: its wall time, processor time and peak memory as cells of a table, and what it printed."""
    started = time.perf_counter()
    used = "u = resource.getrusage(resource.RUSAGE_SELF)\nprint(u.ru_utime + u.ru_stime, u.ru_maxrss // 1024, file=sys.stderr)"
    before = f"import sys, resource\n{code}\n{used}"
    done = subprocess.run(
        [sys.executable, "-c", before, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr)
    processor, peak = done.stderr.split()[-2:]
    return f"{wall:.1f} s | {float(processor):.1f} s | {int(peak):,} MB", done.stdout


READ = """
from pathlib import Path
from habeas.records import read_records
read_records(sorted(Path(sys.argv[1]).glob('*.csv')), Path(sys.argv[2]))
"""
REGISTER = """
from pathlib import Path
from habeas.custody import make_register
from habeas.records import read_records
(one,) = read_records(sorted(Path(sys.argv[1]).glob('*.csv')), Path(sys.argv[2]) / 'read').readings
made = make_register(one, Path(sys.argv[2]) / 'register')
print(made.rows, len(made.covered), len(made.of_state('stale')), len(made.of_state('missing')))
"""
CUSTODY = """
from pathlib import Path
from habeas.custody import Register
with Register.load(Path(sys.argv[1])).custody() as custody:
    custody.write(Path(sys.argv[2]))
"""
WATCH = """
from habeas.cli.main import main
if main(['watch', sys.argv[1], sys.argv[2]]) != 1:
    raise SystemExit('nobody came or went')
"""


def checked(folder: Path, truth: dict[str, Any]) -> int:
    """Return how many of the days of the truth have another count in the register's census; print the first of them."""
    import pyarrow.parquet as pq

    rows = pq.read_table(folder / "national.parquet").to_pylist()
    held = {str(row["day"]): (row["midnight_certain"], row["midnight_possible"]) for row in rows}
    wrong = [(day, n, held.get(day)) for day, n in truth["days"].items() if held.get(day) != (n, n)]
    for one in wrong[:3]:
        print("differs:", *one)
    return len(wrong)


def measure(days: int, size: int, folder: Path) -> None:
    """Generate, read, make a register and its custody, watch, and print the table."""
    kept = folder / "truth.json"
    if kept.exists():
        truth = json.loads(kept.read_text(encoding="utf-8"))
    else:
        truth = timed("generate", lambda: generate(folder / "in", days, size))
    files = sorted((folder / "in").glob("*.csv"))
    volume = sum(path.stat().st_size for path in files)
    print(f"\n{len(files):,} rosters of {size:,} persons, {volume / 1e9:.2f} GB\n")
    print("| job | wall | processor | peak memory | target |\n|---|---|---|---|---|")
    cells, _ = run(READ, folder / "in", folder / "only-read")
    print(f"| read every file | {cells} | |", flush=True)
    cells, said = run(REGISTER, folder / "in", folder / "out")
    print(f"| files to register | {cells} | 90 s, 4,000 MB |", flush=True)
    rows, covered, stale, missing = map(int, said.split())
    cells, _ = run(CUSTODY, folder / "out" / "register", folder / "custody")
    print(f"| register to stints, stays and census | {cells} | |", flush=True)
    one, two = sorted(truth["days"])[-2:]
    pair = [folder / "in" / f"roster_{day.replace('-', '')}.csv" for day in (one, two)]
    cells, _ = sorted(run(WATCH, *pair) for _ in range(3))[1]
    print(f"| watch two rosters | {cells} | 1 s |", flush=True)
    expected = (len(truth["days"]), len(truth["stale"]), len(truth["missing"]))
    print(f"\n{rows:,} rows; believed, stale, missing days {(covered, stale, missing)}, in truth {expected};")
    print(f"days whose census is not the truth: {checked(folder / 'custody', truth)}")


def timed(name: str, job: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run a job and print how long it took."""
    started = time.perf_counter()
    found = job()
    print(
        f"{name}: {time.perf_counter() - started:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB",
        flush=True,
    )
    return found


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--days", type=int, default=3756)  # of which 3,700 and some have a file
    parser.add_argument("--size", type=int, default=7000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", choices=["generate"])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        if given.only == "generate":
            timed("generate", lambda: generate(folder / "in", given.days, given.size))
        else:
            measure(given.days, given.size, folder)


if __name__ == "__main__":
    main()
