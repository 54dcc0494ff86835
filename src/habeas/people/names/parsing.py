"""Names of lists as parts that can be compared: the one function that the linkage asks.

Each row gets the likeliest split of its name and the others that are plausible. The original stands where it was; nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from habeas.people.names.candidates import Candidates, candidates
from habeas.people.names.folding import fold
from habeas.people.names.lexicon import Lexicon, starts, weighed
from habeas.people.names.likelihood import Floats
from habeas.people.names.nicknames import canonical
from habeas.people.names.rows import Flags, Ints, Rows, particle_class, portuguese, read_rows
from habeas.people.names.sounds import sound
from habeas.people.names.wording import common, wording
from habeas.people.names.words import Word

_BATCH: Final = 200_000
_PLAUSIBLE: Final = 0.03
_MOST: Final = 3
"""Other splits are kept from this weight on, and at most so many of other words: each is one more comparison for the linkage."""
_HUSBAND: Final = 0.75
"""How likely "de X" after a woman's surname is her husband's name, where X is no surname that goes with "de"."""
_FATHER_LAST: Final = 0.7
"""How likely the last of two surnames is the father's where a particle is Portuguese."""
_FEW: Final = 3
_SHORTEST: Final = 10
_SHARE: Final = 0.02
"""Names of the greatest length of a list, above so many letters, may be cut off where there are so many, and so large a share of the list: fewer are by chance."""
_SPLIT: Final = pa.struct(
    [("given", pa.list_(pa.string())), ("s1", pa.string()), ("s2", pa.string()), ("weight", pa.float64())]
)
PARSED: Final = pa.schema(
    [
        ("given", pa.list_(pa.string())), ("s1", pa.string()), ("s2", pa.string()), ("married", pa.string()), ("alt", pa.list_(_SPLIT)), ("nobody", pa.bool_()),
        ("certainty", pa.float64()), ("aliases", pa.list_(pa.string())), ("cut", pa.bool_()),
    ]
)  # fmt: skip
"""The columns that :func:`parse` returns."""


def parse(names: pa.Table, lexicon: Lexicon | None = None) -> pa.Table:
    """Return the parts of names, one row for each row of ``names``, in their order.

    ``names`` has ``name`` (the string as written, null where there is none) and may have ``list``, ``given``, ``surname1``, ``surname2`` (as the list's own
    columns have them), ``alias`` and ``sex`` ("f", "m"). Without a lexicon, one is learned from the table itself.

    Columns returned: ``given`` folded given names in order, initials as single letters; ``s1`` and ``s2`` folded surnames, paternal and maternal, without
    particles, the parts of a compound with one space between ("ponce leon"); ``married`` the husband's surname; ``alt`` other plausible splits,
    likeliest first, with their weights; ``nobody`` whether the name names no one; ``certainty`` the weight of the split chosen; ``aliases`` what
    else the person is called, folded; ``cut`` whether the last word may be cut off, by the width of the list.
    Any text is taken; nothing is raised for one.
    """
    learned = lexicon or Lexicon()
    rows = read_rows(names, learned.vocabulary)
    if lexicon is None:
        learned.learn_rows(rows)
    tools = _Tools.of(learned)
    parts = [_batch(names.slice(at, _BATCH), rows.part(at, at + _BATCH), tools) for at in range(0, len(names), _BATCH)]
    made = pa.concat_tables(parts) if parts else PARSED.empty_table().drop_columns("cut")
    return made.append_column("cut", _cut(names, rows)).select(PARSED.names).cast(PARSED)


def _batch(names: pa.Table, rows: Rows, tools: _Tools) -> pa.Table:
    splits = candidates(rows)
    weights = np.zeros(0)
    if len(splits):
        numbers = np.arange(len(rows.names), dtype=np.int32)
        weights = weighed(rows, splits, tools.likelihoods, tools.lexicon.habits_of(rows.names), numbers)
    best, others = _ranked(splits, weights)
    chosen = _parts(tools, rows, splits.taken(best), weights[best], _sexes(names))
    return _table(tools, rows, chosen, _parts(tools, rows, splits.taken(others), weights[others], None), names)


