"""The tables of a register: ``places``, ``mentions``, ``judgements``, ``relations``, ``links`` and ``matches``, as Parquet, and back.

Every value that lists give stands beside the list that gives it. Lists of names and addresses are lists of structs, reasons are JSON,
and besides in words of both languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas import words
from habeas.custody.places.addresses import read_address
from habeas.custody.places.asking import name_of
from habeas.custody.places.evidence import Reason
from habeas.custody.places.judging import Judgement
from habeas.custody.places.matching import Match
from habeas.custody.places.mentions import Link, Mention
from habeas.custody.places.precision import RADII
from habeas.custody.places.register import Place, PlaceRegister, Relation
from habeas.errors import InputError, StorageError

if TYPE_CHECKING:
    import pyarrow as pa

NAMES: Final = ("places", "mentions", "judgements", "relations", "links", "matches")
_MENTION: Final = {
    "key": "s", "list": "s", "sheet": "s", "line": "i", "year": "i", "kind": "s", "code": "s", "name": "s", "others": "l", "address": "s",
    "city": "s", "state": "s", "zip": "s", "county": "s", "lat": "f", "lon": "f", "precision": "s", "swapped": "b", "types": "l",
    "function": "s", "firm": "b", "area": "s", "capacity": "s", "first_used": "d", "last_used": "d", "ids": "s",
}  # fmt: skip
_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "places": {
        "place": "s", "name": "s", "codes": "l", "names": "n", "addresses": "n", "state": "l", "towns": "l", "lat": "f", "lon": "f",
        "precision": "s", "radius_km": "f", "types": "l", "functions": "l", "n_lists": "i", "n_mentions": "i", "flags": "l",
        "members": "m",
    },
    "mentions": {"mention": "i", "place": "s", **_MENTION},
    "judgements": {
        "a": "i", "b": "i", "place_a": "s", "place_b": "s", "mention_a": "s", "mention_b": "s", "verdict": "s", "grade": "s",
        "source": "s", "by": "s", "reasons": "s", "text_en": "s", "text_es": "s",
    },
    "relations": {"kind": "s", "a": "s", "b": "s", "values": "s"},
    "links": {"list": "s", "line": "i", "scheme": "s", "id": "s", "code": "s", "source": "s"},
    "matches": {"place": "s", "grade": "s", "candidates": "l", "reasons": "s", "text_en": "s", "text_es": "s", **_MENTION},
}  # fmt: skip


def write_places(register: PlaceRegister, folder: Path, matches: Sequence[Match] = ()) -> None:
    """Write the tables of a register into a folder, which is new, empty or holds an earlier register; that is replaced.

    Raises :class:`InputError` where the folder is a file or holds something else.
    """
    import pyarrow.parquet as pq

    check_folder(folder)

    rows: dict[str, Iterable[dict[str, Any]]] = {
        "places": (_place_row(register, one) for one in register.places),
        "mentions": (
            {"mention": n, "place": register.of[n].id, **_mention_row(one)} for n, one in enumerate(register.mentions)
        ),
        "judgements": (_judgement_row(register, one) for one in register.judgements),
        "relations": (
            {"kind": one.kind, "a": one.a, "b": one.b, "values": _json(one.values)} for one in register.relations
        ),
        "links": ({name: getattr(one, name) for name in _COLUMNS["links"]} for one in register.links),
        "matches": map(_match_row, matches),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, made in rows.items():
            pq.write_table(_table(name, list(made)), folder / f"{name}.parquet", compression="zstd")
    except OSError as error:
        raise StorageError("places.cannot-write", folder=str(folder), why=error.strerror or str(error)) from None


def check_folder(folder: Path) -> None:
    """Raise :class:`InputError` where a folder that is to hold a register is a file, or holds something else."""
    if folder.is_file():
        raise InputError("places.not-a-folder", folder=str(folder))
    if folder.is_dir():
        others = sorted(one.name for one in folder.iterdir() if one.name not in {f"{name}.parquet" for name in NAMES})
        if others:
            raise InputError("places.not-a-register", folder=str(folder), found=others[:4])


def load_places(folder: Path) -> PlaceRegister:
    """Return the register that was written into a folder. Raises :class:`InputError` where there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        read = {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in NAMES}
        return PlaceRegister(
            mentions=tuple(map(_mention, read["mentions"])),
            places=tuple(
                Place(id=row["place"], mentions=tuple(row["members"]), flags=tuple(row["flags"]))
                for row in read["places"]
            ),
            judgements=tuple(map(_judgement, read["judgements"])),
            relations=tuple(
                Relation(kind=row["kind"], a=row["a"], b=row["b"], values=_values(row["values"]))
                for row in read["relations"]
            ),
            links=tuple(Link(**row) for row in read["links"]),
        )
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException):
        raise InputError("places.no-tables", folder=str(folder)) from None


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    said = pa.list_(
        pa.struct([("text", pa.string()), ("lists", pa.list_(pa.string())), ("years", pa.list_(pa.int64()))])
    )
    kinds = {
        "s": pa.string(), "i": pa.int64(), "f": pa.float64(), "b": pa.bool_(), "d": pa.date32(), "l": pa.list_(pa.string()),
        "n": said, "m": pa.list_(pa.int64()),
    }  # fmt: skip
    schema = pa.schema([(column, kinds[kind]) for column, kind in _COLUMNS[name].items()])
    return pa.Table.from_pydict({column: [row.get(column) for row in rows] for column in schema.names}, schema=schema)


