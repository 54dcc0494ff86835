"""The register on disk: one file of records, a line each, and one of what stands over all of them; written again, the same bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from habeas.custody.persons.laws import Law
from habeas.custody.persons.model import PersonFile
from habeas.custody.persons.register import PersonRegister
from habeas.errors import InputError
from habeas.people.lists import ListAbout
from habeas.records import room_for

PERSONS: Final = "persons.jsonl.gz"
REGISTER: Final = "register.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Over:
    """What stands over all records; problems are of a run and are not kept."""

    as_of: date
    lists: dict[str, ListAbout]
    laws: tuple[Law, ...]
    estimates: dict[str, str]


def write(register: PersonRegister, folder: Path) -> None:
    """Write a register: ``persons.jsonl.gz`` and ``register.json``."""
    encoder = msgspec.json.Encoder(order="deterministic")
    over = _Over(
        as_of=register.as_of, lists=dict(register.lists), laws=register.laws, estimates=dict(register.estimates)
    )
    with room_for(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lines = encoder.encode_lines(register.persons)
        (folder / PERSONS).write_bytes(gzip.compress(lines, compresslevel=1, mtime=0))
        (folder / REGISTER).write_bytes(msgspec.json.format(encoder.encode(over), indent=1) + b"\n")


def load(folder: Path) -> PersonRegister:
    """Return the register of a folder."""
    over = _read(folder / REGISTER, _Over)
    return PersonRegister(
        persons=tuple(_persons(folder / PERSONS)),
        lists=over.lists,
        laws=over.laws,
        as_of=over.as_of,
        estimates=over.estimates,
    )


def _read(path: Path, kind: type[_Over]) -> _Over:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError("persons.register-unreadable", file=path.name, why=str(error)) from None


def _persons(path: Path) -> Iterator[PersonFile]:
    decoder = msgspec.json.Decoder(PersonFile)
    try:
        lines = gzip.decompress(path.read_bytes()).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("persons.register-unreadable", file=path.name, why=str(error)) from None
    for number, line in enumerate(lines, 1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise InputError("persons.register-unreadable", file=f"{path.name}:{number}", why=str(error)) from None
