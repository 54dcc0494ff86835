"""Make a case of any size: notes with sentences, and a claims file that codes each sentence. Seeded, synthetic, no persons.

    python bench/generate.py FOLDER --sources 1000 --claims 50000

A place's true structure and population are drawn once; each source states them with its own error, so that rival figures,
contradictions, derived figures and running totals all occur at rates like those of a real case.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

SPEAKERS = ("the ministry", "a monitor", "a rights group", "the director", "a newspaper")
CHOICES = {
    "family_visits": ("allowed", "restricted", "none"),
    "counsel_access": ("allowed", "restricted", "none"),
    "education": ("offered", "restricted", "none"),
    "food": ("adequate", "inadequate", "monotonous"),
    "medical_care": ("adequate", "inadequate", "denied"),
    "beds": ("one_each", "insufficient", "none"),
    "inspection": ("independent_access", "guided_tours", "refused"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The truth about one place, which no source knows exactly."""

    id: str
    buildings: int
    cells: int
    persons: int
    population: int
    deaths_a_month: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a note, and how it is coded."""

    sentence: str
    coded: dict[str, object]


def places(count: int, draw: random.Random) -> list[Place]:
    """Draw the places."""
    return [
        Place(
            f"place-{n:04d}",
            draw.randint(1, 12),
            draw.randint(4, 40),
            draw.randint(2, 80),
            draw.randint(100, 9000),
            draw.random() * 3,
        )
        for n in range(count)
    ]


def statement(place: Place, day: date, draw: random.Random) -> Statement:
    """State one thing about a place, as one speaker would."""
    speaker = draw.choice(SPEAKERS)
    on = f"{day.day} {day:%B %Y}"
    base: dict[str, object] = {"subject": place.id, "speaker": speaker}
    pick = draw.random()
    if pick < 0.45:
        held = max(1, round(place.population * draw.uniform(0.8, 1.3)))
        quote = f"{held:,} persons on {on}"
        coded = {"predicate": "population", "value": f"{held:,}", "who": "all held", "as_of": on}
    elif pick < 0.60:
        months = (day.year - 2020) * 12 + day.month
        dead = round(place.deaths_a_month * months * draw.uniform(0.9, 1.1))
        quote = f"{dead:,} deaths from 1 January 2020 to {on}"
        coded = {
            "predicate": "deaths_documented",
            "value": f"{dead:,}",
            "who": "all held",
            "as_of": f"from 1 January 2020 to {on}",
        }
    elif pick < 0.72:
        name, value, words = draw.choice(
            (("buildings", place.buildings, "buildings"), ("cells_per_building", place.cells, "cells in each building"))
        )
        quote, coded = f"{value} {words}", {"predicate": name, "value": str(value)}
    elif pick < 0.80:
        low = place.persons + draw.randint(-1, 1)
        quote = f"{low} to {low + 5} persons in a cell"
        coded = {"predicate": "persons_per_cell", "value": f"{low} to {low + 5}", "capacity": "design"}
    elif pick < 0.85:
        stated = round(place.buildings * place.cells * place.persons * draw.choice((1, 1, 1, 2)), -1) or 10
        quote = f"room for up to {stated:,} persons"
        coded = {"predicate": "capacity", "value": f"up to {stated:,}", "capacity": "official"}
    else:
        name = draw.choice(sorted(CHOICES))
        choice = draw.choice(CHOICES[name])
        quote = f"{name.replace('_', ' ')}: {choice.replace('_', ' ')} as seen on {on}"
        coded = {"predicate": name, "value": choice, "as_of": on}
    return Statement(f"{speaker.capitalize()} told of {place.id}: {quote}.", {**base, "quote": quote, **coded})


def notes(count: int, claims: int, draw: random.Random) -> Iterator[tuple[str, str, list[dict[str, object]]]]:
    """Yield each note's id, its Markdown, and its claims."""
    everywhere = places(max(1, count // 5), draw)
    each, more = divmod(claims, count)
    for number in range(count):
        published = date(2021, 1, 1) + timedelta(days=draw.randrange(1600))
        place = everywhere[number % len(everywhere)]
        said: dict[str, Statement] = {}
        while len(said) < each + (number < more):
            one = statement(place, published - timedelta(days=draw.randrange(300)), draw)
            said.setdefault(str(one.coded["quote"]), one)
        name = f"note-{number:05d}"
        head = yaml.safe_dump(
            {
                "kind": "note",
                "title": f"Generated note {number}",
                "publisher": f"Generated publisher {number % 37}",
                "published": published.isoformat(),
                "language": "en",
                "citation": f"Generated publication {number}",
                "obtained_how": "generated",
                "obtained_by": "bench",
                "sensitivity": "public",
            },
            sort_keys=False,
        )
        # Two passages may begin alike ("12 deaths …", "112 deaths …"); the sentence's own words before the quote tell them apart.
        rows = [
            {"key": f"{name}-{n}", **one.coded, "prefix": f"told of {place.id}: "}
            for n, one in enumerate(said.values())
        ]
        yield name, f"---\n{head}---\n\n" + "\n\n".join(one.sentence for one in said.values()) + "\n", rows


def generate(folder: Path, *, sources: int, claims: int, seed: int = 20250316) -> None:
    """Write ``case.toml``, ``evidence/*.md`` and ``claims/*.yaml`` (a file per 50 notes)."""
    draw = random.Random(seed)
    (folder / "evidence").mkdir(parents=True)
    (folder / "claims").mkdir()
    chapters: dict[int, list[dict[str, object]]] = {}
    for number, (name, markdown, rows) in enumerate(notes(sources, claims, draw)):
        (folder / "evidence" / f"{name}.md").write_text(markdown, encoding="utf-8")
        chapters.setdefault(number // 50, []).extend(
            {**row, "source": name, "decision": "accept", "reason": "Generated."} for row in rows
        )
    for chapter, rows in chapters.items():
        document = {"habeas": "claims/1", "coder": "bench", "language": "en", "claims": rows}
        text = yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)
        (folder / "claims" / f"claims-{chapter:03d}.yaml").write_text(text, encoding="utf-8")
    (folder / "case.toml").write_text(_about(max(1, sources // 5)), encoding="utf-8")


def _about(count: int) -> str:
    subjects = "".join(
        f'\n[[subjects]]\nid = "place-{n:04d}"\ntype = "place"\nen = "Place {n}"\nes = "Lugar {n}"\n'
        for n in range(count)
    )
    return (
        'habeas = 1\nlanguages = ["en", "es"]\n\n'
        '[title]\nen = "A generated case"\nes = "Un caso generado"\n\n'
        '[[questions]]\nid = "what"\nen = "What is place 0?"\nes = "¿Qué es el lugar 0?"\n'
        'subjects = ["place-0000"]\ntopics = ["structure", "capacity", "population", "deaths", "conditions"]\n'
        + subjects
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--claims", type=int, default=50_000)
    given = parser.parse_args()
    generate(given.folder, sources=given.sources, claims=given.claims)