@dataclass(slots=True)
class _Parts:
    """Splits as words: given names as stretches of words, surnames as texts."""

    row: Ints
    begin: NDArray[np.int64]
    given: Ints
    s1: NDArray[np.object_]
    s2: NDArray[np.object_]
    married: NDArray[np.object_]
    weight: Floats
    extra: list[tuple[int, int, str | None, str | None, float]]
    """Other readings of the surnames of these splits: number of the split, row, surnames, weight."""

    def doubt(self, n: int, share: float, s1: str | None, s2: str | None) -> None:
        """Leave a split only a share of its weight, and give the rest to other surnames."""
        self.extra.append((n, int(self.row[n]), s1, s2, float(self.weight[n]) * (1 - share)))
        self.weight[n] *= share


@dataclass(frozen=True, slots=True)
class _Tools:
    """A lexicon, and the words of its vocabulary as texts and by what matters of them."""

    lexicon: Lexicon
    likelihoods: Floats
    texts: pa.StringArray
    text: NDArray[np.object_]
    plain_de: Flags
    small: Flags
    women: Flags
    men: Flags

    @classmethod
    def of(cls, lexicon: Lexicon) -> _Tools:
        """Return what is known of the words of a lexicon."""
        words = list(lexicon.vocabulary)
        origins, given = wording().origins, common()

        def flags(of: Callable[[Word], bool]) -> Flags:
            return np.fromiter((of(word) for word in words), np.bool_, len(words))

        texts = [word.text for word in words]
        return cls(
            lexicon,
            lexicon.likelihoods(),
            pa.array(texts, pa.string()),
            np.array(texts, np.object_),
            flags(lambda word: particle_class(word) == 1 and word.text not in origins),
            flags(portuguese),
            flags(lambda word: word.text in given.women and word.text not in given.men),
            flags(lambda word: word.text in given.men and word.text not in given.women),
        )


def _parts(tools: _Tools, rows: Rows, splits: Candidates, weight: Floats, sexes: tuple[Flags, Flags] | None) -> _Parts:
    """Return splits as words."""
    begin, surname = starts(rows, splits)
    second = splits.surnames - splits.chunk
    s1 = _joined(tools, rows, surname, splits.chunk)
    married = np.full(len(splits), None, np.object_)
    parts = _Parts(splits.row, begin, splits.given, s1, s1, married, weight.copy(), [])
    if not len(rows.words):
        return parts
    last = rows.words[np.maximum(surname + splits.surnames - 1, 0)]
    wife = (splits.surnames >= 2) & (second > 0) & tools.plain_de[last] & ~_man(tools, rows, begin, splits, sexes)
    parts.s2 = _joined(tools, rows, surname + splits.chunk, second - wife)
    for n in np.flatnonzero(wife).tolist():
        married[n] = tools.text[last[n]]
        whole = " ".join(filter(None, (parts.s2[n], married[n])))
        parts.doubt(n, _HUSBAND, s1[n], whole)
    hits = np.concatenate([[0], np.cumsum(tools.small[rows.words])])
    for n in np.flatnonzero(hits[surname + splits.surnames] > hits[surname]).tolist():
        if parts.s2[n] is not None:
            parts.doubt(n, _FATHER_LAST, s1[n], parts.s2[n])
            s1[n], parts.s2[n] = parts.s2[n], s1[n]
    if rows.married:
        for n, row in enumerate(splits.row.tolist()):
            married[n] = rows.married.get(row, married[n])
    return parts


