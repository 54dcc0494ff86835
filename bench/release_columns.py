"""The 53 columns of the March 2026 release, filled for generated lives, with the defects that were measured on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from release_lives import DAY, PLACES, UNTIL_DAY, Flags, Ints, Lives, moment
from release_words import (
    AORS,
    CASE_CATEGORIES,
    CASE_STATUSES,
    CHARGE_STATUSES,
    CHARGES,
    CLASSES,
    COLUMNS,
    COUNTRIES,
    CRIME_CLASSES,
    CRIMINALITY,
    ENTRY,
    ETHNICITY,
    FELON,
    FINAL_CHARGES,
    FINAL_REASONS,
    GENDER,
    MARITAL,
    PROGRAMMES,
    RACE,
    REDACTIONS,
    RELIGIONS,
    THREAT,
)  # fmt: skip

# Shares of all rows of the release of March 2026.
RATES: Final = {
    "rows_without_id": 0.0028,
    "bond_twins": 0.0044,
    "same_day_twins": 0.013,
    "open_stints": 0.024,
    "out_without_reason": 0.016,
}
BOND: Final = ("Bond Posted Date", "Bond Posted Amount", "Initial Bond Set Amount", "Initial Bond Set Date")


@dataclass(frozen=True, slots=True)
class World:
    """What holds for a whole release: places with their codes and names (32 of which change), and who is responsible for them."""

    codes: tuple[str, ...]
    names: tuple[str, ...]  # of each place, then the later names of the places that were renamed
    renamed: dict[int, tuple[int, int]]  # place: its later name, and the day of the change
    aor: Ints

    @classmethod
    def made(cls, rng: np.random.Generator) -> World:
        """Return a world of 704 places with 732 names."""
        letters = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        codes = {f"{''.join(letters[rng.integers(0, 26, 5)])}TX"[:7] for _ in range(PLACES * 2)}
        kinds = (
            "County Jail",
            "Hold Room",
            "Processing Center",
            "Detention Center",
            "Staging",
            "Hospital",
            "Correctional Center",
        )
        names = [f"{'HOLD ' if n % 7 == 1 else ''}Synthetic {kinds[n % len(kinds)]} {n:03d}" for n in range(PLACES)]
        later = [names[n].upper() if n % 2 else f"{names[n]} (New)" for n in range(5, 5 + 28 * 4, 4)]
        days = rng.integers(UNTIL_DAY - 900, UNTIL_DAY - 200, 28)
        renamed = {5 + 4 * n: (PLACES + n, int(days[n])) for n in range(28)}
        return cls(tuple(sorted(codes)[:PLACES]), (*names, *later), renamed, rng.integers(0, len(AORS), PLACES))


@dataclass(frozen=True, slots=True)
class Part:
    """Some persons of a release: their rows as published, and what is true of them."""

    rows: pa.Table
    lives: Lives
    ids: pa.Array
    reasons: pa.Array
    counted: dict[str, int]


def part(rng: np.random.Generator, world: World, lives: Lives, *, defects: bool) -> Part:
    """Return the rows of some lives, in a random order, with their twins and gaps where ``defects`` are wanted."""
    ids = identifiers(rng, lives.persons, RATES["rows_without_id"] if defects else 0.0)
    n = len(lives.stay)
    reason = _reasons(rng, lives)
    if defects:
        # A share of all rows, twins included, among those that have a book-out.
        reason[~lives.open & (rng.random(n) < RATES["out_without_reason"] / (1 - RATES["open_stints"]))] = -1
    columns = _columns(rng, world, lives, ids, reason, defects=defects)
    source: Ints = np.arange(n)
    changed: dict[str, tuple[Flags, pa.Array]] = {}
    counted = {"bond_twins": 0, "same_day_twins": 0}
    if defects:
        source, changed, counted = _twins(rng, lives, columns)
    rows = pa.table({name: columns[name].take(pa.array(source)) for name in COLUMNS})
    for name, (at, values) in changed.items():
        rows = rows.set_column(COLUMNS.index(name), name, _replaced(rows[name], at, values))
    rows = rows.take(pa.array(rng.permutation(len(source))))
    blank = np.asarray(pa.compute.is_null(rows["Anonymized Identifier"]))
    out = rows["Book Out Date Time"].is_valid().to_numpy()
    bare = out & rows["Detention Release Reason"].is_null().to_numpy()
    counted |= {"rows": rows.num_rows, "rows_without_id": int(blank.sum()), "out_without_reason": int(bare.sum())}
    truth = pa.array([text for text, _ in FINAL_REASONS]).take(pa.array(reason, mask=reason < 0))
    return Part(rows, lives, ids, truth, counted)


def identifiers(rng: np.random.Generator, n: int, missing: float) -> pa.Array:
    """Return a random identifier of 40 hexadecimal digits for each person, null for a share of them."""
    text = pa.py_buffer(rng.bytes(20 * n).hex().encode())
    offsets = pa.py_buffer(np.arange(0, 40 * n + 1, 40, dtype=np.int32))
    every = pa.StringArray.from_buffers(n, offsets, text)
    none = np.zeros(n, bool)
    none[rng.permutation(n)[: int(n * missing + rng.random())]] = True
    return pa.compute.if_else(pa.array(none), pa.scalar(None, pa.string()), every)


def _reasons(rng: np.random.Generator, lives: Lives) -> Ints:
    """Return the index of each stint's reason: 0 is the transfer that ends every stint but the last of a stay; -1 is open."""
    weights = np.array([weight for _, weight in FINAL_REASONS[1:]], float)
    final = 1 + rng.choice(len(weights), len(lives.stay), p=weights / weights.sum())
    return np.where(lives.open, -1, np.where(lives.last, final, 0)).astype(np.int64)


