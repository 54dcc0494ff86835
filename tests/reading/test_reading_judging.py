"""The measures of the bench: the same totals as the shared scorer, kept here as it printed them, and asked again where it is there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "reading"
sys.path.insert(0, str(BENCH))

import judging  # noqa: E402

SCORER = Path(__file__).parents[3] / "shared" / "tools" / "score_reading.py"
PRINTED = [
    "all: predicted 378 gold 316  value P0.717 R0.858 F0.781  kind+value P0.563 R0.674 F0.614  +qualifier P0.468 R0.560 F0.510  +as_of P0.468 R0.560 F0.510  +speaker P0.452 R0.541 F0.493  lenient P0.368 R0.440 F0.401  strict P0.344 R0.411 F0.375",
    "en: predicted 248 gold 209  value P0.714 R0.847 F0.775  kind+value P0.581 R0.689 F0.630  +qualifier P0.464 R0.550 F0.503  +as_of P0.480 R0.569 F0.521  +speaker P0.444 R0.526 F0.481  lenient P0.359 R0.426 F0.389  strict P0.335 R0.397 F0.363",
    "es: predicted 130 gold 107  value P0.723 R0.879 F0.793  kind+value P0.531 R0.645 F0.582  +qualifier P0.477 R0.579 F0.523  +as_of P0.446 R0.542 F0.489  +speaker P0.469 R0.570 F0.515  lenient P0.385 R0.467 F0.422  strict P0.362 R0.439 F0.397",
]  # fmt: skip
"""What the shared scorer prints of the documents and proposals made below."""
SPEAKERS = (
    None, "the Ministry of Justice", "Ministry of Justice", "MJ", "M.J.", "the ministry", "el Comité de Familiares", "Comite de Familiares",
    "la directora del penal", "directora del penal de mujeres", "the prisons ombudsman", "ombudsman's office", "a", "«la Defensoría»",
)  # fmt: skip
TIMES = (
    None, "2021", "2021-03", "2021-03-04", "2021-02-28", "2021-03-31", "2020", "2020-01/2021-03", "2020-01-01/2020-12-31",
    "2019/2021", "2021-01/2021-12",
)  # fmt: skip
KINDS = ("population", "capacity", "deaths", "condition", "legal")
QUALIFIERS = ("exact", "at_least", "at_most", "approx", "range")
TEXT = "Ten of them, or 11, or between 10 and 12, were held; visits were denied. " * 3


def claim(random: Random) -> dict[str, Any]:
    """Return a claim of few possible forms, so that many are nearly equal."""
    start = random.randrange(0, 40)
    end = start + random.randrange(1, 30)
    low, high = random.choice([(10, 10), (11, 11), (10, 12), (None, 10), (10, None), (None, None)])
    words = random.choice([None, None, "visits=none", "Visits=None", "beds=insufficient"])
    number = low if low == high and random.random() < 0.8 else None
    return {
        "kind": random.choice(KINDS), "value": number, "low": low, "high": high, "value_text": words,
        "qualifier": random.choice(QUALIFIERS), "as_of": random.choice(TIMES), "attributed_to": random.choice(SPEAKERS),
        "quote": TEXT[start:end] if random.random() < 0.95 else "not there", "start": start, "end": end,
    }  # fmt: skip


def changed(one: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a claim with one thing of another."""
    other = claim(random)
    name = random.choice(["kind", "value", "qualifier", "as_of", "attributed_to", "value_text"])
    return one | {name: other[name]}


