"""Confidence: signs of a reading are turned into the share of such readings that were right."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from math import exp, log
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading.confidence import Weights, confidence, signs
from habeas.reading.model import Found, Quantity, Voice

sys.path.insert(0, str(Path(__file__).parents[2] / "bench" / "reading"))

import calibrate

FIGURE = Quantity(sentence=0, start=10, end=13, core=(10, 13), low=Decimal(261), high=Decimal(261), stated=Decimal(261))
FOUND = Found(
    sentence=0, kind="deaths", start=10, end=30, measure="cumulative", quantity=FIGURE, cues=("died", "died", "custody")
)
VOICE = Voice(speaker="the Ministry", start=300, end=312, how="continued", chain=("a spokesman",))


def test_signs_say_what_was_found_and_how() -> None:
    """Kind, rules (each once), time, figure and speaker are told apart."""
    told = signs(FOUND, sure=True, voice=None)
    assert {"kind: deaths", "measure: cumulative", "time: tied", "cue: died", "cue: custody", "speaker: none"} <= set(
        told
    )
    assert len(told) == len(set(told))
    other = signs(replace(FOUND, denied=True, modality="target"), sure=False, voice=VOICE)
    assert {
        "time: inferred",
        "speaker: continued",
        "speaker: chain",
        "speaker: far",
        "denied",
        "modality: target",
    } <= set(other)


def test_words_have_no_figure() -> None:
    """A condition without a figure says so."""
    words = replace(FOUND, quantity=None, value_text="visits=none")
    assert "figure: none" in signs(words, sure=True, voice=None)


@pytest.mark.parametrize(
    ("stated", "sign", "there"), [(3, "figure: below ten", True), (10, "figure: below ten", False)]
)
def test_small_figures_are_a_sign(stated: int, sign: str, there: bool) -> None:
    """Counts below ten are often no counts of persons."""
    small = replace(FOUND, quantity=replace(FIGURE, stated=Decimal(stated)))
    assert (sign in signs(small, sure=True, voice=None)) is there


def test_a_share_is_the_logistic_of_what_counts() -> None:
    """Signs without a weight add nothing; no share is 0 or 1."""
    weights = Weights(0.5, {"a": 1.0, "b": -9.0, "c": 9.0})
    assert weights.share(("a", "unknown")) == round(1 / (1 + exp(-1.5)), 2)
    assert weights.share(("b",)) == 0.01
    assert weights.share(("c",)) == 0.99


def test_the_weights_that_are_kept_can_be_read() -> None:
    """Every weight in the file is of a sign that a reading may have, and finite."""
    told = tomllib.loads((resources.files("habeas.reading") / "confidence.toml").read_text(encoding="utf-8"))
    groups = (
        "kind: ",
        "measure: ",
        "time: ",
        "cue: ",
        "figure: ",
        "qualifier: ",
        "speaker: ",
        "modality: ",
        "denied",
        "quote: ",
    )
    assert all(sign.startswith(groups) and abs(weight) < 10 for sign, weight in told["weights"].items())
    assert 0 < confidence(FOUND, sure=True, voice=VOICE) < 1


@settings(phases=(Phase.explicit, Phase.generate), max_examples=30)
@given(st.lists(st.text(max_size=8), max_size=4), st.booleans(), st.sampled_from([None, VOICE]))
def test_every_reading_has_a_confidence(cues: list[str], sure: bool, voice: Voice | None) -> None:
    """Whatever the rules are called."""
    assert 0 < confidence(replace(FOUND, cues=tuple(cues)), sure=sure, voice=voice) < 1


def test_weights_are_found_again_from_what_they_made() -> None:
    """On 4,000 made-up readings the fit finds base and weights that made them; a rare sign gets none."""
    random = Random(3)  # noqa: S311 - made-up readings, the same each time
    truth = Weights(0.4, {"good": 1.2, "bad": -1.5})
    told = []
    for _ in range(4_000):
        having = tuple(name for name in ("good", "bad", "idle") if random.random() < 0.4)
        score = truth.base + sum(truth.weights.get(name, 0) for name in having)
        told.append((having, random.random() < 1 / (1 + exp(-score))))
    told.append((("rare",), True))
    found = calibrate.fit(told, 0.5)
    assert found.base == pytest.approx(0.4, abs=0.15)
    assert found.weights["good"] == pytest.approx(1.2, abs=0.2)
    assert found.weights["bad"] == pytest.approx(-1.5, abs=0.2)
    assert abs(found.weights["idle"]) < 0.2
    assert "rare" not in found.weights


def test_documents_are_left_out_whole_and_the_base_can_be_moved() -> None:
    """A sign that is right in one document only teaches nothing about that document; the moved mean is what was asked."""
    rows = [
        calibrate.Row(f"d{n % 20}", ("odd",) if n % 20 == 0 else ("even",), {"lenient": n % 20 == 0 or n % 3 > 0})
        for n in range(400)
    ]
    made = calibrate.left_out(rows, 1.0)
    alone = [share for share, row in zip(made, rows, strict=True) if row.document == "d0"]
    others = [share for share, row in zip(made, rows, strict=True) if row.document == "d1"]
    assert max(alone) < 0.9
    assert sum(others) / len(others) == pytest.approx(2 / 3, abs=0.05)
    weights = calibrate.moved(Weights(log(3), {}), rows, 0.6)
    assert weights.share(()) == pytest.approx(0.6, abs=0.01)
    assert "base = " in calibrate.written(weights, rows, "Counted.")


def test_what_was_seen_has_a_base_of_its_own() -> None:
    """Where seen documents are right in nine of ten and others in six, the base that is kept is that of the others."""
    seen = [calibrate.Row(f"s{n % 9}", ("a", calibrate.SEEN), {"lenient": n % 10 > 0}) for n in range(300)]
    told = [calibrate.Row(f"h{n % 9}", ("a",), {"lenient": n % 10 > 3}) for n in range(300)]
    made = calibrate.left_out(told, 3.0, seen)
    assert sum(made) / len(made) == pytest.approx(0.6, abs=0.03)