def _joined(tools: _Tools, rows: Rows, begin: NDArray[np.int64], number: NDArray[Any]) -> NDArray[np.object_]:
    """Return stretches of words as texts, None for none."""
    found = np.full(len(begin), None, np.object_)
    one = number == 1
    found[one] = tools.text[rows.words[begin[one]]]
    for n in np.flatnonzero(number > 1):
        found[n] = " ".join(tools.text[rows.words[begin[n] : begin[n] + number[n]]])
    return found


def _man(
    tools: _Tools, rows: Rows, begin: NDArray[np.int64], splits: Candidates, sexes: tuple[Flags, Flags] | None
) -> Flags:
    """Return whether splits are names of men: by the list, unless the first given name is a woman's, or else by that name."""
    first = rows.words[np.minimum(begin, len(rows.words) - 1)]
    by_name = tools.men[first] & (splits.given > 0)
    if sexes is None:
        return np.asarray(by_name)
    man, woman = sexes[0][splits.row], sexes[1][splits.row]
    return np.asarray(np.where(man, ~(tools.women[first] & (splits.given > 0)), by_name & ~woman))


def _ranked(splits: Candidates, weights: Floats) -> tuple[Ints, Ints]:
    """Return the likeliest split of each row, and the others that are plausible, by row and then likeliest first."""
    order = np.lexsort((-weights, splits.row)).astype(np.int32)
    rows = splits.row[order]
    first = np.diff(rows, prepend=-1) != 0
    rank = np.arange(len(order)) - np.flatnonzero(first)[np.cumsum(first) - 1] if len(order) else np.zeros(0)
    plausible = (~first) & (rank <= _MOST) & (weights[order] >= _PLAUSIBLE)
    return order[first], order[plausible]


def _sexes(names: pa.Table) -> tuple[Flags, Flags] | None:
    """Return which rows the list says are men's, and which women's."""
    if "sex" not in names.column_names:
        return None
    said = pc.fill_null(pc.utf8_lower(names["sex"].cast(pa.string())), "")
    man, woman = (pc.equal(said, one).to_numpy() for one in ("m", "f"))
    return man, woman


def _given(tools: _Tools, rows: Rows, begin: NDArray[np.int64], number: Ints) -> pa.ListArray:
    """Return stretches of words as lists of texts."""
    offsets = np.concatenate([[0], np.cumsum(number)]).astype(np.int32)
    where = np.repeat(begin - offsets[:-1], number) + np.arange(offsets[-1])
    texts = tools.texts.take(pa.array(rows.words[where] if len(where) else np.zeros(0, np.int32)))
    return pa.ListArray.from_arrays(pa.array(offsets), texts)


def _table(tools: _Tools, rows: Rows, chosen: _Parts, others: _Parts, names: pa.Table) -> pa.Table:
    size = len(rows)
    number, begin = np.zeros(size, np.int32), np.zeros(size, np.int64)
    number[chosen.row], begin[chosen.row] = chosen.given, chosen.begin
    certainty = np.zeros(size)
    certainty[chosen.row] = chosen.weight
    texts = {}
    for key, values in (("s1", chosen.s1), ("s2", chosen.s2), ("married", chosen.married)):
        column = np.full(size, None, np.object_)
        column[chosen.row] = values
        texts[key] = pa.array(column, pa.string())
    return pa.table(
        {
            "given": _given(tools, rows, begin, number),
            **texts,
            "alt": _alternatives(tools, rows, chosen, others),
            "nobody": pa.array(rows.nobody),
            "certainty": pa.array(certainty),
            "aliases": _aliases(rows, names),
        }
    )


