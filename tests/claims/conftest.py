"""A small case for the tests of claims: a prison, a transfer, three sources with their text, and a fixed today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from habeas.claims import Coded, Known, Subject, Vocabulary, fold_claims, read_claims_file
from habeas.errors import InputError
from habeas.evidence import Description, Extract, Source, extract
from habeas.ledger import Draft, Entry, SourceState

TODAY = date(2025, 6, 1)

SUBJECTS = {
    one.id: one
    for one in (
        Subject(id="cecot", type="place", en="CECOT", es="el CECOT"),
        Subject(id="sv-prisons", type="system", en="Prisons of El Salvador", es="Centros penales de El Salvador"),
        Subject(id="el-salvador", type="country", en="El Salvador", es="El Salvador"),
        Subject(id="transfer", type="event", en="the transfer of March 2025", es="el traslado de marzo de 2025"),
        Subject(id="act", type="instrument", en="Alien Enemies Act of 1798", es="Ley de Enemigos Extranjeros de 1798"),
        Subject(id="dgcp", type="authority", en="the prison directorate", es="la dirección de centros penales"),
    )
}

TEXTS = {
    "vrt": (
        "text/plain",
        (
            b"The prison has eight buildings with 32 cells in each building. Each cell has 80 bunks.\n"
            b"Authorities say it can hold up to 40,000 men. There are no visits. There are no visits.\n"
            b"In April 2021 the government held about 36,000 people; now it holds more than double.\n"
        ),
    ),
    "efe": ("text/plain", "El Gobierno contó 36,515 reclusos en 2021. La organización denunció torturas.\n".encode()),
    "table": ("text/csv", b"year,held\n2021,36515\n2022,97525\n"),
    "withdrawn": ("text/plain", b"The prison has nine buildings.\n"),
    "broken": ("text/plain", b"Nothing can be read of this."),
}


def _source(name: str, version: int = 1) -> Source:
    media, content = TEXTS[name]
    about = Description(
        title=f"About {name}", publisher=name.upper() if name != "table" else None, published="2023-02-25"
    )
    return Source(
        id=name,
        version=version,
        file=f"{name}.txt",
        kind="note",
        sha256=f"{name}-{version}".encode().hex().ljust(64, "0"),
        size=len(content),
        media_type=media,
        about=about,
    )


def _text(source: Source) -> Extract:
    if source.id == "broken":
        raise InputError("claims.file-empty", file=source.file)
    media, content = TEXTS[source.id]
    return extract(content, media)


@dataclass
class World:
    """The case of a test: what it knows, the entries of its ledger so far, and claims files as words."""

    folder: Path
    known: Known
    entries: list[Entry] = field(default_factory=list)

    def write(self, words: str | bytes, name: str = "claims.yaml") -> Path:
        """Write a claims file."""
        path = self.folder / name
        path.write_bytes(words.encode() if isinstance(words, str) else words)
        return path

    def code(self, words: str | bytes, name: str = "claims.yaml") -> Coded:
        """Read a claims file against the case as it stands."""
        return read_claims_file(self.write(words, name), self.known)

    def rows(self, *claims: str) -> Coded:
        """Read a claims file of the given claims, each as the inside of a YAML flow mapping."""
        lines = "".join(f"  - {{{claim}}}\n" for claim in claims)
        return self.code(f"habeas: claims/1\nsource: vrt\nlanguage: en\nclaims:\n{lines}")

    def append(self, *drafts: Draft) -> None:
        """Append drafts to the ledger, and fold it anew."""
        for draft in drafts:
            seq = len(self.entries) + 1
            entry = Entry(
                seq=seq, kind=draft.kind, about=draft.about, body=draft.body, reason=draft.reason,
                actor="a tester", time="2025-06-01T00:00:00.000000Z", previous="", hash="",
            )  # fmt: skip
            self.entries.append(entry)
        self.known = replace(self.known, claims=fold_claims(self.entries, self.known.sources))

    def withdraw(self, name: str) -> None:
        """Withdraw a source."""
        self._change(name, replace(self.known.sources[name], withdrawn=True, reason="found to be false"))

    def renew(self, name: str) -> None:
        """Give a source a second version."""
        self._change(name, SourceState(versions=(_source(name), _source(name, 2))))

    def _change(self, name: str, state: SourceState) -> None:
        self.known = replace(self.known, sources={**self.known.sources, name: state})
        self.append()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the project."""
    return Vocabulary.load()


@pytest.fixture(scope="session")
def subjects() -> Mapping[str, Subject]:
    """Return the subjects of the small case."""
    return SUBJECTS


@pytest.fixture
def world(tmp_path: Path, vocabulary: Vocabulary) -> World:
    """Return the small case, its ledger empty."""
    sources = {name: SourceState(versions=(_source(name),)) for name in TEXTS}
    sources["withdrawn"] = replace(sources["withdrawn"], withdrawn=True, reason="misquoted")
    known = Known(vocabulary=vocabulary, subjects=SUBJECTS, sources=sources, text=_text, today=TODAY)
    return World(tmp_path, known)


GOOD = {
    "cells": "key: cells, quote: 32 cells in each building, subject: cecot, predicate: cells_per_building, value: 32",
    "capacity": "key: capacity, quote: 'up to 40,000 men', subject: cecot, predicate: capacity, value: 'up to 40,000',"
    " capacity: official, speaker: authorities",
    "held": "key: held, quote: 'about 36,000 people', subject: sv-prisons, predicate: population, value: 'about 36,000',"
    " who: all held, as_of: 2021-04, speaker: government",
    "now": "key: now, quote: more than double, subject: sv-prisons, predicate: population,"
    " value: 'more than 2 x {held}', who: all held, as_of: 2023-02",
}


@pytest.fixture
def good() -> Callable[[str], str]:
    """Return the words of a claim that has no fault, by its key."""
    return GOOD.__getitem__
