# ruff: noqa: INP001, SIM905 - a script beside its data, in no package; lists of words read best as lines of words
"""Make the four lists of invented persons, and the truth about who is who, the same bytes every time.

Run ``python examples/el-salvador/make_lists.py``. It writes ``lists/`` beside itself and, for tests alone,
``tests/examples/el-salvador-lists.truth.csv``. **Nobody in them exists.** Every name is drawn from lists of common names, every date, place
of custody, court, flight and document is made up; likeness to a real person is chance.

What the lists are made to hold: persons on several lists, misspelt by ear, by hand and by scanner, with one surname, surnames exchanged, a
nickname, an initial, day and month exchanged, an age where another list has a date of birth; namesakes and brothers; a family that reports
twice; rows without a name; persons taken off an official list; months without a record; two places on one day; custody past an order of release;
a transfer after an order that forbade it; nobody brought before a judge.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final
from unicodedata import combining, normalize

from invented_persons import FLIGHTS, HILL, Person, on_no_list, persons

HERE: Final = Path(__file__).parent
LISTS: Final = HERE / "lists"
TRUTH: Final = HERE.parents[1] / "tests" / "examples" / "el-salvador-lists.truth.csv"
SEED: Final = 20250602

NICKNAMES: Final = {
    "José": "Chepe", "Francisco": "Paco", "Manuel": "Meme", "Roberto": "Beto", "Guillermo": "Memo", "Eduardo": "Lalo", "Jesús": "Chus",
    "Rafael": "Rafa", "Alejandro": "Alex", "Gabriel": "Gabo", "María": "Mari", "Mercedes": "Meche", "Rosa": "Rosita", "Enrique": "Quique",
    "Ernesto": "Neto", "Miguel": "Mike", "Alfredo": "Fredy", "Antonio": "Toño", "Samuel": "Sammy", "Teresa": "Tere", "Daniel": "Dani",
}  # fmt: skip
EAR: Final = (
    ("b", "v"),
    ("v", "b"),
    ("z", "s"),
    ("s", "z"),
    ("ll", "y"),
    ("j", "g"),
    ("h", ""),
    ("ci", "si"),
    ("ce", "se"),
)
SCAN: Final = (("O", "0"), ("I", "1"), ("S", "5"), ("M", "RN"), ("E", "C"), ("B", "8"))
MONTHS: Final = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "January February March April May June July August September October November December".split(),
)

# Invented, as the persons' places are.
HOSPITAL: Final = "Hospital San Isidro del Valle"
COURTS: Final = ("Juzgado Segundo de Valle Alto", "Juzgado Quinto de Valle Alto", "Tribunal de Río Claro")
DEPORTING: Final = "Alpha Field Office"


def bare(text: str) -> str:
    """Take the accents off."""
    return "".join(one for one in normalize("NFD", text) if not combining(one))


def slip(word: str, rules: Sequence[tuple[str, str]], rng: Random) -> str:
    """Write a word as somebody hears it, or as a scanner reads it: one place of it changed."""
    fitting = [(old, new) for old, new in rules if old in word[1:]]
    if not fitting:
        return word
    old, new = rng.choice(fitting)
    at = word.index(old, 1)
    return word[:at] + new + word[at + len(old) :]


def by_hand(word: str, rng: Random) -> str:
    """Exchange, double or leave out a letter."""
    if len(word) < 4:
        return word
    at = 1 + rng.randrange(len(word) - 2)
    way = rng.randrange(3)
    if way == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:] if way == 1 else word[:at] + word[at + 1 :]


def in_words(day: date, lang: int) -> str:
    """Write a day out, in Spanish (0) or English (1)."""
    month = MONTHS[lang][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if lang == 0 else f"{day.day} {month} {day.year}"


def family_day(day: date | None, rng: Random) -> str:
    """Write a day as a family tells it: to the day, or only the month, or not well remembered."""
    if day is None:
        return ""
    way = rng.random()
    if way < 0.5:
        return in_words(day, 0)
    if way < 0.8:
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{MONTHS[0][day.month - 1]} de {day.year}"


def numbers(day: date | None) -> str:
    """Write a day as a Spanish court does."""
    return "" if day is None else f"{day.day:02}/{day.month:02}/{day.year}"


def flipped(day: date, rng: Random) -> date:
    """Return a date of birth as lists get it wrong: day and month exchanged, or a year off; mostly right."""
    way = rng.random()
    if way < 0.05 and day.day <= 12:
        return date(day.year, day.day, day.month)
    if way < 0.09 and (day.month, day.day) != (2, 29):
        return date(day.year + rng.choice((-1, 1)), day.month, day.day)
    return day


def family_name(one: Person, rng: Random) -> str:
    """Write a name as relatives give it: accents mostly there, often one given name, a nickname or one surname."""
    given = list(one.given)
    way = rng.random()
    if way < 0.08 and given[0] in NICKNAMES:
        given[0] = NICKNAMES[given[0]]
    elif way < 0.3:
        given = given[:1]
    elif way < 0.36:
        given = given[-1:]
    surnames = list(one.surnames)
    way = rng.random()
    if way < 0.14:
        surnames = surnames[:1]
    elif way < 0.17:
        surnames.reverse()
    if rng.random() < 0.1:
        at = rng.randrange(len(surnames))
        surnames[at] = slip(surnames[at], EAR, rng)
    name = " ".join((*given, *surnames))
    return bare(name) if rng.random() < 0.3 else name


def families_row(one: Person, rng: Random) -> Mapping[str, str]:
    """Return the row that a family's report makes."""
    reported = (one.delisted or one.seen or one.taken) + timedelta(2 + int(200 * rng.random() ** 2))
    known = one.born if rng.random() < 0.35 else None
    age = (reported - one.born).days // 365 + (rng.choice((-1, 1)) if rng.random() < 0.15 else 0)
    note = "Salió en un vuelo, según un compañero." if one.flight and rng.random() < 0.3 else ""
    return {
        "Nombre completo": family_name(one, rng),
        "Fecha de nacimiento": "" if known is None else numbers(flipped(known, rng)),
        "Edad": "" if known is not None and rng.random() < 0.5 else str(age),
        "Sexo": {"M": "hombre", "F": "mujer"}[one.sex],
        "Nacionalidad": {"Salvadoran": "salvadoreña", "Venezuelan": "venezolana"}[one.nationality],
        "Fecha de captura": family_day(one.taken, rng),
        "Lugar de captura": one.town if not one.flight and rng.random() < 0.8 else "",
        "Capturado por": one.by if rng.random() < 0.6 else "no sabe" if rng.random() < 0.2 else "",
        "Centro penal": one.held if rng.random() < 0.45 else "",
        "Visto por última vez": family_day(one.seen, rng),
        "Lugar donde fue visto": one.seen_at if one.seen else "",
        "Estado de salud": rng.choice(("diabetes", "asma", "herida en la pierna")) if rng.random() < 0.08 else "",
        "Fecha de la lista": "" if one.listed is None else numbers(one.listed),
        "Retirado de la lista": "" if one.delisted is None else numbers(one.delisted),
        "Fecha de reporte": numbers(reported),
        "Observaciones": note,
    }