def _alternatives(tools: _Tools, rows: Rows, chosen: _Parts, others: _Parts) -> pa.ListArray:
    """Return the other splits of each row, likeliest first: of other words, and of the same words with other surnames."""
    extra = [(parts, *one) for parts in (chosen, others) for one in parts.extra if one[-1] >= _PLAUSIBLE]
    row = np.concatenate([others.row, np.array([one[2] for one in extra], np.int32)]).astype(np.int32)
    weight = np.concatenate([others.weight, np.array([one[-1] for one in extra], np.float64)])
    begin = np.concatenate([others.begin, np.array([one[0].begin[one[1]] for one in extra], np.int64)]).astype(np.int64)
    number = np.concatenate([others.given, np.array([one[0].given[one[1]] for one in extra], np.int32)]).astype(
        np.int32
    )
    s1 = np.concatenate([others.s1, np.array([one[3] for one in extra], np.object_)])
    s2 = np.concatenate([_whole(others), np.array([one[4] for one in extra], np.object_)])
    sort = np.lexsort((-weight, row))
    structs = pa.StructArray.from_arrays(
        [
            _given(tools, rows, begin[sort], number[sort]),
            pa.array(s1[sort], pa.string()),
            pa.array(s2[sort], pa.string()),
            pa.array(weight[sort]),
        ],
        fields=list(_SPLIT),
    )
    offsets = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(rows)))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), structs)


def _whole(others: _Parts) -> NDArray[np.object_]:
    """Return the second surnames of splits, a husband's name where there is no other: an alternative has no place for it."""
    none = np.fromiter((one is None for one in others.s2), np.bool_, len(others.s2))
    return np.where(none, others.married, others.s2)


def _aliases(rows: Rows, names: pa.Table) -> pa.ListArray:
    found = {row: [fold(one) for one in said] for row, said in rows.aliases.items()}
    if "alias" in names.column_names:
        column = names["alias"].cast(pa.string())
        for row in pc.indices_nonzero(pc.is_valid(column)).to_pylist():
            alias = fold(column[row].as_py())
            if alias and alias not in found.setdefault(row, []):
                found[row].append(alias)
    number = np.zeros(len(rows) + 1, np.int32)
    for row, said in found.items():
        number[row + 1] = len(said)
    flat = [one for row in sorted(found) for one in found[row]]
    return pa.ListArray.from_arrays(pa.array(np.cumsum(number, dtype=np.int32)), pa.array(flat, pa.string()))


def _cut(names: pa.Table, rows: Rows) -> pa.BooleanArray:
    """Return whether a name is as long as its list allows: as long as the longest, and so are several others, so that its end may be lost."""
    if "name" not in names.column_names or not len(names):
        return pa.array(np.zeros(len(names), np.bool_))
    lengths = pc.fill_null(pc.utf8_length(names["name"].cast(pa.string())), 0).to_numpy()
    longest = np.zeros(len(rows.names), np.int64)
    np.maximum.at(longest, rows.lists, lengths)
    full = lengths == longest[rows.lists]
    number, total = (np.bincount(rows.lists, one, minlength=len(longest)) for one in (full, np.ones(len(full))))
    enough = (number >= np.maximum(_FEW, _SHARE * total)) & (longest > _SHORTEST)
    return pa.array(full & enough[rows.lists])


def sounds(words: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the phonetic key of each word of an array of strings, or of each word of an array of lists of strings; null stays null."""
    return _mapped(words, sound)


def canonicals(words: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the canonical given name of each word of an array of strings, or of lists of strings; null stays null."""
    return _mapped(words, canonical)


def _mapped(words: pa.Array | pa.ChunkedArray, change: Callable[[str], str]) -> pa.Array:
    if isinstance(words, pa.ChunkedArray):
        words = words.combine_chunks()
        words = words.chunk(0) if isinstance(words, pa.ChunkedArray) else words
    if pa.types.is_list(words.type):
        flat = _mapped(words.flatten(), change)
        lengths = pc.fill_null(pc.list_value_length(words), 0).to_numpy(zero_copy_only=False)
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), flat, mask=words.is_null())
    coded = words.cast(pa.string()).dictionary_encode()
    changed = pa.array([change(one) for one in coded.dictionary.to_pylist()], pa.string())
    return changed.take(coded.indices)


__all__ = ["PARSED", "canonicals", "parse", "sounds"]
