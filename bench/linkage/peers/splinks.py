"""Splink 5 twice: with the comparisons and keys that its tutorials use, and tuned for Spanish names. Records in one table, as of one list."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd  # type: ignore[import-untyped]
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD: Final = 0.95


def _levels(name: str, *levels: tuple[str, str] | tuple[str, str, str]) -> dict[str, Any]:
    """Write a comparison as Splink's settings: the first level is null, the last all other."""
    made: list[dict[str, Any]] = []
    for i, level in enumerate(levels):
        one: dict[str, Any] = {"sql_condition": level[1], "label_for_charts": level[0]}
        if i == 0:
            one["is_null_level"] = True
        if len(level) == 3:
            one |= {"tf_adjustment_column": level[2], "tf_adjustment_weight": 1.0}
        made.append(one)
    made.append({"sql_condition": "ELSE", "label_for_charts": "other"})
    return {"output_column_name": name, "comparison_levels": made}


def _both(test: str) -> str:
    return " AND ".join(test.replace("#", column) for column in ("surname1", "surname2"))


ONE: Final = "(surname2_l IS NULL OR surname2_r IS NULL)"
LIKE: Final = "jaro_winkler_similarity(#_l, #_r) > 0.9"
SURNAMES: Final = _levels(
    "surnames",
    ("unknown", "surname1_l IS NULL OR surname1_r IS NULL"),
    ("both", "surnames_l = surnames_r", "surnames"),
    ("both alike", f"({_both(LIKE)}) OR (sound1_l = sound1_r AND sound2_l = sound2_r)"),
    ("swapped", "surname1_l = surname2_r AND surname2_l = surname1_r"),
    (
        "first, second differs",
        "(surname1_l = surname1_r OR sound1_l = sound1_r) AND surname2_l IS NOT NULL AND surname2_r IS NOT NULL",
    ),
    ("second, first differs", "surname2_l = surname2_r OR sound2_l = sound2_r"),
    ("first, second unknown", "surname1_l = surname1_r", "surname1"),
    ("first alike, second unknown", f"sound1_l = sound1_r OR {LIKE.replace('#', 'surname1')}"),
    ("the second alone", f"{ONE} AND (surname1_l = surname2_r OR surname2_l = surname1_r)"),
)
_L, _R = "string_split(words_l, ' ')", "string_split(words_r, ' ')"
GIVEN: Final = _levels(
    "given_names",
    ("unknown", "given_l IS NULL OR given_r IS NULL"),
    ("same", "given_l = given_r", "given"),
    ("same words", "words_l = words_r"),
    ("one within the other", f"list_has_all({_L}, {_R}) OR list_has_all({_R}, {_L})"),
    ("alike", "jaro_winkler_similarity(given_l, given_r) > 0.92"),
    ("first sounds alike", "given_sound_l = given_sound_r"),
    ("one word shared", f"len(list_intersect({_L}, {_R})) > 0"),
    ("first begins alike", "substr(first_l, 1, 3) = substr(first_r, 1, 3)"),
)
BORN: Final = _levels(
    "born",
    ("unknown", "born_low_l IS NULL OR born_low_r IS NULL"),
    ("same day", "dob_l = dob_r"),
    (
        "one digit or day and month",
        "damerau_levenshtein(dob_l, dob_r) <= 1 OR (dob_l[1:4] = dob_r[1:4] AND dob_l[6:7] = dob_r[9:10] AND dob_l[9:10] = dob_r[6:7])",
    ),
    ("two digits", "damerau_levenshtein(dob_l, dob_r) <= 2"),
    ("age fits", "(dob_l IS NULL OR dob_r IS NULL) AND born_low_l <= born_high_r AND born_low_r <= born_high_l"),
    ("a year or two off", "(dob_l IS NULL OR dob_r IS NULL) AND abs(year_l - year_r) <= 2"),
)
PLACE: Final = _levels(
    "place",
    ("unknown", "place_l IS NULL OR place_r IS NULL"),
    ("same", "place_l = place_r", "place"),
    ("alike", "jaro_winkler_similarity(place_l, place_r) > 0.88"),
)
EVENT: Final = _levels(
    "event",
    ("unknown", "event_l IS NULL OR event_r IS NULL"),
    ("same day", "event_l = event_r"),
    ("within five days", "abs(date_diff('day', event_l::date, event_r::date)) <= 5"),
    ("within sixty", "abs(date_diff('day', event_l::date, event_r::date)) <= 60"),
)
TUNED: Final[tuple[Any, ...]] = (
    block_on("sound1", "sound2"),
    block_on("sound1", "given_sound"),
    block_on("sound2", "given_sound"),
    block_on("dob"),
    "l.sound1 = r.sound2 AND l.given_sound = r.given_sound",
    block_on("surname1", "year", "substr(given, 1, 1)"),
)
GENERIC: Final[tuple[Any, ...]] = (block_on("given", "surname1"), block_on("surname1", "surname2"), block_on("dob"))


