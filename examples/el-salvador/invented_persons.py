# ruff: noqa: INP001, SIM905 - a module beside its data, in no package; lists of words read best as lines of words
"""The invented persons of the example's lists, as they really were: names, kin, custody, and which lists have them.

**Nobody of them exists.** ``make_lists.py`` writes of them what each list says. Every name is drawn from lists of common names; places, courts, flights and dates are made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

MEN: Final = (
    "José Juan Carlos Luis Miguel Jorge Manuel Francisco Mario Roberto Óscar Víctor Ricardo Rafael Julio Pedro Edwin Kevin Brayan Daniel "
    "David Walter William Ernesto Nelson Mauricio Josué Cristian Alexander Antonio Héctor Samuel Wilfredo Alfredo Humberto Rigoberto "
    "Eduardo Enrique Fernando Armando Orlando Gerardo Guillermo Iván Jaime Javier Joel Adrián Andrés Arturo Benjamín Bernabé Diego "
    "Edgar Elías Félix Gabriel Hugo Ismael Marcos Martín Moisés Omar Pablo Raúl René Rubén Saúl Sergio Tomás Vicente Wilber Yohan"
).split()
WOMEN: Final = (
    "María Ana Rosa Marta Carmen Sandra Claudia Patricia Blanca Gloria Silvia Karla Reina Dora Elsa Evelyn Fátima Gabriela Glenda Iris "
    "Jennifer Juana Karen Lidia Lorena Lucía Marina Mercedes Mirna Nora Roxana Ruth Sofía Teresa Vilma Wendy Yanira Yesenia"
).split()
SURNAMES: Final = {
    "Salvadoran": (
        "Hernández Martínez López García Rodríguez Pérez González Ramírez Flores Rivas Cruz Ramos Gómez Vásquez Reyes Díaz Mejía Rivera "
        "Guzmán Morales Aguilar Alvarado Portillo Sánchez Orellana Menjívar Guevara Melgar Romero Ayala Castro Mendoza Campos Bonilla "
        "Escobar Alfaro Guardado Chicas Sorto Ventura Funes Abrego Henríquez Miranda Carranza Villalta Quintanilla Navarrete Zepeda "
        "Beltrán Argueta Pleitez Renderos Umaña Zometa Landaverde Cárcamo Iraheta Sibrián Membreño"
    ).split(),
    "Venezuelan": (
        "González Rodríguez Pérez Hernández García Martínez Sánchez López Díaz Rojas Ramírez Torres Fernández Gómez Álvarez Suárez Moreno "
        "Blanco Mendoza Jiménez Silva Castillo Salazar Rivas Medina Gutiérrez Colmenares Contreras Briceño Chacón Bastidas Villegas "
        "Urdaneta Parra Ferrer Buitrago Zambrano Rangel Quintero Guerrero Marcano Rondón Tovar Aponte Arocha Paredes Carrillo Mora"
    ).split(),
}  # fmt: skip
TOWNS: Final = (
    "Soyapango Apopa Mejicanos Ilopango Sonsonate Cojutepeque Usulután Jiquilisco Zacatecoluca Ahuachapán Chalchuapa Metapán "
    "Acajutla Quezaltepeque Tonacatepeque"
).split()

# Places and authorities: invented, so that nothing here is said of a real one.
HILL, PALMS, CELLS = "Penal Cerro Hondo", "Centro Preventivo Las Palmas", "Bartolinas de Río Claro"
POLICE, ARMY = "policía", "ejército"
ORDER: Final = date(2025, 6, 2)
"""The day of the invented order that forbade removals of its petitioners."""
FLIGHTS: Final = {"XQ 101": date(2025, 5, 30), "XQ 102": date(2025, 6, 2), "XQ 103": date(2025, 6, 4)}

PERSONS: Final = 300
REMOVED: Final = 128
"""How many of them were really on the invented flights."""


@dataclass(slots=True)
class Person:
    """An invented person, as they really were; None where it did not happen."""

    number: int
    given: tuple[str, ...]
    surnames: tuple[str, str]
    sex: str
    born: date
    nationality: str
    document: str
    taken: date
    town: str
    by: str
    flight: str | None = None
    died: date | None = None
    court: bool = False
    petition: bool = False
    ordered: bool = True
    heard: date | None = None
    freed_by: date | None = None
    freed: date | None = None
    seen: date | None = None
    listed: date | None = None
    delisted: date | None = None
    held: str = HILL
    seen_at: str = HILL
    lists: set[str] = field(default_factory=set)


def persons(rng: Random) -> list[Person]:
    """Return the persons, those of the flights first."""
    made = [_person(rng, number) for number in range(PERSONS)]
    _relatives(made, rng)
    for one in made:
        _custody(one, rng)
        _on_lists(one, rng)
    return made


def _pick(rng: Random, words: Sequence[str]) -> str:
    """Pick a word, the earlier the likelier: the third is about four times as frequent as the last."""
    return words[min(int(len(words) * rng.random() ** 1.9), len(words) - 1)]


def _person(rng: Random, number: int) -> Person:
    flown = number < REMOVED
    nationality = "Venezuelan" if flown and number % 10 else "Salvadoran"
    sex = "F" if not flown and rng.random() < 0.14 else "M"
    names = WOMEN if sex == "F" else MEN
    given = tuple(dict.fromkeys(_pick(rng, names) for _ in range(1 if rng.random() < 0.15 else 2)))
    taken = (
        date(2025, 1, 20) + timedelta(rng.randrange(110))
        if flown
        else date(2022, 4, 1) + timedelta(rng.randrange(1050))
    )
    return Person(
        number=number,
        given=given,
        surnames=(_pick(rng, SURNAMES[nationality]), _pick(rng, SURNAMES[nationality])),
        sex=sex,
        born=date(1968, 1, 1) + timedelta(int(365.25 * 38 * rng.random() ** 0.7)),
        nationality=nationality,
        document=f"{rng.randrange(10**7, 10**8)}-{rng.randrange(10)}",
        taken=taken,
        town=rng.choice(TOWNS),
        by=POLICE if rng.random() < 0.8 else ARMY,
        flight=list(FLIGHTS)[number * 3 // REMOVED] if flown else None,
    )


def _relatives(made: Sequence[Person], rng: Random) -> None:
    """Make some of them namesakes, and some brothers or sisters taken on the same day."""
    for number in range(REMOVED, PERSONS - 1, 24):
        one, other = made[number], made[number + 1]
        other.given, other.surnames, other.sex = one.given, one.surnames, one.sex
    for number in range(REMOVED + 12, PERSONS - 1, 24):
        one, other = made[number], made[number + 1]
        other.surnames, other.taken, other.town, other.by = one.surnames, one.taken, one.town, one.by
        other.born = one.born + timedelta(400 + rng.randrange(2000))


def _custody(one: Person, rng: Random) -> None:
    """Give a person a way through custody."""
    one.court = rng.random() < 0.55
    one.ordered = rng.random() < 0.6
    if one.flight:
        one.petition = one.court and rng.random() < 0.5
        one.held, one.seen_at = "Alpha Processing Center", HILL
        one.heard = one.taken + timedelta(4 + rng.randrange(30)) if rng.random() < 0.3 else None
        one.seen = FLIGHTS[one.flight] + timedelta(9 + rng.randrange(60)) if rng.random() < 0.25 else None
        return
    one.held = rng.choice((HILL, HILL, PALMS, CELLS))
    one.seen_at = one.held
    if rng.random() < 0.6:
        one.heard = one.taken + timedelta(2 + int(70 * rng.random() ** 2.2))
    if rng.random() < 0.14:
        one.died = one.taken + timedelta(40 + rng.randrange(500))
        return
    way = rng.random()
    if way < 0.18:
        one.freed_by = one.taken + timedelta(120 + rng.randrange(400))
        one.freed = one.freed_by + timedelta(rng.choice((0, 1, 3, 12, 47))) if way < 0.1 else None
        one.seen = None if one.freed else one.freed_by + timedelta(20 + rng.randrange(200))
    elif way < 0.6:
        one.seen = one.taken + timedelta(15 + rng.randrange(600))
    if way > 0.9:
        one.listed = one.taken + timedelta(10 + rng.randrange(20))
        one.delisted = one.listed + timedelta(60 + rng.randrange(200))
    if 0.5 < way < 0.6:  # seen in one place on the day of admission to another
        one.seen, one.seen_at = one.taken + timedelta(3), PALMS if one.held != PALMS else CELLS


def _on_lists(one: Person, rng: Random) -> None:
    """Say which lists have a person; each is on one at least, and those on none are counted by :func:`on_no_list`."""
    if one.flight and rng.random() < 0.86:
        one.lists.add("flight")
    if one.died:
        one.lists |= {"deaths"} if rng.random() < 0.8 else set()
    if one.court:
        one.lists.add("court")
    if rng.random() < _chance_of_report(one) or not one.lists:
        one.lists.add("families")


def _chance_of_report(one: Person) -> float:
    """Return the chance that a family reports a person: higher where somebody of it has seen them or their name."""
    return 0.9 if one.listed or one.seen else 0.5


def on_no_list(made: Sequence[Person], rng: Random) -> int:
    """Return how many more persons there are, whom no list has: the truth for what is estimated from the lists.

    Each person whom only a family reported is the first of those like them whose family did: the others before, whom nobody reported, are drawn here. So whoever is on no
    other list is reported by the chance by which the rest are, and who is on which list hangs together only by what happened to them.
    """
    found = 0
    for one in made:
        while one.lists == {"families"} and rng.random() >= _chance_of_report(one):
            found += 1
    return found