def test_totals_are_those_of_the_shared_scorer(tmp_path: Path) -> None:
    """On made-up documents and proposals every precision, recall and F1 printed by the shared scorer is found again."""
    random = Random(7)  # noqa: S311 - made-up documents, the same each time
    tallies = {(part, measure): judging.Tally() for part in ("all", "en", "es") for measure in judging.MEASURES}
    lines = []
    for number in range(60):
        lang = random.choice(["en", "es"])
        annotated = [claim(random) for _ in range(random.randrange(12))]
        annotated = [one | {"quote": TEXT[one["start"] : one["end"]]} for one in annotated]
        proposed = [changed(one, random) for one in annotated if random.random() < 0.9]
        proposed += [claim(random) for _ in range(random.randrange(4))]
        random.shuffle(proposed)
        row = {"id": f"{number:03}", "lang": lang, "text": TEXT, "published": "2021-04-01", "claims": annotated}
        (tmp_path / f"{number:03}.json").write_text(json.dumps(row), encoding="utf-8")
        lines.append(json.dumps({"id": f"{number:03}", "claims": proposed}))
        for measure in judging.MEASURES:
            hits = sum(judging.right(proposed, annotated, measure, TEXT))
            for part in ("all", lang):
                tallies[part, measure].add(len(proposed), len(annotated), hits)
    (tmp_path / "told.jsonl").write_text("\n".join(lines), encoding="utf-8")
    if SCORER.exists():
        said = subprocess.run(
            [sys.executable, str(SCORER), str(tmp_path), str(tmp_path / "told.jsonl")],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert [line for line in said.splitlines() if line.startswith(("all:", "en:", "es:"))] == PRINTED
    for (part, measure), tally in tallies.items():
        line = next(one for one in PRINTED if one.startswith(f"{part}:"))
        assert f"predicted {tally.proposed} gold {tally.annotated}" in line
        found = re.search(rf"(?:^|\s){re.escape(measure)} P([\d.]+) R([\d.]+) F([\d.]+)", line)
        assert found is not None
        assert (tally.precision, tally.recall, tally.f1) == pytest.approx(
            [float(one) for one in found.groups()], abs=6e-4
        )
        assert 0 < tally.right < tally.proposed


@pytest.mark.parametrize(
    ("proposed", "annotated", "one"),
    [
        (None, None, True),
        (None, "the ministry", False),
        ("la Fiscalía", "Fiscalia", True),
        ("MJ", "the Ministry of Justice", True),
        ("the Ministry of Justice", "MJ", False),
        ("the director of the prison", "the minister", False),
        ("el director del penal central", "director central del penal", True),
    ],
)
def test_a_speaker_is_the_same_after_folding(proposed: str | None, annotated: str | None, one: bool) -> None:
    """Articles, accents and word order count for nothing; initials stand for the annotated name only."""
    assert judging.same_speaker(proposed, annotated) is one


@pytest.mark.parametrize(
    ("proposed", "annotated", "overlap"),
    [
        ("2021-03", "2021-03-31", True),
        ("2021", "2019/2021-05", True),
        ("2019/2020", "2019/2021", False),
        (None, "2021", False),
        (None, None, True),
        ("2021-04-01", "2021-03", False),
    ],
)
def test_times_overlap_at_their_ends(proposed: str | None, annotated: str | None, overlap: bool) -> None:
    """Of a period the end is compared; a part of a date is all of its days."""
    assert judging.same_time(proposed, annotated, exactly=False) is overlap


def test_an_annotated_claim_is_taken_once() -> None:
    """Saying the same thing twice is right once."""
    one = {"kind": "deaths", "value": 3, "low": 3, "high": 3, "quote": "Ten", "start": 0, "end": 3}
    assert judging.right([one, one], [one], "value", TEXT) == [True, False]
    assert judging.right([one | {"quote": "Eleven"}], [one], "value", TEXT) == [False]


def test_a_value_is_a_figure_bounds_or_words() -> None:
    """Whole and decimal numbers of one size are one value."""
    assert judging.value({"value": Decimal(3)}) == judging.value({"value": 3.0, "low": 1})
    assert judging.value({"low": 1, "high": 2}) != judging.value({"value": 1})
    assert judging.value({"value_text": "Visits=none"}) == judging.value({"value_text": "visits=none"})
    assert judging.value({}) == ("nothing",)
