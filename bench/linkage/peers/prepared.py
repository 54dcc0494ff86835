"""Records as the peers are given them: letters bare and small, sounds, years of birth, places; and names split again with a lexicon.

It runs in the peers' own Python, where habeas is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pandas as pd  # type: ignore[import-untyped]

PARTICLES: Final = frozenset(["de", "del", "la", "las", "los", "san", "santa", "y", "da", "dos"])
SOUNDS: Final = (
    (r"ph", "f"), (r"h", ""), (r"v", "b"), (r"z|x", "s"), (r"c(?=[eiy])", "s"), (r"qu|k", "c"), (r"ll|i(?=[aeou])", "y"), (r"g(?=[eiy])", "j"), (r"ñ|ny", "n"),
    (r"w", "u"), (r"y", "i"), (r"(.)\1+", r"\1"), (r"m(?=[bp])", "n"), (r"(?<=.)[aeiou]", ""),
)  # fmt: skip
SHORT: Final = {
    "hdez": "hernandez", "mtz": "martinez", "mtnez": "martinez", "rdgz": "rodriguez", "rdguez": "rodriguez", "glez": "gonzalez", "gzlez": "gonzalez", "fdez": "fernandez",
    "pz": "perez", "gmz": "gomez", "lpz": "lopez", "rmz": "ramirez", "schz": "sanchez", "gtz": "gutierrez", "jmz": "jimenez", "ma": "maria", "fco": "francisco",
    "gpe": "guadalupe", "j": "jose", "cd": "ciudad", "sta": "santa", "sto": "santo", "pto": "puerto", "s": "san", "stgo": "santiago", "nva": "nueva",
}  # fmt: skip


def bare(text: object) -> str | None:
    """Write small, without accents, digits that are read as letters, or signs; None for nothing."""
    if not isinstance(text, str):
        return None
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()
    words = re.sub(r"[^a-z ]", " ", plain.translate(str.maketrans("0158", "olsb"))).split()
    return " ".join(words) or None


def sound(text: str | None) -> str | None:
    """Return what a name sounds like in Spanish."""
    if not text:
        return None
    for old, new in SOUNDS:
        text = re.sub(old, new, text)
    return text.replace(" ", "")


def _once(values: pd.Series, make: Callable[[Any], Any]) -> pd.Series:
    """Apply a function to each different value once."""
    return (
        values.map({value: make(value) for value in values.dropna().unique()})
        .astype(object)
        .where(values.notna(), None)
    )


def _groups(name: str) -> list[str]:
    """Split a name into words that carry their particles."""
    words, held = [], ""
    for word in name.split():
        held = f"{held} {word}".strip()
        if word not in PARTICLES:
            words.append(held)
            held = ""
    return [*words, held] if held else words


def resplit(records: pd.DataFrame) -> pd.DataFrame:
    """Split the names of one-string lists again, by which words the other lists have as given names and which as surnames."""
    raw = records["name_raw"].fillna("")
    one_string = ~raw.str.contains(r"[,/|]", regex=True)
    columned = records[~one_string]
    given = Counter(word for name in columned["given"].dropna() for word in _groups(name))
    surname = Counter(name for column in ("surname1", "surname2") for name in columned[column].dropna())
    total_given, total_surname = sum(given.values()) + 1, sum(surname.values()) + 1

    def share(word: str) -> float:
        as_given, as_surname = (given[word] + 0.05) / total_given, (surname[word] + 0.05) / total_surname
        return as_given / (as_given + as_surname)

    made: dict[str, tuple[str | None, str | None, str | None]] = {}
    for name in records.loc[one_string, "name_raw"].dropna().unique():
        words = _groups(bare(name) or "")
        scores = [
            (_likely([share(word) for word in words], at, n), at, n)
            for at in range(1, len(words))
            for n in (1, 2)
            if at + n == len(words)
        ]
        if not scores:
            made[name] = (" ".join(words) or None, None, None)
            continue
        _, at, n = max(scores)
        made[name] = (" ".join(words[:at]), words[at], words[at + 1] if n == 2 else None)
    out = records.copy()
    for i, column in enumerate(("given", "surname1", "surname2")):
        out.loc[one_string, column] = raw[one_string].map({name: parts[i] for name, parts in made.items()})
    return out


def _likely(shares: list[float], at: int, surnames: int) -> float:
    likely = 1.0 if surnames == 2 else 0.4
    for i, share in enumerate(shares):
        likely *= share if i < at else 1 - share
    return likely


def _towns(places: pd.Series) -> pd.Series:
    """Of a place with a quarter take the part that is written most often by itself, abbreviations in full."""
    known = Counter(place for place in places.dropna() if "," not in place)

    def town(place: str) -> str | None:
        parts = [part for part in place.split(",") if part.strip()] or [place]
        words = (bare(max(parts, key=lambda part: known[part.strip()])) or "").split()
        return " ".join(SHORT.get(word, word) if len(words) > 1 else word for word in words) or None

    return _once(places, town)


def prepare(records: pd.DataFrame, *, split_again: bool = False) -> pd.DataFrame:
    """Return the columns that peers compare, one row a record, unique_id first."""
    plain = records.copy()
    for column in ("given", "surname1", "surname2"):
        plain[column] = _once(plain[column].replace("", None), bare)
    if split_again:
        plain = resplit(plain)
    for column in ("given", "surname1", "surname2"):
        plain[column] = _once(plain[column], lambda name: " ".join(SHORT.get(word, word) for word in name.split()))
    born = pd.to_datetime(plain["dob"], errors="coerce")
    seen = pd.to_datetime(plain["report_date"], errors="coerce").fillna(
        pd.to_datetime(plain["event_date"], errors="coerce")
    )
    age = pd.to_numeric(plain["age"], errors="coerce")
    late = seen - pd.to_timedelta(age * 365.2425, unit="D")
    made = pd.DataFrame(
        {
            "unique_id": range(len(plain)),
            "list": plain["list"],
            "given": plain["given"],
            "surname1": plain["surname1"],
            "surname2": plain["surname2"],
            "surnames": (plain["surname1"] + " " + plain["surname2"]).where(plain["surname2"].notna(), None),
            "first": _once(plain["given"], lambda name: _groups(name)[0]),
            "given_sound": _once(plain["given"], lambda name: sound(_groups(name)[0])),
            "sound1": _once(plain["surname1"], sound),
            "sound2": _once(plain["surname2"], sound),
            "words": _once(plain["given"], lambda name: " ".join(sorted(_groups(name)))),
            "dob": born.dt.strftime("%Y-%m-%d").astype(object).where(born.notna(), None),
            "born_low": born.fillna(late - pd.Timedelta(days=365)).dt.strftime("%Y-%m-%d"),
            "born_high": born.fillna(late).dt.strftime("%Y-%m-%d"),
            "year": born.dt.year.fillna(late.dt.year).astype("Int64"),
            "sex": plain["sex"].replace("", None),
            "place": _towns(plain["place"].replace("", None)),
            "document": plain["document"].replace("", None) if "document" in plain else None,
            "event": pd.to_datetime(plain["event_date"], errors="coerce").dt.strftime("%Y-%m-%d"),
        }
    )
    return made.astype(object).where(made.notna(), None)