def court_row(one: Person, rng: Random) -> Mapping[str, str]:
    """Return the row of a court's filing: names in columns, formal, days as numbers."""
    first, second = one.surnames
    if rng.random() < 0.05:
        first = by_hand(first, rng)
    if rng.random() < 0.03:
        first, second = second, first
    given = " ".join(one.given)
    if len(one.given) > 1 and rng.random() < 0.08:
        given = f"{one.given[0]} {one.given[1][0]}."
    year = one.taken.year if not one.petition else 2025
    prefix = "HC" if one.petition else "AP"
    grounds = (
        ""
        if not one.ordered
        else "Ley de Frontera, artículo 9"
        if one.flight
        else rng.choice(("agrupaciones ilícitas", "agrupaciones ilícitas", "resistencia"))
    )
    return {
        "Expediente": f"{prefix}-{one.number + 101:04}-{year}" if one.petition or rng.random() < 0.7 else "",
        "Primer apellido": first,
        "Segundo apellido": second if rng.random() < 0.9 else "",
        "Nombres": given,
        "Fecha de nacimiento": numbers(flipped(one.born, rng)) if rng.random() < 0.6 else "",
        "Documento de identidad": one.document if rng.random() < 0.35 else rng.choice(("00000000-0", "S/N", "", "")),
        "Fecha de detención": numbers(one.taken),
        "Ordenado por": rng.choice(COURTS) if one.ordered and rng.random() < 0.8 else "",
        "Fecha de la orden": numbers(one.taken - timedelta(1)) if one.ordered and rng.random() < 0.5 else "",
        "Delito": grounds,
        "Centro de reclusión": one.held if rng.random() < 0.7 else "",
        "Fecha de ingreso": numbers(one.taken + timedelta(3)) if rng.random() < 0.5 else "",
        "Audiencia inicial": numbers(one.heard),
        "Fecha de orden de libertad": numbers(one.freed_by),
        "Fecha de libertad": numbers(one.freed),
    }


