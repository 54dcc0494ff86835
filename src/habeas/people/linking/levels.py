"""Levels: how far two mentions agree in each thing compared, from not at all to exactly, as one expression a level.

The levels of a comparison stand from the nearest agreement to the last; the first that holds is the level of a pair, and a pair of which one side
says nothing has none. Level 0 is plain difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator

NONE: Final = -1
"""The level of a pair of which one side says nothing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is compared: its name, when it cannot be, and its levels, nearest first, each a word and an SQL condition.

    A level without a condition is not found by the database: it is learned later from pairs that are surely one person.
    """

    what: str
    null: str
    levels: tuple[tuple[str, str | None], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words of the levels by their number: 0 is plain difference."""
        return ("differ", *(name for name, _ in reversed(self.levels)))


def _near(a: str, b: str, sound_a: str, sound_b: str) -> str:
    """Return the condition that two surnames are one by ear, or by one slip of pen, key or scanner."""
    slip = f"length({a}) >= 5 AND abs(length({a}) - length({b})) <= 1 AND levenshtein({a}, {b}) <= 1"
    like = f"substr({a}, 1, 1) = substr({b}, 1, 1) AND jaro_winkler_similarity({a}, {b}) >= 0.9"
    ends = f"substr({a}, 1, 1) = substr({b}, 1, 1) OR right({a}, 3) = right({b}, 3)"
    return f"({sound_a} = {sound_b} OR ({like}) OR (({ends}) AND {slip}))"


def _surname(x: int, y: int) -> str:
    return _near(f"s{x}_l", f"s{y}_r", f"k{x}_l", f"k{y}_r")


def _given(x: int, y: int) -> str:
    """Return the condition that two given names are one: by ear, by a slip, as an initial, or cut off."""
    a, b = f"g{x}_l", f"g{y}_r"
    like = f"substr({a}, 1, 1) = substr({b}, 1, 1) AND jaro_winkler_similarity({a}, {b}) >= 0.9"
    slip = f"length({a}) >= 5 AND right({a}, 3) = right({b}, 3) AND levenshtein({a}, {b}) <= 1"
    return f"(f{x}_l = f{y}_r OR starts_with({a}, {b}) OR starts_with({b}, {a}) OR ({like}) OR ({slip}))"


def _either(*conditions: str) -> str:
    return "(" + " OR ".join(conditions) + ")"


_ONE_SURNAME: Final = "(s2_l IS NULL OR s2_r IS NULL)"
_ONE_EACH: Final = "((s2_l IS NULL) <> (s2_r IS NULL))"
_ONE_GIVEN: Final = "(g2_l IS NULL OR g2_r IS NULL)"
_DATES: Final = "(born_l IS NOT NULL AND born_r IS NOT NULL)"
_BIRTH_GAP: Final = "greatest(0, greatest(born_low_l, born_low_r) - least(born_high_l, born_high_r))"
_EVENT_GAP: Final = "greatest(0, greatest(event_first_l, event_first_r) - least(event_last_l, event_last_r))"
_PLACES: Final = (
    "contains(place_l, place_r) OR contains(place_r, place_l) OR jaro_winkler_similarity(place_l, place_r) >= 0.9"
)

