"""The language model that a case names: where it is, and that no key of it stands in ``case.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from habeas.about.checks import fault, named, within
from habeas.errors import Problem

_MODEL: Final = frozenset({"url", "model", "key_env", "timeout"})
_KEYS: Final = re.compile(r"(?:\w+[_-])?(?:(?:api)?key|token|password|secret)|authorization", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")


def reading_faults(reading: Any) -> Iterator[Problem]:
    """Yield the faults of ``[reading]``."""
    model = reading.get("model", {}) if isinstance(reading, dict) else None
    if not isinstance(model, dict):
        yield fault("not-table", "reading", example='[reading.model] url = "http://localhost:11434/v1"')
        return
    yield from (fault("unknown-field", f"reading.{name}", known=["model"]) for name in sorted(set(reading) - {"model"}))
    yield from _model_faults(model) if "model" in reading else ()


def _model_faults(model: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the faults of ``[reading.model]``; what may be a key is never repeated."""
    at = "reading.model"
    for name in sorted(set(model) - _MODEL):
        yield fault("key-inside" if _KEYS.fullmatch(name) else "unknown-field", f"{at}.{name}", known=sorted(_MODEL))
    for name in ("url", "model"):
        if not named(found := model.get(name)):
            yield fault("not-words" if name in model else "missing", f"{at}.{name}", found=str(found)[:60])
    if named(model.get("url")):
        yield from _url_faults(model["url"], f"{at}.url")
    if "key_env" in model and not _VARIABLE.fullmatch(str(model["key_env"])):
        yield fault("key-inside", f"{at}.key_env")
    if not within(wait := model.get("timeout", 1), 86_400) or wait <= 0:
        yield fault("not-seconds", f"{at}.timeout", found=str(wait)[:60], most=86_400)


def _url_faults(url: str, where: str) -> Iterator[Problem]:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if any(sign in url for sign in "@?#"):
        yield fault("key-inside", where)
    elif not usable:
        yield fault("not-endpoint", where, found=url[:60])