def flight_row(one: Person, rng: Random) -> Mapping[str, str]:
    """Return the row of the leaked flight list: capitals, ``SURNAMES/GIVEN``, read by a scanner."""
    surnames = " ".join(one.surnames if rng.random() < 0.75 else one.surnames[:1])
    given = " ".join(one.given)
    name = bare(f"{surnames}/{given}").upper()
    if rng.random() < 0.12:
        name = slip(name, SCAN, rng)
    if rng.random() < 0.06:
        name = name[: max(len(name) - 3, 8)]
    day = FLIGHTS[one.flight or "XQ 101"]
    return {
        "PAX": name,
        "BIRTH": in_words(flipped(one.born, rng), 1) if rng.random() < 0.8 else "",
        "S": {"M": "MALE", "F": "FEMALE"}[one.sex],
        "NAT": {"Salvadoran": "SLV", "Venezuelan": "VEN"}[one.nationality],
        "ID NO": one.document if rng.random() < 0.3 else "",
        "FLT": one.flight or "",
        "OUT": in_words(day, 1),
        "ORIG": "Alpha Field",
        "DEST": HILL,
        "AGENCY": DEPORTING if rng.random() < 0.9 else "",
        "BASIS": "Border Act s. 9" if rng.random() < 0.55 else "",
    }


def deaths_row(one: Person, rng: Random) -> Mapping[str, str]:
    """Return the row of a rights group's list of deaths, made from hospitals' and morgues' notes."""
    died = one.died or one.taken
    hospital = rng.random() < 0.55
    name = " ".join((*one.given, *one.surnames))
    if rng.random() < 0.15:
        name = " ".join((one.given[0], by_hand(one.surnames[0], rng)))
    age = (died - one.born).days // 365
    return {
        "Name": name,
        "Age": f"about {5 * round(age / 5)}" if rng.random() < 0.3 else str(age),
        "Sex": {"M": "male", "F": "female"}[one.sex],
        "Date of arrest": one.taken.isoformat() if rng.random() < 0.5 else "",
        "Prison": one.held if rng.random() < 0.75 else "",
        "Date of death": died.isoformat() if rng.random() < 0.85 else died.isoformat()[:7],
        "Place of death": HOSPITAL if hospital else one.held,
        "Cause of death": rng.choice(
            ("pulmonary oedema", "not established", "sepsis", "multiple trauma", "renal failure", "")
        ),
        "Circumstances of death": rng.choice(("", "", "", "transferred from the prison in coma", "found in the cell")),
        "Injuries": rng.choice(("", "", "bruises on the back", "marks on the wrists")),
        "Remains": rng.choice(("", "", "handed to the family", "buried in a common grave")),
        "Date of report": (died + timedelta(5 + rng.randrange(90))).isoformat(),
    }


Row = Mapping[str, str]
WRITERS: Final[Mapping[str, Callable[[Person, Random], Row]]] = {
    "families": families_row,
    "court": court_row,
    "flight": flight_row,
    "deaths": deaths_row,
}
TWICE: Final = {"families": 7, "court": 0, "flight": 1, "deaths": 0}
"""How many persons a list has twice."""
NAMELESS: Final = {"families": 0, "court": 0, "flight": 3, "deaths": 2}
"""How many rows of a list give no name: of persons whom no list names."""


def rows(name: str, made: Sequence[Person], rng: Random) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a list, each with the person whose it is, in no order that tells anything."""
    write = WRITERS[name]
    on = [one for one in made if name in one.lists]
    again = on[5 :: max(1, len(on) // max(1, TWICE[name]))][: TWICE[name]]
    found = [(rng.random(), f"{one.number:03}", write(one, rng)) for one in (*on, *again)]
    for number in range(NAMELESS[name]):
        column, nobody = ("PAX", "NN") if name == "flight" else ("Name", ("unknown", "NN")[number % 2])
        row: dict[str, str] = dict(write(on[3 * number + 2], rng)) | {
            column: nobody,
            "BIRTH" if name == "flight" else "Age": "",
        }
        row |= {"ID NO": ""} if name == "flight" else {}
        found.append((rng.random(), f"{name}-nobody-{number}", row))
    yield from ((person, row) for _, person, row in sorted(found, key=lambda one: one[0]))


def table(made: Sequence[Row]) -> bytes:
    """Return rows as CSV, with the header that all of them have."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(made[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue().encode("utf-8")


def files() -> Mapping[Path, bytes]:
    """Return every file that the script writes, with its bytes."""
    rng = Random(SEED)  # noqa: S311 - the same names every time; nothing is kept secret by it
    made = persons(rng)
    found: dict[Path, bytes] = {}
    truth: list[Row] = []
    for name in WRITERS:
        of = list(rows(name, made, rng))
        found[LISTS / f"{name}.csv"] = table([row for _, row in of])
        truth += [{"list": name, "row": str(at), "person": person} for at, (person, _) in enumerate(of, 2)]
    found[TRUTH] = table(truth)
    return found


def unlisted() -> int:
    """Return how many invented persons are on no list; a generator of its own, so that no row hangs on it."""
    return on_no_list(persons(Random(SEED)), Random(SEED + 1))  # noqa: S311 - as above


def main() -> None:
    """Write the files."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
