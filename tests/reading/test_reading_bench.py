"""What measures the reader: shares with their intervals, the simple baseline, and the table as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from habeas.words import Lang

BENCH = Path(__file__).parents[2] / "bench" / "reading"
sys.path.insert(0, str(BENCH))

import baseline  # noqa: E402
import reliability  # noqa: E402


def test_bins_hold_every_reading_and_know_how_far_off_they_are() -> None:
    """Eight of ten right at 0.8 is no error; two of ten right at 0.3 is a tenth off; each bin counts by its size."""
    confidences = [0.8] * 10 + [0.3] * 10
    right = [True] * 8 + [False] * 2 + [True] * 2 + [False] * 8
    low, high = reliability.bins(confidences, right)
    assert (low.number, low.share, high.share) == (10, 0.2, 0.8)
    assert reliability.expected_error([low, high]) == pytest.approx(0.05)
    assert reliability.expected_error([]) == 0


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],  # the last: Newcombe 1998, table I
)
def test_intervals_are_those_of_wilson(right: int, number: int, low: float, high: float) -> None:
    """Published values of the score interval are found again."""
    assert reliability.Bin(number, 0.5, right).bounds == pytest.approx((low, high), abs=1e-4)


def test_a_confidence_of_one_is_in_the_last_bin() -> None:
    """The scale ends at 1, which is no bin of its own."""
    assert [one.number for one in reliability.bins([1.0, 0.95], [True, True])] == [2]


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        (
            "On 3 May 2020 the Ministry said it held 1,234 prisoners.",
            "en",
            ("population", 1234, "2020-05-03", "the Ministry"),
        ),
        ("En marzo de 2021 hubo 17 muertes, según la Defensoría.", "es", ("deaths", 17, "2021-03", "la Defensoría")),
        ("El penal tiene 1.200 plazas.", "es", ("capacity", 1200, "2022-02", None)),
    ],
)
def test_the_baseline_takes_what_is_nearest(text: str, lang: Lang, told: tuple[object, ...]) -> None:
    """Number, kind, time and speaker are each the nearest; the quote is exact."""
    (one,) = baseline.read(text, lang, "2022-02-01")
    assert (one["kind"], one["value"], one["as_of"], one["attributed_to"]) == told
    assert text[one["start"] : one["end"]] == one["quote"]


def test_the_table_has_a_line_for_each_reader_and_language(tmp_path: Path) -> None:
    """A folder of annotated documents is scored by language, and both readers are on it."""
    for lang in ("en", "es"):
        text = {"en": "The prison held 120 inmates.", "es": "La cárcel tenía 120 internos."}[lang]
        at = text.index("120")
        claim = {
            "kind": "population",
            "value": 120,
            "low": 120,
            "high": 120,
            "qualifier": "exact",
            "as_of": "2020-01",
            "attributed_to": None,
        }
        row = {
            "id": lang,
            "lang": lang,
            "published": "2020-01-02",
            "text": text,
            "claims": [claim | {"quote": "120", "start": at, "end": at + 3}],
        }
        (tmp_path / f"{lang}.json").write_text(json.dumps(row), encoding="utf-8")
    said = subprocess.run(
        [sys.executable, str(BENCH / "score.py"), "--split", "none", "--shared", str(tmp_path), "--only", "scores,kinds,calibration"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "| shared (2) | baseline | 2 | 2 | 1.000 / 1.000 / **1.000**" in said
    assert "| shared, en | habeas |" in said
    assert "| shared, es | baseline |" in said
    assert "| population |" in said
