"""A server on this computer that plays a language model, and counts what it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from habeas.reading.models import Model


@dataclass
class Player:
    """What the server answers, and what it was sent, in order; ``status`` is that of HTTP.

    ``reply`` answers with a status and bytes instead; ``headers`` are sent besides.
    """

    port: int = 0
    answers: Sequence[Any] = ()
    status: int = 200
    reply: Callable[[dict[str, Any]], tuple[int, bytes]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/v1"

    def model(self, **other: Any) -> Model:
        """Return the model at this server."""
        return Model(self.url, "player", **other)

    def answered(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        """Return the status and the bytes that answer what was asked."""
        if self.reply is not None:
            return self.reply(asked)
        content = json.dumps({"claims": list(self.answers)})
        return self.status, json.dumps(
            {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
        ).encode()

    def named_in(self, folder: Path, *more: str) -> None:
        """Name this server in the case file, with further lines of settings."""
        lines = ["", "[reading.model]", f'url = "{self.url}"', 'model = "player"', *more, ""]
        with (folder / "case.toml").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines))


@contextmanager
def playing() -> Iterator[Player]:
    """Play a model on a free port of this computer."""
    one = Player()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            one.seen.append(asked)
            one.keys.append(self.headers["Authorization"])
            one.paths.append(self.path)
            status, body = one.answered(asked)
            self.send_response(status)
            headers = {"Content-Length": str(len(body))} | one.headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