def _place_row(register: PlaceRegister, one: Place) -> dict[str, Any]:
    said = register.said(one)
    best = min((each for each in said if each.lat is not None), key=_finest, default=None)
    return {
        "place": one.id,
        "name": name_of(said),
        "codes": _once(each.code for each in said),
        "names": _by_text((each.name, each) for each in said),
        "addresses": _by_text((_line(each), each) for each in said),
        "state": _once(each.state for each in said),
        "towns": _once(each.city for each in said),
        "lat": best.lat if best else None,
        "lon": best.lon if best else None,
        "precision": best.precision if best else "unknown",
        "radius_km": RADII.get(best.precision) if best else None,
        "types": _once(kind for each in said for kind in each.types),
        "functions": _once(each.function for each in said),
        "n_lists": len({each.list for each in said}),
        "n_mentions": len(said),
        "flags": list(one.flags),
        "members": list(one.mentions),
    }


def _finest(one: Mention) -> tuple[float, str, int]:
    """Order coordinates by how precise they can be: those of one list are taken as they are, never a mean of several."""
    return RADII.get(one.precision, float("inf")), one.list, one.line


def _line(one: Mention) -> str:
    """Return an address in one line, as far as a list gives it."""
    where = one.address
    return ", ".join(
        part for part in (where.text, where.city, " ".join(filter(None, (where.state, where.zip)))) if part
    )


def _once(values: Iterable[str | None]) -> list[str]:
    return sorted({one for one in values if one})


def _by_text(said: Iterable[tuple[str, Mention]]) -> list[dict[str, Any]]:
    """Return each text once, with the lists that have it and their years."""
    found: dict[str, dict[str, set[Any]]] = {}
    for text, one in said:
        if text:
            each = found.setdefault(text, {"lists": set(), "years": set()})
            each["lists"].add(one.list)
            each["years"] |= {one.year} - {None}
    return [
        {"text": text, **{name: sorted(values) for name, values in each.items()}}
        for text, each in sorted(found.items())
    ]


def _mention_row(one: Mention) -> dict[str, Any]:
    where = {"address": one.address.text, "city": one.address.city, "state": one.address.state, "zip": one.address.zip}
    own = {name: getattr(one, name) for name in _MENTION if name not in where}
    return {**own, **where, "others": list(one.others), "types": list(one.types), "ids": json.dumps(one.ids)}


def _mention(row: Mapping[str, Any]) -> Mention:
    own = {name: row[name] for name in _MENTION if name not in {"address", "city", "state", "zip"}}
    address = read_address(row["address"], row["city"], row["state"], row["zip"])
    ids = tuple((scheme, number) for scheme, number in json.loads(row["ids"]))
    return Mention(
        **{**own, "others": tuple(row["others"]), "types": tuple(row["types"]), "ids": ids, "address": address}
    )


def _judgement_row(register: PlaceRegister, one: Judgement) -> dict[str, Any]:
    return {
        "a": one.a,
        "b": one.b,
        "place_a": register.of[one.a].id,
        "place_b": register.of[one.b].id,
        "mention_a": register.mentions[one.a].place,
        "mention_b": register.mentions[one.b].place,
        "verdict": one.verdict,
        "grade": one.grade,
        "source": one.source,
        "by": one.by,
        **_reason_columns(one.reasons),
    }


def _judgement(row: Mapping[str, Any]) -> Judgement:
    said = tuple(Reason(one["key"], one["side"], _values(one["values"])) for one in json.loads(row["reasons"]))
    return Judgement(row["a"], row["b"], row["verdict"], row["grade"], row["source"], said, row["by"])


def _match_row(one: Match) -> dict[str, Any]:
    return {
        **_mention_row(one.mention),
        "place": one.place,
        "grade": one.grade,
        "candidates": list(one.candidates),
        **_reason_columns(one.reasons),
    }


def _reason_columns(said: Sequence[Reason]) -> dict[str, str]:
    listed = [{"key": one.key, "side": one.side, "values": _plain(one.values)} for one in said]
    return {
        "reasons": json.dumps(listed, ensure_ascii=False, sort_keys=True),
        **{f"text_{lang}": " ".join(one.text(lang) for one in said) for lang in words.LANGUAGES},
    }


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(_plain(values), ensure_ascii=False, sort_keys=True)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: {"en": one.en, "es": one.es} if isinstance(one, words.Said) else one for name, one in values.items()}


def _values(given: str | Mapping[str, Any]) -> dict[str, object]:
    read = json.loads(given) if isinstance(given, str) else given
    return {name: words.Said(**one) if isinstance(one, dict) else one for name, one in read.items()}
