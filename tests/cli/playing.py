"""A server on this computer that plays a language model, and counts what it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass
class Player:
    """What the server answers, and what it was sent, in order; ``status`` is that of HTTP."""

    port: int = 0
    answers: Sequence[Any] = ()
    status: int = 200
    seen: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/v1"

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
            one.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            one.keys.append(self.headers["Authorization"])
            content = json.dumps({"claims": list(one.answers)})
            body = json.dumps({"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}).encode()
            self.send_response(one.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

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