def generic() -> SettingsCreator:
    """Return settings as in Splink's tutorials: a comparison of its library for each column, three keys."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname1").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname2").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=list(GENERIC),
        retain_matching_columns=False,
    )


def tuned() -> SettingsCreator:
    """Return settings for Spanish names: both surnames in one comparison, given names as words, ages against dates of birth, events, more keys."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[SURNAMES, GIVEN, BORN, PLACE, EVENT, cl.ExactMatch("sex")],
        blocking_rules_to_generate_predictions=list(TUNED),
        retain_matching_columns=False,
        max_iterations=30,
    )


def public(prepared: pd.DataFrame) -> SettingsCreator:
    """Return generic settings for a public set: of the columns that it has, with its number, and keys that bear one error."""
    held = [
        column
        for column in ("given", "surname1", "surname2", "dob", "place", "document")
        if prepared[column].notna().mean() > 0.1
    ]
    by_column: dict[str, Any] = {
        "given": cl.NameComparison("given").configure(term_frequency_adjustments=True),
        "surname1": cl.NameComparison("surname1").configure(term_frequency_adjustments=True),
        "surname2": cl.NameComparison("surname2"),
        "dob": cl.DateOfBirthComparison("dob", input_is_string=True),
        "place": cl.DamerauLevenshteinAtThresholds("place", [1, 2]).configure(term_frequency_adjustments=True),
        "document": cl.DamerauLevenshteinAtThresholds("document", [1, 2]),
    }
    keys: list[Any] = [
        block_on("given", "surname1"),
        block_on("dob"),
        block_on("surname1", "substr(dob, 1, 4)"),
        block_on("given", "substr(dob, 1, 4)"),
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[by_column[column] for column in held],
        blocking_rules_to_generate_predictions=keys + [block_on(column) for column in ("document",) if column in held],
        retain_matching_columns=False,
    )


NEAR_DAY: Final = "levenshtein(l.dob, r.dob) <= 1"
SURE: Final[dict[str, list[Any]]] = {
    "generic": [block_on("given", "surname1", "dob"), block_on("given", "surname1", "surname2")],
    "tuned": [
        "l.given = r.given AND l.surname1 = r.surname1 AND l.surname2 = r.surname2 AND abs(l.year - r.year) <= 1",
        block_on("dob", "sound1", "given_sound"),
    ],
    "public": [
        f"l.given = r.given AND {NEAR_DAY} AND l.surname1 = r.surname1",
        f"l.surname1 = r.surname1 AND {NEAR_DAY}",
        f"l.given = r.given AND {NEAR_DAY}",
    ],
}
TRAINING: Final[dict[str, tuple[Any, Any]]] = {
    "generic": (block_on("given", "surname1"), block_on("dob")),
    "tuned": (block_on("sound1", "given_sound"), block_on("dob")),
    "public": (block_on("given", "surname1"), block_on("dob")),
}


def link(prepared: pd.DataFrame, kind: str) -> tuple[pd.Series, pd.DataFrame]:
    """Return the group of each record, and the candidate pairs with their probabilities."""
    api = DuckDBAPI()
    settings = public(prepared) if kind == "public" else generic() if kind == "generic" else tuned()
    linker = Linker(api.register(prepared), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(SURE[kind], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for key in TRAINING[kind]:
        linker.training.estimate_parameters_using_expectation_maximisation(key)
    pairs: Any = linker.inference.predict()
    groups: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=THRESHOLD
    )
    made = groups.as_pandas_dataframe().set_index("unique_id")["cluster_id"]
    return made.reindex(prepared["unique_id"]), pairs.as_pandas_dataframe()[
        ["unique_id_l", "unique_id_r", "match_probability"]
    ]
