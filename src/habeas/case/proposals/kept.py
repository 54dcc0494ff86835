"""What the reader found in a source: a derived table, one file a source in ``tables/readings``.

Each is a pure function of the original, what is recorded of its date and language, and the reader. It can be deleted at any time;
a source is read again when one of these has changed, and then what is new, gone or read otherwise is told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize
from uuid import uuid4

from habeas.case.proposals.model import differences, reading_id
from habeas.errors import HabeasError, Problem
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.evidence import Extract, Source
    from habeas.reading import Whole

Progress = Callable[[int, int], None]
FORMAT: Final = 1
_PARTS: Final = ("syntok", "text2num", "py3langid")
_DATE: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?(?![0-9])")
_TAG: Final = re.compile(r"([a-z]{2,3})(?:-[a-z0-9]{2,8})+")
_SPOKEN: Final[Mapping[str, Lang]] = {
    **dict.fromkeys(("en", "eng", "english", "inglés", "ingles"), "en"),
    **dict.fromkeys(("es", "spa", "spanish", "español", "espanol"), "es"),
}
_PICTURED: Final = ("application/pdf", "image/")
_SHORT: Final = 12
"""Words below which a text is told to be short: most likely a title, or a text that was not got whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The readings of one version of a source, in the order of its text, each as plain JSON with its id, passage and page.

    ``new``, ``changed`` and ``gone`` hold ids, against what was kept of the source before; they are empty where nothing was read now.
    """

    source: str
    sha256: str
    readings: tuple[Mapping[str, Any], ...]
    told: Mapping[str, Any]
    fresh: bool = False
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=())


def iso(published: str | None) -> str | None:
    """Return the day, month or year of a date of publication; of a quarter, its year; of a range, what both ends share. None where there is none."""
    ends = [hit[0] for one in (published or "").split("/") if (hit := _DATE.match(one))]
    if not published or len(ends) <= published.count("/"):
        return None
    return next((ends[0][:size] for size in (10, 7, 4) if ends[0][:size] == ends[-1][:size]), None)


def spoken(language: str | None) -> Lang | None:
    """Return the language of a description where it is one that is read: its code, a tag that begins with it, or its name. None for any other."""
    told = normalize("NFC", language or "").strip().casefold().replace("_", "-")
    found = _TAG.fullmatch(told)
    return _SPOKEN.get(found[1] if found else told)


def kept(case: Case, source: Source, progress: Progress | None = None) -> Kept:
    """Return what the reader finds in a version of a source, from its file where that is of this version and this reader."""
    path = case.tables.path / "readings" / f"{source.id}.json"
    before = _read(path)
    try:
        extract = case.texts.of(source)
        made_from = _made_from(source, extract)
    except HabeasError as error:
        problem = Problem(error.key, source.id, values=error.values)
        return Kept(source=source.id, sha256=source.sha256, readings=(), told={}, problems=(problem,))
    if before is not None and before.get("made_from") == made_from:
        return _kept(source, before)
    now = {"habeas": FORMAT, "made_from": made_from, **_found(source, extract, progress)}
    _write(path, {**now, "seal": _seal(now)})
    return _compared(source, now, before)


def _made_from(source: Source, extract: Extract) -> dict[str, Any]:
    from habeas.reading import VERSION
    from habeas.tables import code_fingerprint

    return {
        "sha256": source.sha256,
        "extractor": extract.extractor,
        "published": iso(source.about.published),
        "language": spoken(source.about.language),
        "reader": VERSION,
        "code": code_fingerprint(("reading",), _PARTS),
    }


def _found(source: Source, extract: Extract, progress: Progress | None) -> dict[str, Any]:
    from habeas.reading import read_whole

    whole = read_whole(
        extract.text,
        lang=spoken(source.about.language),
        published=iso(source.about.published),
        pages=extract.pages,
        progress=progress,
    )
    told = told_of(whole, extract, source.media_type)
    return {"told": told, "readings": _numbered(source.id, whole, extract)}


def told_of(whole: Whole, extract: Extract, media_type: str) -> dict[str, Any]:
    """Return what is to be said of a text that was read, as plain JSON."""
    return {
        "language": whole.language,
        "words": whole.words,
        "pages": len(extract.pages),
        "foreign": whole.foreign,
        "contents": whole.contents,
        "doubts": [[one.key, one.row, dict(one.values)] for one in whole.doubts],
        "pictured": media_type.startswith(_PICTURED),
    }


def _numbered(source: str, whole: Whole, extract: Extract) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    made = []
    for one in whole.passages:
        reading = one.reading.as_json()
        name = reading_id(source, reading, 0)
        seen[name] += 1
        made.append(
            {
                "id": reading_id(source, reading, seen[name] - 1),
                "page": extract.page_at(one.reading.start),
                "passage": [one.before, one.begins, one.ends, one.after],
                "reading": reading,
            }
        )
    return made


def _kept(source: Source, raw: Mapping[str, Any]) -> Kept:
    found = problems(source.id, raw["told"], dated=raw["made_from"]["published"] is not None)
    return Kept(
        source=source.id, sha256=source.sha256, readings=tuple(raw["readings"]), told=raw["told"], problems=tuple(found)
    )


def _compared(source: Source, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Kept:
    made = _kept(source, now)
    was = {one["id"]: one["reading"] for one in before["readings"]} if before else {}
    ids = {one["id"]: one["reading"] for one in made.readings}
    changed = frozenset(name for name in ids.keys() & was.keys() if differences(ids[name], was[name]))
    return Kept(
        source=made.source,
        sha256=made.sha256,
        readings=made.readings,
        told=made.told,
        fresh=True,
        new=frozenset(ids.keys() - was.keys()),
        changed=changed,
        gone=frozenset(was.keys() - ids.keys()),
        problems=made.problems,
    )


def problems(file: str, told: Mapping[str, Any], *, dated: bool) -> list[Problem]:
    """Return what was not read of a text, or may be read wrongly, in the order of how much is lost."""
    if not told["words"]:
        key = "case.read-no-text" if told["pictured"] else "case.read-empty"
        return [Problem(key, file)]
    found: list[tuple[str, dict[str, object]]] = []
    if told["language"] is None:
        found.append(("case.read-no-language", {"n": told["words"]}))
    elif told["foreign"]:
        found.append(("case.read-foreign", {"n": told["foreign"]}))
    if told["contents"]:
        found.append(("case.read-contents", {"n": told["contents"]}))
    if told["words"] < _SHORT:
        found.append(("case.read-short", {"n": told["words"]}))
    if not dated:
        found.append(("case.read-no-date", {}))
    doubts = [Problem(key, file, row, gravity="warning", values=values) for key, row, values in told["doubts"]]
    return [*doubts, *(Problem(key, file, gravity="warning", values=values) for key, values in found)]


def _read(path: Path) -> dict[str, Any] | None:
    """Return what is kept of a source; None where there is nothing, or it is damaged: then it is read again."""
    try:
        raw = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or raw.get("habeas") != FORMAT:
        return None
    return raw if raw.pop("seal", None) == _seal(raw) else None


def _seal(made: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what is kept: what was damaged or written by hand, as a whole or inside, is not taken for the reader's."""
    return hashlib.sha256(
        json.dumps(made, ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")
    ).hexdigest()


def _write(path: Path, made: Mapping[str, Any]) -> None:
    """Keep what was read, whole or not at all. A disk that will not take it costs time at the next run, and nothing else."""
    beside = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()[:8]}-{uuid4().hex}")
    with suppress(OSError):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