def _pick(rng: np.random.Generator, words: Any, n: int) -> pa.Array:
    """Draw n words: from a list, or from (word, weight) pairs, None being null."""
    if isinstance(words[0], tuple):
        weights = np.array([weight for _, weight in words], float)
        values = [word for word, _ in words]
        bounds = np.cumsum(weights / weights.sum())
        bounds[-1] = 1.0
        codes = np.searchsorted(bounds, rng.random(n), side="right")
    else:
        values, codes = list(words), rng.integers(0, len(words), n)
    return pa.array(values, pa.string()).take(pa.array(codes))


def _columns(
    rng: np.random.Generator, world: World, lives: Lives, ids: pa.Array, reason: Ints, *, defects: bool
) -> dict[str, pa.Array]:
    """Return every column of the release for each stint."""
    n, stays = len(lives.stay), int(lives.last.sum())
    person, stay = pa.array(lives.person), pa.array(lives.stay)

    def of_person(words: Any) -> pa.Array:
        return _pick(rng, words, lives.persons).take(person)

    def of_stay(words: Any) -> pa.Array:
        return _pick(rng, words, stays).take(stay)

    def day(of: Ints, share: float, low: int, high: int) -> pa.Array:
        """Return a day so many days after the moment, for a share of the stays."""
        days = of // DAY + rng.integers(low, high, stays)[lives.stay]
        none = (rng.random(stays) >= share)[lives.stay] | (days > UNTIL_DAY)
        return moment(np.where(none, -1, days * DAY))

    came, went = lives.of_stay(lives.began, last=False), lives.of_stay(lives.ended, last=True)
    final = np.where(went < 0, -1, lives.of_stay(reason, last=True))
    if defects:
        final[rng.random(n) < 0.024] = -1
    wait = np.where(went < 0, UNTIL_DAY * DAY, went)
    years = rng.integers(1950, 2016, lives.persons)
    yes, seldom, letter = (("YES", 0.3), ("NO", 0.7)), (("YES", 0.01), ("NO", 0.99)), (("Y", 0.1), ("N", 0.9))
    place = pa.array(lives.place)
    return {
        "Stay Book In Date Time": moment(came),
        "Book In Date Time": moment(lives.began),
        "Detention Facility": _names(world, lives),
        "Book Out Date Time": moment(lives.ended),
        "Stay Book Out Date Time": moment(went),
        "Detention Release Reason": _drifting(rng, reason, defects=defects),
        "Stay Book Out Date": moment(np.where(went < 0, -1, went // DAY * DAY)),
        "Stay Release Reason": _drifting(rng, final, defects=defects),
        "Religion": of_person(RELIGIONS),
        "Gender": of_person(GENDER),
        "Marital Status": of_person(MARITAL),
        "Ethnicity": of_person(ETHNICITY),
        "Birth Country": (home := of_person(COUNTRIES)),
        "Citizenship Country": home,
        "Entry Status": of_person(ENTRY),
        "Known Terrorist Yes No": of_stay(seldom),
        "Suspected Gang Yes No": of_stay(seldom),
        "MSC Charge": of_stay(CHARGES),
        "MSC Sentence Days": of_stay(((None, 0.9), ("0", 0.05), ("30", 0.03), ("90", 0.02))),
        "MSC Sentence Months": of_stay(((None, 0.9), ("0", 0.05), ("6", 0.05))),
        "MSC Sentence Years": of_stay(((None, 0.9), ("0", 0.06), ("2", 0.04))),
        "MSC Charge Code": of_stay(((None, 0.7), ("5404", 0.1), ("2399", 0.1), ("0399", 0.1))),
        "Aggravated Felon Yes No": of_stay(FELON),
        "Offense INA 236C Yes No": of_stay(letter),
        "Case INA 236C Yes No": of_stay(letter),
        "Bond Posted Date": (posted := day(came, 0.05, 3, 60)),
        "Bond Posted Amount": _amounts(rng, posted),
        "Case Status": of_stay(CASE_STATUSES),
        "Case Category": of_stay(CASE_CATEGORIES),
        "Final Order Yes No": of_stay(yes),
        "Final Order Date": day(came, 0.5, -30, 90),
        "Case Threat Level": of_stay(THREAT),
        "Detainee Classification": of_stay(CLASSES),
        "Final Charge": of_stay(FINAL_CHARGES),
        "Departed Date": (departed := day(wait, 0.4, 0, 3)),
        "Departure Country": pa.compute.if_else(departed.is_valid(), home, pa.scalar(None, pa.string())),
        "Initial Bond Set Amount": _amounts(rng, was_set := day(came, 0.12, 1, 40)),
        "Initial Bond Set Date": was_set,
        "Detention Facility Code": pa.array(world.codes).take(place),
        "Birth Date": _pick(rng, REDACTIONS, n),
        "Birth Year": pa.array(years.astype(np.int32)).take(person),
        "Book In Criminality": of_stay(CRIMINALITY),
        "Race": of_person(RACE),
        "Entry Date": day(came, 0.6, -3000, 0),
        "Apprehension Final Program": of_stay(PROGRAMMES),
        "MSC Charge Date": day(came, 0.25, -2000, -10),
        "MSC Conviction Date": day(came, 0.2, -1500, -5),
        "MSC Criminal Charge Status": of_stay(CHARGE_STATUSES),
        "MSC Criminal Charge Status Code": of_stay(((None, 0.6), ("C", 0.3), ("P", 0.09), ("O", 0.01))),
        "MSC Crime Class": of_stay(CRIME_CLASSES),
        "Book In Site": pa.array([f"{AORS[n % len(AORS)]} Site {n % 9}" for n in range(PLACES)]).take(place),
        "Book In AOR": pa.array(AORS).take(pa.array(world.aor[lives.place])),
        "Anonymized Identifier": ids.take(person),
    }


def _names(world: World, lives: Lives) -> pa.Array:
    """Return each stint's facility as it was called on the day."""
    change, later = np.full(PLACES, np.iinfo(np.int64).max), np.zeros(PLACES, np.int64)
    for place, (name, day) in world.renamed.items():
        change[place], later[place] = day * DAY, name
    named = np.where(lives.began >= change[lives.place], later[lives.place], lives.place)
    return pa.array(world.names).take(pa.array(named))


def _drifting(rng: np.random.Generator, reason: Ints, *, defects: bool) -> pa.Array:
    """Return reasons in words, some in other letter case."""
    words = [spelt for text, _ in FINAL_REASONS for spelt in (text, text.lower(), text.upper())]
    draw = rng.random(len(reason))
    spelling = np.where(draw < 0.97, 0, np.where(draw < 0.985, 1, 2)) if defects else np.zeros(len(reason), np.int64)
    return pa.array(words).take(pa.array(3 * reason + spelling, mask=reason < 0))


def _amounts(rng: np.random.Generator, dates: pa.Array) -> pa.Array:
    amounts = rng.choice(np.array([1_500.0, 3_000.0, 5_000.0, 7_500.0, 10_000.0, 25_000.0]), len(dates))
    return pa.array(amounts, mask=dates.is_null().to_numpy(zero_copy_only=False))


def _twins(
    rng: np.random.Generator, lives: Lives, columns: dict[str, pa.Array]
) -> tuple[Ints, dict[str, tuple[Flags, pa.Array]], dict[str, int]]:
    """Return the rows with second rows of the same bookings among them, and what is different in those.

    A bond twin differs in the bond alone. A same-day twin is, one time in four each, the same booking with another charge or
    ended at once, and else booked in again some minutes later; it never reaches outside the booking that it repeats.
    """
    n = len(lives.stay)
    scale = 1 / (1 - RATES["bond_twins"] - RATES["same_day_twins"])
    named = columns["Anonymized Identifier"].is_valid().to_numpy(zero_copy_only=False)
    draw = np.where(named, rng.random(n), 1.0)
    bond_share, day_share = RATES["bond_twins"] * scale, RATES["same_day_twins"] * scale
    bond = np.flatnonzero(draw < bond_share)
    # A second row needs a minute of its own, within the booking and within its day.
    room = np.minimum(np.where(lives.open, DAY, lives.ended - lives.began), DAY - lives.began % DAY)
    same = np.flatnonzero((draw >= bond_share) & (draw < bond_share + day_share) & (room > 1))
    source = np.concatenate((np.arange(n), bond, same))
    total, base = len(source), n + len(bond)
    kind = rng.integers(0, 4, len(same))
    later = lives.began[same] + np.minimum(rng.integers(1, 90, len(same)), room[same] - 1)

    def flags(at: Ints) -> Flags:
        mask = np.zeros(total, bool)
        mask[at] = True
        return mask

    moved, cut, other = (base + np.flatnonzero(one) for one in (kind >= 2, kind == 1, kind == 0))
    at_bond = n + np.arange(len(bond))
    set_on = moment((lives.began[bond] // DAY + 5) * DAY)
    changed = {
        "Book In Date Time": (flags(moved), moment(later[kind >= 2])),
        "Book Out Date Time": (flags(cut), moment(lives.began[same][kind == 1])),
        "Final Charge": (flags(other), pa.array(["R86"] * len(other), pa.string())),
        "Initial Bond Set Date": (flags(at_bond), set_on),
        "Initial Bond Set Amount": (flags(at_bond), pa.array(rng.integers(20, 400, len(bond)) * 100.0 + 1)),
    }
    return source, changed, {"bond_twins": len(bond), "same_day_twins": len(same)}


def _replaced(column: pa.ChunkedArray, at: Flags, values: pa.Array) -> pa.Array:
    return pa.compute.replace_with_mask(column.combine_chunks(), pa.array(at), values)
