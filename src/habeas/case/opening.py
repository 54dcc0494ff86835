"""Beginning a case: a folder with a ``case.toml`` that explains itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final
from uuid import uuid4

from habeas.about import FILE, FORMAT
from habeas.errors import CaseError, StorageError, because

_START: Final = """\
# What the case is about. Every text for readers is given in English (en) and Spanish (es).
habeas = {format}
languages = ["en", "es"]
# period = "2022-03-27/.."                                  # EDTF
# ledger = "postgresql+psycopg://user@host/database"        # default: ledger.sqlite in this folder
# originals = "s3://bucket/folder"                          # default: originals/ in this folder; any fsspec URL

[title]
en = {en}
es = {es}

# Whom or what claims are about: place, system, country, event, instrument, group, person, authority.
# [[subjects]]
# id = "central-prison"
# type = "place"
# en = "Central Prison"
# es = "Prisión Central"
# links = {{ part_of = "prison-system" }}

# The questions the report answers, from claims on these topics (see: habeas vocabulary).
# [[questions]]
# id = "how-many"
# en = "How many people does it hold?"
# es = "¿A cuántas personas retiene?"
# subjects = ["central-prison"]
# topics = ["structure", "capacity", "population"]

# A language model that you run may propose more claims (see docs/reading-models.md); asked by nothing but: habeas read --model
# [reading.model]
# url = "http://localhost:11434/v1"                         # an OpenAI-compatible endpoint; texts are sent to this host
# model = "the-name-it-has-there"
# key_env = "MY_KEY"                                        # the environment variable with a key; never the key itself

# How record files are read and counted (see docs/records.md).
# [records]
# rule = "habeas"                                           # or ddp-2026-03, uwchr, vera
# until = 2026-03-10                                        # for a release that does not say how far it reaches
# mappings = ["own.toml"]                                   # drafted by: habeas map FILE
# [records.subjects]                                        # the subject that a release is about
# "RELEASE" = "central-prison"
# [records.who]                                             # what words for who is counted mean in the records
# convicted = {{ criminality = "convicted" }}
# [places.CODE]                                             # a place by the code that records give it
# name = "Central Prison"
# lat = 13.69
# lon = -89.19
# subject = "central-prison"
"""


def begin(folder: Path, *, title_en: str | None, title_es: str | None) -> None:
    """Make the folder and its ``case.toml``; a folder that already holds a case is left as it is."""
    if folder.exists() and not folder.is_dir():
        raise CaseError("case.occupied", folder=str(folder))
    if (folder / FILE).exists():
        raise CaseError("case.exists", folder=str(folder))
    name = folder.absolute().name
    start = _START.format(
        format=FORMAT,
        en=json.dumps(title_en or title_es or name, ensure_ascii=False),
        es=json.dumps(title_es or title_en or name, ensure_ascii=False),
    )
    beside = folder / f".{FILE}-{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(start, encoding="utf-8")
            beside.rename(folder / FILE)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError("case.cannot-write", folder=str(folder), found=because(error)) from None
