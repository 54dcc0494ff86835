"""An endpoint that speaks OpenAI's protocol for chats, reached with the standard library alone, and what can go wrong with it.

No redirect is followed and no proxy used: the text goes to the host that was named and to no other.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from habeas.errors import InputError, Problem
from habeas.words import Said, text

_MOST: Final = 4_000_000
"""Bytes of an answer; a model that sends more has lost its way."""
_EXCERPT: Final = 160
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
_REFUSES_FORM: Final = (400, 422)


class ModelError(Exception):
    """An endpoint gave no usable answer. ``problem`` says why; ``final`` that asking again is of no use."""

    def __init__(self, problem: Problem, *, final: bool) -> None:
        super().__init__(problem.key)
        self.problem = problem
        self.final = final


@dataclass(frozen=True, slots=True)
class Model:
    """A language model at an endpoint. Making one sends nothing.

    ``url`` is the base of the endpoint (``http://localhost:11434/v1``), ``name`` what it calls the model, ``key_env`` the environment
    variable with its key (the key itself is never kept in a case), ``timeout`` in seconds for one passage. Raises
    :class:`habeas.errors.InputError` where the URL is not of http or https, has no host, or has a password in it.
    """

    url: str
    name: str
    key_env: str | None = None
    timeout: float = 120.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise InputError("reading.model-url", found=self.url) from None
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
            raise InputError("reading.model-url", found=self.url)
        if parts.username is not None or parts.password is not None:
            raise InputError("reading.model-url-password", host=host)
        if not self.name.strip():
            raise InputError("reading.model-name", host=host)
        if not self.timeout > 0:
            raise InputError("reading.model-timeout", found=self.timeout)

    @property
    def host(self) -> str:
        """The host that gets the text, with its port where one is named."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def local(self) -> bool:
        """Whether the host is this computer."""
        return urlsplit(self.url).hostname in _LOCAL

    def notice(self, passages: int, characters: int) -> Said:
        """Return what is said before anything is sent: how much of the text goes to which host, and whether it leaves this computer."""
        key = "reading.model-notice-local" if self.local else "reading.model-notice"
        values = {"n": passages, "characters": characters, "host": self.host, "model": self.name}
        open_way = not self.local and urlsplit(self.url).scheme == "http"
        more = {lang: " " + text("reading.model-notice-open", lang) if open_way else "" for lang in ("en", "es")}
        return Said(text(key, "en", **values) + more["en"], text(key, "es", **values) + more["es"])

    def answer(self, messages: list[dict[str, str]]) -> str:
        """Send a conversation and return what the model says. Raises :class:`ModelError`."""
        asked: dict[str, Any] = {"model": self.name, "messages": messages, "temperature": 0, "stream": False}
        try:
            told = self._post(asked | {"response_format": {"type": "json_object"}})
        except _Status as refused:
            if refused.code not in _REFUSES_FORM:
                raise self._refused(refused) from None
            # Some servers know nothing of response_format: the instructions ask for JSON as well.
            try:
                told = self._post(asked)
            except _Status as again:
                raise self._refused(again) from None
        return self._said(told)

    def _post(self, asked: dict[str, Any]) -> bytes:
        address = self.url.rstrip("/")
        if not address.endswith("/chat/completions"):
            address += "/chat/completions"
        headers = {"Content-Type": "application/json", "Accept": "application/json"} | self._key()
        # The scheme was checked: only http and https reach this line.
        request = Request(address, json.dumps(asked).encode(), headers, method="POST")  # noqa: S310
        until = time.monotonic() + self.timeout
        try:
            with build_opener(ProxyHandler({}), _Stay()).open(request, timeout=self.timeout) as reply:
                return self._read(cast(HTTPResponse, reply), until)
        except HTTPError as error:
            with error:
                raise _Status(error.code, error.read(2_000).decode(errors="replace")) from None
        except TimeoutError:
            raise self._error("reading.model-timed-out", seconds=self.timeout) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._error("reading.model-timed-out", seconds=self.timeout) from None
            raise self._error("reading.model-unreachable", final=True, found=_one_line(str(error.reason))) from None
        except (OSError, HTTPException, ValueError) as error:
            raise self._error("reading.model-broken-off", found=_one_line(str(error) or type(error).__name__)) from None

    def _read(self, reply: HTTPResponse, until: float) -> bytes:
        """Read an answer, but not for ever: a byte a minute is no answer."""
        parts: list[bytes] = []
        size = 0
        while part := reply.read1(65_536):
            parts.append(part)
            size += len(part)
            if size > _MOST:
                raise self._error("reading.model-too-long", megabytes=_MOST // 1_000_000)
            if time.monotonic() > until:
                raise TimeoutError
        length = reply.headers.get("Content-Length")
        if length is not None and length.isdigit() and size < int(length):
            raise self._error("reading.model-broken-off", found=f"{size} < {length}")
        return b"".join(parts)

    def _key(self) -> dict[str, str]:
        if self.key_env is None:
            return {}
        key = os.environ.get(self.key_env, "").strip()
        if not key or not key.isascii() or not key.isprintable():
            raise self._error("reading.model-no-key", final=True, variable=self.key_env)
        return {"Authorization": f"Bearer {key}"}

    def _said(self, told: bytes) -> str:
        """Return the words of the first choice."""
        try:
            row = json.loads(told)
            choice = row["choices"][0]
            said = choice["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError):
            raise self._error(
                "reading.model-no-protocol", found=_one_line(told[:500].decode(errors="replace"))
            ) from None
        if choice.get("finish_reason") == "length":
            raise self._error("reading.model-truncated")
        if not isinstance(said, str) or not said.strip():
            raise self._error("reading.model-silent")
        return said

    def _refused(self, status: _Status) -> ModelError:
        """Return the error of an HTTP status: another passage will fare no better with a wrong key or address, nor where it is moved."""
        final = status.code < 500 and status.code not in (408, 413, 429, *_REFUSES_FORM)
        key = {401: "reading.model-key-refused", 403: "reading.model-key-refused", 404: "reading.model-not-there"}
        name = key.get(status.code, "reading.model-moved" if 300 <= status.code < 400 else "reading.model-status")
        return self._error(name, final=final, status=status.code, found=_one_line(status.body))

    def _error(self, key: str, *, final: bool = False, **values: object) -> ModelError:
        return ModelError(Problem(key, values={"host": self.host, "model": self.name, **values}), final=final)


class _Status(Exception):  # noqa: N818 - never leaves this module
    """An answer with another status than 200."""

    def __init__(self, code: int, body: str) -> None:
        super().__init__(code)
        self.code = code
        self.body = body


class _Stay(HTTPRedirectHandler):
    """Follows nobody to another host."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def _one_line(words: str) -> str:
    """Return words for a message: on one line, short, without what cannot be printed."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