COMPARED: Final = (
    Compared(
        "given",
        "g1_l IS NULL OR g1_r IS NULL",
        (
            ("both", "g1_l = g1_r AND g2_l = g2_r"),
            ("both-near", _either(f"({_given(1, 1)} AND {_given(2, 2)})", f"({_given(1, 2)} AND {_given(2, 1)})")),
            ("only", "g1_l = g1_r AND g2_l IS NULL AND g2_r IS NULL"),
            ("first", f"g1_l = g1_r AND {_ONE_GIVEN}"),
            ("second", f"{_ONE_GIVEN} AND {_either('g1_l = g2_r', 'g2_l = g1_r')}"),
            ("near", f"{_ONE_GIVEN} AND {_either(_given(1, 1), _given(1, 2), _given(2, 1))}"),
            ("one-of-two", _either(_given(1, 1), _given(2, 2), _given(1, 2), _given(2, 1))),
        ),
    ),
    Compared(
        "surname",
        "s1_l IS NULL OR s1_r IS NULL",
        (
            ("both", "s1_l = s1_r AND s2_l = s2_r"),
            ("both-near", f"{_surname(1, 1)} AND {_surname(2, 2)}"),
            ("paternal-only", f"s1_l = s1_r AND {_ONE_SURNAME}"),
            ("paternal-only-near", f"{_ONE_SURNAME} AND {_surname(1, 1)}"),
            ("swapped", f"{_surname(1, 2)} AND {_surname(2, 1)}"),
            ("maternal-only", f"{_ONE_EACH} AND {_either(_surname(1, 2), _surname(2, 1))}"),
            ("paternal", _surname(1, 1)),
            ("maternal", _surname(2, 2)),
            ("crossed", _either(_surname(1, 2), _surname(2, 1))),
        ),
    ),
    Compared(
        "birth",
        "born_low_l IS NULL OR born_low_r IS NULL",
        (
            ("date", "born_l = born_r"),
            ("date-near", f"{_DATES} AND (born_l = flipped_r OR levenshtein(born_l, born_r) <= 1)"),
            (
                "date-half",
                f"{_DATES} AND (substr(born_l, 1, 4) = substr(born_r, 1, 4) OR substr(born_l, 5) = substr(born_r, 5))",
            ),
            ("date-years", f"{_DATES} AND {_BIRTH_GAP} <= 3"),
            ("date-differs", _DATES),
            ("age", f"{_BIRTH_GAP} <= 0.003"),
            ("age-1", f"{_BIRTH_GAP} <= 1.003"),
            ("age-3", f"{_BIRTH_GAP} <= 3.003"),
            ("age-6", f"{_BIRTH_GAP} <= 6.003"),
        ),
    ),
    Compared(
        "event",
        "event_first_l IS NULL OR event_first_r IS NULL",
        (
            ("day", f"{_EVENT_GAP} = 0"),
            ("day-1", f"{_EVENT_GAP} <= 1"),
            ("day-4", f"{_EVENT_GAP} <= 4"),
            ("day-10", f"{_EVENT_GAP} <= 10"),
            ("day-40", f"{_EVENT_GAP} <= 40"),
        ),
    ),
    Compared(
        "place",
        "place_l IS NULL OR place_r IS NULL",
        (("related", None), ("same", "place_l = place_r"), ("near", _PLACES)),
    ),
    Compared("sex", "sex_l IS NULL OR sex_r IS NULL", (("same", "sex_l = sex_r"),)),
    Compared("nation", "nation_l IS NULL OR nation_r IS NULL", (("same", "nation_l = nation_r"),)),
    Compared(
        "document",
        "document_l IS NULL OR document_r IS NULL",
        (
            ("same", "document_l = document_r"),
            ("near", "length(document_l) >= 6 AND levenshtein(document_l, document_r) <= 1"),
        ),
    ),
)
"""What is compared of two mentions."""

WHAT: Final = tuple(one.what for one in COMPARED)
SIZES: Final = tuple(len(one.levels) + 1 for one in COMPARED)
WIDEST: Final = max(SIZES)


def number(what: str, level: str) -> int:
    """Return the number of a level by its words."""
    return COMPARED[WHAT.index(what)].names.index(level)


_SPARK: Final = {"jaro_winkler_similarity": "jaro_winkler", "starts_with": "startswith"}
"""What Spark, and the functions that Splink brings to it, call by another name."""


def said_by(engine: str, condition: str) -> str:
    """Return a condition in the words of an engine, ``duckdb`` or ``spark``."""
    if engine == "spark":
        for ours, theirs in _SPARK.items():
            condition = condition.replace(ours, theirs)
    return condition


def comparisons(engine: str = "duckdb") -> list[ComparisonCreator]:
    """Return the comparisons as Splink takes them, in the words of an engine.

    Each level is given the match weight 1 + its number: so the column of weights that Splink returns says the level, and it need
    not return what it compared, which at a million pairs is the larger part of the memory.
    """
    from splink.comparison_level_library import CustomLevel
    from splink.comparison_library import CustomComparison

    found: list[ComparisonCreator] = []
    for one in COMPARED:
        levels = [CustomLevel(one.null, "silent").configure(is_null_level=True)]
        for n in range(len(one.levels), -1, -1):
            name, condition = one.levels[len(one.levels) - n] if n else ("differ", "ELSE")
            if condition is not None:
                weighed = CustomLevel(said_by(engine, condition), name).configure(
                    m_probability=2.0 ** (n + 1 - 12), u_probability=2.0**-12
                )
                levels.append(weighed)
        found.append(CustomComparison(output_column_name=one.what, comparison_levels=[*levels]))
    return found
